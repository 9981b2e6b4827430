package emissary

import (
	"net/netip"
	"reflect"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateModule refuses settings of a Module that isn't made, and an access log that says
// two things at once.
func validateModule(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	p := path.Child("accessLog")
	switch l := o.AccessLog; {
	case l.Text != "" && l.Type != "" && l.Type != LogText:
		errs = append(errs, field.Forbidden(p.Child("text"), "the type is "+string(l.Type)+": set fields"))
	case l.Fields != nil && (l.Type == "" || l.Type == LogText):
		errs = append(errs, field.Forbidden(p.Child("fields"), "the type is text: make it json or typed_json"))
	}
	if !o.NoModule {
		return errs
	}
	if !reflect.DeepEqual(o.AccessLog, AccessLog{}) {
		errs = append(errs, field.Forbidden(p, "no Module is made: noModule is set"))
	}
	if !reflect.DeepEqual(o.Module, defaults(addon.Target{}).Module) {
		errs = append(errs, field.Forbidden(path.Child("module"), "no Module is made: noModule is set"))
	}
	return errs
}

// Validate refuses what Emissary would pass over.
func (m ModuleSettings) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("ip_allow", len(m.IPAllow) > 0), addon.Field("ip_deny", len(m.IPDeny) > 0))
	if m.LoadBalancer != nil && (m.Resolver == "" || m.Resolver == serviceResolver) {
		errs = append(errs, field.Forbidden(path.Child("load_balancer"), needsEndpoints))
	}
	return errs
}

// Validate refuses an address of no kind, or of both, and one that is none.
func (p Principal) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("remote", p.Remote != ""), addon.Field("peer", p.Peer != ""))
	check := func(name, value string) {
		_, notPrefix := netip.ParsePrefix(value)
		_, notAddress := netip.ParseAddr(value)
		if value != "" && notPrefix != nil && notAddress != nil {
			errs = append(errs, field.Invalid(path.Child(name), value, `must be an address or a CIDR, as in "10.0.0.0/8"`))
		}
	}
	check("remote", p.Remote)
	check("peer", p.Peer)
	return errs
}

// Validate refuses to count calls of no service, or of all and some.
func (s GRPCStats) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("services", len(s.Services) > 0), addon.Field("all_methods", s.AllMethods))
}

// Validate refuses what hashes need for ways that don't hash, and the other way round.
func (l LoadBalancer) Validate(path *field.Path) field.ErrorList {
	given := []addon.Choice{addon.Field("cookie", l.Cookie != nil), addon.Field("header", l.Header != ""), addon.Field("source_ip", l.SourceIP)}
	if l.Policy == RingHash || l.Policy == Maglev {
		return addon.ExactlyOne(path, given...)
	}
	var errs field.ErrorList
	for _, c := range given {
		if c.Set {
			errs = append(errs, field.Forbidden(path.Child(c.Name), "needs the policy ring_hash or maglev"))
		}
	}
	return errs
}

// Validate refuses a check of no kind, or of both.
func (l HealthCheckLocation) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("http", l.HTTP != nil), addon.Field("grpc", l.GRPC != nil))
}

// Validate refuses a range that has no status.
func (r StatusRange) Validate(path *field.Path) field.ErrorList {
	if r.Min > r.Max {
		return field.ErrorList{field.Invalid(path.Child("max"), r.Max, "must be at least min")}
	}
	return nil
}

// Validate refuses a label of no kind, or of several, and a key that isn't the kind's.
func (l RateLimitLabel) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path,
		addon.Field("remote_address", l.RemoteAddress != nil),
		addon.Field("request_headers", l.RequestHeaders != nil),
		addon.Field("generic_key", l.GenericKey != nil),
		addon.Field("source_cluster", l.SourceCluster != nil),
		addon.Field("destination_cluster", l.DestinationCluster != nil))
	key := func(name string, k *LabelKey) {
		if k != nil && k.Key != "" && k.Key != name {
			errs = append(errs, field.NotSupported(path.Child(name, "key"), k.Key, []string{name}))
		}
	}
	key("remote_address", l.RemoteAddress)
	key("source_cluster", l.SourceCluster)
	key("destination_cluster", l.DestinationCluster)
	return errs
}
