package aws

import "time"

// NodeRole is the role of the EC2 instances that nodes run on, with the access entry by which
// they join the cluster. It is known by its name alone, which is not given the account's
// prefix and path.
type NodeRole struct {
	// Name is the role's: "KarpenterNodeRole-prod".
	Name string

	// ManagedPolicies are those of AWS's own that the role gets, by path and name:
	// "AmazonEKSWorkerNodePolicy".
	ManagedPolicies []string
}

// FederatedRole is a role for somebody outside of the cluster and of AWS, such as a CI
// service, who shows a token of an OIDC provider in place of a key; and the access entry by
// which the cluster's API server knows whoever has the role. IAM must have the provider.
type FederatedRole struct {
	// Name tells the role from the cluster's others. In the account it gets the target's
	// prefix, as that of a [Role] does.
	Name string

	// Issuer is the provider's URL without "https://":
	// "token.actions.githubusercontent.com".
	Issuer string

	// Audience is who tokens are for: "sts.amazonaws.com".
	Audience string

	// Subjects are whose tokens are taken, with the wildcards * and ?:
	// "repo:example/manifests:ref:refs/heads/main".
	Subjects []string

	// Groups are those of the API server that whoever has the role is in. Bindings give them
	// rights.
	Groups []string
}

// Queue is an SQS queue into which EventBridge puts events of the account and region.
type Queue struct {
	// Name is the queue's, which is not given the account's prefix.
	Name string

	// Retention is how long an event is kept that nobody takes, in whole seconds from a
	// minute to a fortnight.
	Retention time.Duration

	// Events are those that come into the queue.
	Events []Event
}

// Event is a kind of events, for which EventBridge has a rule.
type Event struct {
	// Name tells the rule from the queue's others: "SpotInterruption".
	Name string

	// Source is the service that tells of the event: "aws.ec2".
	Source string

	// DetailType is what the service calls the kind: "EC2 Spot Instance Interruption
	// Warning".
	DetailType string
}

// RuleName is what the rule of an event is called.
func (q *Queue) RuleName(e Event) string { return q.Name + "-" + e.Name }
