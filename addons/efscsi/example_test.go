package efscsi_test

import (
	"fmt"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/efscsi"
	"github.com/fitout/fitout/addons/storageclass"
	"github.com/fitout/fitout/cluster"
)

// Directories of one file system, whose policy lets nobody in without a role. The roles that
// the controller and the nodes need follow from that.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID:         "123456789012",
			Region:     "ap-northeast-1",
			OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
		}},
		Addons: []addon.Addon{
			storageclass.New(storageclass.Options{Classes: []storageclass.Class{{
				Name:         "shared",
				EFS:          &storageclass.EFS{FileSystemID: "fs-0123456789abcdef0", DirectoryPerms: "700"},
				MountOptions: []string{"iam"},
			}}}),
			efscsi.New(efscsi.Options{
				Node:        efscsi.Node{MountRole: true},
				FileSystems: []string{"arn:aws:elasticfilesystem:ap-northeast-1:123456789012:file-system/fs-0123456789abcdef0"},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if kind := it.Object.GetObjectKind().GroupVersionKind().Kind; it.Phase == cluster.Classes || it.Phase >= cluster.Workloads {
			fmt.Println(it.Phase, kind, it.Object.GetName())
		}
	}
	for _, r := range plan.AWS() {
		role := aws.RoleOf(r.Resource)
		fmt.Println("role", role.Name)
		for _, s := range role.Policies[0].Statements {
			fmt.Println("may", s.Actions)
		}
	}
	// Output:
	// classes CSIDriver efs.csi.aws.com
	// classes StorageClass shared
	// workloads DaemonSet efs-csi-node
	// workloads Deployment efs-csi-controller
	// workloads PodDisruptionBudget efs-csi-controller
	// role aws-efs-csi-driver
	// may [elasticfilesystem:DescribeAccessPoints elasticfilesystem:DescribeFileSystems elasticfilesystem:DescribeMountTargets]
	// may [ec2:DescribeAvailabilityZones]
	// may [elasticfilesystem:CreateAccessPoint]
	// may [elasticfilesystem:TagResource]
	// may [elasticfilesystem:DeleteAccessPoint]
	// role aws-efs-csi-driver-node
	// may [elasticfilesystem:ClientMount elasticfilesystem:ClientRootAccess elasticfilesystem:ClientWrite elasticfilesystem:DescribeMountTargets]
	// may [ec2:DescribeAvailabilityZones]
}
