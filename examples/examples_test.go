package examples_test

import (
	"bytes"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// run runs an example as its reader would.
func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("go", append([]string{"run", "./" + name}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go run ./examples/%s: %v\n%s", name, err, &stderr)
	}
	if stderr.Len() > 0 {
		t.Errorf("go run ./examples/%s: says on standard error:\n%s", name, &stderr)
	}
	return out
}

// Each example prints documents that any YAML parser takes, each an object.
func TestExamples(t *testing.T) {
	for _, name := range []string{"minimal", "prod", "file", "custom", "edit"} {
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
