package render

import (
	"fmt"

	"github.com/fitout/fitout/addon/aws"
)

// nodeRole writes the role of the instances that nodes run on.
func (w *tfWriter) nodeRole(r aws.NodeRole) error {
	role := label(r.Name)
	err := w.iamRole(role, tfStatement{
		Actions:    []template{"sts:AssumeRole"},
		Effect:     "Allow",
		Principals: &tfPrincipals{Identifiers: []template{quote(w.target.AWS.EC2())}, Type: "Service"},
	}, tfRole{Description: quote(nodeRoleDescription(w.target)), Name: quote(r.Name), Path: "/"})
	if err != nil {
		return err
	}
	attachments, err := w.attachManaged(role, r.ManagedPolicies)
	if err != nil {
		return err
	}
	return w.accessEntry(role, roleARN(role), tfEntry{DependsOn: attachments, Type: "EC2_LINUX"})
}

// federatedRole writes the role of somebody outside, unless it is there already, and has the
// API server know it.
func (w *tfWriter) federatedRole(r aws.FederatedRole) error {
	role, named := label(r.Name), aws.Role{Name: r.Name}
	entry := tfEntry{Groups: quoteAll(r.Groups), Type: "STANDARD"}
	if w.target.RoleExists(named) {
		return w.accessEntry(role, quote(w.target.RoleARN(named)), entry)
	}
	err := w.iamRole(role, tfStatement{
		Actions: []template{"sts:AssumeRoleWithWebIdentity"},
		Condition: []tfCondition{
			{Test: "StringEquals", Values: []template{quote(r.Audience)}, Variable: quote(r.Issuer + ":aud")},
			{Test: "StringLike", Values: quoteAll(r.Subjects), Variable: quote(r.Issuer + ":sub")},
		},
		Effect:     "Allow",
		Principals: &tfPrincipals{Identifiers: []template{quote(w.target.AWS.IAMARN("oidc-provider/" + r.Issuer))}, Type: "Federated"},
	}, tfRole{
		Description: quote(federatedRoleDescription(w.target, w.addon, r)),
		Name:        quote(w.target.RoleName(named)),
		Path:        quote(w.target.RolePath()),
	})
	if err != nil {
		return err
	}
	arn := roleARN(role)
	w.file.Output[role+"_role_arn"] = tfOutput{
		Description: fmt.Sprintf("The ARN of the role of whoever has a token of %s.", r.Issuer),
		Value:       arn,
	}
	return w.accessEntry(role, arn, entry)
}

// accessEntry has the API server know whoever has a role.
func (w *tfWriter) accessEntry(role string, arn template, e tfEntry) error {
	e.ClusterName, e.PrincipalARN, e.Tags = w.clusterName(), arn, w.tags()
	return w.resource(tfEntryType, role, e)
}

// queue writes a queue, and the rules by which events come into it. Nobody else may write to
// it, and nobody without TLS.
func (w *tfWriter) queue(q *aws.Queue) error {
	name := label(q.Name)
	arn := template("${" + tfQueueType + "." + name + ".arn}")
	err := w.resource(tfQueueType, name, tfQueue{
		Encrypted: true,
		Name:      quote(q.Name),
		Retention: int(q.Retention.Seconds()),
		Tags:      w.tags(),
	})
	if err != nil {
		return err
	}
	var rules []template
	for _, e := range q.Events {
		rule := name + "_" + label(e.Name)
		err := w.resource(tfRuleType, rule, tfRule{
			Description: quote(ruleDescription(w.target, w.addon, e)),
			Name:        quote(q.RuleName(e)),
			Pattern:     quote(compact(patternOf(e))),
			Tags:        w.tags(),
		})
		if err != nil {
			return err
		}
		address := tfRuleType + "." + rule
		rules = append(rules, template("${"+address+".arn}"))
		if err := w.resource(tfTargetType, rule, tfTarget{ARN: arn, Rule: template("${" + address + ".name}"), ID: quote(q.Name)}); err != nil {
			return err
		}
	}
	err = w.data(name+"_queue", tfPolicyDocument{Statement: []tfStatement{
		{
			Actions:    []template{"sqs:SendMessage"},
			Condition:  []tfCondition{{Test: "ArnEquals", Values: rules, Variable: "aws:SourceArn"}},
			Effect:     "Allow",
			Principals: &tfPrincipals{Identifiers: []template{"events.amazonaws.com"}, Type: "Service"},
			Resources:  []template{arn},
			SID:        "Events",
		},
		{
			Actions:    []template{"sqs:*"},
			Condition:  []tfCondition{{Test: "Bool", Values: []template{"false"}, Variable: "aws:SecureTransport"}},
			Effect:     "Deny",
			Principals: &tfPrincipals{Identifiers: []template{"*"}, Type: "*"},
			Resources:  []template{arn},
			SID:        "WithoutTLS",
		},
	}})
	if err != nil {
		return err
	}
	return w.resource(tfQueuePolicyType, name, tfQueuePolicy{
		Policy: template("${data." + tfDocumentType + "." + name + "_queue.json}"),
		URL:    template("${" + tfQueueType + "." + name + ".id}"),
	})
}
