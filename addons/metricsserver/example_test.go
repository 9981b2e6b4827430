package metricsserver_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/cluster"
)

// Two copies, with a certificate that the API server verifies: cert-manager is expected
// in the cluster.
func Example() {
	plan, err := cluster.Cluster{
		Target:   addon.Target{Name: "prod", Kubernetes: "1.34"},
		Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}},
		Addons: []addon.Addon{
			metricsserver.New(metricsserver.Options{
				Pods:        addon.Pods{Replicas: new(int32(2))},
				Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		fmt.Println(it.Phase, it.Object.GetObjectKind().GroupVersionKind().Kind, it.Object.GetName())
	}
	// Output:
	// access ServiceAccount metrics-server
	// access ClusterRole system:metrics-server
	// access ClusterRole system:metrics-server-aggregated-reader
	// access RoleBinding metrics-server-auth-reader
	// access ClusterRoleBinding metrics-server:system:auth-delegator
	// access ClusterRoleBinding system:metrics-server
	// services Service metrics-server
	// workloads PodDisruptionBudget metrics-server
	// resources Issuer metrics-server-issuer
	// resources Certificate metrics-server
	// workloads Deployment metrics-server
	// hooks APIService v1beta1.metrics.k8s.io
}
