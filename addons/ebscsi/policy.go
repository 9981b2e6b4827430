package ebscsi

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which the controller calls AWS, unless it has a key of its own. The
// pods on the nodes call nothing but their instance's metadata.
func onAWS(_ addon.Target, o Options) ([]aws.Resource, error) {
	if o.AccessKey != nil {
		return nil, nil
	}
	role := &aws.Role{
		Name:            name,
		ServiceAccount:  aws.ServiceAccount{Namespace: o.Namespace, Name: controllerName + "-sa"},
		ManagedPolicies: []string{"service-role/AmazonEBSCSIDriverPolicyV2"},
	}
	if len(o.KMSKeys) > 0 {
		role.Policies = []aws.Policy{keys(o)}
	}
	return []aws.Resource{role}, nil
}

// keys lets the driver make and attach volumes that are encrypted with the keys.
func keys(o Options) aws.Policy {
	return aws.Policy{
		Source: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v" + version + "/docs/install.md#set-up-driver-permissions",
		Statements: []aws.Statement{
			{
				SID:       "UseKeys",
				Actions:   []string{"kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"},
				Resources: o.KMSKeys,
			},
			{
				SID:        "LetEBSUseKeys",
				Actions:    []string{"kms:CreateGrant"},
				Resources:  o.KMSKeys,
				Conditions: []aws.Condition{{Operator: "Bool", Key: "kms:GrantIsForAWSResource", Values: []string{"true"}}},
			},
		},
	}
}
