package istio_test

import (
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/istio"
	"github.com/fitout/fitout/cluster"
)

type options = istio.Options

func TestAddon(t *testing.T) {
	metrics := cluster.Existing{APIServices: []string{"v1beta1.metrics.k8s.io"}}
	addontest.Run(t, istio.Definition,
		addontest.Case[options]{Name: "defaults", Existing: metrics, Second: second, Because: wildcards("istio-system")},
		addontest.Case[options]{
			Name: "upstream", Existing: metrics, Second: second, Because: wildcards("istio-system"),
			Options: options{Gateways: []istio.GatewayWorkload{{Name: "istio-gateway"}}},
		},
		addontest.Case[options]{
			Name: "aws", Target: addontest.AWS(), Existing: metrics, Second: second, Because: wildcards("istio-system"),
			Options: onAWS(),
		},
		addontest.Case[options]{
			Name: "revision", Second: second, Because: wildcards("1-31-1-istio-system"),
			Options: revision(),
			Existing: cluster.Existing{
				APIServices:     metrics.APIServices,
				ServiceAccounts: []string{"istio-system/istio-reader-service-account"},
			},
		},
		addontest.Case[options]{
			Name: "small", Second: second, Options: small(),
			Because: map[string]string{"ClusterRole istiod-clusterrole-istio-system": "istiod reads all of Istio's resources, and writes the status of Ingresses"},
		},
		// All fields of Istio's own resources, which are too many for the case full.
		addontest.Case[options]{
			Name: "resources", Existing: metrics, Second: second, Because: wildcards("istio-system"),
			Options: options{
				Mesh:      istio.MeshConfig{ExtensionProviders: fullProviders()},
				Resources: fullResources(),
			},
		},
		addontest.Case[options]{
			Name: "full", Second: second, Because: wildcards("full-mesh"), Options: full(),
			Existing: cluster.Existing{
				APIServices:     metrics.APIServices,
				CRDs:            []string{"*.monitoring.coreos.com"},
				Services:        []string{"mesh/istiod"},
				ServiceAccounts: []string{"multicluster/reader"},
				Secrets:         map[string][]string{"mesh/registry": {".dockerconfigjson"}},
			},
		},
	)
}

// wildcards explains the roles that grant more than they name.
func wildcards(suffix string) map[string]string {
	return map[string]string{
		"ClusterRole istiod-clusterrole-" + suffix:       "istiod reads all of Istio's resources, and writes the status of Ingresses",
		"ClusterRole istio-reader-clusterrole-" + suffix: "other clusters read all of Istio's resources",
	}
}

// second leaves out what a cluster can have once.
func second(o *options) {
	o.Revision, o.RevisionTags, o.Injection.EnableNamespacesByDefault = "", nil, false
	o.Base.Disabled, o.Base.DefaultRevision = true, ""
	o.Gateways, o.Resources = nil, istio.Resources{}
}

// onAWS is a production install: highly available, with two gateways, the access log in
// JSON, and traces to Datadog's agent that keep the header of feature flags.
func onAWS() options {
	return options{
		Pods:        addon.Pods{PriorityClassName: "system-cluster-critical"},
		Autoscaling: istio.Autoscaling{MinReplicas: 2},
		Mesh: istio.MeshConfig{
			AccessLogFile:     "/dev/stdout",
			AccessLogEncoding: istio.LogJSON,
			ExtensionProviders: []istio.ExtensionProvider{{
				Name:    "datadog",
				Datadog: &istio.DatadogTracer{Service: "datadog.datadog.svc.cluster.local", Port: 8126},
			}},
			DefaultConfig: istio.ProxyConfig{HoldApplicationUntilProxyStarts: true},
		},
		Gateways: []istio.GatewayWorkload{
			{
				Name:        "istio-ingressgateway",
				Autoscaling: istio.Autoscaling{MinReplicas: 3, MaxReplicas: 12},
				Service: istio.GatewayService{
					LoadBalancerClass: "service.k8s.aws/nlb",
					Annotations: map[string]string{
						"service.beta.kubernetes.io/aws-load-balancer-scheme":          "internet-facing",
						"service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
					},
				},
			},
			{
				Name: "istio-internalgateway",
				// An ALB is in front of it, which tells the client's address. An NLB doesn't.
				Pods:        addon.Pods{Annotations: map[string]string{"proxy.istio.io/config": "gatewayTopology: {numTrustedProxies: 1}"}},
				Autoscaling: istio.Autoscaling{MinReplicas: 2},
				Service:     istio.GatewayService{Type: corev1.ServiceTypeClusterIP},
			},
		},
		Resources: istio.Resources{
			PeerAuthentications: []istio.NamedPeerAuthentication{{
				ResourceName:           istio.ResourceName{Name: "default"},
				PeerAuthenticationSpec: istio.PeerAuthenticationSpec{MTLS: &istio.MTLS{Mode: istio.MTLSStrict}},
			}},
			Telemetries: []istio.NamedTelemetry{{
				ResourceName: istio.ResourceName{Name: "default"},
				TelemetrySpec: istio.TelemetrySpec{Tracing: []istio.TelemetryTracing{{
					Providers:                []istio.ProviderRef{{Name: "datadog"}},
					RandomSamplingPercentage: new(1.0),
					CustomTags: map[string]istio.TelemetryTag{
						"feature": {Header: &istio.NamedTag{Name: "x-feature"}},
					},
				}}},
			}},
		},
	}
}

// revision is a control plane beside another one, which it is about to replace.
func revision() options {
	return options{
		Revision:     "1-31-1",
		RevisionTags: []string{"default", "prod"},
		Base:         istio.Base{Disabled: true},
		Variant:      istio.Distroless,
		Injection:    istio.Injection{EnableNamespacesByDefault: true},
		Validation:   istio.Validation{FailurePolicy: admissionv1.Fail, StableOnly: true},
		CA:           istio.CA{ClusterTrustBundle: true},
		Gateways: []istio.GatewayWorkload{
			{Name: "istio-eastwestgateway", NetworkGateway: "network1"},
			{Name: "istio-ingressgateway", Revision: "prod"},
		},
	}
}

// small has no autoscaler, no reader and no Services of gateways.
func small() options {
	return options{
		Base:        istio.Base{NoReader: true},
		Autoscaling: istio.Autoscaling{Disabled: true},
		Injection:   istio.Injection{OptIn: true, NoRewriteAppHTTPProbe: true},
		Validation:  istio.Validation{Disabled: true},
		Proxy:       istio.Proxy{Startup: istio.Startup{Disabled: true}, StatusPort: new(int32(0))},
		Mesh: istio.MeshConfig{
			DefaultProviders: istio.DefaultProviders{Metrics: []string{}},
			DefaultConfig:    istio.ProxyConfig{Tracing: &istio.Tracing{Datadog: &istio.TracerAddress{Address: "$(HOST_IP):8126"}}},
		},
		Gateways: []istio.GatewayWorkload{
			{
				Name:          "istio-ingressgateway",
				Kind:          istio.DaemonSet,
				RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("10%"))},
				NoService:     true,
				NoSecrets:     true,
			},
			{
				Name:        "istio-egressgateway",
				Namespace:   "istio-egress",
				Pods:        addon.Pods{Replicas: new(int32(2))},
				Autoscaling: istio.Autoscaling{Disabled: true},
				Service: istio.GatewayService{
					Type:       corev1.ServiceTypeClusterIP,
					ClusterIP:  "172.20.0.80",
					IPFamilies: []corev1.IPFamily{corev1.IPv4Protocol},
				},
			},
		},
	}
}

func seconds(n time.Duration) metav1.Duration {
	return metav1.Duration{Duration: n * time.Second}
}
