package addon_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/fitout/fitout/addon"
)

func thing() addon.Addon { return definition().New(options{Policy: "sync"}) }

// names are the kinds and names of what an addon builds.
func names(t *testing.T, a addon.Addon) []string {
	t.Helper()
	objs, err := a.Objects(target())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, o := range objs {
		out = append(out, o.GetObjectKind().GroupVersionKind().Kind+" "+o.GetNamespace()+"/"+o.GetName())
	}
	return out
}

func TestEdit(t *testing.T) {
	a := addon.Edit(thing(), "thing", func(c *corev1.ConfigMap) { c.Data = map[string]string{"a": "b"} })
	for range 2 { // building twice must not edit twice
		objs, err := a.Objects(target())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"a": "b"}, objs[0].(*corev1.ConfigMap).Data); diff != "" {
			t.Error(diff)
		}
	}
	if a.Name() != "thing" || a.Card().Version != "1.2.3" {
		t.Errorf("an edited addon is still itself, not %s %s", a.Name(), a.Card().Version)
	}
}

// What an edit does to a map or a list of an object stays in that object.
func TestEditDoesNotReachOptions(t *testing.T) {
	shared := map[string]string{"a": "b"}
	d := definition()
	d.Objects = func(addon.Target, options) ([]addon.Object, error) {
		return []addon.Object{
			&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "one"}, Data: shared},
			&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "two", Labels: shared}, Data: shared},
		}, nil
	}
	a := addon.Edit(d.New(options{Policy: "sync"}), "one", func(c *corev1.ConfigMap) { c.Data["c"] = "d" })
	objs, err := a.Objects(target())
	if err != nil {
		t.Fatal(err)
	}
	if got := objs[0].(*corev1.ConfigMap).Data["c"]; got != "d" {
		t.Errorf("the edit is lost: %q", got)
	}
	if diff := cmp.Diff(map[string]string{"a": "b"}, shared); diff != "" {
		t.Error(diff)
	}
}

func TestWithAndWithout(t *testing.T) {
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "more", Namespace: "things"}}
	a := addon.With(thing(), secret)
	if diff := cmp.Diff([]string{"ConfigMap things/thing", "Secret things/more"}, names(t, a)); diff != "" {
		t.Error(diff)
	}
	if secret.Kind != "" || secret.Labels != nil {
		t.Errorf("the caller's object was changed: %v", secret)
	}
	if diff := cmp.Diff([]string{"Secret things/more"}, names(t, addon.Without[*corev1.ConfigMap](a, "thing"))); diff != "" {
		t.Error(diff)
	}
}

func TestEditsThatMatchNothing(t *testing.T) {
	other := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "thing", Namespace: "other"}}
	noop := func(*corev1.ConfigMap) {}
	for _, tc := range []struct {
		addon addon.Addon
		want  string
	}{
		{addon.Edit(thing(), "think", noop), `edit: no ConfigMap "think": there is things/thing`},
		{addon.Edit(thing(), "thing", func(*appsv1.Deployment) {}), `edit: no Deployment "thing": the addon has no Deployment at all`},
		{addon.Edit(addon.With(thing(), other), "thing", noop), `edit: 2 objects match ConfigMap "thing": write it as "namespace/name"`},
		{addon.Edit(addon.With(thing(), other), "elsewhere/thing", noop), `edit: no ConfigMap "elsewhere/thing": there is other/thing, things/thing`},
		{addon.Without[*corev1.Secret](thing(), "thing"), `without: no Secret "thing": the addon has no Secret at all`},
		{addon.With(thing(), (*corev1.Secret)(nil)), `with: object 0 is nil`},
		{addon.With(thing(), &unknown{}), `*addon_test.unknown "" has no apiVersion and kind, and its Go type doesn't tell them: set its TypeMeta`},
	} {
		_, err := tc.addon.Objects(target())
		if err == nil || err.Error() != tc.want {
			t.Errorf("got  %v\nwant %s", err, tc.want)
		}
	}
	if _, err := addon.Edit(addon.With(thing(), other), "other/thing", noop).Objects(target()); err != nil {
		t.Error(err)
	}
}

// unknown is an object whose Go type is none of Kubernetes'.
type unknown struct{ corev1.ConfigMap }

func (u *unknown) DeepCopyObject() runtime.Object { return &unknown{*u.DeepCopy()} }

const manifests = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata: {name: agent, namespace: agents}
spec:
  replicas: 1
---
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}
`

func TestRaw(t *testing.T) {
	files := fstest.MapFS{
		"manifests/agent.yaml": {Data: []byte(manifests)},
		"manifests/README.md":  {Data: []byte("not yaml: at: all")},
		"more.json":            {Data: []byte(`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"}}`)},
	}
	a := addon.Edit(addon.Raw("agent", files), "agent", func(d *appsv1.Deployment) { d.Spec.Replicas = new(int32(3)) })
	if diff := cmp.Diff([]string{"Deployment agents/agent", "ConfigMap /one", "ConfigMap /two", "Secret /s"}, names(t, a)); diff != "" {
		t.Error(diff)
	}
	objs, _ := a.Objects(target())
	if d := objs[0].(*appsv1.Deployment); *d.Spec.Replicas != 3 || d.Labels["app.kubernetes.io/part-of"] != "agent" {
		t.Errorf("%v", d)
	}
}

func TestRawRefuses(t *testing.T) {
	for _, tc := range []struct{ data, want string }{
		{"a: 1", "Object 'Kind' is missing"},
		{"kind: ConfigMap\napiVersion: v1", "ConfigMap has no metadata.name"},
		{"a: 1\na: 2", "already"},
		{"a:\n\t- b", "line 2"},
		{"", "no object in any"},
	} {
		_, err := addon.Raw("agent", fstest.MapFS{"a.yaml": {Data: []byte(tc.data)}}).Objects(target())
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q: got %v, want %s", tc.data, err, tc.want)
		}
	}
}
