package hnc_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/hnc"
	"github.com/fitout/fitout/cluster"
)

// Two teams below one namespace share a quota, and get the Secrets there that ask for it.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34"},
		Addons: []addon.Addon{
			hnc.New(hnc.Options{
				ExcludedNamespaces: []string{"argocd", "monitoring"},
				Resources:          []hnc.Resource{{Resource: "secrets", Mode: hnc.AllowPropagate}},
				Hierarchy: []hnc.Hierarchy{
					{Namespace: "team-a", Parent: "teams"},
					{Namespace: "team-b", Parent: "teams"},
				},
				Quotas: hnc.Quotas{
					Enabled: true,
					List: []hnc.Quota{{
						Namespace: "teams",
						Name:      "all",
						Hard:      corev1.ResourceList{"requests.cpu": resource.MustParse("100")},
					}},
				},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if it.Phase == cluster.Namespaces || it.Phase >= cluster.Workloads {
			fmt.Println(it.Phase, addon.Describe(it.Object))
		}
	}
	// Output:
	// namespaces Namespace hnc-system
	// namespaces Namespace team-a
	// namespaces Namespace team-b
	// namespaces Namespace teams
	// workloads Deployment hnc-system/hnc-controller-manager
	// hooks MutatingWebhookConfiguration hnc-mutating-webhook-configuration
	// hooks ValidatingWebhookConfiguration hnc-validating-webhook-configuration
	// resources HNCConfiguration config
	// resources HierarchicalResourceQuota teams/all
	// resources HierarchyConfiguration team-a/hierarchy
	// resources HierarchyConfiguration team-b/hierarchy
}
