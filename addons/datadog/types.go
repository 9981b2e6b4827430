package datadog

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// LogLevel is how much is logged.
type LogLevel string

// The levels, the most talkative first.
const (
	LogTrace    LogLevel = "TRACE"
	LogDebug    LogLevel = "DEBUG"
	LogInfo     LogLevel = "INFO"
	LogWarn     LogLevel = "WARN"
	LogError    LogLevel = "ERROR"
	LogCritical LogLevel = "CRITICAL"
	LogOff      LogLevel = "OFF"
)

// Enum lists the levels.
func (LogLevel) Enum() []string {
	return addon.Values(LogTrace, LogDebug, LogInfo, LogWarn, LogError, LogCritical, LogOff)
}

// Cardinality is how closely tags tell apart where a metric comes from.
type Cardinality string

// The cardinalities.
const (
	LowCardinality          Cardinality = "low"          // down to the Deployment
	OrchestratorCardinality Cardinality = "orchestrator" // down to the pod
	HighCardinality         Cardinality = "high"         // down to the container
)

// Enum lists the cardinalities.
func (Cardinality) Enum() []string {
	return addon.Values(LowCardinality, OrchestratorCardinality, HighCardinality)
}

// Container is a container beside the main one.
type Container struct {
	// The CPU and memory that the container asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Environment variables that the container gets after the addon's own.
	ExtraEnv []corev1.EnvVar `json:"extraEnv,omitempty"`

	// How much the container logs: what the addon's logLevel says, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`
}

// Kubelet says how the agents reach the kubelet of their node.
type Kubelet struct {
	// Takes any certificate for the kubelet's. Needed where the kubelet signs its own and no CA
	// is known for it; without it there are no metrics of pods then.
	InsecureSkipTLSVerify bool `json:"insecureSkipTLSVerify,omitempty"`

	// The file, on the nodes, with the CA of the kubelet's certificate. That of the service
	// account is taken where it is left out.
	HostCAPath string `json:"hostCAPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Asks the API server for the pods of a node, and not the kubelet.
	UseAPIServer bool `json:"useAPIServer,omitempty"`

	// Asks for the kubelet's parts one by one, in place of nodes/proxy, which is the right to
	// all of them. Kubernetes 1.33 and later know them.
	FineGrainedAuthorization bool `json:"fineGrainedAuthorization,omitempty"`

	// Leaves out the check of the kubelet.
	NoCheck bool `json:"noCheck,omitempty"`

	// The folder of the nodes with the kubelet's socket that tells the devices of pods.
	PodResourcesDir string `json:"podResourcesDir,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`
}

// Containers are filters of containers, each such as "image:^registry.example.com/.*$",
// "name:^sidecar$" or "kube_namespace:^kube-system$", with a regular expression. What is
// included is looked at even if it is excluded.
type Containers struct {
	// Containers that are looked at.
	Include []string `json:"include,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Containers that aren't.
	Exclude []string `json:"exclude,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Containers whose metrics are collected.
	IncludeMetrics []string `json:"includeMetrics,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Containers whose metrics aren't.
	ExcludeMetrics []string `json:"excludeMetrics,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Containers whose logs are collected.
	IncludeLogs []string `json:"includeLogs,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Containers whose logs aren't.
	ExcludeLogs []string `json:"excludeLogs,omitempty" jsonschema:"uniqueItems,pattern=^(image|name|kube_namespace):[^ ]+$"`

	// Looks at pause containers too.
	Pause bool `json:"pause,omitempty"`

	// Doesn't tell when containers and pods come and go.
	NoLifecycle bool `json:"noLifecycle,omitempty"`

	// Doesn't tell which images there are.
	NoImages bool `json:"noImages,omitempty"`
}

// TagsFrom are tags that labels and annotations become, each by the label or annotation:
// {"app": "kube_app"}. "*" stands for all of them, and "%%label%%" in the tag for the name.
type TagsFrom struct {
	// Labels of nodes.
	NodeLabels map[string]string `json:"nodeLabels,omitempty"`

	// Labels of pods.
	PodLabels map[string]string `json:"podLabels,omitempty"`

	// Annotations of pods.
	PodAnnotations map[string]string `json:"podAnnotations,omitempty"`

	// Labels of a pod's namespace.
	NamespaceLabels map[string]string `json:"namespaceLabels,omitempty"`

	// Annotations of a pod's namespace.
	NamespaceAnnotations map[string]string `json:"namespaceAnnotations,omitempty"`

	// Labels of other objects, by their resource and group: {"deployments.apps": {…}}. The
	// cluster agent gets the right to read them.
	ResourceLabels map[string]map[string]string `json:"resourceLabels,omitempty"`

	// Annotations of other objects, in the same way.
	ResourceAnnotations map[string]map[string]string `json:"resourceAnnotations,omitempty"`

	// How closely tags of checks tell apart where a metric comes from: "low" where it is left
	// out.
	ChecksCardinality Cardinality `json:"checksCardinality,omitempty"`

	// Has all that applications send tagged by the same way of telling where it comes from.
	UnifiedOrigin bool `json:"unifiedOrigin,omitempty"`
}

// DogStatsD takes metrics that applications send.
type DogStatsD struct {
	// The port, for UDP: 8125 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Takes the port on the nodes too. All that reaches a node can send to it then.
	HostPort bool `json:"hostPort,omitempty"`

	// Takes metrics from the agent's own pod only.
	LocalTrafficOnly bool `json:"localTrafficOnly,omitempty"`

	// Tags metrics by the container that sends them.
	OriginDetection bool `json:"originDetection,omitempty"`

	// How closely those tags tell containers apart: "low" where it is left out.
	TagCardinality Cardinality `json:"tagCardinality,omitempty"`

	// Tags of all these metrics.
	Tags []string `json:"tags,omitempty" jsonschema:"uniqueItems,pattern=^[^ ]+$"`

	// The socket within the agents: "/var/run/datadog/dsd.socket" where it is left out.
	SocketPath string `json:"socketPath,omitempty" jsonschema:"pattern=^(/[^/ ]+){2\\,}$"`

	// The folder of the nodes with the socket, which applications mount: "/var/run/datadog"
	// where it is left out.
	HostSocketDir string `json:"hostSocketDir,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Keeps the socket from the nodes.
	NoHostSocket bool `json:"noHostSocket,omitempty"`
}

// APM takes traces that applications send, by a socket of the nodes and by the port of the
// Service "datadog", which leads to the node's own agent.
type APM struct {
	// Takes no traces.
	Disabled bool `json:"disabled,omitempty"`

	// The port: 8126 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Takes the port on the nodes too. All that reaches a node can send to it then.
	HostPort bool `json:"hostPort,omitempty"`

	// Leaves out the socket.
	NoSocket bool `json:"noSocket,omitempty"`

	// The socket within the agents: "/var/run/datadog/apm.socket" where it is left out.
	SocketPath string `json:"socketPath,omitempty" jsonschema:"pattern=^(/[^/ ]+){2\\,}$"`

	// The folder of the nodes with the socket, which applications mount: "/var/run/datadog"
	// where it is left out.
	HostSocketDir string `json:"hostSocketDir,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Takes traces for the tracking of errors only.
	ErrorTrackingOnly bool `json:"errorTrackingOnly,omitempty"`

	// Puts Datadog's libraries into applications. It needs the cluster agent's admission
	// controller.
	Instrumentation Instrumentation `json:"instrumentation,omitzero"`

	// The container of APM.
	Container `json:",inline"`
}

// Instrumentation puts Datadog's tracing libraries into pods when they start.
type Instrumentation struct {
	// Does so, in all namespaces where nothing else is said.
	Enabled bool `json:"enabled,omitempty"`

	// The only namespaces in which it is done.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Namespaces in which it isn't.
	ExceptNamespaces []string `json:"exceptNamespaces,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The version of each language's library: {"python": "v4", "java": "v1"}. Those of all
	// languages, where it is left out.
	Libraries map[string]string `json:"libraries,omitempty"`

	// The tag of the injector's image.
	InjectorTag string `json:"injectorTag,omitempty" jsonschema:"pattern=^[A-Za-z0-9_][A-Za-z0-9._-]{0\\,127}$"`

	// Doesn't find the languages of applications by their processes.
	NoLanguageDetection bool `json:"noLanguageDetection,omitempty"`
}

// Logs are those of containers.
type Logs struct {
	// Collects logs, of the pods whose annotations ask for it.
	Enabled bool `json:"enabled,omitempty"`

	// Collects the logs of all containers.
	AllContainers bool `json:"allContainers,omitempty"`

	// Asks the container runtime for logs, in place of reading its files.
	NoFiles bool `json:"noFiles,omitempty"`

	// Takes each line for a log of its own, where no rule says otherwise.
	NoAutoMultiLine bool `json:"noAutoMultiLine,omitempty"`

	// The folder of the nodes with the logs of pods: "/var/log/pods" where it is left out.
	PodLogsDir string `json:"podLogsDir,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`
}

// OTLP takes what applications send by OpenTelemetry's protocol.
type OTLP struct {
	// Takes it by gRPC, at port 4317.
	GRPC Receiver `json:"grpc,omitzero"`

	// Takes it by HTTP, at port 4318.
	HTTP Receiver `json:"http,omitzero"`

	// Takes logs too.
	Logs bool `json:"logs,omitempty"`
}

// Receiver is one of OpenTelemetry's protocols.
type Receiver struct {
	// Switches it on.
	Enabled bool `json:"enabled,omitempty"`

	// The port, in place of OpenTelemetry's.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Keeps the port from the nodes. Applications then reach it by the Service "datadog".
	NoHostPort bool `json:"noHostPort,omitempty"`
}

// Processes are those of the nodes.
type Processes struct {
	// Collects the processes, with their arguments.
	Enabled bool `json:"enabled,omitempty"`

	// Leaves their arguments out.
	StripArguments bool `json:"stripArguments,omitempty"`

	// Doesn't collect the containers.
	NoContainers bool `json:"noContainers,omitempty"`

	// Doesn't tell which well-known programs run.
	NoDiscovery bool `json:"noDiscovery,omitempty"`

	// Tells the users of processes by their numbers. The nodes' /etc/passwd isn't mounted then,
	// which some lack.
	NoUserNames bool `json:"noUserNames,omitempty"`

	// The container that collects processes. It is there with network.enabled or
	// network.services only: the main one does its work otherwise.
	Container `json:",inline"`
}
