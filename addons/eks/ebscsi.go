// Has EKS keep the Amazon EBS CSI driver, by which claims get disks of EBS.
//
// # What it is for
//
// A claim of a StorageClass whose provisioner is ebs.csi.aws.com gets a disk, one pod at a
// time can use it, and it moves with the pod within its zone. The classes are another addon's,
// storage-class. The package ebscsi has an addon that installs the driver without EKS: take one
// of the two.
//
// # Where it departs from upstream
//
// The default options install what EKS installs, with a role of its own in place of the
// rights of the nodes: AWS's policy AmazonEBSCSIDriverPolicyV2, and for the keys in kmsKeys
// what upstream documents. To create grants is narrowed to those for AWS itself, as AWS's
// documentation of EKS has it.
//
// # What to watch
//
// AmazonEBSCSIDriverPolicyV2 holds for disks with the tag ebs.csi.aws.com/cluster=true. The
// driver sets it on those that it makes; give it to disks that were made otherwise. Disks that
// are encrypted with a key of one's own need it in kmsKeys, or a pod waits for its disk
// forever. A key's policy must let the account's policies decide.
//
// Snapshots need the addon eks-snapshot-controller, or another one that brings their
// definitions, and a VolumeSnapshotClass. defaultStorageClass makes a class of its own,
// ebs-csi-default-sc: a second default, if there is one.
//
// The driver's node part doesn't run on Fargate.

package eks

import (
	_ "embed"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

//go:embed ebscsi.go
var ebsCSIDoc string

// EBSCSI is the addon eks-aws-ebs-csi-driver.
var EBSCSI = addon.Definition[EBSCSIOptions]{
	Card: addon.Card{
		Name:      "eks-aws-ebs-csi-driver",
		Doc:       ebsCSIDoc,
		Category:  addon.Storage,
		Source:    "https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html",
		Namespace: kubeSystem,
	},
	Validate: func(o EBSCSIOptions, path *field.Path) field.ErrorList {
		return append(o.Managed.validate(path), o.Configuration.validate(path.Child("configuration"))...)
	},
	Objects: func(t addon.Target, o EBSCSIOptions) ([]addon.Object, error) {
		return o.objects(t, o.managed)
	},
	AWS: func(t addon.Target, o EBSCSIOptions) ([]aws.Resource, error) {
		return []aws.Resource{o.managed(t)}, nil
	},
}

// EBSCSIOptions are the options of eks-aws-ebs-csi-driver.
type EBSCSIOptions struct {
	Managed `json:",inline"`

	// The ARNs of the KMS keys with which disks are encrypted. The account's own key for
	// EBS needs no mention.
	KMSKeys []string `json:"kmsKeys,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[^ ]+$"`

	// What EKS sets in the addon otherwise than by default.
	Configuration EBSCSIConfiguration `json:"configuration,omitzero"`
}

func (o EBSCSIOptions) managed(addon.Target) *aws.ManagedAddon {
	a := o.managedAddon("aws-ebs-csi-driver", o.Configuration)
	a.Role = &aws.Role{
		Name:            "aws-ebs-csi-driver",
		ServiceAccount:  aws.ServiceAccount{Namespace: kubeSystem, Name: "ebs-csi-controller-sa"},
		ManagedPolicies: []string{"service-role/AmazonEBSCSIDriverPolicyV2"},
	}
	if len(o.KMSKeys) > 0 {
		a.Role.Policies = []aws.Policy{aws.EBSKeys(o.KMSKeys)}
	}
	a.Installs = []aws.Object{
		installedWide("CSIDriver", "ebs.csi.aws.com"),
		installed("Deployment", "ebs-csi-controller"),
		installed("DaemonSet", "ebs-csi-node"),
		installed("ServiceAccount", a.Role.ServiceAccount.Name),
		installed("ServiceAccount", "ebs-csi-node-sa"),
	}
	if o.Configuration.DefaultStorageClass.Enabled {
		a.Installs = append(a.Installs, installedWide("StorageClass", "ebs-csi-default-sc"))
	}
	return a
}
