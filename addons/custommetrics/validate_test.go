package custommetrics_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/custommetrics"
)

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"nothing is served", options{NoDefaultRules: true}, []string{
			`noDefaultRules: Forbidden: leaves nothing to serve without nginx, envoy, rules, externalRules or resourceRules`,
		}},
		{
			"rules",
			options{
				Rules: []custommetrics.Rule{
					{
						SeriesFilters: []custommetrics.SeriesFilter{{Is: "("}, {}},
						Name:          custommetrics.NameMapping{Matches: "["},
						MetricsQuery:  "sum(<<.Series)",
					},
				},
				NGINX: &custommetrics.NGINX{State: "handled"},
				Envoy: &custommetrics.Envoy{Series: "envoy requests", Window: every(90 * time.Second)},
			},
			[]string{
				`nginx.state: Unsupported value: "handled": supported values: "active", "reading", "writing", "waiting"`,
				`envoy.series: Invalid value: "envoy requests": must match ^[a-zA-Z_:][a-zA-Z0-9_:]*$`,
				`rules[0].metricsQuery: Invalid value: "sum(<<.Series)": must have >> for each <<, as in <<.Series>>`,
				`rules[0].seriesQuery: Required value: no default can know it`,
				`rules[0].seriesFilters[0].is: Invalid value: "(": must be a regular expression: error parsing regexp: missing closing ): ` + "`(`",
				`rules[0].seriesFilters[1]: Required value: needs one of is, isNot`,
				`rules[0].name.matches: Invalid value: "[": must be a regular expression: error parsing regexp: missing closing ]: ` + "`[`",
				`rules[0].resources: Required value: needs a template or overrides, as in {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}`,
				`envoy.window: Invalid value: "1m30s": must be at least twice prometheus.scrapeInterval, which is 1m0s: a rate takes two samples`,
			},
		},
		{
			"Prometheus",
			options{
				RelistInterval: every(time.Second),
				Envoy:          &custommetrics.Envoy{},
				Prometheus: custommetrics.Prometheus{
					Pods:           addon.Pods{Replicas: new(int32(2))},
					RetentionSize:  "6Gi",
					Storage:        custommetrics.Storage{Ephemeral: true, ExistingClaim: "a", Size: quantity("1Gi")},
					ScrapeInterval: every(2 * time.Minute),
					ScrapeTimeout:  every(3 * time.Minute),
					Namespaces:     []string{"web"},
					WithoutJobs:    []custommetrics.Job{custommetrics.JobNodes, "kubelets"},
					ScrapeConfigs: []custommetrics.ScrapeConfig{
						{JobName: "envoy", Timeout: every(time.Hour)},
						{JobName: "a", Targets: []string{"a"}, Relabelings: []custommetrics.Relabeling{
							{Regex: "("}, {Action: custommetrics.LabelDrop}, {Action: custommetrics.HashMod, TargetLabel: "a"},
						}},
					},
				},
			},
			[]string{
				`prometheus.retentionSize: Invalid value: "6Gi": must match ^[0-9]+(B|KB|MB|GB|TB|PB|EB)$`,
				`prometheus.storage.existingClaim: Forbidden: excludes ephemeral: only one of them can be set`,
				`prometheus.storage.size: Forbidden: is that of the existingClaim`,
				`prometheus.withoutJobs[1]: Unsupported value: "kubelets": supported values: "kubernetes-api-servers", "kubernetes-nodes", "kubernetes-nodes-cadvisor", "kubernetes-pods", "kubernetes-pods-slow", "kubernetes-service-endpoints", "kubernetes-service-endpoints-slow", "kubernetes-services", "prometheus", "prometheus-pushgateway"`,
				`prometheus.scrapeConfigs[0]: Required value: needs one of kubernetes, targets`,
				`prometheus.scrapeConfigs[1].relabelings[0].regex: Invalid value: "(": must be a regular expression: error parsing regexp: missing closing ): ` + "`(`",
				`prometheus.scrapeConfigs[1].relabelings[0].targetLabel: Required value: the action writes one`,
				`prometheus.scrapeConfigs[1].relabelings[1].regex: Required value: it is the names of labels`,
				`prometheus.scrapeConfigs[1].relabelings[2].modulus: Invalid value: 0: goes with the action hashmod, and with it only`,
				`relistInterval: Invalid value: "1s": must not be shorter than prometheus.scrapeInterval, which is 2m0s: metrics would come and go`,
				`envoy.window: Required value: 2m is too short for prometheus.scrapeInterval, which is 2m0s`,
				`prometheus.scrapeTimeout: Invalid value: "3m0s": must not be longer than the interval, which is 2m0s`,
				`prometheus.pods.replicas: Invalid value: 2: must be 0 or 1: each would have series of its own`,
				`prometheus.withoutJobs: Required value: must have kubernetes-api-servers: with namespaces there is no right to scrape it`,
				`prometheus.withoutJobs: Required value: must have kubernetes-nodes-cadvisor: with namespaces there is no right to scrape it`,
				`prometheus.scrapeConfigs[0].jobName: Duplicate value: "envoy"`,
				`prometheus.scrapeConfigs[0].timeout: Invalid value: "1h0m0s": must not be longer than the interval, which is 2m0s`,
			},
		},
		{
			"a Prometheus that is there",
			options{
				Existing:   &custommetrics.Existing{URL: "prometheus:9090", BearerToken: &addon.SecretRef{Name: "a", Key: "b"}, ServiceAccountToken: true},
				Prometheus: custommetrics.Prometheus{Storage: custommetrics.Storage{Ephemeral: true}, WithoutJobs: []custommetrics.Job{custommetrics.JobNodes}},
			},
			[]string{
				`existing.serviceAccountToken: Forbidden: excludes bearerToken: only one of them can be set`,
				`existing.url: Invalid value: "prometheus:9090": must match ^https?://[^ ]+$`,
				`prometheus.storage: Forbidden: is that of the Prometheus which existing takes the place of`,
				`prometheus.withoutJobs: Forbidden: is that of the Prometheus which existing takes the place of`,
			},
		},
	} {
		_, err := custommetrics.New(tc.options).Objects(addontest.Target())
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
