// Has EKS keep the Amazon VPC CNI, which gives pods addresses of the VPC.
//
// # What it is for
//
// Without it no node becomes ready. EKS installs it in every cluster, but only a managed addon
// is updated with the cluster and configured in one place: how many addresses a node holds
// ready, from which subnets they come, security groups for pods, and network policies.
//
// # Where it departs from upstream
//
// The default options install what EKS installs, with a role of its own in place of the
// rights of the nodes: AWS's policy AmazonEKS_CNI_Policy, or with the option ipv6 the one that
// upstream documents for it. The logs of network policies add theirs.
//
// # What to watch
//
// It must be there before the nodes, since they have no network without it. Most of what is
// configured holds for interfaces and pods that are new: replace the nodes afterwards.
//
// Addresses run out before anything else does. By default a node holds a whole interface of
// them ready, WARM_ENI_TARGET. WARM_IP_TARGET together with MINIMUM_IP_TARGET hold fewer, for
// more calls of EC2, which are limited. ENABLE_PREFIX_DELEGATION puts many more pods on a
// node, but needs Nitro instances, subnets with whole blocks of 16 addresses free, and a
// kubelet that is told of it.
//
// With AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG nodes need an ENIConfig each, those that eniConfig
// lists or others, and pods no longer use a node's first interface. Under
// NETWORK_POLICY_ENFORCING_MODE strict pods reach nothing that no policy allows them, not even
// the cluster's DNS. Without enableNetworkPolicy a NetworkPolicy does nothing.

package eks

import (
	_ "embed"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

//go:embed vpccni.go
var vpcCNIDoc string

// VPCCNI is the addon eks-vpc-cni.
var VPCCNI = addon.Definition[VPCCNIOptions]{
	Card: addon.Card{
		Name:      "eks-vpc-cni",
		Doc:       vpcCNIDoc,
		Category:  addon.Networking,
		Source:    "https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html and https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/README.md",
		Namespace: kubeSystem,
	},
	Validate: func(o VPCCNIOptions, path *field.Path) field.ErrorList {
		return append(o.Managed.validate(path), o.validate(path.Child("configuration"))...)
	},
	Objects: func(t addon.Target, o VPCCNIOptions) ([]addon.Object, error) {
		return o.objects(t, o.managed)
	},
	AWS: func(t addon.Target, o VPCCNIOptions) ([]aws.Resource, error) {
		return []aws.Resource{o.managed(t)}, nil
	},
}

// VPCCNIOptions are the options of eks-vpc-cni.
type VPCCNIOptions struct {
	Managed `json:",inline"`

	// Says that the cluster is one whose pods have IPv6 addresses, so that the role has the
	// rights for these. EKS sets the plugin to it by itself.
	IPv6 bool `json:"ipv6,omitempty"`

	// What EKS sets in the addon otherwise than by default.
	Configuration VPCCNIConfiguration `json:"configuration,omitzero"`
}

func (o VPCCNIOptions) managed(t addon.Target) *aws.ManagedAddon {
	a := o.managedAddon("vpc-cni", o.Configuration.values(t))
	a.Role = o.role(t)
	a.Installs = []aws.Object{
		installed("DaemonSet", "aws-node"),
		installed("ServiceAccount", a.Role.ServiceAccount.Name),
		installed("ConfigMap", "amazon-vpc-cni"),
		installedWide("CustomResourceDefinition", "eniconfigs.crd.k8s.amazonaws.com"),
	}
	return a
}

// role lets the plugin manage the network interfaces of the nodes that it runs on.
func (o VPCCNIOptions) role(t addon.Target) *aws.Role {
	r := &aws.Role{
		Name:           "vpc-cni",
		ServiceAccount: aws.ServiceAccount{Namespace: kubeSystem, Name: "aws-node"},
	}
	if o.IPv6 {
		r.Policies = append(r.Policies, ipv6Policy(t.AWS))
	} else {
		r.ManagedPolicies = []string{"AmazonEKS_CNI_Policy"}
	}
	if o.Configuration.NodeAgent.EnableCloudWatchLogs {
		r.Policies = append(r.Policies, logsPolicy(t))
	}
	return r
}

// ipv6Policy is what the plugin needs where pods have IPv6 addresses, for which AWS has no
// policy of its own. Upstream allows it to assign addresses to anything, but what is assigned
// them is a network interface.
func ipv6Policy(account *aws.Account) aws.Policy {
	interfaces := []string{account.ARN("ec2", "network-interface/*")}
	return aws.Policy{
		Name:   "ipv6",
		Source: "https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/docs/iam-policy.md#ipv6-mode",
		Statements: []aws.Statement{
			{
				SID:       "AssignAddresses",
				Actions:   []string{"ec2:AssignIpv6Addresses"},
				Resources: interfaces,
			},
			{
				SID:       "TagInterfaces",
				Actions:   []string{"ec2:CreateTags"},
				Resources: interfaces,
			},
			{
				SID: "FindInterfaces",
				Actions: []string{
					"ec2:DescribeInstanceTypes",
					"ec2:DescribeInstances",
					"ec2:DescribeNetworkInterfaces",
					"ec2:DescribeSecurityGroups",
					"ec2:DescribeSubnets",
					"ec2:DescribeTags",
				},
				Because: "EC2 knows no resource for describing",
			},
		},
	}
}

// logsPolicy lets the agent write the logs of network policies, to the log group that the
// agent names after the cluster.
func logsPolicy(t addon.Target) aws.Policy {
	group := t.AWS.ARN("logs", "log-group:/aws/eks/"+t.Name+"/cluster")
	return aws.Policy{
		Name:   "logs",
		Source: "https://docs.aws.amazon.com/eks/latest/userguide/network-policies-troubleshooting.html",
		Statements: []aws.Statement{
			{
				SID:       "WriteLogs",
				Actions:   []string{"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"},
				Resources: []string{group, group + ":*"},
			},
			{
				SID:     "FindLogGroups",
				Actions: []string{"logs:DescribeLogGroups"},
				Because: "the agent looks through all log groups for its own",
			},
		},
	}
}
