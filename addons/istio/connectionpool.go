package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// ConnectionPool says how many connections and requests there may be.
type ConnectionPool struct {
	// The connections.
	TCP *TCPSettings `json:"tcp,omitempty"`

	// The requests of HTTP.
	HTTP *HTTPSettings `json:"http,omitempty"`
}

// TCPSettings are those of connections.
type TCPSettings struct {
	// The most connections; without a limit where it is left out.
	MaxConnections int32 `json:"maxConnections,omitempty" jsonschema:"minimum=1"`

	// How long to wait for a connection; 10 s where it is left out.
	ConnectTimeout metav1.Duration `json:"connectTimeout,omitzero"`

	// How connections are kept alive.
	TCPKeepalive *TCPKeepalive `json:"tcpKeepalive,omitempty"`

	// How long a connection may last.
	MaxConnectionDuration metav1.Duration `json:"maxConnectionDuration,omitzero"`

	// How long an idle connection is kept; 1 h where it is left out, and for ever with "0s".
	IdleTimeout *metav1.Duration `json:"idleTimeout,omitempty"`
}

// TCPKeepalive says how connections are kept alive. What is left out is the node's.
type TCPKeepalive struct {
	// The number of probes without an answer after which a connection is dead.
	Probes int32 `json:"probes,omitempty" jsonschema:"minimum=1"`

	// How long a connection must be idle before the first probe.
	Time metav1.Duration `json:"time,omitzero"`

	// The time between two probes.
	Interval metav1.Duration `json:"interval,omitzero"`
}

// HTTPSettings are those of requests of HTTP.
type HTTPSettings struct {
	// The most requests that wait for a connection.
	HTTP1MaxPendingRequests int32 `json:"http1MaxPendingRequests,omitempty" jsonschema:"minimum=1"`

	// The most requests that are under way.
	HTTP2MaxRequests int32 `json:"http2MaxRequests,omitempty" jsonschema:"minimum=1"`

	// The most requests of a connection; 1 does without keeping connections. For gRPC a limit
	// spreads clients anew over pods.
	MaxRequestsPerConnection int32 `json:"maxRequestsPerConnection,omitempty" jsonschema:"minimum=1"`

	// The most requests that are being tried again.
	MaxRetries int32 `json:"maxRetries,omitempty" jsonschema:"minimum=1"`

	// The most requests of a connection at once.
	MaxConcurrentStreams int32 `json:"maxConcurrentStreams,omitempty" jsonschema:"minimum=1"`

	// How long a connection without requests is kept; 1 h where it is left out.
	IdleTimeout metav1.Duration `json:"idleTimeout,omitzero"`

	// Whether HTTP/1.1 becomes HTTP/2.
	H2UpgradePolicy H2Upgrade `json:"h2UpgradePolicy,omitempty"`

	// How connections of HTTP/2 are kept alive.
	HTTP2KeepAlive *HTTP2KeepAlive `json:"http2KeepAlive,omitempty"`

	// Speaks the version of HTTP that the client speaks.
	UseClientProtocol bool `json:"useClientProtocol,omitempty"`
}

// HTTP2KeepAlive says how connections of HTTP/2 are kept alive.
type HTTP2KeepAlive struct {
	// The time between two pings.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long to wait for the answer.
	Timeout metav1.Duration `json:"timeout,omitzero"`
}

// H2Upgrade says whether HTTP/1.1 becomes HTTP/2.
type H2Upgrade string

// The ways.
const (
	H2Default      H2Upgrade = "DEFAULT" // what holds for the mesh
	H2DoNotUpgrade H2Upgrade = "DO_NOT_UPGRADE"
	H2Upgraded     H2Upgrade = "UPGRADE"
)

// Enum lists the ways.
func (H2Upgrade) Enum() []string { return addon.Values(H2Default, H2DoNotUpgrade, H2Upgraded) }

// OutlierDetection says which pods are ejected, for a while, for their errors.
type OutlierDetection struct {
	// The number of statuses 5xx in a row; 5 where it is left out, and never for 0.
	Consecutive5xxErrors *int32 `json:"consecutive5xxErrors,omitempty" jsonschema:"minimum=0"`

	// The number of statuses 502, 503 and 504 in a row; never where it is left out.
	ConsecutiveGatewayErrors *int32 `json:"consecutiveGatewayErrors,omitempty" jsonschema:"minimum=0"`

	// Counts what fails before the pod has answered apart.
	SplitExternalLocalOriginErrors bool `json:"splitExternalLocalOriginErrors,omitempty"`

	// The number of such failures in a row; 5 where it is left out.
	ConsecutiveLocalOriginFailures *int32 `json:"consecutiveLocalOriginFailures,omitempty" jsonschema:"minimum=0"`

	// How often is looked; every 10 s where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long a pod is ejected for the first time, and that much longer each further time;
	// 30 s where it is left out.
	BaseEjectionTime metav1.Duration `json:"baseEjectionTime,omitzero"`

	// The percentage of pods that may be ejected; 10 where it is left out.
	MaxEjectionPercent *int32 `json:"maxEjectionPercent,omitempty" jsonschema:"minimum=0,maximum=100"`

	// The percentage of healthy pods below which all are used; 0 where it is left out.
	MinHealthPercent *int32 `json:"minHealthPercent,omitempty" jsonschema:"minimum=0,maximum=100"`
}
