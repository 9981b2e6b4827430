package vpa

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	poc  = "poc.autoscaling.k8s.io" // the group that autoscalers were of before
	read = "get list watch"
)

// admissionRules let the admission controller find the autoscaler of a pod, and report that
// it runs.
func admissionRules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule("", "pods configmaps nodes limitranges replicationcontrollers", read),
		kube.Rule("apps", "deployments replicasets daemonsets statefulsets", read),
		kube.Rule("batch", "jobs cronjobs", read),
		kube.Rule(group, "verticalpodautoscalers", read),
		kube.Rule("coordination.k8s.io", "leases", "create update "+read),
		scales(),
	}
}

// scales lets the selector of pods be read of any resource that can be scaled: autoscalers may
// be for kinds that nobody knows beforehand.
func scales() rbacv1.PolicyRule { return kube.Rule("*", "*/scale", "get watch") }

// targets let the pods of an autoscaler's workload be found.
func targets() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		scales(),
		kube.Rule("", "replicationcontrollers", read),
		kube.Rule("apps", "daemonsets deployments replicasets statefulsets", read),
		kube.Rule("batch", "jobs cronjobs", read),
	}
}

// actor lets pods and autoscalers be read, and events be written.
func actor() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule("", "pods nodes limitranges", read),
		{APIGroups: []string{"", "events.k8s.io"}, Resources: []string{"events"}, Verbs: []string{"create", "get", "list", "watch", "patch", "update"}},
		kube.Rule(poc, "verticalpodautoscalers", read),
		kube.Rule(group, "verticalpodautoscalers", read),
	}
}

func recommenderRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.component(recommender)
	const checkpoints = "verticalpodautoscalercheckpoints"
	return slices.Concat(
		granted(id, sa, "-metrics-reader", "", metricsRule(o.Recommender.ExternalMetrics)),
		granted(id, sa, "-actor", "", actor()...),
		granted(id, sa, "-status-actor", "", kube.Rule(group, "verticalpodautoscalers/status", "get patch")),
		granted(id, sa, "-checkpoint-actor", "",
			kube.Rule(poc, checkpoints, read+" create patch delete"),
			kube.Rule(group, checkpoints, read+" create patch delete"),
			kube.Rule("", "namespaces", "get list")),
		granted(id, sa, "-target-reader", "", targets()...),
		leaderLocking(o, id, sa, "", o.Recommender.Pods, o.Recommender.LeaderElection),
	)
}

// metricsRule lets what pods use be read.
func metricsRule(m *ExternalMetrics) rbacv1.PolicyRule {
	if m == nil {
		return kube.Rule("metrics.k8s.io", "pods", "get list")
	}
	return kube.Rule("external.metrics.k8s.io", m.CPU+" "+m.Memory, "get list")
}

func updaterRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.component(updater)
	return slices.Concat(
		granted(id, sa, "-in-place", "-binding", kube.Rule("", "pods/resize pods", "patch")),
		granted(id, sa, "-actor", "-binding", actor()...),
		granted(id, sa, "-evictioner", "-binding",
			kube.Rule("apps extensions", "replicasets", "get"),
			kube.Rule("", "pods/eviction", "create")),
		granted(id, sa, "-target-reader", "-binding", targets()...),
		granted(id, sa, "-status-reader", "-binding", kube.Rule("coordination.k8s.io", "leases", read)),
		leaderLocking(o, id, sa, "-binding", o.Updater.Pods, o.Updater.LeaderElection),
	)
}

// granted is a ClusterRole that goes by the name of the service account and an end of its own,
// and the binding, whose name upstream ends in different ways.
func granted(id kube.Identity, sa *corev1.ServiceAccount, end, binding string, rules ...rbacv1.PolicyRule) []addon.Object {
	role := clusterRole(id, sa.Name+end, rules...)
	return []addon.Object{role, kube.BindClusterRole(id, role.Name+binding, role.Name, sa)}
}

func clusterRole(id kube.Identity, name string, rules ...rbacv1.PolicyRule) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(name), Rules: rules}
}

// leaderLocking lets copies elect one among them.
func leaderLocking(o Options, id kube.Identity, sa *corev1.ServiceAccount, binding string, p addon.Pods, l LeaderElection) []addon.Object {
	if !l.elects(p) {
		return nil
	}
	id = id.In(l.namespace(o))
	role := &rbacv1.Role{
		ObjectMeta: id.Meta(sa.Name + "-leader-locking"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("coordination.k8s.io", "leases", "create"),
			kube.RuleFor([]string{l.LeaseName}, "coordination.k8s.io", "leases", "get watch update"),
		},
	}
	return []addon.Object{role, kube.BindRole(id, role.Name+binding, role.Name, sa)}
}
