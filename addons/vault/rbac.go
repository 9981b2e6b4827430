package vault

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const read = "get list watch" // the verbs of whoever follows what there is

// serverRights are the servers' service account, with which a Vault elsewhere may check tokens
// of the cluster too, and what it may do.
func serverRights(o Options) []addon.Object {
	id := o.server()
	sa := kube.ServiceAccount(id, o.fullname(), o.Server.Pods)
	objs := []addon.Object{sa, tokenSecret(o, sa)}
	if !o.Server.NoAuthDelegator {
		objs = append(objs, kube.BindClusterRole(id, o.fullname()+"-server-binding", "system:auth-delegator", sa))
	}
	if o.External != nil || o.Server.Mode != HA {
		return objs
	}
	// Each server labels its pod.
	role := &rbacv1.Role{
		ObjectMeta: id.Meta(o.fullname() + "-discovery-role"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "pods", read+" update patch")},
	}
	return append(objs, role, kube.BindRole(id, o.fullname()+"-discovery-rolebinding", role.Name, sa))
}

// tokenSecret is filled by the cluster.
func tokenSecret(o Options, sa *corev1.ServiceAccount) *corev1.Secret {
	if !o.Server.TokenSecret {
		return nil
	}
	meta := o.server().Meta(sa.Name + "-token")
	meta.Annotations = map[string]string{corev1.ServiceAccountNameKey: sa.Name}
	return &corev1.Secret{ObjectMeta: meta, Type: corev1.SecretTypeServiceAccountToken}
}

// injectorRights let the injector put the CA of a certificate that it makes into its webhook's
// configuration and, where there are several of them, agree who does it.
func injectorRights(o Options) []addon.Object {
	id := o.injector()
	sa := kube.ServiceAccount(id, o.injectorName(), o.Injector.Pods)
	clusterRole := &rbacv1.ClusterRole{
		ObjectMeta: id.ClusterMeta(o.injectorName() + "-clusterrole"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("admissionregistration.k8s.io", "mutatingwebhookconfigurations", o.webhookVerbs())},
	}
	objs := []addon.Object{sa, clusterRole, kube.BindClusterRole(id, o.injectorName()+"-binding", clusterRole.Name, sa)}
	if !o.elects() {
		return objs
	}
	clusterRole.Rules = append(clusterRole.Rules, kube.Rule("", "nodes", "get"))
	role := &rbacv1.Role{
		ObjectMeta: id.Meta(o.injectorName() + "-leader-elector-role"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "secrets configmaps", "create get watch list update"),
			kube.Rule("", "configmaps", "delete"),
			kube.Rule("", "pods", "get patch delete"),
		},
	}
	return append(objs, role, kube.BindRole(id, o.injectorName()+"-leader-elector-binding", role.Name, sa))
}

// webhookVerbs are what the injector does with webhook configurations: it watches all of them
// when it starts, whoever makes its certificate.
func (o Options) webhookVerbs() string {
	if o.injectorCertificateSecret() != "" {
		return read
	}
	return read + " patch"
}

// providerRights let the CSI provider log in to Vault as the pods whose volumes it mounts, and
// keep a key of its own.
func providerRights(o Options) []addon.Object {
	id := o.provider()
	sa := kube.ServiceAccount(id, o.csiName(), o.CSI.Pods)
	clusterRole := &rbacv1.ClusterRole{
		ObjectMeta: id.ClusterMeta(o.csiName() + "-clusterrole"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "serviceaccounts/token", "create")},
	}
	role := &rbacv1.Role{
		ObjectMeta: id.Meta(o.csiName() + "-role"),
		Rules: []rbacv1.PolicyRule{
			kube.RuleFor([]string{o.CSI.HMACSecret}, "", "secrets", "get"),
			kube.Rule("", "secrets", "create"), // which knows no names
		},
	}
	return []addon.Object{
		sa, clusterRole, role,
		kube.BindClusterRole(id, o.csiName()+"-clusterrolebinding", clusterRole.Name, sa),
		kube.BindRole(id, o.csiName()+"-rolebinding", role.Name, sa),
	}
}
