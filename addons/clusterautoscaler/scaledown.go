package clusterautoscaler

import (
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// ScaleDown is when nodes are taken away.
type ScaleDown struct {
	// Takes no nodes away. From 1.35 on upstream asks not to use it.
	Disabled bool `json:"disabled,omitempty"`

	// Takes no nodes away that are not ready.
	KeepUnready bool `json:"keepUnready,omitempty"`

	// How long a node must have been unneeded: 10 m where it is left out.
	UnneededTime *metav1.Duration `json:"unneededTime,omitempty"`

	// How long a node that is not ready must have been unneeded: 20 m where it is left out.
	UnreadyTime *metav1.Duration `json:"unreadyTime,omitempty"`

	// How long no nodes are taken away after some were added: 10 m where it is left out.
	DelayAfterAdd *metav1.Duration `json:"delayAfterAdd,omitempty"`

	// How long no further ones are taken away after some were: not at all, where it is left
	// out.
	DelayAfterDelete metav1.Duration `json:"delayAfterDelete,omitzero"`

	// How long none are taken away after that failed: 3 m where it is left out.
	DelayAfterFailure *metav1.Duration `json:"delayAfterFailure,omitempty"`

	// Has these delays hold for the group alone where it happened. Needs 1.29.
	DelayByGroup bool `json:"delayByGroup,omitempty"`

	// Up to what part of its CPU and memory, the greater of the two, a node's pods may ask for
	// when it is taken away: 0.5 where it is left out.
	UtilizationThreshold *float64 `json:"utilizationThreshold,omitempty" jsonschema:"minimum=0,maximum=1"`

	// The same for the GPUs of a node that has any, whose CPU and memory don't count: 0.5
	// where it is left out.
	GPUUtilizationThreshold *float64 `json:"gpuUtilizationThreshold,omitempty" jsonschema:"minimum=0,maximum=1"`

	// Leaves what DaemonSets' pods ask for out of that.
	IgnoreDaemonSets bool `json:"ignoreDaemonSets,omitempty"`

	// Leaves what static pods ask for out of that.
	IgnoreMirrorPods bool `json:"ignoreMirrorPods,omitempty"`

	// Takes nodes away that have pods with emptyDir or hostPath volumes too, whose data on the
	// node is then lost.
	EvictLocalStorage bool `json:"evictLocalStorage,omitempty"`

	// Takes nodes away that have pods of kube-system without a PodDisruptionBudget too.
	EvictSystemPods bool `json:"evictSystemPods,omitempty"`

	// How long such pods keep their nodes, if not for good: 1 h where it is left out. Needs
	// 1.33.
	BlockingSystemPodsTimeout metav1.Duration `json:"blockingSystemPodsTimeout,omitzero"`

	// Takes nodes away that have pods of controllers other than Kubernetes' own too.
	EvictCustomControllers bool `json:"evictCustomControllers,omitempty"`

	// How many replicas a pod's ReplicaSet must have for its node to be taken away.
	MinReplicas int32 `json:"minReplicas,omitempty" jsonschema:"minimum=0"`

	// How many nodes that are not empty are looked at each time: 30 where it is left out, and
	// all for 0.
	NonEmptyCandidates *int32 `json:"nonEmptyCandidates,omitempty" jsonschema:"minimum=0"`

	// What part of the nodes may stand in for those that no longer can go: 0.1 where it is left
	// out, and all for 1.
	CandidatesPoolRatio *float64 `json:"candidatesPoolRatio,omitempty" jsonschema:"minimum=0,maximum=1"`

	// The least number of nodes that may: 50 where it is left out.
	CandidatesPoolMinCount *int32 `json:"candidatesPoolMinCount,omitempty" jsonschema:"minimum=0"`

	// How many nodes are taken away at a time: 10 where it is left out.
	MaxParallelism int32 `json:"maxParallelism,omitempty" jsonschema:"minimum=1"`

	// How many of them may have pods that are evicted: 1 where it is left out.
	MaxDrainParallelism int32 `json:"maxDrainParallelism,omitempty" jsonschema:"minimum=1"`

	// How long pods have to stop, whatever they ask for: 10 m where it is left out. In whole
	// seconds.
	MaxGracefulTermination metav1.Duration `json:"maxGracefulTermination,omitzero"`

	// Evicts pods by their priority, the least first, and gives each priority its own time to
	// stop, in place of maxGracefulTermination. Needs 1.29.
	DrainPriorities []DrainPriority `json:"drainPriorities,omitempty" jsonschema:"minItems=1"`

	// How long it is tried to evict a pod: 2 m where it is left out.
	MaxPodEvictionTime metav1.Duration `json:"maxPodEvictionTime,omitzero"`

	// Doesn't cordon nodes that are to go, for load balancers that leave cordoned nodes out.
	NoCordon bool `json:"noCordon,omitempty"`

	// Evicts the pods of DaemonSets from nodes that have no others.
	EvictDaemonSetsOfEmptyNodes bool `json:"evictDaemonSetsOfEmptyNodes,omitempty"`

	// Leaves the pods of DaemonSets on nodes that have others until the node goes.
	KeepDaemonSetsOfOccupiedNodes bool `json:"keepDaemonSetsOfOccupiedNodes,omitempty"`

	// How long a node waits for those that ask for a delay by the annotations
	// delay-deletion.cluster-autoscaler.kubernetes.io/: 2 m where it is left out.
	DeletionDelayTimeout metav1.Duration `json:"deletionDelayTimeout,omitzero"`

	// How long nodes are gathered to be deleted by one call; not at all, where it is left out.
	DeletionBatchInterval metav1.Duration `json:"deletionBatchInterval,omitzero"`

	// How long after it is tainted a node is deleted: 5 s where it is left out.
	DelayAfterTaint *metav1.Duration `json:"delayAfterTaint,omitempty"`

	// After how long it is tried again with a node that couldn't go: 5 m where it is left out.
	RecheckTime metav1.Duration `json:"recheckTime,omitzero"`

	// How long it may take to find out which nodes can go: 30 s where it is left out.
	SimulationTimeout metav1.Duration `json:"simulationTimeout,omitzero"`

	// How many nodes at a time get, or lose, the taint by which new pods avoid those that are
	// unneeded: 10 where it is left out, and none for 0.
	SoftTaints *int32 `json:"softTaints,omitempty" jsonschema:"minimum=0"`

	// How long that may take each time: 3 s where it is left out.
	SoftTaintTime metav1.Duration `json:"softTaintTime,omitzero"`
}

// DrainPriority is how long pods from one priority up to the next have to stop.
type DrainPriority struct {
	// The least priority of the pods.
	Priority int32 `json:"priority"`

	// How long they have to stop, in whole seconds.
	GracePeriod metav1.Duration `json:"gracePeriod,omitzero"`
}

// Validate refuses what can't be told to the program, and what excludes each other.
func (d ScaleDown) Validate(path *field.Path) field.ErrorList {
	errs := slices.Concat(
		addon.AtMostOne(path, addon.Field("maxGracefulTermination", d.MaxGracefulTermination.Duration != 0), addon.Field("drainPriorities", len(d.DrainPriorities) > 0)),
		addon.AtMostOne(path, addon.Field("evictSystemPods", d.EvictSystemPods), addon.Field("blockingSystemPodsTimeout", d.BlockingSystemPodsTimeout.Duration != 0)),
		addon.CheckWholeSeconds(d.MaxGracefulTermination, path.Child("maxGracefulTermination")),
	)
	seen := map[int32]bool{}
	for i, p := range d.DrainPriorities {
		at := path.Child("drainPriorities").Index(i)
		if seen[p.Priority] {
			errs = append(errs, field.Duplicate(at.Child("priority"), p.Priority))
		}
		seen[p.Priority] = true
		errs = append(errs, addon.CheckWholeSeconds(p.GracePeriod, at.Child("gracePeriod"))...)
	}
	return errs
}

func (d ScaleDown) flags() []string {
	return slices.Concat(
		kube.FlagIf(d.Disabled, "--scale-down-enabled=false"),
		kube.FlagIf(d.KeepUnready, "--scale-down-unready-enabled=false"),
		delay("--scale-down-unneeded-time", d.UnneededTime),
		delay("--scale-down-unready-time", d.UnreadyTime),
		delay("--scale-down-delay-after-add", d.DelayAfterAdd),
		kube.Flag("--scale-down-delay-after-delete", kube.Duration(d.DelayAfterDelete)),
		delay("--scale-down-delay-after-failure", d.DelayAfterFailure),
		kube.FlagIf(d.DelayByGroup, "--scale-down-delay-type-local=true"),
		given("--scale-down-utilization-threshold", d.UtilizationThreshold),
		given("--scale-down-gpu-utilization-threshold", d.GPUUtilizationThreshold),
		kube.FlagIf(d.IgnoreDaemonSets, "--ignore-daemonsets-utilization=true"),
		kube.FlagIf(d.IgnoreMirrorPods, "--ignore-mirror-pods-utilization=true"),
		kube.FlagIf(d.EvictLocalStorage, "--skip-nodes-with-local-storage=false"),
		kube.FlagIf(d.EvictSystemPods, "--skip-nodes-with-system-pods=false"),
		kube.Flag("--blocking-system-pod-distruption-timeout", kube.Duration(d.BlockingSystemPodsTimeout)), // upstream's spelling
		kube.FlagIf(d.EvictCustomControllers, "--skip-nodes-with-custom-controller-pods=false"),
		kube.Flag("--min-replica-count", kube.Number(d.MinReplicas)),
		given("--scale-down-non-empty-candidates-count", d.NonEmptyCandidates),
		given("--scale-down-candidates-pool-ratio", d.CandidatesPoolRatio),
		given("--scale-down-candidates-pool-min-count", d.CandidatesPoolMinCount),
		kube.Flag("--max-scale-down-parallelism", kube.Number(d.MaxParallelism)),
		kube.Flag("--max-drain-parallelism", kube.Number(d.MaxDrainParallelism)),
		kube.Flag("--max-graceful-termination-sec", kube.Number(int32(d.MaxGracefulTermination.Duration/time.Second))),
		kube.Flag("--drain-priority-config", d.drainPriorities()),
		kube.Flag("--max-pod-eviction-time", kube.Duration(d.MaxPodEvictionTime)),
		kube.FlagIf(d.NoCordon, "--cordon-node-before-terminating=false"),
		kube.FlagIf(d.EvictDaemonSetsOfEmptyNodes, "--daemonset-eviction-for-empty-nodes=true"),
		kube.FlagIf(d.KeepDaemonSetsOfOccupiedNodes, "--daemonset-eviction-for-occupied-nodes=false"),
		kube.Flag("--node-deletion-delay-timeout", kube.Duration(d.DeletionDelayTimeout)),
		kube.Flag("--node-deletion-batcher-interval", kube.Duration(d.DeletionBatchInterval)),
		delay("--node-delete-delay-after-taint", d.DelayAfterTaint),
		kube.Flag("--unremovable-node-recheck-timeout", kube.Duration(d.RecheckTime)),
		kube.Flag("--scale-down-simulation-timeout", kube.Duration(d.SimulationTimeout)),
		given("--max-bulk-soft-taint-count", d.SoftTaints),
		kube.Flag("--max-bulk-soft-taint-time", kube.Duration(d.SoftTaintTime)),
	)
}

// drainPriorities are pairs of a priority and seconds.
func (d ScaleDown) drainPriorities() string {
	var pairs []string
	for _, p := range d.DrainPriorities {
		pairs = append(pairs, fmt.Sprintf("%d:%d", p.Priority, p.GracePeriod.Duration/time.Second))
	}
	return strings.Join(pairs, ",")
}
