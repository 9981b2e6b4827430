// Package kubernetes annotates the Service default/kubernetes, by which the API server is
// reached from inside the cluster, so that the API server's metrics are collected.
//
// # What it is for
//
// Agents that find what to scrape by annotations of Services: Datadog's, by its autodiscovery
// of endpoints, and a Prometheus that follows prometheus.io/scrape. The API server has no pods
// to annotate where somebody else runs it, as on EKS. A Prometheus of the Prometheus operator
// goes by a ServiceMonitor in its place, which the addon makes too.
//
// # Where it departs from upstream
//
// There is no upstream. The API server makes the Service and keeps its ports and address; it
// leaves annotations alone. The addon's object is therefore metadata and nothing else: a whole
// Service would claim fields that are the API server's. It also carries the labels of all of
// Fitout's objects.
//
// # What to watch
//
// The object must be applied by server-side apply, as kubectl apply --server-side does, with
// a field manager of its own. Any other way sends a Service without ports, which is refused.
//
// Nothing may ever delete the Service: the API server makes it anew within seconds, without
// the annotations, and until then no pod reaches it by name. The plan marks it so that Argo
// CD, Flux and Helm leave it alone when the addon goes; the annotations then stay until they
// are taken off by hand.
//
// Whoever scrapes needs the right to GET the path /metrics of the API server. By the
// ServiceMonitor, Prometheus shows the token of its own service account, which a Prometheus
// refuses to do whose option arbitraryFSAccessThroughSMs denies it.
package kubernetes
