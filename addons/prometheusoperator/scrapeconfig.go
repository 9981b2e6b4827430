package prometheusoperator

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

// ScrapeConfig has a Prometheus scrape what is no Service and no pod, such as what is outside of
// the cluster.
type ScrapeConfig = kube.Custom[ScrapeConfigSpec]

// NewScrapeConfig returns a ScrapeConfig, to be added to an addon by [addon.With]. The spec is
// copied.
func NewScrapeConfig(meta metav1.ObjectMeta, spec ScrapeConfigSpec) *ScrapeConfig {
	return kube.NewCustom(monitoring.V1alpha1, "ScrapeConfig", meta, spec).DeepCopyObject().(*ScrapeConfig)
}

// ScrapeConfigSpec says how targets are found, and how they are scraped. The fields are those of
// monitoring.coreos.com/v1alpha1. Of the ways to find targets there are lists, files, HTTP,
// Kubernetes, Consul, DNS and EC2.
type ScrapeConfigSpec struct {
	// The label "job" of all metrics; the namespace and name, where it is left out.
	JobName string `json:"jobName,omitempty"`

	Discovery `json:",inline"`

	// What is done with the targets before they are scraped.
	Relabelings []monitoring.Relabeling `json:"relabelings,omitempty"`

	// What is done with the samples before they are stored.
	MetricRelabelings []monitoring.Relabeling `json:"metricRelabelings,omitempty"`

	// The path; "/metrics", where it is left out.
	MetricsPath string `json:"metricsPath,omitempty"`

	// "http", where it is left out, or "https".
	Scheme monitoring.Scheme `json:"scheme,omitempty"`

	// Parameters of the URL.
	Params map[string][]string `json:"params,omitempty"`

	// How often; the Prometheus' own interval, where it is left out.
	ScrapeInterval metav1.Duration `json:"scrapeInterval,omitzero"`

	// How long a scrape may take, which is not more than the interval; the Prometheus' own
	// timeout, where it is left out.
	ScrapeTimeout metav1.Duration `json:"scrapeTimeout,omitzero"`

	// The forms in which metrics are asked for, the preferred one first.
	ScrapeProtocols []monitoring.ScrapeProtocol `json:"scrapeProtocols,omitempty" jsonschema:"uniqueItems"`

	// The form that an answer is taken for which doesn't say its own.
	FallbackScrapeProtocol monitoring.ScrapeProtocol `json:"fallbackScrapeProtocol,omitempty"`

	// Keeps the labels that metrics have themselves, where they collide with those of the
	// target.
	HonorLabels bool `json:"honorLabels,omitempty"`

	// Whether samples keep the time that the target gives them; they do, where it is left out.
	HonorTimestamps *bool `json:"honorTimestamps,omitempty"`

	// Whether series end when the target no longer tells them, though they have times of their
	// own.
	TrackTimestampsStaleness *bool `json:"trackTimestampsStaleness,omitempty"`

	// Whether answers may be compressed; they may, where it is left out.
	EnableCompression *bool `json:"enableCompression,omitempty"`

	// Whether HTTP/2 is spoken; it is, where it is left out.
	EnableHTTP2 *bool `json:"enableHTTP2,omitempty"`

	monitoring.Login `json:",inline"`

	// How the targets' certificates are checked, and which one they are shown.
	TLSConfig *monitoring.SafeTLSConfig `json:"tlsConfig,omitempty"`

	monitoring.Proxy `json:",inline"`

	monitoring.Limits `json:",inline"`

	monitoring.NativeHistograms `json:",inline"`

	// Which names of metrics and labels are taken.
	NameValidationScheme NameValidation `json:"nameValidationScheme,omitempty"`

	// How targets are asked to tell names with other characters than letters and digits.
	NameEscapingScheme NameEscaping `json:"nameEscapingScheme,omitempty"`

	// The Prometheus' scrape class whose settings hold here.
	ScrapeClass string `json:"scrapeClass,omitempty"`
}

// Validate refuses a configuration that finds nothing, and times that contradict each other.
func (s ScrapeConfigSpec) Validate(path *field.Path) field.ErrorList {
	errs := monitoring.CheckScrape(s.ScrapeInterval, s.ScrapeTimeout, "scrapeInterval", "scrapeTimeout", path)
	d := s.Discovery
	if d.StaticConfigs == nil && d.Files == nil && d.HTTP == nil && d.Kubernetes == nil && d.Consul == nil && d.DNS == nil && d.EC2 == nil {
		errs = append(errs, field.Required(path.Child("staticConfigs"), "nothing is found without targets, or a way to find them"))
	}
	return errs
}
