package nvidiadeviceplugin

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

const (
	wholeGPU    = "nvidia.com/gpu"
	mpsReplicas = 48 // that an MPS server has clients for, on a new GPU
)

// configName is what is a label's value and a ConfigMap's key at once.
var configName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$`)
})

func validateConfigs(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, name := range slices.Sorted(maps.Keys(o.Configs)) {
		c, p := o.Configs[name], path.Key(name)
		if !configName().MatchString(name) {
			errs = append(errs, field.Invalid(p, name, "must be the value of a label: up to 63 letters, digits, dashes, underscores and dots"))
		}
		errs = append(errs, validateFlags(o.Flags, c.Flags, p.Child("flags"))...)
		if !o.NoPlugin {
			errs = append(errs, validateDiscovery(c.Flags.DeviceDiscovery, p.Child("flags", "deviceDiscovery"))...)
		}
		if c.Sharing != nil {
			errs = append(errs, validateSharing(o, c, p.Child("sharing"))...)
		}
	}
	return errs
}

// validateFlags refuses flags of a configuration that those of all nodes overrule: they are
// in the environment, which comes before a file.
func validateFlags(all, own Flags, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(name, all, own string) {
		if all != "" && own != "" && all != own {
			errs = append(errs, field.Invalid(path.Child(name), own, "is "+all+" on all nodes by the option "+name+": it can be said in configs only where that is left out"))
		}
	}
	check("migStrategy", string(all.MIGStrategy), string(own.MIGStrategy))
	check("deviceListStrategies", list(all.DeviceListStrategies), list(own.DeviceListStrategies))
	check("deviceIDStrategy", string(all.DeviceIDStrategy), string(own.DeviceIDStrategy))
	check("deviceDiscovery", string(all.DeviceDiscovery), string(own.DeviceDiscovery))
	check("sharedDevices", string(all.SharedDevices), string(own.SharedDevices))
	return errs
}

// list is the strategies as the programs' environment has them.
func list(strategies []DeviceListStrategy) string {
	return strings.Join(addon.Values(strategies...), ",")
}

// validateSharing refuses what the plugin refuses on the node, or passes over.
func validateSharing(o Options, c Config, path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path,
		addon.Field("timeSlicing", c.Sharing.TimeSlicing != nil),
		addon.Field("mps", c.Sharing.MPS != nil),
	)
	mig := o.Flags.over(c.Flags).MIGStrategy
	if s := c.Sharing.TimeSlicing; s != nil {
		errs = append(errs, validateShares(*s, mig, path.Child("timeSlicing"))...)
	}
	if s := c.Sharing.MPS; s != nil {
		errs = append(errs, validateMPS(o, *s, mig, path.Child("mps"))...)
	}
	return errs
}

func validateShares(s Shares, mig MIGStrategy, path *field.Path) field.ErrorList {
	errs := distinct(s, path)
	for i, r := range s.Resources {
		if strings.HasPrefix(r.Name, "nvidia.com/mig-") && mig != MIGMixed {
			errs = append(errs, field.Invalid(path.Child("resources").Index(i).Child("name"), r.Name, "is there with migStrategy mixed only"))
		}
	}
	return errs
}

func validateMPS(o Options, s Shares, mig MIGStrategy, path *field.Path) field.ErrorList {
	errs := distinct(s, path)
	if mig == MIGMixed {
		errs = append(errs, field.Forbidden(path, "the plugin refuses it with migStrategy mixed"))
	}
	if o.MPS.Disabled {
		errs = append(errs, field.Forbidden(path, "needs the daemon that mps.disabled leaves out"))
	}
	for i, r := range s.Resources {
		p := path.Child("resources").Index(i)
		if strings.HasPrefix(r.Name, "nvidia.com/mig-") {
			errs = append(errs, field.Invalid(p.Child("name"), r.Name, "must be "+wholeGPU+": MPS doesn't share the parts of a GPU"))
		}
		if r.Replicas > mpsReplicas {
			errs = append(errs, field.Invalid(p.Child("replicas"), r.Replicas, fmt.Sprintf("must be at most %d: MPS has no more clients on a GPU", mpsReplicas)))
		}
	}
	return errs
}

// distinct refuses a resource that is listed twice.
func distinct(s Shares, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, r := range s.Resources {
		if seen[r.Name] {
			errs = append(errs, field.Duplicate(path.Child("resources").Index(i).Child("name"), r.Name))
		}
		seen[r.Name] = true
	}
	return errs
}
