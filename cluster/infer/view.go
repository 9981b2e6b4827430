package infer

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/jsonfields"
)

// value is a part of a custom resource, be it a struct of Go or a map of raw YAML, by the
// names that JSON has for it.
type value struct {
	reflect.Value
	f *Facts
}

func (f *Facts) view(o addon.Object) value {
	if u, ok := o.(*unstructured.Unstructured); ok {
		return value{reflect.ValueOf(u.Object), f}
	}
	return value{reflect.ValueOf(o), f}.inner()
}

// inner looks through pointers and interfaces.
func (v value) inner() value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v.Value = v.Elem()
	}
	return v
}

// at returns the value under the names, one within the other, or one that is not valid.
func (v value) at(names ...string) value {
	for _, name := range names {
		switch v.Kind() {
		case reflect.Struct:
			fields := v.f.fieldsOf(v.Type())
			i := slices.IndexFunc(fields, func(f jsonfields.Field) bool { return f.Name == name })
			if i < 0 {
				return value{f: v.f}
			}
			v.Value = fieldBy(v.Value, fields[i].Index)
		case reflect.Map:
			if v.Type().Key().Kind() != reflect.String {
				return value{f: v.f}
			}
			v.Value = v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key()))
		default:
			return value{f: v.f}
		}
		v = v.inner()
	}
	return v
}

// string is the string that the value is, or "" for anything else.
func (v value) string() string {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	}
	return ""
}

var marshaler = reflect.TypeFor[json.Marshaler]()

// walk calls visit for each map, struct and string within the value and for itself, in an
// order that is always the same. The name is that of the field, of a list for what is in
// it. Metadata are left out, and what encodes itself, such as a quantity.
func (v value) walk(at *path, visit func(name string, at *path, v value)) {
	v = v.inner()
	switch v.Kind() {
	case reflect.String:
		visit(at.name(), at, v)
	case reflect.Struct:
		if v.Type().Implements(marshaler) || reflect.PointerTo(v.Type()).Implements(marshaler) {
			return
		}
		visit(at.name(), at, v)
		for _, f := range v.f.fieldsOf(v.Type()) {
			if at == nil && f.Name == "metadata" {
				continue
			}
			value{fieldBy(v.Value, f.Index), v.f}.walk(&path{parent: at, key: f.Name}, visit)
		}
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String {
			return
		}
		visit(at.name(), at, v)
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			if at == nil && k.String() == "metadata" {
				continue
			}
			value{v.MapIndex(k), v.f}.walk(&path{parent: at, key: k.String()}, visit)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			value{v.Index(i), v.f}.walk(&path{parent: at, index: i}, visit)
		}
	}
}

// fieldsOf are the fields of a struct; those of one type are looked up once.
func (f *Facts) fieldsOf(t reflect.Type) []jsonfields.Field {
	known, ok := f.fields[t]
	if !ok {
		known = jsonfields.Of(t)
		f.fields[t] = known
	}
	return known
}

// fieldBy is reflect's FieldByIndex for which an embedded pointer may be nil.
func fieldBy(v reflect.Value, index []int) reflect.Value {
	for _, i := range index {
		for v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// path is where a value stands in an object; nil is the object itself.
type path struct {
	parent *path
	key    string // of a field or of a map's entry; empty in a list
	index  int
}

// name is the last key of the path.
func (p *path) name() string {
	for ; p != nil; p = p.parent {
		if p.key != "" {
			return p.key
		}
	}
	return ""
}

// under tells whether the path begins with a key.
func (p *path) under(key string) bool {
	for p != nil && p.parent != nil {
		p = p.parent
	}
	return p != nil && p.key == key
}

// String writes the path as field errors do: "spec.template.containers[0].image".
func (p *path) String() string {
	switch {
	case p == nil:
		return ""
	case p.key == "":
		return Item(p.parent.String(), p.index)
	case p.parent == nil:
		return p.key
	}
	return p.parent.String() + "." + p.key
}
