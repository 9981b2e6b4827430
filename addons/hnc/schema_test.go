package hnc_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/hnc"
)

// What the API server doesn't know of a custom resource it drops without a word.
func TestTypesFitTheirDefinitions(t *testing.T) {
	all := map[string]bool{"HierarchicalResourceQuota": true, "HierarchyConfiguration": true, "HNCConfiguration": true, "SubnamespaceAnchor": true}
	for name, o := range map[string]options{
		"the fork's": full(),
		"upstream's": withoutScopes(full()),
	} {
		objs, err := hnc.New(o).Objects(addontest.Target())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, addontest.Fit(t, objs, "hnc.x-k8s.io")); diff != "" {
			t.Errorf("%s: kinds that are held to a definition: -want +got:\n%s", name, diff)
		}
	}
}

func withoutScopes(o options) options {
	o.Fork = false
	o.Pods.Image = addon.Image{}
	for i := range o.Quotas.List {
		o.Quotas.List[i].ScopeSelector = nil
	}
	return o
}

// HNC knows its singletons by their names, and what is made by hand goes by the same ones.
func TestConstructors(t *testing.T) {
	for _, tc := range []struct {
		object addon.Object
		want   string
	}{
		{hnc.NewHierarchyConfiguration("team-a", hnc.HierarchyConfigurationSpec{Parent: "company"}), "HierarchyConfiguration team-a/hierarchy"},
		{hnc.NewHNCConfiguration(hnc.HNCConfigurationSpec{}), "HNCConfiguration config"},
		{hnc.NewSubnamespaceAnchor("team-a", "lab", hnc.SubnamespaceAnchorSpec{}), "SubnamespaceAnchor team-a/lab"},
		{hnc.NewHierarchicalResourceQuota(metav1.ObjectMeta{Name: "all", Namespace: "company"}, hnc.HierarchicalResourceQuotaSpec{}), "HierarchicalResourceQuota company/all"},
	} {
		if got := addon.Describe(tc.object); got != tc.want {
			t.Errorf("got %s, want %s", got, tc.want)
		}
		if got := tc.object.GetObjectKind().GroupVersionKind().GroupVersion().String(); got != "hnc.x-k8s.io/v1alpha2" {
			t.Errorf("%s: is of %s", tc.want, got)
		}
	}
}
