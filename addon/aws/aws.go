// Package aws describes, as data, what addons need in an AWS account, and the account
// that a cluster lives in. It is a leaf: it imports nothing of Fitout.
package aws

// Account is the AWS side of a cluster.
type Account struct {
	// The account's 12-digit number. YAML reads a bare number as one, so quote it.
	ID string `json:"id" jsonschema:"required,pattern=^[0-9]{12}$"`

	// The region that the cluster runs in, such as "ap-northeast-1".
	Region string `json:"region" jsonschema:"required,pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// The partition that the region belongs to; "aws" where it is left out.
	Partition Partition `json:"partition,omitempty"`

	// The VPC that the cluster's nodes are in, such as "vpc-0123456789abcdef0".
	VPC string `json:"vpc,omitempty" jsonschema:"pattern=^vpc-[0-9a-f]+$"`

	// The cluster's OIDC issuer without "https://", as in
	// "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF".
	OIDCIssuer string `json:"oidcIssuer,omitempty" jsonschema:"pattern=^[^:/ ]+/[^ ]+$"`
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

// Resource is something that an addon needs in an AWS account.
type Resource interface {
	// Name tells the resource from the addon's other ones.
	Name() string
}
