package emissary_test

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/emissary"
)

// full has the options set that can be at once, but for those of settings.
func full() emissary.Options {
	o := workload()
	o.IngressClass = emissary.IngressClass{Name: "edge", Default: true, Annotations: map[string]string{"example.com/owner": "platform"}}
	o.Service = fullService()
	o.AdminService = emissary.AdminService{
		Type:                     corev1.ServiceTypeLoadBalancer,
		Port:                     8878,
		SnapshotPort:             8006,
		NodePort:                 30877,
		Annotations:              map[string]string{"networking.gke.io/load-balancer-type": "Internal"},
		LoadBalancerIP:           "10.0.0.77",
		LoadBalancerSourceRanges: []string{"10.0.0.0/8"},
	}
	o.ServiceMonitor = &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}, Interval: seconds(30)}
	o.Listeners, o.Hosts, o.TLSContexts = listeners(), hosts(), tlsContexts()
	o.Mappings, o.TCPMappings = mappings(), tcpMappings()
	return o
}

func workload() emissary.Options {
	return emissary.Options{
		Namespace:               "edge",
		AmbassadorID:            "edge",
		CRDs:                    emissary.InstallCRDs,
		Kind:                    emissary.Deployment,
		Pods:                    addon.Pods{Image: addon.Image{Tag: "4.0.1"}, ExtraEnv: []corev1.EnvVar{{Name: "AMBASSADOR_DEBUG", Value: "envoy"}}},
		RollingUpdate:           addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromString("50%"))},
		ProgressDeadlineSeconds: new(int32(900)),
		MinReadySeconds:         10,
		Autoscaling: hpa.Autoscaling{
			Enabled:      true,
			MinReplicas:  3,
			MaxReplicas:  12,
			TargetCPU:    new(int32(80)),
			TargetMemory: new(int32(0)),
			Metrics: []autoscalingv2.MetricSpec{{
				Type: autoscalingv2.PodsMetricSourceType,
				Pods: &autoscalingv2.PodsMetricSource{
					Metric: autoscalingv2.MetricIdentifier{Name: "envoy_requests_per_second"},
					Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: new(resource.MustParse("500"))},
				},
			}},
			Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{
				ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(600))},
			},
		},
		LivenessProbe:         emissary.Probe{InitialDelaySeconds: 60, PeriodSeconds: 5, TimeoutSeconds: 2, FailureThreshold: 6},
		ReadinessProbe:        emissary.Probe{InitialDelaySeconds: 10},
		StartupProbe:          &emissary.Probe{PeriodSeconds: 10, FailureThreshold: 30},
		ShutdownDelay:         seconds(20),
		LogLevel:              emissary.LogDebug,
		JSONLogging:           true,
		EnvoyConcurrency:      2,
		DrainTime:             seconds(300),
		ReconfigureDelay:      seconds(5),
		UpdateMappingStatus:   true,
		ForceSecretValidation: true,
		StatsD:                &emissary.StatsD{Host: "statsd.monitoring", FlushInterval: seconds(10), DogStatsD: true},
	}
}

func fullService() emissary.Service {
	return emissary.Service{
		Type: corev1.ServiceTypeLoadBalancer,
		Ports: []emissary.ServicePort{
			{Name: "http", Port: 8080, TargetPort: 8080, NodePort: 30080},
			{Name: "https", Port: 8443, TargetPort: 8443},
			{Name: "http3", Port: 8443, TargetPort: 8443, Protocol: corev1.ProtocolUDP},
			{Name: "ssh", Port: 2222, TargetPort: 2222},
		},
		Annotations:                   map[string]string{"service.beta.kubernetes.io/aws-load-balancer-name": "edge"},
		Labels:                        map[string]string{"example.com/exposed": "true"},
		LoadBalancerClass:             "service.k8s.aws/nlb",
		LoadBalancerSourceRanges:      []string{"198.51.100.0/24"},
		AllocateLoadBalancerNodePorts: new(true),
		ExternalTrafficPolicy:         corev1.ServiceExternalTrafficPolicyLocal,
		HealthCheckNodePort:           32000,
		SessionAffinity:               corev1.ServiceAffinityClientIP,
		SessionAffinityTimeoutSeconds: new(int32(600)),
		IPFamilyPolicy:                corev1.IPFamilyPolicyPreferDualStack,
		IPFamilies:                    []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
	}
}

func listeners() []emissary.NamedListener {
	public := &metav1.LabelSelector{MatchLabels: map[string]string{"exposed": "public"}}
	return []emissary.NamedListener{
		{Name: "https", Namespace: "edge", ListenerSpec: emissary.ListenerSpec{
			AmbassadorID:              []string{"edge"},
			Port:                      8443,
			Protocol:                  emissary.HTTPS,
			SecurityModel:             emissary.XFP,
			StatsPrefix:               "public",
			L7Depth:                   1,
			HTTP2MaxConcurrentStreams: new(int64(256)),
			HostBinding:               emissary.HostBinding{Namespace: emissary.NamespaceBinding{From: emissary.SameNamespace}, Selector: public},
		}},
		{Name: "http3", ListenerSpec: emissary.ListenerSpec{
			Port:          8443,
			ProtocolStack: []emissary.ProtocolLayer{emissary.LayerTLS, emissary.LayerHTTP, emissary.LayerUDP},
			SecurityModel: emissary.Secure,
			HostBinding:   everywhere(),
		}},
	}
}

func hosts() []emissary.NamedHost {
	secret := func(name string) *emissary.TLSSecret {
		return &emissary.TLSSecret{Name: name, Namespace: "certificates"}
	}
	return []emissary.NamedHost{
		{
			Name: "www", Namespace: "web", ObjectLabels: map[string]string{"exposed": "public"},
			HostSpec: emissary.HostSpec{
				AmbassadorID:    []string{"edge"},
				Hostname:        "www.example.com",
				MappingSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"host": "www"}},
				TLSSecret:       secret("www-tls"),
				TLSContext:      &corev1.LocalObjectReference{Name: "public"},
				RequestPolicy:   &emissary.RequestPolicy{Insecure: emissary.InsecurePolicy{Action: emissary.Redirect, AdditionalPort: 8080}},
			},
		},
		{Name: "api", HostSpec: emissary.HostSpec{
			Hostname:  "*.api.example.com",
			TLSSecret: secret("api-tls"),
			TLS:       &emissary.TLSSettings{MinTLSVersion: emissary.TLS12, CASecret: "clients.certificates", CertRequired: new(true)},
		}},
	}
}

func tlsContexts() []emissary.NamedTLSContext {
	return []emissary.NamedTLSContext{
		{Name: "public", Namespace: "web", TLSContextSpec: emissary.TLSContextSpec{
			AmbassadorID:      []string{"edge"},
			Hosts:             []string{"www.example.com"},
			Secret:            "www-tls.certificates",
			SecretNamespacing: new(true),
			TLSSettings: emissary.TLSSettings{
				CASecret:              "clients.certificates",
				CRLSecret:             "revoked.certificates",
				CertRequired:          new(false),
				ALPNProtocols:         "h2,http/1.1",
				MinTLSVersion:         emissary.TLS12,
				MaxTLSVersion:         emissary.TLS13,
				CipherSuites:          []string{"ECDHE-ECDSA-AES128-GCM-SHA256"},
				ECDHCurves:            []string{"X25519"},
				RedirectCleartextFrom: 8080,
			},
		}},
		{Name: "partner", TLSContextSpec: emissary.TLSContextSpec{
			CertChainFile:  "/certs/tls.crt",
			PrivateKeyFile: "/certs/tls.key",
			TLSSettings:    emissary.TLSSettings{CACertChainFile: "/certs/ca.crt", SNI: "partner.example.com"},
		}},
	}
}

func tcpMappings() []emissary.NamedTCPMapping {
	return []emissary.NamedTCPMapping{{Name: "ssh", Namespace: "git", TCPMappingSpec: emissary.TCPMappingSpec{
		AmbassadorID:    []string{"edge"},
		Port:            2222,
		Host:            "git.example.com",
		Address:         "0.0.0.0",
		Service:         "gitea:22",
		Weight:          new(int32(100)),
		IdleTimeoutMS:   "600000",
		TLS:             "partner",
		Resolver:        "kubernetes-service",
		CircuitBreakers: []emissary.CircuitBreaker{{MaxConnections: new(int32(50))}},
		EnableIPv4:      new(true),
		EnableIPv6:      new(false),
		ClusterTag:      "git",
		StatsName:       "git",
	}}}
}
