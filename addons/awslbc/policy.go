package awslbc

import (
	"strconv"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// policies is where upstream's own are.
const policies = "https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/" + version + "/docs/install/"

// The tags by which the controller knows what it made.
const (
	clusterTag     = group + "/cluster"
	acceleratorTag = "aga.k8s.aws/resource"
)

// Those of upstream's statements that hold for everything do so for one of these reasons.
const (
	describes  = "AWS knows no resource for most of what describes"
	tagged     = "the tag in the condition tells what is the controller's"
	othersToo  = "upstream allows it on what others made, too, which carries no tag of a cluster"
	nothingYet = "what is to be made has no name yet"
)

// onAWS is the role by which the controller calls AWS, unless it has a key of its own.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	if o.AccessKey != nil {
		return nil, nil
	}
	account := *t.AWS
	account.Region = o.Region
	role := &aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: name},
		Policies: []aws.Policy{
			// In one piece they are too long for IAM.
			{Name: "network", Source: policies + "iam_policy.json", Statements: network(account, o.vpcID(t))},
			{Name: "load-balancers", Source: policies + "iam_policy.json", Statements: balancing(account, o)},
		},
	}
	if o.FeatureGates[GlobalAcceleratorController] {
		role.Policies = append(role.Policies, aws.Policy{
			Name: "global-accelerator", Source: policies + "aga_controller_iam_policy.json", Statements: accelerators(account),
		})
	}
	if o.FeatureGates[EnableCertificateManagement] {
		role.Policies = append(role.Policies, aws.Policy{
			Name: "certificates", Source: policies + "iam_policy_acm_certs.json", Statements: issuing(account),
		})
	}
	return []aws.Resource{role}, nil
}

// network are the rights to see the network, and to make and change security groups.
func network(account aws.Account, vpc string) []aws.Statement {
	groups := []string{account.ARN("ec2", "security-group/*")}
	return []aws.Statement{
		{
			SID: "ReadNetwork",
			Actions: []string{
				"ec2:DescribeAccountAttributes",
				"ec2:DescribeAddresses",
				"ec2:DescribeAvailabilityZones",
				"ec2:DescribeCoipPools",
				"ec2:DescribeInstances",
				"ec2:DescribeInternetGateways",
				"ec2:DescribeIpamPools",
				"ec2:DescribeNetworkInterfaces",
				"ec2:DescribeRouteTables",
				"ec2:DescribeSecurityGroups",
				"ec2:DescribeSubnets",
				"ec2:DescribeTags",
				"ec2:DescribeVpcPeeringConnections",
				"ec2:DescribeVpcs",
				"ec2:GetCoipPoolUsage",
				"ec2:GetSecurityGroupsForVpc",
			},
			Because: describes,
		},
		openPorts(account, vpc),
		{
			SID:     "CreateSecurityGroups",
			Actions: []string{"ec2:CreateSecurityGroup"},
			Because: nothingYet,
		},
		{
			SID:       "TagNewSecurityGroups",
			Actions:   []string{"ec2:CreateTags"},
			Resources: groups,
			Conditions: []aws.Condition{
				{Operator: "StringEquals", Key: "ec2:CreateAction", Values: []string{"CreateSecurityGroup"}},
				requestHas(clusterTag, true),
			},
		},
		{
			SID:        "TagSecurityGroups",
			Actions:    []string{"ec2:CreateTags", "ec2:DeleteTags"},
			Resources:  groups,
			Conditions: []aws.Condition{requestHas(clusterTag, false), resourceHas(clusterTag)},
		},
		{
			SID:        "ManageSecurityGroups",
			Actions:    []string{"ec2:AuthorizeSecurityGroupIngress", "ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupIngress"},
			Because:    tagged,
			Conditions: []aws.Condition{resourceHas(clusterTag)},
		},
	}
}

// openPorts is the right to change the rules of nodes' and pods' security groups: of the VPC,
// as upstream advises, where it is known. Its ARN may be another account's, which shares it.
func openPorts(account aws.Account, vpc string) aws.Statement {
	s := aws.Statement{
		SID:     "OpenPorts",
		Actions: []string{"ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"},
		Because: othersToo,
	}
	if vpc != "" {
		account.ID = "*"
		s.Conditions = []aws.Condition{{Operator: "ArnLike", Key: "ec2:Vpc", Values: []string{account.ARN("ec2", "vpc/"+vpc)}}}
		s.Because = "the condition names the VPC whose security groups it is about"
	}
	return s
}

// balancing are the rights to make load balancers and all that belongs to them.
func balancing(account aws.Account, o Options) []aws.Statement {
	const elb = "elasticloadbalancing"
	arns := func(resources ...string) []string {
		for i, r := range resources {
			resources[i] = account.ARN(elb, r)
		}
		return resources
	}
	balancersAndGroups := arns("targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*")
	statements := []aws.Statement{
		linkedRole("elasticloadbalancing.amazonaws.com"),
		{
			SID: "ReadLoadBalancers",
			Actions: []string{
				"elasticloadbalancing:DescribeCapacityReservation",
				"elasticloadbalancing:DescribeListenerAttributes",
				"elasticloadbalancing:DescribeListenerCertificates",
				"elasticloadbalancing:DescribeListeners",
				"elasticloadbalancing:DescribeLoadBalancerAttributes",
				"elasticloadbalancing:DescribeLoadBalancers",
				"elasticloadbalancing:DescribeRules",
				"elasticloadbalancing:DescribeSSLPolicies",
				"elasticloadbalancing:DescribeTags",
				"elasticloadbalancing:DescribeTargetGroupAttributes",
				"elasticloadbalancing:DescribeTargetGroups",
				"elasticloadbalancing:DescribeTargetHealth",
				"elasticloadbalancing:DescribeTrustStores",
			},
			Because: describes,
		},
		{
			SID:     "UseWhatIngressesName",
			Actions: named(o),
			Because: "Ingresses name certificates, user pools and web ACLs by annotation, or their hosts find them",
		},
		{
			SID:        "Create",
			Actions:    []string{"elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"},
			Because:    nothingYet,
			Conditions: []aws.Condition{requestHas(clusterTag, true)},
		},
		{
			SID: "ManageListeners",
			Actions: []string{
				"elasticloadbalancing:CreateListener",
				"elasticloadbalancing:CreateRule",
				"elasticloadbalancing:DeleteListener",
				"elasticloadbalancing:DeleteRule",
			},
			Because: othersToo,
		},
		{
			SID:       "TagNew",
			Actions:   []string{"elasticloadbalancing:AddTags"},
			Resources: balancersAndGroups,
			Conditions: []aws.Condition{
				{Operator: "StringEquals", Key: "elasticloadbalancing:CreateAction", Values: []string{"CreateTargetGroup", "CreateLoadBalancer"}},
				requestHas(clusterTag, true),
			},
		},
		{
			SID:        "Tag",
			Actions:    []string{"elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"},
			Resources:  balancersAndGroups,
			Conditions: []aws.Condition{requestHas(clusterTag, false), resourceHas(clusterTag)},
		},
		{
			SID:       "TagListeners",
			Actions:   []string{"elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"},
			Resources: arns("listener/net/*/*/*", "listener/app/*/*/*", "listener-rule/net/*/*/*", "listener-rule/app/*/*/*"),
		},
		{
			SID: "Manage",
			Actions: []string{
				"elasticloadbalancing:DeleteLoadBalancer",
				"elasticloadbalancing:DeleteTargetGroup",
				"elasticloadbalancing:ModifyCapacityReservation",
				"elasticloadbalancing:ModifyIpPools",
				"elasticloadbalancing:ModifyListenerAttributes",
				"elasticloadbalancing:ModifyLoadBalancerAttributes",
				"elasticloadbalancing:ModifyTargetGroup",
				"elasticloadbalancing:ModifyTargetGroupAttributes",
				"elasticloadbalancing:SetIpAddressType",
				"elasticloadbalancing:SetSecurityGroups",
				"elasticloadbalancing:SetSubnets",
			},
			Because:    tagged,
			Conditions: []aws.Condition{resourceHas(clusterTag)},
		},
		{
			SID:       "RegisterTargets",
			Actions:   []string{"elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"},
			Resources: arns("targetgroup/*/*"),
		},
		{
			SID: "ChangeListeners",
			Actions: []string{
				"elasticloadbalancing:AddListenerCertificates",
				"elasticloadbalancing:ModifyListener",
				"elasticloadbalancing:ModifyRule",
				"elasticloadbalancing:RemoveListenerCertificates",
				"elasticloadbalancing:SetRulePriorities",
				"elasticloadbalancing:SetWebAcl",
			},
			Because: othersToo,
		},
	}
	if o.FeatureGates[EnableRGTAPI] {
		statements = append(statements, aws.Statement{SID: "ReadTags", Actions: []string{"tag:GetResources"}, Because: describes})
	}
	if len(o.TargetGroupRoles) > 0 {
		statements = append(statements, aws.Statement{SID: "AssumeRoles", Actions: []string{"sts:AssumeRole"}, Resources: o.TargetGroupRoles})
	}
	return statements
}

// named are the rights to what load balancers use and others make, but for those of services
// that are left alone. Upstream's policy lacks the one to list web ACLs, by which one is found
// that is given by its name.
func named(o Options) []string {
	actions := []string{
		"acm:DescribeCertificate",
		"acm:ListCertificates",
		"cognito-idp:DescribeUserPoolClient",
		"iam:GetServerCertificate",
		"iam:ListServerCertificates",
	}
	if !o.DisableShield {
		actions = append(actions, "shield:CreateProtection", "shield:DeleteProtection", "shield:DescribeProtection", "shield:GetSubscriptionState")
	}
	if !o.DisableWAF {
		actions = append(actions, "waf-regional:AssociateWebACL", "waf-regional:DisassociateWebACL", "waf-regional:GetWebACL", "waf-regional:GetWebACLForResource")
	}
	if !o.DisableWAFv2 {
		actions = append(actions, "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL", "wafv2:GetWebACLForResource", "wafv2:ListWebACLs")
	}
	return actions
}

// requestHas and resourceHas are the conditions that what is asked for gets a tag, or doesn't,
// and that what it is asked for has one.
func requestHas(tag string, has bool) aws.Condition {
	return null("aws:RequestTag/"+tag, !has)
}

func resourceHas(tag string) aws.Condition { return null("aws:ResourceTag/"+tag, false) }

func null(key string, is bool) aws.Condition {
	return aws.Condition{Operator: "Null", Key: key, Values: []string{strconv.FormatBool(is)}}
}

// linkedRole is the right to make the role by which a service of AWS's does its own work.
func linkedRole(service string) aws.Statement {
	return aws.Statement{
		SID:        "CreateServiceLinkedRole",
		Actions:    []string{"iam:CreateServiceLinkedRole"},
		Because:    "the condition names the service whose role it is",
		Conditions: []aws.Condition{{Operator: "StringEquals", Key: "iam:AWSServiceName", Values: []string{service}}},
	}
}
