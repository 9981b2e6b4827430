package emissary

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// TLSContext says how TLS is spoken: with clients, where it has hosts, and with the
// services of Mappings that name it.
type TLSContext = kube.Custom[TLSContextSpec]

// NamedTLSContext is a TLSContext among the addon's options.
type NamedTLSContext struct {
	// The name, by which Hosts and Mappings refer to it.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	TLSContextSpec `json:",inline"`
}

// TLSContextSpec says with which certificate TLS is spoken, and how. Certificates are in
// Secrets, named "name", or "name.namespace" where they are in another namespace.
type TLSContextSpec struct {
	// The IDs of the Emissaries that the TLSContext is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The domains that the certificate is for. Without any the TLSContext is for
	// connections to services only.
	Hosts []string `json:"hosts,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The Secret with tls.crt and tls.key.
	Secret string `json:"secret,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// A file of the pods with the certificate and those that signed it, in place of a
	// Secret.
	CertChainFile string `json:"cert_chain_file,omitempty" jsonschema:"pattern=^/"`

	// A file of the pods with the certificate's key.
	PrivateKeyFile string `json:"private_key_file,omitempty" jsonschema:"pattern=^/"`

	// Whether a dot in a Secret's name separates it from the namespace; it does where it is
	// left out. Istio's Secrets have dots in their names.
	SecretNamespacing *bool `json:"secret_namespacing,omitempty"`

	TLSSettings `json:",inline"`
}

// TLSSettings say how TLS is spoken.
type TLSSettings struct {
	// The Secret with the CA, in tls.crt, that signs the certificates of clients.
	CASecret string `json:"ca_secret,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// A file of the pods with the CA, in place of a Secret.
	CACertChainFile string `json:"cacert_chain_file,omitempty" jsonschema:"pattern=^/"`

	// The Secret with the list of certificates that are revoked, in crl.pem.
	CRLSecret string `json:"crl_secret,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// Whether clients must show a certificate.
	CertRequired *bool `json:"cert_required,omitempty"`

	// The protocols that are offered within TLS, separated by commas: "h2,http/1.1".
	ALPNProtocols string `json:"alpn_protocols,omitempty"`

	// The lowest version of TLS; Envoy's is 1.2 for clients.
	MinTLSVersion TLSVersion `json:"min_tls_version,omitempty"`

	// The highest version of TLS; Envoy's is 1.3 for clients and 1.2 for services.
	MaxTLSVersion TLSVersion `json:"max_tls_version,omitempty"`

	// The cipher suites below TLS 1.3, as Envoy writes them.
	CipherSuites []string `json:"cipher_suites,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The elliptic curves, as Envoy writes them.
	ECDHCurves []string `json:"ecdh_curves,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// A port whose plain requests are redirected to HTTPS. A Host's request policy does the
	// same.
	RedirectCleartextFrom int32 `json:"redirect_cleartext_from,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The name that services are asked for.
	SNI string `json:"sni,omitempty" jsonschema:"maxLength=253"`
}

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions.
const (
	TLS10 TLSVersion = "v1.0"
	TLS11 TLSVersion = "v1.1"
	TLS12 TLSVersion = "v1.2"
	TLS13 TLSVersion = "v1.3"
)

// Enum lists the versions.
func (TLSVersion) Enum() []string { return addon.Values(TLS10, TLS11, TLS12, TLS13) }

// NewTLSContext returns a TLSContext.
func NewTLSContext(meta metav1.ObjectMeta, spec TLSContextSpec) *TLSContext {
	return kube.NewCustom(apiVersion, "TLSContext", meta, spec)
}

// Validate refuses names that no object can have. The spec validates itself.
func (c NamedTLSContext) Validate(path *field.Path) field.ErrorList {
	return validNames(c.Name, c.Namespace, path)
}

// Validate refuses half a certificate, or two, and a CA without one.
func (c TLSContextSpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("secret", c.Secret != ""), addon.Field("cert_chain_file", c.CertChainFile != ""))
	switch {
	case c.CertChainFile != "" && c.PrivateKeyFile == "":
		errs = append(errs, field.Required(path.Child("private_key_file"), "the key of cert_chain_file"))
	case c.CertChainFile == "" && c.PrivateKeyFile != "":
		errs = append(errs, field.Required(path.Child("cert_chain_file"), "the certificate of private_key_file"))
	}
	certified := c.Secret != "" || c.CertChainFile != ""
	if !certified && (c.CASecret != "" || c.CACertChainFile != "") {
		errs = append(errs, field.Required(path.Child("secret"), "Emissary takes a CA only beside a certificate of its own"))
	}
	return errs
}

// Validate refuses two sources of the CA, and no version at all.
func (s TLSSettings) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("ca_secret", s.CASecret != ""), addon.Field("cacert_chain_file", s.CACertChainFile != ""))
	if s.MinTLSVersion != "" && s.MaxTLSVersion != "" && s.MinTLSVersion > s.MaxTLSVersion {
		errs = append(errs, field.Invalid(path.Child("max_tls_version"), string(s.MaxTLSVersion), fmt.Sprintf("must be at least min_tls_version, which is %s", s.MinTLSVersion)))
	}
	return errs
}
