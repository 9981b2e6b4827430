package clusterautoscaler_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/clusterautoscaler"
	"github.com/fitout/fitout/cluster"
)

// Spot nodes are preferred, and of those and the others the group with the least waste is
// taken. The image and the role follow from the cluster.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID:         "123456789012",
			Region:     "ap-northeast-1",
			OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
		}},
		Addons: []addon.Addon{
			clusterautoscaler.New(clusterautoscaler.Options{
				Expanders: []clusterautoscaler.Expander{clusterautoscaler.Priority, clusterautoscaler.LeastWaste},
				Priorities: clusterautoscaler.Priorities{Groups: []clusterautoscaler.GroupPriority{
					{Priority: 50, Names: []string{"-spot-"}},
					{Priority: 1, Names: []string{".*"}},
				}},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, image := range plan.Images() {
		fmt.Println(image.Ref)
	}
	for _, r := range plan.AWS() {
		for _, s := range aws.RoleOf(r.Resource).Policies[0].Statements {
			fmt.Println(s.SID, s.On())
		}
	}
	// Output:
	// registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.5
	// ReadGroups [*]
	// ReadNodeGroups [arn:aws:eks:ap-northeast-1:123456789012:nodegroup/prod/*/*]
	// ScaleGroups [arn:aws:autoscaling:ap-northeast-1:123456789012:autoScalingGroup:*:autoScalingGroupName/*]
}
