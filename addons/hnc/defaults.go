package hnc

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
)

// What the manager does without being told.
const healthPort = 8081

func defaults(addon.Target) Options {
	pods := addon.Pods{
		Replicas: new(int32(1)),
		Resources: corev1.ResourceRequirements{
			Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("300Mi")},
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("150Mi")},
		},
		TerminationGracePeriodSeconds: new(int64(10)),
	}
	webhookPods := pods
	webhookPods.Replicas = new(int32(3))
	pods.Image = addon.Image{Repository: repository, Tag: version}
	return Options{
		Pods:                pods,
		HighAvailability:    HighAvailability{Pods: webhookPods},
		Ports:               Ports{Webhook: 9443, Metrics: 8080, Health: healthPort},
		MaxReconciles:       10,
		APIServerQPS:        50,
		NoPropagationLabels: []KeyValue{{Key: "cattle.io/creator", Value: "norman"}},
		Webhooks: Webhooks{
			Namespaces: Webhook{FailurePolicy: admissionv1.Fail},
			Objects:    ObjectsWebhook{Webhook: Webhook{FailurePolicy: admissionv1.Fail, TimeoutSeconds: 2}},
		},
	}
}
