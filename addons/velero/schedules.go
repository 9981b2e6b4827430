package velero

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/cron"
	"github.com/fitout/fitout/addon/kube"
)

// Schedule has backups made, over and over.
type Schedule = kube.Custom[ScheduleSpec]

// NewSchedule returns a Schedule, to be added to an install by [addon.With].
func NewSchedule(meta metav1.ObjectMeta, spec ScheduleSpec) *Schedule {
	return kube.NewCustom(apiVersion, "Schedule", meta, spec)
}

// Backup is one backup.
type Backup = kube.Custom[BackupSpec]

// NewBackup returns a Backup, to be added to an install by [addon.With].
func NewBackup(meta metav1.ObjectMeta, spec BackupSpec) *Backup {
	return kube.NewCustom(apiVersion, "Backup", meta, spec)
}

// NamedSchedule is a Schedule among the addon's options.
type NamedSchedule struct {
	// The Schedule's name, with which the names of its backups begin.
	Name string `json:"name" jsonschema:"required,maxLength=48,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Labels of the Schedule, which its backups get.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of the Schedule, which its backups get.
	Annotations map[string]string `json:"annotations,omitempty"`

	ScheduleSpec `json:",inline"`
}

// ScheduleSpec says when backups are made, and of what. The fields are those of velero.io/v1.
type ScheduleSpec struct {
	// When, as CronJobs have it, in UTC: "*/30 * * * *". While a backup of the schedule runs
	// the next one is left out.
	Schedule string `json:"schedule" jsonschema:"required"`

	// What is backed up, and how. Everything, where it is left out.
	Template BackupSpec `json:"template"`

	// Makes none for now.
	Paused bool `json:"paused,omitempty"`

	// Makes no first backup as soon as the Schedule is there, or no longer paused.
	SkipImmediately *bool `json:"skipImmediately,omitempty"`

	// Has the backups deleted with the Schedule.
	UseOwnerReferencesInBackup *bool `json:"useOwnerReferencesInBackup,omitempty"`
}

// Validate refuses a schedule that Velero can't read.
func (s ScheduleSpec) Validate(path *field.Path) field.ErrorList {
	if s.Schedule == "" {
		return nil // which is told already
	}
	if _, err := cron.Parse(s.Schedule); err != nil {
		return field.ErrorList{field.Invalid(path.Child("schedule"), s.Schedule, err.Error())}
	}
	return nil
}

// BackupSpec is what is backed up, and how. The fields are those of velero.io/v1, without one
// that is deprecated.
type BackupSpec struct {
	// Labels of the backup's files.
	Metadata *BackupMetadata `json:"metadata,omitempty"`

	// The namespaces: all, where they are left out. "*" stands for any characters.
	IncludedNamespaces []string `json:"includedNamespaces,omitempty" jsonschema:"minLength=1"`

	// The namespaces that are left out.
	ExcludedNamespaces []string `json:"excludedNamespaces,omitempty" jsonschema:"minLength=1"`

	// The kinds of resources, by their plurals, with their group if they have one: all, where
	// they are left out.
	IncludedResources []string `json:"includedResources,omitempty" jsonschema:"minLength=1"`

	// The kinds that are left out.
	ExcludedResources []string `json:"excludedResources,omitempty" jsonschema:"minLength=1"`

	// The kinds of resources in no namespace; those that belong to what is backed up, where
	// they are left out. "*" stands for all.
	IncludedClusterScopedResources []string `json:"includedClusterScopedResources,omitempty" jsonschema:"minLength=1"`

	// The kinds of resources in no namespace that are left out.
	ExcludedClusterScopedResources []string `json:"excludedClusterScopedResources,omitempty" jsonschema:"minLength=1"`

	// The kinds of resources in namespaces: all, where they are left out.
	IncludedNamespaceScopedResources []string `json:"includedNamespaceScopedResources,omitempty" jsonschema:"minLength=1"`

	// The kinds of resources in namespaces that are left out.
	ExcludedNamespaceScopedResources []string `json:"excludedNamespaceScopedResources,omitempty" jsonschema:"minLength=1"`

	// Whether resources in no namespace are backed up: those that belong to what is, where it
	// is left out, and all, where all namespaces are.
	IncludeClusterResources *bool `json:"includeClusterResources,omitempty"`

	// The labels that resources must have.
	LabelSelector *metav1.LabelSelector `json:"labelSelector,omitempty"`

	// The labels of which resources must have one set.
	OrLabelSelectors []metav1.LabelSelector `json:"orLabelSelectors,omitempty"`

	// How long the backup is kept: 720h, 30 days, where it is left out.
	TTL metav1.Duration `json:"ttl,omitzero"`

	// The location that the backup goes to: the default one, where it is left out.
	StorageLocation string `json:"storageLocation,omitempty"`

	// The locations of snapshots, one of each provider.
	VolumeSnapshotLocations []string `json:"volumeSnapshotLocations,omitempty"`

	// Whether volumes get snapshots: yes, where it is left out and it can be done.
	SnapshotVolumes *bool `json:"snapshotVolumes,omitempty"`

	// Whether the data of snapshots are moved into the backup location.
	SnapshotMoveData *bool `json:"snapshotMoveData,omitempty"`

	// What moves them: Velero itself, where it is left out.
	DataMover string `json:"datamover,omitempty"`

	// Whether file systems of pods' volumes are backed up where no annotation says so.
	DefaultVolumesToFSBackup *bool `json:"defaultVolumesToFsBackup,omitempty"`

	// How long it may take until a snapshot can be used: 10m where it is left out.
	CSISnapshotTimeout metav1.Duration `json:"csiSnapshotTimeout,omitzero"`

	// How long operations in the background may take: 4h where it is left out.
	ItemOperationTimeout metav1.Duration `json:"itemOperationTimeout,omitzero"`

	// The label by whose value claims get their snapshots at one moment.
	VolumeGroupSnapshotLabelKey string `json:"volumeGroupSnapshotLabelKey,omitempty"`

	// The order in which the resources of a kind are backed up, each by namespace and name:
	// {"pods": "web/db-0,web/db-1"}.
	OrderedResources map[string]string `json:"orderedResources,omitempty"`

	// What is run in containers before and after.
	Hooks *BackupHooks `json:"hooks,omitempty"`

	// A ConfigMap in Velero's namespace that says which volumes are backed up how.
	ResourcePolicy *ResourcePolicy `json:"resourcePolicy,omitempty"`

	// How data of volumes are uploaded.
	UploaderConfig *UploaderConfig `json:"uploaderConfig,omitempty"`
}

// Validate refuses filters of which Velero takes one or the other.
func (s BackupSpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("labelSelector", s.LabelSelector != nil), addon.Field("orLabelSelectors", s.OrLabelSelectors != nil))
	scoped := s.IncludedClusterScopedResources != nil || s.ExcludedClusterScopedResources != nil ||
		s.IncludedNamespaceScopedResources != nil || s.ExcludedNamespaceScopedResources != nil
	for _, f := range []addon.Choice{
		addon.Field("includedResources", s.IncludedResources != nil),
		addon.Field("excludedResources", s.ExcludedResources != nil),
		addon.Field("includeClusterResources", s.IncludeClusterResources != nil),
	} {
		if scoped && f.Set {
			errs = append(errs, field.Forbidden(path.Child(f.Name), "can't be said beside cluster-scoped and namespace-scoped resources: say it by those"))
		}
	}
	return errs
}

// ResourcePolicy names a ConfigMap.
type ResourcePolicy struct {
	// The kind: "configmap" is the only one.
	Kind PolicyKind `json:"kind" jsonschema:"required"`

	// The ConfigMap's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`
}

// PolicyKind is the kind of object that a policy is in.
type PolicyKind string

// ConfigMapPolicy is a policy in a ConfigMap.
const ConfigMapPolicy PolicyKind = "configmap"

// Enum lists the kinds.
func (PolicyKind) Enum() []string { return addon.Values(ConfigMapPolicy) }

// BackupMetadata are labels of a backup's files.
type BackupMetadata struct {
	// The labels.
	Labels map[string]string `json:"labels,omitempty"`
}

// BackupHooks are what is run in containers before and after their pods are backed up.
type BackupHooks struct {
	// The hooks, each for some pods.
	Resources []BackupHook `json:"resources,omitempty"`
}

// BackupHook is what is run in some pods.
type BackupHook struct {
	// The hook's name.
	Name string `json:"name" jsonschema:"required"`

	// The namespaces of the pods: all, where they are left out.
	IncludedNamespaces []string `json:"includedNamespaces,omitempty" jsonschema:"minLength=1"`

	// The namespaces that are left out.
	ExcludedNamespaces []string `json:"excludedNamespaces,omitempty" jsonschema:"minLength=1"`

	// The kinds of resources: "pods" alone can have hooks.
	IncludedResources []string `json:"includedResources,omitempty" jsonschema:"minLength=1"`

	// The kinds that are left out.
	ExcludedResources []string `json:"excludedResources,omitempty" jsonschema:"minLength=1"`

	// The labels of the pods.
	LabelSelector *metav1.LabelSelector `json:"labelSelector,omitempty"`

	// What is run before.
	Pre []Hook `json:"pre,omitempty"`

	// What is run after.
	Post []Hook `json:"post,omitempty"`
}

// Hook is what is run in a pod.
type Hook struct {
	// A command in a container.
	Exec ExecHook `json:"exec" jsonschema:"required"`
}

// ExecHook is a command in a container.
type ExecHook struct {
	// The container: the pod's first one, where it is left out.
	Container string `json:"container,omitempty"`

	// The command and its arguments.
	Command []string `json:"command" jsonschema:"required,minItems=1"`

	// What becomes of the backup where the command fails: "Fail", the pod isn't backed up,
	// where it is left out.
	OnError HookError `json:"onError,omitempty"`

	// How long the command may take: 30s where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`
}

// HookError is what becomes of a backup whose hook fails.
type HookError string

// What may become of it.
const (
	HookContinue HookError = "Continue"
	HookFail     HookError = "Fail"
)

// Enum lists what may become of it.
func (HookError) Enum() []string { return addon.Values(HookContinue, HookFail) }

// UploaderConfig is how data of volumes are uploaded.
type UploaderConfig struct {
	// How many files at once: as many as the node has cores, where it is left out.
	ParallelFilesUpload int32 `json:"parallelFilesUpload,omitempty" jsonschema:"minimum=1"`
}
