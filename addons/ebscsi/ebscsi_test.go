package ebscsi_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/ebscsi"
	"github.com/fitout/fitout/cluster"
)

type options = ebscsi.Options

func TestAddon(t *testing.T) {
	onNodes := map[string]string{
		"DaemonSet ebs-csi-node":         "it mounts disks where the kubelet and all pods see them",
		"DaemonSet ebs-csi-node-windows": "it mounts disks where the kubelet sees them",
	}
	noWindows := map[string]string{"DaemonSet ebs-csi-node": onNodes["DaemonSet ebs-csi-node"]}
	addontest.Run(t, ebscsi.Definition,
		addontest.Case[options]{Name: "defaults", Because: onNodes},
		addontest.Case[options]{
			Name: "upstream",
			// The chart was rendered without a cluster that it could ask what it serves: as
			// for the last one that doesn't serve VolumeAttributesClasses.
			Target:  addon.Target{Name: "prod", Kubernetes: "1.33"},
			Because: onNodes,
		},
		addontest.Case[options]{Name: "aws", Target: onAWS(), Because: noWindows, Options: encrypted()},
		addontest.Case[options]{
			Name:     "full",
			Existing: cluster.Existing{CRDs: []string{"servicemonitors.monitoring.coreos.com"}, Secrets: map[string][]string{"storage/aws": {"id", "secret"}}},
			Because:  onNodes,
			Options:  full(),
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

// encrypted is a production install with snapshots and volumes that are encrypted.
func encrypted() options {
	return options{
		Node:        ebscsi.Node{ReservedVolumeAttachments: new(int32(2)), Windows: ebscsi.Windows{Disabled: true}},
		Snapshotter: ebscsi.Snapshotter{Enabled: true},
		ExtraTags:   map[string]string{"team": "infra", "cost-center": "4711"},
		KMSKeys:     []string{"arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
		Metrics:     true,
	}
}

// full sets all that can be set at once.
func full() options {
	return options{
		Namespace: "storage",
		Pods: addon.Pods{
			Replicas:  new(int32(3)),
			Image:     addon.Image{Tag: "v1.63.1"},
			Resources: resources("20m", "64Mi"),
			ExtraArgs: []string{"--aws-sdk-debug-log=true"},
			ExtraEnv:  []corev1.EnvVar{{Name: "HTTPS_PROXY", Value: "http://proxy.example.com:8080"}},
		},
		Node: ebscsi.Node{
			Pods: addon.Pods{
				Image:             addon.Image{Tag: "v1.63.1"},
				NodeSelector:      map[string]string{"example.com/ebs": "true"},
				Tolerations:       []corev1.Toleration{{Key: "spot", Operator: corev1.TolerationOpExists}},
				ExtraVolumes:      []corev1.Volume{{Name: "certs", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
				ExtraVolumeMounts: []corev1.VolumeMount{{Name: "certs", MountPath: "/etc/ssl/extra"}},
			},
			HostNetwork:       true,
			KubeletPath:       "/mnt/kubelet",
			MetadataSources:   []ebscsi.MetadataSource{ebscsi.Kubernetes, ebscsi.IMDS},
			VolumeAttachLimit: 25,
			SELinux:           true,
			NoMutation:        true,
			Windows:           ebscsi.Windows{SidecarResources: resources("20m", "140Mi")},
			MaxUnavailable:    new(intstr.FromInt32(2)),
			RegistrarPort:     9810,
			Metrics:           true,
		},
		Provisioner: sidecar("v6.3.0-eksbuild.3", "VolumeAttributesClass"),
		Attacher:    sidecar("v4.12.0-eksbuild.4", "MutableCSINodeAllocatableCount"),
		Resizer:     sidecar("v2.2.1-eksbuild.2", "VolumeAttributesClass"),
		Snapshotter: ebscsi.Snapshotter{Enabled: true, Sidecar: sidecar("v8.6.0-eksbuild.4", "CSIVolumeGroupSnapshot")},
		VolumeModifier: ebscsi.VolumeModifier{
			Enabled:   true,
			Container: container("v0.9.5-eksbuild.4"),
		},
		LivenessProbe:           container("v2.19.0-eksbuild.4"),
		Registrar:               container("v2.17.0-eksbuild.4"),
		Region:                  "eu-central-1",
		ClusterID:               "prod-blue",
		ExtraTags:               map[string]string{"team": "infra", "owner": "a=b"},
		AccessKey:               &ebscsi.AccessKey{ID: addon.SecretRef{Name: "aws", Key: "id"}, Secret: addon.SecretRef{Name: "aws", Key: "secret"}},
		DefaultFSType:           ebscsi.XFS,
		NoExtraMetadata:         true,
		NoBatching:              true,
		ModifyVolumeWindow:      metav1.Duration{Duration: 5 * time.Second},
		NodeLocalVolumes:        true,
		AllocatableUpdatePeriod: &metav1.Duration{Duration: time.Minute},
		LeaderElection: ebscsi.LeaderElection{
			LeaseDuration: metav1.Duration{Duration: 30 * time.Second},
			RenewDeadline: metav1.Duration{Duration: 20 * time.Second},
			RetryPeriod:   metav1.Duration{Duration: 4 * time.Second},
		},
		UserAgent:           "fitout",
		FIPS:                true,
		LogLevel:            new(int32(7)),
		LogFormat:           ebscsi.LogJSON,
		Metrics:             true,
		NoScrapeAnnotations: true,
		ServiceMonitor:      &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}, Interval: metav1.Duration{Duration: time.Minute}},
	}
}

func sidecar(tag, feature string) ebscsi.Sidecar {
	return ebscsi.Sidecar{Container: container(tag), FeatureGates: map[string]bool{feature: true}}
}

func container(tag string) ebscsi.Container {
	return ebscsi.Container{
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
