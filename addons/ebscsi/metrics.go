package ebscsi

import (
	"fmt"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// metricsFlag is the flag by which a container serves its metrics, if it does.
func metricsFlag(serves bool, flag string, number int32) []string {
	return kube.FlagIf(serves, fmt.Sprintf("%s=0.0.0.0:%d", flag, number))
}

// metricsPorts is where a container serves its metrics, if it does. The name begins with
// "metrics".
func metricsPorts(serves bool, name string, number int32) []corev1.ContainerPort {
	if !serves {
		return nil
	}
	return []corev1.ContainerPort{kube.Port(name, number)}
}

// controllerMetrics are the Services of what the controller's containers serve. Each has its
// own, since an annotation can name but one port.
func controllerMetrics(o Options, d *appsv1.Deployment) []addon.Object {
	var objs []addon.Object
	for _, c := range d.Spec.Template.Spec.Containers {
		name := controllerName
		if c.Name != "ebs-plugin" {
			name += "-" + strings.TrimPrefix(c.Name, "csi-")
		}
		objs = append(objs, metricsOf(o, o.controller(), name, c)...)
	}
	return objs
}

// nodeMetrics are those of the nodes. A client in the cluster gets those of its own node.
func nodeMetrics(o Options, d *appsv1.DaemonSet) []addon.Object {
	objs := metricsOf(o, o.node(), nodeName, d.Spec.Template.Spec.Containers[0])
	for _, obj := range objs {
		if s, ok := obj.(*corev1.Service); ok {
			s.Spec.InternalTrafficPolicy = new(corev1.ServiceInternalTrafficPolicyLocal)
		}
	}
	return objs
}

// metricsOf are the Service of a container's metrics, if it serves any, and what has it
// scraped.
func metricsOf(o Options, id kube.Identity, name string, c corev1.Container) []addon.Object {
	var objs []addon.Object
	for _, p := range c.Ports {
		if strings.HasPrefix(p.Name, metricsName) {
			objs = append(objs, metricsService(o, id, name, p), serviceMonitor(o, id, name))
		}
	}
	return objs
}

func metricsService(o Options, id kube.Identity, name string, p corev1.ContainerPort) *corev1.Service {
	s := &corev1.Service{
		ObjectMeta: id.Meta(name),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: id.PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: metricsName, Port: p.ContainerPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(p.Name),
			}},
		},
	}
	s.Labels["app"] = name
	if o.ServiceMonitor == nil && !o.NoScrapeAnnotations {
		s.Annotations = map[string]string{
			"prometheus.io/port":   fmt.Sprint(p.ContainerPort),
			"prometheus.io/scrape": "true",
		}
	}
	return s
}

// serviceMonitor has the Service of that name scraped, which its label app tells from the
// others.
func serviceMonitor(o Options, id kube.Identity, name string) *kube.ServiceMonitor {
	m := kube.NewServiceMonitor(id, name, o.ServiceMonitor, kube.Endpoint{Port: metricsName, Path: "/metrics"})
	if m != nil {
		m.Labels["app"] = name
		m.Spec.Selector = metav1.LabelSelector{MatchLabels: map[string]string{"app": name}}
	}
	return m
}
