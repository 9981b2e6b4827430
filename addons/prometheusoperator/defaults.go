package prometheusoperator

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

// The versions that this version of the operator runs where none is named.
const (
	prometheusVersion   = "v3.13.1"
	alertmanagerVersion = "v0.33.1"
)

// Where the operator takes images from where it isn't told.
const (
	prometheusRepository   = "quay.io/prometheus/prometheus"
	alertmanagerRepository = "quay.io/prometheus/alertmanager"
	thanosRepository       = "quay.io/thanos/thanos"
)

// namespaceLabel is the label with a namespace's name, which all namespaces have.
const namespaceLabel = corev1.LabelMetadataName

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas:     new(int32(1)),
			Image:        image("prometheus-operator"),
			Resources:    resources("100m", "100Mi"),
			NodeSelector: map[string]string{corev1.LabelOSStable: "linux"},
		},
		Kubelet:                Kubelet{Namespace: "kube-system", Name: "kubelet"},
		ConfigReloader:         ConfigReloader{Image: image("prometheus-config-reloader")},
		PrometheusRepository:   prometheusRepository,
		AlertmanagerRepository: alertmanagerRepository,
		ThanosRepository:       thanosRepository,
		GCPercent:              30,
		AdmissionWebhook: AdmissionWebhook{
			Pods: addon.Pods{
				Replicas:  new(int32(2)),
				Image:     image("admission-webhook"),
				Resources: resources("50m", "50Mi"),
				Affinity:  apart(),
			},
			RollingUpdate:  addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1))},
			FailurePolicy:  admissionv1.Fail,
			TimeoutSeconds: 10,
		},
	}
}

func image(program string) addon.Image {
	return addon.Image{Repository: "quay.io/prometheus-operator/" + program, Tag: "v" + version}
}

// resources are what the programs ask for; their limits are the same.
func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse(cpu),
			corev1.ResourceMemory: resource.MustParse(memory),
		},
		Limits: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse("200m"),
			corev1.ResourceMemory: resource.MustParse("200Mi"),
		},
	}
}

// apart keeps two pods of the webhook from running on one node.
func apart() *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{
			LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{addon.LabelName: webhookName}},
			TopologyKey:   corev1.LabelHostname,
		}},
	}}
}
