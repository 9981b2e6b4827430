package clusterautoscaler

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Tag is a tag of Auto Scaling groups.
type Tag struct {
	// The tag's key.
	Key string `json:"key" jsonschema:"required,maxLength=128,pattern=^[^ \\,=]+$"`

	// The tag's value: whatever it is, where it is left out.
	Value string `json:"value,omitempty" jsonschema:"maxLength=256,pattern=^[^\\,]+$"`
}

// Group is an Auto Scaling group.
type Group struct {
	// The group's name.
	Name string `json:"name" jsonschema:"required,maxLength=255,pattern=^[^:*? ]+$"`

	// The least number of nodes, which must not be less than the group's own: none, where it is
	// left out.
	MinSize int32 `json:"minSize,omitempty" jsonschema:"minimum=0"`

	// The greatest number of nodes, which must not be more than the group's own.
	MaxSize int32 `json:"maxSize" jsonschema:"required,minimum=1"`
}

// AccessKey is an AWS access key in a Secret of the addon's namespace.
type AccessKey struct {
	// The key's ID.
	ID addon.SecretRef `json:"id" jsonschema:"required"`

	// The secret that belongs to it.
	Secret addon.SecretRef `json:"secret" jsonschema:"required"`
}

// Expander chooses among groups whose nodes would take the pods that wait.
type Expander string

// The expanders.
const (
	LeastWaste Expander = "least-waste" // the group whose new nodes have the least CPU and memory left over
	LeastNodes Expander = "least-nodes" // the group that needs the fewest nodes
	MostPods   Expander = "most-pods"   // the group that takes the most pods
	Priority   Expander = "priority"    // the group that Priorities prefers
	GRPC       Expander = "grpc"        // the group that a service chooses
	Random     Expander = "random"
)

// Enum lists the expanders. There is also one that goes by prices, which are not known for
// AWS.
func (Expander) Enum() []string {
	return addon.Values(LeastWaste, LeastNodes, MostPods, Priority, GRPC, Random)
}

// GRPCExpander is a service that chooses groups.
type GRPCExpander struct {
	// The service's address: "expander.autoscaling.svc:7000".
	Address string `json:"address" jsonschema:"required,pattern=^[^ ]+:[0-9]+$"`

	// A file in the pods, from pods.extraVolumes, with the certificate that the service is
	// known by.
	CertFile string `json:"certFile" jsonschema:"required,pattern=^/[^ ]+$"`
}

// Limits is how large the cluster may get.
type Limits struct {
	// The number of nodes: no limit, where it is left out.
	MaxNodes int32 `json:"maxNodes,omitempty" jsonschema:"minimum=1"`

	// The number of cores of all nodes: no limit, where it is left out.
	Cores *Range `json:"cores,omitempty"`

	// The memory of all nodes in GiB: no limit, where it is left out.
	Memory *Range `json:"memory,omitempty"`
}

// Range is from the least to the greatest number.
type Range struct {
	// The least: nodes are not taken away below it.
	Min int64 `json:"min,omitempty" jsonschema:"minimum=0"`

	// The greatest: nodes are not added beyond it.
	Max int64 `json:"max" jsonschema:"required,minimum=1"`
}

// KubeAPI is how the Kubernetes API is called.
type KubeAPI struct {
	// How often it is called in a second in the long run: 5 times where it is left out. Large
	// clusters need more.
	QPS int32 `json:"qps,omitempty" jsonschema:"minimum=1"`

	// How often it is called at once: 10 times where it is left out.
	Burst int32 `json:"burst,omitempty" jsonschema:"minimum=1"`
}

// LeaderElection says how fast copies agree which of them is active.
type LeaderElection struct {
	// How long a lease is good for without being renewed; 15 s where it is left out.
	LeaseDuration metav1.Duration `json:"leaseDuration,omitzero"`

	// How long the active copy tries to renew its lease before it gives up, less than the
	// duration; 10 s where it is left out.
	RenewDeadline metav1.Duration `json:"renewDeadline,omitzero"`

	// How long copies wait between two tries, well less than the deadline; 2 s where it is
	// left out.
	RetryPeriod metav1.Duration `json:"retryPeriod,omitzero"`
}

// Service is the Service in front of the metrics.
type Service struct {
	// Leaves the Service out.
	Disabled bool `json:"disabled,omitempty"`

	// The port: 8085 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Labels of the Service.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of the Service.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// LogFormat is the form of a log.
type LogFormat string

// The forms.
const (
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Enum lists the forms.
func (LogFormat) Enum() []string { return addon.Values(LogText, LogJSON) }
