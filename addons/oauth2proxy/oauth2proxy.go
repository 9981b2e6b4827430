package oauth2proxy

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "oauth2-proxy"

// Definition is the addon oauth2-proxy.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Security,
		Version:   "7.15.3",
		Source:    "https://github.com/oauth2-proxy/manifests/tree/oauth2-proxy-10.7.0/helm/oauth2-proxy",
		Namespace: name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs, which logs in
// at Google.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Names the install where there are several in the cluster: "grafana" makes
	// oauth2-proxy-grafana, with a Secret and a cookie of its own.
	Instance string `json:"-"`

	// The pods.
	Pods addon.Pods `json:"pods,omitzero"`

	// Where users log in.
	Provider Provider `json:"provider,omitzero"`

	// The OAuth application and the key of the cookies.
	Secrets Secrets `json:"secrets,omitzero"`

	// The domains of the e-mail addresses that get in; all, by "*", where it is left out.
	EmailDomains []string `json:"emailDomains,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Where requests go after the login: "http://grafana.tools:3000", or
	// "static://202". To nowhere, where it is left out: NGINX asks, and sends them on itself.
	Upstreams []string `json:"upstreams,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The address that the provider sends users back to, as the OAuth application has it:
	// "https://auth.example.com/oauth2/callback". The host that was asked for, where it is
	// left out.
	RedirectURL string `json:"redirectURL,omitempty" jsonschema:"pattern=^https?://"`

	// The path below which the proxy itself answers; "/oauth2", where it is left out.
	ProxyPrefix string `json:"proxyPrefix,omitempty" jsonschema:"pattern=^/[^ ]+[^/ ]$"`

	// The domains that users may be sent back to after the login, with a dot in front for all
	// below: ".example.com".
	WhitelistDomains []string `json:"whitelistDomains,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The session's cookie.
	Cookie Cookie `json:"cookie,omitzero"`

	// Where sessions are kept: in the cookie, where it is left out.
	Redis *Redis `json:"redis,omitempty"`

	// Believes the headers by which an Ingress tells where a request came from.
	ReverseProxy bool `json:"reverseProxy,omitempty"`

	// The addresses whose such headers are believed.
	TrustedProxies []string `json:"trustedProxies,omitempty" jsonschema:"uniqueItems"`

	// Answers with the user's name and address in X-Auth-Request-User and
	// X-Auth-Request-Email, for NGINX to pass on.
	SetXAuthRequest bool `json:"setXAuthRequest,omitempty"`

	// Passes on the user's access token, in X-Forwarded-Access-Token. With setXAuthRequest
	// it answers with it too. It makes sessions large.
	PassAccessToken bool `json:"passAccessToken,omitempty"`

	// Passes on the user's ID token as Authorization: Bearer.
	PassAuthorizationHeader bool `json:"passAuthorizationHeader,omitempty"`

	// Answers with the user's ID token as Authorization: Bearer, for NGINX to pass on.
	SetAuthorizationHeader bool `json:"setAuthorizationHeader,omitempty"`

	// Sends users to the provider at once, without a page with a button.
	SkipProviderButton bool `json:"skipProviderButton,omitempty"`

	// Lets requests through without a login, by method and regular expression of the path:
	// "GET=^/healthz$".
	SkipAuthRoutes []string `json:"skipAuthRoutes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Answers requests for these paths, regular expressions, by 401 and not by a redirect to
	// the login.
	APIRoutes []string `json:"apiRoutes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Lets requests through that carry a token of the provider's as Authorization: Bearer.
	SkipJWTBearerTokens bool `json:"skipJWTBearerTokens,omitempty"`

	// Doesn't log questions of probes.
	SilencePings bool `json:"silencePings,omitempty"`

	// The Ingress by which the proxy itself is reached.
	Ingress *Ingress `json:"ingress,omitempty"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// Provider is where users log in: one of them, Google where all are left out.
type Provider struct {
	// GitHub.
	GitHub *GitHub `json:"github,omitempty"`

	// An OIDC provider, such as dex.
	OIDC *OIDC `json:"oidc,omitempty"`

	// Google.
	Google *Google `json:"google,omitempty"`

	// The name on the page with the button.
	DisplayName string `json:"displayName,omitempty"`

	// What is asked of the provider, such as "openid email groups"; the provider's own,
	// where it is left out.
	Scope string `json:"scope,omitempty"`
}

// GitHub says who gets in of GitHub's users.
type GitHub struct {
	// The organization that they are members of.
	Organization string `json:"organization,omitempty"`

	// The teams, by their slugs, of which they are in one.
	Teams []string `json:"teams,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Users who get in whatever they are members of.
	Users []string `json:"users,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// OIDC is an OIDC provider.
type OIDC struct {
	// Its issuer.
	IssuerURL string `json:"issuerURL" jsonschema:"required,pattern=^https?://"`

	// The groups of which users are in one; all users, where it is left out.
	AllowedGroups []string `json:"allowedGroups,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The claim with a user's groups; "groups", where it is left out.
	GroupsClaim string `json:"groupsClaim,omitempty"`

	// The claim with a user's e-mail address; "email", where it is left out.
	EmailClaim string `json:"emailClaim,omitempty"`

	// Takes addresses that the provider has not verified.
	AllowUnverifiedEmail bool `json:"allowUnverifiedEmail,omitempty"`

	// How the code is protected on its way: "S256" for PKCE.
	CodeChallengeMethod CodeChallengeMethod `json:"codeChallengeMethod,omitempty"`
}

// CodeChallengeMethod is a method of PKCE.
type CodeChallengeMethod string

// The methods.
const (
	S256  CodeChallengeMethod = "S256"
	Plain CodeChallengeMethod = "plain"
)

// Enum lists the methods.
func (CodeChallengeMethod) Enum() []string { return addon.Values(S256, Plain) }

// Google says who gets in of Google's users.
type Google struct {
	// The groups of which users are in one.
	Groups []string `json:"groups,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The administrator as whom groups are looked up.
	AdminEmail string `json:"adminEmail,omitempty"`

	// The service account's key by which groups are looked up.
	ServiceAccount *addon.SecretRef `json:"serviceAccount,omitempty"`
}

// Secrets are the secrets that the proxy needs, in the addon's namespace.
type Secrets struct {
	// The OAuth application's ID: key client-id of the Secret with the install's name, where
	// it is left out.
	ClientID addon.SecretRef `json:"clientID,omitzero"`

	// Its secret: key client-secret, likewise.
	ClientSecret addon.SecretRef `json:"clientSecret,omitzero"`

	// The key of the cookies, of 16, 24 or 32 bytes: key cookie-secret, likewise.
	CookieSecret addon.SecretRef `json:"cookieSecret,omitzero"`
}

// Cookie is the session's cookie.
type Cookie struct {
	// Its name; "_oauth2_proxy", and the instance behind it, where it is left out.
	Name string `json:"name,omitempty" jsonschema:"pattern=^[0-9A-Za-z_-]+$"`

	// The domains that it is for, with a dot in front for all below: ".example.com". The
	// host that was asked for, where it is left out.
	Domains []string `json:"domains,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How long it is valid; 7 days, where it is left out.
	Expire metav1.Duration `json:"expire,omitzero"`

	// After how long the provider is asked anew whether the user may; never, where it is left
	// out.
	Refresh metav1.Duration `json:"refresh,omitzero"`

	// Whether other sites' requests carry it.
	SameSite SameSite `json:"sameSite,omitempty"`
}

// SameSite is whether other sites' requests carry a cookie.
type SameSite string

// Whether they do.
const (
	Lax    SameSite = "lax"
	Strict SameSite = "strict"
	None   SameSite = "none"
)

// Enum lists whether they do.
func (SameSite) Enum() []string { return addon.Values(Lax, Strict, None) }

// Redis keeps sessions.
type Redis struct {
	// Where it is: "redis://redis.tools:6379".
	URL string `json:"url" jsonschema:"required,pattern=^rediss?://"`

	// The password.
	Password *addon.SecretRef `json:"password,omitempty"`
}

// Ingress makes the proxy reachable.
type Ingress struct {
	// The names under which it is reached.
	Hosts []string `json:"hosts" jsonschema:"required,minItems=1,uniqueItems,maxLength=253,pattern=^[a-z0-9*]([-a-z0-9.]*[a-z0-9])?$"`

	// The class; the cluster's default, where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The path; the proxy's prefix, where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	// The Secret with the certificate for the hosts.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// Annotations, such as those of package addon/alb.
	Annotations map[string]string `json:"annotations,omitempty"`
}

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas:             new(int32(1)),
			Image:                addon.Image{Repository: "quay.io/oauth2-proxy/oauth2-proxy", Tag: "v7.15.3"},
			RevisionHistoryLimit: new(int32(10)),
		},
		EmailDomains: []string{"*"},
		Upstreams:    []string{"file:///dev/null"},
	}
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, o.Instance)
	id.Selector = map[string]string{addon.LabelName: id.Name, addon.LabelInstance: id.Instance}
	id.Component = "authentication-proxy"
	return id
}

// install is the name of the install's objects.
func (o Options) install() string { return addon.InstanceName(name, o.Instance) }

// secret is an environment variable that holds a secret: the reference's, or a key of the
// install's own Secret.
func (o Options) secret(variable string, ref addon.SecretRef, key string) corev1.EnvVar {
	if ref == (addon.SecretRef{}) {
		ref = addon.SecretRef{Name: o.install(), Key: key}
	}
	return corev1.EnvVar{Name: variable, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: ref.Selector()}}
}
