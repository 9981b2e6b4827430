package kubefork_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/kubefork"
	"github.com/fitout/fitout/cluster"
)

// Forks are reached below www.example.com, which the Service web in the namespace shop serves.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "dev", Kubernetes: "1.34"},
		Addons: []addon.Addon{kubefork.New(kubefork.Options{
			Pods: addon.Pods{Image: addon.Image{Tag: "cb0e10c17a248892422d815dbeefbd497fdfcbef"}},
			Managers: []kubefork.NamedForkManager{{
				Name: "forks", Namespace: "gateway",
				ForkManagerSpec: kubefork.ForkManagerSpec{
					AmbassadorID: "default",
					HeaderKey:    "x-fork-identifier",
					Upstreams:    []kubefork.Upstream{{Host: "www.example.com", Original: "web.shop:80"}},
				},
			}},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if m, ok := it.Object.(*kubefork.ForkManager); ok {
			fmt.Println(addon.Describe(m), m.Spec.Upstreams[0].Host)
		}
	}
	// Output:
	// ForkManager gateway/forks www.example.com
}
