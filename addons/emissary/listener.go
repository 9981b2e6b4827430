package emissary

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Listener is a port that Emissary listens on.
type Listener = kube.Custom[ListenerSpec]

// NamedListener is a Listener among the addon's options.
type NamedListener struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	ListenerSpec `json:",inline"`
}

// ListenerSpec says what is spoken on a port, and for which Hosts.
type ListenerSpec struct {
	// The IDs of the Emissaries that the Listener is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The port of the pods. Clients reach it if a port of the Service leads there.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// What is spoken there. "HTTPS" takes plain HTTP too, and treats it as insecure.
	Protocol Protocol `json:"protocol,omitempty"`

	// The same layer by layer, the outermost first, in place of protocol: "TLS", "HTTP"
	// and "UDP" are HTTP/3.
	ProtocolStack []ProtocolLayer `json:"protocolStack,omitempty"`

	// How Emissary tells which requests are secure. What it does with the others is said by
	// their Host. "XFP" goes by X-Forwarded-Proto, which Envoy writes itself, by whether the
	// connection has TLS, where l7Depth is 0.
	SecurityModel SecurityModel `json:"securityModel" jsonschema:"required"`

	// What the names of the port's metrics begin with. Emissary makes it of protocol and
	// port where it is left out.
	StatsPrefix string `json:"statsPrefix,omitempty"`

	// How many proxies that speak HTTP are between the clients and Emissary. So many
	// addresses in X-Forwarded-For are trusted, and X-Forwarded-Proto is.
	L7Depth int32 `json:"l7Depth,omitempty" jsonschema:"minimum=0"`

	// How many requests a client may have under way on one connection of HTTP/2; 1024 where
	// it is left out.
	HTTP2MaxConcurrentStreams *int64 `json:"http2MaxConcurrentStreams,omitempty" jsonschema:"minimum=1,maximum=4294967295"`

	// The Hosts that are served here.
	HostBinding HostBinding `json:"hostBinding" jsonschema:"required"`
}

// HostBinding selects Hosts by their namespace and their labels. One of the two is given,
// or both.
type HostBinding struct {
	// The namespaces of the Hosts; the Listener's own where it is left out.
	Namespace NamespaceBinding `json:"namespace,omitzero"`

	// The labels of the Hosts. Emissary reads matchLabels alone.
	Selector *metav1.LabelSelector `json:"selector,omitempty"`
}

// NamespaceBinding says in which namespaces Hosts are.
type NamespaceBinding struct {
	// "ALL" or "SELF".
	From HostsFrom `json:"from" jsonschema:"required"`
}

// HostsFrom are the namespaces of Hosts.
type HostsFrom string

// The namespaces of Hosts.
const (
	AllNamespaces HostsFrom = "ALL"
	SameNamespace HostsFrom = "SELF" // the Listener's own
)

// Enum lists the namespaces of Hosts.
func (HostsFrom) Enum() []string { return addon.Values(AllNamespaces, SameNamespace) }

// Protocol is what is spoken on a port.
type Protocol string

// The protocols.
const (
	HTTP       Protocol = "HTTP"
	HTTPS      Protocol = "HTTPS"
	HTTPProxy  Protocol = "HTTPPROXY"  // HTTP within the PROXY protocol
	HTTPSProxy Protocol = "HTTPSPROXY" // HTTPS within the PROXY protocol
	TCP        Protocol = "TCP"
	TLS        Protocol = "TLS"
)

// Enum lists the protocols.
func (Protocol) Enum() []string { return addon.Values(HTTP, HTTPS, HTTPProxy, HTTPSProxy, TCP, TLS) }

// ProtocolLayer is a layer of what is spoken on a port.
type ProtocolLayer string

// The layers.
const (
	LayerHTTP  ProtocolLayer = "HTTP"
	LayerProxy ProtocolLayer = "PROXY"
	LayerTLS   ProtocolLayer = "TLS"
	LayerTCP   ProtocolLayer = "TCP"
	LayerUDP   ProtocolLayer = "UDP"
)

// Enum lists the layers.
func (ProtocolLayer) Enum() []string {
	return addon.Values(LayerHTTP, LayerProxy, LayerTLS, LayerTCP, LayerUDP)
}

// SecurityModel is how secure requests are told.
type SecurityModel string

// The security models.
const (
	XFP      SecurityModel = "XFP"      // by X-Forwarded-Proto
	Secure   SecurityModel = "SECURE"   // all are
	Insecure SecurityModel = "INSECURE" // none is
)

// Enum lists the security models.
func (SecurityModel) Enum() []string { return addon.Values(XFP, Secure, Insecure) }

// NewListener returns a Listener.
func NewListener(meta metav1.ObjectMeta, spec ListenerSpec) *Listener {
	return kube.NewCustom(apiVersion, "Listener", meta, spec)
}

// defaultListeners are those that upstream's chart can make.
func defaultListeners(o Options) []NamedListener {
	if !o.DefaultListeners {
		return nil
	}
	listener := func(name string, port int32, p Protocol) NamedListener {
		return NamedListener{Name: o.fullname() + "-" + name + "-listener", ListenerSpec: ListenerSpec{
			Port: port, Protocol: p, SecurityModel: XFP,
			HostBinding: HostBinding{Namespace: NamespaceBinding{From: AllNamespaces}},
		}}
	}
	return []NamedListener{listener("https", 8443, HTTPS), listener("http", 8080, HTTP)}
}

// Validate refuses names that no object can have. The spec validates itself.
func (l NamedListener) Validate(path *field.Path) field.ErrorList {
	return validNames(l.Name, l.Namespace, path)
}

// Validate refuses what Emissary would pass over.
func (l ListenerSpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("protocol", l.Protocol != ""), addon.Field("protocolStack", len(l.ProtocolStack) > 0))
	if s, p := l.ProtocolStack, path.Child("protocolStack"); len(s) > 0 {
		last := s[len(s)-1]
		switch {
		case last != LayerTCP && last != LayerUDP:
			errs = append(errs, field.Invalid(p, s, "must end with TCP or UDP"))
		case last == LayerUDP && !slices.Contains(s, LayerHTTP):
			errs = append(errs, field.Invalid(p, s, "UDP carries nothing but HTTP"))
		}
	}
	if by, ok := reservedPorts()[l.Port]; ok {
		errs = append(errs, field.Invalid(path.Child("port"), l.Port, "is taken: "+by))
	}
	return append(errs, validSelector(l.HostBinding.Selector, path.Child("hostBinding", "selector"))...)
}

// reservedPorts are those that the pods listen on anyway.
func reservedPorts() map[int32]string {
	return map[int32]string{
		8001:      "for Envoy's administration",
		8002:      "for snapshots within the pod",
		8003:      "for Envoy's configuration",
		8004:      "for diagnostics within the pod",
		8005:      "for snapshots",
		8006:      "for Envoy's readiness",
		adminPort: "for probes and diagnostics",
		9696:      "for snapshots within the pod",
	}
}
