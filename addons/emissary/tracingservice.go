package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// TracingService is the service that traces are sent to. Emissary has one at most.
type TracingService = kube.Custom[TracingServiceSpec]

// NamedTracingService is the TracingService among the addon's options.
type NamedTracingService struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out. A service without one is looked
	// for there.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	TracingServiceSpec `json:",inline"`
}

// TracingServiceSpec says who gets traces, and of what.
type TracingServiceSpec struct {
	// The IDs of the Emissaries that the TracingService is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// What is spoken with the service. Upstream counts opentelemetry as unfinished.
	Driver TracingDriver `json:"driver" jsonschema:"required"`

	// The service, as "name:port" or "name.namespace:port".
	Service string `json:"service" jsonschema:"required,pattern=^(https?://)?[A-Za-z0-9\\[][A-Za-z0-9.:_\\]-]*$"`

	// Which requests are traced; all where it is left out.
	Sampling *TraceSampling `json:"sampling,omitempty"`

	// What is written into traces beside the usual.
	CustomTags []TraceTag `json:"custom_tags,omitempty"`

	// What only one driver knows.
	Config *TraceConfig `json:"config,omitempty"`

	// What the service is called in metrics.
	StatsName string `json:"stats_name,omitempty"`
}

// TracingDriver is what is spoken with a tracing service.
type TracingDriver string

// The drivers.
const (
	Zipkin        TracingDriver = "zipkin"
	Datadog       TracingDriver = "datadog"
	OpenTelemetry TracingDriver = "opentelemetry"
)

// Enum lists the drivers.
func (TracingDriver) Enum() []string { return addon.Values(Zipkin, Datadog, OpenTelemetry) }

// TraceSampling says which requests are traced, in percent.
type TraceSampling struct {
	// Of those whose client asks for it by the header x-client-trace-id; 100 where it is
	// left out.
	Client *int32 `json:"client,omitempty" jsonschema:"minimum=0,maximum=100"`

	// Of all; 100 where it is left out.
	Random *int32 `json:"random,omitempty" jsonschema:"minimum=0,maximum=100"`

	// Of those that the other two chose; 100 where it is left out.
	Overall *int32 `json:"overall,omitempty" jsonschema:"minimum=0,maximum=100"`
}

// TraceTag is something that is written into traces: exactly one of its sources is set.
type TraceTag struct {
	// What it is called.
	Tag string `json:"tag" jsonschema:"required"`

	// A text.
	Literal *LiteralTag `json:"literal,omitempty"`

	// An environment variable of the pods.
	Environment *NamedTag `json:"environment,omitempty"`

	// A header of the request.
	RequestHeader *NamedTag `json:"request_header,omitempty"`
}

// LiteralTag is a text.
type LiteralTag struct {
	// The text.
	Value string `json:"value" jsonschema:"required"`
}

// NamedTag is the value of something that has a name.
type NamedTag struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// What is written where there is no value.
	DefaultValue string `json:"default_value,omitempty"`
}

// TraceConfig is what only one driver knows.
type TraceConfig struct {
	// The path that zipkin sends traces to; "/api/v2/spans" where it is left out.
	CollectorEndpoint string `json:"collector_endpoint,omitempty" jsonschema:"pattern=^/"`

	// The form of zipkin's traces; JSON where it is left out.
	CollectorEndpointVersion CollectorVersion `json:"collector_endpoint_version,omitempty"`

	// The domain that zipkin's collector sees.
	CollectorHostname string `json:"collector_hostname,omitempty"`

	// Whether zipkin's IDs have 128 bits; they do where it is left out.
	TraceID128Bit *bool `json:"trace_id_128bit,omitempty"`

	// Whether client and server share one span of zipkin's; they do where it is left out.
	SharedSpanContext *bool `json:"shared_span_context,omitempty"`

	// What Emissary is called in traces of datadog and opentelemetry.
	ServiceName string `json:"service_name,omitempty"`
}

// CollectorVersion is the form of zipkin's traces.
type CollectorVersion string

// The forms.
const (
	CollectorJSON  CollectorVersion = "HTTP_JSON"
	CollectorProto CollectorVersion = "HTTP_PROTO"
)

// Enum lists the forms.
func (CollectorVersion) Enum() []string { return addon.Values(CollectorJSON, CollectorProto) }

// NewTracingService returns a TracingService.
func NewTracingService(meta metav1.ObjectMeta, spec TracingServiceSpec) *TracingService {
	return kube.NewCustom(apiVersion, "TracingService", meta, spec)
}

// Validate refuses names that no object can have.
func (s NamedTracingService) Validate(path *field.Path) field.ErrorList {
	return validNames(s.Name, s.Namespace, path)
}

// Validate refuses a tag of no source, or of several.
func (t TraceTag) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("literal", t.Literal != nil), addon.Field("environment", t.Environment != nil), addon.Field("request_header", t.RequestHeader != nil))
}
