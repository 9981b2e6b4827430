package emissary_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/emissary"
)

func build(t *testing.T, o emissary.Options) []addon.Object {
	t.Helper()
	return addontest.Objects[addon.Object](t, addontest.Target(), emissary.New(o))
}

// find returns the one object of a type, kind and name.
func find[T addon.Object](t *testing.T, objs []addon.Object, kind, name string) T {
	t.Helper()
	for _, o := range objs {
		if x, ok := o.(T); ok && o.GetName() == name && o.GetObjectKind().GroupVersionKind().Kind == kind {
			return x
		}
	}
	t.Fatalf("there is no %s %s", kind, name)
	panic("unreachable")
}

func env(pods corev1.PodTemplateSpec) map[string]string {
	all := map[string]string{}
	for _, e := range pods.Spec.Containers[0].Env {
		all[e.Name] = e.Value
	}
	return all
}

// Resources that name no ID are the default Emissary's, so those of another install must
// name theirs, wherever they stand.
func TestResourcesOfAnInstanceNameIt(t *testing.T) {
	o := emissary.Options{
		Instance:         "internal",
		DefaultListeners: true,
		Hosts:            []emissary.NamedHost{{Name: "a"}, {Name: "b", HostSpec: emissary.HostSpec{AmbassadorID: []string{"_automatic_"}}}},
		TracingService:   &emissary.NamedTracingService{Name: "a", TracingServiceSpec: emissary.TracingServiceSpec{Driver: emissary.Datadog, Service: "agent"}},
	}
	objs := build(t, o)
	ids := func(kind, name string) []string {
		switch o := find[addon.Object](t, objs, kind, name).(type) {
		case *emissary.Listener:
			return o.Spec.AmbassadorID
		case *emissary.Host:
			return o.Spec.AmbassadorID
		case *emissary.Module:
			return o.Spec.AmbassadorID
		case *emissary.TracingService:
			return o.Spec.AmbassadorID
		}
		return nil
	}
	for _, tc := range []struct{ kind, name, want string }{
		{"Listener", "emissary-ingress-internal-http-listener", "internal"},
		{"Listener", "emissary-ingress-internal-https-listener", "internal"},
		{"Host", "a", "internal"},
		{"Host", "b", "_automatic_"},
		{"Module", "ambassador", "internal"},
		{"TracingService", "a", "internal"},
	} {
		if got := ids(tc.kind, tc.name); !slices.Equal(got, []string{tc.want}) {
			t.Errorf("%s %s is for %q, not %q", tc.kind, tc.name, got, tc.want)
		}
	}
	class := find[*networkingv1.IngressClass](t, objs, "IngressClass", "ambassador-internal")
	if got := class.Annotations["getambassador.io/ambassador-id"]; got != "internal" {
		t.Errorf("the ingress class is for %q", got)
	}
	d := find[*appsv1.Deployment](t, objs, "Deployment", "emissary-ingress-internal")
	if got := env(d.Spec.Template)["AMBASSADOR_ID"]; got != "internal" {
		t.Errorf("the pods are %q", got)
	}
	if o.TracingService.AmbassadorID != nil {
		t.Error("the caller's options were changed")
	}
}

// A cluster has one set of definitions, which the install without an instance brings.
func TestDefinitionsAreBroughtOnce(t *testing.T) {
	for _, tc := range []struct {
		options emissary.Options
		want    int
	}{
		{emissary.Options{}, 14},
		{emissary.Options{CRDs: emissary.LeaveCRDs}, 0},
		{emissary.Options{Instance: "internal"}, 0},
		{emissary.Options{Instance: "internal", CRDs: emissary.InstallCRDs}, 14},
	} {
		got := 0
		for _, o := range build(t, tc.options) {
			if _, ok := o.(*kube.CRD); ok {
				got++
			}
		}
		if got != tc.want {
			t.Errorf("instance %q, crds %q: %d definitions, want %d", tc.options.Instance, tc.options.CRDs, got, tc.want)
		}
	}
}

// Older versions are converted by a Service in the webhook's namespace, and what is stored is
// v2. A Listener never had another version.
func TestLegacyDefinitions(t *testing.T) {
	for _, tc := range []struct {
		legacy emissary.Legacy
		want   []string
	}{
		{emissary.Legacy{}, []string{"v3alpha1"}},
		{emissary.Legacy{Enabled: true, Namespace: "1234"}, []string{"v2", "v3alpha1"}},
		{emissary.Legacy{Enabled: true, Namespace: "a", V1: true}, []string{"v1", "v2", "v3alpha1"}},
	} {
		objs := build(t, emissary.Options{Legacy: tc.legacy})
		listeners := find[*kube.CRD](t, objs, "CustomResourceDefinition", "listeners.getambassador.io")
		if got := listeners.Versions(); !slices.Equal(got, []string{"v3alpha1"}) {
			t.Errorf("Listeners have the versions %q", got)
		}
		mappings := find[*kube.CRD](t, objs, "CustomResourceDefinition", "mappings.getambassador.io")
		if diff := cmp.Diff(tc.want, mappings.Versions()); diff != "" {
			t.Error(diff)
		}
		var d struct {
			Spec struct {
				Conversion struct {
					Webhook struct {
						ClientConfig struct {
							Service struct{ Namespace, Name string }
						}
					}
				}
				Versions []struct {
					Name    string
					Storage bool
				}
			}
		}
		data, err := mappings.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatal(err)
		}
		if got := d.Spec.Conversion.Webhook.ClientConfig.Service.Namespace; got != tc.legacy.Namespace {
			t.Errorf("the webhook is looked for in %q, not %q", got, tc.legacy.Namespace)
		}
		stored := "v3alpha1"
		if tc.legacy.Enabled {
			stored = "v2"
		}
		for _, v := range d.Spec.Versions {
			if v.Storage != (v.Name == stored) {
				t.Errorf("%s: stored: %v", v.Name, v.Storage)
			}
		}
	}
}

// The webhook knows the definitions to put its CA into by a label.
func TestConverterFindsTheDefinitions(t *testing.T) {
	objs := build(t, emissary.Options{Legacy: emissary.Legacy{Enabled: true}})
	args := find[*appsv1.Deployment](t, objs, "Deployment", "emissary-apiext").Spec.Template.Spec.Containers[0].Args
	selector, err := metav1.ParseToLabelSelector(args[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objs {
		if crd, ok := o.(*kube.CRD); ok {
			for k, v := range selector.MatchLabels {
				if crd.Labels[k] != v {
					t.Errorf("%s has the label %s=%s, the webhook looks for %s", crd.Name, k, crd.Labels[k], v)
				}
			}
		}
	}
}

// What Emissary watches in one namespace only, it mustn't read elsewhere. Secrets above all.
func TestSingleNamespaceReadsNothingElse(t *testing.T) {
	for _, o := range build(t, emissary.Options{SingleNamespace: true}) {
		if role, ok := o.(*rbacv1.ClusterRole); ok {
			for _, rule := range role.Rules {
				if slices.Contains(rule.Resources, "secrets") {
					t.Errorf("ClusterRole %s reads Secrets everywhere", role.Name)
				}
			}
		}
	}
}

// Gathered roles of one install must not be another's too.
func TestRolesAreGatheredByInstall(t *testing.T) {
	for _, instance := range []string{"", "internal"} {
		objs := build(t, emissary.Options{Instance: instance})
		whole := find[*rbacv1.ClusterRole](t, objs, "ClusterRole", addon.InstanceName("emissary-ingress", instance))
		want := whole.AggregationRule.ClusterRoleSelectors[0].MatchLabels
		for _, part := range []string{"-crd", "-watch"} {
			labels := find[*rbacv1.ClusterRole](t, objs, "ClusterRole", whole.Name+part).Labels
			for k, v := range want {
				if labels[k] != v {
					t.Errorf("%s%s: %s is %q, want %q", whole.Name, part, k, labels[k], v)
				}
			}
		}
	}
}

func TestAvailability(t *testing.T) {
	for _, tc := range []struct {
		name     string
		options  emissary.Options
		replicas *int32
		budget   bool
	}{
		{"by default", emissary.Options{}, new(int32(3)), true},
		{"one", emissary.Options{Pods: addon.Pods{Replicas: new(int32(1))}}, new(int32(1)), false},
		{"autoscaled", emissary.Options{Autoscaling: hpa.Autoscaling{Enabled: true}}, nil, true},
	} {
		objs := build(t, tc.options)
		d := find[*appsv1.Deployment](t, objs, "Deployment", "emissary-ingress")
		if diff := cmp.Diff(tc.replicas, d.Spec.Replicas); diff != "" {
			t.Errorf("%s: replicas: %s", tc.name, diff)
		}
		budget := slices.ContainsFunc(objs, func(o addon.Object) bool { _, ok := o.(*policyv1.PodDisruptionBudget); return ok })
		if budget != tc.budget || (len(d.Spec.Template.Spec.TopologySpreadConstraints) > 0) != tc.budget {
			t.Errorf("%s: a budget: %v, spread: %d", tc.name, budget, len(d.Spec.Template.Spec.TopologySpreadConstraints))
		}
	}
}

// The kubelet knows how to wait since Kubernetes 1.30: before, pods wouldn't be made at all.
func TestShutdownDelayNeedsItsKubernetes(t *testing.T) {
	o := emissary.Options{ShutdownDelay: seconds(10)}
	for version, want := range map[addon.Version]string{
		"1.30": "",
		"1.29": "shutdownDelay: Forbidden: needs Kubernetes 1.30: the cluster runs 1.29",
	} {
		_, err := emissary.New(o).Objects(addon.Target{Name: "prod", Kubernetes: version})
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", version, got, want)
		}
	}
}

// A log's format is a text or a map, and must come out of a copy as it went in.
func TestLogFormat(t *testing.T) {
	for _, tc := range []struct {
		log  emissary.AccessLog
		want string
	}{
		{emissary.AccessLog{}, ""},
		{emissary.AccessLog{Text: "%RESPONSE_CODE%"}, `"envoy_log_format":"%RESPONSE_CODE%"`},
		{emissary.AccessLog{Type: emissary.LogJSON, Fields: map[string]string{"a": "b"}}, `"envoy_log_format":{"a":"b"}`},
	} {
		module := find[*emissary.Module](t, build(t, emissary.Options{AccessLog: tc.log}), "Module", "ambassador")
		for _, o := range []addon.Object{module, module.DeepCopyObject().(*emissary.Module)} {
			data, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(data), tc.want) || tc.want == "" && strings.Contains(string(data), "envoy_log_format") {
				t.Errorf("%s: want %s", data, tc.want)
			}
		}
	}
}
