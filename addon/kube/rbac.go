package kube

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
)

// ServiceAccount returns the service account that a component's pods run as.
func ServiceAccount(id Identity, name string, pods addon.Pods) *corev1.ServiceAccount {
	sa := &corev1.ServiceAccount{ObjectMeta: id.Meta(name)}
	sa.Annotations = pods.ServiceAccountAnnotations
	return sa
}

// Rule allows the verbs on the resources of an API group. Each holds one word or several,
// separated by spaces; the core group is "".
//
//	kube.Rule("apps", "deployments deployments/scale", "get list watch")
func Rule(group, resources, verbs string) rbacv1.PolicyRule {
	groups := strings.Fields(group)
	if len(groups) == 0 {
		groups = []string{""}
	}
	return rbacv1.PolicyRule{APIGroups: groups, Resources: strings.Fields(resources), Verbs: strings.Fields(verbs)}
}

// RuleFor is a [Rule] for the objects of these names only. The verbs list, watch, create
// and deletecollection know no names.
func RuleFor(names []string, group, resources, verbs string) rbacv1.PolicyRule {
	r := Rule(group, resources, verbs)
	r.ResourceNames = names
	return r
}

// BindClusterRole gives a service account a ClusterRole in the whole cluster. The name is
// the binding's; the role may be one that the cluster brings, such as "view".
func BindClusterRole(id Identity, name, role string, sa *corev1.ServiceAccount) *rbacv1.ClusterRoleBinding {
	return &rbacv1.ClusterRoleBinding{
		ObjectMeta: id.ClusterMeta(name),
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   subjects(sa),
	}
}

// BindRole gives a service account, of whatever namespace, a Role in the identity's
// namespace. The name is the binding's.
func BindRole(id Identity, name, role string, sa *corev1.ServiceAccount) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{
		ObjectMeta: id.Meta(name),
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: role},
		Subjects:   subjects(sa),
	}
}

func subjects(sa *corev1.ServiceAccount) []rbacv1.Subject {
	return []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Name: sa.Name, Namespace: sa.Namespace}}
}
