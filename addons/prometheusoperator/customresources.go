package prometheusoperator

import (
	"cmp"
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

// The kinds whose types package monitoring has.
type (
	ServiceMonitor = kube.ServiceMonitor
	PodMonitor     = kube.Custom[monitoring.PodMonitorSpec]
	PrometheusRule = kube.Custom[monitoring.PrometheusRuleSpec]
)

// NewServiceMonitor returns a ServiceMonitor, to be added to an addon by [addon.With]. The spec
// is copied.
func NewServiceMonitor(meta metav1.ObjectMeta, spec monitoring.ServiceMonitorSpec) *ServiceMonitor {
	return kube.NewCustom(monitoring.V1, "ServiceMonitor", meta, spec).DeepCopyObject().(*ServiceMonitor)
}

// NewPodMonitor returns a PodMonitor, to be added to an addon by [addon.With]. The spec is
// copied.
func NewPodMonitor(meta metav1.ObjectMeta, spec monitoring.PodMonitorSpec) *PodMonitor {
	return kube.NewCustom(monitoring.V1, "PodMonitor", meta, spec).DeepCopyObject().(*PodMonitor)
}

// NewPrometheusRule returns a PrometheusRule, to be added to an addon by [addon.With]. The spec
// is copied.
func NewPrometheusRule(meta metav1.ObjectMeta, spec monitoring.PrometheusRuleSpec) *PrometheusRule {
	return kube.NewCustom(monitoring.V1, "PrometheusRule", meta, spec).DeepCopyObject().(*PrometheusRule)
}

// Resources are the operator's own that come with the addon.
type Resources struct {
	// What is scraped, by Services.
	ServiceMonitors []NamedServiceMonitor `json:"serviceMonitors,omitempty"`

	// What is scraped, by pods.
	PodMonitors []NamedPodMonitor `json:"podMonitors,omitempty"`

	// What is scraped that is neither.
	ScrapeConfigs []NamedScrapeConfig `json:"scrapeConfigs,omitempty"`

	// What is computed, and when there is reason to alert.
	PrometheusRules []NamedPrometheusRule `json:"prometheusRules,omitempty"`

	// Prometheuses. Service accounts, rights and Services are left to the user: the option
	// namespaced brings them.
	Prometheuses []NamedPrometheus `json:"prometheuses,omitempty"`

	// Alertmanagers.
	Alertmanagers []NamedAlertmanager `json:"alertmanagers,omitempty"`

	// Whom alerts are sent to.
	AlertmanagerConfigs []NamedAlertmanagerConfig `json:"alertmanagerConfigs,omitempty"`
}

// ResourceName is what a resource goes by.
type ResourceName struct {
	// The resource's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The resource's namespace. Where it is left out it is the addon's own, or that of the
	// Prometheus which the resource is listed with.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The resource's labels, by which Prometheuses and Alertmanagers select it.
	Labels map[string]string `json:"labels,omitempty"`
}

// Validate refuses names that no object can have.
func (n ResourceName) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if n.Name != "" {
		for _, why := range validation.IsDNS1123Subdomain(n.Name) {
			errs = append(errs, field.Invalid(path.Child("name"), n.Name, why))
		}
	}
	if n.Namespace != "" {
		for _, why := range validation.IsDNS1123Label(n.Namespace) {
			errs = append(errs, field.Invalid(path.Child("namespace"), n.Namespace, why))
		}
	}
	return errs
}

// meta is the metadata of the resource, with labels by which it is selected. The identity is
// that of what it is listed with.
func (n ResourceName) meta(id kube.Identity, labels map[string]string) metav1.ObjectMeta {
	meta := id.In(cmp.Or(n.Namespace, id.Namespace)).Meta(n.Name)
	maps.Copy(meta.Labels, n.Labels)
	maps.Copy(meta.Labels, labels)
	return meta
}

// NamedServiceMonitor is a ServiceMonitor among the addon's options.
type NamedServiceMonitor struct {
	ResourceName `json:",inline"`

	monitoring.ServiceMonitorSpec `json:",inline"`
}

// NamedPodMonitor is a PodMonitor among the addon's options.
type NamedPodMonitor struct {
	ResourceName `json:",inline"`

	monitoring.PodMonitorSpec `json:",inline"`
}

// NamedScrapeConfig is a ScrapeConfig among the addon's options.
type NamedScrapeConfig struct {
	ResourceName `json:",inline"`

	ScrapeConfigSpec `json:",inline"`
}

// NamedPrometheusRule is a PrometheusRule among the addon's options.
type NamedPrometheusRule struct {
	ResourceName `json:",inline"`

	monitoring.PrometheusRuleSpec `json:",inline"`
}

// NamedPrometheus is a Prometheus among the addon's options.
type NamedPrometheus struct {
	ResourceName `json:",inline"`

	PrometheusSpec `json:",inline"`
}

// NamedAlertmanager is an Alertmanager among the addon's options.
type NamedAlertmanager struct {
	ResourceName `json:",inline"`

	AlertmanagerSpec `json:",inline"`
}

// NamedAlertmanagerConfig is an AlertmanagerConfig among the addon's options.
type NamedAlertmanagerConfig struct {
	ResourceName `json:",inline"`

	AlertmanagerConfigSpec `json:",inline"`
}

// customResources are the options' own. They belong to no component.
func customResources(t addon.Target, o Options) []addon.Object {
	id, r := kube.Identify(name, o.Namespace, ""), o.Resources
	objs := scraped(id, r.ServiceMonitors, r.PodMonitors, r.ScrapeConfigs, r.PrometheusRules, nil)
	for _, n := range r.Prometheuses {
		n.PodSettings = n.PodSettings.mirrored(t)
		objs = append(objs, NewPrometheus(n.meta(id, nil), n.PrometheusSpec))
	}
	for _, n := range r.Alertmanagers {
		n.PodSettings = n.PodSettings.mirrored(t)
		objs = append(objs, NewAlertmanager(n.meta(id, nil), n.AlertmanagerSpec))
	}
	for _, n := range r.AlertmanagerConfigs {
		objs = append(objs, NewAlertmanagerConfig(n.meta(id, nil), n.AlertmanagerConfigSpec))
	}
	return objs
}

// scraped are the resources that a Prometheus takes, with labels by which it does.
func scraped(id kube.Identity, services []NamedServiceMonitor, pods []NamedPodMonitor, others []NamedScrapeConfig, rules []NamedPrometheusRule, labels map[string]string) []addon.Object {
	var objs []addon.Object
	for _, n := range services {
		objs = append(objs, NewServiceMonitor(n.meta(id, labels), n.ServiceMonitorSpec))
	}
	for _, n := range pods {
		objs = append(objs, NewPodMonitor(n.meta(id, labels), n.PodMonitorSpec))
	}
	for _, n := range others {
		objs = append(objs, NewScrapeConfig(n.meta(id, labels), n.ScrapeConfigSpec))
	}
	for _, n := range rules {
		objs = append(objs, NewPrometheusRule(n.meta(id, labels), n.PrometheusRuleSpec))
	}
	return objs
}
