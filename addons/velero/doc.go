// Package velero installs Velero, which backs up the resources of a cluster, and volumes if it is
// told to, into a bucket, and restores them.
//
// # What it is for
//
// All resources of Kubernetes go to S3 every 30 minutes, and no volumes, so that the bucket
// stays small: what somebody has deleted by mistake comes back, and the state of the cluster in
// an incident can be looked at later. The bucket must be there; on AWS the role comes along,
// with the rights to that bucket alone.
//
//	velero.New(velero.Options{
//		BackupLocations: []velero.BackupLocation{{Name: "default", Bucket: "example-prod-velero", S3: &velero.S3{}}},
//		Schedules: []velero.NamedSchedule{{Name: "resources", ScheduleSpec: velero.ScheduleSpec{
//			Schedule: "*/30 * * * *",
//			Template: velero.BackupSpec{
//				SnapshotVolumes: new(false),
//				TTL:             metav1.Duration{Duration: 7 * 24 * time.Hour},
//			},
//		}}},
//	})
//
// Volumes are backed up in one of three ways: snapshots of EBS by a snapshotLocation, snapshots
// by the volume's driver with the feature EnableCSI, and files by the node agents, which also
// move the data of snapshots into the bucket.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - The chart makes an empty Secret velero and mounts it. Here credentialsSecret names one
//     that is there, and without it nothing is mounted. One that Helm made with credentials in
//     it goes with its release: make it anew under another name.
//   - A location in S3, or of volumes of EBS, brings the plugin for AWS. The chart's user adds
//     an init container for it.
//   - Containers have no capabilities, can't gain any, and have the default seccomp profile, but
//     for those of the node agents, which read anybody's files.
//   - The namespace enforces the level baseline of Pod Security, and privileged with node agents.
//   - The Job that changes the definitions when a release is upgraded is left out: they are
//     part of the manifests.
//   - A Schedule is called as it is here. The chart puts "velero-" before the name.
//   - Schedules without a ttl get that of defaultBackupTTL, if there is one.
//   - PrometheusRules are left out: package prometheusoperator writes them.
//   - With metrics.disabled the Service goes, and the probes, which ask for metrics, stay.
//
// # What to watch
//
// Server and node agents have the role cluster-admin, and so has whoever may make Backups and
// Restores, or write into Velero's namespace, or into the bucket: a backup has all Secrets in
// it. Let nobody else there, and encrypt the bucket.
//
// A backup is kept for 30 days where nothing else is said. On a schedule of every 30 minutes
// that is 1440 backups, each with an object in the cluster: give such a schedule a ttl. A
// schedule's backup is left out while an earlier one of it runs, and nobody is told.
//
// Backups that are expired go only while the server runs, with their data in the bucket: a
// lifecycle rule of the bucket beside that makes backups that can't be restored. What is in the
// bucket appears in each cluster that has the location, so that one that should only restore
// has it readOnly.
//
// Argo CD and Flux undo a restore of what they look after, or it undoes theirs. Restored objects
// that are there already stay as they are unless the Restore says otherwise. Custom resources
// need their definitions, and webhooks that are down keep them from being restored.
//
// Try a restore now and then. Watch velero_backup_last_status, which is 1 for a schedule whose
// last backup went well, velero_backup_last_successful_timestamp, velero_backup_partial_failure_total
// and velero_backup_validation_failure_total, and the phase of each BackupStorageLocation:
// Unavailable means that nothing is backed up.
package velero
