package hnc

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const apiVersion = group + "/v1alpha2"

// HNC knows two kinds of which there is one object, by these names.
const (
	hierarchyName     = "hierarchy" // in a namespace
	configurationName = "config"    // in the cluster
)

// Annotations of an object that say to which namespaces below it is copied. An object has one
// of them.
const (
	// PropagateAll is "true" for all. It is for kinds of the mode AllowPropagate.
	PropagateAll = "propagate." + group + "/all"

	// PropagateNone is "true" for none.
	PropagateNone = "propagate." + group + "/none"

	// PropagateSelect is a selector of namespaces by their labels.
	PropagateSelect = "propagate." + group + "/select"

	// PropagateTreeSelect names a namespace, for it and all below, or with "!" namespaces
	// which are left out with all below: "team-a", "!team-b, !team-c".
	PropagateTreeSelect = "propagate." + group + "/treeSelect"
)

// HierarchyConfiguration places a namespace in the tree.
type HierarchyConfiguration = kube.Custom[HierarchyConfigurationSpec]

// NewHierarchyConfiguration returns the one of a namespace, to be added to an install by
// [addon.With].
func NewHierarchyConfiguration(namespace string, spec HierarchyConfigurationSpec) *HierarchyConfiguration {
	return kube.NewCustom(apiVersion, "HierarchyConfiguration", metav1.ObjectMeta{Name: hierarchyName, Namespace: namespace}, spec)
}

// HierarchyConfigurationSpec is the place of a namespace in the tree, and what holds for it
// and all below. The fields are those of hnc.x-k8s.io/v1alpha2.
type HierarchyConfigurationSpec struct {
	// The namespace above.
	Parent string `json:"parent,omitempty"`

	// Lets the namespace be deleted with the subnamespaces below it.
	AllowCascadingDeletion bool `json:"allowCascadingDeletion,omitempty"`

	// Labels of the namespace and of all below.
	Labels []KeyValue `json:"labels,omitempty"`

	// Annotations of the namespace and of all below.
	Annotations []KeyValue `json:"annotations,omitempty"`
}

// KeyValue is a label or an annotation.
type KeyValue struct {
	// Its name.
	Key string `json:"key" jsonschema:"required"`

	// Its value, which may be empty.
	Value string `json:"value"`
}

// SubnamespaceAnchor has HNC make a namespace below the one that it is in.
type SubnamespaceAnchor = kube.Custom[SubnamespaceAnchorSpec]

// NewSubnamespaceAnchor returns the anchor of a subnamespace in its parent, to be added to an
// install by [addon.With].
func NewSubnamespaceAnchor(parent, name string, spec SubnamespaceAnchorSpec) *SubnamespaceAnchor {
	return kube.NewCustom(apiVersion, "SubnamespaceAnchor", metav1.ObjectMeta{Name: name, Namespace: parent}, spec)
}

// SubnamespaceAnchorSpec is what holds for a subnamespace and all below. The fields are those
// of hnc.x-k8s.io/v1alpha2.
type SubnamespaceAnchorSpec struct {
	// Labels of the namespace and of all below.
	Labels []KeyValue `json:"labels,omitempty"`

	// Annotations of the namespace and of all below.
	Annotations []KeyValue `json:"annotations,omitempty"`
}

// HNCConfiguration says what is copied in the whole cluster.
type HNCConfiguration = kube.Custom[HNCConfigurationSpec]

// NewHNCConfiguration returns the one of the cluster, to be added to an install by
// [addon.With] where the options list no resources.
func NewHNCConfiguration(spec HNCConfigurationSpec) *HNCConfiguration {
	return kube.NewCustom(apiVersion, "HNCConfiguration", metav1.ObjectMeta{Name: configurationName}, spec)
}

// HNCConfigurationSpec says what is copied in the whole cluster. The fields are those of
// hnc.x-k8s.io/v1alpha2.
type HNCConfigurationSpec struct {
	// The kinds of objects, beside Roles and RoleBindings.
	Resources []Resource `json:"resources,omitempty"`
}

// Resource is a kind of objects and whether they are copied.
type Resource struct {
	// The API group: "networking.k8s.io"; the core group, of Secrets and ConfigMaps, where it
	// is left out.
	Group string `json:"group,omitempty" jsonschema:"maxLength=253"`

	// The kind as URLs have it, a plural in lower case: "secrets", "networkpolicies".
	Resource string `json:"resource" jsonschema:"required,maxLength=63,pattern=^[a-z]([-a-z0-9]*[a-z0-9])?$"`

	// What is done with objects of the kind.
	Mode Mode `json:"mode" jsonschema:"required"`
}

// Mode is what is done with the objects of a kind.
type Mode string

// The modes.
const (
	Propagate      Mode = "Propagate"      // copied to all namespaces below
	AllowPropagate Mode = "AllowPropagate" // copied where an annotation asks for it
	Remove         Mode = "Remove"         // not copied, and the copies are deleted
	Ignore         Mode = "Ignore"         // not copied any more, and the copies stay
)

// Enum lists the modes.
func (Mode) Enum() []string { return addon.Values(Propagate, AllowPropagate, Remove, Ignore) }

// HierarchicalResourceQuota limits what a namespace and all below it use together.
type HierarchicalResourceQuota = kube.Custom[HierarchicalResourceQuotaSpec]

// NewHierarchicalResourceQuota returns a HierarchicalResourceQuota, to be added to an install
// by [addon.With]. Nobody heeds it unless quotas are enabled.
func NewHierarchicalResourceQuota(meta metav1.ObjectMeta, spec HierarchicalResourceQuotaSpec) *HierarchicalResourceQuota {
	return kube.NewCustom(apiVersion, "HierarchicalResourceQuota", meta, spec)
}

// HierarchicalResourceQuotaSpec is what may be used. The fields are those of
// hnc.x-k8s.io/v1alpha2.
type HierarchicalResourceQuotaSpec struct {
	// The limits, as in a ResourceQuota.
	Hard corev1.ResourceList `json:"hard,omitempty"`

	// The pods that count; the fork alone knows it.
	ScopeSelector *corev1.ScopeSelector `json:"scopeSelector,omitempty"`
}
