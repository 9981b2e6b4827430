package clusterautoscaler

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// onAWS is the role by which the program calls AWS, unless it has a key of its own.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	if o.AccessKey != nil {
		return nil, nil
	}
	account := *t.AWS
	account.Region = o.Region
	return []aws.Resource{&aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: fullName},
		Policies: []aws.Policy{{
			Source:     "https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-" + version + "/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy",
			Statements: []aws.Statement{readGroups(o), readNodeGroups(account, t.Name), scaleGroups(account, o)},
		}},
	}}, nil
}

// readGroups are the rights to see groups, and what their instances are like.
func readGroups(o Options) aws.Statement {
	actions := []string{
		"autoscaling:DescribeAutoScalingGroups",
		"autoscaling:DescribeAutoScalingInstances",
		"autoscaling:DescribeLaunchConfigurations",
		"autoscaling:DescribeScalingActivities",
		"ec2:DescribeImages",
		"ec2:DescribeLaunchTemplateVersions",
		"ec2:GetInstanceTypesFromInstanceRequirements",
	}
	if !o.StaticInstanceTypes {
		actions = append(actions, "ec2:DescribeInstanceTypes")
	}
	return aws.Statement{SID: "ReadGroups", Actions: actions, Because: "AWS knows no resource for what describes"}
}

// readNodeGroups is the right to see the labels and taints of the cluster's managed node
// groups, by which an empty one is judged.
func readNodeGroups(account aws.Account, cluster string) aws.Statement {
	return aws.Statement{
		SID:       "ReadNodeGroups",
		Actions:   []string{"eks:DescribeNodegroup"},
		Resources: []string{account.ARN("eks", "nodegroup/"+cluster+"/*/*")},
	}
}

// scaleGroups are the rights to change the groups that are named, or those that have the
// tags by which groups are found.
func scaleGroups(account aws.Account, o Options) aws.Statement {
	arn := func(group string) string {
		return account.ARN("autoscaling", "autoScalingGroup:*:autoScalingGroupName/"+group)
	}
	s := aws.Statement{
		SID:     "ScaleGroups",
		Actions: []string{"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"},
	}
	if len(o.Groups) > 0 {
		for _, g := range o.Groups {
			s.Resources = append(s.Resources, arn(g.Name))
		}
		return s
	}
	s.Resources = []string{arn("*")}
	for _, t := range o.tags() {
		c := aws.Condition{Operator: "Null", Key: "aws:ResourceTag/" + t.Key, Values: []string{"false"}}
		if t.Value != "" {
			c.Operator, c.Values = "StringEquals", []string{t.Value}
		}
		s.Conditions = append(s.Conditions, c)
	}
	return s
}
