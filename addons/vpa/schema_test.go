package vpa_test

import (
	"testing"

	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/vpa"
)

// Each field of the type is one of the definition's. The case full sets them all.
func TestAutoscalersFitTheirDefinition(t *testing.T) {
	objs, err := vpa.New(full()).Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	if checked := addontest.Fit(t, objs, "autoscaling.k8s.io"); !checked["VerticalPodAutoscaler"] {
		t.Error("no VerticalPodAutoscaler was checked")
	}
}
