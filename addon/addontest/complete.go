package addontest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Complete holds the type of a custom resource's spec to the definition, which is among the
// objects: it has all fields of it and no others, with the values that the definition lists.
// Types of Kubernetes' own are taken as they are. The paths of fields in which the two
// differ on purpose, such as ".requirements.minValues", are named.
func Complete(t *testing.T, objs []addon.Object, kind, version string, spec reflect.Type, but ...string) {
	t.Helper()
	i := slices.IndexFunc(objs, func(o addon.Object) bool {
		crd, ok := o.(*kube.CRD)
		return ok && crd.Kind() == kind
	})
	if i < 0 {
		t.Fatalf("%s has no definition", kind)
	}
	differ := map[string]string{}
	structural(t, objs[i].(*kube.CRD), version).Properties["spec"].differences(spec, "", differ)
	for _, path := range but {
		if differ[path] == "" {
			t.Errorf("%s%s: type and definition agree, and needn't be told apart", kind, path)
		}
		delete(differ, path)
	}
	for _, path := range slices.Sorted(maps.Keys(differ)) {
		t.Errorf("%s%s: %s", kind, path, differ[path])
	}
}

// differences are those of a schema and a type, by the paths of the fields that differ.
func (s schema) differences(t reflect.Type, path string, differ map[string]string) {
	switch t.Kind() {
	case reflect.Pointer:
		s.differences(t.Elem(), path, differ)
		return
	case reflect.Slice:
		if s.Items != nil {
			s.Items.differences(t.Elem(), path, differ)
		}
		return
	case reflect.Map:
		if s.AdditionalProperties != nil {
			s.AdditionalProperties.differences(t.Elem(), path, differ)
		}
		return
	}
	if problem := s.values(t); problem != "" {
		differ[path] = problem
	}
	if t.Kind() != reflect.Struct || strings.HasPrefix(t.PkgPath(), "k8s.io/") {
		return
	}
	fields := jsonFields(t)
	for name, property := range s.Properties {
		if field, ok := fields[name]; ok {
			property.differences(field, path+"."+name, differ)
		} else {
			differ[path+"."+name] = "the type doesn't have it"
		}
	}
	for name := range fields {
		if _, ok := s.Properties[name]; !ok && !s.Open {
			differ[path+"."+name] = "the definition doesn't have it"
		}
	}
}

// values tells how the values differ that a schema lists and that a type does. A schema that
// lists none takes any.
func (s schema) values(t reflect.Type) string {
	if len(s.Enum) == 0 {
		return ""
	}
	var want, got []string
	for _, v := range s.Enum {
		want = append(want, fmt.Sprint(v))
	}
	if e, ok := reflect.Zero(t).Interface().(addon.Enumerated); ok {
		got = e.Enum()
	}
	slices.Sort(want)
	return cmp.Diff(want, slices.Sorted(slices.Values(got)))
}

// jsonFields are the fields of a struct by the names that JSON has for them.
func jsonFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		switch name, _, _ := strings.Cut(f.Tag.Get("json"), ","); {
		case f.Anonymous && name == "":
			maps.Copy(fields, jsonFields(f.Type))
		case f.IsExported():
			fields[name] = f.Type
		}
	}
	return fields
}
