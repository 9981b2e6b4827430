// Custom has an addon of its own beside Fitout's, in the folder greeter, and one made of
// YAML that exists already.
package main

import (
	"embed"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster"
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
			Mirror:     addon.Mirror{"docker.io": "mirror.example.com/hub"},
		},
		Addons: []addon.Addon{
			greeter.New(greeter.Options{
				Greeting: "hello",
				Pods:     addon.Pods{Replicas: new(int32(2))},
			}),
			addon.Raw("quota", manifests),
		},
	})
}
