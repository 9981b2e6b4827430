package istio_test

import (
	"github.com/fitout/fitout/addons/istio"
)

// someResources are one of each kind, with little more than they need.
func someResources() istio.Resources {
	named := istio.ResourceName{Name: "cart", Namespace: "shop"}
	return istio.Resources{
		Gateways: []istio.NamedGateway{{ResourceName: named, GatewaySpec: istio.GatewaySpec{
			Selector: map[string]string{"istio": "public"},
			Servers: []istio.Server{{
				Port:  istio.GatewayPort{Number: 443, Name: "https", Protocol: istio.ProtocolHTTPS},
				Hosts: []string{"cart.example.com"},
				TLS:   &istio.ServerTLS{Mode: istio.ServerSimple, CredentialName: "cart-tls"},
			}},
		}}},
		VirtualServices: []istio.NamedVirtualService{{ResourceName: named, VirtualServiceSpec: istio.VirtualServiceSpec{
			Hosts: []string{"cart.example.com"},
			HTTP: []istio.HTTPRoute{{
				Match:   []istio.HTTPMatch{{Headers: map[string]istio.StringMatch{"x-feature": {Exact: "new-cart"}}}},
				Route:   []istio.HTTPDestination{{Destination: istio.Destination{Host: "cart"}}},
				Timeout: seconds(5),
			}},
		}}},
		DestinationRules: []istio.NamedDestinationRule{{ResourceName: named, DestinationRuleSpec: istio.DestinationRuleSpec{
			Host:          "cart",
			TrafficPolicy: &istio.TrafficPolicy{LoadBalancer: &istio.LoadBalancer{Simple: istio.RoundRobin}},
		}}},
		ServiceEntries: []istio.NamedServiceEntry{{ResourceName: named, ServiceEntrySpec: istio.ServiceEntrySpec{
			Hosts:      []string{"payments.example.com"},
			Ports:      []istio.ServiceEntryPort{{Number: 443, Name: "tls", Protocol: istio.ProtocolTLS}},
			Resolution: istio.ResolveDNS,
		}}},
		PeerAuthentications: []istio.NamedPeerAuthentication{{ResourceName: named, PeerAuthenticationSpec: istio.PeerAuthenticationSpec{
			MTLS: &istio.MTLS{Mode: istio.MTLSStrict},
		}}},
		AuthorizationPolicies: []istio.NamedAuthorizationPolicy{{ResourceName: named, AuthorizationPolicySpec: istio.AuthorizationPolicySpec{
			Action: istio.Deny,
			Rules:  []istio.Rule{{To: []istio.RuleTo{{Operation: istio.Operation{Ports: []string{"9090"}}}}}},
		}}},
		Telemetries: []istio.NamedTelemetry{{ResourceName: named, TelemetrySpec: istio.TelemetrySpec{
			AccessLogging: []istio.TelemetryLogging{{Providers: []istio.ProviderRef{{Name: "logs"}}}},
		}}},
	}
}

func fullResources() istio.Resources {
	named := func(name string) istio.ResourceName { return istio.ResourceName{Name: name, Namespace: "shop"} }
	return istio.Resources{
		Gateways:         []istio.NamedGateway{{ResourceName: istio.ResourceName{Name: "edge", Namespace: "edge"}, GatewaySpec: gatewaySpec()}},
		VirtualServices:  []istio.NamedVirtualService{{ResourceName: named("shop"), VirtualServiceSpec: virtualServiceSpec()}},
		DestinationRules: []istio.NamedDestinationRule{{ResourceName: named("cart"), DestinationRuleSpec: destinationRuleSpec()}},
		ServiceEntries: []istio.NamedServiceEntry{
			{ResourceName: named("payments"), ServiceEntrySpec: serviceEntrySpec()},
			{ResourceName: named("ledger"), ServiceEntrySpec: istio.ServiceEntrySpec{
				Hosts:            []string{"ledger.example.com"},
				Ports:            []istio.ServiceEntryPort{{Number: 443, Name: "tls", Protocol: istio.ProtocolTLS}},
				Location:         istio.MeshInternal,
				Resolution:       istio.ResolveStatic,
				WorkloadSelector: &istio.LabelsSelector{Labels: map[string]string{"app": "ledger"}},
			}},
		},
		PeerAuthentications: []istio.NamedPeerAuthentication{
			{ResourceName: istio.ResourceName{Name: "default"}, PeerAuthenticationSpec: istio.PeerAuthenticationSpec{
				MTLS: &istio.MTLS{Mode: istio.MTLSStrict},
			}},
			{ResourceName: named("cart"), PeerAuthenticationSpec: istio.PeerAuthenticationSpec{
				Selector:      &istio.WorkloadSelector{MatchLabels: map[string]string{"app": "cart"}},
				MTLS:          &istio.MTLS{Mode: istio.MTLSStrict},
				PortLevelMTLS: map[string]istio.MTLS{"9090": {Mode: istio.MTLSPermissive}},
			}},
		},
		AuthorizationPolicies: fullPolicies(),
		Telemetries:           fullTelemetries(),
	}
}

func gatewaySpec() istio.GatewaySpec {
	server := func(name string, port int32, tls *istio.ServerTLS) istio.Server {
		return istio.Server{
			Name:  name,
			Port:  istio.GatewayPort{Number: port, Name: name, Protocol: istio.ProtocolHTTPS},
			Hosts: []string{"shop/" + name + ".example.com"},
			Bind:  "0.0.0.0",
			TLS:   tls,
		}
	}
	return istio.GatewaySpec{
		Selector: map[string]string{"istio": "public"},
		Servers: []istio.Server{
			{
				Port:  istio.GatewayPort{Number: 80, Name: "http", Protocol: istio.ProtocolHTTP},
				Hosts: []string{"*"},
				TLS:   &istio.ServerTLS{HTTPSRedirect: true},
			},
			server("www", 443, &istio.ServerTLS{
				Mode:               istio.ServerSimple,
				CredentialName:     "www-tls",
				MinProtocolVersion: istio.TLS12,
				MaxProtocolVersion: istio.TLS13,
				CipherSuites:       []string{"ECDHE-ECDSA-AES256-GCM-SHA384"},
			}),
			server("api", 8443, &istio.ServerTLS{
				Mode:                 istio.ServerMutual,
				CredentialNames:      []string{"api-rsa", "api-ecdsa"},
				CACertCredentialName: "api-clients",
				SubjectAltNames:      []string{"client.example.com"},
			}),
			server("files", 9443, &istio.ServerTLS{
				Mode:              istio.ServerMutual,
				ServerCertificate: "/etc/certs/tls.crt",
				PrivateKey:        "/etc/certs/tls.key",
				CACertificates:    "/etc/certs/ca.crt",
			}),
		},
	}
}

func serviceEntrySpec() istio.ServiceEntrySpec {
	return istio.ServiceEntrySpec{
		Hosts:      []string{"payments.example.com"},
		Addresses:  []string{"192.0.2.40"},
		Ports:      []istio.ServiceEntryPort{{Number: 443, Name: "https", Protocol: istio.ProtocolHTTPS, TargetPort: 8443}},
		Location:   istio.MeshExternal,
		Resolution: istio.ResolveStatic,
		Endpoints: []istio.WorkloadEntry{{
			Address:        "198.51.100.40",
			Ports:          map[string]int32{"https": 9443},
			Labels:         map[string]string{"version": "v1"},
			Network:        "network-2",
			Locality:       "ap-northeast-1/ap-northeast-1a",
			Weight:         100,
			ServiceAccount: "payments",
		}},
		ExportTo:        []string{"."},
		SubjectAltNames: []string{"payments.example.com"},
	}
}

func fullPolicies() []istio.NamedAuthorizationPolicy {
	named := func(name string) istio.ResourceName { return istio.ResourceName{Name: name, Namespace: "shop"} }
	return []istio.NamedAuthorizationPolicy{
		{ResourceName: named("cart"), AuthorizationPolicySpec: istio.AuthorizationPolicySpec{
			Selector: &istio.WorkloadSelector{MatchLabels: map[string]string{"app": "cart"}},
			Action:   istio.Allow,
			Rules: []istio.Rule{
				{
					From: []istio.RuleFrom{{Source: istio.Source{
						Principals:           []string{"prod.example.com/ns/shop/sa/web"},
						NotPrincipals:        []string{"prod.example.com/ns/shop/sa/old"},
						RequestPrincipals:    []string{"https://issuer.example.com/*"},
						NotRequestPrincipals: []string{"https://issuer.example.com/guest"},
						Namespaces:           []string{"shop"},
						NotNamespaces:        []string{"sandbox"},
						TrustDomains:         []string{"prod.example.com"},
						NotTrustDomains:      []string{"dev.example.com"},
						IPBlocks:             []string{"10.0.0.0/8"},
						NotIPBlocks:          []string{"10.9.0.0/16"},
						RemoteIPBlocks:       []string{"198.51.100.0/24"},
						NotRemoteIPBlocks:    []string{"198.51.100.9"},
					}}},
					To: []istio.RuleTo{{Operation: istio.Operation{
						Hosts:      []string{"cart.example.com"},
						NotHosts:   []string{"old.example.com"},
						Ports:      []string{"8080"},
						NotPorts:   []string{"9090"},
						Methods:    []string{"GET", "POST"},
						NotMethods: []string{"TRACE"},
						Paths:      []string{"/api/*"},
						NotPaths:   []string{"/api/admin/*"},
					}}},
					When: []istio.Condition{{
						Key: "request.headers[x-feature]", Values: []string{"new-cart"}, NotValues: []string{"none"},
					}},
				},
				{From: []istio.RuleFrom{{Source: istio.Source{
					ServiceAccounts:    []string{"shop/web"},
					NotServiceAccounts: []string{"shop/old"},
				}}}},
			},
		}},
		{ResourceName: named("login"), AuthorizationPolicySpec: istio.AuthorizationPolicySpec{
			TargetRefs: []istio.TargetRef{{Group: "gateway.networking.k8s.io", Kind: "Gateway", Name: "tools"}},
			Action:     istio.Custom,
			Provider:   &istio.PolicyProvider{Name: "login"},
			Rules:      []istio.Rule{{To: []istio.RuleTo{{Operation: istio.Operation{Hosts: []string{"*.tools.example.com"}}}}}},
		}},
	}
}

func fullTelemetries() []istio.NamedTelemetry {
	server := &istio.ModeMatch{Mode: istio.ServerSide}
	return []istio.NamedTelemetry{
		{ResourceName: istio.ResourceName{Name: "default"}, TelemetrySpec: istio.TelemetrySpec{
			Tracing: []istio.TelemetryTracing{{
				Match:                        server,
				Providers:                    []istio.ProviderRef{{Name: "datadog"}},
				RandomSamplingPercentage:     new(5.0),
				DisableSpanReporting:         new(false),
				DisableContextPropagation:    new(false),
				EnableIstioTags:              new(false),
				UseRequestIDForTraceSampling: new(false),
				CustomTags: map[string]istio.TelemetryTag{
					"cluster": {Literal: &istio.LiteralTag{Value: "prod"}},
					"pod":     {Environment: &istio.NamedTag{Name: "POD_NAME", DefaultValue: "none"}},
					"feature": {Header: &istio.NamedTag{Name: "x-feature", DefaultValue: "none"}},
					"flags":   {Formatter: &istio.LiteralTag{Value: "%RESPONSE_FLAGS%"}},
				},
			}},
			Metrics: []istio.TelemetryMetrics{{
				Providers:         []istio.ProviderRef{{Name: "prometheus"}},
				ReportingInterval: seconds(10),
				Overrides: []istio.MetricsOverride{
					{
						Match: &istio.MetricMatch{Metric: istio.RequestCount, Mode: istio.Client},
						TagOverrides: map[string]istio.TagOverride{
							"feature":          {Operation: istio.UpsertTag, Value: "request.headers['x-feature']"},
							"source_principal": {Operation: istio.RemoveTag},
						},
					},
					{Match: &istio.MetricMatch{CustomMetric: "cart_size"}, Disabled: new(true)},
				},
			}},
			AccessLogging: []istio.TelemetryLogging{{
				Match:     server,
				Providers: []istio.ProviderRef{{Name: "logs"}},
				Disabled:  new(false),
				Filter:    &istio.LogFilter{Expression: "response.code >= 400"},
			}},
		}},
		{ResourceName: istio.ResourceName{Name: "cart", Namespace: "shop"}, TelemetrySpec: istio.TelemetrySpec{
			Selector:      &istio.WorkloadSelector{MatchLabels: map[string]string{"app": "cart"}},
			AccessLogging: []istio.TelemetryLogging{{Disabled: new(true)}},
		}},
		{ResourceName: istio.ResourceName{Name: "tools", Namespace: "shop"}, TelemetrySpec: istio.TelemetrySpec{
			TargetRefs:    []istio.TargetRef{{Group: "gateway.networking.k8s.io", Kind: "Gateway", Name: "tools"}},
			AccessLogging: []istio.TelemetryLogging{{Providers: []istio.ProviderRef{{Name: "otel-logs"}}}},
		}},
	}
}
