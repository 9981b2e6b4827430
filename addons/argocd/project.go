package argocd

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// AppProject is a group of Applications, with what they may deploy from where to where.
type AppProject = kube.Custom[AppProjectSpec]

// NewAppProject returns an AppProject, to be added to an install by [addon.With]. Argo CD knows
// those in its own namespace only.
func NewAppProject(meta metav1.ObjectMeta, spec AppProjectSpec) *AppProject {
	return kube.NewCustom(apiVersion, "AppProject", meta, spec)
}

// NamedProject is an AppProject among the addon's options.
type NamedProject struct {
	// The name. With "default" it is the one that Argo CD otherwise makes, in which everything
	// may be deployed.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// Labels of the project.
	ObjectLabels map[string]string `json:"objectLabels,omitempty"`

	// Annotations of the project, such as subscriptions to notifications.
	ObjectAnnotations map[string]string `json:"objectAnnotations,omitempty"`

	// Keeps the project from being deleted while it has Applications. The API server warns of
	// the finalizer, whose name is Argo CD's.
	Cascade bool `json:"cascade,omitempty"`

	AppProjectSpec `json:",inline"`
}

// AppProjectSpec says what Applications may deploy. What is left out they may not, but for
// objects in namespaces, all of which they may. The fields are those of argoproj.io/v1alpha1, but
// for tokens, which Argo CD makes, and the integrity of sources.
type AppProjectSpec struct {
	// What it is for.
	Description string `json:"description,omitempty" jsonschema:"maxLength=255"`

	// The repositories, by their URLs, which may hold "*". "!" before one is for all others.
	SourceRepos []string `json:"sourceRepos,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The namespaces of clusters.
	Destinations []Destination `json:"destinations,omitempty"`

	// The service accounts as which syncs are done, with sync.impersonation.
	DestinationServiceAccounts []DestinationServiceAccount `json:"destinationServiceAccounts,omitempty"`

	// The namespaces, beside the addon's own, whose Applications may be of this project. They are
	// among applicationNamespaces.
	SourceNamespaces []string `json:"sourceNamespaces,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Kinds of objects in no namespace that may be deployed.
	ClusterResourceWhitelist []ClusterResource `json:"clusterResourceWhitelist,omitempty"`

	// Kinds of them that may not.
	ClusterResourceBlacklist []ClusterResource `json:"clusterResourceBlacklist,omitempty"`

	// The only kinds of objects in namespaces that may be deployed. What they make, such as pods,
	// is shown only if it is among them.
	NamespaceResourceWhitelist []GroupKind `json:"namespaceResourceWhitelist,omitempty"`

	// Kinds of objects in namespaces that may not be deployed.
	NamespaceResourceBlacklist []GroupKind `json:"namespaceResourceBlacklist,omitempty"`

	// Deploys to clusters only that are of this project.
	PermitOnlyProjectScopedClusters bool `json:"permitOnlyProjectScopedClusters,omitempty"`

	// Shows objects in the namespaces that are no Application's.
	OrphanedResources *OrphanedResources `json:"orphanedResources,omitempty"`

	// Who may do what in the project.
	Roles []ProjectRole `json:"roles,omitempty"`

	// When syncs are allowed, or not.
	SyncWindows []SyncWindow `json:"syncWindows,omitempty"`
}

// GroupKind is a kind of objects.
type GroupKind struct {
	// The group; the core group is "". "*" is all.
	Group string `json:"group"`

	// The kind. "*" is all.
	Kind string `json:"kind" jsonschema:"required"`
}

// ClusterResource is a kind of objects in no namespace, or some of the kind.
type ClusterResource struct {
	// The group; the core group is "". "*" is all.
	Group string `json:"group"`

	// The kind. "*" is all.
	Kind string `json:"kind" jsonschema:"required"`

	// The names, which may hold "*"; all, where it is left out.
	Name string `json:"name,omitempty"`
}

// DestinationServiceAccount is the service account as which syncs to a destination are done.
type DestinationServiceAccount struct {
	// The cluster's API server, which may hold "*".
	Server string `json:"server" jsonschema:"required"`

	// The namespace, which may hold "*"; all, where it is left out.
	Namespace string `json:"namespace,omitempty"`

	// The service account: a name, or "namespace:name".
	DefaultServiceAccount string `json:"defaultServiceAccount" jsonschema:"required"`
}

// OrphanedResources is how objects are shown that are no Application's.
type OrphanedResources struct {
	// Whether Applications warn of them; they don't, where it is left out.
	Warn *bool `json:"warn,omitempty"`

	// Objects that are passed over.
	Ignore []OrphanedResource `json:"ignore,omitempty"`
}

// OrphanedResource is some objects that are no Application's.
type OrphanedResource struct {
	// Their group.
	Group string `json:"group,omitempty"`

	// Their kind.
	Kind string `json:"kind,omitempty"`

	// Their name, which may hold "*".
	Name string `json:"name,omitempty"`
}

// ProjectRole is who may do what in a project.
type ProjectRole struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?$"`

	// What it is for.
	Description string `json:"description,omitempty"`

	// What it may do: rows of policy.csv, as [Policy.ProjectRow] writes them:
	// "p, proj:web:deployer, applications, sync, web/*, allow".
	Policies []string `json:"policies,omitempty" jsonschema:"uniqueItems"`

	// The groups that have the role.
	Groups []string `json:"groups,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// ProjectRow is the policy as a row of a project's role. The policy's own role is passed over.
func (p Policy) ProjectRow(project, role string) string {
	line := p.row("proj:" + project + ":" + role)
	return line[:len(line)-1]
}

// SyncWindow is when syncs are allowed, or not.
type SyncWindow struct {
	// Whether they are.
	Kind WindowKind `json:"kind" jsonschema:"required"`

	// When it begins, as cron has it: "0 22 * * *".
	Schedule string `json:"schedule" jsonschema:"required"`

	// How long it lasts: "8h".
	Duration metav1.Duration `json:"duration" jsonschema:"required"`

	// The time zone of the schedule; UTC, where it is left out.
	TimeZone string `json:"timeZone,omitempty"`

	// The Applications, whose names may hold "*".
	Applications []string `json:"applications,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The Applications with these namespaces for destinations.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The Applications with these clusters for destinations.
	Clusters []string `json:"clusters,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Takes Applications that fit all three of the above, and not one of them.
	AndOperator bool `json:"andOperator,omitempty"`

	// Lets users sync by hand all the same.
	ManualSync bool `json:"manualSync,omitempty"`

	// Lets syncs end that were begun before the window.
	SyncOverrun bool `json:"syncOverrun,omitempty"`

	// What it is for.
	Description string `json:"description,omitempty"`
}

// WindowKind is whether syncs are allowed.
type WindowKind string

// Whether syncs are allowed. With a window that allows them, they aren't outside of all such.
const (
	AllowSyncs WindowKind = "allow"
	DenySyncs  WindowKind = "deny"
)

// Enum lists whether syncs may be allowed.
func (WindowKind) Enum() []string { return addon.Values(AllowSyncs, DenySyncs) }
