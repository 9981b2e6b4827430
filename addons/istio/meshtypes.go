package istio

import (
	"github.com/fitout/fitout/addon"
)

// MeshH2Upgrade says whether HTTP/1.1 between proxies becomes HTTP/2.
type MeshH2Upgrade string

// The two ways.
const (
	MeshUpgrade      MeshH2Upgrade = "UPGRADE"
	MeshDoNotUpgrade MeshH2Upgrade = "DO_NOT_UPGRADE"
)

// Enum lists the ways.
func (MeshH2Upgrade) Enum() []string { return addon.Values(MeshUpgrade, MeshDoNotUpgrade) }

// IngressControllerMode says which Ingresses a gateway serves.
type IngressControllerMode string

// The modes.
const (
	IngressOff     IngressControllerMode = "OFF"
	IngressDefault IngressControllerMode = "DEFAULT" // those of the class, and those without one
	IngressStrict  IngressControllerMode = "STRICT"  // those of the class
)

// Enum lists the modes.
func (IngressControllerMode) Enum() []string {
	return addon.Values(IngressOff, IngressDefault, IngressStrict)
}

// PathNormalization says how paths are rewritten before policies see them.
type PathNormalization struct {
	// How far. What a policy doesn't see the way the application does, it can't refuse.
	Normalization Normalization `json:"normalization" jsonschema:"required"`
}

// Normalization is how far paths are rewritten.
type Normalization string

// How far paths are rewritten, each further than the one before it.
const (
	NormalizeNone          Normalization = "NONE"
	NormalizeBase          Normalization = "BASE"
	NormalizeMergeSlashes  Normalization = "MERGE_SLASHES"
	NormalizeDecodeSlashes Normalization = "DECODE_AND_MERGE_SLASHES"
)

// Enum lists them.
func (Normalization) Enum() []string {
	return addon.Values(NormalizeNone, NormalizeBase, NormalizeMergeSlashes, NormalizeDecodeSlashes)
}

// DefaultTrafficPolicy is what holds for connections to services for which no
// DestinationRule says.
type DefaultTrafficPolicy struct {
	// How many connections and requests there may be.
	ConnectionPool *ConnectionPool `json:"connectionPool,omitempty"`

	// Which endpoints are ejected.
	OutlierDetection *OutlierDetection `json:"outlierDetection,omitempty"`
}

// TLSConfig limits TLS.
type TLSConfig struct {
	// The least version.
	MinProtocolVersion MeshTLSVersion `json:"minProtocolVersion,omitempty"`

	// The curves of the key exchange, as in "P-256".
	ECDHCurves []string `json:"ecdhCurves,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The ciphers of TLS up to 1.2, as OpenSSL writes them.
	CipherSuites []string `json:"cipherSuites,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// MeshTLSVersion is a version of TLS that a mesh can demand.
type MeshTLSVersion string

// The versions.
const (
	MeshTLSAuto MeshTLSVersion = "TLS_AUTO"
	MeshTLS12   MeshTLSVersion = "TLSV1_2"
	MeshTLS13   MeshTLSVersion = "TLSV1_3"
)

// Enum lists the versions.
func (MeshTLSVersion) Enum() []string { return addon.Values(MeshTLSAuto, MeshTLS12, MeshTLS13) }

// CACertificate is a further CA: exactly one of PEM and SPIFFE bundle URL is set.
type CACertificate struct {
	// The certificate.
	PEM string `json:"pem,omitempty"`

	// Where the certificates of a trust domain are read.
	SPIFFEBundleURL string `json:"spiffeBundleUrl,omitempty" jsonschema:"pattern=^https://.+$"`

	// The signers of Kubernetes' whose certificates it is for.
	CertSigners []string `json:"certSigners,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The trust domains that it is for; all where it is left out.
	TrustDomains []string `json:"trustDomains,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// ServiceSetting says of some services whether other clusters know them.
type ServiceSetting struct {
	// What holds for them.
	Settings ServiceSettings `json:"settings" jsonschema:"required"`

	// The services, as in "*.tools.svc.cluster.local".
	Hosts []string `json:"hosts" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`
}

// ServiceSettings are what holds for a service.
type ServiceSettings struct {
	// Keeps traffic to them within their cluster.
	ClusterLocal bool `json:"clusterLocal,omitempty"`
}

// DefaultProviders are used where no Telemetry resource says.
type DefaultProviders struct {
	// The tracers.
	Tracing []string `json:"tracing,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Where metrics go; "prometheus" where it is left out, and nowhere for an empty list.
	Metrics []string `json:"metrics,omitzero" jsonschema:"uniqueItems,minLength=1"`

	// The access logs.
	AccessLogging []string `json:"accessLogging,omitempty" jsonschema:"uniqueItems,minLength=1"`
}
