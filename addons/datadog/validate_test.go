package datadog_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/datadog"
)

func TestBadOptions(t *testing.T) {
	half := metav1.Duration{Duration: 1500 * time.Millisecond}
	with := func(set func(*options)) options {
		o := required()
		set(&o)
		return o
	}
	env := func(name string) []corev1.EnvVar { return []corev1.EnvVar{{Name: name, Value: "x"}} }
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{
			"nothing",
			options{},
			[]string{`apiKey: Required value: no default can know it`},
		},
		{
			"names and pods",
			with(func(o *options) {
				o.ClusterName = "Prod."
				o.Site = "https://datadoghq.eu"
				o.Pods = addon.Pods{Replicas: new(int32(1)), DisruptionBudget: &addon.DisruptionBudget{MaxUnavailable: nil}}
				o.Containers.Exclude = []string{"kube-system"}
				o.ClusterChecksRunner = datadog.ClusterChecksRunner{Enabled: true, Pods: addon.Pods{Image: addon.Image{Repository: "a", Tag: "b"}}}
				o.LogLevel = "info"
				o.ReadableSecrets = []datadog.ReadableSecrets{{Namespace: "a", Names: []string{"b"}}, {Namespace: "a", Names: []string{"c"}}}
			}),
			[]string{
				`site: Invalid value: "https://datadoghq.eu": must match ^[a-z0-9-]+(\.[a-z0-9-]+)+$`,
				`logLevel: Unsupported value: "info": supported values: "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL", "OFF"`,
				`pods.disruptionBudget: Required value: needs one of minAvailable, maxUnavailable`,
				`containers.exclude[0]: Invalid value: "kube-system": must match ^(image|name|kube_namespace):[^ ]+$`,
				`clusterName: Invalid value: "Prod.": must have lower-case letters, digits, dots, dashes and underscores only: name the cluster so, where the target's name has others`,
				`pods.replicas: Forbidden: there is one on each node`,
				`pods.disruptionBudget: Forbidden: draining a node leaves its DaemonSets' pods alone`,
				`clusterChecksRunner.pods.image: Forbidden: is that of pods: agents and runners must be of one version`,
				`readableSecrets[1].namespace: Duplicate value: "a"`,
			},
		},
		{
			"variables that the addon sets",
			with(func(o *options) {
				o.ExtraEnv = append(env("DD_SITE"), env("DD_APM_ENABLED")...)
				o.Pods.ExtraEnv = env("DD_LOGS_ENABLED")
				o.APM.ExtraEnv = env("DD_APM_RECEIVER_PORT")
				o.Processes.ExtraEnv = env("DD_LOG_LEVEL")
				o.Network.Services = true
				o.SystemProbe.ExtraEnv = env("DD_DOGSTATSD_PORT")
				o.ClusterAgent.Pods.ExtraEnv = env("DD_LEADER_ELECTION")
				o.ClusterChecksRunner.Pods.ExtraEnv = env("DD_CLC_RUNNER_ENABLED")
			}),
			[]string{
				`extraEnv[1]: Forbidden: DD_APM_ENABLED is set by the addon: use the option that it is of`,
				`pods.extraEnv[0]: Forbidden: DD_LOGS_ENABLED is set by the addon: use the option that it is of`,
				`apm.extraEnv[0]: Forbidden: DD_APM_RECEIVER_PORT is set by the addon: use the option that it is of`,
				`processes.extraEnv[0]: Forbidden: DD_LOG_LEVEL is set by the addon: use the option that it is of`,
				`systemProbe.extraEnv[0]: Forbidden: DD_DOGSTATSD_PORT is set by the addon: use the option that it is of`,
				`clusterAgent.pods.extraEnv[0]: Forbidden: DD_LEADER_ELECTION is set by the addon: use the option that it is of`,
				`clusterChecksRunner.pods.extraEnv[0]: Forbidden: DD_CLC_RUNNER_ENABLED is set by the addon: use the option that it is of`,
			},
		},
		{
			"features without what they need",
			with(func(o *options) {
				o.Logs = datadog.Logs{AllContainers: true, NoFiles: true, PodLogsDir: "/logs"}
				o.Processes.StripArguments = true
				o.DogStatsD = datadog.DogStatsD{HostPort: true, LocalTrafficOnly: true}
				o.Kubelet = datadog.Kubelet{InsecureSkipTLSVerify: true, HostCAPath: "/ca.crt"}
				o.Network = datadog.Network{DNSPorts: []int32{53}, Paths: true, Protocols: datadog.Protocols{HTTP: new(true)}}
				o.Network.PathTests.TTL = half
				o.Discovery = datadog.Discovery{Disabled: true, ServiceMap: true, NoNetworkStats: true}
				o.OTLP.Logs = true
				o.APM = datadog.APM{Disabled: true, HostPort: true, ErrorTrackingOnly: true}
				o.APM.Instrumentation = datadog.Instrumentation{Namespaces: []string{"a"}, ExceptNamespaces: []string{"b"}}
				o.PrometheusScrape = datadog.PrometheusScrape{ServiceEndpoints: true, Version: 1, Rules: []datadog.ScrapeRule{{
					Scrape: datadog.Scrape{NoHistogramBuckets: true, HistogramsAsDistributions: true},
				}}}
			}),
			[]string{
				`prometheusScrape.rules[0].histogramsAsDistributions: Forbidden: excludes noHistogramBuckets: only one of them can be set`,
				`logs.allContainers: Forbidden: needs logs.enabled`,
				`logs.noFiles: Forbidden: needs logs.enabled`,
				`logs.podLogsDir: Forbidden: needs logs.enabled`,
				`processes.stripArguments: Forbidden: needs processes.enabled`,
				`network.dnsPorts: Forbidden: needs network.enabled`,
				`network.paths: Forbidden: needs network.enabled`,
				`network.protocols: Forbidden: needs network.services`,
				`discovery.serviceMap: Forbidden: needs discovery, which is disabled`,
				`discovery.noNetworkStats: Forbidden: needs discovery, which is disabled`,
				`dogStatsD.localTrafficOnly: Forbidden: excludes hostPort: only one of them can be set`,
				`kubelet.hostCAPath: Forbidden: excludes insecureSkipTLSVerify: only one of them can be set`,
				`otlp.logs: Forbidden: needs otlp.grpc or otlp.http`,
				`apm.hostPort: Forbidden: needs APM, which is disabled`,
				`apm.errorTrackingOnly: Forbidden: needs APM, which is disabled`,
				`apm.instrumentation: Forbidden: needs apm.instrumentation.enabled`,
				`apm.instrumentation.exceptNamespaces: Forbidden: excludes namespaces: only one of them can be set`,
				`prometheusScrape.serviceEndpoints: Forbidden: needs prometheusScrape.enabled`,
				`prometheusScrape.rules: Forbidden: needs prometheusScrape.enabled`,
				`prometheusScrape.rules: Forbidden: needs version 2, whose words they are in`,
				`network.pathTests.ttl: Invalid value: "1.5s": must be whole seconds`,
			},
		},
		{
			"the cluster agent",
			with(func(o *options) {
				o.KubeState.OnRunners = true
				o.Orchestrator.OnRunners = true
				o.ClusterChecksRunner.RemoteConfiguration = true
				o.Events = datadog.Events{Disabled: true, Filter: true, Unbundled: []datadog.EventType{{Kind: "Pod"}}, ResyncPeriod: half}
				o.ClusterAgent.LeaseDuration = half
				o.ClusterAgent.MetricsProvider.Enabled = true
				o.ClusterAgent.Admission = datadog.Admission{NoMutation: true, Mode: datadog.ByHostIP}
				o.APM.Instrumentation.Enabled = true
			}),
			[]string{
				`kubeState.onRunners: Forbidden: needs clusterChecksRunner.enabled`,
				`orchestrator.onRunners: Forbidden: needs clusterChecksRunner.enabled`,
				`clusterChecksRunner.remoteConfiguration: Forbidden: needs clusterChecksRunner.enabled`,
				`events.unbundled: Forbidden: needs events.unbundle`,
				`events.filter: Forbidden: needs events, which are disabled`,
				`clusterAgent.metricsProvider.enabled: Forbidden: needs appKey, by which metrics are asked for`,
				`apm.instrumentation.enabled: Forbidden: needs clusterAgent.admission, and its mutation`,
				`clusterAgent.admission.mode: Forbidden: needs apm.hostPort and dogStatsD.hostPort`,
				`clusterAgent.leaseDuration: Invalid value: "1.5s": must be whole seconds`,
				`events.resyncPeriod: Invalid value: "1.5s": must be whole seconds`,
			},
		},
		{
			"containers that aren't there",
			with(func(o *options) {
				o.APM = datadog.APM{Disabled: true, Container: datadog.Container{LogLevel: datadog.LogWarn}}
				o.Processes.Resources = resources("1", "1Gi")
				o.Discovery.Disabled = true
				o.SystemProbe.ExtraEnv = env("DD_PROXY_HTTP")
			}),
			[]string{
				`apm: Forbidden: needs APM, which is disabled`,
				`processes: Forbidden: needs network.enabled or network.services for what is said of its container`,
				`systemProbe: Forbidden: needs discovery, network or something of its own for what is said of its container`,
			},
		},
		{
			"sockets that aren't there",
			with(func(o *options) {
				o.ClusterAgent.Admission.Mode = datadog.BySocket
				o.APM.NoSocket = true
			}),
			[]string{
				`clusterAgent.admission.mode: Forbidden: needs the sockets that apm.noSocket and dogStatsD.noHostSocket leave out`,
			},
		},
		{
			"checks",
			with(func(o *options) {
				check := func(name string) datadog.Check { return datadog.Check{Name: name, Interval: half} }
				o.Checks = datadog.Checks{
					Postgres: []datadog.Postgres{
						{Check: check("a"), Bloat: true, Schemas: true, OnlyDatabase: true, QueryTimeout: metav1.Duration{Duration: time.Microsecond}},
						{
							Check: datadog.Check{Name: "a"}, Host: "%%host%%", Password: &addon.SecretRef{Name: "a", Key: "b"}, TLS: datadog.TLSAllow,
							AWS:               &datadog.PostgresAWS{IAM: true},
							Relations:         []datadog.Relation{{}, {Name: "a", Regex: "b"}},
							Queries:           []datadog.PostgresQuery{{Query: "SELECT 1", Columns: []datadog.Column{{}, {Name: "a"}}, Interval: half}},
							DatabaseDiscovery: &datadog.DatabaseDiscovery{Refresh: half},
						},
					},
					Redis:         []datadog.Redis{{Check: datadog.Check{Name: "Cache"}, InsecureSkipTLSVerify: true, Timeout: half}},
					Elasticsearch: []datadog.Elasticsearch{{Check: datadog.Check{Name: "a"}, DetailedIndexStats: true, HTTP: datadog.HTTP{Timeout: half}}},
					OpenMetrics:   []datadog.OpenMetrics{{Check: datadog.Check{Name: "a"}, HTTP: datadog.HTTP{Timeout: half}}},
					Files:         []datadog.CheckFile{{Integration: "mysql", ConfigMap: "a", Key: "conf.yml"}},
				}
			}),
			[]string{
				`checks.redis[0].name: Invalid value: "Cache": must match ^[a-z0-9]([-a-z0-9]{0,60}[a-z0-9])?$`,
				`checks.openMetrics[0].endpoint: Required value: no default can know it`,
				`checks.files[0].key: Invalid value: "conf.yml": must match ^[-._a-zA-Z0-9]+\.yaml$`,
				`checks.postgres[0].interval: Invalid value: "1.5s": must be whole seconds`,
				`checks.postgres[0].host: Required value: needs it, or images of containers`,
				`checks.postgres[0].bloat: Forbidden: needs relations`,
				`checks.postgres[0].schemas: Forbidden: needs databaseMonitoring`,
				`checks.postgres[0].onlyDatabase: Forbidden: needs database`,
				`checks.postgres[0].queryTimeout: Invalid value: "1µs": must be whole milliseconds`,
				`checks.postgres[1].name: Duplicate value: "a"`,
				`checks.postgres[1].host: Invalid value: "%%host%%": %% stands for something of a container that images find: there are none`,
				`checks.postgres[1].password: Forbidden: is not asked for with aws.iam`,
				`checks.postgres[1].aws: Forbidden: iam needs clusterChecksRunner.enabled, and a check without images, for the role is the runners'`,
				`checks.postgres[1].tls: Forbidden: RDS takes IAM by TLS only`,
				`checks.postgres[1].relations[0]: Required value: needs one of name, regex`,
				`checks.postgres[1].relations[1].regex: Forbidden: excludes name: only one of them can be set`,
				`checks.postgres[1].queries[0].interval: Invalid value: "1.5s": must be whole seconds`,
				`checks.postgres[1].queries[0].columns[1]: Required value: needs a name and a type, or neither to be passed over`,
				`checks.postgres[1].databaseDiscovery.refresh: Invalid value: "1.5s": must be whole seconds`,
				`checks.redis[0].host: Required value: needs it, or images of containers`,
				`checks.redis[0].timeout: Invalid value: "1.5s": must be whole seconds`,
				`checks.redis[0].insecureSkipTLSVerify: Forbidden: needs tls`,
				`checks.elasticsearch[0].url: Required value: needs it, or images of containers`,
				`checks.elasticsearch[0].timeout: Invalid value: "1.5s": must be whole seconds`,
				`checks.elasticsearch[0].detailedIndexStats: Forbidden: needs clusterStats and primaryShardStats`,
				`checks.openMetrics[0].endpoint: Required value: needs it, or images of containers`,
				`checks.openMetrics[0].timeout: Invalid value: "1.5s": must be whole seconds`,
				`checks.openMetrics[0].metrics: Required value: the check takes no metrics of itself: "^.+$" is all of them`,
			},
		},
		{
			"a socket that nobody finds",
			with(func(o *options) { o.DogStatsD.NoHostSocket = true }),
			[]string{`apm.socketPath: Invalid value: "/var/run/datadog/apm.socket": is in the folder that dogStatsD.noHostSocket keeps from the nodes: give it another, or set apm.noSocket`},
		},
		{
			"a socket in two folders",
			with(func(o *options) { o.APM.HostSocketDir = "/var/run/apm" }),
			[]string{`apm.hostSocketDir: Invalid value: "/var/run/apm": must be /var/run/datadog, as dogStatsD.hostSocketDir, for both sockets are in one folder of the agents`},
		},
		{
			"nobody knows the region",
			with(func(o *options) {
				o.ClusterChecksRunner.Enabled = true
				o.Checks.Postgres = []datadog.Postgres{{Check: datadog.Check{Name: "a"}, Host: "db.example.com", AWS: &datadog.PostgresAWS{IAM: true}}}
			}),
			[]string{`checks.postgres[0].aws.region: Required value: only a cluster on AWS knows its own`},
		},
	} {
		_, err := datadog.New(tc.options).Objects(addontest.Target())
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
