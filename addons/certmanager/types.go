package certmanager

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The custom resources that users write. An Issuer is for its namespace, a ClusterIssuer
// for all.
type (
	Issuer        = kube.Custom[IssuerSpec]
	ClusterIssuer = kube.Custom[IssuerSpec]
	Certificate   = kube.Certificate

	CertificateSpec = kube.CertificateSpec
)

// NamedIssuer is a ClusterIssuer among the addon's options.
type NamedIssuer struct {
	// The issuer's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	IssuerSpec `json:",inline"`
}

// NamespacedIssuer is an Issuer among the addon's options.
type NamespacedIssuer struct {
	// The issuer's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace that the issuer is for, and in.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	IssuerSpec `json:",inline"`
}

// IssuerSpec says who issues certificates: exactly one of its fields is set. The fields
// are those of cert-manager.io/v1. Secrets are in the issuer's namespace; those of a
// ClusterIssuer are in the cluster resource namespace, by default the addon's own.
type IssuerSpec struct {
	// An ACME server, such as Let's Encrypt, to which the certificate's names are proven.
	ACME *ACME `json:"acme,omitempty"`

	// A CA whose certificate and key are in a Secret.
	CA *CA `json:"ca,omitempty"`

	// Each certificate's own key, which makes it its own CA.
	SelfSigned *SelfSigned `json:"selfSigned,omitempty"`

	// The PKI secrets engine of a Vault server.
	Vault *Vault `json:"vault,omitempty"`
}

// CA issues by a CA whose certificate and key are in a Secret.
type CA struct {
	// The Secret with tls.crt and tls.key.
	SecretName string `json:"secretName" jsonschema:"required,maxLength=253"`

	// The URLs, written into certificates, at which revoked ones are listed.
	CRLDistributionPoints []string `json:"crlDistributionPoints,omitempty" jsonschema:"minLength=1"`

	// The URLs, written into certificates, of OCSP servers.
	OCSPServers []string `json:"ocspServers,omitempty" jsonschema:"minLength=1"`

	// The URLs, written into certificates, of the CA's own certificate.
	IssuingCertificateURLs []string `json:"issuingCertificateURLs,omitempty" jsonschema:"minLength=1"`
}

// SelfSigned issues by the key of the certificate itself.
type SelfSigned struct {
	// The URLs, written into certificates, at which revoked ones are listed.
	CRLDistributionPoints []string `json:"crlDistributionPoints,omitempty" jsonschema:"minLength=1"`
}

// Vault issues by the PKI secrets engine of a Vault server.
type Vault struct {
	// The server, as in "https://vault.example.com:8200".
	Server string `json:"server" jsonschema:"required,pattern=^https?://.+$"`

	// The path that signs: "<mount>/sign/<role>", as in "pki_int/sign/example-dot-com".
	Path string `json:"path" jsonschema:"required"`

	// The namespace of Vault Enterprise that the path is in.
	Namespace string `json:"namespace,omitempty"`

	// The CAs, in PEM, of which one must have signed the server's certificate; those of
	// the image where neither this nor caBundleSecretRef is given. A file has it encoded
	// once more in Base64.
	CABundle []byte `json:"caBundle,omitempty"`

	// The same CAs in a Secret.
	CABundleSecretRef *addon.SecretRef `json:"caBundleSecretRef,omitempty"`

	// How cert-manager logs in.
	Auth VaultAuth `json:"auth" jsonschema:"required"`
}

// VaultAuth is how cert-manager logs in to Vault: exactly one of the fields is set.
type VaultAuth struct {
	// By an AppRole.
	AppRole *VaultAppRole `json:"appRole,omitempty"`

	// By the token of a service account, for Vault's Kubernetes or JWT method.
	Kubernetes *VaultKubernetes `json:"kubernetes,omitempty"`

	// By a token of Vault's that somebody else renews.
	TokenSecretRef *addon.SecretRef `json:"tokenSecretRef,omitempty"`
}

// VaultAppRole is a login by Vault's AppRole method.
type VaultAppRole struct {
	// Where the method is mounted, as in "approle".
	Path string `json:"path" jsonschema:"required"`

	// The role's ID.
	RoleID string `json:"roleId" jsonschema:"required"`

	// The secret ID.
	SecretRef addon.SecretRef `json:"secretRef" jsonschema:"required"`
}

// VaultKubernetes is a login by the token of a service account.
type VaultKubernetes struct {
	// Where the method is mounted; "/v1/auth/kubernetes" where it is left out.
	MountPath string `json:"mountPath,omitempty"`

	// The role of Vault's that the service account takes.
	Role string `json:"role" jsonschema:"required"`

	// The service account. An issuer among the addon's options brings the right to
	// request its tokens; the account itself must be there.
	ServiceAccountRef ServiceAccountRef `json:"serviceAccountRef" jsonschema:"required"`
}

// ServiceAccountRef names a service account whose tokens cert-manager requests.
type ServiceAccountRef struct {
	// The service account's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// Audiences that the token is for, beside "vault://<namespace>/<issuer>", or
	// "vault://<issuer>" for a ClusterIssuer.
	Audiences []string `json:"audiences,omitempty" jsonschema:"uniqueItems"`
}
