package datadog_test

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/datadog"
)

// full sets all that can be set at once.
func full() options {
	duration := func(d time.Duration) metav1.Duration { return metav1.Duration{Duration: d} }
	named := map[string]string{"example.com/team": "team"}
	byKind := map[string]map[string]string{"pod": named}
	key := func(name string) *addon.SecretRef { return &addon.SecretRef{Name: "databases", Key: name} }
	container := datadog.Container{
		Resources: resources("100m", "128Mi"),
		ExtraEnv:  []corev1.EnvVar{{Name: "DD_PROXY_HTTPS", Value: "http://proxy.example.com:3128"}},
		LogLevel:  datadog.LogWarn,
	}
	http := datadog.HTTP{
		Username:              "datadog",
		Password:              key("elastic"),
		InsecureSkipTLSVerify: true,
		CAFile:                "/etc/ca/ca.crt",
		Headers:               map[string]string{"X-Tenant": "prod"},
		Timeout:               duration(20 * time.Second),
	}
	scrape := datadog.Scrape{
		Namespace:                 "queue",
		Metrics:                   []datadog.Metric{{Name: "queue_length", As: "length", Type: datadog.GaugeMetric}, {Name: "^queue_.+$"}},
		ExcludeMetrics:            []string{"^queue_debug_.+$"},
		RawPrefix:                 "queue_",
		IncludeLabels:             []string{"name"},
		ExcludeLabels:             []string{"instance"},
		RenameLabels:              map[string]string{"name": "queue_name"},
		HistogramsAsDistributions: true,
		ServiceAccountToken:       true,
	}
	check := func(name string, images ...string) datadog.Check {
		return datadog.Check{Name: name, Images: images, Tags: []string{"db:" + name}, Service: name, Interval: duration(time.Minute)}
	}
	return options{
		Namespace:   "monitoring",
		APIKey:      addon.SecretRef{Name: "keys", Key: "api"},
		AppKey:      &addon.SecretRef{Name: "keys", Key: "app"},
		Site:        "datadoghq.eu",
		IntakeURL:   "https://metrics.example.com",
		ClusterName: "prod.example.com",
		Tags:        []string{"env:prod"},
		LogLevel:    datadog.LogError,
		Pods: addon.Pods{
			Image:             addon.Image{Tag: "7.81.0"},
			Resources:         resources("200m", "256Mi"),
			Tolerations:       []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
			PriorityClassName: "system-node-critical",
			ExtraEnv:          []corev1.EnvVar{{Name: "DD_LOGS_CONFIG_BATCH_WAIT", Value: "10"}},
			ExtraVolumes:      []corev1.Volume{{Name: "ca", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
			ExtraVolumeMounts: []corev1.VolumeMount{{Name: "ca", MountPath: "/etc/ca"}},
		},
		RollingUpdate:         addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("25%"))},
		ExtraEnv:              []corev1.EnvVar{{Name: "DD_PROXY_HTTP", Value: "http://proxy.example.com:3128"}},
		HostNetwork:           true,
		SecurityContext:       &corev1.PodSecurityContext{RunAsUser: new(int64(0)), SELinuxOptions: &corev1.SELinuxOptions{Type: "spc_t"}},
		HostnameFromFile:      true,
		NoRemoteConfiguration: true,
		Kubelet: datadog.Kubelet{
			HostCAPath: "/etc/kubernetes/pki/kubelet-ca.crt", UseAPIServer: true, FineGrainedAuthorization: true,
			NoCheck: true, PodResourcesDir: "/var/data/kubelet/pod-resources",
		},
		CRISocketPath: "/run/k3s/containerd/containerd.sock",
		Containers: datadog.Containers{
			Include: []string{"kube_namespace:^web$"}, Exclude: []string{"kube_namespace:.*"},
			IncludeMetrics: []string{"name:^app$"}, ExcludeMetrics: []string{"name:^sidecar$"},
			IncludeLogs: []string{"image:^registry.example.com/.*$"}, ExcludeLogs: []string{"name:^istio-proxy$", "kube_namespace:^kube-system$"},
			Pause: true, NoLifecycle: true, NoImages: true,
		},
		TagsFrom: datadog.TagsFrom{
			NodeLabels: named, PodLabels: named, PodAnnotations: named, NamespaceLabels: named, NamespaceAnnotations: named,
			ResourceLabels:      map[string]map[string]string{"deployments.apps": named, "nodes": named},
			ResourceAnnotations: map[string]map[string]string{"services": named},
			ChecksCardinality:   datadog.OrchestratorCardinality,
			UnifiedOrigin:       true,
		},
		DogStatsD: datadog.DogStatsD{
			Port: 9125, HostPort: true, OriginDetection: true, TagCardinality: datadog.HighCardinality,
			Tags: []string{"from:statsd", "env:prod"}, SocketPath: "/var/run/statsd/dsd.socket", HostSocketDir: "/var/run/statsd", NoHostSocket: true,
		},
		APM: datadog.APM{
			Port: 9126, HostPort: true, SocketPath: "/var/run/apm/apm.socket", HostSocketDir: "/var/run/apm", ErrorTrackingOnly: true,
			Instrumentation: datadog.Instrumentation{
				Enabled: true, Namespaces: []string{"web"}, Libraries: map[string]string{"python": "v4"}, InjectorTag: "0.50.0", NoLanguageDetection: true,
			},
			Container: container,
		},
		Logs: datadog.Logs{Enabled: true, AllContainers: true, NoFiles: true, NoAutoMultiLine: true, PodLogsDir: "/var/data/log/pods"},
		OTLP: datadog.OTLP{GRPC: datadog.Receiver{Enabled: true, NoHostPort: true}, HTTP: datadog.Receiver{Enabled: true, Port: 5318}, Logs: true},
		Processes: datadog.Processes{
			Enabled: true, StripArguments: true, NoContainers: true, NoDiscovery: true, Container: container,
		},
		Network: datadog.Network{
			Enabled: true, DNSPorts: []int32{53, 5353}, NoDNSStats: true, Services: true,
			Protocols:  datadog.Protocols{HTTP: new(true), HTTP2: new(true), GoTLS: new(true), Istio: new(true), NodeJS: new(false), Native: new(false)},
			Paths:      true,
			PathTests:  datadog.PathTests{Workers: 4, TTL: duration(35 * time.Minute), Interval: duration(5 * time.Minute), Contexts: 1000, MaxPerMinute: 150},
			Traceroute: true,
		},
		Discovery: datadog.Discovery{NoNetworkStats: true, ServiceMap: true},
		SystemProbe: datadog.SystemProbe{
			TCPQueueLength: true, OOMKill: true, NoConntrack: true, MaxTrackedConnections: 65536, MaxStateBuffered: 75000, ConntrackMaxStateSize: 65536,
			ConntrackInitTimeout: duration(20 * time.Second), DebugPort: 9909, BPFDebug: true, BTFPath: "/opt/btf/vmlinux",
			AssetDir: "/opt/datadog", SeccompRoot: "/var/data/kubelet/seccomp",
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeUnconfined}, Container: container,
		},
		KubeState: datadog.KubeState{
			NoSecrets: true, NoConfigMaps: true, VerticalPodAutoscalers: true, CustomResourceDefinitions: true, APIServices: true, OnRunners: true,
			UseAPIServerCache: true, LabelsAsTags: byKind, AnnotationsAsTags: byKind, Tags: []string{"from:ksm"}, Namespaces: []string{"web", "api"},
		},
		Events: datadog.Events{
			Filter: true, Unbundle: true, Unbundled: []datadog.EventType{{Kind: "Pod", Source: "kubelet", Reasons: []string{"BackOff"}}},
			DetectSource: true, MaxPerRun: 500, ResyncPeriod: duration(5 * time.Minute),
		},
		Orchestrator: datadog.Orchestrator{
			NoScrubbing: true, CustomResources: []string{"argoproj.io/v1alpha1/rollouts"}, NoKubeletConfiguration: true, OnRunners: true,
		},
		PrometheusScrape: datadog.PrometheusScrape{
			Enabled: true, ServiceEndpoints: true, Version: 2,
			Rules: []datadog.ScrapeRule{{
				Annotations: map[string]string{"example.com/scrape": "true"}, ExceptAnnotations: map[string]string{"example.com/scrape": "false"},
				ContainerNames: []string{"app"}, Scrape: scrape,
			}},
		},
		IgnoreAutoConfig: []string{"coredns"},
		Checks: datadog.Checks{
			Postgres: []datadog.Postgres{{
				Check: check("orders"), Host: "orders.example.com", Port: 5433, Username: "monitor", Password: key("rds"), Database: "orders", OnlyDatabase: true,
				IgnoreDatabases: []string{"template%"}, DatabaseMonitoring: true, Schemas: true, TLS: datadog.TLSVerifyFull,
				DatabaseDiscovery: &datadog.DatabaseDiscovery{Max: 10, Include: []string{"^orders_.+$"}, Exclude: []string{"^orders_test$"}, Refresh: duration(time.Hour)},
				Relations:         []datadog.Relation{{Name: "orders"}, {Regex: "^events_.+$", Schemas: []string{"public"}, Kinds: []datadog.RelationKind{datadog.Table, datadog.PartitionedTable}}},
				MaxRelations:      100, Activity: true, Functions: true, Bloat: true, WAL: true, NoDatabaseSizes: true, ReplicationRole: true,
				QueryTimeout: duration(1500 * time.Millisecond),
				Queries: []datadog.PostgresQuery{{
					Query:   "SELECT state, count(*) FROM orders GROUP BY state",
					Columns: []datadog.Column{{Name: "state", Type: datadog.Tag}, {Name: "orders.count", Type: datadog.Gauge}},
					Tags:    []string{"query:orders"}, Prefix: "shop", Interval: duration(5 * time.Minute),
				}},
				ReportedHostname: "orders-primary",
				AWS:              &datadog.PostgresAWS{InstanceEndpoint: "orders.abc.eu-west-1.rds.amazonaws.com", Region: "eu-west-1"},
			}},
			Redis: []datadog.Redis{{
				Check: check("cache", "redis", "valkey"), Host: "%%host%%", Port: 6380, Username: "monitor", Password: key("redis"), Database: new(int32(0)),
				TLS: true, InsecureSkipTLSVerify: true, Keys: []string{"queue:*"}, NoWarningOnMissingKeys: true, CommandStats: true, ClientMetrics: true,
				SlowLogMaxLength: 256, Timeout: duration(10 * time.Second), NoConnectionCache: true,
			}},
			Elasticsearch: []datadog.Elasticsearch{{
				Check: check("search", "elasticsearch"), URL: "https://%%host%%:9200", HTTP: http, ClusterStats: true, IndexStats: true,
				PrimaryShardStats: true, PrimaryShardGraceful: true, DetailedIndexStats: true, SnapshotStats: true, AllocationStats: true,
				NoPendingTaskStats: true, GCAsRate: true, NodeNameAsHost: true, NoEvents: true,
			}},
			OpenMetrics: []datadog.OpenMetrics{{
				Check: check("queue"), Endpoint: "https://queue.example.com/metrics", Scrape: scrape,
				HTTP: datadog.HTTP{Password: key("exporter"), Username: "datadog"},
			}},
			Files: []datadog.CheckFile{
				{Integration: "mysql", ConfigMap: "more-checks", Key: "mysql.yaml"},
				{Integration: "mysql", ConfigMap: "more-checks", Key: "orders.yaml", Cluster: true},
			},
		},
		ReadableSecrets: []datadog.ReadableSecrets{{Namespace: "web", Names: []string{"redis", "postgres"}}},
		ClusterAgent: datadog.ClusterAgent{
			Token:         addon.SecretRef{Name: "token", Key: "cluster-agent"},
			Pods:          addon.Pods{Replicas: new(int32(2)), ExtraEnv: []corev1.EnvVar{{Name: "DD_PROXY_HTTPS", Value: "http://proxy.example.com:3128"}}},
			RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1))},
			HostNetwork:   true, LeaseDuration: duration(30 * time.Second),
			Include: []string{"name:^app$"}, Exclude: []string{"name:.*"}, CollectKubernetesTags: true, NoEndpointSlices: true,
			ServicesIgnoreReadiness: true, NoComponentStatuses: true, EKSControlPlane: true, NoFlareRights: true,
			Admission: datadog.Admission{
				NoValidation: true, Unlabelled: true, WebhookName: "datadog", Mode: datadog.ByHostIP, FailurePolicy: datadog.Fail, Port: 9443,
				Registry: "registry.example.com/datadog", Events: true, Probe: true,
			},
			MetricsProvider: datadog.MetricsProvider{
				Enabled: true, DatadogMetrics: true, WatermarkPodAutoscalers: true, Aggregator: datadog.Maximum, Endpoint: "https://api.datadoghq.eu", Port: 8444,
			},
		},
		ClusterChecksRunner: datadog.ClusterChecksRunner{
			Enabled: true, Pods: addon.Pods{Resources: resources("100m", "256Mi")},
			RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1))}, RemoteConfiguration: true,
		},
		NetworkPolicies: true,
	}
}

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)},
		Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(memory)},
	}
}
