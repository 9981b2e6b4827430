package vault

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Listener is how requests are taken, on port 8200 of all addresses.
type Listener struct {
	// The oldest version of TLS that is spoken: "tls12", where it is left out.
	TLSMinVersion TLSVersion `json:"tlsMinVersion,omitempty"`

	// How large a request may be: 32 Mi bytes, where it is left out.
	MaxRequestSize resource.Quantity `json:"maxRequestSize,omitzero"`

	// How long a request may take, where it isn't what settings.maxRequestDuration says.
	MaxRequestDuration metav1.Duration `json:"maxRequestDuration,omitzero"`

	// The addresses of proxies, as CIDRs, whose header X-Forwarded-For tells the client's
	// address, such as those of an Ingress controller or of an ALB's subnets. Without it the
	// audit log has the proxy's. Whoever else sends the header is refused, and requests without
	// it are taken from anywhere.
	ForwardedForFrom []string `json:"forwardedForFrom,omitempty" jsonschema:"uniqueItems,minItems=1"`

	// How many addresses at the end of the header are proxies' too.
	ForwardedForSkip int32 `json:"forwardedForSkip,omitempty" jsonschema:"minimum=1"`

	// The addresses of load balancers, as CIDRs, that tell the client's address by the PROXY
	// protocol, such as those of an NLB's subnets.
	ProxyProtocolFrom []string `json:"proxyProtocolFrom,omitempty" jsonschema:"uniqueItems,minItems=1"`

	// Doesn't tell the servers' addresses to whoever has no token.
	RedactAddresses bool `json:"redactAddresses,omitempty"`

	// Doesn't tell the cluster's name to whoever has no token.
	RedactClusterName bool `json:"redactClusterName,omitempty"`

	// Doesn't tell Vault's version to whoever has no token.
	RedactVersion bool `json:"redactVersion,omitempty"`
}

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions.
const (
	TLS12 TLSVersion = "tls12"
	TLS13 TLSVersion = "tls13"
)

// Enum lists the versions.
func (TLSVersion) Enum() []string { return addon.Values(TLS12, TLS13) }

// Telemetry is which metrics there are, and where they go. With any of it, or a ServiceMonitor,
// Prometheus can read the active server's at /v1/sys/metrics.
type Telemetry struct {
	// Lets whoever reaches a server read its metrics without a token.
	Unauthenticated bool `json:"unauthenticated,omitempty"`

	// How long a metric is told to Prometheus that nothing has counted since: 24 h, where it is
	// left out.
	PrometheusRetention metav1.Duration `json:"prometheusRetention,omitzero"`

	// The address that metrics are sent to by DogStatsD's protocol: "datadog.datadog.svc:8125".
	DogStatsDAddress string `json:"dogStatsDAddress,omitempty" jsonschema:"pattern=^[^ ]+:[0-9]+$"`

	// Tags of all metrics that are sent there: "env:prod".
	DogStatsDTags []string `json:"dogStatsDTags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The address that metrics are sent to by statsd's protocol.
	StatsDAddress string `json:"statsDAddress,omitempty" jsonschema:"pattern=^[^ ]+:[0-9]+$"`

	// Puts the pod's name into the names of gauges, as Vault does by default.
	HostnamePrefix bool `json:"hostnamePrefix,omitempty"`

	// Gives all metrics the label host, with the pod's name.
	HostnameLabel bool `json:"hostnameLabel,omitempty"`

	// How often it is counted how many tokens, entities and secrets there are: every 10 min,
	// where it is left out.
	UsageGaugePeriod metav1.Duration `json:"usageGaugePeriod,omitzero"`

	// How many values of a label are told for such a count: 500, where it is left out.
	MaximumGaugeCardinality int32 `json:"maximumGaugeCardinality,omitempty" jsonschema:"minimum=1"`

	// Which metrics there are, by the beginning of their names: "+vault.token" are there, and
	// "-vault.expire" aren't.
	PrefixFilter []string `json:"prefixFilter,omitempty" jsonschema:"uniqueItems,pattern=^[+-]."`

	// Has only those metrics that prefixFilter lists.
	OnlyFiltered bool `json:"onlyFiltered,omitempty"`
}
