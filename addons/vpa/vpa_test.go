package vpa_test

import (
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/vpa"
	"github.com/fitout/fitout/cluster"
)

type options = vpa.Options

func TestAddon(t *testing.T) {
	fullReasons := scales("admission-controller", "recommender-target-reader", "updater-target-reader")
	fullReasons["Deployment vertical-pod-autoscaler-admission-controller"] = "hostNetwork asks for it"
	addontest.Run(t, vpa.Definition,
		addontest.Case[options]{
			Name: "defaults", Existing: existing(),
			Because: scales("admission-controller", "recommender-target-reader", "updater-target-reader"),
		},
		addontest.Case[options]{
			Name: "upstream", Existing: existing(),
			Because: scales("admission-controller", "recommender-target-reader", "updater-target-reader"),
		},
		addontest.Case[options]{
			Name: "recommender", Options: recommender(), Existing: existing(),
			Because: scales("recommender-target-reader"),
		},
		addontest.Case[options]{
			Name: "prometheus", Options: prometheus(), Existing: existing(),
			Because: scales("admission-controller", "recommender-target-reader", "updater-target-reader"),
		},
		addontest.Case[options]{
			Name: "secret", Options: secret(), Existing: existing(),
			Because: scales("admission-controller", "updater-target-reader"),
		},
		addontest.Case[options]{
			Name: "full", Options: full(), Existing: existing(),
			Because: fullReasons,
		},
	)
}

// scales explains the roles that can read how whatever can be scaled is scaled.
func scales(roles ...string) map[string]string {
	because := map[string]string{}
	for _, r := range roles {
		because["ClusterRole vertical-pod-autoscaler-"+r] = "autoscalers may be for kinds that nobody knows beforehand"
	}
	return because
}

func existing() cluster.Existing {
	return cluster.Existing{
		CRDs:           []string{"*.cert-manager.io", "*.monitoring.coreos.com"},
		APIServices:    []string{"v1beta1.metrics.k8s.io", "v1beta1.external.metrics.k8s.io"},
		ClusterIssuers: []string{"webhooks"},
		Deployments:    []string{"shop/web", "shop/batch"},
		Namespaces:     []string{"shop"},
		Secrets: map[string][]string{
			"kube-system/prometheus":  {"token"},
			"kube-system/vpa-webhook": {"cert", "key"},
			"vpa/prometheus":          {"user", "password"},
		},
	}
}

// recommender is the recommender alone.
func recommender() options {
	return options{
		Recommender: vpa.Recommender{
			Pods:           addon.Pods{Replicas: new(int32(1)), Resources: requests("100m", "1Gi")},
			LeaderElection: vpa.LeaderElection{Always: true},
			Checkpoints: vpa.Checkpoints{
				GCInterval:   metav1.Duration{Duration: time.Hour},
				WriteTimeout: metav1.Duration{Duration: 2 * time.Minute},
			},
		},
		Updater:             vpa.Updater{Disabled: true},
		AdmissionController: vpa.AdmissionController{Disabled: true},
		IgnoredNamespaces:   []string{"kube-system", "monitoring"},
		Autoscalers: []vpa.NamedAutoscaler{{
			Name: "web", Namespace: "shop",
			VerticalPodAutoscalerSpec: vpa.VerticalPodAutoscalerSpec{
				TargetRef:    deployment("web"),
				UpdatePolicy: &vpa.UpdatePolicy{UpdateMode: vpa.Off},
			},
		}},
	}
}

// prometheus has what kube-prometheus knows of the past, and tells it how things are.
func prometheus() options {
	return options{
		Recommender: vpa.Recommender{
			Pods: addon.Pods{Replicas: new(int32(1))},
			Prometheus: &vpa.Prometheus{
				Address:     "http://prometheus-operated.monitoring.svc:9090",
				BearerToken: &addon.SecretRef{Name: "prometheus", Key: "token"},
				CAdvisorJob: "kubelet",
				Labels:      vpa.PrometheusLabels{ContainerPod: "pod", Container: "container"},
			},
		},
		IgnoredNamespaces: []string{"kube-system"},
		ServiceMonitor:    &addon.ServiceMonitor{},
		PrometheusRule:    &vpa.PrometheusRule{},
	}
}

// secret has a certificate that cert-manager doesn't issue, and another's recommender.
func secret() options {
	return options{
		Recommender: vpa.Recommender{Disabled: true},
		AdmissionController: vpa.AdmissionController{
			Webhook: vpa.Webhook{
				Certificate:   addon.ServingCertificate{Secret: "vpa-webhook", CABundle: ca},
				SecretKeys:    vpa.SecretKeys{Certificate: "cert", Key: "key"},
				FailurePolicy: admissionv1.Fail,
			},
		},
		WatchNamespace: "shop",
		PrometheusRule: &vpa.PrometheusRule{},
	}
}

func deployment(name string) vpa.TargetRef {
	return vpa.TargetRef{APIVersion: "apps/v1", Kind: "Deployment", Name: name}
}

func list(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}
}

func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: list(cpu, memory)}
}

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
