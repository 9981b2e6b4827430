package main

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/deploymentduplicator"
	"github.com/fitout/fitout/addons/k8nskel"
	"github.com/fitout/fitout/addons/kubefork"
	"github.com/fitout/fitout/addons/virtualservicecontroller"
)

// copies are those of Deployments, for canaries and forks.
func copies() deploymentduplicator.Options {
	return deploymentduplicator.Options{Pods: addon.Pods{
		Image:     addon.Image{Tag: "6df7076f91efdd711739bf9cce26ab2bd8798729"},
		Resources: requests("10m", "128Mi"),
	}}
}

// forks of the campaigns are tried below their host, in copies of what a pull request changes.
func forks() kubefork.Options {
	return kubefork.Options{
		Pods: addon.Pods{
			Image:     addon.Image{Tag: "cb0e10c17a248892422d815dbeefbd497fdfcbef"},
			Resources: requests("10m", "128Mi"),
		},
		Managers: []kubefork.NamedForkManager{{
			Name:      "forks",
			Namespace: "emissary",
			ForkManagerSpec: kubefork.ForkManagerSpec{
				AmbassadorID: "default",
				HeaderKey:    "x-fork-identifier",
				Upstreams:    []kubefork.Upstream{{Host: "campaigns.example.com", Original: "campaigns.web:80"}},
			},
		}},
	}
}

// routes lead requests by a header, for whoever writes a VSConfig.
func routes() virtualservicecontroller.Options {
	return virtualservicecontroller.Options{Pods: addon.Pods{
		Replicas:  new(int32(2)),
		Image:     addon.Image{Repository: "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/virtual-service-controller", Tag: "1.4.0"},
		Resources: requests("10m", "128Mi"),
	}}
}

// registryCredentials are those of the registry that services outside AWS push to. They are
// copied until HNC does it.
func registryCredentials() k8nskel.Options {
	return k8nskel.Options{
		Pods: addon.Pods{
			Image:     addon.Image{Tag: "03e9c718b52edd66e697ec21ff6d440019c30a06"},
			Resources: requests("10m", "64Mi"),
		},
		Secrets: []string{"registry"},
	}
}
