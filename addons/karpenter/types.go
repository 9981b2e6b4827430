package karpenter

import (
	"cmp"
	"strings"

	"github.com/fitout/fitout/addon"
)

// InterruptionQueue is an SQS queue of what happens to instances: EC2 takes a spot instance
// back, hardware is to be retired, somebody stops an instance. Karpenter drains the node and
// brings another before that. In a cluster on AWS there is one unless it is switched off.
type InterruptionQueue struct {
	// Makes no queue and reads none.
	Disabled bool `json:"disabled,omitempty"`

	// The name of a queue that is there already, in the same account and region. What comes
	// into it is its owner's matter.
	Existing string `json:"existing,omitempty" jsonschema:"pattern=^[0-9A-Za-z_-]{1\\,80}$"`

	// The name of the queue that is made: the cluster's, where it is left out.
	Name string `json:"name,omitempty" jsonschema:"pattern=^[0-9A-Za-z_-]{1\\,80}$"`
}

// queue is the name of the queue that is read; empty for none. It is made where there is an
// account to make it in.
func (o Options) queue(t addon.Target) string {
	switch q := o.InterruptionQueue; {
	case q.Existing != "":
		return q.Existing
	case q.Disabled || t.AWS == nil:
		return ""
	default:
		return cmp.Or(q.Name, o.ClusterName)
	}
}

// NodeRole is the IAM role of the nodes. In a cluster on AWS it is made, with an access entry
// in EKS by which nodes join the cluster.
type NodeRole struct {
	// The role's name: "KarpenterNodeRole-" and the cluster's name, where it is left out.
	Name string `json:"name,omitempty" jsonschema:"pattern=^[A-Za-z0-9_+=\\,.@-]{1\\,64}$"`

	// The name or, if it has a path, the ARN of a role that is there already. None is made
	// then: that it has the rights and that its nodes may join is its owner's matter.
	Existing string `json:"existing,omitempty" jsonschema:"pattern=^(arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+|[A-Za-z0-9_+=\\,.@-]{1\\,64})$"`

	// The policies of AWS's own that the role gets, by path and name. Where it is left out
	// they are those of nodes, of the VPC CNI, of pulling images from ECR, and of Systems
	// Manager, by which one gets a shell on a node.
	ManagedPolicies []string `json:"managedPolicies,omitempty" jsonschema:"uniqueItems,minItems=1,maxItems=20,pattern=^[A-Za-z0-9_+=\\,.@/-]+$"`
}

// nodeRole is the name of the role of nodes.
func (o Options) nodeRole() string {
	name := cmp.Or(o.NodeRole.Existing, o.NodeRole.Name, "KarpenterNodeRole-"+o.ClusterName)
	return name[strings.LastIndexByte(name, '/')+1:]
}

// PreferencePolicy is what becomes of preferences.
type PreferencePolicy string

// What becomes of preferences.
const (
	// PreferencesRespected brings nodes on which pods have what they prefer.
	PreferencesRespected PreferencePolicy = "Respect"

	// PreferencesIgnored leaves preferences to the scheduler.
	PreferencesIgnored PreferencePolicy = "Ignore"
)

// Enum lists what may become of preferences.
func (PreferencePolicy) Enum() []string {
	return addon.Values(PreferencesRespected, PreferencesIgnored)
}

// MinValuesPolicy is what becomes of minValues that can't be had.
type MinValuesPolicy string

// What becomes of minValues that can't be had.
const (
	MinValuesStrict     MinValuesPolicy = "Strict"     // no node is made
	MinValuesBestEffort MinValuesPolicy = "BestEffort" // a node is made with fewer
)

// Enum lists what may become of them.
func (MinValuesPolicy) Enum() []string { return addon.Values(MinValuesStrict, MinValuesBestEffort) }

// KubeAPI is how the Kubernetes API is called.
type KubeAPI struct {
	// How many calls a second there are at most, on average: 200 where it is left out.
	QPS int32 `json:"qps,omitempty" jsonschema:"minimum=1"`

	// How many calls there may be at once: 300 where it is left out.
	Burst int32 `json:"burst,omitempty" jsonschema:"minimum=1"`
}

// Ports are the ports that the pods listen on.
type Ports struct {
	// The port of the metrics, of the Service too: 8080 where it is left out.
	Metrics int32 `json:"metrics,omitempty" jsonschema:"minimum=1024,maximum=65535"`

	// The port of the probes: 8081 where it is left out.
	Health int32 `json:"health,omitempty" jsonschema:"minimum=1024,maximum=65535"`
}

// LogLevel is how much is logged.
type LogLevel string

// The levels, the most talkative first.
const (
	LogDebug LogLevel = "debug"
	LogInfo  LogLevel = "info"
	LogError LogLevel = "error"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(LogDebug, LogInfo, LogError) }
