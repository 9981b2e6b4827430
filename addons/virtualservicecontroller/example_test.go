package virtualservicecontroller_test

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/virtualservicecontroller"
	"github.com/fitout/fitout/cluster"
)

// The image is the company's own, and so is its tag.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "dev", Kubernetes: "1.34"},
		Addons: []addon.Addon{virtualservicecontroller.New(virtualservicecontroller.Options{
			Pods: addon.Pods{Image: addon.Image{Repository: "registry.example.com/virtual-service-controller", Tag: "1.4.0"}},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if d, ok := it.Object.(*appsv1.Deployment); ok {
			fmt.Println(addon.Describe(d), d.Spec.Template.Spec.Containers[0].Image)
		}
	}
	// Output:
	// Deployment virtual-service-controller-system/virtual-service-controller-controller-manager registry.example.com/virtual-service-controller:1.4.0
}
