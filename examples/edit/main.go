// Edit changes what addons build, in typed Go, where no option does.
package main

import (
	"time"

	appsv1 "k8s.io/api/apps/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

func main() { render.Main(edited()) }

func edited() cluster.Cluster {
	metrics := metricsserver.New(metricsserver.Options{
		MetricResolution: metav1.Duration{Duration: 30 * time.Second},
	})

	// Change one object. The compiler knows its fields; a name that matches nothing is an
	// error when the cluster is planned.
	metrics = addon.Edit(metrics, "metrics-server", func(d *appsv1.Deployment) {
		d.Spec.MinReadySeconds = 10
		d.Spec.Template.Spec.Containers[0].ReadinessProbe.FailureThreshold = 6
	})

	// Add one: it gets the addon's labels.
	metrics = addon.With(metrics, onlyControlPlane())

	// Take one away: without it only administrators read metrics.
	metrics = addon.Without[*rbacv1.ClusterRole](metrics, "system:metrics-server-aggregated-reader")

	return cluster.Cluster{
		Target: addon.Target{Name: "edited", Kubernetes: "1.34"},
		Addons: []addon.Addon{metrics},
	}
}

// onlyControlPlane lets nobody but the API server's network reach the metrics.
func onlyControlPlane() *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: "metrics-server", Namespace: "kube-system"},
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: map[string]string{"app.kubernetes.io/name": "metrics-server"}},
			Ingress: []networkingv1.NetworkPolicyIngressRule{{
				From: []networkingv1.NetworkPolicyPeer{{IPBlock: &networkingv1.IPBlock{CIDR: "10.0.0.0/16"}}},
			}},
		},
	}
}
