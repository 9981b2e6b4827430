package main

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/awslbc"
	"github.com/fitout/fitout/addons/coredns"
	"github.com/fitout/fitout/addons/emissary"
	"github.com/fitout/fitout/addons/istio"
	"github.com/fitout/fitout/addons/kubeapiserver"
	"github.com/fitout/fitout/addons/kubernetes"
	"github.com/fitout/fitout/addons/nodelocaldns"
	"github.com/fitout/fitout/addons/telepresence"
)

// loadBalancers are those of nearly all main services: Ingresses of the class alb, for what
// the VPC reaches, and of alb-public, for what the Internet does.
func loadBalancers() awslbc.Options {
	return awslbc.Options{
		Pods: addon.Pods{Resources: requests("100m", "200Mi")},
		IngressClass: awslbc.IngressClass{Class: awslbc.Class{
			Params: &awslbc.IngressClassParamsSpec{Scheme: awslbc.Internal},
		}},
		MoreIngressClasses: []awslbc.NamedClass{{Name: "alb-public", Class: awslbc.Class{
			Params: &awslbc.IngressClassParamsSpec{Scheme: awslbc.InternetFacing, SSLRedirectPort: "443"},
		}}},
		DefaultTargetType: awslbc.TargetIP,
		DefaultSSLPolicy:  "ELBSecurityPolicy-TLS13-1-2-2021-06",
		DefaultTags:       map[string]string{"cluster": "prod"},
		// WAFv2 is what the company has; the others' APIs needn't be asked.
		DisableShield: true,
		DisableWAF:    true,
	}
}

// dnsCopies are those of CoreDNS, which EKS keeps but doesn't scale.
func dnsCopies() coredns.Options {
	return coredns.Options{
		Pods:   addon.Pods{Resources: requests("10m", "32Mi")},
		Linear: coredns.Linear{NodesPerReplica: new(8.0), Min: 2, Max: 20},
	}
}

// dnsCache is on every node. The address is that of EKS's DNS in this VPC.
func dnsCache() nodelocaldns.Options {
	return nodelocaldns.Options{ClusterDNS: "172.20.0.10"}
}

// api is the Kubernetes API under the name that tools have known since before EKS.
func api() kubeapiserver.Options {
	return kubeapiserver.Options{
		Host: "kubernetes." + domain,
		NGINX: kubeapiserver.NGINX{
			ClassName: "nginx-internal",
			Issuer:    &addon.IssuerRef{Kind: "ClusterIssuer", Name: "letsencrypt"},
		},
	}
}

// apiMetrics are the API server's, which Datadog's agents collect.
func apiMetrics() kubernetes.Options {
	return kubernetes.Options{Datadog: &kubernetes.Datadog{}}
}

// gateway redirects landing pages that moved, and leads a part of the requests to what is being
// released. An ALB in front ends TLS and tells so in X-Forwarded-Proto.
func gateway() emissary.Options {
	return emissary.Options{
		Pods:    addon.Pods{Resources: requests("200m", "600Mi")},
		Service: emissary.Service{Type: corev1.ServiceTypeClusterIP},
		Listeners: []emissary.NamedListener{{Name: "http", ListenerSpec: emissary.ListenerSpec{
			Port:          8080,
			Protocol:      emissary.HTTP,
			SecurityModel: emissary.XFP,
			L7Depth:       1,
			HostBinding:   emissary.HostBinding{Namespace: emissary.NamespaceBinding{From: emissary.AllNamespaces}},
		}}},
		Hosts: []emissary.NamedHost{
			{Name: "campaigns", HostSpec: emissary.HostSpec{Hostname: "campaigns.example.com"}},
			{Name: "campaigns-forks", HostSpec: emissary.HostSpec{Hostname: "*.campaigns.example.com"}},
		},
		// Forks are written by a controller that knows Mappings of v2 alone.
		Legacy: emissary.Legacy{Enabled: true, Pods: addon.Pods{Resources: requests("10m", "128Mi")}},
		Mappings: []emissary.NamedMapping{
			{Name: "spring", MappingSpec: emissary.MappingSpec{
				Hostname: "campaigns.example.com", Prefix: "/spring/", Service: "www.example.com",
				HostRedirect: true, PathRedirect: "/campaigns/spring/", RedirectResponseCode: 302,
			}},
			{Name: "campaigns", MappingSpec: emissary.MappingSpec{
				Hostname: "campaigns.example.com", Prefix: "/", Service: "campaigns.web",
			}},
			// One request in ten is for the new version.
			{Name: "campaigns-next", MappingSpec: emissary.MappingSpec{
				Hostname: "campaigns.example.com", Prefix: "/", Service: "campaigns-next.web", Weight: new(int32(10)),
			}},
		},
	}
}

// mesh balances gRPC over pods, and has spans show which feature flag a request came with. An
// ALB in front of its gateway ends TLS.
func mesh() istio.Options {
	return istio.Options{
		Pods:        addon.Pods{Resources: requests("500m", "2Gi")},
		Base:        istio.Base{NoReader: true}, // no other cluster is in the mesh
		Autoscaling: istio.Autoscaling{MinReplicas: 2},
		Mesh: istio.MeshConfig{
			ExtensionProviders: []istio.ExtensionProvider{{
				Name:    "datadog",
				Datadog: &istio.DatadogTracer{Service: "datadog.datadog.svc.cluster.local", Port: 8126},
			}},
			DefaultConfig: istio.ProxyConfig{
				HoldApplicationUntilProxyStarts: true,
				GatewayTopology:                 &istio.GatewayTopology{NumTrustedProxies: 1},
			},
		},
		Gateways: []istio.GatewayWorkload{{
			Name:        "istio-ingressgateway",
			Autoscaling: istio.Autoscaling{MinReplicas: 2},
			Service:     istio.GatewayService{Type: corev1.ServiceTypeClusterIP},
		}},
		Resources: istio.Resources{Telemetries: []istio.NamedTelemetry{{
			ResourceName: istio.ResourceName{Name: "default"},
			TelemetrySpec: istio.TelemetrySpec{Tracing: []istio.TelemetryTracing{{
				Providers:                []istio.ProviderRef{{Name: "datadog"}},
				RandomSamplingPercentage: new(1.0),
				CustomTags:               map[string]istio.TelemetryTag{"feature": {Header: &istio.NamedTag{Name: "x-feature"}}},
			}}},
		}}},
	}
}

// intercepts lead what the cluster sends to a service to a developer's machine, in the
// namespaces that developers manage.
func intercepts() telepresence.Options {
	return telepresence.Options{
		Pods:            addon.Pods{Resources: requests("50m", "128Mi")},
		Namespaces:      []string{"managed-by-bizeng-and-developers", "managed-by-developers"},
		PodCIDRStrategy: telepresence.Environment,
		PodCIDRs:        []string{"10.0.0.0/16"},
		ClientRBAC: &telepresence.ClientRBAC{
			Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: "oidc:example:developers"}},
		},
	}
}
