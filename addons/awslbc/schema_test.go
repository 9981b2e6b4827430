package awslbc_test

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
	"github.com/fitout/fitout/addons/awslbc"
)

// What the API server doesn't know of a custom resource it drops without a word, so the
// types here have the fields of the definitions, all of them and no others.
func TestTypesFitTheirDefinitions(t *testing.T) {
	for _, tc := range []struct {
		kind string
		spec reflect.Type
		not  []string // what the types leave out
	}{
		// The other spelling of a field is deprecated, and excludes the one that is there.
		{"IngressClassParams", reflect.TypeFor[awslbc.IngressClassParamsSpec](), []string{".PrefixListsIDs"}},
		{"TargetGroupBinding", reflect.TypeFor[awslbc.TargetGroupBindingSpec](), nil},
	} {
		want := definition(t, tc.kind).fields("")
		for _, field := range tc.not {
			delete(want, field)
		}
		got := fieldsOf(tc.spec, "")
		for field := range got {
			if want[field] == "" {
				got[field] = "" // upstream's type names the values, but the definition takes any
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -definition +type:\n%s", tc.kind, diff)
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
					Storage bool `json:"storage"`
				} `json:"versions"`
			} `json:"spec"`
		}
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatal(err)
		}
		for _, v := range d.Spec.Versions {
			if v.Storage {
				return v.Schema.OpenAPIV3Schema.Properties["spec"]
			}
		}
	}
	t.Fatalf("%s has no definition", kind)
	return schema{}
}

// fields are the paths of all fields of a schema, with the values that they may have. It
// doesn't look into label selectors, which are Kubernetes' own.
func (s schema) fields(path string) map[string]string {
	if s.Items != nil {
		return s.Items.fields(path)
	}
	out := map[string]string{}
	if strings.HasSuffix(path, "Selector") {
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
		if e, ok := reflect.Zero(f.Type).Interface().(addon.Enumerated); ok {
			values = e.Enum()
		}
		out[at] = strings.Join(slices.Sorted(slices.Values(values)), " ")
		maps.Copy(out, fieldsOf(f.Type, at))
	}
	return out
}
