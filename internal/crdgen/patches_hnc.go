package main

import (
	"errors"
	"fmt"
	"strconv"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// singletons lets HNC's two kinds of which there is one object have no other name. Upstream
// adds it to the generated definitions, since no marker says it.
func singletons(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	names := map[string]string{"HierarchyConfiguration": "hierarchy", "HNCConfiguration": "config"}
	patched := 0
	for _, c := range crds {
		name, ok := names[c.Spec.Names.Kind]
		if !ok {
			continue
		}
		for _, v := range c.Spec.Versions {
			meta := v.Schema.OpenAPIV3Schema.Properties["metadata"]
			if meta.Properties != nil {
				return nil, fmt.Errorf("%s says which names there are: the patch has outlived its reason", c.Name)
			}
			meta.Properties = map[string]apiextensionsv1.JSONSchemaProps{
				"name": {Type: "string", Enum: []apiextensionsv1.JSON{{Raw: []byte(strconv.Quote(name))}}},
			}
			v.Schema.OpenAPIV3Schema.Properties["metadata"] = meta
		}
		patched++
	}
	if patched != len(names) {
		return nil, errors.New("no CRDs of HNC's singletons")
	}
	return crds, nil
}

// scopedQuotas lets a HierarchicalResourceQuota hold for some pods only, as in pfnet's fork of
// HNC, which is no module of its own. The fork's other definitions are upstream's.
func scopedQuotas(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	const selector = "scopeSelector"
	text := apiextensionsv1.JSONSchemaProps{Type: "string"}
	for _, c := range crds {
		if c.Spec.Names.Kind != "HierarchicalResourceQuota" {
			continue
		}
		spec := c.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
		if _, ok := spec.Properties[selector]; ok {
			return nil, fmt.Errorf("%s is there: the patch has outlived its reason", selector)
		}
		spec.Properties[selector] = apiextensionsv1.JSONSchemaProps{
			Type:     "object",
			XMapType: new("atomic"),
			Properties: map[string]apiextensionsv1.JSONSchemaProps{"matchExpressions": {
				Type: "array",
				Items: &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &apiextensionsv1.JSONSchemaProps{
					Type:     "object",
					Required: []string{"operator", "scopeName"},
					Properties: map[string]apiextensionsv1.JSONSchemaProps{
						"operator":  text,
						"scopeName": text,
						"values":    {Type: "array", Items: &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &text}},
					},
				}},
			}},
		}
		return []*apiextensionsv1.CustomResourceDefinition{c}, nil
	}
	return nil, errors.New("no CRD of hierarchical quotas")
}
