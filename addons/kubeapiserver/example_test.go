package kubeapiserver_test

import (
	"fmt"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/kubeapiserver"
)

// The API under the company's name, with a certificate of cert-manager's, for the office.
func Example() {
	objs, err := kubeapiserver.New(kubeapiserver.Options{
		Host: "kubernetes.example.com",
		NGINX: kubeapiserver.NGINX{
			Issuer:       &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
			AllowedCIDRs: []string{"192.0.2.0/24"},
		},
	}).Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	in := objs[0].(*networkingv1.Ingress)
	fmt.Println(in.Spec.Rules[0].Host)
	fmt.Println(in.Annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"])
	// Output:
	// kubernetes.example.com
	// 3600
}
