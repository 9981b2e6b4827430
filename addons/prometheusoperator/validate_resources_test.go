package prometheusoperator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

func TestBadResources(t *testing.T) {
	name := prometheusoperator.ResourceName{Name: "a"}
	all := prometheusoperator.Selection{PodMonitorSelector: prometheusoperator.AllObjects()}
	prometheus := func(s prometheusoperator.PrometheusSettings) prometheusoperator.Resources {
		return prometheusoperator.Resources{Prometheuses: []prometheusoperator.NamedPrometheus{{
			ResourceName: name, PrometheusSpec: prometheusoperator.PrometheusSpec{Selection: all, PrometheusSettings: s},
		}}}
	}
	configuration := func(s prometheusoperator.AlertmanagerConfigSpec) prometheusoperator.Resources {
		return prometheusoperator.Resources{AlertmanagerConfigs: []prometheusoperator.NamedAlertmanagerConfig{{ResourceName: name, AlertmanagerConfigSpec: s}}}
	}
	scrapes := func(d prometheusoperator.Discovery) prometheusoperator.Resources {
		return prometheusoperator.Resources{ScrapeConfigs: []prometheusoperator.NamedScrapeConfig{{
			ResourceName: name, ScrapeConfigSpec: prometheusoperator.ScrapeConfigSpec{Discovery: d},
		}}}
	}
	for _, tc := range []struct {
		name      string
		resources prometheusoperator.Resources
		want      []string
	}{{
		name:      "a Prometheus that scrapes nothing",
		resources: prometheusoperator.Resources{Prometheuses: []prometheusoperator.NamedPrometheus{{ResourceName: name}}},
		want: []string{
			`resources.prometheuses[0].serviceMonitorSelector: Required value: nothing is scraped without one of serviceMonitorSelector, podMonitorSelector, probeSelector, scrapeConfigSelector: {} selects all`,
		},
	}, {
		name: "selectors",
		resources: prometheusoperator.Resources{Prometheuses: []prometheusoperator.NamedPrometheus{{
			ResourceName: name,
			PrometheusSpec: prometheusoperator.PrometheusSpec{Selection: prometheusoperator.Selection{
				RuleSelector:                  &prometheusoperator.ObjectSelector{MatchExpressions: odd.MatchExpressions},
				PodMonitorSelector:            prometheusoperator.AllObjects(),
				PodMonitorNamespaceSelector:   prometheusoperator.NamespacesNamed(),
				ServiceMonitorSelector:        prometheusoperator.ObjectsWith(map[string]string{"a b": "c"}),
				ScrapeConfigNamespaceSelector: &prometheusoperator.NamespaceSelector{MatchExpressions: odd.MatchExpressions},
			}},
		}}},
		want: []string{
			`resources.prometheuses[0].serviceMonitorSelector: Invalid value: {"matchLabels":{"a b":"c"}}: key: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
			`resources.prometheuses[0].podMonitorNamespaceSelector: Invalid value: {"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"In"}]}: values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty`,
			`resources.prometheuses[0].scrapeConfigNamespaceSelector: Invalid value: {"matchExpressions":[{"key":"team","operator":"Is"}]}: "Is" is not a valid label selector operator`,
			`resources.prometheuses[0].ruleSelector: Invalid value: {"matchExpressions":[{"key":"team","operator":"Is"}]}: "Is" is not a valid label selector operator`,
		},
	}, {
		name: "pods",
		resources: prometheus(prometheusoperator.PrometheusSettings{PodSettings: prometheusoperator.PodSettings{
			Replicas: new(int32(-1)), Image: "quay.io/prometheus/prometheus:v3.5.0", PortName: "a-very-long-port",
			Storage: &prometheusoperator.Storage{
				EmptyDir:            &corev1.EmptyDirVolumeSource{},
				VolumeClaimTemplate: &prometheusoperator.VolumeClaimTemplate{},
			},
			UpdateStrategy: &prometheusoperator.UpdateStrategy{Type: appsv1.OnDeleteStatefulSetStrategyType, RollingUpdate: &prometheusoperator.RollingPods{}},
			AdditionalArgs: []prometheusoperator.Argument{{Name: "--web.page-title"}},
			LogLevel:       "loud",
		}}),
		want: []string{
			`resources.prometheuses[0].version: Required value: the operator doesn't look at the image, whose tag is v3.5.0`,
			`resources.prometheuses[0].replicas: Invalid value: -1: must be at least 0`,
			`resources.prometheuses[0].storage.volumeClaimTemplate: Forbidden: excludes emptyDir: only one of them can be set`,
			`resources.prometheuses[0].storage.volumeClaimTemplate.spec.resources.requests[storage]: Required value: how large is the volume?`,
			`resources.prometheuses[0].additionalArgs[0].name: Invalid value: "--web.page-title": must match ^[^-]`,
			`resources.prometheuses[0].logLevel: Unsupported value: "loud": supported values: "debug", "info", "warn", "error"`,
			`resources.prometheuses[0].portName: Invalid value: "a-very-long-port": must have at most 15 characters`,
			`resources.prometheuses[0].updateStrategy.rollingUpdate: Forbidden: needs the type RollingUpdate`,
		},
	}, {
		name: "settings",
		resources: prometheus(prometheusoperator.PrometheusSettings{
			Retention: millis, RetentionSize: "20Gi", ScrapeTimeout: seconds(60),
			ScrapeClasses: []prometheusoperator.ScrapeClass{{Name: "a", Default: true}, {Name: "a", Default: true}},
			Shards:        new(int32(1)),
			ShardingStrategy: &prometheusoperator.ShardingStrategy{Topology: &prometheusoperator.TopologySharding{
				Values: []string{"a", "b"},
			}},
			ExcludedFromEnforcement: []prometheusoperator.ObjectReference{{Resource: "pods", Namespace: "shop"}},
			Alerting: &prometheusoperator.Alerting{Alertmanagers: []prometheusoperator.AlertmanagerEndpoint{{
				Name: "alertmanager", Port: intstr.FromString("web"), BasicAuth: basicAuth(), Authorization: token(),
			}}},
			RemoteWrite: []prometheusoperator.RemoteWrite{{
				URL: "aps", RemoteTimeout: millis, Login: monitoring.Login{BasicAuth: basicAuth(), OAuth2: oauth2()},
				SigV4: &prometheusoperator.SigV4{AccessKey: secret("id"), ExternalID: "a"},
			}},
			EnforcedLimits: prometheusoperator.EnforcedLimits{EnforcedBodySizeLimit: "10"},
		}),
		want: []string{
			`resources.prometheuses[0].scrapeTimeout: Invalid value: "1m0s": must not be longer than scrapeInterval, which is 30s`,
			`resources.prometheuses[0].retention: Invalid value: "1.5s": must be whole seconds`,
			`resources.prometheuses[0].scrapeClasses[1].name: Duplicate value: "a"`,
			`resources.prometheuses[0].scrapeClasses[1].default: Invalid value: true: the default is a already`,
			`resources.prometheuses[0].shards: Invalid value: 1: must be at least the number of zones, which is 2`,
			`resources.prometheuses[0].excludedFromEnforcement: Forbidden: needs enforcedNamespaceLabel`,
			`resources.prometheuses[0].retentionSize: Invalid value: "20Gi": must match ^(0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$`,
			`resources.prometheuses[0].alerting.alertmanagers[0].authorization: Forbidden: excludes basicAuth: only one of them can be set`,
			`resources.prometheuses[0].remoteWrite[0].sigv4: Forbidden: is another way to log in than the one that is given`,
			`resources.prometheuses[0].remoteWrite[0].remoteTimeout: Invalid value: "1.5s": must be whole seconds`,
			`resources.prometheuses[0].remoteWrite[0].url: Invalid value: "aps": must match ^https?://.+$`,
			`resources.prometheuses[0].remoteWrite[0].oauth2: Forbidden: excludes basicAuth: only one of them can be set`,
			`resources.prometheuses[0].remoteWrite[0].sigv4.secretKey: Required value: the key of the accessKey`,
			`resources.prometheuses[0].remoteWrite[0].sigv4.externalId: Forbidden: needs roleArn`,
			`resources.prometheuses[0].shardingStrategy.topology: Forbidden: needs the mode Topology`,
			`resources.prometheuses[0].enforcedBodySizeLimit: Invalid value: "10": must match ^(0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$`,
			`resources.prometheuses[0].excludedFromEnforcement[0].resource: Unsupported value: "pods": supported values: "prometheusrules", "servicemonitors", "podmonitors", "probes", "scrapeconfigs"`,
		},
	}, {
		name: "an Alertmanager",
		resources: prometheusoperator.Resources{Alertmanagers: []prometheusoperator.NamedAlertmanager{{
			ResourceName: name,
			AlertmanagerSpec: prometheusoperator.AlertmanagerSpec{AlertmanagerSettings: prometheusoperator.AlertmanagerSettings{
				ConfigSecret: "a", AlertmanagerConfiguration: &prometheusoperator.AlertmanagerConfiguration{Name: "a"}, Retention: millis,
			}},
		}}},
		want: []string{
			`resources.alertmanagers[0].alertmanagerConfiguration: Forbidden: excludes configSecret: only one of them can be set`,
			`resources.alertmanagers[0].retention: Invalid value: "1.5s": must be whole seconds`,
		},
	}, {
		name: "routes",
		resources: configuration(prometheusoperator.AlertmanagerConfigSpec{
			Route: prometheusoperator.Route{
				GroupBy: []string{"...", "team"}, GroupWait: millis, MuteTimeIntervals: []string{"nights"},
				Routes: []prometheusoperator.Route{{Receiver: "c", ActiveTimeIntervals: []string{"days"}}},
			},
			Receivers:         []prometheusoperator.Receiver{{Name: "a"}, {Name: "a"}},
			MuteTimeIntervals: []prometheusoperator.TimeInterval{{Name: "nights"}, {Name: "nights", TimeIntervals: []prometheusoperator.TimePeriod{{Weekdays: []string{"Friday"}, Times: []prometheusoperator.TimeRange{{StartTime: "9:00", EndTime: "24:00"}}}}}},
		}),
		want: []string{
			`resources.alertmanagerConfigs[0].receivers[1].name: Duplicate value: "a"`,
			`resources.alertmanagerConfigs[0].muteTimeIntervals[1].name: Duplicate value: "nights"`,
			`resources.alertmanagerConfigs[0].route.receiver: Required value: the first route is for all alerts`,
			`resources.alertmanagerConfigs[0].route.routes[0].receiver: Unsupported value: "c": supported values: "a", "a"`,
			`resources.alertmanagerConfigs[0].route.routes[0].activeTimeIntervals[0]: Unsupported value: "days": supported values: "nights", "nights"`,
			`resources.alertmanagerConfigs[0].route.groupWait: Invalid value: "1.5s": must be whole seconds`,
			`resources.alertmanagerConfigs[0].route.groupBy: Invalid value: ["...","team"]: "..." is for all labels: leave the others out`,
			`resources.alertmanagerConfigs[0].muteTimeIntervals[1].timeIntervals[0].times[0].startTime: Invalid value: "9:00": must match ^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`,
			`resources.alertmanagerConfigs[0].muteTimeIntervals[1].timeIntervals[0].weekdays[0]: Invalid value: "Friday": must match ^(sun|mon|tues|wednes|thurs|fri|satur)day(:(sun|mon|tues|wednes|thurs|fri|satur)day)?$`,
		},
	}, {
		name: "receivers",
		resources: configuration(prometheusoperator.AlertmanagerConfigSpec{
			Route: prometheusoperator.Route{Receiver: "a"},
			Receivers: []prometheusoperator.Receiver{{
				Name:      "a",
				PagerDuty: []prometheusoperator.PagerDuty{{}},
				Webhooks:  []prometheusoperator.Webhook{{URL: "https://a", URLSecret: secret("url")}},
				Email:     []prometheusoperator.Email{{SmartHost: "mail"}},
				SNS:       []prometheusoperator.SNS{{TopicARN: "alerts", SigV4: &prometheusoperator.SigV4{SecretKey: secret("key")}}},
			}},
		}),
		want: []string{
			`resources.alertmanagerConfigs[0].receivers[0].pagerdutyConfigs[0]: Required value: needs one of routingKey, serviceKey`,
			`resources.alertmanagerConfigs[0].receivers[0].webhookConfigs[0].urlSecret: Forbidden: excludes url: only one of them can be set`,
			`resources.alertmanagerConfigs[0].receivers[0].emailConfigs[0].to: Required value: no default can know it`,
			`resources.alertmanagerConfigs[0].receivers[0].emailConfigs[0].smarthost: Invalid value: "mail": must match ^[^ ]+:[0-9]+$`,
			`resources.alertmanagerConfigs[0].receivers[0].snsConfigs[0].sigv4.accessKey: Required value: the ID of the secretKey`,
			`resources.alertmanagerConfigs[0].receivers[0].snsConfigs[0].topicARN: Invalid value: "alerts": must match ^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$`,
		},
	}, {
		name:      "a ScrapeConfig that finds nothing",
		resources: scrapes(prometheusoperator.Discovery{}),
		want: []string{
			`resources.scrapeConfigs[0].staticConfigs: Required value: nothing is found without targets, or a way to find them`,
		},
	}, {
		name: "discovery",
		resources: scrapes(prometheusoperator.Discovery{
			Files: []prometheusoperator.FileDiscovery{{Files: []string{"/a/*"}}},
			Kubernetes: []prometheusoperator.KubernetesDiscovery{{Role: "Deployment"}, {
				Role: prometheusoperator.NodeRole, APIServer: "https://a",
				Namespaces: &prometheusoperator.DiscoveryNamespaces{OwnNamespace: true},
				Selectors:  []prometheusoperator.DiscoverySelector{{Role: prometheusoperator.PodRole}, {Role: prometheusoperator.NodeRole, Label: "a in b", Field: "a"}},
			}},
			DNS: []prometheusoperator.DNSDiscovery{{Names: []string{"a"}, Type: prometheusoperator.A}},
			EC2: []prometheusoperator.EC2Discovery{{AccessKey: secret("id"), RoleARN: "metrics"}},
		}),
		want: []string{
			`resources.scrapeConfigs[0].fileSDConfigs[0].files[0]: Invalid value: "/a/*": must match ^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$`,
			`resources.scrapeConfigs[0].kubernetesSDConfigs[0].role: Unsupported value: "Deployment": supported values: "Pod", "Endpoints", "EndpointSlice", "Service", "Ingress", "Node"`,
			`resources.scrapeConfigs[0].kubernetesSDConfigs[1].namespaces.ownNamespace: Forbidden: is a namespace of the cluster, and apiServer another one`,
			`resources.scrapeConfigs[0].kubernetesSDConfigs[1].selectors[0].role: Unsupported value: "Pod": supported values: "Node"`,
			`resources.scrapeConfigs[0].kubernetesSDConfigs[1].selectors[1].label: Invalid value: "a in b": unable to parse requirement: found 'b' expected: '('`,
			`resources.scrapeConfigs[0].kubernetesSDConfigs[1].selectors[1].field: Invalid value: "a": invalid selector: 'a'; can't understand 'a'`,
			`resources.scrapeConfigs[0].dnsSDConfigs[0].port: Required value: records of the type A have none`,
			`resources.scrapeConfigs[0].ec2SDConfigs[0].secretKey: Required value: the key of the accessKey`,
			`resources.scrapeConfigs[0].ec2SDConfigs[0].roleARN: Invalid value: "metrics": must match ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$`,
		},
	}} {
		_, err := prometheusoperator.New(options{Resources: tc.resources}).Objects(addontest.Target())
		if diff := cmp.Diff(tc.want, messages(err)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
