package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

// Module holds for all routes. Emissary reads the one that is called ambassador.
type Module = kube.Custom[ModuleSpec]

// ModuleSpec says what holds for all routes.
type ModuleSpec struct {
	// The IDs of the Emissaries that the Module is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// What holds.
	Config ModuleConfig `json:"config"`
}

// ModuleConfig is what holds for all routes.
type ModuleConfig struct {
	ModuleSettings `json:",inline"`

	// The form of the access log; text where it is left out.
	EnvoyLogType LogType `json:"envoy_log_type,omitempty"`

	// The file that the access log goes to; standard output where it is left out.
	EnvoyLogPath string `json:"envoy_log_path,omitempty"`

	// What is in the access log.
	EnvoyLogFormat LogFormat `json:"envoy_log_format,omitzero"`
}

// ModuleSettings are what holds for all routes. The fields are those of the Module
// ambassador, but for the access log's, which AccessLog has. Of upstream's those are left
// out that Emissary 4 passes over, such as error_response_overrides, those that a Listener
// has now, such as use_proxy_proto, and those that are read only when a pod starts.
type ModuleSettings struct {
	// The pages that show all routes, and what is wrong with them.
	Diagnostics Diagnostics `json:"diagnostics,omitzero"`

	// Whether clients reach the liveness check.
	LivenessProbe InternalRoute `json:"liveness_probe,omitzero"`

	// Whether clients reach the readiness check.
	ReadinessProbe InternalRoute `json:"readiness_probe,omitzero"`

	// How long services have for a request, in milliseconds: 3 s where it is left out. 0
	// lets them take forever.
	ClusterRequestTimeoutMS *int64 `json:"cluster_request_timeout_ms,omitempty" jsonschema:"minimum=0"`

	// When an idle connection to a service is closed, in milliseconds: after an hour where
	// it is left out.
	ClusterIdleTimeoutMS *int64 `json:"cluster_idle_timeout_ms,omitempty" jsonschema:"minimum=0"`

	// When a connection to a service is closed for its age, in milliseconds: never where it
	// is left out.
	ClusterMaxConnectionLifetimeMS *int64 `json:"cluster_max_connection_lifetime_ms,omitempty" jsonschema:"minimum=0"`

	// When an idle connection of a client's is closed, in milliseconds: after an hour where
	// it is left out. It must be longer than a load balancer in front keeps one.
	ListenerIdleTimeoutMS *int64 `json:"listener_idle_timeout_ms,omitempty" jsonschema:"minimum=1"`

	// Probes that keep connections to services open.
	KeepAlive *ModuleKeepAlive `json:"keepalive,omitempty"`

	// Sends requests again that have failed.
	RetryPolicy *RetryPolicy `json:"retry_policy,omitempty"`

	// Limits on what a service gets at once.
	CircuitBreakers []CircuitBreaker `json:"circuit_breakers,omitempty"`

	// How pods of services are chosen. It needs a resolver that finds them.
	LoadBalancer *LoadBalancer `json:"load_balancer,omitempty"`

	// How addresses of services are found: by kubernetes-service where it is left out,
	// which leaves the choice of a pod to Kubernetes.
	Resolver string `json:"resolver,omitempty" jsonschema:"maxLength=253"`

	// Looks services without a namespace up in Emissary's own, and not in that of their
	// Mapping.
	UseAmbassadorNamespaceForServiceResolution bool `json:"use_ambassador_namespace_for_service_resolution,omitempty"`

	// Whether IPv4 addresses are looked up; they are where it is left out.
	EnableIPv4 *bool `json:"enable_ipv4,omitempty"`

	// Whether IPv6 addresses are looked up; they are not where it is left out.
	EnableIPv6 *bool `json:"enable_ipv6,omitempty"`

	// Whether other sites may use services from browsers.
	CORS *CORS `json:"cors,omitempty"`

	// What Mappings have unless they say otherwise.
	Defaults ModuleDefaults `json:"defaults,omitzero"`

	// The domain of labels by which requests are counted; "ambassador" where it is left out.
	DefaultLabelDomain string `json:"default_label_domain,omitempty"`

	// Labels that all requests are counted by, before those of their Mapping: from the
	// domain.
	DefaultLabels map[string]DefaultLabels `json:"default_labels,omitempty"`

	// Adds the headers by which Linkerd finds services.
	AddLinkerdHeaders bool `json:"add_linkerd_headers,omitempty"`

	// The addresses that may send requests, and no other. It excludes ip_deny.
	IPAllow []Principal `json:"ip_allow,omitempty"`

	// The addresses that may not send requests.
	IPDeny []Principal `json:"ip_deny,omitempty"`

	// Whether Emissary takes the address of the connection for the client's, and adds it to
	// X-Forwarded-For; it does where it is left out. Without, the header is believed.
	UseRemoteAddress *bool `json:"use_remote_address,omitempty"`

	// Keeps the X-Request-ID that a request comes with.
	PreserveExternalRequestID bool `json:"preserve_external_request_id,omitempty"`

	// What the header Server says; "envoy" where it is left out.
	ServerName string `json:"server_name,omitempty"`

	// Leaves out the headers that Envoy adds for services and clients.
	SuppressEnvoyHeaders bool `json:"suppress_envoy_headers,omitempty"`

	// Writes headers with capitals, as HTTP/1 once did.
	ProperCase bool `json:"proper_case,omitempty"`

	// What becomes of requests whose headers have underscores in their names; they pass
	// where it is left out.
	HeadersWithUnderscoresAction UnderscoresAction `json:"headers_with_underscores_action,omitempty"`

	// The size of a request's headers, in KiB; 60 where it is left out.
	MaxRequestHeadersKB int32 `json:"max_request_headers_kb,omitempty" jsonschema:"minimum=1,maximum=8192"`

	// Takes several slashes in a path for one.
	MergeSlashes bool `json:"merge_slashes,omitempty"`

	// Refuses paths with a slash in percent-encoding.
	RejectRequestsWithEscapedSlashes bool `json:"reject_requests_with_escaped_slashes,omitempty"`

	// Takes the port off the domain of requests, where it is that of the Listener.
	StripMatchingHostPort bool `json:"strip_matching_host_port,omitempty"`

	// Speaks HTTP/1.0 too.
	EnableHTTP10 bool `json:"enable_http10,omitempty"`

	// Takes requests that are chunked and name a length, and passes over the length.
	AllowChunkedLength bool `json:"allow_chunked_length,omitempty"`

	// Lets clients of HTTP/1.1 use services of gRPC.
	EnableGRPCHTTP11Bridge bool `json:"enable_grpc_http11_bridge,omitempty"`

	// Lets browsers use services of gRPC, by gRPC-Web.
	EnableGRPCWeb bool `json:"enable_grpc_web,omitempty"`

	// Counts calls of gRPC in metrics.
	GRPCStats *GRPCStats `json:"grpc_stats,omitempty"`

	// Compresses answers for clients that like it.
	Gzip *Gzip `json:"gzip,omitempty"`

	// Holds requests back until they are whole.
	Buffer *Buffer `json:"buffer,omitempty"`

	// How much of a request or an answer is held in memory at once, in bytes; 1 MiB where
	// it is left out.
	BufferLimitBytes int32 `json:"buffer_limit_bytes,omitempty" jsonschema:"minimum=1"`

	// A program in Lua that sees all requests and answers.
	LuaScripts string `json:"lua_scripts,omitempty"`

	// What becomes of the header X-Forwarded-Client-Cert; it is left out where this is.
	ForwardClientCertDetails ClientCertAction `json:"forward_client_cert_details,omitempty"`

	// What that header tells of a client's certificate, beside its hash.
	SetCurrentClientCertDetails *ClientCertDetails `json:"set_current_client_cert_details,omitempty"`

	// How complex regular expressions may be; Envoy's limit is 100.
	RegexMaxSize int32 `json:"regex_max_size,omitempty" jsonschema:"minimum=1"`

	// How many seconds Envoy has to check a configuration; 60 where it is left out.
	EnvoyValidationTimeout int32 `json:"envoy_validation_timeout,omitempty" jsonschema:"minimum=1"`
}

// NewModule returns a Module. Emissary reads those that are called ambassador, of which a
// namespace has one.
func NewModule(meta metav1.ObjectMeta, spec ModuleSpec) *Module {
	return kube.NewCustom(apiVersion, "Module", meta, spec)
}

// module is the install's own Module.
func module(o Options) *Module {
	if o.NoModule {
		return nil
	}
	log := o.AccessLog
	return NewModule(o.identity().Meta("ambassador"), ModuleSpec{
		AmbassadorID: o.ids(),
		Config: ModuleConfig{
			ModuleSettings: o.Module,
			EnvoyLogType:   log.Type,
			EnvoyLogPath:   log.Path,
			EnvoyLogFormat: LogFormat{Text: log.Text, Fields: log.Fields},
		},
	})
}
