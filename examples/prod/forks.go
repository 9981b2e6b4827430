package main

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/deploymentduplicator"
)

// copies are those of Deployments, for canaries and forks.
func copies() deploymentduplicator.Options {
	return deploymentduplicator.Options{Pods: addon.Pods{
		Image:     addon.Image{Tag: "6df7076f91efdd711739bf9cce26ab2bd8798729"},
		Resources: requests("10m", "128Mi"),
	}}
}
