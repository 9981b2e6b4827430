package ebscsi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/ebscsi"
)

// The role has AWS's policy, and rights to the keys that are given and no others. With an
// access key there is none.
func TestRole(t *testing.T) {
	const key = "arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	role := func(policies ...aws.Policy) []aws.Resource {
		return []aws.Resource{&aws.Role{
			Name:            "aws-ebs-csi-driver",
			ServiceAccount:  aws.ServiceAccount{Namespace: "storage", Name: "ebs-csi-controller-sa"},
			Policies:        policies,
			ManagedPolicies: []string{"service-role/AmazonEBSCSIDriverPolicyV2"},
		}}
	}
	for _, tc := range []struct {
		name    string
		options options
		want    []aws.Resource
	}{
		{"no keys", options{}, role()},
		{"a key", options{KMSKeys: []string{key}}, role(aws.Policy{
			Source: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/install.md#set-up-driver-permissions",
			Statements: []aws.Statement{
				{
					SID:       "UseKeys",
					Actions:   []string{"kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"},
					Resources: []string{key},
				},
				{
					SID:        "LetEBSUseKeys",
					Actions:    []string{"kms:CreateGrant"},
					Resources:  []string{key},
					Conditions: []aws.Condition{{Operator: "Bool", Key: "kms:GrantIsForAWSResource", Values: []string{"true"}}},
				},
			},
		})},
		{"an access key", options{AccessKey: &ebscsi.AccessKey{
			ID: addon.SecretRef{Name: "aws", Key: "id"}, Secret: addon.SecretRef{Name: "aws", Key: "secret"},
		}}, nil},
	} {
		tc.options.Namespace = "storage"
		got, err := ebscsi.New(tc.options).AWS(addontest.AWS())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
