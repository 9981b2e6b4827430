package emissary_test

import (
	"github.com/fitout/fitout/addons/emissary"
)

// settings has those options set that full leaves out: the services that Emissary uses, and
// the Module.
func settings() emissary.Options {
	var o emissary.Options
	o.AuthServices = []emissary.NamedAuthService{{Name: "login", Namespace: "auth", AuthServiceSpec: authService()}}
	o.RateLimitService = &emissary.NamedRateLimitService{Name: "limits", Namespace: "limits", RateLimitServiceSpec: rateLimitService()}
	o.LogServices = []emissary.NamedLogService{{Name: "logs", Namespace: "logs", LogServiceSpec: logService()}}
	o.TracingService = &emissary.NamedTracingService{Name: "traces", Namespace: "traces", TracingServiceSpec: tracingService()}
	o.EndpointResolvers = []emissary.NamedEndpointResolver{{Name: "endpoint", Namespace: "edge", ResolverSpec: emissary.ResolverSpec{AmbassadorID: []string{"default"}}}}
	o.ConsulResolvers = []emissary.NamedConsulResolver{{Name: "consul-dc1", Namespace: "edge", ConsulResolverSpec: emissary.ConsulResolverSpec{
		AmbassadorID: []string{"default"}, Address: "consul-server.consul:8500", Datacenter: "dc1",
	}}}
	o.AccessLog = emissary.AccessLog{
		Type:   emissary.LogTypedJSON,
		Path:   "/dev/stdout",
		Fields: map[string]string{"status": "%RESPONSE_CODE%", "path": "%REQ(:PATH)%"},
	}
	o.Module = module()
	return o
}

func authService() emissary.AuthServiceSpec {
	return emissary.AuthServiceSpec{
		AmbassadorID:                []string{"default"},
		AuthService:                 "login:3000",
		Proto:                       emissary.AuthHTTP,
		ProtocolVersion:             "v3",
		PathPrefix:                  "/check",
		TLS:                         "partner",
		TimeoutMS:                   new(int64(1000)),
		AllowedRequestHeaders:       []string{"X-Session"},
		AllowedAuthorizationHeaders: []string{"X-User"},
		AddAuthHeaders:              map[string]string{"X-Gateway": "edge"},
		AddLinkerdHeaders:           new(false),
		IncludeBody:                 &emissary.IncludeBody{MaxBytes: 4096, AllowPartial: true},
		FailureModeAllow:            true,
		StatusOnError:               &emissary.StatusOnError{Code: 503},
		CircuitBreakers:             []emissary.CircuitBreaker{{MaxRequests: new(int32(2000))}},
		StatsName:                   "login",
	}
}

func rateLimitService() emissary.RateLimitServiceSpec {
	return emissary.RateLimitServiceSpec{
		AmbassadorID:    []string{"default"},
		Service:         "limits:8081",
		ProtocolVersion: "v3",
		Domain:          "edge",
		TLS:             "partner",
		TimeoutMS:       new(int64(50)),
		FailureModeDeny: true,
		StatsName:       "limits",
	}
}

func logService() emissary.LogServiceSpec {
	return emissary.LogServiceSpec{
		AmbassadorID:    []string{"default"},
		Service:         "logs:9000",
		ProtocolVersion: "v3",
		Driver:          emissary.LogHTTP,
		DriverConfig: emissary.LogDriverConfig{AdditionalLogHeaders: []emissary.LogHeader{{
			HeaderName: "X-Session", DuringRequest: new(true), DuringResponse: new(false), DuringTrailer: new(false),
		}}},
		FlushIntervalTime:     5,
		FlushIntervalByteSize: new(int32(65536)),
		GRPC:                  true,
		StatsName:             "logs",
	}
}

func tracingService() emissary.TracingServiceSpec {
	return emissary.TracingServiceSpec{
		AmbassadorID: []string{"default"},
		Driver:       emissary.Zipkin,
		Service:      "zipkin:9411",
		Sampling:     &emissary.TraceSampling{Client: new(int32(100)), Random: new(int32(5)), Overall: new(int32(10))},
		CustomTags: []emissary.TraceTag{
			{Tag: "gateway", Literal: &emissary.LiteralTag{Value: "edge"}},
			{Tag: "namespace", Environment: &emissary.NamedTag{Name: "AMBASSADOR_NAMESPACE", DefaultValue: "none"}},
			{Tag: "session", RequestHeader: &emissary.NamedTag{Name: "X-Session"}},
		},
		Config: &emissary.TraceConfig{
			CollectorEndpoint:        "/api/v2/spans",
			CollectorEndpointVersion: emissary.CollectorProto,
			CollectorHostname:        "zipkin.example.com",
			TraceID128Bit:            new(true),
			SharedSpanContext:        new(false),
			ServiceName:              "edge",
		},
		StatsName: "zipkin",
	}
}

func module() emissary.ModuleSettings {
	return emissary.ModuleSettings{
		Diagnostics:                    emissary.Diagnostics{Enabled: new(true), AllowNonLocal: new(false)},
		LivenessProbe:                  emissary.InternalRoute{Enabled: new(false)},
		ReadinessProbe:                 emissary.InternalRoute{Enabled: new(false)},
		ClusterRequestTimeoutMS:        new(int64(5000)),
		ClusterIdleTimeoutMS:           new(int64(60000)),
		ClusterMaxConnectionLifetimeMS: new(int64(3600000)),
		ListenerIdleTimeoutMS:          new(int64(400000)),
		KeepAlive:                      &emissary.ModuleKeepAlive{Time: 60, Interval: 10, Probes: 3},
		RetryPolicy:                    &emissary.RetryPolicy{RetryOn: emissary.RetryGatewayError},
		CircuitBreakers:                []emissary.CircuitBreaker{{MaxConnections: new(int32(4096))}},
		LoadBalancer:                   &emissary.LoadBalancer{Policy: emissary.Maglev, Header: "X-Session"},
		Resolver:                       "endpoint",
		UseAmbassadorNamespaceForServiceResolution: true,
		EnableIPv4: new(true),
		EnableIPv6: new(true),
		CORS:       &emissary.CORS{Origins: []string{"*"}},
		Defaults: emissary.ModuleDefaults{
			HTTPMapping: emissary.MappingDefaults{
				AddRequestHeaders:     map[string]emissary.AddedHeader{"X-Gateway": {Value: "edge"}},
				AddResponseHeaders:    map[string]emissary.AddedHeader{"Strict-Transport-Security": {Value: "max-age=31536000"}},
				RemoveRequestHeaders:  []string{"X-Internal"},
				RemoveResponseHeaders: []string{"X-Powered-By"},
			},
			TLSSecretNamespacing: new(true),
		},
		DefaultLabelDomain: "edge",
		DefaultLabels: map[string]emissary.DefaultLabels{"edge": {Defaults: []emissary.RateLimitLabel{
			{RemoteAddress: &emissary.LabelKey{Key: "remote_address"}},
			{RequestHeaders: &emissary.HeaderLabel{Key: "session", HeaderName: "X-Session"}},
			{GenericKey: &emissary.GenericLabel{Key: "gateway", Value: "edge"}},
			{SourceCluster: &emissary.LabelKey{Key: "source_cluster"}},
			{DestinationCluster: &emissary.LabelKey{Key: "destination_cluster"}},
		}}},
		AddLinkerdHeaders:                true,
		IPAllow:                          []emissary.Principal{{Remote: "198.51.100.0/24"}, {Peer: "10.0.0.1"}},
		UseRemoteAddress:                 new(false),
		PreserveExternalRequestID:        true,
		ServerName:                       "edge",
		SuppressEnvoyHeaders:             true,
		ProperCase:                       true,
		HeadersWithUnderscoresAction:     emissary.RejectUnderscores,
		MaxRequestHeadersKB:              96,
		MergeSlashes:                     true,
		RejectRequestsWithEscapedSlashes: true,
		StripMatchingHostPort:            true,
		EnableHTTP10:                     true,
		AllowChunkedLength:               true,
		EnableGRPCHTTP11Bridge:           true,
		EnableGRPCWeb:                    true,
		GRPCStats:                        &emissary.GRPCStats{Services: []emissary.GRPCService{{Name: "shop.v1.Shop", MethodNames: []string{"Buy"}}}, UpstreamStats: true},
		Gzip: &emissary.Gzip{
			MinContentLength: 256, ContentType: []string{"application/json"}, CompressionLevel: emissary.BestSpeed,
			CompressionStrategy: emissary.HuffmanOnly, MemoryLevel: 7, WindowBits: 14,
			DisableOnETagHeader: true, RemoveAcceptEncodingHeader: true,
		},
		Buffer:                      &emissary.Buffer{MaxRequestBytes: 1048576},
		BufferLimitBytes:            2097152,
		LuaScripts:                  "function envoy_on_request(h) h:headers():add(\"X-Lua\", \"1\") end\n",
		ForwardClientCertDetails:    emissary.CertSanitizeSet,
		SetCurrentClientCertDetails: &emissary.ClientCertDetails{Subject: true, Cert: true, Chain: true, DNS: true, URI: true},
		RegexMaxSize:                200,
		EnvoyValidationTimeout:      120,
	}
}
