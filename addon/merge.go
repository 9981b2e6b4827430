package addon

import (
	"reflect"
	"strings"
)

// merge lays over over base, field by field:
//
//   - a struct of Fitout's, and of Kubernetes' plain API types, is merged field by field;
//   - a map is merged key by key;
//   - anything else (numbers, strings, pointers, lists) is over's, unless that is zero.
//
// A list that is empty but not nil counts as set. Neither argument is changed.
func merge[T any](base, over T) T {
	out := base
	mergeValue(reflect.ValueOf(&out).Elem(), reflect.ValueOf(over))
	return out
}

func mergeValue(dst, src reflect.Value) {
	switch {
	case dst.Type() == reflect.TypeFor[Image]():
		dst.Set(reflect.ValueOf(src.Interface().(Image).over(dst.Interface().(Image))))
	case dst.Kind() == reflect.Struct && transparent(dst.Type()):
		for i := range dst.NumField() {
			mergeValue(dst.Field(i), src.Field(i))
		}
	case dst.Kind() == reflect.Map && dst.Len() > 0 && src.Len() > 0:
		m := reflect.MakeMapWithSize(dst.Type(), dst.Len()+src.Len())
		for _, from := range []reflect.Value{dst, src} {
			for it := from.MapRange(); it.Next(); {
				m.SetMapIndex(it.Key(), it.Value())
			}
		}
		dst.Set(m)
	case !src.IsZero():
		dst.Set(src)
	}
}

// transparent tells whether a struct is a bundle of exported fields, to be looked into,
// and not a value of its own like a Quantity or a Duration.
func transparent(t reflect.Type) bool {
	if t.Implements(jsonMarshaler) || reflect.PointerTo(t).Implements(jsonMarshaler) {
		return false
	}
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			return false
		}
	}
	return true
}

// spreadPods sets every Pods in v, a struct of options, to what holds for all pods.
func spreadPods(v reflect.Value, pods Pods) {
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.Type() == reflect.TypeFor[Pods]():
			f.Set(reflect.ValueOf(pods))
		case f.Kind() == reflect.Struct && transparent(f.Type()) && ours(f.Type()):
			spreadPods(f, pods)
		}
	}
}

// ours tells whether a type is declared by an addon or by Fitout, and not by Kubernetes.
func ours(t reflect.Type) bool {
	return !strings.HasPrefix(t.PkgPath(), "k8s.io/")
}
