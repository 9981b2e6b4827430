// Package storageclass writes the StorageClasses by which claims get volumes on AWS: EBS
// disks and directories on EFS.
//
// # What it is for
//
// EBS classes hold what one pod at a time writes: Elasticsearch's data, the PostgreSQL and
// Redis of development environments. EFS classes hold what many pods share, such as the
// intermediate results of machine learning on spot nodes, which are lost with the node
// otherwise. The drivers themselves are other addons.
//
// # Where it departs from upstream
//
// Upstream ships examples, no classes. EBS volumes are made where the first pod that uses
// them runs and can grow, since a disk in another zone than its pod is of no use; both can
// be switched back. Every parameter that the drivers read is an option, and the
// combinations that they refuse when a volume is made are refused here.
//
// # What to watch
//
// Parameters, provisioner, reclaim policy and binding mode of a class can't be changed:
// make a new class under another name. A cluster has one default class; Kubernetes takes
// the newest of several without a word. With the policy Retain volumes, and their cost,
// outlive their claims. Access points of EFS enforce one user and group on all files: a
// pod that must chown needs uid and gid of its own there.
package storageclass
