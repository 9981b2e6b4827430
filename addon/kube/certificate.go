package kube

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Certificate asks cert-manager for a certificate. It stands here, and not in the
// cert-manager addon alone, because any addon with a webhook can ask for one.
type Certificate = Custom[CertificateSpec]

// CertificateSpec says what is certified, by whom, and where the key goes. The fields are
// those of cert-manager.io/v1.
type CertificateSpec struct {
	// The names that the certificate is for.
	DNSNames []string `json:"dnsNames,omitempty"`

	// The common name, at most 64 characters. Prefer dnsNames.
	CommonName string `json:"commonName,omitempty"`

	// The IP addresses that the certificate is for.
	IPAddresses []string `json:"ipAddresses,omitempty"`

	// The URIs that the certificate is for, such as SPIFFE identities.
	URIs []string `json:"uris,omitempty"`

	// The Secret that cert-manager writes: tls.crt, tls.key and ca.crt.
	SecretName string `json:"secretName"`

	// Labels and annotations that the Secret gets.
	SecretTemplate *SecretTemplate `json:"secretTemplate,omitempty"`

	// Who issues the certificate.
	IssuerRef addon.IssuerRef `json:"issuerRef"`

	// How long the certificate is valid; 90 days where it is left out.
	Duration *metav1.Duration `json:"duration,omitempty"`

	// How long before its end the certificate is renewed; a third of the duration where
	// it is left out.
	RenewBefore *metav1.Duration `json:"renewBefore,omitempty"`

	// Whether the certificate may sign others.
	IsCA bool `json:"isCA,omitempty"`

	// What the key may be used for: "digital signature" and "key encipherment" where it
	// is left out.
	Usages []string `json:"usages,omitempty"`

	// The kind and size of the private key.
	PrivateKey *PrivateKey `json:"privateKey,omitempty"`

	// How many old CertificateRequests are kept; cert-manager keeps 1.
	RevisionHistoryLimit *int32 `json:"revisionHistoryLimit,omitempty"`
}

// SecretTemplate holds what the Secret of a certificate is labelled with.
type SecretTemplate struct {
	Annotations map[string]string `json:"annotations,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
}

// PrivateKey is the kind of key that is generated.
type PrivateKey struct {
	// "RSA", "ECDSA" or "Ed25519"; RSA where it is left out.
	Algorithm string `json:"algorithm,omitempty" jsonschema:"enum=RSA,enum=ECDSA,enum=Ed25519"`

	// "PKCS1" or "PKCS8"; PKCS1 where it is left out.
	Encoding string `json:"encoding,omitempty" jsonschema:"enum=PKCS1,enum=PKCS8"`

	// Whether a new key is made at each renewal: "Always", or "Never".
	RotationPolicy string `json:"rotationPolicy,omitempty" jsonschema:"enum=Always,enum=Never"`

	// The size in bits: 2048, 4096 or 8192 for RSA, 256, 384 or 521 for ECDSA.
	Size int32 `json:"size,omitempty"`
}

// NewCertificate returns a Certificate.
func NewCertificate(meta metav1.ObjectMeta, spec CertificateSpec) *Certificate {
	return NewCustom("cert-manager.io/v1", "Certificate", meta, spec)
}

// selfSignedSpec is the spec of an issuer that signs certificates with their own key.
type selfSignedSpec struct {
	SelfSigned struct{} `json:"selfSigned"`
}

// NewSelfSignedIssuer returns an Issuer that signs certificates with their own key.
func NewSelfSignedIssuer(meta metav1.ObjectMeta) *Custom[selfSignedSpec] {
	return NewCustom("cert-manager.io/v1", "Issuer", meta, selfSignedSpec{})
}

// ServingCertificate returns the Certificate for which cert-manager writes the Secret of
// that name, and the Issuer where the option names none. It returns nothing where the
// certificate doesn't come from cert-manager.
func ServingCertificate(id Identity, name string, o addon.ServingCertificate, dnsNames ...string) []addon.Object {
	c := o.CertManager
	if c == nil {
		return nil
	}
	var objs []addon.Object
	issuer := c.Issuer
	if issuer == (addon.IssuerRef{}) {
		issuer.Name = name + "-issuer"
		objs = append(objs, NewSelfSignedIssuer(id.Meta(issuer.Name)))
	}
	issuer.Kind = cmp.Or(issuer.Kind, "Issuer")
	issuer.Group = cmp.Or(issuer.Group, "cert-manager.io")
	return append(objs, NewCertificate(id.Meta(name), CertificateSpec{
		DNSNames:    dnsNames,
		Usages:      []string{"digital signature", "key encipherment", "server auth"},
		SecretName:  name,
		IssuerRef:   issuer,
		Duration:    durationOrNil(c.Duration),
		RenewBefore: durationOrNil(c.RenewBefore),
	}))
}

func durationOrNil(d metav1.Duration) *metav1.Duration {
	if d.Duration == 0 {
		return nil
	}
	return &d
}

// InjectCA are the annotations by which cert-manager puts the CA of a certificate of
// [ServingCertificate] into a webhook configuration or an APIService. They are nil where
// the certificate doesn't come from cert-manager.
func InjectCA(id Identity, name string, o addon.ServingCertificate) map[string]string {
	if o.CertManager == nil {
		return nil
	}
	return map[string]string{"cert-manager.io/inject-ca-from": id.Namespace + "/" + name}
}

// ServiceNames are the names under which a Service is reached in the cluster, for a
// certificate.
func ServiceNames(name, namespace string) []string {
	return []string{
		name,
		name + "." + namespace,
		name + "." + namespace + ".svc",
		name + "." + namespace + ".svc.cluster.local",
	}
}

// IssuedBy are the annotations by which cert-manager writes the certificates of an Ingress;
// none for nil. The map is the caller's own.
func IssuedBy(issuer *addon.IssuerRef) map[string]string {
	if issuer == nil {
		return map[string]string{}
	}
	if issuer.Kind == "ClusterIssuer" {
		return map[string]string{"cert-manager.io/cluster-issuer": issuer.Name}
	}
	a := map[string]string{"cert-manager.io/issuer": issuer.Name}
	if issuer.Kind != "" {
		a["cert-manager.io/issuer-kind"] = issuer.Kind
	}
	if issuer.Group != "" {
		a["cert-manager.io/issuer-group"] = issuer.Group
	}
	return a
}
