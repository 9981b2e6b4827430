package main

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/velero"
)

// backups are those of all resources, every 30 minutes, without volumes: what was deleted by
// mistake comes back, and an incident can be looked at when it is over.
func backups() velero.Options {
	return velero.Options{
		Pods:            addon.Pods{Resources: requests("100m", "512Mi")},
		AWSPlugin:       velero.Plugin{Resources: requests("10m", "64Mi")},
		BackupLocations: []velero.BackupLocation{{Name: "default", Bucket: "example-prod-velero", S3: &velero.S3{}}},
		Schedules: []velero.NamedSchedule{{
			Name: "resources",
			ScheduleSpec: velero.ScheduleSpec{
				Schedule: "*/30 * * * *",
				Template: velero.BackupSpec{SnapshotVolumes: new(false), TTL: metav1.Duration{Duration: 14 * 24 * time.Hour}},
			},
		}},
	}
}
