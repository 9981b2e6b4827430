package addontest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Fit holds the custom resources of API groups to their definitions, which are among the
// objects: what the API server doesn't know of a resource it drops without a word, so each
// field of a type must be one of the definition's. It returns the kinds that it held to one.
func Fit(t *testing.T, objs []addon.Object, groups ...string) map[string]bool {
	t.Helper()
	definitions := map[string]*kube.CRD{}
	for _, o := range objs {
		if crd, ok := o.(*kube.CRD); ok {
			definitions[crd.Kind()] = crd
		}
	}
	fitted := map[string]bool{}
	for _, o := range objs {
		gvk := o.GetObjectKind().GroupVersionKind()
		if !slices.Contains(groups, gvk.Group) {
			continue
		}
		crd, ok := definitions[gvk.Kind]
		if !ok {
			t.Fatalf("%s has no definition", gvk.Kind)
		}
		fitted[gvk.Kind] = true
		var v map[string]any
		reread(t, o, &v)
		root := structural(t, crd, gvk.Version)
		for _, known := range []string{"apiVersion", "kind", "metadata"} { // of all resources
			delete(v, known)
			root.Required = slices.DeleteFunc(root.Required, func(name string) bool { return name == known })
		}
		for _, problem := range root.problems(v, gvk.Kind+" "+o.GetName()) {
			t.Error(problem)
		}
	}
	return fitted
}

// schema is as much of a structural schema as tells whether a field is known.
type schema struct {
	Type                 string            `json:"type"`
	Properties           map[string]schema `json:"properties"`
	AdditionalProperties *schema           `json:"additionalProperties"`
	Items                *schema           `json:"items"`
	Required             []string          `json:"required"`
	Enum                 []any             `json:"enum"`
	Open                 bool              `json:"x-kubernetes-preserve-unknown-fields"`
	IntOrString          bool              `json:"x-kubernetes-int-or-string"`
}

// structural is the schema of one version of a definition.
func structural(t *testing.T, crd *kube.CRD, version string) schema {
	t.Helper()
	var d struct {
		Spec struct {
			Versions []struct {
				Name   string `json:"name"`
				Schema struct {
					OpenAPIV3Schema schema `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	reread(t, crd, &d)
	for _, v := range d.Spec.Versions {
		if v.Name == version {
			return v.Schema.OpenAPIV3Schema
		}
	}
	t.Fatalf("%s has no version %s", crd.Name, version)
	return schema{}
}

// reread reads what JSON has of a value into another.
func reread(t *testing.T, from, to any) {
	t.Helper()
	data, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatal(err)
	}
}

// problems lists what the schema doesn't know or doesn't take.
func (s schema) problems(v any, path string) []string {
	if s.IntOrString {
		return nil
	}
	var out []string
	got := "string"
	switch v := v.(type) {
	case map[string]any:
		got = "object"
		for _, k := range slices.Sorted(maps.Keys(v)) {
			p := path + "." + k
			property, ok := s.Properties[k]
			switch {
			case ok:
				out = append(out, property.problems(v[k], p)...)
			case s.AdditionalProperties != nil:
				out = append(out, s.AdditionalProperties.problems(v[k], p)...)
			case s.Properties != nil && !s.Open:
				out = append(out, p+": the definition doesn't know it")
			}
		}
		for _, k := range s.Required {
			if _, ok := v[k]; !ok {
				out = append(out, path+"."+k+": the definition requires it")
			}
		}
	case []any:
		got = "array"
		for i, item := range v {
			if s.Items != nil {
				out = append(out, s.Items.problems(item, fmt.Sprintf("%s[%d]", path, i))...)
			}
		}
	case bool:
		got = "boolean"
	case float64:
		got = "integer"
	}
	if s.Type != "" && s.Type != got && (s.Type != "number" || got != "integer") {
		out = append(out, fmt.Sprintf("%s: is of type %s, not %s", path, got, s.Type))
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		out = append(out, fmt.Sprintf("%s: is %v, not one of %v", path, v, s.Enum))
	}
	return out
}
