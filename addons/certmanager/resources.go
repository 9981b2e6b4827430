package certmanager

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	group         = "cert-manager.io"
	acmeGroup     = "acme.cert-manager.io"
	gatewayGroup  = "gateway.networking.k8s.io"
	metricsPort   = 9402
	livenessPort  = 9403 // the controller's
	healthPort    = 6080 // the webhook's
	podNamespace  = "$(POD_NAMESPACE)"
	namespaceEnv  = "POD_NAMESPACE"
	metricsName   = "http-metrics"
	metricsOff    = "--metrics-listen-address=0"
	injectionMark = "cert-manager.io/inject-ca-from-secret"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	objs := append(definitions(o), kube.Namespace(o.Namespace, o.podSecurity()))
	objs = append(objs, controllerObjects(t, o)...)
	objs = append(objs, webhookObjects(t, o)...)
	objs = append(objs, injectorObjects(t, o)...)
	objs = append(objs, serviceMonitor(o), podMonitor(o))
	objs = append(objs, networkPolicies(o)...)
	objs = append(objs, tokenRights(o)...)
	return append(objs, issuers(t, o)...), nil
}

// podSecurity is the level that the pods need. All run as the strictest wants it, those
// that answer challenges too; only a webhook in the network of its node can't.
func (o Options) podSecurity() kube.PodSecurity {
	if o.Webhook.HostNetwork {
		return kube.Privileged
	}
	return kube.Restricted
}

func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	for _, crd := range objs {
		crd.SetLabels(o.controller().Of("crds").ClusterMeta("").Labels)
	}
	return objs
}

func serviceAccount(id kube.Identity, name string, pods addon.Pods) *corev1.ServiceAccount {
	sa := kube.ServiceAccount(id, name, pods)
	sa.AutomountServiceAccountToken = new(true)
	return sa
}

// deployment is what the Deployments of the components have in common.
func deployment(o Options, id kube.Identity, sa *corev1.ServiceAccount, pods addon.Pods, main corev1.Container) *appsv1.Deployment {
	main.Env = []corev1.EnvVar{kube.FieldEnv(namespaceEnv, "metadata.namespace")}
	main.SecurityContext = &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		ReadOnlyRootFilesystem:   new(true),
	}
	pods.Labels = kube.Over(map[string]string{"app": id.Name}, pods.Labels) // by which people find them
	pods.Annotations = kube.Over(o.scrapeAnnotations(), pods.Annotations)
	return kube.Deployment(id, sa.Name, pods, corev1.PodSpec{
		ServiceAccountName: sa.Name,
		EnableServiceLinks: new(false),
		SecurityContext: &corev1.PodSecurityContext{
			RunAsNonRoot:   new(true),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Containers: []corev1.Container{main},
	})
}

// scrapeAnnotations are those by which a Prometheus without an operator finds the pods.
func (o Options) scrapeAnnotations() map[string]string {
	if o.DisableMetrics || o.NoScrapeAnnotations || o.ServiceMonitor != nil || o.PodMonitor != nil {
		return nil
	}
	return map[string]string{
		"prometheus.io/path":   "/metrics",
		"prometheus.io/port":   "9402",
		"prometheus.io/scrape": "true",
	}
}

// metricsServices tells whether metrics are read by way of Services.
func (o Options) metricsServices() bool { return !o.DisableMetrics && o.PodMonitor == nil }

// metricsService is a Service for nothing but the metrics of a component, if it needs one.
func metricsService(o Options, id kube.Identity, name string) *corev1.Service {
	if !o.metricsServices() {
		return nil
	}
	return &corev1.Service{
		ObjectMeta: id.Meta(name),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: id.PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: metricsName, Port: metricsPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(metricsPort),
			}},
		},
	}
}

func get(path, port string) corev1.ProbeHandler {
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: path, Port: intstr.FromString(port), Scheme: corev1.URISchemeHTTP,
	}}
}
