package emissary_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/emissary"
)

func TestBadOptions(t *testing.T) {
	expressions := []metav1.LabelSelectorRequirement{{Key: "a", Operator: metav1.LabelSelectorOpExists}}
	for _, tc := range []struct {
		name    string
		options emissary.Options
		want    []string
	}{{
		name: "what a DaemonSet doesn't have",
		options: emissary.Options{
			Kind:        emissary.DaemonSet,
			Pods:        addon.Pods{Replicas: new(int32(2)), DisruptionBudget: &addon.DisruptionBudget{MinAvailable: new(intstr.FromInt32(1))}},
			Autoscaling: hpa.Autoscaling{Enabled: true},
		},
		want: []string{
			`autoscaling.enabled: Forbidden: a DaemonSet runs one pod on each node`,
			`pods.replicas: Forbidden: a DaemonSet runs one pod on each node`,
			`pods.disruptionBudget: Forbidden: Kubernetes can't count what a DaemonSet should have, and drains leave its pods alone`,
		},
	}, {
		name: "two who count the pods",
		options: emissary.Options{
			Pods:        addon.Pods{Replicas: new(int32(1))},
			Autoscaling: hpa.Autoscaling{Enabled: true, MinReplicas: 6, TargetCPU: new(int32(0)), TargetMemory: new(int32(0))},
		},
		want: []string{
			`pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`,
			`autoscaling.maxReplicas: Invalid value: 5: must be at least minReplicas, which is 6`,
			`autoscaling.metrics: Required value: without CPU and memory there is nothing to go by`,
		},
	}, {
		name: "times",
		options: emissary.Options{
			ShutdownDelay: seconds(30), DrainTime: metav1.Duration{Duration: 1500 * time.Millisecond},
			StatsD: &emissary.StatsD{Host: "statsd", FlushInterval: metav1.Duration{Duration: time.Millisecond}},
		},
		want: []string{
			`drainTime: Invalid value: "1.5s": must be whole seconds`,
			`statsD.flushInterval: Invalid value: "1ms": must be whole seconds`,
			`shutdownDelay: Invalid value: "30s": must be less than pods.terminationGracePeriodSeconds, which is 30`,
		},
	}, {
		name: "classes",
		options: emissary.Options{
			AmbassadorID: "my id", SingleNamespace: true,
			IngressClass: emissary.IngressClass{Disabled: true, Name: "edge", Default: true, Annotations: map[string]string{"a": "b"}},
		},
		want: []string{
			`ambassadorID: Invalid value: "my id": must match ^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`,
			`ingressClass.default: Forbidden: with singleNamespace Emissary sees no classes`,
			`ingressClass.name: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.default: Forbidden: no class is made: ingressClass.disabled is set`,
			`ingressClass.annotations: Forbidden: no class is made: ingressClass.disabled is set`,
		},
	}, {
		name: "what a ClusterIP Service doesn't have",
		options: emissary.Options{
			Service: emissary.Service{
				Type:                          corev1.ServiceTypeClusterIP,
				Ports:                         []emissary.ServicePort{{Name: "http", Port: 80, TargetPort: 8080, NodePort: 30080}},
				LoadBalancerClass:             "a/b",
				LoadBalancerSourceRanges:      []string{"10.0.0.0"},
				ExternalTrafficPolicy:         corev1.ServiceExternalTrafficPolicyLocal,
				HealthCheckNodePort:           32000,
				SessionAffinityTimeoutSeconds: new(int32(10)),
				IPFamilies:                    []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
			},
			AdminService:   emissary.AdminService{NodePort: 30877, LoadBalancerIP: "10.0.0.1", SnapshotPort: 8877, Disabled: true},
			ServiceMonitor: &addon.ServiceMonitor{},
		},
		want: []string{
			`service.sessionAffinityTimeoutSeconds: Forbidden: needs the session affinity ClientIP`,
			`service.ports[0].nodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`service.loadBalancerClass: Forbidden: needs the type LoadBalancer`,
			`service.loadBalancerSourceRanges: Forbidden: needs the type LoadBalancer`,
			`service.healthCheckNodePort: Forbidden: needs the type LoadBalancer and the external traffic policy Local`,
			`service.externalTrafficPolicy: Forbidden: needs the type NodePort or LoadBalancer, or externalIPs`,
			`service.ipFamilies: Invalid value: ["IPv4","IPv6"]: two families need the ipFamilyPolicy PreferDualStack or RequireDualStack`,
			`service.loadBalancerSourceRanges[0]: Invalid value: "10.0.0.0": must be a CIDR, as in "10.0.0.0/8"`,
			`serviceMonitor: Forbidden: there is no Service to scrape: adminService.disabled is set`,
			`adminService.nodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`adminService.snapshotPort: Duplicate value: 8877`,
			`adminService.loadBalancerIP: Forbidden: needs the type LoadBalancer`,
		},
	}, {
		name: "ports",
		options: emissary.Options{HostNetwork: true, Service: emissary.Service{Ports: []emissary.ServicePort{
			{Name: "http", Port: 80, TargetPort: 8080, HostPort: 80},
			{Name: "http", Port: 80, TargetPort: 8080},
			{Name: "admin", Port: 8877, TargetPort: 8877},
			{Name: "http3", Port: 80, TargetPort: 8080, Protocol: corev1.ProtocolUDP},
			{Name: "A name", Port: 0, TargetPort: 70000},
		}}},
		want: []string{
			`service.ports[4].name: Invalid value: "A name": must match ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`,
			`service.ports[4].port: Required value: no default can know it`,
			`service.ports[4].targetPort: Invalid value: 70000: must be at most 65535`,
			`service.ports[0].hostPort: Invalid value: 80: with hostNetwork ports of the node are the pods' own: leave it out, or make it 8080`,
			`service.ports[1].name: Duplicate value: "http"`,
			`service.ports[1].port: Duplicate value: 80`,
			`service.ports[1].targetPort: Duplicate value: 8080`,
			`service.ports[2].name: Duplicate value: "admin"`,
			`service.ports[2].targetPort: Invalid value: 8877: is taken: for probes and diagnostics`,
		},
	}, {
		name: "a Module that isn't made",
		options: emissary.Options{
			NoModule:  true,
			AccessLog: emissary.AccessLog{Fields: map[string]string{"a": "b"}},
			Module:    emissary.ModuleSettings{ServerName: "edge"},
		},
		want: []string{
			`accessLog.fields: Forbidden: the type is text: make it json or typed_json`,
			`accessLog: Forbidden: no Module is made: noModule is set`,
			`module: Forbidden: no Module is made: noModule is set`,
		},
	}, {
		name: "a Module that says two things at once",
		options: emissary.Options{
			AccessLog: emissary.AccessLog{Type: emissary.LogJSON, Text: "a"},
			Module: emissary.ModuleSettings{
				IPAllow:      []emissary.Principal{{Peer: "10.0.0.1"}, {Peer: "a", Remote: "10.0.0.0/8"}},
				IPDeny:       []emissary.Principal{{}},
				LoadBalancer: &emissary.LoadBalancer{Policy: emissary.RoundRobin, SourceIP: true},
				GRPCStats:    &emissary.GRPCStats{AllMethods: true, Services: []emissary.GRPCService{{Name: "a", MethodNames: []string{"b"}}}},
				DefaultLabels: map[string]emissary.DefaultLabels{"edge": {Defaults: []emissary.RateLimitLabel{
					{}, {RemoteAddress: &emissary.LabelKey{Key: "address"}},
				}}},
			},
		},
		want: []string{
			`module.ip_deny: Forbidden: excludes ip_allow: only one of them can be set`,
			`module.load_balancer: Forbidden: needs a resolver that finds pods: kubernetes-endpoint`,
			`module.load_balancer.source_ip: Forbidden: needs the policy ring_hash or maglev`,
			`module.default_labels[edge].defaults[0]: Required value: needs one of remote_address, request_headers, generic_key, source_cluster, destination_cluster`,
			`module.default_labels[edge].defaults[1].remote_address.key: Unsupported value: "address": supported values: "remote_address"`,
			`module.ip_allow[1].peer: Forbidden: excludes remote: only one of them can be set`,
			`module.ip_allow[1].peer: Invalid value: "a": must be an address or a CIDR, as in "10.0.0.0/8"`,
			`module.ip_deny[0]: Required value: needs one of remote, peer`,
			`module.grpc_stats.all_methods: Forbidden: excludes services: only one of them can be set`,
			`accessLog.text: Forbidden: the type is json: set fields`,
		},
	}, {
		name:    "conversion of what isn't brought",
		options: emissary.Options{Instance: "internal", Legacy: emissary.Legacy{Enabled: true}},
		want:    []string{`legacy.enabled: Forbidden: another install brings the definitions: it must bring their older versions too`},
	}, {
		name:    "v1 alone",
		options: emissary.Options{Legacy: emissary.Legacy{V1: true}},
		want:    []string{`legacy.v1: Forbidden: needs legacy.enabled: there is no v1 without v2`},
	}, {
		name: "listeners",
		options: emissary.Options{DefaultListeners: true, Listeners: []emissary.NamedListener{
			{Name: "A", ListenerSpec: emissary.ListenerSpec{Port: 8080, SecurityModel: "NONE"}},
			{Name: "b", Namespace: "b.c", ListenerSpec: emissary.ListenerSpec{
				Port: 8001, Protocol: emissary.HTTP, ProtocolStack: []emissary.ProtocolLayer{emissary.LayerHTTP}, SecurityModel: emissary.XFP,
				HostBinding: emissary.HostBinding{Selector: &metav1.LabelSelector{MatchExpressions: expressions}},
			}},
			{Name: "c", ListenerSpec: emissary.ListenerSpec{
				Port: 8443, ProtocolStack: []emissary.ProtocolLayer{emissary.LayerTLS, emissary.LayerUDP}, SecurityModel: emissary.XFP, HostBinding: everywhere(),
			}},
		}},
		want: []string{
			`listeners[0].name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
			`listeners[0]: Required value: needs one of protocol, protocolStack`,
			`listeners[0].securityModel: Unsupported value: "NONE": supported values: "XFP", "SECURE", "INSECURE"`,
			`listeners[0].hostBinding: Required value: no default can know it`,
			`listeners[1].namespace: Invalid value: "b.c": must not contain dots`,
			`listeners[1].protocolStack: Forbidden: excludes protocol: only one of them can be set`,
			`listeners[1].protocolStack: Invalid value: ["HTTP"]: must end with TCP or UDP`,
			`listeners[1].port: Invalid value: 8001: is taken: for Envoy's administration`,
			`listeners[1].hostBinding.selector.matchExpressions: Forbidden: Emissary reads matchLabels alone`,
			`listeners[2].protocolStack: Invalid value: ["TLS","UDP"]: UDP carries nothing but HTTP`,
			`listeners[0].port: Duplicate value: 8080`,
		},
	}, {
		name: "hosts and TLS",
		options: emissary.Options{
			Hosts: []emissary.NamedHost{{Name: "a", HostSpec: emissary.HostSpec{
				Hostname: "www.*.com", TLSContext: &corev1.LocalObjectReference{}, TLS: &emissary.TLSSettings{CASecret: "a", CACertChainFile: "/b"},
				MappingSelector: &metav1.LabelSelector{},
			}}},
			TLSContexts: []emissary.NamedTLSContext{
				{Name: "a", TLSContextSpec: emissary.TLSContextSpec{Secret: "a", CertChainFile: "/a", TLSSettings: emissary.TLSSettings{MinTLSVersion: emissary.TLS13, MaxTLSVersion: emissary.TLS12}}},
				{Name: "b", TLSContextSpec: emissary.TLSContextSpec{PrivateKeyFile: "/b", TLSSettings: emissary.TLSSettings{CASecret: "ca"}}},
			},
		},
		want: []string{
			`hosts[0].tls: Forbidden: excludes tlsContext: only one of them can be set`,
			`hosts[0].tlsSecret: Required value: without a certificate no TLS is spoken, whatever tlsContext and tls say`,
			`hosts[0].tlsContext.name: Required value: names the TLSContext`,
			`hosts[0].mappingSelector.matchLabels: Required value: leave the selector out to select all`,
			`hosts[0].hostname: Invalid value: "www.*.com": must match ^([*]|[*]?[A-Za-z0-9._-]+(:[0-9]+)?[*]?)$`,
			`hosts[0].tls.cacert_chain_file: Forbidden: excludes ca_secret: only one of them can be set`,
			`tlsContexts[0].cert_chain_file: Forbidden: excludes secret: only one of them can be set`,
			`tlsContexts[0].private_key_file: Required value: the key of cert_chain_file`,
			`tlsContexts[0].max_tls_version: Invalid value: "v1.2": must be at least min_tls_version, which is v1.3`,
			`tlsContexts[1].cert_chain_file: Required value: the certificate of private_key_file`,
			`tlsContexts[1].secret: Required value: Emissary takes a CA only beside a certificate of its own`,
		},
	}, {
		name: "services of Emissary's own",
		options: emissary.Options{
			TCPMappings:      []emissary.NamedTCPMapping{{Name: "a", TCPMappingSpec: emissary.TCPMappingSpec{Port: 8877, Service: "a b"}}},
			RateLimitService: &emissary.NamedRateLimitService{Name: "a", RateLimitServiceSpec: emissary.RateLimitServiceSpec{Service: "a", ProtocolVersion: "v2"}},
			LogServices: []emissary.NamedLogService{{Name: "a", LogServiceSpec: emissary.LogServiceSpec{
				Service: "a", Driver: emissary.LogTCP, DriverConfig: emissary.LogDriverConfig{AdditionalLogHeaders: []emissary.LogHeader{{HeaderName: "a"}}},
			}}},
			TracingService: &emissary.NamedTracingService{Name: "a", TracingServiceSpec: emissary.TracingServiceSpec{
				Service: "a", Driver: "lightstep", CustomTags: []emissary.TraceTag{{Tag: "a"}},
			}},
		},
		want: []string{
			`tcpMappings[0].port: Invalid value: 8877: is taken: for probes and diagnostics`,
			`tcpMappings[0].service: Invalid value: "a b": must match ^(https?://)?[A-Za-z0-9\[][A-Za-z0-9.:_\]-]*$`,
			`rateLimitService.protocol_version: Unsupported value: "v2": supported values: "v3"`,
			`logServices[0].driver_config.additional_log_headers: Forbidden: connections have no headers: the driver is tcp`,
			`tracingService.driver: Unsupported value: "lightstep": supported values: "zipkin", "datadog", "opentelemetry"`,
			`tracingService.custom_tags[0]: Required value: needs one of literal, environment, request_header`,
		},
	}, {
		name: "resources that Emissary doesn't see",
		options: emissary.Options{
			SingleNamespace: true,
			Hosts: []emissary.NamedHost{
				{Name: "a", HostSpec: emissary.HostSpec{AmbassadorID: []string{"edge"}}},
				{Name: "a", Namespace: "emissary"},
				{Name: "b", Namespace: "web"},
			},
		},
		want: []string{
			`hosts[0].ambassador_id: Invalid value: ["edge"]: must name this Emissary, whose ID is "default"`,
			`hosts[1].name: Duplicate value: "a"`,
			`hosts[2].namespace: Invalid value: "web": with singleNamespace Emissary sees nothing but emissary`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := emissary.New(tc.options).Objects(addontest.Target())
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
