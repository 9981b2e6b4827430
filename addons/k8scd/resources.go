package k8scd

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addon/kube"
)

func objects(_ addon.Target, o Options) ([]addon.Object, error) {
	objs := []addon.Object{role(o, name, o.Apply, "roles", "rolebindings")}
	objs = append(objs, bindings(o)...)
	if len(o.ApplyClusterWide) > 0 {
		wide := name + "-cluster-wide"
		objs = append(objs,
			role(o, wide, o.ApplyClusterWide, "clusterroles", "clusterrolebindings"),
			binding(o, wide))
	}
	if o.Token != nil {
		objs = append(objs, account(o), token(o))
	}
	return objs, nil
}

// role has the rights to apply some kinds, and those of RBAC if that is asked for.
func role(o Options, name string, kinds []Kinds, roles, bindings string) *rbacv1.ClusterRole {
	verbs := []string{"get", "list", "watch", "create", "patch", "update"}
	if o.Delete {
		verbs = append(verbs, "delete")
	}
	r := &rbacv1.ClusterRole{ObjectMeta: o.identity().ClusterMeta(name)}
	for _, k := range kinds {
		r.Rules = append(r.Rules, rbacv1.PolicyRule{APIGroups: []string{k.Group}, Resources: k.Resources, Verbs: verbs})
	}
	if !o.RBAC.Enabled {
		return r
	}
	group := []string{rbacv1.GroupName}
	r.Rules = append(r.Rules, rbacv1.PolicyRule{APIGroups: group, Resources: []string{roles, bindings}, Verbs: verbs})
	if len(o.RBAC.Bind) > 0 {
		r.Rules = append(r.Rules, kube.RuleFor(o.RBAC.Bind, rbacv1.GroupName, "clusterroles roles", "bind"))
	}
	if o.RBAC.Escalate {
		r.Rules = append(r.Rules, kube.Rule(rbacv1.GroupName, roles, "escalate"))
	}
	return r
}

// bindings give the rights in the whole cluster, or in some namespaces.
func bindings(o Options) []addon.Object {
	if len(o.Namespaces) == 0 {
		return []addon.Object{binding(o, name)}
	}
	var objs []addon.Object
	for _, ns := range o.Namespaces {
		objs = append(objs, &rbacv1.RoleBinding{
			ObjectMeta: o.identity().In(ns).Meta(name),
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
			Subjects:   subjects(o),
		})
	}
	return objs
}

func binding(o Options, role string) *rbacv1.ClusterRoleBinding {
	return &rbacv1.ClusterRoleBinding{
		ObjectMeta: o.identity().ClusterMeta(role),
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   subjects(o),
	}
}

// subjects are those as whom CI gets in.
func subjects(o Options) []rbacv1.Subject {
	var out []rbacv1.Subject
	if o.OIDC != nil {
		out = append(out, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: name})
	}
	if o.Token != nil {
		out = append(out, rbacv1.Subject{Kind: rbacv1.ServiceAccountKind, Name: name, Namespace: o.Namespace})
	}
	return out
}

func account(o Options) *corev1.ServiceAccount {
	return &corev1.ServiceAccount{
		ObjectMeta:                   o.identity().Meta(name),
		AutomountServiceAccountToken: new(false), // no pod is to run as it
	}
}

// token is a Secret that the cluster fills.
func token(o Options) *corev1.Secret {
	s := &corev1.Secret{
		ObjectMeta: o.identity().Meta(cmp.Or(o.Token.Secret, name+"-token")),
		Type:       corev1.SecretTypeServiceAccountToken,
	}
	s.Annotations = kube.Patched(map[string]string{corev1.ServiceAccountNameKey: name}, "data")
	return s
}

// onAWS is the role that CI takes, which the API server knows as the group.
func onAWS(_ addon.Target, o Options) ([]aws.Resource, error) {
	if o.OIDC == nil {
		return nil, nil
	}
	return []aws.Resource{&aws.FederatedRole{
		Name:     name,
		Issuer:   o.OIDC.Issuer,
		Audience: o.OIDC.Audience,
		Subjects: o.OIDC.Subjects,
		Groups:   []string{name},
	}}, nil
}
