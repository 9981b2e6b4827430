package main

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

// watch is a small Prometheus that tells when the Vertical Pod Autoscaler no longer scales: what
// it doesn't save shows up on the bill alone. Of other namespaces the operator sees nothing.
func watch() prometheusoperator.Options {
	own := []string{"monitoring"}
	return prometheusoperator.Options{
		Namespace:  "monitoring",
		Pods:       addon.Pods{Resources: requests("20m", "128Mi")},
		Namespaces: []string{"kube-system", "monitoring"},
		InstanceNamespaces: prometheusoperator.InstanceNamespaces{
			Prometheus: own, Alertmanager: own, AlertmanagerConfig: own, ThanosRuler: own,
		},
		Kubelet: prometheusoperator.Kubelet{Disabled: true},
		Namespaced: []prometheusoperator.NamespacedPrometheus{{
			Namespace:  "monitoring",
			Namespaces: []string{"kube-system"},
			Alertmanager: &prometheusoperator.NamespacedAlertmanager{
				Config: &prometheusoperator.AlertmanagerConfigSpec{
					Route: prometheusoperator.Route{Receiver: "infrastructure", GroupBy: []string{"alertname"}},
					Receivers: []prometheusoperator.Receiver{{
						Name: "infrastructure",
						Slack: []prometheusoperator.Slack{{
							APIURL:       &addon.SecretRef{Name: "slack", Key: "url"},
							Channel:      "#infrastructure",
							SendResolved: new(true),
						}},
					}},
				},
				AlertmanagerSettings: prometheusoperator.AlertmanagerSettings{
					PodSettings: prometheusoperator.PodSettings{Resources: requests("10m", "64Mi")},
				},
			},
			ServiceMonitor: &addon.ServiceMonitor{},
			PrometheusSettings: prometheusoperator.PrometheusSettings{
				Retention:     metav1.Duration{Duration: 15 * 24 * time.Hour},
				RetentionSize: "18GB",
				PodSettings: prometheusoperator.PodSettings{
					Resources: requests("100m", "512Mi"),
					Storage: &prometheusoperator.Storage{VolumeClaimTemplate: &prometheusoperator.VolumeClaimTemplate{
						Spec: corev1.PersistentVolumeClaimSpec{
							StorageClassName: new("gp3"),
							Resources: corev1.VolumeResourceRequirements{
								Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("20Gi")},
							},
						},
					}},
				},
			},
		}},
	}
}
