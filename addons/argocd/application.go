package argocd

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const apiVersion = group + "/v1alpha1"

// Application is what is deployed from where to where.
type Application = kube.Custom[ApplicationSpec]

// NewApplication returns an Application, to be added to an install by [addon.With].
func NewApplication(meta metav1.ObjectMeta, spec ApplicationSpec) *Application {
	return kube.NewCustom(apiVersion, "Application", meta, spec)
}

// Finalizer is what makes Argo CD delete an Application's objects before the Application.
const Finalizer = "resources-finalizer.argocd.argoproj.io"

// NamedApplication is an Application among the addon's options.
type NamedApplication struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own, where it is left out. Another one must be among
	// applicationNamespaces.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Labels of the Application.
	ObjectLabels map[string]string `json:"objectLabels,omitempty"`

	// Annotations of the Application, such as subscriptions to notifications.
	ObjectAnnotations map[string]string `json:"objectAnnotations,omitempty"`

	// Deletes what was deployed when the Application is deleted. The API server warns of the
	// finalizer, whose name is Argo CD's.
	Cascade bool `json:"cascade,omitempty"`

	ApplicationSpec `json:",inline"`
}

// ApplicationSpec says what is deployed. The fields are those of argoproj.io/v1alpha1, but for
// the source hydrator's.
type ApplicationSpec struct {
	// The project, which says what may be deployed; "default" is one that Argo CD makes, in
	// which everything may.
	Project string `json:"project" jsonschema:"required,maxLength=253"`

	// Where the manifests are.
	Source *Source `json:"source,omitempty"`

	// The same, of several places.
	Sources []Source `json:"sources,omitempty"`

	// Where to.
	Destination Destination `json:"destination" jsonschema:"required"`

	// How it is synced; by hand, where it is left out.
	SyncPolicy *SyncPolicy `json:"syncPolicy,omitempty"`

	// Fields in which differences are none.
	IgnoreDifferences []IgnoreDifference `json:"ignoreDifferences,omitempty"`

	// Texts and links that the UI shows.
	Info []Info `json:"info,omitempty"`

	// How many earlier syncs are kept to go back to; 10, where it is left out.
	RevisionHistoryLimit *int64 `json:"revisionHistoryLimit,omitempty" jsonschema:"minimum=0"`
}

// Destination is a namespace of a cluster, by its server or by its name. In a project either may
// hold "*", and "!" before it is for all others.
type Destination struct {
	// The cluster's API server: "https://kubernetes.default.svc" is the one that Argo CD runs in.
	Server string `json:"server,omitempty"`

	// The cluster's name: "in-cluster" is the one that Argo CD runs in.
	Name string `json:"name,omitempty"`

	// The namespace of objects that name none.
	Namespace string `json:"namespace,omitempty"`
}

// IgnoreDifference is fields of some objects in which differences are none.
type IgnoreDifference struct {
	// The objects' group; the core group, where it is left out. "*" is all.
	Group string `json:"group,omitempty"`

	// Their kind. "*" is all.
	Kind string `json:"kind" jsonschema:"required"`

	// The one object's name.
	Name string `json:"name,omitempty"`

	// The one object's namespace.
	Namespace string `json:"namespace,omitempty"`

	// As JSON pointers: "/spec/replicas".
	JSONPointers []string `json:"jsonPointers,omitempty" jsonschema:"uniqueItems,pattern=^/"`

	// As expressions of jq: ".webhooks[]?.clientConfig.caBundle".
	JQPathExpressions []string `json:"jqPathExpressions,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Those that these managers have written: "kube-controller-manager".
	ManagedFieldsManagers []string `json:"managedFieldsManagers,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Info is a text or a link that the UI shows.
type Info struct {
	// What it is: "Runbook".
	Name string `json:"name" jsonschema:"required"`

	// The text, or the URL.
	Value string `json:"value" jsonschema:"required"`
}

// SyncPolicy is how an Application is synced.
type SyncPolicy struct {
	// Syncs without being told.
	Automated *Automated `json:"automated,omitempty"`

	// Options of syncs.
	SyncOptions []SyncOption `json:"syncOptions,omitempty" jsonschema:"uniqueItems"`

	// What is done when a sync fails; nothing, where it is left out.
	Retry *Retry `json:"retry,omitempty"`

	// What a namespace gets that CreateNamespace=true makes.
	ManagedNamespaceMetadata *NamespaceMetadata `json:"managedNamespaceMetadata,omitempty"`
}

// Automated syncs when something has changed in the source.
type Automated struct {
	// Switches it off with false, and keeps what is said here.
	Enabled *bool `json:"enabled,omitempty"`

	// Deletes what is no longer in the source.
	Prune bool `json:"prune,omitempty"`

	// Undoes changes made otherwise too.
	SelfHeal bool `json:"selfHeal,omitempty"`

	// Deletes even if nothing at all is left.
	AllowEmpty bool `json:"allowEmpty,omitempty"`
}

// SyncOption is an option of syncs.
type SyncOption string

// Options of syncs.
const (
	// CreateNamespace makes the destination's namespace.
	CreateNamespace SyncOption = "CreateNamespace=true"
	// ServerSideApply applies as "kubectl apply --server-side" does, which large objects need.
	ServerSideApply SyncOption = "ServerSideApply=true"
	// ClientSideApplyMigration=false leaves the fields of an earlier client-side apply alone.
	NoClientSideApplyMigration SyncOption = "ClientSideApplyMigration=false"
	// ApplyOutOfSyncOnly applies what differs only.
	ApplyOutOfSyncOnly SyncOption = "ApplyOutOfSyncOnly=true"
	// SkipDryRunOnMissingResource syncs resources whose definition comes with the same sync.
	SkipDryRunOnMissingResource SyncOption = "SkipDryRunOnMissingResource=true"
	// RespectIgnoreDifferences leaves fields as they are in which differences are none.
	RespectIgnoreDifferences SyncOption = "RespectIgnoreDifferences=true"
	// FailOnSharedResource fails where another Application has the same object.
	FailOnSharedResource SyncOption = "FailOnSharedResource=true"
	// PruneLast deletes after all else is synced.
	PruneLast SyncOption = "PruneLast=true"
	// NoPrune deletes nothing.
	NoPrune SyncOption = "Prune=false"
	// NoDelete keeps objects when the Application is deleted.
	NoDelete SyncOption = "Delete=false"
	// PruneForeground waits for what depends on an object before it is gone.
	PruneForeground SyncOption = "PrunePropagationPolicy=foreground"
	// PruneBackground leaves that to the cluster.
	PruneBackground SyncOption = "PrunePropagationPolicy=background"
	// PruneOrphan keeps what depends on an object.
	PruneOrphan SyncOption = "PrunePropagationPolicy=orphan"
	// Replace replaces objects, which may delete them first.
	Replace SyncOption = "Replace=true"
	// Force deletes an object that can't be changed, and makes it anew.
	Force SyncOption = "Force=true"
	// NoValidate has nobody check objects against their schema.
	NoValidate SyncOption = "Validate=false"
)

// Enum lists the options.
func (SyncOption) Enum() []string {
	return addon.Values(CreateNamespace, ServerSideApply, NoClientSideApplyMigration, ApplyOutOfSyncOnly,
		SkipDryRunOnMissingResource, RespectIgnoreDifferences, FailOnSharedResource, PruneLast, NoPrune, NoDelete,
		PruneForeground, PruneBackground, PruneOrphan, Replace, Force, NoValidate)
}

// Retry is what is done when a sync fails.
type Retry struct {
	// How often it is tried again; negative for ever.
	Limit int64 `json:"limit,omitempty" jsonschema:"minimum=-1"`

	// How long there is between tries; 5 s, then twice as long each time, 3 min at most, where it
	// is left out.
	Backoff *Backoff `json:"backoff,omitempty"`

	// Takes a newer revision, if there is one meanwhile.
	Refresh bool `json:"refresh,omitempty"`
}

// Backoff is how long there is between tries.
type Backoff struct {
	// Before the first one.
	Duration metav1.Duration `json:"duration,omitzero"`

	// How many times longer it is each time.
	Factor *int64 `json:"factor,omitempty" jsonschema:"minimum=1"`

	// The longest.
	MaxDuration metav1.Duration `json:"maxDuration,omitzero"`
}

// NamespaceMetadata is what a namespace gets.
type NamespaceMetadata struct {
	// Labels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}
