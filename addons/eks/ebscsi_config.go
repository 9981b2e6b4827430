package eks

import (
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// EBSCSIConfiguration is what EKS lets one set in the EBS CSI driver. EKS's schema follows the
// chart's, values.schema.json, from v1.40 on, less what says which images and names there
// are; of that the options are a part.
type EBSCSIConfiguration struct {
	// The pods that make and attach disks.
	Controller EBSController `json:"controller,omitzero"`

	// Logs as much as there is, in all containers.
	DebugLogs bool `json:"debugLogs,omitempty"`

	// A StorageClass of EKS's.
	DefaultStorageClass DefaultStorageClass `json:"defaultStorageClass,omitzero"`

	// Uses cryptography and endpoints that comply with FIPS 140-3.
	FIPS bool `json:"fips,omitempty"`

	// The pods that mount disks, on every node.
	Node EBSNode `json:"node,omitzero"`

	// How often, in seconds, nodes are asked again how many disks they take, 10 at least; -1
	// has the driver choose, and 0 never asks. It needs Kubernetes 1.33; -1, where it is left
	// out.
	NodeAllocatableUpdatePeriodSeconds *int32 `json:"nodeAllocatableUpdatePeriodSeconds,omitempty" jsonschema:"minimum=-1"`

	// Kubernetes' own part of the driver, in the same pods.
	Sidecars EBSSidecars `json:"sidecars,omitzero"`
}

// DefaultStorageClass is a StorageClass of EKS's.
type DefaultStorageClass struct {
	// Makes it: ebs-csi-default-sc, which claims get that ask for none.
	Enabled bool `json:"enabled,omitempty"`
}

// EBSController is the part that makes and attaches disks.
type EBSController struct {
	// More arguments, such as "--batching=true".
	AdditionalArgs []string `json:"additionalArgs,omitempty" jsonschema:"pattern=^-"`

	// Where the pods may run.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// Whether calls of EC2 are joined, which are limited; they are, where it is left out.
	Batching *bool `json:"batching,omitempty"`

	// The file system of volumes whose class names none; "ext4", where it is left out.
	DefaultFSType string `json:"defaultFsType,omitempty"`

	// Serves metrics.
	EnableMetrics bool `json:"enableMetrics,omitempty"`

	// Tags of all disks.
	ExtraVolumeTags map[string]string `json:"extraVolumeTags,omitempty"`

	// How log lines look; "text", where it is left out.
	LoggingFormat LoggingFormat `json:"loggingFormat,omitempty"`

	// How much is logged, from 1 on; 2, where it is left out.
	LogLevel int32 `json:"logLevel,omitempty" jsonschema:"minimum=1"`

	// The labels of the nodes on which the pods run.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// Annotations of the pods.
	PodAnnotations map[string]string `json:"podAnnotations,omitempty"`

	// Labels of the pods.
	PodLabels map[string]string `json:"podLabels,omitempty"`

	// The priority class of the pods; system-cluster-critical, where it is left out.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// The number of copies that run; 2, where it is left out.
	ReplicaCount int32 `json:"replicaCount,omitempty" jsonschema:"minimum=1"`

	// The resources of the driver's container.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Logs all calls of AWS.
	SDKDebugLog bool `json:"sdkDebugLog,omitempty"`

	// The taints that the pods run in spite of.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// How the pods are spread over nodes and zones.
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
}

// EBSNode is the part that mounts disks.
type EBSNode struct {
	// More arguments.
	AdditionalArgs []string `json:"additionalArgs,omitempty" jsonschema:"pattern=^-"`

	// Where the pods may run.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// Serves metrics.
	EnableMetrics bool `json:"enableMetrics,omitempty"`

	// Makes XFS file systems that old kernels can mount.
	LegacyXFS bool `json:"legacyXFS,omitempty"`

	// How log lines look; "text", where it is left out.
	LoggingFormat LoggingFormat `json:"loggingFormat,omitempty"`

	// How much is logged, from 1 on; 2, where it is left out.
	LogLevel int32 `json:"logLevel,omitempty" jsonschema:"minimum=1"`

	// The labels of the nodes on which the pods run.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// Annotations of the pods.
	PodAnnotations map[string]string `json:"podAnnotations,omitempty"`

	// Labels of the pods.
	PodLabels map[string]string `json:"podLabels,omitempty"`

	// The priority class of the pods; system-node-critical, where it is left out.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// How many disks a node keeps room for that are no volumes, its own among them; as many
	// as it has when it starts, where it is left out. It excludes volumeAttachLimit.
	ReservedVolumeAttachments *int32 `json:"reservedVolumeAttachments,omitempty" jsonschema:"minimum=0"`

	// The resources of the driver's container.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Whether the pods run on all nodes, whatever their taints; they do, where it is left out.
	TolerateAllTaints *bool `json:"tolerateAllTaints,omitempty"`

	// The taints that the pods run in spite of. They need tolerateAllTaints: false.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// How many volumes each node takes, whatever its type; what the type takes, where it is
	// left out.
	VolumeAttachLimit *int32 `json:"volumeAttachLimit,omitempty" jsonschema:"minimum=0"`
}

// EBSSidecars is Kubernetes' own part of the driver.
type EBSSidecars struct {
	// Makes and deletes volumes.
	Provisioner EBSSidecar `json:"provisioner,omitzero"`

	// Attaches volumes to nodes.
	Attacher EBSSidecar `json:"attacher,omitzero"`

	// Makes and deletes snapshots.
	Snapshotter EBSSidecar `json:"snapshotter,omitzero"`

	// Has volumes grow.
	Resizer EBSSidecar `json:"resizer,omitzero"`

	// Makes the driver known to the kubelet.
	NodeDriverRegistrar EBSSidecar `json:"nodeDriverRegistrar,omitzero"`
}

// EBSSidecar is one of these containers.
type EBSSidecar struct {
	// More arguments, such as "--worker-threads=101".
	AdditionalArgs []string `json:"additionalArgs,omitempty" jsonschema:"pattern=^-"`

	// How much is logged, from 1 on; 2, where it is left out.
	LogLevel int32 `json:"logLevel,omitempty" jsonschema:"minimum=1"`

	// The resources of the container.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`
}

// LoggingFormat is how log lines look.
type LoggingFormat string

// The formats.
const (
	TextLog LoggingFormat = "text"
	JSONLog LoggingFormat = "json"
)

// Enum lists the formats.
func (LoggingFormat) Enum() []string { return addon.Values(TextLog, JSONLog) }

func (c EBSCSIConfiguration) validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if every := c.NodeAllocatableUpdatePeriodSeconds; every != nil && *every > 0 && *every < 10 {
		errs = append(errs, field.Invalid(path.Child("nodeAllocatableUpdatePeriodSeconds"), *every, "must be -1, 0, or at least 10"))
	}
	node := path.Child("node")
	if len(c.Node.Tolerations) > 0 && (c.Node.TolerateAllTaints == nil || *c.Node.TolerateAllTaints) {
		errs = append(errs, field.Forbidden(node.Child("tolerations"), "needs tolerateAllTaints: false"))
	}
	errs = append(errs, addon.AtMostOne(node,
		addon.Field("volumeAttachLimit", c.Node.VolumeAttachLimit != nil),
		addon.Field("reservedVolumeAttachments", c.Node.ReservedVolumeAttachments != nil),
	)...)
	tags := path.Child("controller", "extraVolumeTags")
	for _, key := range slices.Sorted(maps.Keys(c.Controller.ExtraVolumeTags)) {
		if value := c.Controller.ExtraVolumeTags[key]; key == "" || len([]rune(key)) > 128 || len([]rune(value)) > 256 {
			errs = append(errs, field.Invalid(tags.Key(key), value, "must have a key of 1 to 128 characters and a value of up to 256"))
		}
	}
	return errs
}
