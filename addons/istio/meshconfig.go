package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// MeshConfig is the configuration that istiod and all proxies of a mesh have. The fields
// are those of istio.mesh.v1alpha1. What is left out keeps Istio's own default.
type MeshConfig struct {
	// The file that proxies log requests to, as in "/dev/stdout"; none where it is left out.
	AccessLogFile string `json:"accessLogFile,omitempty"`

	// What a line of the access log holds, in Envoy's words. With the encoding JSON it is an
	// object of such words.
	AccessLogFormat string `json:"accessLogFormat,omitempty"`

	// How a line of the access log is written.
	AccessLogEncoding LogEncoding `json:"accessLogEncoding,omitempty"`

	// Logs no connection that a listener refuses before a filter sees it.
	DisableEnvoyListenerLog bool `json:"disableEnvoyListenerLog,omitempty"`

	// Has proxies report spans by the tracer of defaultConfig.tracing. Telemetry resources
	// and extension providers need it not.
	EnableTracing bool `json:"enableTracing,omitempty"`

	// Whether proxies serve the metrics of their application among their own.
	EnablePrometheusMerge *bool `json:"enablePrometheusMerge,omitempty"`

	// The domain of the identities of workloads, which clusters of one mesh share.
	TrustDomain string `json:"trustDomain,omitempty" jsonschema:"maxLength=255,pattern=^[a-z0-9]([-a-z0-9._]*[a-z0-9])?$"`

	// Further domains whose identities are taken for those of the trust domain.
	TrustDomainAliases []string `json:"trustDomainAliases,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The namespace whose resources are for the whole mesh; istiod's own where it is left
	// out.
	RootNamespace string `json:"rootNamespace,omitempty" jsonschema:"maxLength=63"`

	// The namespaces that istiod looks at: those that one of the selectors matches, or all.
	DiscoverySelectors []metav1.LabelSelector `json:"discoverySelectors,omitempty"`

	// Whether proxies use mutual TLS towards those that take it; they do where it is left
	// out.
	EnableAutoMTLS *bool `json:"enableAutoMtls,omitempty"`

	// What becomes of traffic to hosts that the mesh doesn't know; it passes where it is left
	// out.
	OutboundTrafficPolicy *OutboundTrafficPolicy `json:"outboundTrafficPolicy,omitempty"`

	// Where traffic goes that comes in on ports of no Service.
	InboundTrafficPolicy *InboundTrafficPolicy `json:"inboundTrafficPolicy,omitempty"`

	// How long to wait for a connection; 10 s where it is left out.
	ConnectTimeout metav1.Duration `json:"connectTimeout,omitzero"`

	// How long to wait for the first bytes that tell a protocol; for ever where it is left
	// out.
	ProtocolDetectionTimeout metav1.Duration `json:"protocolDetectionTimeout,omitzero"`

	// How connections are kept alive.
	TCPKeepalive *TCPKeepalive `json:"tcpKeepalive,omitempty"`

	// How long an idle connection of an ambient mesh is kept.
	HBONEIdleTimeout metav1.Duration `json:"hboneIdleTimeout,omitzero"`

	// How often names are resolved anew for services that are known by DNS; every 60 s where
	// it is left out.
	DNSRefreshRate metav1.Duration `json:"dnsRefreshRate,omitzero"`

	// Whether HTTP/1.1 between proxies becomes HTTP/2.
	H2UpgradePolicy MeshH2Upgrade `json:"h2UpgradePolicy,omitempty"`

	// The class of Ingresses that a gateway serves; "istio" where it is left out.
	IngressClass string `json:"ingressClass,omitempty"`

	// Which Ingresses a gateway serves: those of the class, where it is left out.
	IngressControllerMode IngressControllerMode `json:"ingressControllerMode,omitempty"`

	// The Service whose address Ingresses show.
	IngressService string `json:"ingressService,omitempty"`

	// The label istio of the gateway that serves Ingresses; "ingressgateway" where it is
	// left out.
	IngressSelector string `json:"ingressSelector,omitempty"`

	// The namespaces that see Services which don't say; "*" or "." or names.
	DefaultServiceExportTo []string `json:"defaultServiceExportTo,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The namespaces that see VirtualServices which don't say.
	DefaultVirtualServiceExportTo []string `json:"defaultVirtualServiceExportTo,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The namespaces that see DestinationRules which don't say.
	DefaultDestinationRuleExportTo []string `json:"defaultDestinationRuleExportTo,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Whether endpoints near to the client are preferred.
	LocalityLBSetting *LocalityLB `json:"localityLbSetting,omitempty"`

	// How paths are rewritten before policies see them.
	PathNormalization *PathNormalization `json:"pathNormalization,omitempty"`

	// How requests are tried again for routes that don't say.
	DefaultHTTPRetryPolicy *HTTPRetry `json:"defaultHttpRetryPolicy,omitempty"`

	// The connections to services for which no DestinationRule says.
	DefaultTrafficPolicy *DefaultTrafficPolicy `json:"defaultTrafficPolicy,omitempty"`

	// The TLS within the mesh.
	MeshMTLS *TLSConfig `json:"meshMTLS,omitempty"`

	// The TLS at gateways, and to services outside, where they don't say.
	TLSDefaults *TLSConfig `json:"tlsDefaults,omitempty"`

	// Further CAs whose certificates workloads trust.
	CACertificates []CACertificate `json:"caCertificates,omitempty"`

	// Services that are known in their own cluster only.
	ServiceSettings []ServiceSetting `json:"serviceSettings,omitempty"`

	// How metrics name the clusters of Envoy for incoming traffic, as in "%SERVICE_FQDN%".
	InboundClusterStatName string `json:"inboundClusterStatName,omitempty"`

	// How metrics name the clusters of Envoy for outgoing traffic.
	OutboundClusterStatName string `json:"outboundClusterStatName,omitempty"`

	// What Telemetry and AuthorizationPolicy resources may name: tracers, logs and servers
	// that authorize requests. "prometheus", "envoy" and "stackdriver" are there already.
	ExtensionProviders []ExtensionProvider `json:"extensionProviders,omitempty"`

	// The providers that are used where no Telemetry resource says.
	DefaultProviders DefaultProviders `json:"defaultProviders,omitzero"`

	// The configuration of proxies.
	DefaultConfig ProxyConfig `json:"defaultConfig,omitzero"`
}

// LogEncoding is how a line of a log is written.
type LogEncoding string

// The encodings.
const (
	LogText LogEncoding = "TEXT"
	LogJSON LogEncoding = "JSON"
)

// Enum lists the encodings.
func (LogEncoding) Enum() []string { return addon.Values(LogText, LogJSON) }

// OutboundTrafficPolicy says what becomes of traffic to hosts that the mesh doesn't know.
type OutboundTrafficPolicy struct {
	// Whether it passes.
	Mode OutboundMode `json:"mode" jsonschema:"required"`
}

// OutboundMode says whether traffic to unknown hosts passes.
type OutboundMode string

// The modes.
const (
	AllowAny           OutboundMode = "ALLOW_ANY"
	AllowAnyDynamicDNS OutboundMode = "ALLOW_ANY_DYNAMIC_DNS" // HTTP by the name in its Host header
	RegistryOnly       OutboundMode = "REGISTRY_ONLY"
)

// Enum lists the modes.
func (OutboundMode) Enum() []string {
	return addon.Values(AllowAny, AllowAnyDynamicDNS, RegistryOnly)
}

// InboundTrafficPolicy says where traffic goes that comes in on ports of no Service.
type InboundTrafficPolicy struct {
	// Whether it goes to the address that it came to, or to localhost.
	Mode InboundMode `json:"mode" jsonschema:"required"`
}

// InboundMode says where traffic to ports of no Service goes.
type InboundMode string

// The modes.
const (
	Passthrough InboundMode = "PASSTHROUGH"
	Localhost   InboundMode = "LOCALHOST"
)

// Enum lists the modes.
func (InboundMode) Enum() []string { return addon.Values(Passthrough, Localhost) }
