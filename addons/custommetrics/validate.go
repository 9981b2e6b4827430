package custommetrics

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(validateServed(o, path), validateOtherRules(o, path))
	if o.Existing != nil {
		return append(errs, validateUnused(o.Prometheus, path.Child("prometheus"))...)
	}
	return slices.Concat(errs, validateIntervals(o, path), validatePrometheus(o, path.Child("prometheus")))
}

// validateServed refuses an adapter that serves nothing.
func validateServed(o Options, path *field.Path) field.ErrorList {
	if o.servesCustom() || len(o.ExternalRules) > 0 || o.ResourceRules != nil {
		return nil
	}
	return field.ErrorList{field.Forbidden(path.Child("noDefaultRules"), "leaves nothing to serve without nginx, envoy, rules, externalRules or resourceRules")}
}

// validateOtherRules refuses metrics of objects that nobody knows the objects of.
func validateOtherRules(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, r := range o.Rules {
		if r.Resources.Template == "" && len(r.Resources.Overrides) == 0 {
			errs = append(errs, field.Required(path.Child("rules").Index(i).Child("resources"), `needs a template or overrides, as in {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}`))
		}
	}
	return errs
}

// validateUnused refuses what is said of a Prometheus that doesn't come along.
func validateUnused(p Prometheus, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, f := range []addon.Choice{
		addon.Field("storage", p.Storage != Storage{}),
		addon.Field("withoutJobs", p.WithoutJobs != nil),
		addon.Field("scrapeConfigs", p.ScrapeConfigs != nil),
		addon.Field("recordingRules", p.RecordingRules != nil),
		addon.Field("namespaces", p.Namespaces != nil),
	} {
		if f.Set {
			errs = append(errs, field.Forbidden(path.Child(f.Name), "is that of the Prometheus which existing takes the place of"))
		}
	}
	return errs
}

// validateIntervals refuses intervals that leave metrics out now and then.
func validateIntervals(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	scrape := o.Prometheus.ScrapeInterval
	if d := o.RelistInterval; d.Duration < scrape.Duration {
		errs = append(errs, field.Invalid(path.Child("relistInterval"), d.Duration.String(), "must not be shorter than prometheus.scrapeInterval, which is "+scrape.Duration.String()+": metrics would come and go"))
	}
	if e := o.Envoy; e != nil && e.Window.Duration != 0 && e.Window.Duration < 2*scrape.Duration {
		errs = append(errs, field.Invalid(path.Child("envoy", "window"), e.Window.Duration.String(), "must be at least twice prometheus.scrapeInterval, which is "+scrape.Duration.String()+": a rate takes two samples"))
	}
	if e := o.Envoy; e != nil && e.Window.Duration == 0 && 2*scrape.Duration > 2*minute {
		errs = append(errs, field.Required(path.Child("envoy", "window"), "2m is too short for prometheus.scrapeInterval, which is "+scrape.Duration.String()))
	}
	return errs
}

func validatePrometheus(o Options, path *field.Path) field.ErrorList {
	p := o.Prometheus
	errs := validateTimeout(p.ScrapeInterval, p.ScrapeTimeout, path.Child("scrapeTimeout"))
	if *p.Pods.Replicas > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *p.Pods.Replicas, "must be 0 or 1: each would have series of its own"))
	}
	for _, j := range []Job{JobAPIServers, JobNodes, JobContainers} {
		if len(p.Namespaces) > 0 && !slices.Contains(p.WithoutJobs, j) {
			errs = append(errs, field.Required(path.Child("withoutJobs"), "must have "+string(j)+": with namespaces there is no right to scrape it"))
		}
	}
	names := map[string]bool{}
	for _, c := range (Options{Prometheus: Prometheus{WithoutJobs: p.WithoutJobs}, NGINX: o.NGINX, Envoy: o.Envoy}).jobs() {
		names[c.JobName] = true
	}
	for i, c := range p.ScrapeConfigs {
		at := path.Child("scrapeConfigs").Index(i)
		if names[c.JobName] {
			errs = append(errs, field.Duplicate(at.Child("jobName"), c.JobName))
		}
		names[c.JobName] = true
		interval, timeout := c.Interval, c.Timeout
		if interval.Duration == 0 {
			interval = p.ScrapeInterval
		}
		errs = append(errs, validateTimeout(interval, timeout, at.Child("timeout"))...)
	}
	return errs
}

// validateTimeout refuses what Prometheus doesn't start with.
func validateTimeout(interval, timeout metav1.Duration, path *field.Path) field.ErrorList {
	if timeout.Duration <= interval.Duration {
		return nil
	}
	return field.ErrorList{field.Invalid(path, timeout.Duration.String(), "must not be longer than the interval, which is "+interval.Duration.String())}
}
