// Custom has addons of its own beside Fitout's, in the folders greeter and expiry, and one made
// of YAML that exists already. Expiry is a controller, which package addon/controller lays out.
package main

import (
	"embed"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/examples/custom/expiry"
	"github.com/fitout/fitout/examples/custom/greeter"
	"github.com/fitout/fitout/render"
)

//go:embed manifests
var manifests embed.FS

func main() {
	render.Main(cluster.Cluster{
		Target: addon.Target{
			Name:       "custom",
			Kubernetes: "1.34",
			Mirror: addon.Mirror{
				"docker.io":            "mirror.example.com/hub",
				"registry.example.com": "mirror.example.com/own",
			},
		},
		Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}},
		Addons: []addon.Addon{
			expiry.New(expiry.Options{Pods: addon.Pods{Image: addon.Image{Tag: "v1.2.3"}}}),
			greeter.New(greeter.Options{
				Greeting: "hello",
				Pods:     addon.Pods{Replicas: new(int32(2))},
			}),
			addon.Raw("quota", manifests),
		},
	})
}
