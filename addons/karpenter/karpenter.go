package karpenter

import (
	_ "embed"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name    = "karpenter"
	version = "1.14.1" // of the image and of the definitions in crds.yaml
)

// Definition is the addon karpenter.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Scaling,
		Version:    version,
		Source:     "https://github.com/aws/karpenter-provider-aws/tree/v" + version + "/charts/karpenter",
		Kubernetes: ">=1.30 <1.37",
		Namespace:  "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs, and in a
// cluster on AWS the queue, the role of nodes and the rights of upstream's own template. No
// node is made before there are a NodePool and an EC2NodeClass.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods, of which one at a time is active: 2 where it is left out. They never run on
	// nodes that Karpenter makes, nor two on one node, whatever affinity is given here.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods are replaced by newer ones: one goes before another comes, where maxUnavailable
	// is left out, since each has a node to itself.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// The EC2NodeClasses: what machines are made from and where they are.
	NodeClasses []NamedNodeClass `json:"nodeClasses,omitempty"`

	// The NodePools: which machines there may be, for which pods, and when they go. One that
	// is taken out of the list takes its nodes along.
	NodePools []NamedNodePool `json:"nodePools,omitempty"`

	// The NodeOverlays: what instance types cost here, and what else they have. They need the
	// feature NodeOverlay.
	NodeOverlays []NamedNodeOverlay `json:"nodeOverlays,omitempty"`

	// The CapacityBuffers: room that is kept free. They need the feature CapacityBuffer.
	CapacityBuffers []NamedCapacityBuffer `json:"capacityBuffers,omitempty"`

	// The cluster's name, by which instances are known as its own: the target's, where it is
	// left out. It can't change while there are nodes.
	ClusterName string `json:"clusterName,omitempty" jsonschema:"maxLength=100,pattern=^[0-9A-Za-z][0-9A-Za-z_-]*$"`

	// The URL by which nodes reach the API server: what EKS tells, where it is left out.
	ClusterEndpoint string `json:"clusterEndpoint,omitempty"`

	// The CA by which nodes know the API server, as EKS tells it: a certificate in PEM, in
	// base64. It is the one that the pods themselves go by, where it is left out.
	ClusterCABundle string `json:"clusterCABundle,omitempty"`

	// Asks EKS for the cluster's version. It is the API server's own otherwise.
	EKSControlPlane bool `json:"eksControlPlane,omitempty"`

	// The AWS region of the nodes: the cluster's, where it is left out and the cluster is on
	// AWS; what the pod's node says, elsewhere.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// Does without services of AWS's that no VPC endpoint reaches: prices are then those of
	// this version. Node classes need an instanceProfile where IAM is not reached.
	IsolatedVPC bool `json:"isolatedVPC,omitempty"`

	// The queue by which Karpenter hears that an instance is about to go.
	InterruptionQueue InterruptionQueue `json:"interruptionQueue,omitzero"`

	// The IAM role of the nodes.
	NodeRole NodeRole `json:"nodeRole,omitzero"`

	// Brings no nodes into a zone that traffic is shifted away from. The cluster must be
	// enabled for zonal shift, or the pods don't start.
	ZonalShift bool `json:"zonalShift,omitempty"`

	// The longest that pods are gathered before nodes are made for them: 10 s where it is left
	// out. The longer, the fewer and larger the nodes.
	BatchMaxDuration metav1.Duration `json:"batchMaxDuration,omitzero"`

	// How long nothing must come for the gathering to end: 1 s where it is left out.
	BatchIdleDuration metav1.Duration `json:"batchIdleDuration,omitzero"`

	// Whether what pods merely prefer, of nodes, other pods and their spread, brings nodes:
	// "Respect" where it is left out, or "Ignore", which makes fewer.
	PreferencePolicy PreferencePolicy `json:"preferencePolicy,omitempty"`

	// What becomes of a pod where the minValues of a NodePool can't be had: "Strict", it
	// waits, where it is left out, or "BestEffort", fewer will do.
	MinValuesPolicy MinValuesPolicy `json:"minValuesPolicy,omitempty"`

	// The part of an instance's memory that its own machinery takes, until a node of the type
	// has told: 0.075, which is 7.5 %, where it is left out.
	VMMemoryOverheadPercent *float64 `json:"vmMemoryOverheadPercent,omitempty" jsonschema:"minimum=0,maximum=0.99"`

	// How many network interfaces of an instance have no addresses for pods: 1 for custom
	// networking of the VPC CNI.
	ReservedENIs int32 `json:"reservedENIs,omitempty" jsonschema:"minimum=0,maximum=100"`

	// Takes the devices into account that pods claim by ResourceClaims. Otherwise such a pod
	// gets a node as if it claimed none.
	DRARequests bool `json:"draRequests,omitempty"`

	// How often AMIs are looked for: every minute where it is left out, which is the least.
	AMIRefreshInterval metav1.Duration `json:"amiRefreshInterval,omitzero"`

	// How often subnets are looked for: every minute where it is left out, which is the least.
	SubnetRefreshInterval metav1.Duration `json:"subnetRefreshInterval,omitzero"`

	// Doesn't try out EC2NodeClasses by calls to EC2 that change nothing. One that can't make
	// instances is then found out only when it must.
	DisableDryRun bool `json:"disableDryRun,omitempty"`

	// Leaves out metrics and events about the state of all pods and nodes, which are many in
	// a large cluster.
	DisableClusterStateObservability bool `json:"disableClusterStateObservability,omitempty"`

	// Features that are switched on or off. Others than those of this version are refused.
	FeatureGates map[FeatureGate]bool `json:"featureGates,omitempty"`

	// How the Kubernetes API is called.
	KubeAPI KubeAPI `json:"kubeAPI,omitzero"`

	// Has the pod that waits fill its caches, so that it takes over faster. That costs calls
	// to the APIs of Kubernetes and AWS.
	Warmup bool `json:"warmup,omitempty"`

	// How much is logged: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// Where the log goes: "stdout" where it is left out, or paths of files, which need a
	// volume.
	LogOutputPaths []string `json:"logOutputPaths,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Where faults of the log itself go: "stderr" where it is left out.
	LogErrorOutputPaths []string `json:"logErrorOutputPaths,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// The ports that the pods listen on.
	Ports Ports `json:"ports,omitzero"`

	// Serves profiles of the program at the port of the metrics.
	Profiling bool `json:"profiling,omitempty"`

	// Runs the pods in the network of their nodes, for networks in which pods can't reach
	// the API server or AWS before there are nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Permissions beyond those of upstream's chart, in the whole cluster.
	ExtraRules []rbacv1.PolicyRule `json:"extraRules,omitempty"`

	// Annotations of the Service that leads to the metrics.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }
