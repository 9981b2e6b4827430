package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/cluster"
)

// What an example prints goes into an empty cluster as it stands, in one go and without
// force, and a second time it changes nothing.
func TestExamples(t *testing.T) {
	w := use(t, newest)
	programs, err := filepath.Glob(filepath.Join(root, "examples", "*", "main.go"))
	if err != nil || len(programs) == 0 {
		t.Fatalf("no examples (%v)", err)
	}
	for _, program := range programs {
		name := filepath.Base(filepath.Dir(program))
		t.Run(name, func(t *testing.T) {
			docs, err := read(printed(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if err := w.empty(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			docs = w.put(t, cluster.Existing{}, docs)
			if errs := w.applyAgain(t.Context(), fitout, docs); len(errs) > 0 {
				t.Errorf("applied again:%s", lines(errs))
			}
		})
	}
}

// The production cluster goes into an empty cluster by the command that the README gives,
// run until it succeeds, and from then on the command changes nothing.
func TestKubectl(t *testing.T) {
	kubectl, err := exec.LookPath("kubectl")
	if err != nil {
		t.Skip("there is no kubectl")
	}
	w := use(t, newest)
	stream := printed(t, "prod")
	apply := func() (stderr string, err error) {
		cmd := exec.CommandContext(t.Context(), kubectl, "apply", "--server-side", "-f", "-")
		cmd.Env = append(os.Environ(), "KUBECONFIG="+w.Kubeconfig)
		cmd.Stdin = bytes.NewReader(stream)
		var said bytes.Buffer
		cmd.Stderr = &said
		err = cmd.Run()
		return said.String(), err
	}
	for try := 1; ; try++ {
		stderr, err := apply()
		if err == nil && stderr == "" {
			break
		}
		t.Logf("run %d: %v\n%s", try, err, stderr)
		if try == 3 {
			t.Fatal("kubectl apply doesn't come to an end")
		}
	}
	docs, err := read(stream)
	if err != nil {
		t.Fatal(err)
	}
	first := w.contents(t, docs)
	if stderr, err := apply(); err != nil || stderr != "" {
		t.Fatalf("kubectl apply, again: %v\n%s", err, stderr)
	}
	if diff := cmp.Diff(first, w.contents(t, docs)); diff != "" {
		t.Errorf("kubectl apply, again, changes what is in the cluster:\n%s", diff)
	}
}

// contents are the objects of documents as the server has them, but for their status.
func (w *world) contents(t *testing.T, docs []document) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, d := range docs {
		w.note(d)
		o, err := w.get(t.Context(), d)
		if err != nil {
			t.Fatalf("%s: %v", d, err)
		}
		all[d.String()] = applied(o)
	}
	return all
}

// conversion is what a definition says of its webhook for conversion.
var conversion = regexp.MustCompile(`(?m)^  conversion:\n    strategy: Webhook\n(    .*\n)+`)

// printed is what an example prints. Pods don't run here, and so none converts the custom
// resources that are written in one version and kept in another: the API server keeps their
// fields as they are.
func printed(t *testing.T, example string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "run", "./examples/"+example)
	cmd.Dir = root
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("go run ./examples/%s: %v\n%s", example, err, &stderr)
	}
	return conversion.ReplaceAll(stdout.Bytes(), []byte("  conversion:\n    strategy: None\n"))
}
