package loki_test

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/loki"
)

// full is one Loki with everything that can be said of it.
func full() options {
	sidecar := loki.Sidecar{
		Container:        loki.Container{Image: addon.Image{Tag: "2.10.2"}, Resources: resources("10m", "64Mi")},
		Label:            "example.com/rules",
		LabelValue:       "loki",
		Namespaces:       []string{"shop", "web"},
		Resource:         loki.ConfigMaps,
		FolderAnnotation: "example.com/folder",
	}
	dashboards := loki.Sidecar{Container: loki.Container{Resources: resources("10m", "64Mi")}, AllNamespaces: true, FolderAnnotation: "example.com/folder"}
	exporter := loki.Exporter{Container: loki.Container{Resources: resources("10m", "32Mi")}}
	return options{
		Namespace: "logs",
		Pods:      addon.Pods{Replicas: new(int32(3)), Resources: resources("1", "4Gi"), ServiceAccountAnnotations: map[string]string{"example.com/team": "platform"}},
		Storage: loki.Storage{S3: &loki.S3{
			Bucket: "logs", Region: "garage", Endpoint: "minio.example.com:9000", Insecure: true, ForcePathStyle: true,
			Credentials: &loki.S3Credentials{
				AccessKeyID:     addon.SecretRef{Name: "minio", Key: "id"},
				SecretAccessKey: addon.SecretRef{Name: "minio", Key: "key"},
			},
			Encryption: &loki.S3Encryption{Type: loki.SSES3},
			HTTP: loki.S3HTTP{
				Timeout: seconds(60), IdleConnTimeout: seconds(45), ResponseHeaderTimeout: seconds(10), InsecureSkipVerify: true,
				CA: &addon.SecretRef{Name: "minio", Key: "ca.crt"},
			},
			Backoff: loki.S3Backoff{MinPeriod: seconds(1), MaxPeriod: seconds(10), MaxRetries: 8},
		}},
		Schema: []loki.SchemaPeriod{
			{From: "2022-06-01", Store: loki.BoltDBShipper, Version: loki.SchemaV12, ObjectStore: loki.InAWS, IndexPrefix: "old_"},
			{From: "2024-04-01", Store: loki.TSDB, Version: loki.SchemaV13, ObjectStore: loki.InS3},
		},
		ReplicationFactor: 2,
		Limits:            limits(),
		Compactor:         loki.Compactor{Interval: seconds(1200), RetentionDeleteDelay: hours(4), RetentionDeleteWorkers: 50, DeleteRequestCancelPeriod: hours(48)},
		Ingester: loki.Ingester{
			ChunkEncoding: loki.ZSTD, ChunkIdlePeriod: hours(1), MaxChunkAge: hours(4), ChunkTargetSize: quantity("2Mi"), ReplayMemoryCeiling: quantity("2Gi"),
			AutoforgetUnhealthy: true, NoFlushOnShutdown: true,
		},
		Queries: loki.Queries{
			MaxConcurrent: 8, QueryIngestersWithin: hours(5), TailMaxDuration: hours(2), MultiTenant: true, MaxOutstanding: 4096, LogLongerThan: seconds(30),
		},
		Ruler: loki.Ruler{
			AlertmanagerURLs:   []string{"http://alertmanager-0.monitoring:9093", "http://alertmanager-1.monitoring:9093"},
			EvaluationInterval: seconds(30),
			RemoteWriteURL:     "http://prometheus.monitoring:9090/api/v1/write",
			Source:             loki.RulesFromSidecar,
			Sidecar:            sidecar,
		},
		Server: loki.Server{
			LogLevel: loki.Debug, LogFormat: loki.JSONLog, HTTPReadTimeout: seconds(300), HTTPWriteTimeout: seconds(900), HTTPIdleTimeout: seconds(60),
			GracefulShutdownTimeout: seconds(15), MaxMessageSize: quantity("64Mi"), MaxConcurrentStreams: 500,
		},
		PatternIngester: true,
		Tracing:         true,
		NoUsageReports:  true,
		ChunksCache: loki.ChunksCache{
			Cache: loki.Cache{
				Pods: addon.Pods{Replicas: new(int32(2))}, Memory: quantity("512Mi"), MaxItemSize: quantity("2Mi"), MaxConnections: 4096, Timeout: seconds(1),
				Validity: hours(24), WritebackBuffer: 1000, WritebackSize: quantity("100Mi"), WritebackGoroutines: 4,
			},
			BatchSize: 8, Parallelism: 2,
		},
		CacheExporter: loki.Exporter{Disabled: true, Container: loki.Container{Image: addon.Image{Tag: "v0.18.0"}}},
		Gateway: loki.Gateway{
			Pods: addon.Pods{Resources: resources("50m", "64Mi")},
			Service: loki.Service{
				Type: corev1.ServiceTypeLoadBalancer, LoadBalancerClass: "service.k8s.aws/nlb", LoadBalancerSourceRanges: []string{"10.0.0.0/8"},
				Annotations: map[string]string{"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"},
			},
			QuietLogs: true, MaxBodySize: quantity("16Mi"), NoIPv6: true, Resolver: "172.20.0.10", Exporter: exporter,
		},
		Canary:         loki.Canary{Pods: addon.Pods{Resources: resources("10m", "32Mi")}, Tenant: "canary", NoPush: true},
		Collector:      loki.WithPromtail,
		ServiceMonitor: &addon.ServiceMonitor{Interval: seconds(30)},
		ClusterDomain:  "cluster.example",
		Logs: loki.Logs{
			Relabelings:   []loki.Relabeling{{SourceLabels: []string{"namespace"}, Regex: "(.*)-[a-z]+", TargetLabel: "team", Replacement: new("$1"), Action: loki.Replace}},
			Stages:        stages(),
			ScrapeConfigs: nodeLogs(),
			BatchSize:     quantity("512Ki"), BatchWait: seconds(2), Timeout: seconds(20), MaxRetries: 5,
		},
		Promtail: loki.Promtail{RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("20%"))}},
		Grafana:  fullGrafana(dashboards),
	}
}

func fullGrafana(dashboards loki.Sidecar) loki.Grafana {
	return loki.Grafana{
		Pods:  addon.Pods{Replicas: new(int32(2)), Resources: resources("200m", "512Mi"), ExtraEnv: []corev1.EnvVar{secretEnv("GF_DATABASE_PASSWORD", "postgres", "password")}},
		Admin: loki.Admin{Secret: "grafana-admin", UserKey: "name", PasswordKey: "password"},
		INI: map[string]map[string]string{
			"":         {"instance_name": "logs"},
			"database": {"type": "postgres", "host": "postgres.example.com:5432", "user": "grafana"},
			"users":    {"default_theme": "light", "home_page": "/explore#logs;now"},
			"log":      {"mode": "console file"},
		},
		Datasources: []loki.Datasource{
			{
				Name: "Prometheus", UID: "prometheus", URL: "https://prometheus.example.com", Default: true, Username: "grafana",
				Password: &addon.SecretRef{Name: "prometheus", Key: "password"}, InsecureSkipVerify: true,
				Prometheus: &loki.PrometheusSource{ScrapeInterval: "30s", Method: "GET"},
			},
			{Name: "Loki (all)", URL: "http://loki-gateway", Loki: &loki.LokiSource{Tenant: "default|canary", MaxLines: 5000}},
		},
		DatasourceSecrets: []string{"grafana-datasources"},
		Dashboards: []loki.DashboardFolder{
			{Name: "kubernetes", ConfigMap: "kubernetes-dashboards"},
			{Name: "own", Folder: "Own", Files: map[string]string{"logs.json": `{"title": "Logs"}`}, Editable: true},
		},
		CollectDashboards: true,
		DashboardSidecar:  dashboards,
		Plugins:           []string{"grafana-clock-panel@2.1.9", "grafana-athena-datasource"},
		RootURL:           "https://grafana.example.com/logs",
		Ingress:           &loki.Ingress{Host: "grafana.example.com", ClassName: "nginx", Annotations: map[string]string{"example.com/team": "platform"}},
		Service:           loki.Service{Type: corev1.ServiceTypeNodePort},
		SSO: &loki.SSO{
			Issuer: "https://login.example.com", ClientID: "grafana", ClientSecret: addon.SecretRef{Name: "grafana-sso", Key: "secret"},
			Scopes: []string{"openid", "groups"}, Admins: []string{"ops", "it's"}, Editors: []string{"developers"}, Viewers: []string{"everybody"}, NoPasswords: true,
			AuthURL: "https://login.example.com/authorize", TokenURL: "http://login.login/oauth/token", UserInfoURL: "http://login.login/oauth/userinfo",
		},
	}
}

func fullSecrets() map[string][]string {
	return map[string][]string{
		"logs/minio": {"id", "key", "ca.crt"}, "logs/grafana-admin": {"name", "password"}, "logs/postgres": {"password"},
		"logs/prometheus": {"password"}, "logs/grafana-datasources": {"athena.yaml"}, "logs/grafana-sso": {"secret"},
	}
}

func limits() loki.Limits {
	return loki.Limits{
		IngestionRate: quantity("8Mi"), IngestionBurst: quantity("12Mi"), PerStreamRate: quantity("4Mi"), PerStreamBurst: quantity("20Mi"),
		MaxStreams: new(int32(0)), MaxLineSize: quantity("64Ki"), TruncateLongLines: new(true), MaxLabelNames: 20,
		RejectOldSamples: new(true), RejectOldSamplesMaxAge: hours(48), CreationGracePeriod: seconds(60), IncrementDuplicateTimestamps: new(true),
		AllowStructuredMetadata: new(true), DiscoverLogLevels: new(false), DiscoverServiceName: []string{},
		QueryTimeout: seconds(120), MaxQueryLength: new(hours(0)), MaxQueryLookback: hours(720), MaxQueryParallelism: 64, MaxQuerySeries: 1000,
		MaxEntries: new(int32(10000)), MaxQueryBytesRead: quantity("100Gi"), MaxQueriers: 2, MaxConcurrentTails: 5, RequiredLabels: []string{"namespace"},
		SplitQueriesBy: seconds(1800), MaxCacheFreshness: seconds(300), VolumeEnabled: new(false), MaxRulesPerGroup: 50, MaxRuleGroups: 20,
		RetentionPeriod:  hours(720),
		RetentionStreams: []loki.StreamRetention{{Selector: `{namespace="dev"}`, Priority: 1, Period: hours(24)}},
		DeletionMode:     loki.FilterOnly,
	}
}

// stages has one of each kind.
func stages() []loki.Stage {
	return []loki.Stage{
		{Multiline: &loki.MultilineStage{FirstLine: `^\d{4}-`, MaxWaitTime: seconds(2), MaxLines: 200}},
		{Decolorize: true},
		{JSON: &loki.JSONStage{Expressions: map[string]string{"level": "", "at": "time"}, Source: "message", DropMalformed: true}},
		{Logfmt: &loki.LogfmtStage{Mapping: map[string]string{"caller": ""}, Source: "message"}},
		{Regex: &loki.RegexStage{Expression: `^(?P<ip>\S+) "(?P<rest>.*)"$`, Source: "message"}},
		{Replace: &loki.ReplaceStage{Expression: `password=(\S+)`, Source: "rest", Replace: "****"}},
		{Template: &loki.TemplateStage{Source: "level", Template: "{{ ToLower .Value }}"}},
		{Labels: map[string]string{"level": "", "client": "ip"}},
		{StaticLabels: map[string]string{"source": "node"}},
		{LabelDrop: []string{"filename"}},
		{LabelKeep: []string{"level", "namespace", "pod"}},
		{StructuredMetadata: map[string]string{"ip": ""}},
		{Timestamp: &loki.TimestampStage{Source: "at", Format: "RFC3339Nano", FallbackFormats: []string{"UnixMs"}, Location: "Asia/Tokyo", ActionOnFailure: loki.Skip}},
		{Tenant: &loki.TenantStage{Label: "namespace"}},
		{Match: &loki.MatchStage{Selector: `{namespace="web"}`, Stages: []loki.Stage{{Tenant: &loki.TenantStage{Value: "web"}}, {Tenant: &loki.TenantStage{Source: "caller"}}}}},
		{Match: &loki.MatchStage{Selector: `{app="probe"} |= "GET /health"`, Drop: true}},
		{Drop: &loki.DropStage{Sources: []string{"level", "caller"}, Expression: "debug;.*", OlderThan: hours(24), LongerThan: quantity("8Ki"), Reason: "debug"}},
		{Drop: &loki.DropStage{Sources: []string{"level"}, Value: "trace"}},
		{Limit: &loki.LimitStage{Rate: 100.5, Burst: 200, Drop: true, ByLabelName: "pod"}},
		{Output: "rest"},
	}
}

// nodeLogs are logs of nodes.
func nodeLogs() []loki.ScrapeConfig {
	return []loki.ScrapeConfig{
		{
			JobName: "audit", Files: &loki.Files{Folder: "/var/log/audit", Pattern: "*.log"}, Labels: map[string]string{"kind": "audit"},
			Relabelings: []loki.Relabeling{{SourceLabels: []string{"kind"}, TargetLabel: "kind", Action: loki.Uppercase}},
			Stages:      []loki.Stage{{Labels: map[string]string{"type": ""}}},
		},
		{JobName: "boot-logs", Files: &loki.Files{Folder: "/var/log/boot", Pattern: "**/*.log"}},
		{
			JobName: "journal", Journal: &loki.Journal{Path: "/run/log/journal", MaxAge: hours(12)},
			Relabelings: []loki.Relabeling{{SourceLabels: []string{"__journal__systemd_unit"}, TargetLabel: "unit"}},
		},
	}
}

func secretEnv(name, secret, key string) corev1.EnvVar {
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: addon.SecretRef{Name: secret, Key: key}.Selector()}}
}
