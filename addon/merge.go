package addon

import (
	"reflect"
	"slices"
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

// underlay puts what holds for all pods under every Pods in v, a struct of default options.
// A field with the tag pods:"node" has the pods of a node agent, which must be on all nodes
// that it is for: what says where pods run doesn't reach it.
func underlay(v reflect.Value, pods Pods) {
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.Type() == reflect.TypeFor[Pods]():
			all := pods
			if v.Type().Field(i).Tag.Get("pods") == "node" {
				all = pods.anywhere()
			}
			f.Set(reflect.ValueOf(all.under(f.Interface().(Pods))))
		case f.Kind() == reflect.Struct && transparent(f.Type()) && ours(f.Type()):
			underlay(f, pods)
		}
	}
}

// anywhere returns the pods without what says where they run.
func (p Pods) anywhere() Pods {
	p.NodeSelector, p.Tolerations, p.Affinity, p.TopologySpread, p.RuntimeClassName = nil, nil, nil, nil, ""
	return p
}

// under lays an addon's defaults over what holds for all pods, but for two things by which
// the target knows its nodes. A pod bears the taints of both, since nodes that all pods select
// are mostly tainted; and the target's affinity takes the place of the addon's.
func (p Pods) under(defaults Pods) Pods {
	out := merge(p, defaults)
	if len(p.Tolerations) > 0 && len(defaults.Tolerations) > 0 {
		out.Tolerations = slices.Concat(defaults.Tolerations, p.Tolerations)
	}
	if p.Affinity != nil {
		out.Affinity = p.Affinity
	}
	return out
}

// ours tells whether a type is declared by an addon or by Fitout, and not by Kubernetes.
func ours(t reflect.Type) bool {
	return !strings.HasPrefix(t.PkgPath(), "k8s.io/")
}
