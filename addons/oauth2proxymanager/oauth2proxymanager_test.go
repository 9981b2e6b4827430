package oauth2proxymanager_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/oauth2proxymanager"
	"github.com/fitout/fitout/cluster"
)

// commit is the tag of an image.
const commit = "bc307fb63fd9c51ff1ebd9d8cf1d331aaa4b2907"

func secrets(name string) cluster.Existing {
	return cluster.Existing{Secrets: map[string][]string{
		"oauth2-proxy/" + name: {"OAUTH2_PROXY_CLIENT_ID", "OAUTH2_PROXY_CLIENT_SECRET", "COOKIE_SALT"},
	}}
}

func TestAddon(t *testing.T) {
	pods := addon.Pods{Image: addon.Image{Tag: commit}}
	addontest.Run(t, oauth2proxymanager.Definition,
		addontest.Case[oauth2proxymanager.Options]{
			Name:     "defaults",
			Existing: secrets("oauth2-proxy-manager-secret"),
			Options: oauth2proxymanager.Options{
				Pods: pods, Domain: "auth.example.com", CookieDomain: ".example.com", TLSSecret: "auth.example.com-tls",
			},
		},
		addontest.Case[oauth2proxymanager.Options]{
			Name:     "upstream",
			Existing: secrets("oauth2-proxy-manager-secret"),
			Options: oauth2proxymanager.Options{
				Pods: pods, Domain: "auth.lunasys.dev", CookieDomain: ".lunasys.dev", TLSSecret: "auth.lunasys.dev-tls",
			},
		},
		addontest.Case[oauth2proxymanager.Options]{
			Name:     "full",
			Target:   addontest.AWS(),
			Existing: secrets("github"),
			Options: oauth2proxymanager.Options{
				Pods:            pods,
				Domain:          "auth.dev.example.com",
				CookieDomain:    ".dev.example.com",
				WhitelistDomain: ".example.com",
				TLSSecret:       "tools-tls",
				TLSHosts:        []string{"auth.dev.example.com", "auth.example.com"},
				IngressClass:    "nginx",
				Secret:          "github",
				Debug:           true,
			},
		},
	)
}

// What the controller reads is all there, and its oauth2-proxy answers where NGINX asks.
func TestLogin(t *testing.T) {
	got := oauth2proxymanager.Login{
		Domain:          "auth.example.com",
		App:             "grafana",
		Organization:    "example-inc",
		Teams:           []string{"developers", "bizeng"},
		SetXAuthRequest: true,
	}.Annotations()
	want := map[string]string{
		"nginx.ingress.kubernetes.io/auth-url":         "https://auth.example.com/github/grafana/auth",
		"nginx.ingress.kubernetes.io/auth-signin":      "https://auth.example.com/github/grafana/start?rd=https://$host$escaped_request_uri",
		"oauth2-proxy-manager.k8s.io/app-name":         "grafana",
		"oauth2-proxy-manager.k8s.io/github-org":       "example-inc",
		"oauth2-proxy-manager.k8s.io/github-teams":     "developers,bizeng",
		"oauth2-proxy-manager.k8s.io/set-xauthrequest": "true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBadOptions(t *testing.T) {
	_, err := oauth2proxymanager.New(oauth2proxymanager.Options{
		Pods:         addon.Pods{Replicas: new(int32(2))},
		CookieDomain: "example.com",
	}).Objects(addon.Target{})
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`pods.image.tag: Required value: an image needs a tag or a digest: without one it is whatever was pushed last`,
		`domain: Required value: no default can know it`,
		`cookieDomain: Invalid value: "example.com": must match ^[.][a-z0-9]([-a-z0-9.]*[a-z0-9])?$`,
		`tlsSecret: Required value: no default can know it`,
		`pods.replicas: Invalid value: 2: must be 0 or 1: the controllers know nothing of each other`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
