package emissary_test

import (
	"github.com/fitout/fitout/addons/emissary"
)

// mappings have all fields set between them.
func mappings() []emissary.NamedMapping {
	return []emissary.NamedMapping{
		{Name: "shop", Namespace: "shop", ObjectLabels: map[string]string{"host": "www"}, MappingSpec: service()},
		{Name: "shop-copy", Namespace: "shop", MappingSpec: emissary.MappingSpec{
			Hostname: "*", Prefix: "/copy/", Service: "https://copy.example.com", Shadow: true, Weight: new(int32(5)), RespectDNSTTL: true,
		}},
		{Name: "exact", MappingSpec: emissary.MappingSpec{
			Host: `^[a-z]+\.example\.com$`, HostRegex: true,
			Prefix: "/robots.txt", PrefixExact: true, Service: "robots", Rewrite: new(""), AutoHostRewrite: true,
		}},
		{Name: "regex", MappingSpec: emissary.MappingSpec{
			Hostname: "www.example.com", Prefix: "/v[0-9]+/.*", PrefixRegex: true, Method: "GET|HEAD", MethodRegex: true,
			Service: "versions:8080", RegexRewrite: &emissary.RegexMap{Pattern: "^/v([0-9]+)/", Substitution: `/\1/`},
		}},
		{Name: "moved", MappingSpec: emissary.MappingSpec{
			Hostname: "old.example.com", Prefix: "/", Service: "www.example.com", HostRedirect: true, RedirectResponseCode: 308,
		}},
		{Name: "landing", MappingSpec: emissary.MappingSpec{
			Hostname: "campaign.example.com", Prefix: "/spring/", Service: "www.example.com", HostRedirect: true, PathRedirect: "/campaigns/spring/",
		}},
		{Name: "blog", MappingSpec: emissary.MappingSpec{
			Hostname: "blog.example.com", Prefix: "/", Service: "www.example.com", HostRedirect: true, PrefixRedirect: "/blog/",
		}},
		{Name: "articles", MappingSpec: emissary.MappingSpec{
			Hostname: "news.example.com", Prefix: "/", Service: "www.example.com", HostRedirect: true,
			RegexRedirect: &emissary.RegexMap{Pattern: "^/([0-9]+)$", Substitution: `/articles/\1`},
		}},
	}
}

// service is a route to a service with all that can be said of one.
func service() emissary.MappingSpec {
	return emissary.MappingSpec{
		AmbassadorID:          []string{"edge"},
		Hostname:              "www.example.com",
		Prefix:                "/shop/",
		CaseSensitive:         new(false),
		Method:                "POST",
		Headers:               map[string]string{"X-Release": "canary"},
		RegexHeaders:          map[string]string{"User-Agent": ".*Firefox.*"},
		QueryParameters:       map[string]string{"beta": "1"},
		RegexQueryParameters:  map[string]string{"item": "[0-9]+"},
		Precedence:            10,
		Service:               "shop.shop:8080",
		Weight:                new(int32(20)),
		Rewrite:               new("/"),
		HostRewrite:           "shop.internal",
		AddRequestHeaders:     map[string]emissary.AddedHeader{"X-Client": {Value: "%DOWNSTREAM_REMOTE_ADDRESS%", Append: new(false)}},
		AddResponseHeaders:    map[string]emissary.AddedHeader{"X-Frame-Options": {Value: "DENY"}},
		RemoveRequestHeaders:  []string{"X-Internal"},
		RemoveResponseHeaders: []string{"Server"},
		AddLinkerdHeaders:     new(false),
		CORS: &emissary.CORS{
			Origins: []string{"https://www.example.com"}, Methods: []string{"GET", "POST"}, Headers: []string{"Content-Type"},
			ExposedHeaders: []string{"X-Total"}, Credentials: true, MaxAge: "86400",
		},
		BypassAuth:            true,
		AuthContextExtensions: map[string]string{"role": "customer"},
		Labels: map[string][]map[string][]emissary.RateLimitLabel{"edge": {{"shop": {
			{RemoteAddress: &emissary.LabelKey{Key: "remote_address"}},
			{RequestHeaders: &emissary.HeaderLabel{Key: "session", HeaderName: "X-Session"}},
			{GenericKey: &emissary.GenericLabel{Key: "route", Value: "shop"}},
			{SourceCluster: &emissary.LabelKey{Key: "source_cluster"}},
			{DestinationCluster: &emissary.LabelKey{Key: "destination_cluster"}},
		}}}},
		TimeoutMS:                      new(int64(10000)),
		IdleTimeoutMS:                  new(int64(60000)),
		ConnectTimeoutMS:               new(int64(1000)),
		ClusterIdleTimeoutMS:           new(int64(30000)),
		ClusterMaxConnectionLifetimeMS: new(int64(600000)),
		RetryPolicy:                    &emissary.RetryPolicy{RetryOn: emissary.Retry5xx, NumRetries: 2, PerTryTimeout: "0.5s"},
		CircuitBreakers: []emissary.CircuitBreaker{{
			Priority: emissary.PriorityHigh, MaxConnections: new(int32(2048)), MaxPendingRequests: new(int32(2048)),
			MaxRequests: new(int32(4096)), MaxRetries: new(int32(10)),
		}},
		LoadBalancer: &emissary.LoadBalancer{Policy: emissary.RingHash, Cookie: &emissary.LoadBalancerCookie{Name: "shard", Path: "/", TTL: "600s"}},
		HealthChecks: []emissary.HealthCheck{
			{
				HealthCheck: emissary.HealthCheckLocation{HTTP: &emissary.HTTPHealthCheck{
					Path:                 "/healthz",
					Hostname:             "shop.internal",
					AddRequestHeaders:    map[string]emissary.AddedHeader{"X-Check": {Value: "1"}},
					RemoveRequestHeaders: []string{"User-Agent"},
					ExpectedStatuses:     []emissary.StatusRange{{Min: 200, Max: 204}},
				}},
				Timeout: seconds(2), Interval: seconds(10), UnhealthyThreshold: 3, HealthyThreshold: 2,
			},
			{HealthCheck: emissary.HealthCheckLocation{GRPC: &emissary.GRPCHealthCheck{UpstreamName: "shop.v1.Shop", Authority: "shop.internal"}}},
		},
		Resolver:     "endpoint",
		DNSType:      emissary.LogicalDNS,
		EnableIPv4:   new(true),
		EnableIPv6:   new(false),
		KeepAlive:    &emissary.KeepAlive{Probes: 3, Interval: 10},
		GRPC:         true,
		AllowUpgrade: []string{"websocket"},
		TLS:          "partner",
		Priority:     emissary.PriorityHigh,
		ClusterTag:   "shop",
		StatsName:    "shop",
	}
}
