// Has EKS keep the CSI snapshot controller, and the definitions of VolumeSnapshots, by which
// volumes are copied as they are at one moment.
//
// # What it is for
//
// Backups, and volumes that are made of others. It works with every CSI driver that knows
// snapshots, such as that of EBS: the driver makes them, and the controller binds them to who
// asks for them.
//
// # Where it departs from upstream
//
// The default options install what EKS installs. It needs no role: the driver has the rights.
//
// # What to watch
//
// The definitions go with the addon when it is deleted, and all VolumeSnapshots with them:
// set preserve. It brings no VolumeSnapshotClass. Volumes of the old provisioner
// kubernetes.io/aws-ebs can't be copied. Installed twice, as by another driver's chart, two
// controllers answer for the same snapshots.

package eks

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

//go:embed snapshotcontroller.go
var snapshotControllerDoc string

// SnapshotController is the addon eks-snapshot-controller.
var SnapshotController = addon.Definition[SnapshotControllerOptions]{
	Card: addon.Card{
		Name:      "eks-snapshot-controller",
		Doc:       snapshotControllerDoc,
		Category:  addon.Storage,
		Source:    "https://docs.aws.amazon.com/eks/latest/userguide/csi-snapshot-controller.html",
		Namespace: kubeSystem,
	},
	Validate: func(o SnapshotControllerOptions, path *field.Path) field.ErrorList {
		return o.Managed.validate(path)
	},
	Objects: func(t addon.Target, o SnapshotControllerOptions) ([]addon.Object, error) {
		return o.objects(t, o.managed)
	},
	AWS: func(t addon.Target, o SnapshotControllerOptions) ([]aws.Resource, error) {
		return []aws.Resource{o.managed(t)}, nil
	},
}

// SnapshotControllerOptions are the options of eks-snapshot-controller.
type SnapshotControllerOptions struct {
	Managed `json:",inline"`

	// What EKS sets in the addon otherwise than by default.
	Configuration SnapshotControllerConfiguration `json:"configuration,omitzero"`
}

// SnapshotControllerConfiguration is what EKS lets one set in the snapshot controller. No copy
// of its schema is public: these keys are in use, and others are left out.
type SnapshotControllerConfiguration struct {
	// The labels of the nodes on which the pods run.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// The taints that the pods run in spite of.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`
}

func (o SnapshotControllerOptions) managed(addon.Target) *aws.ManagedAddon {
	a := o.managedAddon("snapshot-controller", o.Configuration)
	a.Installs = []aws.Object{
		installed("Deployment", "snapshot-controller"),
		installedWide("CustomResourceDefinition", "volumesnapshots.snapshot.storage.k8s.io"),
		installedWide("CustomResourceDefinition", "volumesnapshotclasses.snapshot.storage.k8s.io"),
		installedWide("CustomResourceDefinition", "volumesnapshotcontents.snapshot.storage.k8s.io"),
	}
	return a
}
