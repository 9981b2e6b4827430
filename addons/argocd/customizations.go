package argocd

import (
	"maps"

	"github.com/fitout/fitout/addon"
)

// Resources is what Argo CD looks at in clusters, and how it judges it.
type Resources struct {
	// How objects of single kinds are judged, and what can be done with them.
	Customizations []Customization `json:"customizations,omitempty"`

	// Kinds that Argo CD doesn't look at: those that upstream leaves out since they change all
	// the time or nobody deploys them, such as EndpointSlices, Leases and policy reports, where
	// it is left out.
	Exclusions []Filter `json:"exclusions,omitzero"`

	// The only kinds that Argo CD looks at; all, where it is left out.
	Inclusions []Filter `json:"inclusions,omitempty"`

	// Takes differences for none that come of roles which gather others' rules.
	IgnoreAggregatedRoles bool `json:"ignoreAggregatedRoles,omitempty"`

	// The objects of which differences in the status are none; "all", where it is left out.
	IgnoreStatus IgnoreStatus `json:"ignoreStatus,omitempty"`

	// Looks at an Application anew for every change of an object, whatever customizations say
	// of updates that don't matter.
	NoIgnoredUpdates bool `json:"noIgnoredUpdates,omitempty"`

	// Whether Argo CD looks at kinds only that it may list; it fails at others, where it is left
	// out.
	RespectRBAC RespectRBAC `json:"respectRBAC,omitempty"`

	// Labels of objects that the UI shows.
	CustomLabels []string `json:"customLabels,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Annotations of Secrets whose values nobody sees.
	SensitiveAnnotations []string `json:"sensitiveAnnotations,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`
}

// Filter is kinds of objects. What is left out matches everything, and all of it may hold "*".
type Filter struct {
	// Their groups; the core group is "".
	APIGroups []string `json:"apiGroups,omitempty" jsonschema:"uniqueItems"`

	// The kinds.
	Kinds []string `json:"kinds,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The clusters, by their servers.
	Clusters []string `json:"clusters,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// IgnoreStatus is the objects of which differences in the status are none.
type IgnoreStatus string

// The objects.
const (
	StatusOfAll  IgnoreStatus = "all"
	StatusOfCRDs IgnoreStatus = "crd"
	StatusOfNone IgnoreStatus = "none"
)

// Enum lists the objects.
func (IgnoreStatus) Enum() []string { return addon.Values(StatusOfAll, StatusOfCRDs, StatusOfNone) }

// RespectRBAC is how Argo CD finds out what it may list.
type RespectRBAC string

// How it finds out.
const (
	RespectNormal RespectRBAC = "normal" // by an answer that it may not
	RespectStrict RespectRBAC = "strict" // by asking too
)

// Enum lists how it may find out.
func (RespectRBAC) Enum() []string { return addon.Values(RespectNormal, RespectStrict) }

// Customization is how objects of a kind are judged, and what can be done with them. What it says
// takes the place of what Argo CD does by itself with the kind.
type Customization struct {
	// The group; the core group, where it is left out.
	Group string `json:"group,omitempty" jsonschema:"maxLength=253"`

	// The kind; "*" is all kinds, of all groups.
	Kind string `json:"kind" jsonschema:"required,maxLength=63,pattern=^([*]|[A-Za-z0-9]+)$"`

	// A program in Lua that is given an object as obj and returns how it is: status, one of
	// "Healthy", "Progressing", "Degraded" and "Suspended", and message.
	Health string `json:"health,omitempty"`

	// Gives the program Lua's own libraries too.
	UseOpenLibs bool `json:"useOpenLibs,omitempty"`

	// Fields in which differences are none.
	IgnoreDifferences *Fields `json:"ignoreDifferences,omitempty"`

	// Fields of which changes are no reason to look at an Application anew.
	IgnoreResourceUpdates *Fields `json:"ignoreResourceUpdates,omitempty"`

	// Fields of a type of Kubernetes' that may be written in several ways.
	KnownTypeFields []KnownTypeField `json:"knownTypeFields,omitempty"`

	// What users can do with the objects.
	Actions *Actions `json:"actions,omitempty"`
}

// Fields are some of an object's.
type Fields struct {
	// As JSON pointers: "/spec/replicas".
	JSONPointers []string `json:"jsonPointers,omitempty" jsonschema:"uniqueItems,pattern=^/"`

	// As expressions of jq: ".webhooks[]?.clientConfig.caBundle".
	JQPathExpressions []string `json:"jqPathExpressions,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Those that these managers have written: "kube-controller-manager".
	ManagedFieldsManagers []string `json:"managedFieldsManagers,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// KnownTypeField is a field of a type of Kubernetes'.
type KnownTypeField struct {
	// Where it is: "spec.template.spec".
	Field string `json:"field" jsonschema:"required"`

	// The type: "core/v1/PodSpec".
	Type string `json:"type" jsonschema:"required"`
}

// Actions are what users can do with objects.
type Actions struct {
	// A program in Lua that is given an object as obj and returns which actions there are.
	Discovery string `json:"discovery" jsonschema:"required"`

	// The actions.
	Definitions []ActionDefinition `json:"definitions,omitempty"`

	// Keeps those that Argo CD has by itself.
	MergeBuiltin bool `json:"mergeBuiltin,omitempty"`
}

// ActionDefinition is an action.
type ActionDefinition struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// A program in Lua that is given an object as obj and returns it as it shall be.
	Lua string `json:"lua" jsonschema:"required"`
}

// actions are actions as Argo CD reads them.
type actions struct {
	Discovery    string   `json:"discovery.lua"`
	Definitions  []action `json:"definitions,omitempty"`
	MergeBuiltin bool     `json:"mergeBuiltinActions,omitempty"`
}

type action struct {
	Name string `json:"name"`
	Lua  string `json:"action.lua"`
}

// compareOptions is how differences are found, as Argo CD reads it.
type compareOptions struct {
	IgnoreAggregatedRoles bool         `json:"ignoreAggregatedRoles,omitempty"`
	IgnoreStatus          IgnoreStatus `json:"ignoreResourceStatusField,omitempty"`
}

func (r Resources) settings(v values) {
	maps.Copy(v, ignoredUpdates())
	for _, c := range r.Customizations {
		c.settings(v)
	}
	documents(v, "resource.exclusions", r.Exclusions)
	documents(v, "resource.inclusions", r.Inclusions)
	if compare := (compareOptions{r.IgnoreAggregatedRoles, r.IgnoreStatus}); compare != (compareOptions{}) {
		v.document("resource.compareoptions", compare)
	}
	v.no("resource.ignoreResourceUpdatesEnabled", r.NoIgnoredUpdates)
	v.text("resource.respectRBAC", string(r.RespectRBAC))
	v.list("resource.customLabels", r.CustomLabels)
	v.list("resource.sensitive.mask.annotations", r.SensitiveAnnotations)
}

func (c Customization) settings(v values) {
	key := func(what string) string { return "resource.customizations." + what + "." + c.groupKind() }
	v.text(key("health"), c.Health)
	v.yes(key("useOpenLibs"), c.UseOpenLibs)
	if c.IgnoreDifferences != nil {
		v.document(key("ignoreDifferences"), c.IgnoreDifferences)
	}
	if c.IgnoreResourceUpdates != nil {
		v.document(key("ignoreResourceUpdates"), c.IgnoreResourceUpdates)
	}
	documents(v, key("knownTypeFields"), c.KnownTypeFields)
	if a := c.Actions; a != nil {
		out := actions{Discovery: a.Discovery, MergeBuiltin: a.MergeBuiltin}
		for _, d := range a.Definitions {
			out.Definitions = append(out.Definitions, action(d))
		}
		v.document(key("actions"), out)
	}
}

// groupKind is the kind as keys of argocd-cm have it.
func (c Customization) groupKind() string {
	switch {
	case c.Kind == "*":
		return "all"
	case c.Group == "":
		return c.Kind
	}
	return c.Group + "_" + c.Kind
}

// ignoredUpdates are the customizations of upstream's manifests: what changes all the time and
// says nothing of an Application. One of the options for the same kind takes its place.
func ignoredUpdates() values {
	annotation := func(name string) string { return `.metadata.annotations."` + name + `"` }
	v := values{}
	for _, c := range []Customization{
		{Kind: "*", IgnoreResourceUpdates: &Fields{JSONPointers: []string{"/status"}}},
		{Kind: "ConfigMap", IgnoreResourceUpdates: &Fields{JQPathExpressions: []string{
			annotation("cluster-autoscaler.kubernetes.io/last-updated"),
			annotation("control-plane.alpha.kubernetes.io/leader"),
		}}},
		{Kind: "Endpoints", IgnoreResourceUpdates: &Fields{JSONPointers: []string{"/metadata", "/subsets"}}},
		{Group: "apps", Kind: "ReplicaSet", IgnoreResourceUpdates: &Fields{JQPathExpressions: []string{
			annotation("deployment.kubernetes.io/desired-replicas"),
			annotation("deployment.kubernetes.io/max-replicas"),
			annotation("rollout.argoproj.io/desired-replicas"),
		}}},
		{Group: "argoproj.io", Kind: "Application", IgnoreResourceUpdates: &Fields{JQPathExpressions: []string{
			annotation("notified.notifications.argoproj.io"),
			annotation("argocd.argoproj.io/refresh"),
			annotation("argocd.argoproj.io/refresh-timestamp"),
			annotation("argocd.argoproj.io/hydrate"),
			annotation("argocd.argoproj.io/hydrate-timestamp"),
			".operation",
		}}},
		{Group: "argoproj.io", Kind: "Rollout", IgnoreResourceUpdates: &Fields{JQPathExpressions: []string{
			annotation("notified.notifications.argoproj.io"),
		}}},
		{Group: "autoscaling", Kind: "HorizontalPodAutoscaler", IgnoreResourceUpdates: &Fields{JQPathExpressions: []string{
			annotation("autoscaling.alpha.kubernetes.io/behavior"),
			annotation("autoscaling.alpha.kubernetes.io/conditions"),
			annotation("autoscaling.alpha.kubernetes.io/metrics"),
			annotation("autoscaling.alpha.kubernetes.io/current-metrics"),
		}}},
		{Group: "discovery.k8s.io", Kind: "EndpointSlice", IgnoreResourceUpdates: &Fields{JSONPointers: []string{"/metadata", "/endpoints", "/ports"}}},
	} {
		c.settings(v)
	}
	return v
}

// exclusions are the kinds that upstream's manifests leave out.
func exclusions() []Filter {
	return []Filter{
		{APIGroups: []string{"", "discovery.k8s.io"}, Kinds: []string{"Endpoints", "EndpointSlice"}},
		{APIGroups: []string{"coordination.k8s.io"}, Kinds: []string{"Lease"}},
		{APIGroups: []string{"authentication.k8s.io", "authorization.k8s.io"}, Kinds: []string{
			"SelfSubjectReview", "TokenReview", "LocalSubjectAccessReview", "SelfSubjectAccessReview",
			"SelfSubjectRulesReview", "SubjectAccessReview",
		}},
		{APIGroups: []string{"certificates.k8s.io"}, Kinds: []string{"CertificateSigningRequest"}},
		{APIGroups: []string{"cert-manager.io"}, Kinds: []string{"CertificateRequest"}},
		{APIGroups: []string{"cilium.io"}, Kinds: []string{"CiliumIdentity", "CiliumEndpoint", "CiliumEndpointSlice"}},
		{APIGroups: []string{"kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io"}, Kinds: []string{
			"PolicyReport", "ClusterPolicyReport", "EphemeralReport", "ClusterEphemeralReport", "AdmissionReport",
			"ClusterAdmissionReport", "BackgroundScanReport", "ClusterBackgroundScanReport", "UpdateRequest",
		}},
	}
}
