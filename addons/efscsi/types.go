package efscsi

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

// Probes is how a driver's container is probed, by way of the container beside it.
type Probes struct {
	// When the container is started anew.
	Liveness Probe `json:"liveness,omitzero"`

	// When it counts as ready: as soon as it runs, where it is left out.
	Readiness *Probe `json:"readiness,omitempty"`

	// When it counts as started, before which the other probes wait: at once, where it is left
	// out.
	Startup *Probe `json:"startup,omitempty"`
}

// Probe is how often is asked, and what is made of no answer. What is left out of a readiness
// or startup probe is Kubernetes' own default.
type Probe struct {
	// How many seconds after the start it begins: 10 for liveness, where it is left out.
	InitialDelaySeconds int32 `json:"initialDelaySeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds an answer may take: 3 for liveness, where it is left out.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds are between two probes: for liveness 10 for the controller and 2 on the
	// nodes, where it is left out.
	PeriodSeconds int32 `json:"periodSeconds,omitempty" jsonschema:"minimum=1"`

	// How many probes in a row must fail: 5 for liveness, where it is left out.
	FailureThreshold int32 `json:"failureThreshold,omitempty" jsonschema:"minimum=1"`
}

// Node is what mounts volumes, on every node.
type Node struct {
	// The pods on the nodes. They bear all taints and run on all nodes with Linux but those of
	// Fargate and EKS Hybrid Nodes: what the target's pods say of node selector, tolerations,
	// affinity, spread and runtime class doesn't hold for them. To tolerations that are given
	// here those that the driver needs are added.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// How many pods, as a number or a percentage, may be down at once while they are updated:
	// one, where it is left out. Files on a node hang meanwhile.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`

	// How the pods are probed.
	Probes Probes `json:"probes,omitzero"`

	// The port of the pods' health in the network of their nodes: 9809 where it is left out.
	HealthPort int32 `json:"healthPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Where the kubelet keeps its data: "/var/lib/kubelet" where it is left out.
	KubeletPath string `json:"kubeletPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Gives the pods a role with the right to mount file systems, for those whose policy asks
	// for it: their classes and volumes have the mount option iam.
	MountRole bool `json:"mountRole,omitempty"`

	// Addresses of file systems whose names a node can't resolve, such as those of another VPC.
	MountTargets []MountTarget `json:"mountTargets,omitempty"`

	// The sizes of volumes among the kubelet's metrics.
	VolumeMetrics VolumeMetrics `json:"volumeMetrics,omitzero"`

	// How many volumes a node takes: as many as pods ask for, where it is left out. Each takes
	// about 12 MiB of the pod's memory, and while it is mounted 30.
	VolumeAttachLimit int32 `json:"volumeAttachLimit,omitempty" jsonschema:"minimum=1"`

	// How many volumes are mounted at once: as many as there are, where it is left out.
	MaxMounts int32 `json:"maxMounts,omitempty" jsonschema:"minimum=1"`

	// Unmounts by force what can't be unmounted otherwise, where the file system doesn't answer.
	ForceUnmount bool `json:"forceUnmount,omitempty"`

	// How long it is tried otherwise: 30 s where it is left out.
	UnmountTimeout metav1.Duration `json:"unmountTimeout,omitzero"`

	// Has the mount helper write its log for EFS to CloudWatch, and gives the pods a role with
	// the right to.
	EFSLogs bool `json:"efsLogs,omitempty"`

	// Doesn't have it write its log for S3 Files there.
	NoS3FilesLogs bool `json:"noS3FilesLogs,omitempty"`

	// Doesn't have it write its metrics for S3 Files there.
	NoS3FilesMetrics bool `json:"noS3FilesMetrics,omitempty"`

	// Settings of the mount helper for EFS, in efs-utils.conf. They go before what other
	// options set there.
	EFSUtils []Setting `json:"efsUtils,omitempty"`

	// Settings of the mount helper for S3 Files, in s3files-utils.conf.
	S3FilesUtils []Setting `json:"s3FilesUtils,omitempty"`

	// Takes the right to change nodes from the pods. They then don't take away the taint
	// efs.csi.aws.com/agent-not-ready when they are ready, so give no node that taint.
	NoMutation bool `json:"noMutation,omitempty"`
}

// MountTarget is where a file system is reached.
type MountTarget struct {
	// The file system: "fs-0123456789abcdef0".
	FileSystem string `json:"fileSystem" jsonschema:"required,pattern=^fs-[0-9a-f]+$"`

	// The region that is part of its name.
	Region string `json:"region" jsonschema:"required,pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// The address of its mount target.
	IP string `json:"ip" jsonschema:"required"`
}

// VolumeMetrics is how the sizes of volumes are found out, for which all their files are
// looked at.
type VolumeMetrics struct {
	// Switches them on. Large file systems take much memory.
	Enabled bool `json:"enabled,omitempty"`

	// How often a volume is looked at: every 240 m where it is left out.
	RefreshPeriod metav1.Duration `json:"refreshPeriod,omitzero"`

	// How many volumes of a file system are looked at at once: 5 where it is left out.
	FileSystemLimit int32 `json:"fileSystemLimit,omitempty" jsonschema:"minimum=1"`
}

// Setting is a setting of the mount helper.
type Setting struct {
	// The section of the file that the setting is in, such as "mount-watchdog".
	Section string `json:"section" jsonschema:"required,pattern=^[0-9A-Za-z._-]+$"`

	// The setting's name.
	Key string `json:"key" jsonschema:"required,pattern=^[0-9A-Za-z._-]+$"`

	// The setting's value.
	Value string `json:"value" jsonschema:"required,pattern=^[^\\,\\n]+$"`
}

// Container is a container beside the driver's.
type Container struct {
	// The image. A tag alone changes the version.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory that the container asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Arguments that the container gets after the addon's own. Where a flag is given twice the
	// last one counts.
	ExtraArgs []string `json:"extraArgs,omitempty"`

	// Environment variables that the container gets after the addon's own.
	ExtraEnv []corev1.EnvVar `json:"extraEnv,omitempty"`
}

// Provisioner is the sidecar that follows claims.
type Provisioner struct {
	Container `json:",inline"`

	// Features that are switched on or off: Topology is on.
	FeatureGates map[string]bool `json:"featureGates,omitempty"`

	// How long the driver may take to make or delete a volume before it is asked again: 15 s
	// where it is left out. Upstream's advice for many at once is 60 s.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How many volumes are worked on at once: 100 where it is left out. With
	// deleteRootDirectories each takes memory of the driver.
	WorkerThreads int32 `json:"workerThreads,omitempty" jsonschema:"minimum=1"`
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
