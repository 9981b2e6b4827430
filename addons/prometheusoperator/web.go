package prometheusoperator

import (
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// WebTLS is the certificate by which a program serves HTTPS.
type WebTLS struct {
	// The certificate.
	Cert monitoring.SecretOrConfigMap `json:"cert"`

	// Its key.
	KeySecret addon.SecretRef `json:"keySecret" jsonschema:"required"`

	// The CA of the certificates of clients.
	ClientCA monitoring.SecretOrConfigMap `json:"client_ca,omitzero"`

	// Whether clients must have a certificate: "NoClientCert", where it is left out.
	ClientAuthType ClientAuthType `json:"clientAuthType,omitempty"`

	// The lowest version of TLS: "TLS12", where it is left out.
	MinVersion monitoring.TLSVersion `json:"minVersion,omitempty"`

	// The highest version of TLS: "TLS13", where it is left out.
	MaxVersion monitoring.TLSVersion `json:"maxVersion,omitempty"`

	// The ciphers for TLS up to 1.2, by Go's names; Go's own choice, where it is left out.
	CipherSuites []string `json:"cipherSuites,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The curves, by Go's names, the preferred one first.
	CurvePreferences []string `json:"curvePreferences,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses no certificate, and clients whose certificate nobody could check.
func (w WebTLS) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if w.Cert == (monitoring.SecretOrConfigMap{}) {
		errs = append(errs, field.Required(path.Child("cert"), "needs one of secret, configMap"))
	}
	checked := slices.Contains([]ClientAuthType{VerifyClientCertIfGiven, RequireAndVerifyClientCert}, w.ClientAuthType)
	if checked && w.ClientCA == (monitoring.SecretOrConfigMap{}) {
		errs = append(errs, field.Required(path.Child("client_ca"), string(w.ClientAuthType)+" needs it"))
	}
	return errs
}

// ClientAuthType is whether clients must have a certificate.
type ClientAuthType string

// Whether they must.
const (
	NoClientCert               ClientAuthType = "NoClientCert"
	RequestClientCert          ClientAuthType = "RequestClientCert"
	RequireAnyClientCert       ClientAuthType = "RequireAnyClientCert"
	VerifyClientCertIfGiven    ClientAuthType = "VerifyClientCertIfGiven"
	RequireAndVerifyClientCert ClientAuthType = "RequireAndVerifyClientCert"
)

// Enum lists whether they must.
func (ClientAuthType) Enum() []string {
	return addon.Values(NoClientCert, RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert)
}

// WebHTTP is how a program answers browsers.
type WebHTTP struct {
	// Whether HTTP/2 is served, which needs HTTPS; it is, where it is left out.
	HTTP2 *bool `json:"http2,omitempty"`

	// Headers of all answers.
	Headers *WebHeaders `json:"headers,omitempty"`
}

// WebHeaders are headers by which browsers are kept from harm.
type WebHeaders struct {
	// What a page may load, and from where.
	ContentSecurityPolicy string `json:"contentSecurityPolicy,omitempty"`

	// Whether other pages may frame a page: "Deny", or "SameOrigin".
	XFrameOptions string `json:"xFrameOptions,omitempty" jsonschema:"enum=Deny,enum=SameOrigin"`

	// "NoSniff" has browsers trust the type that an answer has.
	XContentTypeOptions string `json:"xContentTypeOptions,omitempty" jsonschema:"enum=NoSniff"`

	// What old browsers do about scripts that are slipped in.
	XXSSProtection string `json:"xXSSProtection,omitempty"`

	// How long browsers ask by HTTPS only, for all that the domain serves.
	StrictTransportSecurity string `json:"strictTransportSecurity,omitempty"`
}
