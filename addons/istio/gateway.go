package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Gateway says what the proxies at the edge of the mesh listen to. The pods themselves are
// a [GatewayWorkload].
type Gateway = kube.Custom[GatewaySpec]

// NewGateway returns a Gateway, to be added to an install by [addon.With].
func NewGateway(meta metav1.ObjectMeta, spec GatewaySpec) *Gateway {
	return kube.NewCustom(networkingGroup+"/v1", "Gateway", meta, spec)
}

// GatewaySpec says what the proxies at the edge of the mesh listen to. The fields are those
// of networking.istio.io/v1.
type GatewaySpec struct {
	// The labels of the proxies' pods, such as istio: ingressgateway.
	Selector map[string]string `json:"selector" jsonschema:"required"`

	// What they listen to.
	Servers []Server `json:"servers" jsonschema:"required,minItems=1"`
}

// Server is a port with hosts.
type Server struct {
	// Its name.
	Name string `json:"name,omitempty"`

	// The port.
	Port GatewayPort `json:"port" jsonschema:"required"`

	// The hosts, as in "www.example.com" and "*". With "namespace/" before it, only
	// VirtualServices of that namespace may use one.
	Hosts []string `json:"hosts" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`

	// The TLS at the port.
	TLS *ServerTLS `json:"tls,omitempty"`

	// The address to listen on; all of the pod's where it is left out.
	Bind string `json:"bind,omitempty"`
}

// Validate refuses TLS that is missing, and that which a port of plain text doesn't have.
func (s Server) Validate(path *field.Path) field.ErrorList {
	encrypted := s.Port.Protocol == ProtocolHTTPS || s.Port.Protocol == ProtocolTLS
	switch {
	case encrypted && s.TLS == nil:
		return field.ErrorList{field.Required(path.Child("tls"), "the protocol "+string(s.Port.Protocol)+" needs it")}
	case encrypted && s.TLS.HTTPSRedirect:
		return field.ErrorList{field.Forbidden(path.Child("tls", "httpsRedirect"), "is for the protocol HTTP")}
	case encrypted && s.TLS.Mode == "":
		return field.ErrorList{field.Required(path.Child("tls", "mode"), "the protocol "+string(s.Port.Protocol)+" needs it")}
	case !encrypted && s.TLS != nil && s.TLS.Mode != "":
		return field.ErrorList{field.Forbidden(path.Child("tls", "mode"), "needs the protocol HTTPS or TLS")}
	}
	return nil
}

// GatewayPort is a port of a gateway.
type GatewayPort struct {
	// The number. Something must lead to it: a port of the Service.
	Number int32 `json:"number" jsonschema:"required,minimum=1,maximum=65535"`

	// The name, which differs from those of the other ports.
	Name string `json:"name" jsonschema:"required"`

	// The protocol.
	Protocol Protocol `json:"protocol" jsonschema:"required"`
}

// Protocol is what is spoken at a port.
type Protocol string

// The protocols.
const (
	ProtocolHTTP    Protocol = "HTTP"
	ProtocolHTTPS   Protocol = "HTTPS"
	ProtocolGRPC    Protocol = "GRPC"
	ProtocolGRPCWeb Protocol = "GRPC-WEB"
	ProtocolHTTP2   Protocol = "HTTP2"
	ProtocolMongo   Protocol = "MONGO"
	ProtocolMySQL   Protocol = "MYSQL"
	ProtocolRedis   Protocol = "REDIS"
	ProtocolTCP     Protocol = "TCP"
	ProtocolTLS     Protocol = "TLS"
)

// Enum lists the protocols.
func (Protocol) Enum() []string {
	return addon.Values(ProtocolHTTP, ProtocolHTTPS, ProtocolGRPC, ProtocolGRPCWeb, ProtocolHTTP2,
		ProtocolMongo, ProtocolMySQL, ProtocolRedis, ProtocolTCP, ProtocolTLS)
}

// ServerTLS is the TLS at a port.
type ServerTLS struct {
	// Answers HTTP with a redirect to HTTPS. It is for a port of the protocol HTTP.
	HTTPSRedirect bool `json:"httpsRedirect,omitempty"`

	// Whether the gateway ends TLS, and whether clients need a certificate.
	Mode ServerTLSMode `json:"mode,omitempty"`

	// The Secret with tls.crt and tls.key, in the namespace of the gateway's pods.
	CredentialName string `json:"credentialName,omitempty" jsonschema:"maxLength=253"`

	// Two Secrets, with certificates of different kinds of keys.
	CredentialNames []string `json:"credentialNames,omitempty" jsonschema:"uniqueItems,minItems=1,maxItems=2,minLength=1"`

	// The Secret or ConfigMap with the CAs of clients' certificates; the Secret of the
	// certificate where it is left out.
	CACertCredentialName string `json:"caCertCredentialName,omitempty" jsonschema:"maxLength=253"`

	// The file of the certificate.
	ServerCertificate string `json:"serverCertificate,omitempty"`

	// The file of its key.
	PrivateKey string `json:"privateKey,omitempty"`

	// The file of the CAs of clients' certificates.
	CACertificates string `json:"caCertificates,omitempty"`

	// The names of which a client's certificate must have one.
	SubjectAltNames []string `json:"subjectAltNames,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The least version.
	MinProtocolVersion TLSVersion `json:"minProtocolVersion,omitempty"`

	// The greatest version.
	MaxProtocolVersion TLSVersion `json:"maxProtocolVersion,omitempty"`

	// The ciphers of TLS up to 1.2, as OpenSSL writes them.
	CipherSuites []string `json:"cipherSuites,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses a certificate that the mode doesn't use, and one that is missing.
func (t ServerTLS) Validate(path *field.Path) field.ErrorList {
	files := t.ServerCertificate != "" || t.PrivateKey != ""
	errs := addon.AtMostOne(path,
		addon.Field("credentialName", t.CredentialName != ""),
		addon.Field("credentialNames", t.CredentialNames != nil),
		addon.Field("serverCertificate", files),
	)
	given := files || t.CredentialName != "" || t.CredentialNames != nil
	switch t.Mode {
	case ServerSimple, ServerMutual, ServerOptionalMutual:
		if !given {
			errs = append(errs, field.Required(path.Child("credentialName"), "the mode "+string(t.Mode)+" needs a certificate"))
		} else if files && (t.ServerCertificate == "" || t.PrivateKey == "") {
			errs = append(errs, field.Required(path.Child("privateKey"), "goes with serverCertificate"))
		}
	case ServerPassthrough, ServerAutoPassthrough, ServerIstioMutual:
		if given {
			errs = append(errs, field.Forbidden(path.Child("credentialName"), "the mode "+string(t.Mode)+" needs no certificate"))
		}
	}
	return errs
}

// ServerTLSMode says whether a gateway ends TLS.
type ServerTLSMode string

// The modes.
const (
	ServerPassthrough     ServerTLSMode = "PASSTHROUGH"      // TLS goes on as it is
	ServerSimple          ServerTLSMode = "SIMPLE"           // the gateway ends it
	ServerMutual          ServerTLSMode = "MUTUAL"           // clients need a certificate
	ServerOptionalMutual  ServerTLSMode = "OPTIONAL_MUTUAL"  // clients may have one
	ServerAutoPassthrough ServerTLSMode = "AUTO_PASSTHROUGH" // between the networks of a mesh
	ServerIstioMutual     ServerTLSMode = "ISTIO_MUTUAL"     // with the certificates of the mesh
)

// Enum lists the modes.
func (ServerTLSMode) Enum() []string {
	return addon.Values(ServerPassthrough, ServerSimple, ServerMutual, ServerOptionalMutual, ServerAutoPassthrough, ServerIstioMutual)
}

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions.
const (
	TLSAuto TLSVersion = "TLS_AUTO"
	TLS10   TLSVersion = "TLSV1_0"
	TLS11   TLSVersion = "TLSV1_1"
	TLS12   TLSVersion = "TLSV1_2"
	TLS13   TLSVersion = "TLSV1_3"
)

// Enum lists the versions.
func (TLSVersion) Enum() []string { return addon.Values(TLSAuto, TLS10, TLS11, TLS12, TLS13) }
