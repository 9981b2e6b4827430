package k8nskel_test

import (
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/k8nskel"
	"github.com/fitout/fitout/cluster"
)

// The credentials of a registry are copied into all namespaces. Those alone may be overwritten
// there.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "dev", Kubernetes: "1.34"},
		Addons: []addon.Addon{k8nskel.New(k8nskel.Options{
			Pods:    addon.Pods{Image: addon.Image{Tag: "03e9c718b52edd66e697ec21ff6d440019c30a06"}},
			Secrets: []string{"registry"},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		switch o := it.Object.(type) {
		case *rbacv1.ClusterRole:
			for _, r := range o.Rules {
				fmt.Println("everywhere:", r.Resources, r.ResourceNames, r.Verbs)
			}
		case *rbacv1.Role:
			for _, r := range o.Rules {
				fmt.Println(o.Namespace+":", r.Resources, r.ResourceNames, r.Verbs)
			}
		}
	}
	// Output:
	// k8nskel-origin: [secrets] [] [list watch]
	// everywhere: [namespaces] [] [list watch]
	// everywhere: [secrets] [] [create]
	// everywhere: [secrets] [registry] [update delete]
}
