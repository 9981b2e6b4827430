package karpenter

import (
	"encoding/base64"
	"encoding/pem"
	"maps"
	"net/url"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateCluster(o, path),
		validateQueue(o, path),
		validateDurations(o, path),
		validateFeatures(o, path),
		validatePorts(o, path),
	)
}

// validateCluster refuses an API server that nodes can't know.
func validateCluster(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if u, err := url.Parse(o.ClusterEndpoint); o.ClusterEndpoint != "" && (err != nil || u.Scheme == "" || u.Hostname() == "") {
		errs = append(errs, field.Invalid(path.Child("clusterEndpoint"), o.ClusterEndpoint, `must be a URL, as in "https://0123456789ABCDEF.gr7.ap-northeast-1.eks.amazonaws.com"`))
	}
	if o.ClusterCABundle != "" {
		text, err := base64.StdEncoding.DecodeString(o.ClusterCABundle)
		if block, _ := pem.Decode(text); err != nil || block == nil || block.Type != "CERTIFICATE" {
			errs = append(errs, field.Invalid(path.Child("clusterCABundle"), o.ClusterCABundle, "must be a certificate in PEM, in base64"))
		}
	}
	return append(errs, addon.AtMostOne(path.Child("nodeRole"), addon.Field("existing", o.NodeRole.Existing != ""), addon.Field("name", o.NodeRole.Name != ""))...)
}

func validateQueue(o Options, path *field.Path) field.ErrorList {
	q := o.InterruptionQueue
	return addon.AtMostOne(path.Child("interruptionQueue"),
		addon.Field("disabled", q.Disabled), addon.Field("existing", q.Existing != ""), addon.Field("name", q.Name != ""))
}

// validateDurations refuses what the pods don't start with, and an end of batches that never
// comes.
func validateDurations(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, d := range []struct {
		name     string
		interval metav1.Duration
	}{{"amiRefreshInterval", o.AMIRefreshInterval}, {"subnetRefreshInterval", o.SubnetRefreshInterval}} {
		if d.interval.Duration < time.Minute {
			errs = append(errs, field.Invalid(path.Child(d.name), d.interval.Duration.String(), "must be at least 1m"))
		}
	}
	if o.BatchIdleDuration.Duration > o.BatchMaxDuration.Duration {
		errs = append(errs, field.Invalid(path.Child("batchIdleDuration"), o.BatchIdleDuration.Duration.String(), "must not be longer than batchMaxDuration, which is "+o.BatchMaxDuration.Duration.String()))
	}
	return errs
}

// validateFeatures refuses features that Karpenter doesn't know, and what needs one that is
// off: it would be stored, and nothing would come of it.
func validateFeatures(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	gates := path.Child("featureGates")
	known := FeatureGate("").Enum()
	for _, gate := range slices.Sorted(maps.Keys(o.FeatureGates)) {
		if !slices.Contains(known, string(gate)) {
			errs = append(errs, field.NotSupported(gates.Key(string(gate)), gate, known))
		}
	}
	needs := func(gate FeatureGate, p *field.Path) {
		if !o.FeatureGates[gate] {
			errs = append(errs, field.Forbidden(p, "needs the feature "+string(gate)+", which is off"))
		}
	}
	if len(o.NodeOverlays) > 0 {
		needs(NodeOverlays, path.Child("nodeOverlays"))
	}
	if len(o.CapacityBuffers) > 0 {
		needs(CapacityBuffers, path.Child("capacityBuffers"))
	}
	for i, class := range o.NodeClasses {
		if class.CapacityReservationSelectorTerms != nil {
			needs(ReservedCapacity, path.Child("nodeClasses").Index(i).Child("capacityReservationSelectorTerms"))
		}
	}
	for i, pool := range o.NodePools {
		if pool.Replicas != nil {
			needs(StaticCapacity, path.Child("nodePools").Index(i).Child("replicas"))
		}
	}
	return errs
}

// validatePorts refuses ports that are taken.
func validatePorts(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	taken := map[int32]string{}
	if o.HostNetwork {
		taken[10250], taken[10256] = "the kubelet's in the network of the node", "kube-proxy's in the network of the node"
	}
	for _, p := range []struct {
		name string
		port int32
	}{{"metrics", o.Ports.Metrics}, {"health", o.Ports.Health}} {
		if by := taken[p.port]; by != "" {
			errs = append(errs, field.Invalid(path.Child("ports", p.name), p.port, "is "+by+": take another"))
			continue
		}
		taken[p.port] = "the port for " + p.name
	}
	return errs
}
