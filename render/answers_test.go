package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// troubled is a cluster with an error, a warning and a problem that is accepted.
func troubled() cluster.Cluster {
	raw := func(name, text string) addon.Addon {
		return addon.Raw(name, fstest.MapFS{"a.yaml": {Data: []byte(text)}})
	}
	return cluster.Cluster{
		Target:   addon.Target{Name: "troubled", Kubernetes: "1.34"},
		Existing: cluster.Existing{Secrets: map[string][]string{"app/pull": {}}},
		Accept:   []cluster.Accept{{Check: "images", Object: "Pod app/web", Because: "it is built each day"}},
		Addons: []addon.Addon{
			raw("issuer", "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: certificates.cert-manager.io}, spec: {group: cert-manager.io, names: {kind: Certificate}, versions: [{name: v1}]}}"),
			raw("web", `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: app}
spec:
  imagePullSecrets: [{name: pull}]
  containers: [{name: web, image: web, env: [{name: A, valueFrom: {secretKeyRef: {name: keys, key: a}}}, {name: B, valueFrom: {secretKeyRef: {name: more, key: b, optional: true}}}]}]
  volumes: [{name: tls, secret: {secretName: tls}}]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: app}
spec: {secretName: tls, issuerRef: {group: example.com, name: a}}
`),
		},
	}
}

const (
	noKeys     = "Pod app/web: spec.containers[0].env[0].valueFrom.secretKeyRef: nobody brings Secret app/keys: create it beside the addons and name it in existing.secrets [secrets]"
	noRequests = "Pod app/web: spec.containers[0].resources.requests: container web asks for no cpu and no memory: set the addon's resources to what it uses when it is busy [requests]"
)

func TestAnswers(t *testing.T) {
	for _, tc := range []struct {
		args           string
		status         int
		stdout, stderr string
	}{
		// Errors stop a render, warnings don't unless that is asked for. Nothing of either
		// is among the objects.
		{"", 1, "", "warning: cluster troubled: web: " + noRequests + "\ncluster troubled: web: " + noKeys + "\n"},
		{"-addon issuer -strict -format json", 0, `{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition"`, ""},

		{"-check", 1, "web\n  error     " + noKeys + "\n  accepted  Pod app/web: spec.containers[0].image: image web has neither a tag nor a digest: name the version [images]\n" +
			"            because it is built each day\n  warning   " + noRequests + "\n1 errors, 1 warnings, 1 accepted\n", ""},
		{"-check -addon issuer", 0, "0 errors, 0 warnings, 0 accepted\n", ""},
		{"-secrets", 0, `app/keys
  keys  a
  from  nobody: create it
  web  Pod app/web  spec.containers[0].env[0].valueFrom.secretKeyRef
app/more
  keys  b
  from  nobody, and it is optional
  web  Pod app/web  spec.containers[0].env[1].valueFrom.secretKeyRef
app/pull
  from  the cluster has it
  web  Pod app/web  spec.imagePullSecrets[0]
app/tls
  from  Certificate app/web
  web  Pod app/web  spec.volumes[0].secret
`, ""},
		{"-images", 0, "web\n  web  Pod app/web  spec.containers[0].image\n", ""},
		{"-graph", 0, "web needs issuer\n  Certificate app/web: kind: CustomResourceDefinition certificates.cert-manager.io\n", ""},
		{"-graph -format dot", 0, `digraph "troubled" {
  rankdir=LR
  node [shape=box]
  "issuer"
  "web"
  "web" -> "issuer" [label="CustomResourceDefinition certificates.cert-manager.io"]
}
`, ""},
		{"-graph -format mermaid", 0, `graph LR
  a0["issuer"]
  a1["web"]
  a1 -->|"CustomResourceDefinition certificates.cert-manager.io"| a0
`, ""},
	} {
		var stdout, stderr bytes.Buffer
		status := run("fitout", strings.Fields(tc.args), &stdout, &stderr, []cluster.Cluster{troubled()})
		if status != tc.status {
			t.Errorf("%q: status %d, want %d", tc.args, status, tc.status)
		}
		got := stdout.String()
		if strings.HasSuffix(tc.args, "-format json") {
			got = got[:min(len(got), len(tc.stdout))]
		}
		if diff := cmp.Diff(tc.stdout, got); diff != "" {
			t.Errorf("%q: stdout:\n%s", tc.args, diff)
		}
		if diff := cmp.Diff(tc.stderr, stderr.String()); diff != "" {
			t.Errorf("%q: stderr:\n%s", tc.args, diff)
		}
	}
}

// With -strict a warning is as good as an error.
func TestStrict(t *testing.T) {
	c := troubled()
	c.Existing.Secrets["app/keys"] = []string{"a"}
	for args, want := range map[string]int{"": 0, "-check": 0, "-strict": 1, "-check -strict": 1} {
		var stdout, stderr bytes.Buffer
		if got := run("fitout", strings.Fields(args), &stdout, &stderr, []cluster.Cluster{c}); got != want {
			t.Errorf("%q: status %d, want %d", args, got, want)
		}
		if args == "-strict" && stdout.Len() > 0 {
			t.Errorf("a render that warnings stop writes %s", &stdout)
		}
	}
}

// What is printed as JSON reads back as what the plan answers.
func TestAnswersAsJSON(t *testing.T) {
	plan, err := troubled().Plan()
	if err != nil {
		t.Fatal(err)
	}
	asJSON(t, "-check", plan.Problems())
	asJSON(t, "-secrets", plan.Secrets())
	asJSON(t, "-images", plan.Images())
	asJSON(t, "-graph", plan.Graph())
	asJSON(t, "-check -addon issuer", []check.Problem{})
	asJSON(t, "-list", []entry{
		{Addon: "issuer", Objects: 1, Lifecycle: "active"},
		{Addon: "web", Namespace: "app", Objects: 2, Lifecycle: "active"},
	})
}

func asJSON[T any](t *testing.T, args string, want []T) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	run("fitout", append(strings.Fields(args), "-format", "json"), &stdout, &stderr, []cluster.Cluster{troubled()})
	var got []T
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v: %s", args, err, &stdout)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s:\n%s", args, diff)
	}
}

// The functions that render refuse what the command line refuses.
func TestRenderRefusesErrors(t *testing.T) {
	plan, err := troubled().Plan()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, err := range []error{YAML(&out, plan), JSON(&out, plan)} {
		if err == nil || err.Error() != "cluster troubled: web: "+noKeys {
			t.Error(err)
		}
	}
	if out.Len() > 0 {
		t.Errorf("writes %s", &out)
	}
}
