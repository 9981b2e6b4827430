package main

import (
	"errors"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// argoCD adds to Argo CD's definitions what came with v3.6: files of a folder whatever their
// names end in, and a generator for OCI repositories that has all fields of the one for Git.
// The newest module that the toolchain takes is of v3.5.
func argoCD(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	var directories, generators int
	outlived := false
	each(crds, func(_ string, s *apiextensionsv1.JSONSchemaProps) {
		if _, ok := s.Properties["recurse"]; ok {
			_, there := s.Properties["disableExtensionFilter"]
			outlived = outlived || there
			s.Properties["disableExtensionFilter"] = apiextensionsv1.JSONSchemaProps{Type: "boolean"}
			directories++
		}
		if _, ok := s.Properties["scmProvider"]; ok { // the generators
			_, there := s.Properties["oci"]
			outlived = outlived || there
			git := s.Properties["git"]
			s.Properties["oci"] = *git.DeepCopy()
			generators++
		}
	})
	switch {
	case outlived:
		return nil, errors.New("disableExtensionFilter or oci is there: the patch has outlived its reason")
	case directories == 0 || generators == 0:
		return nil, errors.New("no folders, or no generators")
	}
	return crds, nil
}
