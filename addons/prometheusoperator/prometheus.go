package prometheusoperator

import (
	"cmp"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

// Prometheus is a Prometheus that the operator runs. [Namespaced] makes one with all that it
// takes.
type Prometheus = kube.Custom[PrometheusSpec]

// NewPrometheus returns a Prometheus, to be added to an addon by [addon.With]. The spec is
// copied.
func NewPrometheus(meta metav1.ObjectMeta, spec PrometheusSpec) *Prometheus {
	return kube.NewCustom(monitoring.V1, "Prometheus", meta, spec).DeepCopyObject().(*Prometheus)
}

// PrometheusSpec says what is scraped, and how it runs. The fields are those of
// monitoring.coreos.com/v1, but for those that upstream has deprecated, and for Thanos, tracing,
// remote reads and the settings of OTLP.
type PrometheusSpec struct {
	// The service account, which must have the right to read what is scraped; the namespace's
	// own, where it is left out, which hasn't.
	ServiceAccountName string `json:"serviceAccountName,omitempty" jsonschema:"maxLength=253"`

	Selection `json:",inline"`

	PrometheusSettings `json:",inline"`
}

// Validate refuses a Prometheus that scrapes nothing.
func (s PrometheusSpec) Validate(path *field.Path) field.ErrorList {
	if s.Selection.monitors() || s.AdditionalScrapeConfigs != nil {
		return nil
	}
	return field.ErrorList{field.Required(path.Child("serviceMonitorSelector"), "nothing is scraped without one of serviceMonitorSelector, podMonitorSelector, probeSelector, scrapeConfigSelector: {} selects all")}
}

// Selection is which resources a Prometheus takes. Nothing and everything are told apart: a
// selector that is left out, nil, selects nothing, and an empty one selects everything.
type Selection struct {
	// The ServiceMonitors.
	ServiceMonitorSelector *ObjectSelector `json:"serviceMonitorSelector,omitempty"`

	// The namespaces of the ServiceMonitors.
	ServiceMonitorNamespaceSelector *NamespaceSelector `json:"serviceMonitorNamespaceSelector,omitempty"`

	// The PodMonitors.
	PodMonitorSelector *ObjectSelector `json:"podMonitorSelector,omitempty"`

	// The namespaces of the PodMonitors.
	PodMonitorNamespaceSelector *NamespaceSelector `json:"podMonitorNamespaceSelector,omitempty"`

	// The Probes.
	ProbeSelector *ObjectSelector `json:"probeSelector,omitempty"`

	// The namespaces of the Probes.
	ProbeNamespaceSelector *NamespaceSelector `json:"probeNamespaceSelector,omitempty"`

	// The ScrapeConfigs.
	ScrapeConfigSelector *ObjectSelector `json:"scrapeConfigSelector,omitempty"`

	// The namespaces of the ScrapeConfigs.
	ScrapeConfigNamespaceSelector *NamespaceSelector `json:"scrapeConfigNamespaceSelector,omitempty"`

	// The PrometheusRules.
	RuleSelector *ObjectSelector `json:"ruleSelector,omitempty"`

	// The namespaces of the PrometheusRules.
	RuleNamespaceSelector *NamespaceSelector `json:"ruleNamespaceSelector,omitempty"`
}

// monitors tells whether anything is selected that has something scraped.
func (s Selection) monitors() bool {
	return s.ServiceMonitorSelector != nil || s.PodMonitorSelector != nil || s.ProbeSelector != nil || s.ScrapeConfigSelector != nil
}

// ObjectSelector selects resources by their labels. Nil selects none, and an empty one all: see
// [AllObjects] and [ObjectsWith].
type ObjectSelector struct {
	// Labels that a resource has.
	MatchLabels map[string]string `json:"matchLabels,omitempty"`

	// What else its labels are like.
	MatchExpressions []metav1.LabelSelectorRequirement `json:"matchExpressions,omitempty"`
}

// AllObjects selects all resources.
func AllObjects() *ObjectSelector { return &ObjectSelector{} }

// ObjectsWith selects the resources with labels.
func ObjectsWith(labels map[string]string) *ObjectSelector {
	return &ObjectSelector{MatchLabels: labels}
}

// Validate refuses what Kubernetes doesn't know.
func (s ObjectSelector) Validate(path *field.Path) field.ErrorList {
	return checkSelector(&metav1.LabelSelector{MatchLabels: s.MatchLabels, MatchExpressions: s.MatchExpressions}, path)
}

// NamespaceSelector selects namespaces by their labels. Nil selects the one that the Prometheus
// or Alertmanager is in, and an empty one all: see [AllNamespaces] and [NamespacesNamed].
type NamespaceSelector struct {
	// Labels that a namespace has.
	MatchLabels map[string]string `json:"matchLabels,omitempty"`

	// What else its labels are like.
	MatchExpressions []metav1.LabelSelectorRequirement `json:"matchExpressions,omitempty"`
}

// AllNamespaces selects all namespaces that the operator looks at.
func AllNamespaces() *NamespaceSelector { return &NamespaceSelector{} }

// NamespacesNamed selects the namespaces of some names.
func NamespacesNamed(names ...string) *NamespaceSelector {
	return &NamespaceSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
		Key: namespaceLabel, Operator: metav1.LabelSelectorOpIn, Values: names,
	}}}
}

// Validate refuses what Kubernetes doesn't know.
func (s NamespaceSelector) Validate(path *field.Path) field.ErrorList {
	return checkSelector(&metav1.LabelSelector{MatchLabels: s.MatchLabels, MatchExpressions: s.MatchExpressions}, path)
}

// checkSelector refuses a selector that Kubernetes doesn't know. It takes nil.
func checkSelector(s *metav1.LabelSelector, path *field.Path) field.ErrorList {
	if _, err := metav1.LabelSelectorAsSelector(s); err != nil {
		return field.ErrorList{field.Invalid(path, s, err.Error())}
	}
	return nil
}

// Validate refuses a timeout that is longer than the interval, and what contradicts itself.
func (s PrometheusSettings) Validate(path *field.Path) field.ErrorList {
	errs := monitoring.CheckScrape(s.interval(), s.ScrapeTimeout, "scrapeInterval", "scrapeTimeout", path)
	errs = append(errs, checkSeconds(path, map[string]metav1.Duration{
		"evaluationInterval": s.EvaluationInterval, "retention": s.Retention, "ruleQueryOffset": s.RuleQueryOffset,
	})...)
	defaults := ""
	names := map[string]bool{}
	for i, c := range s.ScrapeClasses {
		p := path.Child("scrapeClasses").Index(i)
		if names[c.Name] {
			errs = append(errs, field.Duplicate(p.Child("name"), c.Name))
		}
		names[c.Name] = true
		if c.Default && defaults != "" {
			errs = append(errs, field.Invalid(p.Child("default"), true, "the default is "+defaults+" already"))
		}
		if c.Default {
			defaults = c.Name
		}
	}
	if t := s.ShardingStrategy; t != nil && t.Topology != nil && s.shards() < len(t.Topology.Values) {
		errs = append(errs, field.Invalid(path.Child("shards"), s.shards(), fmt.Sprintf("must be at least the number of zones, which is %d", len(t.Topology.Values))))
	}
	if s.ExcludedFromEnforcement != nil && s.EnforcedNamespaceLabel == "" {
		errs = append(errs, field.Forbidden(path.Child("excludedFromEnforcement"), "needs enforcedNamespaceLabel"))
	}
	return errs
}

// interval is how often targets are scraped of which nothing else is said.
func (s PrometheusSettings) interval() metav1.Duration {
	return cmp.Or(s.ScrapeInterval, metav1.Duration{Duration: 30 * time.Second})
}

// shards is over how many Prometheuses the targets are divided.
func (s PrometheusSettings) shards() int {
	if s.Shards == nil {
		return 1
	}
	return int(*s.Shards)
}

// checkSeconds refuses times that aren't whole seconds, by the names of their fields.
func checkSeconds(path *field.Path, times map[string]metav1.Duration) field.ErrorList {
	var errs field.ErrorList
	for _, name := range sortedKeys(times) {
		errs = append(errs, addon.CheckWholeSeconds(times[name], path.Child(name))...)
	}
	return errs
}
