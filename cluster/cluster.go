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

	// The problems that are known, each with the reason for which it is accepted.
	Accept []Accept

	// The addons.
	Addons []addon.Addon
}

// checkHead finds what is wrong with a cluster beside its addons.
func checkHead(t addon.Target, e Existing, accepted []Accept) field.ErrorList {
	errs := append(addon.Check(t, nil), addon.Check(e, field.NewPath("existing"))...)
	return append(errs, addon.Check(accepted, field.NewPath("accept"))...)
}

// noAddons refuses a cluster that is empty.
func noAddons() *field.Error {
	return field.Required(field.NewPath("addons"), "a cluster without addons renders nothing")
}
