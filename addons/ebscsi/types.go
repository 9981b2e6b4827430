package ebscsi

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

// Node is what mounts volumes, on every node.
type Node struct {
	// The pods on the nodes, both with Linux and with Windows; extra volumes and mounts are
	// for Linux only. They bear all taints and run on all nodes but those of Fargate, EKS
	// Auto Mode and EKS Hybrid Nodes: what the target's pods say of node selector,
	// tolerations, affinity, spread and runtime class doesn't hold for them. To tolerations
	// that are given here those that the driver needs are added.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// Runs the pods in the network of their nodes, from where the metadata of an instance
	// can be reached whatever its hop limit. Linux only. The ports 9808 and registrarPort
	// must be free there, and with metrics 3302.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Where the kubelet keeps its data on Linux: "/var/lib/kubelet" where it is left out.
	KubeletPath string `json:"kubeletPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Where the driver learns what instance it runs on, the first that answers: "imds" and
	// then "kubernetes", where it is left out.
	MetadataSources []MetadataSource `json:"metadataSources,omitempty" jsonschema:"uniqueItems"`

	// How many volumes each node takes, whatever its type; what the type takes, where it is
	// left out.
	VolumeAttachLimit int32 `json:"volumeAttachLimit,omitempty" jsonschema:"minimum=1"`

	// How many attachments of a node are kept for what is no volume of Kubernetes', its own
	// disk among them; as many as there are when the node starts, where it is left out.
	ReservedVolumeAttachments *int32 `json:"reservedVolumeAttachments,omitempty" jsonschema:"minimum=0"`

	// Mounts volumes with their SELinux label at once, where relabelling each of their files
	// takes long. For clusters all of whose Linux nodes have SELinux.
	SELinux bool `json:"selinux,omitempty"`

	// Takes the right to change nodes from the pods. They then don't take away the taint
	// ebs.csi.aws.com/agent-not-ready when they are ready, so give no node that taint.
	NoMutation bool `json:"noMutation,omitempty"`

	// The pods on nodes with Windows.
	Windows Windows `json:"windows,omitzero"`

	// How many pods, as a number or a percentage, may be down at once while they are
	// updated: "10%" where it is left out.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`

	// The port of the registrar's health: 9809 where it is left out.
	RegistrarPort int32 `json:"registrarPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Serves the metrics of the volumes on each node with Linux: operations, bytes, time,
	// and how long they stood at a limit.
	Metrics bool `json:"metrics,omitempty"`
}

// Windows is what is different on nodes with Windows. They need CSI Proxy.
type Windows struct {
	// Leaves the DaemonSet for such nodes out.
	Disabled bool `json:"disabled,omitempty"`

	// The CPU and memory of each of the two containers beside the driver's.
	SidecarResources corev1.ResourceRequirements `json:"sidecarResources,omitzero"`
}

// Container is a container beside the driver's.
type Container struct {
	// The image. A tag alone changes the version.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory that the container asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Arguments that the container gets after the addon's own, such as
	// "--worker-threads=200". Where a flag is given twice the last one counts.
	ExtraArgs []string `json:"extraArgs,omitempty"`

	// Environment variables that the container gets after the addon's own.
	ExtraEnv []corev1.EnvVar `json:"extraEnv,omitempty"`
}

// Sidecar is a container by which the controller follows a kind of object.
type Sidecar struct {
	Container `json:",inline"`

	// Features that are switched on or off. Before Kubernetes 1.34 VolumeAttributesClass is
	// off: in a cluster that serves the class switch it on for the provisioner and the
	// resizer.
	FeatureGates map[string]bool `json:"featureGates,omitempty"`
}

// Snapshotter is the sidecar that has snapshots made.
type Snapshotter struct {
	// Switches the sidecar on. The definitions of snapshot.storage.k8s.io must be there
	// before, and a snapshot controller.
	Enabled bool `json:"enabled,omitempty"`

	Sidecar `json:",inline"`
}

// VolumeModifier is the sidecar that has volumes change by annotations of their claims.
type VolumeModifier struct {
	// Switches the sidecar on. From Kubernetes 1.34 on prefer a VolumeAttributesClass, which
	// needs none.
	Enabled bool `json:"enabled,omitempty"`

	Container `json:",inline"`
}

// LeaderElection says how fast copies agree which of them is active.
type LeaderElection struct {
	// How long a lease is good for without being renewed; 15 s where it is left out.
	LeaseDuration metav1.Duration `json:"leaseDuration,omitzero"`

	// How long the active copy tries to renew its lease before it gives up, less than the
	// duration; 10 s where it is left out.
	RenewDeadline metav1.Duration `json:"renewDeadline,omitzero"`

	// How long copies wait between two tries, well less than the deadline; 5 s where it is
	// left out.
	RetryPeriod metav1.Duration `json:"retryPeriod,omitzero"`
}

// AccessKey is an AWS access key in a Secret of the addon's namespace.
type AccessKey struct {
	// The key's ID.
	ID addon.SecretRef `json:"id" jsonschema:"required"`

	// The secret that belongs to it.
	Secret addon.SecretRef `json:"secret" jsonschema:"required"`
}

// FSType is a file system.
type FSType string

// The file systems.
const (
	Ext3 FSType = "ext3"
	Ext4 FSType = "ext4"
	XFS  FSType = "xfs"
	NTFS FSType = "ntfs" // of Windows
)

// Enum lists the file systems.
func (FSType) Enum() []string { return addon.Values(Ext3, Ext4, XFS, NTFS) }

// MetadataSource tells the driver what instance it runs on.
type MetadataSource string

// The sources.
const (
	IMDS       MetadataSource = "imds"       // the instance's metadata service
	Kubernetes MetadataSource = "kubernetes" // the Node object, which knows less of what is attached
)

// Enum lists the sources.
func (MetadataSource) Enum() []string { return addon.Values(IMDS, Kubernetes) }

// LogFormat is the form of a log.
type LogFormat string

// The forms.
const (
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Enum lists the forms.
func (LogFormat) Enum() []string { return addon.Values(LogText, LogJSON) }
