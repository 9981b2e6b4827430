package aws

// EBSKeys lets the EBS CSI driver make and attach volumes that are encrypted with KMS keys,
// by their ARNs. The driver that one installs oneself and the one that EKS manages have the
// same rights. The grants, by which EBS itself uses a key, are for AWS's services only.
func EBSKeys(keys []string) Policy {
	return Policy{
		Source: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/install.md#set-up-driver-permissions",
		Statements: []Statement{
			{
				SID:       "UseKeys",
				Actions:   []string{"kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"},
				Resources: keys,
			},
			{
				SID:        "LetEBSUseKeys",
				Actions:    []string{"kms:CreateGrant"},
				Resources:  keys,
				Conditions: []Condition{{Operator: "Bool", Key: "kms:GrantIsForAWSResource", Values: []string{"true"}}},
			},
		},
	}
}
