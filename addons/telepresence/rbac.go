package telepresence

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const read = "get list watch"

// managed are the namespaces that the manager looks after, its own among them; nil means the
// whole cluster.
func (o Options) managed() []string {
	if len(o.Namespaces) == 0 || slices.Contains(o.Namespaces, o.Namespace) {
		return o.Namespaces
	}
	return append(slices.Clone(o.Namespaces), o.Namespace)
}

// managerRights are the manager's: in the whole cluster, or in the namespaces that it looks
// after.
func managerRights(o Options) []addon.Object {
	id, sa := o.identity(), kube.ServiceAccount(o.identity(), managerName, o.Pods)
	objs := []addon.Object{
		sa,
		configRole(o),
		kube.BindRole(id, managerName+"-cloud-token", managerName+"-cloud-token", sa),
	}
	if o.AgentInjector.WatchSecret {
		objs = append(objs, secretRole(o), kube.BindRole(id, injectorName+"-webhook-secret", injectorName+"-webhook-secret", sa))
	}
	if managed := o.managed(); managed != nil {
		return append(objs, namespacedRights(o, managed, sa)...)
	}
	clusterName := managerName + "-" + o.Namespace
	return append(objs,
		clusterRole(o, clusterName),
		kube.BindClusterRole(id, clusterName, clusterName, sa),
		&rbacv1.Role{ObjectMeta: id.Meta(managerName), Rules: []rbacv1.PolicyRule{serviceNetwork()}},
		kube.BindRole(id, managerName, managerName, sa),
	)
}

func clusterRole(o Options, name string) *rbacv1.ClusterRole {
	rules := append(workloadRules(o),
		kube.Rule("", "nodes", read),
		kube.Rule("", "namespaces", "get list"),
	)
	return &rbacv1.ClusterRole{ObjectMeta: o.identity().ClusterMeta(name), Rules: rules}
}

func namespacedRights(o Options, namespaces []string, sa *corev1.ServiceAccount) []addon.Object {
	var objs []addon.Object
	for _, namespace := range namespaces {
		id, rules := o.identity().In(namespace), workloadRules(o)
		if namespace == o.Namespace {
			// The UID of its namespace is what the manager calls the cluster by.
			rules = append(rules, kube.RuleFor([]string{namespace}, "", "namespaces", "get"), serviceNetwork())
		}
		objs = append(objs,
			&rbacv1.Role{ObjectMeta: id.Meta(managerName), Rules: rules},
			kube.BindRole(id, managerName, managerName, sa),
		)
	}
	return objs
}

// workloadRules are the rights in each namespace that the manager looks after: to know what
// can be intercepted, to keep a list of agents and to roll out workloads anew that get one.
func workloadRules(o Options) []rbacv1.PolicyRule {
	lists, workloads := read, read
	if !o.AgentInjector.Disabled {
		lists, workloads = read+" update delete", read+" patch"
	}
	rules := []rbacv1.PolicyRule{
		kube.Rule("", "services", "update"), // to take back what older versions did to them
		kube.Rule("", "pods services", read),
		kube.Rule("", "pods/log", "get"),
		kube.RuleFor([]string{agentsName, excludedName}, "", "configmaps", lists),
		kube.Rule("apps", "deployments replicasets statefulsets", workloads),
		kube.Rule("events.k8s.io", "events", "get watch"),
	}
	if !o.AgentInjector.Disabled {
		rules = append(rules, kube.Rule("", "configmaps", "create"))
	}
	if o.ArgoRollouts {
		rules = append(rules, kube.Rule("argoproj.io", "rollouts", workloads))
	}
	return rules
}

// serviceNetwork lets the manager try to make a Service with an address that there isn't:
// the refusal tells the network of Services.
func serviceNetwork() rbacv1.PolicyRule { return kube.Rule("", "services", "create") }

// configRole lets the manager follow the ConfigMap with what clients are told.
func configRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(managerName + "-cloud-token"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "configmaps", "list watch patch")},
	}
}

// secretRole lets the manager follow the Secret with the webhook's certificate.
func secretRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(injectorName + "-webhook-secret"),
		Rules:      []rbacv1.PolicyRule{kube.RuleFor([]string{o.certificateSecret()}, "", "secrets", read)},
	}
}
