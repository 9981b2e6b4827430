package emissary

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// entry is what all custom resources among the options have.
type entry struct {
	path            *field.Path
	name, namespace string
	ids             []string
}

// listed are the custom resources among the options, by kind.
func (o Options) listed(path *field.Path) map[string][]entry {
	all := map[string][]entry{}
	add := func(kind string, p *field.Path, name, namespace string, ids []string) {
		all[kind] = append(all[kind], entry{p, name, o.meta(name, namespace, nil).Namespace, ids})
	}
	for i, r := range o.Listeners {
		add("listeners", path.Child("listeners").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.Hosts {
		add("hosts", path.Child("hosts").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.Mappings {
		add("mappings", path.Child("mappings").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.TCPMappings {
		add("tcpMappings", path.Child("tcpMappings").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.TLSContexts {
		add("tlsContexts", path.Child("tlsContexts").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.AuthServices {
		add("authServices", path.Child("authServices").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	if r := o.RateLimitService; r != nil {
		add("rateLimitService", path.Child("rateLimitService"), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.LogServices {
		add("logServices", path.Child("logServices").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	if r := o.TracingService; r != nil {
		add("tracingService", path.Child("tracingService"), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.EndpointResolvers {
		add("endpointResolvers", path.Child("endpointResolvers").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	for i, r := range o.ConsulResolvers {
		add("consulResolvers", path.Child("consulResolvers").Index(i), r.Name, r.Namespace, r.AmbassadorID)
	}
	return all
}

// kinds are the options that list custom resources, in the order of the struct.
func kinds() []string {
	return []string{
		"listeners", "hosts", "mappings", "tcpMappings", "tlsContexts", "authServices",
		"rateLimitService", "logServices", "tracingService", "endpointResolvers", "consulResolvers",
	}
}

// everybody is an ID that all Emissaries take for their own.
const everybody = "_automatic_"

// validateResources refuses two custom resources of one name, and those that this Emissary
// would pass over.
func validateResources(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	all := o.listed(path)
	for _, kind := range kinds() {
		seen := map[string]bool{}
		for _, r := range all[kind] {
			key := r.namespace + "/" + r.name
			if seen[key] {
				errs = append(errs, field.Duplicate(r.path.Child("name"), r.name))
			}
			seen[key] = true
			if r.ids != nil && !slices.Contains(r.ids, o.id()) && !slices.Contains(r.ids, everybody) {
				errs = append(errs, field.Invalid(r.path.Child("ambassador_id"), r.ids, fmt.Sprintf("must name this Emissary, whose ID is %q", o.id())))
			}
			if o.SingleNamespace && r.namespace != o.Namespace {
				errs = append(errs, field.Invalid(r.path.Child("namespace"), r.namespace, fmt.Sprintf("with singleNamespace Emissary sees nothing but %s", o.Namespace)))
			}
		}
	}
	return errs
}

// validNames leaves it to the tags to say that a name must be there.
func validNames(name, namespace string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(key, value string, problems func(string) []string) {
		if value == "" {
			return
		}
		for _, why := range problems(value) {
			errs = append(errs, field.Invalid(path.Child(key), value, why))
		}
	}
	check("name", name, validation.IsDNS1123Subdomain)
	check("namespace", namespace, validation.IsDNS1123Label)
	return errs
}

// validSelector refuses what Emissary doesn't read of a selector.
func validSelector(s *metav1.LabelSelector, path *field.Path) field.ErrorList {
	switch {
	case s == nil:
		return nil
	case len(s.MatchExpressions) > 0:
		return field.ErrorList{field.Forbidden(path.Child("matchExpressions"), "Emissary reads matchLabels alone")}
	case len(s.MatchLabels) == 0:
		return field.ErrorList{field.Required(path.Child("matchLabels"), "leave the selector out to select all")}
	}
	return nil
}

// validateListeners refuses two that listen on one port. Hosts of different namespaces don't
// tell them apart.
func validateListeners(o Options, path *field.Path) field.ErrorList {
	type socket struct {
		udp  bool
		port int32
	}
	var errs field.ErrorList
	taken := map[socket]bool{}
	for _, l := range defaultListeners(o) {
		taken[socket{false, l.Port}] = true
	}
	for i, l := range o.Listeners {
		s := socket{slices.Contains(l.ProtocolStack, LayerUDP), l.Port}
		if taken[s] {
			errs = append(errs, field.Duplicate(path.Child("listeners").Index(i).Child("port"), l.Port))
		}
		taken[s] = true
	}
	return errs
}
