package karpenter

import (
	"time"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// template is where upstream's own policies are.
const template = "https://github.com/aws/karpenter-provider-aws/blob/v" + version +
	"/website/content/en/preview/getting-started/getting-started-with-karpenter/cloudformation.yaml"

// onAWS is the role by which the controller calls AWS, the role of nodes, and the queue of
// what happens to them; the latter two unless they are there already.
func onAWS(t addon.Target, o Options) ([]aws.Resource, error) {
	account := *t.AWS
	account.Region = o.Region
	p := policies{account, o}
	role := &aws.Role{
		Name:           name,
		ServiceAccount: aws.ServiceAccount{Namespace: o.Namespace, Name: name},
		Policies: []aws.Policy{
			{Name: "node-lifecycle", Source: template, Statements: p.nodes()},
			{Name: "iam-integration", Source: template, Statements: p.profiles()},
			{Name: "eks-integration", Source: template, Statements: p.cluster()},
			{Name: "resource-discovery", Source: template, Statements: p.discovery()},
		},
	}
	resources := []aws.Resource{role}
	if o.NodeRole.Existing == "" {
		resources = append(resources, &aws.NodeRole{Name: o.nodeRole(), ManagedPolicies: o.NodeRole.ManagedPolicies})
	}
	if queue := o.queue(t); queue != "" {
		role.Policies = append(role.Policies, aws.Policy{Name: "interruption", Source: template, Statements: p.queue(queue)})
		if o.InterruptionQueue.Existing == "" {
			resources = append(resources, &aws.Queue{Name: queue, Retention: 5 * time.Minute, Events: events()})
		}
	}
	if o.ZonalShift {
		role.Policies = append(role.Policies, aws.Policy{Name: "zonal-shift", Source: template, Statements: p.zonalShift()})
	}
	return resources, nil
}

// events are those that tell of an instance that is about to go.
func events() []aws.Event {
	const ec2 = "aws.ec2"
	return []aws.Event{
		{Name: "ScheduledChange", Source: "aws.health", DetailType: "AWS Health Event"},
		{Name: "SpotInterruption", Source: ec2, DetailType: "EC2 Spot Instance Interruption Warning"},
		{Name: "Rebalance", Source: ec2, DetailType: "EC2 Instance Rebalance Recommendation"},
		{Name: "InstanceStateChange", Source: ec2, DetailType: "EC2 Instance State-change Notification"},
		{Name: "ReservationInterruption", Source: ec2, DetailType: "EC2 Capacity Reservation Instance Interruption Warning"},
	}
}

// policies makes the statements of the controller's role.
type policies struct {
	account aws.Account
	o       Options
}

// ec2 are the ARNs of resources of EC2's, each a type, in the region and in any account, since
// subnets and images may be shared.
func (p policies) ec2(types ...string) []string {
	anybody := p.account
	anybody.ID = "*"
	arns := make([]string, len(types))
	for i, t := range types {
		arns[i] = anybody.ARN("ec2", t+"/*")
	}
	return arns
}

// nobodys names a resource that AWS lists without an account.
func (p policies) nobodys(service, resource string) string {
	account := p.account
	account.ID = ""
	return account.ARN(service, resource)
}

// clusterNameTag is the tag by which AWS shows what a cluster costs.
const clusterNameTag = "eks:eks-cluster-name"

// clusterTag is the tag by which Karpenter knows what it made for the cluster.
func (p policies) clusterTag() string { return "kubernetes.io/cluster/" + p.o.ClusterName }

// requestOwned are the conditions that what is asked for is to be tagged as the cluster's, and
// as that of a NodePool or an EC2NodeClass, whose tag is given.
func (p policies) requestOwned(by string) []aws.Condition {
	return []aws.Condition{
		equals("aws:RequestTag/"+p.clusterTag(), "owned"),
		equals("aws:RequestTag/"+clusterNameTag, p.o.ClusterName),
		like("aws:RequestTag/" + by),
	}
}

// resourceOwned are the conditions that what is used or changed is tagged so already.
func (p policies) resourceOwned(by string) []aws.Condition {
	return []aws.Condition{equals("aws:ResourceTag/"+p.clusterTag(), "owned"), like("aws:ResourceTag/" + by)}
}

func equals(key string, values ...string) aws.Condition {
	return aws.Condition{Operator: "StringEquals", Key: key, Values: values}
}

func like(key string) aws.Condition {
	return aws.Condition{Operator: "StringLike", Key: key, Values: []string{"*"}}
}
