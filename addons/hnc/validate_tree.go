package hnc

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// validateTree refuses a tree that is none, and what HNC's webhooks would refuse in it.
func validateTree(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	parents := map[string]string{} // of the namespaces seen so far, "" for a root
	place := func(namespace, parent string, p *field.Path) {
		old, seen := parents[namespace]
		switch {
		case seen && parent != "" && old != "" && old != parent:
			errs = append(errs, field.Invalid(p, namespace, fmt.Sprintf("has the parent %s already, and can't have %s too", old, parent)))
		case seen:
			errs = append(errs, field.Duplicate(p, namespace))
		default:
			parents[namespace] = parent
		}
	}
	for i, h := range o.Hierarchy {
		p := path.Child("hierarchy").Index(i)
		place(h.Namespace, h.Parent, p.Child("namespace"))
		errs = append(errs, o.placed(h.Namespace, p.Child("namespace"))...)
		if h.Parent != "" {
			errs = append(errs, o.included(h.Parent, p.Child("parent"))...)
		} else if !h.AllowCascadingDeletion && len(h.Labels) == 0 && len(h.Annotations) == 0 {
			errs = append(errs, field.Required(p.Child("parent"), "the entry says nothing of "+h.Namespace))
		}
		errs = append(errs, o.validateMeta(h.Labels, h.Annotations, p)...)
	}
	for i, s := range o.Subnamespaces {
		p := path.Child("subnamespaces").Index(i)
		place(s.Name, s.Parent, p.Child("name"))
		errs = append(errs, o.included(s.Name, p.Child("name"))...)
		errs = append(errs, o.placed(s.Parent, p.Child("parent"))...)
		errs = append(errs, o.validateMeta(s.Labels, s.Annotations, p)...)
	}
	return append(errs, validateCycles(o, parents, path)...)
}

// placed refuses a namespace in which the options can't put an object.
func (o Options) placed(namespace string, path *field.Path) field.ErrorList {
	if o.makes(namespace) {
		return field.ErrorList{field.Invalid(path, namespace, "is a subnamespace: HNC couldn't make it, since for an object in it the plan would")}
	}
	return o.included(namespace, path)
}

// included refuses a namespace that HNC leaves alone.
func (o Options) included(namespace string, path *field.Path) field.ErrorList {
	if slices.Contains(o.excluded(), namespace) {
		return field.ErrorList{field.Invalid(path, namespace, "is excluded: HNC leaves it alone")}
	}
	if re := o.IncludedNamespaceRegex; re != "" && namespace != "" && !managed([]string{re}, namespace) {
		return field.ErrorList{field.Invalid(path, namespace, "doesn't match includedNamespaceRegex: HNC leaves it alone")}
	}
	return nil
}

// validateMeta refuses labels and annotations that HNC doesn't manage, and those that can't
// be.
func (o Options) validateMeta(labels, annotations map[string]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(name string, m map[string]string, option string, patterns []string) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			p := path.Child(name).Key(key)
			if bad := valid(key, validation.IsQualifiedName, p); bad != nil {
				errs = append(errs, bad...)
			} else if !managed(patterns, key) {
				errs = append(errs, field.Invalid(p, m[key], "HNC refuses it: its name matches none of "+option))
			}
		}
	}
	check("labels", labels, "managedNamespaceLabels", o.ManagedNamespaceLabels)
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		errs = append(errs, valid(labels[key], validation.IsValidLabelValue, path.Child("labels").Key(key))...)
	}
	check("annotations", annotations, "managedNamespaceAnnotations", o.ManagedNamespaceAnnotations)
	return errs
}

// validateCycles refuses namespaces that are above themselves, once for each circle.
func validateCycles(o Options, parents map[string]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	told := map[string]bool{}
	check := func(namespace string, p *field.Path) {
		way := []string{namespace}
		for next := parents[namespace]; next != "" && len(way) <= len(parents); next = parents[next] {
			way = append(way, next)
			if next == namespace {
				break
			}
		}
		if last := way[len(way)-1]; len(way) == 1 || last != namespace || told[namespace] {
			return
		}
		for _, ns := range way {
			told[ns] = true
		}
		errs = append(errs, field.Invalid(p.Child("parent"), parents[namespace], "makes a circle: "+strings.Join(way, " is below ")))
	}
	for i, h := range o.Hierarchy {
		check(h.Namespace, path.Child("hierarchy").Index(i))
	}
	for i, s := range o.Subnamespaces {
		check(s.Name, path.Child("subnamespaces").Index(i))
	}
	return errs
}
