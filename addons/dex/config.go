package dex

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The structs below are dex's configuration as its cmd/dex/config.go and the packages of its
// connectors read it.
type config struct {
	Issuer     string            `json:"issuer"`
	Storage    storage           `json:"storage"`
	Web        *web              `json:"web,omitempty"`
	GRPC       *grpc             `json:"grpc,omitempty"`
	OAuth2     *oauth2           `json:"oauth2,omitempty"`
	Expiry     *expiry           `json:"expiry,omitempty"`
	Logger     *Log              `json:"logger,omitempty"`
	Frontend   *Frontend         `json:"frontend,omitempty"`
	Connectors []connectorConfig `json:"connectors,omitempty"`
	Clients    []clientConfig    `json:"staticClients,omitempty"`
}

type storage struct {
	Type   string        `json:"type"`
	Config storageConfig `json:"config"`
}

type storageConfig struct {
	InCluster bool `json:"inCluster"`
}

type web struct {
	HTTPS          string   `json:"https,omitempty"`
	TLSCert        string   `json:"tlsCert,omitempty"`
	TLSKey         string   `json:"tlsKey,omitempty"`
	AllowedOrigins []string `json:"allowedOrigins,omitempty"`
}

type grpc struct {
	Addr        string `json:"addr"`
	TLSCert     string `json:"tlsCert,omitempty"`
	TLSKey      string `json:"tlsKey,omitempty"`
	TLSClientCA string `json:"tlsClientCA,omitempty"`
	Reflection  bool   `json:"reflection,omitempty"`
}

type oauth2 struct {
	SkipApprovalScreen    bool   `json:"skipApprovalScreen,omitempty"`
	AlwaysShowLoginScreen bool   `json:"alwaysShowLoginScreen,omitempty"`
	PasswordConnector     string `json:"passwordConnector,omitempty"`
}

type expiry struct {
	SigningKeys    string         `json:"signingKeys,omitempty"`
	IDTokens       string         `json:"idTokens,omitempty"`
	AuthRequests   string         `json:"authRequests,omitempty"`
	DeviceRequests string         `json:"deviceRequests,omitempty"`
	RefreshTokens  *refreshTokens `json:"refreshTokens,omitempty"`
}

type refreshTokens struct {
	DisableRotation   bool   `json:"disableRotation,omitempty"`
	ReuseInterval     string `json:"reuseInterval,omitempty"`
	AbsoluteLifetime  string `json:"absoluteLifetime,omitempty"`
	ValidIfNotUsedFor string `json:"validIfNotUsedFor,omitempty"`
}

type clientConfig struct {
	ID                string   `json:"id"`
	Name              string   `json:"name"`
	SecretEnv         string   `json:"secretEnv,omitempty"`
	Public            bool     `json:"public,omitempty"`
	RedirectURIs      []string `json:"redirectURIs,omitempty"`
	TrustedPeers      []string `json:"trustedPeers,omitempty"`
	AllowedConnectors []string `json:"allowedConnectors,omitempty"`
}

// config is dex's configuration. What is left out dex takes to be its own default.
func (o Options) config() config {
	c := config{
		Issuer:  o.Issuer,
		Storage: storage{Type: "kubernetes", Config: storageConfig{InCluster: true}},
		OAuth2: unless(oauth2{
			SkipApprovalScreen:    o.SkipApprovalScreen,
			AlwaysShowLoginScreen: o.AlwaysShowLoginScreen,
			PasswordConnector:     o.PasswordConnector,
		}),
		Expiry:   o.Expiry.config(),
		Logger:   unless(o.Log),
		Frontend: unless(o.Frontend),
	}
	if o.HTTPS.Secret != "" || len(o.AllowedOrigins) > 0 {
		c.Web = &web{AllowedOrigins: o.AllowedOrigins}
	}
	if o.HTTPS.Secret != "" {
		c.Web.HTTPS, c.Web.TLSCert, c.Web.TLSKey = "0.0.0.0:"+strconv.Itoa(httpsPort), httpsDir+"/tls.crt", httpsDir+"/tls.key"
	}
	if o.GRPC.Enabled {
		c.GRPC = &grpc{Addr: "0.0.0.0:" + strconv.Itoa(grpcPort), Reflection: o.GRPC.Reflection}
		if o.GRPC.Secret != "" {
			c.GRPC.TLSCert, c.GRPC.TLSKey = grpcDir+"/tls.crt", grpcDir+"/tls.key"
		}
		if o.GRPC.ClientCertificates {
			c.GRPC.TLSClientCA = grpcDir + "/ca.crt"
		}
	}
	for _, connector := range o.Connectors {
		c.Connectors = append(c.Connectors, connector.config(o.Issuer+"/callback"))
	}
	for _, client := range o.Clients {
		c.Clients = append(c.Clients, client.config())
	}
	return c
}

// unless is a struct, or nil where nothing in it is set.
func unless[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func (e Expiry) config() *expiry {
	text := func(d metav1.Duration) string { return kube.Duration(d) }
	return unless(expiry{
		SigningKeys:    text(e.SigningKeys),
		IDTokens:       text(e.IDTokens),
		AuthRequests:   text(e.AuthRequests),
		DeviceRequests: text(e.DeviceRequests),
		RefreshTokens: unless(refreshTokens{
			DisableRotation:   e.RefreshTokens.DisableRotation,
			ReuseInterval:     text(e.RefreshTokens.ReuseInterval),
			AbsoluteLifetime:  text(e.RefreshTokens.AbsoluteLifetime),
			ValidIfNotUsedFor: text(e.RefreshTokens.ValidIfNotUsedFor),
		}),
	})
}

func (c Client) config() clientConfig {
	out := clientConfig{
		ID: c.ID, Name: c.Name, Public: c.Public,
		RedirectURIs: c.RedirectURIs, TrustedPeers: c.TrustedPeers, AllowedConnectors: c.AllowedConnectors,
	}
	if c.Secret != nil {
		out.SecretEnv = variable("client", c.ID, "secret")
	}
	return out
}

// variable is the name of an environment variable.
func variable(words ...string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, strings.ToUpper("dex_"+strings.Join(words, "_")))
}

// environment are the variables that hold the secrets of connectors and clients.
func (o Options) environment() []corev1.EnvVar {
	var env []corev1.EnvVar
	add := func(name string, ref addon.SecretRef) {
		env = append(env, corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: ref.Selector()}})
	}
	for _, c := range o.Connectors {
		if a := c.application(); a != nil {
			add(variable(c.ID, "client", "id"), a.ClientID)
			add(variable(c.ID, "client", "secret"), a.ClientSecret)
		}
		if c.LDAP != nil && c.LDAP.BindPassword != nil {
			add(variable(c.ID, "bind", "password"), *c.LDAP.BindPassword)
		}
	}
	for _, c := range o.Clients {
		if c.Secret != nil {
			add(variable("client", c.ID, "secret"), *c.Secret)
		}
	}
	return env
}

// application is the connector's registration where users log in, or nil.
func (c Connector) application() *Application {
	switch {
	case c.GitHub != nil:
		return &c.GitHub.Application
	case c.OIDC != nil:
		return &c.OIDC.Application
	case c.Google != nil:
		return &c.Google.Application
	case c.GitLab != nil:
		return &c.GitLab.Application
	case c.Microsoft != nil:
		return &c.Microsoft.Application
	}
	return nil
}
