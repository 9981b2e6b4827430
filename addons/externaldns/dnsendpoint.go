package externaldns

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

const groupExternalDNS = "externaldns.k8s.io"

// DNSEndpoint is a set of records, for installs that have [SourceCRD] among their sources.
type DNSEndpoint = kube.Custom[DNSEndpointSpec]

// DNSEndpointSpec lists records.
type DNSEndpointSpec struct {
	Endpoints []Endpoint `json:"endpoints,omitempty"`
}

// Endpoint is a record.
type Endpoint struct {
	// The name: "app.dev.example.com".
	DNSName string `json:"dnsName,omitempty"`

	// What the name points to: addresses, another name, a text. Without a trailing dot,
	// except in a NAPTR record.
	Targets []string `json:"targets,omitempty"`

	// The type of the record.
	RecordType RecordType `json:"recordType,omitempty"`

	// What tells the record from others of its name and type, where the provider picks
	// one of several by weight or place.
	SetIdentifier string `json:"setIdentifier,omitempty"`

	// How many seconds the record may be cached; the provider's default where it is 0.
	RecordTTL int64 `json:"recordTTL,omitempty"`

	// Labels, which the registry keeps.
	Labels map[string]string `json:"labels,omitempty"`

	// What only one provider knows, such as "aws/weight".
	ProviderSpecific []ProviderSpecific `json:"providerSpecific,omitempty"`
}

// ProviderSpecific is a property that only one provider knows.
type ProviderSpecific struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
}

// NewDNSEndpoint returns a DNSEndpoint, to be added to an install by [addon.With].
func NewDNSEndpoint(meta metav1.ObjectMeta, endpoints ...Endpoint) *DNSEndpoint {
	return kube.NewCustom(groupExternalDNS+"/v1alpha1", "DNSEndpoint", meta, DNSEndpointSpec{Endpoints: endpoints})
}
