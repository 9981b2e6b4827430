package emissary

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

//go:embed doc.go
var doc string

const (
	name    = "emissary-ingress"
	version = "4.1.0" // of both images
)

// Definition is the addon emissary-ingress.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Networking,
		Version:    version,
		Source:     "https://github.com/emissary-ingress/emissary/tree/v" + version + "/charts",
		Kubernetes: ">=1.25",
		Namespace:  "emissary",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's charts install.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Names the install where there are several in the cluster: "internal" makes
	// emissary-ingress-internal, with an ambassadorID and an ingress class of its own. Each
	// needs a namespace of its own too, since the Module has the same name in all of them.
	Instance string `json:"-"`

	// The name by which resources choose this Emissary in their ambassador_id: the
	// instance, or "default" without one, where it is left out. Resources that name no ID
	// are for "default".
	AmbassadorID string `json:"ambassadorID,omitempty" jsonschema:"maxLength=63,pattern=^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"`

	// Who brings the definitions of the custom resources, of which a cluster has one set:
	// the install without an instance, where it is left out.
	CRDs CRDs `json:"crds,omitempty"`

	// Whether a number of pods run, or one on each node.
	Kind Kind `json:"kind,omitempty"`

	// The pods. Three run where neither replicas nor the autoscaler says how many. With
	// hostNetwork, the DNS policy ClusterFirstWithHostNet keeps names of the cluster
	// resolvable.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// How many seconds a Deployment has to make progress before it counts as failed.
	ProgressDeadlineSeconds *int32 `json:"progressDeadlineSeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds a new pod must have been ready before it counts.
	MinReadySeconds int32 `json:"minReadySeconds,omitempty" jsonschema:"minimum=0"`

	// Has the number of pods follow their load.
	Autoscaling hpa.Autoscaling `json:"autoscaling,omitzero"`

	// When a pod that doesn't answer is started anew.
	LivenessProbe Probe `json:"livenessProbe,omitzero"`

	// When a pod that doesn't answer gets no requests.
	ReadinessProbe Probe `json:"readinessProbe,omitzero"`

	// Holds the other probes back until a pod has answered once. For configurations that
	// take long to load.
	StartupProbe *Probe `json:"startupProbe,omitempty"`

	// How long a pod goes on serving after it has been told to stop, in whole seconds, so
	// that load balancers notice before it does. It must be less than the pods' grace
	// period, which is 30 s where they set none, and needs Kubernetes 1.30.
	ShutdownDelay metav1.Duration `json:"shutdownDelay,omitzero"`

	// Runs the pods in the network of their nodes. Ports are then the nodes' own: two pods
	// need two nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Serves what is in the addon's own namespace only. Ingresses there choose Emissary by
	// the annotation kubernetes.io/ingress.class: it doesn't see classes then.
	SingleNamespace bool `json:"singleNamespace,omitempty"`

	// How much Emissary logs: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// Logs as JSON. Access logs have an option of their own.
	JSONLogging bool `json:"jsonLogging,omitempty"`

	// How requests are logged.
	AccessLog AccessLog `json:"accessLog,omitzero"`

	// How many threads Envoy serves with: one for each CPU of the node where it is left
	// out, which is too many for a small CPU limit.
	EnvoyConcurrency int32 `json:"envoyConcurrency,omitempty" jsonschema:"minimum=1"`

	// How long Envoy lets connections finish whose listener has changed: 10 min where it is
	// left out. Configurations of that time are kept in memory.
	DrainTime metav1.Duration `json:"drainTime,omitzero"`

	// How long changes are collected before Envoy gets them: 1 s where it is left out.
	ReconfigureDelay metav1.Duration `json:"reconfigureDelay,omitzero"`

	// Writes into the status of each Mapping whether it is served. It costs the API server
	// a write for each change and each pod.
	UpdateMappingStatus bool `json:"updateMappingStatus,omitempty"`

	// Leaves out TLS Secrets whose certificate or key can't be read, before Envoy sees
	// them.
	ForceSecretValidation bool `json:"forceSecretValidation,omitempty"`

	// Sends metrics to a StatsD server.
	StatsD *StatsD `json:"statsD,omitempty"`

	// The class by which Ingresses choose Emissary.
	IngressClass IngressClass `json:"ingressClass,omitzero"`

	// The Service that clients reach Emissary by.
	Service Service `json:"service,omitzero"`

	// The Service for diagnostics and metrics.
	AdminService AdminService `json:"adminService,omitzero"`

	// Has Prometheus scrape the metrics by way of the admin Service.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Makes two Listeners that take all Hosts, one for HTTP on port 8080 and one for HTTPS
	// on port 8443. Secure are the requests that come with TLS.
	DefaultListeners bool `json:"defaultListeners,omitempty"`

	// The ports that Emissary listens on. Without any, here or elsewhere, it serves nothing.
	Listeners []NamedListener `json:"listeners,omitempty"`

	// The domains that are served, and their certificates. Without any, here or elsewhere,
	// all are served, in plain HTTP.
	Hosts []NamedHost `json:"hosts,omitempty"`

	// The routes of HTTP requests to services, or to other addresses by a redirect.
	Mappings []NamedMapping `json:"mappings,omitempty"`

	// The routes of TCP connections to services.
	TCPMappings []NamedTCPMapping `json:"tcpMappings,omitempty"`

	// How TLS is spoken, with clients or with services.
	TLSContexts []NamedTLSContext `json:"tlsContexts,omitempty"`

	// Services that are asked whether a request may pass.
	AuthServices []NamedAuthService `json:"authServices,omitempty"`

	// The service that counts requests and limits them, of which there may be one.
	RateLimitService *NamedRateLimitService `json:"rateLimitService,omitempty"`

	// Services that access logs are sent to.
	LogServices []NamedLogService `json:"logServices,omitempty"`

	// The service that traces are sent to, of which there may be one.
	TracingService *NamedTracingService `json:"tracingService,omitempty"`

	// Resolvers that find the addresses of services' pods. Emissary has one of its own,
	// kubernetes-endpoint.
	EndpointResolvers []NamedEndpointResolver `json:"endpointResolvers,omitempty"`

	// Resolvers that ask Consul for the addresses of services.
	ConsulResolvers []NamedConsulResolver `json:"consulResolvers,omitempty"`

	// What holds for all routes. It becomes the Module ambassador.
	Module ModuleSettings `json:"module,omitzero"`

	// Makes no Module. Emissary's own defaults hold, by which the diagnostics are open to
	// all clients.
	NoModule bool `json:"noModule,omitempty"`

	// Serves custom resources of the versions v2 and v1 too.
	Legacy Legacy `json:"legacy,omitzero"`
}

// CRDs says who brings the definitions of the custom resources.
type CRDs string

// Who brings the definitions.
const (
	InstallCRDs CRDs = "install" // this install
	LeaveCRDs   CRDs = "leave"   // another install, or somebody else
)

// Enum lists who may bring the definitions.
func (CRDs) Enum() []string { return addon.Values(InstallCRDs, LeaveCRDs) }

// Kind is the kind of workload that Emissary runs as.
type Kind string

// The kinds of workloads.
const (
	Deployment Kind = "Deployment"
	DaemonSet  Kind = "DaemonSet"
)

// Enum lists the kinds of workloads.
func (Kind) Enum() []string { return addon.Values(Deployment, DaemonSet) }

// LogLevel is how much is logged.
type LogLevel string

// The levels.
const (
	LogError LogLevel = "error"
	LogWarn  LogLevel = "warn"
	LogInfo  LogLevel = "info"
	LogDebug LogLevel = "debug"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(LogError, LogWarn, LogInfo, LogDebug) }

// Probe says how often a pod is asked, and when it counts as failed.
type Probe struct {
	// How many seconds after its start a pod is first asked.
	InitialDelaySeconds int32 `json:"initialDelaySeconds,omitempty" jsonschema:"minimum=0"`

	// How many seconds lie between two questions.
	PeriodSeconds int32 `json:"periodSeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds a pod has to answer; 1 where it is left out.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1"`

	// After how many failures in a row a pod counts as failed.
	FailureThreshold int32 `json:"failureThreshold,omitempty" jsonschema:"minimum=1"`
}

// StatsD is a server that metrics are sent to.
type StatsD struct {
	// The server's name or address. A name is looked up once, when a pod starts.
	Host string `json:"host" jsonschema:"required,maxLength=253"`

	// How often metrics are sent, in whole seconds: each second where it is left out.
	FlushInterval metav1.Duration `json:"flushInterval,omitzero"`

	// Sends tags in the way of Datadog.
	DogStatsD bool `json:"dogStatsD,omitempty"`
}

// IngressClass is how Ingresses choose Emissary. They are read as Mappings and Hosts.
type IngressClass struct {
	// The name: "ambassador", or that and the instance, as in "ambassador-internal", where
	// it is left out.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// Makes no class.
	Disabled bool `json:"disabled,omitempty"`

	// Gives Ingresses that name no class this one. No other class may do so.
	Default bool `json:"default,omitempty"`

	// Annotations of the class.
	Annotations map[string]string `json:"annotations,omitempty"`
}
