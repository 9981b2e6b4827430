package hnc

import (
	_ "embed"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

//go:embed crds-fork.yaml
var forkCRDs string

const (
	name  = "hnc"
	group = "hnc.x-k8s.io"

	homeNamespace = "hnc-system" // where the manager takes itself to be

	version     = "v1.1.0"        // of the image and of the definitions in crds.yaml
	forkVersion = "1.1.0-pfnet.3" // of the fork's image, without the v of its tags in Git

	repository     = "gcr.io/k8s-staging-multitenancy/hnc-manager"
	forkRepository = "ghcr.io/pfnet/hierarchical-namespaces"
)

// Definition is the addon hnc.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Tenancy,
		Version:    version,
		Source:     "https://github.com/kubernetes-retired/hierarchical-namespaces/tree/" + version + "/config/variants/default-cc",
		Kubernetes: ">=1.16",
		Namespace:  homeNamespace,
		Lifecycle: addon.Lifecycle{
			Stage:     addon.Retired,
			Since:     "2025-04",
			Successor: "the fork github.com/pfnet/hierarchical-namespaces",
		},
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's manifests install.
type Options struct {
	// The namespace that the addon is installed in. Whatever runs in it may do to the tree
	// what it likes, so keep others out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Runs the fork that Preferred Networks keeps up, github.com/pfnet/hierarchical-namespaces,
	// in its release 1.1.0-pfnet.3, with its definition of quotas. A tag in pods.image takes
	// a newer one.
	Fork bool `json:"fork,omitempty"`

	// The manager's pod. There is one, which keeps the tree in memory and answers the
	// webhooks too; with highAvailability a second one can stand by.
	Pods addon.Pods `json:"pods,omitzero"`

	// Answers the webhooks in pods of their own.
	HighAvailability HighAvailability `json:"highAvailability,omitzero"`

	// The name of the lock by which one manager of several is elected:
	// "controller-leader-election-helper" where it is left out.
	LeaderElectionID string `json:"leaderElectionID,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	// The ports that the pods listen on.
	Ports Ports `json:"ports,omitzero"`

	// How many namespaces are worked on at once: 10 where it is left out.
	MaxReconciles int32 `json:"maxReconciles,omitempty" jsonschema:"minimum=1"`

	// How many requests a second are sent to the API server in the long run: 50 where it is
	// left out. For a while there may be half as many more.
	APIServerQPS int32 `json:"apiServerQPS,omitempty" jsonschema:"minimum=1"`

	// Namespaces that HNC leaves alone, beside kube-system, kube-public, kube-node-lease and
	// its own: they have no parent and no children, and nothing in them waits for HNC. Name
	// those of all addons.
	ExcludedNamespaces []string `json:"excludedNamespaces,omitempty" jsonschema:"uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// A regular expression that the whole name of a namespace must match, or HNC leaves it
	// alone; all namespaces match where it is left out. Excluded ones are excluded still.
	IncludedNamespaceRegex string `json:"includedNamespaceRegex,omitempty"`

	// Regular expressions for the whole names of namespaces' labels that HNC alone sets, from
	// what the options or a HierarchyConfiguration say of a namespace and those above it. It
	// takes them off all other namespaces as soon as it starts.
	ManagedNamespaceLabels []string `json:"managedNamespaceLabels,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Regular expressions for namespaces' annotations that HNC alone sets, likewise.
	ManagedNamespaceAnnotations []string `json:"managedNamespaceAnnotations,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Annotations that copies in the namespaces below don't get. Name those by which other
	// programs know what is theirs.
	UnpropagatedAnnotations []string `json:"unpropagatedAnnotations,omitempty" jsonschema:"uniqueItems"`

	// Labels whose objects are not copied: "cattle.io/creator: norman", Rancher's, where they
	// are left out.
	NoPropagationLabels []KeyValue `json:"noPropagationLabels,omitempty"`

	// What is copied to the namespaces below, beside Roles and RoleBindings, which always are.
	// An empty list has HNC copy nothing else; where it is left out, HNC keeps the list that
	// it has in the cluster.
	Resources []Resource `json:"resources,omitzero"`

	// The places of namespaces in the tree. Leave out those that addon rbac places.
	Hierarchy []Hierarchy `json:"hierarchy,omitempty"`

	// The namespaces that HNC makes below others.
	Subnamespaces []Subnamespace `json:"subnamespaces,omitempty"`

	// Quotas for a namespace and all below it together.
	Quotas Quotas `json:"quotas,omitzero"`

	// What is checked before it is stored, and the certificate for that.
	Webhooks Webhooks `json:"webhooks,omitzero"`

	// Gives the manager the rights that it needs and no others: to namespaces, roles and
	// bindings, and to the kinds in resources. One that is added to the tree's configuration
	// in another way stops the manager.
	NarrowRights bool `json:"narrowRights,omitempty"`

	// Leaves out the roles that add rights to HNC's objects to Kubernetes' own admin, edit and
	// view.
	NoRoleAggregation bool `json:"noRoleAggregation,omitempty"`

	// Logs much more.
	DebugLogs bool `json:"debugLogs,omitempty"`

	// Logs how much has been done, now and then while something is.
	ActivityLogs bool `json:"activityLogs,omitempty"`

	// Tells the kinds of objects apart in the metrics, which makes them many.
	ObjectMetrics bool `json:"objectMetrics,omitempty"`

	// Doesn't try to send metrics to Google Cloud's Stackdriver.
	NoStackdriver bool `json:"noStackdriver,omitempty"`

	// Leaves out the annotations prometheus.io/*, by which a Prometheus without an operator
	// finds the pods. With a ServiceMonitor there are none anyway.
	NoScrapeAnnotations bool `json:"noScrapeAnnotations,omitempty"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, "")
	id.Selector = map[string]string{controlPlane: "controller-manager"}
	return id
}

// webhookIdentity is what the pods go by that answer the webhooks.
func (o Options) webhookIdentity() kube.Identity {
	id := o.identity()
	if o.HighAvailability.Enabled {
		id.Selector = map[string]string{controlPlane: "controller-manager-ha"}
	}
	return id
}
