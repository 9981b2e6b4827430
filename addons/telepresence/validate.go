package telepresence

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateManager(o, path),
		validatePodCIDRs(o, path),
		validateInjector(o, path.Child("agentInjector")),
		validateAgent(o, path.Child("agent")),
		validatePorts(o, path),
		validateClient(o, path.Child("client")),
		validateClientRBAC(o, path.Child("clientRBAC")),
	)
}

func validateManager(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if r := o.Pods.Replicas; r != nil && *r > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *r, "must be at most 1: a second manager knows nothing of the clients of the first"))
	}
	if o.Instance != "" && len(o.Namespaces) == 0 {
		errs = append(errs, field.Required(path.Child("namespaces"), "managers side by side each look after namespaces of their own"))
	}
	errs = append(errs, validateRepository(o.Pods.Image, path.Child("pods", "image"))...)
	if size, whole := o.MaxReceiveSize.AsInt64(); !whole || size < 1 {
		errs = append(errs, field.Invalid(path.Child("maxReceiveSize"), o.MaxReceiveSize.String(), `must be a number of bytes, as in "10Mi"`))
	}
	if o.Metrics.ServiceMonitor != nil && o.Metrics.Port == 0 {
		errs = append(errs, field.Required(path.Child("metrics", "port"), "no metrics are served without it"))
	}
	return errs
}

// validateRepository refuses an image that the manager, which wants the registry and the name
// of its agents' image apart, can't find.
func validateRepository(image addon.Image, path *field.Path) field.ErrorList {
	if r := image.Repository; r != "" && !strings.Contains(r, "/") {
		return field.ErrorList{field.Invalid(path.Child("repository"), r, `must have a registry, as in "registry.example.com/tel2"`)}
	}
	return nil
}

func validatePodCIDRs(o Options, path *field.Path) field.ErrorList {
	cidrs, strategy := path.Child("podCIDRs"), path.Child("podCIDRStrategy")
	errs := validateSubnets(o.PodCIDRs, cidrs)
	switch environment := o.PodCIDRStrategy == Environment; {
	case environment && len(o.PodCIDRs) == 0:
		errs = append(errs, field.Required(cidrs, `the strategy is "environment": clients would reach no pods`))
	case !environment && len(o.PodCIDRs) > 0:
		errs = append(errs, field.Forbidden(cidrs, `they count with podCIDRStrategy "environment" only`))
	case o.PodCIDRStrategy == NodePodCIDRs && len(o.Namespaces) > 0:
		errs = append(errs, field.Forbidden(strategy, "a manager of some namespaces can't read nodes"))
	}
	return errs
}

func validateInjector(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	i := o.AgentInjector
	if i.Disabled {
		for _, f := range []struct {
			name string
			set  bool
		}{
			{"certificate", i.Certificate != (addon.ServingCertificate{})},
			{"watchSecret", i.WatchSecret},
			{"namespaceSelector", i.NamespaceSelector != nil},
		} {
			if f.set {
				errs = append(errs, field.Forbidden(path.Child(f.name), "there is no webhook: agentInjector.disabled is set"))
			}
		}
		return errs
	}
	if i.NamespaceSelector != nil && len(o.Namespaces) > 0 {
		errs = append(errs, field.Forbidden(path.Child("namespaceSelector"), "the webhook sees the pods of namespaces: only one of them can be set"))
	}
	if i.Certificate.Secret != "" && i.Certificate.CABundle == "" {
		errs = append(errs, field.Required(path.Child("certificate", "caBundle"), "the API server trusts the certificate of a Secret by its CA alone"))
	}
	return errs
}

var agentTag = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$`)
})

func validateAgent(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if image := o.Agent.Image; image != (addon.Image{}) {
		p := path.Child("image")
		errs = append(errs, validateRepository(image, p)...)
		if image.Digest != "" {
			errs = append(errs, field.Forbidden(p.Child("digest"), "the manager knows agents by their tag alone"))
		}
		if image.Tag != "" && !agentTag().MatchString(image.Tag) {
			errs = append(errs, field.Invalid(p.Child("tag"), image.Tag, `must be a version, as in "`+version+`", since the manager reads what the agent can do off it`))
		}
	}
	return errs
}

// validatePorts refuses ports that are taken, in the manager's pod or in that of an agent.
func validatePorts(o Options, path *field.Path) field.ErrorList {
	inAgents := []listener{{"agent.port", "", o.Agent.Port}}
	if o.Agent.APIPort != 0 {
		inAgents = append(inAgents, listener{"agent.apiPort", "", o.Agent.APIPort})
	}
	if o.TracingPort != 0 {
		inAgents = append(inAgents, listener{"tracingPort", "", o.TracingPort})
	}
	var errs field.ErrorList
	for _, pod := range [][]listener{o.ports(), inAgents} {
		taken := map[int32]string{}
		for _, p := range pod {
			if by := taken[p.number]; by != "" {
				option := strings.Split(p.option, ".")
				errs = append(errs, field.Invalid(path.Child(option[0], option[1:]...), p.number, "is "+by+" already: take another"))
				continue
			}
			taken[p.number] = p.option
		}
	}
	return errs
}

func validateClient(o Options, path *field.Path) field.ErrorList {
	c, routing := o.Client, path.Child("routing")
	errs := slices.Concat(
		validateSubnets(c.Routing.AlsoProxySubnets, routing.Child("alsoProxySubnets")),
		validateSubnets(c.Routing.NeverProxySubnets, routing.Child("neverProxySubnets")),
		validateSubnets(c.Routing.AllowConflictingSubnets, routing.Child("allowConflictingSubnets")),
		validateWithin(o, c.MappedNamespaces, path.Child("mappedNamespaces")),
	)
	for i, subnet := range c.Routing.NeverProxySubnets {
		if slices.Contains(c.Routing.AlsoProxySubnets, subnet) {
			errs = append(errs, field.Invalid(routing.Child("neverProxySubnets").Index(i), subnet, "is among alsoProxySubnets too"))
		}
	}
	if ip := c.DNS.LocalIP; ip != "" {
		if _, err := netip.ParseAddr(ip); err != nil {
			errs = append(errs, field.Invalid(path.Child("dns", "localIP"), ip, `must be an IP address, as in "10.0.0.2"`))
		}
	}
	if c.VirtualIPSubnet != "" {
		errs = append(errs, validateVirtual(o, path.Child("virtualIPSubnet"))...)
	}
	return errs
}

// validateVirtual refuses stand-ins for addresses that are somebody's.
func validateVirtual(o Options, path *field.Path) field.ErrorList {
	subnet := o.Client.VirtualIPSubnet
	if errs := validateSubnet(subnet, path); errs != nil {
		return errs
	}
	virtual := netip.MustParsePrefix(subnet)
	for _, taken := range slices.Concat(o.PodCIDRs, o.Client.Routing.AlsoProxySubnets) {
		if prefix, err := netip.ParsePrefix(taken); err == nil && prefix.Overlaps(virtual) {
			return field.ErrorList{field.Invalid(path, subnet, "overlaps with "+taken+", where the cluster has addresses of its own")}
		}
	}
	return nil
}

func validateSubnets(subnets []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, subnet := range subnets {
		errs = append(errs, validateSubnet(subnet, path.Index(i))...)
	}
	return errs
}

func validateSubnet(subnet string, path *field.Path) field.ErrorList {
	switch prefix, err := netip.ParsePrefix(subnet); {
	case err != nil:
		return field.ErrorList{field.Invalid(path, subnet, `must be a network, as in "10.0.0.0/8"`)}
	case prefix != prefix.Masked():
		return field.ErrorList{field.Invalid(path, subnet, "has bits outside the prefix: write "+prefix.Masked().String())}
	}
	return nil
}

// validateWithin refuses namespaces that the manager doesn't look after.
func validateWithin(o Options, namespaces []string, path *field.Path) field.ErrorList {
	managed := o.managed()
	if managed == nil {
		return nil
	}
	var errs field.ErrorList
	for i, n := range namespaces {
		if !slices.Contains(managed, n) {
			errs = append(errs, field.Invalid(path.Index(i), n, fmt.Sprintf("is not among the namespaces that the manager looks after: %s", strings.Join(managed, ", "))))
		}
	}
	return errs
}

func validateClientRBAC(o Options, path *field.Path) field.ErrorList {
	c := o.ClientRBAC
	if c == nil {
		return nil
	}
	var errs field.ErrorList
	if o.Parts == Manager {
		errs = append(errs, field.Forbidden(path, `no rights are installed: parts is "Manager"`))
	}
	for i, s := range c.Subjects {
		p := path.Child("subjects").Index(i)
		kinds := []string{"User", "Group", "ServiceAccount"}
		if !slices.Contains(kinds, s.Kind) {
			errs = append(errs, field.NotSupported(p.Child("kind"), s.Kind, kinds))
		}
		if s.Name == "" {
			errs = append(errs, field.Required(p.Child("name"), "somebody must be meant"))
		}
		switch account := s.Kind == "ServiceAccount"; {
		case account && s.Namespace == "":
			errs = append(errs, field.Required(p.Child("namespace"), "a service account is one of a namespace"))
		case !account && s.Namespace != "":
			errs = append(errs, field.Forbidden(p.Child("namespace"), "only service accounts are in a namespace"))
		}
	}
	return append(errs, validateWithin(o, c.Namespaces, path.Child("namespaces"))...)
}
