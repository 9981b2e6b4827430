package infer

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/addon/kube"
)

// Definition is what a CustomResourceDefinition brings.
type Definition struct {
	// Object is the definition itself.
	Object *Object

	// GroupKind is the kind that it brings.
	schema.GroupKind

	// Converter is the Service that converts between the versions; it has no name where
	// none does.
	Converter Key

	versions []string
}

// Versions are the names of the kind's versions.
func (d *Definition) Versions() []string {
	if crd, ok := d.Object.Object.(*kube.CRD); ok && d.versions == nil {
		d.versions = crd.Versions() // only when asked: it looks through the whole schema
	}
	return d.versions
}

// Define returns what an object defines, or nil.
func Define(o *Object) *Definition {
	switch x := o.Object.(type) {
	case *kube.CRD:
		namespace, name := x.Converter()
		return &Definition{
			Object:    o,
			GroupKind: schema.GroupKind{Group: x.Group(), Kind: x.Kind()},
			Converter: NewKey("Service", namespace, name),
		}
	case *unstructured.Unstructured:
		if o.Key.Kind == "CustomResourceDefinition" {
			return untyped(o, x)
		}
	}
	return nil
}

// untyped reads a definition of an addon of raw YAML.
func untyped(o *Object, u *unstructured.Unstructured) *Definition {
	text := func(path ...string) string {
		s, _, _ := unstructured.NestedString(u.Object, path...)
		return s
	}
	service := []string{"spec", "conversion", "webhook", "clientConfig", "service"}
	d := &Definition{
		Object:    o,
		GroupKind: schema.GroupKind{Group: text("spec", "group"), Kind: text("spec", "names", "kind")},
		Converter: NewKey("Service", text(append(service, "namespace")...), text(append(service, "name")...)),
	}
	list, _, _ := unstructured.NestedSlice(u.Object, "spec", "versions")
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			name, _, _ := unstructured.NestedString(m, "name")
			d.versions = append(d.versions, name)
		}
	}
	return d
}
