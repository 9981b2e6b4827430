package karpenter

import (
	"slices"
	"strings"
)

// Labels of nodes that Karpenter knows beside Kubernetes' own: what instances are like, and
// how they are paid for.
const (
	LabelCapacityType = group + "/capacity-type" // spot, on-demand or reserved

	LabelInstanceCategory     = awsGroup + "/instance-category"   // c, m, r, t
	LabelInstanceFamily       = awsGroup + "/instance-family"     // m7g
	LabelInstanceGeneration   = awsGroup + "/instance-generation" // 7
	LabelInstanceSize         = awsGroup + "/instance-size"       // xlarge
	LabelInstanceHypervisor   = awsGroup + "/instance-hypervisor" // nitro, or xen
	LabelInstanceFlex         = awsGroup + "/instance-capability-flex"
	LabelInstanceTenancy      = awsGroup + "/instance-tenancy" // default or dedicated
	LabelEncryptionInTransit  = awsGroup + "/instance-encryption-in-transit-supported"
	LabelInstanceCPU          = awsGroup + "/instance-cpu" // cores
	LabelCPUManufacturer      = awsGroup + "/instance-cpu-manufacturer"
	LabelCPUClockSpeed        = awsGroup + "/instance-cpu-sustained-clock-speed-mhz"
	LabelInstanceMemory       = awsGroup + "/instance-memory"            // MiB
	LabelInstanceLocalNVMe    = awsGroup + "/instance-local-nvme"        // GiB
	LabelEBSBandwidth         = awsGroup + "/instance-ebs-bandwidth"     // Mbit/s
	LabelNetworkBandwidth     = awsGroup + "/instance-network-bandwidth" // Mbit/s
	LabelGPUName              = awsGroup + "/instance-gpu-name"
	LabelGPUManufacturer      = awsGroup + "/instance-gpu-manufacturer"
	LabelGPUCount             = awsGroup + "/instance-gpu-count"
	LabelGPUMemory            = awsGroup + "/instance-gpu-memory" // MiB
	LabelAcceleratorName      = awsGroup + "/instance-accelerator-name"
	LabelAcceleratorMaker     = awsGroup + "/instance-accelerator-manufacturer"
	LabelAcceleratorCount     = awsGroup + "/instance-accelerator-count"
	LabelNodeClass            = awsGroup + "/ec2nodeclass"
	LabelReservationID        = awsGroup + "/capacity-reservation-id"
	LabelReservationType      = awsGroup + "/capacity-reservation-type"
	LabelReservationTakenBack = awsGroup + "/capacity-reservation-interruptible"
	LabelPlacementGroup       = awsGroup + "/placement-group-id"
	LabelPlacementPartition   = awsGroup + "/placement-group-partition"

	labelNodePool = group + "/nodepool"
)

// ofInstances are the labels of AWS's that tell instance types apart. NodeOverlays may ask for
// these, and NodePools for those of placed as well.
func ofInstances() []string {
	return []string{
		LabelInstanceCategory, LabelInstanceFamily, LabelInstanceGeneration, LabelInstanceSize,
		LabelInstanceHypervisor, LabelInstanceFlex, LabelEncryptionInTransit,
		LabelInstanceCPU, LabelCPUManufacturer, LabelCPUClockSpeed,
		LabelInstanceMemory, LabelInstanceLocalNVMe, LabelEBSBandwidth, LabelNetworkBandwidth,
		LabelGPUName, LabelGPUManufacturer, LabelGPUCount, LabelGPUMemory,
		LabelAcceleratorName, LabelAcceleratorMaker, LabelAcceleratorCount, LabelNodeClass,
	}
}

// placed are the labels of AWS's that tell how and where an instance is placed.
func placed() []string {
	return []string{
		LabelInstanceTenancy, LabelReservationID, LabelReservationType, LabelReservationTakenBack,
		LabelPlacementGroup, LabelPlacementPartition,
	}
}

// restricted tells why a label can't be set or asked for; empty where it can be. Those of
// Karpenter's own domains must be among known.
func restricted(label string, known []string) string {
	domain, _, found := strings.Cut(label, "/")
	switch {
	case label == "kubernetes.io/hostname":
		return "each node has its own: karpenter can't make one of a name"
	case !found || slices.Contains(known, label):
		return ""
	case strings.HasSuffix(domain, group):
		return "labels of " + group + " are karpenter's own: the ones to use are " + strings.Join(within(known, group), ", ")
	case strings.HasSuffix(domain, awsGroup):
		return "labels of " + awsGroup + " are karpenter's own: the ones to use are " + strings.Join(within(known, awsGroup), ", ")
	}
	return ""
}

// within are the names of the labels of a domain, sorted.
func within(labels []string, domain string) []string {
	var names []string
	for _, l := range labels {
		if name, ok := strings.CutPrefix(l, domain+"/"); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// values are those of labels that have no others; nil for any other label.
func values(label string) []string {
	switch label {
	case LabelCapacityType:
		return []string{"on-demand", "reserved", "spot"}
	case LabelInstanceTenancy:
		return []string{"dedicated", "default"}
	case "kubernetes.io/arch":
		return []string{"amd64", "arm64"}
	case "kubernetes.io/os":
		return []string{"linux", "windows"}
	}
	return nil
}
