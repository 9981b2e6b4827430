package prometheusoperator

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

// AlertmanagerConfig says whom alerts are sent to.
type AlertmanagerConfig = kube.Custom[AlertmanagerConfigSpec]

// NewAlertmanagerConfig returns an AlertmanagerConfig, to be added to an addon by [addon.With].
// The spec is copied.
func NewAlertmanagerConfig(meta metav1.ObjectMeta, spec AlertmanagerConfigSpec) *AlertmanagerConfig {
	return kube.NewCustom(monitoring.V1alpha1, "AlertmanagerConfig", meta, spec).DeepCopyObject().(*AlertmanagerConfig)
}

// AlertmanagerConfigSpec says whom alerts are sent to. The fields are those of
// monitoring.coreos.com/v1alpha1. Of the receivers there are Slack, PagerDuty, webhooks, e-mail
// and Amazon SNS.
type AlertmanagerConfigSpec struct {
	// Which alerts go where. The first route is for all.
	Route Route `json:"route"`

	// Who is told.
	Receivers []Receiver `json:"receivers" jsonschema:"required,minItems=1"`

	// Alerts that nobody is told of while there are others.
	InhibitRules []InhibitRule `json:"inhibitRules,omitempty"`

	// Times that routes name.
	MuteTimeIntervals []TimeInterval `json:"muteTimeIntervals,omitempty"`
}

// Validate refuses receivers and times of one name, and routes to none, or to one that isn't
// there.
func (s AlertmanagerConfigSpec) Validate(path *field.Path) field.ErrorList {
	var receivers, intervals []string
	var errs field.ErrorList
	for i, r := range s.Receivers {
		if slices.Contains(receivers, r.Name) {
			errs = append(errs, field.Duplicate(path.Child("receivers").Index(i).Child("name"), r.Name))
		}
		receivers = append(receivers, r.Name)
	}
	for i, t := range s.MuteTimeIntervals {
		if slices.Contains(intervals, t.Name) {
			errs = append(errs, field.Duplicate(path.Child("muteTimeIntervals").Index(i).Child("name"), t.Name))
		}
		intervals = append(intervals, t.Name)
	}
	if s.Route.Receiver == "" {
		errs = append(errs, field.Required(path.Child("route", "receiver"), "the first route is for all alerts"))
	}
	return append(errs, s.Route.leads(receivers, intervals, path.Child("route"))...)
}

// Route leads alerts to a receiver.
type Route struct {
	// The receiver; that of the route above, where it is left out. The first route must have
	// one.
	Receiver string `json:"receiver,omitempty"`

	// The labels by which alerts are put together; "..." alone is for all labels. What is left
	// out is that of the route above, here and below.
	GroupBy []string `json:"groupBy,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How long the first alert of a group waits for others: 30 s, where it is left out.
	GroupWait metav1.Duration `json:"groupWait,omitzero"`

	// How long new alerts of a group wait that was told of already: 5 min, where it is left
	// out.
	GroupInterval metav1.Duration `json:"groupInterval,omitzero"`

	// After how long alerts are told of again: 4 h, where it is left out.
	RepeatInterval metav1.Duration `json:"repeatInterval,omitzero"`

	// The labels of the alerts that are meant; all that come here, where it is left out.
	Matchers []Matcher `json:"matchers,omitempty"`

	// Has the next routes look at alerts too that were meant here.
	Continue bool `json:"continue,omitempty"`

	// Routes for some of the alerts. The first that is for an alert is taken.
	Routes []Route `json:"routes,omitempty"`

	// Times in which nobody is told.
	MuteTimeIntervals []string `json:"muteTimeIntervals,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The only times in which somebody is told.
	ActiveTimeIntervals []string `json:"activeTimeIntervals,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses times that Alertmanager can't be told, and labels beside all.
func (r Route) Validate(path *field.Path) field.ErrorList {
	errs := checkSeconds(path, map[string]metav1.Duration{
		"groupWait": r.GroupWait, "groupInterval": r.GroupInterval, "repeatInterval": r.RepeatInterval,
	})
	if len(r.GroupBy) > 1 && slices.Contains(r.GroupBy, "...") {
		errs = append(errs, field.Invalid(path.Child("groupBy"), r.GroupBy, `"..." is for all labels: leave the others out`))
	}
	return errs
}

// leads refuses receivers and times that aren't there.
func (r Route) leads(receivers, intervals []string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if r.Receiver != "" && !slices.Contains(receivers, r.Receiver) {
		errs = append(errs, field.NotSupported(path.Child("receiver"), r.Receiver, receivers))
	}
	for _, of := range []struct {
		field string
		names []string
	}{{"muteTimeIntervals", r.MuteTimeIntervals}, {"activeTimeIntervals", r.ActiveTimeIntervals}} {
		for i, name := range of.names {
			if !slices.Contains(intervals, name) {
				errs = append(errs, field.NotSupported(path.Child(of.field).Index(i), name, intervals))
			}
		}
	}
	for i, child := range r.Routes {
		errs = append(errs, child.leads(receivers, intervals, path.Child("routes").Index(i))...)
	}
	return errs
}

// Matcher is what a label of an alert is like.
type Matcher struct {
	// The label.
	Name string `json:"name" jsonschema:"required"`

	// The value, or a regular expression.
	Value string `json:"value,omitempty"`

	// How they are compared: "=", where it is left out.
	MatchType MatchType `json:"matchType,omitempty"`
}

// MatchType is how a label is compared.
type MatchType string

// How they are compared.
const (
	MatchEqual     MatchType = "="
	MatchNotEqual  MatchType = "!="
	MatchRegexp    MatchType = "=~"
	MatchNotRegexp MatchType = "!~"
)

// Enum lists how labels may be compared.
func (MatchType) Enum() []string {
	return addon.Values(MatchEqual, MatchNotEqual, MatchRegexp, MatchNotRegexp)
}

// InhibitRule has nobody told of some alerts while there are others.
type InhibitRule struct {
	// The alerts that nobody is told of.
	TargetMatch []Matcher `json:"targetMatch" jsonschema:"required,minItems=1"`

	// The alerts that there must be.
	SourceMatch []Matcher `json:"sourceMatch" jsonschema:"required,minItems=1"`

	// The labels that must be the same in both.
	Equal []string `json:"equal,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// TimeInterval is a time that routes name.
type TimeInterval struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// When it is: at any of these times.
	TimeIntervals []TimePeriod `json:"timeIntervals,omitempty"`
}

// TimePeriod is a time at which all that is given holds, in UTC.
type TimePeriod struct {
	// Times of the day.
	Times []TimeRange `json:"times,omitempty"`

	// Days of the week: "monday", or "monday:friday".
	Weekdays []string `json:"weekdays,omitempty" jsonschema:"pattern=^(sun|mon|tues|wednes|thurs|fri|satur)day(:(sun|mon|tues|wednes|thurs|fri|satur)day)?$"`

	// Days of the month, negative ones from its end.
	DaysOfMonth []DayRange `json:"daysOfMonth,omitempty"`

	// Months: "january", "1" or "1:3".
	Months []string `json:"months,omitempty" jsonschema:"pattern=^(january|february|march|april|may|june|july|august|september|october|november|december|1[0-2]|[1-9])(:(january|february|march|april|may|june|july|august|september|october|november|december|1[0-2]|[1-9]))?$"`

	// Years: "2027", or "2027:2028".
	Years []string `json:"years,omitempty" jsonschema:"pattern=^2[0-9]{3}(:2[0-9]{3})?$"`
}

// TimeRange is a part of a day.
type TimeRange struct {
	// The beginning, as in "09:00".
	StartTime string `json:"startTime" jsonschema:"required,pattern=^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"`

	// The end, which isn't part of it.
	EndTime string `json:"endTime" jsonschema:"required,pattern=^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"`
}

// DayRange is a part of a month.
type DayRange struct {
	// The first day.
	Start int32 `json:"start" jsonschema:"required,minimum=-31,maximum=31"`

	// The last day.
	End int32 `json:"end" jsonschema:"required,minimum=-31,maximum=31"`
}
