package argoworkflows

import (
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Metrics are metrics that a workflow or template brings.
type Metrics struct {
	// The metrics, which the controller serves.
	Prometheus []Metric `json:"prometheus" jsonschema:"required,minItems=1"`
}

// Metric is one of exactly one kind.
type Metric struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// What it is.
	Help string `json:"help" jsonschema:"required"`

	// Its labels.
	Labels []MetricLabel `json:"labels,omitempty"`

	// When it is counted, as a condition with variables: "{{status}} == Failed".
	When string `json:"when,omitempty"`

	// A number that goes up and down.
	Gauge *Gauge `json:"gauge,omitempty"`

	// Numbers in buckets.
	Histogram *Histogram `json:"histogram,omitempty"`

	// A number that goes up.
	Counter *Counter `json:"counter,omitempty"`
}

// Validate wants one kind.
func (m Metric) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("gauge", m.Gauge != nil), addon.Field("histogram", m.Histogram != nil), addon.Field("counter", m.Counter != nil))
}

// MetricLabel is a label of a metric.
type MetricLabel struct {
	// Its key.
	Key string `json:"key" jsonschema:"required,pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// Its value, with variables.
	Value string `json:"value" jsonschema:"required"`
}

// Gauge is a number that goes up and down.
type Gauge struct {
	// The number, with variables: "{{duration}}".
	Value string `json:"value" jsonschema:"required,maxLength=256"`

	// Tells it while the workflow runs, and not only at the end.
	Realtime *bool `json:"realtime,omitempty"`

	// What is done with the number: it is set, where it is left out.
	Operation GaugeOperation `json:"operation,omitempty"`
}

// GaugeOperation is what is done with a gauge.
type GaugeOperation string

// What may be done.
const (
	GaugeSet GaugeOperation = "Set"
	GaugeAdd GaugeOperation = "Add"
	GaugeSub GaugeOperation = "Sub"
)

// Enum lists what may be done.
func (GaugeOperation) Enum() []string { return addon.Values(GaugeSet, GaugeAdd, GaugeSub) }

// Histogram is numbers in buckets.
type Histogram struct {
	// The number, with variables.
	Value string `json:"value" jsonschema:"required"`

	// The bounds of the buckets.
	Buckets []float64 `json:"buckets" jsonschema:"required,minItems=1"`
}

// Counter is a number that goes up.
type Counter struct {
	// By how much, with variables: "1".
	Value string `json:"value" jsonschema:"required"`
}
