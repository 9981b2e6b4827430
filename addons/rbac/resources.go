package rbac

import (
	"cmp"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(_ addon.Target, o Options) ([]addon.Object, error) {
	var objs []addon.Object
	for _, r := range o.usedRoles() {
		objs = append(objs, clusterRole(o, r), ownRules(o, r))
	}
	for _, s := range o.Systems {
		objs = append(objs, serviceAccount(o, s))
	}
	for _, g := range o.Cluster {
		objs = append(objs, clusterRoleBinding(o, g))
	}
	return append(objs, tree(o, o.Namespaces, nil)...), nil
}

// tree returns the objects of namespaces below a parent, which may be nil.
func tree(o Options, list []Namespace, parent *Namespace) []addon.Object {
	var objs []addon.Object
	for _, ns := range list {
		objs = append(objs, namespace(ns), hierarchy(o, ns, parent))
		for _, g := range ns.Grants {
			objs = append(objs, roleBinding(o, g, ns.Name))
		}
		children := slices.Clone(ns.Children)
		if o.Propagation == Flatten {
			for i := range children {
				children[i].Grants = slices.Concat(ns.Grants, children[i].Grants)
			}
		}
		objs = append(objs, tree(o, children, &ns)...)
	}
	return objs
}

func namespace(ns Namespace) *corev1.Namespace {
	n := kube.Namespace(ns.Name, ns.PodSecurity)
	if n.Labels == nil {
		n.Labels = map[string]string{}
	}
	maps.Copy(n.Labels, ns.Labels)
	return n
}

// HierarchyConfiguration places a namespace below another one, for HNC.
type HierarchyConfiguration = kube.Custom[HierarchyConfigurationSpec]

// HierarchyConfigurationSpec is what a namespace has of its place in the tree. The fields
// are those of hnc.x-k8s.io/v1alpha2 that the tree needs.
type HierarchyConfigurationSpec struct {
	Parent                 string `json:"parent,omitempty"`
	AllowCascadingDeletion bool   `json:"allowCascadingDeletion,omitempty"`
}

func hierarchy(o Options, ns Namespace, parent *Namespace) *HierarchyConfiguration {
	spec := HierarchyConfigurationSpec{AllowCascadingDeletion: ns.CascadingDeletion}
	if parent != nil {
		spec.Parent = parent.Name
	}
	if o.Propagation != HNC || spec == (HierarchyConfigurationSpec{}) {
		return nil
	}
	return kube.NewCustom("hnc.x-k8s.io/v1alpha2", "HierarchyConfiguration", o.identity().In(ns.Name).Meta("hierarchy"), spec)
}

// labelOf marks the ClusterRole whose rules go into a role.
func labelOf(role string) string { return "fitout/aggregate-to-" + role }

// clusterRole holds the rights of a role. Those of Kubernetes' own roles are gathered by
// the cluster, so that what CustomResourceDefinitions add to them is in it too.
func clusterRole(o Options, r Role) *rbacv1.ClusterRole {
	role := &rbacv1.ClusterRole{ObjectMeta: o.identity().ClusterMeta(r.clusterRole())}
	if len(r.Like) == 0 {
		role.Rules = r.Rules
		return role
	}
	role.AggregationRule = &rbacv1.AggregationRule{}
	gather := func(label string) {
		role.AggregationRule.ClusterRoleSelectors = append(role.AggregationRule.ClusterRoleSelectors,
			metav1.LabelSelector{MatchLabels: map[string]string{label: "true"}})
	}
	for _, like := range r.Like {
		gather("rbac.authorization.k8s.io/aggregate-to-" + string(like))
	}
	if len(r.Rules) > 0 {
		gather(labelOf(r.Name))
	}
	return role
}

// ownRules holds the rules that a role has beside those of Kubernetes' own roles: one
// ClusterRole can't both gather rules and have some.
func ownRules(o Options, r Role) *rbacv1.ClusterRole {
	if len(r.Like) == 0 || len(r.Rules) == 0 {
		return nil
	}
	meta := o.identity().ClusterMeta(r.clusterRole() + ":own")
	meta.Labels[labelOf(r.Name)] = "true"
	return &rbacv1.ClusterRole{ObjectMeta: meta, Rules: r.Rules}
}

func serviceAccount(o Options, s System) *corev1.ServiceAccount {
	return &corev1.ServiceAccount{ObjectMeta: o.identity().In(s.Namespace).Meta(s.Name)}
}

func clusterRoleBinding(o Options, g Grant) *rbacv1.ClusterRoleBinding {
	return &rbacv1.ClusterRoleBinding{
		ObjectMeta: o.identity().ClusterMeta(g.binding()),
		RoleRef:    roleRef(g.Role),
		Subjects:   []rbacv1.Subject{o.subject(g)},
	}
}

func roleBinding(o Options, g Grant, namespace string) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{
		ObjectMeta: o.identity().In(namespace).Meta(g.binding()),
		RoleRef:    roleRef(g.Role),
		Subjects:   []rbacv1.Subject{o.subject(g)},
	}
}

func roleRef(role string) rbacv1.RoleRef {
	return rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: Role{Name: role}.clusterRole()}
}

// clusterRole is the name of a role's ClusterRole.
func (r Role) clusterRole() string { return "rbac:" + r.Name }

// who is whom a grant gives its role.
func (g Grant) who() string { return cmp.Or(g.Team, g.User, g.System) }

// binding is the name of a grant's binding. It holds the role, since a binding can't be
// pointed to another one, and the kind, since a user may be named as a team is.
func (g Grant) binding() string {
	kind := "system"
	switch {
	case g.Team != "":
		kind = "team"
	case g.User != "":
		kind = "user"
	}
	return "rbac:" + kind + ":" + g.who() + ":" + g.Role
}

// subject is whom a grant gives its role, as the API server knows it.
func (o Options) subject(g Grant) rbacv1.Subject {
	switch {
	case g.Team != "":
		i := slices.IndexFunc(o.Teams, func(t Team) bool { return t.Name == g.Team })
		group := cmp.Or(o.Teams[i].Group, o.Organization+":"+g.Team)
		return rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: o.GroupPrefix + group}
	case g.User != "":
		return rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: o.UserPrefix + g.User}
	}
	i := slices.IndexFunc(o.Systems, func(s System) bool { return s.Name == g.System })
	return rbacv1.Subject{Kind: rbacv1.ServiceAccountKind, Name: g.System, Namespace: o.Systems[i].Namespace}
}

// usedRoles are the roles that some grant names, sorted by name.
func (o Options) usedRoles() []Role {
	used := map[string]bool{}
	note := func(grants []Grant) {
		for _, g := range grants {
			used[g.Role] = true
		}
	}
	note(o.Cluster)
	var walk func([]Namespace)
	walk = func(list []Namespace) {
		for _, ns := range list {
			note(ns.Grants)
			walk(ns.Children)
		}
	}
	walk(o.Namespaces)

	byName := map[string]Role{}
	for _, r := range slices.Concat(standardRoles(), o.Roles) {
		byName[r.Name] = r // the options' own come last
	}
	var roles []Role
	for _, n := range slices.Sorted(maps.Keys(used)) {
		roles = append(roles, byName[n])
	}
	return roles
}
