package argoworkflows_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addons/argoworkflows"
)

// The types are long-winded in tables.
type (
	spec     = argoworkflows.WorkflowSpec
	template = argoworkflows.Template
	task     = argoworkflows.Task
	call     = argoworkflows.Call
	args     = argoworkflows.Arguments
	inputs   = argoworkflows.Inputs
	outputs  = argoworkflows.Outputs
	artifact = argoworkflows.Artifact
	hook     = argoworkflows.Hook
)

func dag(tasks ...task) *argoworkflows.DAG { return &argoworkflows.DAG{Tasks: tasks} }

func values(p ...argoworkflows.Parameter) *args { return &args{Parameters: p} }

func takes(p ...argoworkflows.Parameter) *inputs { return &inputs{Parameters: p} }

// echo is a template that says what it is given.
func echo(name string, in *inputs, words ...string) template {
	return template{Name: name, Inputs: in, Container: &argoworkflows.Container{Image: "example.com/echo:v1", Command: words}}
}

// counts is a template with an output.
func counts(name string) template {
	t := echo(name, nil)
	t.Outputs = &outputs{
		Parameters: []argoworkflows.Parameter{{Name: "n", ValueFrom: &argoworkflows.ValueFrom{Path: "/n"}}},
		Artifacts:  []artifact{{Name: "rows", Path: "/rows"}},
	}
	return t
}

// cronOf is a CronWorkflow among options.
func cronOf(s spec) options {
	return options{
		WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch"}},
		CronWorkflows: []argoworkflows.NamedCronWorkflow{{
			Named: argoworkflows.Named{Name: "a"}, CronWorkflowSpec: argoworkflows.CronWorkflowSpec{Schedules: []string{"@daily"}, WorkflowSpec: s},
		}},
	}
}

func TestBadWorkflows(t *testing.T) {
	x := argoworkflows.Parameter{Name: "x"}
	for _, tc := range []struct {
		name string
		spec spec
		want []string // below cronWorkflows[0].workflowSpec
	}{
		{
			"templates",
			spec{
				Entrypoint: "missing", OnExit: "gone",
				Hooks: map[string]hook{"exit": {Template: "gone"}, "running": {Template: "a"}, "none": {Expression: "true"}},
				Templates: []template{
					{},
					{Name: "a", Container: &argoworkflows.Container{}, Suspend: &argoworkflows.Suspend{Duration: "soon"}},
					{Name: "a", Script: &argoworkflows.Script{}, Sidecars: []argoworkflows.UserContainer{{Name: "b"}}, InitContainers: []argoworkflows.UserContainer{{Name: "b"}}},
					{Name: "c", Resource: &argoworkflows.Resource{Action: argoworkflows.ResourceApply}, Parallelism: new(int64(1))},
					{Name: "d", DAG: dag(task{Name: "t", Call: call{Template: "c"}}), Timeout: "1h", ActiveDeadlineSeconds: number(1)},
				},
			},
			[]string{
				`.templates[1].suspend: Forbidden: excludes container: only one of them can be set`,
				`.templates[4].timeout: Forbidden: is for what has a pod of its own, and not for steps and dags`,
				`.templates[4].activeDeadlineSeconds: Forbidden: is for what has a pod of its own, and not for steps and dags`,
				`.templates[1].suspend.duration: Invalid value: "soon": must be a duration, as in "10m", or a variable, as in "{{inputs.parameters.timeout}}"`,
				`.templates[3].resource.manifest: Required value: only get and delete need none, which may have flags in its place`,
				`.hooks[none]: Required value: needs one of template, templateRef`,
				`.templates[0].name: Required value: others run it by its name`,
				`.templates[2].name: Duplicate value: "a"`,
				`.entrypoint: Unsupported value: "missing": supported values: "a", "c", "d"`,
				`.onExit: Unsupported value: "gone": supported values: "a", "c", "d"`,
				`.hooks[exit].template: Unsupported value: "gone": supported values: "a", "c", "d"`,
				`.hooks[running].expression: Required value: says when it is run`,
				`.templates[0]: Required value: needs one of container, script, resource, suspend, steps, dag`,
				`.templates[1].container.image: Required value: no default can know it`,
				`.templates[2].script.image: Required value: no default can know it`,
				`.templates[2].initContainers[0].image: Required value: no default can know it`,
				`.templates[2].sidecars[0].image: Required value: no default can know it`,
				`.templates[3].parallelism: Forbidden: is for steps and dags`,
			},
		},
		{"nothing is run", spec{Templates: []template{echo("a", nil)}}, []string{`.entrypoint: Required value: says which template is run`}},
		{
			"templates of two workflows",
			spec{WorkflowTemplateRef: &argoworkflows.WorkflowTemplateRef{Name: "a"}, Templates: []template{echo("a", nil)}},
			[]string{`.templates: Forbidden: excludes workflowTemplateRef: only one of them can be set`},
		},
		{
			"dependencies",
			spec{Entrypoint: "a", Templates: []template{
				{Name: "a", DAG: &argoworkflows.DAG{Target: "extract nobody", Tasks: []task{
					{Name: "extract", Call: call{Template: "b"}, Depends: "report && (nobody.Succeeded || report.Done)"},
					{Name: "report", Call: call{Template: "b"}, Dependencies: []string{"extract"}},
					{Name: "report", Call: call{Template: "b", ContinueOn: &argoworkflows.ContinueOn{Failed: true}}, Depends: "extract.AllFailed"},
					{Name: "1st", Call: call{}},
				}}},
				echo("b", nil),
			}},
			[]string{
				`.templates[0].dag.tasks[3]: Required value: needs one of template, templateRef`,
				`.templates[0].dag.tasks[2].name: Duplicate value: "report"`,
				`.templates[0].dag.tasks[0].depends: Invalid value: "nobody": must be the name of a task`,
				`.templates[0].dag.tasks[0].depends: Unsupported value: "Done": supported values: "Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned", "AnySucceeded", "AllFailed"`,
				`.templates[0].dag.tasks[1].dependencies: Forbidden: another task has depends, and a dag has the one or the other`,
				`.templates[0].dag.tasks[2].continueOn: Forbidden: say it by depends, as in "extract.Succeeded || extract.Failed"`,
				`.templates[0].dag.tasks[2].depends: Invalid value: "extract.AllFailed": is for a task that is a loop`,
				`.templates[0].dag.tasks[3].name: Invalid value: "1st": must not begin with a digit where tasks depend on each other`,
				`.templates[0].dag.target: Unsupported value: "nobody": supported values: "extract", "report", "report", "1st"`,
				`.templates[0].dag.tasks: Invalid value: "extract -> report -> extract": must not depend on each other in a circle`,
			},
		},
		{
			"arguments",
			spec{Entrypoint: "a", Arguments: values(argoworkflows.Parameter{Name: "day"}), Templates: []template{
				{Name: "a", Inputs: takes(x), DAG: dag(
					task{Name: "missing", Call: call{Template: "b"}},
					task{Name: "wrong", Call: call{Template: "b", Arguments: &args{
						Parameters: []argoworkflows.Parameter{parameter("y", ""), {Name: "x", ValueFrom: &argoworkflows.ValueFrom{Path: "/x"}}},
						Artifacts:  []artifact{{Name: "rows"}, {Name: "else", From: "{{inputs.artifacts.none}}"}},
					}}},
				)},
				{Name: "b", Container: &argoworkflows.Container{Image: "example.com/b:v1"}, Inputs: &inputs{
					Parameters: []argoworkflows.Parameter{x, x}, Artifacts: []artifact{{Name: "rows", From: "a"}, {Name: "more", Path: "/more", Optional: true}},
				}},
			}},
			[]string{
				`.arguments.parameters: Required value: "a" has the parameter "x", which has no default`,
				`.arguments.parameters[0]: Required value: needs one of value, valueFrom`,
				`.templates[0].dag.tasks[0].arguments.parameters: Required value: "b" has the parameter "x", which has no default`,
				`.templates[0].dag.tasks[0].arguments.artifacts: Required value: "b" has the artifact "rows", which isn't optional`,
				`.templates[0].dag.tasks[1].arguments.parameters[1].valueFrom: Forbidden: is for outputs: arguments have value, or configMapKeyRef`,
				`.templates[0].dag.tasks[1].arguments.artifacts[0]: Required value: needs from, or a place where it is kept`,
				`.templates[0].dag.tasks[1].arguments.parameters[0].name: Unsupported value: "y": supported values: "x", "x"`,
				`.templates[0].dag.tasks[1].arguments.artifacts[1].name: Unsupported value: "else": supported values: "rows", "more"`,
				`.templates[0].dag.tasks[1]: Invalid value: "{{inputs.artifacts.none}}": must be among the inputs of the template`,
				`.templates[1].inputs.parameters[1].name: Duplicate value: "x"`,
				`.templates[1].inputs.artifacts[0].path: Required value: says where it is in the container`,
				`.templates[1].inputs.artifacts[0].from: Forbidden: is for arguments: who runs the template says it`,
			},
		},
		{
			"outputs",
			spec{Entrypoint: "a", Templates: []template{
				{Name: "a", DAG: dag(task{Name: "t", Call: call{Template: "b"}}), Outputs: &outputs{
					Parameters: []argoworkflows.Parameter{{Name: "x", ValueFrom: &argoworkflows.ValueFrom{Path: "/x"}}, {Name: "y"}},
					Artifacts:  []artifact{{Name: "rows", Path: "/rows"}},
				}},
				{Name: "b", Container: &argoworkflows.Container{Image: "example.com/b:v1"}, Outputs: &outputs{
					Parameters: []argoworkflows.Parameter{{Name: "x", ValueFrom: &argoworkflows.ValueFrom{JSONPath: "{.x}"}}},
					Artifacts:  []artifact{{Name: "rows"}},
				}},
				{Name: "c", Resource: &argoworkflows.Resource{Action: argoworkflows.ResourceGet}, Outputs: &outputs{
					Parameters: []argoworkflows.Parameter{{Name: "x", ValueFrom: &argoworkflows.ValueFrom{Expression: "1", Path: "/x"}}},
				}},
			}},
			[]string{
				`.templates[2].outputs.parameters[0].valueFrom.expression: Forbidden: excludes path: only one of them can be set`,
				`.templates[0].outputs.artifacts[0].path: Forbidden: is for containers: steps and dags have none`,
				`.templates[0].outputs.parameters[0].valueFrom: Required value: needs one of parameter, expression in a template of this kind`,
				`.templates[0].outputs.parameters[1]: Required value: needs one of value, valueFrom`,
				`.templates[1].outputs.artifacts[0].path: Required value: says where it is in the container`,
				`.templates[1].outputs.parameters[0].valueFrom: Required value: needs path in a template of this kind`,
				`.templates[2].outputs.parameters[0].valueFrom: Required value: needs one of jsonPath, jqFilter in a template of this kind`,
			},
		},
		{
			"variables",
			spec{Entrypoint: "a", Templates: []template{
				{Name: "a", DAG: dag(
					task{Name: "first", Call: call{Template: "count", When: "{{item}} == 1"}},
					task{Name: "second", Call: call{Template: "say", Arguments: values(parameter("x", "{{tasks.first.outputs.parameters.n}} {{tasks.nobody.status}} {{steps.first.status}}"))}},
					task{Name: "third", Dependencies: []string{"first"}, Call: call{Template: "say", Arguments: values(
						parameter("x", "{{tasks.first.outputs.parameters.m}} {{tasks.first.outputs.artifacts.files}} {{workflow.parameters.day}}"))}},
				), Outputs: &outputs{Parameters: []argoworkflows.Parameter{{Name: "x", ValueFrom: &argoworkflows.ValueFrom{Parameter: "{{tasks.none.outputs.result}}"}}}}},
				{Name: "b", Steps: []argoworkflows.ParallelSteps{
					{{Name: "one", Call: call{Template: "count"}}, {Name: "two", Call: call{Template: "say", Arguments: values(parameter("x", "{{steps.one.outputs.parameters.n}}"))}}},
					{{Name: "two", Call: call{Template: "say", WithItems: []string{"a"}, WithParam: "[]", Arguments: values(parameter("x", "{{item}}"))}}},
				}},
				counts("count"),
				echo("say", takes(x), "{{inputs.parameters.y}}", "{{inputs.artifacts.rows.path}}", "{{tasks.first.outputs.result}}"),
			}},
			[]string{
				`.templates[1].steps[1][0].withParam: Forbidden: excludes withItems: only one of them can be set`,
				`.templates[0].dag.tasks[0]: Invalid value: "{{item}}": is for withItems, withParam and withSequence, and there is none of them`,
				`.templates[0].dag.tasks[1]: Invalid value: "{{tasks.first.outputs.parameters.n}}": must be of a task that this one depends on`,
				`.templates[0].dag.tasks[1]: Invalid value: "{{tasks.nobody.status}}": must be of a task of the dag`,
				`.templates[0].dag.tasks[1]: Invalid value: "{{steps.first.status}}": must begin with tasks here`,
				`.templates[0].dag.tasks[2]: Invalid value: "{{tasks.first.outputs.parameters.m}}": must be among the outputs of "count"`,
				`.templates[0].dag.tasks[2]: Invalid value: "{{tasks.first.outputs.artifacts.files}}": must be among the outputs of "count"`,
				`.templates[0].dag.tasks[2]: Invalid value: "{{workflow.parameters.day}}": must be among the workflow's arguments`,
				`.templates[0]: Invalid value: "{{tasks.none.outputs.result}}": must be of a task of the dag`,
				`.templates[1].steps[0][1]: Invalid value: "{{steps.one.outputs.parameters.n}}": must be of a step of an earlier group`,
				`.templates[1].steps[1][0].name: Duplicate value: "two"`,
				`.templates[3]: Invalid value: "{{inputs.parameters.y}}": must be among the inputs of the template`,
				`.templates[3]: Invalid value: "{{inputs.artifacts.rows.path}}": must be among the inputs of the template`,
				`.templates[3]: Invalid value: "{{tasks.first.outputs.result}}": is for arguments of steps and tasks: give it to the template as an input`,
			},
		},
	} {
		var want []string
		for _, w := range tc.want {
			want = append(want, "cronWorkflows[0].workflowSpec"+w)
		}
		if diff := cmp.Diff(want, errorsOf(cronOf(tc.spec))); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// What the controller takes is taken, however odd it looks.
func TestGoodWorkflows(t *testing.T) {
	x := argoworkflows.Parameter{Name: "x"}
	for name, s := range map[string]spec{
		"expressions and words of others": {Entrypoint: "a", Templates: []template{
			echo("a", nil, "{{=inputs.parameters.x ?? 'none'}}", "{{ pod.name }} {{workflow.creationTimestamp.Y}} {{retries}} {{lastRetry.exitCode}}", "{{ item }} {{ user.name }} {{", "}}"),
		}},
		"inputs, all at once": {Entrypoint: "a", Arguments: values(parameter("x", "1")), Templates: []template{
			echo("a", takes(x), "{{inputs.parameters}} {{inputs.parameters.x}} {{workflow.parameters}} {{workflow.parameters.json}} {{workflow.parameters.x}} {{tasks.name}}"),
		}},
		"a task of which all is read": {Entrypoint: "a", Templates: []template{
			counts("count"),
			{Name: "a", DAG: dag(
				task{Name: "one", Call: call{Template: "count", WithItems: []string{"a"}, Hooks: map[string]hook{"exit": {Template: "say", Arguments: values(parameter("x", "{{tasks.one.status}}"))}}}},
				task{Name: "two", Call: call{Template: "count"}, Depends: "one.AnySucceeded"},
				task{Name: "three", Depends: "two", Call: call{Template: "say", WithParam: "{{tasks.one.outputs.parameters}}", Arguments: values(
					parameter("x", "{{tasks.one.outputs.parameters.n}} {{tasks.one.outputs.result}} {{tasks.two.exitCode}} {{tasks.two.id}} {{item}} {{item.name}}"))}},
			)},
			echo("say", takes(x), "{{inputs.parameters.x}}"),
		}},
		"a template of another workflow": {Entrypoint: "a", Templates: []template{
			{Name: "a", Steps: []argoworkflows.ParallelSteps{
				{{Name: "one", Call: call{TemplateRef: &argoworkflows.TemplateRef{Name: "b", Template: "c"}, Arguments: values(parameter("any", "{{workflow.name}}"))}}},
				{{Name: "two", Call: call{Template: "say", Arguments: values(parameter("x", "{{steps.one.outputs.parameters.whatever}}"))}}},
			}},
			echo("say", takes(x)),
		}},
		"defaults have image and inputs": {
			Entrypoint: "a", Arguments: values(parameter("x", "1")),
			TemplateDefaults: &template{
				Inputs: takes(x), Container: &argoworkflows.Container{Image: "example.com/a:v1"}, Script: &argoworkflows.Script{Container: argoworkflows.Container{Image: "example.com/a:v1"}},
			},
			Templates: []template{{Name: "a", Container: &argoworkflows.Container{Args: []string{"{{inputs.parameters.x}}"}}}, {Name: "b", Inputs: takes()}},
		},
		"a loop of the workflow itself": {Entrypoint: "a", Templates: []template{
			{Name: "a", Steps: []argoworkflows.ParallelSteps{{{Name: "again", Call: call{Template: "a", When: "{{workflow.status}} == never"}}}}},
		}},
	} {
		if got := errorsOf(cronOf(s)); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	o := cronOf(spec{Entrypoint: "a", OnExit: "tell", Templates: []template{echo("a", nil)}})
	o.WorkflowDefaults = &argoworkflows.WorkflowDefaults{WorkflowSpec: spec{Templates: []template{echo("tell", nil)}}}
	if got := errorsOf(o); got != nil {
		t.Errorf("a template of the defaults: %v", got)
	}
}

// Defaults that have artifacts deleted need an account that may.
func TestDefaultsDeleteArtifacts(t *testing.T) {
	o := cronOf(spec{Entrypoint: "a", Templates: []template{echo("a", nil)}})
	o.WorkflowDefaults = &argoworkflows.WorkflowDefaults{WorkflowSpec: spec{
		ArtifactGC: &argoworkflows.WorkflowArtifactGC{ArtifactGC: argoworkflows.ArtifactGC{Strategy: argoworkflows.ArtifactsOnWorkflowDeletion}},
	}}
	want := []string{`cronWorkflows[0].workflowSpec.artifactGC: Forbidden: the account argo-workflow may not: set artifactGC of its namespace in workflowNamespaces`}
	if diff := cmp.Diff(want, errorsOf(o)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	o.WorkflowNamespaces[0].ArtifactGC = true
	if got := errorsOf(o); got != nil {
		t.Errorf("an account that may: %v", got)
	}
}

func TestBadNamedWorkflows(t *testing.T) {
	o := cronOf(spec{Entrypoint: "a", Templates: []template{echo("a", nil)}})
	o.CronWorkflows = append(o.CronWorkflows, o.CronWorkflows[0], argoworkflows.NamedCronWorkflow{
		Named: argoworkflows.Named{Name: "a-name-that-is-longer-than-those-of-its-workflows-may-be"}, Namespace: "else",
		CronWorkflowSpec: argoworkflows.CronWorkflowSpec{Schedules: []string{"every day"}, Timezone: "+09:00", ConcurrencyPolicy: "Wait", WorkflowSpec: spec{
			Entrypoint: "a", Templates: []template{{
				Name: "a", Container: &argoworkflows.Container{Image: "example.com/a:v1", Ports: []corev1.ContainerPort{{ContainerPort: 80}}},
				Memoize: &argoworkflows.Memoize{Key: "a", MaxAge: "1h", Cache: argoworkflows.Cache{ConfigMap: argoworkflows.ConfigMapName{Name: "a"}}},
			}},
		}},
	})
	o.WorkflowTemplates = []argoworkflows.NamedWorkflowTemplate{{
		Named: argoworkflows.Named{Name: "a"}, WorkflowSpec: spec{ArtifactGC: &argoworkflows.WorkflowArtifactGC{ArtifactGC: argoworkflows.ArtifactGC{Strategy: argoworkflows.ArtifactsOnWorkflowDeletion}}},
	}}
	want := []string{
		`cronWorkflows[2].schedules[0]: Invalid value: "every day": must have five fields, as in "0 9 * * mon-fri", or be one such as @daily`,
		`cronWorkflows[2].timezone: Invalid value: "+09:00": must match ^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`,
		`cronWorkflows[2].concurrencyPolicy: Unsupported value: "Wait": supported values: "Allow", "Forbid", "Replace"`,
		`workflowTemplates[0].artifactGC: Forbidden: the account argo-workflow may not: set artifactGC of its namespace in workflowNamespaces`,
		`cronWorkflows[1].name: Duplicate value: "a"`,
		`cronWorkflows[2].name: Too long: may not be more than 52 bytes`,
		`cronWorkflows[2].workflowSpec.serviceAccountName: Required value: workflowNamespaces doesn't have else, and the account default can't report what became of a pod`,
		`cronWorkflows[2].workflowSpec.templates[0].memoize: Forbidden: needs controller.memoization`,
	}
	if diff := cmp.Diff(want, errorsOf(o)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
