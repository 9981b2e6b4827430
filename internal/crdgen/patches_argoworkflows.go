package main

import (
	"errors"
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// workflowsV41 adds the fields that Argo Workflows has since v4.1. The newest module that can
// be had is of v4.0.5.
func workflowsV41(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	if len(crds) != 8 {
		return nil, fmt.Errorf("there are %d definitions, not 8", len(crds))
	}
	for _, c := range crds {
		// Those that are open have nothing to add to.
		if err := newer(c.Spec.Versions[0].Schema.OpenAPIV3Schema); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return crds, nil
}

// newer adds to a schema, and to those within it, what they have since v4.1. A schema is known
// by properties that no other one has.
func newer(s *apiextensionsv1.JSONSchemaProps) error {
	has := func(names ...string) bool {
		for _, name := range names {
			if _, ok := s.Properties[name]; !ok {
				return false
			}
		}
		return true
	}
	var err error
	add := func(name string, p apiextensionsv1.JSONSchemaProps) {
		if has(name) {
			err = fmt.Errorf("%s is there: the patch has outlived its reason", name)
		}
		s.Properties[name] = p
	}
	switch {
	case has("auth", "headers", "url"): // an artifact by HTTP
		add("saveStreamViaFile", apiextensionsv1.JSONSchemaProps{Type: "boolean"})
	case has("accessKeySecret", "encryptionOptions"): // one in S3
		add("addressingStyle", values("", "path", "virtual-hosted"))
	case has("resizePolicy", "terminationMessagePath"): // a container
		add("restartPolicyRules", restartPolicyRules())
	case has("fieldRef", "secretKeyRef"): // where a variable comes from
		add("fileKeyRef", fileKeyRef())
	case has("clusterTrustBundle", "serviceAccountToken"): // a source of a projected volume
		add("podCertificate", podCertificate())
	case has("dag", "steps"): // a template
		add("podResources", podResources())
		add("resourceClaims", resourceClaims())
		add("pendingTimeout", word())
	case has("entrypoint", "templates"): // a workflow
		add("podResources", podResources())
		add("resourceClaims", resourceClaims())
		add("executorPlugins", executorPlugins(s.Properties["templates"]))
	case has("schedules"): // a cron workflow: days and months may be words
		const pattern = `^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every\s+([0-9]+(ns|us|µs|ms|s|m|h))+|([A-Za-z0-9*,/?-]+\s+){4}[A-Za-z0-9*,/?-]+)$`
		if s.Properties["schedules"].Items.Schema.Pattern == pattern {
			err = errors.New("schedules may have words: the patch has outlived its reason")
		}
		s.Properties["schedules"].Items.Schema.Pattern = pattern
	}
	if err != nil {
		return err
	}
	for name, p := range s.Properties {
		if err := newer(&p); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s.Properties[name] = p
	}
	if s.Items != nil {
		if err := newer(s.Items.Schema); err != nil {
			return err
		}
	}
	if s.AdditionalProperties != nil {
		return newer(s.AdditionalProperties.Schema)
	}
	return nil
}

// openTaskSets opens the definition of WorkflowTaskSets: only the controller writes them, and
// spelled out they would be five times as large as all others together.
func openTaskSets(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	for _, c := range crds {
		if c.Name != "workflowtasksets.argoproj.io" {
			continue
		}
		schema := c.Spec.Versions[0].Schema.OpenAPIV3Schema
		if schema.Properties["spec"].XPreserveUnknownFields != nil {
			return nil, errors.New("the definition is open: the patch has outlived its reason")
		}
		for _, name := range []string{"spec", "status"} {
			schema.Properties[name] = apiextensionsv1.JSONSchemaProps{
				Type: "object", XMapType: new("atomic"), XPreserveUnknownFields: new(true),
			}
		}
		return crds, nil
	}
	return nil, errors.New("no CRD of WorkflowTaskSets")
}

func word() apiextensionsv1.JSONSchemaProps { return apiextensionsv1.JSONSchemaProps{Type: "string"} }

func values(of ...string) apiextensionsv1.JSONSchemaProps {
	s := word()
	for _, v := range of {
		s.Enum = append(s.Enum, apiextensionsv1.JSON{Raw: fmt.Appendf(nil, "%q", v)})
	}
	return s
}

func object(properties map[string]apiextensionsv1.JSONSchemaProps, required ...string) apiextensionsv1.JSONSchemaProps {
	return apiextensionsv1.JSONSchemaProps{Type: "object", Properties: properties, Required: required}
}

func list(items apiextensionsv1.JSONSchemaProps) apiextensionsv1.JSONSchemaProps {
	return apiextensionsv1.JSONSchemaProps{Type: "array", Items: &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &items}}
}

func mapOf(values apiextensionsv1.JSONSchemaProps) apiextensionsv1.JSONSchemaProps {
	return apiextensionsv1.JSONSchemaProps{Type: "object", AdditionalProperties: &apiextensionsv1.JSONSchemaPropsOrBool{Allows: true, Schema: &values}}
}

func restartPolicyRules() apiextensionsv1.JSONSchemaProps {
	codes := list(apiextensionsv1.JSONSchemaProps{Type: "integer", Format: "int32"})
	codes.XListType = new("set")
	rules := list(object(map[string]apiextensionsv1.JSONSchemaProps{
		"action":    word(),
		"exitCodes": object(map[string]apiextensionsv1.JSONSchemaProps{"operator": word(), "values": codes}, "operator"),
	}, "action"))
	rules.XListType = new("atomic")
	return rules
}

func fileKeyRef() apiextensionsv1.JSONSchemaProps {
	s := object(map[string]apiextensionsv1.JSONSchemaProps{
		"key":        word(),
		"optional":   {Type: "boolean", Default: &apiextensionsv1.JSON{Raw: []byte("false")}},
		"path":       word(),
		"volumeName": word(),
	}, "key", "path", "volumeName")
	s.XMapType = new("atomic")
	return s
}

func podCertificate() apiextensionsv1.JSONSchemaProps {
	return object(map[string]apiextensionsv1.JSONSchemaProps{
		"certificateChainPath": word(),
		"credentialBundlePath": word(),
		"keyPath":              word(),
		"keyType":              word(),
		"maxExpirationSeconds": {Type: "integer", Format: "int32"},
		"signerName":           word(),
		"userAnnotations":      mapOf(word()),
	}, "keyType", "signerName")
}

func podResources() apiextensionsv1.JSONSchemaProps {
	claims := list(object(map[string]apiextensionsv1.JSONSchemaProps{"name": word(), "request": word()}, "name"))
	claims.XListType, claims.XListMapKeys = new("map"), []string{"name"}
	quantities := mapOf(apiextensionsv1.JSONSchemaProps{
		AnyOf:        []apiextensionsv1.JSONSchemaProps{{Type: "integer"}, {Type: "string"}},
		Pattern:      `^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$`,
		XIntOrString: true,
	})
	return object(map[string]apiextensionsv1.JSONSchemaProps{"claims": claims, "limits": quantities, "requests": quantities})
}

func resourceClaims() apiextensionsv1.JSONSchemaProps {
	claims := list(object(map[string]apiextensionsv1.JSONSchemaProps{
		"name": word(), "resourceClaimName": word(), "resourceClaimTemplateName": word(),
	}, "name"))
	claims.XListType = new("atomic")
	return claims
}

// executorPlugins have a container as the sidecars of templates are.
func executorPlugins(templates apiextensionsv1.JSONSchemaProps) apiextensionsv1.JSONSchemaProps {
	container := *templates.Items.Schema.Properties["sidecars"].Items.Schema.DeepCopy()
	delete(container.Properties, "mirrorVolumeMounts")
	return list(object(map[string]apiextensionsv1.JSONSchemaProps{
		"metadata": object(map[string]apiextensionsv1.JSONSchemaProps{
			"annotations": mapOf(word()), "finalizers": list(word()), "labels": mapOf(word()), "name": word(), "namespace": word(),
		}),
		"spec": object(map[string]apiextensionsv1.JSONSchemaProps{
			"sidecar": object(map[string]apiextensionsv1.JSONSchemaProps{
				"automountServiceAccountToken": {Type: "boolean"},
				"container":                    container,
			}, "container"),
		}, "sidecar"),
	}, "metadata", "spec"))
}
