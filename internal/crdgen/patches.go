package main

import (
	"errors"
	"fmt"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// gatewayV1 adds the version v1 of the load balancer controller's group gateway.k8s.aws,
// which came after v3.3.0: the fields of v1beta1, which it replaces.
// The newest module that can be had is of v3.3.0.
func gatewayV1(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	found := false
	for _, c := range crds {
		if c.Spec.Group != "gateway.k8s.aws" {
			continue
		}
		if len(c.Spec.Versions) != 1 {
			return nil, errors.New("v1 is there: the patch has outlived its reason")
		}
		found = true
		v1 := *c.Spec.Versions[0].DeepCopy()
		v1.Name = "v1"
		old := &c.Spec.Versions[0]
		old.Storage = false
		old.Deprecated = true
		old.DeprecationWarning = new("gateway.k8s.aws/v1beta1 " + c.Spec.Names.Kind + " is deprecated; use gateway.k8s.aws/v1 instead")
		c.Spec.Versions = slices.Insert(c.Spec.Versions, 0, v1)
	}
	if !found {
		return nil, errors.New("no CRD of gateway.k8s.aws")
	}
	return crds, nil
}

// ambassador gives emissary's definitions the category that the chart of v4.1 has them in.
func ambassador(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	for _, c := range crds {
		if len(c.Spec.Names.Categories) > 0 {
			return nil, fmt.Errorf("%s has categories: the patch has outlived its reason", c.Name)
		}
		c.Spec.Names.Categories = []string{"ambassador-crds"}
	}
	return crds, nil
}

// streams lets a Listener limit the streams of an HTTP/2 connection, as emissary's does since
// v4. The newest module that can be had is of v3.10.0: the tags of v4 still declare the path
// of v3.
func streams(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	const streams = "http2MaxConcurrentStreams"
	for _, c := range crds {
		if c.Name != "listeners.getambassador.io" {
			continue
		}
		spec := c.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
		if _, ok := spec.Properties[streams]; ok {
			return nil, fmt.Errorf("%s is there: the patch has outlived its reason", streams)
		}
		spec.Properties[streams] = apiextensionsv1.JSONSchemaProps{Type: "integer", Format: "int32", Minimum: new(1.0)}
		return crds, nil
	}
	return nil, errors.New("no CRD of listeners")
}

// untooled drops the mark of the tool that finished CRDs were made with, and keeps their other
// annotations.
func untooled(crds []*apiextensionsv1.CustomResourceDefinition) ([]*apiextensionsv1.CustomResourceDefinition, error) {
	const tool = "controller-gen.kubebuilder.io/version"
	for _, c := range crds {
		if c.Annotations[tool] == "" {
			return nil, fmt.Errorf("%s bears no mark: the patch has outlived its reason", c.Name)
		}
		delete(c.Annotations, tool)
	}
	return crds, nil
}
