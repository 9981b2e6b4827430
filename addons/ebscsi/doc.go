// Package ebscsi installs the Amazon EBS CSI driver, by which claims get disks of EBS, as
// one keeps it oneself and not as an addon that EKS manages.
//
// # What it is for
//
// A claim of a StorageClass whose provisioner is ebs.csi.aws.com gets a disk, which one node
// at a time can use and which moves with its pod within a zone: Elasticsearch's data, the
// databases of development environments. The classes are another addon's, storage-class.
// EKS keeps the same driver by itself with the addon eks-aws-ebs-csi-driver: take one of the
// two. This one is for clusters other than EKS's, for versions and options that EKS doesn't
// have yet, and for who wants to see each change of the driver as a change of manifests.
//
// Snapshots are off until snapshotter.enabled says that their definitions are in the
// cluster, and a snapshot controller, such as eks-snapshot-controller. Upstream's chart
// looks for the definitions itself.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - In a cluster on AWS the controller is told the region, so that it needs no metadata of
//     its node, and tags volumes and snapshots with the cluster's name.
//   - Whether VolumeAttributesClasses and changing limits of volumes are used goes by the
//     cluster's version, 1.34 and 1.33, where the chart asks the cluster. A cluster that
//     serves the classes before needs featureGates.
//   - Two or more copies of the controller are spread over nodes and zones, beside
//     upstream's preference for nodes without one, and the PodDisruptionBudget lets one of
//     them go where the chart's keeps two of three or more.
//   - Resources of sidecars don't follow those of the driver.
//   - What the target says of where all pods run doesn't hold for those on the nodes, which
//     must be on all of them. The controller bears the target's taints beside upstream's.
//   - A Service of metrics leads to named ports, so that nodes with Windows, which serve
//     none, are left out, and has no annotations beside a ServiceMonitor. The interval of a
//     ServiceMonitor is Prometheus' own.
//   - Grants on KMS keys are narrowed to those for AWS itself, as AWS asks for.
//   - What the chart runs as its test is left out.
//
// # What to watch
//
// The role has AWS's policy AmazonEBSCSIDriverPolicyV2, which holds for volumes and
// snapshots with the tag ebs.csi.aws.com/cluster=true. The driver sets it on those that it
// makes; tag those that were made otherwise before they are used. Volumes encrypted with a
// key of one's own need it in kmsKeys, or a claim waits, with an error that speaks of a
// volume that isn't there. A key's policy must let the account's policies decide. To restore a
// snapshot under another key than its own needs kms:ReEncryptFrom and kms:ReEncryptTo as
// well. A Secret aws-secret in the namespace goes before the role.
//
// The pods on the nodes ask their instance's metadata how many volumes it takes. In a
// network of pods they reach it where its hop limit is 2 or more; otherwise they go by the
// Node object, take what is attached for one network interface and one disk, and pods may
// hang on nodes that are full: raise the limit, or set node.hostNetwork.
//
// A node that comes up takes pods before its driver is ready. To have them wait, let nodes
// come up with the taint ebs.csi.aws.com/agent-not-ready:NoExecute, which the driver takes
// away. A node that goes without being drained keeps its volumes for six minutes.
//
// Nodes of Fargate, EKS Auto Mode and EKS Hybrid Nodes are left out. Two drivers on one node
// disturb each other. While the controller is down volumes that are mounted stay so, but
// none is made, attached or moved: watch aws_ebs_csi_api_request_errors_total and
// aws_ebs_csi_ec2_detach_pending_seconds_total.
package ebscsi
