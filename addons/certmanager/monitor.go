package certmanager

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// serviceMonitor has the Services of all components scraped. The webhook's calls the port
// by another name than the others do.
func serviceMonitor(o Options) *kube.ServiceMonitor {
	m := kube.NewServiceMonitor(o.controller(), name, o.ServiceMonitor,
		kube.Endpoint{Port: metricsName, Path: "/metrics"},
		kube.Endpoint{Port: "metrics", Path: "/metrics"})
	if m != nil {
		m.Spec.JobLabel = addon.LabelName
		m.Spec.Selector = o.components()
	}
	return m
}

// podMonitor has the pods of all components scraped.
func podMonitor(o Options) *kube.PodMonitor {
	m := kube.NewPodMonitor(o.controller(), name, o.PodMonitor, kube.PodEndpoint{Port: metricsName, Path: "/metrics"})
	if m != nil {
		m.Spec.JobLabel = addon.LabelName
		m.Spec.Selector = o.components()
	}
	return m
}

// components selects what belongs to any of the components.
func (o Options) components() metav1.LabelSelector {
	return metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
		in(addon.LabelName, o.injector().Name, o.controller().Name, o.webhook().Name),
		in(addon.LabelInstance, name),
		in(addon.LabelComponent, o.injector().Component, o.controller().Component, o.webhook().Component),
	}}
}

func in(label string, values ...string) metav1.LabelSelectorRequirement {
	return metav1.LabelSelectorRequirement{Key: label, Operator: metav1.LabelSelectorOpIn, Values: values}
}
