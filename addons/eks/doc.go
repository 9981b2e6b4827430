// Package eks has Amazon EKS install and keep addons of its own, the managed addons: kube-proxy,
// CoreDNS, the Amazon VPC CNI, the EBS CSI driver, the EKS Pod Identity Agent and the CSI
// snapshot controller. Each is an addon by itself, and a cluster takes those that it needs:
//
//	eks.VPCCNI.New(eks.VPCCNIOptions{…})
//
// # What it is for
//
// What every node of an EKS cluster depends on is best kept by EKS, which tests each version
// against the cluster's and makes the objects itself. So these addons have no Kubernetes
// objects of their own. They are resources in AWS, which Terraform or CloudFormation makes
// beside the cluster, or ACK's controller in it, of a custom resource. Still they are addons
// like any other, with typed options and a place in the plan: it knows what EKS installs, so
// that others can refer to it and nothing is installed twice. The role that an addon's pods
// need comes along.
//
// # Where it departs from upstream
//
// The default options install what EKS installs by default, in the version that it picks.
// The rights are another matter: left to itself EKS has the VPC CNI and the EBS CSI driver
// work with those of the nodes, which every pod on a node could use. Here each has a role of
// its own. Nodes then need no AmazonEKS_CNI_Policy.
//
// EKS checks a configuration against the JSON schema of the addon's version, which only its
// API tells: aws eks describe-addon-configuration. The options follow the copies of these
// schemas that are public, AWS's documentation, and the charts from which EKS makes the
// addons; the comment on each configuration says which. Keys that none of them confirms are
// left out.
//
// # What to watch
//
// EKS refuses keys that the schema of the given version doesn't have, and changes nothing
// then. So options of later versions need a version that has them.
//
// A cluster that wasn't made without them has kube-proxy, CoreDNS and the VPC CNI, installed
// by EKS but kept by nobody. Where one of them was changed, taking it over fails with
// ConfigurationConflict, unless onCreate is OVERWRITE. EKS owns the fields that it sets by
// server-side apply: who changes one by kubectl has it set back by the next update, which
// fails or leaves it alone by what onUpdate says. Fields that EKS doesn't set are anybody's.
//
// Nodes don't become ready without the VPC CNI, and pods don't start without it. So it comes
// before the nodes, and CoreDNS and the others, whose pods EKS waits for, after them. With
// Pod Identity the agent comes before what needs it. It reaches no pods on Fargate.
//
// Deleting a managed addon deletes its objects, for the VPC CNI the network of every node,
// unless preserve is set.
package eks
