package nvidiadeviceplugin

import (
	"cmp"

	"github.com/fitout/fitout/addon"
)

// Flags say how the programs work.
type Flags struct {
	// How GPUs are offered that are split by MIG: "none" where it is left out.
	MIGStrategy MIGStrategy `json:"migStrategy,omitempty"`

	// Has the programs wait for ever on a node where they find no driver, rather than fail
	// and start again.
	WaitOnInitError bool `json:"waitOnInitError,omitempty"`

	// How the container runtime learns which GPUs a container has: by "envvar" where it is
	// left out.
	DeviceListStrategies []DeviceListStrategy `json:"deviceListStrategies,omitempty" jsonschema:"uniqueItems"`

	// What the container runtime knows a GPU by: its "uuid" where it is left out.
	DeviceIDStrategy DeviceIDStrategy `json:"deviceIDStrategy,omitempty"`

	// How GPUs are found: "auto" where it is left out.
	DeviceDiscovery DeviceDiscovery `json:"deviceDiscovery,omitempty"`

	// From which GPU a share is given: "distributed" where it is left out.
	SharedDevices AllocationPolicy `json:"sharedDevices,omitempty"`

	// Gives containers with GPUs the devices of GDRCopy as well.
	GDRCopy bool `json:"gdrcopy,omitempty"`

	// Gives containers with GPUs the devices of GPUDirect Storage as well.
	GDS bool `json:"gds,omitempty"`

	// Gives containers with GPUs the devices of Mellanox's network as well.
	MOFED bool `json:"mofed,omitempty"`
}

// Config is a configuration that nodes can choose.
type Config struct {
	// How the programs work on such nodes. What the addon's own options say comes first, so
	// that it can't be said otherwise here.
	Flags Flags `json:"flags,omitzero"`

	// How many containers a GPU is offered to. One, where it is left out.
	Sharing *Sharing `json:"sharing,omitempty"`

	// Gives containers with GPUs a channel of IMEX, by which GPUs of several nodes share
	// memory.
	IMEX *IMEX `json:"imex,omitempty"`
}

// Sharing says how many containers a GPU is offered to. Exactly one of the two is given; it
// holds for all GPUs of a node.
type Sharing struct {
	// Containers on a GPU take turns. Nothing keeps them out of each other's memory, and a
	// request for two shares gets no more time than one for a single share.
	TimeSlicing *Shares `json:"timeSlicing,omitempty"`

	// Containers on a GPU run at the same time, each with its part of memory and threads.
	// The daemon of mps must be on the node.
	MPS *Shares `json:"mps,omitempty"`
}

// Shares says of which resources there are how many.
type Shares struct {
	// Calls what is shared otherwise, as in "nvidia.com/gpu.shared", so that pods ask for it
	// on purpose.
	RenameByDefault bool `json:"renameByDefault,omitempty"`

	// Refuses containers that ask for more than one share. A pod with one fails for good and
	// must be made anew. False with time slicing, and true with MPS, where it is left out.
	FailRequestsGreaterThanOne *bool `json:"failRequestsGreaterThanOne,omitempty"`

	// The resources that are shared. Of those that are not listed there are as many as there
	// are devices.
	Resources []SharedResource `json:"resources" jsonschema:"required,minItems=1"`
}

// SharedResource is a resource that is shared.
type SharedResource struct {
	// The resource: "nvidia.com/gpu", or, with the MIG strategy "mixed", one such as
	// "nvidia.com/mig-1g.5gb".
	Name string `json:"name" jsonschema:"required,maxLength=56,pattern=^nvidia\\.com/(gpu|mig-[1-9][0-9]*g\\.[1-9][0-9]*gb([.-][a-z0-9.]*[a-z0-9])?)$"`

	// How many containers each device is offered to, at least 2. MPS takes 48 at most, and
	// 16 with GPUs older than Turing.
	Replicas int32 `json:"replicas" jsonschema:"required,minimum=2"`
}

// IMEX gives containers a channel of IMEX, number 0.
type IMEX struct {
	// Has the plugin fail on nodes without the channel. Containers get none there, where it
	// is left out.
	Required bool `json:"required,omitempty"`
}

// MIGStrategy is how GPUs are offered that are split by MIG.
type MIGStrategy string

// The strategies.
const (
	MIGNone   MIGStrategy = "none"   // as if they were whole
	MIGSingle MIGStrategy = "single" // each part as nvidia.com/gpu: all of a node must be the same
	MIGMixed  MIGStrategy = "mixed"  // each part by its profile: nvidia.com/mig-1g.5gb
)

// Enum lists the strategies.
func (MIGStrategy) Enum() []string { return addon.Values(MIGNone, MIGSingle, MIGMixed) }

// DeviceListStrategy is how the container runtime learns which GPUs a container has.
type DeviceListStrategy string

// The strategies.
const (
	ByEnvVar         DeviceListStrategy = "envvar"          // which any pod can set for itself
	ByVolumeMounts   DeviceListStrategy = "volume-mounts"   // which a runtime set up for it takes alone
	ByCDIAnnotations DeviceListStrategy = "cdi-annotations" // for runtimes that read CDI's annotations
	ByCDICRI         DeviceListStrategy = "cdi-cri"         // by the kubelet
)

// Enum lists the strategies.
func (DeviceListStrategy) Enum() []string {
	return addon.Values(ByEnvVar, ByVolumeMounts, ByCDIAnnotations, ByCDICRI)
}

// DeviceIDStrategy is what the container runtime knows a GPU by.
type DeviceIDStrategy string

// The strategies.
const (
	ByUUID  DeviceIDStrategy = "uuid"
	ByIndex DeviceIDStrategy = "index"
)

// Enum lists the strategies.
func (DeviceIDStrategy) Enum() []string { return addon.Values(ByUUID, ByIndex) }

// DeviceDiscovery is how GPUs are found.
type DeviceDiscovery string

// The ways.
const (
	DiscoverAuto  DeviceDiscovery = "auto"  // NVML or Tegra, as the node is
	DiscoverNVML  DeviceDiscovery = "nvml"  // by the driver's library
	DiscoverTegra DeviceDiscovery = "tegra" // systems on a chip
	DiscoverVFIO  DeviceDiscovery = "vfio"  // GPUs kept for virtual machines; GPU feature discovery only
)

// Enum lists the ways.
func (DeviceDiscovery) Enum() []string {
	return addon.Values(DiscoverAuto, DiscoverNVML, DiscoverTegra, DiscoverVFIO)
}

// AllocationPolicy is from which GPU a share is given.
type AllocationPolicy string

// The policies.
const (
	Distributed AllocationPolicy = "distributed" // the one of which the fewest are taken
	Packed      AllocationPolicy = "packed"      // the one of which the most are taken
)

// Enum lists the policies.
func (AllocationPolicy) Enum() []string { return addon.Values(Distributed, Packed) }

// over returns what holds on a node: the flags of all nodes, and under them its own.
func (f Flags) over(own Flags) Flags {
	own.MIGStrategy = cmp.Or(f.MIGStrategy, own.MIGStrategy)
	own.DeviceDiscovery = cmp.Or(f.DeviceDiscovery, own.DeviceDiscovery)
	if f.DeviceListStrategies != nil {
		own.DeviceListStrategies = f.DeviceListStrategies
	}
	return own
}
