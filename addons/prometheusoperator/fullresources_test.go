package prometheusoperator_test

import (
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

// fullResources are all of the operator's kinds that have types, with all their fields.
func fullResources() prometheusoperator.Resources {
	return prometheusoperator.Resources{
		ServiceMonitors:     serviceMonitors(),
		PodMonitors:         podMonitors(),
		ScrapeConfigs:       scrapeConfigs(),
		PrometheusRules:     prometheusRules(),
		Prometheuses:        prometheuses(),
		Alertmanagers:       alertmanagers(),
		AlertmanagerConfigs: alertmanagerConfigs(),
	}
}

func hours(n time.Duration) metav1.Duration { return metav1.Duration{Duration: n * time.Hour} }

// podSettings has all that the two kinds have in common, for a program of a name and a version.
func podSettings(program, version string) prometheusoperator.PodSettings {
	requests := corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("1Gi")}}
	sidecar := corev1.Container{Name: "proxy", Image: "quay.io/oauth2-proxy/oauth2-proxy:v7.13.0", Args: []string{"--upstream=http://127.0.0.1:9090"}}
	return prometheusoperator.PodSettings{
		Replicas: new(int32(2)), Version: version, Image: "quay.io/prometheus/" + program + ":" + version, ImagePullPolicy: corev1.PullIfNotPresent,
		ImagePullSecrets: []corev1.LocalObjectReference{{Name: "registry"}},
		PodMetadata:      &prometheusoperator.PodMetadata{Labels: team, Annotations: map[string]string{"sidecar.istio.io/inject": "false"}},
		Storage: &prometheusoperator.Storage{VolumeClaimTemplate: &prometheusoperator.VolumeClaimTemplate{
			Metadata: &prometheusoperator.ClaimMetadata{Name: "data", Labels: team, Annotations: map[string]string{"example.com/backup": "none"}},
			Spec:     volume("gp3", "50Gi").VolumeClaimTemplate.Spec,
		}},
		PersistentVolumeClaimRetentionPolicy: &appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy{WhenDeleted: "Delete", WhenScaled: "Retain"},
		Resources:                            requests,
		NodeSelector:                         map[string]string{"pool": "infra"},
		Tolerations:                          []corev1.Toleration{{Key: "pool", Value: "infra"}},
		Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{PreferredDuringSchedulingIgnoredDuringExecution: []corev1.PreferredSchedulingTerm{{
			Weight: 1, Preference: corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{{Key: "disk", Operator: corev1.NodeSelectorOpExists}}},
		}}}},
		TopologySpreadConstraints: []corev1.TopologySpreadConstraint{{
			MaxSkew: 1, TopologyKey: corev1.LabelTopologyZone, WhenUnsatisfiable: corev1.DoNotSchedule, LabelSelector: &metav1.LabelSelector{MatchLabels: team},
		}},
		PriorityClassName: "system-cluster-critical", SchedulerName: "default-scheduler",
		SecurityContext:              &corev1.PodSecurityContext{RunAsNonRoot: new(true), RunAsUser: new(int64(1000)), FSGroup: new(int64(2000))},
		AutomountServiceAccountToken: new(true), HostNetwork: true, HostUsers: new(false),
		DNSPolicy: corev1.DNSClusterFirstWithHostNet, DNSConfig: &corev1.PodDNSConfig{Options: []corev1.PodDNSConfigOption{{Name: "ndots", Value: new("2")}}},
		HostAliases:        []corev1.HostAlias{{IP: "192.0.2.1", Hostnames: []string{"metrics.example.com"}}},
		EnableServiceLinks: new(false), Secrets: []string{"certs"}, ConfigMaps: []string{"targets"},
		Volumes:        []corev1.Volume{{Name: "scratch", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
		VolumeMounts:   []corev1.VolumeMount{{Name: "scratch", MountPath: "/scratch"}},
		Containers:     []corev1.Container{sidecar},
		InitContainers: []corev1.Container{{Name: "init", Image: "docker.io/library/busybox:1.37", Command: []string{"true"}}},
		AdditionalArgs: []prometheusoperator.Argument{{Name: "web.cors.origin", Value: "https://.*[.]example[.]com"}},
		LogLevel:       prometheusoperator.LogWarn, LogFormat: prometheusoperator.LogJSON,
		ExternalURL: "https://metrics.example.com/" + program, RoutePrefix: "/" + program, PortName: "http", ListenLocal: true, ServiceName: program + "-pods",
		PodManagementPolicy: appsv1.OrderedReadyPodManagement,
		UpdateStrategy: &prometheusoperator.UpdateStrategy{
			Type: appsv1.RollingUpdateStatefulSetStrategyType, RollingUpdate: &prometheusoperator.RollingPods{MaxUnavailable: new(intstr.FromInt32(1))},
		},
		MinReadySeconds: 10, TerminationGracePeriodSeconds: new(int64(300)), Paused: true,
	}
}

func webTLS() *prometheusoperator.WebTLS {
	return &prometheusoperator.WebTLS{
		Cert: inSecret("web"), KeySecret: *secret("web-key"), ClientCA: inConfigMap("clients"), ClientAuthType: prometheusoperator.RequireAndVerifyClientCert,
		MinVersion: monitoring.TLS12, MaxVersion: monitoring.TLS13,
		CipherSuites: []string{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}, CurvePreferences: []string{"X25519"},
	}
}

func webHTTP() *prometheusoperator.WebHTTP {
	return &prometheusoperator.WebHTTP{HTTP2: new(true), Headers: &prometheusoperator.WebHeaders{
		ContentSecurityPolicy: "default-src 'self'", XFrameOptions: "Deny", XContentTypeOptions: "NoSniff", XXSSProtection: "1", StrictTransportSecurity: "max-age=31536000",
	}}
}

func sigV4() *prometheusoperator.SigV4 {
	return &prometheusoperator.SigV4{
		Region: "ap-northeast-1", AccessKey: secret("aws-id"), SecretKey: secret("aws-key"), Profile: "metrics",
		RoleARN: "arn:aws:iam::123456789012:role/metrics", ExternalID: "fitout", UseFIPSSTSEndpoint: new(false),
	}
}

func prometheuses() []prometheusoperator.NamedPrometheus {
	having := func(key string) []metav1.LabelSelectorRequirement {
		return []metav1.LabelSelectorRequirement{{Key: key, Operator: metav1.LabelSelectorOpExists}}
	}
	return []prometheusoperator.NamedPrometheus{{
		ResourceName: prometheusoperator.ResourceName{Name: "large", Labels: team},
		PrometheusSpec: prometheusoperator.PrometheusSpec{
			ServiceAccountName: "prometheus",
			Selection: prometheusoperator.Selection{
				ServiceMonitorSelector: prometheusoperator.AllObjects(), ServiceMonitorNamespaceSelector: prometheusoperator.AllNamespaces(),
				PodMonitorSelector: prometheusoperator.ObjectsWith(team), PodMonitorNamespaceSelector: prometheusoperator.NamespacesNamed("shop", "search"),
				ProbeSelector: &prometheusoperator.ObjectSelector{MatchExpressions: having("team")}, ProbeNamespaceSelector: &prometheusoperator.NamespaceSelector{MatchLabels: team},
				ScrapeConfigSelector: prometheusoperator.AllObjects(), ScrapeConfigNamespaceSelector: &prometheusoperator.NamespaceSelector{MatchExpressions: having("team")},
				RuleSelector: prometheusoperator.AllObjects(), RuleNamespaceSelector: prometheusoperator.AllNamespaces(),
			},
			PrometheusSettings: prometheusSettings(),
		},
	}, {
		ResourceName: prometheusoperator.ResourceName{Name: "fleeting"},
		PrometheusSpec: prometheusoperator.PrometheusSpec{
			Selection: prometheusoperator.Selection{ProbeSelector: prometheusoperator.AllObjects()},
			PrometheusSettings: prometheusoperator.PrometheusSettings{
				ArbitraryFSAccessThroughSMs: prometheusoperator.FileAccess{Deny: true},
				PodSettings: prometheusoperator.PodSettings{
					Storage: &prometheusoperator.Storage{EmptyDir: &corev1.EmptyDirVolumeSource{SizeLimit: new(resource.MustParse("5Gi"))}},
				},
			},
		},
	}}
}

func prometheusSettings() prometheusoperator.PrometheusSettings {
	return prometheusoperator.PrometheusSettings{
		PodSettings: podSettings("prometheus", "v3.13.1"),
		Retention:   hours(360), RetentionSize: "45GB", ScrapeInterval: seconds(60), ScrapeTimeout: seconds(30), EvaluationInterval: seconds(60), RuleQueryOffset: seconds(30),
		Rules: &prometheusoperator.Rules{Alert: prometheusoperator.RulesAlert{ForOutageTolerance: hours(1), ForGracePeriod: seconds(600), ResendDelay: seconds(60)}},
		Alerting: &prometheusoperator.Alerting{Alertmanagers: []prometheusoperator.AlertmanagerEndpoint{
			{
				Namespace: "monitoring", Name: "alertmanager", Port: intstr.FromString("web"), Scheme: monitoring.HTTPS, PathPrefix: "/alerts", TLSConfig: fullTLS(),
				BasicAuth: basicAuth(), Proxy: proxy(), Timeout: seconds(10), EnableHTTP2: new(false), Relabelings: relabelings(), AlertRelabelings: relabelings(),
			},
			{Name: "token", Port: intstr.FromInt32(9093), Authorization: token()},
			{Name: "signed", Port: intstr.FromInt32(9093), SigV4: sigV4()},
		}},
		ExternalLabels: map[string]string{"cluster": "prod"}, ReplicaExternalLabelName: new(""), PrometheusExternalLabelName: new("monitor"),
		RemoteWrite: []prometheusoperator.RemoteWrite{{
			URL: "https://metrics.example.com/api/v1/write", Name: "central", MessageVersion: prometheusoperator.V2Messages, SendExemplars: new(true), SendNativeHistograms: new(true),
			RemoteTimeout: seconds(20), Headers: map[string]string{"X-Scope-OrgID": "prod"}, WriteRelabelConfigs: relabelings(), SigV4: sigV4(), TLSConfig: fullTLS(), Proxy: proxy(),
			FollowRedirects: new(false), EnableHTTP2: new(true), RoundRobinDNS: new(true),
			QueueConfig: &prometheusoperator.Queue{
				Capacity: 10000, MinShards: 1, MaxShards: 10, MaxSamplesPerSend: 2000, BatchSendDeadline: seconds(5),
				MinBackoff: metav1.Duration{Duration: 30 * time.Millisecond}, MaxBackoff: seconds(5), RetryOnRateLimit: true, SampleAgeLimit: hours(1),
			},
			MetadataConfig: &prometheusoperator.SendMetadata{Send: true, SendInterval: seconds(60), MaxSamplesPerSend: 500},
		}, {
			URL: "https://other.example.com/write", Login: monitoring.Login{OAuth2: oauth2()},
		}},
		EnableRemoteWriteReceiver: true, RemoteWriteReceiverMessageVersions: []prometheusoperator.MessageVersion{prometheusoperator.V1Messages}, EnableOTLPReceiver: true,
		Shards: new(int32(3)),
		ShardingStrategy: &prometheusoperator.ShardingStrategy{Mode: prometheusoperator.ByTopology, Topology: &prometheusoperator.TopologySharding{
			ExternalLabelName: new("zone"), Values: []string{"ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"},
		}},
		ShardRetentionPolicy: &prometheusoperator.ShardRetention{WhenScaled: prometheusoperator.RetainShards, Retain: &prometheusoperator.Retain{RetentionPeriod: hours(360)}},
		ScrapeProtocols:      []monitoring.ScrapeProtocol{monitoring.OpenMetricsText1_0_0, monitoring.PrometheusText0_0_4},
		ScrapeClasses: []prometheusoperator.ScrapeClass{{
			Name: "mesh", Default: true, FallbackScrapeProtocol: monitoring.PrometheusText0_0_4,
			TLSConfig:   &prometheusoperator.ClassTLS{CAFile: "/certs/root-cert.pem", CertFile: "/certs/cert-chain.pem", KeyFile: "/certs/key.pem"},
			Relabelings: relabelings(), MetricRelabelings: relabelings(), AttachMetadata: &monitoring.AttachMetadata{Node: new(true)},
		}, {
			Name: "token", Authorization: token(),
		}},
		ServiceDiscoveryRole: monitoring.EndpointSlices, PodTargetLabels: []string{"team"}, Limits: limits(),
		EnforcedLimits: prometheusoperator.EnforcedLimits{
			EnforcedSampleLimit: 20000, EnforcedTargetLimit: 200, EnforcedLabelLimit: 40, EnforcedLabelNameLengthLimit: 150, EnforcedLabelValueLengthLimit: 300,
			EnforcedKeepDroppedTargets: 100, EnforcedBodySizeLimit: "20MB",
		},
		EnforcedNamespaceLabel:   "namespace",
		ExcludedFromEnforcement:  []prometheusoperator.ObjectReference{{Group: "monitoring.coreos.com", Resource: "prometheusrules", Namespace: "monitoring", Name: "all"}},
		IgnoreNamespaceSelectors: true, OverrideHonorLabels: true, OverrideHonorTimestamps: true,
		NameValidationScheme: prometheusoperator.UTF8Names, NameEscapingScheme: prometheusoperator.AllowUTF8,
		ScrapeNativeHistograms: new(true), ScrapeClassicHistograms: new(true), ConvertClassicHistogramsToNHCB: new(false),
		Query:        &prometheusoperator.Query{LookbackDelta: seconds(300), MaxConcurrency: 10, MaxSamples: 1000000, Timeout: seconds(60)},
		QueryLogFile: "/dev/stdout", ScrapeFailureLogFile: "failures.log",
		TSDB: &prometheusoperator.TSDB{
			OutOfOrderTimeWindow: seconds(600), StaleSeriesCompactionThreshold: new(resource.MustParse("0.5")), ChunkEncoding: &prometheusoperator.ChunkEncoding{Floats: prometheusoperator.Xor2},
		},
		WALCompression: new(false), Exemplars: &prometheusoperator.Exemplars{MaxSize: new(int64(100000))}, EnableFeatures: []string{"exemplar-storage"},
		Web:            &prometheusoperator.PrometheusWeb{TLSConfig: webTLS(), HTTPConfig: webHTTP(), PageTitle: "Metrics", MaxConnections: 256},
		EnableAdminAPI: true, ReloadStrategy: prometheusoperator.ReloadBySignal, MaximumStartupDurationSeconds: 1800, Runtime: &prometheusoperator.Runtime{GoGC: new(int32(50))},
		AdditionalScrapeConfigs: secret("scrape"), AdditionalAlertRelabelConfigs: secret("relabel"), AdditionalAlertManagerConfigs: secret("alertmanagers"),
	}
}

func alertmanagers() []prometheusoperator.NamedAlertmanager {
	return []prometheusoperator.NamedAlertmanager{{
		ResourceName: prometheusoperator.ResourceName{Name: "large", Labels: team},
		AlertmanagerSpec: prometheusoperator.AlertmanagerSpec{
			ServiceAccountName:                  "alertmanager",
			AlertmanagerConfigSelector:          prometheusoperator.ObjectsWith(team),
			AlertmanagerConfigNamespaceSelector: prometheusoperator.AllNamespaces(),
			AlertmanagerConfigMatcherStrategy:   prometheusoperator.MatcherStrategy{Type: prometheusoperator.OnNamespaceExceptForOwn},
			AlertmanagerSettings: prometheusoperator.AlertmanagerSettings{
				PodSettings:  podSettings("alertmanager", "v0.33.1"),
				ConfigSecret: "alertmanager", Retention: hours(240), AdditionalPeers: []string{"alertmanager.other.example.com:9094"}, ClusterAdvertiseAddress: "192.0.2.2:9094",
				ClusterLabel: "prod", ForceEnableClusterMode: true, Web: &prometheusoperator.AlertmanagerWeb{TLSConfig: webTLS(), HTTPConfig: webHTTP(), GetConcurrency: 10, Timeout: 30},
				Limits: &prometheusoperator.AlertmanagerLimits{MaxSilences: 100, MaxPerSilenceBytes: "100KB"}, EnableFeatures: []string{"receiver-name-in-metrics"},
			},
		},
	}, {
		ResourceName: prometheusoperator.ResourceName{Name: "configured"},
		AlertmanagerSpec: prometheusoperator.AlertmanagerSpec{AlertmanagerSettings: prometheusoperator.AlertmanagerSettings{
			PodSettings: prometheusoperator.PodSettings{Storage: &prometheusoperator.Storage{Ephemeral: &corev1.EphemeralVolumeSource{
				VolumeClaimTemplate: &corev1.PersistentVolumeClaimTemplate{Spec: corev1.PersistentVolumeClaimSpec{
					AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce}, Resources: volume("gp3", "1Gi").VolumeClaimTemplate.Spec.Resources,
				}},
			}}},
			AlertmanagerConfiguration: &prometheusoperator.AlertmanagerConfiguration{
				Name: "all", Templates: []monitoring.SecretOrConfigMap{inConfigMap("templates")},
				Global: &prometheusoperator.GlobalConfig{
					SMTP: &prometheusoperator.SMTP{
						From: "alerts@example.com", SmartHost: &prometheusoperator.HostPort{Host: "smtp.example.com", Port: "587"}, Hello: "alerts.example.com",
						AuthUsername: "alerts", AuthPassword: secret("smtp"), AuthIdentity: "alerts", AuthSecret: secret("smtp"), RequireTLS: new(true), TLSConfig: safeTLS(), ForceImplicitTLS: new(false),
					},
					ResolveTimeout: seconds(300), HTTPConfig: httpConfig(), SlackAPIURL: secret("slack"), PagerDutyURL: "https://events.pagerduty.com/v2/enqueue",
				},
			},
		}},
	}}
}

func httpConfig() *prometheusoperator.HTTPConfig {
	return &prometheusoperator.HTTPConfig{
		Login: monitoring.Login{BasicAuth: basicAuth()}, TLSConfig: safeTLS(), Proxy: proxy(), FollowRedirects: new(false), EnableHTTP2: new(false),
	}
}

func alertmanagerConfigs() []prometheusoperator.NamedAlertmanagerConfig {
	severe := []prometheusoperator.Matcher{{Name: "severity", Value: "critical", MatchType: prometheusoperator.MatchEqual}}
	return []prometheusoperator.NamedAlertmanagerConfig{{
		ResourceName: prometheusoperator.ResourceName{Name: "all", Labels: team},
		AlertmanagerConfigSpec: prometheusoperator.AlertmanagerConfigSpec{
			Route: prometheusoperator.Route{
				Receiver: "slack", GroupBy: []string{"alertname", "namespace"}, GroupWait: seconds(30), GroupInterval: seconds(300), RepeatInterval: hours(12),
				Routes: []prometheusoperator.Route{
					{Receiver: "all", Matchers: severe, Continue: true},
					{Matchers: []prometheusoperator.Matcher{{Name: "team", Value: "shop|search", MatchType: prometheusoperator.MatchRegexp}}, MuteTimeIntervals: []string{"holidays"}, ActiveTimeIntervals: []string{"office"}},
				},
			},
			Receivers: []prometheusoperator.Receiver{{
				Name: "slack",
				Slack: []prometheusoperator.Slack{{
					SendResolved: new(true), APIURL: secret("slack"), Channel: "#alerts", Username: "Alertmanager", Color: "danger", Title: "{{ .CommonLabels.alertname }}", TitleLink: "https://metrics.example.com",
					Pretext: "{{ .Status }}", Text: "{{ .CommonAnnotations.summary }}", Fields: []prometheusoperator.SlackField{{Title: "Namespace", Value: "{{ .CommonLabels.namespace }}", Short: new(true)}},
					ShortFields: new(true), Footer: "prod", Fallback: "an alert", IconEmoji: ":fire:", IconURL: "https://example.com/icon.png", LinkNames: new(true),
					Actions: []prometheusoperator.SlackAction{{Type: "button", Text: "Silence", URL: "https://metrics.example.com/alertmanager", Style: "primary"}}, HTTPConfig: httpConfig(),
				}},
			}, {
				Name: "all",
				PagerDuty: []prometheusoperator.PagerDuty{{
					SendResolved: new(true), RoutingKey: secret("pagerduty"), URL: "https://events.pagerduty.com/v2/enqueue", Client: "Alertmanager", ClientURL: "https://metrics.example.com",
					Description: "{{ .CommonAnnotations.summary }}", Severity: "critical", Class: "web", Group: "shop", Component: "api", Source: "prod",
					Details: []prometheusoperator.KeyValue{{Key: "firing", Value: "{{ .Alerts.Firing | len }}"}}, HTTPConfig: httpConfig(),
				}, {ServiceKey: secret("pagerduty-old")}},
				Webhooks: []prometheusoperator.Webhook{
					{SendResolved: new(false), URL: "https://hooks.example.com/alerts", MaxAlerts: 10, Timeout: seconds(10), HTTPConfig: httpConfig()},
					{URLSecret: secret("hook")},
				},
				Email: []prometheusoperator.Email{{
					SendResolved: new(true), To: "infra@example.com", From: "alerts@example.com", SmartHost: "smtp.example.com:587", Hello: "alerts.example.com", AuthUsername: "alerts",
					AuthPassword: secret("smtp"), AuthSecret: secret("smtp"), AuthIdentity: "alerts", Headers: []prometheusoperator.KeyValue{{Key: "Subject", Value: "Alert"}},
					HTML: "<p>alert</p>", Text: "alert", RequireTLS: new(true), TLSConfig: safeTLS(),
				}},
				SNS: []prometheusoperator.SNS{{
					SendResolved: new(true), APIURL: "https://sns.ap-northeast-1.amazonaws.com", SigV4: sigV4(), TopicARN: "arn:aws:sns:ap-northeast-1:123456789012:alerts", Subject: "Alert", Message: "alert",
					Attributes: map[string]string{"key": "value"}, HTTPConfig: httpConfig(),
				}},
			}},
			InhibitRules: []prometheusoperator.InhibitRule{{
				TargetMatch: []prometheusoperator.Matcher{{Name: "severity", Value: "warning"}}, SourceMatch: severe, Equal: []string{"namespace"},
			}},
			MuteTimeIntervals: []prometheusoperator.TimeInterval{
				{Name: "holidays", TimeIntervals: []prometheusoperator.TimePeriod{{DaysOfMonth: []prometheusoperator.DayRange{{Start: 1, End: 3}}, Months: []string{"january"}, Years: []string{"2027:2028"}}}},
				{Name: "office", TimeIntervals: []prometheusoperator.TimePeriod{{Times: []prometheusoperator.TimeRange{{StartTime: "00:00", EndTime: "09:00"}}, Weekdays: []string{"monday:friday"}}}},
			},
		},
	}}
}
