package e2e

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// What the checks say the API server refuses, it refuses, and takes once it is mended.
func TestChecksAgreeWithTheServer(t *testing.T) {
	const (
		front = "{apiVersion: v1, kind: Service, metadata: {name: NAME, namespace: app}, spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080, targetPort: 80}]}}\n---\n"
		// In a namespace of its own: the server doesn't forget at once what one enforced.
		baseline = "{apiVersion: v1, kind: Namespace, metadata: {name: secured, labels: {pod-security.kubernetes.io/enforce: baseline}}}\n---\n"

		thing  = "{apiVersion: example.com/v1, kind: Thing, metadata: {name: a, namespace: app}}"
		things = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: things.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Thing, plural: things}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}\n---\n"
		budget = "{apiVersion: policy/VERSION, kind: PodDisruptionBudget, metadata: {name: web, namespace: app}, spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}}\n---\n"
	)
	named := func(text, name string) string { return strings.ReplaceAll(text, "NAME", name) }
	one := named(front, "one")
	for _, tc := range []struct {
		check     check.Check
		bad, good string
	}{
		{check.Templates, strings.Replace(web(""), "matchLabels: {app: web}", "matchLabels: {app: wob}", 1), web("")},
		{check.Mounts, strings.Replace(web(""), "ports:", "volumeMounts: [{name: a, mountPath: /a}], ports:", 1), web("")},
		{check.Classes, web(", priorityClassName: high"), web(", priorityClassName: system-cluster-critical")},
		{check.Classes, web(", runtimeClassName: gvisor"), web("")},
		{check.ServiceAccounts, web(", serviceAccountName: web"), web(", serviceAccountName: default")},
		{check.PodSecurity, baseline + strings.Replace(web(", hostPID: true"), "namespace: app", "namespace: secured", 1), web(", hostPID: true")},
		{check.NodePorts, web("") + one + named(front, "two"), web("") + one},
		{check.Definitions, thing, things + thing},
		{check.APIs, web("") + strings.Replace(budget, "VERSION", "v1beta1", 1), web("") + strings.Replace(budget, "VERSION", "v1", 1)},
	} {
		t.Run(string(tc.check.Name), func(t *testing.T) {
			w := use(t, newest)
			if !w.agrees(t, tc.check, tc.bad, true) {
				t.Error("the server takes what the check refuses")
			}
			if w.agrees(t, tc.check, tc.good, false) {
				t.Error("the server refuses what the check takes")
			}
		})
	}
}

// web is a Deployment with the rest of its pods' spec.
func web(rest string) string {
	return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: app}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1", ports: [{containerPort: 80}]}]` + rest + `}
---
`
}

// agrees tells whether the server refuses objects, or the pods that come of them, after
// seeing that the check says so too.
func (w *world) agrees(t *testing.T, c check.Check, text string, refuses bool) bool {
	t.Helper()
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: newest},
		Addons: []addon.Addon{addon.Raw("a", fstest.MapFS{"a.yaml": {Data: []byte(text)}})},
	}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	found := slices.ContainsFunc(plan.Problems(), func(p check.Problem) bool { return p.Check == c.Name && p.Severity == check.Error })
	if found != refuses {
		t.Fatalf("the check finds %v, want an error: %v", plan.Problems(), refuses)
	}
	docs := rendered(t, plan)
	if err := w.empty(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	errs := w.applyAll(t.Context(), fitout, docs)
	if len(errs) == 0 {
		errs = w.admitPods(t.Context(), cluster.Existing{}, plan)
	}
	for _, err := range errs {
		t.Log(err)
	}
	return len(errs) > 0
}
