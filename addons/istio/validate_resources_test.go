package istio_test

import (
	"testing"

	"github.com/fitout/fitout/addons/istio"
)

// under puts the path of the first entry of a list of resources before messages.
func under(list string, messages ...string) []string {
	for i, m := range messages {
		messages[i] = "resources." + list + "[0]" + m
	}
	return messages
}

func TestBadRoutes(t *testing.T) {
	to := func(host string, weight int32) istio.HTTPDestination {
		return istio.HTTPDestination{Destination: istio.Destination{Host: host}, Weight: weight}
	}
	for _, tc := range []struct {
		name string
		spec istio.VirtualServiceSpec
		want []string
	}{{
		name: "no routes",
		spec: istio.VirtualServiceSpec{Hosts: []string{"a"}},
		want: []string{`: Required value: needs one of http, tls, tcp`},
	}, {
		name: "no hosts",
		spec: istio.VirtualServiceSpec{TCP: []istio.TCPRoute{{}}},
		want: []string{
			`.hosts: Required value: only routes of HTTP can be delegated to`,
			`.tcp[0].route: Required value: no default can know it`,
		},
	}, {
		name: "two ways at once",
		spec: istio.VirtualServiceSpec{Hosts: []string{"a"}, HTTP: []istio.HTTPRoute{
			{},
			{Route: []istio.HTTPDestination{to("a", 0)}, Redirect: &istio.HTTPRedirect{URI: "/", PrefixRewrite: "/", Port: 80, DerivePort: istio.PortOfRequest}},
			{Redirect: &istio.HTTPRedirect{URI: "/"}, Rewrite: &istio.HTTPRewrite{URI: "/", URIRegexRewrite: &istio.RegexRewrite{}}, MirrorPercentage: &istio.Percent{Value: 101}},
		}},
		want: []string{
			`.http[0]: Required value: needs one of route, redirect, directResponse, delegate`,
			`.http[1].redirect: Forbidden: excludes route: only one of them can be set`,
			`.http[1].redirect.prefixRewrite: Forbidden: excludes uri: only one of them can be set`,
			`.http[1].redirect.derivePort: Forbidden: excludes port: only one of them can be set`,
			`.http[2].rewrite: Forbidden: needs a route`,
			`.http[2].mirrorPercentage: Forbidden: needs mirror`,
			`.http[2].rewrite.uriRegexRewrite: Forbidden: excludes uri: only one of them can be set`,
			`.http[2].rewrite.uriRegexRewrite.match: Required value: no default can know it`,
			`.http[2].rewrite.uriRegexRewrite.rewrite: Required value: no default can know it`,
			`.http[2].mirrorPercentage.value: Invalid value: 101: must be at most 100`,
		},
	}, {
		name: "destinations that get nothing",
		spec: istio.VirtualServiceSpec{Hosts: []string{"a"}, HTTP: []istio.HTTPRoute{{
			Route:   []istio.HTTPDestination{to("a", 0), to("", 0)},
			Match:   []istio.HTTPMatch{{URI: &istio.StringMatch{Exact: "/", Prefix: "/"}}},
			Fault:   &istio.HTTPFault{Abort: &istio.FaultAbort{}, Delay: &istio.FaultDelay{}},
			Mirror:  &istio.Destination{Host: "m"},
			Mirrors: []istio.HTTPMirror{{Destination: istio.Destination{Host: "m"}}},
		}}},
		want: []string{
			`.http[0].mirrors: Forbidden: excludes mirror: only one of them can be set`,
			`.http[0].route: Required value: several destinations need weights: 0 gets no request`,
			`.http[0].match[0].uri.prefix: Forbidden: excludes exact: only one of them can be set`,
			`.http[0].route[1].destination: Required value: no default can know it`,
			`.http[0].fault.delay.fixedDelay: Required value: no default can know it`,
			`.http[0].fault.abort: Required value: needs one of httpStatus, grpcStatus`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			refused(t, options{Resources: istio.Resources{VirtualServices: []istio.NamedVirtualService{{
				ResourceName: istio.ResourceName{Name: "v"}, VirtualServiceSpec: tc.spec,
			}}}}, under("virtualServices", tc.want...))
		})
	}
}

func TestBadResources(t *testing.T) {
	named := istio.ResourceName{Name: "a"}
	tls := func(mode istio.ServerTLSMode, credential string) *istio.ServerTLS {
		return &istio.ServerTLS{Mode: mode, CredentialName: credential}
	}
	server := func(protocol istio.Protocol, tls *istio.ServerTLS) istio.Server {
		return istio.Server{Port: istio.GatewayPort{Number: 443, Name: "p", Protocol: protocol}, Hosts: []string{"*"}, TLS: tls}
	}
	for _, tc := range []struct {
		list      string
		resources istio.Resources
		want      []string
	}{{
		list: "gateways",
		resources: istio.Resources{Gateways: []istio.NamedGateway{{ResourceName: named, GatewaySpec: istio.GatewaySpec{
			Selector: map[string]string{"istio": "a"},
			Servers: []istio.Server{
				server(istio.ProtocolHTTPS, nil),
				server(istio.ProtocolHTTP, tls(istio.ServerSimple, "x")),
				server(istio.ProtocolHTTPS, &istio.ServerTLS{HTTPSRedirect: true}),
				server(istio.ProtocolTLS, tls("", "x")),
				server(istio.ProtocolHTTPS, tls(istio.ServerMutual, "")),
				server(istio.ProtocolHTTPS, tls(istio.ServerPassthrough, "x")),
			},
		}}}},
		want: []string{
			`.servers[0].tls: Required value: the protocol HTTPS needs it`,
			`.servers[1].tls.mode: Forbidden: needs the protocol HTTPS or TLS`,
			`.servers[2].tls.httpsRedirect: Forbidden: is for the protocol HTTP`,
			`.servers[3].tls.mode: Required value: the protocol TLS needs it`,
			`.servers[4].tls.credentialName: Required value: the mode MUTUAL needs a certificate`,
			`.servers[5].tls.credentialName: Forbidden: the mode PASSTHROUGH needs no certificate`,
		},
	}, {
		list: "destinationRules",
		resources: istio.Resources{DestinationRules: []istio.NamedDestinationRule{{ResourceName: named, DestinationRuleSpec: istio.DestinationRuleSpec{
			Host: "a",
			TrafficPolicy: &istio.TrafficPolicy{
				LoadBalancer: &istio.LoadBalancer{
					Simple:         istio.Random,
					ConsistentHash: &istio.ConsistentHash{RingHash: &istio.RingHash{}, Maglev: &istio.Maglev{}},
					LocalityLBSetting: &istio.LocalityLB{
						Distribute:       []istio.LocalityDistribute{{From: "a/*", To: map[string]int32{"a/*": 90}}},
						FailoverPriority: []string{"zone"},
					},
				},
				TLS: &istio.ClientTLS{Mode: istio.ClientMutual},
			},
			Subsets: []istio.Subset{{Name: "v1"}, {Name: "v1", TrafficPolicy: &istio.TrafficPolicy{TLS: &istio.ClientTLS{
				Mode: istio.ClientIstioMutual, CACertificates: "/ca.crt",
			}}}},
		}}}},
		want: []string{
			`.subsets[1].name: Duplicate value: "v1"`,
			`.trafficPolicy.loadBalancer.consistentHash: Forbidden: excludes simple: only one of them can be set`,
			`.trafficPolicy.loadBalancer.consistentHash: Required value: needs one of httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName`,
			`.trafficPolicy.loadBalancer.consistentHash.maglev: Forbidden: excludes ringHash: only one of them can be set`,
			`.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority: Forbidden: excludes distribute: only one of them can be set`,
			`.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: Invalid value: 90: the shares must add up to 100`,
			`.trafficPolicy.tls: Required value: the mode MUTUAL needs credentialName, or clientCertificate and privateKey`,
			`.subsets[1].trafficPolicy.tls.mode: Forbidden: ISTIO_MUTUAL takes the certificates of the mesh: give none`,
		},
	}, {
		list: "serviceEntries",
		resources: istio.Resources{ServiceEntries: []istio.NamedServiceEntry{{ResourceName: named, ServiceEntrySpec: istio.ServiceEntrySpec{
			Hosts:      []string{"*.example.com"},
			Resolution: istio.ResolveDNS,
			Ports:      []istio.ServiceEntryPort{{Number: 80, Name: "a"}, {Number: 80, Name: "b"}},
		}}}},
		want: []string{
			`.hosts[0]: Invalid value: "*.example.com": has no address: the resolution DNS needs a whole name, or endpoints`,
			`.ports[1].number: Duplicate value: 80`,
		},
	}, {
		list: "peerAuthentications",
		resources: istio.Resources{PeerAuthentications: []istio.NamedPeerAuthentication{{ResourceName: named, PeerAuthenticationSpec: istio.PeerAuthenticationSpec{
			MTLS:          &istio.MTLS{Mode: "ON"},
			PortLevelMTLS: map[string]istio.MTLS{"http": {Mode: istio.MTLSDisable}},
		}}}},
		want: []string{
			`.portLevelMtls: Forbidden: needs a selector`,
			`.portLevelMtls[http]: Invalid value: "http": must be a port`,
			`.mtls.mode: Unsupported value: "ON": supported values: "UNSET", "DISABLE", "PERMISSIVE", "STRICT"`,
		},
	}, {
		list: "authorizationPolicies",
		resources: istio.Resources{AuthorizationPolicies: []istio.NamedAuthorizationPolicy{{ResourceName: named, AuthorizationPolicySpec: istio.AuthorizationPolicySpec{
			Action: istio.Deny, Provider: &istio.PolicyProvider{Name: "opa"},
			Rules: []istio.Rule{{
				From: []istio.RuleFrom{{Source: istio.Source{ServiceAccounts: []string{"a/b"}, Namespaces: []string{"a"}}}},
				When: []istio.Condition{{Key: "source.ip"}},
			}},
		}}}},
		want: []string{
			`.provider: Forbidden: needs the action CUSTOM`,
			`.rules[0].from[0].source.serviceAccounts: Forbidden: excludes principals and namespaces`,
			`.rules[0].when[0]: Required value: needs one of values, notValues`,
			`.provider.name: Unsupported value: "opa": supported values: "envoy", "prometheus", "stackdriver"`,
		},
	}, {
		list: "telemetries",
		resources: istio.Resources{Telemetries: []istio.NamedTelemetry{{ResourceName: named, TelemetrySpec: istio.TelemetrySpec{
			Selector:   &istio.WorkloadSelector{MatchLabels: map[string]string{"a": "b"}},
			TargetRefs: []istio.TargetRef{{Kind: "Service", Name: "a"}},
			Tracing:    []istio.TelemetryTracing{{Providers: []istio.ProviderRef{{Name: "zipkin"}}, RandomSamplingPercentage: new(101.0)}},
			Metrics: []istio.TelemetryMetrics{{Overrides: []istio.MetricsOverride{{
				Match:        &istio.MetricMatch{Metric: istio.AllMetrics, CustomMetric: "x"},
				TagOverrides: map[string]istio.TagOverride{"a": {}, "b": {Operation: istio.RemoveTag, Value: "x"}},
			}}}},
		}}}},
		want: []string{
			`.targetRefs: Forbidden: excludes selector: only one of them can be set`,
			`.tracing[0].randomSamplingPercentage: Invalid value: 101: must be at most 100`,
			`.metrics[0].overrides[0].match.customMetric: Forbidden: excludes metric: only one of them can be set`,
			`.metrics[0].overrides[0].tagOverrides[a].value: Required value: the operation UPSERT needs it`,
			`.metrics[0].overrides[0].tagOverrides[b].value: Forbidden: the operation REMOVE needs none`,
			`.tracing[0].providers[0].name: Unsupported value: "zipkin": supported values: "envoy", "prometheus", "stackdriver"`,
		},
	}} {
		t.Run(tc.list, func(t *testing.T) { refused(t, options{Resources: tc.resources}, under(tc.list, tc.want...)) })
	}
}

func TestResourcesOfOneName(t *testing.T) {
	in := func(namespace string) istio.NamedPeerAuthentication {
		return istio.NamedPeerAuthentication{ResourceName: istio.ResourceName{Name: "default", Namespace: namespace}}
	}
	refused(t, options{Resources: istio.Resources{
		PeerAuthentications: []istio.NamedPeerAuthentication{in(""), in("shop"), in("istio-system")},
	}}, []string{`resources.peerAuthentications[2].name: Duplicate value: "default"`})
}
