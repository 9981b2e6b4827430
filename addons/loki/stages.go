package loki

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Stage is what becomes of lines on their way. Exactly one is given. Stages take values out of
// a line, which others make labels, times or a new line of.
type Stage struct {
	// Takes values out of lines that are JSON.
	JSON *JSONStage `json:"json,omitempty"`

	// Takes values out of lines that are logfmt.
	Logfmt *LogfmtStage `json:"logfmt,omitempty"`

	// Takes values out of lines by a regular expression.
	Regex *RegexStage `json:"regex,omitempty"`

	// Replaces what a regular expression matches.
	Replace *ReplaceStage `json:"replace,omitempty"`

	// Makes a value of others.
	Template *TemplateStage `json:"template,omitempty"`

	// Makes labels of values: from the label to the value's name, or "" where both are called
	// the same. Each value of a label makes a stream of its own, so that there should be few.
	Labels map[string]string `json:"labels,omitempty"`

	// Labels that lines get.
	StaticLabels map[string]string `json:"staticLabels,omitempty"`

	// Takes labels away.
	LabelDrop []string `json:"labelDrop,omitempty" jsonschema:"uniqueItems,minItems=1"`

	// Takes all labels away but these.
	LabelKeep []string `json:"labelKeep,omitempty" jsonschema:"uniqueItems,minItems=1"`

	// Makes structured metadata of values, as labels does labels. It may have many values.
	StructuredMetadata map[string]string `json:"structuredMetadata,omitempty"`

	// Makes the line's time of a value.
	Timestamp *TimestampStage `json:"timestamp,omitempty"`

	// The value that becomes the line.
	Output string `json:"output,omitempty" jsonschema:"minLength=1"`

	// Says which tenant lines are of.
	Tenant *TenantStage `json:"tenant,omitempty"`

	// Stages for lines of certain streams only, or their end.
	Match *MatchStage `json:"match,omitempty"`

	// Drops lines.
	Drop *DropStage `json:"drop,omitempty"`

	// Puts lines together that belong together, such as a stack trace.
	Multiline *MultilineStage `json:"multiline,omitempty"`

	// Bounds how many lines there are.
	Limit *LimitStage `json:"limit,omitempty"`

	// Takes colours out of lines.
	Decolorize bool `json:"decolorize,omitempty"`
}

// Validate wants one stage.
func (s Stage) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("json", s.JSON != nil),
		addon.Field("logfmt", s.Logfmt != nil),
		addon.Field("regex", s.Regex != nil),
		addon.Field("replace", s.Replace != nil),
		addon.Field("template", s.Template != nil),
		addon.Field("labels", len(s.Labels) > 0),
		addon.Field("staticLabels", len(s.StaticLabels) > 0),
		addon.Field("labelDrop", len(s.LabelDrop) > 0),
		addon.Field("labelKeep", len(s.LabelKeep) > 0),
		addon.Field("structuredMetadata", len(s.StructuredMetadata) > 0),
		addon.Field("timestamp", s.Timestamp != nil),
		addon.Field("output", s.Output != ""),
		addon.Field("tenant", s.Tenant != nil),
		addon.Field("match", s.Match != nil),
		addon.Field("drop", s.Drop != nil),
		addon.Field("multiline", s.Multiline != nil),
		addon.Field("limit", s.Limit != nil),
		addon.Field("decolorize", s.Decolorize),
	)
}

// JSONStage takes values out of lines that are JSON.
type JSONStage struct {
	// The values: from their names to JMESPath expressions, or "" where both are the same.
	Expressions map[string]string `json:"expressions" jsonschema:"required"`

	// The value that is read: the line, where it is left out.
	Source string `json:"source,omitempty"`

	// Drops lines that are no JSON.
	DropMalformed bool `json:"dropMalformed,omitempty"`
}

// LogfmtStage takes values out of lines that are logfmt.
type LogfmtStage struct {
	// The values: from their names to those in the line, or "" where both are the same.
	Mapping map[string]string `json:"mapping" jsonschema:"required"`

	// The value that is read: the line, where it is left out.
	Source string `json:"source,omitempty"`
}

// RegexStage takes values out of lines by a regular expression.
type RegexStage struct {
	// The expression, whose groups have the values' names: "^(?P<level>[A-Z]+) ".
	Expression string `json:"expression" jsonschema:"required"`

	// The value that is read: the line, where it is left out.
	Source string `json:"source,omitempty"`
}

// Validate refuses what is no expression.
func (s RegexStage) Validate(path *field.Path) field.ErrorList {
	return checkRegex(s.Expression, path.Child("expression"))
}

// ReplaceStage replaces what a regular expression matches.
type ReplaceStage struct {
	// The expression, whose groups are replaced.
	Expression string `json:"expression" jsonschema:"required"`

	// What is read, and gets the result: the line, where it is left out.
	Source string `json:"source,omitempty"`

	// What takes the place of groups. Nothing, where it is left out.
	Replace string `json:"replace,omitempty"`
}

// Validate refuses what is no expression.
func (s ReplaceStage) Validate(path *field.Path) field.ErrorList {
	return checkRegex(s.Expression, path.Child("expression"))
}

// TemplateStage makes a value of others.
type TemplateStage struct {
	// The name of the value that is made.
	Source string `json:"source" jsonschema:"required"`

	// A template of Go's: "{{ .level | ToLower }}".
	Template string `json:"template" jsonschema:"required"`
}

// TimestampStage makes the line's time of a value.
type TimestampStage struct {
	// The value's name.
	Source string `json:"source" jsonschema:"required"`

	// Its form: "RFC3339Nano", "UnixMs", or a time as Go has it.
	Format string `json:"format" jsonschema:"required"`

	// Forms that are tried after that.
	FallbackFormats []string `json:"fallbackFormats,omitempty" jsonschema:"minLength=1"`

	// The time zone of what has none, such as "Asia/Tokyo": UTC where it is left out.
	Location string `json:"location,omitempty"`

	// What becomes of lines whose value has no such form: "fudge" where it is left out.
	ActionOnFailure TimestampAction `json:"actionOnFailure,omitempty"`
}

// TimestampAction is what becomes of a line without a time.
type TimestampAction string

// What becomes of it.
const (
	Fudge TimestampAction = "fudge" // it gets the time of the last one, and a nanosecond
	Skip  TimestampAction = "skip"  // it gets the time at which it was read
)

// Enum lists what may become of it.
func (TimestampAction) Enum() []string { return addon.Values(Fudge, Skip) }

// TenantStage says which tenant lines are of. Exactly one field is given.
type TenantStage struct {
	// The label that has the tenant's name.
	Label string `json:"label,omitempty"`

	// The value that has it.
	Source string `json:"source,omitempty"`

	// The name.
	Value string `json:"value,omitempty" jsonschema:"maxLength=150,pattern=^[0-9A-Za-z!_.*'()-]+$"`
}

// Validate wants one answer.
func (s TenantStage) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("label", s.Label != ""), addon.Field("source", s.Source != ""), addon.Field("value", s.Value != ""))
}

// MatchStage is stages for lines of certain streams only. Exactly one of stages and drop is
// given.
type MatchStage struct {
	// The streams, and what their lines have: `{app="web"} |= "GET /health"`.
	Selector string `json:"selector" jsonschema:"required,pattern=^[{].*[}].*$"`

	// The stages.
	Stages []Stage `json:"stages,omitempty" jsonschema:"minItems=1"`

	// Drops the lines.
	Drop bool `json:"drop,omitempty"`
}

// Validate wants to know what becomes of the lines.
func (s MatchStage) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("stages", len(s.Stages) > 0), addon.Field("drop", s.Drop))
}

// DropStage drops lines of which all holds that is given.
type DropStage struct {
	// The values that are looked at, put together by semicolons: the line, where they are left
	// out. Without value and expression they need only be there.
	Sources []string `json:"sources,omitempty" jsonschema:"minLength=1,pattern=^[^\\,]+$"`

	// What they are. It and expression exclude each other.
	Value string `json:"value,omitempty"`

	// What they match.
	Expression string `json:"expression,omitempty"`

	// How old lines are at least.
	OlderThan metav1.Duration `json:"olderThan,omitzero"`

	// How long they are at least, in bytes.
	LongerThan *resource.Quantity `json:"longerThan,omitempty"`

	// Why, for the metric of dropped lines: "drop_stage" where it is left out.
	Reason string `json:"reason,omitempty"`
}

// Validate refuses to drop everything, and what collectors don't start with.
func (s DropStage) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("value", s.Value != ""), addon.Field("expression", s.Expression != ""))
	errs = append(errs, checkRegex(s.Expression, path.Child("expression"))...)
	if s.Value != "" && len(s.Sources) == 0 {
		errs = append(errs, field.Required(path.Child("sources"), "value is that of sources"))
	}
	if len(s.Sources) == 0 && s.Expression == "" && s.OlderThan.Duration == 0 && s.LongerThan == nil {
		errs = append(errs, field.Required(path, "needs sources, expression, olderThan or longerThan: everything would be dropped"))
	}
	return errs
}

// MultilineStage puts lines together.
type MultilineStage struct {
	// What the first line matches.
	FirstLine string `json:"firstLine" jsonschema:"required"`

	// How long it waits for another line: 3s where it is left out.
	MaxWaitTime metav1.Duration `json:"maxWaitTime,omitzero"`

	// How many lines are put together at most: 128 where it is left out.
	MaxLines int32 `json:"maxLines,omitempty" jsonschema:"minimum=1"`
}

// Validate refuses what is no expression.
func (s MultilineStage) Validate(path *field.Path) field.ErrorList {
	return checkRegex(s.FirstLine, path.Child("firstLine"))
}

// LimitStage bounds how many lines there are.
type LimitStage struct {
	// How many lines a second.
	Rate float64 `json:"rate" jsonschema:"required,minimum=0.001"`

	// How many at once.
	Burst int32 `json:"burst" jsonschema:"required,minimum=1"`

	// Drops more lines, which otherwise wait.
	Drop bool `json:"drop,omitempty"`

	// The label for each of whose values there are as many. It needs drop.
	ByLabelName string `json:"byLabelName,omitempty"`
}

// Validate refuses that lines of one value wait.
func (s LimitStage) Validate(path *field.Path) field.ErrorList {
	if s.ByLabelName != "" && !s.Drop {
		return field.ErrorList{field.Forbidden(path.Child("byLabelName"), "needs drop")}
	}
	return nil
}
