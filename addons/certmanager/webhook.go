package certmanager

import (
	"fmt"
	"slices"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	webhookName = name + "-webhook"
	webhookCA   = webhookName + "-ca" // the Secret that the webhook keeps its CA in
)

func webhookObjects(t addon.Target, o Options) []addon.Object {
	id := o.webhook()
	sa := serviceAccount(id, webhookName, o.Webhook.Pods)
	reviews := clusterRole(id, webhookName+":subjectaccessreviews", kube.Rule("authorization.k8s.io", "subjectaccessreviews", "create"))
	serving := webhookServing(o)
	return []addon.Object{
		sa,
		reviews,
		kube.BindClusterRole(id, reviews.Name, reviews.Name, sa),
		serving,
		kube.BindRole(id, serving.Name, serving.Name, sa),
		webhookService(o),
		webhookDeployment(t, o, sa),
		kube.DisruptionBudget(id, webhookName, o.Webhook.Pods),
		mutatingWebhook(o),
		validatingWebhook(o),
	}
}

// webhookServing lets the webhook keep its CA. What is not there yet has no name to be
// restricted to.
func webhookServing(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.webhook().Meta(webhookName + ":dynamic-serving"),
		Rules: []rbacv1.PolicyRule{
			kube.RuleFor([]string{webhookCA}, "", "secrets", read+" update"),
			kube.Rule("", "secrets", "create"),
		},
	}
}

func webhookService(o Options) *corev1.Service {
	service := &corev1.Service{
		ObjectMeta: o.webhook().Meta(webhookName),
		Spec: corev1.ServiceSpec{
			Type:     o.Webhook.ServiceType,
			Selector: o.webhook().PodLabels(),
			Ports: []corev1.ServicePort{
				{Name: "https", Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("https")},
			},
		},
	}
	if o.metricsServices() {
		service.Spec.Ports = append(service.Spec.Ports, corev1.ServicePort{
			Name: "metrics", Port: metricsPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(metricsName),
		})
	}
	return service
}

func webhookDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	ports := []corev1.ContainerPort{kube.Port("https", o.Webhook.Port), kube.Port("healthcheck", healthPort)}
	if !o.DisableMetrics {
		ports = append(ports, kube.Port(metricsName, metricsPort))
	}
	d := deployment(o, o.webhook(), sa, o.Webhook.pods(), corev1.Container{
		Name:  webhookName,
		Image: t.Image(o.Webhook.Pods.Image),
		Args:  webhookArgs(o),
		Ports: ports,
		LivenessProbe: &corev1.Probe{
			ProbeHandler:        get("/livez", "healthcheck"),
			InitialDelaySeconds: 60,
			PeriodSeconds:       10,
			TimeoutSeconds:      1,
			SuccessThreshold:    1,
			FailureThreshold:    3,
		},
		ReadinessProbe: &corev1.Probe{
			ProbeHandler:        get("/healthz", "healthcheck"),
			InitialDelaySeconds: 5,
			PeriodSeconds:       5,
			TimeoutSeconds:      1,
			SuccessThreshold:    1,
			FailureThreshold:    3,
		},
	})
	d.Spec.Template.Spec.HostNetwork = o.Webhook.HostNetwork
	return d
}

// pods are the webhook's pods. In the network of their nodes they would otherwise resolve
// names as the nodes do, which know nothing of the cluster's.
func (w Webhook) pods() addon.Pods {
	pods := w.Pods
	if w.HostNetwork && pods.DNSPolicy == "" {
		pods.DNSPolicy = corev1.DNSClusterFirstWithHostNet
	}
	return pods
}

func webhookArgs(o Options) []string {
	args := slices.Concat(
		o.verbosity(),
		kube.Flag("--secure-port", fmt.Sprint(o.Webhook.Port)),
		gates(o.Webhook.FeatureGates),
		kube.Flag("--dynamic-serving-ca-secret-namespace", podNamespace),
		kube.Flag("--dynamic-serving-ca-secret-name", webhookCA),
		kube.Flag("--dynamic-serving-dns-names", webhookName),
		kube.Flag("--dynamic-serving-dns-names", webhookName+"."+podNamespace),
		kube.Flag("--dynamic-serving-dns-names", webhookName+"."+podNamespace+".svc"),
		kube.Flag("--dynamic-serving-dns-names", o.Webhook.hostname()),
	)
	if o.DisableMetrics {
		args = append(args, metricsOff)
	}
	return args
}

func mutatingWebhook(o Options) *admissionv1.MutatingWebhookConfiguration {
	return &admissionv1.MutatingWebhookConfiguration{
		ObjectMeta: webhookMeta(o),
		Webhooks: []admissionv1.MutatingWebhook{{
			Name:                    "webhook.cert-manager.io",
			AdmissionReviewVersions: []string{"v1"},
			ClientConfig:            clientConfig(o, "/mutate"),
			FailurePolicy:           new(admissionv1.Fail),
			MatchPolicy:             new(admissionv1.Equivalent),
			NamespaceSelector:       o.Webhook.MutatedNamespaces.DeepCopy(),
			Rules: []admissionv1.RuleWithOperations{{
				Operations: []admissionv1.OperationType{admissionv1.Create},
				Rule: admissionv1.Rule{
					APIGroups:   []string{group},
					APIVersions: []string{"v1"},
					Resources:   []string{"certificaterequests"},
				},
			}},
			SideEffects:    new(admissionv1.SideEffectClassNone),
			TimeoutSeconds: &o.Webhook.TimeoutSeconds,
		}},
	}
}

func validatingWebhook(o Options) *admissionv1.ValidatingWebhookConfiguration {
	return &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: webhookMeta(o),
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name:                    "webhook.cert-manager.io",
			AdmissionReviewVersions: []string{"v1"},
			ClientConfig:            clientConfig(o, "/validate"),
			FailurePolicy:           new(admissionv1.Fail),
			MatchPolicy:             new(admissionv1.Equivalent),
			NamespaceSelector:       o.Webhook.ValidatedNamespaces.DeepCopy(),
			Rules: []admissionv1.RuleWithOperations{{
				Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
				Rule: admissionv1.Rule{
					APIGroups:   []string{group, acmeGroup},
					APIVersions: []string{"v1"},
					Resources:   []string{"*/*"},
				},
			}},
			SideEffects:    new(admissionv1.SideEffectClassNone),
			TimeoutSeconds: &o.Webhook.TimeoutSeconds,
		}},
	}
}

// webhookMeta has the injector copy the CA that the webhook keeps.
func webhookMeta(o Options) metav1.ObjectMeta {
	meta := o.webhook().ClusterMeta(webhookName)
	meta.Annotations = map[string]string{injectionMark: o.Namespace + "/" + webhookCA}
	return meta
}

// clientConfig is how the API server calls the webhook: by its Service, or by its host.
func clientConfig(o Options, path string) admissionv1.WebhookClientConfig {
	if o.Webhook.Host != "" {
		return admissionv1.WebhookClientConfig{URL: new("https://" + o.Webhook.Host + path)}
	}
	return admissionv1.WebhookClientConfig{Service: &admissionv1.ServiceReference{
		Name: webhookName, Namespace: o.Namespace, Path: &path,
	}}
}

// hostname is the name that the webhook's certificate is for beside those of its Service.
func (w Webhook) hostname() string {
	host, _, _ := strings.Cut(w.Host, ":")
	return host
}
