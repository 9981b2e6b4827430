package prometheusoperator_test

import (
	"testing"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/prometheusoperator"
)

// Each field of the types is one of the definition's. The resources here set them all.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	objs := build(t, addontest.Target(), options{Resources: fullResources()})
	checked := addontest.Fit(t, objs, "monitoring.coreos.com")
	for _, kind := range []string{"Alertmanager", "AlertmanagerConfig", "PodMonitor", "Prometheus", "PrometheusRule", "ScrapeConfig", "ServiceMonitor"} {
		if !checked[kind] {
			t.Errorf("no %s was checked", kind)
		}
	}
}

func build(t *testing.T, target addon.Target, o options) []addon.Object {
	t.Helper()
	objs, err := prometheusoperator.New(o).Objects(target)
	if err != nil {
		t.Fatal(err)
	}
	return objs
}
