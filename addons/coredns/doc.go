// Package coredns scales the cluster's CoreDNS with the cluster-proportional-autoscaler, and
// installs CoreDNS itself where nobody else does.
//
// # What it is for
//
// On EKS CoreDNS is an addon that EKS manages, with two copies however large the cluster is.
// The autoscaler counts nodes and cores and sets the number of copies by them. A load that a
// Horizontal Pod Autoscaler would wait for shows in the size of the cluster first.
//
// Clusters without a DNS of their own get CoreDNS by the option server, as Kubernetes' own
// manifest has it.
//
// # Where it departs from upstream
//
// The autoscaler's objects and flags are those of upstream's chart, in a newer release. The
// chart sets no parameters, without which the autoscaler does nothing; here they are those
// that upstream recommends for DNS. They stand in a ConfigMap that the addon owns: the flag
// --default-params would only make one where there is none and leave later changes without
// effect.
//
// CoreDNS's objects are those of Kubernetes' manifest, without the labels of the addon
// manager, which would take them as its own. A PodDisruptionBudget keeps all copies but one.
// The Deployment names no number of copies, which is the autoscaler's.
//
// # What to watch
//
// One hand on the number. EKS's addon coredns has an autoscaling of its own (autoScaling in
// its configuration), and a replicaCount; a GitOps engine that holds a Deployment with
// replicas does the same. With two hands the copies come and go. A plan with both of this
// addon and EKS's autoscaling is refused.
//
// The ConfigMap is read at every poll: a change needs no restart, and a mistake stops the
// scaling with no more than a line in the log. preventSinglePointFailure is on: two copies
// wherever there are two nodes.
//
// With server, the address of the Service kube-dns must be the kubelets' --cluster-dns. It
// can't be changed later: Services keep their address.
package coredns
