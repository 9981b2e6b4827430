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
	if err := w.data(role+"_trust", tfPolicyDocument{Statement: []tfStatement{w.trust(r.ServiceAccount)}}); err != nil {
		return "", nil, err
	}
	err = w.resource(tfRoleType, role, tfRole{
		AssumeRolePolicy:    template("${data." + tfDocumentType + "." + role + "_trust.json}"),
		Description:         quote(roleDescription(w.target, w.addon, r)),
		Name:                quote(w.target.RoleName(r)),
		Path:                quote(w.target.RolePath()),
		PermissionsBoundary: quote(w.target.AWS.Roles.PermissionsBoundary),
		Tags:                w.tags(),
	})
	if err != nil {
		return "", nil, err
	}
	attach := func(policy string, arn template) error {
		attachments = append(attachments, tfAttachmentType+"."+policy)
		return w.resource(tfAttachmentType, policy, tfAttachment{PolicyARN: arn, Role: template("${" + tfRoleType + "." + role + ".name}")})
	}
	for _, p := range r.Policies {
		policy := label(policyName(r.Name, p))
		if err := w.policy(policy, policyName(w.target.RoleName(r), p), p); err != nil {
			return "", nil, err
		}
		if err := attach(policy, template("${"+tfPolicyType+"."+policy+".arn}")); err != nil {
			return "", nil, err
		}
	}
	for _, name := range r.ManagedPolicies {
		if err := attach(role+"_"+label(path.Base(name)), quote(w.target.AWS.ManagedPolicyARN(name))); err != nil {
			return "", nil, err
		}
	}
	arn = template("${" + tfRoleType + "." + role + ".arn}")
	w.file.Output[role+"_role_arn"] = tfOutput{
		Description: fmt.Sprintf("The ARN of the role of ServiceAccount %s.", r.ServiceAccount),
		Value:       arn,
	}
	return arn, attachments, nil
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

// policyName is what a policy is called, given what its role is.
func policyName(role string, p aws.Policy) string {
	if p.Name == "" {
		return role
	}
	return role + "-" + p.Name
}

// roleDescription says whose role it is.
func roleDescription(t addon.Target, name string, r aws.Role) string {
	return fmt.Sprintf("ServiceAccount %s of %s in cluster %s", r.ServiceAccount, name, t.Name)
}

// policyDescription says whose rights a policy has. IAM can't change a description, so
// that it leaves out whatever might.
func policyDescription(t addon.Target, name string) string {
	return fmt.Sprintf("Rights of %s in cluster %s", name, t.Name)
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
