package render

import (
	"fmt"

	"github.com/fitout/fitout/addon/aws"
)

// nodeRole writes the role of the instances that nodes run on.
func (w *cfnWriter) nodeRole(r aws.NodeRole) {
	id := w.iamRole(r.Name, cfnTrustStatement{
		Action:    []string{"sts:AssumeRole"},
		Effect:    aws.Allow,
		Principal: map[string]string{"Service": w.target.AWS.EC2()},
	}, cfnRole{
		Description:       nodeRoleDescription(w.target),
		ManagedPolicyArns: w.managed(r.ManagedPolicies),
		Path:              "/",
		RoleName:          r.Name,
	})
	w.accessEntry(r.Name, arnOf(id), cfnEntry{Type: "EC2_LINUX"})
}

// federatedRole writes the role of somebody outside, unless it is there already, and has the
// API server know it.
func (w *cfnWriter) federatedRole(r aws.FederatedRole) {
	named := aws.Role{Name: r.Name}
	entry := cfnEntry{KubernetesGroups: r.Groups, Type: "STANDARD"}
	if w.target.RoleExists(named) {
		w.accessEntry(r.Name, w.target.RoleARN(named), entry)
		return
	}
	id := w.iamRole(r.Name, cfnTrustStatement{
		Action: []string{"sts:AssumeRoleWithWebIdentity"},
		Condition: map[string]map[string]any{
			"StringEquals": {r.Issuer + ":aud": r.Audience},
			"StringLike":   {r.Issuer + ":sub": r.Subjects},
		},
		Effect:    aws.Allow,
		Principal: map[string]string{"Federated": w.target.AWS.IAMARN("oidc-provider/" + r.Issuer)},
	}, cfnRole{
		Description: federatedRoleDescription(w.target, w.addon, r),
		Path:        w.target.RolePath(),
		RoleName:    w.target.RoleName(named),
	})
	arn := arnOf(id)
	w.template.Outputs[id+"Arn"] = cfnOutput{
		Description: fmt.Sprintf("The ARN of the role of whoever has a token of %s.", r.Issuer),
		Value:       arn,
	}
	w.accessEntry(r.Name, arn, entry)
}

// accessEntry has the API server know whoever has a role.
func (w *cfnWriter) accessEntry(role string, arn any, e cfnEntry) {
	e.ClusterName, e.PrincipalArn, e.Tags = w.clusterName(), arn, w.tags()
	w.resource(logicalID(role, "AccessEntry"), cfnResource{Type: "AWS::EKS::AccessEntry", Properties: e})
}

// queue writes a queue, and the rules by which events come into it, as [tfWriter.queue] does.
func (w *cfnWriter) queue(q *aws.Queue) {
	id := logicalID(q.Name, "Queue")
	arn := arnOf(id)
	w.resource(id, cfnResource{Type: "AWS::SQS::Queue", Properties: cfnQueue{
		MessageRetentionPeriod: int(q.Retention.Seconds()),
		QueueName:              q.Name,
		SqsManagedSseEnabled:   true,
		Tags:                   w.tags(),
	}})
	var rules []any
	for _, e := range q.Events {
		rule := logicalID(q.RuleName(e), "Rule")
		w.resource(rule, cfnResource{Type: "AWS::Events::Rule", Properties: cfnRule{
			Description:  ruleDescription(w.target, w.addon, e),
			EventPattern: patternOf(e),
			Name:         q.RuleName(e),
			Tags:         w.tags(),
			Targets:      []cfnTarget{{Arn: arn, Id: q.Name}},
		}})
		rules = append(rules, arnOf(rule))
	}
	w.resource(logicalID(q.Name, "QueuePolicy"), cfnResource{Type: "AWS::SQS::QueuePolicy", Properties: cfnQueuePolicy{
		PolicyDocument: cfnResourcePolicy{
			Statement: []cfnResourceStatement{
				{
					Action:    "sqs:SendMessage",
					Condition: map[string]map[string]any{"ArnEquals": {"aws:SourceArn": rules}},
					Effect:    aws.Allow,
					Principal: map[string]string{"Service": "events.amazonaws.com"},
					Resource:  arn,
					Sid:       "Events",
				},
				{
					Action:    "sqs:*",
					Condition: map[string]map[string]any{"Bool": {"aws:SecureTransport": "false"}},
					Effect:    aws.Deny,
					Principal: "*",
					Resource:  arn,
					Sid:       "WithoutTLS",
				},
			},
			Version: "2012-10-17",
		},
		Queues: []any{cfnRef{id}},
	}})
}
