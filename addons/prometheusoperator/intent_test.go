package prometheusoperator_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

// find returns the one object of a type and name.
func find[T addon.Object](t *testing.T, objs []addon.Object, name string) T {
	t.Helper()
	for _, o := range objs {
		if o, ok := o.(T); ok && o.GetName() == name {
			return o
		}
	}
	t.Fatalf("there is no %T %s", *new(T), name)
	panic("unreachable")
}

// Nothing and everything are told apart, in Go and in what is written.
func TestNothingIsNotEverything(t *testing.T) {
	for _, tc := range []struct {
		selection prometheusoperator.Selection
		want      string
	}{
		{prometheusoperator.Selection{}, `{}`},
		{prometheusoperator.Selection{ServiceMonitorSelector: prometheusoperator.AllObjects()}, `{"serviceMonitorSelector":{}}`},
		{
			prometheusoperator.Selection{
				ServiceMonitorSelector:          prometheusoperator.ObjectsWith(map[string]string{"team": "shop"}),
				ServiceMonitorNamespaceSelector: prometheusoperator.AllNamespaces(),
			},
			`{"serviceMonitorSelector":{"matchLabels":{"team":"shop"}},"serviceMonitorNamespaceSelector":{}}`,
		},
	} {
		p := prometheusoperator.NewPrometheus(metav1.ObjectMeta{}, prometheusoperator.PrometheusSpec{Selection: tc.selection})
		got, err := json.Marshal(p.Spec)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tc.want, string(got)); diff != "" {
			t.Error(diff)
		}
	}
}

// What Namespaced makes is what the option makes, but for the addon that the objects are of.
func TestNamespacedIsTheOption(t *testing.T) {
	n := fullNamespaced()
	read := func(objs []addon.Object) map[string]string {
		out := map[string]string{}
		for _, o := range objs {
			if o.GetNamespace() != "shop" && o.GetNamespace() != "search" {
				continue
			}
			labels := o.GetLabels()
			delete(labels, addon.LabelPartOf)
			delete(labels, addon.LabelVersion)
			data, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			out[addon.Describe(o)] = string(data)
		}
		return out
	}
	a := prometheusoperator.Namespaced(n)
	if a.Name() != "prometheus/shop-team" {
		t.Errorf("the name is %s", a.Name())
	}
	own, err := a.Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	listed := build(t, addontest.Target(), options{
		ControllerID: n.ControllerID,
		Namespaced:   []prometheusoperator.NamespacedPrometheus{n},
	})
	if diff := cmp.Diff(read(listed), read(own)); diff != "" {
		t.Error(diff)
	}
}

// A limited operator may do in each namespace what it looks for there, and little beyond.
func TestLimitedRights(t *testing.T) {
	objs := build(t, addontest.Target(), options{
		Namespaces:         []string{"shop"},
		InstanceNamespaces: prometheusoperator.InstanceNamespaces{Prometheus: []string{"monitoring"}, AlertmanagerConfig: []string{"alerts"}},
	})
	got := map[string][]string{} // by namespace
	for _, o := range objs {
		var rules []rbacv1.PolicyRule
		switch o := o.(type) {
		case *rbacv1.Role:
			rules = o.Rules
		case *rbacv1.ClusterRole:
			rules = o.Rules
		}
		for _, r := range rules {
			resources := slices.DeleteFunc(slices.Clone(r.Resources), func(s string) bool { return strings.Contains(s, "/") })
			got[o.GetNamespace()] = append(got[o.GetNamespace()], strings.Join(slices.Concat(r.Verbs, []string{"of"}, resources), " "))
		}
	}
	instances := []string{"* of statefulsets", "* of configmaps secrets", "list delete of pods", "get create update delete of services"}
	want := map[string][]string{
		"": {"get of namespaces", "patch create of events", "get of storageclasses", "list watch of nodes"},
		"shop": append([]string{
			"* of scrapeconfigs servicemonitors podmonitors probes prometheusrules alertmanagers thanosrulers",
		}, instances...),
		"monitoring":  append([]string{"* of prometheuses prometheusagents"}, instances...),
		"alerts":      {"* of alertmanagerconfigs", "get list watch of configmaps secrets"},
		"kube-system": {"get create update delete of services", "get create update delete of endpoints"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The webhook looks at what the operator looks at.
func TestWebhookSeesWhatTheOperatorSees(t *testing.T) {
	on := prometheusoperator.AdmissionWebhook{Enabled: true}
	for _, tc := range []struct {
		o    options
		want string
	}{
		{options{AdmissionWebhook: on}, "<none>"},
		{options{AdmissionWebhook: on, Namespaces: []string{"shop"}}, "kubernetes.io/metadata.name in (shop)"},
		{options{AdmissionWebhook: on, DeniedNamespaces: []string{"kube-system"}}, "kubernetes.io/metadata.name notin (kube-system)"},
	} {
		w := find[*admissionv1.ValidatingWebhookConfiguration](t, build(t, addontest.Target(), tc.o), "prometheus-operator-rulesvalidation")
		selector := w.Webhooks[0].NamespaceSelector
		if selector == nil {
			selector = &metav1.LabelSelector{}
		}
		if got := metav1.FormatLabelSelector(selector); got != tc.want {
			t.Errorf("it sees %s, not %s", got, tc.want)
		}
	}
}

// What the operator pulls by itself comes by way of the mirror, and so do the images of what it
// is told to run.
func TestMirroredImages(t *testing.T) {
	target := addontest.Target()
	target.Mirror = addon.Mirror{"quay.io": "mirror.example.com/quay"}
	objs := build(t, target, options{Namespaced: []prometheusoperator.NamespacedPrometheus{shop()}})
	args := find[*appsv1.Deployment](t, objs, "prometheus-operator").Spec.Template.Spec.Containers[0].Args
	for _, want := range []string{
		"--prometheus-config-reloader=mirror.example.com/quay/prometheus-operator/prometheus-config-reloader:v0.93.1",
		"--prometheus-default-base-image=mirror.example.com/quay/prometheus/prometheus",
		"--alertmanager-default-base-image=mirror.example.com/quay/prometheus/alertmanager",
		"--thanos-default-base-image=mirror.example.com/quay/thanos/thanos",
	} {
		if !slices.Contains(args, want) {
			t.Errorf("%s is not among %v", want, args)
		}
	}
	if got := find[*prometheusoperator.Prometheus](t, objs, "main").Spec.Image; got != "mirror.example.com/quay/prometheus/prometheus:v3.13.1" {
		t.Errorf("the image is %s", got)
	}
}

// What holds for all pods of the cluster holds for those that the operator makes too.
func TestOperatedPodsHaveTheTargetsPods(t *testing.T) {
	target := addontest.Target()
	target.Pods = addon.Pods{NodeSelector: map[string]string{"pool": "infra"}, PriorityClassName: "infra", Labels: map[string]string{"cost": "monitoring"}}
	n := shop()
	n.Alertmanager = &prometheusoperator.NamespacedAlertmanager{}
	n.PodMetadata = &prometheusoperator.PodMetadata{Annotations: map[string]string{"a": "b"}}
	objs := build(t, target, options{Namespaced: []prometheusoperator.NamespacedPrometheus{n}})
	nodes := map[string]string{"kubernetes.io/os": "linux", "pool": "infra"}
	p := find[*prometheusoperator.Prometheus](t, objs, "main").Spec
	a := find[*prometheusoperator.Alertmanager](t, objs, "main").Spec
	for _, of := range []prometheusoperator.PodSettings{p.PodSettings, a.PodSettings} {
		if diff := cmp.Diff(nodes, of.NodeSelector); diff != "" {
			t.Error(diff)
		}
		if of.PriorityClassName != "infra" || of.PodMetadata.Labels["cost"] != "monitoring" {
			t.Errorf("priority class %q, labels %v", of.PriorityClassName, of.PodMetadata.Labels)
		}
	}
	if p.PodMetadata.Annotations["a"] != "b" {
		t.Errorf("the pods' own annotations are %v", p.PodMetadata.Annotations)
	}
}

// One copy doesn't keep its node from being drained, and two do so one after the other.
func TestBudgetsOfOperatedPods(t *testing.T) {
	for replicas, want := range map[int32]int{1: 0, 2: 1} {
		n := shop()
		n.Replicas = &replicas
		got := 0
		for _, o := range build(t, addontest.Target(), options{Namespaced: []prometheusoperator.NamespacedPrometheus{n}}) {
			if _, ok := o.(*policyv1.PodDisruptionBudget); ok {
				got++
			}
		}
		if got != want {
			t.Errorf("%d replicas have %d budgets", replicas, got)
		}
	}
}

// The version that is told is the image's, with which it is named or from which it follows.
func TestVersionsAreTheImages(t *testing.T) {
	for _, tc := range []struct{ image, version, wantImage, wantVersion string }{
		{"", "", "quay.io/prometheus/prometheus:v3.13.1", "v3.13.1"},
		{"", "3.5.5", "quay.io/prometheus/prometheus:v3.5.5", "v3.5.5"},
		{"example.com/prometheus:nightly", "v3.14.0", "example.com/prometheus:nightly", "v3.14.0"},
	} {
		n := shop()
		n.Image, n.Version = tc.image, tc.version
		p := find[*prometheusoperator.Prometheus](t, build(t, addontest.Target(), options{Namespaced: []prometheusoperator.NamespacedPrometheus{n}}), "main").Spec
		if p.Image != tc.wantImage || p.Version != tc.wantVersion {
			t.Errorf("image %s, version %s", p.Image, p.Version)
		}
	}
}

// A Prometheus needs a role only for what it does by the role of its pods.
func TestWhoNeedsARole(t *testing.T) {
	key := &prometheusoperator.SigV4{AccessKey: secret("id"), SecretKey: secret("key")}
	for name, tc := range map[string]struct {
		change func(*prometheusoperator.NamespacedPrometheus)
		want   int
	}{
		"nothing": {func(*prometheusoperator.NamespacedPrometheus) {}, 0},
		"another host": {func(n *prometheusoperator.NamespacedPrometheus) {
			n.RemoteWrite = []prometheusoperator.RemoteWrite{{URL: "https://a"}}
		}, 0},
		"a key": {func(n *prometheusoperator.NamespacedPrometheus) {
			n.RemoteWrite = []prometheusoperator.RemoteWrite{{URL: "https://a", SigV4: key}}
		}, 0},
		"a signature": {func(n *prometheusoperator.NamespacedPrometheus) {
			n.RemoteWrite = []prometheusoperator.RemoteWrite{{URL: "https://a", SigV4: &prometheusoperator.SigV4{}}}
		}, 1},
		"instances": {func(n *prometheusoperator.NamespacedPrometheus) {
			n.ScrapeConfigs = []prometheusoperator.NamedScrapeConfig{{
				ResourceName:     prometheusoperator.ResourceName{Name: "a"},
				ScrapeConfigSpec: prometheusoperator.ScrapeConfigSpec{Discovery: prometheusoperator.Discovery{EC2: []prometheusoperator.EC2Discovery{{}}}},
			}}
		}, 1},
	} {
		n := shop()
		tc.change(&n)
		roles, err := prometheusoperator.Namespaced(n).AWS(addontest.AWS())
		if err != nil {
			t.Fatal(err)
		}
		if len(roles) != tc.want {
			t.Errorf("%s: %d roles", name, len(roles))
		}
	}
}

// What is listed for a Prometheus is what it takes.
func TestListedIsTaken(t *testing.T) {
	n := shop()
	n.Select = map[string]string{"prometheus": "main"}
	n.ServiceMonitors = []prometheusoperator.NamedServiceMonitor{{
		ResourceName:       prometheusoperator.ResourceName{Name: "web", Labels: map[string]string{"prometheus": "other"}},
		ServiceMonitorSpec: monitoring.ServiceMonitorSpec{Endpoints: []monitoring.Endpoint{{Port: "web"}}},
	}}
	objs := build(t, addontest.Target(), options{Namespaced: []prometheusoperator.NamespacedPrometheus{n}})
	selected := find[*prometheusoperator.Prometheus](t, objs, "main").Spec.ServiceMonitorSelector.MatchLabels
	if got := find[*prometheusoperator.ServiceMonitor](t, objs, "web").Labels["prometheus"]; got != selected["prometheus"] {
		t.Errorf("the label is %s", got)
	}
}
