package nodelocaldns

import (
	"fmt"
	"net/netip"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/corefile"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := validateAddresses(o, path)
	errs = append(errs, validatePorts(o, path)...)
	errs = append(errs, validateServers(o.UpstreamServers, path.Child("upstreamServers"))...)
	cache := path.Child("cache")
	errs = append(errs, addon.CheckWholeSeconds(o.Cache.Success.TTL, cache.Child("success", "ttl"))...)
	errs = append(errs, addon.CheckWholeSeconds(o.Cache.Denial.TTL, cache.Child("denial", "ttl"))...)
	errs = append(errs, addon.CheckWholeSeconds(o.OtherCacheTTL, path.Child("otherCacheTTL"))...)
	if o.Mode == IPVS && o.NoIptables {
		errs = append(errs, field.Forbidden(path.Child("noIptables"), "the rules are for the mode iptables"))
	}
	if o.NoInterface && o.InterfaceName != "" {
		errs = append(errs, field.Forbidden(path.Child("interfaceName"), "noInterface makes none"))
	}
	return append(errs, validateZones(o, path.Child("zones"))...)
}

// validateAddresses refuses what is no address, and two that the pods can't listen on
// together.
func validateAddresses(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	address := func(value, name string) netip.Addr {
		addr, err := netip.ParseAddr(value)
		if err != nil && value != "" {
			errs = append(errs, field.Invalid(path.Child(name), value, "must be an IP address, such as 172.20.0.10"))
		}
		return addr
	}
	dns, local := address(o.ClusterDNS, "clusterDNS"), address(o.LocalIP, "localIP")
	if !dns.IsValid() || !local.IsValid() {
		return errs
	}
	switch {
	case dns == local:
		errs = append(errs, field.Invalid(path.Child("localIP"), o.LocalIP, "must not be the cluster DNS address"))
	case dns.Is4() != local.Is4():
		errs = append(errs, field.Invalid(path.Child("localIP"), o.LocalIP, fmt.Sprintf("must be of the same family as clusterDNS, %s: the cache refuses to start", o.ClusterDNS)))
	}
	return errs
}

// validatePorts refuses a port of the node that is wanted twice.
func validatePorts(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	taken := map[int32]string{53: "DNS"}
	for _, p := range []struct {
		name string
		port int32
	}{{"healthPort", o.HealthPort}, {"metricsPort", o.MetricsPort}, {"setupMetricsPort", o.SetupMetricsPort}} {
		if by := taken[p.port]; by != "" {
			errs = append(errs, field.Invalid(path.Child(p.name), p.port, "is taken by "+by))
			continue
		}
		taken[p.port] = p.name
	}
	return errs
}

// validateServers refuses name servers that CoreDNS wouldn't forward to: it wants addresses.
func validateServers(servers []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, s := range servers {
		if !corefile.IsServer(s) {
			errs = append(errs, field.Invalid(path.Index(i), s, "must be an IP address, with a port if need be and tls:// in front for TLS"))
		}
	}
	return errs
}

// validateZones refuses a zone that two blocks would serve: CoreDNS doesn't start then.
func validateZones(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	taken := map[string]bool{o.Domain: true, "in-addr.arpa": true, "ip6.arpa": true}
	for i, z := range o.Zones {
		p := path.Index(i)
		for j, n := range z.Names {
			if taken[n] {
				errs = append(errs, field.Duplicate(p.Child("names").Index(j), n))
			}
			taken[n] = true
		}
		tls := false
		for _, s := range z.Servers {
			tls = tls || strings.HasPrefix(s, "tls://")
		}
		if z.TLSServerName != "" && !tls {
			errs = append(errs, field.Forbidden(p.Child("tlsServerName"), "no server is asked by TLS: write tls:// in front of one"))
		}
		errs = append(errs, validateServers(z.Servers, p.Child("servers"))...)
		errs = append(errs, addon.CheckWholeSeconds(z.CacheTTL, p.Child("cacheTTL"))...)
	}
	return errs
}
