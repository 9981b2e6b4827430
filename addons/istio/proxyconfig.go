package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// ProxyConfig is the configuration of proxies, which a pod may change in the annotation
// proxy.istio.io/config.
type ProxyConfig struct {
	// Where proxies find istiod, as host:port; its Service where it is left out.
	DiscoveryAddress string `json:"discoveryAddress,omitempty" jsonschema:"pattern=^[^/ ]+:[0-9]+$"`

	// The number of Envoy's threads; that of the CPUs that the proxy may use where it is left
	// out, and that of the node's for 0.
	Concurrency *int32 `json:"concurrency,omitempty" jsonschema:"minimum=0"`

	// Starts a pod's other containers when the proxy is ready, so that they don't find the
	// network dead.
	HoldApplicationUntilProxyStarts bool `json:"holdApplicationUntilProxyStarts,omitempty"`

	// How long connections are drained when Envoy restarts; 45 s where it is left out.
	DrainDuration metav1.Duration `json:"drainDuration,omitzero"`

	// How long connections are drained when a pod stops; 5 s where it is left out.
	TerminationDrainDuration metav1.Duration `json:"terminationDrainDuration,omitzero"`

	// How the traffic of a pod gets to the proxy; by iptables' REDIRECT where it is left out.
	InterceptionMode InterceptionMode `json:"interceptionMode,omitempty"`

	// Environment variables of proxies.
	ProxyMetadata map[string]string `json:"proxyMetadata,omitempty"`

	// Settings of Envoy's runtime.
	RuntimeValues map[string]string `json:"runtimeValues,omitempty"`

	// What proxies report of requests to a tracer.
	Tracing *Tracing `json:"tracing,omitempty"`

	// The name by which a tracer knows a workload.
	TracingServiceName TracingServiceName `json:"tracingServiceName,omitempty"`

	// The metrics of Envoy's that proxies keep beside the usual ones.
	ProxyStatsMatcher *ProxyStatsMatcher `json:"proxyStatsMatcher,omitempty"`

	// Tags of metrics that are not among the usual ones.
	ExtraStatTags []string `json:"extraStatTags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Whether metrics are compressed for those who ask for it; they are where it is left
	// out.
	StatsCompression *bool `json:"statsCompression,omitempty"`

	// Where Envoy sends its metrics by the protocol of statsd, as host:port.
	StatsdUDPAddress string `json:"statsdUdpAddress,omitempty" jsonschema:"pattern=^[^/ ]+:[0-9]+$"`

	// What stands before a gateway.
	GatewayTopology *GatewayTopology `json:"gatewayTopology,omitempty"`

	// The headers that proxies add.
	ProxyHeaders *ProxyHeaders `json:"proxyHeaders,omitempty"`

	// Further CAs, in PEM, that proxies trust.
	CACertificatesPEM []string `json:"caCertificatesPem,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// InterceptionMode is how the traffic of a pod gets to the proxy.
type InterceptionMode string

// The modes.
const (
	InterceptRedirect InterceptionMode = "REDIRECT"
	InterceptTProxy   InterceptionMode = "TPROXY" // keeps the client's address
	InterceptNone     InterceptionMode = "NONE"
)

// Enum lists the modes.
func (InterceptionMode) Enum() []string {
	return addon.Values(InterceptRedirect, InterceptTProxy, InterceptNone)
}

// Tracing is what proxies report of requests to a tracer. At most one tracer is named;
// extension providers are the newer way.
type Tracing struct {
	// A server of Zipkin's protocol.
	Zipkin *TracerAddress `json:"zipkin,omitempty"`

	// An agent of Datadog's.
	Datadog *TracerAddress `json:"datadog,omitempty"`

	// The percentage of requests that are traced; traceSampling where it is left out.
	Sampling *float64 `json:"sampling,omitempty" jsonschema:"minimum=0,maximum=100"`

	// The length to which the tag with the path is cut; Istio's own limit where it is left out.
	MaxPathTagLength int32 `json:"maxPathTagLength,omitempty" jsonschema:"minimum=1"`

	// Tags of spans beside the usual ones.
	CustomTags map[string]CustomTag `json:"customTags,omitempty"`

	// Whether spans have the tags istio.*; they do where it is left out.
	EnableIstioTags *bool `json:"enableIstioTags,omitempty"`
}

// TracerAddress is where a tracer is.
type TracerAddress struct {
	// Its address, as in "zipkin.tracing:9411" and "$(HOST_IP):8126".
	Address string `json:"address" jsonschema:"required,pattern=^[^/ ]+:[0-9]+$"`
}

// TracingServiceName is the name by which a tracer knows a workload.
type TracingServiceName string

// The names.
const (
	NameByApp                 TracingServiceName = "APP_LABEL_AND_NAMESPACE"
	NameCanonical             TracingServiceName = "CANONICAL_NAME_ONLY"
	NameCanonicalAndNamespace TracingServiceName = "CANONICAL_NAME_AND_NAMESPACE"
)

// Enum lists the names.
func (TracingServiceName) Enum() []string {
	return addon.Values(NameByApp, NameCanonical, NameCanonicalAndNamespace)
}

// ProxyStatsMatcher picks metrics of Envoy's.
type ProxyStatsMatcher struct {
	// What their names begin with.
	InclusionPrefixes []string `json:"inclusionPrefixes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// What their names end with.
	InclusionSuffixes []string `json:"inclusionSuffixes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Regular expressions for their names.
	InclusionRegexps []string `json:"inclusionRegexps,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// GatewayTopology says what stands before a gateway.
type GatewayTopology struct {
	// The number of proxies whose X-Forwarded-For is taken for true: 1 behind an ALB.
	NumTrustedProxies int32 `json:"numTrustedProxies,omitempty" jsonschema:"minimum=0"`

	// What becomes of the header about clients' certificates.
	ForwardClientCertDetails ClientCertDetails `json:"forwardClientCertDetails,omitempty"`

	// Expects the PROXY protocol on every connection. What sends requests must speak it.
	ProxyProtocol *ProxyProtocolTopology `json:"proxyProtocol,omitempty"`
}

// ProxyProtocolTopology has no settings.
type ProxyProtocolTopology struct{}

// ClientCertDetails is what becomes of the header X-Forwarded-Client-Cert.
type ClientCertDetails string

// What becomes of it.
const (
	CertSanitize          ClientCertDetails = "SANITIZE"
	CertForwardOnly       ClientCertDetails = "FORWARD_ONLY"
	CertAppendForward     ClientCertDetails = "APPEND_FORWARD"
	CertSanitizeSet       ClientCertDetails = "SANITIZE_SET"
	CertAlwaysForwardOnly ClientCertDetails = "ALWAYS_FORWARD_ONLY"
)

// Enum lists what may become of it.
func (ClientCertDetails) Enum() []string {
	return addon.Values(CertSanitize, CertForwardOnly, CertAppendForward, CertSanitizeSet, CertAlwaysForwardOnly)
}

// ProxyHeaders are the headers that proxies add.
type ProxyHeaders struct {
	// What becomes of the header about clients' certificates between proxies.
	ForwardedClientCert ClientCertDetails `json:"forwardedClientCert,omitempty"`

	// The header X-Request-Id, which is added where this is left out.
	RequestID *HeaderSwitch `json:"requestId,omitempty"`

	// The header Server.
	Server *ServerHeader `json:"server,omitempty"`

	// The header X-Envoy-Attempt-Count, which is added where this is left out.
	AttemptCount *HeaderSwitch `json:"attemptCount,omitempty"`

	// Headers such as X-Envoy-Upstream-Service-Time, which are added where this is left out.
	EnvoyDebugHeaders *HeaderSwitch `json:"envoyDebugHeaders,omitempty"`

	// The headers X-Envoy-Peer-Metadata, which also reach services outside of the mesh
	// where this is left out.
	MetadataExchangeHeaders *MetadataExchange `json:"metadataExchangeHeaders,omitempty"`

	// Keeps the letters of headers' names in HTTP/1.1 as they are.
	PreserveHTTP1HeaderCase bool `json:"preserveHttp1HeaderCase,omitempty"`
}

// HeaderSwitch switches a header off.
type HeaderSwitch struct {
	// Leaves the header out.
	Disabled bool `json:"disabled,omitempty"`
}

// ServerHeader is the header Server.
type ServerHeader struct {
	// Leaves it as the application has it.
	Disabled bool `json:"disabled,omitempty"`

	// Its value; "istio-envoy" where it is left out.
	Value string `json:"value,omitempty"`
}

// MetadataExchange says how far the headers X-Envoy-Peer-Metadata go.
type MetadataExchange struct {
	// "IN_MESH" keeps them within the mesh.
	Mode string `json:"mode,omitempty" jsonschema:"enum=IN_MESH"`
}
