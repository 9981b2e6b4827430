package render

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

// CloudFormation writes what the addons of a plan need in AWS as a CloudFormation template
// in JSON. Creating the stack needs the capability CAPABILITY_NAMED_IAM. A template that is
// sent with the request may have 51,200 bytes, and one from S3 a million.
//
// CloudFormation differs from [Terraform] in three things. The conditions of a role's trust
// can't depend on a parameter, so that with IRSA the account must tell its OIDC issuer.
// Policies have no tags. And a managed addon has one answer to what becomes of fields in which the cluster differs,
// for its creation and for updates: the one of the two that is set. Where they differ it is
// the one by which nothing is lost, [aws.Preserve] before [aws.None]; both fail at creation
// if there is a conflict.
//
// CloudFormation writes nothing of a plan with problems that are errors, and returns them,
// see [cluster.Plan.Err]; nor of one whose target has no AWS account, or whose addons need
// nothing there, since a template can't be empty.
func CloudFormation(p *cluster.Plan) ([]byte, error) {
	if err := onAWS(p, "CloudFormation"); err != nil {
		return nil, err
	}
	w := cfnWriter{target: p.Target, template: cfnTemplate{
		Version:     "2010-09-09",
		Description: fmt.Sprintf("What the addons of cluster %s need in AWS. %s", p.Target.Name, byFitout),
		Outputs:     map[string]cfnOutput{},
		Parameters:  map[string]cfnParameter{},
		Resources:   map[string]cfnResource{},
	}}
	for _, r := range p.AWS() {
		w.addon = r.Addon
		w.write(r.Resource)
	}
	if w.usesIssuer && p.Target.AWS.OIDCIssuer == "" {
		w.errs = append(w.errs, fmt.Errorf("cluster %s: %w", p.Target.Name, field.Required(field.NewPath("aws", "oidcIssuer"),
			"roles trust the cluster's OIDC issuer, and a CloudFormation template can't have it as a parameter")))
	}
	if len(w.errs) > 0 {
		return nil, errors.Join(w.errs...)
	}
	if len(w.template.Resources) == 0 {
		return nil, fmt.Errorf("cluster %s: its addons need nothing from AWS that is to be made, and a CloudFormation template can't be empty", p.Target.Name)
	}
	return encode(w.template)
}

// cfnWriter writes what addons need, one after the other.
type cfnWriter struct {
	target   addon.Target
	addon    string // the one that is being written
	template cfnTemplate
	errs     []error

	usesIssuer bool // whether a role trusts the cluster's OIDC issuer
}

func (w *cfnWriter) write(r aws.Resource) {
	switch r := r.(type) {
	case *aws.Role:
		w.podRole(*r)
	case *aws.ManagedAddon:
		w.managedAddon(*r)
	case *aws.IdentityProvider:
		w.identityProvider(*r)
	case *aws.NodeRole:
		w.nodeRole(*r)
	case *aws.FederatedRole:
		w.federatedRole(*r)
	case *aws.Queue:
		w.queue(r)
	default:
		w.fail(fmt.Errorf("can't write a %T", r))
	}
}

// podRole writes the role of an addon's own pods.
func (w *cfnWriter) podRole(r aws.Role) {
	arn := w.role(r)
	if !w.target.PodIdentity() {
		return // it is the service account that names the role
	}
	w.resource(logicalID(r.Name, "Association"), cfnResource{Type: "AWS::EKS::PodIdentityAssociation", Properties: cfnAssociation{
		ClusterName:    w.clusterName(),
		Namespace:      r.ServiceAccount.Namespace,
		RoleArn:        arn,
		ServiceAccount: r.ServiceAccount.Name,
		Tags:           w.tags(),
	}})
}

// role writes a role with its policies, unless it is there already. It returns the role's
// ARN.
func (w *cfnWriter) role(r aws.Role) any {
	if w.target.RoleExists(r) {
		return w.target.RoleARN(r)
	}
	var policies []any
	for _, p := range r.Policies {
		id := logicalID(policyName(r.Name, p), "Policy")
		w.resource(id, cfnResource{Type: "AWS::IAM::ManagedPolicy", Metadata: source(p), Properties: cfnPolicy{
			Description:       policyDescription(w.target, w.addon),
			ManagedPolicyName: policyName(w.target.RoleName(r), p),
			Path:              w.target.RolePath(),
			PolicyDocument:    p,
		}})
		policies = append(policies, cfnRef{id})
	}
	policies = append(policies, w.managed(r.ManagedPolicies)...)
	id := w.iamRole(r.Name, w.trust(r.ServiceAccount), cfnRole{
		Description:       roleDescription(w.target, w.addon, r),
		ManagedPolicyArns: policies,
		Path:              w.target.RolePath(),
		RoleName:          w.target.RoleName(r),
	})
	arn := arnOf(id)
	w.template.Outputs[id+"Arn"] = cfnOutput{
		Description: fmt.Sprintf("The ARN of the role of ServiceAccount %s.", r.ServiceAccount),
		Value:       arn,
	}
	return arn
}

// iamRole writes a role, and who may take it. It returns its logical ID.
func (w *cfnWriter) iamRole(name string, trust cfnTrustStatement, r cfnRole) string {
	id := logicalID(name, "Role")
	r.AssumeRolePolicyDocument = cfnTrust{Statement: []cfnTrustStatement{trust}, Version: "2012-10-17"}
	r.PermissionsBoundary = w.target.AWS.Roles.PermissionsBoundary
	r.Tags = w.tags()
	w.resource(id, cfnResource{Type: "AWS::IAM::Role", Properties: r})
	return id
}

// managed are the ARNs of policies of AWS's own.
func (w *cfnWriter) managed(policies []string) []any {
	var arns []any
	for _, name := range policies {
		arns = append(arns, w.target.AWS.ManagedPolicyARN(name))
	}
	return arns
}

// trust lets the pods of a service account take a role, as [tfWriter.trust] does.
func (w *cfnWriter) trust(sa aws.ServiceAccount) cfnTrustStatement {
	a := w.target.AWS
	if w.target.PodIdentity() {
		w.clusterName()
		return cfnTrustStatement{
			Action: []string{"sts:AssumeRole", "sts:TagSession"},
			Condition: map[string]map[string]any{"StringEquals": {
				"aws:RequestTag/eks-cluster-arn":            cfnSub{a.ARN("eks", "cluster/${"+clusterParameter+"}")},
				"aws:RequestTag/kubernetes-namespace":       sa.Namespace,
				"aws:RequestTag/kubernetes-service-account": sa.Name,
			}},
			Effect:    aws.Allow,
			Principal: map[string]string{"Service": "pods.eks.amazonaws.com"},
		}
	}
	w.usesIssuer = true
	return cfnTrustStatement{
		Action: []string{"sts:AssumeRoleWithWebIdentity"},
		Condition: map[string]map[string]any{"StringEquals": {
			a.OIDCIssuer + ":aud": "sts.amazonaws.com",
			a.OIDCIssuer + ":sub": subject(sa),
		}},
		Effect:    aws.Allow,
		Principal: map[string]string{"Federated": oidcProviderARN(a)},
	}
}

// managedAddon writes an addon that EKS installs, with its role. Where something in the
// cluster makes the addon, the role is all there is.
func (w *cfnWriter) managedAddon(a aws.ManagedAddon) {
	if a.InCluster {
		if a.Role != nil {
			w.role(*a.Role)
		}
		return
	}
	properties := cfnAddon{
		AddonName:        a.Name,
		AddonVersion:     a.Version,
		ClusterName:      w.clusterName(),
		PreserveOnDelete: a.Preserve,
		ResolveConflicts: conflict(a),
		Tags:             w.tags(),
	}
	if len(a.Configuration) > 0 {
		values, err := configuration(a)
		if err != nil {
			w.fail(err)
		}
		properties.ConfigurationValues = compact(values)
	}
	if a.Role != nil {
		arn := w.role(*a.Role)
		if w.target.PodIdentity() {
			properties.PodIdentityAssociations = []cfnAddonAssociation{{arn, a.Role.ServiceAccount.Name}}
		} else {
			properties.ServiceAccountRoleArn = arn
		}
	}
	w.resource(logicalID(a.Name, "Addon"), cfnResource{Type: "AWS::EKS::Addon", Properties: properties})
}

// identityProvider writes the OIDC provider whose tokens the API server takes.
func (w *cfnWriter) identityProvider(p aws.IdentityProvider) {
	properties := cfnIdentityProvider{
		ClusterName:                w.clusterName(),
		IdentityProviderConfigName: p.Name,
		Oidc: cfnOIDC{
			ClientId: p.ClientID, IssuerUrl: p.Issuer,
			GroupsClaim: p.GroupsClaim, GroupsPrefix: p.GroupsPrefix,
			UsernameClaim: p.UsernameClaim, UsernamePrefix: p.UsernamePrefix,
		},
		Tags: w.tags(),
		Type: "oidc",
	}
	for _, claim := range slices.Sorted(maps.Keys(p.RequiredClaims)) {
		properties.Oidc.RequiredClaims = append(properties.Oidc.RequiredClaims, cfnTag{claim, p.RequiredClaims[claim]})
	}
	w.resource(logicalID(p.Name, "IdentityProvider"), cfnResource{Type: "AWS::EKS::IdentityProviderConfig", Properties: properties})
}

// conflict is what becomes of fields in which the cluster differs, at creation and updates.
func conflict(a aws.ManagedAddon) aws.Conflict {
	switch {
	case a.OnCreate == "" || a.OnUpdate == "" || a.OnCreate == a.OnUpdate:
		return cmp.Or(a.OnCreate, a.OnUpdate)
	case a.OnUpdate == aws.Preserve:
		return aws.Preserve
	}
	return aws.None
}

// clusterParameter is the parameter that names the cluster.
const clusterParameter = "ClusterName"

func (w *cfnWriter) clusterName() any {
	w.template.Parameters[clusterParameter] = cfnParameter{Default: w.target.Name, Description: "The name of the EKS cluster.", Type: "String"}
	return cfnRef{clusterParameter}
}

func (w *cfnWriter) tags() []cfnTag {
	var tags []cfnTag
	for _, key := range slices.Sorted(maps.Keys(w.target.AWS.Roles.Tags)) {
		tags = append(tags, cfnTag{key, w.target.AWS.Roles.Tags[key]})
	}
	return tags
}

func (w *cfnWriter) resource(id string, r cfnResource) {
	if _, taken := w.template.Resources[id]; taken {
		w.fail(fmt.Errorf("it would be a second resource %s: give its roles and policies other names", id))
	}
	w.template.Resources[id] = r
}

func (w *cfnWriter) fail(err error) {
	w.errs = append(w.errs, fmt.Errorf("cluster %s: %s: %w", w.target.Name, w.addon, err))
}

// logicalID makes the logical ID of a resource: the words of a name, capitalized, and what
// it is.
func logicalID(name, kind string) string {
	var id strings.Builder
	words := strings.FieldsFunc(name, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	})
	for _, word := range words {
		id.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return id.String() + kind
}
