package emissary

import (
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const group = "getambassador.io"

// aggregated is the label by which the addon's one ClusterRole gathers the others.
const aggregated = "rbac.getambassador.io/role-group"

// access is what Emissary may do. What it watches is a Role's where it watches its own
// namespace only.
func access(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.identity()
	objs := []addon.Object{
		gathered(o),
		kube.BindClusterRole(id, o.fullname(), o.fullname(), sa),
		part(o, "crd", kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", "get list watch delete")),
	}
	if !o.SingleNamespace {
		return append(objs, part(o, "watch", watched()...))
	}
	role := &rbacv1.Role{ObjectMeta: id.Meta(o.fullname()), Rules: watched()}
	return append(objs, role, kube.BindRole(id, role.Name, role.Name, sa))
}

// gathered is the ClusterRole whose rules the cluster gathers from others.
func gathered(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(o.fullname()),
		AggregationRule: &rbacv1.AggregationRule{ClusterRoleSelectors: []metav1.LabelSelector{{
			MatchLabels: map[string]string{aggregated: o.fullname()},
		}}},
	}
}

// part is a ClusterRole whose rules are gathered.
func part(o Options, name string, rules ...rbacv1.PolicyRule) *rbacv1.ClusterRole {
	role := &rbacv1.ClusterRole{ObjectMeta: o.identity().ClusterMeta(o.fullname() + "-" + name), Rules: rules}
	role.Labels[aggregated] = o.fullname()
	return role
}

// watched are the rights to read what makes routes, and to write what became of it.
func watched() []rbacv1.PolicyRule {
	const read = "get list watch"
	return []rbacv1.PolicyRule{
		kube.Rule("", "namespaces services secrets configmaps endpoints", read),
		kube.Rule(group+" gateway."+group, "*", read+" update patch create delete"),
		kube.Rule(group, "mappings/status", "update"),
		kube.Rule("networking.internal.knative.dev", "clusteringresses ingresses", read),
		kube.Rule("networking.x-k8s.io", "*", read),
		kube.Rule("networking.internal.knative.dev", "ingresses/status clusteringresses/status", "update"),
		kube.Rule("extensions networking.k8s.io", "ingresses ingressclasses", read),
		kube.Rule("extensions networking.k8s.io", "ingresses/status", "update"),
	}
}
