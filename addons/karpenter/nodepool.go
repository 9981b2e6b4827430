package karpenter

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

const (
	group      = "karpenter.sh"
	apiVersion = group + "/v1"
)

// NodePool is which nodes there may be, for which pods. It is in no namespace.
type NodePool = kube.Custom[NodePoolSpec]

// NewNodePool returns a NodePool. The spec is copied.
func NewNodePool(meta metav1.ObjectMeta, spec NodePoolSpec) *NodePool {
	pool := kube.NewCustom(apiVersion, "NodePool", meta, spec).DeepCopyObject().(*NodePool)
	template := &pool.Spec.Template.Spec
	if template.Requirements == nil {
		template.Requirements = []Requirement{} // the definition wants a list
	}
	if template.NodeClassRef.Group == "" {
		template.NodeClassRef.Group = awsGroup
	}
	if template.NodeClassRef.Kind == "" {
		template.NodeClassRef.Kind = nodeClassKind
	}
	if d := pool.Spec.Disruption; d != nil && d.ConsolidateAfter == "" {
		d.ConsolidateAfter = "0s" // the definition wants one where there is anything else
	}
	return pool
}

// NamedNodePool is a NodePool among the addon's options.
type NamedNodePool struct {
	// The NodePool's name. Nodes have it as their label karpenter.sh/nodepool.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	NodePoolSpec `json:",inline"`
}

// NodePoolSpec is which nodes there may be. The fields are those of karpenter.sh/v1.
type NodePoolSpec struct {
	// What nodes are like. Nearly any change of it replaces the nodes that are there.
	Template NodeTemplate `json:"template" jsonschema:"required"`

	// When nodes go that are no longer needed, or no longer as they should be.
	Disruption *Disruption `json:"disruption,omitempty"`

	// How much all nodes of the pool have together at most, of cpu, memory or any other
	// resource, and how many "nodes" there are. There is no limit where it is left out.
	Limits corev1.ResourceList `json:"limits,omitempty"`

	// The pool with the greatest weight comes first where several would do: 0 where it is left
	// out.
	Weight int32 `json:"weight,omitempty" jsonschema:"minimum=1,maximum=100"`

	// How many nodes there always are, whatever pods need. It needs the feature
	// StaticCapacity. A pool can't get such a number later, nor lose it.
	Replicas *int64 `json:"replicas,omitempty" jsonschema:"minimum=0"`
}

// NodeTemplate is what nodes are like.
type NodeTemplate struct {
	// Labels and annotations of nodes.
	Metadata NodeMetadata `json:"metadata,omitzero"`

	// All else of nodes.
	Spec NodeSpec `json:"spec" jsonschema:"required"`
}

// NodeMetadata are labels and annotations of nodes.
type NodeMetadata struct {
	// Labels of nodes. Pods can ask for them.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of nodes.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// NodeSpec is what nodes are like.
type NodeSpec struct {
	// The node class.
	NodeClassRef NodeClassReference `json:"nodeClassRef" jsonschema:"required"`

	// What must hold for the labels of nodes, and so for their instance types, zones and
	// prices. Pods narrow it further. The wider, the cheaper, and the easier to get.
	Requirements []Requirement `json:"requirements,omitzero" jsonschema:"maxItems=100"`

	// Taints of nodes. They are for pods that tolerate them only.
	Taints []corev1.Taint `json:"taints,omitempty"`

	// Taints that nodes have until something takes them off again, such as a DaemonSet that
	// sets nodes up. Pods need not tolerate them to get nodes.
	StartupTaints []corev1.Taint `json:"startupTaints,omitempty"`

	// How old nodes get: 720h, 30 days, where it is left out. No budget holds that up.
	ExpireAfter After `json:"expireAfter,omitempty" jsonschema:"pattern=^(([0-9]+(s|m|h))+|Never)$"`

	// How long a node is drained at most. Then what still runs is ended, whatever a
	// PodDisruptionBudget or karpenter.sh/do-not-disrupt says. There is no end to it, where it
	// is left out.
	TerminationGracePeriod *metav1.Duration `json:"terminationGracePeriod,omitempty"`
}

// NodeClassReference names a node class.
type NodeClassReference struct {
	// The API group: "karpenter.k8s.aws" where it is left out. It can't change.
	Group string `json:"group,omitempty" jsonschema:"pattern=^[^/]*$"`

	// The kind: "EC2NodeClass" where it is left out. It can't change.
	Kind string `json:"kind,omitempty"`

	// The name.
	Name string `json:"name" jsonschema:"required"`
}

// Requirement is what must hold for a label.
type Requirement struct {
	// The label, such as karpenter.k8s.aws/instance-category.
	Key string `json:"key" jsonschema:"required,maxLength=316,pattern=^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(\\/))?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$"`

	// How the label's value is compared.
	Operator Operator `json:"operator" jsonschema:"required"`

	// What it is compared with: any number of values for In and NotIn, none for Exists and
	// DoesNotExist, and one number for the others.
	Values []string `json:"values,omitempty" jsonschema:"pattern=^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$,maxLength=63"`

	// How many values of the label there must be to choose from, for the sake of spot
	// instances that are easy to get. It is for NodePools only.
	MinValues int32 `json:"minValues,omitempty" jsonschema:"minimum=1,maximum=50"`
}

// Disruption is when nodes go.
type Disruption struct {
	// For how long no pod must have come to a node, or left it, for it to go: 0s where it is
	// left out.
	ConsolidateAfter After `json:"consolidateAfter,omitempty" jsonschema:"pattern=^(([0-9]+(s|m|h))+|Never)$"`

	// Which nodes go to save cost: "WhenEmptyOrUnderutilized" where it is left out.
	ConsolidationPolicy ConsolidationPolicy `json:"consolidationPolicy,omitempty"`

	// How many nodes may be gone at once; the least of those that hold. It is a tenth of them
	// where there are none.
	Budgets []Budget `json:"budgets,omitempty" jsonschema:"maxItems=50"`
}

// Budget is how many nodes may be gone at once.
type Budget struct {
	// The number or percentage of nodes: "10%" where it is left out, and "0" for none.
	Nodes string `json:"nodes,omitempty" jsonschema:"pattern=^((100|[0-9]{1\\,2})%|[0-9]+)$"`

	// When the budget begins to hold, as CronJobs have it, in UTC: "0 9 * * mon-fri". It
	// holds at all times, where it is left out.
	Schedule string `json:"schedule,omitempty"`

	// For how long it then holds, in hours and minutes. A schedule needs it.
	Duration metav1.Duration `json:"duration,omitzero"`

	// What the budget is for: everything where it is left out.
	Reasons []DisruptionReason `json:"reasons,omitempty" jsonschema:"uniqueItems,maxItems=50"`
}

// After is a duration in hours, minutes and seconds, such as "720h" or "1h30m", or Never.
type After string

// Never is no duration: what would come after it doesn't.
const Never After = "Never"
