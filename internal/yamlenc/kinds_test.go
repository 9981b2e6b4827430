//go:build kinds

package yamlenc

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/randfill"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/internal/kubeapi"
)

// kinds are the types of all kinds in k8s.io/api, in a fixed order.
func kinds() []reflect.Type {
	byName := map[string]reflect.Type{}
	for _, typ := range kubeapi.Scheme().AllKnownTypes() {
		if strings.HasPrefix(typ.PkgPath(), "k8s.io/api/") {
			byName[typ.PkgPath()+"."+typ.Name()] = typ
		}
	}
	var out []reflect.Type
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		out = append(out, byName[name])
	}
	return out
}

// Each kind is encoded with much in it and with little.
func TestKinds(t *testing.T) {
	for _, typ := range kinds() {
		t.Run(typ.String(), func(t *testing.T) {
			same(t, reflect.New(typ).Interface())
			for seed := range int64(6) {
				object := reflect.New(typ).Interface()
				filler(seed).Fill(object)
				same(t, object)
			}
		})
	}
}

// filler fills a struct at random. The larger the seed, the less it leaves empty.
func filler(seed int64) *randfill.Filler {
	return randfill.NewWithSeed(seed).NilChance(0.8-0.1*float64(seed)).NumElements(0, 2).MaxDepth(12).Funcs(
		func(s *string, c randfill.Continue) {
			if c.Intn(3) > 0 {
				*s = text(c.Rand)
			}
		},
		func(q *resource.Quantity, c randfill.Continue) {
			*q = resource.MustParse([]string{"0", "1", "100m", "0.5", "1Gi", "1500Mi", "1e3", "12345678901234567890"}[c.Intn(8)])
		},
		func(v *intstr.IntOrString, c randfill.Continue) {
			*v = []intstr.IntOrString{intstr.FromInt32(8080), intstr.FromString("http"), intstr.FromString("25%"), intstr.FromString("80"), {}}[c.Intn(5)]
		},
		func(tm *metav1.Time, c randfill.Continue) {
			*tm = []metav1.Time{{}, metav1.Unix(1700000000, 0)}[c.Intn(2)]
		},
		func(tm *metav1.MicroTime, c randfill.Continue) {
			*tm = []metav1.MicroTime{{}, metav1.NewMicroTime(metav1.Unix(1700000000, 5000).Time)}[c.Intn(2)]
		},
		func(f *metav1.FieldsV1, c randfill.Continue) { f.SetRawString(raw[c.Intn(len(raw))]) },
		func(r *runtime.RawExtension, c randfill.Continue) { r.Raw = []byte(raw[c.Intn(len(raw))]) },
	)
}

// What is in the golden files is what addons build: as it is there, and as the kind's own
// struct has it.
func TestGoldens(t *testing.T) {
	types := map[string]reflect.Type{}
	for _, typ := range kinds() {
		group, version, _ := strings.Cut(strings.TrimPrefix(typ.PkgPath(), "k8s.io/api/"), "/")
		types[group+" "+version+" "+typ.Name()] = typ
	}
	files, err := filepath.Glob("../../addons/*/testdata/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d golden files: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range bytes.Split(data, []byte("\n---\n")) {
			var tree map[string]any
			if err := yaml.Unmarshal(doc, &tree); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if tree == nil {
				continue // of a case that installs nothing
			}
			same(t, tree)
			apiVersion, _ := tree["apiVersion"].(string)
			group, version, ok := strings.Cut(apiVersion, "/")
			if !ok {
				group, version = "core", apiVersion
			}
			group, _, _ = strings.Cut(group, ".")
			kind, _ := tree["kind"].(string)
			if typ := types[group+" "+version+" "+kind]; typ != nil {
				object := reflect.New(typ).Interface()
				if err := yaml.UnmarshalStrict(doc, object); err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				same(t, object)
			}
		}
	}
}
