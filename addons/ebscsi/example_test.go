package ebscsi_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/ebscsi"
	"github.com/fitout/fitout/cluster"
)

// A cluster without Windows whose volumes are encrypted with a key of the company's own. The
// role that the controller needs follows from that.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID:         "123456789012",
			Region:     "ap-northeast-1",
			OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
		}},
		Addons: []addon.Addon{
			ebscsi.New(ebscsi.Options{
				Node:    ebscsi.Node{Windows: ebscsi.Windows{Disabled: true}},
				KMSKeys: []string{"arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if it.Phase >= cluster.Workloads {
			fmt.Println(it.Phase, it.Object.GetObjectKind().GroupVersionKind().Kind, it.Object.GetName())
		}
	}
	for _, r := range plan.AWS() {
		role := aws.RoleOf(r.Resource)
		fmt.Println("role", role.Name, role.ManagedPolicies)
		for _, p := range role.Policies {
			for _, s := range p.Statements {
				fmt.Println("may", s.Actions)
			}
		}
	}
	// Output:
	// workloads DaemonSet ebs-csi-node
	// workloads Deployment ebs-csi-controller
	// workloads PodDisruptionBudget ebs-csi-controller
	// role aws-ebs-csi-driver [service-role/AmazonEBSCSIDriverPolicyV2]
	// may [kms:Decrypt kms:GenerateDataKeyWithoutPlaintext]
	// may [kms:CreateGrant]
}
