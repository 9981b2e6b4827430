package dex

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "dex"

// Definition is the addon dex.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Security,
		Version:    "2.45.1",
		Source:     "https://github.com/dexidp/helm-charts/tree/dex-0.24.0/charts/dex",
		Kubernetes: ">=1.19",
		Namespace:  name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The issuer apart, the zero value installs what upstream's chart
// installs with storage in the cluster.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods. Several share what they know through the cluster.
	Pods addon.Pods `json:"pods,omitzero"`

	// The URL under which clients and browsers reach dex, to the letter:
	// "https://dex.example.com".
	Issuer string `json:"issuer" jsonschema:"required,pattern=^https?://[^ ?#]*[^ ?#/]$"`

	// Where users log in.
	Connectors []Connector `json:"connectors,omitempty"`

	// The applications that may ask dex who a user is.
	Clients []Client `json:"clients,omitempty"`

	// Doesn't ask users whether an application may know who they are.
	SkipApprovalScreen bool `json:"skipApprovalScreen,omitempty"`

	// Lets users choose where to log in even where there is one connector only.
	AlwaysShowLoginScreen bool `json:"alwaysShowLoginScreen,omitempty"`

	// The ID of the connector that the grant "password" is for; none, where it is left out.
	PasswordConnector string `json:"passwordConnector,omitempty"`

	// How long things are valid.
	Expiry Expiry `json:"expiry,omitzero"`

	// The origins whose scripts may call dex: "https://app.example.com", or "*".
	AllowedOrigins []string `json:"allowedOrigins,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How dex's pages look.
	Frontend Frontend `json:"frontend,omitzero"`

	// What is logged.
	Log Log `json:"log,omitzero"`

	// Serves HTTPS too, by a certificate.
	HTTPS HTTPS `json:"https,omitzero"`

	// Serves the API by which clients are managed.
	GRPC GRPC `json:"grpc,omitzero"`

	// Annotations of the Service.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`

	// The Ingress by which dex is reached. Its host and path are the issuer's.
	Ingress *Ingress `json:"ingress,omitempty"`

	// Has an EKS cluster take dex's tokens. It counts where the target has an AWS account.
	EKS *EKS `json:"eks,omitempty"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// EKS is how an EKS cluster takes dex's tokens. EKS knows one identity provider at most.
type EKS struct {
	// The ID of the client that tokens are for: kubelogin's.
	ClientID string `json:"clientID" jsonschema:"required"`

	// The claim with the user's name; "email", where it is left out.
	UsernameClaim string `json:"usernameClaim,omitempty"`

	// The claim with the user's groups; "groups", where it is left out.
	GroupsClaim string `json:"groupsClaim,omitempty"`

	// What stands before names and groups in bindings; "oidc:", where it is left out.
	Prefix string `json:"prefix,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// Claims that a token must have, with their values.
	RequiredClaims map[string]string `json:"requiredClaims,omitempty"`
}

// Client is an application that has users log in at dex.
type Client struct {
	// The client's ID, such as "kubernetes".
	ID string `json:"id" jsonschema:"required,maxLength=253"`

	// The name that users are shown.
	Name string `json:"name" jsonschema:"required"`

	// Where users are sent back to. Public clients may be at any port of localhost without
	// being listed.
	RedirectURIs []string `json:"redirectURIs,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The client's secret. kubelogin and others that run at users' own have none that is
	// secret: they are public.
	Secret *addon.SecretRef `json:"secret,omitempty"`

	// Whether the client has no secret, as programs and web pages at users' own.
	Public bool `json:"public,omitempty"`

	// The IDs of clients that may ask for tokens for this one.
	TrustedPeers []string `json:"trustedPeers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The IDs of the connectors that users of this client may log in at; all, where it is
	// left out.
	AllowedConnectors []string `json:"allowedConnectors,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Expiry is how long things are valid. What is left out is as dex has it.
type Expiry struct {
	// ID tokens; 24 h, where it is left out.
	IDTokens metav1.Duration `json:"idTokens,omitzero"`

	// The keys that tokens are signed with, until new ones are made; 6 h, where it is left
	// out.
	SigningKeys metav1.Duration `json:"signingKeys,omitzero"`

	// A login that was begun; 24 h, where it is left out.
	AuthRequests metav1.Duration `json:"authRequests,omitzero"`

	// A login at a device that was begun; 5 min, where it is left out.
	DeviceRequests metav1.Duration `json:"deviceRequests,omitzero"`

	// Refresh tokens.
	RefreshTokens RefreshTokens `json:"refreshTokens,omitzero"`
}

// RefreshTokens says how long refresh tokens last.
type RefreshTokens struct {
	// Keeps a refresh token the same when it is used. Otherwise each use gives a new one.
	DisableRotation bool `json:"disableRotation,omitempty"`

	// How long after its use the old token may be used again, by a client that didn't get
	// the new one.
	ReuseInterval metav1.Duration `json:"reuseInterval,omitzero"`

	// How long a token lasts that nobody uses; for ever, where it is left out.
	ValidIfNotUsedFor metav1.Duration `json:"validIfNotUsedFor,omitzero"`

	// How long it lasts at most; for ever, where it is left out.
	AbsoluteLifetime metav1.Duration `json:"absoluteLifetime,omitzero"`
}

// Frontend is how dex's pages look.
type Frontend struct {
	// The name at the top; "dex", where it is left out.
	Issuer string `json:"issuer,omitempty"`

	// The URL of the logo.
	LogoURL string `json:"logoURL,omitempty"`

	// The theme; "light", where it is left out.
	Theme Theme `json:"theme,omitempty"`
}

// Theme is a theme of dex's pages.
type Theme string

// The themes.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
)

// Enum lists the themes.
func (Theme) Enum() []string { return addon.Values(Light, Dark) }

// Log is what is logged.
type Log struct {
	// How much; "INFO", where it is left out.
	Level LogLevel `json:"level,omitempty"`

	// How it is written; "text", where it is left out.
	Format LogFormat `json:"format,omitempty"`
}

// LogLevel is how much is logged.
type LogLevel string

// How much is logged.
const (
	Debug LogLevel = "DEBUG"
	Info  LogLevel = "INFO"
	Warn  LogLevel = "WARN"
	Error LogLevel = "ERROR"
)

// Enum lists how much may be logged.
func (LogLevel) Enum() []string { return addon.Values(Debug, Info, Warn, Error) }

// LogFormat is how lines of the log are written.
type LogFormat string

// How they are written.
const (
	JSON LogFormat = "json"
	Text LogFormat = "text"
)

// Enum lists how they may be written.
func (LogFormat) Enum() []string { return addon.Values(JSON, Text) }

// HTTPS serves HTTPS at the pods' port 5554.
type HTTPS struct {
	// The Secret with tls.crt and tls.key.
	Secret string `json:"secret,omitempty" jsonschema:"maxLength=253"`
}

// GRPC serves the API at the pods' port 5557.
type GRPC struct {
	// Serves it. Without a certificate whoever reaches the port may do anything.
	Enabled bool `json:"enabled,omitempty"`

	// The Secret with tls.crt and tls.key, and with ca.crt where clients must have a
	// certificate of that authority.
	Secret string `json:"secret,omitempty" jsonschema:"maxLength=253"`

	// Wants a certificate of clients, signed by the Secret's ca.crt.
	ClientCertificates bool `json:"clientCertificates,omitempty"`

	// Tells clients what the API has.
	Reflection bool `json:"reflection,omitempty"`
}

// Ingress makes dex reachable.
type Ingress struct {
	// The class; the cluster's default, where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The Secret with the certificate.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// Annotations, such as those of package addon/alb.
	Annotations map[string]string `json:"annotations,omitempty"`
}

func defaults(addon.Target) Options {
	return Options{Pods: addon.Pods{
		Replicas:             new(int32(1)),
		Image:                addon.Image{Repository: "ghcr.io/dexidp/dex", Tag: "v2.45.1"},
		RevisionHistoryLimit: new(int32(10)),
	}}
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }
