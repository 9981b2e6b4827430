package check

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster/infer"
)

// Monitors warns of ServiceMonitors that select no Service of the plan, or name a port that
// none of the Services has. Prometheus says nothing of a monitor without targets: the
// metrics, and the alerts on them, are just not there.
var Monitors = Check{Name: "monitors", Run: monitors}

func monitors(p *Pass) {
	for _, o := range p.Objects {
		m := monitorOf(o)
		if m == nil {
			continue
		}
		namespaces := m.Spec.NamespaceSelector.MatchNames
		if len(namespaces) == 0 {
			namespaces = []string{o.Key.Namespace}
		}
		var services []*corev1.Service
		for _, ns := range namespaces {
			services = append(services, p.Services(ns, &m.Spec.Selector)...)
			if ns == apiServer.Namespace && matches(&m.Spec.Selector, apiServer.Labels) {
				services = append(services, apiServer)
			}
		}
		if len(services) == 0 {
			p.Warn(o, "spec.selector", "selects no Service", "give it the labels of the Service")
			continue
		}
		for i, e := range m.Spec.Endpoints {
			if e.Port != "" && !slices.ContainsFunc(services, func(s *corev1.Service) bool { return slices.Contains(portsOf(s), e.Port) }) {
				p.Warn(o, infer.Item("spec.endpoints", i)+".port", fmt.Sprintf("no Service that it selects has a port named %q", e.Port), "name one of theirs")
			}
		}
	}
}

// apiServer is the Service that the API server makes in every cluster.
var apiServer = &corev1.Service{
	ObjectMeta: metav1.ObjectMeta{
		Name: "kubernetes", Namespace: metav1.NamespaceDefault,
		Labels: map[string]string{"component": "apiserver", "provider": "kubernetes"},
	},
	Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Name: "https", Port: 443}}},
}

// monitorOf returns an object as a ServiceMonitor, or nil where it is none, or one for
// Services of every namespace.
func monitorOf(o *infer.Object) *kube.ServiceMonitor {
	switch x := o.Object.(type) {
	case *kube.ServiceMonitor:
		if !x.Spec.NamespaceSelector.Any {
			return x
		}
	case *unstructured.Unstructured:
		if any, _, _ := unstructured.NestedBool(x.Object, "spec", "namespaceSelector", "any"); any || o.Key.Kind != "ServiceMonitor" {
			return nil
		}
		m := &kube.ServiceMonitor{}
		if runtime.DefaultUnstructuredConverter.FromUnstructured(x.Object, m) == nil {
			return m
		}
	}
	return nil
}
