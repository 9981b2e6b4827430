package istio

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// ServiceEntry makes hosts known to the mesh that are no Services.
type ServiceEntry = kube.Custom[ServiceEntrySpec]

// NewServiceEntry returns a ServiceEntry, to be added to an install by [addon.With].
func NewServiceEntry(meta metav1.ObjectMeta, spec ServiceEntrySpec) *ServiceEntry {
	return kube.NewCustom(networkingGroup+"/v1", "ServiceEntry", meta, spec)
}

// ServiceEntrySpec makes hosts known to the mesh that are no Services. The fields are those
// of networking.istio.io/v1.
type ServiceEntrySpec struct {
	// The hosts, as in "api.example.com" and "*.example.com".
	Hosts []string `json:"hosts" jsonschema:"required,minItems=1,maxItems=256,uniqueItems,minLength=1,maxLength=253"`

	// Addresses that traffic to the hosts has, where a name doesn't tell it.
	Addresses []string `json:"addresses,omitempty" jsonschema:"uniqueItems,maxItems=256,minLength=1,maxLength=64"`

	// The ports.
	Ports []ServiceEntryPort `json:"ports,omitempty" jsonschema:"minItems=1,maxItems=256"`

	// Whether the hosts are part of the mesh; they are not where it is left out.
	Location Location `json:"location,omitempty"`

	// How the hosts' addresses are found.
	Resolution Resolution `json:"resolution" jsonschema:"required"`

	// Where the hosts are served; at their own names where it is left out.
	Endpoints []WorkloadEntry `json:"endpoints,omitempty" jsonschema:"minItems=1,maxItems=4096"`

	// The pods and WorkloadEntries, of the same namespace, that serve the hosts.
	WorkloadSelector *LabelsSelector `json:"workloadSelector,omitempty"`

	// The namespaces that see the hosts; "*" for all, "." for its own.
	ExportTo []string `json:"exportTo,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The names of which a server's certificate must have one.
	SubjectAltNames []string `json:"subjectAltNames,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses what the resolution excludes.
func (s ServiceEntrySpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("endpoints", s.Endpoints != nil), addon.Field("workloadSelector", s.WorkloadSelector != nil))
	refuse := func(name string, set bool, why string) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(name), why))
		}
	}
	switch s.Resolution {
	case ResolveNone:
		refuse("endpoints", s.Endpoints != nil, "the resolution NONE takes the address that the client chose")
	case ResolveStatic:
		if s.Endpoints == nil && s.WorkloadSelector == nil {
			errs = append(errs, field.Required(path.Child("endpoints"), "the resolution STATIC needs them, or a workloadSelector"))
		}
	case ResolveDNSRoundRobin:
		refuse("endpoints", len(s.Endpoints) > 1, "the resolution DNS_ROUND_ROBIN takes one")
	}
	if s.Resolution == ResolveDNS || s.Resolution == ResolveDNSRoundRobin {
		for i, h := range s.Hosts {
			if strings.HasPrefix(h, "*") && s.Endpoints == nil {
				errs = append(errs, field.Invalid(path.Child("hosts").Index(i), h, "has no address: the resolution "+string(s.Resolution)+" needs a whole name, or endpoints"))
			}
		}
	}
	seen := map[int32]bool{}
	for i, p := range s.Ports {
		if seen[p.Number] {
			errs = append(errs, field.Duplicate(path.Child("ports").Index(i).Child("number"), p.Number))
		}
		seen[p.Number] = true
	}
	return errs
}

// LabelsSelector selects pods and WorkloadEntries.
type LabelsSelector struct {
	// The labels that they have.
	Labels map[string]string `json:"labels" jsonschema:"required"`
}

// ServiceEntryPort is a port of a host.
type ServiceEntryPort struct {
	// The number.
	Number int32 `json:"number" jsonschema:"required,minimum=1,maximum=65535"`

	// The name, which differs from those of the other ports.
	Name string `json:"name" jsonschema:"required,maxLength=256"`

	// The protocol; TCP where it is left out.
	Protocol Protocol `json:"protocol,omitempty"`

	// The port of the endpoints, where that differs.
	TargetPort int32 `json:"targetPort,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// Location says whether hosts are part of the mesh.
type Location string

// The two locations.
const (
	MeshExternal Location = "MESH_EXTERNAL"
	MeshInternal Location = "MESH_INTERNAL"
)

// Enum lists the locations.
func (Location) Enum() []string { return addon.Values(MeshExternal, MeshInternal) }

// Resolution is how the addresses of hosts are found.
type Resolution string

// The ways.
const (
	ResolveNone          Resolution = "NONE"            // the address that the client chose
	ResolveStatic        Resolution = "STATIC"          // those of the endpoints
	ResolveDNS           Resolution = "DNS"             // all that DNS has
	ResolveDNSRoundRobin Resolution = "DNS_ROUND_ROBIN" // one that DNS has
	ResolveDynamicDNS    Resolution = "DYNAMIC_DNS"     // by the name that the client asks for
)

// Enum lists the ways.
func (Resolution) Enum() []string {
	return addon.Values(ResolveNone, ResolveStatic, ResolveDNS, ResolveDNSRoundRobin, ResolveDynamicDNS)
}

// WorkloadEntry is where a host is served.
type WorkloadEntry struct {
	// The address: an IP, a name, or "unix:///" and a path.
	Address string `json:"address" jsonschema:"required,maxLength=256"`

	// Its ports by the names of the host's, where they differ.
	Ports map[string]int32 `json:"ports,omitempty"`

	// Its labels, by which subsets are told.
	Labels map[string]string `json:"labels,omitempty"`

	// The network that it is in.
	Network string `json:"network,omitempty" jsonschema:"maxLength=2048"`

	// Where it is, as "region/zone/subzone".
	Locality string `json:"locality,omitempty" jsonschema:"maxLength=2048"`

	// Its share of the requests.
	Weight int32 `json:"weight,omitempty" jsonschema:"minimum=0"`

	// The service account that it runs as.
	ServiceAccount string `json:"serviceAccount,omitempty" jsonschema:"maxLength=253"`
}
