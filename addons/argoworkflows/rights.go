package argoworkflows

import (
	"maps"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// controllerRights are what the controller may do: what is its own in its namespace, and pods and
// workflows where these run.
func controllerRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	own := []rbacv1.PolicyRule{
		kube.Rule("coordination.k8s.io", "leases", "create get update"),
		kube.Rule("", "secrets", "get"),
	}
	everywhere := []rbacv1.PolicyRule{
		kube.Rule("", "pods pods/exec", "create get list watch update patch delete"),
		kube.Rule("", "configmaps", "get watch list"),
		kube.Rule("", "persistentvolumeclaims persistentvolumeclaims/finalizers", "create update delete get"),
		kube.Rule(group, "workflows workflows/finalizers workflowtasksets workflowtasksets/finalizers workflowartifactgctasks", "get list watch update patch delete create"),
		kube.Rule(group, "workflowtemplates workflowtemplates/finalizers", "get list watch"),
		kube.Rule(group, "workflowtaskresults", "list watch deletecollection"),
		kube.Rule("", "serviceaccounts", "get list"),
		kube.Rule(group, "cronworkflows cronworkflows/finalizers", "get list watch update patch delete"),
		kube.Rule("", "events", "create patch"),
		kube.Rule("policy", "poddisruptionbudgets", "create get delete"),
	}
	if o.Controller.Memoization {
		everywhere = append(everywhere, kube.Rule("", "configmaps", "create update"))
	}
	id := o.controller()
	if o.SingleNamespace {
		return give(id, "argo-role", "argo-binding", slices.Concat(own, everywhere), sa)
	}
	everywhere = append(everywhere,
		kube.Rule("", "namespaces", "get watch list"),
		kube.Rule(group, "clusterworkflowtemplates clusterworkflowtemplates/finalizers", "get list watch"),
		kube.RuleFor([]string{"argo-workflows-agent-ca-certificates"}, "", "secrets", "get"), // for templates that call HTTP
	)
	return append(give(id, "argo-role", "argo-binding", own, sa), giveEverywhere(id, "argo-cluster-role", "argo-binding", everywhere, sa)...)
}

// serverRights are what the server may do, for whoever has its rights, and to log people in.
func serverRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	const verbs = "create get list watch update patch delete"
	secrets := []rbacv1.PolicyRule{kube.Rule("", "secrets", "get create")}
	rules := []rbacv1.PolicyRule{
		kube.Rule("", "configmaps", "get watch list create update"),
		kube.Rule("", "pods pods/exec pods/log", "get list watch delete"),
		kube.Rule("", "events", "watch create patch"),
		kube.Rule("", "serviceaccounts", "get list watch"),
	}
	if o.SingleNamespace {
		rules = append(rules, kube.Rule(group, "eventsources sensors workflows workfloweventbindings workflowtemplates cronworkflows cronworkflows/finalizers", verbs))
		return give(o.server(), "argo-server-role", "argo-server-binding", slices.Concat(secrets, rules), sa)
	}
	rules = append(rules, kube.Rule(group, "eventsources sensors workflows workfloweventbindings workflowtemplates cronworkflows clusterworkflowtemplates", verbs))
	if o.Server.OwnSecretsOnly {
		return append(
			giveEverywhere(o.server(), "argo-server-cluster-role", "argo-server-binding", rules, sa),
			give(o.server(), "argo-server-role", "argo-server-binding", secrets, sa)...)
	}
	return giveEverywhere(o.server(), "argo-server-cluster-role", "argo-server-binding", slices.Concat(secrets, rules), sa)
}

// give is a Role and who has it.
func give(id kube.Identity, role, binding string, rules []rbacv1.PolicyRule, sa *corev1.ServiceAccount) []addon.Object {
	return []addon.Object{
		&rbacv1.Role{ObjectMeta: id.Meta(role), Rules: rules},
		kube.BindRole(id, binding, role, sa),
	}
}

// giveEverywhere is a ClusterRole and who has it.
func giveEverywhere(id kube.Identity, role, binding string, rules []rbacv1.PolicyRule, sa *corev1.ServiceAccount) []addon.Object {
	return []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(role), Rules: rules},
		kube.BindClusterRole(id, binding, role, sa),
	}
}

// aggregateRoles add the rights to workflows to the cluster's own roles.
func aggregateRoles(o Options) []addon.Object {
	if o.NoAggregateRoles || o.SingleNamespace {
		return nil
	}
	const (
		kinds = "workflows workflows/finalizers workfloweventbindings workfloweventbindings/finalizers workflowtemplates workflowtemplates/finalizers" +
			" cronworkflows cronworkflows/finalizers clusterworkflowtemplates clusterworkflowtemplates/finalizers workflowtaskresults workflowtaskresults/finalizers"
		change = "create delete deletecollection get list patch update watch"
	)
	var objs []addon.Object
	for _, r := range []struct {
		to   string
		rule rbacv1.PolicyRule
	}{
		{"admin", kube.Rule(group, kinds+" workflowtasksets workflowtasksets/finalizers", change)},
		{"edit", kube.Rule(group, kinds, change)},
		{"view", kube.Rule(group, kinds, "get list watch")},
	} {
		role := &rbacv1.ClusterRole{ObjectMeta: o.identity().ClusterMeta("argo-aggregate-to-" + r.to), Rules: []rbacv1.PolicyRule{r.rule}}
		role.Labels["rbac.authorization.k8s.io/aggregate-to-"+r.to] = "true"
		objs = append(objs, role)
	}
	return objs
}

// accounts are the service accounts whose rights people have who log in. The server shows the API
// server the token of theirs, which it finds by its name.
func accounts(o Options) []addon.Object {
	if o.SSO == nil || o.Server.Disabled {
		return nil
	}
	var objs []addon.Object
	for _, a := range o.SSO.Accounts {
		id := o.server()
		sa := &corev1.ServiceAccount{ObjectMeta: id.Meta(a.Name), AutomountServiceAccountToken: new(false)}
		sa.Annotations = map[string]string{
			"workflows.argoproj.io/rbac-rule":            a.Rule,
			"workflows.argoproj.io/rbac-rule-precedence": strconv.Itoa(int(a.Precedence)),
		}
		token := &corev1.Secret{ObjectMeta: id.Meta(a.Name + ".service-account-token"), Type: corev1.SecretTypeServiceAccountToken}
		token.Annotations = kube.Patched(map[string]string{corev1.ServiceAccountNameKey: a.Name}, "data")
		objs = append(objs, sa, token)
		objs = append(objs, a.bindings(o, sa)...)
	}
	return objs
}

// bindings give the account its role, in the namespaces of the option or everywhere.
func (a SSOAccount) bindings(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.server()
	all := kube.BindClusterRole(id, serverName+"-"+a.Name, a.ClusterRole, sa)
	namespaces := a.Namespaces
	if o.SingleNamespace {
		namespaces = []string{o.Namespace}
	}
	if namespaces == nil {
		return []addon.Object{all}
	}
	var objs []addon.Object
	for _, namespace := range namespaces {
		objs = append(objs, &rbacv1.RoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: all.Name, Namespace: namespace, Labels: maps.Clone(all.Labels)},
			RoleRef:    all.RoleRef,
			Subjects:   all.Subjects,
		})
	}
	return objs
}
