package karpenter_test

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/karpenter"
	"github.com/fitout/fitout/cluster"
)

// One pool of instances of the newer generations, on spot where that can be had, up to 200
// cores in all.
func Example() {
	discovered := map[string]string{"karpenter.sh/discovery": "prod"}
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID: "123456789012", Region: "ap-northeast-1",
			OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
		}},
		Addons: []addon.Addon{karpenter.New(karpenter.Options{
			NodeClasses: []karpenter.NamedNodeClass{{Name: "default", EC2NodeClassSpec: karpenter.EC2NodeClassSpec{
				AMISelectorTerms:           []karpenter.AMISelectorTerm{{Alias: "al2023@v20260801"}},
				SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{Tags: discovered}},
				SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{Tags: discovered}},
			}}},
			NodePools: []karpenter.NamedNodePool{{Name: "default", NodePoolSpec: karpenter.NodePoolSpec{
				Template: karpenter.NodeTemplate{Spec: karpenter.NodeSpec{
					NodeClassRef: karpenter.NodeClassReference{Name: "default"},
					Requirements: []karpenter.Requirement{
						{Key: karpenter.LabelCapacityType, Operator: karpenter.In, Values: []string{"spot", "on-demand"}},
						{Key: karpenter.LabelInstanceGeneration, Operator: karpenter.Gt, Values: []string{"5"}},
					},
				}},
				Disruption: &karpenter.Disruption{ConsolidateAfter: "5m"},
				Limits:     corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("200")},
			}}},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if kind := it.Object.GetObjectKind().GroupVersionKind().Kind; kind != "CustomResourceDefinition" {
			fmt.Println(it.Phase, kind, it.Object.GetName())
		}
	}
	for _, r := range plan.AWS() {
		fmt.Println(aws.NameOf(r.Resource))
	}
	// Output:
	// access ServiceAccount karpenter
	// access Role karpenter
	// access Role karpenter-dns
	// access ClusterRole karpenter
	// access ClusterRole karpenter-admin
	// access ClusterRole karpenter-core
	// access RoleBinding karpenter
	// access RoleBinding karpenter-dns
	// access ClusterRoleBinding karpenter
	// access ClusterRoleBinding karpenter-core
	// services Service karpenter
	// workloads Deployment karpenter
	// workloads PodDisruptionBudget karpenter
	// resources EC2NodeClass default
	// resources NodePool default
	// karpenter
	// KarpenterNodeRole-prod
	// prod
}
