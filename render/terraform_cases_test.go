package render

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

// needing is an addon that needs things from AWS, with the service accounts of its pods.
func needing(name, instance string, needs ...aws.Resource) addon.Addon {
	type options struct {
		Instance string `json:"-"`
	}
	return addon.Definition[options]{
		Card: addon.Card{Name: name, Category: addon.Platform, Namespace: "tools"},
		Objects: func(addon.Target, options) ([]addon.Object, error) {
			var objs []addon.Object
			for _, n := range needs {
				if r, ok := n.(*aws.Role); ok {
					objs = append(objs, &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: r.ServiceAccount.Namespace, Name: r.ServiceAccount.Name}})
				}
			}
			return objs, nil
		},
		AWS: func(addon.Target, options) ([]aws.Resource, error) { return needs, nil },
	}.New(options{instance})
}

func roleFor(name string, policies ...aws.Policy) *aws.Role {
	return &aws.Role{Name: name, ServiceAccount: aws.ServiceAccount{Namespace: "tools", Name: name}, Policies: policies}
}

// onAccount is a cluster whose addons need all that there is to need.
func onAccount(a aws.Account) cluster.Cluster {
	uploader := roleFor("uploader",
		aws.Policy{Name: "objects", Source: "https://example.com/v1/objects.md", Statements: []aws.Statement{
			{SID: "Write", Actions: []string{"s3:PutObject", "s3:GetObject"}, Resources: []string{a.GlobalARN("s3", "home/${aws:PrincipalTag/team}/*"), a.GlobalARN("s3", "all/*")}},
			{SID: "List", Actions: []string{"s3:ListBucket"}, Because: "a bucket can be made later", Conditions: []aws.Condition{
				{Operator: "StringLike", Key: "s3:prefix", Values: []string{"${aws:username}/*", "%{a}"}},
				{Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"true"}},
			}},
		}},
		aws.Policy{Name: "keys", Statements: []aws.Statement{
			{Effect: aws.Deny, Actions: []string{"kms:*"}, Resources: []string{a.ARN("kms", "key/*")}},
		}},
	)
	uploader.ManagedPolicies = []string{"service-role/AmazonEBSCSIDriverPolicyV2"}
	internal := roleFor("uploader-internal", aws.Policy{Statements: []aws.Statement{{Actions: []string{"s3:GetObject"}, Resources: []string{a.GlobalARN("s3", "home/*")}}}})
	return cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &a},
		Addons: []addon.Addon{
			needing("uploader", "", uploader),
			needing("uploader", "internal", internal),
			needing("reader", "", roleFor("reader", aws.Policy{Statements: []aws.Statement{{Actions: []string{"s3:GetObject"}, Resources: []string{a.GlobalARN("s3", "home/*")}}}})),
			needing("network", "",
				&aws.ManagedAddon{
					Name: "vpc-cni", Version: "v1.21.1-eksbuild.3", OnCreate: aws.Overwrite, OnUpdate: aws.Preserve, Preserve: true,
					Configuration: json.RawMessage(`{"env":{"WARM_IP_TARGET":"4","${x}":"%{if a}<&>${b}"},"tolerations":[],"n":1.50,"on":true,"nothing":null}`),
					Role:          &aws.Role{Name: "vpc-cni", ServiceAccount: aws.ServiceAccount{Namespace: "kube-system", Name: "aws-node"}, ManagedPolicies: []string{"AmazonEKS_CNI_Policy"}},
					Installs:      []aws.Object{{Kind: "ServiceAccount", Namespace: "kube-system", Name: "aws-node"}},
				},
				&aws.ManagedAddon{Name: "kube-proxy"},
			),
			// A controller in the cluster makes it: its role is all that is left to make.
			needing("ebs", "", &aws.ManagedAddon{
				Name: "aws-ebs-csi-driver", InCluster: true,
				Role:     &aws.Role{Name: "ebs", ServiceAccount: aws.ServiceAccount{Namespace: "kube-system", Name: "ebs-csi-controller-sa"}, ManagedPolicies: []string{"service-role/AmazonEBSCSIDriverPolicyV2"}},
				Installs: []aws.Object{{Kind: "ServiceAccount", Namespace: "kube-system", Name: "ebs-csi-controller-sa"}},
			}),
			needing("idle", ""),
			needing("nodes", "",
				&aws.NodeRole{Name: "Nodes-prod", ManagedPolicies: []string{"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}},
				&aws.Queue{Name: "prod", Retention: 5 * time.Minute, Events: []aws.Event{
					{Name: "SpotInterruption", Source: "aws.ec2", DetailType: "EC2 Spot Instance Interruption Warning"},
					{Name: "Health", Source: "aws.health", DetailType: "AWS Health Event"},
				}},
			),
			needing("ci", "",
				&aws.FederatedRole{
					Name: "ci", Issuer: "oidc.circleci.com/org/11111111-2222-3333-4444-555555555555", Audience: "11111111-2222-3333-4444-555555555555",
					Subjects: []string{"org/11111111-2222-3333-4444-555555555555/project/*/user/*"}, Groups: []string{"ci-deploy"},
				},
				&aws.FederatedRole{
					Name: "ci-canary", Issuer: "token.actions.githubusercontent.com", Audience: "sts.amazonaws.com",
					Subjects: []string{"repo:example/a:*", "repo:example/b:*"}, Groups: []string{"ci-canary"},
				},
			),
		},
	}
}

// The accounts of the goldens.
func accounts() map[string]aws.Account {
	existing := map[string]string{
		"reader":    "arn:aws:iam::210987654321:role/shared/reader",
		"ci-canary": "arn:aws:iam::123456789012:role/ci-canary",
	}
	return map[string]aws.Account{
		"irsa": {
			ID: "123456789012", Region: "eu-west-1", OIDCIssuer: "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
			Roles: aws.Roles{
				Existing: existing, NamePrefix: new("x-"), Path: "/clusters/prod/",
				PermissionsBoundary: "arn:aws:iam::123456789012:policy/limit",
				Tags:                map[string]string{"team": "platform", "cost:center": "a b/1"},
			},
		},
		"pod-identity": {
			ID: "123456789012", Region: "eu-west-1",
			Roles: aws.Roles{Identity: aws.PodIdentity, Existing: existing, Tags: map[string]string{"team": "platform"}},
		},
		"govcloud": {ID: "123456789012", Region: "us-gov-west-1", Partition: aws.GovCloud},
	}
}

func planned(t *testing.T, c cluster.Cluster) *cluster.Plan {
	t.Helper()
	p, err := c.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// golden compares files with those of a folder, after writing them if that is asked for.
func golden(t *testing.T, dir string, got Files) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		for name, data := range got {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatalf("%v\nwrite it with: UPDATE=1 go test", err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		want[e.Name()] = string(data)
	}
	text := map[string]string{}
	for name, data := range got {
		text[name] = string(data)
	}
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("%s (-golden +rendered), rewrite it with UPDATE=1 go test:\n%s", dir, diff)
	}
}
