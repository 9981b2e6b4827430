package karpenter

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Kubelet is how kubelets are set up. The fields are those of KubeletConfiguration that
// Karpenter reckons with; others are for userData.
type Kubelet struct {
	// The addresses of the cluster's DNS: that of the Service kube-dns, where it is left out.
	ClusterDNS []string `json:"clusterDNS,omitempty"`

	// How many pods a node has at most: as many as its network interfaces have addresses for,
	// where it is left out.
	MaxPods int32 `json:"maxPods,omitempty" jsonschema:"minimum=1"`

	// How many pods a node has for each of its cores at most.
	PodsPerCore int32 `json:"podsPerCore,omitempty" jsonschema:"minimum=1"`

	// What is kept for the operating system: cpu, memory, ephemeral-storage and pid.
	SystemReserved corev1.ResourceList `json:"systemReserved,omitempty"`

	// What is kept for Kubernetes' own programs: cpu, memory, ephemeral-storage and pid.
	KubeReserved corev1.ResourceList `json:"kubeReserved,omitempty"`

	// What must be left for pods not to be evicted, as a quantity or a percentage:
	// {"memory.available": "5%"}.
	EvictionHard map[EvictionSignal]string `json:"evictionHard,omitempty"`

	// What must be left for pods not to be evicted after a grace period, which each signal
	// needs.
	EvictionSoft map[EvictionSignal]string `json:"evictionSoft,omitempty"`

	// The grace periods of evictionSoft.
	EvictionSoftGracePeriod map[EvictionSignal]metav1.Duration `json:"evictionSoftGracePeriod,omitempty"`

	// How many seconds pods have to stop at most when they are evicted for evictionSoft.
	EvictionMaxPodGracePeriod *int32 `json:"evictionMaxPodGracePeriod,omitempty"`

	// The percentage of the disk in use from which on unused images are removed.
	ImageGCHighThresholdPercent *int32 `json:"imageGCHighThresholdPercent,omitempty" jsonschema:"minimum=0,maximum=100"`

	// The percentage of the disk in use down to which unused images are removed.
	ImageGCLowThresholdPercent *int32 `json:"imageGCLowThresholdPercent,omitempty" jsonschema:"minimum=0,maximum=100"`

	// Whether limits of CPU slow containers down: true where it is left out.
	CPUCFSQuota *bool `json:"cpuCFSQuota,omitempty"`
}

// BlockDeviceMapping is a disk.
type BlockDeviceMapping struct {
	// The device's name: "/dev/xvda" is the disk of nodes of AL2023 and Windows' is
	// "/dev/sda1"; Bottlerocket has the system on "/dev/xvda" and pods on "/dev/xvdb".
	DeviceName string `json:"deviceName,omitempty"`

	// The volume of EBS.
	EBS *BlockDevice `json:"ebs,omitempty"`

	// Tells that pods and images are on this disk, for the family Custom.
	RootVolume bool `json:"rootVolume,omitempty"`
}

// BlockDevice is a volume of EBS. It needs a size or a snapshot.
type BlockDevice struct {
	// The size, such as "100Gi".
	VolumeSize *resource.Quantity `json:"volumeSize,omitempty"`

	// The type.
	VolumeType VolumeType `json:"volumeType,omitempty"`

	// How many operations a second, of the types gp3, io1 and io2.
	IOPS int64 `json:"iops,omitempty" jsonschema:"minimum=100"`

	// How many MiB a second, of the type gp3.
	Throughput int64 `json:"throughput,omitempty" jsonschema:"minimum=125"`

	// Whether the volume is encrypted.
	Encrypted *bool `json:"encrypted,omitempty"`

	// The ID, the alias or the ARN of the KMS key. Its policy must let EC2 use it for the
	// addon's role.
	KMSKeyID string `json:"kmsKeyID,omitempty"`

	// The snapshot that the volume is made from.
	SnapshotID string `json:"snapshotID,omitempty"`

	// How many MiB a second of the snapshot are fetched beforehand.
	VolumeInitializationRate int32 `json:"volumeInitializationRate,omitempty" jsonschema:"minimum=100,maximum=300"`

	// Whether the volume goes when the instance does.
	DeleteOnTermination *bool `json:"deleteOnTermination,omitempty"`
}

// NetworkInterface is a network interface of a node.
type NetworkInterface struct {
	// The number of the network card.
	NetworkCardIndex int32 `json:"networkCardIndex" jsonschema:"minimum=0"`

	// The number of the interface.
	DeviceIndex int32 `json:"deviceIndex" jsonschema:"minimum=0"`

	// The kind of interface.
	InterfaceType InterfaceType `json:"interfaceType" jsonschema:"required"`
}

// ConnectionTracking is when security groups forget connections on which nothing is sent. It
// needs instances of the Nitro system.
type ConnectionTracking struct {
	// Of TCP, after how many seconds.
	TCPEstablishedTimeout int32 `json:"tcpEstablishedTimeout,omitempty" jsonschema:"minimum=60,maximum=432000"`

	// Of UDP with several requests and answers, after how many seconds.
	UDPStreamTimeout int32 `json:"udpStreamTimeout,omitempty" jsonschema:"minimum=60,maximum=180"`

	// Of UDP with one request at most, after how many seconds.
	UDPTimeout int32 `json:"udpTimeout,omitempty" jsonschema:"minimum=30,maximum=60"`
}

// MetadataOptions is who reaches the metadata of an instance.
type MetadataOptions struct {
	// Whether there are metadata: "enabled" where it is left out.
	HTTPEndpoint Ability `json:"httpEndpoint,omitempty"`

	// Whether they are at an address of IPv6 too: "disabled" where it is left out.
	HTTPProtocolIPv6 Ability `json:"httpProtocolIPv6,omitempty"`

	// Over how many hops a token is given out: 1 where it is left out, which keeps pods with
	// an address of their own away. They need 2.
	HTTPPutResponseHopLimit int64 `json:"httpPutResponseHopLimit,omitempty" jsonschema:"minimum=1,maximum=64"`

	// Whether a token is needed: "required" where it is left out.
	HTTPTokens HTTPTokens `json:"httpTokens,omitempty"`
}

// CPUOptions are properties of the processor.
type CPUOptions struct {
	// Whether nodes can run virtual machines. There are few instance types for that.
	NestedVirtualization Ability `json:"nestedVirtualization,omitempty"`
}
