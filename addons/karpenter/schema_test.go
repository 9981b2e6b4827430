package karpenter_test

import (
	"reflect"
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/karpenter"
)

// What the case full makes of all types fits the definitions.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	checked := addontest.Fit(t, objects[addon.Object](t, addontest.AWS(), full()), "karpenter.sh", "karpenter.k8s.aws", "autoscaling.x-k8s.io")
	for _, kind := range []string{"EC2NodeClass", "NodePool", "NodeOverlay", "CapacityBuffer"} {
		if !checked[kind] {
			t.Errorf("no %s was checked", kind)
		}
	}
}

// The types here have the fields of the definitions, all of them and no others.
func TestTypesFitTheirDefinitions(t *testing.T) {
	objs := objects[addon.Object](t, addontest.Target(), options{})
	addontest.Complete(t, objs, "EC2NodeClass", "v1", reflect.TypeFor[karpenter.EC2NodeClassSpec]())
	addontest.Complete(t, objs, "NodePool", "v1", reflect.TypeFor[karpenter.NodePoolSpec]())
	addontest.Complete(t, objs, "NodeOverlay", "v1alpha1", reflect.TypeFor[karpenter.NodeOverlaySpec](), ".requirements.minValues") // of NodePools
	addontest.Complete(t, objs, "CapacityBuffer", "v1beta1", reflect.TypeFor[karpenter.CapacityBufferSpec]())
}
