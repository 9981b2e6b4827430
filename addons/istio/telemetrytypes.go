package istio

import (
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// MetricMatch picks metrics: at most one of metric and customMetric is set.
type MetricMatch struct {
	// One of the usual metrics, or all.
	Metric Metric `json:"metric,omitempty"`

	// A metric by its name.
	CustomMetric string `json:"customMetric,omitempty"`

	// The end of a request that is meant.
	Mode Mode `json:"mode,omitempty"`
}

// Validate refuses two metrics.
func (m MetricMatch) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("metric", m.Metric != ""), addon.Field("customMetric", m.CustomMetric != ""))
}

// Metric is one of the metrics that proxies make.
type Metric string

// The metrics.
const (
	AllMetrics           Metric = "ALL_METRICS"
	RequestCount         Metric = "REQUEST_COUNT"
	RequestDuration      Metric = "REQUEST_DURATION"
	RequestSize          Metric = "REQUEST_SIZE"
	ResponseSize         Metric = "RESPONSE_SIZE"
	TCPOpenedConnections Metric = "TCP_OPENED_CONNECTIONS"
	TCPClosedConnections Metric = "TCP_CLOSED_CONNECTIONS"
	TCPSentBytes         Metric = "TCP_SENT_BYTES"
	TCPReceivedBytes     Metric = "TCP_RECEIVED_BYTES"
	GRPCRequestMessages  Metric = "GRPC_REQUEST_MESSAGES"
	GRPCResponseMessages Metric = "GRPC_RESPONSE_MESSAGES"
)

// Enum lists the metrics.
func (Metric) Enum() []string {
	return addon.Values(AllMetrics, RequestCount, RequestDuration, RequestSize, ResponseSize,
		TCPOpenedConnections, TCPClosedConnections, TCPSentBytes, TCPReceivedBytes,
		GRPCRequestMessages, GRPCResponseMessages)
}

// TagOverride changes a tag of a metric.
type TagOverride struct {
	// How; UPSERT where it is left out.
	Operation TagOperation `json:"operation,omitempty"`

	// What the tag's value is, as an expression in CEL: "request.headers['x-feature']", or
	// "'fixed'" with quotes of its own.
	Value string `json:"value,omitempty"`
}

// Validate refuses a value that isn't used, and a missing one.
func (o TagOverride) Validate(path *field.Path) field.ErrorList {
	switch {
	case o.Operation == RemoveTag && o.Value != "":
		return field.ErrorList{field.Forbidden(path.Child("value"), "the operation REMOVE needs none")}
	case o.Operation != RemoveTag && o.Value == "":
		return field.ErrorList{field.Required(path.Child("value"), "the operation UPSERT needs it")}
	}
	return nil
}

// TagOperation is what is done to a tag.
type TagOperation string

// What is done.
const (
	UpsertTag TagOperation = "UPSERT"
	RemoveTag TagOperation = "REMOVE"
)

// Enum lists what may be done.
func (TagOperation) Enum() []string { return addon.Values(UpsertTag, RemoveTag) }

// TelemetryLogging says which requests proxies log.
type TelemetryLogging struct {
	// The requests that are meant.
	Match *ModeMatch `json:"match,omitempty"`

	// The logs; those of the mesh's default providers where it is left out.
	Providers []ProviderRef `json:"providers,omitempty" jsonschema:"minItems=1"`

	// Whether they are not logged.
	Disabled *bool `json:"disabled,omitempty"`

	// The requests that are logged, of those that are meant.
	Filter *LogFilter `json:"filter,omitempty"`
}

// LogFilter picks requests.
type LogFilter struct {
	// An expression in CEL, as in "response.code >= 400".
	Expression string `json:"expression" jsonschema:"required"`
}
