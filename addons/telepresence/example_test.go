package telepresence_test

import (
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/telepresence"
	"github.com/fitout/fitout/cluster"
)

// Developers intercept workloads of the namespace development. Pods are in a subnet of the
// VPC, and cert-manager is expected in the cluster.
func Example() {
	plan, err := cluster.Cluster{
		Target:   addon.Target{Name: "dev", Kubernetes: "1.34"},
		Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}, Namespaces: []string{"development"}},
		Addons: []addon.Addon{telepresence.New(telepresence.Options{
			PodCIDRStrategy:   telepresence.Environment,
			PodCIDRs:          []string{"10.1.0.0/16"},
			ExcludedVariables: []string{"DATABASE_PASSWORD"},
			ClientRBAC: &telepresence.ClientRBAC{
				Subjects:   []rbacv1.Subject{{Kind: rbacv1.GroupKind, Name: "oidc:example-inc:developers"}},
				Namespaces: []string{"development"},
			},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if kind := it.Object.GetObjectKind().GroupVersionKind().Kind; it.Phase > cluster.Config {
			fmt.Println(it.Phase, kind, it.Object.GetName())
		}
	}
	// Output:
	// services Service agent-injector
	// services Service traffic-manager
	// resources Issuer telepresence
	// resources Certificate mutator-webhook-tls
	// workloads Deployment traffic-manager
	// hooks MutatingWebhookConfiguration agent-injector-webhook-ambassador
}
