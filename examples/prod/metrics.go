package main

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/custommetrics"
)

// loads are what services are scaled by: connections of their NGINX, or requests that reach
// their Envoy in the mesh. Nothing else is known to this Prometheus, nor kept for long.
func loads() custommetrics.Options {
	return custommetrics.Options{
		Pods: addon.Pods{Replicas: new(int32(2)), Resources: requests("50m", "128Mi")},
		Prometheus: custommetrics.Prometheus{
			Pods:           addon.Pods{Resources: requests("200m", "1Gi")},
			Reloader:       custommetrics.Container{Resources: requests("10m", "32Mi")},
			Retention:      metav1.Duration{Duration: 2 * time.Hour},
			Storage:        custommetrics.Storage{Ephemeral: true},
			ScrapeInterval: metav1.Duration{Duration: 15 * time.Second},
			WithoutJobs: []custommetrics.Job{
				custommetrics.JobAPIServers, custommetrics.JobNodes, custommetrics.JobContainers,
				custommetrics.JobPods, custommetrics.JobPodsSlow, custommetrics.JobPushgateway,
				custommetrics.JobServiceEndpoints, custommetrics.JobServiceEndpointsSlow, custommetrics.JobServices,
			},
		},
		Certificate:    addon.ServingCertificate{CertManager: &addon.CertManager{}},
		NoDefaultRules: true,
		NGINX:          &custommetrics.NGINX{},
		Envoy:          &custommetrics.Envoy{Series: "istio_requests_total", Labels: map[string]string{"reporter": "destination"}},
	}
}
