package karpenter

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

const (
	awsGroup      = "karpenter.k8s.aws"
	awsAPIVersion = awsGroup + "/v1"
	nodeClassKind = "EC2NodeClass"
)

// EC2NodeClass is what machines of NodePools are made from. It is in no namespace.
type EC2NodeClass = kube.Custom[EC2NodeClassSpec]

// NewEC2NodeClass returns an EC2NodeClass, for NodePools that name it. It needs a role or an
// instance profile: only those among the options get the addon's own.
func NewEC2NodeClass(meta metav1.ObjectMeta, spec EC2NodeClassSpec) *EC2NodeClass {
	return kube.NewCustom(awsAPIVersion, nodeClassKind, meta, spec)
}

// NamedNodeClass is an EC2NodeClass among the addon's options.
type NamedNodeClass struct {
	// The EC2NodeClass's name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	EC2NodeClassSpec `json:",inline"`
}

// EC2NodeClassSpec is what machines are made from. The fields are those of
// karpenter.k8s.aws/v1. Nearly any change of them replaces the nodes that are there.
type EC2NodeClassSpec struct {
	// The images that nodes start from: those that one of the terms selects. Of several that
	// fit an instance type the newest is taken.
	AMISelectorTerms []AMISelectorTerm `json:"amiSelectorTerms,omitempty" jsonschema:"required,minItems=1,maxItems=30"`

	// How nodes of the images are set up. An alias tells; otherwise it must be said.
	AMIFamily AMIFamily `json:"amiFamily,omitempty"`

	// The subnets that nodes are in: those that one of the terms selects. The one of a zone
	// with the most free addresses is taken.
	SubnetSelectorTerms []SubnetSelectorTerm `json:"subnetSelectorTerms,omitempty" jsonschema:"required,minItems=1,maxItems=30"`

	// The security groups of nodes: all that one of the terms selects.
	SecurityGroupSelectorTerms []SecurityGroupSelectorTerm `json:"securityGroupSelectorTerms,omitempty" jsonschema:"required,minItems=1,maxItems=30"`

	// The capacity reservations that nodes may use: all that one of the terms selects.
	CapacityReservationSelectorTerms []CapacityReservationSelectorTerm `json:"capacityReservationSelectorTerms,omitempty" jsonschema:"maxItems=30"`

	// The placement group that nodes are in.
	PlacementGroupSelector *PlacementGroupSelector `json:"placementGroupSelector,omitempty"`

	// The name of the IAM role of nodes. Among the options it is the one of nodeRole, where
	// neither this nor an instance profile is given; another one there, too, may be given to
	// instances, but that its nodes may join the cluster is its owner's matter.
	Role string `json:"role,omitempty" jsonschema:"pattern=^[A-Za-z0-9_+=\\,.@-]{1\\,64}$"`

	// The name of an instance profile that is there already, in place of a role.
	InstanceProfile string `json:"instanceProfile,omitempty" jsonschema:"pattern=^[A-Za-z0-9_+=\\,.@-]{1\\,128}$"`

	// What nodes run, or read, when they start, in the form of the AMI family. Karpenter
	// merges its own into it, except for the family Custom.
	UserData string `json:"userData,omitempty"`

	// Tags of instances, volumes and all else that is made for nodes.
	Tags map[string]string `json:"tags,omitempty"`

	// How kubelets are set up.
	Kubelet *Kubelet `json:"kubelet,omitempty"`

	// The disks of nodes. Where they are left out, pods and images have 20Gi, with Windows
	// 50Gi, and what the image says with the family Custom.
	BlockDeviceMappings []BlockDeviceMapping `json:"blockDeviceMappings,omitempty" jsonschema:"maxItems=50"`

	// Puts pods and images on the instance's own disks: "RAID0", all of them as one.
	InstanceStorePolicy InstanceStorePolicy `json:"instanceStorePolicy,omitempty"`

	// The network interfaces of nodes, for instance types with several network cards.
	NetworkInterfaces []NetworkInterface `json:"networkInterfaces,omitempty" jsonschema:"maxItems=150"`

	// Whether nodes have public addresses: what the subnet says, where it is left out.
	AssociatePublicIPAddress *bool `json:"associatePublicIPAddress,omitempty"`

	// How many prefixes of IPv4 addresses a node gets from the start.
	IPPrefixCount *int32 `json:"ipPrefixCount,omitempty" jsonschema:"minimum=0"`

	// When idle connections are forgotten.
	ConnectionTracking *ConnectionTracking `json:"connectionTracking,omitempty"`

	// Has CloudWatch measure every minute, which costs, and not every five.
	DetailedMonitoring bool `json:"detailedMonitoring,omitempty"`

	// Who reaches the metadata of instances, and so the role of nodes: the nodes themselves
	// and pods in their network, with tokens, where it is left out.
	MetadataOptions *MetadataOptions `json:"metadataOptions,omitempty"`

	// Properties of the processor.
	CPUOptions *CPUOptions `json:"cpuOptions,omitempty"`

	// The context of EC2's CreateFleet, which AWS gives to those whom it concerns.
	Context string `json:"context,omitempty"`
}

// AMISelectorTerm selects images: all conditions must hold. An alias or an ID stands alone.
type AMISelectorTerm struct {
	// A family of EKS's images and a version of it, as in "al2023@v20260801". With "@latest"
	// nodes are replaced whenever AWS releases an image. The families are al2, al2023,
	// bottlerocket, windows2019, windows2022 and windows2025; those of Windows take "@latest"
	// only.
	Alias string `json:"alias,omitempty" jsonschema:"maxLength=30"`

	// Tags that the image has; the value "*" stands for any.
	Tags map[string]string `json:"tags,omitempty"`

	// The image's ID.
	ID string `json:"id,omitempty" jsonschema:"pattern=^ami-[0-9a-z]+$"`

	// The image's name, which may have wildcards.
	Name string `json:"name,omitempty"`

	// Whose the image is: an account's number, "self" or "amazon"; both of these, where it is
	// left out.
	Owner string `json:"owner,omitempty"`

	// The name or ARN of a parameter of Systems Manager that holds the image's ID. The
	// addon's rights are for AWS's own parameters.
	SSMParameter string `json:"ssmParameter,omitempty"`
}

// SubnetSelectorTerm selects subnets by their tags, or one by its ID.
type SubnetSelectorTerm struct {
	// Tags that the subnet has; the value "*" stands for any.
	Tags map[string]string `json:"tags,omitempty"`

	// The subnet's ID.
	ID string `json:"id,omitempty" jsonschema:"pattern=^subnet-[0-9a-z]+$"`
}

// SecurityGroupSelectorTerm selects security groups by their tags or their name, or one by its
// ID.
type SecurityGroupSelectorTerm struct {
	// Tags that the group has; the value "*" stands for any.
	Tags map[string]string `json:"tags,omitempty"`

	// The group's ID.
	ID string `json:"id,omitempty" jsonschema:"pattern=^sg-[0-9a-z]+$"`

	// The group's name, which is not the tag Name.
	Name string `json:"name,omitempty"`
}

// CapacityReservationSelectorTerm selects capacity reservations: all conditions must hold. An
// ID stands alone.
type CapacityReservationSelectorTerm struct {
	// Tags that the reservation has; the value "*" stands for any.
	Tags map[string]string `json:"tags,omitempty"`

	// The reservation's ID.
	ID string `json:"id,omitempty" jsonschema:"pattern=^cr-[0-9a-z]+$"`

	// The number of the account whose the reservation is.
	OwnerID string `json:"ownerID,omitempty" jsonschema:"pattern=^[0-9]{12}$"`

	// Which instances use the reservation: all that fit, "open", or those that name it,
	// "targeted".
	InstanceMatchCriteria InstanceMatchCriteria `json:"instanceMatchCriteria,omitempty"`
}

// PlacementGroupSelector names a placement group, by its name or its ID.
type PlacementGroupSelector struct {
	// The group's name.
	Name string `json:"name,omitempty" jsonschema:"minLength=1"`

	// The group's ID.
	ID string `json:"id,omitempty" jsonschema:"pattern=^pg-[0-9a-z]+$"`
}
