package velero_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/velero"
	"github.com/fitout/fitout/cluster"
)

type options = velero.Options

func TestAddon(t *testing.T) {
	because := map[string]string{"Role velero-server": "it does everything in its own namespace, as the chart has it"}
	privileged := map[string]string{
		"Role velero-server":   because["Role velero-server"],
		"DaemonSet node-agent": "it reads the files of all pods on its node, and block devices",
	}
	addontest.Run(t, velero.Definition,
		addontest.Case[options]{Name: "defaults", Because: because},
		addontest.Case[options]{
			Name: "upstream", Because: because,
			Existing: cluster.Existing{Secrets: map[string][]string{"velero/velero": {"cloud"}}},
			Options: options{
				CredentialsSecret: "velero",
				BackupLocations:   []velero.BackupLocation{{Name: "default", Bucket: "b", S3: &velero.S3{}}},
				SnapshotLocations: []velero.SnapshotLocation{{Name: "default", EBS: &velero.EBS{Region: "ap-northeast-1"}}},
			},
		},
		addontest.Case[options]{Name: "aws", Target: addontest.AWS(), Because: because, Options: company()},
		addontest.Case[options]{
			Name: "snapshots", Target: addontest.AWS(), Because: because,
			Existing: cluster.Existing{Secrets: map[string][]string{"velero/other-account": {"cloud"}, "velero/key": {"customer-key"}}},
			Options:  withVolumes(),
		},
		addontest.Case[options]{Name: "some", Because: because, Options: some()},
		addontest.Case[options]{
			Name: "full", Because: privileged,
			Existing: cluster.Existing{
				CRDs:         []string{"*.monitoring.coreos.com"},
				ClusterRoles: []string{"backup"},
				Secrets: map[string][]string{
					"backups/credentials": {"cloud"}, "backups/environment": {"REGION"}, "backups/minio": {"ca.crt", "cloud"},
				},
			},
			Options: full(),
		},
	)
}

// company are all resources every 30 minutes, and no volumes.
func company() options {
	return options{
		Pods:            addon.Pods{Resources: resources("100m", "256Mi")},
		BackupLocations: []velero.BackupLocation{{Name: "default", Bucket: "example-prod-velero", S3: &velero.S3{}}},
		Schedules: []velero.NamedSchedule{{Name: "resources", ScheduleSpec: velero.ScheduleSpec{
			Schedule: "*/30 * * * *",
			Template: velero.BackupSpec{SnapshotVolumes: new(false), TTL: hours(7 * 24)},
		}}},
	}
}

// withVolumes takes snapshots of volumes, and moves those of some into a bucket.
func withVolumes() options {
	return options{
		BackupLocations: []velero.BackupLocation{
			{
				Name: "default", Bucket: "example-backups", Prefix: "prod", Default: true,
				S3: &velero.S3{KMSKeyID: "0123abcd-0123-0123-0123-0123456789ab", Tags: map[string]string{"team": "platform & co", "cost": "1"}},
			},
			{Name: "alias", Bucket: "example-alias", S3: &velero.S3{ServerSideEncryption: velero.AWSKMS, KMSKeyID: "alias/backups", Checksum: velero.SHA256}},
			{Name: "arn", Bucket: "example-arn", S3: &velero.S3{KMSKeyID: "arn:aws:kms:us-east-1:123456789012:key/0123", Region: "us-east-1"}},
			{Name: "old", Bucket: "example-old", ReadOnly: true, S3: &velero.S3{CustomerKey: &addon.SecretRef{Name: "key", Key: "customer-key"}}},
			{Name: "other", Bucket: "other-account", S3: &velero.S3{Profile: "backups", SharedConfig: true}, Credential: &addon.SecretRef{Name: "other-account", Key: "cloud"}},
		},
		SnapshotLocations: []velero.SnapshotLocation{
			{Name: "here", EBS: &velero.EBS{KMSKeyID: "alias/ebs"}},
			{Name: "there", EBS: &velero.EBS{Region: "us-east-1"}},
			{Name: "other", EBS: &velero.EBS{Profile: "backups", SharedConfig: true}, Credential: &addon.SecretRef{Name: "other-account", Key: "cloud"}},
		},
		DefaultSnapshotLocations: map[string]string{"aws": "here"},
		DefaultBackupTTL:         hours(48),
		DefaultSnapshotMoveData:  true,
		Features:                 []velero.Feature{velero.CSI},
		NodeAgent:                velero.NodeAgent{Enabled: true, NoHostPath: true},
		Schedules: []velero.NamedSchedule{{Name: "daily", ScheduleSpec: velero.ScheduleSpec{
			Schedule: "CRON_TZ=Asia/Tokyo 0 4 * * *",
			Template: velero.BackupSpec{IncludedNamespaces: []string{"web"}, StorageLocation: "alias", VolumeSnapshotLocations: []string{"there"}},
		}}},
		Metrics: velero.Metrics{NoScrapeAnnotations: true},
	}
}

// some are only some resources, of which nobody asks how it goes.
func some() options {
	return options{
		BackupLocations: []velero.BackupLocation{{Name: "default", Bucket: "some", S3: &velero.S3{}}},
		Schedules: []velero.NamedSchedule{{Name: "some", ScheduleSpec: velero.ScheduleSpec{
			Schedule: "@every 6h",
			Template: velero.BackupSpec{
				IncludedResources:       []string{"deployments.apps", "secrets"},
				ExcludedResources:       []string{"events"},
				IncludeClusterResources: new(false),
				LabelSelector:           &metav1.LabelSelector{MatchLabels: map[string]string{"example.com/backup": "yes"}},
			},
		}}},
		Metrics: velero.Metrics{Disabled: true},
	}
}

func full() options {
	seconds := func(n int) *metav1.Duration { return &metav1.Duration{Duration: time.Duration(n) * time.Second} }
	labels := func(value string) metav1.LabelSelector {
		return metav1.LabelSelector{MatchLabels: map[string]string{"example.com/backups": value}}
	}
	monitor := &addon.ServiceMonitor{Labels: map[string]string{"prometheus": "platform"}}
	return options{
		Namespace: "backups",
		Pods: addon.Pods{
			Replicas:  new(int32(1)),
			Resources: resources("500m", "512Mi"),
			Labels:    map[string]string{"example.com/team": "platform"},
		},
		AWSPlugin: velero.Plugin{Image: addon.Image{Tag: "v1.14.1"}, Resources: resources("10m", "32Mi")},
		Plugins: []velero.NamedPlugin{{Name: "azure", Plugin: velero.Plugin{
			Image: addon.Image{Repository: "docker.io/velero/velero-plugin-for-microsoft-azure", Tag: "v1.14.0"},
		}}},
		BackupLocations: []velero.BackupLocation{
			{
				Name: "minio", Bucket: "backups", CABundle: ca, BackupSyncPeriod: seconds(0), ValidationFrequency: seconds(300),
				Annotations: map[string]string{"example.com/owner": "platform"}, Credential: &addon.SecretRef{Name: "minio", Key: "cloud"},
				S3: &velero.S3{
					URL: "https://minio.example.com:9000", PublicURL: "https://backups.example.com", Region: "minio", ForcePathStyle: true,
					InsecureSkipTLSVerify: true, ServerSideEncryption: velero.AES256, SignatureVersion: velero.SignatureV1, Checksum: velero.NoChecksum,
				},
			},
			{
				Name: "azure", Bucket: "backups", Provider: "azure", Config: map[string]string{"resourceGroup": "backups"},
				CASecret: &addon.SecretRef{Name: "minio", Key: "ca.crt"},
			},
		},
		SnapshotLocations: []velero.SnapshotLocation{
			{Name: "azure", Provider: "azure", Config: map[string]string{"incremental": "true"}, Annotations: map[string]string{"example.com/owner": "platform"}},
		},
		Schedules: []velero.NamedSchedule{{
			Name: "web", Labels: map[string]string{"team": "web"}, Annotations: map[string]string{"example.com/owner": "web"},
			ScheduleSpec: velero.ScheduleSpec{
				Schedule: "@daily", Paused: true, SkipImmediately: new(true), UseOwnerReferencesInBackup: new(true),
				Template: backup(),
			},
		}},
		CredentialsSecret:           "credentials",
		EnvironmentSecret:           "environment",
		DefaultBackupTTL:            hours(240),
		DefaultItemOperationTimeout: hours(2),
		DefaultVolumesToFSBackup:    true,
		BackupSyncPeriod:            *seconds(120),
		StoreValidationFrequency:    *seconds(90),
		FSBackupTimeout:             hours(6),
		GarbageCollectionFrequency:  hours(2),
		TerminatingResourceTimeout:  *seconds(900),
		ResourceTimeout:             *seconds(1200),
		ItemBlockWorkers:            4,
		ConcurrentBackups:           2,
		DisableControllers:          []velero.Controller{velero.GarbageCollectionController, velero.BackupSyncController},
		RestorePriorities:           velero.RestorePriorities{First: []string{"customresourcedefinitions", "namespaces"}, Last: []string{"clusters.cluster.x-k8s.io"}},
		DisableInformerCache:        true,
		Features:                    []velero.Feature{velero.CSI, velero.APIGroupVersions},
		Client:                      velero.Client{QPS: 50.5, Burst: 80, PageSize: new(int32(0)), Connections: 20},
		Maintenance: velero.Maintenance{
			Frequency: hours(12),
			MaintenanceJobs: velero.MaintenanceJobs{
				KeepLatest: new(int32(0)), Resources: resources("100m", "200Mi"), NodeSelectors: []metav1.LabelSelector{labels("maintenance")},
			},
			PriorityClassName: "system-cluster-critical",
			PodAnnotations:    map[string]string{"example.com/owner": "platform"},
			Repositories:      map[string]velero.MaintenanceJobs{"web-minio-kopia": {KeepLatest: new(int32(1))}},
		},
		Repository: velero.Repository{CacheLimitMB: 2048, FullMaintenanceInterval: velero.EagerGC},
		NodeAgent: velero.NodeAgent{
			Enabled: true,
			Pods: addon.Pods{
				Resources:                     resources("500m", "512Mi"),
				Tolerations:                   []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
				TerminationGracePeriodSeconds: new(int64(600)),
			},
			RollingUpdate:  addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("20%"))},
			Privileged:     true,
			PodsPath:       "/var/vcap/data/kubelet/pods",
			PluginsPath:    "/var/vcap/data/kubelet/plugins",
			PrepareTimeout: hours(1),
			Concurrency:    velero.Concurrency{All: 2, Prepared: 10, Nodes: []velero.NodeConcurrency{{Selector: labels("fast"), Number: 8}}},
			DataMovers: velero.DataMovers{
				Resources:         resources("1", "1Gi"),
				NodeSelectors:     []velero.DataMoverNodes{{Selector: labels("fast"), StorageClass: "gp3"}},
				PriorityClassName: "system-cluster-critical",
				Labels:            map[string]string{"example.com/team": "platform"},
				Annotations:       map[string]string{"example.com/owner": "platform"},
				Cache:             &velero.Cache{StorageClass: "gp3", ResidentThresholdMB: 1024},
			},
			BackupVolumes: map[string]velero.BackupVolume{
				"gp3": {StorageClass: "gp3-fast", ReadOnly: true, NoRelabeling: true, Annotations: map[string]string{"example.com/owner": "platform"}},
			},
			IgnoreDelayBinding: true,
		},
		LogLevel:    velero.LogDebug,
		LogFormat:   velero.LogJSON,
		Metrics:     velero.Metrics{Port: 9085, ServiceMonitor: monitor, PodMonitor: monitor},
		ClusterRole: "backup",
	}
}

// backup has all fields.
func backup() velero.BackupSpec {
	return velero.BackupSpec{
		Metadata:                         &velero.BackupMetadata{Labels: map[string]string{"team": "web"}},
		IncludedNamespaces:               []string{"web-*"},
		ExcludedNamespaces:               []string{"web-test"},
		IncludedClusterScopedResources:   []string{"persistentvolumes"},
		ExcludedClusterScopedResources:   []string{"storageclasses.storage.k8s.io"},
		IncludedNamespaceScopedResources: []string{"*"},
		ExcludedNamespaceScopedResources: []string{"events"},
		OrLabelSelectors: []metav1.LabelSelector{
			{MatchLabels: map[string]string{"app": "web"}},
			{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "app", Operator: metav1.LabelSelectorOpExists}}},
		},
		TTL:                         hours(72),
		StorageLocation:             "minio",
		VolumeSnapshotLocations:     []string{"azure"},
		SnapshotVolumes:             new(true),
		SnapshotMoveData:            new(true),
		DataMover:                   "velero",
		DefaultVolumesToFSBackup:    new(true),
		CSISnapshotTimeout:          hours(1),
		ItemOperationTimeout:        hours(3),
		VolumeGroupSnapshotLabelKey: "example.com/volumes",
		OrderedResources:            map[string]string{"pods": "web/db-0,web/db-1"},
		Hooks: &velero.BackupHooks{Resources: []velero.BackupHook{{
			Name:               "freeze",
			IncludedNamespaces: []string{"web"},
			ExcludedNamespaces: []string{"web-test"},
			IncludedResources:  []string{"pods"},
			ExcludedResources:  []string{"jobs"},
			LabelSelector:      &metav1.LabelSelector{MatchLabels: map[string]string{"app": "db"}},
			Pre: []velero.Hook{{Exec: velero.ExecHook{
				Container: "db", Command: []string{"/sbin/fsfreeze", "--freeze", "/data"}, OnError: velero.HookFail, Timeout: hours(1),
			}}},
			Post: []velero.Hook{{Exec: velero.ExecHook{Command: []string{"/sbin/fsfreeze", "--unfreeze", "/data"}, OnError: velero.HookContinue}}},
		}}},
		ResourcePolicy: &velero.ResourcePolicy{Kind: velero.ConfigMapPolicy, Name: "volumes"},
		UploaderConfig: &velero.UploaderConfig{ParallelFilesUpload: 8},
	}
}

func hours(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Hour} }

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)},
		Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(memory)},
	}
}

// ca is that of nobody.
const ca = "-----BEGIN CERTIFICATE-----\nMIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC\n-----END CERTIFICATE-----\n"
