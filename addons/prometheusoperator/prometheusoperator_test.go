package prometheusoperator_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
	"github.com/fitout/fitout/cluster"
)

type options = prometheusoperator.Options

func TestAddon(t *testing.T) {
	addontest.Run(t, prometheusoperator.Definition,
		addontest.Case[options]{Name: "defaults", Because: wide},
		addontest.Case[options]{Name: "upstream", Because: wide},
		addontest.Case[options]{
			Name: "limited", Options: limited(), Existing: existing,
			Because: map[string]string{"Role prometheus-operator": because},
		},
		addontest.Case[options]{Name: "aws", Target: addontest.AWS(), Options: onAWS(), Existing: existing, Because: wide},
		// All fields of the operator's own resources, which are too many for the case full.
		addontest.Case[options]{
			Name: "resources", Because: wide,
			Options: options{Namespace: "monitoring", Resources: fullResources()},
			Existing: cluster.Existing{
				StorageClasses:  existing.StorageClasses,
				ServiceAccounts: []string{"monitoring/prometheus", "monitoring/alertmanager"},
				Secrets:         anyKeys("monitoring", "alertmanagers", "aws-id", "aws-key", "client", "client-id", "client-key", "client-secret", "consul", "hook", "pagerduty", "pagerduty-old", "password", "proxy", "relabel", "scrape", "slack", "smtp", "token", "user", "web", "web-key"),
				ConfigMaps:      anyKeys("monitoring", "ca", "clients", "templates"),
			},
		},
		addontest.Case[options]{
			Name: "full", Options: full(), Because: wide,
			Existing: cluster.Existing{
				StorageClasses: existing.StorageClasses,
				Secrets:        map[string][]string{"monitoring/webhook": {"tls.crt", "tls.key"}, "shop/slack": {"value"}},
			},
		},
	)
}

// anyKeys are Secrets or ConfigMaps of a namespace, with whatever keys.
func anyKeys(namespace string, names ...string) map[string][]string {
	all := map[string][]string{}
	for _, name := range names {
		all[namespace+"/"+name] = []string{}
	}
	return all
}

const because = "the kinds are the operator's own, and what it makes of them are StatefulSets, Secrets and ConfigMaps"

// wide explains the rights of an operator that looks at all namespaces.
var wide = map[string]string{"ClusterRole prometheus-operator": because}

// limited is an operator for two teams, one of which has a small Prometheus.
func limited() options {
	return options{
		Namespace:  "monitoring",
		Namespaces: []string{"shop", "search"},
		Kubelet:    prometheusoperator.Kubelet{Disabled: true},
		Namespaced: []prometheusoperator.NamespacedPrometheus{shop()},
	}
}

// shop is a small Prometheus, with an Alertmanager.
func shop() prometheusoperator.NamespacedPrometheus {
	return prometheusoperator.NamespacedPrometheus{
		Namespace: "shop",
		PodMonitors: []prometheusoperator.NamedPodMonitor{{
			ResourceName: prometheusoperator.ResourceName{Name: "web"},
			PodMonitorSpec: monitoring.PodMonitorSpec{
				Selector:            metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}},
				PodMetricsEndpoints: []monitoring.PodEndpoint{{Port: "metrics", Interval: seconds(15)}},
			},
		}},
		PrometheusSettings: prometheusoperator.PrometheusSettings{
			Retention: metav1.Duration{Duration: 7 * 24 * time.Hour},
			PodSettings: prometheusoperator.PodSettings{
				Storage: volume("gp3", "20Gi"),
			},
		},
	}
}

func volume(class, size string) *prometheusoperator.Storage {
	return &prometheusoperator.Storage{VolumeClaimTemplate: &prometheusoperator.VolumeClaimTemplate{Spec: corev1.PersistentVolumeClaimSpec{
		StorageClassName: &class,
		Resources:        corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse(size)}},
	}}}
}

func seconds(n time.Duration) metav1.Duration { return metav1.Duration{Duration: n * time.Second} }

// onAWS is an operator whose webhook has a certificate of cert-manager's, and a small Prometheus
// that sends samples on, finds instances and tells SNS.
func onAWS() options {
	n := shop()
	n.RemoteWrite = []prometheusoperator.RemoteWrite{
		{URL: "https://aps-workspaces.ap-northeast-1.amazonaws.com/workspaces/ws-0123/api/v1/remote_write", SigV4: &prometheusoperator.SigV4{Region: "ap-northeast-1"}},
		{URL: "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-4567/api/v1/remote_write", SigV4: &prometheusoperator.SigV4{RoleARN: "arn:aws:iam::210987654321:role/metrics"}},
	}
	n.ScrapeConfigs = []prometheusoperator.NamedScrapeConfig{{
		ResourceName: prometheusoperator.ResourceName{Name: "instances"},
		ScrapeConfigSpec: prometheusoperator.ScrapeConfigSpec{Discovery: prometheusoperator.Discovery{
			EC2: []prometheusoperator.EC2Discovery{{Port: 9100, Filters: []prometheusoperator.EC2Filter{{Name: "tag:team", Values: []string{"shop"}}}}},
		}},
	}}
	n.Alertmanager = &prometheusoperator.NamespacedAlertmanager{Config: &prometheusoperator.AlertmanagerConfigSpec{
		Route:     prometheusoperator.Route{Receiver: "topic"},
		Receivers: []prometheusoperator.Receiver{{Name: "topic", SNS: []prometheusoperator.SNS{{TopicARN: "arn:aws:sns:ap-northeast-1:123456789012:alerts"}}}},
	}}
	return options{
		Kubelet:          prometheusoperator.Kubelet{NoEndpoints: true, EndpointSlices: true, NoHTTPMetrics: true},
		AdmissionWebhook: prometheusoperator.AdmissionWebhook{Enabled: true},
		ServiceMonitor:   &addon.ServiceMonitor{},
		Namespaced:       []prometheusoperator.NamespacedPrometheus{n},
	}
}

var existing = cluster.Existing{CRDs: []string{"*.cert-manager.io"}, StorageClasses: []string{"gp3"}}
