package infer

import (
	"maps"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
)

// Ref says that an object refers to another one by its name.
type Ref struct {
	// From is the object that refers.
	From *Object

	// Field is where: "spec.template.spec.volumes[0].secret".
	Field string

	// To is what it refers to.
	To Key

	// Keys are those that must be in the Secret or ConfigMap; none where it is taken as a
	// whole.
	Keys []string

	// Port is the one that the Service must have, by number or name; empty for none.
	Port string

	// Live tells that the pods behind the Service must be there too.
	Live bool

	// Optional tells that the object works without what it refers to.
	Optional bool

	// Loose tells that the two may be applied in any order.
	Loose bool
}

// Item is the field of an item in a list: "spec.volumes[0]".
func Item(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// Source is where an object comes from that something refers to.
type Source struct {
	// Object is the object itself, if the plan has it, or the one for which a controller
	// writes it: the Certificate for a Secret. It is nil for what the cluster has.
	Object *Object

	// Keys are those that the Secret or ConfigMap has; nil where they aren't known.
	Keys []string
}

// Source tells where an object comes from, and whether it comes from anywhere.
func (f *Facts) Source(k Key) (Source, bool) {
	if s, ok := f.written[k]; ok {
		return s, true
	}
	if o := f.byKey[k]; o != nil {
		return Source{o, keysOf(o)}, true
	}
	if keys, ok := f.known.Objects[k]; ok {
		return Source{Keys: keys}, true
	}
	return Source{}, f.bornWith(k)
}

// Knows tells whether the cluster has an object of a kind beside the plan.
func (f *Facts) Knows(kind string) bool {
	for k := range f.known.Objects {
		if k.Kind == kind {
			return true
		}
	}
	return false
}

// keysOf are the keys of a Secret or a ConfigMap.
func keysOf(o *Object) []string {
	switch o := o.Object.(type) {
	case *corev1.Secret:
		if len(o.Data)+len(o.StringData) == 0 {
			return nil // somebody fills it
		}
		return slices.Sorted(maps.Keys(merged(o.Data, o.StringData)))
	case *corev1.ConfigMap:
		return slices.Sorted(maps.Keys(merged(o.BinaryData, o.Data)))
	}
	return nil
}

func merged(a map[string][]byte, b map[string]string) map[string]bool {
	keys := make(map[string]bool, len(a)+len(b))
	for k := range a {
		keys[k] = true
	}
	for k := range b {
		keys[k] = true
	}
	return keys
}

// ref notes a reference. One to nothing is none.
func (f *Facts) ref(r Ref) {
	if r.To.Name != "" {
		f.Refs = append(f.Refs, r)
	}
}

// refer notes a reference to an object of a well-known kind.
func (f *Facts) refer(from *Object, field, kind, namespace, name string) {
	f.ref(Ref{From: from, Field: field, To: NewKey(kind, namespace, name)})
}

// writes notes that a controller writes a Secret for an object, with these keys.
func (f *Facts) writes(o *Object, namespace, secret string, keys ...string) {
	if secret == "" || namespace == "" {
		return
	}
	k := NewKey("Secret", namespace, secret)
	if _, taken := f.written[k]; !taken {
		f.written[k] = Source{o, keys}
	}
}
