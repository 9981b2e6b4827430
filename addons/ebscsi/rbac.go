package ebscsi

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	read   = "get list watch" // the verbs of whoever follows what there is
	events = "list watch create update patch"

	storage        = "storage.k8s.io"
	snapshots      = "snapshot.storage.k8s.io"
	groupSnapshots = "groupsnapshot.storage.k8s.io"
)

// controllerRights are those of the controller: a role for each of its sidecars, since the
// driver itself needs none, and one for the leases by which all of them elect their leaders.
func controllerRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.controller()
	return []addon.Object{
		provisionerRole(o),
		kube.BindClusterRole(id, "ebs-csi-provisioner-binding", "ebs-external-provisioner-role", sa),
		attacherRole(o),
		kube.BindClusterRole(id, "ebs-csi-attacher-binding", "ebs-external-attacher-role", sa),
		snapshotterRole(o),
		kube.BindClusterRole(id, "ebs-csi-snapshotter-binding", "ebs-external-snapshotter-role", sa),
		resizerRole(o),
		kube.BindClusterRole(id, "ebs-csi-resizer-binding", "ebs-external-resizer-role", sa),
		leasesRole(o),
		kube.BindRole(id, "ebs-csi-leases-rolebinding", "ebs-csi-leases-role", sa),
	}
}

func nodeRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	return []addon.Object{
		nodeRole(o),
		kube.BindClusterRole(o.node(), "ebs-csi-node-getter-binding", "ebs-csi-node-role", sa),
	}
}

// provisionerRole lets the provisioner make volumes for claims, on the nodes where they are
// needed and out of snapshots.
func provisionerRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.controller().ClusterMeta("ebs-external-provisioner-role"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "persistentvolumes", read+" create patch delete"),
			kube.Rule("", "persistentvolumeclaims", read+" update"),
			kube.Rule(storage, "storageclasses", read),
			kube.Rule("", "events", events),
			kube.Rule(snapshots, "volumesnapshots", read+" update"), // to protect them meanwhile
			kube.Rule(snapshots, "volumesnapshotcontents", "get list"),
			kube.Rule(storage, "csinodes", read),
			kube.Rule("", "nodes", read),
			kube.Rule(storage, "volumeattachments", read), // nothing is deleted that is attached
			kube.Rule(storage, "volumeattributesclasses", "get"),
		},
	}
}

func attacherRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.controller().ClusterMeta("ebs-external-attacher-role"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "persistentvolumes", read+" patch"),
			kube.Rule(storage, "csinodes", read),
			kube.Rule(storage, "volumeattachments", read+" patch"),
			kube.Rule(storage, "volumeattachments/status", "patch"),
		},
	}
}

// snapshotterRole is there without the sidecar too, as with upstream's chart.
func snapshotterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.controller().ClusterMeta("ebs-external-snapshotter-role"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "events", events),
			kube.Rule(snapshots, "volumesnapshotclasses", read),
			kube.Rule(snapshots, "volumesnapshotcontents", read+" update patch"),
			kube.Rule(snapshots, "volumesnapshotcontents/status", "update patch"),
			kube.Rule(groupSnapshots, "volumegroupsnapshotclasses", read),
			kube.Rule(groupSnapshots, "volumegroupsnapshotcontents", read+" update patch"),
			kube.Rule(groupSnapshots, "volumegroupsnapshotcontents/status", "update patch"),
		},
	}
}

// resizerRole is the volume modifier's as well.
func resizerRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.controller().ClusterMeta("ebs-external-resizer-role"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "persistentvolumes", read+" patch"),
			kube.Rule("", "persistentvolumeclaims", read),
			kube.Rule("", "pods", read),
			kube.Rule("", "persistentvolumeclaims/status", "patch"),
			kube.Rule("", "events", events),
			kube.Rule(storage, "volumeattributesclasses", read),
		},
	}
}

func leasesRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.controller().Meta("ebs-csi-leases-role"),
		Rules:      []rbacv1.PolicyRule{kube.Rule("coordination.k8s.io", "leases", read+" delete update create")},
	}
}

// nodeRole lets the driver wait for volumes to be detached, learn what node it is on and,
// unless it mustn't, take the node's start-up taint away.
func nodeRole(o Options) *rbacv1.ClusterRole {
	role := &rbacv1.ClusterRole{
		ObjectMeta: o.node().ClusterMeta("ebs-csi-node-role"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule(storage, "volumeattachments", read),
			kube.Rule("", "nodes", "get"),
		},
	}
	if !o.Node.NoMutation {
		role.Rules = append(role.Rules,
			kube.Rule("", "nodes", "patch list watch"),
			kube.Rule(storage, "csinodes", "get"))
	}
	return role
}
