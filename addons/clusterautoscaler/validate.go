package clusterautoscaler

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateGroups(o, path),
		validateExpanders(o, path),
		validateSchedulers(o.ScaleUp, path.Child("scaleUp")),
		addon.AtMostOne(path, addon.Field("noStatusConfigMap", o.NoStatusConfigMap), addon.Field("statusConfigMap", o.StatusConfigMap != defaultStatusConfig)),
		validateVersion(o, path),
	)
	if o.ServiceMonitor != nil && o.Service.Disabled {
		errs = append(errs, field.Forbidden(path.Child("serviceMonitor"), "there is no Service to scrape: service.disabled is set"))
	}
	return errs
}

// validateGroups refuses that no groups would be found, and groups that the program or IAM
// can't tell.
func validateGroups(o Options, path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("groups", o.Groups != nil), addon.Field("discoveryTags", o.DiscoveryTags != nil))
	if o.ClusterName == "" && o.Groups == nil && o.DiscoveryTags == nil {
		errs = append(errs, field.Required(path.Child("clusterName"), "no Auto Scaling groups can be found without it: give it, or groups or discoveryTags"))
	}
	names := map[string]bool{}
	for i, g := range o.Groups {
		at := path.Child("groups").Index(i)
		if names[g.Name] {
			errs = append(errs, field.Duplicate(at.Child("name"), g.Name))
		}
		names[g.Name] = true
		if g.MaxSize < g.MinSize {
			errs = append(errs, field.Invalid(at.Child("maxSize"), g.MaxSize, fmt.Sprintf("must be at least minSize, which is %d", g.MinSize)))
		}
	}
	keys := map[string]bool{}
	for i, t := range o.DiscoveryTags {
		if keys[t.Key] {
			errs = append(errs, field.Duplicate(path.Child("discoveryTags").Index(i).Child("key"), t.Key))
		}
		keys[t.Key] = true
	}
	return errs
}

// validateExpanders refuses expanders that lack what they go by, or what nobody goes by.
func validateExpanders(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if i := slices.Index(o.Expanders, Random); i >= 0 && i < len(o.Expanders)-1 {
		errs = append(errs, field.Invalid(path.Child("expanders").Index(i), string(Random), "must be the last one: it leaves nothing to choose from"))
	}
	priority, grpc := slices.Contains(o.Expanders, Priority), slices.Contains(o.Expanders, GRPC)
	has := len(o.Priorities.Groups) > 0 || o.Priorities.Existing
	switch {
	case priority && !has:
		errs = append(errs, field.Required(path.Child("priorities"), `the expander "priority" needs groups, or existing where somebody else writes them`))
	case !priority && has:
		errs = append(errs, field.Forbidden(path.Child("priorities"), `needs the expander "priority"`))
	}
	switch {
	case grpc && o.GRPCExpander == nil:
		errs = append(errs, field.Required(path.Child("grpcExpander"), `the expander "grpc" needs it`))
	case !grpc && o.GRPCExpander != nil:
		errs = append(errs, field.Forbidden(path.Child("grpcExpander"), `needs the expander "grpc"`))
	}
	return errs
}

// validateSchedulers refuses schedulers with which the program doesn't start.
func validateSchedulers(u ScaleUp, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, scheduler := range u.BypassedSchedulers {
		if len(u.AllowedSchedulers) > 0 && !slices.Contains(u.AllowedSchedulers, scheduler) {
			errs = append(errs, field.Invalid(path.Child("bypassedSchedulers").Index(i), scheduler, "must be among allowedSchedulers"))
		}
	}
	return errs
}

// Validate refuses two ways of telling what is similar.
func (b Balancing) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("labels", b.Labels != nil), addon.Field("ignoreLabels", b.IgnoreLabels != nil))
}

// Validate refuses a range without anything in it.
func (r Range) Validate(path *field.Path) field.ErrorList {
	if r.Max > 0 && r.Max < r.Min {
		return field.ErrorList{field.Invalid(path.Child("max"), r.Max, fmt.Sprintf("must be at least min, which is %d", r.Min))}
	}
	return nil
}

// Validate refuses durations with which no election can be won.
func (l LeaderElection) Validate(path *field.Path) field.ErrorList {
	return addon.CheckElection(path,
		cmp.Or(l.LeaseDuration.Duration, 15*time.Second),
		cmp.Or(l.RenewDeadline.Duration, 10*time.Second),
		cmp.Or(l.RetryPeriod.Duration, 2*time.Second))
}
