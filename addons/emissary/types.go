package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// What several kinds of custom resources have in common. The fields are those of
// getambassador.io/v3alpha1.

const apiVersion = group + "/v3alpha1"

// AddedHeader is a header that is added.
type AddedHeader struct {
	// The value. It may hold variables of Envoy, such as "%DOWNSTREAM_REMOTE_ADDRESS%".
	Value string `json:"value" jsonschema:"required"`

	// Whether it comes beside a header of that name, which it does where it is left out, or
	// replaces it.
	Append *bool `json:"append,omitempty"`
}

// CORS lets other sites use a service from browsers.
type CORS struct {
	// The sites: "https://www.example.com". "*" is any.
	Origins []string `json:"origins,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The methods that they may use.
	Methods []string `json:"methods,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The headers that they may send.
	Headers []string `json:"headers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The headers that they may read.
	ExposedHeaders []string `json:"exposed_headers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Lets them send cookies.
	Credentials bool `json:"credentials,omitempty"`

	// For how many seconds browsers may keep all this.
	MaxAge string `json:"max_age,omitempty" jsonschema:"pattern=^[0-9]+$"`
}

// RetryPolicy sends requests again that have failed.
type RetryPolicy struct {
	// What counts as a failure.
	RetryOn RetryOn `json:"retry_on" jsonschema:"required"`

	// How often a request is sent again; once where it is left out.
	NumRetries int32 `json:"num_retries,omitempty" jsonschema:"minimum=1"`

	// How long each attempt may take, as in "2s". The timeout of the whole includes them
	// all.
	PerTryTimeout string `json:"per_try_timeout,omitempty" jsonschema:"pattern=^[0-9]+([.][0-9]+)?s$"`
}

// RetryOn is what counts as a failure.
type RetryOn string

// What counts as a failure.
const (
	Retry5xx            RetryOn = "5xx"
	RetryGatewayError   RetryOn = "gateway-error"
	RetryConnectFailure RetryOn = "connect-failure"
	RetryRetriable4xx   RetryOn = "retriable-4xx"
	RetryRefusedStream  RetryOn = "refused-stream"
	RetryStatusCodes    RetryOn = "retriable-status-codes"
)

// Enum lists what can count as a failure.
func (RetryOn) Enum() []string {
	return addon.Values(Retry5xx, RetryGatewayError, RetryConnectFailure, RetryRetriable4xx, RetryRefusedStream, RetryStatusCodes)
}

// CircuitBreaker limits what a service gets at once. What exceeds the limit is answered
// with 503. Envoy's limits are 1024, and 3 retries.
type CircuitBreaker struct {
	// The priority of the requests that are limited; default where it is left out.
	Priority Priority `json:"priority,omitempty"`

	// The number of connections.
	MaxConnections *int32 `json:"max_connections,omitempty" jsonschema:"minimum=0"`

	// The number of requests that wait for a connection.
	MaxPendingRequests *int32 `json:"max_pending_requests,omitempty" jsonschema:"minimum=0"`

	// The number of requests under way.
	MaxRequests *int32 `json:"max_requests,omitempty" jsonschema:"minimum=0"`

	// The number of retries under way.
	MaxRetries *int32 `json:"max_retries,omitempty" jsonschema:"minimum=0"`
}

// Priority tells requests apart for circuit breakers.
type Priority string

// The priorities.
const (
	PriorityDefault Priority = "default"
	PriorityHigh    Priority = "high"
)

// Enum lists the priorities.
func (Priority) Enum() []string { return addon.Values(PriorityDefault, PriorityHigh) }

// LoadBalancer says how pods of a service are chosen.
type LoadBalancer struct {
	// The way.
	Policy LoadBalancerPolicy `json:"policy" jsonschema:"required"`

	// The cookie by which a client comes to the same pod again.
	Cookie *LoadBalancerCookie `json:"cookie,omitempty"`

	// The header whose value leads to the same pod.
	Header string `json:"header,omitempty"`

	// Has the client's address lead to the same pod.
	SourceIP bool `json:"source_ip,omitempty"`
}

// LoadBalancerPolicy is a way to choose pods.
type LoadBalancerPolicy string

// The ways. Those of hashes need something to hash.
const (
	RoundRobin   LoadBalancerPolicy = "round_robin"
	LeastRequest LoadBalancerPolicy = "least_request"
	RingHash     LoadBalancerPolicy = "ring_hash"
	Maglev       LoadBalancerPolicy = "maglev"
)

// Enum lists the ways.
func (LoadBalancerPolicy) Enum() []string {
	return addon.Values(RoundRobin, LeastRequest, RingHash, Maglev)
}

// LoadBalancerCookie is a cookie by which clients are told apart.
type LoadBalancerCookie struct {
	// Its name.
	Name string `json:"name" jsonschema:"required"`

	// The path that it is for.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	// For how long Envoy sets it where a client has none, as in "600s". Without, it sets
	// none.
	TTL string `json:"ttl,omitempty" jsonschema:"pattern=^[0-9]+([.][0-9]+)?s$"`
}

// KeepAlive are TCP's probes of idle connections. When the first one comes is the Module's
// to say: Emissary passes over what a Mapping says of it.
type KeepAlive struct {
	// After how many probes without an answer a connection counts as dead.
	Probes int32 `json:"probes,omitempty" jsonschema:"minimum=1"`

	// How many seconds lie between two probes.
	Interval int32 `json:"interval,omitempty" jsonschema:"minimum=1"`
}

// HealthCheck asks the pods of a service whether they are well.
type HealthCheck struct {
	// How they are asked.
	HealthCheck HealthCheckLocation `json:"health_check" jsonschema:"required"`

	// How long an answer may take; 3 s where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How often they are asked; every 5 s where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How many failures make a pod unhealthy; 2 where it is left out. One 503 does at once.
	UnhealthyThreshold int32 `json:"unhealthy_threshold,omitempty" jsonschema:"minimum=1"`

	// How many successes make a pod healthy; 1 where it is left out.
	HealthyThreshold int32 `json:"healthy_threshold,omitempty" jsonschema:"minimum=1"`
}

// HealthCheckLocation is how pods are asked: exactly one of its fields is set.
type HealthCheckLocation struct {
	// By HTTP.
	HTTP *HTTPHealthCheck `json:"http,omitempty"`

	// By the health service of gRPC.
	GRPC *GRPCHealthCheck `json:"grpc,omitempty"`
}

// HTTPHealthCheck asks by HTTP.
type HTTPHealthCheck struct {
	// The path.
	Path string `json:"path" jsonschema:"required,pattern=^/"`

	// The domain that the pods see.
	Hostname string `json:"hostname,omitempty"`

	// Headers that are added.
	AddRequestHeaders map[string]AddedHeader `json:"add_request_headers,omitempty"`

	// Headers that are left out.
	RemoveRequestHeaders []string `json:"remove_request_headers,omitempty"`

	// The statuses of those that are well; 200 alone where it is left out.
	ExpectedStatuses []StatusRange `json:"expected_statuses,omitempty"`
}

// StatusRange is a range of statuses.
type StatusRange struct {
	// The first.
	Min int32 `json:"min" jsonschema:"required,minimum=100,maximum=599"`

	// The last.
	Max int32 `json:"max" jsonschema:"required,minimum=100,maximum=599"`
}

// GRPCHealthCheck asks by the health service of gRPC.
type GRPCHealthCheck struct {
	// The service that is asked for.
	UpstreamName string `json:"upstream_name" jsonschema:"required"`

	// The authority that the pods see; upstream_name where it is left out.
	Authority string `json:"authority,omitempty"`
}

// RateLimitLabel is something by which requests are counted: exactly one of its fields is
// set.
type RateLimitLabel struct {
	// The client's address, under the key "remote_address".
	RemoteAddress *LabelKey `json:"remote_address,omitempty"`

	// The value of a header. Requests without it are not counted.
	RequestHeaders *HeaderLabel `json:"request_headers,omitempty"`

	// A value that is always the same.
	GenericKey *GenericLabel `json:"generic_key,omitempty"`

	// Envoy's name for where the request comes from, under the key "source_cluster".
	SourceCluster *LabelKey `json:"source_cluster,omitempty"`

	// Envoy's name for where it goes, under the key "destination_cluster".
	DestinationCluster *LabelKey `json:"destination_cluster,omitempty"`
}

// LabelKey is a label whose key is fixed.
type LabelKey struct {
	// The key: that of the field it stands in.
	Key string `json:"key" jsonschema:"required"`
}

// HeaderLabel is a label with the value of a header.
type HeaderLabel struct {
	// The key.
	Key string `json:"key" jsonschema:"required"`

	// The header.
	HeaderName string `json:"header_name" jsonschema:"required"`
}

// GenericLabel is a label with a fixed value.
type GenericLabel struct {
	// The key; "generic_key" where it is left out.
	Key string `json:"key,omitempty"`

	// The value.
	Value string `json:"value" jsonschema:"required"`
}
