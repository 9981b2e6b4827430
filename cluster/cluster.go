package cluster

import (
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Cluster is a Kubernetes cluster with its addons. The order of the addons never matters.
type Cluster struct {
	// The cluster that the addons are built for.
	Target addon.Target

	// Labels that every object gets, such as those by which costs are divided. An object
	// that sets one of them itself keeps its own.
	Labels map[string]string

	// What the cluster has already, beside the addons.
	Existing Existing

	// The addons.
	Addons []addon.Addon
}

// Existing lists what a cluster has already and its addons may count on.
type Existing struct {
	// CustomResourceDefinitions by name, such as "certificates.cert-manager.io", or all
	// of a group as "*.cert-manager.io".
	CRDs []string `json:"crds,omitempty" jsonschema:"uniqueItems,pattern=^([*]|[a-z0-9-]+)([.][a-z0-9-]+)+$"`

	// Namespaces that something else makes, so that the plan doesn't.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([a-z0-9-]{0\\,61}[a-z0-9])?$"`
}

// checkHead finds what is wrong with a cluster beside its addons.
func checkHead(t addon.Target, e Existing) field.ErrorList {
	return append(addon.Check(t, nil), addon.Check(e, field.NewPath("existing"))...)
}

// noAddons refuses a cluster that is empty.
func noAddons() *field.Error {
	return field.Required(field.NewPath("addons"), "a cluster without addons renders nothing")
}
