package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
)

// before is the manager of what a case finds in its cluster.
var before = manager{name: "existing", lenient: true}

// upstream is the folder with what upstream's charts and manifests render, or "".
func upstream() string { return os.Getenv("FITOUT_UPSTREAM") }

// library has the text of CustomResourceDefinitions by kind and group, as in
// "Certificate.cert-manager.io".
type library map[string][]byte

var (
	definition = regexp.MustCompile(`(?m)^kind: CustomResourceDefinition$`)
	itsGroup   = regexp.MustCompile(`(?m)^  group: (\S+)$`)
	itsKind    = regexp.MustCompile(`(?m)^    kind: (\S+)$`)
)

// gatewayAPI are the files with the definitions of the Gateway API, which its module has.
func gatewayAPI() ([]string, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/gateway-api").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "config", "crd", "standard", "gateway.networking.k8s.io_*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("the module of the Gateway API has no definitions (%v)", err)
	}
	return files, nil
}

// definitions are those that addons bring, those in testdata and of the Gateway API, and beside
// them those of upstream. They are read once: it is megabytes.
var definitions = sync.OnceValues(func() (library, error) {
	files, err := filepath.Glob(filepath.Join(root, "addons", "*", "crds.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no addon has crds.yaml (%v)", err)
	}
	files = append(files, filepath.Join("testdata", "ack.yaml"))
	gateway, err := gatewayAPI()
	if err != nil {
		return nil, err
	}
	files = append(files, gateway...)
	if dir := upstream(); dir != "" {
		more, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil || len(more) == 0 {
			return nil, fmt.Errorf("FITOUT_UPSTREAM=%s: no *.yaml (%v)", dir, err)
		}
		files = append(files, more...)
	}
	known := library{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for text := range bytes.SplitSeq(data, []byte("\n---\n")) {
			if !definition.Match(text) {
				continue
			}
			group, kind := itsGroup.FindSubmatch(text), itsKind.FindSubmatch(text)
			if group == nil || kind == nil {
				return nil, fmt.Errorf("%s: a CustomResourceDefinition without a group or a kind", file)
			}
			if name := string(kind[1]) + "." + string(group[1]); known[name] == nil {
				known[name] = text
			}
		}
	}
	return known, nil
})

// furnish makes what a case finds in its cluster and returns those of its documents that
// can be judged: all, but for custom resources whose definition is not to be had without
// the references of upstream.
func (w *world) furnish(t *testing.T, existing cluster.Existing, docs []document) []document {
	t.Helper()
	known, err := definitions()
	if err != nil {
		t.Fatal(err)
	}
	var there []document
	for _, name := range existing.Namespaces {
		there = append(there, object(t, map[string]any{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": name}}))
	}
	brought := map[string]bool{}
	for _, d := range docs {
		if d.isDefinition() {
			gk, _, _ := d.defines()
			brought[gk.String()] = true
		}
	}
	unknown := map[string]bool{}
	for _, d := range docs {
		gk := d.GroupVersionKind().GroupKind()
		switch name := gk.String(); {
		case addon.BuiltinGroup(gk.Group) || brought[name]:
		case known[name] == nil && upstream() != "":
			t.Fatalf("%s: neither an addon nor a file of upstream's has its CustomResourceDefinition", d)
		case known[name] == nil:
			t.Logf("%s: not judged: no addon has its CustomResourceDefinition", d)
			unknown[name] = true
		default:
			crd, err := read(known[name])
			if err != nil {
				t.Fatal(err)
			}
			there = append(there, crd...)
			brought[name] = true
		}
	}
	if errs := w.applyAll(t.Context(), before, there); len(errs) > 0 {
		t.Fatalf("before the case:%s", lines(errs))
	}
	return slices.DeleteFunc(docs, func(d document) bool { return unknown[d.GroupVersionKind().GroupKind().String()] })
}

// object is a document of an object that is written down here.
func object(t *testing.T, o map[string]any) document {
	t.Helper()
	text, err := yaml.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	return docs[0]
}
