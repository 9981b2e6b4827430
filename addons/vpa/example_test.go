package vpa_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/addons/vpa"
	"github.com/fitout/fitout/cluster"
)

// metrics-server asks for what it uses, between bounds. cert-manager is expected in the
// cluster.
func ExampleAutoscale() {
	plan, err := cluster.Cluster{
		Target:   addon.Target{Name: "prod", Kubernetes: "1.34"},
		Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}},
		Addons: []addon.Addon{
			vpa.New(vpa.Options{}),
			vpa.Autoscale(metricsserver.New(metricsserver.Options{}), vpa.Scaling{
				Mode:       vpa.InPlaceOrRecreate,
				MinAllowed: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("100Mi")},
				MaxAllowed: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("1Gi")},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if v, ok := it.Object.(*vpa.VerticalPodAutoscaler); ok {
			fmt.Println(it.Addon, v.Name, v.Spec.TargetRef.Kind, v.Spec.UpdatePolicy.UpdateMode)
		}
	}
	// Output:
	// metrics-server metrics-server Deployment InPlaceOrRecreate
}
