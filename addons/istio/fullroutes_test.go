package istio_test

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addons/istio"
)

func virtualServiceSpec() istio.VirtualServiceSpec {
	cart := func(subset string) istio.Destination {
		return istio.Destination{Host: "cart.shop.svc.cluster.local", Subset: subset, Port: &istio.PortSelector{Number: 8080}}
	}
	return istio.VirtualServiceSpec{
		Hosts:    []string{"cart.example.com"},
		Gateways: []string{"edge/edge", "mesh"},
		ExportTo: []string{"."},
		HTTP: []istio.HTTPRoute{
			{
				Name:    "feature",
				Match:   []istio.HTTPMatch{httpMatch()},
				Route:   []istio.HTTPDestination{{Destination: cart("v1"), Weight: 90}, {Destination: cart("v2"), Weight: 10, Headers: headers()}},
				Rewrite: &istio.HTTPRewrite{Authority: "cart", URIRegexRewrite: &istio.RegexRewrite{Match: "/v[0-9]+/(.*)", Rewrite: `/\1`}},
				Timeout: seconds(5),
				Retries: &istio.HTTPRetry{
					Attempts:                 new(int32(3)),
					PerTryTimeout:            seconds(1),
					RetryOn:                  "connect-failure,refused-stream,503",
					Backoff:                  seconds(1),
					RetryRemoteLocalities:    true,
					RetryIgnorePreviousHosts: new(false),
				},
				Fault: &istio.HTTPFault{
					Delay: &istio.FaultDelay{FixedDelay: seconds(2), Percentage: &istio.Percent{Value: 0.5}},
					Abort: &istio.FaultAbort{HTTPStatus: 503, Percentage: &istio.Percent{Value: 0.1}},
				},
				Mirror:           new(cart("v2")),
				MirrorPercentage: &istio.Percent{Value: 5},
				CORSPolicy: &istio.CORSPolicy{
					AllowOrigins:        []istio.StringMatch{{Exact: "https://www.example.com"}, {Prefix: "https://dev."}, {Regex: `https://.*\.example\.com`}},
					AllowMethods:        []string{"GET", "POST"},
					AllowHeaders:        []string{"x-feature"},
					ExposeHeaders:       []string{"x-request-id"},
					MaxAge:              seconds(86400),
					AllowCredentials:    new(true),
					UnmatchedPreflights: istio.IgnorePreflights,
				},
				Headers: headers(),
			},
			{
				Name:     "old",
				Match:    []istio.HTTPMatch{{URI: &istio.StringMatch{Prefix: "/old"}}},
				Redirect: &istio.HTTPRedirect{PrefixRewrite: "/new", Authority: "www.example.com", Scheme: "https", Port: 8443, RedirectCode: 308},
			},
			{
				Match:    []istio.HTTPMatch{{URI: &istio.StringMatch{Exact: "/"}}},
				Redirect: &istio.HTTPRedirect{URI: "/shop", DerivePort: istio.PortOfRequest},
			},
			{
				Match:          []istio.HTTPMatch{{URI: &istio.StringMatch{Exact: "/robots.txt"}}},
				DirectResponse: &istio.HTTPDirectResponse{Status: 200, Body: &istio.HTTPBody{String: "User-agent: *\n"}},
			},
			{
				Match:          []istio.HTTPMatch{{URI: &istio.StringMatch{Exact: "/favicon.ico"}}},
				DirectResponse: &istio.HTTPDirectResponse{Status: 200, Body: &istio.HTTPBody{Bytes: []byte{0, 1}}},
			},
			{
				Match:    []istio.HTTPMatch{{URI: &istio.StringMatch{Prefix: "/search"}}},
				Delegate: &istio.Delegate{Name: "search", Namespace: "search"},
			},
			{
				Route:   []istio.HTTPDestination{{Destination: cart("")}},
				Rewrite: &istio.HTTPRewrite{URI: "/"},
				Fault:   &istio.HTTPFault{Abort: &istio.FaultAbort{GRPCStatus: "UNAVAILABLE", Percentage: &istio.Percent{Value: 0.1}}},
				Mirrors: []istio.HTTPMirror{{Destination: cart("v2"), Percentage: &istio.Percent{Value: 1}}},
			},
		},
		TLS: []istio.TLSRoute{{
			Match: []istio.TLSMatch{{
				SNIHosts:           []string{"cart.example.com"},
				DestinationSubnets: []string{"10.0.0.0/8"},
				Port:               8443,
				SourceLabels:       map[string]string{"app": "web"},
				SourceNamespace:    "shop",
				Gateways:           []string{"mesh"},
			}},
			Route: []istio.RouteDestination{{Destination: cart("v1"), Weight: 1}, {Destination: cart("v2"), Weight: 1}},
		}},
		TCP: []istio.TCPRoute{{
			Match: []istio.L4Match{{
				DestinationSubnets: []string{"10.0.0.0/8"},
				Port:               5432,
				SourceLabels:       map[string]string{"app": "web"},
				SourceNamespace:    "shop",
				Gateways:           []string{"mesh"},
			}},
			Route: []istio.RouteDestination{{Destination: istio.Destination{Host: "db.shop.svc.cluster.local"}}},
		}},
	}
}

func httpMatch() istio.HTTPMatch {
	return istio.HTTPMatch{
		Name:            "flagged",
		URI:             &istio.StringMatch{Prefix: "/v1"},
		IgnoreURICase:   true,
		Scheme:          &istio.StringMatch{Exact: "https"},
		Method:          &istio.StringMatch{Regex: "GET|POST"},
		Authority:       &istio.StringMatch{Exact: "cart.example.com"},
		Headers:         map[string]istio.StringMatch{"x-feature": {Exact: "new-cart"}, "x-user": {}},
		WithoutHeaders:  map[string]istio.StringMatch{"x-legacy": {}},
		QueryParams:     map[string]istio.StringMatch{"debug": {Exact: "1"}},
		Port:            443,
		SourceLabels:    map[string]string{"app": "web"},
		SourceNamespace: "shop",
		Gateways:        []string{"mesh"},
		StatPrefix:      "cart-feature",
	}
}

func headers() *istio.Headers {
	return &istio.Headers{
		Request:  &istio.HeaderOperations{Set: map[string]string{"x-cart": "v2"}, Add: map[string]string{"x-seen": "mesh"}, Remove: []string{"x-debug"}},
		Response: &istio.HeaderOperations{Remove: []string{"server"}},
	}
}

func destinationRuleSpec() istio.DestinationRuleSpec {
	return istio.DestinationRuleSpec{
		Host:             "cart.shop.svc.cluster.local",
		ExportTo:         []string{"."},
		WorkloadSelector: &istio.WorkloadSelector{MatchLabels: map[string]string{"app": "web"}},
		TrafficPolicy: &istio.TrafficPolicy{
			LoadBalancer: &istio.LoadBalancer{
				Simple: istio.LeastRequest,
				LocalityLBSetting: &istio.LocalityLB{
					Distribute: []istio.LocalityDistribute{{
						From: "ap-northeast-1/*", To: map[string]int32{"ap-northeast-1/*": 80, "ap-northeast-3/*": 20},
					}},
				},
				Warmup: &istio.Warmup{Duration: seconds(60), MinimumPercent: new(20.0), Aggression: new(2.0)},
			},
			ConnectionPool:   connectionPool(),
			OutlierDetection: outlierDetection(),
			TLS:              &istio.ClientTLS{Mode: istio.ClientSimple, CredentialName: "cart-ca", SNI: "cart.example.com", SubjectAltNames: []string{"cart.example.com"}},
			PortLevelSettings: []istio.PortTrafficPolicy{{
				Port: istio.PortSelector{Number: 8080},
				LoadBalancer: &istio.LoadBalancer{ConsistentHash: &istio.ConsistentHash{
					HTTPCookie: &istio.HashCookie{Name: "session", Path: "/", TTL: &metav1.Duration{}},
					RingHash:   &istio.RingHash{MinimumRingSize: 2048},
				}},
				ConnectionPool:   &istio.ConnectionPool{HTTP: &istio.HTTPSettings{MaxRequestsPerConnection: 100}},
				OutlierDetection: &istio.OutlierDetection{Consecutive5xxErrors: new(int32(0))},
				TLS: &istio.ClientTLS{
					Mode:              istio.ClientMutual,
					ClientCertificate: "/etc/certs/tls.crt",
					PrivateKey:        "/etc/certs/tls.key",
					CACertificates:    "/etc/certs/ca.crt",
					CACRL:             "/etc/certs/ca.crl",
				},
			}},
			ProxyProtocol: &istio.ProxyProtocol{Version: "V2"},
			RetryBudget:   &istio.RetryBudget{Percent: new(10.0), MinRetryConcurrency: new(int32(5)), BudgetInterval: seconds(1)},
		},
		Subsets: []istio.Subset{
			{Name: "v1", Labels: map[string]string{"version": "v1"}},
			{Name: "v2", Labels: map[string]string{"version": "v2"}, TrafficPolicy: &istio.TrafficPolicy{
				LoadBalancer: &istio.LoadBalancer{
					ConsistentHash:    &istio.ConsistentHash{HTTPHeaderName: "x-user", Maglev: &istio.Maglev{TableSize: 65537}},
					LocalityLBSetting: &istio.LocalityLB{Enabled: new(true), FailoverPriority: []string{"topology.kubernetes.io/zone"}},
				},
				TLS:    &istio.ClientTLS{Mode: istio.ClientSimple, InsecureSkipVerify: true},
				Tunnel: &istio.Tunnel{Protocol: "CONNECT", TargetHost: "cart.example.com", TargetPort: 443},
			}},
			{Name: "v3", TrafficPolicy: &istio.TrafficPolicy{
				LoadBalancer: &istio.LoadBalancer{ConsistentHash: &istio.ConsistentHash{UseSourceIP: true}},
			}},
			{Name: "v4", TrafficPolicy: &istio.TrafficPolicy{
				LoadBalancer: &istio.LoadBalancer{ConsistentHash: &istio.ConsistentHash{HTTPQueryParameterName: "user"}},
			}},
		},
	}
}

func connectionPool() *istio.ConnectionPool {
	return &istio.ConnectionPool{
		TCP: &istio.TCPSettings{
			MaxConnections:        100,
			ConnectTimeout:        seconds(2),
			TCPKeepalive:          &istio.TCPKeepalive{Probes: 3, Time: seconds(60), Interval: seconds(10)},
			MaxConnectionDuration: seconds(3600),
			IdleTimeout:           new(seconds(600)),
		},
		HTTP: &istio.HTTPSettings{
			HTTP1MaxPendingRequests:  100,
			HTTP2MaxRequests:         1000,
			MaxRequestsPerConnection: 1000,
			MaxRetries:               10,
			MaxConcurrentStreams:     100,
			IdleTimeout:              seconds(300),
			H2UpgradePolicy:          istio.H2DoNotUpgrade,
			HTTP2KeepAlive:           &istio.HTTP2KeepAlive{Interval: seconds(30), Timeout: seconds(5)},
			UseClientProtocol:        true,
		},
	}
}

func outlierDetection() *istio.OutlierDetection {
	return &istio.OutlierDetection{
		Consecutive5xxErrors:           new(int32(7)),
		ConsecutiveGatewayErrors:       new(int32(5)),
		SplitExternalLocalOriginErrors: true,
		ConsecutiveLocalOriginFailures: new(int32(3)),
		Interval:                       seconds(5),
		BaseEjectionTime:               seconds(60),
		MaxEjectionPercent:             new(int32(50)),
		MinHealthPercent:               new(int32(30)),
	}
}
