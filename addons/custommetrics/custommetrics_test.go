package custommetrics_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/custommetrics"
	"github.com/fitout/fitout/cluster"
)

type options = custommetrics.Options

func TestAddon(t *testing.T) {
	addontest.Run(t, custommetrics.Definition,
		addontest.Case[options]{Name: "defaults", Existing: cluster.Existing{StorageClasses: []string{"gp2"}}},
		addontest.Case[options]{Name: "upstream", Existing: cluster.Existing{StorageClasses: []string{"gp2"}}},
		addontest.Case[options]{Name: "company", Options: company()},
		addontest.Case[options]{
			Name: "existing",
			Existing: cluster.Existing{
				CRDs:    []string{"*.cert-manager.io"},
				Secrets: map[string][]string{"custom-metrics/prometheus": {"ca.crt", "token"}, "custom-metrics/client": {"tls.crt", "tls.key"}},
			},
			Options: elsewhere(),
		},
		addontest.Case[options]{
			Name:    "operated",
			Options: options{Existing: &custommetrics.Existing{URL: "http://prometheus-operated.monitoring:9090", ServiceAccountToken: true}},
		},
		addontest.Case[options]{
			Name:     "namespaces",
			Existing: cluster.Existing{Namespaces: []string{"shop", "web"}, PersistentVolumeClaims: []string{"custom-metrics/series"}},
			Options: options{
				NoDefaultRules: true,
				Rules:          []custommetrics.Rule{{SeriesQuery: "queue_length", Resources: custommetrics.ResourceMapping{Template: "<<.Resource>>"}}},
				Prometheus: custommetrics.Prometheus{
					Namespaces:  []string{"shop", "web"},
					WithoutJobs: []custommetrics.Job{custommetrics.JobAPIServers, custommetrics.JobNodes, custommetrics.JobContainers},
					Storage:     custommetrics.Storage{ExistingClaim: "series"},
				},
			},
		},
		addontest.Case[options]{
			Name: "full", Because: map[string]string{"Deployment prometheus-adapter": "the control plane reaches no pods"},
			Existing: cluster.Existing{
				CRDs:           []string{"*.monitoring.coreos.com"},
				Secrets:        map[string][]string{"scaling/adapter": {"tls.crt", "tls.key"}},
				StorageClasses: []string{"gp3"},
			},
			Options: full(),
		},
	)
}

// company is a Prometheus that knows nothing but what is scaled by.
func company() options {
	return options{
		Pods: addon.Pods{Replicas: new(int32(2)), Resources: resources("100m", "128Mi")},
		Prometheus: custommetrics.Prometheus{
			Pods:           addon.Pods{Resources: resources("200m", "512Mi")},
			Reloader:       custommetrics.Container{Resources: resources("10m", "32Mi")},
			Retention:      every(2 * time.Hour),
			ScrapeInterval: every(15 * time.Second),
			Storage:        custommetrics.Storage{Ephemeral: true},
			WithoutJobs: []custommetrics.Job{
				custommetrics.JobAPIServers, custommetrics.JobNodes, custommetrics.JobContainers, custommetrics.JobPodsSlow,
				custommetrics.JobServiceEndpointsSlow, custommetrics.JobServices, custommetrics.JobPushgateway,
			},
		},
		NoDefaultRules: true,
		NGINX:          &custommetrics.NGINX{},
		Envoy:          &custommetrics.Envoy{},
	}
}

// elsewhere is an adapter without a Prometheus.
func elsewhere() options {
	return options{
		Existing: &custommetrics.Existing{
			URL:                     "https://mimir.example.com/prometheus",
			BearerToken:             &addon.SecretRef{Name: "prometheus", Key: "token"},
			CA:                      &addon.SecretRef{Name: "prometheus", Key: "ca.crt"},
			ClientCertificateSecret: "client",
			Headers:                 map[string]string{"X-Scope-OrgID": "prod", "X-Reason": "scaling"},
			UsePOST:                 true,
		},
		Certificate:    addon.ServingCertificate{CertManager: &addon.CertManager{}},
		NoDefaultRules: true,
		ExternalRules: []custommetrics.Rule{{
			SeriesQuery:  `sqs_messages_visible`,
			Resources:    custommetrics.ResourceMapping{Namespaced: new(false)},
			Name:         custommetrics.NameMapping{Matches: "^sqs_(.*)$", As: "queue_$1"},
			MetricsQuery: "max(<<.Series>>{<<.LabelMatchers>>}) by (queue)",
		}},
	}
}

func full() options {
	mapping := custommetrics.ResourceMapping{Overrides: map[string]custommetrics.GroupResource{
		"namespace": {Resource: "namespace"}, "node": {Resource: "node"}, "ingress": {Group: "networking.k8s.io", Resource: "ingress"},
	}}
	rule := custommetrics.ResourceRule{
		ContainerQuery: `sum by (<<.GroupBy>>) (rate(container_cpu_usage_seconds_total{container!="",<<.LabelMatchers>>}[3m]))`,
		NodeQuery:      `sum by (<<.GroupBy>>) (rate(node_cpu_seconds_total{mode!="idle",<<.LabelMatchers>>}[3m]))`,
		Resources:      mapping,
		ContainerLabel: "container",
	}
	return options{
		Namespace:     "scaling",
		Pods:          addon.Pods{Resources: resources("100m", "128Mi"), Labels: map[string]string{"example.com/team": "platform"}},
		RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromInt32(1))},
		Prometheus: custommetrics.Prometheus{
			Pods:               addon.Pods{Resources: resources("500m", "2Gi"), ExtraArgs: []string{"--log.level=warn"}},
			Reloader:           custommetrics.Container{Image: addon.Image{Tag: "v0.94.0"}, Resources: resources("10m", "32Mi")},
			Retention:          every(36 * time.Hour),
			RetentionSize:      "6GB",
			Storage:            custommetrics.Storage{Size: new(resource.MustParse("20Gi")), StorageClassName: "gp3"},
			ScrapeInterval:     every(30 * time.Second),
			ScrapeTimeout:      every(20 * time.Second),
			EvaluationInterval: every(45 * time.Second),
			WithoutJobs:        []custommetrics.Job{custommetrics.JobServices, custommetrics.JobPushgateway},
			ScrapeConfigs: []custommetrics.ScrapeConfig{
				{
					JobName:             "queues",
					Kubernetes:          &custommetrics.Discovery{Role: custommetrics.Services, Namespaces: []string{"web"}},
					Interval:            every(time.Minute),
					Timeout:             every(50 * time.Second),
					Path:                "/federate",
					Scheme:              custommetrics.HTTPS,
					Params:              map[string][]string{"match[]": {`{__name__="queue_length"}`}},
					HonorLabels:         true,
					ServiceAccountToken: true,
					ClusterCA:           true,
					InsecureSkipVerify:  true,
					Relabelings: []custommetrics.Relabeling{
						{SourceLabels: []string{"__meta_kubernetes_service_name"}, Regex: "queue-(.*)", TargetLabel: "queue", Replacement: new("$1"), Action: custommetrics.Replace},
						{SourceLabels: []string{"__address__"}, Modulus: 4, TargetLabel: "shard", Action: custommetrics.HashMod},
					},
					MetricRelabelings: []custommetrics.Relabeling{{Regex: "id|name", Action: custommetrics.LabelDrop}},
				},
				{JobName: "broker", Targets: []string{"broker.example.com:9404"}},
			},
			RecordingRules: []custommetrics.RecordingRule{{
				Record: "namespace_pod:queue_length:sum", Expr: `sum by (namespace, pod) (queue_length)`, Labels: map[string]string{"by": "pod"},
			}},
		},
		NGINX: &custommetrics.NGINX{PortName: "exporter", Path: "/nginx", State: custommetrics.WritingConnections},
		Envoy: &custommetrics.Envoy{
			PortName: "admin", Path: "/metrics", Series: "istio_requests_total", Window: every(time.Minute),
			Labels: map[string]string{"reporter": "destination", "quoted": `a"b\`},
		},
		Rules: []custommetrics.Rule{{
			SeriesQuery:   `{__name__=~"^queue_.*"}`,
			SeriesFilters: []custommetrics.SeriesFilter{{Is: "^queue_"}, {IsNot: "_total$"}},
			Resources:     mapping,
			Name:          custommetrics.NameMapping{Matches: "^queue_(.*)$", As: "${1}"},
			MetricsQuery:  "max(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
		}},
		ExternalRules:  []custommetrics.Rule{{SeriesQuery: "orders_open", Resources: custommetrics.ResourceMapping{Template: "<<.Resource>>"}}},
		ResourceRules:  &custommetrics.ResourceRules{CPU: rule, Memory: rule, Window: every(5 * time.Minute)},
		RelistInterval: every(2 * time.Minute),
		MaxAge:         every(10 * time.Minute),
		LogLevel:       new(int32(0)),
		Port:           10260,
		HostNetwork:    true,
		Certificate:    addon.ServingCertificate{Secret: "adapter", CABundle: ca},
		ServiceMonitor: &addon.ServiceMonitor{},
	}
}

func every(d time.Duration) metav1.Duration { return metav1.Duration{Duration: d} }

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)},
		Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(memory)},
	}
}

// ca is that of nobody: its key is gone.
const ca = `-----BEGIN CERTIFICATE-----
MIIBPjCB8aADAgECAhQ+V2wBkmQuaWjf8W8VCz3fBGUn5DAFBgMrZXAwFDESMBAG
A1UEAwwJdW5pdCB0ZXN0MCAXDTI2MTEyNDIwMzAxOFoYDzIxMjYxMDMxMjAzMDE4
WjAUMRIwEAYDVQQDDAl1bml0IHRlc3QwKjAFBgMrZXADIQBICV3Kdq04JkCbOKSq
QirIVrkCdvo/+dIhVkQm+B+XJ6NTMFEwHQYDVR0OBBYEFJ2fzgwO8XF3fVfayJfh
pPhQFK2eMB8GA1UdIwQYMBaAFJ2fzgwO8XF3fVfayJfhpPhQFK2eMA8GA1UdEwEB
/wQFMAMBAf8wBQYDK2VwA0EA1MKxGkmS2aQ9b0YCqHO96PKBfDa9yvdGhT0Yu4T3
p+iMZY6jUZepBk6f46oe0YaD+e1RyFRsJe0jD5CcuExZBw==
-----END CERTIFICATE-----
`

func quantity(s string) *resource.Quantity { return new(resource.MustParse(s)) }
