package velero

import "github.com/fitout/fitout/addon"

func defaults(t addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas:                      new(int32(1)),
			Image:                         addon.Image{Repository: "docker.io/velero/velero", Tag: "v" + version},
			TerminationGracePeriodSeconds: new(int64(3600)),
		},
		AWSPlugin:   Plugin{Image: addon.Image{Repository: "docker.io/velero/velero-plugin-for-aws", Tag: "v1.14.0"}},
		Maintenance: Maintenance{MaintenanceJobs: MaintenanceJobs{KeepLatest: new(int32(3))}},
		NodeAgent: NodeAgent{
			Pods:        addon.Pods{TerminationGracePeriodSeconds: new(int64(3600))},
			PodsPath:    "/var/lib/kubelet/pods",
			PluginsPath: "/var/lib/kubelet/plugins",
		},
		Metrics:     Metrics{Port: 8085},
		ClusterRole: "cluster-admin",
	}
}

// onTarget are the options with what the target knows: the region of buckets and volumes.
func (o Options) onTarget(t addon.Target) Options {
	if t.AWS == nil {
		return o
	}
	backups := make([]BackupLocation, len(o.BackupLocations))
	for i, l := range o.BackupLocations {
		if l.S3 != nil && l.S3.Region == "" && l.S3.URL == "" {
			s3 := *l.S3
			s3.Region = t.AWS.Region
			l.S3 = &s3
		}
		backups[i] = l
	}
	snapshots := make([]SnapshotLocation, len(o.SnapshotLocations))
	for i, l := range o.SnapshotLocations {
		if l.EBS != nil && l.EBS.Region == "" {
			ebs := *l.EBS
			ebs.Region = t.AWS.Region
			l.EBS = &ebs
		}
		snapshots[i] = l
	}
	o.BackupLocations, o.SnapshotLocations = backups, snapshots
	return o
}
