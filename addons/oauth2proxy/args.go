package oauth2proxy

import (
	"slices"
	"strings"

	"github.com/fitout/fitout/addon/kube"
)

// The port of the proxy and that of its metrics, in the pods.
const (
	httpPort    = 4180
	metricsPort = 44180
)

// args are the flags beside the configuration file, by which upstream's chart sets the two
// options that it has.
func args(o Options) []string {
	return slices.Concat(
		[]string{
			"--http-address=0.0.0.0:4180",
			"--https-address=0.0.0.0:4443",
			"--metrics-address=0.0.0.0:44180",
		},
		providerArgs(o.Provider),
		kube.Flag("--redirect-url", o.RedirectURL),
		kube.Flag("--proxy-prefix", o.ProxyPrefix),
		kube.FlagEach("--whitelist-domain", o.WhitelistDomains),
		cookieArgs(o),
		sessionArgs(o.Redis),
		kube.FlagIf(o.ReverseProxy, "--reverse-proxy=true"),
		kube.FlagEach("--trusted-proxy-ip", o.TrustedProxies),
		kube.FlagIf(o.SetXAuthRequest, "--set-xauthrequest=true"),
		kube.FlagIf(o.PassAccessToken, "--pass-access-token=true"),
		kube.FlagIf(o.PassAuthorizationHeader, "--pass-authorization-header=true"),
		kube.FlagIf(o.SetAuthorizationHeader, "--set-authorization-header=true"),
		kube.FlagIf(o.SkipProviderButton, "--skip-provider-button=true"),
		kube.FlagEach("--skip-auth-route", o.SkipAuthRoutes),
		kube.FlagEach("--api-route", o.APIRoutes),
		kube.FlagIf(o.SkipJWTBearerTokens, "--skip-jwt-bearer-tokens=true"),
		kube.FlagIf(o.SilencePings, "--silence-ping-logging=true"),
		[]string{"--config=/etc/oauth2_proxy/oauth2_proxy.cfg"},
	)
}

func providerArgs(p Provider) []string {
	var args []string
	switch {
	case p.GitHub != nil:
		args = slices.Concat(
			[]string{"--provider=github"},
			kube.Flag("--github-org", p.GitHub.Organization),
			kube.Flag("--github-team", strings.Join(p.GitHub.Teams, ",")),
			kube.FlagEach("--github-user", p.GitHub.Users),
		)
	case p.OIDC != nil:
		args = slices.Concat(
			[]string{"--provider=oidc"},
			kube.Flag("--oidc-issuer-url", p.OIDC.IssuerURL),
			kube.FlagEach("--allowed-group", p.OIDC.AllowedGroups),
			kube.Flag("--oidc-groups-claim", p.OIDC.GroupsClaim),
			kube.Flag("--oidc-email-claim", p.OIDC.EmailClaim),
			kube.FlagIf(p.OIDC.AllowUnverifiedEmail, "--insecure-oidc-allow-unverified-email=true"),
			kube.Flag("--code-challenge-method", p.OIDC.CodeChallengeMethod),
		)
	case p.Google != nil:
		args = slices.Concat(
			[]string{"--provider=google"},
			kube.FlagEach("--google-group", p.Google.Groups),
			kube.Flag("--google-admin-email", p.Google.AdminEmail),
		)
		if p.Google.ServiceAccount != nil {
			args = append(args, "--google-service-account-json=/google/"+p.Google.ServiceAccount.Key)
		}
	}
	return slices.Concat(args, kube.Flag("--provider-display-name", p.DisplayName), kube.Flag("--scope", p.Scope))
}

// cookieArgs name the cookie by the install: two proxies below one domain would overwrite
// each other's.
func cookieArgs(o Options) []string {
	c := o.Cookie
	if c.Name == "" && o.Instance != "" {
		c.Name = "_oauth2_proxy_" + strings.ReplaceAll(o.Instance, "-", "_")
	}
	return slices.Concat(
		kube.Flag("--cookie-name", c.Name),
		kube.FlagEach("--cookie-domain", c.Domains),
		kube.Flag("--cookie-expire", kube.Duration(c.Expire)),
		kube.Flag("--cookie-refresh", kube.Duration(c.Refresh)),
		kube.Flag("--cookie-samesite", c.SameSite),
	)
}

func sessionArgs(r *Redis) []string {
	if r == nil {
		return nil
	}
	return []string{"--session-store-type=redis", "--redis-connection-url=" + r.URL}
}
