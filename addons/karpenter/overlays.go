package karpenter

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

// NodeOverlay is what Karpenter is to believe of instance types. It is in no namespace, and
// in alpha: the feature NodeOverlay must be on.
type NodeOverlay = kube.Custom[NodeOverlaySpec]

// NewNodeOverlay returns a NodeOverlay. The spec is copied.
func NewNodeOverlay(meta metav1.ObjectMeta, spec NodeOverlaySpec) *NodeOverlay {
	overlay := kube.NewCustom(group+"/v1alpha1", "NodeOverlay", meta, spec).DeepCopyObject().(*NodeOverlay)
	if overlay.Spec.Requirements == nil {
		overlay.Spec.Requirements = []Requirement{} // the definition wants a list
	}
	return overlay
}

// NamedNodeOverlay is a NodeOverlay among the addon's options.
type NamedNodeOverlay struct {
	// The NodeOverlay's name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	NodeOverlaySpec `json:",inline"`
}

// NodeOverlaySpec is what Karpenter is to believe of instance types. The fields are those of
// karpenter.sh/v1alpha1.
type NodeOverlaySpec struct {
	// Which instance types, by the labels that their nodes have: all where it is left out.
	Requirements []Requirement `json:"requirements,omitzero" jsonschema:"maxItems=100"`

	// What they cost, in dollars an hour: "0.25".
	Price string `json:"price,omitempty" jsonschema:"pattern=^[0-9]+(\\.[0-9]+)?$"`

	// What they cost more, or less, than AWS says: "-0.05", "+10%" or "-30%".
	PriceAdjustment string `json:"priceAdjustment,omitempty" jsonschema:"pattern=^([+-][0-9]*\\.?[0-9]+|\\+[0-9]*\\.?[0-9]+%|-[0-9]{1\\,2}(\\.[0-9]+)?%|-100%)$"`

	// What they have beside cpu, memory, ephemeral-storage and pods.
	Capacity corev1.ResourceList `json:"capacity,omitempty"`

	// The overlay with the greatest weight goes before others for the same instance type: 0
	// where it is left out.
	Weight int32 `json:"weight,omitempty" jsonschema:"minimum=1,maximum=10000"`
}

// CapacityBuffer is room for pods that is kept free. It is in alpha: the feature
// CapacityBuffer must be on.
type CapacityBuffer = kube.Custom[CapacityBufferSpec]

// NewCapacityBuffer returns a CapacityBuffer.
func NewCapacityBuffer(meta metav1.ObjectMeta, spec CapacityBufferSpec) *CapacityBuffer {
	return kube.NewCustom("autoscaling.x-k8s.io/v1beta1", "CapacityBuffer", meta, spec)
}

// NamedCapacityBuffer is a CapacityBuffer among the addon's options.
type NamedCapacityBuffer struct {
	// The CapacityBuffer's name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	// The namespace that it is in, with the pods that it is like.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	CapacityBufferSpec `json:",inline"`
}

// CapacityBufferSpec is room for pods: of a template, or those of a workload. The fields are
// those of autoscaling.x-k8s.io/v1beta1.
type CapacityBufferSpec struct {
	// The PodTemplate of the pods. It needs replicas or limits.
	PodTemplateRef *PodTemplateReference `json:"podTemplateRef,omitempty"`

	// The workload whose pods they are like.
	ScalableRef *ScalableReference `json:"scalableRef,omitempty"`

	// For how many pods.
	Replicas *int32 `json:"replicas,omitempty" jsonschema:"minimum=0"`

	// For how many pods, as a percentage of those that the workload has.
	Percentage *int32 `json:"percentage,omitempty" jsonschema:"minimum=0"`

	// How much room there is at most, of cpu, memory or any other resource.
	Limits corev1.ResourceList `json:"limits,omitempty"`

	// How the room is kept: "buffer.x-k8s.io/active-capacity", by nodes that run, where it is
	// left out. Karpenter knows no other.
	ProvisioningStrategy string `json:"provisioningStrategy,omitempty"`
}

// PodTemplateReference names a PodTemplate in the same namespace.
type PodTemplateReference struct {
	// The PodTemplate's name.
	Name string `json:"name" jsonschema:"required"`
}

// ScalableReference names a workload in the same namespace: a Deployment, a StatefulSet or a
// ReplicaSet.
type ScalableReference struct {
	// The API group, such as "apps".
	APIGroup string `json:"apiGroup,omitempty"`

	// The kind.
	Kind string `json:"kind" jsonschema:"required"`

	// The name.
	Name string `json:"name" jsonschema:"required"`
}
