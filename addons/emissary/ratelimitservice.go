package emissary

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/kube"
)

// RateLimitService is the service that counts requests and limits them. Emissary has one
// at most.
type RateLimitService = kube.Custom[RateLimitServiceSpec]

// NamedRateLimitService is the RateLimitService among the addon's options.
type NamedRateLimitService struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out. A service without one is looked
	// for there.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	RateLimitServiceSpec `json:",inline"`
}

// RateLimitServiceSpec says who counts requests.
type RateLimitServiceSpec struct {
	// The IDs of the Emissaries that the RateLimitService is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The service, as "name:port" or "name.namespace:port". It speaks gRPC.
	Service string `json:"service" jsonschema:"required,pattern=^(https?://)?[A-Za-z0-9\\[][A-Za-z0-9.:_\\]-]*$"`

	// The version of Envoy's protocol: "v3", the only one that there is, where it is left
	// out.
	ProtocolVersion string `json:"protocol_version,omitempty" jsonschema:"enum=v3"`

	// The domain of the labels that are counted; the Module's where it is left out.
	Domain string `json:"domain,omitempty"`

	// The TLSContext with which TLS is spoken with the service.
	TLS string `json:"tls,omitempty"`

	// How long an answer may take, in milliseconds; 20 ms where it is left out.
	TimeoutMS *int64 `json:"timeout_ms,omitempty" jsonschema:"minimum=1"`

	// Refuses requests while the service can't be asked. They pass otherwise.
	FailureModeDeny bool `json:"failure_mode_deny,omitempty"`

	// What the service is called in metrics.
	StatsName string `json:"stats_name,omitempty"`
}

// NewRateLimitService returns a RateLimitService.
func NewRateLimitService(meta metav1.ObjectMeta, spec RateLimitServiceSpec) *RateLimitService {
	if spec.ProtocolVersion == "" {
		spec.ProtocolVersion = protocolVersion
	}
	return kube.NewCustom(apiVersion, "RateLimitService", meta, spec)
}

// Validate refuses names that no object can have.
func (s NamedRateLimitService) Validate(path *field.Path) field.ErrorList {
	return validNames(s.Name, s.Namespace, path)
}
