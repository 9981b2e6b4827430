package karpenter

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon/kube"
)

const (
	coreRoleName  = name + "-core"
	adminRoleName = name + "-admin"
	dnsRoleName   = name + "-dns"
	lease         = name + "-leader-election"

	// dnsNamespace is where the cluster's DNS is, whatever namespace the addon is in.
	dnsNamespace = "kube-system"

	read = "get list watch"
)

func serviceAccount(o Options) *corev1.ServiceAccount {
	sa := kube.ServiceAccount(o.identity(), name, o.Pods)
	sa.AutomountServiceAccountToken = new(false) // the pods ask for it themselves
	return sa
}

// adminRole lets whoever administrates namespaces, by Kubernetes' own role admin, see and
// change NodePools and EC2NodeClasses.
func adminRole(o Options) *rbacv1.ClusterRole {
	const all = read + " create delete patch"
	role := &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(adminRoleName),
		Rules: []rbacv1.PolicyRule{
			kube.Rule(group, "nodepools nodepools/status nodeclaims nodeclaims/status", all),
			kube.Rule(awsGroup, "ec2nodeclasses", all),
		},
	}
	role.Labels["rbac.authorization.k8s.io/aggregate-to-admin"] = "true"
	return role
}

// coreRole lets the controller see pods and all that says where they can run, and keep nodes.
func coreRole(o Options) *rbacv1.ClusterRole {
	const buffers = "autoscaling.x-k8s.io"
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(coreRoleName),
		Rules: slices.Concat([]rbacv1.PolicyRule{
			kube.Rule(group, "nodepools nodepools/status nodeclaims nodeclaims/status nodeoverlays nodeoverlays/status", read),
			kube.Rule(buffers, "capacitybuffers capacitybuffers/status", read),
			kube.Rule("", "pods nodes persistentvolumes persistentvolumeclaims replicationcontrollers namespaces podtemplates events", read),
			kube.Rule("storage.k8s.io", "storageclasses csinodes volumeattachments", read),
			kube.Rule("apps", "daemonsets deployments replicasets statefulsets", read),
			kube.Rule("policy", "poddisruptionbudgets", read),
			kube.Rule(group, "nodeclaims nodeclaims/status", "create delete update patch"),
			kube.Rule(group, "nodepools nodepools/status nodeoverlays/status", "update patch"),
			kube.Rule(buffers, "capacitybuffers/status", "update patch"),
			kube.Rule("", "events", "create patch"),
			kube.Rule("", "nodes", "patch delete update"),
			kube.Rule("", "pods/eviction", "create"),
			kube.Rule("", "pods", "delete"),
		}, o.ExtraRules),
	}
}

// awsRole lets the controller read EC2NodeClasses, and write what it found for them.
func awsRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(name),
		Rules: []rbacv1.PolicyRule{
			kube.Rule(awsGroup, "ec2nodeclasses", read),
			kube.Rule(awsGroup, "ec2nodeclasses ec2nodeclasses/status", "patch update"),
		},
	}
}

// electionRole lets the pods choose one among them.
func electionRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(name),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("coordination.k8s.io", "leases", "get watch create"),
			kube.RuleFor([]string{lease}, "coordination.k8s.io", "leases", "patch update"),
		},
	}
}

// dnsRole lets the controller find the address of the cluster's DNS, which nodes are told.
func dnsRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().In(dnsNamespace).Meta(dnsRoleName),
		Rules:      []rbacv1.PolicyRule{kube.RuleFor([]string{"kube-dns"}, "", "services", "get")},
	}
}
