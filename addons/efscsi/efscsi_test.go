package efscsi_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/efscsi"
	"github.com/fitout/fitout/cluster"
)

type options = efscsi.Options

func TestAddon(t *testing.T) {
	because := map[string]string{
		"Deployment efs-csi-controller": "it mounts file systems to delete directories in them",
		"DaemonSet efs-csi-node":        "it mounts file systems where the kubelet and all pods see them",
	}
	nodeOnly := map[string]string{"DaemonSet efs-csi-node": because["DaemonSet efs-csi-node"]}
	addontest.Run(t, efscsi.Definition,
		addontest.Case[options]{Name: "defaults", Because: because},
		addontest.Case[options]{Name: "upstream", Because: because},
		addontest.Case[options]{Name: "aws", Target: onAWS(), Because: nodeOnly, Options: company()},
		addontest.Case[options]{
			Name:     "full",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{CRDs: []string{"servicemonitors.monitoring.coreos.com"}},
			Because:  because,
			Options:  full(),
		},
		addontest.Case[options]{
			// What full can't set beside the rest.
			Name:     "careful",
			Target:   america(),
			Existing: cluster.Existing{Namespaces: []string{"ml"}},
			Because:  nodeOnly,
			Options: options{
				Unprivileged:           true,
				UntaggedAccessPoints:   true,
				FileSystemIDNamespaces: []string{"ml"},
				FIPS:                   true,
				Metrics:                true,
			},
		},
	)
}

// onAWS is a cluster with nodes for its tools, on which all addons run.
func onAWS() addon.Target {
	t := addontest.AWS()
	t.Pods = addon.Pods{
		NodeSelector:   map[string]string{"example.com/role": "tools"},
		Tolerations:    []corev1.Toleration{{Key: "example.com/role", Value: "tools"}},
		TopologySpread: []corev1.TopologySpreadConstraint{{MaxSkew: 1, TopologyKey: corev1.LabelTopologyZone, WhenUnsatisfiable: corev1.DoNotSchedule}},
	}
	return t
}

// america is a region with endpoints that comply with FIPS.
func america() addon.Target {
	t := addontest.AWS()
	t.AWS.Region = "us-east-1"
	return t
}

// company is shared files for machine learning on spot nodes, in one file system whose policy
// asks for a role.
func company() options {
	return options{
		Unprivileged: true,
		Node: efscsi.Node{
			Pods:      addon.Pods{Resources: resources("10m", "256Mi")},
			MountRole: true,
			MaxMounts: 10,
		},
		Tags:        map[string]string{"team": "ml", "cost center": "4711:ml"},
		FileSystems: []string{"arn:aws:elasticfilesystem:ap-northeast-1:123456789012:file-system/fs-0123456789abcdef0"},
		Metrics:     true,
	}
}

// full sets all that can be set at once.
func full() options {
	return options{
		Namespace: "storage",
		Pods: addon.Pods{
			Replicas:  new(int32(3)),
			Image:     addon.Image{Tag: "v3.4.0"},
			Resources: resources("100m", "128Mi"),
			ExtraArgs: []string{"--efs-utils-static-files-path=/etc/amazon/efs-static"},
			ExtraEnv:  []corev1.EnvVar{{Name: "HTTPS_PROXY", Value: "http://proxy.example.com:8080"}},
		},
		RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1)), MaxSurge: new(intstr.FromInt32(0))},
		Probes: efscsi.Probes{
			Liveness:  efscsi.Probe{TimeoutSeconds: 10},
			Readiness: &efscsi.Probe{PeriodSeconds: 20},
			Startup:   &efscsi.Probe{InitialDelaySeconds: 5, TimeoutSeconds: 4, PeriodSeconds: 3, FailureThreshold: 30},
		},
		HealthPort:  9910,
		HostNetwork: true,
		Node: efscsi.Node{
			Pods: addon.Pods{
				Image:        addon.Image{Tag: "v3.4.0"},
				NodeSelector: map[string]string{"example.com/efs": "true"},
				Tolerations:  []corev1.Toleration{{Key: "spot", Operator: corev1.TolerationOpExists}},
				HostAliases:  []corev1.HostAlias{{IP: "10.0.0.1", Hostnames: []string{"sts.example.com"}}},
			},
			MaxUnavailable: new(intstr.FromString("20%")),
			Probes:         efscsi.Probes{Liveness: efscsi.Probe{PeriodSeconds: 5, FailureThreshold: 10}},
			HealthPort:     9810,
			KubeletPath:    "/mnt/kubelet",
			MountRole:      true,
			MountTargets: []efscsi.MountTarget{
				{FileSystem: "fs-0123456789abcdef0", Region: "us-east-2", IP: "10.10.2.2"},
				{FileSystem: "fs-0123456789abcdef1", Region: "cn-north-1", IP: "2001:db8::1"},
			},
			VolumeMetrics: efscsi.VolumeMetrics{
				Enabled:         true,
				RefreshPeriod:   metav1.Duration{Duration: 90 * time.Second},
				FileSystemLimit: 2,
			},
			VolumeAttachLimit: 50,
			MaxMounts:         10,
			ForceUnmount:      true,
			UnmountTimeout:    metav1.Duration{Duration: time.Minute},
			EFSLogs:           true,
			NoS3FilesLogs:     true,
			NoS3FilesMetrics:  true,
			EFSUtils: []efscsi.Setting{
				{Section: "mount-watchdog", Key: "stunnel_health_check_interval_min", Value: "1"},
				{Section: "mount-watchdog", Key: "tls_cert_renewal_interval_min", Value: "30"},
			},
			S3FilesUtils: []efscsi.Setting{{Section: "proxy", Key: "read_bypass_denylist_size", Value: "20000"}},
			NoMutation:   true,
		},
		Provisioner: efscsi.Provisioner{
			Container:     container("v6.3.0-eksbuild.1"),
			FeatureGates:  map[string]bool{"CrossNamespaceVolumeDataSource": true},
			Timeout:       metav1.Duration{Duration: time.Minute},
			WorkerThreads: 20,
		},
		LivenessProbe:         container("v2.19.0-eksbuild.2"),
		Registrar:             container("v2.17.0-eksbuild.2"),
		Tags:                  map[string]string{"team": "ml"},
		DeleteRootDirectories: true,
		FileSystems: []string{
			"arn:aws:elasticfilesystem:ap-northeast-1:123456789012:file-system/fs-0123456789abcdef0",
			"arn:aws:elasticfilesystem:ap-northeast-1:123456789012:file-system/fs-0123456789abcdef1",
			"arn:aws:elasticfilesystem:us-east-2:210987654321:file-system/fs-0123456789abcdef2",
		},
		AssumeRoles:           []string{"arn:aws:iam::210987654321:role/efs"},
		S3Files:               true,
		S3Buckets:             []string{"arn:aws:s3:::ml-data"},
		FileSystemIDsAnywhere: true,
		NoExtraMetadata:       true,
		NoAdaptiveRetry:       true,
		RegionalSTS:           true,
		PortRangeUpperBound:   22049,
		LeaderElection: efscsi.LeaderElection{
			LeaseDuration: metav1.Duration{Duration: 30 * time.Second},
			RenewDeadline: metav1.Duration{Duration: 20 * time.Second},
			RetryPeriod:   metav1.Duration{Duration: 4 * time.Second},
		},
		LogLevel:            new(int32(4)),
		DebugLogs:           true,
		Metrics:             true,
		NoScrapeAnnotations: true,
		ServiceMonitor:      &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}, Interval: metav1.Duration{Duration: time.Minute}},
	}
}

func container(tag string) efscsi.Container {
	return efscsi.Container{
		Image:     addon.Image{Tag: tag},
		Resources: resources("5m", "30Mi"),
		ExtraArgs: []string{"--v=5"},
		ExtraEnv:  []corev1.EnvVar{{Name: "GODEBUG", Value: "fips140=on"}},
	}
}

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}}
}
