package vpa_test

import (
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/vpa"
)

func full() options {
	minutes := func(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Minute} }
	seconds := func(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }
	team := &metav1.LabelSelector{MatchLabels: map[string]string{"team": "shop"}}
	election := func(lease string) vpa.LeaderElection {
		return vpa.LeaderElection{
			Namespace: "leases", LeaseName: lease,
			LeaseDuration: seconds(30), RenewDeadline: seconds(20), RetryPeriod: seconds(4),
		}
	}
	estimate := func(least, most, unit string) vpa.Estimate {
		return vpa.Estimate{
			Target: 0.95, LowerBound: 0.6, UpperBound: 0.99,
			ConfidenceInterval: minutes(720), HalfLife: minutes(2880),
			Minimum: new(resource.MustParse(least)), Maximum: resource.MustParse(most), RoundTo: resource.MustParse(unit),
		}
	}
	return options{
		Namespace: "vpa",
		Recommender: vpa.Recommender{
			Pods:           addon.Pods{Replicas: new(int32(3)), Image: addon.Image{Tag: "1.7.2"}, Resources: requests("100m", "1Gi")},
			LeaderElection: election("recommender"),
			Name:           "thrifty",
			Interval:       minutes(2),
			Workers:        20,
			OnlyAutoscaled: true,
			Prometheus: &vpa.Prometheus{
				Address:       "https://prometheus.example.com",
				SkipTLSVerify: true,
				BasicAuth: &vpa.BasicAuth{
					Username: addon.SecretRef{Name: "prometheus", Key: "user"},
					Password: addon.SecretRef{Name: "prometheus", Key: "password"},
				},
				CAdvisorJob:       "cadvisor",
				HistoryLength:     minutes(20160),
				HistoryResolution: minutes(30),
				QueryTimeout:      minutes(1),
				CPUMetric:         "cpu",
				MemoryMetric:      "memory",
				Labels: vpa.PrometheusLabels{
					PodSeries: `kube_pod_labels{job="kube-state-metrics"}`, PodLabelPrefix: "label_",
					PodNamespace: "pod_namespace", PodName: "pod",
					ContainerNamespace: "container_namespace", ContainerPod: "container_pod", Container: "container",
				},
			},
			ExternalMetrics: &vpa.ExternalMetrics{CPU: "cpu", Memory: "memory", ContainerLabel: "container"},
			CPU:             vpa.CPU{Estimate: estimate("10m", "4", "5m"), WholeCores: true},
			Memory: vpa.Memory{
				Estimate:            estimate("50Mi", "16Gi", "1Mi"),
				AggregationInterval: minutes(60), AggregationIntervals: 24,
			},
			Margin: new(0.0),
			OOM:    vpa.OOM{BumpUpRatio: 1.5, MinBumpUp: new(resource.MustParse("200Mi"))},
		},
		Updater: vpa.Updater{
			Pods:                  addon.Pods{Resources: requests("50m", "500Mi"), ExtraArgs: []string{"--skip-headers=true"}},
			LeaderElection:        election("updater"),
			Interval:              minutes(5),
			MinReplicas:           1,
			EvictionTolerance:     new(0.25),
			EvictionRate:          0.5,
			EvictionBurst:         5,
			UpdateThreshold:       new(0.2),
			MinPodAge:             minutes(1440),
			QuickOOM:              minutes(5),
			InPlaceWithinBudget:   true,
			IgnoreAdmissionStatus: true,
		},
		AdmissionController: vpa.AdmissionController{
			Pods: addon.Pods{Resources: requests("50m", "200Mi")},
			RollingUpdate: addon.RollingUpdate{
				MaxSurge: new(intstr.FromInt32(0)), MaxUnavailable: new(intstr.FromInt32(1)),
			},
			Ports:       vpa.Ports{Webhook: 18000, Metrics: 18944},
			HostNetwork: true,
			Webhook: vpa.Webhook{
				Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{
					Issuer:      addon.IssuerRef{Name: "webhooks", Kind: "ClusterIssuer"},
					Duration:    minutes(10080),
					RenewBefore: minutes(1440),
				}},
				FailurePolicy:  admissionv1.Fail,
				TimeoutSeconds: 3,
				NamespaceSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
					Key: "kubernetes.io/metadata.name", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"kube-system", "cert-manager"},
				}}},
				ObjectSelector:     team,
				ReinvocationPolicy: admissionv1.IfNeededReinvocationPolicy,
				Annotations:        map[string]string{"example.com/team": "platform"},
			},
			MinTLSVersion:      vpa.TLS12,
			Ciphers:            []string{"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
			MaxStartupCPU:      resource.MustParse("2"),
			ServiceAnnotations: map[string]string{"example.com/team": "platform"},
		},
		FeatureGates: map[vpa.FeatureGate]bool{vpa.CPUStartupBoost: true, vpa.InPlaceMode: true, vpa.PerVPAConfig: true},
		KubeAPI:      vpa.KubeAPI{QPS: 12.5, Burst: 200},
		LogLevel:     new(int32(2)),
		Profiling:    true,
		Autoscalers:  fullAutoscalers(),
		ServiceMonitor: &addon.ServiceMonitor{
			Labels: map[string]string{"release": "prometheus"},
		},
		PrometheusRule: &vpa.PrometheusRule{
			Labels:      map[string]string{"release": "prometheus"},
			AlertLabels: map[string]string{"team": "platform", "severity": "page"},
			Without:     []vpa.Alert{vpa.WebhookUnreachable},
			More: []vpa.AlertRule{{
				Alert: "VPAEvictsMuch", Expr: "sum(increase(vpa_updater_evicted_pods_total[1h])) > 100", For: minutes(10),
				Labels:      map[string]string{"severity": "info"},
				Annotations: map[string]string{"summary": "More than 100 pods were evicted in an hour."},
			}},
		},
	}
}

func fullAutoscalers() []vpa.NamedAutoscaler {
	boost := func(b vpa.Boost) *vpa.StartupBoost { return &vpa.StartupBoost{CPU: &b} }
	return []vpa.NamedAutoscaler{{
		Name: "web", Namespace: "shop",
		VerticalPodAutoscalerSpec: vpa.VerticalPodAutoscalerSpec{
			TargetRef: deployment("web"),
			UpdatePolicy: &vpa.UpdatePolicy{
				UpdateMode:  vpa.InPlaceOrRecreate,
				MinReplicas: new(int32(3)),
				EvictionRequirements: []vpa.EvictionRequirement{{
					Resources: []vpa.Resource{vpa.CPUResource, vpa.MemoryResource}, ChangeRequirement: vpa.TargetLowerThanRequests,
				}},
				EvictAfterOOMSeconds: new(int32(60)),
			},
			ResourcePolicy: &vpa.ResourcePolicy{ContainerPolicies: []vpa.ContainerPolicy{{
				ContainerName:                    "web",
				Mode:                             vpa.ContainerAuto,
				MinAllowed:                       list("50m", "64Mi"),
				MaxAllowed:                       list("2", "4Gi"),
				ControlledResources:              []vpa.Resource{vpa.MemoryResource},
				ControlledValues:                 vpa.RequestsOnly,
				OOMBumpUpRatio:                   new(resource.MustParse("1.5")),
				OOMMinBumpUp:                     new(resource.MustParse("50Mi")),
				MemoryAggregationIntervalSeconds: new(int32(3600)),
				MemoryAggregationIntervalCount:   new(int64(24)),
				StartupBoost:                     boost(vpa.Boost{Type: vpa.BoostQuantity, Quantity: new(resource.MustParse("1500m"))}),
			}, {
				ContainerName: "*",
				Mode:          vpa.ContainerOff,
			}}},
			Recommenders: []vpa.RecommenderRef{{Name: "thrifty"}},
			StartupBoost: boost(vpa.Boost{Type: vpa.BoostFactor, Factor: new(int32(2)), DurationSeconds: new(int32(30))}),
		},
	}, {
		Name: "batch", Namespace: "shop",
		VerticalPodAutoscalerSpec: vpa.VerticalPodAutoscalerSpec{TargetRef: deployment("batch"), UpdatePolicy: &vpa.UpdatePolicy{UpdateMode: vpa.InPlace}},
	}}
}
