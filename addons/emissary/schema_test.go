package emissary_test

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/emissary"
)

// Each field of the types here is one of the definition's. The cases full and settings set
// them all.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	objs := append(build(t, full()), build(t, settings())...)
	objs = append(objs, emissary.NewKubernetesServiceResolver(metav1.ObjectMeta{Name: "service"}, emissary.ResolverSpec{AmbassadorID: []string{"a"}}))
	checked := addontest.Fit(t, objs, "getambassador.io")
	for _, o := range objs {
		crd, ok := o.(*kube.CRD)
		if ok && !checked[crd.Kind()] && crd.Kind() != "DevPortal" { // which only a product of its maker's reads
			t.Errorf("no %s was checked", crd.Kind())
		}
	}
}
