package istio_test

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addons/istio"
)

// fullMesh sets all but the extension providers of every kind, which are in [fullProviders].
func fullMesh() istio.MeshConfig {
	return istio.MeshConfig{
		AccessLogFile:            "/dev/stdout",
		AccessLogFormat:          `{"method":"%REQ(:METHOD)%","feature":"%REQ(X-FEATURE)%"}`,
		AccessLogEncoding:        istio.LogJSON,
		DisableEnvoyListenerLog:  true,
		EnableTracing:            true,
		EnablePrometheusMerge:    new(false),
		TrustDomain:              "prod.example.com",
		TrustDomainAliases:       []string{"cluster.local"},
		RootNamespace:            "mesh-root",
		DiscoverySelectors:       []metav1.LabelSelector{{MatchLabels: map[string]string{"mesh": "in"}}},
		EnableAutoMTLS:           new(true),
		OutboundTrafficPolicy:    &istio.OutboundTrafficPolicy{Mode: istio.RegistryOnly},
		InboundTrafficPolicy:     &istio.InboundTrafficPolicy{Mode: istio.Passthrough},
		ConnectTimeout:           seconds(5),
		ProtocolDetectionTimeout: seconds(2),
		TCPKeepalive:             &istio.TCPKeepalive{Probes: 5, Time: seconds(300), Interval: seconds(30)},
		HBONEIdleTimeout:         seconds(600),
		DNSRefreshRate:           seconds(90),
		H2UpgradePolicy:          istio.MeshUpgrade,
		IngressClass:             "istio",
		IngressControllerMode:    istio.IngressStrict,
		IngressService:           "istio-edge",
		IngressSelector:          "public",

		DefaultServiceExportTo:         []string{"*"},
		DefaultVirtualServiceExportTo:  []string{"."},
		DefaultDestinationRuleExportTo: []string{".", "edge"},

		LocalityLBSetting: &istio.LocalityLB{
			Enabled:  new(true),
			Failover: []istio.LocalityFailover{{From: "ap-northeast-1", To: "ap-northeast-3"}},
		},
		PathNormalization:      &istio.PathNormalization{Normalization: istio.NormalizeMergeSlashes},
		DefaultHTTPRetryPolicy: &istio.HTTPRetry{Attempts: new(int32(0))},
		DefaultTrafficPolicy: &istio.DefaultTrafficPolicy{
			ConnectionPool:   &istio.ConnectionPool{TCP: &istio.TCPSettings{MaxConnections: 1000}},
			OutlierDetection: &istio.OutlierDetection{Consecutive5xxErrors: new(int32(10))},
		},
		MeshMTLS: &istio.TLSConfig{
			MinProtocolVersion: istio.MeshTLS12,
			CipherSuites:       []string{"ECDHE-ECDSA-AES256-GCM-SHA384"},
		},
		TLSDefaults: &istio.TLSConfig{ECDHCurves: []string{"P-256"}},
		CACertificates: []istio.CACertificate{
			{PEM: ca, CertSigners: []string{"clusterissuers.cert-manager.io/istio-ca"}},
			{SPIFFEBundleURL: "https://spiffe.example.com/bundle", TrustDomains: []string{"partner.example.com"}},
		},
		ServiceSettings: []istio.ServiceSetting{{
			Settings: istio.ServiceSettings{ClusterLocal: true},
			Hosts:    []string{"*.tools.svc.cluster.local"},
		}},
		InboundClusterStatName:  "%SERVICE_FQDN%_%SERVICE_PORT%",
		OutboundClusterStatName: "%SERVICE_FQDN%_%SERVICE_PORT%",
		ExtensionProviders: []istio.ExtensionProvider{
			{Name: "metrics", Prometheus: &istio.PrometheusProvider{}},
			{Name: "logs", EnvoyFileAccessLog: &istio.FileAccessLog{Path: "/dev/stderr"}},
			{Name: "otel-traces", OpenTelemetry: &istio.OpenTelemetryTracer{Service: "otel-collector.observability.svc.cluster.local", Port: 4317}},
		},
		DefaultProviders: istio.DefaultProviders{
			Tracing:       []string{"otel-traces"},
			Metrics:       []string{"prometheus", "metrics"},
			AccessLogging: []string{"logs"},
		},
		DefaultConfig: fullProxyConfig(),
	}
}

func fullProviders() []istio.ExtensionProvider {
	const collector = "otel-collector.observability.svc.cluster.local"
	body := &istio.ExtAuthzBody{MaxRequestBytes: 4096, AllowPartialMessage: true, PackAsBytes: true}
	return []istio.ExtensionProvider{
		{Name: "metrics", Prometheus: &istio.PrometheusProvider{}},
		{Name: "logs", EnvoyFileAccessLog: &istio.FileAccessLog{
			Path:            "/dev/stderr",
			LogFormat:       &istio.LogFormat{Labels: map[string]string{"status": "%RESPONSE_CODE%"}},
			OmitEmptyValues: true,
		}},
		{Name: "lines", EnvoyFileAccessLog: &istio.FileAccessLog{
			Path: "/dev/stdout", LogFormat: &istio.LogFormat{Text: "%REQ(:METHOD)% %RESPONSE_CODE%\n"},
		}},
		{Name: "otel-logs", EnvoyOTelALS: &istio.OTelAccessLog{
			Service: collector, Port: 4317, LogName: "requests",
			LogFormat: &istio.OTelLogFormat{Text: "%REQ(:PATH)%", Labels: map[string]string{"status": "%RESPONSE_CODE%"}},
		}},
		{Name: "otel-traces", OpenTelemetry: &istio.OpenTelemetryTracer{
			Service: collector, Port: 4318, MaxTagLength: 128,
			HTTP:              &istio.OpenTelemetryHTTP{Path: "/v1/traces", Timeout: seconds(5)},
			ResourceDetectors: &istio.ResourceDetectors{Environment: &istio.EnvironmentDetector{}},
		}},
		{Name: "zipkin", Zipkin: &istio.ZipkinTracer{
			Service: "zipkin.tracing.svc.cluster.local", Port: 9411, Path: "/api/v2/spans", MaxTagLength: 128,
			Enable64BitTraceID: true, TraceContextOption: "USE_B3_WITH_W3C_PROPAGATION",
		}},
		{Name: "datadog", Datadog: &istio.DatadogTracer{Service: "datadog.datadog.svc.cluster.local", Port: 8126, MaxTagLength: 128}},
		{Name: "login", EnvoyExtAuthzHTTP: &istio.ExtAuthzHTTP{
			Service: "oauth2-proxy.auth.svc.cluster.local", Port: 4180, Timeout: seconds(2),
			PathPrefix: "/oauth2/auth", FailOpen: true, ClearRouteCache: true, StatusOnError: "503",
			IncludeRequestHeadersInCheck:    []string{"cookie", "authorization"},
			IncludeAdditionalHeadersInCheck: map[string]string{"x-checked": "yes"},
			IncludeRequestBodyInCheck:       body,
			HeadersToUpstreamOnAllow:        []string{"x-auth-request-user"},
			HeadersToDownstreamOnDeny:       []string{"set-cookie"},
			HeadersToDownstreamOnAllow:      []string{"set-cookie"},
		}},
		{Name: "opa", EnvoyExtAuthzGRPC: &istio.ExtAuthzGRPC{
			Service: "opa.auth.svc.cluster.local", Port: 9191, Timeout: seconds(2),
			FailOpen: true, ClearRouteCache: true, StatusOnError: "503", IncludeRequestBodyInCheck: body,
		}},
	}
}

func fullProxyConfig() istio.ProxyConfig {
	off := &istio.HeaderSwitch{Disabled: true}
	return istio.ProxyConfig{
		DiscoveryAddress:                "istiod.example.com:15012",
		Concurrency:                     new(int32(2)),
		HoldApplicationUntilProxyStarts: true,
		DrainDuration:                   seconds(60),
		TerminationDrainDuration:        seconds(20),
		InterceptionMode:                istio.InterceptTProxy,
		ProxyMetadata:                   map[string]string{"ISTIO_META_DNS_CAPTURE": "true"},
		RuntimeValues:                   map[string]string{"envoy.reloadable_features.test": "true"},
		Tracing: &istio.Tracing{
			Zipkin:           &istio.TracerAddress{Address: "zipkin.tracing:9411"},
			Sampling:         new(10.0),
			MaxPathTagLength: 64,
			CustomTags: map[string]istio.CustomTag{
				"cluster": {Literal: &istio.LiteralTag{Value: "prod"}},
				"pod":     {Environment: &istio.NamedTag{Name: "POD_NAME", DefaultValue: "none"}},
				"feature": {Header: &istio.NamedTag{Name: "x-feature", DefaultValue: "none"}},
			},
			EnableIstioTags: new(false),
		},
		TracingServiceName: istio.NameCanonical,
		ProxyStatsMatcher: &istio.ProxyStatsMatcher{
			InclusionPrefixes: []string{"cluster.outbound"},
			InclusionSuffixes: []string{"upstream_rq_retry"},
			InclusionRegexps:  []string{".*circuit_breakers.*"},
		},
		ExtraStatTags:    []string{"feature"},
		StatsCompression: new(false),
		StatsdUDPAddress: "statsd.observability:8125",
		GatewayTopology: &istio.GatewayTopology{
			NumTrustedProxies:        2,
			ForwardClientCertDetails: istio.CertSanitizeSet,
			ProxyProtocol:            &istio.ProxyProtocolTopology{},
		},
		ProxyHeaders: &istio.ProxyHeaders{
			ForwardedClientCert:     istio.CertSanitize,
			RequestID:               off,
			Server:                  &istio.ServerHeader{Disabled: true, Value: "edge"},
			AttemptCount:            off,
			EnvoyDebugHeaders:       off,
			MetadataExchangeHeaders: &istio.MetadataExchange{Mode: "IN_MESH"},
			PreserveHTTP1HeaderCase: true,
		},
		CACertificatesPEM: []string{ca},
	}
}
