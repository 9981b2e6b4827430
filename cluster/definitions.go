package cluster

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// missingDefinitions refuses custom resources whose definition nobody brings, or brings
// in other versions only.
func (p *Plan) missingDefinitions(existing Existing) []error {
	brought := map[schema.GroupKind][]string{}
	for _, it := range p.Items {
		switch o := it.Object.(type) {
		case *kube.CRD:
			brought[schema.GroupKind{Group: o.Group(), Kind: o.Kind()}] = o.Versions()
		case *unstructured.Unstructured:
			if o.GetKind() == "CustomResourceDefinition" {
				gk, versions := untypedDefinition(o)
				brought[gk] = versions
			}
		}
	}
	var errs []error
	for _, it := range p.Items {
		gvk := it.Object.GetObjectKind().GroupVersionKind()
		if addon.BuiltinGroup(gvk.Group) || existing.defines(gvk.GroupKind()) {
			continue
		}
		versions, ok := brought[gvk.GroupKind()]
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("%s: %s: nobody brings the CustomResourceDefinition of %s: add the addon that does, or name it in existing.crds",
				it.Addon, addon.Describe(it.Object), gvk.GroupKind()))
		case !slices.Contains(versions, gvk.Version):
			errs = append(errs, fmt.Errorf("%s: %s: the CustomResourceDefinition of %s has no version %s: it has %s",
				it.Addon, addon.Describe(it.Object), gvk.GroupKind(), gvk.Version, strings.Join(versions, ", ")))
		}
	}
	return errs
}

// defines tells whether the cluster has the definition of a kind. Definitions are listed
// by the plural of the kind, which is told from the kind as the API server's tools do.
func (e Existing) defines(gk schema.GroupKind) bool {
	return slices.ContainsFunc(e.CRDs, func(name string) bool {
		plural, group, _ := strings.Cut(name, ".")
		return group == gk.Group && (plural == "*" || plural == pluralOf(gk.Kind))
	})
}

func pluralOf(kind string) string {
	s := strings.ToLower(kind)
	switch {
	case strings.HasSuffix(s, "s"), strings.HasSuffix(s, "x"), strings.HasSuffix(s, "ch"):
		return s + "es"
	case strings.HasSuffix(s, "y") && !strings.HasSuffix(s, "ay") && !strings.HasSuffix(s, "ey"):
		return strings.TrimSuffix(s, "y") + "ies"
	}
	return s + "s"
}

// untypedDefinition reads what a definition of an addon of raw YAML brings.
func untypedDefinition(u *unstructured.Unstructured) (schema.GroupKind, []string) {
	group, _, _ := unstructured.NestedString(u.Object, "spec", "group")
	kind, _, _ := unstructured.NestedString(u.Object, "spec", "names", "kind")
	list, _, _ := unstructured.NestedSlice(u.Object, "spec", "versions")
	var versions []string
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			name, _, _ := unstructured.NestedString(m, "name")
			versions = append(versions, name)
		}
	}
	return schema.GroupKind{Group: group, Kind: kind}, versions
}
