package karpenter

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Validate refuses what the definition does of a kubelet's configuration.
func (k Kubelet) Validate(path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateAddresses(k.ClusterDNS, path.Child("clusterDNS")),
		validateReserved(k.SystemReserved, path.Child("systemReserved")),
		validateReserved(k.KubeReserved, path.Child("kubeReserved")),
		validateThresholds(k.EvictionHard, path.Child("evictionHard")),
		validateThresholds(k.EvictionSoft, path.Child("evictionSoft")),
		validateSignals(k.EvictionSoftGracePeriod, path.Child("evictionSoftGracePeriod")),
	)
	for _, s := range slices.Sorted(maps.Keys(k.EvictionSoft)) {
		if _, ok := k.EvictionSoftGracePeriod[s]; !ok {
			errs = append(errs, field.Required(path.Child("evictionSoftGracePeriod").Key(string(s)), "evictionSoft has the signal, and needs a grace period for it"))
		}
	}
	for _, s := range slices.Sorted(maps.Keys(k.EvictionSoftGracePeriod)) {
		if _, ok := k.EvictionSoft[s]; !ok {
			errs = append(errs, field.Required(path.Child("evictionSoft").Key(string(s)), "evictionSoftGracePeriod has the signal, and needs a threshold for it"))
		}
	}
	if high, low := k.ImageGCHighThresholdPercent, k.ImageGCLowThresholdPercent; high != nil && low != nil && *high <= *low {
		errs = append(errs, field.Invalid(path.Child("imageGCHighThresholdPercent"), *high, fmt.Sprintf("must be greater than imageGCLowThresholdPercent, which is %d", *low)))
	}
	return errs
}

func validateAddresses(addresses []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, a := range addresses {
		if _, err := netip.ParseAddr(a); err != nil {
			errs = append(errs, field.Invalid(path.Index(i), a, `must be an IP address, as in "172.20.0.10"`))
		}
	}
	return errs
}

// validateReserved refuses what a kubelet can't keep for others than pods.
func validateReserved(list corev1.ResourceList, path *field.Path) field.ErrorList {
	known := []string{"cpu", "ephemeral-storage", "memory", "pid"}
	var errs field.ErrorList
	for _, r := range slices.Sorted(maps.Keys(list)) {
		q := list[r]
		switch {
		case !slices.Contains(known, string(r)):
			errs = append(errs, field.NotSupported(path.Key(string(r)), r, known))
		case q.Sign() < 0:
			errs = append(errs, field.Invalid(path.Key(string(r)), q.String(), "must not be negative"))
		}
	}
	return errs
}

// threshold matches a percentage, or a quantity.
var threshold = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(([0-9]{1,2}(\.[0-9]{1,2})?|100(\.0{1,2})?)%|([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?)$`)
})

func validateThresholds(thresholds map[EvictionSignal]string, path *field.Path) field.ErrorList {
	errs := validateSignals(thresholds, path)
	for _, s := range slices.Sorted(maps.Keys(thresholds)) {
		if !threshold().MatchString(thresholds[s]) {
			errs = append(errs, field.Invalid(path.Key(string(s)), thresholds[s], `must be a percentage or a quantity, as in "5%" or "500Mi"`))
		}
	}
	return errs
}

func validateSignals[T any](of map[EvictionSignal]T, path *field.Path) field.ErrorList {
	known := EvictionSignal("").Enum()
	var errs field.ErrorList
	for _, s := range slices.Sorted(maps.Keys(of)) {
		if !slices.Contains(known, string(s)) {
			errs = append(errs, field.NotSupported(path.Key(string(s)), s, known))
		}
	}
	return errs
}

// volumeSize matches the sizes that the definition takes.
var volumeSize = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(([1-9][0-9]{0,3}|[1-4][0-9]{4}|5[0-8][0-9]{3}|59000)Gi|([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-3][0-9]{3}|64000)G|([1-9]|[1-5][0-7]|58)Ti|([1-9]|[1-5][0-9]|6[0-4])T)$`)
})

// Validate refuses a volume of no size, and what EC2 doesn't take with its type.
func (d BlockDevice) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	switch {
	case d.VolumeSize == nil && d.SnapshotID == "":
		errs = append(errs, field.Required(path, "needs one of volumeSize, snapshotID"))
	case d.VolumeSize != nil && !volumeSize().MatchString(d.VolumeSize.String()):
		errs = append(errs, field.Invalid(path.Child("volumeSize"), d.VolumeSize.String(), `must be a whole number of Gi, G, Ti or T up to 58Ti, as in "100Gi"`))
	}
	if d.VolumeInitializationRate != 0 && d.SnapshotID == "" {
		errs = append(errs, field.Forbidden(path.Child("volumeInitializationRate"), "is about a snapshot: give its snapshotID"))
	}
	provisioned := d.VolumeType == IO1 || d.VolumeType == IO2
	switch {
	case provisioned && d.IOPS == 0:
		errs = append(errs, field.Required(path.Child("iops"), "EC2 wants it for the type "+string(d.VolumeType)))
	case d.VolumeType != "" && d.VolumeType != GP3 && !provisioned && d.IOPS != 0:
		errs = append(errs, field.Forbidden(path.Child("iops"), "EC2 doesn't take it for the type "+string(d.VolumeType)))
	}
	if d.VolumeType != "" && d.VolumeType != GP3 && d.Throughput != 0 {
		errs = append(errs, field.Forbidden(path.Child("throughput"), "EC2 takes it for the type gp3 only"))
	}
	return errs
}

func validateRootVolumes(mappings []BlockDeviceMapping, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	found := false
	for i, m := range mappings {
		if m.RootVolume && found {
			errs = append(errs, field.Forbidden(path.Index(i).Child("rootVolume"), "another disk is the root volume"))
		}
		found = found || m.RootVolume
	}
	return errs
}

// validateInterfaces refuses interfaces without a first one, and two in one place.
func validateInterfaces(interfaces []NetworkInterface, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	type place struct{ card, device int32 }
	seen, efa, primary := map[place]bool{}, map[int32]bool{}, len(interfaces) == 0
	for i, n := range interfaces {
		at := place{n.NetworkCardIndex, n.DeviceIndex}
		switch {
		case seen[at]:
			errs = append(errs, field.Duplicate(path.Index(i), fmt.Sprintf("networkCardIndex %d, deviceIndex %d", at.card, at.device)))
		case n.InterfaceType == EFAOnlyInterface && efa[at.card]:
			errs = append(errs, field.Forbidden(path.Index(i).Child("interfaceType"), "another interface of the network card is efa-only"))
		}
		seen[at] = true
		efa[at.card] = efa[at.card] || n.InterfaceType == EFAOnlyInterface
		primary = primary || at == place{} && n.InterfaceType == ENAInterface
	}
	if !primary {
		errs = append(errs, field.Required(path, "one must have the networkCardIndex 0, the deviceIndex 0 and the interfaceType interface"))
	}
	return errs
}

// Validate refuses that nothing is said.
func (c ConnectionTracking) Validate(path *field.Path) field.ErrorList {
	if c == (ConnectionTracking{}) {
		return field.ErrorList{field.Required(path, "needs one of tcpEstablishedTimeout, udpStreamTimeout, udpTimeout")}
	}
	return nil
}
