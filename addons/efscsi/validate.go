package efscsi

import (
	"cmp"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateTags(o.Tags, path.Child("tags")),
		addon.AtMostOne(path, addon.Field("tags", len(o.Tags) > 0), addon.Field("untaggedAccessPoints", o.UntaggedAccessPoints)),
		addon.AtMostOne(path, addon.Field("unprivileged", o.Unprivileged), addon.Field("deleteRootDirectories", o.DeleteRootDirectories)),
		addon.AtMostOne(path, addon.Field("fileSystemIDsAnywhere", o.FileSystemIDsAnywhere), addon.Field("fileSystemIDNamespaces", o.FileSystemIDNamespaces != nil)),
		validatePorts(o, path),
		validateNode(o.Node, path.Child("node")),
		addon.CheckFeatureGates(path.Child("provisioner", "featureGates"), o.Provisioner.FeatureGates, "Topology"),
	)
	if len(o.S3Buckets) > 0 && !o.S3Files {
		errs = append(errs, field.Forbidden(path.Child("s3Buckets"), "needs s3Files"))
	}
	if o.ServiceMonitor != nil && !o.Metrics {
		errs = append(errs, field.Forbidden(path.Child("serviceMonitor"), "needs metrics"))
	}
	return errs
}

// tagText matches what a tag in EFS may have that the driver's flag can say.
var tagText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9A-Za-z _.:/=+@-]*$`) })

// validateTags refuses tags that the flag can't say, and those with which AWS refuses every
// volume or the role can't delete it again.
func validateTags(tags map[string]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		value := tags[key]
		invalid := func(detail string) { errs = append(errs, field.Invalid(path.Key(key), value, detail)) }
		switch {
		case key == "" || len(key) > 128 || len(value) > 256:
			invalid("must have a key of 1 to 128 characters, and a value of up to 256")
		case !tagText().MatchString(key) || !tagText().MatchString(value):
			invalid("must be letters of the Latin alphabet, digits, spaces and any of _.:/=+-@")
		case key == clusterTag || strings.HasPrefix(strings.ToLower(key), "aws:"):
			invalid("is one of the driver's or AWS's own")
		}
	}
	return errs
}

// validatePorts refuses ports that are taken.
func validatePorts(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.Metrics && o.HealthPort == metricsPort {
		errs = append(errs, field.Invalid(path.Child("healthPort"), o.HealthPort, "is taken by the metrics in the same pods"))
	}
	if o.HostNetwork && o.HealthPort == o.Node.HealthPort {
		errs = append(errs, field.Invalid(path.Child("healthPort"), o.HealthPort, "is taken on every node, by node.healthPort"))
	}
	if o.HostNetwork && o.Metrics && o.Node.HealthPort == metricsPort {
		errs = append(errs, field.Invalid(path.Child("node", "healthPort"), o.Node.HealthPort, "is taken by the metrics of the controller, which is in the network of its node"))
	}
	return errs
}

// validateNode refuses what means nothing to a DaemonSet, and what nothing comes of.
func validateNode(n Node, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if n.Pods.Replicas != nil {
		errs = append(errs, field.Forbidden(path.Child("pods", "replicas"), "there is one on each node"))
	}
	if n.Pods.DisruptionBudget != nil {
		errs = append(errs, field.Forbidden(path.Child("pods", "disruptionBudget"), "draining a node leaves its DaemonSets' pods alone"))
	}
	for i, m := range n.MountTargets {
		if _, err := netip.ParseAddr(m.IP); m.IP != "" && err != nil {
			errs = append(errs, field.Invalid(path.Child("mountTargets").Index(i).Child("ip"), m.IP, "must be an IP address"))
		}
	}
	if d := n.VolumeMetrics.RefreshPeriod.Duration; d < time.Minute {
		errs = append(errs, field.Invalid(path.Child("volumeMetrics", "refreshPeriod"), d.String(), "must be at least 1m"))
	}
	return errs
}

// validateTarget refuses endpoints that the target's region doesn't have: the driver wouldn't
// start.
func validateTarget(t addon.Target, o Options) field.ErrorList {
	if !o.FIPS || t.AWS == nil {
		return nil
	}
	if r := t.AWS.Region; !strings.HasPrefix(r, "us-") && !strings.HasPrefix(r, "ca-") {
		return field.ErrorList{field.Forbidden(field.NewPath("fips"), "the region "+r+" has no such endpoints: those in the USA and Canada do")}
	}
	return nil
}

// Validate refuses durations with which no election can be won.
func (l LeaderElection) Validate(path *field.Path) field.ErrorList {
	return addon.CheckElection(path,
		cmp.Or(l.LeaseDuration.Duration, 15*time.Second),
		cmp.Or(l.RenewDeadline.Duration, 10*time.Second),
		cmp.Or(l.RetryPeriod.Duration, 5*time.Second))
}
