package velero_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/velero"
)

func TestBadOptions(t *testing.T) {
	location := func(name string, set func(*velero.BackupLocation)) velero.BackupLocation {
		l := velero.BackupLocation{Name: name, Bucket: "b", S3: &velero.S3{}}
		if set != nil {
			set(&l)
		}
		return l
	}
	schedule := func(name, when string, template velero.BackupSpec) velero.NamedSchedule {
		return velero.NamedSchedule{Name: name, ScheduleSpec: velero.ScheduleSpec{Schedule: when, Template: template}}
	}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{
			"locations",
			options{
				BackupLocations: []velero.BackupLocation{
					location("a", func(l *velero.BackupLocation) { l.Default, l.Provider = true, "gcp" }),
					location("a", func(l *velero.BackupLocation) { l.S3 = nil }),
					location("b", func(l *velero.BackupLocation) {
						l.Default = true
						l.Config = map[string]string{"region": "a"}
						l.S3 = &velero.S3{
							URL: "minio:9000", KMSKeyID: "k", CustomerKey: &addon.SecretRef{Name: "a", Key: "b"},
							ServerSideEncryption: velero.AES256, Checksum: "MD5",
						}
					}),
				},
				SnapshotLocations: []velero.SnapshotLocation{
					{Name: "a", EBS: &velero.EBS{}, Config: map[string]string{"region": "a"}},
					{Name: "b"},
				},
				DefaultSnapshotLocations: map[string]string{"aws": "b"},
			},
			[]string{
				`backupLocations[0].provider: Forbidden: excludes s3: only one of them can be set`,
				`backupLocations[1]: Required value: needs one of s3, provider`,
				`backupLocations[2].config: Forbidden: is for another provider: S3 is configured by s3`,
				`backupLocations[2].s3.customerKey: Forbidden: excludes kmsKeyID: only one of them can be set`,
				`backupLocations[2].s3.serverSideEncryption: Invalid value: "AES256": must be aws:kms with a kmsKeyID`,
				`backupLocations[2].s3.url: Invalid value: "minio:9000": must match ^https?://[^ ]+$`,
				`backupLocations[2].s3.checksum: Unsupported value: "MD5": supported values: "CRC32", "CRC32C", "SHA1", "SHA256", "none"`,
				`snapshotLocations[0].config: Forbidden: is for another provider: EBS is configured by ebs`,
				`snapshotLocations[1]: Required value: needs one of ebs, provider`,
				`backupLocations[1].name: Duplicate value: "a"`,
				`backupLocations[2].default: Forbidden: a is the default location`,
				`defaultSnapshotLocations[aws]: Unsupported value: "b": supported values: "a"`,
			},
		},
		{
			"schedules",
			options{
				BackupLocations: []velero.BackupLocation{location("a", nil), location("old", func(l *velero.BackupLocation) { l.ReadOnly = true })},
				Schedules: []velero.NamedSchedule{
					schedule("a", "30 minutes", velero.BackupSpec{StorageLocation: "old", SnapshotMoveData: new(true), DefaultVolumesToFSBackup: new(true)}),
					schedule("a", "", velero.BackupSpec{
						LabelSelector: &metav1.LabelSelector{}, OrLabelSelectors: []metav1.LabelSelector{},
						IncludedResources: []string{"pods"}, ExcludedClusterScopedResources: []string{"*"},
						Hooks: &velero.BackupHooks{Resources: []velero.BackupHook{{Pre: []velero.Hook{{}}}}},
					}),
				},
			},
			[]string{
				`schedules[0].schedule: Invalid value: "30 minutes": must have five fields, as in "0 9 * * mon-fri", or be one such as @daily`,
				`schedules[1].schedule: Required value: no default can know it`,
				`schedules[1].template.orLabelSelectors: Forbidden: excludes labelSelector: only one of them can be set`,
				`schedules[1].template.includedResources: Forbidden: can't be said beside cluster-scoped and namespace-scoped resources: say it by those`,
				`schedules[1].template.hooks.resources[0].name: Required value: no default can know it`,
				`schedules[1].template.hooks.resources[0].pre[0].exec: Required value: no default can know it`,
				`schedules[1].name: Duplicate value: "a"`,
				`schedules[0].template.storageLocation: Unsupported value: "old": supported values: "a"`,
				`schedules[0].template.defaultVolumesToFsBackup: Forbidden: needs nodeAgent.enabled`,
				`schedules[0].template.snapshotMoveData: Forbidden: needs nodeAgent.enabled`,
			},
		},
		{
			"the rest",
			options{
				Pods:                     addon.Pods{Replicas: new(int32(2))},
				Plugins:                  []velero.NamedPlugin{{Name: "gcp"}},
				DefaultVolumesToFSBackup: true,
				DefaultSnapshotMoveData:  true,
				DisableControllers:       []velero.Controller{"restic"},
				RestorePriorities:        velero.RestorePriorities{Last: []string{"pods"}},
				Metrics:                  velero.Metrics{Disabled: true, ServiceMonitor: &addon.ServiceMonitor{}, PodMonitor: &addon.ServiceMonitor{}},
				NodeAgent: velero.NodeAgent{
					Pods:          addon.Pods{Image: addon.Image{Repository: "a", Tag: "b"}},
					Privileged:    true,
					NoHostPath:    true,
					Concurrency:   velero.Concurrency{All: 1},
					BackupVolumes: map[string]velero.BackupVolume{"gp3": {NoRelabeling: true}},
				},
			},
			[]string{
				`plugins[0].image: Required value: no default can know it`,
				`disableControllers[0]: Unsupported value: "restic": supported values: "backup", "backup-deletion", "backup-finalizer", "backup-operations", "backup-queue", "backup-repo", "backup-sync", "download-request", "gc", "restore", "restore-finalizer", "restore-operations", "schedule", "server-status-request"`,
				`restorePriorities.first: Required value: takes the place of Velero's own order, and must have what matters of it, such as customresourcedefinitions and namespaces`,
				`nodeAgent.backupVolumes[gp3].noRelabeling: Forbidden: needs readOnly`,
				`metrics.serviceMonitor: Forbidden: needs the Service that disabled leaves out`,
				`nodeAgent.pods.image: Forbidden: is that of pods: server and node agents must be of one version`,
				`defaultVolumesToFSBackup: Forbidden: needs nodeAgent.enabled`,
				`defaultSnapshotMoveData: Forbidden: needs nodeAgent.enabled`,
				`metrics.podMonitor: Forbidden: needs nodeAgent.enabled`,
				`nodeAgent.privileged: Forbidden: needs nodeAgent.enabled`,
				`nodeAgent.concurrency: Forbidden: needs nodeAgent.enabled`,
				`defaultVolumesToFSBackup: Forbidden: needs the folders that nodeAgent.noHostPath leaves out`,
				`pods.replicas: Invalid value: 2: must be 0 or 1: servers don't agree who does what`,
			},
		},
		{
			"nobody knows the region",
			options{SnapshotLocations: []velero.SnapshotLocation{{Name: "a", EBS: &velero.EBS{}}}},
			[]string{`snapshotLocations[0].ebs.region: Required value: only a cluster on AWS knows its own`},
		},
	} {
		_, err := velero.New(tc.options).Objects(addontest.Target())
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
