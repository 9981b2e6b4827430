package rbac

import (
	_ "embed"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "rbac"

// Definition is the addon rbac.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:     name,
		Doc:      doc,
		Category: addon.Tenancy,
		Source:   "https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value gives nobody anything.
type Options struct {
	// The GitHub organization that teams belong to.
	Organization string `json:"organization,omitempty" jsonschema:"pattern=^[A-Za-z0-9-]+$"`

	// What the cluster's identity provider puts before the names of groups, such as
	// "oidc:".
	GroupPrefix string `json:"groupPrefix,omitempty"`

	// What the cluster's identity provider puts before the names of users.
	UserPrefix string `json:"userPrefix,omitempty"`

	// The teams that grants can name.
	Teams []Team `json:"teams,omitempty"`

	// The systems that grants can name. Each gets a service account.
	Systems []System `json:"systems,omitempty"`

	// Roles beside admin, developer and biz, or in their place.
	Roles []Role `json:"roles,omitempty"`

	// What is granted in the whole cluster.
	Cluster []Grant `json:"cluster,omitempty"`

	// The trees of namespaces, with what is granted in them and all below.
	Namespaces []Namespace `json:"namespaces,omitempty"`

	// How rights reach the namespaces below.
	Propagation Propagation `json:"propagation,omitempty"`
}

// Team is a team of GitHub users.
type Team struct {
	// The name by which grants name the team.
	Name string `json:"name" jsonschema:"required,pattern=^[a-z0-9]([a-z0-9-]*[a-z0-9])?$,maxLength=63"`

	// The group that the identity provider tells for the team, without the prefix;
	// "organization:name" where it is left out.
	Group string `json:"group,omitempty"`
}

// System is a program that uses the Kubernetes API from outside, such as a CI job.
type System struct {
	// The name of its service account.
	Name string `json:"name" jsonschema:"required,pattern=^[a-z0-9]([a-z0-9-]*[a-z0-9])?$,maxLength=63"`

	// The namespace of its service account.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`
}

// The roles that are there without being defined.
const (
	Admin     = "admin"     // everything in a namespace, its RoleBindings too
	Developer = "developer" // everything in a namespace but who has rights
	Biz       = "biz"       // reads everything in a namespace but Secrets
)

// Role is a set of rights: those of Kubernetes' own roles, rules, or both.
type Role struct {
	// The name by which grants name the role.
	Name string `json:"name" jsonschema:"required,pattern=^[a-z0-9]([a-z0-9-]*[a-z0-9])?$,maxLength=50"`

	// The roles of Kubernetes whose rights it has.
	Like []BuiltinRole `json:"like,omitempty" jsonschema:"uniqueItems"`

	// Rights of its own.
	Rules []rbacv1.PolicyRule `json:"rules,omitempty"`
}

// BuiltinRole is one of the roles for people that every cluster has.
type BuiltinRole string

// The roles that every cluster has.
const (
	KubernetesAdmin BuiltinRole = "admin"
	KubernetesEdit  BuiltinRole = "edit"
	KubernetesView  BuiltinRole = "view"
)

// Enum lists the roles that every cluster has.
func (BuiltinRole) Enum() []string {
	return addon.Values(KubernetesAdmin, KubernetesEdit, KubernetesView)
}

// Grant gives a role to exactly one team, user or system.
type Grant struct {
	// The team, one of teams.
	Team string `json:"team,omitempty"`

	// The user, as the identity provider names it, without the prefix.
	User string `json:"user,omitempty" jsonschema:"pattern=^[^/%]+$"`

	// The system, one of systems.
	System string `json:"system,omitempty"`

	// The role: admin, developer, biz, or one of roles.
	Role string `json:"role" jsonschema:"required"`
}

// Namespace is a node of the tree.
type Namespace struct {
	// The namespace's name.
	Name string `json:"name" jsonschema:"required,pattern=^[a-z0-9]([a-z0-9-]*[a-z0-9])?$,maxLength=63"`

	// Labels of the namespace.
	Labels map[string]string `json:"labels,omitempty"`

	// The level of the Pod Security Standards that the namespace enforces; none where it
	// is left out.
	PodSecurity kube.PodSecurity `json:"podSecurity,omitempty"`

	// What is granted in this namespace and all below it.
	Grants []Grant `json:"grants,omitempty"`

	// Lets HNC delete the namespaces below with this one.
	CascadingDeletion bool `json:"cascadingDeletion,omitempty"`

	// The namespaces below.
	Children []Namespace `json:"children,omitempty"`
}

// Propagation is how rights reach the namespaces below.
type Propagation string

// The ways of propagation.
const (
	Flatten Propagation = "flatten" // each namespace has all its bindings
	HNC     Propagation = "hnc"     // the Hierarchical Namespace Controller copies them
)

// Enum lists the ways of propagation.
func (Propagation) Enum() []string { return addon.Values(Flatten, HNC) }

func defaults(addon.Target) Options { return Options{Propagation: Flatten} }

// standardRoles are the roles that are there unless the options define them otherwise.
func standardRoles() []Role {
	return []Role{
		{Name: Admin, Like: []BuiltinRole{KubernetesAdmin}},
		{Name: Developer, Like: []BuiltinRole{KubernetesEdit}},
		{Name: Biz, Like: []BuiltinRole{KubernetesView}},
	}
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity { return kube.Identify(name, "", "") }
