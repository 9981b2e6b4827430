package istio_test

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/istio"
	"github.com/fitout/fitout/cluster"
)

// Requests with the header of a feature flag go to the version of a service that has the
// feature, wherever in the mesh they come from.
func Example() {
	header := istio.HTTPMatch{Headers: map[string]istio.StringMatch{"x-feature": {Exact: "new-cart"}}}
	subset := func(name string) []istio.HTTPDestination {
		return []istio.HTTPDestination{{Destination: istio.Destination{Host: "cart", Subset: name}}}
	}
	mesh := addon.With(
		istio.New(istio.Options{Gateways: []istio.GatewayWorkload{{Name: "istio-ingressgateway"}}}),
		istio.NewVirtualService(metav1.ObjectMeta{Name: "cart", Namespace: "shop"}, istio.VirtualServiceSpec{
			Hosts: []string{"cart"},
			HTTP: []istio.HTTPRoute{
				{Match: []istio.HTTPMatch{header}, Route: subset("v2")},
				{Route: subset("v1")},
			},
		}),
		istio.NewDestinationRule(metav1.ObjectMeta{Name: "cart", Namespace: "shop"}, istio.DestinationRuleSpec{
			Host: "cart",
			Subsets: []istio.Subset{
				{Name: "v1", Labels: map[string]string{"version": "v1"}},
				{Name: "v2", Labels: map[string]string{"version": "v2"}},
			},
		}),
	)
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34"},
		Addons: []addon.Addon{mesh},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		switch o := it.Object.(type) {
		case *istio.VirtualService:
			fmt.Println(addon.Describe(o), o.Spec.HTTP[0].Match[0].Headers["x-feature"].Exact)
		case *istio.DestinationRule:
			fmt.Println(addon.Describe(o), len(o.Spec.Subsets), "subsets")
		}
	}
	// Output:
	// DestinationRule shop/cart 2 subsets
	// VirtualService shop/cart new-cart
}
