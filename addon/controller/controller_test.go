package controller_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
)

// A controller that has only what it must have is an account, a Deployment, and nothing else.
func TestLeast(t *testing.T) {
	type options struct{}
	least := addon.Definition[options]{
		Card: addon.Card{Name: "least", Category: addon.Platform, Namespace: "least"},
		Objects: func(t addon.Target, _ options) ([]addon.Object, error) {
			return controller.Controller{
				Name:     "least",
				Identity: kube.Identify("least", "least", ""),
				Pods:     addon.Pods{Image: addon.Image{Repository: "registry.example.com/least", Tag: "v1"}},
			}.Objects(t), nil
		},
	}
	objs, err := least.New(options{}).Objects(addon.Target{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range objs {
		got = append(got, addon.Describe(o))
	}
	want := []string{"ServiceAccount least/least-controller-manager", "Deployment least/least-controller-manager"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Two servers can't have one port.
func TestMetricsOnThePortForProbes(t *testing.T) {
	errs := controller.Metrics{Enabled: true, Port: 8081}.Validate(nil)
	want := []string{"port: Invalid value: 8081: is the port for probes"}
	var got []string
	for _, err := range errs {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
