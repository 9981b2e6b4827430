// Minimal is a cluster with one addon, all defaults.
package main

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/render"
)

func main() {
	render.Main(cluster.Cluster{
		Target: addon.Target{Name: "minimal", Kubernetes: "1.34"},
		Addons: []addon.Addon{
			metricsserver.New(metricsserver.Options{}),
		},
	})
}
