package telepresence

import (
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// clientRights are those of developers: to reach the manager, and to intercept.
func clientRights(o Options) []addon.Object {
	c := o.ClientRBAC
	if c == nil {
		return nil
	}
	const connect = managerName + "-connect"
	id := o.identity()
	name := "telepresence-oss-" + o.Namespace
	objs := []addon.Object{
		&rbacv1.Role{ObjectMeta: id.Meta(connect), Rules: []rbacv1.PolicyRule{
			kube.Rule("", "pods", read),
			kube.RuleFor([]string{managerName}, "", "services", "get"),
			kube.Rule("", "pods/portforward", "create"),
		}},
		roleBinding(id, connect, c),
	}
	namespaces := c.Namespaces
	if namespaces == nil {
		namespaces = o.managed()
	}
	if namespaces == nil {
		return append(objs,
			&rbacv1.ClusterRole{
				ObjectMeta: id.ClusterMeta(name),
				Rules:      append(interceptRules(o), kube.Rule("", "namespaces", read)),
			},
			&rbacv1.ClusterRoleBinding{
				ObjectMeta: id.ClusterMeta(name),
				RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
				Subjects:   c.subjects(),
			},
		)
	}
	for _, namespace := range namespaces {
		in := id.In(namespace)
		objs = append(objs,
			&rbacv1.Role{ObjectMeta: in.Meta(name), Rules: interceptRules(o)},
			roleBinding(in, name, c),
		)
	}
	return objs
}

// interceptRules are what it takes to intercept workloads of a namespace. Port-forwards lead
// straight to the agents.
func interceptRules(o Options) []rbacv1.PolicyRule {
	rules := []rbacv1.PolicyRule{
		kube.Rule("", "pods/log", "get"),
		kube.Rule("", "pods", "get list"),
		kube.Rule("", "services", read),
		kube.Rule("", "pods/portforward", "create"),
		kube.Rule("apps", "deployments replicasets statefulsets", read),
		kube.RuleFor([]string{agentsName}, "", "configmaps", read),
	}
	if o.ArgoRollouts {
		rules = append(rules, kube.Rule("argoproj.io", "rollouts", read))
	}
	return rules
}

func roleBinding(id kube.Identity, name string, c *ClientRBAC) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{
		ObjectMeta: id.Meta(name),
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: name},
		Subjects:   c.subjects(),
	}
}

// subjects have the API group that the API server would fill in.
func (c *ClientRBAC) subjects() []rbacv1.Subject {
	out := make([]rbacv1.Subject, len(c.Subjects))
	for i, s := range c.Subjects {
		if s.Kind != rbacv1.ServiceAccountKind {
			s.APIGroup = rbacv1.GroupName
		}
		out[i] = s
	}
	return out
}
