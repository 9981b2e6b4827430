package main

import (
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/yaml"
)

// A document is what a file holds of a CRD. It stands in for the API's own type, which
// would print an empty status and leave room for labels and the like.
type document struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Metadata   metadata `json:"metadata"`

	Spec apiextensionsv1.CustomResourceDefinitionSpec `json:"spec"`
}

type metadata struct {
	Name        string            `json:"name"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// encode returns the CRD as canonical YAML: reading it and printing it again with
// sigs.k8s.io/yaml gives the same bytes.
func encode(c *apiextensionsv1.CustomResourceDefinition) ([]byte, error) {
	data, err := yaml.Marshal(document{
		APIVersion: apiextensionsv1.SchemeGroupVersion.String(),
		Kind:       "CustomResourceDefinition",
		Metadata:   metadata{Name: c.Name, Annotations: c.Annotations},
		Spec:       c.Spec,
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	return data, nil
}

// undescribe drops all descriptions: those of the schemas and those of the columns that
// kubectl get prints.
func undescribe(c *apiextensionsv1.CustomResourceDefinition) {
	for _, v := range c.Spec.Versions {
		if v.Schema != nil && v.Schema.OpenAPIV3Schema != nil {
			crd.TruncateDescription(v.Schema.OpenAPIV3Schema, 0)
		}
		for i := range v.AdditionalPrinterColumns {
			v.AdditionalPrinterColumns[i].Description = ""
		}
	}
}
