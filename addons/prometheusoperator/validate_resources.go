package prometheusoperator

import (
	"cmp"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// validateResources refuses two resources of one kind and name.
func validateResources(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	r := o.Resources
	names := func(list string, of []ResourceName) {
		seen := map[string]bool{}
		for i, n := range of {
			key := cmp.Or(n.Namespace, o.Namespace) + "/" + n.Name
			if seen[key] {
				errs = append(errs, field.Duplicate(path.Child(list).Index(i).Child("name"), n.Name))
			}
			seen[key] = true
		}
	}
	names("serviceMonitors", namesOf(r.ServiceMonitors, func(n NamedServiceMonitor) ResourceName { return n.ResourceName }))
	names("podMonitors", namesOf(r.PodMonitors, func(n NamedPodMonitor) ResourceName { return n.ResourceName }))
	names("scrapeConfigs", namesOf(r.ScrapeConfigs, func(n NamedScrapeConfig) ResourceName { return n.ResourceName }))
	names("prometheusRules", namesOf(r.PrometheusRules, func(n NamedPrometheusRule) ResourceName { return n.ResourceName }))
	names("prometheuses", namesOf(r.Prometheuses, func(n NamedPrometheus) ResourceName { return n.ResourceName }))
	names("alertmanagers", namesOf(r.Alertmanagers, func(n NamedAlertmanager) ResourceName { return n.ResourceName }))
	names("alertmanagerConfigs", namesOf(r.AlertmanagerConfigs, func(n NamedAlertmanagerConfig) ResourceName { return n.ResourceName }))
	return errs
}

func namesOf[T any](of []T, name func(T) ResourceName) []ResourceName {
	names := make([]ResourceName, len(of))
	for i, n := range of {
		names[i] = name(n)
	}
	return names
}
