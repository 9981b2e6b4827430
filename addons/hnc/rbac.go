package hnc

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	managerRoleName     = "hnc-manager-role"
	electionRoleName    = "hnc-leader-election-role"
	certificateRoleName = "hnc-certificate-role"

	read  = "get list watch"
	write = read + " create delete update"
)

// managerRights are the manager's: all there are, as upstream has it, or those that it needs.
func managerRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.identity()
	objs := []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(managerRoleName), Rules: managerRules(o)},
		kube.BindClusterRole(id, "hnc-manager-rolebinding", managerRoleName, sa),
	}
	if o.several() || !o.NarrowRights {
		objs = append(objs, electionRole(o), kube.BindRole(id, "hnc-leader-election-rolebinding", electionRoleName, sa))
	}
	if o.rotates() && o.NarrowRights {
		objs = append(objs, certificateRole(o), kube.BindRole(id, "hnc-certificate-rolebinding", certificateRoleName, sa))
	}
	return objs
}

// managerRules are the rights in the whole cluster. By default they are upstream's: what HNC
// copies is configured while it runs, and any kind there is can be among it. Roles and bindings
// are among it in any case, so that HNC can give itself and others all rights even when its own
// are narrow: to copy them it must hold back none.
func managerRules(o Options) []rbacv1.PolicyRule {
	if !o.NarrowRights {
		return []rbacv1.PolicyRule{kube.Rule("*", "*", "*")}
	}
	rules := []rbacv1.PolicyRule{
		kube.Rule("", "namespaces", write),
		kube.Rule("", "events", "create patch"),
		kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", read), // to know a kind as soon as there is one
		kube.Rule("authorization.k8s.io", "subjectaccessreviews", "create"),  // who may change the tree
		kube.Rule(group, "hierarchyconfigurations hncconfigurations subnamespaceanchors", read+" create update"),
		kube.Rule(rbacv1.GroupName, "rolebindings", write),
		kube.Rule(rbacv1.GroupName, "roles", write+" bind escalate"),
		kube.Rule(rbacv1.GroupName, "clusterroles", "bind"),
	}
	for _, r := range o.Resources {
		rules = append(rules, kube.Rule(r.Group, r.Resource, write))
	}
	if o.Quotas.Enabled {
		rules = append(rules,
			kube.Rule("", "resourcequotas", write),
			kube.Rule(group, "hierarchicalresourcequotas", read+" update"),
		)
	}
	if o.rotates() {
		const admission = "admissionregistration.k8s.io"
		rules = append(rules,
			kube.Rule(admission, "mutatingwebhookconfigurations validatingwebhookconfigurations", read),
			kube.RuleFor([]string{mutatingName}, admission, "mutatingwebhookconfigurations", "update"),
			kube.RuleFor([]string{validatingName}, admission, "validatingwebhookconfigurations", "update"),
		)
	}
	return rules
}

// electionRole lets one manager of several be elected.
func electionRole(o Options) *rbacv1.Role {
	role := &rbacv1.Role{
		ObjectMeta: o.identity().Meta(electionRoleName),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "configmaps", write+" patch"),
			kube.Rule("", "configmaps/status", "get patch update"),
			kube.Rule("", "events", "create"),
		},
	}
	if o.several() {
		role.Rules = append(role.Rules, kube.Rule("coordination.k8s.io", "leases", "create get update"))
	}
	return role
}

// certificateRole lets the manager write the certificate that it makes.
func certificateRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta(certificateRoleName),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "secrets", read),
			kube.RuleFor([]string{secretName}, "", "secrets", "update"),
		},
	}
}

// peoplesRights are those of whoever has Kubernetes' own admin, edit or view in a namespace.
func peoplesRights(o Options) []addon.Object {
	if o.NoRoleAggregation {
		return nil
	}
	const all = "create delete deletecollection get list patch update watch"
	role := func(name string, rule rbacv1.PolicyRule) addon.Object {
		r := &rbacv1.ClusterRole{ObjectMeta: o.identity().ClusterMeta("hnc-" + name), Rules: []rbacv1.PolicyRule{rule}}
		r.Labels["rbac.authorization.k8s.io/aggregate-to-"+name] = "true"
		return r
	}
	return []addon.Object{
		role("admin", kube.Rule(group, "hierarchicalresourcequotas hierarchyconfigurations subnamespaceanchors", all)),
		role("edit", kube.Rule(group, "hierarchicalresourcequotas subnamespaceanchors", all)),
		role("view", kube.Rule(group, "hierarchicalresourcequotas hierarchyconfigurations hncconfigurations subnamespaceanchors", read)),
	}
}
