package monitoring_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

func seconds(n float64) metav1.Duration {
	return metav1.Duration{Duration: time.Duration(n * float64(time.Second))}
}

var (
	odd     = metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "team", Operator: "Is"}}}
	ref     = &addon.SecretRef{Name: "a", Key: "b"}
	inMap   = monitoring.SecretOrConfigMap{ConfigMap: &monitoring.ConfigMapRef{Name: "a", Key: "b"}}
	inBoth  = monitoring.SecretOrConfigMap{Secret: ref, ConfigMap: inMap.ConfigMap}
	regular = []monitoring.Relabeling{
		{SourceLabels: []string{"a"}, TargetLabel: "b"},
		{Action: monitoring.HashMod, SourceLabels: []string{"a"}, Modulus: 2, TargetLabel: "b"},
		{Action: monitoring.LabelKeep, Regex: "a.*"},
		{Action: monitoring.DropEqual, SourceLabels: []string{"a"}, TargetLabel: "b"},
	}
)

// The operator leaves out what it can't read, and so it is refused here.
func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		name string
		spec any
		want []string
	}{{
		name: "what is right",
		spec: monitoring.ServiceMonitorSpec{
			Endpoints: []monitoring.Endpoint{{Port: "web", Interval: seconds(30), ScrapeTimeout: seconds(30), Relabelings: regular}},
		},
	}, {
		name: "ports and times",
		spec: monitoring.ServiceMonitorSpec{
			Selector:          odd,
			NamespaceSelector: monitoring.NamespaceSelector{Any: true, MatchNames: []string{"shop"}},
			Limits:            monitoring.Limits{SampleLimit: -1, BodySizeLimit: "10"},
			Endpoints: []monitoring.Endpoint{
				{},
				{Port: "web", TargetPort: new(intstr.FromInt32(8080)), Interval: seconds(10), ScrapeTimeout: seconds(20)},
				{Port: "web", Interval: seconds(1.5), Scheme: "ftp"},
			},
		},
		want: []string{
			`selector: Invalid value: {"matchExpressions":[{"key":"team","operator":"Is"}]}: "Is" is not a valid label selector operator`,
			`endpoints[0]: Required value: needs one of port, targetPort`,
			`endpoints[1].targetPort: Forbidden: excludes port: only one of them can be set`,
			`endpoints[1].scrapeTimeout: Invalid value: "20s": must not be longer than interval, which is 10s`,
			`endpoints[2].interval: Invalid value: "1.5s": must be whole seconds`,
			`endpoints[2].scheme: Unsupported value: "ftp": supported values: "http", "https"`,
			`namespaceSelector.matchNames: Forbidden: excludes any: only one of them can be set`,
			`sampleLimit: Invalid value: -1: must be at least 1`,
			`bodySizeLimit: Invalid value: "10": must match ^(0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$`,
		},
	}, {
		name: "logins",
		spec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{
			{Port: "web", BearerTokenFile: "/token", Login: monitoring.Login{Authorization: &monitoring.Authorization{Type: "basic", Credentials: *ref}}},
			{Port: "web", Login: monitoring.Login{BasicAuth: &monitoring.BasicAuth{}, OAuth2: &monitoring.OAuth2{TokenURL: "login"}}},
		}},
		want: []string{
			`endpoints[0].bearerTokenFile: Forbidden: is another way to log in than the one that is given`,
			`endpoints[0].authorization.type: Invalid value: "basic": is what basicAuth is for`,
			`endpoints[1].oauth2: Forbidden: excludes basicAuth: only one of them can be set`,
			`endpoints[1].oauth2.clientId: Required value: needs one of secret, configMap`,
			`endpoints[1].oauth2.clientSecret: Required value: no default can know it`,
			`endpoints[1].oauth2.tokenUrl: Invalid value: "login": must match ^(http|https)://.+$`,
		},
	}, {
		name: "certificates",
		spec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{
			{Port: "web", TLSConfig: &monitoring.TLSConfig{CA: inMap, CAFile: "/ca", Cert: inBoth, CertFile: "/cert", KeySecret: ref, KeyFile: "/key"}},
			{Port: "web", TLSConfig: &monitoring.TLSConfig{CertFile: "/cert", MinVersion: monitoring.TLS13, MaxVersion: monitoring.TLS12}},
		}},
		want: []string{
			`endpoints[0].tlsConfig.caFile: Forbidden: excludes ca: only one of them can be set`,
			`endpoints[0].tlsConfig.certFile: Forbidden: excludes cert: only one of them can be set`,
			`endpoints[0].tlsConfig.keyFile: Forbidden: excludes keySecret: only one of them can be set`,
			`endpoints[0].tlsConfig.cert.configMap: Forbidden: excludes secret: only one of them can be set`,
			`endpoints[1].tlsConfig.keySecret: Required value: the key of the certificate`,
			`endpoints[1].tlsConfig.maxVersion: Invalid value: "TLS12": must not be below minVersion, which is TLS13`,
		},
	}, {
		name: "proxies",
		spec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{
			{Port: "web", Proxy: monitoring.Proxy{ProxyURL: "http://proxy", ProxyFromEnvironment: true}},
			{Port: "web", Proxy: monitoring.Proxy{NoProxy: "10.0.0.0/8", ProxyConnectHeader: map[string][]addon.SecretRef{"A": {*ref}}}},
		}},
		want: []string{
			`endpoints[0].proxyFromEnvironment: Forbidden: excludes proxyUrl: only one of them can be set`,
			`endpoints[1].noProxy: Forbidden: needs proxyUrl`,
			`endpoints[1].proxyConnectHeader: Forbidden: needs proxyUrl or proxyFromEnvironment`,
		},
	}, {
		name: "relabelings",
		spec: monitoring.Endpoint{Port: "web", Relabelings: []monitoring.Relabeling{
			{Regex: "("},
			{Action: monitoring.HashMod, TargetLabel: "a"},
			{Action: monitoring.LabelDrop, SourceLabels: []string{"a"}, TargetLabel: "b", Separator: new(";"), Replacement: new("c"), Modulus: 2},
			{Action: monitoring.KeepEqual, Regex: "a"},
			{Action: "remove"},
		}},
		want: []string{
			"relabelings[0].regex: Invalid value: \"(\": error parsing regexp: missing closing ): `(`",
			`relabelings[0].targetLabel: Required value: replace needs it`,
			`relabelings[1].modulus: Required value: hashmod needs it`,
			`relabelings[2].sourceLabels: Forbidden: labeldrop doesn't know it`,
			`relabelings[2].targetLabel: Forbidden: labeldrop doesn't know it`,
			`relabelings[2].separator: Forbidden: labeldrop doesn't know it`,
			`relabelings[2].modulus: Forbidden: labeldrop doesn't know it`,
			`relabelings[2].replacement: Forbidden: labeldrop doesn't know it`,
			`relabelings[3].targetLabel: Required value: keepequal needs it`,
			`relabelings[3].regex: Forbidden: keepequal doesn't know it`,
			`relabelings[4].action: Unsupported value: "remove": supported values: "replace", "keep", "drop", "hashmod", "labelmap", "labeldrop", "labelkeep", "lowercase", "uppercase", "keepequal", "dropequal"`,
		},
	}, {
		name: "pods",
		spec: monitoring.PodMonitorSpec{
			Selector: odd,
			PodMetricsEndpoints: []monitoring.PodEndpoint{
				{ScrapeTimeout: seconds(0.5), TLSConfig: &monitoring.SafeTLSConfig{KeySecret: ref}},
				{Port: "web", PortNumber: 99999},
			},
		},
		want: []string{
			`selector: Invalid value: {"matchExpressions":[{"key":"team","operator":"Is"}]}: "Is" is not a valid label selector operator`,
			`podMetricsEndpoints[0]: Required value: needs one of port, portNumber`,
			`podMetricsEndpoints[0].scrapeTimeout: Invalid value: "500ms": must be whole seconds`,
			`podMetricsEndpoints[0].tlsConfig.cert: Required value: the certificate of the key`,
			`podMetricsEndpoints[1].portNumber: Forbidden: excludes port: only one of them can be set`,
			`podMetricsEndpoints[1].portNumber: Invalid value: 99999: must be at most 65535`,
		},
	}, {
		name: "rules",
		spec: monitoring.PrometheusRuleSpec{Groups: []monitoring.RuleGroup{
			{Name: "a", Interval: seconds(0.5), Rules: []monitoring.Rule{
				{Expr: "up"},
				{Record: "a:b", Alert: "A"},
				{Record: "a b", Expr: "up", For: seconds(60), KeepFiringFor: seconds(60), Annotations: map[string]string{"summary": "a"}},
				{Alert: "A", Expr: "up", For: seconds(0.5)},
			}},
			{Name: "a", QueryOffset: seconds(0.5)},
		}},
		want: []string{
			`groups[1].name: Duplicate value: "a"`,
			`groups[0].interval: Invalid value: "500ms": must be whole seconds`,
			`groups[0].rules[0]: Required value: needs one of record, alert`,
			`groups[0].rules[1].alert: Forbidden: excludes record: only one of them can be set`,
			`groups[0].rules[1].expr: Required value: no default can know it`,
			`groups[0].rules[2].for: Forbidden: is for alerts`,
			`groups[0].rules[2].keep_firing_for: Forbidden: is for alerts`,
			`groups[0].rules[2].annotations: Forbidden: is for alerts`,
			`groups[0].rules[2].record: Invalid value: "a b": must match ^[a-zA-Z_:][a-zA-Z0-9_:]*$`,
			`groups[0].rules[3].for: Invalid value: "500ms": must be whole seconds`,
			`groups[1].query_offset: Invalid value: "500ms": must be whole seconds`,
		},
	}} {
		var got []string
		for _, err := range addon.Check(tc.spec, nil) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
