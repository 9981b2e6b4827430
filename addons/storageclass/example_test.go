package storageclass_test

import (
	"fmt"

	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/storageclass"
)

// An encrypted default for disks, and shared directories that outlive spot nodes.
func Example() {
	a := storageclass.New(storageclass.Options{Classes: []storageclass.Class{
		{Name: "gp3", Default: true, EBS: &storageclass.EBS{Encrypted: true}},
		{Name: "shared", EFS: &storageclass.EFS{FileSystemID: "fs-0123456789abcdef0", DirectoryPerms: "700"}},
	}})
	objs, err := a.Objects(addon.Target{Name: "prod", Kubernetes: "1.34"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range objs {
		class := o.(*storagev1.StorageClass)
		fmt.Println(class.Name, class.Provisioner, class.Parameters)
	}
	// Output:
	// gp3 ebs.csi.aws.com map[encrypted:true]
	// shared efs.csi.aws.com map[directoryPerms:700 fileSystemId:fs-0123456789abcdef0 provisioningMode:efs-ap]
}
