package emissary_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/emissary"
)

// What the API server doesn't know of a custom resource it drops without a word, so each
// field of the types here must be one of the definition's. The cases full and settings set
// them all.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	objs := append(build(t, full()), build(t, settings())...)
	objs = append(objs, emissary.NewKubernetesServiceResolver(metav1.ObjectMeta{Name: "service"}, emissary.ResolverSpec{AmbassadorID: []string{"a"}}))
	schemas := map[string]schema{}
	for _, o := range objs {
		if crd, ok := o.(*kube.CRD); ok {
			schemas[crd.Kind()] = schemaOf(t, crd)
		}
	}
	checked := map[string]bool{}
	for _, o := range objs {
		if gvk := o.GetObjectKind().GroupVersionKind(); gvk.Group == "getambassador.io" {
			checked[gvk.Kind] = true
			for _, problem := range schemas[gvk.Kind].problems(values(t, o), gvk.Kind+" "+o.GetName()) {
				t.Error(problem)
			}
		}
	}
	for kind := range schemas {
		if !checked[kind] && kind != "DevPortal" { // which only a product of its maker's reads
			t.Errorf("no %s was checked", kind)
		}
	}
}

// values is an object in JSON's values.
func values(t *testing.T, o addon.Object) any {
	t.Helper()
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
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
}

func schemaOf(t *testing.T, crd *kube.CRD) schema {
	t.Helper()
	data, err := crd.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Spec struct {
			Versions []struct {
				Schema struct {
					OpenAPIV3Schema schema `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Spec.Versions) != 1 {
		t.Fatalf("%s has %d versions", crd.Name, len(d.Spec.Versions))
	}
	return d.Spec.Versions[0].Schema.OpenAPIV3Schema
}

// problems lists what the schema doesn't know or doesn't take.
func (s schema) problems(v any, path string) []string {
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
	if s.Type != "" && s.Type != got {
		out = append(out, fmt.Sprintf("%s: is of type %s, not %s", path, got, s.Type))
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		out = append(out, fmt.Sprintf("%s: is %v, not one of %v", path, v, s.Enum))
	}
	return out
}
