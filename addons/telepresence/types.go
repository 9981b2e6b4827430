package telepresence

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Parts is what is installed, where rights are the business of other people than the rest.
type Parts string

// The parts.
const (
	// Everything is what the manager needs.
	Everything Parts = "Everything"

	// Rights are the manager's service account, and all roles and bindings.
	Rights Parts = "Rights"

	// Manager is everything but the rights.
	Manager Parts = "Manager"
)

// Enum lists the parts.
func (Parts) Enum() []string { return addon.Values(Everything, Rights, Manager) }

// LogLevel is how much is logged.
type LogLevel string

// The levels, the quietest first.
const (
	LogError   LogLevel = "error"
	LogWarning LogLevel = "warning"
	LogInfo    LogLevel = "info"
	LogDebug   LogLevel = "debug"
	LogTrace   LogLevel = "trace"
)

// Enum lists the levels.
func (LogLevel) Enum() []string {
	return addon.Values(LogError, LogWarning, LogInfo, LogDebug, LogTrace)
}

// PodCIDRStrategy is how the manager finds out which networks pods are in.
type PodCIDRStrategy string

// The strategies.
const (
	// Auto takes the networks of the nodes, and covers the pods' addresses if nodes have
	// none or can't be read.
	Auto PodCIDRStrategy = "auto"

	// NodePodCIDRs takes the networks that nodes have for their pods.
	NodePodCIDRs PodCIDRStrategy = "nodePodCIDRs"

	// CoverPodIPs takes networks that cover the addresses of all pods.
	CoverPodIPs PodCIDRStrategy = "coverPodIPs"

	// Environment takes the networks of the option podCIDRs.
	Environment PodCIDRStrategy = "environment"
)

// Enum lists the strategies.
func (PodCIDRStrategy) Enum() []string {
	return addon.Values(Auto, NodePodCIDRs, CoverPodIPs, Environment)
}

// Probe says how often the manager is asked, and when it counts as failed.
type Probe struct {
	// How many seconds after its start the manager is first asked.
	InitialDelaySeconds int32 `json:"initialDelaySeconds,omitempty" jsonschema:"minimum=0"`

	// How many seconds lie between two questions; 10 where it is left out.
	PeriodSeconds int32 `json:"periodSeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds the manager has to answer; 1 where it is left out.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1"`

	// After how many failures in a row the manager counts as failed; 3 where it is left out.
	FailureThreshold int32 `json:"failureThreshold,omitempty" jsonschema:"minimum=1"`
}

// InjectPolicy is when agents are put into pods.
type InjectPolicy string

// The policies. The annotation telepresence.getambassador.io/inject-traffic-agent of a pod
// overrides both: "enabled" puts an agent into it from the start, "disabled" never does.
const (
	// OnDemand puts an agent into the pods of a workload once somebody intercepts it. The
	// workload is rolled out anew for that.
	OnDemand InjectPolicy = "OnDemand"

	// WhenEnabled puts agents only into pods that are annotated for it.
	WhenEnabled InjectPolicy = "WhenEnabled"
)

// Enum lists the policies.
func (InjectPolicy) Enum() []string { return addon.Values(OnDemand, WhenEnabled) }

// AgentInjector is the webhook that puts agents into pods, which the manager serves.
type AgentInjector struct {
	// Puts no agents into pods: only workloads can be intercepted whose manifests have one.
	Disabled bool `json:"disabled,omitempty"`

	// When agents are put into pods: "OnDemand", where it is left out.
	Policy InjectPolicy `json:"policy,omitempty"`

	// The port of the webhook, of the pod as of the Service: 443, where it is left out. The
	// control plane must reach it.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The webhook's certificate: cert-manager's, where it is left out. Whoever changes a
	// Secret of their own changes caBundle with it.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// Has the manager read the certificate's Secret from the API, and not from a volume. A
	// renewed certificate is then used at once and not up to two minutes later, but nothing
	// tells a plan that the Secret is needed.
	WatchSecret bool `json:"watchSecret,omitempty"`

	// What happens to pods while the webhook can't be reached: "Ignore", where it is left
	// out, makes them without an agent, "Fail" doesn't make them at all.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Ignore,enum=Fail"`

	// Whether the webhook sees a pod again that another one changed: "IfNeeded", where it is
	// left out.
	ReinvocationPolicy admissionv1.ReinvocationPolicyType `json:"reinvocationPolicy,omitempty" jsonschema:"enum=IfNeeded,enum=Never"`

	// How many seconds the webhook has to answer: 5, where it is left out.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=30"`

	// The namespaces whose pods the webhook sees: all but kube-system and kube-node-lease,
	// where it is left out; those that the manager looks after, if it is told which.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`
}

// AppProtocolStrategy is how an agent finds out the protocol of a port that has no
// appProtocol.
type AppProtocolStrategy string

// The strategies.
const (
	HTTP2Probe AppProtocolStrategy = "http2Probe" // tries whether it answers HTTP/2
	PortName   AppProtocolStrategy = "portName"   // goes by the port's name, as in "grpc-api"
	HTTP       AppProtocolStrategy = "http"       // takes HTTP/1.1 for granted
	HTTP2      AppProtocolStrategy = "http2"      // takes HTTP/2 for granted
)

// Enum lists the strategies.
func (AppProtocolStrategy) Enum() []string {
	return addon.Values(HTTP2Probe, PortName, HTTP, HTTP2)
}

// Agent is the container that passes a pod's traffic on to a developer's machine.
type Agent struct {
	// The image. The manager's repository at the manager's own version, where it is left
	// out.
	Image addon.Image `json:"image,omitzero"`

	// When nodes pull the image: "IfNotPresent", where it is left out.
	ImagePullPolicy corev1.PullPolicy `json:"imagePullPolicy,omitempty" jsonschema:"enum=IfNotPresent,enum=Always,enum=Never"`

	// The Secrets, in the namespaces of intercepted pods, with which the image is pulled.
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`

	// How much agents log: as much as the manager, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The first of the ports that an agent listens on, one for each port that it
	// intercepts: 9900, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port, on the pod's localhost, of an API by which applications tell whether a
	// request is intercepted; no API, where it is left out.
	APIPort int32 `json:"apiPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// How the protocol of a port is found out that has no appProtocol: "http2Probe", where
	// it is left out.
	AppProtocolStrategy AppProtocolStrategy `json:"appProtocolStrategy,omitempty"`

	// The CPU and memory that an agent asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The CPU and memory of the init container that ports without a name bring.
	InitResources corev1.ResourceRequirements `json:"initResources,omitzero"`

	// The security context of agents. That of the container they stand before, where it is
	// left out; none, where it is empty.
	SecurityContext *corev1.SecurityContext `json:"securityContext,omitempty"`

	// How long a client that intercepts waits for the agent: 30 s, where it is left out.
	// Pods that take longer to start need more.
	ArrivalTimeout metav1.Duration `json:"arrivalTimeout,omitzero"`
}

// Metrics are the manager's, for Prometheus.
type Metrics struct {
	// The port of the metrics; none are served, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// ClientRBAC gives developers the rights that connecting and intercepting take.
type ClientRBAC struct {
	// Who gets the rights.
	Subjects []rbacv1.Subject `json:"subjects" jsonschema:"required,minItems=1"`

	// The namespaces that they may intercept workloads of: all that the manager looks
	// after, where they are left out.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`
}
