package coredns

import (
	"fmt"
	"net/netip"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/corefile"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := addon.CheckWholeSeconds(o.PollPeriod, path.Child("pollPeriod"))
	if o.Ladder != nil {
		errs = append(errs, o.Ladder.validate(path.Child("ladder"))...)
	} else {
		errs = append(errs, o.Linear.validate(path.Child("linear"))...)
	}
	if o.Server.Enabled {
		errs = append(errs, o.validateServer(path.Child("server"))...)
	}
	return errs
}

func (l Linear) validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if *l.CoresPerReplica == 0 && *l.NodesPerReplica == 0 {
		errs = append(errs, field.Required(path, "needs one of coresPerReplica, nodesPerReplica above 0"))
	}
	if l.Max > 0 && l.Max < l.Min {
		errs = append(errs, field.Invalid(path.Child("max"), l.Max, fmt.Sprintf("must not be below min, %d", l.Min)))
	}
	return errs
}

func (l Ladder) validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if len(l.Cores) == 0 && len(l.Nodes) == 0 {
		errs = append(errs, field.Required(path, "needs one of cores, nodes"))
	}
	steps := func(steps []Step, path *field.Path) {
		for i := 1; i < len(steps); i++ {
			if last := steps[i-1].From; steps[i].From <= last {
				errs = append(errs, field.Invalid(path.Index(i).Child("from"), steps[i].From, fmt.Sprintf("must be above that of the step before, %d", last)))
			}
		}
	}
	steps(l.Cores, path.Child("cores"))
	steps(l.Nodes, path.Child("nodes"))
	return errs
}

// validateServer refuses a second CoreDNS under other names, which the autoscaler wouldn't
// reach, and addresses that are none.
func (o Options) validateServer(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.Target != (Target{Deployment, coreDNS}) {
		errs = append(errs, field.Forbidden(path, "installs deployment/coredns, which target must then name"))
	}
	if o.Server.Pods.Replicas != nil {
		errs = append(errs, field.Forbidden(path.Child("pods", "replicas"), "the autoscaler counts the copies: set linear.min or ladder"))
	}
	if o.Server.ClusterIP == "" {
		errs = append(errs, field.Required(path.Child("clusterIP"), "no default can know it"))
	} else if _, err := netip.ParseAddr(o.Server.ClusterIP); err != nil {
		errs = append(errs, field.Invalid(path.Child("clusterIP"), o.Server.ClusterIP, "must be an IP address, such as 10.96.0.10"))
	}
	for i, s := range o.Server.UpstreamServers {
		if !corefile.IsServer(s) {
			errs = append(errs, field.Invalid(path.Child("upstreamServers").Index(i), s, "must be an IP address, with a port if need be and tls:// in front for TLS"))
		}
	}
	return append(errs, addon.CheckWholeSeconds(o.Server.CacheTTL, path.Child("cacheTTL"))...)
}
