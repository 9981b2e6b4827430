package argocd

import (
	"github.com/fitout/fitout/addon"
)

// RBAC is who may do what in Argo CD: policies give roles rights, and grants give roles to
// users and groups. They are printed as policy.csv.
type RBAC struct {
	// The role of everybody who has logged in, such as "role:readonly". Nothing takes its
	// rights away. None, where it is left out.
	DefaultRole string `json:"defaultRole,omitempty"`

	// What roles may do, beside "role:admin" and "role:readonly", which Argo CD has.
	Policies []Policy `json:"policies,omitempty"`

	// Who has which roles.
	Grants []Grant `json:"grants,omitempty"`

	// The claims of a token that grants go by, beside the user's ID; "groups", where it is left
	// out.
	Scopes []string `json:"scopes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How resources, actions and objects of policies are read; "glob", where it is left out.
	MatchMode MatchMode `json:"matchMode,omitempty"`
}

// MatchMode is how policies are read.
type MatchMode string

// How policies are read.
const (
	Glob  MatchMode = "glob"  // as patterns, in which "*" is anything, slashes too
	Regex MatchMode = "regex" // as regular expressions
)

// Enum lists how policies may be read.
func (MatchMode) Enum() []string { return addon.Values(Glob, Regex) }

// Policy is a right of a role's.
type Policy struct {
	// The role: "role:developer". It may be a user too.
	Role string `json:"role" jsonschema:"required"`

	// What is acted on.
	Resource Resource `json:"resource" jsonschema:"required"`

	// What is done: "get". "update/*" and "delete/*" are for an Application's objects,
	// "delete/<group>/<kind>/<namespace>/<name>" for some, and "action/<group>/<kind>/<name>"
	// for actions on them.
	Action Action `json:"action" jsonschema:"required"`

	// Which of them: "<project>/<name>", or with a namespace between the two, for Applications,
	// ApplicationSets, logs and exec, a name or a URL for others. "*" is all.
	Object string `json:"object" jsonschema:"required"`

	// Whether it is allowed or denied; "allow", where it is left out. What one policy denies
	// no other one allows.
	Effect Effect `json:"effect,omitempty"`
}

// Resource is a kind of things in Argo CD.
type Resource string

// The kinds of things.
const (
	AllResources         Resource = "*"
	AccountsResource     Resource = "accounts"
	ApplicationsResource Resource = "applications"
	AppSetsResource      Resource = "applicationsets"
	CertificatesResource Resource = "certificates"
	ClustersResource     Resource = "clusters"
	ExecResource         Resource = "exec" // a shell in pods
	ExtensionsResource   Resource = "extensions"
	GPGKeysResource      Resource = "gpgkeys"
	LogsResource         Resource = "logs" // of pods
	ProjectsResource     Resource = "projects"
	RepositoriesResource Resource = "repositories"
	WriteReposResource   Resource = "write-repositories" // of the source hydrator
)

// Enum lists the kinds of things.
func (Resource) Enum() []string {
	return addon.Values(AllResources, AccountsResource, ApplicationsResource, AppSetsResource, CertificatesResource,
		ClustersResource, ExecResource, ExtensionsResource, GPGKeysResource, LogsResource, ProjectsResource,
		RepositoriesResource, WriteReposResource)
}

// Action is what is done.
type Action string

// What is done.
const (
	AllActions     Action = "*"
	Get            Action = "get"
	Create         Action = "create"
	Update         Action = "update"
	Delete         Action = "delete"
	SyncAction     Action = "sync"
	RollbackAction Action = "rollback" // with sync.rollbackNeedsRight
	OverrideAction Action = "override" // by manifests, or a revision, of one's own
	AnyAction      Action = "action/*" // of those on an Application's objects, such as a restart
	Invoke         Action = "invoke"   // of extensions
)

// Effect is whether a policy allows or denies.
type Effect string

// The effects.
const (
	Allow Effect = "allow"
	Deny  Effect = "deny"
)

// Enum lists the effects.
func (Effect) Enum() []string { return addon.Values(Allow, Deny) }

// Grant gives a role to somebody.
type Grant struct {
	// The group, as the token has it, or the user: "example:platform".
	Subject string `json:"subject" jsonschema:"required"`

	// The role: one of policies, "role:admin", "role:readonly", or "proj:<project>:<role>".
	Role string `json:"role" jsonschema:"required"`
}
