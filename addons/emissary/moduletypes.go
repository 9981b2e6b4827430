package emissary

import (
	"github.com/fitout/fitout/addon"
)

// Diagnostics are pages that show all routes, and what is wrong with them.
type Diagnostics struct {
	// Whether clients reach them, below /ambassador/v0/diag/. They do where no Module says
	// otherwise; the addon's says so.
	Enabled *bool `json:"enabled,omitempty"`

	// Whether others than the pod itself reach them by the admin port.
	AllowNonLocal *bool `json:"allow_non_local,omitempty"`
}

// InternalRoute is a route to Emissary itself.
type InternalRoute struct {
	// Whether there is one; there is where it is left out. The admin port has it anyway.
	Enabled *bool `json:"enabled,omitempty"`
}

// ModuleKeepAlive are TCP's probes of idle connections.
type ModuleKeepAlive struct {
	// After how many seconds the first probe comes.
	Time int32 `json:"time,omitempty" jsonschema:"minimum=1"`

	// How many seconds lie between two probes.
	Interval int32 `json:"interval,omitempty" jsonschema:"minimum=1"`

	// After how many probes without an answer a connection counts as dead.
	Probes int32 `json:"probes,omitempty" jsonschema:"minimum=1"`
}

// ModuleDefaults are what Mappings and TLSContexts have unless they say otherwise.
type ModuleDefaults struct {
	// What Mappings have.
	HTTPMapping MappingDefaults `json:"httpmapping,omitzero"`

	// Whether a dot in a Secret's name separates it from the namespace; it does where it is
	// left out.
	TLSSecretNamespacing *bool `json:"tls_secret_namespacing,omitempty"`
}

// MappingDefaults are what Mappings have unless they say otherwise.
type MappingDefaults struct {
	// Headers that requests get on their way to services.
	AddRequestHeaders map[string]AddedHeader `json:"add_request_headers,omitempty"`

	// Headers that answers get on their way to clients.
	AddResponseHeaders map[string]AddedHeader `json:"add_response_headers,omitempty"`

	// Headers that requests lose.
	RemoveRequestHeaders []string `json:"remove_request_headers,omitempty"`

	// Headers that answers lose.
	RemoveResponseHeaders []string `json:"remove_response_headers,omitempty"`
}

// DefaultLabels are labels that all requests are counted by.
type DefaultLabels struct {
	// The labels.
	Defaults []RateLimitLabel `json:"defaults" jsonschema:"required"`
}

// Principal is an address that sends requests: exactly one of its fields is set.
type Principal struct {
	// The address, or the CIDR, of the client, as X-Forwarded-For tells it.
	Remote string `json:"remote,omitempty"`

	// The address, or the CIDR, of whoever connects.
	Peer string `json:"peer,omitempty"`
}

// UnderscoresAction is what becomes of headers with underscores in their names.
type UnderscoresAction string

// What becomes of them.
const (
	AllowUnderscores  UnderscoresAction = "ALLOW"
	RejectUnderscores UnderscoresAction = "REJECT_REQUEST"
	DropUnderscores   UnderscoresAction = "DROP_HEADER"
)

// Enum lists what can become of them.
func (UnderscoresAction) Enum() []string {
	return addon.Values(AllowUnderscores, RejectUnderscores, DropUnderscores)
}

// GRPCStats counts calls of gRPC. One of services and all_methods is given.
type GRPCStats struct {
	// The services whose calls are counted by their method.
	Services []GRPCService `json:"services,omitempty"`

	// Counts calls of all services by their method. Clients can then make as many metrics
	// as they like.
	AllMethods bool `json:"all_methods,omitempty"`

	// Tells how long services take for calls.
	UpstreamStats bool `json:"upstream_stats,omitempty"`
}

// GRPCService is a service of gRPC.
type GRPCService struct {
	// Its name, with the package.
	Name string `json:"name" jsonschema:"required"`

	// The methods that are counted.
	MethodNames []string `json:"method_names" jsonschema:"required,minItems=1"`
}

// Gzip compresses answers.
type Gzip struct {
	// The length in bytes that an answer must have; 30 where it is left out.
	MinContentLength int32 `json:"min_content_length,omitempty" jsonschema:"minimum=1"`

	// The types of answers that are compressed: Envoy's, which are those of texts, where it
	// is left out.
	ContentType []string `json:"content_type,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How well answers are compressed, and how slowly.
	CompressionLevel CompressionLevel `json:"compression_level,omitempty"`

	// How answers are compressed.
	CompressionStrategy CompressionStrategy `json:"compression_strategy,omitempty"`

	// How much memory it takes, from 1 to 9; 5 where it is left out.
	MemoryLevel int32 `json:"memory_level,omitempty" jsonschema:"minimum=1,maximum=9"`

	// How far back repetitions are found, as a power of 2; 12 where it is left out.
	WindowBits int32 `json:"window_bits,omitempty" jsonschema:"minimum=9,maximum=15"`

	// Leaves answers with an ETag as they are.
	DisableOnETagHeader bool `json:"disable_on_etag_header,omitempty"`

	// Keeps services from compressing too.
	RemoveAcceptEncodingHeader bool `json:"remove_accept_encoding_header,omitempty"`
}

// CompressionLevel is how well answers are compressed.
type CompressionLevel string

// The levels.
const (
	DefaultCompression CompressionLevel = "DEFAULT_COMPRESSION"
	BestSpeed          CompressionLevel = "BEST_SPEED"
	BestCompression    CompressionLevel = "BEST_COMPRESSION"
)

// Enum lists the levels.
func (CompressionLevel) Enum() []string {
	return addon.Values(DefaultCompression, BestSpeed, BestCompression)
}

// CompressionStrategy is how answers are compressed.
type CompressionStrategy string

// The strategies.
const (
	DefaultStrategy CompressionStrategy = "DEFAULT_STRATEGY"
	Filtered        CompressionStrategy = "FILTERED"
	HuffmanOnly     CompressionStrategy = "HUFFMAN_ONLY"
	RLE             CompressionStrategy = "RLE"
	FixedCodes      CompressionStrategy = "FIXED"
)

// Enum lists the strategies.
func (CompressionStrategy) Enum() []string {
	return addon.Values(DefaultStrategy, Filtered, HuffmanOnly, RLE, FixedCodes)
}

// Buffer holds requests back until they are whole.
type Buffer struct {
	// The size in bytes of what is held back. Longer requests are refused.
	MaxRequestBytes int32 `json:"max_request_bytes" jsonschema:"required,minimum=1"`
}

// ClientCertAction is what becomes of the header X-Forwarded-Client-Cert.
type ClientCertAction string

// What becomes of it.
const (
	CertSanitize          ClientCertAction = "SANITIZE"
	CertForwardOnly       ClientCertAction = "FORWARD_ONLY"
	CertAppendForward     ClientCertAction = "APPEND_FORWARD"
	CertSanitizeSet       ClientCertAction = "SANITIZE_SET"
	CertAlwaysForwardOnly ClientCertAction = "ALWAYS_FORWARD_ONLY"
)

// Enum lists what can become of it.
func (ClientCertAction) Enum() []string {
	return addon.Values(CertSanitize, CertForwardOnly, CertAppendForward, CertSanitizeSet, CertAlwaysForwardOnly)
}

// ClientCertDetails are what is told of a client's certificate.
type ClientCertDetails struct {
	// The subject.
	Subject bool `json:"subject,omitempty"`

	// The certificate itself.
	Cert bool `json:"cert,omitempty"`

	// The certificate, and those that signed it.
	Chain bool `json:"chain,omitempty"`

	// The domains.
	DNS bool `json:"dns,omitempty"`

	// The URIs.
	URI bool `json:"uri,omitempty"`
}
