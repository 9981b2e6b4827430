package efscsi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/efscsi"
)

// roles are what the options need on AWS, by name.
func roles(t *testing.T, o options) map[string]*aws.Role {
	t.Helper()
	all, err := efscsi.New(o).AWS(addontest.AWS())
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*aws.Role{}
	for _, r := range all {
		byName[aws.NameOf(r)] = aws.RoleOf(r)
	}
	return byName
}

// statement is that of a name among a role's policies.
func statement(r *aws.Role, sid string) aws.Statement {
	for _, p := range r.Policies {
		for _, s := range p.Statements {
			if s.SID == sid {
				return s
			}
		}
	}
	return aws.Statement{}
}

// The controller may make and delete what has the driver's tag, and everything only where it
// is told so.
func TestTags(t *testing.T) {
	tag := func(of string) []aws.Condition {
		return []aws.Condition{{Operator: "StringEquals", Key: of + "/efs.csi.aws.com/cluster", Values: []string{"true"}}}
	}
	for _, tc := range []struct {
		name           string
		options        options
		create, delete []aws.Condition
	}{
		{"tagged", options{}, tag("aws:RequestTag"), tag("aws:ResourceTag")},
		{"untagged", options{UntaggedAccessPoints: true}, nil, nil},
	} {
		r := roles(t, tc.options)["aws-efs-csi-driver"]
		if diff := cmp.Diff(tc.create, statement(r, "CreateAccessPoints").Conditions); diff != "" {
			t.Errorf("%s: create: %s", tc.name, diff)
		}
		if diff := cmp.Diff(tc.delete, statement(r, "DeleteAccessPoints").Conditions); diff != "" {
			t.Errorf("%s: delete: %s", tc.name, diff)
		}
	}
}

// The roles reach the file systems that are named, and their accounts' access points.
func TestFileSystems(t *testing.T) {
	const (
		here  = "arn:aws:elasticfilesystem:ap-northeast-1:123456789012:"
		there = "arn:aws:elasticfilesystem:us-east-2:210987654321:"
	)
	for _, tc := range []struct {
		name           string
		given          []string
		create, delete []string
	}{
		{"all", nil, []string{here + "file-system/*"}, []string{here + "access-point/*"}},
		{"two", []string{here + "file-system/fs-01", here + "file-system/fs-02"}, []string{here + "file-system/fs-01", here + "file-system/fs-02"}, []string{here + "access-point/*"}},
		{"one elsewhere", []string{there + "file-system/fs-03"}, []string{there + "file-system/fs-03"}, []string{there + "access-point/*"}},
	} {
		all := roles(t, options{FileSystems: tc.given, Node: efscsi.Node{MountRole: true}})
		controller, node := all["aws-efs-csi-driver"], all["aws-efs-csi-driver-node"]
		if diff := cmp.Diff(tc.create, statement(controller, "CreateAccessPoints").Resources); diff != "" {
			t.Errorf("%s: create: %s", tc.name, diff)
		}
		if diff := cmp.Diff(tc.delete, statement(controller, "DeleteAccessPoints").Resources); diff != "" {
			t.Errorf("%s: delete: %s", tc.name, diff)
		}
		if diff := cmp.Diff(tc.create, statement(node, "Mount").Resources); diff != "" {
			t.Errorf("%s: mount: %s", tc.name, diff)
		}
	}
}

// The pods on the nodes have a role where they need one, with no more than that.
func TestNodeRole(t *testing.T) {
	const cloudWatch = "AmazonElasticFileSystemsUtils"
	for _, tc := range []struct {
		name     string
		options  options
		managed  []string
		policies []string
	}{
		{"the network does", options{}, nil, nil},
		{"policies of file systems", options{Node: efscsi.Node{MountRole: true}}, nil, []string{"mount"}},
		{"logs", options{Node: efscsi.Node{EFSLogs: true}}, []string{cloudWatch}, nil},
		{"S3 Files", options{S3Files: true}, []string{"AmazonS3FilesClientFullAccess", cloudWatch}, nil},
		{"S3 Files by a bucket, without CloudWatch", options{
			S3Files: true, S3Buckets: []string{"arn:aws:s3:::ml"}, Node: efscsi.Node{NoS3FilesLogs: true, NoS3FilesMetrics: true},
		}, []string{"AmazonS3FilesClientFullAccess"}, []string{"buckets"}},
	} {
		role := roles(t, tc.options)["aws-efs-csi-driver-node"]
		if role == nil {
			role = &aws.Role{}
		}
		var policies []string
		for _, p := range role.Policies {
			policies = append(policies, p.Name)
		}
		if diff := cmp.Diff(tc.managed, role.ManagedPolicies); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
		if diff := cmp.Diff(tc.policies, policies); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// The controller mounts file systems only to delete directories.
func TestControllerMounts(t *testing.T) {
	for _, deletes := range []bool{false, true} {
		r := roles(t, options{DeleteRootDirectories: deletes, Node: efscsi.Node{MountRole: true}})["aws-efs-csi-driver"]
		if mounts := len(statement(r, "Mount").Actions) > 0; mounts != deletes {
			t.Errorf("deletes directories: %v, may mount: %v", deletes, mounts)
		}
	}
}

// Without S3 Files no role has rights to it.
func TestNoS3Files(t *testing.T) {
	for name, r := range roles(t, options{Node: efscsi.Node{MountRole: true}}) {
		for _, p := range r.Policies {
			for _, s := range p.Statements {
				for _, a := range s.Actions {
					if strings.HasPrefix(a, "s3") {
						t.Errorf("%s may %s", name, a)
					}
				}
			}
		}
	}
}
