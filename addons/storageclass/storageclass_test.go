package storageclass_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	. "github.com/fitout/fitout/addons/storageclass"
	"github.com/fitout/fitout/cluster"
)

func TestAddon(t *testing.T) {
	drivers := cluster.Existing{CSIDrivers: []string{"ebs.csi.aws.com", "efs.csi.aws.com"}}
	addontest.Run(t, Definition,
		addontest.Case[Options]{
			Name:     "defaults",
			Existing: drivers,
			Options:  Options{Classes: []Class{{Name: "gp3", EBS: &EBS{}}}},
		},
		addontest.Case[Options]{
			Name:     "aws",
			Existing: drivers,
			Target:   addontest.AWS(),
			Options: Options{Classes: []Class{
				{Name: "gp3", Default: true, EBS: &EBS{Type: GP3, Encrypted: true}},
				{Name: "elasticsearch", ReclaimPolicy: Retain, EBS: &EBS{Type: GP3, FSType: XFS, IOPS: 6000, Throughput: 500, Encrypted: true}},
				{Name: "machine-learning", EFS: &EFS{FileSystemID: "fs-0123456789abcdef0", DirectoryPerms: "700"}},
			}},
		},
		addontest.Case[Options]{
			Name:     "full",
			Existing: drivers,
			Options: Options{Classes: []Class{
				{
					Name:          "ebs",
					Default:       true,
					ReclaimPolicy: Retain,
					BindingMode:   Immediate,
					FixedSize:     true,
					MountOptions:  []string{"noatime"},
					Zones:         []string{"ap-northeast-1a", "ap-northeast-1c"},
					Annotations:   map[string]string{"example.com/owner": "infrastructure"},
					EBS: &EBS{
						Type:                          IO2,
						FSType:                        Ext4,
						IOPSPerGB:                     50,
						AllowAutoIOPSPerGBIncrease:    true,
						AllowAutoIOPSIncreaseOnModify: true,
						Encrypted:                     true,
						KMSKeyID:                      "arn:aws:kms:ap-northeast-1:123456789012:key/0123",
						BlockSize:                     4096,
						InodeSize:                     512,
						BytesPerInode:                 8192,
						NumberOfInodes:                1000000,
						Ext4BigAlloc:                  true,
						Ext4ClusterSize:               16384,
						Ext4EncryptionSupport:         true,
						VolumeInitializationRate:      200,
						Tags:                          map[string]string{"team": "search", "claim": "{{ .PVCName }}"},
					},
				},
				{Name: "throughput", EBS: &EBS{IOPS: 4000, Throughput: 250}},
				{
					Name:         "efs",
					MountOptions: []string{"iam"},
					EFS: &EFS{
						Mode:                EFSAccessPoint,
						FileSystemID:        "fs-0123456789abcdef0",
						DirectoryPerms:      "0750",
						UID:                 new(int64(0)),
						GID:                 new(int64(1000)),
						BasePath:            "/volumes",
						SubPathPattern:      "/${.PVC.namespace}/${.PVC.name}",
						SharedDirectory:     true,
						Zone:                "ap-northeast-1a",
						EnforceZoneAffinity: true,
						ReuseAccessPoint:    true,
						WithoutTags:         true,
					},
				},
				{
					Name: "efs-range",
					EFS: &EFS{
						FileSystemIDConfigRef: &KeyRef{Namespace: "kube-system", Name: "efs", Key: "id"},
						DirectoryPerms:        "700",
						GIDRangeStart:         1000,
						GIDRangeEnd:           2000,
					},
				},
				{
					Name: "efs-secret",
					EFS:  &EFS{FileSystemIDSecretRef: &KeyRef{Namespace: "kube-system", Name: "efs", Key: "id"}, DirectoryPerms: "700"},
				},
			}},
		},
	)
}

func TestBadOptions(t *testing.T) {
	efs := func(change func(*EFS)) Class {
		c := Class{Name: "x", EFS: &EFS{FileSystemID: "fs-0", DirectoryPerms: "700"}}
		change(c.EFS)
		return c
	}
	for _, tc := range []struct {
		name    string
		classes []Class
		want    []string
	}{
		{"none", nil, []string{`classes: Required value: no default can know it`}},
		{"two defaults", []Class{{Name: "a", Default: true, EBS: &EBS{}}, {Name: "b", Default: true, EBS: &EBS{}}},
			[]string{`classes[1].default: Invalid value: true: class a is the default already: a cluster has one`}},
		{"twice", []Class{{Name: "a", EBS: &EBS{}}, {Name: "a", EBS: &EBS{}}},
			[]string{`classes[1].name: Duplicate value: "a"`}},
		{"no kind", []Class{{Name: "a"}},
			[]string{`classes[0]: Required value: needs one of ebs, efs`}},
		{"iops twice", []Class{{Name: "a", EBS: &EBS{IOPS: 3000, IOPSPerGB: 10}}},
			[]string{`classes[0].ebs.iopsPerGB: Forbidden: iops is given already: one of the two`}},
		{"not gp3", []Class{{Name: "a", EBS: &EBS{Type: ST1, IOPS: 1, Throughput: 200}}}, []string{
			`classes[0].ebs.iops: Forbidden: volumes of type st1 have operations that can't be chosen: gp3, io1 and io2 do`,
			`classes[0].ebs.throughput: Forbidden: only volumes of type gp3 have a throughput that can be chosen`,
		}},
		{"io2 without", []Class{{Name: "a", EBS: &EBS{Type: IO2}}},
			[]string{`classes[0].ebs.iops: Required value: volumes of type io2 need iops or iopsPerGB`}},
		{"file systems", []Class{{Name: "a", EBS: &EBS{FSType: XFS, BytesPerInode: 1, Ext4BigAlloc: true, KMSKeyID: "arn:aws:kms:a:123456789012:key/x"}}}, []string{
			`classes[0].ebs.kmsKeyId: Forbidden: needs encrypted: true`,
			`classes[0].ebs.bytesPerInode: Forbidden: xfs makes inodes as it needs them`,
			`classes[0].ebs.ext4BigAlloc: Forbidden: needs fsType ext4`,
		}},
		{"which file system", []Class{efs(func(e *EFS) { e.FileSystemID = "" }), efs(func(e *EFS) {
			e.FileSystemIDSecretRef = &KeyRef{"a", "b", "c"}
		})}, []string{
			`classes[0].efs: Required value: needs one of fileSystemId, fileSystemIdConfigRef, fileSystemIdSecretRef`,
			`classes[1].name: Duplicate value: "x"`,
			`classes[1].efs.fileSystemIdSecretRef: Forbidden: excludes fileSystemId: only one of them can be set`,
		}},
		{"owners", []Class{efs(func(e *EFS) { e.UID = new(int64(0)); e.GIDRangeStart = 10 })}, []string{
			`classes[0].efs.gid: Required value: comes with uid`,
			`classes[0].efs.gidRangeEnd: Required value: comes with gidRangeStart`,
		}},
	} {
		_, err := New(Options{Classes: tc.classes}).Objects(addontest.Target())
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s:\n%s", tc.name, diff)
		}
	}
}
