// Has EKS keep kube-proxy, which leads the traffic to Services to their pods on every node.
//
// # What it is for
//
// Without it no Service is reached. EKS installs it in every cluster, but only a managed addon
// is updated with the cluster and configured in one place.
//
// # Where it departs from upstream
//
// The default options install what EKS installs. The mode is for all nodes: EKS makes one
// DaemonSet.
//
// # What to watch
//
// A change of the mode rewrites every rule on every node: connections break, so change it in
// a quiet hour, or before there are nodes. The mode nftables needs Kubernetes 1.33, a kernel of
// 5.13, and the VPC CNI in its version 1.23. EKS 1.35 deprecates the mode ipvs, and Kubernetes
// takes it away; it needs the kernel's modules of IPVS on the nodes, and where pods have
// security groups the VPC CNI's POD_SECURITY_GROUP_ENFORCING_MODE standard. A network that
// replaces kube-proxy, such as Cilium's, goes without this addon.

package eks

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

//go:embed kubeproxy.go
var kubeProxyDoc string

// KubeProxy is the addon eks-kube-proxy.
var KubeProxy = addon.Definition[KubeProxyOptions]{
	Card: addon.Card{
		Name:      "eks-kube-proxy",
		Doc:       kubeProxyDoc,
		Category:  addon.Networking,
		Source:    "https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html",
		Namespace: kubeSystem,
	},
	Validate: func(o KubeProxyOptions, path *field.Path) field.ErrorList {
		return append(o.Managed.validate(path), o.Configuration.validate(path.Child("configuration"))...)
	},
	Objects: func(t addon.Target, o KubeProxyOptions) ([]addon.Object, error) {
		// AWS documents the minimum with the mode:
		// https://docs.aws.amazon.com/eks/latest/best-practices/nftables.html
		if o.Configuration.Mode == NFTables && !t.Kubernetes.AtLeast("1.33") {
			return nil, field.Forbidden(field.NewPath("configuration", "mode"), "nftables needs Kubernetes 1.33, and the cluster has "+string(t.Kubernetes))
		}
		return o.objects(t, o.managed)
	},
	AWS: func(t addon.Target, o KubeProxyOptions) ([]aws.Resource, error) {
		return []aws.Resource{o.managed(t)}, nil
	},
}

// KubeProxyOptions are the options of eks-kube-proxy.
type KubeProxyOptions struct {
	Managed `json:",inline"`

	// What EKS sets in the addon otherwise than by default.
	Configuration KubeProxyConfiguration `json:"configuration,omitzero"`
}

// KubeProxyConfiguration is what EKS lets one set in kube-proxy. It follows the schema of
// v1.28.8-eksbuild.5, and for the mode nftables AWS's best practices.
type KubeProxyConfiguration struct {
	// How Services are led to pods; "iptables", where it is left out.
	Mode ProxyMode `json:"mode,omitempty"`

	// What holds in the mode ipvs.
	IPVS IPVS `json:"ipvs,omitzero"`

	// Annotations of the pods.
	PodAnnotations map[string]string `json:"podAnnotations,omitempty"`

	// Labels of the pods.
	PodLabels map[string]string `json:"podLabels,omitempty"`

	// The CPU and memory of the pods.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`
}

// ProxyMode is how kube-proxy leads Services to pods.
type ProxyMode string

// The modes.
const (
	IPTables ProxyMode = "iptables"
	IPVSMode ProxyMode = "ipvs"
	NFTables ProxyMode = "nftables"
)

// Enum lists the modes.
func (ProxyMode) Enum() []string { return addon.Values(IPTables, IPVSMode, NFTables) }

// IPVS is what holds in the mode ipvs.
type IPVS struct {
	// How the next pod is chosen; "rr", round robin, where it is left out.
	Scheduler Scheduler `json:"scheduler,omitempty"`
}

// Scheduler is a way in which IPVS chooses a pod.
type Scheduler string

// The schedulers.
const (
	RoundRobin            Scheduler = "rr"
	WeightedRoundRobin    Scheduler = "wrr"
	LeastConnection       Scheduler = "lc"
	WeightedLeast         Scheduler = "wlc"
	LocalityBasedLeast    Scheduler = "lblc"
	LocalityLeastReplicas Scheduler = "lblcr"
	SourceHashing         Scheduler = "sh"
	DestinationHashing    Scheduler = "dh"
	ShortestDelay         Scheduler = "sed"
	NeverQueue            Scheduler = "nq"
)

// Enum lists the schedulers.
func (Scheduler) Enum() []string {
	return addon.Values(RoundRobin, WeightedRoundRobin, LeastConnection, WeightedLeast, LocalityBasedLeast,
		LocalityLeastReplicas, SourceHashing, DestinationHashing, ShortestDelay, NeverQueue)
}

func (c KubeProxyConfiguration) validate(path *field.Path) field.ErrorList {
	errs := onlyCPUAndMemory(c.Resources, path.Child("resources"))
	if c.IPVS.Scheduler != "" && c.Mode != IPVSMode {
		errs = append(errs, field.Forbidden(path.Child("ipvs", "scheduler"), "needs mode ipvs"))
	}
	return errs
}

func (o KubeProxyOptions) managed(addon.Target) *aws.ManagedAddon {
	a := o.managedAddon("kube-proxy", o.Configuration)
	a.Installs = []aws.Object{installed("DaemonSet", "kube-proxy")}
	return a
}
