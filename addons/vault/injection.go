package vault

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Injection is how pods ask the injector for an agent and for secrets: [Injection.Annotations]
// are those of the pods. What is left out is as the injector's options have it. Among the options
// of an addon it is checked like any other; elsewhere [addon.Check] does it.
type Injection struct {
	// The role of Vault's auth method that the pods' service account logs in for.
	Role string `json:"role,omitempty"`

	// The secrets, each of which becomes a file.
	Secrets []InjectedSecret `json:"secrets,omitempty"`

	// The containers that see the files; all of them, where they are left out.
	Containers []string `json:"containers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Where the files are: "/vault/secrets", where it is left out.
	SecretsDir string `json:"secretsDir,omitempty" jsonschema:"pattern=^/"`

	// Writes the files before the pods start and leaves no agent behind, for jobs and for secrets
	// that don't change.
	InitOnly bool `json:"initOnly,omitempty"`

	// Doesn't have the pods wait for the files.
	NoInit bool `json:"noInit,omitempty"`

	// Runs before the other init containers, which then find the files.
	InitFirst bool `json:"initFirst,omitempty"`

	// Writes the agent's token of Vault's beside the files, as "token".
	Token bool `json:"token,omitempty"`

	// How secrets without a template are written.
	Template Template `json:"template,omitempty"`

	// Keeps the names of files as they are. They are in lower case otherwise.
	PreserveCase bool `json:"preserveCase,omitempty"`

	// How the agent logs in, where it isn't by the auth method kubernetes.
	Auth InjectionAuth `json:"auth,omitzero"`

	// How the agent reaches Vault, where it isn't as the injector was told.
	Connection InjectionConnection `json:"connection,omitzero"`

	// The agent's container.
	Agent InjectionAgent `json:"agent,omitzero"`

	// How the agent keeps files up to date.
	Rendering InjectionRendering `json:"rendering,omitzero"`

	// What the agent keeps for containers that ask Vault by way of it.
	Cache *InjectionCache `json:"cache,omitempty"`

	// The ConfigMap with the agent's whole configuration, in config.hcl and config-init.hcl.
	// Most of what is said here doesn't count then.
	ConfigMap string `json:"configMap,omitempty" jsonschema:"maxLength=253"`

	// The Secret that the agent has at /vault/custom.
	ExtraSecret string `json:"extraSecret,omitempty" jsonschema:"maxLength=253"`
}

// InjectedSecret is a secret that becomes a file.
type InjectedSecret struct {
	// The file's name, and that of the secret in the other annotations: "database.txt".
	Name string `json:"name" jsonschema:"required"`

	// The secret's path in Vault: "database/creds/shop", or "secret/data/shop" of KV's version 2.
	Path string `json:"path,omitempty"`

	// The file's text, in the language of Consul Template. The whole secret, where it is left
	// out.
	Template string `json:"template,omitempty"`

	// The file with the template, in the agent's container, in place of its text.
	TemplateFile string `json:"templateFile,omitempty"`

	// The file's name, with its path below the directory, where it isn't Name.
	File string `json:"file,omitempty"`

	// Where the file is, where it isn't where the others are.
	Dir string `json:"dir,omitempty" jsonschema:"pattern=^/"`

	// The file's mode, in octal: "0400". It is 0644, where it is left out.
	Mode string `json:"mode,omitempty" jsonschema:"pattern=^0?[0-7]{3}$"`

	// A command that is run in the agent's container whenever the file was written.
	Command string `json:"command,omitempty"`

	// Fails where the template asks for a key that the secret hasn't got.
	ErrorOnMissingKey bool `json:"errorOnMissingKey,omitempty"`

	// What begins and ends an expression in the template: "{{" and "}}", where they are left out.
	LeftDelimiter  string `json:"leftDelimiter,omitempty"`
	RightDelimiter string `json:"rightDelimiter,omitempty"`
}

// InjectionAuth is how an agent logs in.
type InjectionAuth struct {
	// The method: "kubernetes", where it is left out; "aws", "jwt", "approle" are others.
	Type string `json:"type,omitempty"`

	// Where it is mounted: "auth/kubernetes".
	Path string `json:"path,omitempty"`

	// What else the method is told, such as {"type": "iam", "region": "us-east-1"}.
	Config map[string]string `json:"config,omitempty"`

	// The volume with the token of a service account that the agent logs in by; the pods' own
	// token, where it is left out.
	TokenVolume string `json:"tokenVolume,omitempty"`

	// How long it waits after a failure, at first and at most: 1 s and 5 min, where they are left
	// out.
	MinBackoff metav1.Duration `json:"minBackoff,omitzero"`
	MaxBackoff metav1.Duration `json:"maxBackoff,omitzero"`

	// Stops at the first failure.
	ExitOnError bool `json:"exitOnError,omitempty"`
}

// InjectionConnection is how an agent reaches Vault.
type InjectionConnection struct {
	// Vault's URL.
	Address string `json:"address,omitempty" jsonschema:"pattern=^https?://"`

	// The namespace of Vault Enterprise.
	Namespace string `json:"namespace,omitempty"`

	// The proxy by which it is reached.
	ProxyAddress string `json:"proxyAddress,omitempty" jsonschema:"pattern=^https?://"`

	// The Secret, in the pods' namespace, that the agent has at /vault/tls.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The file with the CA that signed Vault's certificate: "/vault/tls/ca.crt".
	CACert string `json:"caCert,omitempty" jsonschema:"pattern=^/"`

	// The files with the certificate that the agent shows, and its key.
	ClientCert string `json:"clientCert,omitempty" jsonschema:"pattern=^/"`
	ClientKey  string `json:"clientKey,omitempty" jsonschema:"pattern=^/"`

	// The name in Vault's certificate, where it isn't that of the address.
	TLSServerName string `json:"tlsServerName,omitempty"`

	// Doesn't check Vault's certificate: whoever answers gets the pods' token.
	TLSSkipVerify bool `json:"tlsSkipVerify,omitempty"`

	// How often a request is tried again that Vault failed to answer.
	MaxRetries *int32 `json:"maxRetries,omitempty" jsonschema:"minimum=0"`

	// How long a request may take.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// The parts of the agent that keep no connection to Vault that they don't use, as where a load
	// balancer forgets it without a word.
	DisableIdleConnections []AgentPart `json:"disableIdleConnections,omitempty" jsonschema:"uniqueItems"`

	// The parts of the agent that make a connection for each request.
	DisableKeepAlives []AgentPart `json:"disableKeepAlives,omitempty" jsonschema:"uniqueItems"`
}

// AgentPart is a part of the agent that asks Vault.
type AgentPart string

// The parts.
const (
	AutoAuth   AgentPart = "auto-auth"
	Caching    AgentPart = "caching"
	Templating AgentPart = "templating"
)

// Enum lists the parts.
func (AgentPart) Enum() []string { return addon.Values(AutoAuth, Caching, Templating) }

// InjectionAgent is the container of an agent.
type InjectionAgent struct {
	// The image. It comes by no mirror, since nobody but the injector reads it.
	Image addon.Image `json:"image,omitzero"`

	// The CPU, memory and ephemeral storage that it asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The user and the group that it runs as: 100 and 1000, where they are left out.
	RunAsUser  *int64 `json:"runAsUser,omitempty" jsonschema:"minimum=0"`
	RunAsGroup *int64 `json:"runAsGroup,omitempty" jsonschema:"minimum=0"`

	// Runs as the user of the pods' first container, which must name one.
	RunAsSameUser bool `json:"runAsSameUser,omitempty"`

	// Gives it no security context, where the cluster sets one.
	NoSecurityContext bool `json:"noSecurityContext,omitempty"`

	// Lets the containers of the pods see each other's processes, so that a secret's command can
	// signal one.
	ShareProcessNamespace bool `json:"shareProcessNamespace,omitempty"`

	// The container whose volumes it mounts too.
	CopyVolumeMounts string `json:"copyVolumeMounts,omitempty"`

	// Gives its token back when its pod stops.
	RevokeOnShutdown bool `json:"revokeOnShutdown,omitempty"`

	// How long after the pod began to stop it does so, in whole seconds: 5 s, where it is left
	// out.
	RevokeGrace metav1.Duration `json:"revokeGrace,omitzero"`

	// Lets a job end it, by a request to its port.
	EnableQuit bool `json:"enableQuit,omitempty"`

	// How much it logs: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How its log is written: "standard", where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// How many CPUs it uses at once.
	GoMaxProcs int32 `json:"goMaxProcs,omitempty" jsonschema:"minimum=1"`
}

// InjectionRendering is how files are kept up to date.
type InjectionRendering struct {
	// Tries again for ever to write a secret, and doesn't stop after some failures.
	KeepTrying bool `json:"keepTrying,omitempty"`

	// How often secrets without a lease are looked at anew: every 5 min, where it is left out.
	StaticSecretInterval metav1.Duration `json:"staticSecretInterval,omitzero"`

	// How many connections to Vault there are at most.
	MaxConnectionsPerHost int32 `json:"maxConnectionsPerHost,omitempty" jsonschema:"minimum=1"`

	// After which percentage of its lease a secret is read anew that can't be renewed.
	LeaseRenewalPercent int32 `json:"leaseRenewalPercent,omitempty" jsonschema:"minimum=1,maximum=100"`
}

// InjectionCache is what an agent keeps for containers that ask Vault by way of it.
type InjectionCache struct {
	// The port that they ask at: 8200, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Whose token counts: the agent's, for requests without one, where it is left out.
	Token CacheToken `json:"token,omitempty"`

	// Stops where what was kept can't be read.
	ExitOnError bool `json:"exitOnError,omitempty"`
}

// CacheToken is whose token counts in requests by way of an agent.
type CacheToken string

// Whose token counts.
const (
	AgentsToken CacheToken = "true"  // the agent's, for requests without one
	OnlyAgents  CacheToken = "force" // the agent's, whatever requests have
	OwnToken    CacheToken = "false" // that of the request
)

// Enum lists whose token may count.
func (CacheToken) Enum() []string { return addon.Values(AgentsToken, OnlyAgents, OwnToken) }
