package vpa

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateAutoscalers refuses two autoscalers that meet, those that no component would serve,
// and what needs a feature.
func validateAutoscalers(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names, targets := map[string]bool{}, map[string]bool{}
	for i, a := range o.Autoscalers {
		p := path.Index(i)
		name := a.Namespace + "/" + a.Name
		if names[name] {
			errs = append(errs, field.Duplicate(p.Child("name"), a.Name))
		}
		names[name] = true
		target := fmt.Sprintf("%s %s/%s", a.TargetRef.Kind, a.Namespace, a.TargetRef.Name)
		if targets[target] {
			errs = append(errs, field.Forbidden(p.Child("targetRef"), target+" has an autoscaler already, and two would contradict each other"))
		}
		targets[target] = true
		if o.WatchNamespace != "" && a.Namespace != o.WatchNamespace || slices.Contains(o.IgnoredNamespaces, a.Namespace) {
			errs = append(errs, field.Invalid(p.Child("namespace"), a.Namespace, "must be one that the components look at: see watchNamespace and ignoredNamespaces"))
		}
		errs = append(errs, validateMode(o, a.VerticalPodAutoscalerSpec, p.Child("updatePolicy", "updateMode"))...)
		errs = append(errs, needed(o, a.VerticalPodAutoscalerSpec, p)...)
	}
	return errs
}

// validateMode refuses a mode of which the component is left out that would act by it.
func validateMode(o Options, spec VerticalPodAutoscalerSpec, path *field.Path) field.ErrorList {
	mode := Recreate // upstream's default
	if spec.UpdatePolicy != nil {
		mode = spec.UpdatePolicy.UpdateMode
	}
	why := ""
	switch {
	case mode == Off:
	case mode == Initial && o.AdmissionController.Disabled:
		why = "needs the admission controller, which is disabled: take Off"
	case mode != Initial && o.Updater.Disabled:
		why = "needs the updater, which is disabled: take Off or Initial"
	case mode == InPlace && !o.on(InPlaceMode):
		why = "needs the feature InPlace"
	}
	if why == "" {
		return nil
	}
	return field.ErrorList{field.Invalid(path, mode, why)}
}

// needed refuses what needs a feature that is not switched on: the admission controller would.
func needed(o Options, spec VerticalPodAutoscalerSpec, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	need := func(gate FeatureGate, set bool, path *field.Path) {
		if set && !o.on(gate) {
			errs = append(errs, field.Forbidden(path, "needs the feature "+string(gate)))
		}
	}
	need(CPUStartupBoost, spec.StartupBoost != nil, path.Child("startupBoost"))
	if u := spec.UpdatePolicy; u != nil {
		need(PerVPAConfig, u.EvictAfterOOMSeconds != nil, path.Child("updatePolicy", "evictAfterOOMSeconds"))
	}
	if spec.ResourcePolicy == nil {
		return errs
	}
	for i, c := range spec.ResourcePolicy.ContainerPolicies {
		p := path.Child("resourcePolicy", "containerPolicies").Index(i)
		need(CPUStartupBoost, c.StartupBoost != nil, p.Child("startupBoost"))
		need(PerVPAConfig, c.OOMBumpUpRatio != nil, p.Child("oomBumpUpRatio"))
		need(PerVPAConfig, c.OOMMinBumpUp != nil, p.Child("oomMinBumpUp"))
		need(PerVPAConfig, c.MemoryAggregationIntervalSeconds != nil, p.Child("memoryAggregationIntervalSeconds"))
		need(PerVPAConfig, c.MemoryAggregationIntervalCount != nil, p.Child("memoryAggregationIntervalCount"))
	}
	return errs
}

// Validate refuses two policies for one container.
func (r ResourcePolicy) Validate(path *field.Path) field.ErrorList {
	return onePolicyEach(r.ContainerPolicies, path.Child("containerPolicies"))
}

func onePolicyEach(policies []ContainerPolicy, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, p := range policies {
		if seen[p.ContainerName] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("containerName"), p.ContainerName))
		}
		seen[p.ContainerName] = true
	}
	return errs
}

// Validate refuses what the admission controller would.
func (c ContainerPolicy) Validate(path *field.Path) field.ErrorList {
	errs := checkBounds(c.MinAllowed, c.MaxAllowed, path)
	if c.Mode == ContainerOff && c.ControlledValues == RequestsAndLimits {
		errs = append(errs, field.Forbidden(path.Child("controlledValues"), "the mode is Off: nothing is controlled"))
	}
	if q := c.OOMBumpUpRatio; q != nil && q.MilliValue() < 1000 {
		errs = append(errs, field.Invalid(path.Child("oomBumpUpRatio"), q.String(), "must be at least 1"))
	}
	return append(errs, checkUnit(value(c.OOMMinBumpUp), bytes, path.Child("oomMinBumpUp"))...)
}

// checkBounds refuses bounds of what is not scaled, finer ones than there are requests, and
// those that leave nothing between them.
func checkBounds(low, high corev1.ResourceList, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	units := map[corev1.ResourceName]resource.Scale{corev1.ResourceCPU: resource.Milli, corev1.ResourceMemory: bytes}
	for _, bounds := range []struct {
		name string
		list corev1.ResourceList
	}{{"minAllowed", low}, {"maxAllowed", high}} {
		for _, name := range slices.Sorted(maps.Keys(bounds.list)) {
			p := path.Child(bounds.name).Key(string(name))
			if unit, ok := units[name]; ok {
				errs = append(errs, checkUnit(bounds.list[name], unit, p)...)
			} else {
				errs = append(errs, field.NotSupported(p, name, Resource("").Enum()))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(high)) {
		least, ok := low[name]
		if most := high[name]; ok && most.Cmp(least) < 0 {
			errs = append(errs, field.Invalid(path.Child("maxAllowed").Key(string(name)), most.String(), "must not be below minAllowed, which is "+least.String()))
		}
	}
	return errs
}

// Validate refuses a boost that is measured otherwise than its type says.
func (b Boost) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("factor", b.Factor != nil), addon.Field("quantity", b.Quantity != nil))
	if b.Type == BoostFactor && b.Quantity != nil || b.Type == BoostQuantity && b.Factor != nil {
		errs = append(errs, field.Invalid(path.Child("type"), b.Type, "is not how the boost is measured"))
	}
	return append(errs, checkUnit(value(b.Quantity), resource.Milli, path.Child("quantity"))...)
}

// Validate refuses what the policies that are made of it would be refused for.
func (s Scaling) Validate(path *field.Path) field.ErrorList {
	errs := slices.Concat(checkBounds(s.MinAllowed, s.MaxAllowed, path), onePolicyEach(s.Containers, path.Child("containers")))
	for i, c := range s.Containers {
		if c.ContainerName == "*" {
			errs = append(errs, field.Invalid(path.Child("containers").Index(i).Child("containerName"), c.ContainerName, "must be the name of a container: what holds for the others stands beside containers"))
		}
	}
	return errs
}
