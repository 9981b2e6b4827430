package monitoring

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// PodMonitorSpec selects pods and says how they are scraped, with no need for a Service. The
// fields are those of monitoring.coreos.com/v1.
type PodMonitorSpec struct {
	// The label of the pod whose value is the label "job" of all metrics; the monitor's
	// namespace and name, where it is left out.
	JobLabel string `json:"jobLabel,omitempty"`

	// Labels of the pod that metrics get.
	PodTargetLabels []string `json:"podTargetLabels,omitempty" jsonschema:"minLength=1"`

	// The ports that are scraped.
	PodMetricsEndpoints []PodEndpoint `json:"podMetricsEndpoints" jsonschema:"required,minItems=1"`

	// The labels of the pods. An empty selector selects all.
	Selector metav1.LabelSelector `json:"selector"`

	// Who drops what the selector doesn't match: Prometheus, where it is left out.
	SelectorMechanism SelectorMechanism `json:"selectorMechanism,omitempty"`

	// The namespaces of the pods; the monitor's own, where it is left out.
	NamespaceSelector NamespaceSelector `json:"namespaceSelector,omitzero"`

	// The forms in which metrics are asked for, the preferred one first.
	ScrapeProtocols []ScrapeProtocol `json:"scrapeProtocols,omitempty" jsonschema:"uniqueItems"`

	// The form that an answer is taken for which doesn't say its own.
	FallbackScrapeProtocol ScrapeProtocol `json:"fallbackScrapeProtocol,omitempty"`

	// What targets know of where they run.
	AttachMetadata *AttachMetadata `json:"attachMetadata,omitempty"`

	// The Prometheus' scrape class whose settings hold here.
	ScrapeClass string `json:"scrapeClass,omitempty"`

	Limits `json:",inline"`

	NativeHistograms `json:",inline"`
}

// Validate refuses a selector that Kubernetes doesn't know.
func (s PodMonitorSpec) Validate(path *field.Path) field.ErrorList {
	return checkSelector(s.Selector, path.Child("selector"))
}

// PodEndpoint is a port of pods that is scraped.
type PodEndpoint struct {
	// The name of the port, as a container has it.
	Port string `json:"port,omitempty"`

	// The number of the port, which a container must have among its ports.
	PortNumber int32 `json:"portNumber,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The path; "/metrics", where it is left out.
	Path string `json:"path,omitempty"`

	// "http", where it is left out, or "https".
	Scheme Scheme `json:"scheme,omitempty"`

	// Parameters of the URL.
	Params map[string][]string `json:"params,omitempty"`

	// How often; the Prometheus' own interval, where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long a scrape may take, which is not more than the interval; the Prometheus' own
	// timeout, where it is left out.
	ScrapeTimeout metav1.Duration `json:"scrapeTimeout,omitzero"`

	// Keeps the labels that metrics have themselves, where they collide with those of the
	// target.
	HonorLabels bool `json:"honorLabels,omitempty"`

	// Whether samples keep the time that the target gives them; they do, where it is left out.
	HonorTimestamps *bool `json:"honorTimestamps,omitempty"`

	// Whether series end when the target no longer tells them, though they have times of their
	// own.
	TrackTimestampsStaleness *bool `json:"trackTimestampsStaleness,omitempty"`

	// What is done with the samples before they are stored.
	MetricRelabelings []Relabeling `json:"metricRelabelings,omitempty"`

	// What is done with the target before it is scraped.
	Relabelings []Relabeling `json:"relabelings,omitempty"`

	// Whether pods are left out that have failed or succeeded; they are, where it is left out.
	FilterRunning *bool `json:"filterRunning,omitempty"`

	Login `json:",inline"`

	// Whether redirects are followed; they are, where it is left out.
	FollowRedirects *bool `json:"followRedirects,omitempty"`

	// Whether HTTP/2 is spoken; it is, where it is left out.
	EnableHTTP2 *bool `json:"enableHttp2,omitempty"`

	// How the target's certificate is checked, and which one it is shown.
	TLSConfig *SafeTLSConfig `json:"tlsConfig,omitempty"`

	Proxy `json:",inline"`
}

// Validate refuses a port that is told twice, or not at all, and times that contradict each
// other.
func (e PodEndpoint) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("port", e.Port != ""), addon.Field("portNumber", e.PortNumber != 0))
	return append(errs, CheckScrape(e.Interval, e.ScrapeTimeout, "interval", "scrapeTimeout", path)...)
}
