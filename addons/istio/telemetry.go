package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Telemetry says which metrics, spans and logs pods' proxies make.
type Telemetry = kube.Custom[TelemetrySpec]

// NewTelemetry returns a Telemetry, to be added to an install by [addon.With]. In the root
// namespace and without a selector it is for the whole mesh.
func NewTelemetry(meta metav1.ObjectMeta, spec TelemetrySpec) *Telemetry {
	return kube.NewCustom(telemetryGroup+"/v1", "Telemetry", meta, spec)
}

// TelemetrySpec says which metrics, spans and logs pods' proxies make. The fields are those
// of telemetry.istio.io/v1.
type TelemetrySpec struct {
	// The pods; all of the namespace where neither it nor targetRefs is given. One
	// namespace has one Telemetry without a selector.
	Selector *WorkloadSelector `json:"selector,omitempty"`

	// The Gateways, Services or other resources, of the same namespace, whose proxies are
	// meant.
	TargetRefs []TargetRef `json:"targetRefs,omitempty" jsonschema:"minItems=1,maxItems=16"`

	// Spans.
	Tracing []TelemetryTracing `json:"tracing,omitempty" jsonschema:"minItems=1"`

	// Metrics.
	Metrics []TelemetryMetrics `json:"metrics,omitempty" jsonschema:"minItems=1"`

	// Logs of requests.
	AccessLogging []TelemetryLogging `json:"accessLogging,omitempty" jsonschema:"minItems=1"`
}

// Validate refuses two ways to name pods.
func (s TelemetrySpec) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("selector", s.Selector != nil), addon.Field("targetRefs", s.TargetRefs != nil))
}

// ProviderRef names one of the mesh's extension providers.
type ProviderRef struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`
}

// Mode is the end of a request that is meant.
type Mode string

// The ends.
const (
	ClientAndServer Mode = "CLIENT_AND_SERVER"
	Client          Mode = "CLIENT" // who sends it
	ServerSide      Mode = "SERVER" // who gets it
)

// Enum lists the ends.
func (Mode) Enum() []string { return addon.Values(ClientAndServer, Client, ServerSide) }

// ModeMatch is the end of a request that is meant.
type ModeMatch struct {
	// The end; both where it is left out.
	Mode Mode `json:"mode,omitempty"`
}

// TelemetryTracing says which spans proxies report.
type TelemetryTracing struct {
	// The requests that are meant.
	Match *ModeMatch `json:"match,omitempty"`

	// The tracers; those of the mesh's default providers where it is left out.
	Providers []ProviderRef `json:"providers,omitempty" jsonschema:"minItems=1"`

	// The percentage of requests that are traced, where the client doesn't say.
	RandomSamplingPercentage *float64 `json:"randomSamplingPercentage,omitempty" jsonschema:"minimum=0,maximum=100"`

	// Reports no spans. The context still goes from one to the next.
	DisableSpanReporting *bool `json:"disableSpanReporting,omitempty"`

	// Leaves the context of traces out of requests. Whatever goes along with it is lost.
	DisableContextPropagation *bool `json:"disableContextPropagation,omitempty"`

	// Tags of spans beside the usual ones.
	CustomTags map[string]TelemetryTag `json:"customTags,omitempty"`

	// Whether spans have the tags istio.*; they do where it is left out.
	EnableIstioTags *bool `json:"enableIstioTags,omitempty"`

	// Whether the request's ID decides if it is traced; it does where it is left out.
	UseRequestIDForTraceSampling *bool `json:"useRequestIdForTraceSampling,omitempty"`
}

// CustomTag is a tag of spans in the configuration of proxies: exactly one of its fields is
// set.
type CustomTag struct {
	// The same value for all.
	Literal *LiteralTag `json:"literal,omitempty"`

	// The value of a variable of the proxy's.
	Environment *NamedTag `json:"environment,omitempty"`

	// The value of a header of the request.
	Header *NamedTag `json:"header,omitempty"`
}

// Validate refuses a tag of no kind, or of two.
func (t CustomTag) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("literal", t.Literal != nil),
		addon.Field("environment", t.Environment != nil),
		addon.Field("header", t.Header != nil),
	)
}

// TelemetryTag is a tag of spans: exactly one of its fields is set.
type TelemetryTag struct {
	// The same value for all.
	Literal *LiteralTag `json:"literal,omitempty"`

	// The value of a variable of the proxy's.
	Environment *NamedTag `json:"environment,omitempty"`

	// The value of a header of the request.
	Header *NamedTag `json:"header,omitempty"`

	// What Envoy's words for an access log come to, as in "%RESPONSE_FLAGS%".
	Formatter *LiteralTag `json:"formatter,omitempty"`
}

// Validate refuses a tag of no kind, or of two.
func (t TelemetryTag) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("literal", t.Literal != nil),
		addon.Field("environment", t.Environment != nil),
		addon.Field("header", t.Header != nil),
		addon.Field("formatter", t.Formatter != nil),
	)
}

// LiteralTag is the value of a tag.
type LiteralTag struct {
	// The value.
	Value string `json:"value" jsonschema:"required"`
}

// NamedTag is a value by its name.
type NamedTag struct {
	// The name of the variable or header.
	Name string `json:"name" jsonschema:"required"`

	// The value where there is none.
	DefaultValue string `json:"defaultValue,omitempty"`
}

// TelemetryMetrics says which metrics proxies make.
type TelemetryMetrics struct {
	// Where they go; to the mesh's default providers where it is left out.
	Providers []ProviderRef `json:"providers,omitempty" jsonschema:"minItems=1"`

	// What differs from the usual.
	Overrides []MetricsOverride `json:"overrides,omitempty" jsonschema:"minItems=1"`

	// How often they are reported, for providers that they are sent to.
	ReportingInterval metav1.Duration `json:"reportingInterval,omitzero"`
}

// MetricsOverride is what differs from the usual for some metrics.
type MetricsOverride struct {
	// The metrics; all where it is left out.
	Match *MetricMatch `json:"match,omitempty"`

	// Whether they are left out.
	Disabled *bool `json:"disabled,omitempty"`

	// Their tags.
	TagOverrides map[string]TagOverride `json:"tagOverrides,omitempty"`
}
