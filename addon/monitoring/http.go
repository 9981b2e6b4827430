package monitoring

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Login is how Prometheus says who it is: in one way at most.
type Login struct {
	// A token, or other credentials for the header Authorization.
	Authorization *Authorization `json:"authorization,omitempty"`

	// A name and a password.
	BasicAuth *BasicAuth `json:"basicAuth,omitempty"`

	// A token that is asked for elsewhere.
	OAuth2 *OAuth2 `json:"oauth2,omitempty"`
}

// Validate refuses several ways.
func (l Login) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path,
		addon.Field("authorization", l.Authorization != nil),
		addon.Field("basicAuth", l.BasicAuth != nil),
		addon.Field("oauth2", l.OAuth2 != nil),
	)
}

// Authorization is what the header Authorization has.
type Authorization struct {
	// The first word; "Bearer", where it is left out.
	Type string `json:"type,omitempty"`

	// What follows, in the namespace of the resource.
	Credentials addon.SecretRef `json:"credentials" jsonschema:"required"`
}

// Validate refuses what is for basicAuth.
func (a Authorization) Validate(path *field.Path) field.ErrorList {
	if strings.EqualFold(strings.TrimSpace(a.Type), "basic") {
		return field.ErrorList{field.Invalid(path.Child("type"), a.Type, "is what basicAuth is for")}
	}
	return nil
}

// BasicAuth is a name and a password, in the namespace of the resource.
type BasicAuth struct {
	// The name.
	Username *addon.SecretRef `json:"username,omitempty"`

	// The password.
	Password *addon.SecretRef `json:"password,omitempty"`
}

// OAuth2 gets a token from an OAuth 2.0 server.
type OAuth2 struct {
	// The client's ID.
	ClientID SecretOrConfigMap `json:"clientId"`

	// The client's secret.
	ClientSecret addon.SecretRef `json:"clientSecret" jsonschema:"required"`

	// The URL at which tokens are asked for.
	TokenURL string `json:"tokenUrl" jsonschema:"required,pattern=^(http|https)://.+$"`

	// The scopes that are asked for.
	Scopes []string `json:"scopes,omitempty" jsonschema:"minLength=1"`

	// Further parameters of the request.
	EndpointParams map[string]string `json:"endpointParams,omitempty"`

	// How the server's certificate is checked.
	TLSConfig *SafeTLSConfig `json:"tlsConfig,omitempty"`

	Proxy `json:",inline"`
}

// Validate refuses a client without an ID.
func (o OAuth2) Validate(path *field.Path) field.ErrorList {
	if o.ClientID == (SecretOrConfigMap{}) {
		return field.ErrorList{field.Required(path.Child("clientId"), "needs one of secret, configMap")}
	}
	return nil
}

// SecretOrConfigMap is a key of a Secret or of a ConfigMap in the namespace of the resource:
// one of its fields is set.
type SecretOrConfigMap struct {
	// The key of a Secret.
	Secret *addon.SecretRef `json:"secret,omitempty"`

	// The key of a ConfigMap, for what is no secret.
	ConfigMap *ConfigMapRef `json:"configMap,omitempty"`
}

// Validate refuses two places at once.
func (s SecretOrConfigMap) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("secret", s.Secret != nil), addon.Field("configMap", s.ConfigMap != nil))
}

// ConfigMapRef points at one key of a ConfigMap.
type ConfigMapRef struct {
	// The ConfigMap's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The key in the ConfigMap.
	Key string `json:"key" jsonschema:"required,maxLength=253"`
}

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions.
const (
	TLS10 TLSVersion = "TLS10"
	TLS11 TLSVersion = "TLS11"
	TLS12 TLSVersion = "TLS12"
	TLS13 TLSVersion = "TLS13"
)

// Enum lists the versions.
func (TLSVersion) Enum() []string { return addon.Values(TLS10, TLS11, TLS12, TLS13) }

// SafeTLSConfig says how a server's certificate is checked, and which one it is shown.
type SafeTLSConfig struct {
	// The CA that signed the server's certificate; those that the image knows, where it is left
	// out.
	CA SecretOrConfigMap `json:"ca,omitzero"`

	// The certificate that the server is shown.
	Cert SecretOrConfigMap `json:"cert,omitzero"`

	// The key of that certificate.
	KeySecret *addon.SecretRef `json:"keySecret,omitempty"`

	// The name that the server's certificate must be for; the address' own, where it is left
	// out.
	ServerName string `json:"serverName,omitempty"`

	// Takes any certificate.
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`

	// The lowest version of TLS; 1.2, where it is left out.
	MinVersion TLSVersion `json:"minVersion,omitempty"`

	// The highest version of TLS.
	MaxVersion TLSVersion `json:"maxVersion,omitempty"`
}

// Validate refuses a certificate without its key, and the other way round.
func (c SafeTLSConfig) Validate(path *field.Path) field.ErrorList {
	return checkPair(c.Cert != (SecretOrConfigMap{}), c.KeySecret != nil, c.MinVersion, c.MaxVersion, path)
}

// TLSConfig is a SafeTLSConfig that may name files in the Prometheus' container too. Whoever may
// write it has Prometheus read any file.
type TLSConfig struct {
	// The CA that signed the server's certificate; those that the image knows, where it is left
	// out.
	CA SecretOrConfigMap `json:"ca,omitzero"`

	// The CA in a file.
	CAFile string `json:"caFile,omitempty"`

	// The certificate that the server is shown.
	Cert SecretOrConfigMap `json:"cert,omitzero"`

	// That certificate in a file.
	CertFile string `json:"certFile,omitempty"`

	// The key of that certificate.
	KeySecret *addon.SecretRef `json:"keySecret,omitempty"`

	// The key in a file.
	KeyFile string `json:"keyFile,omitempty"`

	// The name that the server's certificate must be for; the address' own, where it is left
	// out.
	ServerName string `json:"serverName,omitempty"`

	// Takes any certificate.
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`

	// The lowest version of TLS; 1.2, where it is left out.
	MinVersion TLSVersion `json:"minVersion,omitempty"`

	// The highest version of TLS.
	MaxVersion TLSVersion `json:"maxVersion,omitempty"`
}

// Validate refuses what is told twice, and a certificate without its key.
func (c TLSConfig) Validate(path *field.Path) field.ErrorList {
	cert, key := c.Cert != (SecretOrConfigMap{}), c.KeySecret != nil
	errs := addon.AtMostOne(path, addon.Field("ca", c.CA != (SecretOrConfigMap{})), addon.Field("caFile", c.CAFile != ""))
	errs = append(errs, addon.AtMostOne(path, addon.Field("cert", cert), addon.Field("certFile", c.CertFile != ""))...)
	errs = append(errs, addon.AtMostOne(path, addon.Field("keySecret", key), addon.Field("keyFile", c.KeyFile != ""))...)
	return append(errs, checkPair(cert || c.CertFile != "", key || c.KeyFile != "", c.MinVersion, c.MaxVersion, path)...)
}

// checkPair refuses half a certificate, and versions of which none is left.
func checkPair(cert, key bool, low, high TLSVersion, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	switch {
	case cert && !key:
		errs = append(errs, field.Required(path.Child("keySecret"), "the key of the certificate"))
	case key && !cert:
		errs = append(errs, field.Required(path.Child("cert"), "the certificate of the key"))
	}
	if low != "" && high != "" && low > high {
		errs = append(errs, field.Invalid(path.Child("maxVersion"), high, "must not be below minVersion, which is "+string(low)))
	}
	return errs
}

// Proxy is what requests go through.
type Proxy struct {
	// The URL of the proxy.
	ProxyURL string `json:"proxyUrl,omitempty" jsonschema:"pattern=^(http|https|socks5)://.+$"`

	// What is reached without it: addresses, ranges of them and domains, with commas between
	// them.
	NoProxy string `json:"noProxy,omitempty"`

	// Takes the proxy of the container's environment.
	ProxyFromEnvironment bool `json:"proxyFromEnvironment,omitempty"`

	// Headers that the proxy is sent when it is asked to connect.
	ProxyConnectHeader map[string][]addon.SecretRef `json:"proxyConnectHeader,omitempty"`
}

// Validate refuses two proxies, and what needs one.
func (p Proxy) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("proxyUrl", p.ProxyURL != ""), addon.Field("proxyFromEnvironment", p.ProxyFromEnvironment))
	if p.NoProxy != "" && p.ProxyURL == "" {
		errs = append(errs, field.Forbidden(path.Child("noProxy"), "needs proxyUrl"))
	}
	if p.ProxyConnectHeader != nil && p.ProxyURL == "" && !p.ProxyFromEnvironment {
		errs = append(errs, field.Forbidden(path.Child("proxyConnectHeader"), "needs proxyUrl or proxyFromEnvironment"))
	}
	return errs
}
