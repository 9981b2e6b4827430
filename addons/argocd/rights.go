package argocd

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const group = "argoproj.io"

const (
	read  = "get list watch"
	write = "create get list watch update patch delete"
)

// rights are what a component may do in the addon's namespace and, unless the options leave that
// out, in the cluster.
func (o Options) rights(id kube.Identity, sa *corev1.ServiceAccount, here, everywhere []rbacv1.PolicyRule) []addon.Object {
	objs := []addon.Object{
		&rbacv1.Role{ObjectMeta: id.Meta(sa.Name), Rules: here},
		kube.BindRole(id, sa.Name, sa.Name, sa),
	}
	if o.NoClusterRoles || len(everywhere) == 0 {
		return objs
	}
	return append(objs,
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(sa.Name), Rules: everywhere},
		kube.BindClusterRole(id, sa.Name, sa.Name, sa),
	)
}

// controllerRights are all there are, since Applications may deploy anything.
func controllerRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	everywhere := o.Controller.ClusterRules
	if everywhere == nil {
		everywhere = []rbacv1.PolicyRule{kube.Rule("*", "*", "*"), {NonResourceURLs: []string{"*"}, Verbs: []string{"*"}}}
	}
	return o.rights(o.of(controllerName, "application-controller"), sa, []rbacv1.PolicyRule{
		kube.Rule("", "secrets configmaps", read),
		kube.Rule(group, "applications applicationsets appprojects", write),
		kube.Rule("", "events", "create list"),
		kube.Rule("apps", "deployments", read),
	}, everywhere)
}

func serverRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	everywhere := o.Server.ClusterRules
	if everywhere == nil {
		everywhere = []rbacv1.PolicyRule{
			kube.Rule("*", "*", "delete get patch"),
			kube.Rule("*", "*/finalizers", "update"),
			kube.Rule("", "events", "list"),
			kube.Rule("", "pods pods/log", "get"),
			kube.Rule(group, "applications applicationsets", read),
			kube.Rule("batch", "jobs", "create"),
			kube.Rule(group, "workflows", "create"),
		}
		if o.UI.Exec {
			everywhere = append(everywhere, kube.Rule("", "pods/exec", "create"))
		}
	}
	id := o.of(serverName, "server")
	objs := o.rights(id, sa, []rbacv1.PolicyRule{
		kube.Rule("", "secrets configmaps", write),
		kube.Rule(group, "applications appprojects applicationsets", write),
		kube.Rule("", "events", "create list"),
	}, everywhere)
	return append(objs, o.elsewhere(id, sa,
		kube.Rule("", "events", "create"),
		kube.Rule(group, "applications", "create delete update patch"),
	)...)
}

// elsewhere are rights to Applications in other namespaces, if there are any.
func (o Options) elsewhere(id kube.Identity, sa *corev1.ServiceAccount, rules ...rbacv1.PolicyRule) []addon.Object {
	if len(o.ApplicationNamespaces) == 0 || o.NoClusterRoles {
		return nil
	}
	name := sa.Name + "-cluster-apps"
	return []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(name), Rules: rules},
		kube.BindClusterRole(id, name, name, sa),
	}
}

// applicationSetRights are the same in the addon's namespace as in the cluster.
func applicationSetRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	const lease = "58ac56fa.applicationsets.argoproj.io"
	rules := []rbacv1.PolicyRule{
		kube.Rule(group, "applications applicationsets applicationsets/finalizers", "create delete get list patch update watch"),
		kube.Rule(group, "appprojects", read),
		kube.Rule(group, "applicationsets/status", "get patch update"),
		kube.Rule("", "events", "create get list patch watch"),
		kube.Rule("", "secrets configmaps", read),
		kube.Rule("coordination.k8s.io", "leases", "create"),
		kube.RuleFor([]string{lease}, "coordination.k8s.io", "leases", "get update create"),
	}
	return o.rights(o.of(applicationSetName, "applicationset-controller"), sa, rules, rules)
}

func notificationsRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.of(notificationsName, "notifications-controller")
	objs := o.rights(id, sa, []rbacv1.PolicyRule{
		kube.Rule(group, "applications appprojects", read+" update patch"),
		kube.Rule("", "configmaps secrets", "list watch"),
		kube.RuleFor([]string{notificationsConfigName}, "", "configmaps", "get"),
		kube.RuleFor([]string{o.Notifications.Secret}, "", "secrets", "get"),
	}, nil)
	return append(objs, o.elsewhere(id, sa,
		kube.Rule(group, "applications", read+" update patch"),
		kube.Rule("", "secrets configmaps", read),
	)...)
}

// dexRole lets the program that runs dex read what dex is configured by.
func dexRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.of(dexName, "dex-server").Meta(dexName),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "secrets configmaps", read)},
	}
}
