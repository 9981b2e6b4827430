package kube

import (
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// ServiceMonitor makes a Prometheus of the Prometheus operator scrape a Service.
type ServiceMonitor = Custom[ServiceMonitorSpec]

// The types of package monitoring that addons make their monitors of.
type (
	ServiceMonitorSpec = monitoring.ServiceMonitorSpec
	NamespaceSelector  = monitoring.NamespaceSelector
	Endpoint           = monitoring.Endpoint
	PodEndpoint        = monitoring.PodEndpoint
	TLSConfig          = monitoring.TLSConfig
)

// PodMonitor makes a Prometheus of the Prometheus operator scrape pods.
type PodMonitor = Custom[monitoring.PodMonitorSpec]

// NewPodMonitor returns the PodMonitor that scrapes the component's pods, as
// [NewServiceMonitor] does Services.
func NewPodMonitor(id Identity, name string, o *addon.ServiceMonitor, endpoints ...PodEndpoint) *PodMonitor {
	if o == nil {
		return nil
	}
	for i := range endpoints {
		endpoints[i].Interval, endpoints[i].ScrapeTimeout = o.Interval, o.ScrapeTimeout
	}
	return NewCustom(monitoring.V1, "PodMonitor", monitorMeta(id, name, o), monitoring.PodMonitorSpec{
		PodMetricsEndpoints: endpoints,
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
	for i := range endpoints {
		endpoints[i].Interval, endpoints[i].ScrapeTimeout = o.Interval, o.ScrapeTimeout
	}
	return NewCustom(monitoring.V1, "ServiceMonitor", monitorMeta(id, name, o), ServiceMonitorSpec{
		Endpoints:         endpoints,
		NamespaceSelector: NamespaceSelector{MatchNames: []string{id.Namespace}},
		Selector:          metav1.LabelSelector{MatchLabels: id.labels()},
	})
}

func monitorMeta(id Identity, name string, o *addon.ServiceMonitor) metav1.ObjectMeta {
	meta := id.Meta(name)
	maps.Copy(meta.Labels, o.Labels)
	return meta
}
