package clusterautoscaler

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon/kube"
)

const read = "get list watch" // the verbs of whoever follows what there is

func serviceAccount(o Options) *corev1.ServiceAccount {
	sa := kube.ServiceAccount(o.identity(), fullName, o.Pods)
	sa.AutomountServiceAccountToken = new(true)
	return sa
}

// clusterRole lets the program see all that the scheduler goes by, taint nodes and evict
// pods.
func clusterRole(o Options) *rbacv1.ClusterRole {
	const (
		requests = "autoscaling.x-k8s.io" // for capacity, of the autoscaler's own definitions
		leases   = "coordination.k8s.io"
	)
	lease := []string{name}
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(fullName),
		Rules: slices.Concat([]rbacv1.PolicyRule{
			kube.Rule("", "events endpoints", "create patch"),
			kube.Rule("", "pods/eviction", "create"),
			kube.Rule("", "pods/status", "update"),
			kube.RuleFor(lease, "", "endpoints", "get update"),
			kube.Rule("", "nodes", read+" update"),
			kube.Rule("", "podtemplates", read+" create update patch"),
			kube.Rule("resource.k8s.io", "resourceslices deviceclasses resourceclaims", read),
			kube.Rule("", "namespaces pods services replicationcontrollers persistentvolumeclaims persistentvolumes", read),
			kube.Rule("batch", "jobs cronjobs", read),
			kube.Rule("batch extensions", "jobs", read+" patch"),
			kube.Rule("extensions", "replicasets daemonsets", read),
			kube.Rule("policy", "poddisruptionbudgets", "list watch"),
			kube.Rule("apps", "daemonsets deployments replicasets statefulsets", read),
			kube.Rule("storage.k8s.io", "storageclasses csinodes csidrivers csistoragecapacities volumeattachments", read),
			kube.Rule("", "configmaps", read),
			kube.Rule(leases, "leases", "create"),
			kube.RuleFor(lease, leases, "leases", "get update"),
			kube.Rule(requests, "provisioningrequests provisioningrequests/status", read+" update patch"),
			kube.Rule(requests, "capacitybuffers capacityquotas", read),
			kube.Rule(requests, "capacityquotas/status capacitybuffers/status", "update patch"),
		}, o.ExtraRules),
	}
}

// role lets the program write its status, and follow its priorities if it goes by any.
func role(o Options) *rbacv1.Role {
	r := &rbacv1.Role{
		ObjectMeta: o.identity().Meta(fullName),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "configmaps", "create"),
			kube.RuleFor([]string{o.StatusConfigMap}, "", "configmaps", "delete get update"),
		},
	}
	if slices.Contains(o.Expanders, Priority) {
		r.Rules = append(r.Rules,
			kube.Rule("", "configmaps", "list watch"),
			kube.RuleFor([]string{prioritiesName}, "", "configmaps", "get watch"))
	}
	return r
}
