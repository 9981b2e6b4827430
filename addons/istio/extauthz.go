package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// ExtAuthzHTTP is a server that authorizes requests by HTTP: it lets those through that it
// answers with 200.
type ExtAuthzHTTP struct {
	// The server's host, as in "oauth2-proxy.auth.svc.cluster.local".
	Service string `json:"service" jsonschema:"required"`

	// The server's port.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// How long to wait for an answer; 10 minutes where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// What is put before the path of a request.
	PathPrefix string `json:"pathPrefix,omitempty" jsonschema:"pattern=^/.*$"`

	// Lets requests through while the server doesn't answer.
	FailOpen bool `json:"failOpen,omitempty"`

	// Has the route chosen anew after the server has changed headers.
	ClearRouteCache bool `json:"clearRouteCache,omitempty"`

	// The status of a request while the server doesn't answer; 403 where it is left out.
	StatusOnError string `json:"statusOnError,omitempty" jsonschema:"pattern=^[1-5][0-9][0-9]$"`

	// The headers of a request that the server sees beside Host, Method, Path and
	// Content-Length: names, or "prefix*" and "*suffix".
	IncludeRequestHeadersInCheck []string `json:"includeRequestHeadersInCheck,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Further headers that the server gets.
	IncludeAdditionalHeadersInCheck map[string]string `json:"includeAdditionalHeadersInCheck,omitempty"`

	// Sends the body of a request too.
	IncludeRequestBodyInCheck *ExtAuthzBody `json:"includeRequestBodyInCheck,omitempty"`

	// The headers of the answer that the request goes on with.
	HeadersToUpstreamOnAllow []string `json:"headersToUpstreamOnAllow,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The headers of the answer that a client gets whose request is refused.
	HeadersToDownstreamOnDeny []string `json:"headersToDownstreamOnDeny,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The headers of the answer that a client gets whose request is let through.
	HeadersToDownstreamOnAllow []string `json:"headersToDownstreamOnAllow,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// ExtAuthzGRPC is a server that authorizes requests by Envoy's gRPC protocol.
type ExtAuthzGRPC struct {
	// The server's host.
	Service string `json:"service" jsonschema:"required"`

	// The server's port.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// How long to wait for an answer; 10 minutes where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// Lets requests through while the server doesn't answer.
	FailOpen bool `json:"failOpen,omitempty"`

	// Has the route chosen anew after the server has changed headers.
	ClearRouteCache bool `json:"clearRouteCache,omitempty"`

	// The status of a request while the server doesn't answer; 403 where it is left out.
	StatusOnError string `json:"statusOnError,omitempty" jsonschema:"pattern=^[1-5][0-9][0-9]$"`

	// Sends the body of a request too.
	IncludeRequestBodyInCheck *ExtAuthzBody `json:"includeRequestBodyInCheck,omitempty"`
}

// ExtAuthzBody is how much of a body a server that authorizes requests gets.
type ExtAuthzBody struct {
	// The most, in bytes.
	MaxRequestBytes int32 `json:"maxRequestBytes" jsonschema:"required,minimum=1"`

	// Sends the beginning of bodies that are longer, which are otherwise refused with 413.
	AllowPartialMessage bool `json:"allowPartialMessage,omitempty"`

	// Sends bytes and not UTF-8.
	PackAsBytes bool `json:"packAsBytes,omitempty"`
}
