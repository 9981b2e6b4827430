package prometheusoperator

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Kubelet is the Service by which Prometheuses find the kubelets. The operator writes it, and
// the addresses of all nodes behind it.
type Kubelet struct {
	// Leaves it out, for clusters in which nobody scrapes kubelets, or another operator writes
	// it. The operator doesn't read nodes then.
	Disabled bool `json:"disabled,omitempty"`

	// The Service's namespace.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The Service's name.
	Name string `json:"name,omitempty" jsonschema:"maxLength=63"`

	// Writes no Endpoints, which Kubernetes has deprecated since 1.33. Take endpointSlices then.
	NoEndpoints bool `json:"noEndpoints,omitempty"`

	// Writes EndpointSlices. Where there are Endpoints too, targets are found twice by one who
	// looks at both.
	EndpointSlices bool `json:"endpointSlices,omitempty"`

	// The labels of the nodes; all, where it is left out.
	NodeSelector *metav1.LabelSelector `json:"nodeSelector,omitempty"`

	// Which address of a node is taken where it has several: "internal", where it is left out.
	NodeAddress NodeAddress `json:"nodeAddress,omitempty"`

	// How often the addresses are written: every 3 min, where it is left out.
	SyncPeriod metav1.Duration `json:"syncPeriod,omitzero"`

	// Leaves out the port 10255, which serves metrics without a login and is closed in most
	// clusters, EKS among them.
	NoHTTPMetrics bool `json:"noHTTPMetrics,omitempty"`
}

// NodeAddress is an address of a node.
type NodeAddress string

// The addresses.
const (
	InternalAddress NodeAddress = "internal"
	ExternalAddress NodeAddress = "external"
)

// Enum lists the addresses.
func (NodeAddress) Enum() []string { return addon.Values(InternalAddress, ExternalAddress) }

// ConfigReloader has a Prometheus or an Alertmanager read a new configuration.
type ConfigReloader struct {
	// The image.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory that it asks for and may use: 10m and 50Mi each, where they are left
	// out. 0 asks for none, and sets no limit.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Has Kubernetes look whether it answers.
	Probes bool `json:"probes,omitempty"`
}

// AdmissionWebhook refuses rules and configurations that Prometheus or Alertmanager couldn't
// read. Without it they are left out when they are read, which an event tells.
type AdmissionWebhook struct {
	// Switches it on.
	Enabled bool `json:"enabled,omitempty"`

	// The pods. No two run on one node.
	Pods addon.Pods `json:"pods,omitzero"`

	// How many pods may come and go at once.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// Where the certificate comes from: cert-manager, where it is left out. One of a Secret
	// needs its CA.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// What becomes of a resource while no pod answers: "Fail" refuses it, as it is where it is
	// left out, and "Ignore" takes it.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Fail,enum=Ignore"`

	// How many seconds the API server waits for an answer.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=30"`

	// The namespaces whose resources are looked at; those of the operator, where it is left
	// out.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The labels of the resources that are looked at; all, where it is left out.
	ObjectSelector *metav1.LabelSelector `json:"objectSelector,omitempty"`

	// Leaves rules as they are. Otherwise numbers and booleans among their annotations are made
	// strings.
	NoMutation bool `json:"noMutation,omitempty"`

	// Which names of metrics and labels are taken: "legacy", where it is left out.
	NameValidation WebhookNames `json:"nameValidation,omitempty"`

	// What PromQL has beside what is stable. Take what the Prometheuses take.
	PromQLOptions []PromQLOption `json:"promQLOptions,omitempty" jsonschema:"uniqueItems"`

	// The lowest version of TLS: 1.3, where it is left out.
	MinTLSVersion ServedTLSVersion `json:"minTLSVersion,omitempty"`

	// The ciphers for TLS 1.2, by Go's names; Go's own choice, where it is left out.
	CipherSuites []string `json:"cipherSuites,omitempty" jsonschema:"uniqueItems,pattern=^TLS_[A-Z0-9_]+$"`

	// The curves; Go's own choice, where it is left out.
	Curves []Curve `json:"curves,omitempty" jsonschema:"uniqueItems"`

	// Serves HTTP/2 too, which upstream leaves off since clients could use up its memory by it.
	HTTP2 bool `json:"http2,omitempty"`
}

// WebhookNames is which names of metrics and labels the webhook takes.
type WebhookNames string

// Which names.
const (
	WebhookLegacyNames WebhookNames = "legacy" // of letters, digits and _
	WebhookUTF8Names   WebhookNames = "utf8"
)

// Enum lists which names may be taken.
func (WebhookNames) Enum() []string { return addon.Values(WebhookLegacyNames, WebhookUTF8Names) }

// PromQLOption is what PromQL has beside what is stable.
type PromQLOption string

// The options.
const (
	ExperimentalFunctions     PromQLOption = "experimental-functions"
	DurationExpressionParsing PromQLOption = "duration-expression-parsing"
	ExtendedRangeSelectors    PromQLOption = "extended-range-selectors"
	BinopFillModifiers        PromQLOption = "binop-fill-modifiers"
)

// Enum lists the options.
func (PromQLOption) Enum() []string {
	return addon.Values(ExperimentalFunctions, DurationExpressionParsing, ExtendedRangeSelectors, BinopFillModifiers)
}

// ServedTLSVersion is a version of TLS that the webhook serves.
type ServedTLSVersion string

// The versions.
const (
	ServedTLS12 ServedTLSVersion = "VersionTLS12"
	ServedTLS13 ServedTLSVersion = "VersionTLS13"
)

// Enum lists the versions.
func (ServedTLSVersion) Enum() []string { return addon.Values(ServedTLS12, ServedTLS13) }

// Curve is an elliptic curve of TLS.
type Curve string

// The curves.
const (
	CurveP256      Curve = "CurveP256"
	CurveP384      Curve = "CurveP384"
	CurveP521      Curve = "CurveP521"
	X25519         Curve = "X25519"
	X25519MLKEM768 Curve = "X25519MLKEM768"
)

// Enum lists the curves.
func (Curve) Enum() []string {
	return addon.Values(CurveP256, CurveP384, CurveP521, X25519, X25519MLKEM768)
}
