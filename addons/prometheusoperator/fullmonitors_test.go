package prometheusoperator_test

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

// What is scraped, with all fields set.

var team = map[string]string{"team": "platform"}

func secret(name string) *addon.SecretRef { return &addon.SecretRef{Name: name, Key: "value"} }

func inSecret(name string) monitoring.SecretOrConfigMap {
	return monitoring.SecretOrConfigMap{Secret: secret(name)}
}

func inConfigMap(name string) monitoring.SecretOrConfigMap {
	return monitoring.SecretOrConfigMap{ConfigMap: &monitoring.ConfigMapRef{Name: name, Key: "ca.crt"}}
}

func proxy() monitoring.Proxy {
	return monitoring.Proxy{
		ProxyURL: "http://proxy.example.com:3128", NoProxy: "10.0.0.0/8",
		ProxyConnectHeader: map[string][]addon.SecretRef{"Proxy-Authorization": {*secret("proxy")}},
	}
}

func safeTLS() *monitoring.SafeTLSConfig {
	return &monitoring.SafeTLSConfig{
		CA: inConfigMap("ca"), Cert: inSecret("client"), KeySecret: secret("client-key"), ServerName: "web.example.com",
		InsecureSkipVerify: true, MinVersion: monitoring.TLS12, MaxVersion: monitoring.TLS13,
	}
}

func fullTLS() *monitoring.TLSConfig {
	return &monitoring.TLSConfig{
		CA: inConfigMap("ca"), Cert: inSecret("client"), KeySecret: secret("client-key"), ServerName: "web.example.com",
		InsecureSkipVerify: true, MinVersion: monitoring.TLS12, MaxVersion: monitoring.TLS13,
	}
}

// fileTLS has the certificates of a service mesh.
func fileTLS() *monitoring.TLSConfig {
	return &monitoring.TLSConfig{CAFile: "/certs/root-cert.pem", CertFile: "/certs/cert-chain.pem", KeyFile: "/certs/key.pem"}
}

func oauth2() *monitoring.OAuth2 {
	return &monitoring.OAuth2{
		ClientID: inSecret("client-id"), ClientSecret: *secret("client-secret"), TokenURL: "https://login.example.com/token",
		Scopes: []string{"metrics"}, EndpointParams: map[string]string{"audience": "metrics"}, TLSConfig: safeTLS(), Proxy: monitoring.Proxy{ProxyFromEnvironment: true},
	}
}

func basicAuth() *monitoring.BasicAuth {
	return &monitoring.BasicAuth{Username: secret("user"), Password: secret("password")}
}

func token() *monitoring.Authorization {
	return &monitoring.Authorization{Type: "Token", Credentials: *secret("token")}
}

func relabelings() []monitoring.Relabeling {
	return []monitoring.Relabeling{
		{SourceLabels: []string{"namespace", "pod"}, Separator: new("/"), TargetLabel: "id", Regex: "(.+)/(.+)", Replacement: new("$2.$1")},
		{Action: monitoring.HashMod, SourceLabels: []string{"__address__"}, Modulus: 4, TargetLabel: "shard"},
		{Action: monitoring.LabelDrop, Regex: "tmp_.*"},
	}
}

func limits() monitoring.Limits {
	return monitoring.Limits{
		SampleLimit: 10000, TargetLimit: 100, LabelLimit: 30, LabelNameLengthLimit: 100, LabelValueLengthLimit: 200,
		BodySizeLimit: "10MB", KeepDroppedTargets: 50,
	}
}

func histograms() monitoring.NativeHistograms {
	return monitoring.NativeHistograms{
		ScrapeNativeHistograms: new(true), ScrapeClassicHistograms: new(false), NativeHistogramBucketLimit: 160,
		NativeHistogramMinBucketFactor: new(resource.MustParse("1.1")), ConvertClassicHistogramsToNHCB: new(true),
	}
}

func serviceMonitors() []prometheusoperator.NamedServiceMonitor {
	return []prometheusoperator.NamedServiceMonitor{{
		ResourceName: prometheusoperator.ResourceName{Name: "operator", Namespace: "monitoring", Labels: team},
		ServiceMonitorSpec: monitoring.ServiceMonitorSpec{
			JobLabel: "app.kubernetes.io/name", TargetLabels: []string{"team"}, PodTargetLabels: []string{"version"},
			Selector:          metav1.LabelSelector{MatchLabels: map[string]string{addon.LabelName: "prometheus-operator"}},
			SelectorMechanism: monitoring.ByRole,
			NamespaceSelector: monitoring.NamespaceSelector{MatchNames: []string{"monitoring"}},
			ScrapeProtocols:   []monitoring.ScrapeProtocol{monitoring.PrometheusProto, monitoring.OpenMetricsText1_0_0},
			AttachMetadata:    &monitoring.AttachMetadata{Node: new(true)}, ScrapeClass: "mesh",
			FallbackScrapeProtocol: monitoring.PrometheusText0_0_4, ServiceDiscoveryRole: monitoring.EndpointSlices,
			Limits: limits(), NativeHistograms: histograms(),
			Endpoints: []monitoring.Endpoint{{
				Port: "http", Path: "/metrics", Scheme: monitoring.HTTPS, Params: map[string][]string{"module": {"http_2xx"}},
				Interval: seconds(30), ScrapeTimeout: seconds(10), HonorLabels: true, HonorTimestamps: new(false), TrackTimestampsStaleness: new(true),
				MetricRelabelings: relabelings(), Relabelings: relabelings(), FilterRunning: new(false),
				Login:           monitoring.Login{Authorization: token()},
				FollowRedirects: new(false), EnableHTTP2: new(false), TLSConfig: fullTLS(), Proxy: proxy(),
			}, {
				TargetPort: new(intstr.FromInt32(8080)), BearerTokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token", TLSConfig: fileTLS(),
			}, {
				Port: "http", Login: monitoring.Login{OAuth2: oauth2()},
			}},
		},
	}, {
		ResourceName: prometheusoperator.ResourceName{Name: "everywhere"},
		ServiceMonitorSpec: monitoring.ServiceMonitorSpec{
			NamespaceSelector: monitoring.NamespaceSelector{Any: true},
			Selector:          metav1.LabelSelector{MatchLabels: team},
			Endpoints:         []monitoring.Endpoint{{Port: "metrics", Login: monitoring.Login{BasicAuth: basicAuth()}}},
		},
	}}
}

func podMonitors() []prometheusoperator.NamedPodMonitor {
	return []prometheusoperator.NamedPodMonitor{{
		ResourceName: prometheusoperator.ResourceName{Name: "web", Labels: team},
		PodMonitorSpec: monitoring.PodMonitorSpec{
			JobLabel: "app", PodTargetLabels: []string{"version"},
			Selector:          metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}},
			SelectorMechanism: monitoring.ByRelabeling, NamespaceSelector: monitoring.NamespaceSelector{Any: true},
			ScrapeProtocols: []monitoring.ScrapeProtocol{monitoring.OpenMetricsText1_0_0}, FallbackScrapeProtocol: monitoring.PrometheusText1_0_0,
			AttachMetadata: &monitoring.AttachMetadata{Node: new(false)}, ScrapeClass: "mesh",
			Limits: limits(), NativeHistograms: histograms(),
			PodMetricsEndpoints: []monitoring.PodEndpoint{{
				Port: "metrics", Path: "/stats/prometheus", Scheme: monitoring.HTTP, Params: map[string][]string{"usedonly": {""}},
				Interval: seconds(15), ScrapeTimeout: seconds(5), HonorLabels: true, HonorTimestamps: new(false), TrackTimestampsStaleness: new(true),
				MetricRelabelings: relabelings(), Relabelings: relabelings(), FilterRunning: new(false),
				Login:           monitoring.Login{OAuth2: oauth2()},
				FollowRedirects: new(false), EnableHTTP2: new(false), TLSConfig: safeTLS(), Proxy: proxy(),
			}, {PortNumber: 9102}},
		},
	}}
}

func prometheusRules() []prometheusoperator.NamedPrometheusRule {
	return []prometheusoperator.NamedPrometheusRule{{
		ResourceName: prometheusoperator.ResourceName{Name: "web", Labels: team},
		PrometheusRuleSpec: monitoring.PrometheusRuleSpec{Groups: []monitoring.RuleGroup{{
			Name: "web", Labels: team, Interval: seconds(60), QueryOffset: seconds(30), Limit: 20,
			Rules: []monitoring.Rule{
				{Record: "namespace:http_requests:rate5m", Expr: "sum by (namespace) (rate(http_requests_total[5m]))", Labels: map[string]string{"unit": "requests"}},
				{
					Alert: "WebDown", Expr: "up == 0", For: seconds(300), KeepFiringFor: seconds(600),
					Labels: map[string]string{"severity": "critical"}, Annotations: map[string]string{"summary": "Nobody answers at {{ $labels.instance }}."},
				},
			},
		}}},
	}}
}

func scrapeConfigs() []prometheusoperator.NamedScrapeConfig {
	client := func(login monitoring.Login) prometheusoperator.DiscoveryClient {
		return prometheusoperator.DiscoveryClient{
			Login: login, TLSConfig: safeTLS(), Proxy: proxy(), FollowRedirects: new(false), EnableHTTP2: new(false),
		}
	}
	return []prometheusoperator.NamedScrapeConfig{{
		ResourceName: prometheusoperator.ResourceName{Name: "outside", Labels: team},
		ScrapeConfigSpec: prometheusoperator.ScrapeConfigSpec{
			JobName: "outside", Relabelings: relabelings(), MetricRelabelings: relabelings(), MetricsPath: "/metrics",
			Scheme: monitoring.HTTPS, Params: map[string][]string{"a": {"b"}}, ScrapeInterval: seconds(60), ScrapeTimeout: seconds(20),
			ScrapeProtocols: []monitoring.ScrapeProtocol{monitoring.PrometheusText1_0_0}, FallbackScrapeProtocol: monitoring.OpenMetricsText0_0_1,
			HonorLabels: true, HonorTimestamps: new(false), TrackTimestampsStaleness: new(true), EnableCompression: new(false), EnableHTTP2: new(false),
			Login: monitoring.Login{BasicAuth: basicAuth()}, TLSConfig: safeTLS(), Proxy: proxy(), Limits: limits(), NativeHistograms: histograms(),
			NameValidationScheme: prometheusoperator.LegacyNames, NameEscapingScheme: prometheusoperator.Underscores, ScrapeClass: "mesh",
			Discovery: prometheusoperator.Discovery{
				StaticConfigs: []prometheusoperator.StaticTargets{{Targets: []string{"db.example.com:9100"}, Labels: team}},
				Files:         []prometheusoperator.FileDiscovery{{Files: []string{"/etc/targets/*.json"}, RefreshInterval: seconds(300)}},
				HTTP: []prometheusoperator.HTTPDiscovery{{
					URL: "https://targets.example.com/v1", RefreshInterval: seconds(60), DiscoveryClient: client(monitoring.Login{Authorization: token()}),
				}},
				Kubernetes: []prometheusoperator.KubernetesDiscovery{{
					Role: prometheusoperator.PodRole, APIServer: "https://other.example.com",
					Namespaces:      &prometheusoperator.DiscoveryNamespaces{Names: []string{"shop"}},
					AttachMetadata:  &monitoring.AttachMetadata{Node: new(true)},
					Selectors:       []prometheusoperator.DiscoverySelector{{Role: prometheusoperator.PodRole, Label: "app=web", Field: "spec.nodeName=a"}},
					DiscoveryClient: client(monitoring.Login{OAuth2: oauth2()}),
				}, {
					Role:       prometheusoperator.EndpointSliceRole,
					Namespaces: &prometheusoperator.DiscoveryNamespaces{OwnNamespace: true},
					Selectors:  []prometheusoperator.DiscoverySelector{{Role: prometheusoperator.ServiceRole, Label: "app=web"}},
				}},
				Consul: []prometheusoperator.ConsulDiscovery{{
					Server: "consul.example.com:8500", PathPrefix: "/consul", TokenRef: secret("consul"), Datacenter: "tokyo", Namespace: "web", Partition: "a",
					Scheme: monitoring.HTTPS, Services: []string{"web"}, Tags: []string{"metrics"}, TagSeparator: ";", NodeMeta: map[string]string{"rack": "1"},
					Filter: `Service.Tags contains "metrics"`, AllowStale: new(false), RefreshInterval: seconds(30), DiscoveryClient: client(monitoring.Login{}),
				}},
				DNS: []prometheusoperator.DNSDiscovery{{Names: []string{"db.example.com"}, Type: prometheusoperator.A, Port: 9100, RefreshInterval: seconds(30)}},
				EC2: []prometheusoperator.EC2Discovery{{
					Region: "ap-northeast-1", AccessKey: secret("aws-id"), SecretKey: secret("aws-key"), RoleARN: "arn:aws:iam::123456789012:role/find", Port: 9100,
					Filters:         []prometheusoperator.EC2Filter{{Name: "tag:team", Values: []string{"platform"}}},
					RefreshInterval: seconds(60), TLSConfig: safeTLS(), Proxy: proxy(),
				}},
			},
		},
	}}
}
