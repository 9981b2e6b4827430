package ingressnginx_test

import (
	"fmt"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/ingressnginx"
	"github.com/fitout/fitout/cluster"
)

// Two controllers on EKS: one for the internet, one for internal tools in the VPC, each
// with a Network Load Balancer and an ingress class of its own.
func Example() {
	nlb := func(scheme ingressnginx.AWSScheme) ingressnginx.Service {
		return ingressnginx.Service{AWS: &ingressnginx.AWSLoadBalancer{Type: ingressnginx.NLBIP, Scheme: scheme}}
	}
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "ap-northeast-1"}},
		Addons: []addon.Addon{
			ingressnginx.New(ingressnginx.Options{
				Pods:    addon.Pods{Replicas: new(int32(2))},
				Service: nlb(ingressnginx.InternetFacing),
			}),
			ingressnginx.New(ingressnginx.Options{
				Instance: "internal",
				Service:  nlb(ingressnginx.Internal),
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if class, ok := it.Object.(*networkingv1.IngressClass); ok {
			fmt.Printf("%s: %s is served by %s\n", it.Addon, class.Name, class.Spec.Controller)
		}
	}
	// Output:
	// ingress-nginx: nginx is served by k8s.io/ingress-nginx
	// ingress-nginx/internal: nginx-internal is served by k8s.io/ingress-nginx-internal
}
