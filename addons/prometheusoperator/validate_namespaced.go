package prometheusoperator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// validateNamespaced refuses two of one name, and those that the operator doesn't look at.
func validateNamespaced(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, n := range o.Namespaced {
		p := path.Index(i)
		n.Name = cmp.Or(n.Name, namespacedDefaults(addon.Target{}).Name)
		if seen[n.Namespace+"/"+n.Name] {
			errs = append(errs, field.Duplicate(p.Child("name"), n.Name))
		}
		seen[n.Namespace+"/"+n.Name] = true
		errs = append(errs, o.sees(n.Namespace, o.in(o.InstanceNamespaces.Prometheus), p.Child("namespace"))...)
		errs = append(errs, runs(o.InstanceSelectors.Prometheus, n.meta(n.identity()), p.Child("labels"))...)
		if n.Alertmanager != nil {
			errs = append(errs, o.sees(n.Namespace, o.in(o.InstanceNamespaces.Alertmanager), p.Child("alertmanager"))...)
			errs = append(errs, runs(o.InstanceSelectors.Alertmanager, n.meta(n.alertmanagerIdentity()), p.Child("labels"))...)
		}
		if n.ControllerID != "" && n.ControllerID != o.ControllerID {
			errs = append(errs, field.Invalid(p.Child("controllerID"), n.ControllerID, "must be the operator's own"))
		}
		for j, ns := range n.Namespaces {
			errs = append(errs, o.sees(ns, o.Namespaces, p.Child("namespaces").Index(j))...)
		}
	}
	return errs
}

// sees refuses a namespace that the operator doesn't look at. Among none are all, but for those
// that are denied.
func (o Options) sees(namespace string, among []string, path *field.Path) field.ErrorList {
	switch {
	case len(among) == 0 && slices.Contains(o.DeniedNamespaces, namespace):
		return field.ErrorList{field.Invalid(path, namespace, "is denied: see deniedNamespaces")}
	case len(among) > 0 && !slices.Contains(among, namespace):
		return field.ErrorList{field.Invalid(path, namespace, "must be one that the operator looks at: "+strings.Join(among, ", "))}
	}
	return nil
}

// runs refuses labels by which the operator doesn't run a resource.
func runs(selector *metav1.LabelSelector, meta metav1.ObjectMeta, path *field.Path) field.ErrorList {
	s, err := metav1.LabelSelectorAsSelector(selector)
	meta.Labels[addon.LabelManagedBy] = addon.ManagedBy
	if selector == nil || err != nil || s.Matches(labels.Set(meta.Labels)) {
		return nil
	}
	return field.ErrorList{field.Invalid(path, metav1.FormatLabelSelector(&metav1.LabelSelector{MatchLabels: meta.Labels}), "must match what the operator runs: "+s.String())}
}

// Validate refuses what is listed with a Prometheus that wouldn't take it, or couldn't read it.
func (n NamespacedPrometheus) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if i := slices.Index(n.Namespaces, n.Namespace); i >= 0 {
		errs = append(errs, field.Duplicate(path.Child("namespaces").Index(i), n.Namespace))
	}
	for i, m := range n.ServiceMonitors {
		p := path.Child("serviceMonitors").Index(i)
		errs = append(errs, n.takes(m.ResourceName, m.ScrapeClass, p)...)
		for j, e := range m.Endpoints {
			p := p.Child("endpoints").Index(j)
			errs = append(errs, n.scrapes(m.ScrapeClass, e.Login, e.Interval, e.ScrapeTimeout, p)...)
			errs = append(errs, n.opens(m.ScrapeClass, e, p)...)
		}
	}
	for i, m := range n.PodMonitors {
		p := path.Child("podMonitors").Index(i)
		errs = append(errs, n.takes(m.ResourceName, m.ScrapeClass, p)...)
		for j, e := range m.PodMetricsEndpoints {
			errs = append(errs, n.scrapes(m.ScrapeClass, e.Login, e.Interval, e.ScrapeTimeout, p.Child("podMetricsEndpoints").Index(j))...)
		}
	}
	for i, s := range n.ScrapeConfigs {
		p := path.Child("scrapeConfigs").Index(i)
		errs = append(errs, n.takes(s.ResourceName, s.ScrapeClass, p)...)
		errs = append(errs, n.scrapes(s.ScrapeClass, s.Login, s.ScrapeInterval, s.ScrapeTimeout, p)...)
	}
	for i, r := range n.PrometheusRules {
		errs = append(errs, n.takes(r.ResourceName, "", path.Child("prometheusRules").Index(i))...)
	}
	if a := n.Alertmanager; a != nil && a.servesHTTPS() && n.Alerting == nil {
		errs = append(errs, field.Required(path.Child("alerting"), "the Alertmanager serves HTTPS: say how its certificate is checked"))
	}
	return errs
}

// takes refuses a namespace that isn't looked at, and a scrape class that there isn't.
func (n NamespacedPrometheus) takes(r ResourceName, class string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if in := cmp.Or(r.Namespace, n.Namespace); !slices.Contains(n.lookedAt(), in) {
		errs = append(errs, field.Invalid(path.Child("namespace"), in, fmt.Sprintf("must be %s, or one of namespaces", n.Namespace)))
	}
	if class != "" && n.class(class).Name == "" {
		errs = append(errs, field.Invalid(path.Child("scrapeClass"), class, "must be among scrapeClasses"))
	}
	return errs
}

// class is the scrape class of a name, or the one of monitors that name none, or an empty one.
func (n NamespacedPrometheus) class(name string) ScrapeClass {
	for _, c := range n.ScrapeClasses {
		if c.Name == name || name == "" && c.Default {
			return c
		}
	}
	return ScrapeClass{}
}

// scrapes refuses a scrape that may take longer than the next one takes to come, and one that
// logs in by itself and by its class.
func (n NamespacedPrometheus) scrapes(class string, login monitoring.Login, interval, timeout metav1.Duration, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if usual := n.interval(); interval.Duration == 0 && timeout.Duration > usual.Duration {
		errs = append(errs, field.Invalid(path.Child("scrapeTimeout"), timeout.Duration.String(), fmt.Sprintf("must not be longer than the interval, which is the Prometheus' own: %v", usual.Duration)))
	}
	if login.BasicAuth != nil || login.OAuth2 != nil {
		errs = append(errs, n.class(class).alone(path)...)
	}
	return errs
}

// opens refuses files that monitors may not name, and a token of one beside the class'.
func (n NamespacedPrometheus) opens(class string, e monitoring.Endpoint, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	file := e.BearerTokenFile != "" || e.TLSConfig != nil && (e.TLSConfig.CAFile != "" || e.TLSConfig.CertFile != "" || e.TLSConfig.KeyFile != "")
	if file && n.ArbitraryFSAccessThroughSMs.Deny {
		errs = append(errs, field.Forbidden(path, "names a file, which arbitraryFSAccessThroughSMs denies"))
	}
	if e.BearerTokenFile != "" {
		errs = append(errs, n.class(class).alone(path)...)
	}
	return errs
}

// alone refuses another way to log in than that of the class.
func (c ScrapeClass) alone(path *field.Path) field.ErrorList {
	if c.Authorization == nil {
		return nil
	}
	return field.ErrorList{field.Forbidden(path, fmt.Sprintf("the scrape class %s has an authorization, and Prometheus reads no configuration with two ways to log in: choose another class", c.Name))}
}

// Validate refuses two configurations.
func (a NamespacedAlertmanager) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path,
		addon.Field("config", a.Config != nil),
		addon.Field("configSecret", a.ConfigSecret != ""),
		addon.Field("alertmanagerConfiguration", a.AlertmanagerConfiguration != nil),
	)
}
