package argoworkflows

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// call checks a step or task: that what it runs is there, and is given what it takes.
func (c *specCheck) call(path *field.Path, call Call) {
	c.template(path.Child("template"), call.Template)
	c.hooks(path, call.Hooks)
	args := path.Child("arguments")
	c.values(args, call.Arguments)
	if t, ok := c.find(call.Template); ok {
		c.given(args, t, call.Arguments)
		c.taken(args, t, call.Arguments)
	}
}

// steps checks groups of steps, of which each can read what those before put out.
func (c *specCheck) steps(path *field.Path, t Template) {
	names := map[string]bool{}
	before := scope{template: t, kind: "steps", calls: map[string]Call{}}
	for i, group := range t.Steps {
		after := before.with()
		for j, s := range group {
			p := path.Child("steps").Index(i).Index(j)
			if names[s.Name] {
				c.add(field.Duplicate(p.Child("name"), s.Name))
			}
			names[s.Name] = true
			c.call(p, s.Call)
			here := before.with()
			here.calls[s.Name] = s.Call // for its hooks
			here.loops = s.loops()
			c.variables(p, s, here)
			after.calls[s.Name] = s.Call
		}
		before = after
	}
	t.Steps = nil
	c.variables(path, t, before)
}

// dag checks tasks, of which each can read what those put out that it depends on.
func (c *specCheck) dag(path *field.Path, t Template) {
	tasks := map[string]Task{}
	for i, task := range t.DAG.Tasks {
		if _, twice := tasks[task.Name]; twice {
			c.add(field.Duplicate(path.Child("dag", "tasks").Index(i).Child("name"), task.Name))
		}
		tasks[task.Name] = task
	}
	depends := slices.ContainsFunc(t.DAG.Tasks, func(t Task) bool { return t.Depends != "" })
	graph := map[string][]string{}
	for i, task := range t.DAG.Tasks {
		graph[task.Name] = c.dependencies(path.Child("dag", "tasks").Index(i), task, tasks, depends)
	}
	for target := range strings.FieldsSeq(t.DAG.Target) {
		if _, ok := tasks[target]; !ok && !strings.Contains(target, "{{") {
			c.add(field.NotSupported(path.Child("dag", "target"), target, namesOf(t.DAG.Tasks)))
		}
	}
	if cycle := cycleIn(t.DAG.Tasks, graph); cycle != nil {
		c.add(field.Invalid(path.Child("dag", "tasks"), strings.Join(cycle, " -> "), "must not depend on each other in a circle"))
		return
	}
	all := scope{template: t, kind: "tasks", calls: map[string]Call{}}
	for i, task := range t.DAG.Tasks {
		p := path.Child("dag", "tasks").Index(i)
		c.call(p, task.Call)
		here := scope{template: t, kind: "tasks", calls: map[string]Call{task.Name: task.Call}, all: tasks, loops: task.loops()}
		for _, name := range ancestors(task.Name, graph) {
			here.calls[name] = tasks[name].Call
		}
		c.variables(p, task, here)
		all.calls[task.Name] = task.Call
	}
	t.DAG = nil
	c.variables(path, t, all)
}

func namesOf(tasks []Task) []string {
	var names []string
	for _, t := range tasks {
		names = append(names, t.Name)
	}
	return names
}

// dependency matches a task in a condition, with its result behind it or without, as upstream
// reads it.
var dependency = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`([a-zA-Z0-9][-a-zA-Z0-9]*?)\.([A-Z][a-zA-Z]+)|([a-zA-Z0-9][-a-zA-Z0-9]*)`)
})

// results are what may have become of a task in a condition. The last two are for loops.
var results = []string{"Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned", "AnySucceeded", "AllFailed"}

// dependencies are the tasks that a task waits for.
func (c *specCheck) dependencies(path *field.Path, task Task, tasks map[string]Task, depends bool) []string {
	var found []string
	add := func(p *field.Path, name string) bool {
		if _, ok := tasks[name]; !ok {
			c.add(field.Invalid(p, name, "must be the name of a task"))
			return false
		}
		found = append(found, name)
		return true
	}
	for i, name := range task.Dependencies {
		add(path.Child("dependencies").Index(i), name)
	}
	if depends && len(task.Dependencies) > 0 {
		c.add(field.Forbidden(path.Child("dependencies"), "another task has depends, and a dag has the one or the other"))
	}
	if depends && task.ContinueOn != nil {
		c.add(field.Forbidden(path.Child("continueOn"), "say it by depends, as in \"extract.Succeeded || extract.Failed\""))
	}
	if (depends || len(task.Dependencies) > 0) && task.Name != "" && task.Name[0] <= '9' {
		c.add(field.Invalid(path.Child("name"), task.Name, "must not begin with a digit where tasks depend on each other"))
	}
	for _, m := range dependency().FindAllStringSubmatch(task.Depends, -1) {
		name, result := m[1], m[2]
		if name == "" {
			name = m[3]
		}
		if !add(path.Child("depends"), name) || result == "" {
			continue
		}
		switch {
		case !slices.Contains(results, result):
			c.add(field.NotSupported(path.Child("depends"), result, results))
		case slices.Index(results, result) >= 6 && !tasks[name].loops():
			c.add(field.Invalid(path.Child("depends"), name+"."+result, "is for a task that is a loop"))
		}
	}
	return found
}

// cycleIn returns tasks that depend on each other in a circle, the first one at the end again.
func cycleIn(tasks []Task, graph map[string][]string) []string {
	done := map[string]bool{}
	var cycle func(way []string, name string) []string
	cycle = func(way []string, name string) []string {
		if i := slices.Index(way, name); i >= 0 {
			return append(slices.Clone(way[i:]), name)
		}
		if done[name] {
			return nil
		}
		for _, next := range graph[name] {
			if found := cycle(append(slices.Clone(way), name), next); found != nil {
				return found
			}
		}
		done[name] = true
		return nil
	}
	for _, t := range tasks {
		if found := cycle(nil, t.Name); found != nil {
			return found
		}
	}
	return nil
}

// ancestors are the tasks that a task waits for, and those that they wait for.
func ancestors(name string, graph map[string][]string) []string {
	var found []string
	next := slices.Clone(graph[name])
	for len(next) > 0 {
		if !slices.Contains(found, next[0]) {
			found = append(found, next[0])
			next = append(next, graph[next[0]]...)
		}
		next = next[1:]
	}
	return found
}

// scope is what variables at a place can stand for.
type scope struct {
	template Template        // whose inputs they are
	kind     string          // "steps" or "tasks", or nothing
	calls    map[string]Call // those whose outputs can be read
	all      map[string]Task // for telling why one can't
	loops    bool            // whether there are items
}

// with is a copy.
func (s scope) with() scope {
	calls := map[string]Call{}
	for name, call := range s.calls {
		calls[name] = call
	}
	s.calls = calls
	return s
}

// variable matches a variable by its name. Expressions are left alone.
var variable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{\{\s*([-a-zA-Z0-9_.]+)\s*\}\}`) })

// variables refuses variables of which nobody knows what they stand for. It knows those of
// inputs, of steps and tasks, of items and of the workflow's parameters, and leaves others be.
func (c *specCheck) variables(path *field.Path, of any, s scope) {
	data, err := json.Marshal(of)
	if err != nil {
		panic(fmt.Sprintf("argoworkflows: %v", err)) // it is a struct of our own
	}
	told := map[string]bool{}
	for _, m := range variable().FindAllStringSubmatch(string(data), -1) {
		if why := c.unknown(m[1], s); why != "" && !told[m[1]] {
			told[m[1]] = true
			c.add(field.Invalid(path, "{{"+m[1]+"}}", why))
		}
	}
}

// unknown tells why a variable can't be known; it is empty where it may be.
func (c *specCheck) unknown(name string, s scope) string {
	root, rest, _ := strings.Cut(name, ".")
	switch root {
	case "inputs":
		return c.unknownInput(rest, s.template)
	case "item":
		if s.kind != "" && s.calls != nil && !s.loops {
			return "is for withItems, withParam and withSequence, and there is none of them"
		}
	case "steps", "tasks":
		return c.unknownCall(root, rest, s)
	case "workflow":
		parameter, ok := strings.CutPrefix(rest, "parameters.")
		if !ok || parameter == "json" || !c.runs {
			return ""
		}
		if !slices.ContainsFunc(c.arguments().Parameters, func(p Parameter) bool { return p.Name == parameter }) {
			return "must be among the workflow's arguments"
		}
	}
	return ""
}

func (c *specCheck) unknownInput(rest string, t Template) string {
	in := c.inputs(t)
	kind, name, _ := strings.Cut(rest, ".")
	switch {
	case name == "":
		return ""
	case kind == "parameters" && !slices.ContainsFunc(in.Parameters, func(p Parameter) bool { return p.Name == name }):
		return "must be among the inputs of the template"
	case kind == "artifacts" && !slices.ContainsFunc(in.Artifacts, func(a Artifact) bool { return a.Name == name || a.Name+".path" == name }):
		return "must be among the inputs of the template"
	}
	return ""
}

func (c *specCheck) unknownCall(kind, rest string, s scope) string {
	name, what, _ := strings.Cut(rest, ".")
	if what == "" {
		return "" // the name of the call itself
	}
	call, ok := s.calls[name]
	switch {
	case s.kind == "":
		return "is for arguments of steps and tasks: give it to the template as an input"
	case kind != s.kind:
		return "must begin with " + s.kind + " here"
	case !ok && s.kind == "steps":
		return "must be of a step of an earlier group"
	case !ok && s.all[name].Name != "":
		return "must be of a task that this one depends on"
	case !ok:
		return "must be of a task of the dag"
	}
	t, known := c.find(call.Template)
	if !known {
		return ""
	}
	out := t.Outputs
	if out == nil {
		out = &Outputs{}
	}
	if p, ok := strings.CutPrefix(what, "outputs.parameters."); ok && !slices.ContainsFunc(out.Parameters, func(o Parameter) bool { return o.Name == p }) {
		return fmt.Sprintf("must be among the outputs of %q", t.Name)
	}
	if a, ok := strings.CutPrefix(what, "outputs.artifacts."); ok && !slices.ContainsFunc(out.Artifacts, func(o Artifact) bool { return o.Name == a || o.Name+".path" == a }) {
		return fmt.Sprintf("must be among the outputs of %q", t.Name)
	}
	return ""
}
