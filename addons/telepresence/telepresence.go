package telepresence

import (
	_ "embed"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "telepresence"
	version = "2.20.2" // of the one image, and of the clients that fit it
)

// Definition is the addon telepresence.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Networking,
		Version:    version,
		Source:     "https://github.com/telepresenceio/telepresence/tree/v" + version + "/charts/telepresence",
		Kubernetes: ">=1.21", // the first whose namespaces all have a label with their name
		Namespace:  "ambassador",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs, with a
// certificate of cert-manager's for the webhook.
type Options struct {
	// The namespace that the addon is installed in. Clients look for the manager in
	// "ambassador"; for any other one each of them has to be told, in its kubeconfig.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Names the install where there are several in the cluster. Each needs a namespace of
	// its own, and namespaces that no other manager looks after.
	Instance string `json:"-"`

	// What is installed: everything, where it is left out.
	Parts Parts `json:"parts,omitempty"`

	// The manager's pod. There is one, since it keeps in memory who is connected.
	Pods addon.Pods `json:"pods,omitzero"`

	// When a manager that doesn't answer is started anew; never, where it is left out.
	LivenessProbe *Probe `json:"livenessProbe,omitempty"`

	// When a manager gets no connections; it gets them at once, where it is left out.
	ReadinessProbe *Probe `json:"readinessProbe,omitempty"`

	// How much the manager logs: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The port of the manager's API, which clients and agents use: 8081, where it is left
	// out.
	APIPort int32 `json:"apiPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// How large a message is that the manager takes: 4 Mi bytes, where it is left out.
	MaxReceiveSize resource.Quantity `json:"maxReceiveSize,omitzero"`

	// The namespaces that the manager looks after, and has rights in. Its own is always
	// among them. It looks after the whole cluster, where they are left out.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// How the manager finds out which networks pods are in, so that clients send there what
	// is for pods: "auto", where it is left out.
	PodCIDRStrategy PodCIDRStrategy `json:"podCIDRStrategy,omitempty"`

	// The networks that pods are in, with the strategy "environment".
	PodCIDRs []string `json:"podCIDRs,omitempty" jsonschema:"uniqueItems"`

	// What puts agents into pods whose traffic a developer asks for.
	AgentInjector AgentInjector `json:"agentInjector,omitzero"`

	// The agents, containers in the pods of others.
	Agent Agent `json:"agent,omitzero"`

	// The environment variables of pods that no client is told, such as passwords. All
	// others of a pod reach whoever intercepts it.
	ExcludedVariables []string `json:"excludedVariables,omitempty" jsonschema:"uniqueItems,pattern=^[A-Za-z_.-][A-Za-z0-9_.-]*$"`

	// Looks after the Rollouts of Argo Rollouts too, beside Deployments, ReplicaSets and
	// StatefulSets.
	ArgoRollouts bool `json:"argoRollouts,omitempty"`

	// The port at which manager and agents hand out traces; none, where it is left out.
	TracingPort int32 `json:"tracingPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The manager's metrics, which tell among others who is connected.
	Metrics Metrics `json:"metrics,omitzero"`

	// What clients are told when they connect.
	Client Client `json:"client,omitzero"`

	// The rights of developers who are no administrators of the cluster.
	ClientRBAC *ClientRBAC `json:"clientRBAC,omitempty"`
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, o.Instance)
	id.Selector = map[string]string{"app": managerName, "telepresence": "manager"}
	return id
}
