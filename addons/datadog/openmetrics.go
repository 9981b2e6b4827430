package datadog

import (
	"cmp"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// OpenMetrics checks what serves metrics for Prometheus.
type OpenMetrics struct {
	Check `json:",inline"`

	// Where the metrics are: "http://%%host%%:8080/metrics" with images, where "%%host%%" is the
	// pod's address; "https://db-exporter.example.com/metrics" without.
	Endpoint string `json:"endpoint" jsonschema:"required,pattern=^https?://[^ ]+$"`

	// What is scraped.
	Scrape `json:",inline"`

	// How it is asked.
	HTTP `json:",inline"`
}

// Scrape says which metrics are taken, and how.
type Scrape struct {
	// What the metrics' names begin with.
	Namespace string `json:"namespace,omitempty" jsonschema:"pattern=^\\w*$"`

	// The metrics that are taken.
	Metrics []Metric `json:"metrics,omitempty"`

	// Regular expressions of the metrics that aren't.
	ExcludeMetrics []string `json:"excludeMetrics,omitempty" jsonschema:"uniqueItems"`

	// What is taken off the beginning of the metrics' names.
	RawPrefix string `json:"rawPrefix,omitempty"`

	// The only labels that become tags.
	IncludeLabels []string `json:"includeLabels,omitempty" jsonschema:"uniqueItems"`

	// Labels that don't become tags.
	ExcludeLabels []string `json:"excludeLabels,omitempty" jsonschema:"uniqueItems"`

	// Other names of labels, by the label.
	RenameLabels map[string]string `json:"renameLabels,omitempty"`

	// Leaves out the buckets of histograms.
	NoHistogramBuckets bool `json:"noHistogramBuckets,omitempty"`

	// Sends histograms as distributions.
	HistogramsAsDistributions bool `json:"histogramsAsDistributions,omitempty"`

	// Sends the token of the service account of the pod that runs the check.
	ServiceAccountToken bool `json:"serviceAccountToken,omitempty"`
}

// Metric is a metric that is taken.
type Metric struct {
	// The name, or a regular expression of names.
	Name string `json:"name" jsonschema:"required"`

	// What it is called at Datadog, behind the namespace: as here, where it is left out.
	As string `json:"as,omitempty"`

	// What it is taken for, in place of what is said of it there.
	Type MetricType `json:"type,omitempty"`
}

// MetricType is the type of a metric.
type MetricType string

// The types.
const (
	GaugeMetric     MetricType = "gauge"
	CounterMetric   MetricType = "counter"
	HistogramMetric MetricType = "histogram"
	SummaryMetric   MetricType = "summary"
	RateMetric      MetricType = "rate"
)

// Enum lists the types.
func (MetricType) Enum() []string {
	return addon.Values(GaugeMetric, CounterMetric, HistogramMetric, SummaryMetric, RateMetric)
}

// scrapeFile are the keys of the check that say which metrics are taken.
type scrapeFile struct {
	Namespace                 string            `json:"namespace,omitempty"`
	Metrics                   []metricFile      `json:"metrics,omitempty"`
	ExcludeMetrics            []string          `json:"exclude_metrics,omitempty"`
	RawPrefix                 string            `json:"raw_metric_prefix,omitempty"`
	IncludeLabels             []string          `json:"include_labels,omitempty"`
	ExcludeLabels             []string          `json:"exclude_labels,omitempty"`
	RenameLabels              map[string]string `json:"rename_labels,omitempty"`
	HistogramBuckets          *bool             `json:"collect_histogram_buckets,omitempty"`
	HistogramsAsDistributions bool              `json:"histogram_buckets_as_distributions,omitempty"`
	AuthToken                 *authTokenFile    `json:"auth_token,omitempty"`
}

// metricFile is a metric with its name as the key.
type metricFile map[string]metricAs

type metricAs struct {
	Name string     `json:"name,omitempty"`
	Type MetricType `json:"type,omitempty"`
}

type authTokenFile struct {
	Reader tokenReader `json:"reader"`
	Writer tokenWriter `json:"writer"`
}

type tokenReader struct {
	Type string `json:"type"`
	Path string `json:"path"`
}

type tokenWriter struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Validate refuses histograms without buckets that are sent as distributions, which are made of
// them.
func (s Scrape) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path,
		addon.Field("noHistogramBuckets", s.NoHistogramBuckets),
		addon.Field("histogramsAsDistributions", s.HistogramsAsDistributions),
	)
}

func (s Scrape) file() scrapeFile {
	f := scrapeFile{
		Namespace:                 s.Namespace,
		ExcludeMetrics:            s.ExcludeMetrics,
		RawPrefix:                 s.RawPrefix,
		IncludeLabels:             s.IncludeLabels,
		ExcludeLabels:             s.ExcludeLabels,
		RenameLabels:              s.RenameLabels,
		HistogramBuckets:          unless(s.NoHistogramBuckets),
		HistogramsAsDistributions: s.HistogramsAsDistributions,
	}
	for _, m := range s.Metrics {
		f.Metrics = append(f.Metrics, metricFile{m.Name: {cmp.Or(m.As, m.Name), m.Type}})
	}
	if s.ServiceAccountToken {
		f.AuthToken = &authTokenFile{
			Reader: tokenReader{Type: "file", Path: serviceAccountDir + "/token"},
			Writer: tokenWriter{Type: "header", Name: "Authorization", Value: "Bearer <TOKEN>"},
		}
	}
	return f
}

// openMetricsFile is an instance of the check as the agents read it.
type openMetricsFile struct {
	instanceFile `json:",inline"`
	scrapeFile   `json:",inline"`
	httpFile     `json:",inline"`

	Endpoint string `json:"openmetrics_endpoint"`
}

func (c OpenMetrics) file() openMetricsFile {
	return openMetricsFile{c.Check.instance(), c.Scrape.file(), c.HTTP.file(), c.Endpoint}
}
