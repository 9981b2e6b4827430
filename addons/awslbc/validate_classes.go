package awslbc

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateClasses refuses two classes of a name, two that are the default, and properties of
// a class that isn't made.
func validateClasses(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	c, p := o.IngressClass, path.Child("ingressClass")
	if c.Disabled {
		refuse := func(name string, set bool) {
			if set {
				errs = append(errs, field.Forbidden(p.Child(name), "no class is made: ingressClass.disabled is set"))
			}
		}
		refuse("default", c.Default)
		refuse("params", c.Params != nil)
		refuse("existingParams", c.ExistingParams != "")
	}
	errs = append(errs, validateClass(o, c.Class, p)...)
	names, isDefault := []string{c.Name}, c.Default
	for i, more := range o.MoreIngressClasses {
		p := path.Child("moreIngressClasses").Index(i)
		if slices.Contains(names, more.Name) {
			errs = append(errs, field.Duplicate(p.Child("name"), more.Name))
		}
		if isDefault && more.Default {
			errs = append(errs, field.Forbidden(p.Child("default"), "another class is the default already"))
		}
		errs = append(errs, validateClass(o, more.Class, p)...)
		names, isDefault = append(names, more.Name), isDefault || more.Default
	}
	return errs
}

func validateClass(o Options, c Class, path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("params", c.Params != nil), addon.Field("existingParams", c.ExistingParams != ""))
	if c.Params != nil && c.Params.TargetType == TargetIP && o.off(EnableIPTargetType) {
		errs = append(errs, field.Forbidden(path.Child("params", "targetType"), "the feature EnableIPTargetType is switched off"))
	}
	return errs
}

// Validate refuses what the webhook would refuse, which the addon's own parameters don't
// pass, and what would keep every Ingress of the class from being served.
func (s IngressClassParamsSpec) Validate(path *field.Path) field.ErrorList {
	errs := slices.Concat(
		addon.AtMostOne(path, addon.Field("wafv2AclArn", s.WAFv2ACLARN != ""), addon.Field("wafv2AclName", s.WAFv2ACLName != "")),
		uniqueKeys(s.LoadBalancerAttributes, path.Child("loadBalancerAttributes")),
		validateParamTags(s.Tags, path.Child("tags")),
	)
	if strings.HasPrefix(s.LoadBalancerName, "internal-") {
		errs = append(errs, field.Invalid(path.Child("loadBalancerName"), s.LoadBalancerName, "must not begin with internal-, which AWS keeps for itself"))
	}
	if s.Scheme == Internal && s.IPAddressType == DualStackWithoutPublicIPv4 {
		errs = append(errs, field.Invalid(path.Child("ipAddressType"), s.IPAddressType, "is for internet-facing load balancers: others have no public addresses"))
	}
	if s.Scheme == Internal && s.IPAMConfiguration != nil {
		errs = append(errs, field.Forbidden(path.Child("ipamConfiguration"), "is for internet-facing load balancers: others have no public addresses"))
	}
	for i, cidr := range s.InboundCIDRs {
		p := path.Child("inboundCIDRs").Index(i)
		switch prefix, err := netip.ParsePrefix(cidr); {
		case err != nil:
			errs = append(errs, field.Invalid(p, cidr, `must be a network, as in "10.0.0.0/8"`))
		case prefix != prefix.Masked():
			errs = append(errs, field.Invalid(p, cidr, "has bits outside the prefix: write "+prefix.Masked().String()))
		}
	}
	for i, l := range s.Listeners {
		errs = append(errs, uniqueKeys(l.ListenerAttributes, path.Child("listeners").Index(i).Child("listenerAttributes"))...)
	}
	return errs
}

// Validate refuses a selector that selects nothing, or in two ways.
func (s SubnetSelector) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("ids", s.IDs != nil), addon.Field("tags", len(s.Tags) > 0))
	for _, key := range slices.Sorted(maps.Keys(s.Tags)) {
		for i, value := range s.Tags[key] {
			if slices.Contains(s.Tags[key][:i], value) {
				errs = append(errs, field.Duplicate(path.Child("tags").Key(key).Index(i), value))
			}
		}
	}
	return errs
}

func uniqueKeys(attributes []Attribute, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, a := range attributes {
		if seen[a.Key] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("key"), a.Key))
		}
		seen[a.Key] = true
	}
	return errs
}

func validateParamTags(tags []Tag, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, t := range tags {
		switch p := path.Index(i).Child("key"); {
		case seen[t.Key]:
			errs = append(errs, field.Duplicate(p, t.Key))
		case slices.Contains(ownTags(), t.Key):
			errs = append(errs, field.Forbidden(p, "the controller knows what it made by this tag"))
		}
		seen[t.Key] = true
	}
	return errs
}
