package main

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/dex"
	"github.com/fitout/fitout/addons/oauth2proxy"
	"github.com/fitout/fitout/addons/oauth2proxymanager"
)

// issuer is dex's, which EKS knows as the cluster's identity provider.
const issuer = "https://dex." + domain

// login is that to the cluster and to its tools: kubectl's by kubelogin, Argo CD's and that of
// the proxy below, all by GitHub. Teams are groups, "example:developers".
func login() dex.Options {
	return dex.Options{
		Pods:   addon.Pods{Replicas: new(int32(2)), Resources: requests("10m", "64Mi")},
		Issuer: issuer,
		Connectors: []dex.Connector{{ID: "github", Name: "GitHub", GitHub: &dex.GitHub{
			Application: dex.Application{
				ClientID:     addon.SecretRef{Name: "github", Key: "client-id"},
				ClientSecret: addon.SecretRef{Name: "github", Key: "client-secret"},
			},
			Orgs: []dex.Org{{Name: "example"}},
		}}},
		Clients: []dex.Client{
			{ID: "kubernetes", Name: "kubectl", Public: true, RedirectURIs: []string{"http://localhost:8000", "http://localhost:18000"}},
			{
				ID: "argo-cd", Name: "Argo CD",
				Secret:       &addon.SecretRef{Name: "clients", Key: "argo-cd"},
				RedirectURIs: []string{"https://argocd." + domain + "/auth/callback"},
			},
			{
				ID: "argo-workflows", Name: "Argo Workflows",
				Secret:       &addon.SecretRef{Name: "clients", Key: "argo-workflows"},
				RedirectURIs: []string{"https://workflows." + domain + "/oauth2/callback"},
			},
			{
				ID: "grafana", Name: "Grafana",
				Secret:       &addon.SecretRef{Name: "clients", Key: "grafana"},
				RedirectURIs: []string{"https://grafana." + domain + "/login/generic_oauth"},
			},
			{
				ID: "tools", Name: "Internal tools",
				Secret:       &addon.SecretRef{Name: "clients", Key: "tools"},
				RedirectURIs: []string{"https://tools." + domain + "/oauth2/callback"},
			},
		},
		EKS:                &dex.EKS{ClientID: "kubernetes"},
		SkipApprovalScreen: true,
		// Who leaves the organization is out within the hour.
		Expiry: dex.Expiry{
			IDTokens:      metav1.Duration{Duration: time.Hour},
			RefreshTokens: dex.RefreshTokens{ValidIfNotUsedFor: metav1.Duration{Duration: 7 * 24 * time.Hour}},
		},
		Ingress: &dex.Ingress{
			ClassName: "nginx",
			TLSSecret: "dex-tls",
			Issuer:    &addon.IssuerRef{Kind: "ClusterIssuer", Name: "letsencrypt"},
		},
	}
}

// toolsLogin is one proxy for all tools that every developer may use.
func toolsLogin() oauth2proxy.Options {
	return oauth2proxy.Options{
		Instance:         "tools",
		Pods:             addon.Pods{Replicas: new(int32(2)), Resources: requests("10m", "64Mi")},
		Provider:         oauth2proxy.Provider{OIDC: &oauth2proxy.OIDC{IssuerURL: issuer, AllowedGroups: []string{"example:developers"}}, Scope: "openid email groups"},
		RedirectURL:      "https://tools." + domain + "/oauth2/callback",
		WhitelistDomains: []string{"." + domain},
		Cookie:           oauth2proxy.Cookie{Domains: []string{"." + domain}},
		ReverseProxy:     true,
		SetXAuthRequest:  true,
		Ingress: &oauth2proxy.Ingress{
			Hosts:     []string{"tools." + domain},
			ClassName: "nginx",
			TLSSecret: "tools-tls",
			Issuer:    &addon.IssuerRef{Kind: "ClusterIssuer", Name: "letsencrypt"},
		},
	}
}

// logins are those of tools for single teams, by GitHub: an Ingress of the class nginx asks for
// one by annotations.
func logins() oauth2proxymanager.Options {
	return oauth2proxymanager.Options{
		Pods:         addon.Pods{Image: addon.Image{Tag: "bc307fb63fd9c51ff1ebd9d8cf1d331aaa4b2907"}},
		Domain:       "auth." + domain,
		CookieDomain: "." + domain,
		TLSSecret:    "auth-tls",
	}
}
