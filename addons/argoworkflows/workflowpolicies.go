package argoworkflows

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// ExecutorAccount is the service account of executors.
type ExecutorAccount struct {
	// Its name.
	ServiceAccountName string `json:"serviceAccountName" jsonschema:"required,maxLength=253"`
}

// ClaimTemplate is a volume that is made.
type ClaimTemplate struct {
	// Its name, labels and annotations.
	Metadata ClaimMetadata `json:"metadata" jsonschema:"required"`

	// What volume it is.
	Spec corev1.PersistentVolumeClaimSpec `json:"spec" jsonschema:"required"`
}

// ClaimMetadata is what a volume goes by.
type ClaimMetadata struct {
	// The name by which containers mount it.
	Name string `json:"name" jsonschema:"required,maxLength=63"`

	// Labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// VolumeClaimGC is when volumes are deleted.
type VolumeClaimGC struct {
	// When.
	Strategy VolumeClaimGCStrategy `json:"strategy" jsonschema:"required"`
}

// VolumeClaimGCStrategy is when volumes are deleted.
type VolumeClaimGCStrategy string

// The times.
const (
	VolumesOnWorkflowCompletion VolumeClaimGCStrategy = "OnWorkflowCompletion"
	VolumesOnWorkflowSuccess    VolumeClaimGCStrategy = "OnWorkflowSuccess"
)

// Enum lists the times.
func (VolumeClaimGCStrategy) Enum() []string {
	return addon.Values(VolumesOnWorkflowCompletion, VolumesOnWorkflowSuccess)
}

// ArtifactRepositoryRef chooses an artifact repository.
type ArtifactRepositoryRef struct {
	// The ConfigMap, in the workflow's namespace or else in the controller's:
	// "artifact-repositories" where it is left out.
	ConfigMap string `json:"configMap,omitempty" jsonschema:"maxLength=253"`

	// The repository: the ConfigMap's default one, where it is left out.
	Key string `json:"key,omitempty"`
}

// TTLStrategy is how long a workflow is kept when it is over.
type TTLStrategy struct {
	// How many seconds, however it went.
	SecondsAfterCompletion *int32 `json:"secondsAfterCompletion,omitempty" jsonschema:"minimum=0"`

	// How many seconds, if it went well.
	SecondsAfterSuccess *int32 `json:"secondsAfterSuccess,omitempty" jsonschema:"minimum=0"`

	// How many seconds, if it didn't.
	SecondsAfterFailure *int32 `json:"secondsAfterFailure,omitempty" jsonschema:"minimum=0"`
}

// PodGC is when pods are deleted.
type PodGC struct {
	// When.
	Strategy PodGCStrategy `json:"strategy,omitempty"`

	// The labels of the pods that are.
	LabelSelector *metav1.LabelSelector `json:"labelSelector,omitempty"`

	// How long they stay from then on: 5s where it is left out.
	DeleteDelayDuration metav1.Duration `json:"deleteDelayDuration,omitzero"`
}

// PodGCStrategy is when pods are deleted.
type PodGCStrategy string

// The times.
const (
	PodsOnPodCompletion      PodGCStrategy = "OnPodCompletion"
	PodsOnPodSuccess         PodGCStrategy = "OnPodSuccess"
	PodsOnWorkflowCompletion PodGCStrategy = "OnWorkflowCompletion"
	PodsOnWorkflowSuccess    PodGCStrategy = "OnWorkflowSuccess"
)

// Enum lists the times.
func (PodGCStrategy) Enum() []string {
	return addon.Values(PodsOnPodCompletion, PodsOnPodSuccess, PodsOnWorkflowCompletion, PodsOnWorkflowSuccess)
}

// WorkflowTemplateRef names a WorkflowTemplate.
type WorkflowTemplateRef struct {
	// Its name.
	Name string `json:"name" jsonschema:"required"`

	// Whether it is a ClusterWorkflowTemplate.
	ClusterScope bool `json:"clusterScope,omitempty"`
}

// WorkflowMetadata are labels and annotations of a workflow.
type WorkflowMetadata struct {
	// Labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Labels whose values are expressions.
	LabelsFrom map[string]LabelFrom `json:"labelsFrom,omitempty"`
}

// LabelFrom is the value of a label.
type LabelFrom struct {
	// The expression: "workflow.parameters.day".
	Expression string `json:"expression" jsonschema:"required"`
}

// Metadata are labels and annotations.
type Metadata struct {
	// Labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// ArtifactGC is when an artifact is deleted.
type ArtifactGC struct {
	// When.
	Strategy ArtifactGCStrategy `json:"strategy,omitempty"`

	// Labels and annotations of the pod that does it.
	PodMetadata *Metadata `json:"podMetadata,omitempty"`

	// Its service account: the workflow's, where it is left out.
	ServiceAccountName string `json:"serviceAccountName,omitempty" jsonschema:"maxLength=253"`
}

// ArtifactGCStrategy is when an artifact is deleted.
type ArtifactGCStrategy string

// The times.
const (
	ArtifactsOnWorkflowCompletion ArtifactGCStrategy = "OnWorkflowCompletion"
	ArtifactsOnWorkflowDeletion   ArtifactGCStrategy = "OnWorkflowDeletion"
	ArtifactsNever                ArtifactGCStrategy = "Never"
)

// Enum lists the times.
func (ArtifactGCStrategy) Enum() []string {
	return addon.Values(ArtifactsOnWorkflowCompletion, ArtifactsOnWorkflowDeletion, ArtifactsNever)
}

// WorkflowArtifactGC is when artifacts of a workflow are deleted that don't say it themselves.
type WorkflowArtifactGC struct {
	ArtifactGC `json:",inline"`

	// Lets the workflow go though its artifacts couldn't be deleted.
	ForceFinalizerRemoval bool `json:"forceFinalizerRemoval,omitempty"`

	// A patch of the spec of the pods that delete them, as YAML.
	PodSpecPatch string `json:"podSpecPatch,omitempty"`
}

// RetryStrategy is how often something is tried again.
type RetryStrategy struct {
	// How often: until it goes well, where it is left out.
	Limit *intstr.IntOrString `json:"limit,omitempty"`

	// After what: when the container fails, "OnFailure", where it is left out and there is no
	// expression.
	RetryPolicy RetryPolicy `json:"retryPolicy,omitempty"`

	// How long lies between two tries.
	Backoff *Backoff `json:"backoff,omitempty"`

	// Whether another node is taken.
	Affinity *RetryAffinity `json:"affinity,omitempty"`

	// An expression that is true where it is tried again: "lastRetry.exitCode != '2'".
	Expression string `json:"expression,omitempty"`
}

// RetryPolicy is after what something is tried again.
type RetryPolicy string

// The policies.
const (
	RetryAlways           RetryPolicy = "Always"
	RetryOnFailure        RetryPolicy = "OnFailure"
	RetryOnError          RetryPolicy = "OnError"
	RetryOnTransientError RetryPolicy = "OnTransientError"
)

// Enum lists the policies.
func (RetryPolicy) Enum() []string {
	return addon.Values(RetryAlways, RetryOnFailure, RetryOnError, RetryOnTransientError)
}

// Backoff is how long lies between two tries.
type Backoff struct {
	// How long between the first two.
	Duration Duration `json:"duration" jsonschema:"required"`

	// By what it grows from try to try.
	Factor *intstr.IntOrString `json:"factor,omitempty"`

	// How long it is tried in all.
	MaxDuration Duration `json:"maxDuration,omitempty"`

	// How long lies between two tries at most.
	Cap Duration `json:"cap,omitempty"`
}

// RetryAffinity is where something is tried again.
type RetryAffinity struct {
	// Takes a node that it hasn't been tried on.
	NodeAntiAffinity *NodeAntiAffinity `json:"nodeAntiAffinity,omitempty"`
}

// NodeAntiAffinity takes a node that hasn't been taken.
type NodeAntiAffinity struct{}

// Synchronization is what a workflow or template waits for.
type Synchronization struct {
	// Semaphores, which some at once may have.
	Semaphores []Semaphore `json:"semaphores,omitempty"`

	// Mutexes, which one at once may have.
	Mutexes []Mutex `json:"mutexes,omitempty"`
}

// Semaphore is what some at once may have.
type Semaphore struct {
	// The key of a ConfigMap that says how many.
	ConfigMapKeyRef corev1.ConfigMapKeySelector `json:"configMapKeyRef" jsonschema:"required"`

	// The namespace of the ConfigMap: the workflow's, where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`
}

// Mutex is what one at once may have.
type Mutex struct {
	// Its name.
	Name string `json:"name" jsonschema:"required"`

	// Its namespace: the workflow's, where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`
}

// Hook is a template that is run when something happens.
type Hook struct {
	// The template, of the same workflow.
	Template string `json:"template,omitempty"`

	// The template of another one.
	TemplateRef *TemplateRef `json:"templateRef,omitempty"`

	// What it is given.
	Arguments *Arguments `json:"arguments,omitempty"`

	// An expression that is true when it is run: "workflow.status == 'Running'". The hook "exit"
	// needs none.
	Expression string `json:"expression,omitempty"`
}

// Validate wants one template.
func (h Hook) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("template", h.Template != ""), addon.Field("templateRef", h.TemplateRef != nil))
}
