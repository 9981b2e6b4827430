package deploymentduplicator_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/deploymentduplicator"
	"github.com/fitout/fitout/cluster"
)

// A copy of the Deployment web runs another image.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "dev", Kubernetes: "1.34"},
		Addons: []addon.Addon{deploymentduplicator.New(deploymentduplicator.Options{
			Pods: addon.Pods{Image: addon.Image{Tag: "6df7076f91efdd711739bf9cce26ab2bd8798729"}},
			Copies: []deploymentduplicator.NamedDeploymentCopy{{
				Name: "try", Namespace: "web",
				DeploymentCopySpec: deploymentduplicator.DeploymentCopySpec{
					TargetDeploymentName: "web",
					CustomLabels:         map[string]string{"variant": "try"},
					TargetContainers:     []deploymentduplicator.Container{{Name: "web", Image: "web:try"}},
				},
			}},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if c, ok := it.Object.(*deploymentduplicator.DeploymentCopy); ok {
			fmt.Println(addon.Describe(c), c.Spec.TargetContainers[0].Image)
		}
	}
	// Output:
	// DeploymentCopy web/try web:try
}
