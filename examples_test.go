package fitout_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// shell runs a command as the reader of the README or of an example would. It looks at
// every file of the module first, so that no cached result of a test outlives a change of
// the programs that it runs.
func shell(t *testing.T, command string) (stdout, stderr []byte) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(path, ".git") {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	cmd := exec.Command("sh", "-c", command)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, &errs)
	}
	return out.Bytes(), errs.Bytes()
}

// run runs an example, which has nothing to complain about.
func run(t *testing.T, name string) []byte {
	t.Helper()
	stdout, stderr := shell(t, "go run ./examples/"+name)
	if len(stderr) > 0 {
		t.Errorf("examples/%s: says on standard error:\n%s", name, stderr)
	}
	return stdout
}

// Each example prints documents that any YAML parser takes, each an object.
func TestExamples(t *testing.T) {
	for _, name := range []string{"minimal", "prod", "file", "custom", "edit", "pipeline"} {
		t.Run(name, func(t *testing.T) {
			out := run(t, name)
			docs := bytes.Split(out, []byte("\n---\n"))
			for _, doc := range docs {
				var o struct {
					APIVersion, Kind string
					Metadata         struct{ Name string }
				}
				if err := yaml.Unmarshal(doc, &o); err != nil || o.APIVersion == "" || o.Kind == "" || o.Metadata.Name == "" {
					t.Errorf("not an object (%v):\n%s", err, doc)
				}
			}
			if len(docs) < 2 {
				t.Errorf("%d documents", len(docs))
			}
		})
	}
}

// Nothing that Go's encoding adds to native structs is in the stream.
var noise = regexp.MustCompile(`(?m)^status:|: null$|^  creationTimestamp|strategy: \{\}$|metadata: \{\}$`)

// The same program prints the same bytes, whatever it was written as.
func TestProd(t *testing.T) {
	first := run(t, "prod")
	if again := run(t, "prod"); !bytes.Equal(first, again) {
		t.Error("the second run prints other bytes")
	}
	if file := run(t, "file"); !bytes.Equal(first, file) {
		t.Error("the cluster file renders to other bytes than the same cluster in Go")
	}
	if found := noise.Find(first); found != nil {
		t.Errorf("the stream holds %q", found)
	}
	for _, must := range []string{"kind: ClusterIssuer", "name: nginx-internal", "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/quay/jetstack/cert-manager-acmesolver", "name: oidc:example:developers", `storageclass.kubernetes.io/is-default-class: "true"`} {
		if !strings.Contains(string(first), must) {
			t.Errorf("the stream lacks %q", must)
		}
	}
}
