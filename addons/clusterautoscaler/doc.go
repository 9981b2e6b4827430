// Package clusterautoscaler installs the Kubernetes Cluster Autoscaler for AWS, which makes
// Auto Scaling groups larger when pods find no node, and smaller when nodes are hardly used.
//
// # What it is for
//
// Nodes that follow what pods request. EKS doesn't bring it. Each group says itself how small
// and large it may be, and is found by its tags: those of EKS's managed node groups have them
// from the start. Groups can be named as well, for accounts whose roles may see no others.
//
// Karpenter does the same without groups: it starts nodes faster and picks their types. Don't
// let both look after the same nodes.
//
// # The version
//
// The program simulates the scheduler of its own minor version, so that it must be the
// cluster's. The image is the newest one of that minor version that Fitout knows, from 1.28
// on, and moves along when the target's version does. A check of the plan tells when there is
// none, or another is chosen in pods.image. Options that an image doesn't know yet are
// refused, since it wouldn't start with their flags.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart for AWS, as a release called cluster-autoscaler,
// except for these:
//
//   - The image goes by the cluster's version, where the chart has 1.35.0 for all, and what
//     the label app.kubernetes.io/version of the Deployment says with it.
//   - The container isn't root, has no capabilities and can't write its root file system, as
//     in upstream's own examples for AWS.
//   - In a cluster on AWS the region is passed on.
//   - A missing name of the cluster is an error, where the chart leaves the Deployment out
//     without a word. Groups that are named take the place of those that are found, where the
//     chart passes on both.
//   - Two or more copies are spread over nodes and zones. One is active.
//   - Priorities' ConfigMap can be read and not written.
//   - In the network of its node the pod resolves names as others do.
//   - The interval of a ServiceMonitor is Prometheus' own.
//   - A VerticalPodAutoscaler and a PrometheusRule of the autoscaler's own are left out, and
//     so are other clouds.
//
// The role has the rights of upstream's policy. To change groups it is narrowed to those that
// are named, or else to those with the tags by which groups are found, in the account and
// region; to see node groups, to those of the cluster.
//
// # What to watch
//
// A group without both tags, k8s.io/cluster-autoscaler/enabled and
// k8s.io/cluster-autoscaler/<cluster>, is not there for the autoscaler, and nothing says so.
// An empty group is judged by what its launch template and tags tell: labels and taints that
// nodes get when they start need tags k8s.io/cluster-autoscaler/node-template/label/<label>
// and .../taint/<taint>, or no pod that asks for them brings the first node. For EKS's
// managed node groups EKS tells. All instance types of a group should be of one size.
//
// Zones: a pod whose disk is in one zone needs a node there. Have a group in each zone, with
// balancing, or AWS may start the node elsewhere. AWS's own rebalancing between zones ends
// instances without draining them: suspend AZRebalance for the groups.
//
// Nodes stay when a pod on them can't go: one with an emptyDir or hostPath volume, one of
// kube-system without a PodDisruptionBudget, one without a controller, one whose
// PodDisruptionBudget allows nothing, or one with the annotation
// cluster-autoscaler.kubernetes.io/safe-to-evict=false, by which long jobs keep theirs. The
// options scaleDown.evict* lift some of that. Nodes are added when pods wait already: to have
// some to spare, run pods of a low priority, not below -10, that others may displace.
//
// When more than 45 % of nodes, and more than three, are not ready, the autoscaler stands
// still: nodes with a startup taint that never goes count as such. Watch
// cluster_autoscaler_cluster_safe_to_autoscale, cluster_autoscaler_unschedulable_pods_count,
// cluster_autoscaler_failed_scale_ups_total and cluster_autoscaler_errors_total, and look into
// the ConfigMap cluster-autoscaler-status. The memory that it needs grows with the cluster,
// and pods.resources asks for none unless it is told to.
//
// With pods.dnsPolicy Default it works while no DNS of the cluster does, such as in a cluster
// that is started from nothing. It can't bring the node that it runs on itself: keep a group
// that is never empty.
package clusterautoscaler
