package prometheusoperator_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

var (
	odd    = &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "team", Operator: "Is"}}}
	millis = metav1.Duration{Duration: 1500 * time.Millisecond}
)

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name: "the operator",
		options: options{
			Pods:                 addon.Pods{Replicas: new(int32(2))},
			Namespaces:           []string{"shop"},
			DeniedNamespaces:     []string{"kube-system"},
			InstanceSelectors:    prometheusoperator.InstanceSelectors{Prometheus: odd},
			Secrets:              prometheusoperator.Watch{Fields: []string{"type"}},
			ManagedLabels:        map[string]string{"teams": "shop,search"},
			FeatureGates:         map[prometheusoperator.FeatureGate]bool{"Magic": true},
			MemoryLimitRatio:     1,
			PrometheusRepository: "quay.io/prometheus/prometheus:v3.5.0",
		},
		want: []string{
			`secrets.fields[0]: Invalid value: "type": must match ^[A-Za-z.]+(=|==|!=)[^,]*$`,
			`prometheusRepository: Invalid value: "quay.io/prometheus/prometheus:v3.5.0": must match ^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$`,
			`memoryLimitRatio: Invalid value: 1: must be at most 0.99`,
			`pods.replicas: Invalid value: 2: must be 1, or 0: copies don't agree which of them is active, and would undo each other's work`,
			`deniedNamespaces: Forbidden: excludes namespaces: only one of them can be set`,
			`instanceSelectors.prometheus: Invalid value: {"matchExpressions":[{"key":"team","operator":"Is"}]}: "Is" is not a valid label selector operator`,
			`featureGates[Magic]: Unsupported value: "Magic": supported values: "PrometheusAgentDaemonSet", "PrometheusShardRetentionPolicy", "PrometheusTopologySharding", "StatusForConfigurationResources"`,
			`managedLabels[teams]: Invalid value: "shop,search": must have no comma: they stand between pairs`,
		},
	}, {
		name: "kubelets and what reloads",
		options: options{
			Kubelet: prometheusoperator.Kubelet{NoEndpoints: true, NodeSelector: odd, SyncPeriod: millis},
			ConfigReloader: prometheusoperator.ConfigReloader{Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceEphemeralStorage: resource.MustParse("1Gi"), corev1.ResourceMemory: resource.MustParse("1Gi")},
				Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("5m"), corev1.ResourceMemory: resource.MustParse("0")},
				Claims:   []corev1.ResourceClaim{{Name: "gpu"}},
			}},
		},
		want: []string{
			`kubelet.endpointSlices: Required value: with noEndpoints nobody finds the kubelets without them: or set disabled`,
			`kubelet.syncPeriod: Invalid value: "1.5s": must be whole seconds`,
			`configReloader.resources.claims: Forbidden: only requests and limits can be given`,
			`configReloader.resources.requests[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "memory"`,
			`configReloader.resources.limits[cpu]: Invalid value: "5m": must be at least what is requested, 10m`,
			`kubelet.nodeSelector: Invalid value: {"matchExpressions":[{"key":"team","operator":"Is"}]}: "Is" is not a valid label selector operator`,
		},
	}, {
		name: "the webhook",
		options: options{AdmissionWebhook: prometheusoperator.AdmissionWebhook{
			Enabled:           true,
			Certificate:       addon.ServingCertificate{Secret: "webhook"},
			FailurePolicy:     "Maybe",
			TimeoutSeconds:    60,
			NamespaceSelector: odd,
			CipherSuites:      []string{"AES"},
			PromQLOptions:     []prometheusoperator.PromQLOption{"magic"},
		}},
		want: []string{
			`admissionWebhook.certificate.caBundle: Required value: the API server trusts the certificate of a Secret by its CA alone`,
			`admissionWebhook.cipherSuites: Forbidden: are for TLS 1.2: set minTLSVersion to VersionTLS12`,
			`admissionWebhook.failurePolicy: Unsupported value: "Maybe": supported values: "Fail", "Ignore"`,
			`admissionWebhook.timeoutSeconds: Invalid value: 60: must be at most 30`,
			`admissionWebhook.promQLOptions[0]: Unsupported value: "magic": supported values: "experimental-functions", "duration-expression-parsing", "extended-range-selectors", "binop-fill-modifiers"`,
			`admissionWebhook.cipherSuites[0]: Invalid value: "AES": must match ^TLS_[A-Z0-9_]+$`,
			`admissionWebhook.namespaceSelector: Invalid value: {"matchExpressions":[{"key":"team","operator":"Is"}]}: "Is" is not a valid label selector operator`,
		},
	}, {
		name: "Prometheuses that the operator doesn't run",
		options: options{
			Namespaces:         []string{"shop", "search"},
			InstanceNamespaces: prometheusoperator.InstanceNamespaces{Alertmanager: []string{"search"}},
			InstanceSelectors:  prometheusoperator.InstanceSelectors{Prometheus: &metav1.LabelSelector{MatchLabels: map[string]string{"team": "shop"}}},
			Namespaced: []prometheusoperator.NamespacedPrometheus{
				{Namespace: "shop", Labels: map[string]string{"team": "shop"}, Alertmanager: &prometheusoperator.NamespacedAlertmanager{}},
				{Namespace: "shop", Name: "main", Namespaces: []string{"carts"}, Labels: map[string]string{"team": "shop"}},
				{Namespace: "carts", ControllerID: "other"},
			},
		},
		want: []string{
			`namespaced[0].alertmanager: Invalid value: "shop": must be one that the operator looks at: search`,
			`namespaced[1].name: Duplicate value: "main"`,
			`namespaced[1].namespaces[0]: Invalid value: "carts": must be one that the operator looks at: shop, search`,
			`namespaced[2].namespace: Invalid value: "carts": must be one that the operator looks at: shop, search`,
			`namespaced[2].labels: Invalid value: "app.kubernetes.io/component=prometheus,app.kubernetes.io/instance=main,app.kubernetes.io/managed-by=fitout,app.kubernetes.io/name=prometheus": must match what the operator runs: team=shop`,
			`namespaced[2].controllerID: Invalid value: "other": must be the operator's own`,
		},
	}, {
		name: "denied namespaces",
		options: options{
			DeniedNamespaces: []string{"shop"},
			Namespaced:       []prometheusoperator.NamespacedPrometheus{{Namespace: "shop"}, {}},
		},
		want: []string{
			`namespaced[1].namespace: Required value: no default can know it`,
			`namespaced[0].namespace: Invalid value: "shop": is denied: see deniedNamespaces`,
		},
	}, {
		name: "what a namespaced Prometheus doesn't take",
		options: options{Namespaced: []prometheusoperator.NamespacedPrometheus{{
			Namespace: "shop", Namespaces: []string{"shop"},
			ServiceMonitors: []prometheusoperator.NamedServiceMonitor{{
				ResourceName:       prometheusoperator.ResourceName{Name: "a", Namespace: "search"},
				ServiceMonitorSpec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{{Port: "web", ScrapeTimeout: seconds(20)}}, ScrapeClass: "mesh"},
			}},
			PodMonitors: []prometheusoperator.NamedPodMonitor{{
				ResourceName:   prometheusoperator.ResourceName{Name: "a"},
				PodMonitorSpec: monitoring.PodMonitorSpec{PodMetricsEndpoints: []monitoring.PodEndpoint{{Port: "web", Interval: seconds(30), ScrapeTimeout: seconds(20)}}},
			}},
			ScrapeConfigs: []prometheusoperator.NamedScrapeConfig{{
				ResourceName: prometheusoperator.ResourceName{Name: "a"},
				ScrapeConfigSpec: prometheusoperator.ScrapeConfigSpec{ScrapeTimeout: seconds(20), Discovery: prometheusoperator.Discovery{
					DNS: []prometheusoperator.DNSDiscovery{{Names: []string{"a"}}},
				}},
			}},
			PrometheusSettings: prometheusoperator.PrometheusSettings{ScrapeInterval: seconds(15)},
			PrometheusRules:    []prometheusoperator.NamedPrometheusRule{{ResourceName: prometheusoperator.ResourceName{Name: "A_b"}}},
			Alertmanager: &prometheusoperator.NamespacedAlertmanager{
				Config: &prometheusoperator.AlertmanagerConfigSpec{
					Route: prometheusoperator.Route{Receiver: "a"}, Receivers: []prometheusoperator.Receiver{{Name: "a"}},
				},
				AlertmanagerSettings: prometheusoperator.AlertmanagerSettings{
					ConfigSecret: "alertmanager",
					Web: &prometheusoperator.AlertmanagerWeb{TLSConfig: &prometheusoperator.WebTLS{
						KeySecret: *secret("key"), ClientAuthType: prometheusoperator.RequireAndVerifyClientCert,
					}},
				},
			},
		}}},
		want: []string{
			`namespaced[0].namespaces[0]: Duplicate value: "shop"`,
			`namespaced[0].serviceMonitors[0].namespace: Invalid value: "search": must be shop, or one of namespaces`,
			`namespaced[0].serviceMonitors[0].scrapeClass: Invalid value: "mesh": must be among scrapeClasses`,
			`namespaced[0].serviceMonitors[0].endpoints[0].scrapeTimeout: Invalid value: "20s": must not be longer than the interval, which is the Prometheus' own: 15s`,
			`namespaced[0].scrapeConfigs[0].scrapeTimeout: Invalid value: "20s": must not be longer than the interval, which is the Prometheus' own: 15s`,
			`namespaced[0].alerting: Required value: the Alertmanager serves HTTPS: say how its certificate is checked`,
			`namespaced[0].prometheusRules[0].name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
			`namespaced[0].prometheusRules[0].groups: Required value: no default can know it`,
			`namespaced[0].alertmanager.configSecret: Forbidden: excludes config: only one of them can be set`,
			`namespaced[0].alertmanager.web.tlsConfig.cert: Required value: needs one of secret, configMap`,
			`namespaced[0].alertmanager.web.tlsConfig.client_ca: Required value: RequireAndVerifyClientCert needs it`,
		},
	}, {
		name: "logins beside a class', and files",
		options: options{Namespaced: []prometheusoperator.NamespacedPrometheus{{
			Namespace: "shop",
			ServiceMonitors: []prometheusoperator.NamedServiceMonitor{{
				ResourceName: prometheusoperator.ResourceName{Name: "a"},
				ServiceMonitorSpec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{
					{Port: "web", Login: monitoring.Login{Authorization: token()}},
					{Port: "web", Login: monitoring.Login{BasicAuth: basicAuth()}},
					{Port: "web", BearerTokenFile: "/token"},
				}},
			}, {
				ResourceName: prometheusoperator.ResourceName{Name: "b"},
				ServiceMonitorSpec: monitoring.ServiceMonitorSpec{ScrapeClass: "open", Endpoints: []monitoring.Endpoint{
					{Port: "web", Login: monitoring.Login{BasicAuth: basicAuth()}},
					{Port: "web", TLSConfig: fileTLS()},
				}},
			}},
			PrometheusSettings: prometheusoperator.PrometheusSettings{
				ArbitraryFSAccessThroughSMs: prometheusoperator.FileAccess{Deny: true},
				ScrapeClasses:               []prometheusoperator.ScrapeClass{{Name: "open"}, {Name: "token", Default: true, Authorization: token()}},
			},
		}}},
		want: []string{
			`namespaced[0].serviceMonitors[0].endpoints[1]: Forbidden: the scrape class token has an authorization, and Prometheus reads no configuration with two ways to log in: choose another class`,
			`namespaced[0].serviceMonitors[0].endpoints[2]: Forbidden: names a file, which arbitraryFSAccessThroughSMs denies`,
			`namespaced[0].serviceMonitors[0].endpoints[2]: Forbidden: the scrape class token has an authorization, and Prometheus reads no configuration with two ways to log in: choose another class`,
			`namespaced[0].serviceMonitors[1].endpoints[1]: Forbidden: names a file, which arbitraryFSAccessThroughSMs denies`,
		},
	}, {
		name: "two of one name",
		options: options{Resources: prometheusoperator.Resources{
			ServiceMonitors: []prometheusoperator.NamedServiceMonitor{
				{ResourceName: prometheusoperator.ResourceName{Name: "a"}, ServiceMonitorSpec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{{Port: "web"}}}},
				{ResourceName: prometheusoperator.ResourceName{Name: "a", Namespace: "default"}, ServiceMonitorSpec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{{Port: "web"}}}},
			},
		}},
		want: []string{
			`resources.serviceMonitors[1].name: Duplicate value: "a"`,
		},
	}} {
		_, err := prometheusoperator.New(tc.options).Objects(addontest.Target())
		if diff := cmp.Diff(tc.want, messages(err)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// One that is an addon of its own is checked as one of the list is.
func TestBadNamespaced(t *testing.T) {
	want := []string{
		`name: Invalid value: "Main": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
		`namespace: Required value: no default can know it`,
		`instance: Invalid value: "-Main": must match ^[a-z0-9]([a-z0-9-]{0,26}[a-z0-9])?$`,
	}
	_, err := prometheusoperator.Namespaced(prometheusoperator.NamespacedPrometheus{
		Name:       "Main",
		Namespaces: []string{"shop"},
	}).Objects(addontest.Target())
	if diff := cmp.Diff(want, messages(err)); diff != "" {
		t.Error(diff)
	}
}

func messages(err error) []string {
	var out []string
	for _, err := range addon.Errors(err) {
		out = append(out, err.Error())
	}
	return out
}
