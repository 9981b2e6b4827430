package main

import (
	"errors"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// olderContainers makes containers those of Kubernetes 1.25, which the company's controllers
// were built with: they would drop what has come since. Lists had no types then but that of
// ports, and names of ConfigMaps and Secrets no default.
func olderContainers(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	found := false
	var walk func(name string, s *apiextensionsv1.JSONSchemaProps)
	walk = func(name string, s *apiextensionsv1.JSONSchemaProps) {
		for _, field := range newerFields[name] {
			if _, ok := s.Properties[field]; ok {
				delete(s.Properties, field)
				found = true
			}
		}
		if s.Default != nil && string(s.Default.Raw) == `""` {
			s.Default = nil
		}
		if s.XListType != nil && name != "ports" {
			s.XListType, s.XListMapKeys = nil, nil
		}
		for field, p := range s.Properties {
			walk(field, &p)
			s.Properties[field] = p
		}
		if s.Items != nil && s.Items.Schema != nil {
			walk(name, s.Items.Schema)
		}
	}
	for _, c := range crds {
		for _, v := range c.Spec.Versions {
			walk("", v.Schema.OpenAPIV3Schema)
		}
	}
	if !found {
		return nil, errors.New("no newer field: the patch has outlived its reason")
	}
	return crds, nil
}

// newerFields are the fields that have come since, by the field that they are within.
var newerFields = map[string][]string{
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
