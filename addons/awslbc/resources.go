package awslbc

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names of the ports of pods and Services.
const (
	webhookPortName = "webhook-server"
	metricsPortName = "metrics-server"
)

// monitorMark is the label by which a ServiceMonitor is told to leave out a Service.
const monitorMark = "prometheus.io/service-monitor"

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := serviceAccount(o)
	objs := []addon.Object{
		namespace(o),
		sa,
		clusterRole(o),
		kube.BindClusterRole(id, name+"-rolebinding", clusterRoleName, sa),
		electionRole(o),
		kube.BindRole(id, electionRoleName+"binding", electionRoleName, sa),
		deployment(t, o, sa),
		kube.DisruptionBudget(id, name, o.pods()),
		autoscaler(o),
		webhookService(o),
		mutatingWebhooks(o),
		validatingWebhooks(o),
		metricsService(o),
		serviceMonitor(o),
	}
	return slices.Concat(definitions(o), objs, secrets(o, sa), certificates(o), classes(o)), nil
}

// namespace asks for a namespace that allows pods in the network of their nodes.
func namespace(o Options) *corev1.Namespace {
	if !o.HostNetwork {
		return nil
	}
	return kube.Namespace(o.Namespace, kube.Privileged)
}

func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	for _, crd := range objs {
		crd.SetLabels(o.identity().ClusterMeta("").Labels)
	}
	return objs
}

func webhookService(o Options) *corev1.Service {
	meta := o.identity().Of("webhook").Meta(webhookServiceName)
	meta.Annotations = o.Webhook.ServiceAnnotations
	meta.Labels[monitorMark] = "false"
	return service(o, meta, corev1.ServicePort{
		Name: webhookPortName, Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(webhookPortName),
	})
}

// metricsService is what a ServiceMonitor scrapes.
func metricsService(o Options) *corev1.Service {
	if o.ServiceMonitor == nil {
		return nil
	}
	meta := o.identity().Meta(name)
	meta.Annotations = o.Webhook.ServiceAnnotations
	return service(o, meta, corev1.ServicePort{
		Name: metricsPortName, Port: 8080, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(metricsPortName),
	})
}

func service(o Options, meta metav1.ObjectMeta, port corev1.ServicePort) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.identity().PodLabels(),
			Ports:    []corev1.ServicePort{port},
		},
	}
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	monitor := kube.NewServiceMonitor(o.identity(), name, o.ServiceMonitor, kube.Endpoint{
		Port: metricsPortName, Path: "/metrics", Scheme: "http",
	})
	if monitor == nil {
		return nil
	}
	monitor.Spec.JobLabel = addon.LabelInstance
	monitor.Spec.Selector.MatchExpressions = []metav1.LabelSelectorRequirement{{
		Key: monitorMark, Operator: metav1.LabelSelectorOpNotIn, Values: []string{"false"},
	}}
	return monitor
}
