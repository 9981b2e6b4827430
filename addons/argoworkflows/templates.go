package argoworkflows

import (
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Template is something that is run: exactly one of container, script, resource, suspend, steps
// and dag.
type Template struct {
	// Its name, by which others in the workflow run it.
	Name string `json:"name,omitempty" jsonschema:"maxLength=128,pattern=^[a-zA-Z0-9][-a-zA-Z0-9]*$"`

	// A container.
	Container *Container `json:"container,omitempty"`

	// A script that a container runs.
	Script *Script `json:"script,omitempty"`

	// A resource that is made, changed or deleted.
	Resource *Resource `json:"resource,omitempty"`

	// A wait, for some time or until somebody resumes it.
	Suspend *Suspend `json:"suspend,omitempty"`

	// Groups of other templates, one group after the other. Those of a group run at once.
	Steps []ParallelSteps `json:"steps,omitempty"`

	// Other templates that depend on each other.
	DAG *DAG `json:"dag,omitempty"`

	// What it is given.
	Inputs *Inputs `json:"inputs,omitempty"`

	// What it gives to others.
	Outputs *Outputs `json:"outputs,omitempty"`

	// How often it is tried again.
	RetryStrategy *RetryStrategy `json:"retryStrategy,omitempty"`

	// How long it may take, with the time that its pod waits for a node. Steps and dags have
	// none.
	Timeout Duration `json:"timeout,omitempty"`

	// How long its pod may wait. Steps and dags have none.
	PendingTimeout Duration `json:"pendingTimeout,omitempty"`

	// How many seconds its pod may run, as a number or a variable. Steps and dags have none.
	ActiveDeadlineSeconds *intstr.IntOrString `json:"activeDeadlineSeconds,omitempty"`

	// How many pods of steps or of a dag run at once.
	Parallelism *int64 `json:"parallelism,omitempty" jsonschema:"minimum=1"`

	// Fails as soon as a pod of a loop has.
	FailFast *bool `json:"failFast,omitempty"`

	// Takes what it put out before, where the key is the same.
	Memoize *Memoize `json:"memoize,omitempty"`

	// What it waits for, so that not too many run at once.
	Synchronization *Synchronization `json:"synchronization,omitempty"`

	// Goes on to what depends on it when its pod is ready, and stops the pod at the end.
	Daemon *bool `json:"daemon,omitempty"`

	// Volumes beside the workflow's.
	Volumes []corev1.Volume `json:"volumes,omitempty"`

	// Containers that run before.
	InitContainers []UserContainer `json:"initContainers,omitempty"`

	// Containers that run beside, and are stopped at the end.
	Sidecars []UserContainer `json:"sidecars,omitempty"`

	// Where its artifacts and logs are kept, in place of the workflow's repository.
	ArchiveLocation *ArtifactLocation `json:"archiveLocation,omitempty"`

	// Metrics that it brings.
	Metrics *Metrics `json:"metrics,omitempty"`

	// Labels and annotations of the pod.
	Metadata *Metadata `json:"metadata,omitempty"`

	// Annotations of the template, which the pages show.
	Annotations map[string]string `json:"annotations,omitempty"`

	// The labels that the pod's node has.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// Rules on which nodes, and beside which other pods, the pod runs.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// The taints that the pod bears.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// The scheduler of the pod.
	SchedulerName string `json:"schedulerName,omitempty"`

	// The PriorityClass of the pod.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// The service account of the pod: the workflow's, where it is left out.
	ServiceAccountName string `json:"serviceAccountName,omitempty" jsonschema:"maxLength=253"`

	// Whether the pod has its token.
	AutomountServiceAccountToken *bool `json:"automountServiceAccountToken,omitempty"`

	// The service account of the executor, where the pod's has no token.
	Executor *ExecutorAccount `json:"executor,omitempty"`

	// Lines for the pod's /etc/hosts.
	HostAliases []corev1.HostAlias `json:"hostAliases,omitempty"`

	// What the pod may do on its node.
	SecurityContext *corev1.PodSecurityContext `json:"securityContext,omitempty"`

	// A patch of the pod's spec, as YAML, for what has no field here.
	PodSpecPatch string `json:"podSpecPatch,omitempty"`

	// The CPU and memory of the pod as a whole. It needs the feature PodLevelResources.
	PodResources *corev1.ResourceRequirements `json:"podResources,omitempty"`
}

// validate refuses to run two things, and what steps and dags don't have. Defaults of templates may
// have both.
func (t Template) validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path,
		addon.Field("container", t.Container != nil), addon.Field("script", t.Script != nil), addon.Field("resource", t.Resource != nil),
		addon.Field("suspend", t.Suspend != nil), addon.Field("steps", t.Steps != nil), addon.Field("dag", t.DAG != nil))
	leaf := t.Steps == nil && t.DAG == nil
	for _, f := range []addon.Choice{
		addon.Field("timeout", t.Timeout != ""),
		addon.Field("pendingTimeout", t.PendingTimeout != ""),
		addon.Field("activeDeadlineSeconds", t.ActiveDeadlineSeconds != nil),
	} {
		if f.Set && !leaf {
			errs = append(errs, field.Forbidden(path.Child(f.Name), "is for what has a pod of its own, and not for steps and dags"))
		}
	}
	return errs
}

// Duration is how long something takes, "10m", or a variable that says it.
type Duration string

// Validate refuses what is neither.
func (d Duration) Validate(path *field.Path) field.ErrorList {
	if d == "" || strings.Contains(string(d), "{{") {
		return nil
	}
	if n, err := time.ParseDuration(string(d)); err != nil || n < 0 {
		return field.ErrorList{field.Invalid(path, string(d), `must be a duration, as in "10m", or a variable, as in "{{inputs.parameters.timeout}}"`)}
	}
	return nil
}

// Container is what a container runs, and with what.
type Container struct {
	// The image.
	Image string `json:"image,omitempty"`

	// When it is pulled.
	ImagePullPolicy corev1.PullPolicy `json:"imagePullPolicy,omitempty" jsonschema:"enum=Always,enum=IfNotPresent,enum=Never"`

	// The program. Where it is left out the image must say it, and the controller must be able
	// to ask the registry.
	Command []string `json:"command,omitempty"`

	// Its arguments.
	Args []string `json:"args,omitempty"`

	// Its working directory.
	WorkingDir string `json:"workingDir,omitempty"`

	// Environment variables.
	Env []corev1.EnvVar `json:"env,omitempty"`

	// ConfigMaps and Secrets whose keys become environment variables.
	EnvFrom []corev1.EnvFromSource `json:"envFrom,omitempty"`

	// The ports that it listens on.
	Ports []corev1.ContainerPort `json:"ports,omitempty"`

	// The CPU and memory that it asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Where volumes are mounted.
	VolumeMounts []corev1.VolumeMount `json:"volumeMounts,omitempty"`

	// Where volumes are that are block devices.
	VolumeDevices []corev1.VolumeDevice `json:"volumeDevices,omitempty"`

	// How it is found out whether it is well.
	LivenessProbe *corev1.Probe `json:"livenessProbe,omitempty"`

	// How it is found out whether it is ready, for daemons and sidecars.
	ReadinessProbe *corev1.Probe `json:"readinessProbe,omitempty"`

	// How it is found out whether it has started.
	StartupProbe *corev1.Probe `json:"startupProbe,omitempty"`

	// What is done after it starts, and before it stops.
	Lifecycle *corev1.Lifecycle `json:"lifecycle,omitempty"`

	// What it may do on its node.
	SecurityContext *corev1.SecurityContext `json:"securityContext,omitempty"`
}

// Script is a script that a container runs. What it prints is its result.
type Script struct {
	Container `json:",inline"`

	// The script. It is given to the command as a file.
	Source string `json:"source,omitempty"`
}

// UserContainer is a container beside the main one.
type UserContainer struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	Container `json:",inline"`

	// Mounts the main container's volumes at the same places.
	MirrorVolumeMounts *bool `json:"mirrorVolumeMounts,omitempty"`
}

// Resource is a resource that is made, changed or deleted. The service account needs the right
// to do so.
type Resource struct {
	// What is done.
	Action ResourceAction `json:"action" jsonschema:"required"`

	// How a patch is merged: "strategic" where it is left out.
	MergeStrategy MergeStrategy `json:"mergeStrategy,omitempty"`

	// The resource, as YAML.
	Manifest string `json:"manifest,omitempty"`

	// Has it deleted with the workflow.
	SetOwnerReference bool `json:"setOwnerReference,omitempty"`

	// When it is done, as a selector on the resource's fields: "status.succeeded > 0".
	SuccessCondition string `json:"successCondition,omitempty"`

	// When it has failed.
	FailureCondition string `json:"failureCondition,omitempty"`

	// Flags of kubectl.
	Flags []string `json:"flags,omitempty"`
}

// Validate wants a resource.
func (r Resource) Validate(path *field.Path) field.ErrorList {
	if r.Manifest == "" && r.Action != ResourceGet && r.Action != ResourceDelete {
		return field.ErrorList{field.Required(path.Child("manifest"), "only get and delete need none, which may have flags in its place")}
	}
	return nil
}

// ResourceAction is what is done with a resource.
type ResourceAction string

// What may be done.
const (
	ResourceGet     ResourceAction = "get"
	ResourceCreate  ResourceAction = "create"
	ResourceApply   ResourceAction = "apply"
	ResourceDelete  ResourceAction = "delete"
	ResourceReplace ResourceAction = "replace"
	ResourcePatch   ResourceAction = "patch"
)

// Enum lists what may be done.
func (ResourceAction) Enum() []string {
	return addon.Values(ResourceGet, ResourceCreate, ResourceApply, ResourceDelete, ResourceReplace, ResourcePatch)
}

// MergeStrategy is how a patch is merged.
type MergeStrategy string

// The ways.
const (
	MergeStrategic MergeStrategy = "strategic"
	MergeJSON      MergeStrategy = "merge"
	MergeJSONPatch MergeStrategy = "json"
)

// Enum lists the ways.
func (MergeStrategy) Enum() []string { return addon.Values(MergeStrategic, MergeJSON, MergeJSONPatch) }

// Suspend is a wait.
type Suspend struct {
	// How long: until somebody resumes it, where it is left out.
	Duration Duration `json:"duration,omitempty"`
}

// Memoize takes what a template put out before. The controller needs memoization.
type Memoize struct {
	// The key by which it is found again, with variables.
	Key string `json:"key" jsonschema:"required"`

	// How old it may be.
	MaxAge Duration `json:"maxAge" jsonschema:"required"`

	// Where it is kept.
	Cache Cache `json:"cache" jsonschema:"required"`
}

// Cache is where outputs are kept.
type Cache struct {
	// A ConfigMap, in the workflow's namespace.
	ConfigMap ConfigMapName `json:"configMap" jsonschema:"required"`
}

// ConfigMapName names a ConfigMap.
type ConfigMapName struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`
}
