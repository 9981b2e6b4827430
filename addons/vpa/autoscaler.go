package vpa

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const group = "autoscaling.k8s.io"

// VerticalPodAutoscaler has the pods of one workload ask for what they use.
type VerticalPodAutoscaler = kube.Custom[VerticalPodAutoscalerSpec]

// NewVerticalPodAutoscaler returns a VerticalPodAutoscaler, to be added to an addon by
// [addon.With]. The spec is copied.
func NewVerticalPodAutoscaler(meta metav1.ObjectMeta, spec VerticalPodAutoscalerSpec) *VerticalPodAutoscaler {
	return kube.NewCustom(group+"/v1", "VerticalPodAutoscaler", meta, spec).DeepCopyObject().(*VerticalPodAutoscaler)
}

// NamedAutoscaler is a VerticalPodAutoscaler among the addon's options.
type NamedAutoscaler struct {
	// The autoscaler's name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The namespace of the autoscaler, and of the workload.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	VerticalPodAutoscalerSpec `json:",inline"`
}

// autoscalers are those of the options.
func autoscalers(o Options) []addon.Object {
	var objs []addon.Object
	for _, a := range o.Autoscalers {
		objs = append(objs, NewVerticalPodAutoscaler(o.identity().In(a.Namespace).Meta(a.Name), a.VerticalPodAutoscalerSpec))
	}
	return objs
}

// VerticalPodAutoscalerSpec says whose pods are scaled, when, and within which bounds.
type VerticalPodAutoscalerSpec struct {
	// The workload, in the autoscaler's namespace. No other autoscaler may be for its pods.
	TargetRef TargetRef `json:"targetRef" jsonschema:"required"`

	// When pods are changed: in the mode Recreate, where it is left out.
	UpdatePolicy *UpdatePolicy `json:"updatePolicy,omitempty"`

	// What containers may be given.
	ResourcePolicy *ResourcePolicy `json:"resourcePolicy,omitempty"`

	// The recommender that is responsible, one at most: that of the name "default", where it
	// is left out.
	Recommenders []RecommenderRef `json:"recommenders,omitempty" jsonschema:"maxItems=1"`

	// What pods are given while they start, beyond what is recommended. It needs the feature
	// CPUStartupBoost.
	StartupBoost *StartupBoost `json:"startupBoost,omitempty"`
}

// TargetRef names a workload.
type TargetRef struct {
	// The API group and version, as in "apps/v1".
	APIVersion string `json:"apiVersion" jsonschema:"required"`

	// The kind: "Deployment", "DaemonSet", "StatefulSet", "CronJob" or any other that pods can
	// be found by.
	Kind string `json:"kind" jsonschema:"required"`

	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`
}

// UpdatePolicy says when pods are changed.
type UpdatePolicy struct {
	// The mode.
	UpdateMode UpdateMode `json:"updateMode" jsonschema:"required"`

	// How many replicas there must be for pods to be evicted: the updater's minReplicas, where
	// it is left out.
	MinReplicas *int32 `json:"minReplicas,omitempty" jsonschema:"minimum=1"`

	// What must hold for a pod to be evicted, all of it.
	EvictionRequirements []EvictionRequirement `json:"evictionRequirements,omitempty"`

	// A pod that ran out of memory sooner than this many seconds after its start is changed
	// right away: the updater's quickOOM, where it is left out. It needs the feature
	// PerVPAConfig.
	EvictAfterOOMSeconds *int32 `json:"evictAfterOOMSeconds,omitempty" jsonschema:"minimum=1"`
}

// UpdateMode is when and how pods are changed.
type UpdateMode string

// The modes. There is no Auto: it is deprecated, and Recreate under another name.
const (
	Off               UpdateMode = "Off"               // only recommends
	Initial           UpdateMode = "Initial"           // changes new pods
	Recreate          UpdateMode = "Recreate"          // changes new pods, and evicts others
	InPlaceOrRecreate UpdateMode = "InPlaceOrRecreate" // resizes pods, or else evicts them
	InPlace           UpdateMode = "InPlace"           // resizes pods, and never evicts them; a feature
)

// Enum lists the modes.
func (UpdateMode) Enum() []string {
	return addon.Values(Off, Initial, Recreate, InPlaceOrRecreate, InPlace)
}

// EvictionRequirement is a change of any of the resources that is worth an eviction.
type EvictionRequirement struct {
	// The resources: "cpu", "memory" or both.
	Resources []Resource `json:"resources" jsonschema:"required,minItems=1,uniqueItems"`

	// The direction of the change.
	ChangeRequirement ChangeRequirement `json:"changeRequirement" jsonschema:"required"`
}

// ChangeRequirement is the direction of a change.
type ChangeRequirement string

// The directions.
const (
	TargetHigherThanRequests ChangeRequirement = "TargetHigherThanRequests"
	TargetLowerThanRequests  ChangeRequirement = "TargetLowerThanRequests"
)

// Enum lists the directions.
func (ChangeRequirement) Enum() []string {
	return addon.Values(TargetHigherThanRequests, TargetLowerThanRequests)
}

// Resource is what can be scaled.
type Resource string

// The resources.
const (
	CPUResource    Resource = "cpu"
	MemoryResource Resource = "memory"
)

// Enum lists the resources.
func (Resource) Enum() []string { return addon.Values(CPUResource, MemoryResource) }

// ResourcePolicy is what containers may be given.
type ResourcePolicy struct {
	// The policies, one at most for a container.
	ContainerPolicies []ContainerPolicy `json:"containerPolicies,omitempty"`
}

// ContainerPolicy is what a container may be given. What needs the feature PerVPAConfig
// overrides an option of the recommender for the one container.
type ContainerPolicy struct {
	// The container's name, or "*" for all that have no policy of their own.
	ContainerName string `json:"containerName" jsonschema:"required"`

	// "Auto", where it is left out, or "Off" for a container that is left as it is.
	Mode ContainerMode `json:"mode,omitempty"`

	// The least of CPU and memory that is recommended.
	MinAllowed corev1.ResourceList `json:"minAllowed,omitempty"`

	// The most of CPU and memory that is recommended. A container that asks for more gets
	// less.
	MaxAllowed corev1.ResourceList `json:"maxAllowed,omitempty"`

	// The resources that are scaled: both, where it is left out.
	ControlledResources []Resource `json:"controlledResources,omitempty" jsonschema:"minItems=1,uniqueItems"`

	// Whether limits keep their proportion to requests, "RequestsAndLimits", as they do where
	// it is left out, or stay as they are, "RequestsOnly".
	ControlledValues ControlledValues `json:"controlledValues,omitempty"`

	// By which factor memory grows when it has run out, 1 at least. It needs the feature
	// PerVPAConfig, as the others below do.
	OOMBumpUpRatio *resource.Quantity `json:"oomBumpUpRatio,omitempty"`

	// By how much memory grows then at least.
	OOMMinBumpUp *resource.Quantity `json:"oomMinBumpUp,omitempty"`

	// How long, in seconds, the intervals are of each of which the peak of memory counts.
	MemoryAggregationIntervalSeconds *int32 `json:"memoryAggregationIntervalSeconds,omitempty" jsonschema:"minimum=1"`

	// How many of the last intervals count.
	MemoryAggregationIntervalCount *int64 `json:"memoryAggregationIntervalCount,omitempty" jsonschema:"minimum=1"`

	// What the container is given while it starts, in place of the autoscaler's startupBoost.
	StartupBoost *StartupBoost `json:"startupBoost,omitempty"`
}

// ContainerMode is whether a container is scaled.
type ContainerMode string

// The modes of containers.
const (
	ContainerAuto ContainerMode = "Auto"
	ContainerOff  ContainerMode = "Off"
)

// Enum lists the modes of containers.
func (ContainerMode) Enum() []string { return addon.Values(ContainerAuto, ContainerOff) }

// ControlledValues is what of a container's resources is scaled.
type ControlledValues string

// What can be scaled.
const (
	RequestsAndLimits ControlledValues = "RequestsAndLimits"
	RequestsOnly      ControlledValues = "RequestsOnly"
)

// Enum lists what can be scaled.
func (ControlledValues) Enum() []string { return addon.Values(RequestsAndLimits, RequestsOnly) }

// RecommenderRef names a recommender.
type RecommenderRef struct {
	// The name, as the recommender's options have it.
	Name string `json:"name" jsonschema:"required"`
}

// StartupBoost is what pods are given while they start.
type StartupBoost struct {
	// The CPU.
	CPU *Boost `json:"cpu,omitempty"`
}

// Boost is how much more there is of a resource, and for how long.
type Boost struct {
	// "Factor" or "Quantity".
	Type BoostType `json:"type" jsonschema:"required"`

	// By what the request is multiplied, with the type Factor.
	Factor *int32 `json:"factor,omitempty" jsonschema:"minimum=1"`

	// What the request and the limit are, with the type Quantity.
	Quantity *resource.Quantity `json:"quantity,omitempty"`

	// How many seconds it lasts after the pod is ready: 0 where it is left out.
	DurationSeconds *int32 `json:"durationSeconds,omitempty" jsonschema:"minimum=0"`
}

// BoostType is how a boost is measured.
type BoostType string

// The types.
const (
	BoostFactor   BoostType = "Factor"
	BoostQuantity BoostType = "Quantity"
)

// Enum lists the types.
func (BoostType) Enum() []string { return addon.Values(BoostFactor, BoostQuantity) }
