package oauth2proxy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/oauth2proxy"
	"github.com/fitout/fitout/cluster"
)

var own = cluster.Existing{Secrets: map[string][]string{"oauth2-proxy/oauth2-proxy": {"client-id", "client-secret", "cookie-secret"}}}

func TestAddon(t *testing.T) {
	addontest.Run(t, oauth2proxy.Definition,
		addontest.Case[oauth2proxy.Options]{Name: "defaults", Existing: own},
		addontest.Case[oauth2proxy.Options]{Name: "upstream", Existing: own},
		addontest.Case[oauth2proxy.Options]{
			Name:   "github",
			Target: addontest.AWS(),
			Existing: cluster.Existing{
				ClusterIssuers: []string{"letsencrypt"},
				IngressClasses: []string{"nginx"},
				Secrets: map[string][]string{
					"oauth2-proxy/github":      {"id", "secret"},
					"oauth2-proxy/cookies":     {"key"},
					"oauth2-proxy/redis":       {"password"},
					"oauth2-proxy/grafana-tls": {"tls.crt", "tls.key"},
				},
				Services: []string{"tools/redis"},
			},
			Options: oauth2proxy.Options{
				Instance: "grafana",
				Pods:     addon.Pods{Replicas: new(int32(2))},
				Provider: oauth2proxy.Provider{
					GitHub:      &oauth2proxy.GitHub{Organization: "example-inc", Teams: []string{"developers", "bizeng"}, Users: []string{"example-bot"}},
					DisplayName: "GitHub",
					Scope:       "user:email read:org",
				},
				Secrets: oauth2proxy.Secrets{
					ClientID:     addon.SecretRef{Name: "github", Key: "id"},
					ClientSecret: addon.SecretRef{Name: "github", Key: "secret"},
					CookieSecret: addon.SecretRef{Name: "cookies", Key: "key"},
				},
				EmailDomains:     []string{"example.com"},
				Upstreams:        []string{"static://202"},
				RedirectURL:      "https://grafana.example.com/login/callback",
				ProxyPrefix:      "/login",
				WhitelistDomains: []string{".example.com"},
				Cookie: oauth2proxy.Cookie{
					Domains:  []string{".example.com"},
					Expire:   metav1.Duration{Duration: 24 * time.Hour},
					Refresh:  metav1.Duration{Duration: time.Hour},
					SameSite: oauth2proxy.Lax,
				},
				Redis:           &oauth2proxy.Redis{URL: "redis://redis.tools:6379", Password: &addon.SecretRef{Name: "redis", Key: "password"}},
				ReverseProxy:    true,
				TrustedProxies:  []string{"10.0.0.0/8"},
				SetXAuthRequest: true,
				Ingress: &oauth2proxy.Ingress{
					Hosts:       []string{"grafana.example.com"},
					ClassName:   "nginx",
					Path:        "/login",
					TLSSecret:   "grafana-tls",
					Issuer:      &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
					Annotations: map[string]string{"nginx.ingress.kubernetes.io/proxy-buffer-size": "16k"},
				},
			},
		},
		addontest.Case[oauth2proxy.Options]{
			Name: "full",
			Existing: cluster.Existing{
				CRDs:    []string{"servicemonitors.monitoring.coreos.com"},
				Secrets: map[string][]string{"login/oauth2-proxy": {"client-id", "client-secret", "cookie-secret"}},
			},
			Options: oauth2proxy.Options{
				Namespace: "login",
				Provider: oauth2proxy.Provider{OIDC: &oauth2proxy.OIDC{
					IssuerURL:            "https://dex.example.com",
					AllowedGroups:        []string{"example-inc:developers"},
					GroupsClaim:          "teams",
					EmailClaim:           "mail",
					AllowUnverifiedEmail: true,
					CodeChallengeMethod:  oauth2proxy.S256,
				}},
				Cookie:                  oauth2proxy.Cookie{Name: "login"},
				PassAccessToken:         true,
				PassAuthorizationHeader: true,
				SetAuthorizationHeader:  true,
				SkipProviderButton:      true,
				SkipAuthRoutes:          []string{"GET=^/healthz$"},
				APIRoutes:               []string{"^/api/"},
				SkipJWTBearerTokens:     true,
				SilencePings:            true,
				ServiceMonitor:          &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
			},
		},
		addontest.Case[oauth2proxy.Options]{
			Name: "google",
			Existing: cluster.Existing{Secrets: map[string][]string{
				"oauth2-proxy/oauth2-proxy": {"client-id", "client-secret", "cookie-secret"},
				"oauth2-proxy/google":       {"key.json"},
			}},
			Options: oauth2proxy.Options{Provider: oauth2proxy.Provider{Google: &oauth2proxy.Google{
				Groups:         []string{"developers@example.com"},
				AdminEmail:     "admin@example.com",
				ServiceAccount: &addon.SecretRef{Name: "google", Key: "key.json"},
			}}},
		},
	)
}

// Two proxies below one domain would overwrite each other's cookies if these had one name.
func TestInstancesHaveCookiesOfTheirOwn(t *testing.T) {
	objs, err := oauth2proxy.New(oauth2proxy.Options{Instance: "grafana-eu"}).Objects(addon.Target{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objs {
		if d, ok := o.(*appsv1.Deployment); ok {
			args := d.Spec.Template.Spec.Containers[0].Args
			if want := "--cookie-name=_oauth2_proxy_grafana_eu"; args[3] != want {
				t.Errorf("the arguments are %q, without %s", args, want)
			}
		}
	}
}

func TestLogin(t *testing.T) {
	got := oauth2proxy.Login{
		URL:             "https://auth.example.com",
		Internal:        "http://oauth2-proxy.oauth2-proxy.svc.cluster.local",
		ResponseHeaders: "X-Auth-Request-User",
	}.Annotations()
	want := map[string]string{
		"nginx.ingress.kubernetes.io/auth-url":              "http://oauth2-proxy.oauth2-proxy.svc.cluster.local/oauth2/auth",
		"nginx.ingress.kubernetes.io/auth-signin":           "https://auth.example.com/oauth2/start?rd=$scheme://$host$escaped_request_uri",
		"nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User",
		"nginx.ingress.kubernetes.io/proxy-buffer-size":     "16k",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBadOptions(t *testing.T) {
	_, err := oauth2proxy.New(oauth2proxy.Options{
		Provider: oauth2proxy.Provider{
			GitHub: &oauth2proxy.GitHub{Teams: []string{"developers"}},
			OIDC:   &oauth2proxy.OIDC{},
			Google: &oauth2proxy.Google{Groups: []string{"a@example.com"}},
		},
		ProxyPrefix:    "login",
		TrustedProxies: []string{"ingress"},
		Cookie: oauth2proxy.Cookie{
			Expire:   metav1.Duration{Duration: time.Hour},
			Refresh:  metav1.Duration{Duration: time.Hour},
			SameSite: "loose",
		},
		SkipAuthRoutes: []string{"GET=("},
		APIRoutes:      []string{"^/api/("},
		Ingress:        &oauth2proxy.Ingress{Issuer: &addon.IssuerRef{Name: "letsencrypt"}},
	}).Objects(addon.Target{})
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`provider.oidc.issuerURL: Required value: no default can know it`,
		`proxyPrefix: Invalid value: "login": must match ^/[^ ]+[^/ ]$`,
		`cookie.sameSite: Unsupported value: "loose": supported values: "lax", "strict", "none"`,
		`ingress.hosts: Required value: no default can know it`,
		`provider.oidc: Forbidden: excludes github: only one of them can be set`,
		`provider.google: Forbidden: excludes github: only one of them can be set`,
		`provider.github.organization: Required value: teams are an organization's`,
		`provider.google: Required value: groups need adminEmail and serviceAccount, by which they are looked up`,
		`trustedProxies[0]: Invalid value: "ingress": must be an IP address or a range, such as 10.0.0.0/8`,
		`trustedProxies: Forbidden: needs reverseProxy`,
		`cookie.refresh: Invalid value: "1h0m0s": must be below expire, 1h0m0s: the proxy refuses to start`,
		"skipAuthRoutes[0]: Invalid value: \"(\": must be a regular expression of Go: error parsing regexp: missing closing ): `(`",
		"apiRoutes[0]: Invalid value: \"^/api/(\": must be a regular expression of Go: error parsing regexp: missing closing ): `^/api/(`",
		`ingress.tlsSecret: Required value: the issuer's certificate is written to it`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
