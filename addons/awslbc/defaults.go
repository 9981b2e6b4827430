package awslbc

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// What the controller does without being told: the ports that it listens on, and where it
// looks for its certificate.
const (
	webhookPort = 9443
	metricsPort = 8080
	healthPort  = 61779
	certDir     = "/tmp/k8s-webhook-server/serving-certs"
)

func defaults(t addon.Target) Options {
	o := Options{
		Pods: addon.Pods{
			Image:                         addon.Image{Repository: "public.ecr.aws/eks/aws-load-balancer-controller", Tag: version},
			PriorityClassName:             "system-cluster-critical",
			Affinity:                      apart(),
			TerminationGracePeriodSeconds: new(int64(10)),
			RevisionHistoryLimit:          new(int32(10)),
		},
		Autoscaling:       Autoscaling{MinReplicas: 1, MaxReplicas: 5, TargetCPU: 80},
		ClusterName:       t.Name,
		IngressClass:      IngressClass{Name: "alb"},
		DefaultTargetType: TargetInstance,
		Ports:             Ports{Webhook: webhookPort, Metrics: metricsPort, Health: healthPort},
		Webhook: Webhook{
			CertDir:   certDir,
			Pods:      PodWebhook{FailurePolicy: admissionv1.Ignore},
			Services:  ServiceWebhook{FailurePolicy: admissionv1.Fail},
			Ingresses: IngressWebhook{FailurePolicy: admissionv1.Fail},
		},
	}
	if t.AWS != nil {
		o.Region = t.AWS.Region
	}
	return o
}

// apart has pods prefer nodes that have none of them yet.
func apart() *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
		PreferredDuringSchedulingIgnoredDuringExecution: []corev1.WeightedPodAffinityTerm{{
			Weight: 100,
			PodAffinityTerm: corev1.PodAffinityTerm{
				LabelSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
					Key: addon.LabelName, Operator: metav1.LabelSelectorOpIn, Values: []string{name},
				}}},
				TopologyKey: corev1.LabelHostname,
			},
		}},
	}}
}
