package ebscsi

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateTags(o, path.Child("extraTags")),
		validateDurations(o, path),
		validateNode(o.Node, path.Child("node")),
		addon.CheckFeatureGates(path.Child("provisioner", "featureGates"), o.Provisioner.FeatureGates, "Topology"),
		addon.CheckFeatureGates(path.Child("attacher", "featureGates"), o.Attacher.FeatureGates, "Topology"),
		addon.CheckFeatureGates(path.Child("resizer", "featureGates"), o.Resizer.FeatureGates, "Topology"),
		addon.CheckFeatureGates(path.Child("snapshotter", "featureGates"), o.Snapshotter.FeatureGates, "Topology"),
	)
	if o.AccessKey != nil && len(o.KMSKeys) > 0 {
		errs = append(errs, field.Forbidden(path.Child("kmsKeys"), "belongs to the role that accessKey takes the place of: give the rights to the owner of the key"))
	}
	if o.ServiceMonitor != nil && !o.Metrics && !o.Node.Metrics {
		errs = append(errs, field.Forbidden(path.Child("serviceMonitor"), "needs metrics, or node.metrics"))
	}
	return errs
}

// validateTags refuses tags that the flag can't say, and those with which the driver
// doesn't start or AWS refuses every volume.
func validateTags(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, key := range slices.Sorted(maps.Keys(o.ExtraTags)) {
		value := o.ExtraTags[key]
		invalid := func(detail string) { errs = append(errs, field.Invalid(path.Key(key), value, detail)) }
		switch {
		case key == "" || strings.ContainsAny(key, "=,") || strings.Contains(value, ","):
			invalid(`must have a key without "=" and ",", and a value without ","`)
		case utf8.RuneCountInString(key) > 128 || utf8.RuneCountInString(value) > 256:
			invalid("must have a key of up to 128 characters, and a value of up to 256")
		case reserved(key):
			invalid("is one of the driver's, Kubernetes' or AWS's own")
		}
	}
	return errs
}

// reserved tells whether a tag's key is for others to set.
func reserved(key string) bool {
	own := []string{"CSIVolumeName", "CSIVolumeSnapshotName"}
	prefixes := []string{driver + "/", "kubernetes.io", "aws:"}
	return slices.Contains(own, key) ||
		slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

func validateDurations(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if d := o.AllocatableUpdatePeriod.Duration; d != 0 && (d < 10*time.Second || d%time.Second != 0) {
		errs = append(errs, field.Invalid(path.Child("allocatableUpdatePeriod"), d.String(), "must be whole seconds, at least 10, or 0"))
	}
	if d := o.ModifyVolumeWindow.Duration; d >= time.Minute {
		errs = append(errs, field.Invalid(path.Child("modifyVolumeWindow"), d.String(), "must be less than 1m, which is how long the resizer waits for the change"))
	}
	return errs
}

// validateNode refuses what means nothing to a DaemonSet, and two limits of which the
// driver takes one.
func validateNode(n Node, path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path,
		addon.Field("volumeAttachLimit", n.VolumeAttachLimit != 0),
		addon.Field("reservedVolumeAttachments", n.ReservedVolumeAttachments != nil),
	)
	if n.Pods.Replicas != nil {
		errs = append(errs, field.Forbidden(path.Child("pods", "replicas"), "there is one on each node"))
	}
	if n.Pods.DisruptionBudget != nil {
		errs = append(errs, field.Forbidden(path.Child("pods", "disruptionBudget"), "draining a node leaves its DaemonSets' pods alone"))
	}
	if n.RegistrarPort == healthPort || n.Metrics && n.RegistrarPort == 3302 {
		errs = append(errs, field.Invalid(path.Child("registrarPort"), n.RegistrarPort, "is taken in the same pods: 9808 by the driver's health, and 3302 by its metrics"))
	}
	return errs
}

// Validate refuses durations with which no election can be won.
func (l LeaderElection) Validate(path *field.Path) field.ErrorList {
	return addon.CheckElection(path,
		cmp.Or(l.LeaseDuration.Duration, 15*time.Second),
		cmp.Or(l.RenewDeadline.Duration, 10*time.Second),
		cmp.Or(l.RetryPeriod.Duration, 5*time.Second))
}
