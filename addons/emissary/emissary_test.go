package emissary_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/emissary"
	"github.com/fitout/fitout/cluster"
)

const ownGroup = "the group is Emissary's own, and one that the Gateway API had once"

func TestAddon(t *testing.T) {
	wild := map[string]string{"ClusterRole emissary-ingress-watch": ownGroup}
	addontest.Run(t, emissary.Definition,
		addontest.Case[emissary.Options]{Name: "defaults", Because: wild},
		addontest.Case[emissary.Options]{Name: "upstream", Because: wild},
		addontest.Case[emissary.Options]{
			Name:    "full",
			Options: full(),
			Because: wild,
			Existing: cluster.Existing{
				CRDs:        []string{"servicemonitors.monitoring.coreos.com"},
				APIServices: []string{"v1beta1.metrics.k8s.io", "v1beta1.custom.metrics.k8s.io"},
			},
		},
		// What all routes have, and the services that Emissary itself uses.
		addontest.Case[emissary.Options]{
			Name:    "settings",
			Options: settings(),
			Because: wild,
			Second:  func(o *emissary.Options) { o.AmbassadorID = "default" },
		},
		// One pod on each node, in its network, for one namespace.
		addontest.Case[emissary.Options]{
			Name: "nodes",
			Because: map[string]string{
				"DaemonSet emissary-ingress": "the case sets hostNetwork",
				"Role emissary-ingress":      ownGroup,
			},
			Options: emissary.Options{
				Kind:            emissary.DaemonSet,
				Pods:            addon.Pods{DNSPolicy: corev1.DNSClusterFirstWithHostNet},
				RollingUpdate:   addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(2)), MaxSurge: new(intstr.FromInt32(0))},
				HostNetwork:     true,
				SingleNamespace: true,
				IngressClass:    emissary.IngressClass{Disabled: true},
				AdminService:    emissary.AdminService{Disabled: true},
				Service: emissary.Service{
					Type:  corev1.ServiceTypeClusterIP,
					Ports: []emissary.ServicePort{{Name: "https", Port: 443, TargetPort: 8443, HostPort: 8443}},
				},
				DefaultListeners: true,
			},
		},
		// Custom resources of older versions, of which there may be some in the cluster.
		addontest.Case[emissary.Options]{
			Name:    "legacy",
			Because: wild,
			// A cluster has one set of definitions, and so one webhook.
			Second: func(o *emissary.Options) { o.CRDs, o.Legacy = emissary.LeaveCRDs, emissary.Legacy{} },
			Options: emissary.Options{
				NoModule: true,
				Legacy: emissary.Legacy{
					Enabled:   true,
					V1:        true,
					Wait:      true,
					Namespace: "conversion",
					Pods:      addon.Pods{Replicas: new(int32(2))},
				},
			},
		},
		// A second install, which leaves the definitions to the first.
		addontest.Case[emissary.Options]{
			Name:     "instance",
			Because:  map[string]string{"ClusterRole emissary-ingress-internal-watch": ownGroup},
			Existing: cluster.Existing{CRDs: []string{"*.getambassador.io"}},
			Second:   func(o *emissary.Options) { o.AmbassadorID = "internal" },
			Options: emissary.Options{
				Instance:         "internal",
				Namespace:        "emissary-internal",
				DefaultListeners: true,
				Service:          emissary.Service{Type: corev1.ServiceTypeLoadBalancer, LoadBalancerIP: "10.0.0.80", ClusterIP: "172.20.0.80", ExternalIPs: []string{"10.0.0.81"}},
				AccessLog:        emissary.AccessLog{Text: `%REQ(:METHOD)% %REQ(:PATH)% %RESPONSE_CODE%`},
				Module: emissary.ModuleSettings{
					GRPCStats:    &emissary.GRPCStats{AllMethods: true},
					IPDeny:       []emissary.Principal{{Remote: "192.0.2.0/24"}},
					Resolver:     "kubernetes-endpoint",
					LoadBalancer: &emissary.LoadBalancer{Policy: emissary.RingHash, SourceIP: true},
				},
				Hosts: []emissary.NamedHost{{Name: "tools", HostSpec: emissary.HostSpec{Hostname: "*.tools.example.com"}}},
				Mappings: []emissary.NamedMapping{{Name: "dashboard", MappingSpec: emissary.MappingSpec{
					AmbassadorID: []string{"internal", "default"},
					Hostname:     "dashboard.tools.example.com", Prefix: "/", Service: "dashboard.web",
				}}},
			},
		},
		// Behind a Network Load Balancer that ends TLS: redirects of landing pages, and a
		// release in stages.
		addontest.Case[emissary.Options]{Name: "aws", Options: gateway(), Target: addontest.AWS(), Because: wild, Existing: cluster.Existing{
			APIServices: []string{"v1beta1.metrics.k8s.io"},
		}},
	)
}

func seconds(n int64) metav1.Duration {
	return metav1.Duration{Duration: time.Duration(n) * time.Second}
}

// gateway is an install as a company has it.
func gateway() emissary.Options {
	return emissary.Options{
		Pods:          addon.Pods{TerminationGracePeriodSeconds: new(int64(90))},
		ShutdownDelay: seconds(45),
		Autoscaling:   hpa.Autoscaling{Enabled: true, MinReplicas: 3, MaxReplicas: 10},
		Service: emissary.Service{
			LoadBalancerClass: "service.k8s.aws/nlb",
			Annotations: map[string]string{
				"service.beta.kubernetes.io/aws-load-balancer-scheme":          "internet-facing",
				"service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
				"service.beta.kubernetes.io/aws-load-balancer-ssl-cert":        "arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
				"service.beta.kubernetes.io/aws-load-balancer-ssl-ports":       "https",
			},
			Ports: []emissary.ServicePort{
				{Name: "http", Port: 80, TargetPort: 8080},
				{Name: "https", Port: 443, TargetPort: 8443},
			},
		},
		Listeners: []emissary.NamedListener{
			{Name: "http", ListenerSpec: emissary.ListenerSpec{
				Port: 8080, Protocol: emissary.HTTP, SecurityModel: emissary.Insecure, HostBinding: everywhere(),
			}},
			// The load balancer has taken TLS off, so what comes here is HTTP, and was secure.
			{Name: "https", ListenerSpec: emissary.ListenerSpec{
				Port: 8443, Protocol: emissary.HTTP, SecurityModel: emissary.Secure, HostBinding: everywhere(),
			}},
		},
		Hosts: []emissary.NamedHost{{Name: "all", HostSpec: emissary.HostSpec{Hostname: "*"}}},
		Mappings: []emissary.NamedMapping{
			{Name: "campaign", Namespace: "web", MappingSpec: emissary.MappingSpec{
				Hostname: "campaign.example.com", Prefix: "/", Service: "www.example.com",
				HostRedirect: true, PathRedirect: "/campaign/", RedirectResponseCode: 302,
			}},
			{Name: "search", Namespace: "search", MappingSpec: emissary.MappingSpec{
				Hostname: "api.example.com", Prefix: "/search/", Service: "search",
			}},
			{Name: "search-canary", Namespace: "search", MappingSpec: emissary.MappingSpec{
				Hostname: "api.example.com", Prefix: "/search/", Service: "search-canary", Weight: new(int32(10)),
			}},
			{Name: "search-testers", Namespace: "search", MappingSpec: emissary.MappingSpec{
				Hostname: "api.example.com", Prefix: "/search/", Service: "search-canary",
				Headers: map[string]string{"X-Release": "canary"},
			}},
		},
	}
}

func everywhere() emissary.HostBinding {
	return emissary.HostBinding{Namespace: emissary.NamespaceBinding{From: emissary.AllNamespaces}}
}
