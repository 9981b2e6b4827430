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

// packageOf is the name of an addon's package.
func packageOf(f addon.Factory) string { return path.Base(f.Options().PkgPath()) }

// testdata is a file beside an addon's goldens. Those of a package with several addons have
// a folder for each.
func testdata(f addon.Factory, name string) string {
	dir := filepath.Join(root, "addons", packageOf(f), "testdata")
	if own := filepath.Join(dir, f.Info().Name); isDir(own) {
		dir = own
	}
	return filepath.Join(dir, name)
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
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
	files, err := filepath.Glob(testdata(f, "*"+clusterFile))
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

// caseOf reads the case of a name.
func caseOf(t *testing.T, f addon.Factory, name string) golden {
	t.Helper()
	for _, g := range cases(t, f) {
		if g.name == name {
			return g
		}
	}
	t.Fatalf("%s has no case %q", f.Info().Name, name)
	return golden{}
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
