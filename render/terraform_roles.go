package render

import (
	"fmt"
	"path"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

// tfWriter writes what addons need, one after the other.
type tfWriter struct {
	target addon.Target

	// The addon that is being written, and its file.
	addon string
	file  *tfFile

	// Which addon has a resource or data source, by its address.
	owner map[string]string

	// Whether something refers to the variable cluster_name, or to the OIDC provider.
	usesCluster, usesIssuer bool
}

// The types of what is written.
const (
	tfDocumentType    = "aws_iam_policy_document"
	tfPolicyType      = "aws_iam_policy"
	tfRoleType        = "aws_iam_role"
	tfAttachmentType  = "aws_iam_role_policy_attachment"
	tfAssociationType = "aws_eks_pod_identity_association"
	tfAddonType       = "aws_eks_addon"
	tfProviderType    = "aws_eks_identity_provider_config"
	tfEntryType       = "aws_eks_access_entry"
	tfQueueType       = "aws_sqs_queue"
	tfQueuePolicyType = "aws_sqs_queue_policy"
	tfRuleType        = "aws_cloudwatch_event_rule"
	tfTargetType      = "aws_cloudwatch_event_target"
)

// podRole writes the role of an addon's own pods.
func (w *tfWriter) podRole(r aws.Role) error {
	arn, attachments, err := w.role(r)
	if err != nil || !w.target.PodIdentity() {
		return err // with IRSA it is the service account that names the role
	}
	return w.resource(tfAssociationType, label(r.Name), tfAssociation{
		ClusterName:    w.clusterName(),
		DependsOn:      attachments,
		Namespace:      quote(r.ServiceAccount.Namespace),
		RoleARN:        arn,
		ServiceAccount: quote(r.ServiceAccount.Name),
		Tags:           w.tags(),
	})
}

// role writes a role with its policies, unless it is there already. It returns the role's
// ARN, and the addresses of what gives it its rights: whoever uses the role comes after
// them, and goes before.
func (w *tfWriter) role(r aws.Role) (arn template, attachments []string, err error) {
	if w.target.RoleExists(r) {
		return quote(w.target.RoleARN(r)), nil, nil
	}
	role := label(r.Name)
	err = w.iamRole(role, w.trust(r.ServiceAccount), tfRole{
		Description: quote(roleDescription(w.target, w.addon, r)),
		Name:        quote(w.target.RoleName(r)),
		Path:        quote(w.target.RolePath()),
	})
	if err != nil {
		return "", nil, err
	}
	for _, p := range r.Policies {
		policy := label(policyName(r.Name, p))
		if err := w.policy(policy, policyName(w.target.RoleName(r), p), p); err != nil {
			return "", nil, err
		}
		attachments = append(attachments, tfAttachmentType+"."+policy)
		if err := w.attach(policy, role, template("${"+tfPolicyType+"."+policy+".arn}")); err != nil {
			return "", nil, err
		}
	}
	managed, err := w.attachManaged(role, r.ManagedPolicies)
	if err != nil {
		return "", nil, err
	}
	attachments = append(attachments, managed...)
	arn = roleARN(role)
	w.file.Output[role+"_role_arn"] = tfOutput{
		Description: fmt.Sprintf("The ARN of the role of ServiceAccount %s.", r.ServiceAccount),
		Value:       arn,
	}
	return arn, attachments, nil
}

// iamRole writes a role, and who may take it.
func (w *tfWriter) iamRole(label string, trust tfStatement, r tfRole) error {
	if err := w.data(label+"_trust", tfPolicyDocument{Statement: []tfStatement{trust}}); err != nil {
		return err
	}
	r.AssumeRolePolicy = template("${data." + tfDocumentType + "." + label + "_trust.json}")
	r.PermissionsBoundary = quote(w.target.AWS.Roles.PermissionsBoundary)
	r.Tags = w.tags()
	return w.resource(tfRoleType, label, r)
}

// roleARN refers to the ARN of a role that is written, by its label.
func roleARN(role string) template { return template("${" + tfRoleType + "." + role + ".arn}") }

func (w *tfWriter) attach(label, role string, policy template) error {
	return w.resource(tfAttachmentType, label, tfAttachment{PolicyARN: policy, Role: template("${" + tfRoleType + "." + role + ".name}")})
}

// attachManaged gives a role policies of AWS's own. It returns the addresses of what does.
func (w *tfWriter) attachManaged(role string, policies []string) ([]string, error) {
	var attachments []string
	for _, name := range policies {
		policy := role + "_" + label(path.Base(name))
		if err := w.attach(policy, role, quote(w.target.AWS.ManagedPolicyARN(name))); err != nil {
			return nil, err
		}
		attachments = append(attachments, tfAttachmentType+"."+policy)
	}
	return attachments, nil
}

// policy writes a policy with its document.
func (w *tfWriter) policy(label, name string, p aws.Policy) error {
	document := tfPolicyDocument{Comment: p.Source, Statement: []tfStatement{}}
	for _, s := range p.Statements {
		document.Statement = append(document.Statement, policyStatement(s))
	}
	if err := w.data(label, document); err != nil {
		return err
	}
	return w.resource(tfPolicyType, label, tfPolicy{
		Description: quote(policyDescription(w.target, w.addon)),
		Name:        quote(name),
		Path:        quote(w.target.RolePath()),
		Policy:      template("${data." + tfDocumentType + "." + label + ".json}"),
		Tags:        w.tags(),
	})
}

func policyStatement(s aws.Statement) tfStatement {
	out := tfStatement{
		Comment:   s.Because,
		Actions:   quoteAll(s.Actions),
		Effect:    "Allow",
		Resources: quoteAll(s.On()),
		SID:       quote(s.SID),
	}
	if s.Effect != "" {
		out.Effect = quote(string(s.Effect))
	}
	for _, c := range s.Conditions {
		out.Condition = append(out.Condition, tfCondition{quote(c.Operator), quoteAll(c.Values), quote(c.Key)})
	}
	return out
}

// trust lets the pods of a service account take the role.
func (w *tfWriter) trust(sa aws.ServiceAccount) tfStatement {
	is := func(variable, value template) tfCondition {
		return tfCondition{Test: "StringEquals", Values: []template{value}, Variable: variable}
	}
	if w.target.PodIdentity() {
		// These are tags of the session that EKS opens. Without the conditions any
		// association in the account could give the role to any pod.
		return tfStatement{
			Actions: []template{"sts:AssumeRole", "sts:TagSession"},
			Condition: []tfCondition{
				is("aws:RequestTag/eks-cluster-arn", quote(w.target.AWS.ARN("eks", "cluster/"))+w.clusterName()),
				is("aws:RequestTag/kubernetes-namespace", quote(sa.Namespace)),
				is("aws:RequestTag/kubernetes-service-account", quote(sa.Name)),
			},
			Effect:     "Allow",
			Principals: &tfPrincipals{Identifiers: []template{"pods.eks.amazonaws.com"}, Type: "Service"},
		}
	}
	w.usesIssuer = true
	return tfStatement{
		Actions: []template{"sts:AssumeRoleWithWebIdentity"},
		Condition: []tfCondition{
			is("${local.oidc_issuer}:aud", "sts.amazonaws.com"),
			is("${local.oidc_issuer}:sub", quote(subject(sa))),
		},
		Effect:     "Allow",
		Principals: &tfPrincipals{Identifiers: []template{"${var.oidc_provider_arn}"}, Type: "Federated"},
	}
}

// subject is what a token of a service account calls it.
func subject(sa aws.ServiceAccount) string {
	return "system:serviceaccount:" + sa.Namespace + ":" + sa.Name
}

func (w *tfWriter) clusterName() template {
	w.usesCluster = true
	return "${var.cluster_name}"
}

func (w *tfWriter) tags() map[template]template { return quoteMap(w.target.AWS.Roles.Tags) }

func (w *tfWriter) resource(kind, label string, block any) error {
	addBlock(w.file.Resource, kind, label, block)
	return w.claim(kind + "." + label)
}

func (w *tfWriter) data(label string, block tfPolicyDocument) error {
	addBlock(w.file.Data, tfDocumentType, label, block)
	return w.claim("data." + tfDocumentType + "." + label)
}

// claim notes whose an address is. Names that differ can come to the same label, such as
// those of the policy "b" of role "a" and of the only policy of role "a-b"; IAM would refuse
// most of them too.
func (w *tfWriter) claim(address string) error {
	if by, taken := w.owner[address]; taken {
		return fmt.Errorf("it would be a second %s, after that of %s: give its roles and policies other names", address, by)
	}
	w.owner[address] = w.addon
	return nil
}

// label makes the label of a block of a name.
func label(name string) string {
	s := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(name))
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return "_" + s
	}
	return s
}
