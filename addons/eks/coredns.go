// Has EKS keep CoreDNS, which answers the names of Services, and leads all others on, for
// every pod.
//
// # What it is for
//
// Without it no pod finds another. EKS installs it in every cluster, but only a managed addon
// is updated with the cluster, scaled with it, and configured in one place.
//
// # Where it departs from upstream
//
// The default options install what EKS installs: two copies, spread over nodes, and a
// PodDisruptionBudget by which one may be away.
//
// # What to watch
//
// autoScaling has EKS count the copies, by nodes and cores: at least one for each 16 nodes and
// each 256 cores. It and a replicaCount exclude each other, and it must not meet the
// cluster-proportional-autoscaler: each would undo what the other one sets. A budget of one's
// own for the same pods makes every eviction fail, since Kubernetes takes one only.
//
// A corefile replaces the whole of EKS's. Leave out health, ready or kubernetes, and the
// pods fail, or answer nothing. A change of it restarts nothing by itself: the plugin reload
// reads it.
//
// The addon is degraded until there are nodes on which its pods run. On Fargate it needs the
// computeType Fargate, and a profile that selects kube-system.

package eks

import (
	_ "embed"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

//go:embed coredns.go
var coreDNSDoc string

// CoreDNS is the addon eks-coredns.
var CoreDNS = addon.Definition[CoreDNSOptions]{
	Card: addon.Card{
		Name:      "eks-coredns",
		Doc:       coreDNSDoc,
		Category:  addon.Networking,
		Source:    "https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html",
		Namespace: kubeSystem,
	},
	Validate: func(o CoreDNSOptions, path *field.Path) field.ErrorList {
		return append(o.Managed.validate(path), o.Configuration.validate(path.Child("configuration"))...)
	},
	Objects: func(t addon.Target, o CoreDNSOptions) ([]addon.Object, error) {
		return o.objects(t, o.managed)
	},
	AWS: func(t addon.Target, o CoreDNSOptions) ([]aws.Resource, error) {
		return []aws.Resource{o.managed(t)}, nil
	},
}

// CoreDNSOptions are the options of eks-coredns.
type CoreDNSOptions struct {
	Managed `json:",inline"`

	// What EKS sets in the addon otherwise than by default.
	Configuration CoreDNSConfiguration `json:"configuration,omitzero"`
}

func (o CoreDNSOptions) managed(addon.Target) *aws.ManagedAddon {
	a := o.managedAddon("coredns", o.Configuration)
	a.Installs = []aws.Object{
		installed("Deployment", "coredns"),
		installed("Service", "kube-dns"),
		installed("ServiceAccount", "coredns"),
		installed("ConfigMap", "coredns"),
	}
	return a
}
