package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/kube"
)

// TCPMapping is a route of TCP connections to a service. Emissary listens on its port
// without a Listener, and clients reach that if a port of the Service leads there.
type TCPMapping = kube.Custom[TCPMappingSpec]

// NamedTCPMapping is a TCPMapping among the addon's options.
type NamedTCPMapping struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out. Services without one are looked
	// for there.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	TCPMappingSpec `json:",inline"`
}

// TCPMappingSpec says which connections go where.
type TCPMappingSpec struct {
	// The IDs of the Emissaries that the TCPMapping is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The port of the pods.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// The domain that clients ask for in TLS, which ends at Emissary, with the certificate
	// of the Host or TLSContext of that domain. Without one TLS is left to the service.
	Host string `json:"host,omitempty" jsonschema:"maxLength=253"`

	// The address that the pods listen on; all of theirs where it is left out.
	Address string `json:"address,omitempty"`

	// The service, as "name:port" or "name.namespace:port".
	Service string `json:"service" jsonschema:"required,pattern=^(https?://)?[A-Za-z0-9\\[][A-Za-z0-9.:_\\]-]*$"`

	// The percentage of the connections that this TCPMapping gets of those that it shares
	// with others of the same port and domain.
	Weight *int32 `json:"weight,omitempty" jsonschema:"minimum=0,maximum=100"`

	// When an idle connection is closed, in milliseconds.
	IdleTimeoutMS string `json:"idle_timeout_ms,omitempty" jsonschema:"pattern=^[0-9]+$"`

	// The TLSContext with which TLS is spoken with the service.
	TLS string `json:"tls,omitempty"`

	// How addresses of the service are found. The Module's where it is left out.
	Resolver string `json:"resolver,omitempty" jsonschema:"maxLength=253"`

	// Limits on what the service gets at once. The Module's where it is left out.
	CircuitBreakers []CircuitBreaker `json:"circuit_breakers,omitempty"`

	// Whether IPv4 addresses are looked up. The Module's where it is left out.
	EnableIPv4 *bool `json:"enable_ipv4,omitempty"`

	// Whether IPv6 addresses are looked up. The Module's where it is left out.
	EnableIPv6 *bool `json:"enable_ipv6,omitempty"`

	// Tells the service from the same one of other TCPMappings, for connections and limits
	// of its own.
	ClusterTag string `json:"cluster_tag,omitempty"`

	// What the service is called in metrics.
	StatsName string `json:"stats_name,omitempty"`
}

// NewTCPMapping returns a TCPMapping.
func NewTCPMapping(meta metav1.ObjectMeta, spec TCPMappingSpec) *TCPMapping {
	return kube.NewCustom(apiVersion, "TCPMapping", meta, spec)
}

// Validate refuses names that no object can have.
func (m NamedTCPMapping) Validate(path *field.Path) field.ErrorList {
	return validNames(m.Name, m.Namespace, path)
}

// Validate refuses ports that the pods listen on anyway.
func (m TCPMappingSpec) Validate(path *field.Path) field.ErrorList {
	if by, ok := reservedPorts()[m.Port]; ok {
		return field.ErrorList{field.Invalid(path.Child("port"), m.Port, "is taken: "+by)}
	}
	return nil
}
