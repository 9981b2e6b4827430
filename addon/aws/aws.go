// Package aws describes, as data, what addons need in an AWS account, and the account
// that a cluster lives in. It is a leaf: it imports nothing of Fitout.
//
// An addon asks for a [Role]: the rights that the pods of one service account need. Whether
// they come by it through IRSA or EKS Pod Identity, how the role is called, and whether it
// is made at all or is one that is there already, is the [Account]'s to say. The addon never
// mentions it.
package aws

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Account is the AWS side of a cluster.
type Account struct {
	// The account's 12-digit number. YAML reads a bare number as one, so quote it.
	ID string `json:"id" jsonschema:"required,pattern=^[0-9]{12}$"`

	// The region that the cluster runs in, such as "ap-northeast-1".
	Region string `json:"region" jsonschema:"required,pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// The partition that the region belongs to. The region tells where it is left out.
	Partition Partition `json:"partition,omitempty"`

	// The VPC that the cluster's nodes are in, such as "vpc-0123456789abcdef0".
	VPC string `json:"vpc,omitempty" jsonschema:"pattern=^vpc-[0-9a-f]+$"`

	// The cluster's OIDC issuer without "https://", as in
	// "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF". Roles
	// trust it where the identity is IRSA.
	OIDCIssuer string `json:"oidcIssuer,omitempty" jsonschema:"pattern=^[^:/ ]+/[^ ]+$"`

	// How pods come by their rights in the account, and what the roles that are made for
	// them have in common.
	Roles Roles `json:"roles,omitzero"`
}

// Partition is one of AWS's separate worlds. It is the second word of every ARN.
type Partition string

// The partitions.
const (
	Standard Partition = "aws"
	China    Partition = "aws-cn"
	GovCloud Partition = "aws-us-gov"
)

// Enum lists the partitions.
func (Partition) Enum() []string {
	return []string{string(Standard), string(China), string(GovCloud)}
}

// ARN names a resource of the account in the cluster's region:
// a.ARN("dynamodb", "table/external-dns").
func (a *Account) ARN(service, resource string) string {
	return a.arn(service, a.Region, a.ID, resource)
}

// GlobalARN names a resource whose ARN has neither region nor account, as those of Route 53
// and S3: a.GlobalARN("s3", "bucket/prefix/*").
func (a *Account) GlobalARN(service, resource string) string {
	return a.arn(service, "", "", resource)
}

// IAMARN names a resource of the account's IAM, which knows no regions:
// a.IAMARN("role/prod-external-dns").
func (a *Account) IAMARN(resource string) string {
	return a.arn("iam", "", a.ID, resource)
}

// ManagedPolicyARN names a policy of AWS's own, by its path and name:
// a.ManagedPolicyARN("service-role/AmazonEBSCSIDriverPolicyV2").
func (a *Account) ManagedPolicyARN(policy string) string {
	return a.arn("iam", "", "aws", "policy/"+policy)
}

// EC2 is what IAM calls EC2, whose instances take roles: it differs in China.
func (a *Account) EC2() string {
	if a.partition() == China {
		return "ec2.amazonaws.com.cn"
	}
	return "ec2.amazonaws.com"
}

func (a *Account) arn(service, region, account, resource string) string {
	return "arn:" + string(a.partition()) + ":" + service + ":" + region + ":" + account + ":" + resource
}

// partition is the one that the region belongs to.
func (a *Account) partition() Partition {
	if a.Partition != "" {
		return a.Partition
	}
	return partitionOf(a.Region)
}

// partitionOf tells the partition that a region belongs to by the name of the region.
func partitionOf(region string) Partition {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return China
	case strings.HasPrefix(region, "us-gov-"):
		return GovCloud
	}
	return Standard
}

// Validate refuses a partition that the region doesn't belong to.
func (a Account) Validate(path *field.Path) field.ErrorList {
	if is := partitionOf(a.Region); a.Partition != "" && a.Partition != is {
		return field.ErrorList{field.Invalid(path.Child("partition"), string(a.Partition), "must be "+string(is)+", to which the region "+a.Region+" belongs")}
	}
	return nil
}

// Resource is something that an addon needs in an AWS account: a *[Role], a *[ManagedAddon],
// an *[IdentityProvider], a *[NodeRole], a *[FederatedRole] or a *[Queue].
type Resource interface{ resource() }
