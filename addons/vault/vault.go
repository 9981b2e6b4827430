package vault

import (
	_ "embed"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "vault"
	version = "2.0.4"
)

// Definition is the addon vault.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Security,
		Version:    version,
		Source:     "https://github.com/hashicorp/vault-helm/tree/v0.34.1",
		Kubernetes: ">=1.20",
		Namespace:  name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs: one server that
// keeps its data in a file system, and the injector.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Names the install where there are several in the cluster. One of them at most has the CSI
	// provider, and of several injectors each needs pods of its own: see the webhook's selectors.
	Instance string `json:"-"`

	// A Vault that runs elsewhere, for the injector and the CSI provider to use. No server is
	// installed then, only the service account by which that Vault may check tokens of the
	// cluster.
	External *External `json:"external,omitempty"`

	// The server.
	Server Server `json:"server,omitzero"`

	// The webhook that puts Vault's agent into pods that ask for it, and secrets into their
	// files.
	Injector Injector `json:"injector,omitzero"`

	// The provider by which the Secrets Store CSI driver mounts secrets as volumes. The driver
	// itself is not part of this addon.
	CSI CSI `json:"csi,omitzero"`
}

// External is a Vault that runs elsewhere.
type External struct {
	// Its URL: "https://vault.example.com:8200".
	Address string `json:"address" jsonschema:"required,pattern=^https?://[^ /]+$"`

	// The CA that signed its certificate, in PEM; those that images bring, where it is left out.
	CABundle string `json:"caBundle,omitempty"`
}

// LogLevel is how much is logged.
type LogLevel string

// The levels, the most talkative first.
const (
	Trace LogLevel = "trace"
	Debug LogLevel = "debug"
	Info  LogLevel = "info"
	Warn  LogLevel = "warn"
	Error LogLevel = "error"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(Trace, Debug, Info, Warn, Error) }

// LogFormat is how lines of a log are written.
type LogFormat string

// How they are written.
const (
	Standard LogFormat = "standard"
	JSON     LogFormat = "json"
)

// Enum lists how they may be written.
func (LogFormat) Enum() []string { return addon.Values(Standard, JSON) }

// Probe is how often a container is asked how it is, and what is made of no answer.
type Probe struct {
	// How many seconds after the start it begins.
	InitialDelaySeconds int32 `json:"initialDelaySeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds are between two questions.
	PeriodSeconds int32 `json:"periodSeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds an answer may take.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1"`

	// How many answers in a row must be bad.
	FailureThreshold int32 `json:"failureThreshold,omitempty" jsonschema:"minimum=1"`
}

// fullname is what the server's objects are called, and what the names of all others begin with.
func (o Options) fullname() string { return addon.InstanceName(name, o.Instance) }

func (o Options) injectorName() string { return o.fullname() + "-agent-injector" }

func (o Options) csiName() string { return o.fullname() + "-csi-provider" }

// server, injector and provider are what the components' objects go by. The labels that select
// pods are upstream's, and can't be changed.
func (o Options) server() kube.Identity {
	id := kube.Identify(name, o.Namespace, o.Instance)
	id.Selector = map[string]string{addon.LabelName: id.Name, addon.LabelInstance: id.Instance, "component": "server"}
	return id
}

func (o Options) injector() kube.Identity {
	id := o.server()
	id.Name = name + "-agent-injector"
	id.Selector = map[string]string{addon.LabelName: id.Name, addon.LabelInstance: id.Instance, "component": "webhook"}
	return id
}

func (o Options) provider() kube.Identity {
	id := o.server()
	id.Name = name + "-csi-provider"
	id.Selector = map[string]string{addon.LabelName: id.Name, addon.LabelInstance: id.Instance}
	return id
}

// address is the URL by which the injector, the agents and the CSI provider reach Vault.
func (o Options) address() string {
	if o.External != nil {
		return o.External.Address
	}
	return o.Server.scheme() + "://" + o.fullname() + "." + o.Namespace + ".svc:" + kube.Number(o.Server.Service.Port)
}
