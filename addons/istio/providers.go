package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// ExtensionProvider is what Telemetry and AuthorizationPolicy resources may name: exactly
// one of its fields beside the name is set.
type ExtensionProvider struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// Metrics that a Prometheus reads.
	Prometheus *PrometheusProvider `json:"prometheus,omitempty"`

	// An access log in a file.
	EnvoyFileAccessLog *FileAccessLog `json:"envoyFileAccessLog,omitempty"`

	// An access log that is sent by OpenTelemetry's protocol.
	EnvoyOTelALS *OTelAccessLog `json:"envoyOtelAls,omitempty"`

	// A tracer that speaks OpenTelemetry's protocol.
	OpenTelemetry *OpenTelemetryTracer `json:"opentelemetry,omitempty"`

	// A tracer that speaks Zipkin's protocol.
	Zipkin *ZipkinTracer `json:"zipkin,omitempty"`

	// Datadog's agent as a tracer.
	Datadog *DatadogTracer `json:"datadog,omitempty"`

	// A server that authorizes requests by HTTP, such as oauth2-proxy.
	EnvoyExtAuthzHTTP *ExtAuthzHTTP `json:"envoyExtAuthzHttp,omitempty"`

	// A server that authorizes requests by Envoy's gRPC protocol, such as OPA.
	EnvoyExtAuthzGRPC *ExtAuthzGRPC `json:"envoyExtAuthzGrpc,omitempty"`
}

// Validate refuses a provider of no kind, or of two.
func (p ExtensionProvider) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("prometheus", p.Prometheus != nil),
		addon.Field("envoyFileAccessLog", p.EnvoyFileAccessLog != nil),
		addon.Field("envoyOtelAls", p.EnvoyOTelALS != nil),
		addon.Field("opentelemetry", p.OpenTelemetry != nil),
		addon.Field("zipkin", p.Zipkin != nil),
		addon.Field("datadog", p.Datadog != nil),
		addon.Field("envoyExtAuthzHttp", p.EnvoyExtAuthzHTTP != nil),
		addon.Field("envoyExtAuthzGrpc", p.EnvoyExtAuthzGRPC != nil),
	)
}

// PrometheusProvider has no settings.
type PrometheusProvider struct{}

// FileAccessLog is an access log in a file.
type FileAccessLog struct {
	// The file, as in "/dev/stdout".
	Path string `json:"path" jsonschema:"required"`

	// What a line holds; Istio's own format where it is left out.
	LogFormat *LogFormat `json:"logFormat,omitempty"`

	// Leaves values out that are empty.
	OmitEmptyValues bool `json:"omitEmptyValues,omitempty"`
}

// LogFormat is what a line of an access log holds: at most one of text and labels. Fields of
// a request are written in Envoy's words, as in "%REQ(:PATH)%".
type LogFormat struct {
	// The line.
	Text string `json:"text,omitempty"`

	// The fields of a line in JSON.
	Labels map[string]string `json:"labels,omitempty"`
}

// Validate refuses both forms at once.
func (f LogFormat) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("text", f.Text != ""), addon.Field("labels", len(f.Labels) > 0))
}

// OTelLogFormat is what an entry of OpenTelemetry's access log holds.
type OTelLogFormat struct {
	// The body.
	Text string `json:"text,omitempty"`

	// The attributes.
	Labels map[string]string `json:"labels,omitempty"`
}

// OTelAccessLog sends access logs by OpenTelemetry's protocol.
type OTelAccessLog struct {
	// The server's host, as in "otel-collector.observability.svc.cluster.local".
	Service string `json:"service" jsonschema:"required"`

	// The server's port.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// The name of the log; "otel_envoy_accesslog" where it is left out.
	LogName string `json:"logName,omitempty"`

	// What an entry holds.
	LogFormat *OTelLogFormat `json:"logFormat,omitempty"`
}

// OpenTelemetryTracer is a tracer that speaks OpenTelemetry's protocol, by gRPC unless HTTP
// is set.
type OpenTelemetryTracer struct {
	// The server's host.
	Service string `json:"service" jsonschema:"required"`

	// The server's port.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// The length to which the tag with the path is cut; Istio's own limit where it is left out.
	MaxTagLength int32 `json:"maxTagLength,omitempty" jsonschema:"minimum=1"`

	// Sends spans by HTTP.
	HTTP *OpenTelemetryHTTP `json:"http,omitempty"`

	// Tells the tracer what the environment says of the workload.
	ResourceDetectors *ResourceDetectors `json:"resourceDetectors,omitempty"`
}

// OpenTelemetryHTTP is how spans are sent by HTTP. Headers that hold secrets are no option:
// the tracer's own collector in the cluster adds them.
type OpenTelemetryHTTP struct {
	// The path, as in "/v1/traces".
	Path string `json:"path" jsonschema:"required,pattern=^/.*$"`

	// How long to wait for an answer; 10 s where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`
}

// ResourceDetectors find out what a tracer is told of a workload.
type ResourceDetectors struct {
	// What the variable OTEL_RESOURCE_ATTRIBUTES says.
	Environment *EnvironmentDetector `json:"environment,omitempty"`
}

// EnvironmentDetector has no settings.
type EnvironmentDetector struct{}

// ZipkinTracer is a tracer that speaks Zipkin's protocol.
type ZipkinTracer struct {
	// The server's host.
	Service string `json:"service" jsonschema:"required"`

	// The server's port.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// The path; "/api/v2/spans" where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/.*$"`

	// The length to which the tag with the path is cut; Istio's own limit where it is left out.
	MaxTagLength int32 `json:"maxTagLength,omitempty" jsonschema:"minimum=1"`

	// Shortens trace IDs to 64 bits.
	Enable64BitTraceID bool `json:"enable64bitTraceId,omitempty"`

	// Whether the headers of W3C carry the trace beside those of B3.
	TraceContextOption string `json:"traceContextOption,omitempty" jsonschema:"enum=USE_B3,enum=USE_B3_WITH_W3C_PROPAGATION"`
}

// DatadogTracer is Datadog's agent.
type DatadogTracer struct {
	// The agent's host, as in "datadog.datadog.svc.cluster.local".
	Service string `json:"service" jsonschema:"required"`

	// The agent's port for traces, 8126 unless it was changed.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// The length to which the tag with the path is cut; Istio's own limit where it is left out.
	MaxTagLength int32 `json:"maxTagLength,omitempty" jsonschema:"minimum=1"`
}
