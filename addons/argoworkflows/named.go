package argoworkflows

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// workflows are those among the options.
func workflows(t addon.Target, o Options) []addon.Object {
	var objs []addon.Object
	for _, w := range o.ClusterWorkflowTemplates {
		meta := w.meta(o, "")
		objs = append(objs, NewClusterWorkflowTemplate(meta, w.WorkflowSpec.mirrored(t)))
	}
	for _, w := range o.WorkflowTemplates {
		namespace := o.workflowNamespace(w.Namespace)
		spec := w.WorkflowSpec.mirrored(t)
		spec.ServiceAccountName = o.accountOf(namespace, spec)
		objs = append(objs, NewWorkflowTemplate(w.meta(o, namespace), spec))
	}
	for _, w := range o.CronWorkflows {
		namespace := o.workflowNamespace(w.Namespace)
		spec := w.CronWorkflowSpec
		spec.WorkflowSpec = spec.WorkflowSpec.mirrored(t)
		spec.WorkflowSpec.ServiceAccountName = o.accountOf(namespace, spec.WorkflowSpec)
		objs = append(objs, NewCronWorkflow(w.meta(o, namespace), spec))
	}
	return objs
}

// meta is what a workflow goes by. With an instance ID the controller looks after those with its
// label only.
func (n Named) meta(o Options, namespace string) metav1.ObjectMeta {
	id := o.identity().Of("workflow").In(namespace)
	meta := id.Meta(n.Name)
	meta.Labels = kube.Over(n.Labels, meta.Labels)
	if o.InstanceID != "" {
		meta.Labels["workflows.argoproj.io/controller-instanceid"] = o.InstanceID
	}
	meta.Annotations = n.Annotations
	return meta
}

// workflowNamespace is the namespace of a workflow, with that which is left out.
func (o Options) workflowNamespace(namespace string) string {
	switch {
	case namespace != "":
		return namespace
	case len(o.WorkflowNamespaces) > 0:
		return o.WorkflowNamespaces[0].Name
	}
	return o.Namespace
}

// accountOf is the service account that a workflow names, or gets by its namespace. It is empty
// where the defaults or a WorkflowTemplate may have one.
func (o Options) accountOf(namespace string, spec WorkflowSpec) string {
	if spec.ServiceAccountName != "" || spec.WorkflowTemplateRef != nil || o.WorkflowDefaults != nil && o.WorkflowDefaults.ServiceAccountName != "" {
		return spec.ServiceAccountName
	}
	i := slices.IndexFunc(o.WorkflowNamespaces, func(n WorkflowNamespace) bool { return n.Name == namespace })
	if i < 0 {
		return ""
	}
	return o.WorkflowNamespaces[i].account()
}

// mirrored is the workflow with the images as the target pulls them.
func (s WorkflowSpec) mirrored(t addon.Target) WorkflowSpec {
	s.Templates = slices.Clone(s.Templates)
	for i := range s.Templates {
		s.Templates[i] = s.Templates[i].mirrored(t)
	}
	if s.TemplateDefaults != nil {
		s.TemplateDefaults = new(s.TemplateDefaults.mirrored(t))
	}
	return s
}

func (t Template) mirrored(target addon.Target) Template {
	image := func(c Container) Container {
		if !strings.HasPrefix(c.Image, "{{") { // what is a variable nobody knows yet
			c.Image = target.Mirror.Rewrite(c.Image)
		}
		return c
	}
	if t.Container != nil {
		t.Container = new(image(*t.Container))
	}
	if t.Script != nil {
		t.Script = &Script{image(t.Script.Container), t.Script.Source}
	}
	t.InitContainers, t.Sidecars = slices.Clone(t.InitContainers), slices.Clone(t.Sidecars)
	for _, containers := range [][]UserContainer{t.InitContainers, t.Sidecars} {
		for i := range containers {
			containers[i].Container = image(containers[i].Container)
		}
	}
	return t
}
