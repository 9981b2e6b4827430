package karpenter

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/cron"
)

// Validate leaves it to the spec to validate itself.
func (NamedNodePool) Validate(*field.Path) field.ErrorList { return nil }

// Validate refuses what pools of a fixed number of nodes don't have.
func (s NodePoolSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s.Replicas == nil {
		return nil
	}
	if s.Weight != 0 {
		errs = append(errs, field.Forbidden(path.Child("weight"), "the number of nodes is fixed by replicas"))
	}
	for _, r := range slices.Sorted(maps.Keys(s.Limits)) {
		if r != "nodes" {
			errs = append(errs, field.Forbidden(path.Child("limits").Key(string(r)), `the number of nodes is fixed by replicas: only "nodes" can be limited`))
		}
	}
	return errs
}

// labelsOfPools are Karpenter's own labels that NodePools may use.
func labelsOfPools() []string {
	return slices.Concat(ofInstances(), placed(), []string{LabelCapacityType})
}

// Validate refuses labels that nodes can't have, or that are not the user's to set.
func (m NodeMetadata) Validate(path *field.Path) field.ErrorList {
	errs := field.ErrorList{}
	p := path.Child("labels")
	if n := len(m.Labels); n > 100 {
		errs = append(errs, field.TooMany(p, n, 100))
	}
	for _, l := range slices.Sorted(maps.Keys(m.Labels)) {
		if why := restricted(l, labelsOfPools()); why != "" {
			errs = append(errs, field.Forbidden(p.Key(l), why))
		}
		for _, why := range validation.IsQualifiedName(l) {
			errs = append(errs, field.Invalid(p.Key(l), l, why))
		}
		for _, why := range validation.IsValidLabelValue(m.Labels[l]) {
			errs = append(errs, field.Invalid(p.Key(l), m.Labels[l], why))
		}
	}
	return errs
}

// Validate refuses requirements that no node meets, taints that nodes can't have, and a grace
// period that can't be told.
func (s NodeSpec) Validate(path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateRequirements(s.Requirements, labelsOfPools(), path.Child("requirements")),
		validateTaints(path, s.Taints, s.StartupTaints),
	)
	if g := s.TerminationGracePeriod; g != nil {
		errs = append(errs, addon.CheckWholeSeconds(*g, path.Child("terminationGracePeriod"))...)
	}
	return errs
}

// validateRequirements refuses what can't hold for labels. Of Karpenter's own labels there
// are those that are known.
func validateRequirements(requirements []Requirement, known []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, r := range requirements {
		if why := restricted(r.Key, known); why != "" {
			errs = append(errs, field.Forbidden(path.Index(i).Child("key"), why))
		}
	}
	return errs
}

// Validate refuses values that don't go with the operator, or that the label doesn't have.
func (r Requirement) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	p := path.Child("values")
	switch r.Operator {
	case In, NotIn:
		if len(r.Values) == 0 {
			errs = append(errs, field.Required(p, "the operator "+string(r.Operator)+" needs one at least"))
		}
	case Exists, DoesNotExist:
		if len(r.Values) > 0 {
			errs = append(errs, field.Forbidden(p, "the operator "+string(r.Operator)+" takes none"))
		}
	case Gt, Lt, Gte, Lte:
		if _, err := strconv.ParseUint(strings.Join(r.Values, ","), 10, 31); err != nil {
			errs = append(errs, field.Invalid(p, r.Values, "must be one number, since the operator is "+string(r.Operator)))
		}
	}
	if r.Operator == In && r.MinValues > int32(len(r.Values)) {
		errs = append(errs, field.Invalid(path.Child("minValues"), r.MinValues, "must not be more than there are values, which is "+strconv.Itoa(len(r.Values))))
	}
	if known := values(r.Key); known != nil && (r.Operator == In || r.Operator == NotIn) {
		for i, v := range r.Values {
			if !slices.Contains(known, v) {
				errs = append(errs, field.NotSupported(p.Index(i), v, known))
			}
		}
	}
	return errs
}

// validateTaints refuses taints that nodes can't have, and one that they would have twice.
func validateTaints(path *field.Path, taints, startup []corev1.Taint) field.ErrorList {
	var errs field.ErrorList
	effects := []corev1.TaintEffect{corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute}
	seen := map[string]bool{}
	check := func(taints []corev1.Taint, path *field.Path) {
		for i, t := range taints {
			p := path.Index(i)
			for _, why := range validation.IsQualifiedName(t.Key) {
				errs = append(errs, field.Invalid(p.Child("key"), t.Key, why))
			}
			if t.Value != "" {
				for _, why := range validation.IsQualifiedName(t.Value) {
					errs = append(errs, field.Invalid(p.Child("value"), t.Value, why))
				}
			}
			if !slices.Contains(effects, t.Effect) {
				errs = append(errs, field.NotSupported(p.Child("effect"), t.Effect, effects))
			}
			both := t.Key + ":" + string(t.Effect)
			if seen[both] {
				errs = append(errs, field.Duplicate(p, both))
			}
			seen[both] = true
		}
	}
	check(taints, path.Child("taints"))
	check(startup, path.Child("startupTaints"))
	return errs
}

// Validate refuses half of a schedule and its duration, and those that Karpenter can't read.
func (b Budget) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	switch {
	case b.Schedule != "" && b.Duration.Duration == 0:
		errs = append(errs, field.Required(path.Child("duration"), "the schedule says only when the budget begins to hold"))
	case b.Schedule == "" && b.Duration.Duration != 0:
		errs = append(errs, field.Required(path.Child("schedule"), "the duration counts from when the budget begins to hold"))
	}
	if b.Duration.Duration%time.Minute != 0 {
		errs = append(errs, field.Invalid(path.Child("duration"), b.Duration.Duration.String(), "must be hours and minutes, without seconds"))
	}
	if b.Schedule == "" {
		return errs
	}
	switch _, err := cron.Parse(b.Schedule); {
	case err != nil:
		errs = append(errs, field.Invalid(path.Child("schedule"), b.Schedule, err.Error()))
	case strings.HasPrefix(b.Schedule, "@every") || strings.Contains(b.Schedule, "TZ="):
		errs = append(errs, field.Invalid(path.Child("schedule"), b.Schedule, "must be times of the day in UTC"))
	}
	return errs
}

// Validate leaves it to the spec to validate itself.
func (NamedNodeOverlay) Validate(*field.Path) field.ErrorList { return nil }

// Validate refuses two prices, resources that instances have anyway, and requirements that no
// instance type meets.
func (s NodeOverlaySpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("price", s.Price != ""), addon.Field("priceAdjustment", s.PriceAdjustment != ""))
	own := []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage, corev1.ResourcePods}
	for _, r := range slices.Sorted(maps.Keys(s.Capacity)) {
		if slices.Contains(own, r) {
			errs = append(errs, field.Forbidden(path.Child("capacity").Key(string(r)), "is what the instance type has"))
		}
	}
	known := append(ofInstances(), LabelCapacityType, labelNodePool)
	p := path.Child("requirements")
	for i, r := range s.Requirements {
		if r.MinValues != 0 {
			errs = append(errs, field.Forbidden(p.Index(i).Child("minValues"), "is for NodePools only"))
		}
	}
	return append(errs, validateRequirements(s.Requirements, known, p)...)
}

// Validate leaves it to the spec to validate itself.
func (NamedCapacityBuffer) Validate(*field.Path) field.ErrorList { return nil }

// Validate refuses a buffer for no pods, or for those of two things.
func (s CapacityBufferSpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("podTemplateRef", s.PodTemplateRef != nil), addon.Field("scalableRef", s.ScalableRef != nil))
	switch {
	case s.PodTemplateRef != nil && s.Replicas == nil && s.Limits == nil:
		errs = append(errs, field.Required(path.Child("replicas"), "podTemplateRef needs replicas or limits"))
	case s.ScalableRef == nil && s.Percentage != nil:
		errs = append(errs, field.Forbidden(path.Child("percentage"), "is of the pods of a scalableRef"))
	}
	return errs
}
