package addon

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// Edit returns the addon with one of its objects changed: the one of type T with that
// name, or "namespace/name" where the name alone is not enough.
//
//	addon.Edit(a, "metrics-server", func(d *appsv1.Deployment) {
//		d.Spec.Template.Spec.HostNetwork = true
//	})
//
// It is an error, when the addon is built, if no object matches or more than one does.
func Edit[T Object](a Addon, name string, change func(T)) Addon {
	return edited{a, func(objs []Object) ([]Object, error) {
		i, err := find[T](objs, name, "edit")
		if err != nil {
			return nil, err
		}
		// A copy, since maps and lists in the object may be those of the options or of the
		// target, which other objects share.
		o, err := as[T](objs[i].DeepCopyObject().(Object))
		if err != nil {
			return nil, err
		}
		change(o)
		objs[i] = o
		return objs, nil
	}}
}

// Without returns the addon without the object of type T with that name, or
// "namespace/name". It is an error, when the addon is built, if no object matches or more
// than one does.
func Without[T Object](a Addon, name string) Addon {
	return edited{a, func(objs []Object) ([]Object, error) {
		i, err := find[T](objs, name, "without")
		if err != nil {
			return nil, err
		}
		return slices.Delete(objs, i, i+1), nil
	}}
}

// With returns the addon with more objects, which get its labels. They are copied each
// time the addon is built, so that one value can go into several clusters.
func With(a Addon, objects ...Object) Addon {
	return edited{a, func(objs []Object) ([]Object, error) {
		more := make([]Object, len(objects))
		for i, o := range objects {
			if isNil(o) {
				return nil, fmt.Errorf("with: object %d is nil", i)
			}
			more[i] = o.DeepCopyObject().(Object)
		}
		return append(objs, more...), stamp(a, more)
	}}
}

// edited is an addon whose objects are changed after they are built.
type edited struct {
	Addon
	change func([]Object) ([]Object, error)
}

func (e edited) Objects(t Target) ([]Object, error) {
	objs, err := e.Addon.Objects(t)
	if err != nil {
		return nil, err
	}
	return e.change(objs)
}

// find returns the index of the one object that has the type and the name.
func find[T Object](objs []Object, name, verb string) (int, error) {
	namespace, short, qualified := strings.Cut(name, "/")
	if !qualified {
		short = name
	}
	var hits []int
	var others []string
	for i, o := range objs {
		if !isA[T](o) {
			continue
		}
		if o.GetName() == short && (!qualified || o.GetNamespace() == namespace) {
			hits = append(hits, i)
		}
		others = append(others, strings.TrimPrefix(o.GetNamespace()+"/"+o.GetName(), "/"))
	}
	kind := reflect.TypeFor[T]().Elem().Name()
	switch {
	case len(hits) == 1:
		return hits[0], nil
	case len(hits) > 1:
		return 0, fmt.Errorf(`%s: %d objects match %s %q: write it as "namespace/name"`, verb, len(hits), kind, name)
	case len(others) == 0:
		return 0, fmt.Errorf("%s: no %s %q: the addon has no %[2]s at all", verb, kind, name)
	}
	slices.Sort(others)
	return 0, fmt.Errorf("%s: no %s %q: there is %s", verb, kind, name, strings.Join(others, ", "))
}

// isA tells whether an object is a T, or an untyped object of T's kind.
func isA[T Object](o Object) bool {
	if _, ok := o.(T); ok {
		return true
	}
	gvk, native := nativeKind(reflect.TypeFor[T]())
	return native && o.GetObjectKind().GroupVersionKind() == gvk
}

// as returns the object as a T, converted where it is untyped.
func as[T Object](o Object) (T, error) {
	if t, ok := o.(T); ok {
		return t, nil
	}
	t := reflect.New(reflect.TypeFor[T]().Elem()).Interface().(T)
	u, ok := o.(*unstructured.Unstructured)
	if !ok {
		return t, fmt.Errorf("edit: %s %q is a %T", o.GetObjectKind().GroupVersionKind().Kind, o.GetName(), o)
	}
	err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(u.Object, t, true)
	if err != nil {
		return t, fmt.Errorf("edit: %s %q: %w", u.GetKind(), u.GetName(), err)
	}
	return t, nil
}
