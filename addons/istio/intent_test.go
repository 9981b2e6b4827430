package istio_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/istio"
)

func build(t *testing.T, target addon.Target, o options) []addon.Object {
	t.Helper()
	return addontest.Objects[addon.Object](t, target, istio.New(o))
}

// values are those that istiod evaluates the templates with.
func values(t *testing.T, objs []addon.Object, configMap string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(addontest.Find[*corev1.ConfigMap](t, objs, configMap).Data["values"]), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func at(v any, path ...string) any {
	for _, p := range path {
		v = v.(map[string]any)[p]
	}
	return v
}

// Istiod gets upstream's templates to the byte, and nothing of the notes above them.
func TestTemplatesAreUpstreams(t *testing.T) {
	var config struct {
		DefaultTemplates []string
		Policy           string
		Templates        map[string]string
	}
	objs := build(t, addontest.Target(), options{})
	if err := yaml.Unmarshal([]byte(addontest.Find[*corev1.ConfigMap](t, objs, "istio-sidecar-injector").Data["config"]), &config); err != nil {
		t.Fatal(err)
	}
	if config.Policy != "enabled" || !slices.Equal(config.DefaultTemplates, []string{"sidecar"}) {
		t.Errorf("policy %s, default templates %v", config.Policy, config.DefaultTemplates)
	}
	files, err := filepath.Glob("injection/*.yaml")
	if err != nil || len(files) != 8 || len(config.Templates) != 8 {
		t.Fatalf("%d files, %d templates: %v", len(files), len(config.Templates), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		body := config.Templates[strings.TrimSuffix(filepath.Base(file), ".yaml")]
		note, isTail := strings.CutSuffix(string(text), body)
		if !isTail || len(body) < 1000 {
			t.Errorf("%s is not what istiod gets", file)
		}
		for line := range strings.Lines(note) {
			if line != "\n" && !strings.HasPrefix(line, "# ") {
				t.Errorf("%s: istiod doesn't get %q", file, line)
			}
		}
	}
}

// A template of the user's takes the place of upstream's of that name.
func TestOwnTemplates(t *testing.T) {
	objs := build(t, addontest.Target(), options{Injection: istio.Injection{Templates: map[string]string{"sidecar": "spec: {}\n"}}})
	var config struct{ Templates map[string]string }
	if err := yaml.Unmarshal([]byte(addontest.Find[*corev1.ConfigMap](t, objs, "istio-sidecar-injector").Data["config"]), &config); err != nil {
		t.Fatal(err)
	}
	if got := config.Templates["sidecar"]; got != "spec: {}\n" {
		t.Errorf("sidecar is %q", got)
	}
}

// Proxies that istiod injects come by way of the mirror too.
func TestInjectedImagesAreMirrored(t *testing.T) {
	target := addontest.Target()
	target.Mirror = addon.Mirror{"docker.io": "mirror.example.com/hub"}
	global := at(values(t, build(t, target, options{}), "istio-sidecar-injector"), "global")
	if got := at(global, "hub"); got != "mirror.example.com/hub/istio" {
		t.Errorf("hub is %v", got)
	}
	own := options{Proxy: istio.Proxy{Image: addon.Image{Repository: "docker.io/hardened/proxyv2", Tag: "1.31.1"}}}
	global = at(values(t, build(t, target, own), "istio-sidecar-injector"), "global")
	for _, of := range []string{"proxy", "proxy_init"} {
		if got := at(global, of, "image"); got != "mirror.example.com/hub/hardened/proxyv2:1.31.1" {
			t.Errorf("%s's image is %v", of, got)
		}
	}
}

// Two revisions share nothing but what the base has.
func TestRevisionsShareNothing(t *testing.T) {
	names := map[string]bool{}
	for _, o := range build(t, addontest.Target(), options{}) {
		names[o.GetObjectKind().GroupVersionKind().Kind+" "+o.GetName()] = true
	}
	for _, o := range build(t, addontest.Target(), options{Instance: "canary", Base: istio.Base{Disabled: true}}) {
		kind := o.GetObjectKind().GroupVersionKind().Kind
		if kind != "Namespace" && names[kind+" "+o.GetName()] {
			t.Errorf("both have %s %s", kind, o.GetName())
		}
	}
}

// The names by which pods choose the revision, hook by hook.
func TestWhoIsInjected(t *testing.T) {
	hooks := func(o options, name string) []string {
		var out []string
		for _, w := range addontest.Find[*admissionv1.MutatingWebhookConfiguration](t, build(t, addontest.Target(), o), name).Webhooks {
			out = append(out, strings.TrimSuffix(w.Name, ".sidecar-injector.istio.io"))
		}
		return out
	}
	named := []string{"rev.namespace", "rev.object"}
	byDefault := []string{"rev.namespace", "rev.object", "namespace", "object"}
	all := append(slices.Clone(byDefault), "auto")
	everywhere := istio.Injection{EnableNamespacesByDefault: true}
	for _, tc := range []struct {
		o    options
		name string
		want []string
	}{
		{options{}, "istio-sidecar-injector", byDefault},
		{options{Injection: everywhere}, "istio-sidecar-injector", all},
		{options{Revision: "v2"}, "istio-sidecar-injector-v2", named},
		{options{Revision: "v2", RevisionTags: []string{"prod"}}, "istio-revision-tag-prod", named},
		{options{Revision: "v2", RevisionTags: []string{"default"}}, "istio-revision-tag-default", byDefault},
		{options{Revision: "v2", RevisionTags: []string{"default"}, Injection: everywhere}, "istio-revision-tag-default", all},
		{options{Namespace: "mesh"}, "istio-sidecar-injector-mesh", byDefault},
	} {
		if diff := cmp.Diff(tc.want, hooks(tc.o, tc.name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

// With the CA known beforehand istiod has nothing to write into the webhooks.
func TestKnownCA(t *testing.T) {
	objs := build(t, addontest.Target(), options{CABundle: ca})
	for _, name := range []string{"istiod-default-validator", "istio-validator-istio-system"} {
		w := addontest.Find[*admissionv1.ValidatingWebhookConfiguration](t, objs, name).Webhooks[0]
		if *w.FailurePolicy != admissionv1.Fail || string(w.ClientConfig.CABundle) != ca {
			t.Errorf("%s: policy %s, CA %q", name, *w.FailurePolicy, w.ClientConfig.CABundle)
		}
	}
	for _, w := range addontest.Find[*admissionv1.MutatingWebhookConfiguration](t, objs, "istio-sidecar-injector").Webhooks {
		if string(w.ClientConfig.CABundle) != ca {
			t.Errorf("%s has no CA", w.Name)
		}
	}
}

// What istiod writes into webhooks is marked, so that no engine takes it back.
func TestWhatIstiodWrites(t *testing.T) {
	const bundle, both = "webhooks[].clientConfig.caBundle", "webhooks[].clientConfig.caBundle,webhooks[].failurePolicy"
	marks := func(o options) map[string]string {
		out := map[string]string{}
		for _, o := range build(t, addontest.Target(), o) {
			if fields, ok := o.GetAnnotations()[addon.AnnotationPatched]; ok {
				out[o.GetName()] = fields
			}
		}
		return out
	}
	for _, tc := range []struct {
		o    options
		want map[string]string
	}{
		{options{}, map[string]string{"istio-sidecar-injector": bundle, "istiod-default-validator": both, "istio-validator-istio-system": both}},
		{
			options{Validation: istio.Validation{FailurePolicy: admissionv1.Fail}},
			map[string]string{"istio-sidecar-injector": bundle, "istiod-default-validator": bundle, "istio-validator-istio-system": bundle},
		},
		{options{CABundle: ca}, map[string]string{}},
	} {
		if diff := cmp.Diff(tc.want, marks(tc.o)); diff != "" {
			t.Errorf("marked fields (-want +got):\n%s", diff)
		}
	}
}

// Gateways start anew for what istiod injects into them, and for nothing else.
func TestGatewaysFollowTheInjector(t *testing.T) {
	hash := func(change func(*options)) string {
		o := options{Gateways: []istio.GatewayWorkload{{Name: "istio-ingressgateway"}}}
		change(&o)
		d := addontest.Find[*appsv1.Deployment](t, build(t, addontest.Target(), o), "istio-ingressgateway")
		return d.Spec.Template.Annotations["checksum/injection"]
	}
	base := hash(func(*options) {})
	for name, tc := range map[string]struct {
		change  func(*options)
		changes bool
	}{
		"log level":      {func(o *options) { o.Proxy.LogLevel = istio.ProxyDebug }, true},
		"tag":            {func(o *options) { o.Tag = "1.31.0" }, true},
		"proxy config":   {func(o *options) { o.Mesh.DefaultConfig.DrainDuration = seconds(9) }, true},
		"waypoints":      {func(o *options) { o.Waypoint.NodeSelector = map[string]string{"a": "b"} }, false},
		"access log":     {func(o *options) { o.Mesh.AccessLogFile = "/dev/stdout" }, false},
		"istiod's image": {func(o *options) { o.Pods.Image = addon.Image{Repository: "example.com/pilot", Tag: "1.31.1"} }, false},
		"sidecars' memory": {func(o *options) {
			o.Proxy.Resources.Requests = corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("1Gi")}
		}, false},
	} {
		if changed := hash(tc.change) != base; changed != tc.changes {
			t.Errorf("%s: changed is %v", name, changed)
		}
	}
}

// What holds for all pods of the cluster holds for gateways too, though they are entries of
// a list.
func TestGatewaysHaveTheTargetsPods(t *testing.T) {
	target := addontest.Target()
	target.Pods = addon.Pods{NodeSelector: map[string]string{"pool": "infra"}, PriorityClassName: "infra"}
	objs := build(t, target, options{Gateways: []istio.GatewayWorkload{{Name: "istio-ingressgateway"}}})
	for _, name := range []string{"istiod", "istio-ingressgateway"} {
		spec := addontest.Find[*appsv1.Deployment](t, objs, name).Spec.Template.Spec
		if spec.NodeSelector["pool"] != "infra" || spec.PriorityClassName != "infra" {
			t.Errorf("%s: node selector %v, priority class %q", name, spec.NodeSelector, spec.PriorityClassName)
		}
	}
}

// Naming a tracer doesn't switch metrics off.
func TestMetricsStay(t *testing.T) {
	o := options{Mesh: istio.MeshConfig{
		ExtensionProviders: []istio.ExtensionProvider{{Name: "dd", Datadog: &istio.DatadogTracer{Service: "dd", Port: 8126}}},
		DefaultProviders:   istio.DefaultProviders{Tracing: []string{"dd"}},
	}}
	var mesh map[string]any
	text := addontest.Find[*corev1.ConfigMap](t, build(t, addontest.Target(), o), "istio").Data["mesh"]
	if err := yaml.Unmarshal([]byte(text), &mesh); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"metrics": []any{"prometheus"}, "tracing": []any{"dd"}}
	if diff := cmp.Diff(want, mesh["defaultProviders"]); diff != "" {
		t.Errorf("default providers (-want +got):\n%s", diff)
	}
}
