package karpenter

import (
	"slices"
	"strings"

	"github.com/fitout/fitout/addon/aws"
)

// nodes are the rights to start instances with the cluster's tags, and to end those that have
// them.
func (p policies) nodes() []aws.Statement {
	launch := []string{"ec2:CreateFleet", "ec2:RunInstances"}
	made := p.ec2("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request")
	return []aws.Statement{
		{
			SID:     "UseForLaunch",
			Actions: launch,
			Resources: append([]string{p.nobodys("ec2", "image/*"), p.nobodys("ec2", "snapshot/*")},
				p.ec2("security-group", "subnet", "capacity-reservation", "placement-group")...),
		},
		{
			SID:        "LaunchWithTemplates",
			Actions:    launch,
			Resources:  p.ec2("launch-template"),
			Conditions: p.resourceOwned(labelNodePool),
		},
		{
			SID:        "LaunchWithTags",
			Actions:    []string{"ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"},
			Resources:  made,
			Conditions: p.requestOwned(labelNodePool),
		},
		{
			SID:        "TagNew",
			Actions:    []string{"ec2:CreateTags"},
			Resources:  made,
			Conditions: append(p.requestOwned(labelNodePool), equals("ec2:CreateAction", "RunInstances", "CreateFleet", "CreateLaunchTemplate")),
		},
		{
			SID:       "TagInstances",
			Actions:   []string{"ec2:CreateTags"},
			Resources: p.ec2("instance"),
			Conditions: append(p.resourceOwned(labelNodePool),
				aws.Condition{Operator: "StringEqualsIfExists", Key: "aws:RequestTag/" + clusterNameTag, Values: []string{p.o.ClusterName}},
				aws.Condition{Operator: "ForAllValues:StringEquals", Key: "aws:TagKeys", Values: []string{clusterNameTag, group + "/nodeclaim", "Name"}},
			),
		},
		{
			SID:        "Delete",
			Actions:    []string{"ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"},
			Resources:  p.ec2("instance", "launch-template"),
			Conditions: p.resourceOwned(labelNodePool),
		},
	}
}

// profiles are the rights to give instances the role of nodes, by instance profiles of the
// EC2NodeClasses.
func (p policies) profiles() []aws.Statement {
	all := []string{p.account.IAMARN("instance-profile/*")}
	request := append(p.requestOwned(LabelNodeClass), equals("aws:RequestTag/"+regionTag, p.account.Region))
	resource := append(p.resourceOwned(LabelNodeClass), equals("aws:ResourceTag/"+regionTag, p.account.Region))
	return []aws.Statement{
		{
			SID:        "PassNodeRole",
			Actions:    []string{"iam:PassRole"},
			Resources:  p.nodeRoles(),
			Conditions: []aws.Condition{equals("iam:PassedToService", "ec2.amazonaws.com", "ec2.amazonaws.com.cn")},
		},
		{
			SID:        "CreateInstanceProfiles",
			Actions:    []string{"iam:CreateInstanceProfile"},
			Resources:  all,
			Conditions: request,
		},
		{
			SID:        "TagInstanceProfiles",
			Actions:    []string{"iam:TagInstanceProfile"},
			Resources:  all,
			Conditions: slices.Concat(request, resource),
		},
		{
			SID:        "ManageInstanceProfiles",
			Actions:    []string{"iam:AddRoleToInstanceProfile", "iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"},
			Resources:  all,
			Conditions: resource,
		},
	}
}

// regionTag is the tag by which instance profiles, which are in no region, are told apart.
const regionTag = "topology.kubernetes.io/region"

// nodeRoles are the ARNs of the roles that instances get: the addon's, and those that node
// classes name.
func (p policies) nodeRoles() []string {
	own := p.o.NodeRole.Existing
	if !strings.HasPrefix(own, "arn:") {
		own = p.account.IAMARN("role/" + p.o.nodeRole())
	}
	arns := []string{own}
	for _, class := range p.o.NodeClasses {
		if class.Role != "" && class.Role != p.o.nodeRole() {
			arns = append(arns, p.account.IAMARN("role/"+class.Role))
		}
	}
	slices.Sort(arns[1:])
	return slices.Compact(arns)
}

// cluster is the right to ask EKS for the cluster.
func (p policies) cluster() []aws.Statement {
	return []aws.Statement{{
		SID:       "DescribeCluster",
		Actions:   []string{"eks:DescribeCluster"},
		Resources: []string{p.account.ARN("eks", "cluster/"+p.o.ClusterName)},
	}}
}

// queue is the right to take events out of the queue.
func (p policies) queue(name string) []aws.Statement {
	return []aws.Statement{{
		SID:       "ReadInterruptions",
		Actions:   []string{"sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"},
		Resources: []string{p.account.ARN("sqs", name)},
	}}
}

// zonalShift is the right to see whether traffic is shifted away from a zone.
func (p policies) zonalShift() []aws.Statement {
	return []aws.Statement{{
		SID:        "ReadZonalShifts",
		Actions:    []string{"arc-zonal-shift:GetManagedResource"},
		Because:    "the condition names the cluster",
		Conditions: []aws.Condition{equals("arc-zonal-shift:ResourceIdentifier", p.account.ARN("eks", "cluster/"+p.o.ClusterName))},
	}}
}

// discovery are the rights to see what instances can be made of, and what they cost.
func (p policies) discovery() []aws.Statement {
	return []aws.Statement{
		{
			SID: "ReadEC2",
			Actions: []string{
				"ec2:DescribeCapacityReservations",
				"ec2:DescribeImages",
				"ec2:DescribeInstanceStatus",
				"ec2:DescribeInstanceTypeOfferings",
				"ec2:DescribeInstanceTypes",
				"ec2:DescribeInstances",
				"ec2:DescribeLaunchTemplates",
				"ec2:DescribePlacementGroups",
				"ec2:DescribeSecurityGroups",
				"ec2:DescribeSpotPriceHistory",
				"ec2:DescribeSubnets",
			},
			Because:    "AWS knows no resource for what describes, and the condition names the region",
			Conditions: []aws.Condition{equals("aws:RequestedRegion", p.account.Region)},
		},
		{
			SID:       "ReadImageIDs",
			Actions:   []string{"ssm:GetParameter"},
			Resources: []string{p.nobodys("ssm", "parameter/aws/service/*")},
		},
		{
			SID:     "ReadPrices",
			Actions: []string{"pricing:GetProducts"},
			Because: "AWS knows no resource for prices",
		},
		{
			SID:     "ListInstanceProfiles",
			Actions: []string{"iam:ListInstanceProfiles"},
			Because: "AWS knows no resource for the list",
		},
		{
			SID:       "ReadInstanceProfiles",
			Actions:   []string{"iam:GetInstanceProfile"},
			Resources: []string{p.account.IAMARN("instance-profile/*")},
		},
	}
}
