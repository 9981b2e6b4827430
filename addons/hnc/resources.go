package hnc

import (
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Upstream's names and the label that its selectors go by. The manager knows those of the
// webhook configurations, of the Service and of the Secret.
const (
	managerName        = "hnc-controller-manager"
	metricsServiceName = "hnc-controller-manager-metrics-service"
	webhookServiceName = "hnc-webhook-service"
	secretName         = "hnc-webhook-server-cert"

	controlPlane = "control-plane"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	sa := kube.ServiceAccount(o.identity(), managerName, o.Pods)
	return slices.Concat(
		definitions(o),
		[]addon.Object{kube.Namespace(o.Namespace, kube.Restricted), sa},
		managerRights(o, sa),
		peoplesRights(o),
		[]addon.Object{
			secret(o),
			manager(t, o, sa),
			kube.DisruptionBudget(o.identity(), managerName, o.Pods),
			webhookPods(t, o, sa),
			webhookBudget(o),
			webhookService(o),
			metricsService(o),
			serviceMonitor(o),
			mutatingWebhooks(o),
			validatingWebhooks(o),
			configuration(o),
		},
		certificates(o),
		hierarchy(o),
		subnamespaces(o),
		quotas(o),
	), nil
}

// definitions are upstream's, with the fork's one of quotas if it is the fork that runs.
func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	if o.Fork {
		for _, crd := range kube.CRDs(forkCRDs) {
			i := slices.IndexFunc(objs, func(old addon.Object) bool { return old.GetName() == crd.GetName() })
			objs[i] = crd
		}
	}
	for _, crd := range objs {
		crd.SetLabels(o.identity().ClusterMeta("").Labels)
	}
	return objs
}

// secret is empty until the manager has made the certificate: it fills it, but makes none.
func secret(o Options) *corev1.Secret {
	if !o.rotates() {
		return nil
	}
	meta := o.identity().Meta(secretName)
	meta.Annotations = kube.Patched(nil, "data")
	return &corev1.Secret{ObjectMeta: meta}
}

func webhookBudget(o Options) addon.Object {
	if !o.HighAvailability.Enabled {
		return nil
	}
	return kube.DisruptionBudget(o.webhookIdentity(), managerName+"-ha", o.HighAvailability.Pods)
}

func webhookService(o Options) *corev1.Service {
	if o.Webhooks.Disabled {
		return nil
	}
	return &corev1.Service{
		ObjectMeta: o.identity().Of("webhook").Meta(webhookServiceName),
		Spec: corev1.ServiceSpec{
			Selector: o.webhookIdentity().PodLabels(),
			Ports:    []corev1.ServicePort{{Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(o.Ports.Webhook)}},
		},
	}
}

func metricsService(o Options) *corev1.Service {
	meta := o.identity().Meta(metricsServiceName)
	meta.Labels[controlPlane] = "controller-manager"
	if !o.NoScrapeAnnotations && o.ServiceMonitor == nil {
		meta.Annotations = map[string]string{
			"prometheus.io/port":   strconv.Itoa(int(o.Ports.Metrics)),
			"prometheus.io/scheme": "http",
			"prometheus.io/scrape": "true",
		}
	}
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Selector: o.identity().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: metricsPortName, Port: o.Ports.Metrics, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(metricsPortName),
			}},
		},
	}
}

// serviceMonitor leaves out the Service of the webhooks, which has no such port.
func serviceMonitor(o Options) *kube.ServiceMonitor {
	m := kube.NewServiceMonitor(o.identity(), managerName, o.ServiceMonitor, kube.Endpoint{Port: metricsPortName, Path: "/metrics"})
	if m != nil {
		m.Spec.Selector.MatchLabels[controlPlane] = "controller-manager"
	}
	return m
}
