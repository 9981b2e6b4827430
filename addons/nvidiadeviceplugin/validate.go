package nvidiadeviceplugin

import (
	"maps"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validatePods(o.Pods, path.Child("pods")),
		validateLabels(o.GPUNodes.Labels, path.Child("gpuNodes", "labels")),
		validateGFD(o.GFD, path.Child("gfd")),
		validateChoice(o, path),
		validateConfigs(o, path.Child("configs")),
	)
	if o.NoPlugin && !o.GFD.Enabled {
		errs = append(errs, field.Forbidden(path.Child("noPlugin"), "leaves nothing to install without gfd.enabled"))
	}
	if !o.NoPlugin {
		errs = append(errs, validateDiscovery(o.DeviceDiscovery, path.Child("deviceDiscovery"))...)
	}
	if o.UpdateOnDelete && o.MaxUnavailable != nil {
		errs = append(errs, field.Forbidden(path.Child("maxUnavailable"), "means nothing with updateOnDelete"))
	}
	return errs
}

// validatePods refuses what means nothing to a DaemonSet.
func validatePods(pods addon.Pods, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if pods.Replicas != nil {
		errs = append(errs, field.Forbidden(path.Child("replicas"), "there is one on each node with GPUs"))
	}
	if pods.DisruptionBudget != nil {
		errs = append(errs, field.Forbidden(path.Child("disruptionBudget"), "draining a node leaves its DaemonSets' pods alone"))
	}
	return errs
}

func validateLabels(labels []NodeLabel, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, l := range labels {
		p := path.Index(i)
		if problems := validation.IsQualifiedName(l.Key); l.Key != "" && problems != nil {
			errs = append(errs, field.Invalid(p.Child("key"), l.Key, `must be the key of a label, as in "example.com/gpu"`))
		}
		for j, v := range l.Values {
			if validation.IsValidLabelValue(v) != nil {
				errs = append(errs, field.Invalid(p.Child("values").Index(j), v, "must be the value of a label: up to 63 letters, digits, dashes, underscores and dots"))
			}
		}
	}
	return errs
}

func validateGFD(g GFD, path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path,
		addon.Field("once", g.Once),
		addon.Field("sleepInterval", g.SleepInterval.Duration != 0),
	)
	if d := g.SleepInterval.Duration; d != 0 && d < time.Second {
		errs = append(errs, field.Invalid(path.Child("sleepInterval"), d.String(), "must be at least 1s"))
	}
	return errs
}

// validateChoice refuses configurations of which a node without a label can choose none.
func validateChoice(o Options, path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path,
		addon.Field("configs", len(o.Configs) > 0),
		addon.Field("configMap", o.ConfigMap != ""),
	)
	names := slices.Sorted(maps.Keys(o.Configs))
	p := path.Child("defaultConfig")
	switch {
	case o.ConfigMap != "":
	case len(names) == 0 && o.DefaultConfig != "":
		errs = append(errs, field.Forbidden(p, "needs configs, or a configMap, that it can be of"))
	case o.DefaultConfig != "" && !slices.Contains(names, o.DefaultConfig):
		errs = append(errs, field.NotSupported(p, o.DefaultConfig, names))
	case len(names) > 0 && o.DefaultConfig == "" && !o.fallback():
		errs = append(errs, field.Required(p, "nodes without the label nvidia.com/device-plugin.config need one of "+strings.Join(names, ", ")))
	}
	return errs
}

// fallback tells whether one of the strategies finds a configuration, or needs none.
func (o Options) fallback() bool {
	return slices.ContainsFunc(o.FallbackStrategies, func(s FallbackStrategy) bool {
		_, named := o.Configs["default"]
		return s == FallbackNamed && named || s == FallbackSingle && len(o.Configs) == 1 || s == FallbackEmpty
	})
}

// validateDiscovery refuses the one way that the plugin doesn't know.
func validateDiscovery(d DeviceDiscovery, path *field.Path) field.ErrorList {
	if d == DiscoverVFIO {
		return field.ErrorList{field.Forbidden(path, "is for GPU feature discovery alone, and the plugin fails by it: it needs noPlugin")}
	}
	return nil
}
