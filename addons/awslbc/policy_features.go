package awslbc

import "github.com/fitout/fitout/addon/aws"

// accelerators are the rights to make accelerators, for the feature GlobalAcceleratorController.
// They are in no region, and only in AWS's standard partition.
func accelerators(account aws.Account) []aws.Statement {
	account.Region = ""
	own := account.ARN("globalaccelerator", "accelerator/*")
	all := []string{own, own + "/listener/*", own + "/listener/*/endpoint-group/*"}
	isAccelerator := func(of string) aws.Condition {
		return aws.Condition{Operator: "StringEquals", Key: "aws:" + of + "Tag/" + acceleratorTag, Values: []string{"GlobalAccelerator"}}
	}
	return []aws.Statement{
		linkedRole("globalaccelerator.amazonaws.com"),
		{
			SID: "FindAccelerators",
			Actions: []string{
				"ec2:DescribeRegions",
				"globalaccelerator:ListAccelerators",
				"globalaccelerator:ListEndpointGroups",
				"globalaccelerator:ListListeners",
				"globalaccelerator:ListTagsForResource",
				"tag:GetResources",
			},
			Because: describes,
		},
		{
			SID: "ManageAccelerators",
			Actions: []string{
				"globalaccelerator:AddEndpoints",
				"globalaccelerator:CreateEndpointGroup",
				"globalaccelerator:CreateListener",
				"globalaccelerator:DeleteAccelerator",
				"globalaccelerator:DeleteEndpointGroup",
				"globalaccelerator:DeleteListener",
				"globalaccelerator:DescribeAccelerator",
				"globalaccelerator:DescribeEndpointGroup",
				"globalaccelerator:DescribeListener",
				"globalaccelerator:RemoveEndpoints",
				"globalaccelerator:UpdateAccelerator",
				"globalaccelerator:UpdateEndpointGroup",
				"globalaccelerator:UpdateListener",
			},
			Resources:  all,
			Conditions: []aws.Condition{resourceHas(clusterTag), isAccelerator("Resource")},
		},
		{
			SID:        "CreateAccelerators",
			Actions:    []string{"globalaccelerator:CreateAccelerator"},
			Because:    nothingYet,
			Conditions: []aws.Condition{requestHas(clusterTag, true), isAccelerator("Request")},
		},
		{
			SID:        "TagNewAccelerators",
			Actions:    []string{"globalaccelerator:TagResource"},
			Resources:  []string{own},
			Conditions: []aws.Condition{requestHas(clusterTag, true), isAccelerator("Request")},
		},
		{
			SID:        "TagAccelerators",
			Actions:    []string{"globalaccelerator:TagResource", "globalaccelerator:UntagResource"},
			Resources:  []string{own},
			Conditions: []aws.Condition{requestHas(clusterTag, false), resourceHas(clusterTag), isAccelerator("Resource")},
		},
	}
}

// issuing are the rights to have ACM issue certificates, for the feature
// EnableCertificateManagement. ACM validates hosts by CNAME records alone.
func issuing(account aws.Account) []aws.Statement {
	return []aws.Statement{
		{
			SID:     "FindZonesAndCertificates",
			Actions: []string{"acm:AddTagsToCertificate", "acm:ListTagsForCertificate", "route53:ListHostedZones", "route53:ListHostedZonesByName"},
			Because: "Route 53 knows no resource for listing zones, and certificates are told apart by their tags",
		},
		{
			SID:       "ValidateHosts",
			Actions:   []string{"route53:ChangeResourceRecordSets"},
			Resources: []string{account.GlobalARN("route53", "hostedzone/*")},
			Conditions: []aws.Condition{{
				Operator: "ForAllValues:StringEquals", Key: "route53:ChangeResourceRecordSetsRecordTypes", Values: []string{"CNAME"},
			}},
		},
		{
			SID:        "RequestCertificates",
			Actions:    []string{"acm:RequestCertificate"},
			Because:    nothingYet,
			Conditions: []aws.Condition{requestHas(clusterTag, true)},
		},
		{
			SID:        "DeleteCertificates",
			Actions:    []string{"acm:DeleteCertificate"},
			Because:    tagged,
			Conditions: []aws.Condition{resourceHas(clusterTag)},
		},
		{
			SID:     "UsePrivateAuthorities",
			Actions: []string{"acm-pca:GetCertificate", "acm-pca:IssueCertificate", "acm-pca:ListPermissions"},
			Because: "Ingresses name the authority by annotation",
		},
	}
}
