package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// readAll returns the CRDs in the files that the pattern matches.
func readAll(pattern string) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no file matches %s", pattern)
	}
	var crds []*apiextensionsv1.CustomResourceDefinition
	for _, name := range names {
		c, err := read(name)
		if err != nil {
			return nil, err
		}
		crds = append(crds, c...)
	}
	return crds, nil
}

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
