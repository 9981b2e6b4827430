package argocd_test

import (
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/argocd"
)

func build(t *testing.T, o options) []addon.Object {
	t.Helper()
	objs, err := argocd.New(o).Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	return objs
}

// Each field of the types here is one of the definition's. The case full-resources sets them all.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	objs := build(t, fullResources())
	checked := addontest.Fit(t, objs, "argoproj.io")
	for _, o := range objs {
		if crd, ok := o.(*kube.CRD); ok && !checked[crd.Kind()] {
			t.Errorf("no %s was checked", crd.Kind())
		}
	}
}
