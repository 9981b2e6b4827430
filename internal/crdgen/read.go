package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// read returns the CRDs in a file of YAML, which may hold other things too.
func read(name string) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var crds []*apiextensionsv1.CustomResourceDefinition
	d := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(data), 4096)
	for {
		c := new(apiextensionsv1.CustomResourceDefinition)
		if err := d.Decode(c); errors.Is(err, io.EOF) {
			return crds, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if c.Kind == "CustomResourceDefinition" {
			crds = append(crds, c)
		}
	}
}
