package argocd_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/argocd"
)

// site is where users reach Argo CD.
const site = "https://argocd.example.com"

func TestBadOptions(t *testing.T) {
	half := metav1.Duration{Duration: 1500 * time.Millisecond}
	issuer := &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"URLs", options{
			URL: "https://argocd.example.com/", AdditionalURLs: []string{"https://:80"},
			Server: argocd.Server{RootPath: "/argocd", BaseHref: "/cd"},
		}, []string{
			`url: Invalid value: "https://argocd.example.com/": must match ^https?://[^ ?#]*[^ ?#/]$`,
			`server.baseHref: Invalid value: "/cd": must be rootPath, which is the UI's root then`,
			`url: Invalid value: "https://argocd.example.com/": must have the path that server.rootPath or baseHref says, "/argocd"`,
			`additionalURLs[0]: Invalid value: "https://:80": must be a URL`,
		}},
		{"URLs that don't fit", options{
			AdditionalURLs: []string{site},
			Server:         argocd.Server{RootPath: "/argocd"},
		}, []string{
			`url: Required value: additionalURLs are beside it`,
			`additionalURLs[0]: Invalid value: "https://argocd.example.com": must have the path that server.rootPath or baseHref says, "/argocd"`,
		}},
		{"namespaces", options{
			NoClusterRoles: true, ApplicationNamespaces: []string{"a, b", "web"},
			Controller:     argocd.Controller{ClusterRules: []rbacv1.PolicyRule{}},
			Server:         argocd.Server{ClusterRules: []rbacv1.PolicyRule{}},
			ApplicationSet: argocd.ApplicationSetController{Namespaces: []string{"web", "search"}},
		}, []string{
			`applicationNamespaces[0]: Invalid value: "a, b": must match ^[^, ]+$`,
			`applicationNamespaces: Forbidden: noClusterRoles leaves rights to other namespaces out`,
			`controller.clusterRules: Forbidden: noClusterRoles leaves rights to other namespaces out`,
			`server.clusterRules: Forbidden: noClusterRoles leaves rights to other namespaces out`,
			`applicationSet.namespaces[1]: Invalid value: "search": must be among applicationNamespaces: Applications are made there`,
			`applicationSet.allowedSCMProviders: Required value: with namespaces the controller starts only with allowedSCMProviders or noSCMProviders`,
		}},
		{"services of teams' own", options{Notifications: argocd.Notifications{SelfService: true}}, []string{
			`notifications.selfService: Forbidden: needs applicationNamespaces`,
		}},
		{"times", options{Controller: argocd.Controller{
			RepoServerTimeout: half, SelfHealTimeout: half, SyncTimeout: half, SyncWaveDelay: &half,
		}}, []string{
			`controller.repoServerTimeout: Invalid value: "1.5s": must be whole seconds`,
			`controller.selfHealTimeout: Invalid value: "1.5s": must be whole seconds`,
			`controller.syncTimeout: Invalid value: "1.5s": must be whole seconds`,
			`controller.syncWaveDelay: Invalid value: "1.5s": must be whole seconds`,
		}},
		{"TLS of a server without TLS", options{
			Server: argocd.Server{
				Insecure: true, TLSMinVersion: argocd.TLS13,
				Certificate: &addon.CertManager{Issuer: *issuer},
			},
		}, []string{
			`server.certificate: Forbidden: the server is insecure: it serves no certificate`,
			`server.tlsMinVersion: Forbidden: the server is insecure: it speaks no TLS`,
			`server.certificate: Forbidden: needs url, whose host it is for`,
		}},
		{"the server's Service", options{Server: argocd.Server{
			Service: argocd.Service{NodePorts: argocd.NodePorts{HTTP: 30080, HTTPS: 30080}, LoadBalancerSourceRanges: []string{"10.0.0.0"}},
		}}, []string{
			`server.service.nodePorts: Forbidden: needs the type NodePort or LoadBalancer`,
			`server.service.nodePorts.https: Invalid value: 30080: must be another one than that of HTTP`,
			`server.service.loadBalancerSourceRanges: Forbidden: needs the type LoadBalancer`,
			`server.service.loadBalancerSourceRanges[0]: Invalid value: "10.0.0.0": must be a CIDR, as in "10.0.0.0/8"`,
		}},
		{"how many pods", options{
			Server: argocd.Server{
				Pods:        addon.Pods{Replicas: new(int32(2))},
				Autoscaling: hpa.Autoscaling{Enabled: true, MaxReplicas: 1},
			},
			RepoServer:    argocd.RepoServer{Autoscaling: hpa.Autoscaling{Enabled: true, TargetCPU: new(int32(0)), TargetMemory: new(int32(0))}},
			Notifications: argocd.Notifications{Pods: addon.Pods{Replicas: new(int32(2))}},
			Dex:           argocd.Dex{Pods: addon.Pods{Replicas: new(int32(2))}},
			Redis: argocd.Redis{
				Pods: addon.Pods{Replicas: new(int32(3))},
				HA:   argocd.RedisHA{Pods: addon.Pods{Replicas: new(int32(5))}},
			},
		}, []string{
			`server.pods.replicas: Forbidden: the autoscaler counts the pods: set autoscaling.minReplicas`,
			`server.autoscaling.maxReplicas: Invalid value: 1: must be at least minReplicas, which is 2`,
			`repoServer.autoscaling.metrics: Required value: without CPU and memory there is nothing to go by`,
			`redis.pods.replicas: Invalid value: 3: must be 1: set highAvailability for more`,
			`redis.ha.pods.replicas: Invalid value: 5: must be 3: the proxy knows them one by one`,
			`dex.pods.replicas: Invalid value: 2: must be 1: dex keeps logins in memory`,
			`notifications.pods.replicas: Invalid value: 2: must be 1: several would tell everything several times`,
		}},
		{"the ApplicationSet controller", options{
			ApplicationNamespaces: []string{"web"},
			ApplicationSet: argocd.ApplicationSetController{
				Namespaces: []string{"web"}, PolicyOverride: true,
				Ingress: &argocd.WebhookIngress{Issuer: issuer},
			},
		}, []string{
			`applicationSet.ingress.host: Required value: no default can know it`,
			`applicationSet.allowedSCMProviders: Required value: with namespaces the controller starts only with allowedSCMProviders or noSCMProviders`,
			`applicationSet.policyOverride: Forbidden: without policy ApplicationSets say so anyway`,
			`applicationSet.ingress.tlsSecret: Required value: the issuer's certificate is written to it`,
		}},
		{"SCM providers", options{ApplicationSet: argocd.ApplicationSetController{
			AllowedSCMProviders: []string{"github.com"}, NoSCMProviders: true, Policy: "delete",
		}}, []string{
			`applicationSet.policy: Unsupported value: "delete": supported values: "create-only", "create-update", "create-delete", "sync"`,
			`applicationSet.allowedSCMProviders[0]: Invalid value: "github.com": must match ^https?://[^, ]+$`,
			`applicationSet.noSCMProviders: Forbidden: excludes allowedSCMProviders: only one of them can be set`,
		}},
		{"a Redis elsewhere", options{Redis: argocd.Redis{External: &argocd.ExternalRedis{
			Address: "redis", Username: &addon.SecretRef{Name: "redis", Key: "name"},
		}}}, []string{
			`redis.external.address: Invalid value: "redis": must match ^[^ :]+:[0-9]+$`,
			`redis.external.password: Required value: a username needs a password`,
		}},
		{"an Ingress without a host", options{Ingress: &argocd.Ingress{
			Issuer: issuer, NGINX: &argocd.NGINX{}, ALB: &alb.Ingress{},
		}}, []string{
			`url: Required value: the Ingress is for its host`,
			`ingress.alb: Forbidden: excludes nginx: only one of them can be set`,
			`ingress.issuer: Forbidden: a load balancer's certificates are ACM's: set alb.certificateARNs`,
			`ingress.alb.listen: Required value: needs a listener for HTTPS, by which gRPC comes`,
		}},
		{"an Ingress of NGINX", options{
			URL: "http://argocd.example.com",
			Ingress: &argocd.Ingress{
				TLSSecret: "tls",
				NGINX:     &argocd.NGINX{GRPCHost: "argocd.example.com", GRPCTLSSecret: "tls"},
			},
		}, []string{
			`url: Invalid value: "http://argocd.example.com": must be https://, as the Ingress has a certificate`,
			`ingress.nginx.grpcTLSSecret: Invalid value: "tls": must be another Secret than tlsSecret`,
			`ingress.nginx.grpcHost: Invalid value: "argocd.example.com": must be another host than those of the URLs: for one host NGINX speaks one protocol`,
		}},
		{"an Ingress whose certificates have nowhere to go", options{
			URL:     site,
			Ingress: &argocd.Ingress{Issuer: issuer, NGINX: &argocd.NGINX{GRPCHost: "grpc.example.com"}},
		}, []string{
			`ingress.tlsSecret: Required value: the issuer's certificate is written to it`,
			`ingress.nginx.grpcTLSSecret: Required value: the issuer's certificate is written to it`,
		}},
		{"an Ingress that passes TLS through", options{
			URL:    site,
			Server: argocd.Server{Insecure: true},
			Ingress: &argocd.Ingress{
				TLSSecret: "tls", Issuer: issuer,
				NGINX: &argocd.NGINX{Passthrough: true, GRPCHost: "grpc.example.com"},
			},
		}, []string{
			`ingress.nginx.passthrough: Forbidden: needs a server that speaks TLS: leave server.insecure out`,
			`ingress.tlsSecret: Forbidden: with nginx.passthrough the server's own certificate is served: set server.certificate`,
			`ingress.issuer: Forbidden: with nginx.passthrough the server's own certificate is served: set server.certificate`,
			`ingress.nginx.grpcHost: Forbidden: with passthrough one host speaks both`,
			`ingress.nginx.grpcTLSSecret: Required value: the issuer's certificate is written to it`,
		}},
		{"a certificate for a host that isn't there", options{Ingress: &argocd.Ingress{NGINX: &argocd.NGINX{GRPCTLSSecret: "tls"}}, URL: site}, []string{
			`ingress.nginx.grpcTLSSecret: Forbidden: needs grpcHost`,
		}},
		{"a load balancer", options{
			URL: site,
			Ingress: &argocd.Ingress{TLSSecret: "tls", Issuer: issuer, ALB: &alb.Ingress{
				BackendProtocol: alb.HTTP, BackendProtocolVersion: alb.GRPC, TargetType: alb.Instance,
				Listen: []alb.Listener{{Protocol: alb.HTTP, Port: 80}},
			}},
		}, []string{
			`ingress.alb.backendProtocolVersion: Invalid value: "GRPC": needs a listener for HTTPS`,
			`ingress.tlsSecret: Forbidden: a load balancer's certificates are ACM's: set alb.certificateARNs`,
			`ingress.issuer: Forbidden: a load balancer's certificates are ACM's: set alb.certificateARNs`,
			`ingress.alb.backendProtocol: Invalid value: "HTTP": must be HTTPS, as server.insecure says`,
			`ingress.alb.backendProtocolVersion: Forbidden: gRPC has targets of its own, which have it`,
			`ingress.alb.targetType: Invalid value: "instance": must be ip, or server.service.type NodePort`,
			`ingress.alb.listen: Required value: needs a listener for HTTPS, by which gRPC comes`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { refused(t, tc.options, tc.want) })
	}
}

// refused checks the errors that options give.
func refused(t *testing.T, o options, want []string) {
	t.Helper()
	_, err := argocd.New(o).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
