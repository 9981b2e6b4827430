package cluster_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/cluster"
)

// making returns an addon that makes objects.
func making(name string, objs ...addon.Object) addon.Addon {
	type options struct{}
	d := addon.Definition[options]{
		Card: addon.Card{Name: name},
		Objects: func(addon.Target, options) ([]addon.Object, error) {
			var out []addon.Object
			for _, o := range objs {
				out = append(out, o.DeepCopyObject().(addon.Object))
			}
			return out, nil
		},
	}
	return d.New(options{})
}

func meta(namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: namespace, Name: name}
}

func target() addon.Target { return addon.Target{Name: "prod", Kubernetes: "1.34"} }

func plan(t *testing.T, c cluster.Cluster) *cluster.Plan {
	t.Helper()
	if c.Target.Name == "" {
		c.Target = target()
	}
	p, err := c.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// lines are the objects of a plan as "phase addon: Kind namespace/name".
func lines(p *cluster.Plan) []string {
	var out []string
	for _, it := range p.Items {
		o := it.Object
		out = append(out, fmt.Sprintf("%s %s: %s %s/%s", it.Phase, it.Addon, o.GetObjectKind().GroupVersionKind().Kind, o.GetNamespace(), o.GetName()))
	}
	return out
}

func thingCRD() *kube.CRD {
	return &kube.CRD{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apiextensions.k8s.io/v1", Kind: "CustomResourceDefinition"},
		ObjectMeta: meta("", "things.example.com"),
		Spec:       "  group: example.com\n  names:\n    kind: Thing\n    plural: things\n  scope: Namespaced\n  versions:\n  - name: v1\n",
	}
}

func thing(version string) addon.Object {
	return kube.NewCustom("example.com/"+version, "Thing", meta("a", "thing"), struct{}{})
}

// The order is the one in which objects can be applied, whatever the order of the addons:
// by phase, and in each phase the addon first that the other one needs.
func TestOrder(t *testing.T) {
	addons := []addon.Addon{
		making("alpha",
			thing("v1"),
			&appsv1.Deployment{ObjectMeta: meta("a", "server")},
			&corev1.Service{ObjectMeta: meta("a", "server")},
			&corev1.ConfigMap{ObjectMeta: meta("a", "server")},
			&corev1.ServiceAccount{ObjectMeta: meta("a", "server")},
			kube.NewAPIService(meta("", "v1.example.com"), kube.APIServiceSpec{}),
		),
		making("beta",
			thingCRD(),
			&rbacv1.ClusterRole{ObjectMeta: meta("", "server")},
			&storagev1.StorageClass{ObjectMeta: meta("", "fast")},
			&appsv1.DaemonSet{ObjectMeta: meta("kube-system", "agent")},
		),
	}
	want := []string{
		"namespaces : Namespace /a",
		"definitions beta: CustomResourceDefinition /things.example.com",
		"classes beta: StorageClass /fast",
		"access beta: ClusterRole /server",
		"access alpha: ServiceAccount a/server",
		"config alpha: ConfigMap a/server",
		"services alpha: Service a/server",
		"workloads beta: DaemonSet kube-system/agent",
		"workloads alpha: Deployment a/server",
		"hooks alpha: APIService /v1.example.com",
		"resources alpha: Thing a/thing",
	}
	for seed := range uint64(5) {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(addons), func(i, j int) { addons[i], addons[j] = addons[j], addons[i] })
		if diff := cmp.Diff(want, lines(plan(t, cluster.Cluster{Addons: addons}))); diff != "" {
			t.Fatal(diff)
		}
	}
}

// Several addons ask for one namespace: it is made once, with what they all need.
func TestNamespaces(t *testing.T) {
	labelled := kube.Namespace("shared", kube.Restricted)
	labelled.Labels["team"] = "a"
	labelled.Annotations = map[string]string{"note": "x"}
	p := plan(t, cluster.Cluster{
		Existing: cluster.Existing{Namespaces: []string{"old"}},
		Addons: []addon.Addon{
			making("alpha", labelled, &corev1.ConfigMap{ObjectMeta: meta("shared", "a")}),
			making("beta", kube.Namespace("shared", kube.Privileged), kube.Namespace("empty", "")),
			making("gamma", kube.Namespace("shared", kube.Baseline), &corev1.ConfigMap{ObjectMeta: meta("old", "a")}),
		},
	})
	want := []string{"namespaces : Namespace /empty", "namespaces : Namespace /shared", "config alpha: ConfigMap shared/a", "config gamma: ConfigMap old/a"}
	if diff := cmp.Diff(want, lines(p)); diff != "" {
		t.Fatal(diff)
	}
	shared := p.Items[1].Object.(*corev1.Namespace)
	wantLabels := map[string]string{
		"team":                               "a",
		"pod-security.kubernetes.io/enforce": "privileged",
		"app.kubernetes.io/managed-by":       "fitout",
	}
	if diff := cmp.Diff(wantLabels, shared.Labels); diff != "" {
		t.Error(diff)
	}
	if shared.Annotations["note"] != "x" {
		t.Errorf("annotations %v", shared.Annotations)
	}
}

// What holds users' data is marked for all engines that prune, and nothing else is.
func TestKeep(t *testing.T) {
	p := plan(t, cluster.Cluster{Addons: []addon.Addon{making("alpha",
		thingCRD(),
		&corev1.PersistentVolumeClaim{ObjectMeta: meta("a", "data")},
		&corev1.ConfigMap{ObjectMeta: meta("a", "config")},
	)}})
	for _, it := range p.Items {
		want := !strings.Contains(fmt.Sprintf("%T", it.Object), "ConfigMap")
		marks := it.Object.GetAnnotations()
		marked := marks["helm.sh/resource-policy"] == "keep" &&
			marks["argocd.argoproj.io/sync-options"] == "Prune=false,Delete=false" &&
			marks["kustomize.toolkit.fluxcd.io/prune"] == "disabled"
		if it.Keep != want || marked != want {
			t.Errorf("%T: keep %v, marks %v", it.Object, it.Keep, marks)
		}
	}
}

func TestCommonLabels(t *testing.T) {
	own := &corev1.ConfigMap{ObjectMeta: meta("default", "a")}
	own.Labels = map[string]string{"cost": "own"}
	p := plan(t, cluster.Cluster{
		Labels: map[string]string{"cost": "platform", "env": "prod"},
		Addons: []addon.Addon{making("alpha", own)},
	})
	if l := p.Items[0].Object.GetLabels(); l["cost"] != "own" || l["env"] != "prod" {
		t.Errorf("labels %v", l)
	}
}

// An addon of raw YAML knows no mirror, so the plan sees to its images.
func TestMirrorReachesRawYAML(t *testing.T) {
	const manifest = `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a, namespace: kube-system}, spec: {selector: {}, template: {spec: {
		initContainers: [{name: i, image: busybox}], containers: [{name: c, image: "quay.io/a/b:1"}]}}}}`
	c := cluster.Cluster{Target: target(), Addons: []addon.Addon{addon.Raw("raw", fstest.MapFS{"a.yaml": {Data: []byte(manifest)}})}}
	c.Target.Mirror = addon.Mirror{"quay.io": "mirror.example.com/quay", "docker.io": "mirror.example.com/hub"}
	spec := plan(t, c).Items[0].Object.(*appsv1.DaemonSet).Spec.Template.Spec
	got := []string{spec.InitContainers[0].Image, spec.Containers[0].Image}
	if diff := cmp.Diff([]string{"mirror.example.com/hub/library/busybox", "mirror.example.com/quay/a/b:1"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	config := &corev1.ConfigMap{ObjectMeta: meta("a", "config")}
	ns := func(value string) addon.Object {
		n := kube.Namespace("a", "")
		n.Labels = map[string]string{"team": value}
		return n
	}
	raw := func(text string) addon.Addon {
		return addon.Raw("raw", fstest.MapFS{"a.yaml": {Data: []byte(text)}})
	}
	for _, tc := range []struct {
		name    string
		cluster cluster.Cluster
		want    []string
	}{
		{"nothing at all", cluster.Cluster{}, []string{
			`cluster (no name): name: Required value: no default can know it`,
			`cluster (no name): kubernetes: Required value: no default can know it`,
			`cluster (no name): addons: Required value: a cluster without addons renders nothing`,
		}},
		{"the same addon twice, and nil", cluster.Cluster{Target: target(), Addons: []addon.Addon{making("a", config), nil, making("a", config)}}, []string{
			`cluster prod: addons[1]: Required value: is nil`,
			`cluster prod: a: stands in addons more than once: it can be installed once in a cluster`,
		}},
		{"labels that contradict", cluster.Cluster{Target: target(), Addons: []addon.Addon{making("a", ns("x")), making("b", ns("y"))}}, []string{
			`cluster prod: b: Namespace a: label team: wants "y", but a wants "x"`,
		}},
		{"raw YAML with a field that is none", cluster.Cluster{Target: target(), Addons: []addon.Addon{raw("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {continers: []}}")}}, []string{
			`cluster prod: raw: Pod p: strict decoding error: unknown field "spec.continers"`,
		}},
		{"a broken target and existing", cluster.Cluster{Target: addon.Target{Name: "prod", Kubernetes: "34"}, Existing: cluster.Existing{CRDs: []string{"things"}}, Addons: []addon.Addon{making("a", config)}}, []string{
			`cluster prod: kubernetes: Invalid value: "34": must be a major and a minor version, as in "1.34"`,
			`cluster prod: existing.crds[0]: Invalid value: "things": must match ^([*]|[a-z0-9-]+)([.][a-z0-9-]+)+$`,
		}},
	} {
		p, err := tc.cluster.Plan()
		if p != nil {
			t.Errorf("%s: there is a plan beside the error", tc.name)
		}
		if diff := cmp.Diff(tc.want, strings.Split(fmt.Sprint(err), "\n")); diff != "" {
			t.Errorf("%s:\n%s", tc.name, diff)
		}
	}
}

func TestDefinitionsMayExist(t *testing.T) {
	for _, name := range []string{"things.example.com", "*.example.com"} {
		plan(t, cluster.Cluster{Existing: cluster.Existing{CRDs: []string{name}}, Addons: []addon.Addon{making("a", thing("v1"))}})
	}
	const raw = `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: things.example.com},
		spec: {group: example.com, names: {kind: Thing}, versions: [{name: v1}]}}`
	plan(t, cluster.Cluster{Addons: []addon.Addon{making("a", thing("v1")), addon.Raw("raw", fstest.MapFS{"a.yaml": {Data: []byte(raw)}})}})
}

func TestOnly(t *testing.T) {
	p := plan(t, cluster.Cluster{Addons: []addon.Addon{
		making("alpha", &corev1.ConfigMap{ObjectMeta: meta("a", "x")}),
		making("beta", &corev1.ConfigMap{ObjectMeta: meta("b", "x")}),
	}})
	part, err := p.Only("beta")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"namespaces : Namespace /b", "config beta: ConfigMap b/x"}, lines(part)); diff != "" {
		t.Error(diff)
	}
	if _, err := p.Only("gamma"); err == nil || err.Error() != `cluster prod: there is no addon "gamma": there is alpha, beta` {
		t.Error(err)
	}
}
