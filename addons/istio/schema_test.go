package istio_test

import (
	"testing"

	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/istio"
)

// Each field of the types here is one of the definition's. The resources here set them all.
func TestResourcesFitTheirDefinitions(t *testing.T) {
	objs := build(t, addontest.Target(), options{
		Mesh:      istio.MeshConfig{ExtensionProviders: fullProviders()},
		Resources: fullResources(),
	})
	checked := addontest.Fit(t, objs, "networking.istio.io", "security.istio.io", "telemetry.istio.io")
	for _, kind := range []string{"AuthorizationPolicy", "DestinationRule", "Gateway", "PeerAuthentication", "ServiceEntry", "Telemetry", "VirtualService"} {
		if !checked[kind] {
			t.Errorf("no %s was checked", kind)
		}
	}
}
