package e2e

import (
	"flag"
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons"
	"github.com/fitout/fitout/cluster"
)

// Every object of every case of every addon is accepted by the server as it stands, a
// second apply changes none of them, and the pods that come of them would be let in: for
// each version that the server can be and the addon's card claims.
func TestAddons(t *testing.T) {
	for _, version := range versions {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			w := use(t, version)
			for _, f := range addons.All {
				if !version.In(f.Info().Kubernetes) {
					t.Logf("%s claims %s", f.Info().Name, f.Info().Kubernetes)
					continue
				}
				for _, g := range cases(t, f) {
					t.Run(f.Info().Name+"/"+g.name, func(t *testing.T) { w.judge(t, g, version) })
				}
			}
			if flag.Lookup("test.run").Value.String() != "" {
				return // not all addons
			}
			for text, e := range excuses {
				if e.holds(version) && !w.warnings.excused[text] {
					t.Errorf("%s need not be excused: the server doesn't warn: %s", e.option, text)
				}
			}
		})
	}
}

// judge puts a case into the empty server, and then a second time.
func (w *world) judge(t *testing.T, g golden, version addon.Version) {
	plan := g.at(t, version)
	docs := w.put(t, g.cluster.Existing, rendered(t, plan))
	if errs := w.applyAgain(t.Context(), fitout, docs); len(errs) > 0 {
		t.Errorf("applied again:%s", lines(errs))
	}
	if errs := w.admitPods(t.Context(), g.cluster.Existing, plan); len(errs) > 0 {
		t.Errorf("the server would let in no pods:%s", lines(errs))
	}
}

// put makes documents all that is in the server, beside what they count on. It returns
// those that can be judged.
func (w *world) put(t *testing.T, existing cluster.Existing, docs []document) []document {
	t.Helper()
	if err := w.empty(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	docs = w.furnish(t, existing, docs)
	if errs := w.applyAll(t.Context(), fitout, docs); len(errs) > 0 {
		t.Fatalf("the server refuses:%s", lines(errs))
	}
	return docs
}
