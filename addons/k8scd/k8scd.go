package k8scd

import (
	_ "embed"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "k8s-cd"

// Definition is the addon k8s-cd.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Delivery,
		Source:    "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
		Namespace: name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. One of oidc and token is given at least.
type Options struct {
	// The namespace of the service account and its token.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Lets CI in by the token that its service makes for a job. On AWS it takes a role for it,
	// which the API server knows as the group k8s-cd; elsewhere see to it that the API server
	// puts such jobs into that group.
	OIDC *OIDC `json:"oidc,omitempty"`

	// Lets CI in by a token in a Secret, which never ends.
	Token *Token `json:"token,omitempty"`

	// The kinds in namespaces that are applied. Where it is left out they are those that
	// applications consist of, without Secrets, roles and custom resources.
	Apply []Kinds `json:"apply,omitempty" jsonschema:"minItems=1"`

	// The namespaces in which they are applied; all, where it is left out.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,minItems=1,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The kinds in no namespace that are applied, such as namespaces themselves: none, where it
	// is left out.
	ApplyClusterWide []Kinds `json:"applyClusterWide,omitempty" jsonschema:"minItems=1"`

	// Lets CI delete what it may apply, such as by kubectl apply --prune.
	Delete bool `json:"delete,omitempty"`

	// Which rights CI may give to others.
	RBAC RBAC `json:"rbac,omitzero"`
}

// OIDC is the provider whose tokens are taken.
type OIDC struct {
	// The provider's URL without "https://": "token.actions.githubusercontent.com" for GitHub
	// Actions, "oidc.circleci.com/org/<organization's ID>" for CircleCI.
	Issuer string `json:"issuer" jsonschema:"required,pattern=^[a-z0-9.-]+(/[^ ]+)?$"`

	// Who tokens are for: "sts.amazonaws.com" for GitHub Actions, the organization's ID for
	// CircleCI.
	Audience string `json:"audience" jsonschema:"required,maxLength=255"`

	// Whose tokens are taken, with the wildcards * and ?:
	// "repo:example/manifests:ref:refs/heads/main" for GitHub Actions,
	// "org/<organization's ID>/project/<project's ID>/user/*" for CircleCI.
	Subjects []string `json:"subjects" jsonschema:"required,minItems=1,uniqueItems"`
}

// Token is a token in a Secret.
type Token struct {
	// The Secret's name: "k8s-cd-token" where it is left out.
	Secret string `json:"secret,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`
}

// Kinds are those of an API group.
type Kinds struct {
	// The group; the core group, of Services and ConfigMaps, where it is left out.
	Group string `json:"group,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The kinds by their names in the plural and in small letters: "deployments".
	Resources []string `json:"resources" jsonschema:"required,minItems=1,uniqueItems,pattern=^[a-z0-9]+(/[a-z]+)?$"`
}

// RBAC is which rights CI may give to others.
type RBAC struct {
	// Applies Roles and RoleBindings, and cluster-wide ones where kinds are applied
	// cluster-wide. With nothing else, only rights that CI has itself can be given.
	Enabled bool `json:"enabled,omitempty"`

	// Roles and ClusterRoles that may be given though they hold rights that CI doesn't have.
	Bind []string `json:"bind,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Writes roles with rights that CI doesn't have: whoever may, may everything.
	Escalate bool `json:"escalate,omitempty"`
}

// defaults are the kinds that applications consist of.
func defaults(addon.Target) Options {
	return Options{Apply: []Kinds{
		{Resources: []string{"configmaps", "serviceaccounts", "services"}},
		{Group: "apps", Resources: []string{"daemonsets", "deployments", "statefulsets"}},
		{Group: "autoscaling", Resources: []string{"horizontalpodautoscalers"}},
		{Group: "batch", Resources: []string{"cronjobs", "jobs"}},
		{Group: "networking.k8s.io", Resources: []string{"ingresses", "networkpolicies"}},
		{Group: "policy", Resources: []string{"poddisruptionbudgets"}},
	}}
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }
