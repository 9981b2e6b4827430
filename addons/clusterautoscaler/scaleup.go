package clusterautoscaler

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

// ScaleUp is when nodes are added.
type ScaleUp struct {
	// Adds no nodes while none is ready.
	NotFromZero bool `json:"notFromZero,omitempty"`

	// Adds nodes to groups that have fewer than their least number, though no pod waits.
	EnforceMinSize bool `json:"enforceMinSize,omitempty"`

	// How long a pod waits before nodes are added for it; not at all, where it is left out. A
	// pod can say more by annotation.
	PodDelay metav1.Duration `json:"podDelay,omitzero"`

	// Below which priority pods get no nodes, and don't keep any: -10 where it is left out.
	ExpendablePriority *int32 `json:"expendablePriority,omitempty"`

	// Schedulers whose pods get nodes before they have been looked at. Needs 1.29.
	BypassedSchedulers []string `json:"bypassedSchedulers,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,]+$"`

	// Schedulers whose pods alone get nodes; those of all, where it is left out. Needs 1.35.
	AllowedSchedulers []string `json:"allowedSchedulers,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,]+$"`

	// How long a new node may take to appear in the cluster: 15 m where it is left out. After
	// that another group is tried, and the instance ended.
	MaxNodeProvisionTime metav1.Duration `json:"maxNodeProvisionTime,omitzero"`

	// How long a node may take from there until it is ready: 15 m where it is left out. Needs
	// 1.35.
	MaxNodeStartupTime metav1.Duration `json:"maxNodeStartupTime,omitzero"`

	// How many nodes are added at once: 1000 where it is left out.
	MaxNodes int32 `json:"maxNodes,omitempty" jsonschema:"minimum=1"`

	// How long it may take to find out what a group's nodes would take: 10 s where it is left
	// out.
	MaxGroupBinpackingTime metav1.Duration `json:"maxGroupBinpackingTime,omitzero"`

	// How long that may take for all groups: 5 m where it is left out. Needs 1.31.
	MaxBinpackingTime metav1.Duration `json:"maxBinpackingTime,omitzero"`

	// Adds nodes to several groups at a time.
	Parallel bool `json:"parallel,omitempty"`

	// Adds nodes for the pods that a controller is about to make too. Needs 1.31.
	Proactive bool `json:"proactive,omitempty"`

	// Adds no node that is too small for the pods of all DaemonSets that would run there.
	ForceDaemonSets bool `json:"forceDaemonSets,omitempty"`

	// Adds nodes to groups whose nodes are cordoned as well, as if they weren't. Needs 1.35.
	FromUnschedulable bool `json:"fromUnschedulable,omitempty"`

	// Taints that go when a node has come up: new nodes are taken to be without them, and a
	// node with one to be on its way. Those that begin with
	// startup-taint.cluster-autoscaler.kubernetes.io/ are such in any case. Needs 1.29.
	StartupTaints []string `json:"startupTaints,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,=:]+$"`

	// What such taints begin with. Needs 1.36.
	StartupTaintPrefixes []string `json:"startupTaintPrefixes,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,=:]+$"`

	// Taints that come and go while a node is ready: new nodes are taken to be without them,
	// and a node with one to take no pods. Needs 1.29.
	StatusTaints []string `json:"statusTaints,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,=:]+$"`

	// How long a group is left alone after a node of it failed to come up: 5 m the first time,
	// where it is left out.
	InitialBackoff metav1.Duration `json:"initialBackoff,omitzero"`

	// How long it is left alone at most: 30 m where it is left out.
	MaxBackoff metav1.Duration `json:"maxBackoff,omitzero"`

	// After how long without a failure it starts with the first time again: 3 h where it is
	// left out.
	BackoffReset metav1.Duration `json:"backoffReset,omitzero"`

	// How long is remembered what a group's nodes look like, by which an empty group is
	// judged: ten years where it is left out.
	NodeInfoCacheTime metav1.Duration `json:"nodeInfoCacheTime,omitzero"`
}

func (u ScaleUp) flags() []string {
	return slices.Concat(
		kube.FlagIf(u.NotFromZero, "--scale-up-from-zero=false"),
		kube.FlagIf(u.EnforceMinSize, "--enforce-node-group-min-size=true"),
		kube.Flag("--new-pod-scale-up-delay", kube.Duration(u.PodDelay)),
		given("--expendable-pods-priority-cutoff", u.ExpendablePriority),
		kube.Flag("--bypassed-scheduler-names", strings.Join(u.BypassedSchedulers, ",")),
		kube.Flag("--allowed-scheduler-names", strings.Join(u.AllowedSchedulers, ",")),
		kube.Flag("--max-node-provision-time", kube.Duration(u.MaxNodeProvisionTime)),
		kube.Flag("--max-node-startup-time", kube.Duration(u.MaxNodeStartupTime)),
		kube.Flag("--max-nodes-per-scaleup", kube.Number(u.MaxNodes)),
		kube.Flag("--max-nodegroup-binpacking-duration", kube.Duration(u.MaxGroupBinpackingTime)),
		kube.Flag("--max-binpacking-time", kube.Duration(u.MaxBinpackingTime)),
		kube.FlagIf(u.Parallel, "--parallel-scale-up=true"),
		kube.FlagIf(u.Proactive, "--enable-proactive-scaleup=true"),
		kube.FlagIf(u.ForceDaemonSets, "--force-ds=true"),
		kube.FlagIf(u.FromUnschedulable, "--scale-from-unschedulable=true"),
		kube.FlagEach("--startup-taint", u.StartupTaints),
		kube.FlagEach("--startup-taint-prefix", u.StartupTaintPrefixes),
		kube.FlagEach("--status-taint", u.StatusTaints),
		kube.Flag("--initial-node-group-backoff-duration", kube.Duration(u.InitialBackoff)),
		kube.Flag("--max-node-group-backoff-duration", kube.Duration(u.MaxBackoff)),
		kube.Flag("--node-group-backoff-reset-timeout", kube.Duration(u.BackoffReset)),
		kube.Flag("--node-info-cache-expire-time", kube.Duration(u.NodeInfoCacheTime)),
	)
}

// Balancing is how groups that are alike, such as one in each zone, are treated.
type Balancing struct {
	// Adds nodes to similar groups so that they are of one size. They are not kept so while
	// nodes are taken away.
	Enabled bool `json:"enabled,omitempty"`

	// Labels that may differ among the nodes of similar groups, beside those that do on AWS.
	IgnoreLabels []string `json:"ignoreLabels,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,]+$"`

	// Labels by which alone groups are similar, whatever else their nodes have.
	Labels []string `json:"labels,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,]+$"`

	// By what part of the lesser one the memory of similar groups' nodes may differ: 0.015 where
	// it is left out.
	MemoryDifference *float64 `json:"memoryDifference,omitempty" jsonschema:"minimum=0,maximum=1"`

	// By what part of the lesser one what pods may use of them may differ: 0.05 where it is left
	// out.
	AllocatableDifference *float64 `json:"allocatableDifference,omitempty" jsonschema:"minimum=0,maximum=1"`

	// By what part of the lesser one what is free of them may differ: 0.05 where it is left out.
	FreeDifference *float64 `json:"freeDifference,omitempty" jsonschema:"minimum=0,maximum=1"`
}

func (b Balancing) flags() []string {
	return slices.Concat(
		kube.FlagIf(b.Enabled, "--balance-similar-node-groups=true"),
		kube.FlagEach("--balancing-ignore-label", b.IgnoreLabels),
		kube.FlagEach("--balancing-label", b.Labels),
		given("--memory-difference-ratio", b.MemoryDifference),
		given("--max-allocatable-difference-ratio", b.AllocatableDifference),
		given("--max-free-difference-ratio", b.FreeDifference),
	)
}
