// Package karpenter installs Karpenter for AWS, which starts instances for the pods that find no
// node, and ends or replaces those that cost more than they need to.
//
// # What it is for
//
// Nodes that follow what pods ask for, in place of the Cluster Autoscaler and its groups. An
// EC2NodeClass says what instances are made from: images, subnets, security groups, disks. A
// NodePool says which instances there may be for which pods, how many in all, and when they
// go. From these and the pods Karpenter chooses type, zone and price itself, and a node is
// there within a minute. Both are options:
//
//	karpenter.New(karpenter.Options{NodeClasses: …, NodePools: …})
//
// In a cluster on AWS all that upstream's CloudFormation template makes comes along: the role
// by which Karpenter calls AWS, the role of its nodes, with their access to the cluster, and
// the queue by which it hears of spot instances that are taken back. What that template, or
// Terraform, has made already is named by nodeRole.existing and interruptionQueue.existing.
//
// NodeOverlays and CapacityBuffers are in alpha, as are pools of a fixed number of nodes: each
// needs its feature in featureGates.
//
// # Where it departs from upstream
//
// The objects are those of upstream's charts karpenter and karpenter-crd, as a release called
// karpenter in kube-system, except for these:
//
//   - In a cluster on AWS the region and the queue are passed on. The chart reads no queue
//     unless one is named.
//   - Whatever affinity is given, the pods stay off nodes that Karpenter makes, and off each
//     other's. The chart's user replaces both rules.
//   - A single copy has no PodDisruptionBudget, which would only block the drain of its node.
//   - DRA requests can be taken into account, and a memory overhead of 0 is one: the chart
//     leaves both variables out, and so at their defaults.
//   - In the network of their nodes pods resolve names as others do.
//   - The interval of a ServiceMonitor is Prometheus' own. Relabelings, further containers and
//     security contexts of one's own are left out.
//   - The definitions are those of the release. Upstream's main branch has others, with an open
//     kubelet configuration, and a variable AWS_FEATURE_GATES, none of which 1.14.1 knows.
//   - What the definitions refuse of EC2NodeClasses and NodePools is refused here already, and
//     more that would only be found out later: schedules that can't be read, labels and values
//     that Karpenter doesn't know, volumes that EC2 doesn't take.
//
// The role has the rights of upstream's template, narrowed as they are there to the region and
// to what has the cluster's tags. The policy for the queue is there with a queue, and the one
// for zonal shift with that option. Beside the role of nodes those that node classes name can
// be given to instances, and no others; that of an instance profile must be named in
// nodeRole.existing.
//
// # What to watch
//
// Karpenter must not run on nodes that it makes: it would end itself, and nothing would bring
// it back. Keep two nodes of a managed node group, in two zones, for its two pods, or Fargate.
// If CoreDNS is to run on nodes that it makes, set pods.dnsPolicy to Default, or neither comes
// up first. Its pods ask for no memory unless pods.resources says so; upstream advises 1 CPU
// and 1Gi. In other namespaces than kube-system its calls have no precedence at the API server.
//
// The definitions must never be pruned: with them go all NodePools and NodeClaims, and so all
// nodes and pods on them. They are marked to be kept. A NodePool or EC2NodeClass isn't: taking
// one out of the options drains its nodes. To take Karpenter away, take the NodePools away
// first and wait, since nodes have finalizers that nobody else removes.
//
// Consolidation is on from the start: a node that isn't needed, or that a cheaper one could
// replace, goes right away, a tenth of a pool at a time. Pods without a PodDisruptionBudget
// move whenever that saves something. Give consolidateAfter some minutes, choose Balanced or
// WhenEmpty, and mark pods that must not move with the annotation
// karpenter.sh/do-not-disrupt: "true". Without limits a pool grows as long as pods ask for
// more. Pods that ask for nothing are packed as if they needed nothing.
//
// Drift replaces nodes that are no longer as they should be: nearly each change of an
// EC2NodeClass or of a pool's template, and with an alias such as al2023@latest each image
// that AWS releases. Pin the version, and give the reason Drifted a budget. Budgets' schedules
// are in UTC. No budget holds up expireAfter, which is 30 days unless it is said otherwise, nor
// interruptions; a PodDisruptionBudget that allows nothing holds them up forever, where the
// pool has no terminationGracePeriod.
//
// Don't let the Cluster Autoscaler look after the same pods: both would make nodes for one that
// waits, and each would then find its own unneeded. To move, take the tags off its groups or
// scale it to zero, then shrink the groups to what Karpenter itself and the like need. Groups
// of nodes of their own labels and taints may stay with it. AWS's Node Termination Handler
// drains the same nodes once more: leave it away.
//
// Subnets and security groups are usually found by the tag karpenter.sh/discovery with the
// cluster's name, which whoever makes the network must set; a class that finds none isn't
// ready, and its pools do nothing. Of the security groups of a node one alone should have the
// tag kubernetes.io/cluster/<name>, or load balancers can't tell which one to open. The hop
// limit of instances' metadata is 1: pods with an address of their own don't reach them, nor
// the role of nodes. What reads its region there needs it by an option, or a limit of 2. Nodes
// of Windows need an access entry of another type than the role's.
//
// In an account that never had a spot instance, starting one fails until the role is there that
// "aws iam create-service-linked-role --aws-service-name spot.amazonaws.com" makes. Volumes
// that are encrypted with a key of one's own need a key policy that lets EC2 use it for
// Karpenter's role, or instances end as soon as they start. Whoever may set the tags
// karpenter.sh/nodepool and kubernetes.io/cluster/<name> on instances can have them ended.
//
// Watch karpenter_cloudprovider_errors_total, karpenter_cloudprovider_instance_launch_failures_total,
// karpenter_scheduler_unschedulable_pods_count, karpenter_nodeclaims_disrupted_total,
// karpenter_interruption_received_messages_total, and karpenter_nodepools_usage beside
// karpenter_nodepools_limit. What keeps a node from going, or a pool from making one, stands in
// events and conditions of NodeClaims, NodePools and EC2NodeClasses.
package karpenter
