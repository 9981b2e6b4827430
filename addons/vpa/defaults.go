package vpa

import (
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// What the admission controller does without being told: the ports that it listens on.
const (
	webhookPort = 8000
	metricsPort = 8944
)

func defaults(addon.Target) Options {
	return Options{
		Recommender: Recommender{
			Pods:           pods(recommender),
			LeaderElection: election("vpa-recommender-lease"),
		},
		Updater: Updater{
			Pods:           pods(updater),
			LeaderElection: election("vpa-updater-lease"),
		},
		AdmissionController: AdmissionController{
			Pods:  pods(admission),
			Ports: Ports{Webhook: webhookPort, Metrics: metricsPort},
			Webhook: Webhook{
				FailurePolicy:      admissionv1.Ignore,
				TimeoutSeconds:     5,
				ReinvocationPolicy: admissionv1.NeverReinvocationPolicy,
			},
		},
		LogLevel: new(int32(4)),
	}
}

// pods are the defaults of a component's pods.
func pods(component string) addon.Pods {
	return addon.Pods{
		Replicas:             new(int32(2)),
		Image:                addon.Image{Repository: "registry.k8s.io/autoscaling/vpa-" + component, Tag: version},
		Affinity:             apart(component),
		RevisionHistoryLimit: new(int32(10)),
	}
}

// apart has pods prefer nodes that have none of their component yet.
func apart(component string) *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
		PreferredDuringSchedulingIgnoredDuringExecution: []corev1.WeightedPodAffinityTerm{{
			Weight: 100,
			PodAffinityTerm: corev1.PodAffinityTerm{
				LabelSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
					Key: addon.LabelComponent, Operator: metav1.LabelSelectorOpIn, Values: []string{component},
				}}},
				TopologyKey: corev1.LabelHostname,
			},
		}},
	}}
}

func election(lease string) LeaderElection {
	return LeaderElection{
		LeaseName:     lease,
		LeaseDuration: metav1.Duration{Duration: 15 * time.Second},
		RenewDeadline: metav1.Duration{Duration: 10 * time.Second},
		RetryPeriod:   metav1.Duration{Duration: 2 * time.Second},
	}
}
