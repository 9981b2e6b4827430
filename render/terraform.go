package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

// Terraform writes what the addons of a plan need in AWS as a Terraform module in the JSON
// syntax: a file for each addon that needs something, called after it, with a hyphen for the
// slash before an instance ("external-dns-internal.tf.json"), and fitout.tf.json for what
// they share. OpenTofu reads them too. The folder is a root module, or a child of one:
//
//	module "fitout" {
//	  source            = "./prod"
//	  oidc_provider_arn = module.eks.oidc_provider_arn
//	}
//
// Roles and their policies are made unless the account names one that exists, and are
// called what the plan's service accounts call them. A policy that changes is changed in
// place: what a change would make anew, such as a policy's description, never depends on
// an addon's version.
//
// Terraform writes nothing of a plan with problems that are errors, and returns them, see
// [cluster.Plan.Err]; nor of one whose target has no AWS account.
func Terraform(p *cluster.Plan) (Files, error) {
	all, err := terraformFiles(p)
	if err != nil {
		return nil, err
	}
	files := Files{}
	for name, f := range all {
		if files[name+".tf.json"], err = encode(f); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// terraformDocument is all that [Terraform] writes, as one file.
func terraformDocument(p *cluster.Plan) ([]byte, error) {
	all, err := terraformFiles(p)
	if err != nil {
		return nil, err
	}
	merged := all[sharedFile]
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if name != sharedFile {
			merged.add(all[name])
		}
	}
	return encode(merged)
}

// sharedFile is the name of the file that belongs to no addon.
const sharedFile = "fitout"

// terraformFiles returns the files by their name, without ".tf.json".
func terraformFiles(p *cluster.Plan) (map[string]*tfFile, error) {
	if err := onAWS(p, "Terraform"); err != nil {
		return nil, err
	}
	w := tfWriter{target: p.Target, owner: map[string]string{}}
	files := map[string]*tfFile{}
	for _, r := range p.AWS() {
		name := strings.ReplaceAll(r.Addon, "/", "-")
		if r.Addon != w.addon {
			// Terraform reads override.tf.json otherwise than its other files.
			if files[name] != nil || name == sharedFile || name == "override" {
				return nil, fmt.Errorf("cluster %s: %s: %s.tf.json can't be its file, since it is another one's", p.Target.Name, r.Addon, name)
			}
			files[name] = newFile(fmt.Sprintf("What %s needs in AWS. %s", r.Addon, byFitout))
		}
		w.addon, w.file = r.Addon, files[name]
		if err := w.write(r.Resource); err != nil {
			return nil, fmt.Errorf("cluster %s: %s: %w", p.Target.Name, r.Addon, err)
		}
	}
	maps.DeleteFunc(files, func(_ string, f *tfFile) bool { return f.empty() })
	files[sharedFile] = w.shared()
	return files, nil
}

// onAWS tells why a plan can't be written as what its addons need in AWS.
func onAWS(p *cluster.Plan, format string) error {
	if err := p.Err(); err != nil {
		return err
	}
	if p.Target.AWS == nil {
		return fmt.Errorf("cluster %s: %w", p.Target.Name,
			field.Required(field.NewPath("aws"), format+" is for what addons need in an AWS account"))
	}
	return nil
}

// byFitout tells whoever opens a file where it comes from.
const byFitout = "Written by Fitout: change the cluster's definition, and not this."

// write writes what is needed into the addon's file.
func (w *tfWriter) write(r aws.Resource) error {
	switch r := r.(type) {
	case *aws.Role:
		return w.podRole(*r)
	case *aws.ManagedAddon:
		return w.managedAddon(*r)
	case *aws.IdentityProvider:
		return w.identityProvider(*r)
	case *aws.NodeRole:
		return w.nodeRole(*r)
	case *aws.FederatedRole:
		return w.federatedRole(*r)
	case *aws.Queue:
		return w.queue(r)
	}
	return fmt.Errorf("can't write a %T", r)
}

// shared is the file of what the other ones refer to.
func (w *tfWriter) shared() *tfFile {
	f := newFile(fmt.Sprintf("What the addons of cluster %s need in AWS. %s", w.target.Name, byFitout))
	f.Terraform = &tfSettings{
		RequiredProviders: map[string]tfProvider{"aws": {Source: "hashicorp/aws", Version: awsProvider}},
		RequiredVersion:   ">= 1.0",
	}
	if w.usesCluster {
		f.Variable["cluster_name"] = tfVariable{Default: w.target.Name, Description: "The name of the EKS cluster.", Type: "string"}
	}
	if w.usesIssuer {
		v := tfVariable{
			Description: "The ARN of the cluster's OIDC provider in IAM, which the roles trust.",
			Type:        "string",
		}
		if a := w.target.AWS; a.OIDCIssuer != "" {
			v.Default = oidcProviderARN(a)
		}
		f.Variable["oidc_provider_arn"] = v
		f.Locals["oidc_issuer"] = `${regex("oidc-provider/(.+)$", var.oidc_provider_arn)[0]}`
	}
	return f
}

// awsProvider is the first version of the provider in which aws_eks_addon has a
// pod_identity_association. All else that is used is older.
const awsProvider = ">= 5.75.0"

// oidcProviderARN is the ARN of the cluster's OIDC provider.
func oidcProviderARN(a *aws.Account) string {
	return a.IAMARN("oidc-provider/" + a.OIDCIssuer)
}
