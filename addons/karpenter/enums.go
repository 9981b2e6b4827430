package karpenter

import "github.com/fitout/fitout/addon"

// AMIFamily is how nodes of an image are set up.
type AMIFamily string

// The families.
const (
	AL2          AMIFamily = "AL2"
	AL2023       AMIFamily = "AL2023"
	Bottlerocket AMIFamily = "Bottlerocket"
	Windows2019  AMIFamily = "Windows2019"
	Windows2022  AMIFamily = "Windows2022"
	Windows2025  AMIFamily = "Windows2025"

	// CustomAMI leaves all to userData.
	CustomAMI AMIFamily = "Custom"
)

// Enum lists the families.
func (AMIFamily) Enum() []string {
	return addon.Values(AL2, AL2023, Bottlerocket, CustomAMI, Windows2019, Windows2022, Windows2025)
}

// InstanceMatchCriteria is which instances use a capacity reservation.
type InstanceMatchCriteria string

// Which instances use a capacity reservation.
const (
	OpenReservation     InstanceMatchCriteria = "open"
	TargetedReservation InstanceMatchCriteria = "targeted"
)

// Enum lists which instances may.
func (InstanceMatchCriteria) Enum() []string {
	return addon.Values(OpenReservation, TargetedReservation)
}

// InstanceStorePolicy is what becomes of an instance's own disks.
type InstanceStorePolicy string

// RAID0 puts pods and images on all of them as one.
const RAID0 InstanceStorePolicy = "RAID0"

// Enum lists what may become of them.
func (InstanceStorePolicy) Enum() []string { return addon.Values(RAID0) }

// InterfaceType is a kind of network interface.
type InterfaceType string

// The kinds.
const (
	ENAInterface     InterfaceType = "interface" // one as all instances have
	EFAOnlyInterface InterfaceType = "efa-only"  // one for EFA, without an address
)

// Enum lists the kinds.
func (InterfaceType) Enum() []string { return addon.Values(ENAInterface, EFAOnlyInterface) }

// VolumeType is a type of EBS volumes.
type VolumeType string

// The types.
const (
	GP2      VolumeType = "gp2"
	GP3      VolumeType = "gp3"
	IO1      VolumeType = "io1"
	IO2      VolumeType = "io2"
	SC1      VolumeType = "sc1"
	ST1      VolumeType = "st1"
	Standard VolumeType = "standard"
)

// Enum lists the types.
func (VolumeType) Enum() []string { return addon.Values(GP2, GP3, IO1, IO2, SC1, ST1, Standard) }

// Ability is whether something is switched on.
type Ability string

// Whether something is switched on.
const (
	Enabled  Ability = "enabled"
	Disabled Ability = "disabled"
)

// Enum lists both.
func (Ability) Enum() []string { return addon.Values(Enabled, Disabled) }

// HTTPTokens is whether the metadata of an instance are told without a token.
type HTTPTokens string

// Whether a token is needed.
const (
	TokensRequired HTTPTokens = "required"
	TokensOptional HTTPTokens = "optional"
)

// Enum lists both.
func (HTTPTokens) Enum() []string { return addon.Values(TokensRequired, TokensOptional) }

// EvictionSignal is something of a node that may run out.
type EvictionSignal string

// What may run out.
const (
	MemoryAvailable   EvictionSignal = "memory.available"
	NodeFSAvailable   EvictionSignal = "nodefs.available"
	NodeFSInodesFree  EvictionSignal = "nodefs.inodesFree"
	ImageFSAvailable  EvictionSignal = "imagefs.available"
	ImageFSInodesFree EvictionSignal = "imagefs.inodesFree"
	PIDAvailable      EvictionSignal = "pid.available"
)

// Enum lists what may run out.
func (EvictionSignal) Enum() []string {
	return addon.Values(MemoryAvailable, NodeFSAvailable, NodeFSInodesFree, ImageFSAvailable, ImageFSInodesFree, PIDAvailable)
}

// Operator compares a label's value.
type Operator string

// The operators. The last four take one number.
const (
	In           Operator = "In"
	NotIn        Operator = "NotIn"
	Exists       Operator = "Exists"
	DoesNotExist Operator = "DoesNotExist"
	Gt           Operator = "Gt"
	Lt           Operator = "Lt"
	Gte          Operator = "Gte"
	Lte          Operator = "Lte"
)

// Enum lists the operators.
func (Operator) Enum() []string {
	return addon.Values(In, NotIn, Exists, DoesNotExist, Gt, Lt, Gte, Lte)
}

// ConsolidationPolicy is which nodes go, or are replaced by cheaper ones, to save cost.
type ConsolidationPolicy string

// Which nodes go.
const (
	// WhenEmpty takes nodes on which no pods are but those of DaemonSets.
	WhenEmpty ConsolidationPolicy = "WhenEmpty"

	// WhenEmptyOrUnderutilized takes all nodes without which, or with a cheaper one in place
	// of which, pods would run for less.
	WhenEmptyOrUnderutilized ConsolidationPolicy = "WhenEmptyOrUnderutilized"

	// Balanced takes those of them where what is saved outweighs the pods that must move.
	Balanced ConsolidationPolicy = "Balanced"
)

// Enum lists which nodes may go.
func (ConsolidationPolicy) Enum() []string {
	return addon.Values(WhenEmpty, WhenEmptyOrUnderutilized, Balanced)
}

// DisruptionReason is why nodes go.
type DisruptionReason string

// Why nodes go.
const (
	Underutilized DisruptionReason = "Underutilized" // fewer or cheaper nodes would do
	Empty         DisruptionReason = "Empty"         // no pods are on them
	Drifted       DisruptionReason = "Drifted"       // their NodePool, EC2NodeClass or AMI changed
)

// Enum lists why nodes may go.
func (DisruptionReason) Enum() []string { return addon.Values(Underutilized, Empty, Drifted) }
