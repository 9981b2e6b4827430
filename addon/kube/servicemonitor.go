package kube

import (
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// ServiceMonitor makes a Prometheus of the Prometheus operator scrape a Service.
type ServiceMonitor = Custom[ServiceMonitorSpec]

// ServiceMonitorSpec selects Services and says how they are scraped. The fields are those
// of monitoring.coreos.com/v1 that addons need.
type ServiceMonitorSpec struct {
	JobLabel          string               `json:"jobLabel,omitempty"`
	Endpoints         []Endpoint           `json:"endpoints"`
	NamespaceSelector NamespaceSelector    `json:"namespaceSelector,omitzero"`
	Selector          metav1.LabelSelector `json:"selector"`
}

// NamespaceSelector names the namespaces of the Services.
type NamespaceSelector struct {
	MatchNames []string `json:"matchNames,omitempty"`
}

// Endpoint is a port that is scraped.
type Endpoint struct {
	Port            string          `json:"port,omitempty"`       // of the Service, or of the pods for a PodMonitor
	TargetPort      string          `json:"targetPort,omitempty"` // of the Service's pods, in place of Port
	Path            string          `json:"path,omitempty"`
	Scheme          string          `json:"scheme,omitempty"`
	TLSConfig       *TLSConfig      `json:"tlsConfig,omitempty"`
	BearerTokenFile string          `json:"bearerTokenFile,omitempty"`
	Interval        metav1.Duration `json:"interval,omitzero"`
	ScrapeTimeout   metav1.Duration `json:"scrapeTimeout,omitzero"`
	HonorLabels     bool            `json:"honorLabels,omitempty"`
}

// TLSConfig says how the target's certificate is checked.
type TLSConfig struct {
	InsecureSkipVerify bool   `json:"insecureSkipVerify,omitempty"`
	ServerName         string `json:"serverName,omitempty"`
}

// PodMonitor makes a Prometheus of the Prometheus operator scrape pods.
type PodMonitor = Custom[PodMonitorSpec]

// PodMonitorSpec selects pods and says how they are scraped. The fields are those of
// monitoring.coreos.com/v1 that addons need.
type PodMonitorSpec struct {
	JobLabel            string               `json:"jobLabel,omitempty"`
	PodMetricsEndpoints []Endpoint           `json:"podMetricsEndpoints"`
	NamespaceSelector   NamespaceSelector    `json:"namespaceSelector,omitzero"`
	Selector            metav1.LabelSelector `json:"selector"`
}

// NewPodMonitor returns the PodMonitor that scrapes the component's pods, as
// [NewServiceMonitor] does Services.
func NewPodMonitor(id Identity, name string, o *addon.ServiceMonitor, endpoints ...Endpoint) *PodMonitor {
	if o == nil {
		return nil
	}
	return NewCustom("monitoring.coreos.com/v1", "PodMonitor", monitorMeta(id, name, o), PodMonitorSpec{
		PodMetricsEndpoints: timed(o, endpoints),
		NamespaceSelector:   NamespaceSelector{MatchNames: []string{id.Namespace}},
		Selector:            metav1.LabelSelector{MatchLabels: id.PodLabels()},
	})
}

// NewServiceMonitor returns the ServiceMonitor that scrapes the component's Services as
// the option asks for, or nil where it is nil. Interval and timeout of the endpoints are
// the option's.
func NewServiceMonitor(id Identity, name string, o *addon.ServiceMonitor, endpoints ...Endpoint) *ServiceMonitor {
	if o == nil {
		return nil
	}
	return NewCustom("monitoring.coreos.com/v1", "ServiceMonitor", monitorMeta(id, name, o), ServiceMonitorSpec{
		Endpoints:         timed(o, endpoints),
		NamespaceSelector: NamespaceSelector{MatchNames: []string{id.Namespace}},
		Selector:          metav1.LabelSelector{MatchLabels: id.labels()},
	})
}

func monitorMeta(id Identity, name string, o *addon.ServiceMonitor) metav1.ObjectMeta {
	meta := id.Meta(name)
	maps.Copy(meta.Labels, o.Labels)
	return meta
}

// timed are the endpoints with the option's interval and timeout.
func timed(o *addon.ServiceMonitor, endpoints []Endpoint) []Endpoint {
	for i := range endpoints {
		endpoints[i].Interval = o.Interval
		endpoints[i].ScrapeTimeout = o.ScrapeTimeout
	}
	return endpoints
}
