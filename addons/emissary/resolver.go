package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/kube"
)

// The resolvers. KubernetesServiceResolver sends requests to services, as Emissary's own
// kubernetes-service does, which Mappings have by default; KubernetesEndpointResolver sends
// them to services' pods, as its own kubernetes-endpoint does; ConsulResolver asks Consul.
type (
	KubernetesServiceResolver  = kube.Custom[ResolverSpec]
	KubernetesEndpointResolver = kube.Custom[ResolverSpec]
	ConsulResolver             = kube.Custom[ConsulResolverSpec]
)

// NamedEndpointResolver is a KubernetesEndpointResolver among the addon's options.
type NamedEndpointResolver struct {
	// The name, by which Mappings refer to it.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	ResolverSpec `json:",inline"`
}

// NamedConsulResolver is a ConsulResolver among the addon's options.
type NamedConsulResolver struct {
	// The name, by which Mappings refer to it.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	ConsulResolverSpec `json:",inline"`
}

// ResolverSpec says who a resolver is for.
type ResolverSpec struct {
	// The IDs of the Emissaries that the resolver is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`
}

// ConsulResolverSpec says which Consul is asked.
type ConsulResolverSpec struct {
	// The IDs of the Emissaries that the resolver is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// Consul's address: "consul-server.consul:8500".
	Address string `json:"address" jsonschema:"required"`

	// The datacenter.
	Datacenter string `json:"datacenter" jsonschema:"required"`
}

// NewKubernetesServiceResolver returns a KubernetesServiceResolver.
func NewKubernetesServiceResolver(meta metav1.ObjectMeta, spec ResolverSpec) *KubernetesServiceResolver {
	return kube.NewCustom(apiVersion, "KubernetesServiceResolver", meta, spec)
}

// NewKubernetesEndpointResolver returns a KubernetesEndpointResolver.
func NewKubernetesEndpointResolver(meta metav1.ObjectMeta, spec ResolverSpec) *KubernetesEndpointResolver {
	return kube.NewCustom(apiVersion, "KubernetesEndpointResolver", meta, spec)
}

// NewConsulResolver returns a ConsulResolver.
func NewConsulResolver(meta metav1.ObjectMeta, spec ConsulResolverSpec) *ConsulResolver {
	return kube.NewCustom(apiVersion, "ConsulResolver", meta, spec)
}

// Validate refuses names that no object can have.
func (r NamedEndpointResolver) Validate(path *field.Path) field.ErrorList {
	return validNames(r.Name, r.Namespace, path)
}

// Validate refuses names that no object can have.
func (r NamedConsulResolver) Validate(path *field.Path) field.ErrorList {
	return validNames(r.Name, r.Namespace, path)
}
