package argoworkflows

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// WorkflowNamespace is where workflows run, and as which service account. A namespace may be
// there several times, with several accounts.
type WorkflowNamespace struct {
	// The namespace.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The service account: "argo-workflow" where it is left out. It is the one of workflows
	// among the addon's options that name none; others say it in serviceAccountName. On AWS it
	// has a role for the artifacts.
	ServiceAccount string `json:"serviceAccount,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// Takes an account that is there already, and only gives it its rights.
	Existing bool `json:"existing,omitempty"`

	// Annotations of the service account.
	Annotations map[string]string `json:"annotations,omitempty"`

	// The Secrets by which images are pulled.
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`

	// Lets it delete artifacts, for workflows with artifactGC.
	ArtifactGC bool `json:"artifactGC,omitempty"`

	// Lets it be an agent's, which templates that call HTTP or plugins need.
	Agent bool `json:"agent,omitempty"`

	// Further rights, such as those of templates that make resources.
	Rules []rbacv1.PolicyRule `json:"rules,omitempty"`
}

// Validate refuses to change an account that is somebody else's.
func (n WorkflowNamespace) Validate(path *field.Path) field.ErrorList {
	if !n.Existing {
		return nil
	}
	var errs field.ErrorList
	for _, f := range []addon.Choice{
		addon.Field("annotations", len(n.Annotations) > 0),
		addon.Field("imagePullSecrets", len(n.ImagePullSecrets) > 0),
	} {
		if f.Set {
			errs = append(errs, field.Forbidden(path.Child(f.Name), "the account is there already"))
		}
	}
	return errs
}

// account is the name of the service account.
func (n WorkflowNamespace) account() string { return cmp.Or(n.ServiceAccount, accountName) }

// workflowAccounts are the service accounts of workflows, and their rights. Those that the
// executor needs are upstream's.
func workflowAccounts(o Options) []addon.Object {
	var objs []addon.Object
	for _, n := range o.WorkflowNamespaces {
		id := o.identity().Of("workflow").In(n.Name)
		sa := &corev1.ServiceAccount{ObjectMeta: id.Meta(n.account()), ImagePullSecrets: n.ImagePullSecrets}
		sa.Annotations = n.Annotations
		if !n.Existing {
			objs = append(objs, sa)
		}
		rules := []rbacv1.PolicyRule{kube.Rule(group, "workflowtaskresults", "create patch")}
		if n.ArtifactGC {
			rules = append(rules,
				kube.Rule(group, "workflowartifactgctasks", "list watch"),
				kube.Rule(group, "workflowartifactgctasks/status", "patch"))
		}
		if n.Agent {
			rules = append(rules,
				kube.Rule(group, "workflowtasksets", "list watch"),
				kube.Rule(group, "workflowtasksets/status", "patch"))
		}
		role := &rbacv1.Role{ObjectMeta: id.Meta(n.account()), Rules: slices.Concat(rules, n.Rules)}
		objs = append(objs, role, kube.BindRole(id, n.account(), role.Name, sa))
	}
	return objs
}
