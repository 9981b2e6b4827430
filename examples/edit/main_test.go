package main

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/fitout/fitout/addon"
)

func TestEdits(t *testing.T) {
	plan, err := edited().Plan()
	if err != nil {
		t.Fatal(err)
	}
	var ready int32
	var policy bool
	for _, o := range plan.Of("metrics-server") {
		switch o := o.(type) {
		case *appsv1.Deployment:
			ready = o.Spec.MinReadySeconds
		case *networkingv1.NetworkPolicy:
			policy = o.Labels["app.kubernetes.io/part-of"] == "metrics-server"
		}
		if o.GetName() == "system:metrics-server-aggregated-reader" {
			t.Error("the role is still there")
		}
	}
	if ready != 10 || !policy {
		t.Errorf("minReadySeconds %d, policy %v", ready, policy)
	}
}

// Upstream renames what an edit is for: that is an error, not an edit that does nothing.
func TestEditThatMatchesNothing(t *testing.T) {
	c := edited()
	c.Addons[0] = addon.Edit(c.Addons[0], "metrics-serving", func(*appsv1.Deployment) {})
	_, err := c.Plan()
	const want = `cluster edited: metrics-server: edit: no Deployment "metrics-serving": there is kube-system/metrics-server`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
