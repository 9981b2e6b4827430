package argoworkflows

import (
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// specCheck finds in a workflow what the controller would find when it is submitted, which for
// a CronWorkflow is in the night.
type specCheck struct {
	spec     WorkflowSpec
	defaults WorkflowSpec // under it

	// runs tells that the workflow is run as it stands. A WorkflowTemplate may be given more.
	runs bool

	errs field.ErrorList
}

// checkSpec checks a workflow that gets what it doesn't say from defaults.
func checkSpec(spec WorkflowSpec, defaults *WorkflowDefaults, runs bool, path *field.Path) field.ErrorList {
	c := &specCheck{spec: spec, runs: runs}
	if defaults != nil {
		c.defaults = defaults.WorkflowSpec
	}
	if spec.WorkflowTemplateRef != nil {
		return nil // what it runs is elsewhere
	}
	names := map[string]bool{}
	for i, t := range spec.Templates {
		p := path.Child("templates").Index(i).Child("name")
		switch {
		case t.Name == "":
			c.add(field.Required(p, "others run it by its name"))
		case names[t.Name]:
			c.add(field.Duplicate(p, t.Name))
		}
		names[t.Name] = true
	}
	c.entrypoint(path)
	c.template(path.Child("onExit"), spec.OnExit)
	c.hooks(path, spec.Hooks)
	if runs {
		c.values(path.Child("arguments"), spec.Arguments)
	}
	for i, t := range spec.Templates {
		c.check(path.Child("templates").Index(i), t)
	}
	return c.errs
}

func (c *specCheck) add(err *field.Error) { c.errs = append(c.errs, err) }

// find returns a template of the workflow, or of the defaults.
func (c *specCheck) find(name string) (Template, bool) {
	for _, t := range slices.Concat(c.spec.Templates, c.defaults.Templates) {
		if t.Name == name {
			return t, true
		}
	}
	return Template{}, false
}

// template refuses a name that no template has.
func (c *specCheck) template(path *field.Path, name string) {
	if _, ok := c.find(name); ok || name == "" {
		return
	}
	var names []string
	for _, t := range slices.Concat(c.spec.Templates, c.defaults.Templates) {
		if t.Name != "" {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names)
	c.add(field.NotSupported(path, name, slices.Compact(names)))
}

// entrypoint checks what is run, and whether it is given what it takes.
func (c *specCheck) entrypoint(path *field.Path) {
	if c.spec.Entrypoint == "" {
		if c.runs && c.defaults.Entrypoint == "" {
			c.add(field.Required(path.Child("entrypoint"), "says which template is run"))
		}
		return
	}
	c.template(path.Child("entrypoint"), c.spec.Entrypoint)
	if t, ok := c.find(c.spec.Entrypoint); ok && c.runs {
		c.given(path.Child("arguments"), t, c.arguments())
	}
}

// arguments are those of the workflow, and those of the defaults.
func (c *specCheck) arguments() *Arguments {
	all := Arguments{}
	for _, a := range []*Arguments{c.spec.Arguments, c.defaults.Arguments} {
		if a != nil {
			all.Parameters = slices.Concat(all.Parameters, a.Parameters)
			all.Artifacts = slices.Concat(all.Artifacts, a.Artifacts)
		}
	}
	return &all
}

func (c *specCheck) hooks(path *field.Path, hooks map[string]Hook) {
	for _, event := range slices.Sorted(maps.Keys(hooks)) {
		p := path.Child("hooks").Key(event)
		if event != "exit" && hooks[event].Expression == "" {
			c.add(field.Required(p.Child("expression"), "says when it is run"))
		}
		c.template(p.Child("template"), hooks[event].Template)
	}
}

// under are the templates that a template gets what it doesn't say from.
func (c *specCheck) under() []Template {
	var all []Template
	for _, d := range []*Template{c.spec.TemplateDefaults, c.defaults.TemplateDefaults} {
		if d != nil {
			all = append(all, *d)
		}
	}
	return all
}

// inputs are what a template takes, with what the defaults have all templates take.
func (c *specCheck) inputs(t Template) Inputs {
	all := Inputs{}
	for _, t := range append([]Template{t}, c.under()...) {
		if t.Inputs != nil {
			all.Parameters = slices.Concat(all.Parameters, t.Inputs.Parameters)
			all.Artifacts = slices.Concat(all.Artifacts, t.Inputs.Artifacts)
		}
	}
	return all
}

// check checks a template by itself.
func (c *specCheck) check(path *field.Path, t Template) {
	c.runnable(path, t)
	c.ports(path, t)
	switch {
	case t.DAG != nil:
		c.dag(path, t)
	case t.Steps != nil:
		c.steps(path, t)
	default:
		if t.Parallelism != nil {
			c.add(field.Forbidden(path.Child("parallelism"), "is for steps and dags"))
		}
		c.variables(path, t, scope{template: t})
	}
}

// runnable refuses a template that runs nothing, and containers without an image.
func (c *specCheck) runnable(path *field.Path, t Template) {
	runs := func(t Template) bool {
		return t.Container != nil || t.Script != nil || t.Resource != nil || t.Suspend != nil || t.Steps != nil || t.DAG != nil
	}
	if !runs(t) && !slices.ContainsFunc(c.under(), runs) {
		c.add(field.Required(path, "needs one of container, script, resource, suspend, steps, dag"))
	}
	if t.Container != nil && t.Container.Image == "" && !slices.ContainsFunc(c.under(), func(d Template) bool { return d.Container != nil && d.Container.Image != "" }) {
		c.add(field.Required(path.Child("container", "image"), "no default can know it"))
	}
	if t.Script != nil && t.Script.Image == "" && !slices.ContainsFunc(c.under(), func(d Template) bool { return d.Script != nil && d.Script.Image != "" }) {
		c.add(field.Required(path.Child("script", "image"), "no default can know it"))
	}
	for i, s := range t.InitContainers {
		if s.Image == "" {
			c.add(field.Required(path.Child("initContainers").Index(i).Child("image"), "no default can know it"))
		}
	}
	for i, s := range t.Sidecars {
		if s.Image == "" {
			c.add(field.Required(path.Child("sidecars").Index(i).Child("image"), "no default can know it"))
		}
	}
}

// ports checks inputs and outputs.
func (c *specCheck) ports(path *field.Path, t Template) {
	leaf := t.Steps == nil && t.DAG == nil
	if in := t.Inputs; in != nil {
		p := path.Child("inputs")
		c.distinct(p, in.Parameters, in.Artifacts)
		for i, a := range in.Artifacts {
			c.path(p.Child("artifacts").Index(i), a, leaf)
			if a.From != "" || a.FromExpression != "" {
				c.add(field.Forbidden(p.Child("artifacts").Index(i).Child("from"), "is for arguments: who runs the template says it"))
			}
		}
	}
	if out := t.Outputs; out != nil {
		p := path.Child("outputs")
		c.distinct(p, out.Parameters, out.Artifacts)
		for i, a := range out.Artifacts {
			c.path(p.Child("artifacts").Index(i), a, leaf)
		}
		for i, parameter := range out.Parameters {
			c.output(p.Child("parameters").Index(i), t, parameter)
		}
	}
}

func (c *specCheck) distinct(path *field.Path, parameters []Parameter, artifacts []Artifact) {
	names := map[string]bool{}
	for i, p := range parameters {
		if names[p.Name] {
			c.add(field.Duplicate(path.Child("parameters").Index(i).Child("name"), p.Name))
		}
		names[p.Name] = true
	}
	names = map[string]bool{}
	for i, a := range artifacts {
		if names[a.Name] {
			c.add(field.Duplicate(path.Child("artifacts").Index(i).Child("name"), a.Name))
		}
		names[a.Name] = true
	}
}

// path wants a path of what has a container, and refuses one of what hasn't.
func (c *specCheck) path(path *field.Path, a Artifact, leaf bool) {
	switch {
	case leaf && a.Path == "":
		c.add(field.Required(path.Child("path"), "says where it is in the container"))
	case !leaf && a.Path != "":
		c.add(field.Forbidden(path.Child("path"), "is for containers: steps and dags have none"))
	}
}

// output refuses places that a template of its kind doesn't have.
func (c *specCheck) output(path *field.Path, t Template, p Parameter) {
	v := p.ValueFrom
	var want string
	switch {
	case p.Value != nil:
	case v == nil:
		c.add(field.Required(path, "needs one of value, valueFrom"))
	case (t.Container != nil || t.Script != nil) && v.Path == "":
		want = "path"
	case t.Resource != nil && v.JSONPath == "" && v.JQFilter == "":
		want = "one of jsonPath, jqFilter"
	case (t.Steps != nil || t.DAG != nil) && v.Parameter == "" && v.Expression == "":
		want = "one of parameter, expression"
	}
	if want != "" {
		c.add(field.Required(path.Child("valueFrom"), "needs "+want+" in a template of this kind"))
	}
}

// values wants a value of each argument.
func (c *specCheck) values(path *field.Path, args *Arguments) {
	if args == nil {
		return
	}
	c.distinct(path, args.Parameters, args.Artifacts)
	for i, p := range args.Parameters {
		at := path.Child("parameters").Index(i)
		switch {
		case p.Value == nil && p.ValueFrom == nil:
			c.add(field.Required(at, "needs one of value, valueFrom"))
		case p.Value != nil && p.Enum != nil && !slices.Contains(p.Enum, *p.Value):
			c.add(field.NotSupported(at.Child("value"), *p.Value, p.Enum))
		case p.ValueFrom != nil && p.ValueFrom.ConfigMapKeyRef == nil && p.ValueFrom.Supplied == nil && p.ValueFrom.Event == "":
			c.add(field.Forbidden(at.Child("valueFrom"), "is for outputs: arguments have value, or configMapKeyRef"))
		}
	}
	for i, a := range args.Artifacts {
		if !a.given() {
			c.add(field.Required(path.Child("artifacts").Index(i), "needs from, or a place where it is kept"))
		}
	}
}

// given wants the arguments that a template must have.
func (c *specCheck) given(path *field.Path, t Template, args *Arguments) {
	if args == nil {
		args = &Arguments{}
	}
	in := c.inputs(t)
	for _, p := range in.Parameters {
		has := slices.ContainsFunc(args.Parameters, func(a Parameter) bool { return a.Name == p.Name })
		if !has && p.Value == nil && p.Default == nil && p.ValueFrom == nil {
			c.add(field.Required(path.Child("parameters"), fmt.Sprintf("%q has the parameter %q, which has no default", t.Name, p.Name)))
		}
	}
	for _, a := range in.Artifacts {
		has := slices.ContainsFunc(args.Artifacts, func(b Artifact) bool { return b.Name == a.Name })
		if !has && !a.Optional && !a.ArtifactLocation.kept() {
			c.add(field.Required(path.Child("artifacts"), fmt.Sprintf("%q has the artifact %q, which isn't optional", t.Name, a.Name)))
		}
	}
}

// taken refuses arguments that a template doesn't take.
func (c *specCheck) taken(path *field.Path, t Template, args *Arguments) {
	if args == nil {
		return
	}
	in := c.inputs(t)
	var parameters, artifacts []string
	for _, p := range in.Parameters {
		parameters = append(parameters, p.Name)
	}
	for _, a := range in.Artifacts {
		artifacts = append(artifacts, a.Name)
	}
	for i, p := range args.Parameters {
		if !slices.Contains(parameters, p.Name) {
			c.add(field.NotSupported(path.Child("parameters").Index(i).Child("name"), p.Name, parameters))
		}
	}
	for i, a := range args.Artifacts {
		if !slices.Contains(artifacts, a.Name) {
			c.add(field.NotSupported(path.Child("artifacts").Index(i).Child("name"), a.Name, artifacts))
		}
	}
}
