package clusterautoscaler

import (
	_ "embed"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name     = "cluster-autoscaler"
	fullName = name + "-aws-" + name // of the objects, as Helm calls them
	version  = "1.35.2"              // in a cluster of 1.35; see images
)

// Definition is the addon cluster-autoscaler.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Scaling,
		Version:    version,
		Source:     "https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-chart-9.59.0/cluster-autoscaler/charts/cluster-autoscaler",
		Kubernetes: ">=1.28",
		Namespace:  "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs for AWS, with
// the image for the cluster's version.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods. One at a time is active. The image is the newest for the cluster's minor
	// version of Kubernetes that Fitout knows; another one's tag must be of that minor too.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// The cluster's name in the tags by which its Auto Scaling groups are found: the target's,
	// where it is left out.
	ClusterName string `json:"clusterName,omitempty" jsonschema:"maxLength=100,pattern=^[0-9A-Za-z][0-9A-Za-z_.-]*$"`

	// The tags by which Auto Scaling groups are found; a group must have all of them. Where it
	// is left out they are k8s.io/cluster-autoscaler/enabled and
	// k8s.io/cluster-autoscaler/<clusterName>, of whatever value. The groups say themselves how
	// small and large they may be.
	DiscoveryTags []Tag `json:"discoveryTags,omitempty" jsonschema:"minItems=1,maxItems=20"`

	// The Auto Scaling groups by their names, in place of those that have tags.
	Groups []Group `json:"groups,omitempty" jsonschema:"minItems=1"`

	// The AWS region of the groups: the cluster's, where it is left out and the cluster is on
	// AWS; what the pod's node says, elsewhere.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// An AWS access key in a Secret, by which AWS is called in place of a role.
	AccessKey *AccessKey `json:"accessKey,omitempty"`

	// Knows the instance types that there were when the image was built, and asks AWS for none.
	// For clusters that can't reach the EC2 API's list.
	StaticInstanceTypes bool `json:"staticInstanceTypes,omitempty"`

	// How often a call of AWS is tried before it counts as failed; as often as AWS's library
	// does by itself, where it is left out.
	MaxAttempts int32 `json:"maxAttempts,omitempty" jsonschema:"minimum=1"`

	// A file in the pods, from pods.extraVolumes, with the configuration of the cloud provider,
	// such as other addresses of AWS's APIs.
	CloudConfig string `json:"cloudConfig,omitempty" jsonschema:"pattern=^/[^ ]+$"`

	// How a group is chosen where several would do, each step among those that the one before
	// leaves, and at random in the end. Where it is left out the image decides: "least-waste",
	// and before 1.33 "random".
	Expanders []Expander `json:"expanders,omitempty" jsonschema:"minItems=1,uniqueItems"`

	// Which groups the expander "priority" prefers.
	Priorities Priorities `json:"priorities,omitzero"`

	// Whom the expander "grpc" asks.
	GRPCExpander *GRPCExpander `json:"grpcExpander,omitempty"`

	// When nodes are added.
	ScaleUp ScaleUp `json:"scaleUp,omitzero"`

	// When groups count as similar, and whether they are kept of one size.
	Balancing Balancing `json:"balancing,omitzero"`

	// When nodes are taken away.
	ScaleDown ScaleDown `json:"scaleDown,omitzero"`

	// How large the cluster may get, whatever its groups allow.
	Limits Limits `json:"limits,omitzero"`

	// How often the cluster is looked at: every 10 s where it is left out. A longer time spares
	// calls of AWS.
	ScanInterval metav1.Duration `json:"scanInterval,omitzero"`

	// Whether the next look comes sooner when the last one found something to do. The image
	// decides where it is left out: from 1.35 on it does. Needs 1.30.
	FrequentLoops *bool `json:"frequentLoops,omitempty"`

	// Beyond which percentage of nodes that are not ready nothing is done any more: 45 where it
	// is left out.
	MaxTotalUnreadyPercentage *int32 `json:"maxTotalUnreadyPercentage,omitempty" jsonschema:"minimum=0,maximum=100"`

	// How many nodes may be not ready whatever percentage that is: 3 where it is left out.
	OKTotalUnreadyCount *int32 `json:"okTotalUnreadyCount,omitempty" jsonschema:"minimum=0"`

	// After how long without a look at the cluster the pod is started anew: 10 m where it is
	// left out.
	MaxInactivity metav1.Duration `json:"maxInactivity,omitzero"`

	// After how long without a look that succeeds the pod is started anew: 15 m where it is
	// left out.
	MaxFailingTime metav1.Duration `json:"maxFailingTime,omitzero"`

	// Brings nodes for ProvisioningRequests, by which batch jobs ask for all they need at
	// once. Their definition must be in the cluster before. Needs 1.30.
	ProvisioningRequests bool `json:"provisioningRequests,omitempty"`

	// The ConfigMap that says how the groups are: "cluster-autoscaler-status" where it is left
	// out.
	StatusConfigMap string `json:"statusConfigMap,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	// Writes no such ConfigMap.
	NoStatusConfigMap bool `json:"noStatusConfigMap,omitempty"`

	// Writes an event each time, and not once in five minutes for what is alike.
	DuplicateEvents bool `json:"duplicateEvents,omitempty"`

	// How the Kubernetes API is called.
	KubeAPI KubeAPI `json:"kubeAPI,omitzero"`

	// How fast copies agree which of them is active.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// Permissions beyond those of upstream's chart, in the whole cluster.
	ExtraRules []rbacv1.PolicyRule `json:"extraRules,omitempty"`

	// Runs the pods in the network of their nodes, from where the metadata of an instance can
	// be reached whatever its hop limit. The port must be free there.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// The port of health and metrics in the pods: 8085 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The Service in front of the metrics.
	Service Service `json:"service,omitzero"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Serves metrics of each group beside those of all.
	GroupMetrics bool `json:"groupMetrics,omitempty"`

	// Serves profiles of the program on its port, to whoever reaches it.
	Profiling bool `json:"profiling,omitempty"`

	// Serves on its port what the program knows of the cluster, to whoever reaches it.
	DebuggingSnapshot bool `json:"debuggingSnapshot,omitempty"`

	// How much is logged, from 0 to 10: 4 where it is left out, which says why nothing is done.
	LogLevel *int32 `json:"logLevel,omitempty" jsonschema:"minimum=0,maximum=10"`

	// The form of the log: "text" where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`
}

// identity is what the objects go by. The labels that select the pods are upstream's, and
// can't be changed.
func (o Options) identity() kube.Identity {
	return kube.Identity{Name: "aws-" + name, Instance: name, Namespace: o.Namespace}
}
