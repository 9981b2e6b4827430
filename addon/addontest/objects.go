package addontest

import (
	"testing"

	"github.com/fitout/fitout/addon"
)

// Objects are the addon's objects of a type; all of them, of the type addon.Object.
func Objects[T addon.Object](t *testing.T, target addon.Target, a addon.Addon) []T {
	t.Helper()
	all, err := a.Objects(target)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	for _, o := range all {
		if o, ok := o.(T); ok {
			out = append(out, o)
		}
	}
	return out
}

// Find returns the first of the objects that is of a type and a name.
func Find[T addon.Object](t *testing.T, objs []addon.Object, name string) T {
	t.Helper()
	for _, o := range objs {
		if o, ok := o.(T); ok && o.GetName() == name {
			return o
		}
	}
	t.Fatalf("there is no %T %s", *new(T), name)
	panic("unreachable")
}
