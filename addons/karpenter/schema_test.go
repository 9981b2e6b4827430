package karpenter_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/karpenter"
)

// What the case full makes of all types fits the definitions.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	checked := addontest.Fit(t, objects[addon.Object](t, addontest.AWS(), full()), "karpenter.sh", "karpenter.k8s.aws", "autoscaling.x-k8s.io")
	for _, kind := range []string{"EC2NodeClass", "NodePool", "NodeOverlay", "CapacityBuffer"} {
		if !checked[kind] {
			t.Errorf("no %s was checked", kind)
		}
	}
}

// The types here have the fields of the definitions, all of them and no others.
func TestTypesFitTheirDefinitions(t *testing.T) {
	for kind, spec := range map[string]reflect.Type{
		"EC2NodeClass":   reflect.TypeFor[karpenter.EC2NodeClassSpec](),
		"NodePool":       reflect.TypeFor[karpenter.NodePoolSpec](),
		"NodeOverlay":    reflect.TypeFor[karpenter.NodeOverlaySpec](),
		"CapacityBuffer": reflect.TypeFor[karpenter.CapacityBufferSpec](),
	} {
		got := fieldsOf(spec, "")
		if kind == "NodeOverlay" {
			delete(got, ".requirements.minValues") // a requirement's of NodePools
		}
		if diff := cmp.Diff(definition(t, kind).fields(""), got); diff != "" {
			t.Errorf("%s: -definition +type:\n%s", kind, diff)
		}
	}
}

// schema is as much of a structural schema as tells the names of fields and their values.
type schema struct {
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
	Enum       []string          `json:"enum"`
}

// definition is the schema of the spec of a kind.
func definition(t *testing.T, kind string) schema {
	t.Helper()
	for _, crd := range objects[*kube.CRD](t, addontest.Target(), options{}) {
		if crd.Kind() != kind {
			continue
		}
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
		return d.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
	}
	t.Fatalf("%s has no definition", kind)
	return schema{}
}

// fields are the paths of all fields of a schema, with the values that they may have. It
// doesn't look into taints, which are Kubernetes' own.
func (s schema) fields(path string) map[string]string {
	if s.Items != nil {
		return s.Items.fields(path)
	}
	out := map[string]string{}
	if strings.HasSuffix(strings.ToLower(path), "taints") {
		return out
	}
	for name, property := range s.Properties {
		at := path + "." + name
		values := property.Enum
		if property.Items != nil {
			values = property.Items.Enum
		}
		out[at] = strings.Join(slices.Sorted(slices.Values(values)), " ")
		maps.Copy(out, property.fields(at))
	}
	return out
}

// fieldsOf are the paths of all fields of a type, as a schema has them.
func fieldsOf(t reflect.Type, path string) map[string]string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	out := map[string]string{}
	if t.Kind() != reflect.Struct || strings.HasPrefix(t.PkgPath(), "k8s.io/") {
		return out
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		at, values := path+"."+name, []string(nil)
		of := f.Type
		if of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if e, ok := reflect.Zero(of).Interface().(addon.Enumerated); ok {
			values = e.Enum()
		}
		out[at] = strings.Join(slices.Sorted(slices.Values(values)), " ")
		maps.Copy(out, fieldsOf(f.Type, at))
	}
	return out
}
