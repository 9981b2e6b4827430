// Package monitoring has the types of the Prometheus operator's resources that any addon may
// bring, and that its users write: what a ServiceMonitor and a PodMonitor scrape, and what a
// PrometheusRule says. It is apart from package kube, which makes ServiceMonitors of them, since
// they are many. Prometheuses and what else only that addon makes are in its own package.
//
// The operator leaves out a monitor that Prometheus couldn't read, and says so in an event that
// nobody looks at. So what it would refuse is refused here.
package monitoring

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// The API group of the operator's resources, and its versions.
const (
	Group    = "monitoring.coreos.com"
	V1       = Group + "/v1"
	V1alpha1 = Group + "/v1alpha1"
)

// NamespaceSelector says in which namespaces Services or pods are looked for; in the monitor's
// own, where it is left out.
type NamespaceSelector struct {
	// Looks in all namespaces. Prometheus needs the right to read them.
	Any bool `json:"any,omitempty"`

	// The names of the namespaces.
	MatchNames []string `json:"matchNames,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`
}

// Validate refuses names beside all.
func (s NamespaceSelector) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("any", s.Any), addon.Field("matchNames", s.MatchNames != nil))
}

// Limits are how much may come of a scrape. What exceeds one fails the scrape as a whole.
type Limits struct {
	// How many samples a scrape may have; there is no limit where it is left out.
	SampleLimit int64 `json:"sampleLimit,omitempty" jsonschema:"minimum=1"`

	// How many targets there may be.
	TargetLimit int64 `json:"targetLimit,omitempty" jsonschema:"minimum=1"`

	// How many labels a sample may have.
	LabelLimit int64 `json:"labelLimit,omitempty" jsonschema:"minimum=1"`

	// How long the names of labels may be.
	LabelNameLengthLimit int64 `json:"labelNameLengthLimit,omitempty" jsonschema:"minimum=1"`

	// How long the values of labels may be.
	LabelValueLengthLimit int64 `json:"labelValueLengthLimit,omitempty" jsonschema:"minimum=1"`

	// How long an answer may be, without compression, as in "10MB".
	BodySizeLimit string `json:"bodySizeLimit,omitempty" jsonschema:"pattern=^(0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$"`

	// How many targets that relabelings drop are remembered, to be looked at; all, where it is
	// left out. It only costs memory.
	KeepDroppedTargets int64 `json:"keepDroppedTargets,omitempty" jsonschema:"minimum=1"`
}

// NativeHistograms says how histograms are read.
type NativeHistograms struct {
	// Whether native histograms are read; as Prometheus does it, where it is left out.
	ScrapeNativeHistograms *bool `json:"scrapeNativeHistograms,omitempty"`

	// Whether a classic histogram is read too that is also there as a native one.
	ScrapeClassicHistograms *bool `json:"scrapeClassicHistograms,omitempty"`

	// How many buckets a native histogram may have; buckets are merged to keep to it.
	NativeHistogramBucketLimit int64 `json:"nativeHistogramBucketLimit,omitempty" jsonschema:"minimum=1"`

	// By which factor a bucket must be larger than the one before; they are merged to keep to
	// it.
	NativeHistogramMinBucketFactor *resource.Quantity `json:"nativeHistogramMinBucketFactor,omitempty"`

	// Whether classic histograms are made native ones with custom buckets.
	ConvertClassicHistogramsToNHCB *bool `json:"convertClassicHistogramsToNHCB,omitempty"`
}

// AttachMetadata says what targets know of where they run.
type AttachMetadata struct {
	// Whether relabelings have the labels and annotations of the node. Prometheus needs the
	// right to read nodes.
	Node *bool `json:"node,omitempty"`
}

// Scheme is how targets are asked.
type Scheme string

// The schemes.
const (
	HTTP  Scheme = "http"
	HTTPS Scheme = "https"
)

// Enum lists the schemes.
func (Scheme) Enum() []string { return addon.Values(HTTP, HTTPS) }

// ScrapeProtocol is a form in which targets tell metrics.
type ScrapeProtocol string

// The forms.
const (
	PrometheusProto      ScrapeProtocol = "PrometheusProto"
	PrometheusText0_0_4  ScrapeProtocol = "PrometheusText0.0.4"
	PrometheusText1_0_0  ScrapeProtocol = "PrometheusText1.0.0"
	OpenMetricsText0_0_1 ScrapeProtocol = "OpenMetricsText0.0.1"
	OpenMetricsText1_0_0 ScrapeProtocol = "OpenMetricsText1.0.0"
)

// Enum lists the forms.
func (ScrapeProtocol) Enum() []string {
	return addon.Values(PrometheusProto, PrometheusText0_0_4, PrometheusText1_0_0, OpenMetricsText0_0_1, OpenMetricsText1_0_0)
}

// DiscoveryRole is the API by which the pods of a Service are found.
type DiscoveryRole string

// The APIs. Endpoints are deprecated by Kubernetes since 1.33.
const (
	Endpoints      DiscoveryRole = "Endpoints"
	EndpointSlices DiscoveryRole = "EndpointSlice"
)

// Enum lists the APIs.
func (DiscoveryRole) Enum() []string { return addon.Values(Endpoints, EndpointSlices) }

// SelectorMechanism is who drops what a selector doesn't match.
type SelectorMechanism string

// Who drops it.
const (
	ByRelabeling SelectorMechanism = "RelabelConfig" // Prometheus
	ByRole       SelectorMechanism = "RoleSelector"  // the API server, which is better in a large cluster
)

// Enum lists who may drop it.
func (SelectorMechanism) Enum() []string { return addon.Values(ByRelabeling, ByRole) }

// CheckScrape refuses a timeout that is longer than the interval, and times that Prometheus
// can't be told. The path is that of what has the fields.
func CheckScrape(interval, timeout metav1.Duration, intervalField, timeoutField string, path *field.Path) field.ErrorList {
	errs := append(addon.CheckWholeSeconds(interval, path.Child(intervalField)), addon.CheckWholeSeconds(timeout, path.Child(timeoutField))...)
	if interval.Duration > 0 && timeout.Duration > interval.Duration {
		errs = append(errs, field.Invalid(path.Child(timeoutField), timeout.Duration.String(), fmt.Sprintf("must not be longer than %s, which is %v", intervalField, interval.Duration)))
	}
	return errs
}

// checkSelector refuses a selector that Kubernetes doesn't know.
func checkSelector(s metav1.LabelSelector, path *field.Path) field.ErrorList {
	if _, err := metav1.LabelSelectorAsSelector(&s); err != nil {
		return field.ErrorList{field.Invalid(path, s, err.Error())}
	}
	return nil
}
