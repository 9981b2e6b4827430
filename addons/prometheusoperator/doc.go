// Package prometheusoperator installs the Prometheus operator, which runs a Prometheus or an
// Alertmanager for each custom resource that asks for one.
//
// # What it is for
//
// A small Prometheus for a namespace, whenever one is needed: for a load test, for a team that
// looks at more than the central monitoring is sent, or for metrics that an autoscaler goes by.
// By hand each takes a service account, rights, a Service and a configuration of scrapes.
// [Namespaced] makes one by one call, as an addon of its own; the option namespaced lists
// Prometheuses in a cluster file. What is scraped is told by ServiceMonitors, PodMonitors and
// ScrapeConfigs, which come with it, or which the team writes itself:
//
//	prometheusoperator.Namespaced(prometheusoperator.NamespacedPrometheus{
//		Namespace:   "shop",
//		PodMonitors: []prometheusoperator.NamedPodMonitor{…},
//	})
//
// It may bring an Alertmanager and rules, keep samples in a volume, and send them on, such as to
// Amazon Managed Service for Prometheus, by a role that its account gets. It sees its namespace,
// and those that it is told, and needs no rights in the cluster. It is reached by the Service
// prometheus-main, which no Ingress leads to: Prometheus asks nobody for a password.
//
// Other addons have an option serviceMonitor, for a Prometheus that looks at their namespaces.
// The operator's resources can be listed in the option resources too, or be written by the same
// types and constructors anywhere else. What says how something is scraped is in package
// monitoring, which any addon may use:
//
//	addon.With(prometheusoperator.New(prometheusoperator.Options{}), prometheusoperator.NewServiceMonitor(…))
//
// Probes, PrometheusAgents and ThanosRulers have no types here. The operator knows them all the
// same.
//
// # Nothing and everything
//
// A Prometheus takes monitors and rules by selectors of labels. A selector that is left out
// takes none, and an empty one takes all; for namespaces one that is left out means the
// Prometheus' own, and an empty one all. So they are pointers to two types, ObjectSelector and
// NamespaceSelector, that can't be mixed up, and [AllObjects], [ObjectsWith], [AllNamespaces] and
// [NamespacesNamed] say what is meant. A Prometheus that would scrape nothing is an error. A
// ServiceMonitor's selector, of Services, is no pointer: an empty one takes all.
//
// # An operator with few rights
//
// The operator reads and writes all Secrets of the cluster, and whoever may write a Prometheus
// can have it run as any service account of the namespace. With the option namespaces it looks
// at a few, and its rights are Roles there, to what it looks for in each. In the whole cluster
// it keeps the right to get these namespaces, by their names; to get storage classes; to write
// events, for which it asks as a whole before it writes any; and, unless kubelet.disabled, to
// list nodes. A Role in kube-system lets it write the Service of the kubelets. The namespaces
// must be there first, since the Roles are in them. With deniedNamespaces the rights stay those
// in the whole cluster.
//
// # Where it departs from upstream
//
// The objects are those of upstream's manifests, except for these:
//
//   - The version is 0.93.1, where the manifests that it is compared with are of 0.93.0. The
//     definitions are the same.
//   - The namespace enforces the level restricted of Pod Security, unless it is the default one.
//   - The rights of a limited operator are Fitout's: upstream has one ClusterRole for all.
//   - The right to write EndpointSlices comes with kubelet.endpointSlices, and that to Endpoints
//     goes with kubelet.noEndpoints. The rights to daemonsets and to evictions come with what
//     needs them.
//   - A ServiceMonitor is made where it is asked for. It has no label with a version, and
//     scrapes the webhook by HTTPS, and checks its certificate.
//   - cert-manager issues the webhook's certificate, which upstream leaves to its user, by a CA
//     of its own. The webhook looks at the namespaces that the operator looks at.
//   - The webhook converts nothing: the version v1beta1 of AlertmanagerConfig isn't served.
//   - The Prometheus that Namespaced makes finds pods by EndpointSlices, since Kubernetes has
//     deprecated Endpoints, and names its image and version, so that they are in the list of
//     images and pass the mirror. It has upstream's rights to Services, pods and Ingresses, but
//     none to ConfigMaps, which it never reads by the API.
//
// # What to watch
//
// The definitions are large: kubectl apply without --server-side fails, since it would keep them
// in an annotation of more than 256 KiB.
//
// Who reads a monitor is the Prometheus whose selectors match it, and nobody says so if there is
// none: a wrong label, port or namespace is just no target. What the operator can't read it
// leaves out, and tells in an event; with the feature StatusForConfigurationResources the status
// of monitors and rules says who takes them. Most of what it would leave out is an error here
// already, but for Secrets that are missing. Watch the operator's metric
// prometheus_operator_managed_resources with the state rejected, and
// prometheus_config_last_reload_successful of each Prometheus, and have something else than the
// Prometheus look whether it is there.
//
// Without storage samples go with the pod. With it claims stay when the Prometheus goes. A larger
// size reaches no claim that is there: each is to be enlarged by hand, where the class allows
// it. Set retentionSize below what there is, or a full volume stops the Prometheus. Two replicas
// scrape everything twice, and each has gaps of its own.
//
// Two in one namespace share the Service prometheus-operated, and each takes the monitors of
// both unless select tells them apart. Those in different namespaces that look at a third take
// its monitors both.
//
// What metrics of nodes are found by, attachMetadata and the role Node among them, needs rights
// to nodes, which no Role can give: bind the service account to a ClusterRole of one's own.
//
// Durations are written in hours at most: 360h, not 15d. The Secrets and ConfigMaps that
// monitors and receivers name, with tokens and URLs, must be in the monitor's namespace. A plan
// doesn't look for them.
//
// Only one operator may look at a namespace, unless each has a controllerID: two write the same
// StatefulSets in turn. One runs in a single copy; while it is down, what it runs goes on.
// Upstream's manifests put it in the namespace default, as the option namespace has it where it
// is left out.
//
// The control plane must reach port 8443 of the webhook's pods: on EKS a rule of the nodes'
// security group. If it can't, or no pod answers, rules and configurations are refused.
//
// Deleting the definitions deletes all Prometheuses, Alertmanagers, monitors and rules of the
// cluster.
package prometheusoperator
