package velero

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Maintenance is how repositories are looked after: by Jobs, which throw away what no backup
// needs any more.
type Maintenance struct {
	// How often: Velero decides by the kind of repository, where it is left out.
	Frequency metav1.Duration `json:"frequency,omitzero"`

	// How it is done for all repositories.
	MaintenanceJobs `json:",inline"`

	// The PriorityClass of the Jobs' pods.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// Annotations of the Jobs' pods.
	PodAnnotations map[string]string `json:"podAnnotations,omitempty"`

	// How it is done for some, by their names: namespace, location and kind of repository, as
	// in "web-default-kopia".
	Repositories map[string]MaintenanceJobs `json:"repositories,omitempty"`
}

// MaintenanceJobs is how Jobs look after a repository.
type MaintenanceJobs struct {
	// How many Jobs that have ended are kept: 3 where it is left out.
	KeepLatest *int32 `json:"keepLatest,omitempty" jsonschema:"minimum=0"`

	// The CPU and memory that a Job asks for and may use: without bounds, where it is left
	// out.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The nodes that a Job may run on: one of these is enough.
	NodeSelectors []metav1.LabelSelector `json:"nodeSelectors,omitempty"`
}

// Repository is how repositories are read and written.
type Repository struct {
	// How much of a repository is kept on the disk of a pod, in MiB: 5000 where it is left
	// out.
	CacheLimitMB int32 `json:"cacheLimitMB,omitempty" jsonschema:"minimum=1"`

	// How often what no backup needs is thrown away: "normalGC", every 24 hours, where it is
	// left out.
	FullMaintenanceInterval GCInterval `json:"fullMaintenanceInterval,omitempty"`
}

// GCInterval is how often a repository is cleaned up.
type GCInterval string

// The intervals.
const (
	NormalGC GCInterval = "normalGC" // 24 hours
	FastGC   GCInterval = "fastGC"   // 12 hours
	EagerGC  GCInterval = "eagerGC"  // 6 hours
)

// Enum lists the intervals.
func (GCInterval) Enum() []string { return addon.Values(NormalGC, FastGC, EagerGC) }

// NodeAgent are the pods on each node.
type NodeAgent struct {
	// Brings them. They are for the data of volumes, and a backup of nothing but resources
	// needs none.
	Enabled bool `json:"enabled,omitempty"`

	// The pods. Their image is the server's.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// How pods are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// Runs them, and the pods that they make to back up file systems, with all rights on the
	// node, which volumes of block devices and some nodes need.
	Privileged bool `json:"privileged,omitempty"`

	// Doesn't mount the nodes' folders of volumes. File systems of pods then can't be backed
	// up, and snapshots still can be moved.
	NoHostPath bool `json:"noHostPath,omitempty"`

	// Where the kubelet has pods: "/var/lib/kubelet/pods" where it is left out.
	PodsPath string `json:"podsPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Where the kubelet has plugins: "/var/lib/kubelet/plugins" where it is left out.
	PluginsPath string `json:"pluginsPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// How long it may take until the volume of a snapshot is there: 30m where it is left out.
	PrepareTimeout metav1.Duration `json:"prepareTimeout,omitzero"`

	// How many volumes a node works on at once.
	Concurrency Concurrency `json:"concurrency,omitzero"`

	// The pods that the node agents make to move data.
	DataMovers DataMovers `json:"dataMovers,omitzero"`

	// How the volume is made from which the data of a snapshot are moved, by the StorageClass
	// of the volume that was backed up.
	BackupVolumes map[string]BackupVolume `json:"backupVolumes,omitempty"`

	// Makes the volumes of a restore on a node that Velero chooses, where their StorageClass
	// would wait for the first pod.
	IgnoreDelayBinding bool `json:"ignoreDelayBinding,omitempty"`
}

// Concurrency is how many volumes a node works on at once.
type Concurrency struct {
	// The number on all nodes: 1 where it is left out.
	All int32 `json:"all,omitempty" jsonschema:"minimum=1"`

	// The number on some nodes. Of several that match a node the smallest counts.
	Nodes []NodeConcurrency `json:"nodes,omitempty"`

	// How many volumes may be prepared at once in the whole cluster: any number where it is
	// left out.
	Prepared int32 `json:"prepared,omitempty" jsonschema:"minimum=1"`
}

// NodeConcurrency is how many volumes some nodes work on at once.
type NodeConcurrency struct {
	// The labels of the nodes.
	Selector metav1.LabelSelector `json:"selector" jsonschema:"required"`

	// The number.
	Number int32 `json:"number" jsonschema:"required,minimum=1"`
}

// DataMovers are the pods that node agents make to move data.
type DataMovers struct {
	// The CPU and memory that a pod asks for and may use: without bounds, where it is left
	// out.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The nodes that they run on: one of these is enough.
	NodeSelectors []DataMoverNodes `json:"nodeSelectors,omitempty"`

	// Their PriorityClass.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// Their labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Their annotations.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Keeps a part of the repository on a volume of its own while data are restored.
	Cache *Cache `json:"cache,omitempty"`
}

// DataMoverNodes are nodes that data are moved on.
type DataMoverNodes struct {
	// The labels of the nodes.
	Selector metav1.LabelSelector `json:"selector" jsonschema:"required"`

	// For volumes of this StorageClass only; for all, where it is left out.
	StorageClass string `json:"storageClass,omitempty"`
}

// Cache is a volume with a part of the repository.
type Cache struct {
	// The StorageClass of the volume.
	StorageClass string `json:"storageClass" jsonschema:"required"`

	// From which size of a backup on, in MiB, there is such a volume: for each where it is left
	// out.
	ResidentThresholdMB int64 `json:"residentThresholdMB,omitempty" jsonschema:"minimum=1"`
}

// BackupVolume is how the volume is made from which the data of a snapshot are moved.
type BackupVolume struct {
	// The StorageClass: that of the volume that was backed up, where it is left out.
	StorageClass string `json:"storageClass,omitempty"`

	// Mounts it read-only, which some drivers make much faster.
	ReadOnly bool `json:"readOnly,omitempty"`

	// Leaves the SELinux labels of what is in it alone.
	NoRelabeling bool `json:"noRelabeling,omitempty"`

	// Annotations of the claim.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Validate refuses what Velero passes over.
func (v BackupVolume) Validate(path *field.Path) field.ErrorList {
	if v.NoRelabeling && !v.ReadOnly {
		return field.ErrorList{field.Forbidden(path.Child("noRelabeling"), "needs readOnly")}
	}
	return nil
}
