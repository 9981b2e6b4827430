package loki_test

import (
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/loki"
	"github.com/fitout/fitout/cluster"
)

type options = loki.Options

func TestAddon(t *testing.T) {
	inS3 := options{Storage: loki.Storage{S3: &loki.S3{Bucket: "c", RulerBucket: "r"}}}
	admin := map[string][]string{"loki/grafana": {"admin-user", "admin-password"}}
	classes := []string{"gp2"}
	addontest.Run(t, loki.Definition,
		addontest.Case[options]{Name: "defaults", Because: collects("promtail"), Existing: cluster.Existing{StorageClasses: classes, Secrets: admin}, Options: inS3},
		addontest.Case[options]{Name: "upstream", Because: collects("promtail"), Existing: cluster.Existing{StorageClasses: classes, Secrets: admin}, Options: inS3},
		addontest.Case[options]{
			Name: "company", Because: collects("promtail"), Target: addontest.AWS(),
			Existing: cluster.Existing{
				StorageClasses: []string{"gp3"}, IngressClasses: []string{"nginx"}, ClusterIssuers: []string{"letsencrypt"},
				Secrets: map[string][]string{"loki/grafana": {"admin-user", "admin-password"}, "loki/grafana-dex": {"client-secret"}},
			},
			Options: company(),
		},
		addontest.Case[options]{
			Name: "scalable", Because: collects("alloy"), Target: addontest.AWS(),
			Existing: cluster.Existing{
				StorageClasses: []string{"gp2", "gp3"}, IngressClasses: []string{"nginx"}, CRDs: []string{"*.monitoring.coreos.com"},
				APIServices:            []string{"v1beta1.metrics.k8s.io", "v1beta1.custom.metrics.k8s.io"},
				PersistentVolumeClaims: []string{"loki/grafana-data"},
				Secrets: map[string][]string{
					"loki/grafana": {"admin-user", "admin-password"}, "loki/htpasswd": {".htpasswd"}, "loki/gateway": {"password"}, "loki/gateway-tls": {"tls.crt", "tls.key"},
				},
			},
			Options: scalable(),
		},
		addontest.Case[options]{Name: "small", Options: small()},
		addontest.Case[options]{
			Name: "full", Because: collects("promtail"),
			Existing: cluster.Existing{
				StorageClasses: []string{"gp3"}, IngressClasses: []string{"nginx"}, CRDs: []string{"*.monitoring.coreos.com"},
				Namespaces:     []string{"shop", "web"},
				ConfigMaps:     map[string][]string{"logs/kubernetes-dashboards": {"pods.json"}},
				Secrets:        fullSecrets(),
				ClusterIssuers: []string{"letsencrypt"},
			},
			Options: full(),
		},
	)
}

// collects explains what collectors mount.
func collects(collector string) map[string]string {
	return map[string]string{"DaemonSet " + collector: "it reads the logs of all containers on its node"}
}

// company is recent logs, fast, for the members of an organization.
func company() options {
	return options{
		Pods:     addon.Pods{Replicas: new(int32(3)), Resources: resources("500m", "2Gi")},
		Volume:   loki.Volume{StorageClassName: "gp3", Size: quantity("20Gi")},
		Storage:  loki.Storage{S3: &loki.S3{Bucket: "example-prod-loki"}},
		Limits:   loki.Limits{RetentionPeriod: hours(14 * 24), MaxQueryLength: new(hours(7 * 24))},
		Ruler:    loki.Ruler{NoSidecar: true},
		Ingester: loki.Ingester{ChunkEncoding: loki.Snappy},
		ChunksCache: loki.ChunksCache{Cache: loki.Cache{
			Memory: quantity("1Gi"),
		}},
		ResultsCache: loki.Cache{Memory: quantity("256Mi")},
		Gateway:      loki.Gateway{Pods: addon.Pods{Replicas: new(int32(2)), Resources: resources("50m", "64Mi")}},
		Logs: loki.Logs{
			ExternalLabels:    map[string]string{"cluster": "prod"},
			ExcludeNamespaces: []string{"kube-system", "loki"},
			Stages: []loki.Stage{
				{Match: &loki.MatchStage{Selector: `{app="web"} |= "GET /health"`, Drop: true}},
				{Match: &loki.MatchStage{Selector: `{namespace=~"api.*"}`, Stages: []loki.Stage{
					{JSON: &loki.JSONStage{Expressions: map[string]string{"level": "", "trace": "context.trace_id"}}},
					{Labels: map[string]string{"level": ""}},
					{StructuredMetadata: map[string]string{"trace": ""}},
				}}},
			},
		},
		Promtail: loki.Promtail{Pods: addon.Pods{Resources: resources("50m", "128Mi"), PriorityClassName: "system-node-critical"}},
		Grafana: loki.Grafana{
			Pods:        addon.Pods{Resources: resources("100m", "256Mi")},
			Persistence: &loki.Persistence{Claim: loki.Volume{StorageClassName: "gp3"}},
			Ingress: &loki.Ingress{
				Host: "grafana.dev.example.com", ClassName: "nginx", TLSSecret: "grafana-tls",
				Issuer: &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
			},
			SSO: &loki.SSO{
				Name: "GitHub", Issuer: "https://dex.dev.example.com", ClientID: "grafana",
				ClientSecret: addon.SecretRef{Name: "grafana-dex", Key: "client-secret"},
				Admins:       []string{"example-inc:platform"}, OthersAre: loki.EditorRole, AutoLogin: true,
			},
			Dashboards: []loki.DashboardFolder{{Name: "services", Folder: "Services", Files: map[string]string{"errors.json": `{"title": "Errors", "uid": "errors", "panels": []}`}}},
		},
	}
}

// scalable is Loki for several teams, which it knows by their namespaces.
func scalable() options {
	return options{
		Mode:  loki.Scalable,
		Write: loki.Component{Pods: addon.Pods{Resources: resources("1", "4Gi")}, Volume: loki.Volume{StorageClassName: "gp3", Size: quantity("50Gi")}},
		Read: loki.Reader{
			Pods:          addon.Pods{Resources: resources("2", "4Gi")},
			Autoscaling:   hpa.Autoscaling{Enabled: true, MinReplicas: 3, MaxReplicas: 12, TargetCPU: new(int32(70)), TargetMemory: new(int32(80))},
			RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromInt32(1))},
		},
		Backend: loki.Component{Pods: addon.Pods{Replicas: new(int32(2)), Resources: resources("500m", "2Gi")}},
		Storage: loki.Storage{S3: &loki.S3{
			Bucket: "example-logs", RulerBucket: "example-rules", Region: "us-east-1",
			Encryption:   &loki.S3Encryption{Type: loki.SSEKMS, KMSKeyID: "1234abcd-12ab-34cd-56ef-1234567890ab"},
			StorageClass: loki.IntelligentTiering, DisableDualstack: true,
		}},
		Tenant: "everybody",
		Limits: loki.Limits{RetentionPeriod: hours(31 * 24)},
		TenantLimits: map[string]loki.Limits{
			"payments":        {RetentionPeriod: hours(90 * 24), IngestionRate: quantity("16Mi"), RejectOldSamples: new(false)},
			"self-monitoring": {RetentionPeriod: hours(24)},
		},
		Queries:        loki.Queries{MultiTenant: true},
		ChunksCache:    loki.ChunksCache{Cache: loki.Cache{Addresses: []string{"dnssrv+_memcached._tcp.chunks.example.com", "cache.example.com:11211"}}},
		ResultsCache:   loki.Cache{Pods: addon.Pods{Replicas: new(int32(2)), Resources: resources("100m", "1536Mi")}},
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
		Gateway: loki.Gateway{
			Autoscaling: hpa.Autoscaling{
				Enabled: true, MinReplicas: 2, TargetCPU: new(int32(0)),
				Metrics:  []autoscalingv2.MetricSpec{podMetric("nginx_connections_current", "100")},
				Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(600))}},
			},
			BasicAuth: &loki.BasicAuth{Secret: "htpasswd", Username: "inside", Password: addon.SecretRef{Name: "gateway", Key: "password"}},
			Ingress:   &loki.Ingress{Host: "loki.dev.example.com", ClassName: "nginx", TLSSecret: "gateway-tls", Annotations: map[string]string{"nginx.ingress.kubernetes.io/proxy-body-size": "4m"}},
		},
		Collector: loki.WithAlloy,
		Logs: loki.Logs{
			ExternalLabels: map[string]string{"cluster": "prod"},
			Namespaces:     []string{"web", "payments"},
			Relabelings: []loki.Relabeling{
				{SourceLabels: []string{"__meta_kubernetes_pod_label_team"}, TargetLabel: "team"},
				{SourceLabels: []string{"team", "app"}, Separator: "/", Modulus: 8, TargetLabel: "shard", Action: loki.HashMod},
			},
			Stages:        stages(),
			ScrapeConfigs: nodeLogs(),
			BatchSize:     quantity("2Mi"),
			BatchWait:     seconds(3),
			Timeout:       seconds(30),
			MaxRetries:    20,
			LogLevel:      loki.Warn,
			LogFormat:     loki.JSONLog,
		},
		Alloy: loki.Alloy{
			Pods:          addon.Pods{Resources: resources("100m", "256Mi")},
			RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("10%"))},
			NodePath:      "/var/lib/grafana-alloy",
			AfterPromtail: true,
		},
		Grafana: loki.Grafana{Persistence: &loki.Persistence{ExistingClaim: "grafana-data"}},
	}
}

func podMetric(name, perPod string) autoscalingv2.MetricSpec {
	return autoscalingv2.MetricSpec{Type: autoscalingv2.PodsMetricSourceType, Pods: &autoscalingv2.PodsMetricSource{
		Metric: autoscalingv2.MetricIdentifier{Name: name},
		Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: quantity(perPod)},
	}}
}

// small is Loki for trying it out.
func small() options {
	return options{
		Storage:      loki.Storage{Filesystem: true},
		Volume:       loki.Volume{Ephemeral: true, Size: quantity("1Gi")},
		SingleTenant: true,
		Ruler:        loki.Ruler{NoSidecar: true},
		ChunksCache:  loki.ChunksCache{Cache: loki.Cache{Disabled: true}},
		ResultsCache: loki.Cache{Disabled: true},
		Gateway:      loki.Gateway{Disabled: true},
		Canary:       loki.Canary{Disabled: true},
		Collector:    loki.NoCollector,
		Grafana:      loki.Grafana{Disabled: true},
	}
}

func every(d time.Duration) metav1.Duration { return metav1.Duration{Duration: d} }
func seconds(n int) metav1.Duration         { return every(time.Duration(n) * time.Second) }
func hours(n int) metav1.Duration           { return every(time.Duration(n) * time.Hour) }

func quantity(s string) *resource.Quantity { return new(resource.MustParse(s)) }

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)},
		Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(memory)},
	}
}
