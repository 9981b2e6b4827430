package clusterautoscaler

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// image is that of the same minor version as the cluster, since the program simulates its
// scheduler: the newest patch of each, the newest minor first. A cluster that is newer than
// all gets the newest one, and a check of the plan says so.
func image(cluster addon.Version) addon.Image {
	tags := []struct {
		minor addon.Version
		tag   string
	}{
		{"1.36", "v1.36.1"},
		{"1.35", "v" + version},
		{"1.34", "v1.34.5"},
		{"1.33", "v1.33.6"},
		{"1.32", "v1.32.7"},
		{"1.31", "v1.31.5"},
		{"1.30", "v1.30.7"},
		{"1.29", "v1.29.5"},
		{"1.28", "v1.28.7"},
	}
	tag := ""
	for _, t := range tags {
		tag = t.tag
		if cluster.AtLeast(t.minor) {
			break
		}
	}
	return addon.Image{Repository: "registry.k8s.io/autoscaling/cluster-autoscaler", Tag: tag}
}

// minor is the minor version of the image by its tag: "1.35" of v1.35.2. It is empty where
// the tag doesn't tell, as that of an image of one's own may not.
func (o Options) minor() addon.Version {
	major, rest, _ := strings.Cut(strings.TrimPrefix(o.Pods.Image.Tag, "v"), ".")
	minor, _, _ := strings.Cut(rest, ".")
	v := addon.Version(major + "." + minor)
	if len(v.Validate(nil)) > 0 {
		return ""
	}
	return v
}

// validateVersion refuses options that the image doesn't know: it wouldn't start.
func validateVersion(o Options, path *field.Path) field.ErrorList {
	minor := o.minor()
	if minor == "" {
		return nil
	}
	var errs field.ErrorList
	needs := func(since addon.Version, set bool, name ...string) {
		if set && !minor.AtLeast(since) {
			p := path.Child(name[0], name[1:]...)
			errs = append(errs, field.Forbidden(p, "needs version "+string(since)+" of the image or later, and its tag is "+o.Pods.Image.Tag))
		}
	}
	up, down := o.ScaleUp, o.ScaleDown
	needs("1.30", o.FrequentLoops != nil, "frequentLoops")
	needs("1.30", o.ProvisioningRequests, "provisioningRequests")
	needs("1.29", up.BypassedSchedulers != nil, "scaleUp", "bypassedSchedulers")
	needs("1.35", up.AllowedSchedulers != nil, "scaleUp", "allowedSchedulers")
	needs("1.35", up.MaxNodeStartupTime.Duration != 0, "scaleUp", "maxNodeStartupTime")
	needs("1.31", up.MaxBinpackingTime.Duration != 0, "scaleUp", "maxBinpackingTime")
	needs("1.31", up.Proactive, "scaleUp", "proactive")
	needs("1.35", up.FromUnschedulable, "scaleUp", "fromUnschedulable")
	needs("1.29", up.StartupTaints != nil, "scaleUp", "startupTaints")
	needs("1.36", up.StartupTaintPrefixes != nil, "scaleUp", "startupTaintPrefixes")
	needs("1.29", up.StatusTaints != nil, "scaleUp", "statusTaints")
	needs("1.29", down.DelayByGroup, "scaleDown", "delayByGroup")
	needs("1.33", down.BlockingSystemPodsTimeout.Duration != 0, "scaleDown", "blockingSystemPodsTimeout")
	needs("1.29", down.DrainPriorities != nil, "scaleDown", "drainPriorities")
	return errs
}
