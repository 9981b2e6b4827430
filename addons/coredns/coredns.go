package coredns

import (
	_ "embed"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

// autoscaler is the name of upstream's chart and of all that it makes.
const autoscaler = "cluster-proportional-autoscaler"

// Definition is the addon coredns.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      "coredns",
		Doc:       doc,
		Category:  addon.Networking,
		Version:   "1.10.3",
		Source:    "https://github.com/kubernetes-sigs/cluster-proportional-autoscaler/tree/v1.10.3/charts/cluster-proportional-autoscaler",
		Namespace: "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value scales Deployment coredns as upstream recommends for
// DNS.
type Options struct {
	// The namespace of the autoscaler and of what it scales.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The autoscaler's pods. One copy does; a second would do the same at the same time.
	Pods addon.Pods `json:"pods,omitzero"`

	// What is scaled.
	Target Target `json:"target,omitzero"`

	// Copies in proportion to the cluster.
	Linear Linear `json:"linear,omitzero"`

	// Copies in steps, in place of linear.
	Ladder *Ladder `json:"ladder,omitempty"`

	// How often the cluster is looked at, in whole seconds; every 10 s, where it is left out.
	PollPeriod metav1.Duration `json:"pollPeriod,omitzero"`

	// The labels of the nodes that count; all nodes, where it is left out.
	NodeLabels map[string]string `json:"nodeLabels,omitempty"`

	// After how many failures in a row the autoscaler exits, to be started anew. It tries
	// for ever, where it is left out.
	MaxSyncFailures int32 `json:"maxSyncFailures,omitempty" jsonschema:"minimum=0"`

	// How much is logged, from 0 on.
	Verbosity int32 `json:"verbosity,omitempty" jsonschema:"minimum=0,maximum=10"`

	// Installs CoreDNS too, for clusters to which nobody else brings it. On EKS that is
	// EKS's addon.
	Server Server `json:"server,omitzero"`
}

// Target is what is scaled.
type Target struct {
	// Its kind.
	Kind Kind `json:"kind,omitempty"`

	// Its name.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253"`
}

// Kind is a kind of what can be scaled.
type Kind string

// The kinds.
const (
	Deployment            Kind = "deployment"
	ReplicaSet            Kind = "replicaset"
	ReplicationController Kind = "replicationcontroller"
)

// Enum lists the kinds.
func (Kind) Enum() []string { return addon.Values(Deployment, ReplicaSet, ReplicationController) }

// Linear makes as many copies as the larger of two quotients says, rounded up.
type Linear struct {
	// One copy for so many cores. 0 doesn't count cores.
	CoresPerReplica *float64 `json:"coresPerReplica,omitempty" jsonschema:"minimum=0"`

	// One copy for so many nodes. 0 doesn't count nodes.
	NodesPerReplica *float64 `json:"nodesPerReplica,omitempty" jsonschema:"minimum=0"`

	// How many there are at least; 1, where it is left out.
	Min int32 `json:"min,omitempty" jsonschema:"minimum=1"`

	// How many there are at most; any number, where it is left out.
	Max int32 `json:"max,omitempty" jsonschema:"minimum=1"`

	// Lets there be a single copy in a cluster of several nodes.
	AllowSinglePointFailure bool `json:"allowSinglePointFailure,omitempty"`

	// Counts nodes too that take no pods.
	IncludeUnschedulableNodes bool `json:"includeUnschedulableNodes,omitempty"`
}

// Ladder makes as many copies as the highest step says that the cluster reaches. Where
// there are steps of both kinds, the larger number counts.
type Ladder struct {
	// Copies by the cluster's cores.
	Cores []Step `json:"cores,omitempty"`

	// Copies by the cluster's nodes.
	Nodes []Step `json:"nodes,omitempty"`

	// Counts nodes too that take no pods.
	IncludeUnschedulableNodes bool `json:"includeUnschedulableNodes,omitempty"`
}

// Step is a step of a ladder.
type Step struct {
	// The number of cores or nodes from which on the step counts.
	From int32 `json:"from" jsonschema:"required,minimum=1"`

	// The number of copies.
	Replicas int32 `json:"replicas" jsonschema:"minimum=0"`
}

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas: new(int32(1)),
			Image:    addon.Image{Repository: "registry.k8s.io/cpa/cluster-proportional-autoscaler", Tag: "v1.10.3"},
		},
		Target: Target{Kind: Deployment, Name: "coredns"},
		Linear: Linear{CoresPerReplica: new(256.0), NodesPerReplica: new(16.0)},
		Server: Server{Pods: serverPods(), Domain: "cluster.local", CacheTTL: metav1.Duration{Duration: 30 * time.Second}},
	}
}

// identity is what the autoscaler's objects go by.
func (o Options) identity() kube.Identity {
	return kube.Identify(autoscaler, o.Namespace, "")
}
