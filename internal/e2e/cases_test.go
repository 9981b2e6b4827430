package e2e

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/cluster"
)

// root is the project's main module.
const root = "../.."

// goldens is the folder with the cases of an addon's goldens.
func goldens(f addon.Factory) string {
	return filepath.Join(root, "addons", path.Base(f.Options().PkgPath()), "testdata")
}

// golden is a case of an addon's goldens.
type golden struct {
	name    string
	cluster cluster.Cluster
}

const clusterFile = ".cluster.yaml"

// cases reads all cases of an addon's goldens.
func cases(t *testing.T, f addon.Factory) []golden {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(goldens(f), "*"+clusterFile))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no cases (%v)", f.Info().Name, err)
	}
	var all []golden
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := cluster.Load(bytes.NewReader(data), addons.All)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, golden{strings.TrimSuffix(filepath.Base(file), clusterFile), c})
	}
	return all
}

// at plans the case for a cluster of a version.
func (g golden) at(t *testing.T, version addon.Version) *cluster.Plan {
	t.Helper()
	g.cluster.Target.Kubernetes = version
	plan, err := g.cluster.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
