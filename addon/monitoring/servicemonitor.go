package monitoring

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// ServiceMonitorSpec selects Services and says how the pods behind them are scraped. The fields
// are those of monitoring.coreos.com/v1.
type ServiceMonitorSpec struct {
	// The label of the Service whose value is the label "job" of all metrics; the Service's
	// name, where it is left out.
	JobLabel string `json:"jobLabel,omitempty"`

	// Labels of the Service that metrics get.
	TargetLabels []string `json:"targetLabels,omitempty" jsonschema:"minLength=1"`

	// Labels of the pod that metrics get.
	PodTargetLabels []string `json:"podTargetLabels,omitempty" jsonschema:"minLength=1"`

	// The ports that are scraped.
	Endpoints []Endpoint `json:"endpoints" jsonschema:"required,minItems=1"`

	// The labels of the Services. An empty selector selects all.
	Selector metav1.LabelSelector `json:"selector"`

	// Who drops what the selector doesn't match: Prometheus, where it is left out.
	SelectorMechanism SelectorMechanism `json:"selectorMechanism,omitempty"`

	// The namespaces of the Services; the monitor's own, where it is left out.
	NamespaceSelector NamespaceSelector `json:"namespaceSelector,omitzero"`

	// The forms in which metrics are asked for, the preferred one first.
	ScrapeProtocols []ScrapeProtocol `json:"scrapeProtocols,omitempty" jsonschema:"uniqueItems"`

	// The form that an answer is taken for which doesn't say its own.
	FallbackScrapeProtocol ScrapeProtocol `json:"fallbackScrapeProtocol,omitempty"`

	// What targets know of where they run.
	AttachMetadata *AttachMetadata `json:"attachMetadata,omitempty"`

	// The Prometheus' scrape class whose settings hold here.
	ScrapeClass string `json:"scrapeClass,omitempty"`

	// The API by which pods are found; what the Prometheus says, where it is left out.
	ServiceDiscoveryRole DiscoveryRole `json:"serviceDiscoveryRole,omitempty"`

	Limits `json:",inline"`

	NativeHistograms `json:",inline"`
}

// Validate refuses a selector that Kubernetes doesn't know.
func (s ServiceMonitorSpec) Validate(path *field.Path) field.ErrorList {
	return checkSelector(s.Selector, path.Child("selector"))
}

// Endpoint is a port that is scraped.
type Endpoint struct {
	// The name of the Service's port.
	Port string `json:"port,omitempty"`

	// The name or number of a port of the pods, in place of the Service's.
	TargetPort *intstr.IntOrString `json:"targetPort,omitempty"`

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

	// A file with a bearer token in the Prometheus' container, such as its service account's.
	// Whoever may write a monitor can have it sent anywhere.
	BearerTokenFile string `json:"bearerTokenFile,omitempty"`

	Login `json:",inline"`

	// Whether redirects are followed; they are, where it is left out.
	FollowRedirects *bool `json:"followRedirects,omitempty"`

	// Whether HTTP/2 is spoken; it is, where it is left out.
	EnableHTTP2 *bool `json:"enableHttp2,omitempty"`

	// How the target's certificate is checked, and which one it is shown.
	TLSConfig *TLSConfig `json:"tlsConfig,omitempty"`

	Proxy `json:",inline"`
}

// Validate refuses a port that is told twice, or not at all, two ways to log in, and times that
// contradict each other.
func (e Endpoint) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("port", e.Port != ""), addon.Field("targetPort", e.TargetPort != nil))
	if e.BearerTokenFile != "" && e.Login != (Login{}) {
		errs = append(errs, field.Forbidden(path.Child("bearerTokenFile"), "is another way to log in than the one that is given"))
	}
	return append(errs, CheckScrape(e.Interval, e.ScrapeTimeout, "interval", "scrapeTimeout", path)...)
}
