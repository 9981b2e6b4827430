package main

import (
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// without takes fields of pods and claims out, by the field that they are within: those that
// Kubernetes has got since an upstream was built, which would drop them without a word.
func without(fields map[string][]string) patch {
	return func(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
		found := map[string]bool{}
		each(crds, func(name string, s *apiextensionsv1.JSONSchemaProps) {
			for _, field := range fields[name] {
				if _, ok := s.Properties[field]; ok {
					delete(s.Properties, field)
					found[name+"."+field] = true
				}
			}
		})
		for name, within := range fields {
			for _, field := range within {
				if !found[name+"."+field] {
					return nil, fmt.Errorf("%s has no %s: the patch has outlived its reason", name, field)
				}
			}
		}
		return crds, nil
	}
}

// since125 are the fields of containers that have come after 1.25, which the company's
// controllers were built with.
func since125() map[string][]string {
	return map[string][]string{
		"containers":      {"resizePolicy", "restartPolicy", "restartPolicyRules"},
		"grpc":            {"mode"},
		"httpGet":         {"protocol"},
		"lifecycle":       {"stopSignal"},
		"postStart":       {"sleep"},
		"preStop":         {"sleep"},
		"resources":       {"claims"},
		"securityContext": {"appArmorProfile"},
		"valueFrom":       {"fileKeyRef"},
		"volumeMounts":    {"bindMountOptions", "recursiveReadOnly"},
	}
}

// since137 are the fields of pods and claims that have come with 1.37.
func since137() map[string][]string {
	return map[string][]string{
		"clusterTrustBundle":  {"user"},
		"configMap":           {"defaultUser"},
		"downwardAPI":         {"defaultUser"},
		"emptyDir":            {"mode"},
		"grpc":                {"mode"},
		"httpGet":             {"protocol"},
		"items":               {"user"},
		"podCertificate":      {"user"},
		"projected":           {"defaultUser"},
		"secret":              {"defaultUser"},
		"serviceAccountToken": {"user"},
		"status":              {"healthStatus"},
		"volumeMounts":        {"bindMountOptions"},
	}
}

// untyped takes the types of lists, but that of ports, and the defaults of names away, which
// the tool didn't write when the company's controllers were built.
func untyped(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	found := false
	each(crds, func(name string, s *apiextensionsv1.JSONSchemaProps) {
		if s.Default != nil && string(s.Default.Raw) == `""` {
			s.Default = nil
			found = true
		}
		if s.XListType != nil && name != "ports" {
			s.XListType, s.XListMapKeys = nil, nil
		}
	})
	if !found {
		return nil, fmt.Errorf("no default: the patch has outlived its reason")
	}
	return crds, nil
}

// each calls a function for each schema within definitions, after all that are within it, with
// the name of the field that it is of. The items of a list are of the list's.
func each(crds []*apiextensionsv1.CustomResourceDefinition, f func(name string, s *apiextensionsv1.JSONSchemaProps)) {
	var walk func(name string, s *apiextensionsv1.JSONSchemaProps)
	walk = func(name string, s *apiextensionsv1.JSONSchemaProps) {
		for field, p := range s.Properties {
			walk(field, &p)
			s.Properties[field] = p
		}
		if s.Items != nil && s.Items.Schema != nil {
			walk(name, s.Items.Schema)
		}
		f(name, s)
	}
	for _, c := range crds {
		for _, v := range c.Spec.Versions {
			walk("", v.Schema.OpenAPIV3Schema)
		}
	}
}
