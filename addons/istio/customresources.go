package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Resources are Istio's own that come with the addon. Those in the root namespace, by
// default the addon's own, are for the whole mesh.
type Resources struct {
	// What proxies at the edge of the mesh listen to.
	Gateways []NamedGateway `json:"gateways,omitempty"`

	// Where requests go.
	VirtualServices []NamedVirtualService `json:"virtualServices,omitempty"`

	// How requests reach pods.
	DestinationRules []NamedDestinationRule `json:"destinationRules,omitempty"`

	// Hosts outside of the cluster's Services.
	ServiceEntries []NamedServiceEntry `json:"serviceEntries,omitempty"`

	// Which pods take traffic that isn't encrypted by the mesh.
	PeerAuthentications []NamedPeerAuthentication `json:"peerAuthentications,omitempty"`

	// Who may reach pods.
	AuthorizationPolicies []NamedAuthorizationPolicy `json:"authorizationPolicies,omitempty"`

	// Which metrics, spans and logs proxies make.
	Telemetries []NamedTelemetry `json:"telemetries,omitempty"`
}

// NamedGateway is a Gateway among the addon's options.
type NamedGateway struct {
	ResourceName `json:",inline"`

	GatewaySpec `json:",inline"`
}

// NamedVirtualService is a VirtualService among the addon's options.
type NamedVirtualService struct {
	ResourceName `json:",inline"`

	VirtualServiceSpec `json:",inline"`
}

// NamedDestinationRule is a DestinationRule among the addon's options.
type NamedDestinationRule struct {
	ResourceName `json:",inline"`

	DestinationRuleSpec `json:",inline"`
}

// NamedServiceEntry is a ServiceEntry among the addon's options.
type NamedServiceEntry struct {
	ResourceName `json:",inline"`

	ServiceEntrySpec `json:",inline"`
}

// NamedPeerAuthentication is a PeerAuthentication among the addon's options.
type NamedPeerAuthentication struct {
	ResourceName `json:",inline"`

	PeerAuthenticationSpec `json:",inline"`
}

// NamedAuthorizationPolicy is an AuthorizationPolicy among the addon's options.
type NamedAuthorizationPolicy struct {
	ResourceName `json:",inline"`

	AuthorizationPolicySpec `json:",inline"`
}

// NamedTelemetry is a Telemetry among the addon's options.
type NamedTelemetry struct {
	ResourceName `json:",inline"`

	TelemetrySpec `json:",inline"`
}

// ResourceName is what a resource goes by.
type ResourceName struct {
	// The resource's name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The resource's namespace; the addon's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`
}

// resources are the options' own.
func resources(o Options) []addon.Object {
	r := o.Resources
	var objs []addon.Object
	for _, n := range r.Gateways {
		objs = append(objs, NewGateway(o.resource(n.ResourceName), n.GatewaySpec))
	}
	for _, n := range r.VirtualServices {
		objs = append(objs, NewVirtualService(o.resource(n.ResourceName), n.VirtualServiceSpec))
	}
	for _, n := range r.DestinationRules {
		objs = append(objs, NewDestinationRule(o.resource(n.ResourceName), n.DestinationRuleSpec))
	}
	for _, n := range r.ServiceEntries {
		objs = append(objs, NewServiceEntry(o.resource(n.ResourceName), n.ServiceEntrySpec))
	}
	for _, n := range r.PeerAuthentications {
		objs = append(objs, NewPeerAuthentication(o.resource(n.ResourceName), n.PeerAuthenticationSpec))
	}
	for _, n := range r.AuthorizationPolicies {
		objs = append(objs, NewAuthorizationPolicy(o.resource(n.ResourceName), n.AuthorizationPolicySpec))
	}
	for _, n := range r.Telemetries {
		objs = append(objs, NewTelemetry(o.resource(n.ResourceName), n.TelemetrySpec))
	}
	return objs
}

// resource is the metadata of a resource. It belongs to no component.
func (o Options) resource(n ResourceName) metav1.ObjectMeta {
	id := o.identity()
	if n.Namespace != "" {
		id = id.In(n.Namespace)
	}
	return id.Meta(n.Name)
}

// validateResources refuses two resources of one kind and name, and providers that the mesh
// doesn't have.
func validateResources(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	r := o.Resources
	names := func(list string, of []ResourceName) {
		seen := map[string]bool{}
		for i, n := range of {
			key := o.resource(n).Namespace + "/" + n.Name
			if seen[key] {
				errs = append(errs, field.Duplicate(path.Child(list).Index(i).Child("name"), n.Name))
			}
			seen[key] = true
		}
	}
	names("gateways", namesOf(r.Gateways, func(n NamedGateway) ResourceName { return n.ResourceName }))
	names("virtualServices", namesOf(r.VirtualServices, func(n NamedVirtualService) ResourceName { return n.ResourceName }))
	names("destinationRules", namesOf(r.DestinationRules, func(n NamedDestinationRule) ResourceName { return n.ResourceName }))
	names("serviceEntries", namesOf(r.ServiceEntries, func(n NamedServiceEntry) ResourceName { return n.ResourceName }))
	names("peerAuthentications", namesOf(r.PeerAuthentications, func(n NamedPeerAuthentication) ResourceName { return n.ResourceName }))
	names("authorizationPolicies", namesOf(r.AuthorizationPolicies, func(n NamedAuthorizationPolicy) ResourceName { return n.ResourceName }))
	names("telemetries", namesOf(r.Telemetries, func(n NamedTelemetry) ResourceName { return n.ResourceName }))
	for i, p := range r.AuthorizationPolicies {
		if p.Provider != nil {
			errs = append(errs, validateProvider(o, p.Provider.Name, path.Child("authorizationPolicies").Index(i).Child("provider", "name"))...)
		}
	}
	for i, t := range r.Telemetries {
		errs = append(errs, validateTelemetry(o, t.TelemetrySpec, path.Child("telemetries").Index(i))...)
	}
	return errs
}

func namesOf[T any](of []T, name func(T) ResourceName) []ResourceName {
	names := make([]ResourceName, len(of))
	for i, n := range of {
		names[i] = name(n)
	}
	return names
}

func validateTelemetry(o Options, t TelemetrySpec, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(refs []ProviderRef, path *field.Path) {
		for i, r := range refs {
			errs = append(errs, validateProvider(o, r.Name, path.Child("providers").Index(i).Child("name"))...)
		}
	}
	for i, x := range t.Tracing {
		check(x.Providers, path.Child("tracing").Index(i))
	}
	for i, x := range t.Metrics {
		check(x.Providers, path.Child("metrics").Index(i))
	}
	for i, x := range t.AccessLogging {
		check(x.Providers, path.Child("accessLogging").Index(i))
	}
	return errs
}
