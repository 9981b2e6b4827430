package istio

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func istiodService(o Options) *corev1.Service {
	meta := o.meta(o.istiodName())
	s := o.service(meta)
	if t := o.Service.TrafficDistribution; t != "" {
		s.Spec.TrafficDistribution = &t
	}
	return s
}

// tagService is the Service by which gateways and clusters reach the revision that has a
// tag. It is no part of the component, whose metrics are scraped once.
func tagService(o Options, tag string) *corev1.Service {
	meta := o.labelled(o.identity().Meta("istiod-revision-tag-" + tag))
	meta.Labels["istio.io/tag"] = tag
	return o.service(meta)
}

func (o Options) service(meta metav1.ObjectMeta) *corev1.Service {
	meta.Labels["istio"] = "pilot"
	meta.Annotations = o.Service.Annotations
	selector := o.istiod().PodLabels()
	selector["app"] = "istiod"
	s := &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Selector: selector,
			Ports: []corev1.ServicePort{
				servicePort("grpc-xds", xdsPort, xdsPort),
				servicePort("https-dns", xdsTLSPort, xdsTLSPort),
				servicePort("https-webhook", 443, webhookPort),
				servicePort("http-monitoring", monitoringPort, monitoringPort),
			},
			IPFamilies: o.Service.IPFamilies,
		},
	}
	if p := o.Service.IPFamilyPolicy; p != "" {
		s.Spec.IPFamilyPolicy = &p
	}
	return s
}

func servicePort(name string, port, target int32) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: port, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(target)}
}
