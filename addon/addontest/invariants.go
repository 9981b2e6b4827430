package addontest

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/validate/content"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// invariants holds a plan to what every addon promises.
func (c Case[O]) invariants(t *testing.T, plan *cluster.Plan) {
	t.Helper()
	unused := maps.Clone(c.Because)
	explained := func(o addon.Object) bool {
		key := kind(o) + " " + o.GetName()
		delete(unused, key)
		return c.Because[key] != ""
	}
	found(t, plan)
	for _, it := range plan.Items {
		o := it.Object
		named(t, o)
		labelled(t, it)
		scoped(t, o, plan)
		if template := kube.TemplateOf(o); template != nil {
			for _, why := range powers(template.Spec) {
				if !explained(o) {
					t.Errorf("%s %s: %s: explain it in the case's Because", kind(o), o.GetName(), why)
				}
			}
		}
		if wildcard(o) && !explained(o) {
			t.Errorf("%s %s: grants a wildcard: explain it in the case's Because", kind(o), o.GetName())
		}
		if s, ok := o.(*corev1.Service); ok {
			serves(t, s)
		}
	}
	for key := range unused {
		t.Errorf("Because explains %s, which needs no explanation", key)
	}
}

func kind(o addon.Object) string { return o.GetObjectKind().GroupVersionKind().Kind }

// named checks that the API server accepts the object's name, namespace and labels.
func named(t *testing.T, o addon.Object) {
	t.Helper()
	problems := validation.IsDNS1123Subdomain(o.GetName())
	if o.GetObjectKind().GroupVersionKind().Group == rbacv1.GroupName {
		problems = content.IsPathSegmentName(o.GetName())
	}
	for _, p := range problems {
		t.Errorf("%s %q: name: %s", kind(o), o.GetName(), p)
	}
	for k, v := range o.GetLabels() {
		for _, p := range append(validation.IsQualifiedName(k), validation.IsValidLabelValue(v)...) {
			t.Errorf("%s %s: label %s=%s: %s", kind(o), o.GetName(), k, v, p)
		}
	}
}

// labelled checks the labels that everything carries.
func labelled(t *testing.T, it cluster.Item) {
	t.Helper()
	want := []string{addon.LabelManagedBy}
	if it.Addon != "" {
		want = append(want, addon.LabelName, addon.LabelInstance, addon.LabelPartOf)
	}
	for _, l := range want {
		if it.Object.GetLabels()[l] == "" {
			t.Errorf("%s %s: has no label %s", kind(it.Object), it.Object.GetName(), l)
		}
	}
}

// clusterWide are the kinds, of those that addons write, that are in no namespace.
var clusterWide = []string{
	"Namespace", "CustomResourceDefinition", "StorageClass", "VolumeAttributesClass", "CSIDriver",
	"IngressClass", "PriorityClass", "RuntimeClass", "DeviceClass", "ClusterRole",
	"ClusterRoleBinding", "APIService", "MutatingWebhookConfiguration",
	"ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
	"PersistentVolume",
}

// scoped checks that what is namespaced is in a namespace, and that nothing else is.
func scoped(t *testing.T, o addon.Object, plan *cluster.Plan) {
	t.Helper()
	wide := slices.Contains(clusterWide, kind(o))
	if gvk := o.GetObjectKind().GroupVersionKind(); !addon.BuiltinGroup(gvk.Group) {
		known := false
		for _, it := range plan.Items {
			if d, ok := it.Object.(*kube.CRD); ok && d.Group() == gvk.Group && d.Kind() == gvk.Kind {
				known, wide = true, d.Scope() == "Cluster"
			}
		}
		if !known {
			return
		}
	}
	if wide != (o.GetNamespace() == "") {
		t.Errorf("%s %s: is in namespace %q", kind(o), o.GetName(), o.GetNamespace())
	}
}

// theOperators are the checks whose findings are for whoever runs a cluster to judge.
var theOperators = []check.Name{"lifecycle", "permissions", "requests"}

// found checks that the checks of a plan find nothing that is the addon's to mend. Errors
// stop the golden's render already.
func found(t *testing.T, plan *cluster.Plan) {
	t.Helper()
	for _, p := range plan.Problems() {
		if p.Severity == check.Warning && !slices.Contains(theOperators, p.Check) {
			t.Errorf("warning: %s", p)
		}
	}
}

// selected tells whether a workload takes pods of these labels for its own.
func selected(o addon.Object, pods map[string]string) bool {
	s, err := metav1.LabelSelectorAsSelector(kube.SelectorOf(o))
	return err == nil && s.Matches(labels.Set(pods))
}

// serves checks that a Service says to which ports of the pods it leads.
func serves(t *testing.T, s *corev1.Service) {
	t.Helper()
	for _, p := range s.Spec.Ports {
		if p.TargetPort == (intstr.IntOrString{}) {
			t.Errorf("Service %s: port %s has no target port", s.Name, p.Name)
		}
	}
}

// powers lists what lifts pods above what the baseline of Pod Security allows.
func powers(spec corev1.PodSpec) []string {
	var out []string
	if spec.HostNetwork || spec.HostPID || spec.HostIPC {
		out = append(out, "shares a namespace of its node")
	}
	for _, v := range spec.Volumes {
		if v.HostPath != nil {
			out = append(out, "mounts "+v.HostPath.Path+" of its node")
		}
	}
	for _, c := range slices.Concat(spec.InitContainers, spec.Containers) {
		sc := c.SecurityContext
		if sc == nil {
			continue
		}
		if sc.Privileged != nil && *sc.Privileged {
			out = append(out, "container "+c.Name+" is privileged")
		}
		if sc.Capabilities != nil && len(sc.Capabilities.Add) > 0 {
			out = append(out, "container "+c.Name+" adds capabilities")
		}
	}
	return out
}

// wildcard tells whether a role grants more than it names.
func wildcard(o addon.Object) bool {
	var rules []rbacv1.PolicyRule
	switch o := o.(type) {
	case *rbacv1.Role:
		rules = o.Rules
	case *rbacv1.ClusterRole:
		rules = o.Rules
	}
	return slices.ContainsFunc(rules, func(r rbacv1.PolicyRule) bool {
		return slices.Contains(r.Verbs, "*") || slices.Contains(r.Resources, "*") || slices.Contains(r.APIGroups, "*") ||
			slices.ContainsFunc(r.Resources, func(s string) bool { return strings.HasPrefix(s, "*/") })
	})
}

// mirrored renders the case with a mirror for every registry that it pulls from and looks
// for a reference that doesn't go through it, wherever it stands.
func (c Case[O]) mirrored(t *testing.T, def addon.Definition[O], plan *cluster.Plan) {
	t.Helper()
	const mirror = "mirror.example.com/"
	target := c.target()
	target.Mirror = addon.Mirror{}
	for _, it := range plan.Items {
		template := kube.TemplateOf(it.Object)
		if template == nil {
			continue
		}
		for _, container := range slices.Concat(template.Spec.InitContainers, template.Spec.Containers) {
			registry, _, ok := strings.Cut(container.Image, "/")
			if !ok || !strings.Contains(registry, ".") {
				registry = "docker.io"
			}
			target.Mirror[registry] = mirror + registry
		}
	}
	text := strings.ReplaceAll(string(stream(t, c.plan(t, target, def.New(c.Options)))), mirror, "\x00")
	for registry := range target.Mirror {
		for line := range strings.Lines(text) {
			if i := strings.Index(line, registry+"/"); i >= 0 && (i == 0 || line[i-1] != 0) {
				t.Errorf("an image doesn't go through the mirror: %s", strings.TrimSpace(line))
			}
		}
	}
}

// twice installs the addon a second time, if it can be, in the same cluster.
func (c Case[O]) twice(t *testing.T, def addon.Definition[O]) {
	t.Helper()
	if !def.Instantiable() {
		return
	}
	second := c.Options
	reflect.ValueOf(&second).Elem().FieldByName("Instance").SetString("second")
	if c.Second != nil {
		c.Second(&second)
	}
	plan := c.plan(t, c.target(), def.New(c.Options), def.New(second))
	for _, a := range plan.Items {
		if kube.SelectorOf(a.Object) == nil {
			continue
		}
		for _, b := range plan.Items {
			pods := kube.TemplateOf(b.Object)
			if pods == nil || b.Addon == a.Addon || a.Object.GetNamespace() != b.Object.GetNamespace() {
				continue
			}
			if selected(a.Object, pods.Labels) {
				t.Errorf("%s of %s selects the pods of %s", a.Object.GetName(), a.Addon, b.Addon)
			}
		}
	}
}
