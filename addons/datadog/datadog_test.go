package datadog_test

import (
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/datadog"
	"github.com/fitout/fitout/cluster"
)

type options = datadog.Options

func TestAddon(t *testing.T) {
	because := map[string]string{
		"DaemonSet datadog":                         "the agents look into their nodes: processes, kernel, sockets and logs",
		"ClusterRole datadog-orchestrator-explorer": "Datadog shows the resources of its own and of Karpenter's groups, whichever there are",
	}
	metrics := kube.Over(because, map[string]string{"ClusterRole datadog-cluster-agent-external-metrics-reader": "metrics have any name"})
	autoscaler := []string{"kube-system/horizontal-pod-autoscaler"} // the controller manager's
	existing := cluster.Existing{ServiceAccounts: autoscaler, Secrets: map[string][]string{
		"datadog/datadog":               {"api-key", "app-key"},
		"datadog/datadog-cluster-agent": {"token"},
		"datadog/databases":             {"rds", "redis", "elastic"},
	}}
	withHostNetwork := kube.Over(metrics, map[string]string{"Deployment datadog-cluster-agent": "hostNetwork is asked for"})
	addontest.Run(t, datadog.Definition,
		addontest.Case[options]{Name: "defaults", Options: required(), Existing: existing, Because: because},
		addontest.Case[options]{Name: "upstream", Options: required(), Existing: existing, Because: because},
		addontest.Case[options]{Name: "checks", Options: checks(), Target: addontest.AWS(), Existing: existing, Because: because},
		addontest.Case[options]{Name: "ha", Options: ha(), Existing: existing, Because: because},
		addontest.Case[options]{Name: "less", Options: less(), Existing: existing, Because: map[string]string{"DaemonSet datadog": because["DaemonSet datadog"]}},
		addontest.Case[options]{Name: "checked", Options: checked(), Existing: existing, Because: because},
		addontest.Case[options]{
			Name:    "full",
			Options: full(),
			Existing: cluster.Existing{
				Namespaces:      []string{"web", "api"},
				ServiceAccounts: autoscaler,
				ConfigMaps:      map[string][]string{"monitoring/more-checks": {"mysql.yaml", "orders.yaml"}},
				Secrets: map[string][]string{
					"monitoring/keys":      {"api", "app"},
					"monitoring/token":     {"cluster-agent"},
					"monitoring/databases": {"rds", "redis", "elastic", "exporter"},
				},
			},
			Because: withHostNetwork,
		},
	)
}

// required are the options that no default can know.
func required() options {
	return options{APIKey: addon.SecretRef{Name: "datadog", Key: "api-key"}}
}

// checks has metrics, traces and logs, databases in the cluster, and RDS, ElastiCache and
// Elasticsearch outside.
func checks() options {
	o := required()
	o.Tags = []string{"env:prod", "team:platform"}
	o.HostnameFromFile = true
	o.Logs = datadog.Logs{Enabled: true, AllContainers: true}
	o.Processes = datadog.Processes{Enabled: true}
	o.ClusterChecksRunner = datadog.ClusterChecksRunner{Enabled: true}
	o.ClusterAgent.EKSControlPlane = true
	password := func(key string) *addon.SecretRef { return &addon.SecretRef{Name: "databases", Key: key} }
	o.Checks = datadog.Checks{
		Postgres: []datadog.Postgres{
			{
				Check:    datadog.Check{Name: "in-cluster", Images: []string{"postgres"}},
				Password: password("rds"),
			},
			{
				Check:              datadog.Check{Name: "orders", Tags: []string{"db:orders"}},
				Host:               "orders.abc.ap-northeast-1.rds.amazonaws.com",
				DatabaseMonitoring: true,
				TLS:                datadog.TLSRequire,
				AWS:                &datadog.PostgresAWS{IAM: true, ResourceID: "db-ABCDEFGHIJKL01234"},
			},
			{
				Check:    datadog.Check{Name: "users"},
				Host:     "users.abc.us-west-2.rds.amazonaws.com",
				Username: "monitor",
				AWS:      &datadog.PostgresAWS{IAM: true, Region: "us-west-2"},
			},
		},
		Redis: []datadog.Redis{
			{Check: datadog.Check{Name: "in-cluster", Images: []string{"redis"}}},
			{Check: datadog.Check{Name: "sessions"}, Host: "sessions.abc.cache.amazonaws.com", Password: password("redis"), TLS: true},
		},
		Elasticsearch: []datadog.Elasticsearch{{
			Check: datadog.Check{Name: "search"},
			URL:   "https://search.example.com:9243",
			HTTP:  datadog.HTTP{Username: "datadog", Password: password("elastic")},
		}},
		OpenMetrics: []datadog.OpenMetrics{{
			Check:    datadog.Check{Name: "api", Images: []string{"api"}},
			Endpoint: "http://%%host%%:9090/metrics",
			Scrape:   datadog.Scrape{Namespace: "api", Metrics: []datadog.Metric{{Name: "^http_.+$"}}, NoHistogramBuckets: true},
		}},
	}
	return o
}

// ha has two cluster agents, which serve metrics for autoscaling, and what they do done by
// others.
func ha() options {
	o := required()
	o.AppKey = &addon.SecretRef{Name: "datadog", Key: "app-key"}
	o.APM = datadog.APM{NoSocket: true, Instrumentation: datadog.Instrumentation{Enabled: true, ExceptNamespaces: []string{"kube-system"}}}
	o.KubeState = datadog.KubeState{OnRunners: true, NoSecrets: true, NoConfigMaps: true}
	o.Orchestrator = datadog.Orchestrator{OnRunners: true}
	o.ClusterAgent = datadog.ClusterAgent{
		Pods:            addon.Pods{Replicas: new(int32(2)), Resources: resources("200m", "256Mi")},
		MetricsProvider: datadog.MetricsProvider{Enabled: true, NoAPIService: true},
	}
	o.ClusterChecksRunner = datadog.ClusterChecksRunner{Enabled: true, Pods: addon.Pods{Replicas: new(int32(3))}}
	return o
}

// less leaves out what there is by default.
func less() options {
	o := required()
	o.APM = datadog.APM{Disabled: true}
	o.Discovery = datadog.Discovery{Disabled: true}
	o.KubeState = datadog.KubeState{Disabled: true}
	o.Events = datadog.Events{Disabled: true}
	o.Orchestrator = datadog.Orchestrator{Disabled: true, NoKubeletConfiguration: true}
	o.DogStatsD = datadog.DogStatsD{LocalTrafficOnly: true, NoHostSocket: true}
	o.Processes = datadog.Processes{NoContainers: true, NoDiscovery: true, NoUserNames: true}
	o.Containers = datadog.Containers{NoImages: true, NoLifecycle: true}
	o.NoHostPID = true
	o.Kubelet.InsecureSkipTLSVerify = true
	o.NoRemoteConfiguration = true
	o.ClusterAgent = datadog.ClusterAgent{Admission: datadog.Admission{Disabled: true}, NoFlareRights: true}
	return o
}

// checked has the admission controller check pods and not change them, and leaves nodes that
// can't be written to as they are.
func checked() options {
	o := required()
	o.ClusterAgent.Admission.NoMutation = true
	o.SystemProbe.NoCompilation, o.SystemProbe.NoReleaseFiles = true, true
	return o
}
