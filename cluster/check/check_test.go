package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// testCase is what a check finds in one cluster, and a cluster in which it finds nothing.
type testCase struct {
	check     check.Check
	bad, good string // objects in YAML, all of one addon
	want      []string
	existing  cluster.Existing // of both clusters
	target    addon.Target     // likewise
}

// raw is an addon of YAML.
func raw(name, text string) addon.Addon {
	return addon.Raw(name, fstest.MapFS{"a.yaml": {Data: []byte(text)}})
}

// found are the problems of one check in a cluster.
func found(t *testing.T, c cluster.Cluster, name check.Name) []string {
	t.Helper()
	if c.Target.Name == "" {
		c.Target.Name = "prod"
	}
	if c.Target.Kubernetes == "" {
		c.Target.Kubernetes = "1.34"
	}
	p, err := c.Plan()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var out []string
	for _, problem := range p.Problems() {
		if problem.Check == name {
			line := strings.TrimSuffix(problem.String(), " ["+string(name)+"]")
			out = append(out, string(problem.Severity)+": "+line)
		}
	}
	return out
}

func TestChecks(t *testing.T) {
	for _, tc := range slices.Concat(references(), selections(), podCases(), policies()) {
		of := func(text string) cluster.Cluster {
			return cluster.Cluster{Target: tc.target, Existing: tc.existing, Addons: []addon.Addon{raw("a", text)}}
		}
		if diff := cmp.Diff(tc.want, found(t, of(tc.bad), tc.check.Name)); diff != "" {
			t.Errorf("%s:\n%s", tc.check.Name, diff)
		}
		if got := found(t, of(tc.good), tc.check.Name); len(got) > 0 {
			t.Errorf("%s finds where nothing is wrong:\n%s", tc.check.Name, strings.Join(got, "\n"))
		}
	}
}

// Checks that don't look at objects, and those whose tests are beside them.
var elsewhere = []check.Check{
	check.APIs, check.AWSPolicies, check.AWSQueues, check.AWSRoles, check.ManagedAddons, check.PodSecurity, check.Cycles,
	check.KubernetesVersions, check.Lifecycles, check.Owners,
}

func TestEveryCheckHasACase(t *testing.T) {
	tested := map[check.Name]bool{}
	for _, tc := range slices.Concat(references(), selections(), podCases(), policies()) {
		if len(tc.want) == 0 || tc.good == "" {
			t.Errorf("%s: a case without what it finds, or without where it finds nothing", tc.check.Name)
		}
		tested[tc.check.Name] = true
	}
	for _, c := range elsewhere {
		tested[c.Name] = true
	}
	for _, c := range check.All {
		if !tested[c.Name] {
			t.Errorf("check %s has no test case", c.Name)
		}
	}
}

// The help text is the comment of the variable.
func TestDoc(t *testing.T) {
	for _, c := range check.All {
		if doc := c.Doc(); len(doc) < 80 || strings.Contains(doc, "//") || !strings.Contains(doc[:40], " ") {
			t.Errorf("check %s: %q", c.Name, doc)
		}
	}
	if !strings.HasPrefix(check.Secrets.Doc(), "Secrets finds references to Secrets, or to keys of one,") {
		t.Error(check.Secrets.Doc())
	}
	if c, ok := check.Find("secrets"); !ok || c.Name != "secrets" {
		t.Errorf("find: %v %v", c.Name, ok)
	}
	if _, ok := check.Find("nope"); ok {
		t.Error("finds what there is not")
	}
}

// carded is an addon with a card, and one object.
func carded(card addon.Card) addon.Addon {
	type options struct{}
	card.Category = addon.Platform
	d := addon.Definition[options]{Card: card, Objects: func(addon.Target, options) ([]addon.Object, error) {
		return raw("a", "{apiVersion: v1, kind: ConfigMap, metadata: {name: "+card.Name+", namespace: default}}").Objects(addon.Target{})
	}}
	return d.New(options{})
}

func TestCards(t *testing.T) {
	c := cluster.Cluster{Addons: []addon.Addon{
		carded(addon.Card{Name: "old", Version: "1.2", Kubernetes: ">=1.20 <1.30"}),
		carded(addon.Card{Name: "new", Version: "1.2", Kubernetes: ">=1.35"}),
		carded(addon.Card{Name: "right", Version: "1.2", Kubernetes: ">=1.34"}),
		carded(addon.Card{Name: "gone", Lifecycle: addon.Lifecycle{Stage: addon.Retired, Since: "2026-03", Successor: "right"}}),
		carded(addon.Card{Name: "going", Lifecycle: addon.Lifecycle{Stage: addon.Deprecated}}),
		carded(addon.Card{Name: "kept", Lifecycle: addon.Lifecycle{Stage: addon.Maintenance}}),
	}}
	if diff := cmp.Diff([]string{
		"error: Addon new: version 1.2 supports Kubernetes >=1.35, and the cluster runs 1.34: take a version of the addon that supports it",
		"error: Addon old: version 1.2 supports Kubernetes >=1.20 <1.30, and the cluster runs 1.34: take a version of the addon that supports it",
	}, found(t, c, "kubernetes-version")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"warning: Addon going: is deprecated: upstream names no successor",
		"warning: Addon gone: is retired since 2026-03: move to right",
	}, found(t, c, "lifecycle")); diff != "" {
		t.Error(diff)
	}
}

// Two addons that write one object, or define one kind.
func TestOwners(t *testing.T) {
	definition := func(name string) string {
		return fmt.Sprintf("{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: %s}, spec: {group: example.com, names: {kind: Thing}, versions: [{name: v1}]}}", name)
	}
	const api = "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.example.com}, spec: {group: example.com, version: v1, groupPriorityMinimum: 1, versionPriority: 1, service: {name: a, namespace: a}}}"
	c := cluster.Cluster{Addons: []addon.Addon{
		raw("a", definition("things.example.com")+"\n---\n"+api),
		raw("b", definition("stuff.example.com")+"\n---\n"+api),
		raw("c", definition("others.example.org")),
	}}
	c.Addons[2] = raw("c", strings.Replace(definition("others.example.org"), "group: example.com", "group: example.org", 1))
	if diff := cmp.Diff([]string{
		"error: APIService v1.example.com: is also written by a: leave it out of one of them, or give them other names or namespaces",
		"error: CustomResourceDefinition stuff.example.com: spec.names.kind: Thing is also defined by CustomResourceDefinition things.example.com of a: leave one of the definitions out",
	}, found(t, c, "owners")); diff != "" {
		t.Error(diff)
	}
}
