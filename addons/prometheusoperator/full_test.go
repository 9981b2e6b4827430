package prometheusoperator_test

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

// full sets every option but those of resources, which are a case of their own.
func full() options {
	infra := &metav1.LabelSelector{MatchLabels: map[string]string{"pool": "infra"}}
	return options{
		Namespace:        "monitoring",
		Pods:             addon.Pods{PriorityClassName: "system-cluster-critical", ExtraArgs: []string{"--localhost=127.0.0.1"}},
		DeniedNamespaces: []string{"kube-public"},
		InstanceNamespaces: prometheusoperator.InstanceNamespaces{
			Prometheus: []string{"monitoring", "shop"}, Alertmanager: []string{"shop"}, AlertmanagerConfig: []string{"shop", "search"}, ThanosRuler: []string{"monitoring"},
		},
		InstanceSelectors: prometheusoperator.InstanceSelectors{
			Prometheus:   &metav1.LabelSelector{MatchLabels: map[string]string{addon.LabelManagedBy: "fitout"}},
			Alertmanager: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "team", Operator: metav1.LabelSelectorOpIn, Values: []string{"shop", "search"}}}},
			ThanosRuler:  &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "team", Operator: metav1.LabelSelectorOpExists}}},
		},
		ControllerID: "monitoring/prometheus-operator",
		Secrets: prometheusoperator.Watch{
			Fields: []string{"type!=kubernetes.io/dockercfg", "type!=helm.sh/release.v1"},
			Labels: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "owner", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"helm"}}}},
		},
		ConfigMaps: prometheusoperator.Watch{Fields: []string{"metadata.name!=kube-root-ca.crt"}, Labels: &metav1.LabelSelector{MatchLabels: team}},
		Kubelet: prometheusoperator.Kubelet{
			Namespace: "monitoring", Name: "kubelets", NoEndpoints: true, EndpointSlices: true, NodeSelector: infra,
			NodeAddress: prometheusoperator.ExternalAddress, SyncPeriod: seconds(60), NoHTTPMetrics: true,
		},
		ConfigReloader: prometheusoperator.ConfigReloader{
			Image: addon.Image{Tag: "v0.93.0"},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("20m"), corev1.ResourceMemory: resource.MustParse("30Mi")},
				Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("0"), corev1.ResourceMemory: resource.MustParse("60Mi")},
			},
			Probes: true,
		},
		PrometheusRepository: "quay.io/example/prometheus", AlertmanagerRepository: "quay.io/example/alertmanager", ThanosRepository: "quay.io/example/thanos",
		ClusterDomain: "cluster.local",
		ManagedLabels: map[string]string{"cost": "monitoring", "team": "platform"}, ManagedAnnotations: map[string]string{"example.com/owner": "platform"},
		RepairPolicy: prometheusoperator.RepairEvict,
		FeatureGates: map[prometheusoperator.FeatureGate]bool{
			prometheusoperator.PrometheusAgentDaemonSet: true, prometheusoperator.StatusOfConfiguration: true, prometheusoperator.PrometheusTopologySharding: false,
		},
		GCPercent: 50, MemoryLimitRatio: 0.9, LogLevel: prometheusoperator.LogDebug, LogFormat: prometheusoperator.LogJSON,
		AdmissionWebhook: prometheusoperator.AdmissionWebhook{
			Enabled: true, Pods: addon.Pods{Replicas: new(int32(3))}, RollingUpdate: addon.RollingUpdate{MaxSurge: new(intstr.FromInt32(0))},
			Certificate:   addon.ServingCertificate{Secret: "webhook", CABundle: ca},
			FailurePolicy: admissionv1.Ignore, TimeoutSeconds: 5, NamespaceSelector: &metav1.LabelSelector{MatchLabels: team}, ObjectSelector: infra, NoMutation: true,
			NameValidation: prometheusoperator.WebhookUTF8Names, PromQLOptions: []prometheusoperator.PromQLOption{prometheusoperator.ExperimentalFunctions, prometheusoperator.ExtendedRangeSelectors},
			MinTLSVersion: prometheusoperator.ServedTLS12, CipherSuites: []string{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
			Curves: []prometheusoperator.Curve{prometheusoperator.X25519, prometheusoperator.CurveP256}, HTTP2: true,
		},
		UserRoles:      true,
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}, Interval: seconds(60)},
		Namespaced:     []prometheusoperator.NamespacedPrometheus{fullNamespaced()},
	}
}

// fullNamespaced is a Prometheus for two namespaces, with an Alertmanager.
func fullNamespaced() prometheusoperator.NamespacedPrometheus {
	return prometheusoperator.NamespacedPrometheus{
		Name: "team", Namespace: "shop", Namespaces: []string{"search"}, Select: map[string]string{"prometheus": "team"},
		Labels: map[string]string{"team": "shop"}, ControllerID: "monitoring/prometheus-operator",
		ServiceMonitors: []prometheusoperator.NamedServiceMonitor{{
			ResourceName: prometheusoperator.ResourceName{Name: "prometheus"},
			ServiceMonitorSpec: monitoring.ServiceMonitorSpec{
				Selector:  metav1.LabelSelector{MatchLabels: map[string]string{addon.LabelName: "prometheus"}},
				Endpoints: []monitoring.Endpoint{{Port: "web", Interval: seconds(30)}},
			},
		}},
		PodMonitors: []prometheusoperator.NamedPodMonitor{{
			ResourceName: prometheusoperator.ResourceName{Name: "indexer", Namespace: "search"},
			PodMonitorSpec: monitoring.PodMonitorSpec{
				Selector:            metav1.LabelSelector{MatchLabels: map[string]string{"app": "indexer"}},
				PodMetricsEndpoints: []monitoring.PodEndpoint{{Port: "metrics"}},
			},
		}},
		ScrapeConfigs: []prometheusoperator.NamedScrapeConfig{{
			ResourceName: prometheusoperator.ResourceName{Name: "database"},
			ScrapeConfigSpec: prometheusoperator.ScrapeConfigSpec{Discovery: prometheusoperator.Discovery{
				StaticConfigs: []prometheusoperator.StaticTargets{{Targets: []string{"db.example.com:9187"}}},
			}},
		}},
		PrometheusRules: []prometheusoperator.NamedPrometheusRule{{
			ResourceName: prometheusoperator.ResourceName{Name: "shop"},
			PrometheusRuleSpec: monitoring.PrometheusRuleSpec{Groups: []monitoring.RuleGroup{{Name: "shop", Rules: []monitoring.Rule{{
				Alert: "ShopDown", Expr: `up{namespace="shop"} == 0`, For: seconds(300), Labels: map[string]string{"severity": "critical"},
			}}}}},
		}},
		Alertmanager: &prometheusoperator.NamespacedAlertmanager{
			Config: &prometheusoperator.AlertmanagerConfigSpec{
				Route: prometheusoperator.Route{Receiver: "slack"},
				Receivers: []prometheusoperator.Receiver{{Name: "slack", Slack: []prometheusoperator.Slack{{
					APIURL: secret("slack"), Channel: "#shop",
				}}}},
			},
			ServiceAnnotations: team, ServiceAccountAnnotations: team,
			AlertmanagerSettings: prometheusoperator.AlertmanagerSettings{
				PodSettings: prometheusoperator.PodSettings{Replicas: new(int32(3)), Version: "0.33.0", RoutePrefix: "/alertmanager"},
				Retention:   hours(48),
			},
		},
		ServiceAnnotations: team, ServiceAccountAnnotations: team,
		ServiceMonitor: &addon.ServiceMonitor{Interval: seconds(60)},
		PrometheusSettings: prometheusoperator.PrometheusSettings{
			PodSettings: prometheusoperator.PodSettings{
				Replicas: new(int32(2)), Storage: volume("gp3", "20Gi"),
				Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("200m")}},
			},
			Retention: hours(168), RetentionSize: "18GB",
		},
	}
}

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
