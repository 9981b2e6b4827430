package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// AuthService is a service that is asked whether a request may pass. Several share the
// requests, and may differ by nothing but the service.
type AuthService = kube.Custom[AuthServiceSpec]

// NamedAuthService is an AuthService among the addon's options.
type NamedAuthService struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out. A service without one is looked
	// for there.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	AuthServiceSpec `json:",inline"`
}

// AuthServiceSpec says who is asked, and how.
type AuthServiceSpec struct {
	// The IDs of the Emissaries that the AuthService is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The service, as "name:port" or "name.namespace:port".
	AuthService string `json:"auth_service" jsonschema:"required,pattern=^(https?://)?[A-Za-z0-9\\[][A-Za-z0-9.:_\\]-]*$"`

	// How it is asked: by HTTP where it is left out.
	Proto AuthProto `json:"proto,omitempty"`

	// The version of Envoy's protocol: "v3", the only one that there is, where it is left
	// out.
	ProtocolVersion string `json:"protocol_version,omitempty" jsonschema:"enum=v3"`

	// What is put before the path of the request, with HTTP.
	PathPrefix string `json:"path_prefix,omitempty" jsonschema:"pattern=^/"`

	// The TLSContext with which TLS is spoken with the service.
	TLS string `json:"tls,omitempty"`

	// How long an answer may take, in milliseconds; 5 s where it is left out.
	TimeoutMS *int64 `json:"timeout_ms,omitempty" jsonschema:"minimum=1"`

	// Headers of the request that the service sees beside those that it always does, with
	// HTTP.
	AllowedRequestHeaders []string `json:"allowed_request_headers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Headers of the answer that the request goes on with beside those that it always does.
	AllowedAuthorizationHeaders []string `json:"allowed_authorization_headers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Headers that the service is asked with, with HTTP: from name to value.
	AddAuthHeaders map[string]string `json:"add_auth_headers,omitempty"`

	// Adds the headers by which Linkerd finds the service.
	AddLinkerdHeaders *bool `json:"add_linkerd_headers,omitempty"`

	// Shows the service the request's body.
	IncludeBody *IncludeBody `json:"include_body,omitempty"`

	// Lets requests pass while the service can't be asked.
	FailureModeAllow bool `json:"failure_mode_allow,omitempty"`

	// The status of answers while the service can't be asked.
	StatusOnError *StatusOnError `json:"status_on_error,omitempty"`

	// Limits on what the service gets at once.
	CircuitBreakers []CircuitBreaker `json:"circuit_breakers,omitempty"`

	// What the service is called in metrics.
	StatsName string `json:"stats_name,omitempty"`
}

// AuthProto is how an AuthService is asked.
type AuthProto string

// How an AuthService is asked.
const (
	AuthHTTP AuthProto = "http"
	AuthGRPC AuthProto = "grpc"
)

// Enum lists how an AuthService can be asked.
func (AuthProto) Enum() []string { return addon.Values(AuthHTTP, AuthGRPC) }

// IncludeBody says how much of a request's body is shown.
type IncludeBody struct {
	// The number of bytes.
	MaxBytes int32 `json:"max_bytes" jsonschema:"required,minimum=1"`

	// Shows the beginning of a longer body, which is refused otherwise.
	AllowPartial bool `json:"allow_partial"`
}

// StatusOnError is the status of answers while a service can't be asked.
type StatusOnError struct {
	// The status; Envoy's is 403.
	Code int32 `json:"code" jsonschema:"required,minimum=100,maximum=599"`
}

// NewAuthService returns an AuthService.
func NewAuthService(meta metav1.ObjectMeta, spec AuthServiceSpec) *AuthService {
	if spec.ProtocolVersion == "" {
		spec.ProtocolVersion = protocolVersion
	}
	return kube.NewCustom(apiVersion, "AuthService", meta, spec)
}

// protocolVersion is the version of Envoy's protocols that Emissary 4 speaks. Its own default
// is v2, which it refuses.
const protocolVersion = "v3"

// Validate refuses names that no object can have.
func (s NamedAuthService) Validate(path *field.Path) field.ErrorList {
	return validNames(s.Name, s.Namespace, path)
}
