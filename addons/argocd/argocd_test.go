package argocd_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addons/argocd"
	"github.com/fitout/fitout/cluster"
)

type options = argocd.Options

// because explains what upstream's manifests give too.
var because = map[string]string{
	"ClusterRole argocd-application-controller": "Applications may deploy anything",
	"ClusterRole argocd-server":                 "users may look at anything that Applications have deployed, and delete it",
}

func TestAddon(t *testing.T) {
	addontest.Run(t, argocd.Definition,
		addontest.Case[options]{Name: "defaults", Because: because, Existing: existing("argocd")},
		addontest.Case[options]{Name: "upstream", Because: because, Existing: existing("argocd")},
		addontest.Case[options]{Name: "ha", Because: because, Existing: existing("argocd"), Options: options{HighAvailability: true}},
		addontest.Case[options]{Name: "login", Because: because, Existing: existing("argocd"), Options: login()},
		addontest.Case[options]{Name: "aws", Target: addontest.AWS(), Existing: existing("argocd"), Options: onAWS()},
		addontest.Case[options]{Name: "namespaced", Existing: existing("delivery"), Options: namespaced()},
		addontest.Case[options]{Name: "full", Because: because, Existing: existing("argocd"), Options: full()},
		addontest.Case[options]{Name: "full-resources", Because: because, Existing: existing("argocd"), Options: fullResources()},
	)
}

func existing(namespace string) cluster.Existing {
	return cluster.Existing{
		CRDs:           []string{"*.cert-manager.io", "*.monitoring.coreos.com"},
		APIServices:    []string{"v1beta1.metrics.k8s.io", "v1beta1.custom.metrics.k8s.io"},
		ClusterIssuers: []string{"letsencrypt"},
		IngressClasses: []string{"nginx", "alb"},
		Secrets: map[string][]string{
			namespace + "/github-app":    {},
			namespace + "/gitlab-key":    {},
			namespace + "/redis":         {"name", "password"},
			namespace + "/clients":       {"argo-cd", "github", "gitlab", "microsoft", "okta"},
			namespace + "/notifications": {"slack-token"},
		},
	}
}

func seconds(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }

func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory),
	}}
}

func secret(name, key string) addon.SecretRef { return addon.SecretRef{Name: name, Key: key} }

// login is Argo CD's own dex, behind an ingress-nginx that passes TLS through.
func login() options {
	application := func(key string) argocd.OAuthApplication {
		return argocd.OAuthApplication{ClientID: "argo-cd", ClientSecret: secret("clients", key)}
	}
	return options{
		URL: "https://argocd.example.com",
		Server: argocd.Server{
			Certificate:   &addon.CertManager{Issuer: addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"}},
			TLSMinVersion: argocd.TLS13,
			Service: argocd.Service{
				Type:                     corev1.ServiceTypeLoadBalancer,
				Annotations:              map[string]string{"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"},
				NodePorts:                argocd.NodePorts{HTTP: 30080, HTTPS: 30443},
				LoadBalancerClass:        "service.k8s.aws/nlb",
				LoadBalancerSourceRanges: []string{"10.0.0.0/8"},
				ExternalTrafficPolicy:    corev1.ServiceExternalTrafficPolicyLocal,
			},
		},
		Dex: argocd.Dex{
			LogLevel: argocd.LogDebug,
			Connectors: []argocd.Connector{
				{ID: "github", Name: "GitHub", GitHub: &argocd.GitHubConnector{
					OAuthApplication: application("github"),
					Orgs:             []argocd.GitHubOrg{{Name: "example", Teams: []string{"platform", "search"}}},
					LoadAllGroups:    true, TeamNameField: argocd.TeamBoth, HostName: "github.example.com",
				}},
				{ID: "gitlab", Name: "GitLab", GitLab: &argocd.GitLabConnector{
					OAuthApplication: application("gitlab"), BaseURL: "https://gitlab.example.com", Groups: []string{"platform"},
				}},
				{ID: "entra", Name: "Entra ID", Microsoft: &argocd.MicrosoftConnector{
					OAuthApplication: application("microsoft"), Tenant: "example", Groups: []string{"platform"},
				}},
				{ID: "okta", Name: "Okta", OIDC: &argocd.OIDCConnector{
					OAuthApplication: application("okta"), Issuer: "https://example.okta.com",
					Scopes: []string{"profile", "email", "groups"}, Groups: true, UserInfo: true,
				}},
			},
			DefaultConnector:           "github",
			ContinueOnConnectorFailure: true,
		},
		Users: argocd.Users{NoAdmin: true},
		RBAC: argocd.RBAC{
			DefaultRole: "role:viewer",
			MatchMode:   argocd.Regex,
			Policies: []argocd.Policy{
				{Role: "role:viewer", Resource: argocd.ApplicationsResource, Action: "get", Object: "(web|search)/.*"},
				{Role: "role:nobody", Resource: argocd.AllResources, Action: ".*", Object: ".*", Effect: argocd.Deny},
			},
		},
		Ingress: &argocd.Ingress{ClassName: "nginx", NGINX: &argocd.NGINX{Passthrough: true}},
	}
}

// onAWS is a company's: dex is an addon, an Application Load Balancer ends TLS, and one Argo CD
// deploys to several clusters.
func onAWS() options {
	return options{
		URL:            "https://argocd.dev.example.com/delivery",
		AdditionalURLs: []string{"https://cd.dev.example.com/delivery"},
		Controller: argocd.Controller{
			Pods:         addon.Pods{Replicas: new(int32(2)), Resources: requests("500m", "1Gi")},
			Sharding:     argocd.RoundRobin,
			ClusterRules: rules(),
		},
		Server: argocd.Server{Insecure: true, RootPath: "/delivery", ClusterRules: rules()},
		ApplicationSet: argocd.ApplicationSetController{
			Pods:           addon.Pods{Replicas: new(int32(2))},
			NoSCMProviders: true,
			DryRun:         true,
		},
		Dex: argocd.Dex{Disabled: true},
		Redis: argocd.Redis{External: &argocd.ExternalRedis{
			Address:  "prod.abcdef.apne1.cache.amazonaws.com:6379",
			Username: new(secret("redis", "name")), Password: new(secret("redis", "password")),
			TLS: true, Database: 1,
		}},
		OIDC:        &argocd.OIDC{Name: "GitHub", Issuer: "https://dex.dev.example.com", ClientID: "argo-cd", ClientSecret: new(secret("clients", "argo-cd"))},
		RBAC:        argocd.RBAC{Grants: []argocd.Grant{{Subject: "example:platform", Role: "role:admin"}}},
		Credentials: []argocd.Credentials{{Secret: "github-app", URL: "https://github.com/example", By: argocd.ByGitHubApp}},
		Clusters: []argocd.Cluster{
			{Name: "prod", Server: "https://kubernetes.default.svc", Labels: map[string]string{"stage": "prod"}},
			{
				Name: "dev", Server: "https://0123456789ABCDEF.gr7.ap-northeast-1.eks.amazonaws.com", CAData: ca,
				EKS:        &argocd.EKS{ClusterName: "dev", RoleARN: "arn:aws:iam::123456789012:role/argocd-dev"},
				Namespaces: []string{"web", "search"}, ClusterResources: true, Project: "web",
				Labels:      map[string]string{"stage": "dev"},
				Annotations: map[string]string{"example.com/domain": "dev.example.com"},
			},
		},
		Ingress: &argocd.Ingress{
			ClassName:   "alb",
			Annotations: map[string]string{"external-dns.alpha.kubernetes.io/ttl": "60"},
			ALB: &alb.Ingress{
				Scheme:          alb.Internal,
				CertificateARNs: []string{"arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"},
				Listen:          []alb.Listener{{Protocol: alb.HTTPS, Port: 443}, {Protocol: alb.HTTP, Port: 80}},
				SSLRedirect:     443,
			},
		},
	}
}

// namespaced is an Argo CD without rights to its cluster, which tells nobody anything.
func namespaced() options {
	return options{
		Namespace:         "delivery",
		NoClusterRoles:    true,
		NoNetworkPolicies: true,
		URL:               "http://localhost/argocd",
		Server:            argocd.Server{BaseHref: "/argocd"},
		Notifications:     argocd.Notifications{Disabled: true},
		Resources:         argocd.Resources{Exclusions: []argocd.Filter{}},
		Tools:             argocd.Tools{HelmValuesFileSchemes: []string{}},
		OIDC: &argocd.OIDC{
			Name: "Okta", Issuer: "https://example.okta.com", ClientID: "argo-cd", PKCE: true,
		},
	}
}

// ca is a certificate. It is no secret.
const ca = `-----BEGIN CERTIFICATE-----
MIIBdTCCARugAwIBAgIUQ29ycG9yYXRlIENBAAAAAAAAAAEwCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----
`
