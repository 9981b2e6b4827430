// Package virtualservicecontroller installs virtual-service-controller, which writes an Istio
// VirtualService for each Service that has routes of its own, as VSConfigs have them.
//
// # What it is for
//
// Leading requests by a header without anybody writing VirtualServices: whoever wants some
// requests to a Service elsewhere writes a VSConfig, or has package kubefork do so for a fork,
// and all VSConfigs of a Service become one VirtualService. The mesh takes one for a host and
// no more, so that a program must put them together.
//
// # What is assumed
//
// The controller is the company's own and isn't public, so that the image must be given. The
// one in kubefork-controller, which does the same work, stands for it in what isn't known:
//
//   - It watches Services and VSConfigs, and reads nothing else. It writes VirtualServices, and
//     makes the Service the owner of each. extraRules are for what it does beside that.
//   - It is laid out by kubebuilder. It has the flags --metrics-bind-address,
//     --health-probe-bind-address and --leader-elect, and those of the logger zap if logging is
//     set; it answers at /healthz and /readyz, agrees on one active pod by a Lease in its own
//     namespace, and keeps nothing on disk. noElection and a healthPort of 0 are for a program
//     that doesn't.
//   - It doesn't protect its metrics. One that does when it isn't told otherwise, as newer ones
//     do, needs --metrics-secure=false among pods.extraArgs.
//
// # Where it departs from upstream
//
// There is no upstream. Names, resources and probes are those that kubebuilder gives to a new
// controller. The container can't write its root file system, has no capabilities and isn't
// root's; the namespace enforces the level restricted of Pod Security.
//
// # What to watch
//
// The definitions are other addons': that of VSConfigs is kubefork's, and that of
// VirtualServices istio's. Nothing in a plan tells that one is missing. Without them the
// controller mostly ends a few minutes after it has started, again and again.
//
// kubefork's controller writes a VirtualService of the Service's name for VSConfigs as well. If
// both run, they must agree on what is in it, or each undoes the other's work without end, and
// the API server is kept busy by it. Watch how often VirtualServices change.
//
// A VirtualService that somebody wrote for the same host has to go first: which of the two
// counts Istio leaves open, and only istioctl analyze tells of it.
//
// Whoever may write a VSConfig leads requests to the Services of its namespace where they like.
//
// When the controller has stopped, routes stay as they are, and new ones don't come: watch its
// Deployment, and the metric controller_runtime_reconcile_errors_total.
package virtualservicecontroller
