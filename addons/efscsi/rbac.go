package efscsi

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	read = "get list watch" // the verbs of whoever follows what there is

	storage = "storage.k8s.io"

	provisionerRoleName = "efs-csi-external-provisioner-role"
	secretsRoleName     = provisionerRoleName + "-describe-secrets"
	idReaderRoleName    = "efs-csi-filesystem-id-reader-role"
)

func controllerRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.controller()
	objs := []addon.Object{
		provisionerRole(o),
		kube.BindClusterRole(id, "efs-csi-provisioner-binding", provisionerRoleName, sa),
		secretsRole(o),
		bindInNamespace(id, "efs-csi-provisioner-binding-describe-secrets", secretsRoleName, sa),
	}
	return append(objs, fileSystemIDs(o, sa)...)
}

func nodeRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	return []addon.Object{
		nodeRole(o),
		kube.BindClusterRole(o.node(), "efs-csi-node-binding", "efs-csi-node-role", sa),
	}
}

// provisionerRole lets the provisioner make volumes for claims, and the driver learn what
// node it is on.
func provisionerRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.controller().ClusterMeta(provisionerRoleName),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "persistentvolumes", read+" create patch delete"),
			kube.Rule("", "persistentvolumeclaims", read+" update"),
			kube.Rule(storage, "storageclasses", read),
			kube.Rule("", "events", "list watch create patch"),
			kube.Rule(storage, "csinodes", read),
			kube.Rule("", "nodes", read),
			kube.Rule("coordination.k8s.io", "leases", read+" delete update create"),
		},
	}
}

// secretsRole lets the controller read what role to assume in another account. It is bound in
// the addon's namespace alone.
func secretsRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.controller().ClusterMeta(secretsRoleName),
		Rules:      []rbacv1.PolicyRule{kube.RuleFor([]string{"x-account"}, "", "secrets", read)},
	}
}

// fileSystemIDs lets the controller read the IDs of file systems that classes refer to.
func fileSystemIDs(o Options, sa *corev1.ServiceAccount) []addon.Object {
	if !o.FileSystemIDsAnywhere && len(o.FileSystemIDNamespaces) == 0 {
		return nil
	}
	objs := []addon.Object{&rbacv1.ClusterRole{
		ObjectMeta: o.controller().ClusterMeta(idReaderRoleName),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "configmaps secrets", "get")},
	}}
	if o.FileSystemIDsAnywhere {
		objs = append(objs, kube.BindClusterRole(o.controller(), idReaderRoleName+"-binding", idReaderRoleName, sa))
	}
	for _, namespace := range o.FileSystemIDNamespaces {
		objs = append(objs, bindInNamespace(o.controller().In(namespace), idReaderRoleName+"-binding", idReaderRoleName, sa))
	}
	return objs
}

// bindInNamespace gives a service account a ClusterRole in the identity's namespace.
func bindInNamespace(id kube.Identity, name, role string, sa *corev1.ServiceAccount) *rbacv1.RoleBinding {
	b := kube.BindRole(id, name, role, sa)
	b.RoleRef.Kind = "ClusterRole"
	return b
}

// nodeRole lets the driver learn what node it is on and, unless it mustn't, take the node's
// start-up taint away.
func nodeRole(o Options) *rbacv1.ClusterRole {
	role := &rbacv1.ClusterRole{
		ObjectMeta: o.node().ClusterMeta("efs-csi-node-role"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "nodes", read)},
	}
	if !o.Node.NoMutation {
		role.Rules = append(role.Rules, kube.Rule("", "nodes", "patch"))
	}
	return role
}
