package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Mapping is a route of HTTP requests to a service, or to another address by a redirect.
type Mapping = kube.Custom[MappingSpec]

// NamedMapping is a Mapping among the addon's options.
type NamedMapping struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out. Services without one are looked
	// for there.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Labels of the Mapping, by which Hosts select it.
	ObjectLabels map[string]string `json:"objectLabels,omitempty"`

	MappingSpec `json:",inline"`
}

// MappingSpec says which requests go where. The fields of upstream's that Emissary 4 passes
// over or refuses are not among these: docs, envoy_override, error_response_overrides and
// its bypass, modules, outlier_detection, and what only the version v2 needs.
type MappingSpec struct {
	// The IDs of the Emissaries that the Mapping is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The domain of the requests, or several with an asterisk at the beginning or the end:
	// "*" for all. Without one a Host must select the Mapping by its labels.
	Hostname string `json:"hostname,omitempty" jsonschema:"maxLength=253,pattern=^([*]|[*]?[A-Za-z0-9._-]+(:[0-9]+)?[*]?)$"`

	// The domain as a regular expression, with host_regex. Upstream advises against it.
	Host string `json:"host,omitempty"`

	// Takes host for a regular expression.
	HostRegex bool `json:"host_regex,omitempty"`

	// What the path of the requests begins with: "/".
	Prefix string `json:"prefix" jsonschema:"required"`

	// Takes the prefix for a regular expression that the whole path matches.
	PrefixRegex bool `json:"prefix_regex,omitempty"`

	// Takes the prefix for the whole path.
	PrefixExact bool `json:"prefix_exact,omitempty"`

	// Whether capitals in the path count; they do where it is left out.
	CaseSensitive *bool `json:"case_sensitive,omitempty"`

	// The method of the requests: "GET".
	Method string `json:"method,omitempty"`

	// Takes the method for a regular expression.
	MethodRegex bool `json:"method_regex,omitempty"`

	// Headers that the requests have, with their values.
	Headers map[string]string `json:"headers,omitempty"`

	// Headers that the requests have, with regular expressions that their values match:
	// ".*" for any.
	RegexHeaders map[string]string `json:"regex_headers,omitempty"`

	// Parameters of the query that the requests have, with their values.
	QueryParameters map[string]string `json:"query_parameters,omitempty"`

	// Parameters of the query that the requests have, with regular expressions that their
	// values match.
	RegexQueryParameters map[string]string `json:"regex_query_parameters,omitempty"`

	// Puts the Mapping before others that fit a request. Among equals the one with the
	// longer prefix comes first, and then the one with more headers.
	Precedence int32 `json:"precedence,omitempty"`

	// The service, as "name", "name.namespace", or either with a port. "https://" before it
	// speaks TLS. With host_redirect it is the domain that requests are sent to.
	Service string `json:"service" jsonschema:"required,pattern=^(https?://)?[A-Za-z0-9\\[][A-Za-z0-9.:_\\]-]*$"`

	// The percentage of the requests that this Mapping gets of those that it shares with
	// others: those of the same domain, prefix, method, headers and parameters. Mappings
	// without one share the rest.
	Weight *int32 `json:"weight,omitempty" jsonschema:"minimum=0,maximum=100"`

	// Sends a copy of the requests of another Mapping, which is the same but for the
	// service, and drops the answers. The weight is the percentage that is copied.
	Shadow bool `json:"shadow,omitempty"`

	// Answers by a redirect to the domain in service. Requests are not authenticated first.
	HostRedirect bool `json:"host_redirect,omitempty"`

	// The path that requests are sent to, in place of their own. It needs host_redirect.
	PathRedirect string `json:"path_redirect,omitempty" jsonschema:"pattern=^/"`

	// What takes the place of the prefix in the path that requests are sent to. It needs
	// host_redirect.
	PrefixRedirect string `json:"prefix_redirect,omitempty" jsonschema:"pattern=^/"`

	// A change to the path that requests are sent to. It needs host_redirect.
	RegexRedirect *RegexMap `json:"regex_redirect,omitempty"`

	// The status of the redirect: 301, 302, 303, 307 or 308; 301 where it is left out.
	// Browsers keep 301 and 308 for good.
	RedirectResponseCode int32 `json:"redirect_response_code,omitempty"`

	// What takes the place of the prefix in the path that the service sees: "/" where it is
	// left out. "" leaves the path as it is.
	Rewrite *string `json:"rewrite,omitempty"`

	// A change to the path that the service sees, in place of rewrite.
	RegexRewrite *RegexMap `json:"regex_rewrite,omitempty"`

	// The domain that the service sees in place of the request's.
	HostRewrite string `json:"host_rewrite,omitempty"`

	// Has the service see its own name for the domain.
	AutoHostRewrite bool `json:"auto_host_rewrite,omitempty"`

	// Headers that requests get on their way to the service.
	AddRequestHeaders map[string]AddedHeader `json:"add_request_headers,omitempty"`

	// Headers that answers get on their way to the client.
	AddResponseHeaders map[string]AddedHeader `json:"add_response_headers,omitempty"`

	// Headers that requests lose.
	RemoveRequestHeaders []string `json:"remove_request_headers,omitempty"`

	// Headers that answers lose.
	RemoveResponseHeaders []string `json:"remove_response_headers,omitempty"`

	// Adds the headers by which Linkerd finds the service. The Module's where it is left
	// out.
	AddLinkerdHeaders *bool `json:"add_linkerd_headers,omitempty"`

	// Whether other sites may use the service from browsers. The Module's where it is left
	// out.
	CORS *CORS `json:"cors,omitempty"`

	// Lets requests pass without asking the AuthService.
	BypassAuth bool `json:"bypass_auth,omitempty"`

	// What the AuthService is told of the route.
	AuthContextExtensions map[string]string `json:"auth_context_extensions,omitempty"`

	// What requests are counted by for the RateLimitService: from its domain to groups,
	// each of one name.
	Labels map[string][]map[string][]RateLimitLabel `json:"labels,omitempty"`

	// How long the service has for a request, in milliseconds: 3 s where neither this nor
	// the Module says. 0 lets it take forever.
	TimeoutMS *int64 `json:"timeout_ms,omitempty" jsonschema:"minimum=0"`

	// How long a request may be idle, in milliseconds: 5 min where it is left out. 0 lets it
	// be idle forever.
	IdleTimeoutMS *int64 `json:"idle_timeout_ms,omitempty" jsonschema:"minimum=0"`

	// How long connecting to the service may take, in milliseconds: 3 s where it is left
	// out.
	ConnectTimeoutMS *int64 `json:"connect_timeout_ms,omitempty" jsonschema:"minimum=1"`

	// When an idle connection to the service is closed, in milliseconds.
	ClusterIdleTimeoutMS *int64 `json:"cluster_idle_timeout_ms,omitempty" jsonschema:"minimum=0"`

	// When a connection to the service is closed for its age, in milliseconds.
	ClusterMaxConnectionLifetimeMS *int64 `json:"cluster_max_connection_lifetime_ms,omitempty" jsonschema:"minimum=0"`

	// Sends requests again that have failed. The Module's where it is left out.
	RetryPolicy *RetryPolicy `json:"retry_policy,omitempty"`

	// Limits on what the service gets at once. The Module's where it is left out.
	CircuitBreakers []CircuitBreaker `json:"circuit_breakers,omitempty"`

	// How pods of the service are chosen. It needs a resolver that finds them, such as
	// kubernetes-endpoint.
	LoadBalancer *LoadBalancer `json:"load_balancer,omitempty"`

	// Asks pods of the service whether they are well. It needs a resolver that finds them.
	HealthChecks []HealthCheck `json:"health_checks,omitempty"`

	// How addresses of the service are found. The Module's where it is left out.
	Resolver string `json:"resolver,omitempty" jsonschema:"maxLength=253"`

	// How Envoy looks names up.
	DNSType DNSType `json:"dns_type,omitempty"`

	// Keeps addresses as long as DNS says, and not 5 s.
	RespectDNSTTL bool `json:"respect_dns_ttl,omitempty"`

	// Whether IPv4 addresses are looked up. The Module's where it is left out.
	EnableIPv4 *bool `json:"enable_ipv4,omitempty"`

	// Whether IPv6 addresses are looked up. The Module's where it is left out.
	EnableIPv6 *bool `json:"enable_ipv6,omitempty"`

	// Probes that keep connections to the service open.
	KeepAlive *KeepAlive `json:"keepalive,omitempty"`

	// Speaks HTTP/2 with the service, as gRPC wants it.
	GRPC bool `json:"grpc,omitempty"`

	// Protocols that a connection may be turned into: "websocket".
	AllowUpgrade []string `json:"allow_upgrade,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The TLSContext with which TLS is spoken with the service.
	TLS string `json:"tls,omitempty"`

	// The priority by which circuit breakers tell requests apart.
	Priority Priority `json:"priority,omitempty"`

	// Tells the service from the same one of other Mappings, for connections and limits of
	// its own.
	ClusterTag string `json:"cluster_tag,omitempty"`

	// What the service is called in metrics.
	StatsName string `json:"stats_name,omitempty"`
}

// RegexMap changes a path.
type RegexMap struct {
	// A regular expression that finds the part to change.
	Pattern string `json:"pattern" jsonschema:"required"`

	// What takes its place. "\1" is what the first parentheses found.
	Substitution string `json:"substitution,omitempty"`
}

// DNSType is how Envoy looks names up.
type DNSType string

// How names are looked up.
const (
	StrictDNS  DNSType = "strict_dns"  // all addresses are used
	LogicalDNS DNSType = "logical_dns" // one is, until the next connection
)

// Enum lists how names can be looked up.
func (DNSType) Enum() []string { return addon.Values(StrictDNS, LogicalDNS) }

// NewMapping returns a Mapping.
func NewMapping(meta metav1.ObjectMeta, spec MappingSpec) *Mapping {
	return kube.NewCustom(apiVersion, "Mapping", meta, spec)
}
