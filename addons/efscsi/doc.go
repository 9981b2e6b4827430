// Package efscsi installs the Amazon EFS CSI driver, by which claims get directories of EFS
// file systems that pods on many nodes share.
//
// # What it is for
//
// A claim of a StorageClass whose provisioner is efs.csi.aws.com gets an access point, a
// directory with one owner, that pods in all zones mount at once: intermediate files of
// machine learning on spot nodes, which are lost with the node otherwise, and results that
// several jobs share. The classes are another addon's, storage-class; the file systems are made
// elsewhere, such as in Terraform. Volumes can be written by hand too, for whole file systems.
//
// File systems of S3 Files, which show a bucket as files, are mounted as well. s3Files gives
// the roles what they need for them.
//
// EKS keeps the same driver by itself with an addon of its own. Take one of the two, since
// Kubernetes knows one driver of a name: two of them in a plan are refused.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - Two or more copies of the controller are spread over nodes and zones, and a
//     PodDisruptionBudget lets one of them go. The chart leaves both to its user.
//   - Resources of sidecars don't follow those of the driver.
//   - What the target says of where all pods run doesn't hold for those on the nodes, which
//     must be on all of them. The controller bears the target's taints beside upstream's.
//   - Tags may have spaces and colons, which the chart doesn't escape.
//   - IDs of file systems in ConfigMaps and Secrets can be read in the namespaces that are
//     named, where the chart knows all or none.
//   - In the network of its node the controller resolves names as other pods do.
//   - Pods have no annotations for Prometheus beside a ServiceMonitor, and its interval is
//     Prometheus' own.
//   - The CSIDriver has no annotations of Helm's: it is an object like the others.
//
// The controller's role has the rights of upstream's example for EFS, for the account and
// region or for the file systems that are named, and for what has the tag
// efs.csi.aws.com/cluster=true, which the driver sets. Those for S3 Files come with s3Files,
// and reading of all buckets doesn't come with them: name those in s3Buckets. The pods on the
// nodes have a role only where an option asks for it.
//
// # What to watch
//
// Nodes reach a file system by its mount targets, on port 2049: their security group must let
// the nodes in, and there should be one in each zone that has nodes. Otherwise pods hang in
// ContainerCreating. In another VPC its name doesn't resolve: see node.mountTargets.
//
// A volume that is mounted is served by a process in the pod on its node. While that pod is
// replaced, files on the node hang, and where it has too little memory, it is killed under
// load and they hang again and again. Upstream reckons 12 MiB for each volume, and 30 for each
// that is being mounted, half as much again in all. Before nodes with volumes go, drain them.
//
// A node that comes up takes pods before its driver is ready. To have them wait, let nodes
// come up with the taint efs.csi.aws.com/agent-not-ready:NoExecute, which the driver takes
// away, and tell the autoscaler that it is a startup taint.
//
// Access points enforce one user and group on all files: a pod that must chown fails. There
// are 10000 of them to a file system. Deleting a volume keeps its files, unless
// deleteRootDirectories is set. The directory of an access point that was not made by the
// driver must be there. A class without tags needs untaggedAccessPoints, and then the driver
// may have no tags. The size of a claim means nothing.
//
// Many claims at once are throttled by the EFS API: raise provisioner.timeout to a minute, and
// watch aws_efs_csi_api_request_throttles_total and aws_efs_csi_api_request_errors_total. While
// the controller is down volumes that are mounted stay so, but none is made or deleted.
//
// Nodes of Fargate mount by themselves, and only volumes that are there already. Don't install
// amazon-efs-utils on nodes: it disturbs the driver's own.
package efscsi
