package hnc

import (
	"maps"
	"slices"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// configuration says what is copied, if the options do.
func configuration(o Options) *HNCConfiguration {
	if o.Resources == nil {
		return nil
	}
	c := NewHNCConfiguration(HNCConfigurationSpec{Resources: o.Resources})
	c.ObjectMeta = o.identity().ClusterMeta(c.Name)
	return c
}

// hierarchy places namespaces, and asks for those above them too: HNC refuses a parent that
// isn't there.
func hierarchy(o Options) []addon.Object {
	var objs []addon.Object
	for _, h := range o.Hierarchy {
		c := NewHierarchyConfiguration(h.Namespace, HierarchyConfigurationSpec{
			Parent:                 h.Parent,
			AllowCascadingDeletion: h.AllowCascadingDeletion,
			Labels:                 sorted(h.Labels),
			Annotations:            sorted(h.Annotations),
		})
		c.ObjectMeta = o.identity().In(c.Namespace).Meta(c.Name)
		objs = append(objs, c)
		if h.Parent != "" && !o.makes(h.Parent) {
			objs = append(objs, kube.Namespace(h.Parent, ""))
		}
	}
	return objs
}

func subnamespaces(o Options) []addon.Object {
	var objs []addon.Object
	for _, s := range o.Subnamespaces {
		a := NewSubnamespaceAnchor(s.Parent, s.Name, SubnamespaceAnchorSpec{Labels: sorted(s.Labels), Annotations: sorted(s.Annotations)})
		a.ObjectMeta = o.identity().In(a.Namespace).Meta(a.Name)
		objs = append(objs, a)
	}
	return objs
}

// makes tells whether HNC makes the namespace of a name.
func (o Options) makes(namespace string) bool {
	return slices.ContainsFunc(o.Subnamespaces, func(s Subnamespace) bool { return s.Name == namespace })
}

func quotas(o Options) []addon.Object {
	var objs []addon.Object
	for _, q := range o.Quotas.List {
		objs = append(objs, NewHierarchicalResourceQuota(o.identity().In(q.Namespace).Meta(q.Name), HierarchicalResourceQuotaSpec{
			Hard:          q.Hard,
			ScopeSelector: q.ScopeSelector,
		}))
	}
	return objs
}

// sorted are the pairs of a map, sorted by their keys.
func sorted(m map[string]string) []KeyValue {
	var pairs []KeyValue
	for _, k := range slices.Sorted(maps.Keys(m)) {
		pairs = append(pairs, KeyValue{k, m[k]})
	}
	return pairs
}
