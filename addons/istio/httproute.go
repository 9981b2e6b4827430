package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Destination is where requests go.
type Destination struct {
	// The Service, by a short name in the namespace of the resource, or in full as in
	// "reviews.shop.svc.cluster.local".
	Host string `json:"host" jsonschema:"required,maxLength=253"`

	// The subset of its pods, which a DestinationRule describes.
	Subset string `json:"subset,omitempty"`

	// The Service's port, where it has several.
	Port *PortSelector `json:"port,omitempty"`
}

// PortSelector names a port.
type PortSelector struct {
	// Its number.
	Number int32 `json:"number" jsonschema:"required,minimum=1,maximum=65535"`
}

// HTTPDestination is where a share of the requests goes.
type HTTPDestination struct {
	// Where.
	Destination Destination `json:"destination" jsonschema:"required"`

	// The share, in relation to the sum of all weights. One destination needs none.
	Weight int32 `json:"weight,omitempty" jsonschema:"minimum=0"`

	// How headers are changed for it.
	Headers *Headers `json:"headers,omitempty"`
}

// Headers says how headers are changed.
type Headers struct {
	// Those of the request.
	Request *HeaderOperations `json:"request,omitempty"`

	// Those of the response.
	Response *HeaderOperations `json:"response,omitempty"`
}

// HeaderOperations are changes of headers.
type HeaderOperations struct {
	// Headers that get a value, whatever they had.
	Set map[string]string `json:"set,omitempty"`

	// Headers that get a further value.
	Add map[string]string `json:"add,omitempty"`

	// Headers that are left out.
	Remove []string `json:"remove,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// HTTPRedirect answers with a redirect. What is left out stays as it was in the request.
type HTTPRedirect struct {
	// The path.
	URI string `json:"uri,omitempty"`

	// What takes the place of the prefix that the route matched.
	PrefixRewrite string `json:"prefixRewrite,omitempty"`

	// The host.
	Authority string `json:"authority,omitempty"`

	// The scheme.
	Scheme string `json:"scheme,omitempty" jsonschema:"enum=http,enum=https"`

	// The port.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Where the port is taken from.
	DerivePort DerivePort `json:"derivePort,omitempty"`

	// The status; 301 where it is left out.
	RedirectCode int32 `json:"redirectCode,omitempty" jsonschema:"minimum=300,maximum=399"`
}

// Validate refuses two paths, and two ports.
func (r HTTPRedirect) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("uri", r.URI != ""), addon.Field("prefixRewrite", r.PrefixRewrite != ""))
	return append(errs, addon.AtMostOne(path, addon.Field("port", r.Port != 0), addon.Field("derivePort", r.DerivePort != ""))...)
}

// DerivePort is where the port of a redirect is taken from.
type DerivePort string

// Where it may be taken from.
const (
	PortOfProtocol DerivePort = "FROM_PROTOCOL_DEFAULT"
	PortOfRequest  DerivePort = "FROM_REQUEST_PORT"
)

// Enum lists where it may be taken from.
func (DerivePort) Enum() []string { return addon.Values(PortOfProtocol, PortOfRequest) }

// HTTPDirectResponse answers with a status and a body.
type HTTPDirectResponse struct {
	// The status.
	Status int32 `json:"status" jsonschema:"required,minimum=100,maximum=599"`

	// The body; none where it is left out.
	Body *HTTPBody `json:"body,omitempty"`
}

// HTTPBody is a body: exactly one of the fields is set.
type HTTPBody struct {
	// The body as a text.
	String string `json:"string,omitempty"`

	// The body as bytes. A file has them in Base64.
	Bytes []byte `json:"bytes,omitempty"`
}

// Validate refuses both forms at once.
func (b HTTPBody) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("string", b.String != ""), addon.Field("bytes", len(b.Bytes) > 0))
}

// Delegate names a VirtualService without hosts.
type Delegate struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// Its namespace; that of the one that delegates where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`
}

// HTTPRewrite rewrites a request before it goes on.
type HTTPRewrite struct {
	// What takes the place of the path, or of the prefix that the route matched.
	URI string `json:"uri,omitempty"`

	// The host.
	Authority string `json:"authority,omitempty"`

	// Replaces what a regular expression matches in the path.
	URIRegexRewrite *RegexRewrite `json:"uriRegexRewrite,omitempty"`
}

// Validate refuses two paths.
func (r HTTPRewrite) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("uri", r.URI != ""), addon.Field("uriRegexRewrite", r.URIRegexRewrite != nil))
}

// RegexRewrite replaces what a regular expression matches.
type RegexRewrite struct {
	// The regular expression, in RE2's words.
	Match string `json:"match" jsonschema:"required"`

	// What takes its place; \1 is its first group.
	Rewrite string `json:"rewrite" jsonschema:"required"`
}

// HTTPRetry says how requests are tried again.
type HTTPRetry struct {
	// How often at most; 0 switches trying again off.
	Attempts *int32 `json:"attempts,omitempty" jsonschema:"minimum=0"`

	// How long each try may take; as long as the route's timeout where it is left out.
	PerTryTimeout metav1.Duration `json:"perTryTimeout,omitzero"`

	// After which failures, as in "connect-failure,refused-stream,503".
	RetryOn string `json:"retryOn,omitempty"`

	// How long to wait before the first further try; 25 ms where it is left out.
	Backoff metav1.Duration `json:"backoff,omitzero"`

	// Tries in other regions and zones too.
	RetryRemoteLocalities bool `json:"retryRemoteLocalities,omitempty"`

	// Whether endpoints that failed are tried last; they are where it is left out.
	RetryIgnorePreviousHosts *bool `json:"retryIgnorePreviousHosts,omitempty"`
}

// HTTPFault puts faults in on purpose.
type HTTPFault struct {
	// Delays requests.
	Delay *FaultDelay `json:"delay,omitempty"`

	// Ends requests with an error.
	Abort *FaultAbort `json:"abort,omitempty"`
}

// FaultDelay delays requests.
type FaultDelay struct {
	// How long.
	FixedDelay metav1.Duration `json:"fixedDelay" jsonschema:"required"`

	// The percentage of requests; all where it is left out.
	Percentage *Percent `json:"percentage,omitempty"`
}

// FaultAbort ends requests with an error: exactly one of the two is set.
type FaultAbort struct {
	// The status of HTTP.
	HTTPStatus int32 `json:"httpStatus,omitempty" jsonschema:"minimum=200,maximum=599"`

	// The status of gRPC, as in "UNAVAILABLE".
	GRPCStatus string `json:"grpcStatus,omitempty"`

	// The percentage of requests; all where it is left out.
	Percentage *Percent `json:"percentage,omitempty"`
}

// Validate refuses two errors, and none.
func (a FaultAbort) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("httpStatus", a.HTTPStatus != 0), addon.Field("grpcStatus", a.GRPCStatus != ""))
}

// Percent is a share of requests.
type Percent struct {
	// The percentage, from 0 to 100.
	Value float64 `json:"value" jsonschema:"minimum=0,maximum=100"`
}
