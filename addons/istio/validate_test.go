package istio_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/istio"
)

// refused compares what is wrong with options with what should be.
func refused(t *testing.T, o options, want []string) {
	t.Helper()
	_, err := istio.New(o).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadOptions(t *testing.T) {
	everything := []metav1.LabelSelector{{}}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name:    "a revision that two go by",
		options: options{Revision: "default"},
		want:    []string{`revision: Invalid value: "default": is what the control plane without a revision goes by: leave it out, or make default a tag`},
	}, {
		name:    "a revision that leaves no room",
		options: options{Revision: strings.Repeat("a", 29)},
		want:    []string{`revision: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must have at most 28 characters`},
	}, {
		name:    "tags that say nothing new",
		options: options{Revision: "v2", RevisionTags: []string{"v2"}, Injection: istio.Injection{EnableNamespacesByDefault: true}},
		want: []string{
			`revisionTags[0]: Invalid value: "v2": is the revision itself`,
			`injection.enableNamespacesByDefault: Forbidden: is for the default revision: leave revision out, or give it the tag default`,
		},
	}, {
		name:    "the default one twice",
		options: options{RevisionTags: []string{"default"}},
		want:    []string{`revisionTags[0]: Invalid value: "default": a control plane without a revision is the default one as it is`},
	}, {
		name: "a base that isn't there",
		options: options{Base: istio.Base{
			Disabled: true, DefaultRevision: "v1", NoReader: true, Reader: &istio.ReaderAccount{Name: "r", Namespace: "r"},
		}},
		want: []string{
			`base.reader: Forbidden: excludes noReader: only one of them can be set`,
			`base.defaultRevision: Forbidden: the install that has the base says it`,
		},
	}, {
		name: "images of another version",
		options: options{
			Tag:   "1.30.3",
			Pods:  addon.Pods{Image: addon.Image{Repository: "example.com/pilot", Tag: "1.32.0-alpha.1"}},
			Proxy: istio.Proxy{Image: addon.Image{Repository: "example.com/proxyv2", Tag: "nightly"}},
		},
		want: []string{
			`tag: Invalid value: "1.30.3": must be a release of 1.31: the injection templates are of that version`,
			`pods.image.tag: Invalid value: "1.32.0-alpha.1": must be a release of 1.31: the injection templates are of that version`,
		},
	}, {
		name: "two who count the pods",
		options: options{
			Pods:        addon.Pods{Replicas: new(int32(2))},
			Autoscaling: istio.Autoscaling{MinReplicas: 9, TargetCPU: new(int32(0))},
		},
		want: []string{
			`pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`,
			`autoscaling.maxReplicas: Invalid value: 5: must be at least minReplicas, which is 9`,
			`autoscaling.metrics: Required value: without CPU and memory there is nothing to go by`,
		},
	}, {
		name: "certificates",
		options: options{
			CABundle: "a",
			CA:       istio.CA{Signers: []string{"issuers.cert-manager.io/a.b"}, JWKSExtraRootCA: "b"},
			Mesh: istio.MeshConfig{
				CACertificates: []istio.CACertificate{{}, {PEM: "c", SPIFFEBundleURL: "http://a"}},
				DefaultConfig:  istio.ProxyConfig{CACertificatesPEM: []string{"d"}},
			},
		},
		want: []string{
			`mesh.caCertificates[0]: Required value: needs one of pem, spiffeBundleUrl`,
			`mesh.caCertificates[1].spiffeBundleUrl: Forbidden: excludes pem: only one of them can be set`,
			`mesh.caCertificates[1].pem: Invalid value: "c": must be a certificate in PEM`,
			`mesh.caCertificates[1].spiffeBundleUrl: Invalid value: "http://a": must match ^https://.+$`,
			`caBundle: Invalid value: "a": must be a certificate in PEM`,
			`ca.jwksExtraRootCA: Invalid value: "b": must be a certificate in PEM`,
			`ca.signers: Forbidden: istiod signs by itself: set kubernetesSigners, or a provider of Kubernetes'`,
			`mesh.defaultConfig.caCertificatesPem[0]: Invalid value: "d": must be a certificate in PEM`,
		},
	}, {
		name: "injection",
		options: options{Injection: istio.Injection{
			DefaultTemplates:     []string{"sidecar", "mine"},
			AlwaysInjectSelector: everything,
			NeverInjectSelector:  []metav1.LabelSelector{{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "a", Operator: "Near"}}}},
		}},
		want: []string{
			`injection.defaultTemplates[1]: Unsupported value: "mine": supported values: "agentgateway", "agentgateway-waypoint", "gateway", "grpc-agent", "grpc-simple", "kube-gateway", "sidecar", "waypoint"`,
			`injection.alwaysInjectSelector[0]: Required value: an empty selector selects everything`,
			`injection.neverInjectSelector[0]: Invalid value: "<error>": "Near" is not a valid label selector operator`,
		},
	}, {
		name: "what goes through a proxy",
		options: options{Proxy: istio.Proxy{
			IncludeIPRanges:     []string{"10.0.0.0/8", "*"},
			ExcludeIPRanges:     []string{"*", "10.0.0.1"},
			IncludeInboundPorts: []string{"80"},
			ExcludeInboundPorts: []int32{90},
		}},
		want: []string{
			`proxy.includeIPRanges[1]: Invalid value: "*": must be a CIDR, as in "10.0.0.0/8"`,
			`proxy.excludeIPRanges[0]: Invalid value: "*": must be a CIDR, as in "10.0.0.0/8"`,
			`proxy.excludeIPRanges[1]: Invalid value: "10.0.0.1": must be a CIDR, as in "10.0.0.0/8"`,
			`proxy.excludeInboundPorts: Forbidden: needs includeInboundPorts to be "*"`,
		},
	}, {
		name: "clusters",
		options: options{MultiCluster: istio.MultiCluster{MeshNetworks: map[string]istio.MeshNetwork{"n": {
			Endpoints: []istio.NetworkEndpoint{{FromCIDR: "10.0.0.0"}, {}},
			Gateways:  []istio.NetworkGateway{{Port: 15443}},
		}}}},
		want: []string{
			`multiCluster.meshNetworks[n].endpoints[0].fromCidr: Invalid value: "10.0.0.0": must be a CIDR, as in "10.0.0.0/16"`,
			`multiCluster.meshNetworks[n].endpoints[1]: Required value: needs one of fromCidr, fromRegistry`,
			`multiCluster.meshNetworks[n].gateways[0]: Required value: needs one of registryServiceName, address`,
			`multiCluster.clusterName: Required value: clusters that share a mesh are told apart by it`,
		},
	}, {
		name: "the mesh",
		options: options{Mesh: istio.MeshConfig{
			AccessLogEncoding:     istio.LogJSON,
			AccessLogFormat:       "%REQ(:PATH)%",
			OutboundTrafficPolicy: &istio.OutboundTrafficPolicy{},
			DiscoverySelectors:    everything,
			ExtensionProviders: []istio.ExtensionProvider{
				{Name: "a"},
				{Name: "a", Prometheus: &istio.PrometheusProvider{}, Datadog: &istio.DatadogTracer{Service: "dd", Port: 8126}},
			},
			DefaultProviders: istio.DefaultProviders{Tracing: []string{"zipkin"}, Metrics: []string{"prometheus"}},
			DefaultConfig: istio.ProxyConfig{Tracing: &istio.Tracing{
				Zipkin: &istio.TracerAddress{Address: "zipkin:9411"}, Datadog: &istio.TracerAddress{Address: "http://dd"},
				CustomTags: map[string]istio.CustomTag{"t": {}},
			}},
		}},
		want: []string{
			`mesh.outboundTrafficPolicy.mode: Required value: no default can know it`,
			`mesh.extensionProviders[0]: Required value: needs one of prometheus, envoyFileAccessLog, envoyOtelAls, opentelemetry, zipkin, datadog, envoyExtAuthzHttp, envoyExtAuthzGrpc`,
			`mesh.extensionProviders[1].datadog: Forbidden: excludes prometheus: only one of them can be set`,
			`mesh.defaultConfig.tracing.datadog: Forbidden: excludes zipkin: only one of them can be set`,
			`mesh.defaultConfig.tracing.datadog.address: Invalid value: "http://dd": must match ^[^/ ]+:[0-9]+$`,
			`mesh.defaultConfig.tracing.customTags[t]: Required value: needs one of literal, environment, header`,
			`mesh.accessLogFormat: Invalid value: "%REQ(:PATH)%": must be an object in JSON: the encoding is JSON`,
			`mesh.discoverySelectors[0]: Required value: an empty selector selects everything`,
			`mesh.extensionProviders[1].name: Duplicate value: "a"`,
			`mesh.defaultProviders.tracing[0]: Unsupported value: "zipkin": supported values: "a", "envoy", "prometheus", "stackdriver"`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) { refused(t, tc.options, tc.want) })
	}
}

func TestBadGateways(t *testing.T) {
	gateway := func(g istio.GatewayWorkload) options {
		g.Name = "istio-ingressgateway"
		return options{Gateways: []istio.GatewayWorkload{g}}
	}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name: "one name for two",
		options: options{Gateways: []istio.GatewayWorkload{
			{Name: "a"}, {Name: "a", Namespace: "istio-ingress"}, {Name: "a", Namespace: "other"}, {},
		}},
		want: []string{
			`gateways[3].name: Required value: no default can know it`,
			`gateways[1].name: Duplicate value: "a"`,
		},
	}, {
		name:    "labels of its own",
		options: gateway(istio.GatewayWorkload{Labels: map[string]string{"app": "x"}, Pods: addon.Pods{Labels: map[string]string{"istio": "x"}}}),
		want: []string{
			`gateways[0].labels[app]: Forbidden: the gateway is selected by it: set name or istioLabel`,
			`gateways[0].pods.labels[istio]: Forbidden: the gateway is selected by it: set name or istioLabel`,
		},
	}, {
		name: "what a DaemonSet doesn't have",
		options: gateway(istio.GatewayWorkload{Kind: istio.DaemonSet, Pods: addon.Pods{
			Replicas: new(int32(2)), DisruptionBudget: &addon.DisruptionBudget{MinAvailable: new(intstr.FromInt32(1))},
		}}),
		want: []string{
			`gateways[0].pods.replicas: Forbidden: a DaemonSet runs one pod on each node`,
			`gateways[0].pods.disruptionBudget: Forbidden: Kubernetes can't count what a DaemonSet should have, and drains leave its pods alone`,
		},
	}, {
		name:    "two who count the pods",
		options: gateway(istio.GatewayWorkload{Pods: addon.Pods{Replicas: new(int32(1))}}),
		want:    []string{`gateways[0].pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`},
	}, {
		name: "what its Service can't be",
		options: gateway(istio.GatewayWorkload{Service: istio.GatewayService{
			Type:                     corev1.ServiceTypeClusterIP,
			LoadBalancerClass:        "a/b",
			LoadBalancerIP:           "192.0.2.1",
			LoadBalancerSourceRanges: []string{"192.0.2.1"},
			HealthCheckNodePort:      30000,
			ExternalTrafficPolicy:    corev1.ServiceExternalTrafficPolicyLocal,
			IPFamilies:               []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
			Ports: []corev1.ServicePort{
				{Name: "a", Port: 80, TargetPort: intstr.FromString("http")}, {Name: "a", Port: 80}, {Port: 0},
			},
		}}),
		want: []string{
			`gateways[0].service.loadBalancerClass: Forbidden: needs the type LoadBalancer`,
			`gateways[0].service.loadBalancerIP: Forbidden: needs the type LoadBalancer`,
			`gateways[0].service.loadBalancerSourceRanges: Forbidden: needs the type LoadBalancer`,
			`gateways[0].service.healthCheckNodePort: Forbidden: needs the type LoadBalancer and the external traffic policy Local`,
			`gateways[0].service.externalTrafficPolicy: Forbidden: needs the type NodePort or LoadBalancer, or externalIPs`,
			`gateways[0].service.ipFamilies: Invalid value: ["IPv4","IPv6"]: two families need the ipFamilyPolicy PreferDualStack or RequireDualStack`,
			`gateways[0].service.loadBalancerSourceRanges[0]: Invalid value: "192.0.2.1": must be a CIDR, as in "10.0.0.0/8"`,
			`gateways[0].service.ports[0].targetPort: Invalid value: "http": must be a number: the pods' ports have no names`,
			`gateways[0].service.ports[1].name: Duplicate value: "a"`,
			`gateways[0].service.ports[1].port: Duplicate value: 80`,
			`gateways[0].service.ports[2].name: Required value: several ports need names`,
			`gateways[0].service.ports[2].port: Invalid value: 0: must be from 1 to 65535`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) { refused(t, tc.options, tc.want) })
	}
}
