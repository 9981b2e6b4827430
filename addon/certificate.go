package addon

import (
	"encoding/pem"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// ServingCertificate says where the certificate comes from with which a component serves
// HTTPS, and how its clients come to trust it. It is one of: cert-manager, a Secret that
// exists, or, where it is left out, whatever the component does by itself. No certificate
// is ever made while rendering.
type ServingCertificate struct {
	// Has cert-manager issue and renew the certificate, and hand its CA to the clients.
	CertManager *CertManager `json:"certManager,omitempty"`

	// The name of a Secret with tls.crt and tls.key, in the addon's namespace.
	Secret string `json:"secret,omitempty"`

	// The CA that signed the Secret's certificate, in PEM. It is no secret.
	CABundle string `json:"caBundle,omitempty"`
}

// CertManager is how cert-manager issues a certificate.
type CertManager struct {
	// The issuer. A self-signed one of the addon's own, where it is left out.
	Issuer IssuerRef `json:"issuer,omitzero"`

	// How long the certificate is valid; 90 days where it is left out.
	Duration metav1.Duration `json:"duration,omitzero"`

	// How long before its end the certificate is renewed; a third of the duration where
	// it is left out.
	RenewBefore metav1.Duration `json:"renewBefore,omitzero"`
}

// IssuerRef names an issuer of cert-manager's.
type IssuerRef struct {
	// The issuer's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The issuer's kind: "Issuer", one in the certificate's namespace, where it is left
	// out, or "ClusterIssuer".
	Kind string `json:"kind,omitempty"`

	// The issuer's API group; "cert-manager.io" where it is left out.
	Group string `json:"group,omitempty"`
}

// Validate refuses a kind that cert-manager doesn't have.
func (r IssuerRef) Validate(path *field.Path) field.ErrorList {
	kinds := []string{"Issuer", "ClusterIssuer"}
	if r.Kind != "" && (r.Group == "" || r.Group == "cert-manager.io") && !slices.Contains(kinds, r.Kind) {
		return field.ErrorList{field.NotSupported(path.Child("kind"), r.Kind, kinds)}
	}
	return nil
}

// Validate refuses two sources at once, and a CA that is none.
func (c ServingCertificate) Validate(path *field.Path) field.ErrorList {
	errs := AtMostOne(path, Choice{"certManager", c.CertManager != nil}, Choice{"secret", c.Secret != ""})
	if c.CABundle != "" {
		if c.Secret == "" {
			errs = append(errs, field.Forbidden(path.Child("caBundle"), "belongs to the certificate of a secret"))
		}
		if block, _ := pem.Decode([]byte(c.CABundle)); block == nil || block.Type != "CERTIFICATE" {
			errs = append(errs, field.Invalid(path.Child("caBundle"), c.CABundle, "must be a certificate in PEM"))
		}
	}
	return errs
}
