package oauth2proxymanager

import "strings"

// Login is what an Ingress of ingress-nginx says to get a login.
type Login struct {
	// The domain of the addon's options.
	Domain string

	// Names the application among all that are protected: "grafana". It is part of the
	// oauth2-proxy's path, so that two organizations can't share one.
	App string

	// The GitHub organization whose members get in.
	Organization string

	// The teams of the organization whose members get in; all members, where it is left out.
	Teams []string

	// Passes on to the application who it is, in the headers X-Auth-Request-User and
	// X-Auth-Request-Email.
	SetXAuthRequest bool
}

// Annotations are those of the Ingress.
func (l Login) Annotations() map[string]string {
	const manager = "oauth2-proxy-manager.k8s.io/"
	at := "https://" + l.Domain + "/github/" + l.App
	a := map[string]string{
		"nginx.ingress.kubernetes.io/auth-url":    at + "/auth",
		"nginx.ingress.kubernetes.io/auth-signin": at + "/start?rd=https://$host$escaped_request_uri",
		manager + "app-name":                      l.App,
		manager + "github-org":                    l.Organization,
		manager + "github-teams":                  strings.Join(l.Teams, ","),
	}
	if l.SetXAuthRequest {
		a[manager+"set-xauthrequest"] = "true"
	}
	return a
}
