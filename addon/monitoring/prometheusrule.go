package monitoring

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// PrometheusRuleSpec says what Prometheus computes, and when it alerts. The fields are those of
// monitoring.coreos.com/v1, but for what is Thanos' alone.
type PrometheusRuleSpec struct {
	// The groups. Of each the rules are evaluated one after the other.
	Groups []RuleGroup `json:"groups" jsonschema:"required,minItems=1"`
}

// Validate refuses two groups of one name.
func (s PrometheusRuleSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, g := range s.Groups {
		if seen[g.Name] {
			errs = append(errs, field.Duplicate(path.Child("groups").Index(i).Child("name"), g.Name))
		}
		seen[g.Name] = true
	}
	return errs
}

// RuleGroup is a group of rules.
type RuleGroup struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// Labels of what all rules of the group make. A rule's own come on top.
	Labels map[string]string `json:"labels,omitempty"`

	// How often the rules are evaluated; what the Prometheus says, where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long ago it is that the rules look at, so that samples which come late are there.
	QueryOffset metav1.Duration `json:"query_offset,omitzero"`

	// How many alerts or series a rule may make; there is no limit where it is left out.
	Limit int32 `json:"limit,omitempty" jsonschema:"minimum=1"`

	// The rules.
	Rules []Rule `json:"rules,omitempty"`
}

// Validate refuses times that Prometheus can't be told.
func (g RuleGroup) Validate(path *field.Path) field.ErrorList {
	return append(addon.CheckWholeSeconds(g.Interval, path.Child("interval")), addon.CheckWholeSeconds(g.QueryOffset, path.Child("query_offset"))...)
}

// Rule computes a series, or alerts: it has either record or alert.
type Rule struct {
	// The name of the series.
	Record string `json:"record,omitempty" jsonschema:"pattern=^[a-zA-Z_:][a-zA-Z0-9_:]*$"`

	// The name of the alert.
	Alert string `json:"alert,omitempty"`

	// What is computed, or what has results while there is reason to alert, in PromQL.
	Expr string `json:"expr" jsonschema:"required"`

	// How long there must be reason to alert before it is.
	For metav1.Duration `json:"for,omitzero"`

	// How long the alert goes on after there is no more reason.
	KeepFiringFor metav1.Duration `json:"keep_firing_for,omitzero"`

	// Labels of the series or alert.
	Labels map[string]string `json:"labels,omitempty"`

	// What people are told of the alert: "summary", "description".
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Validate refuses a rule that does neither, or both, and what only alerts have.
func (r Rule) Validate(path *field.Path) field.ErrorList {
	errs := slices.Concat(
		addon.ExactlyOne(path, addon.Field("record", r.Record != ""), addon.Field("alert", r.Alert != "")),
		addon.CheckWholeSeconds(r.For, path.Child("for")),
		addon.CheckWholeSeconds(r.KeepFiringFor, path.Child("keep_firing_for")),
	)
	refuse := func(name string, set bool) {
		if set && r.Record != "" {
			errs = append(errs, field.Forbidden(path.Child(name), "is for alerts"))
		}
	}
	refuse("for", r.For.Duration != 0)
	refuse("keep_firing_for", r.KeepFiringFor.Duration != 0)
	refuse("annotations", r.Annotations != nil)
	return errs
}
