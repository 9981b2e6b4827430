package efscsi

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon/kube"
)

// metricsService is in front of the controller's metrics. The nodes have none of their own.
func metricsService(o Options) *corev1.Service {
	if !o.Metrics {
		return nil
	}
	s := &corev1.Service{
		ObjectMeta: o.controller().Meta(controllerName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.controller().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: metricsName, Port: metricsPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(metricsName),
			}},
		},
	}
	s.Labels["app"] = controllerName
	return s
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	m := kube.NewServiceMonitor(o.controller(), controllerName, o.ServiceMonitor, kube.Endpoint{Port: metricsName, Path: "/metrics"})
	if m != nil {
		m.Labels["app"] = controllerName
		m.Spec.Selector = metav1.LabelSelector{MatchLabels: map[string]string{"app": controllerName}}
	}
	return m
}
