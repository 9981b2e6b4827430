package e2e

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/cluster"
)

// unadoptable is the heading under which an addon's doc.go says why an install of
// upstream's can't be taken over by applying the addon over it.
const unadoptable = "# Why an install can't be taken over"

// helm is the manager of an install of upstream's.
var helm = manager{name: "helm", lenient: true}

// takeover is the manager of the first apply of Fitout's over an install of upstream's.
var takeover = manager{name: addon.ManagedBy, force: true}

// An addon with the options that upstream's render has is applied over that render: the
// server lets it, from then on no force is needed and nothing changes, no workload runs
// twice, and pruning what the addon doesn't bring takes nothing away by accident.
func TestAdoption(t *testing.T) {
	if upstream() == "" {
		t.Skip("FITOUT_UPSTREAM is not set")
	}
	w := use(t, newest)
	for _, ref := range references(t) {
		i := slices.IndexFunc(addons.All, func(f addon.Factory) bool { return packageOf(f) == ref.addon })
		if i < 0 {
			continue // not written yet
		}
		f := addons.All[i]
		t.Run(f.Info().Name, func(t *testing.T) {
			errs := w.adopt(t, f, ref)
			switch explained := strings.Contains(f.Info().Text(), "\n"+unadoptable+"\n"); {
			case explained && len(errs) > 0:
				t.Logf("can't be taken over, as its doc.go says:%s", lines(errs))
			case explained:
				t.Errorf("it can be taken over: doc.go need not say %q", unadoptable)
			case len(errs) > 0:
				t.Errorf("it can't be taken over, and doc.go has no section %q:%s", unadoptable, lines(errs))
			}
		})
	}
}

// reference is a line of upstream's index.
type reference struct {
	addon      string // the package
	files      []string
	namespaces []string
}

func references(t *testing.T) []reference {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(upstream(), "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var all []reference
	for line := range strings.Lines(string(index)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(fields) < 3 {
			continue
		}
		all = append(all, reference{fields[0], strings.Split(fields[1], ","), strings.Split(fields[2], ", ")})
	}
	if len(all) == 0 {
		t.Fatal("index.tsv lists nothing")
	}
	return all
}

// adopt installs what upstream renders and then the addon over it. It returns what keeps
// the addon from taking the install over; whatever else goes wrong ends the test.
func (w *world) adopt(t *testing.T, f addon.Factory, ref reference) []error {
	ctx := t.Context()
	if err := w.empty(ctx, nil); err != nil {
		t.Fatal(err)
	}
	same := caseOf(t, f, "upstream")
	theirs := w.installed(t, ref)
	w.furnish(t, cluster.Existing{Namespaces: ref.namespaces}, theirs)
	if errs := w.applyAll(ctx, helm, theirs); len(errs) > 0 {
		t.Fatalf("the server refuses upstream's own install:%s", lines(errs))
	}

	ours := w.furnish(t, same.cluster.Existing, rendered(t, same.at(t, newest)))
	if errs := w.applyAll(ctx, takeover, ours); len(errs) > 0 {
		return errs
	}
	return slices.Concat(w.applyAgain(ctx, fitout, ours), secondWorkloads(theirs, ours), leftOver(t, f, theirs, ours))
}

// leftOver are the objects of upstream's that the addon doesn't have, so that pruning takes
// them away, and that testdata/upstream.leftover doesn't explain. That file has a line for
// each, "Kind namespace/name", below a line with the reason.
func leftOver(t *testing.T, f addon.Factory, theirs, ours []document) []error {
	t.Helper()
	explained, err := os.ReadFile(testdata(f, "upstream.leftover"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	unused := map[string]bool{}
	reason := false
	for line := range strings.Lines(string(explained)) {
		if strings.HasPrefix(line, "#") {
			reason = true
		} else if unused[strings.TrimSpace(line)] = true; !reason {
			t.Errorf("testdata/upstream.leftover gives no reason for %s", line)
		}
	}
	var errs []error
	for _, d := range theirs {
		name := d.String()
		switch {
		case has(ours, d):
		case unused[name]:
			delete(unused, name)
		default:
			errs = append(errs, fmt.Errorf("%s: pruning takes it away: testdata/upstream.leftover could say why", name))
		}
	}
	for name := range unused {
		errs = append(errs, fmt.Errorf("%s: testdata/upstream.leftover explains what is not left over", name))
	}
	return errs
}

// secondWorkloads are those that would run beside upstream's with the same image.
func secondWorkloads(theirs, ours []document) []error {
	var errs []error
	for _, d := range ours {
		if images(d) == nil || has(theirs, d) {
			continue
		}
		for _, other := range theirs {
			if shared := slices.IndexFunc(images(other), func(i string) bool { return slices.Contains(images(d), i) }); shared >= 0 {
				errs = append(errs, fmt.Errorf("%s: runs %s beside upstream's %s", d, images(other)[shared], other))
			}
		}
	}
	return errs
}

// images are the repositories of the images that a workload's containers run.
func images(d document) []string {
	spec, _, _ := unstructured.NestedMap(d.Object, "spec", "template", "spec")
	if spec == nil {
		spec, _, _ = unstructured.NestedMap(d.Object, "spec", "jobTemplate", "spec", "template", "spec")
	}
	containers, _ := spec["containers"].([]any)
	var images []string
	for _, c := range containers {
		if c, ok := c.(map[string]any); ok {
			image, _ := c["image"].(string)
			images = append(images, addon.ParseImage(image).Repository)
		}
	}
	return images
}

// has tells whether one of the documents is of the object that d is of.
func has(docs []document, d document) bool {
	return slices.ContainsFunc(docs, func(o document) bool {
		return o.GroupVersionKind().GroupKind() == d.GroupVersionKind().GroupKind() && o.GetNamespace() == d.GetNamespace() && o.GetName() == d.GetName()
	})
}

// installed are the documents of an install of upstream's as Helm sends them: without what
// only tests it or takes it away, in its namespace, definitions first.
func (w *world) installed(t *testing.T, ref reference) []document {
	t.Helper()
	var definitions, others []document
	for i, file := range ref.files {
		data, err := os.ReadFile(filepath.Join(upstream(), file))
		if err != nil {
			t.Fatal(err)
		}
		docs, err := read(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		namespace := ref.namespaces[0]
		if i == len(ref.files)-1 {
			namespace = ref.namespaces[len(ref.namespaces)-1]
		}
		for _, d := range docs {
			hook := d.GetAnnotations()["helm.sh/hook"]
			if strings.Contains(hook, "test") || strings.Contains(hook, "delete") {
				continue
			}
			before := d.DeepCopy()
			if w.builtin[d.GroupVersionKind().GroupKind()].namespaced && d.GetNamespace() == "" {
				d.SetNamespace(namespace)
			}
			// Upstreams that nobody keeps up write what kubectl of their day still took.
			switch d.GetAPIVersion() {
			case "apiregistration.k8s.io/v1beta1":
				d.SetAPIVersion("apiregistration.k8s.io/v1")
			case "rbac.authorization.k8s.io/v1beta1":
				d.SetAPIVersion("rbac.authorization.k8s.io/v1")
				if strings.HasPrefix(d.GetKind(), "Cluster") {
					d.SetNamespace("")
				}
			}
			if !reflect.DeepEqual(before, d.Unstructured) {
				if d.text, err = yaml.Marshal(d.Object); err != nil {
					t.Fatal(err)
				}
			}
			if d.isDefinition() {
				definitions = append(definitions, d)
			} else {
				others = append(others, d)
			}
		}
	}
	return append(definitions, others...)
}
