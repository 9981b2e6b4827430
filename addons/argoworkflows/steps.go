package argoworkflows

import (
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// DAG are tasks that depend on each other.
type DAG struct {
	// The tasks.
	Tasks []Task `json:"tasks" jsonschema:"required,minItems=1,maxItems=200"`

	// The tasks that are run, with those that they depend on, by their names with spaces
	// between them: all, where it is left out.
	Target string `json:"target,omitempty"`

	// Whether no more tasks start when one has failed: so it is, where it is left out.
	FailFast *bool `json:"failFast,omitempty"`
}

// Task is a task of a DAG.
type Task struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,maxLength=128,pattern=^[a-zA-Z0-9][-a-zA-Z0-9]*$"`

	Call `json:",inline"`

	// The tasks that must have gone well before.
	Dependencies []string `json:"dependencies,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The same, as a condition: "extract && (clean.Succeeded || clean.Skipped)". A DAG has the
	// one or the other.
	Depends string `json:"depends,omitempty"`
}

// ParallelSteps are steps that run at once.
type ParallelSteps []Step

// Step is a step of a template.
type Step struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,maxLength=128,pattern=^[a-zA-Z0-9][-a-zA-Z0-9]*$"`

	Call `json:",inline"`
}

// Call has a template run: one of the workflow, or of another.
type Call struct {
	// The template, of the same workflow.
	Template string `json:"template,omitempty"`

	// The template of a WorkflowTemplate.
	TemplateRef *TemplateRef `json:"templateRef,omitempty"`

	// What it is given.
	Arguments *Arguments `json:"arguments,omitempty"`

	// Runs it once for each of these, which it is given as {{item}}.
	WithItems []string `json:"withItems,omitempty" jsonschema:"minItems=1"`

	// Runs it once for each item of a list in JSON, mostly what another one put out. Items may be
	// objects, whose fields are {{item.NAME}}.
	WithParam string `json:"withParam,omitempty"`

	// Runs it once for each number.
	WithSequence *Sequence `json:"withSequence,omitempty"`

	// Runs it only if this is true: "{{tasks.check.outputs.result}} == yes".
	When string `json:"when,omitempty"`

	// Goes on when it goes wrong.
	ContinueOn *ContinueOn `json:"continueOn,omitempty"`

	// Templates that are run when something happens, as a workflow's.
	Hooks map[string]Hook `json:"hooks,omitempty"`
}

// Validate wants one template, and refuses two loops.
func (c Call) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("template", c.Template != ""), addon.Field("templateRef", c.TemplateRef != nil))
	return append(errs, addon.AtMostOne(path,
		addon.Field("withItems", c.WithItems != nil), addon.Field("withParam", c.WithParam != ""), addon.Field("withSequence", c.WithSequence != nil))...)
}

// loops tells whether a template is run once for each of several.
func (c Call) loops() bool { return c.WithItems != nil || c.WithParam != "" || c.WithSequence != nil }

// TemplateRef names a template of a WorkflowTemplate.
type TemplateRef struct {
	// The WorkflowTemplate.
	Name string `json:"name" jsonschema:"required"`

	// The template in it.
	Template string `json:"template" jsonschema:"required"`

	// Whether it is in a ClusterWorkflowTemplate.
	ClusterScope bool `json:"clusterScope,omitempty"`
}

// Sequence is numbers, one after the other. Each may be a variable.
type Sequence struct {
	// How many.
	Count *intstr.IntOrString `json:"count,omitempty"`

	// The first: 0 where it is left out.
	Start *intstr.IntOrString `json:"start,omitempty"`

	// The last.
	End *intstr.IntOrString `json:"end,omitempty"`

	// How they are written, as Go's fmt has it: "%03d".
	Format string `json:"format,omitempty"`
}

// Validate refuses two ends.
func (s Sequence) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("count", s.Count != nil), addon.Field("end", s.End != nil))
}

// ContinueOn is after what it goes on.
type ContinueOn struct {
	// When something else than the container goes wrong.
	Error bool `json:"error,omitempty"`

	// When the container fails.
	Failed bool `json:"failed,omitempty"`
}

// Arguments are what a template or workflow is given.
type Arguments struct {
	// Parameters, which are text.
	Parameters []Parameter `json:"parameters,omitempty"`

	// Artifacts, which are files.
	Artifacts []Artifact `json:"artifacts,omitempty"`
}

// Inputs are what a template takes.
type Inputs struct {
	// Parameters, which it reads as {{inputs.parameters.NAME}}.
	Parameters []Parameter `json:"parameters,omitempty"`

	// Artifacts, which it finds at their paths.
	Artifacts []Artifact `json:"artifacts,omitempty"`
}

// Outputs are what a template gives to others.
type Outputs struct {
	// Parameters, each out of a file.
	Parameters []Parameter `json:"parameters,omitempty"`

	// Artifacts, each a file or folder.
	Artifacts []Artifact `json:"artifacts,omitempty"`
}

// Parameter is a piece of text that has a name.
type Parameter struct {
	// The name.
	Name string `json:"name" jsonschema:"required,pattern=^[-a-zA-Z0-9_]+$"`

	// The text, with variables.
	Value *string `json:"value,omitempty"`

	// The text of an input that isn't given.
	Default *string `json:"default,omitempty"`

	// Where the text comes from.
	ValueFrom *ValueFrom `json:"valueFrom,omitempty"`

	// The name by which all of the workflow can read an output, as
	// {{workflow.outputs.parameters.NAME}}.
	GlobalName string `json:"globalName,omitempty" jsonschema:"minLength=1"`

	// The texts of which people choose one.
	Enum []string `json:"enum,omitempty" jsonschema:"minItems=1"`

	// What people are told about it.
	Description string `json:"description,omitempty"`
}

// Validate refuses two texts.
func (p Parameter) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("value", p.Value != nil), addon.Field("valueFrom", p.ValueFrom != nil))
}

// ValueFrom is where a text comes from: exactly one of the places, and a default.
type ValueFrom struct {
	// A file of the container.
	Path string `json:"path,omitempty"`

	// A field of a resource.
	JSONPath string `json:"jsonPath,omitempty"`

	// What jq finds in a resource.
	JQFilter string `json:"jqFilter,omitempty"`

	// What a step or task put out: "{{tasks.check.outputs.parameters.count}}".
	Parameter string `json:"parameter,omitempty"`

	// The value of an expression.
	Expression string `json:"expression,omitempty"`

	// A key of a ConfigMap in the workflow's namespace.
	ConfigMapKeyRef *ConfigMapKey `json:"configMapKeyRef,omitempty"`

	// Whoever resumes the wait.
	Supplied *Supplied `json:"supplied,omitempty"`

	// What an event has, of a WorkflowEventBinding.
	Event string `json:"event,omitempty"`

	// The text where there is none.
	Default *string `json:"default,omitempty"`
}

// Validate wants one place.
func (v ValueFrom) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("path", v.Path != ""), addon.Field("jsonPath", v.JSONPath != ""), addon.Field("jqFilter", v.JQFilter != ""),
		addon.Field("parameter", v.Parameter != ""), addon.Field("expression", v.Expression != ""),
		addon.Field("configMapKeyRef", v.ConfigMapKeyRef != nil), addon.Field("supplied", v.Supplied != nil), addon.Field("event", v.Event != ""))
}

// ConfigMapKey is a key of a ConfigMap.
type ConfigMapKey struct {
	// The ConfigMap, which must have the label workflows.argoproj.io/configmap-type: Parameter.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The key.
	Key string `json:"key" jsonschema:"required,maxLength=253"`

	// Whether it may be missing.
	Optional *bool `json:"optional,omitempty"`
}

// Supplied is a text that somebody gives.
type Supplied struct{}
