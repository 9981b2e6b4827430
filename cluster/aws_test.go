package cluster_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

// uploader is an addon with a service account that needs a role.
func uploader(annotations map[string]string) addon.Addon {
	type options struct{}
	return addon.Definition[options]{
		Card: addon.Card{Name: "uploader", Category: addon.Platform, Namespace: "up"},
		Objects: func(addon.Target, options) ([]addon.Object, error) {
			return []addon.Object{&corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: "up", Name: "loader", Annotations: annotations}}}, nil
		},
		AWS: func(addon.Target, options) ([]aws.Resource, error) {
			return []aws.Resource{&aws.Role{Name: "uploader", ServiceAccount: aws.ServiceAccount{Namespace: "up", Name: "loader"}}}, nil
		},
	}.New(options{})
}

// A service account names its role where the identity is IRSA, under the name that the
// target gives it.
func TestServiceAccountsNameTheirRole(t *testing.T) {
	const key = "eks.amazonaws.com/role-arn"
	for _, tc := range []struct {
		name string
		aws  *aws.Account
		want map[string]string
	}{
		{"not on AWS", nil, map[string]string{"a": "b"}},
		{"IRSA", &aws.Account{ID: "123456789012", Region: "eu-west-1"}, map[string]string{"a": "b", key: "arn:aws:iam::123456789012:role/prod-uploader"}},
		{
			"another name, path and partition",
			&aws.Account{ID: "123456789012", Region: "cn-north-1", Partition: aws.China, Roles: aws.Roles{NamePrefix: new("x_"), Path: "/clusters/prod/"}},
			map[string]string{"a": "b", key: "arn:aws-cn:iam::123456789012:role/clusters/prod/x_uploader"},
		},
		{
			"no prefix",
			&aws.Account{ID: "123456789012", Region: "eu-west-1", Roles: aws.Roles{NamePrefix: new("")}},
			map[string]string{"a": "b", key: "arn:aws:iam::123456789012:role/uploader"},
		},
		{
			"a role that is there",
			&aws.Account{ID: "123456789012", Region: "eu-west-1", Roles: aws.Roles{Existing: map[string]string{"uploader": "arn:aws:iam::210987654321:role/up"}}},
			map[string]string{"a": "b", key: "arn:aws:iam::210987654321:role/up"},
		},
		{"EKS Pod Identity", &aws.Account{ID: "123456789012", Region: "eu-west-1", Roles: aws.Roles{Identity: aws.PodIdentity}}, map[string]string{"a": "b"}},
	} {
		own := map[string]string{"a": "b"}
		p, err := cluster.Cluster{
			Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: tc.aws},
			Addons: []addon.Addon{uploader(own)},
		}.Plan()
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if diff := cmp.Diff(tc.want, p.Of("uploader")[0].GetAnnotations()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
		if diff := cmp.Diff(map[string]string{"a": "b"}, own); diff != "" {
			t.Errorf("%s: the plan changes a map of the options:\n%s", tc.name, diff)
		}
	}
}

// What EKS installs for a managed addon is there for the cluster's objects to refer to.
func TestManagedAddonsBringWhatTheyInstall(t *testing.T) {
	type options struct{}
	snapshots := addon.Definition[options]{
		Card:    addon.Card{Name: "eks-snapshots", Category: addon.Storage},
		Objects: func(addon.Target, options) ([]addon.Object, error) { return nil, nil },
		AWS: func(addon.Target, options) ([]aws.Resource, error) {
			return []aws.Resource{&aws.ManagedAddon{Name: "snapshot-controller", Installs: []aws.Object{
				{Kind: "CustomResourceDefinition", Name: "volumesnapshotclasses.snapshot.storage.k8s.io"},
				{Kind: "CSIDriver", Name: "ebs.csi.aws.com"},
			}}}, nil
		},
	}.New(options{})
	class := addon.Raw("class", fstest.MapFS{"class.yaml": {Data: []byte(`
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata: {name: ebs}
driver: ebs.csi.aws.com
deletionPolicy: Retain
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: gp3}
provisioner: ebs.csi.aws.com
`)}})
	c := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "eu-west-1"}},
		Addons: []addon.Addon{class},
	}
	for _, tc := range []struct {
		addons []addon.Addon
		want   int
	}{{[]addon.Addon{class}, 2}, {[]addon.Addon{class, snapshots}, 0}} {
		c.Addons = tc.addons
		p, err := c.Plan()
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Problems(); len(got) != tc.want {
			t.Errorf("%d addons: %d problems, not %d: %v", len(tc.addons), len(got), tc.want, got)
		}
	}
}
