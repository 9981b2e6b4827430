package emissary_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/emissary"
)

func TestBadMappings(t *testing.T) {
	type spec = emissary.MappingSpec
	for _, tc := range []struct {
		name  string
		specs []spec
		want  []string
	}{{
		name:  "nothing",
		specs: []spec{{}},
		want: []string{
			`mappings[0].hostname: Required value: without one, and without objectLabels by which a Host selects it, nothing is routed: "*" is for all domains`,
			`mappings[0].prefix: Required value: no default can know it`,
			`mappings[0].service: Required value: no default can know it`,
		},
	}, {
		name: "two meanings",
		specs: []spec{{
			Hostname: "a", Host: "(", HostRegex: true, Prefix: "[", PrefixRegex: true, PrefixExact: true, CaseSensitive: new(false),
			MethodRegex: true, Service: "a", Rewrite: new("/"), RegexRewrite: &emissary.RegexMap{Pattern: "*"}, HostRewrite: "a", AutoHostRewrite: true,
		}},
		want: []string{
			`mappings[0].host: Forbidden: excludes hostname: only one of them can be set`,
			`mappings[0].prefix_exact: Forbidden: excludes prefix_regex: only one of them can be set`,
			"mappings[0].host: Invalid value: \"(\": error parsing regexp: missing closing ): `(`",
			"mappings[0].prefix: Invalid value: \"[\": error parsing regexp: missing closing ]: `[`",
			`mappings[0].method: Required value: the regular expression`,
			`mappings[0].case_sensitive: Forbidden: Envoy passes over it with prefix_regex: begin the expression with (?i)`,
			`mappings[0].regex_rewrite: Forbidden: excludes rewrite: only one of them can be set`,
			`mappings[0].auto_host_rewrite: Forbidden: excludes host_rewrite: only one of them can be set`,
			"mappings[0].regex_rewrite.pattern: Invalid value: \"*\": error parsing regexp: missing argument to repetition operator: `*`",
		},
	}, {
		name: "what matches nothing",
		specs: []spec{
			{Host: "a", Prefix: "a", Method: "get", Service: "a", Headers: map[string]string{":authority": "a"}, RegexHeaders: map[string]string{"X": "("}, RegexQueryParameters: map[string]string{"x": "("}},
			{Hostname: "a", HostRegex: true, Prefix: "/", Service: "a"},
		},
		want: []string{
			`mappings[0].host: Forbidden: is for host_regex: take hostname`,
			`mappings[0].prefix: Invalid value: "a": must begin with a slash, as all paths do`,
			`mappings[0].method: Invalid value: "get": must be in capitals, as methods are`,
			"mappings[0].regex_headers[X]: Invalid value: \"(\": error parsing regexp: missing closing ): `(`",
			"mappings[0].regex_query_parameters[x]: Invalid value: \"(\": error parsing regexp: missing closing ): `(`",
			`mappings[0].headers[:authority]: Invalid value: "a": is the domain: take hostname`,
			`mappings[1].host: Required value: the regular expression`,
		},
	}, {
		name: "redirects",
		specs: []spec{
			{Hostname: "a", Prefix: "/", Service: "a", PathRedirect: "/a", RedirectResponseCode: 302},
			{Hostname: "b", Prefix: "/", Service: "https://www.example.com", HostRedirect: true, PathRedirect: "a", PrefixRedirect: "/b", RedirectResponseCode: 200},
			{Hostname: "c", Prefix: "/", Service: "www:8080", HostRedirect: true, RegexRedirect: &emissary.RegexMap{Pattern: "("}, Weight: new(int32(10)), Shadow: true, Rewrite: new("/")},
		},
		want: []string{
			`mappings[0].path_redirect: Forbidden: needs host_redirect`,
			`mappings[0].redirect_response_code: Forbidden: needs host_redirect`,
			`mappings[1].prefix_redirect: Forbidden: excludes path_redirect: only one of them can be set`,
			`mappings[1].redirect_response_code: Unsupported value: "200": supported values: "301", "302", "303", "307", "308"`,
			`mappings[1].service: Invalid value: "https://www.example.com": must be a domain without a scheme: redirects keep that of the request`,
			`mappings[1].path_redirect: Invalid value: "a": must match ^/`,
			"mappings[2].regex_redirect.pattern: Invalid value: \"(\": error parsing regexp: missing closing ): `(`",
			`mappings[2].service: Invalid value: "www:8080": must be a whole domain: Emissary takes a word for a service, and adds the namespace`,
			`mappings[2].shadow: Forbidden: excludes host_redirect: only one of them can be set`,
			`mappings[2].weight: Forbidden: a redirect can't share its requests: Emissary takes one for each route, or none`,
			`mappings[2].rewrite: Forbidden: with host_redirect no request reaches a service`,
		},
	}, {
		name: "how a service is reached",
		specs: []spec{{
			Hostname: "a", Prefix: "/", Service: "a/b", LoadBalancer: &emissary.LoadBalancer{Policy: emissary.Maglev},
			HealthChecks: []emissary.HealthCheck{{HealthCheck: emissary.HealthCheckLocation{HTTP: &emissary.HTTPHealthCheck{Path: "/", ExpectedStatuses: []emissary.StatusRange{{Min: 300, Max: 200}}}, GRPC: &emissary.GRPCHealthCheck{UpstreamName: "a"}}}},
			RetryPolicy:  &emissary.RetryPolicy{RetryOn: "404", PerTryTimeout: "1m"},
			Labels:       map[string][]map[string][]emissary.RateLimitLabel{"a": {{}}},
		}},
		want: []string{
			`mappings[0].labels[a][0]: Invalid value: 0: must be a group of one name`,
			`mappings[0].service: Invalid value: "a/b": must match ^(https?://)?[A-Za-z0-9\[][A-Za-z0-9.:_\]-]*$`,
			`mappings[0].retry_policy.retry_on: Unsupported value: "404": supported values: "5xx", "gateway-error", "connect-failure", "retriable-4xx", "refused-stream", "retriable-status-codes"`,
			`mappings[0].retry_policy.per_try_timeout: Invalid value: "1m": must match ^[0-9]+([.][0-9]+)?s$`,
			`mappings[0].load_balancer: Required value: needs one of cookie, header, source_ip`,
			`mappings[0].health_checks[0].health_check.grpc: Forbidden: excludes http: only one of them can be set`,
			`mappings[0].health_checks[0].health_check.http.expected_statuses[0].max: Invalid value: 200: must be at least min`,
			`mappings[0].load_balancer: Forbidden: needs a resolver that finds pods: kubernetes-endpoint`,
			`mappings[0].health_checks: Forbidden: needs a resolver that finds pods: kubernetes-endpoint`,
		},
	}, {
		name: "weights",
		specs: []spec{
			{Hostname: "a", Prefix: "/", Service: "a", Weight: new(int32(101))},
			{Hostname: "b", Prefix: "/", Service: "a", Weight: new(int32(70))},
			{Hostname: "b", Prefix: "/", Service: "b", Weight: new(int32(40))},
			{Hostname: "b", Prefix: "/", Service: "c", Weight: new(int32(40)), Headers: map[string]string{"X-Release": "canary"}},
			{Hostname: "b", Prefix: "/", Service: "d", Weight: new(int32(100)), Shadow: true},
		},
		want: []string{
			`mappings[0].weight: Invalid value: 101: must be at most 100`,
			`mappings[2].weight: Invalid value: 40: makes 110 with the other Mappings of the route: they share 100`,
		},
	}, {
		name: "a route that is redirected in part",
		specs: []spec{
			{Hostname: "a", Prefix: "/", Service: "a"},
			{Hostname: "a", Prefix: "/", Service: "www.example.com", HostRedirect: true},
		},
		want: []string{
			`mappings[1].prefix: Invalid value: "/": is another Mapping's too, and one of the two redirects: all requests of a route are redirected, or none`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			var o emissary.Options
			for i, s := range tc.specs {
				o.Mappings = append(o.Mappings, emissary.NamedMapping{Name: string(rune('a' + i)), MappingSpec: s})
			}
			_, err := emissary.New(o).Objects(addontest.Target())
			var got []string
			for _, err := range addon.Errors(err) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
