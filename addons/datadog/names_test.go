package datadog_test

import (
	"bufio"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/datadog"
)

// An agent says nothing of a variable or a key that it doesn't know, and goes on without what
// was asked for. These tests hold every name that the addon writes to lists of upstream's, none
// of which is rewritten with the goldens: a name that is changed, or lost, is found.

// lines are those of a file that aren't comments.
func lines(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if !strings.HasPrefix(s.Text(), "#") {
			all = append(all, s.Text())
		}
	}
	return all
}

// containers are those of an install, by "<kind> <name>".
func containers(t *testing.T, target addon.Target, o options) map[string]corev1.Container {
	t.Helper()
	found := map[string]corev1.Container{}
	for _, o := range addontest.Objects[addon.Object](t, target, datadog.New(o)) {
		if template := kube.TemplateOf(o); template != nil {
			for _, c := range slices.Concat(template.Spec.InitContainers, template.Spec.Containers) {
				found[o.GetObjectKind().GroupVersionKind().Kind+" "+o.GetName()+" "+c.Name] = c
			}
		}
	}
	return found
}

func all() map[string]options {
	return map[string]options{"defaults": required(), "checks": checks(), "ha": ha(), "less": less(), "checked": checked(), "full": full()}
}

// The environment of each container is upstream's, but for the name of the cluster.
func TestEnvironmentByDefault(t *testing.T) {
	var got []string
	for name, c := range containers(t, addontest.Target(), required()) {
		kind := strings.Fields(name)[0]
		for _, e := range c.Env {
			if e.Name != "DD_CLUSTER_NAME" {
				got = append(got, kind+" "+c.Name+" "+e.Name)
			}
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(lines(t, "env.reference"), got); diff != "" {
		t.Errorf("upstream's -, the addon's +:\n%s", diff)
	}
}

// Every variable is one of the chart's templates, and no option has lost its own.
func TestEnvironment(t *testing.T) {
	extra := []string{"DD_PROXY_HTTP", "DD_PROXY_HTTPS", "DD_LOGS_CONFIG_BATCH_WAIT"} // of the options themselves
	got := map[string]bool{}
	for name, o := range all() {
		for container, c := range containers(t, addontest.AWS(), o) {
			seen := map[string]bool{}
			for _, e := range c.Env {
				if seen[e.Name] {
					t.Errorf("%s: %s: %s is set twice", name, container, e.Name)
				}
				seen[e.Name] = true
				got[e.Name] = true
			}
		}
	}
	for _, e := range extra {
		delete(got, e)
	}
	want := map[string]bool{}
	for _, line := range lines(t, "env.txt") {
		if name, used, _ := strings.Cut(line, " "); used == "+" {
			want[name] = true
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("upstream's that the addon sets -, the addon's +:\n%s", diff)
	}
}

// The agents themselves know every variable, but for those that they read by other ways, and one
// that upstream's chart sets for older agents.
func TestAgentsKnow(t *testing.T) {
	known := lines(t, "env.agents")
	var unknown []string
	for _, line := range lines(t, "env.txt") {
		if name, used, _ := strings.Cut(line, " "); used == "+" && !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	want := []string{
		"AGENT_DAEMONSET", "CHART_RELEASE_NAME", "CLUSTER_AGENT_DEPLOYMENT", "DD_POD_NAME",
		"DD_PROCESS_CONFIG_RUN_IN_CORE_AGENT_ENABLED", "HOST_ROOT", "KUBERNETES",
	}
	if diff := cmp.Diff(want, unknown); diff != "" {
		t.Error(diff)
	}
}

// Every key of a file that an agent reads is one of upstream's, and no option has lost its own.
func TestKeys(t *testing.T) {
	known, want := map[string]bool{}, map[string]bool{}
	for _, line := range lines(t, "keys.txt") {
		name, used := strings.CutSuffix(line, " +")
		known[name] = true
		if used {
			want[name] = true
		}
	}
	got := map[string]bool{}
	for name, o := range all() {
		for _, m := range addontest.Objects[*corev1.ConfigMap](t, addontest.AWS(), datadog.New(o)) {
			for file, text := range m.Data {
				if !strings.Contains(file, ".yaml") {
					continue
				}
				var content any
				if err := yaml.Unmarshal([]byte(text), &content); err != nil {
					t.Fatalf("%s: %s: %v", name, file, err)
				}
				keys(content, strings.TrimSuffix(integration(file), ".d"), known, got)
			}
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("upstream's that the addon writes -, the addon's +:\n%s", diff)
	}
}

// integration is what a file is of, by its key in a ConfigMap: "postgres.d--orders.yaml".
func integration(file string) string {
	name, _, ok := strings.Cut(file, "--")
	if !ok {
		name, _, _ = strings.Cut(file, ".")
	}
	return name
}

// keys notes the paths of keys. Those below one that upstream has with ".*" are anybody's.
func keys(v any, path string, known, got map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			p := path + "." + k
			if known[p+".*"] {
				got[p+".*"] = true
				continue
			}
			got[p] = true
			keys(x, p, known, got)
		}
	case []any:
		for _, x := range v {
			keys(x, path, known, got)
		}
	}
}
