package nvidiadeviceplugin_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	nodev1 "k8s.io/api/node/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	nvidia "github.com/fitout/fitout/addons/nvidiadeviceplugin"
	"github.com/fitout/fitout/cluster"
)

type options = nvidia.Options

func TestAddon(t *testing.T) {
	const (
		plugin = "DaemonSet nvidia-device-plugin"
		mps    = "DaemonSet nvidia-device-plugin-mps-control-daemon"
		gfd    = "DaemonSet nvidia-device-plugin-gpu-feature-discovery"
	)
	reasons := map[string]string{
		plugin: "it meets the kubelet, the container runtime and MPS in folders of the node",
		mps:    "it mounts shared memory on the node, whose driver knows its processes",
		gfd:    "it reads of the node's devices, virtual ones too",
	}
	because := func(objects ...string) map[string]string {
		out := map[string]string{}
		for _, o := range objects {
			out[o] = reasons[o]
		}
		return out
	}
	addontest.Run(t, nvidia.Definition,
		addontest.Case[options]{Name: "defaults", Because: because(plugin, mps)},
		addontest.Case[options]{Name: "upstream", Because: because(plugin, mps)},
		addontest.Case[options]{Name: "configs", Options: configs(), Because: because(plugin)},
		addontest.Case[options]{Name: "mps", Options: mpsOptions(), Because: because(plugin, mps, gfd)},
		addontest.Case[options]{Name: "eks", Target: onEKS(), Options: eks(), Because: because(plugin)},
		addontest.Case[options]{
			Name:     "gfd",
			Options:  gfdAlone(),
			Existing: cluster.Existing{ConfigMaps: map[string][]string{"nvidia/gpu-configs": {"default"}}},
			Because:  because(gfd),
		},
		addontest.Case[options]{Name: "full", Options: full(), Because: because(plugin, mps, gfd)},
	)
}

// configs has nodes of three kinds: with GPUs for one container each, which is the default,
// shared by turns, and split by MIG with one of the profiles shared.
func configs() options {
	return options{
		Configs: map[string]nvidia.Config{
			"whole": {},
			"shared": {Sharing: &nvidia.Sharing{TimeSlicing: &nvidia.Shares{
				RenameByDefault:            true,
				FailRequestsGreaterThanOne: new(true),
				Resources:                  []nvidia.SharedResource{{Name: "nvidia.com/gpu", Replicas: 4}},
			}}},
			"split": {
				Flags: nvidia.Flags{MIGStrategy: nvidia.MIGMixed},
				Sharing: &nvidia.Sharing{TimeSlicing: &nvidia.Shares{Resources: []nvidia.SharedResource{
					{Name: "nvidia.com/gpu", Replicas: 2},
					{Name: "nvidia.com/mig-1g.5gb", Replicas: 3},
					{Name: "nvidia.com/mig-1g.10gb.me", Replicas: 2},
				}}},
			},
		},
		DefaultConfig: "whole",
		MPS:           nvidia.MPS{Disabled: true},
	}
}

// mpsOptions has all nodes share their GPUs by MPS.
func mpsOptions() options {
	return options{
		Configs: map[string]nvidia.Config{"mps": {Sharing: &nvidia.Sharing{MPS: &nvidia.Shares{
			Resources: []nvidia.SharedResource{{Name: "nvidia.com/gpu", Replicas: 10}},
		}}}},
		GFD: nvidia.GFD{Enabled: true},
	}
}

// onEKS is a cluster whose pods run on nodes for its tools, which have no GPUs.
func onEKS() addon.Target {
	t := addontest.AWS()
	t.Pods = addon.Pods{
		NodeSelector: map[string]string{"example.com/role": "tools"},
		Tolerations:  []corev1.Toleration{{Key: "example.com/role", Value: "tools"}},
	}
	return t
}

// eks finds nodes with GPUs by what is known of them on EKS.
func eks() options {
	return options{
		GPUNodes: nvidia.GPUNodes{
			Karpenter:     true,
			Accelerator:   true,
			InstanceTypes: []string{"g5.xlarge", "p4d.24xlarge"},
			Labels:        []nvidia.NodeLabel{{Key: "example.com/gpu", Values: []string{"training", "serving"}}, {Key: "example.com/a10g"}},
		},
		Flags: nvidia.Flags{WaitOnInitError: true},
		MPS:   nvidia.MPS{Disabled: true},
	}
}

// gfdAlone has labels of GPUs that are kept for virtual machines.
func gfdAlone() options {
	return options{
		NoPlugin:  true,
		ConfigMap: "gpu-configs",
		Flags:     nvidia.Flags{DeviceDiscovery: nvidia.DiscoverVFIO},
		GFD: nvidia.GFD{
			Enabled:         true,
			Files:           true,
			Once:            true,
			SecurityContext: &corev1.SecurityContext{Capabilities: &corev1.Capabilities{Add: []corev1.Capability{"SYS_ADMIN"}}},
		},
		UpdateOnDelete: true,
	}
}

// full sets all that can be set at once.
func full() options {
	return options{
		Namespace: "gpus",
		Pods: addon.Pods{
			Image:                addon.Image{Repository: "registry.example.com/k8s-device-plugin"},
			Resources:            resources("50m", "64Mi"),
			NodeSelector:         map[string]string{"kubernetes.io/arch": "amd64"},
			Tolerations:          []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
			RuntimeClassName:     "nvidia-runtime",
			ExtraArgs:            []string{"--kubelet-socket=/var/lib/kubelet/device-plugins/kubelet.sock"},
			ExtraEnv:             []corev1.EnvVar{{Name: "DP_DISABLE_HEALTHCHECKS", Value: "109"}},
			ExtraVolumes:         []corev1.Volume{{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
			ExtraVolumeMounts:    []corev1.VolumeMount{{Name: "tmp", MountPath: "/tmp"}},
			Annotations:          map[string]string{"example.com/team": "ml"},
			RevisionHistoryLimit: new(int32(3)),
		},
		Flags: nvidia.Flags{
			MIGStrategy:          nvidia.MIGSingle,
			DeviceListStrategies: []nvidia.DeviceListStrategy{nvidia.ByVolumeMounts, nvidia.ByCDICRI},
			GDRCopy:              true,
			GDS:                  true,
			MOFED:                true,
		},
		Configs: map[string]nvidia.Config{
			"default": {
				Flags: nvidia.Flags{
					WaitOnInitError:  true,
					DeviceIDStrategy: nvidia.ByIndex,
					DeviceDiscovery:  nvidia.DiscoverNVML,
					SharedDevices:    nvidia.Packed,
				},
				Sharing: &nvidia.Sharing{MPS: &nvidia.Shares{
					RenameByDefault:            true,
					FailRequestsGreaterThanOne: new(false),
					Resources:                  []nvidia.SharedResource{{Name: "nvidia.com/gpu", Replicas: 48}},
				}},
			},
			"imex": {
				Flags: nvidia.Flags{GDRCopy: true, GDS: true, MOFED: true, DeviceListStrategies: []nvidia.DeviceListStrategy{nvidia.ByVolumeMounts, nvidia.ByCDICRI}},
				IMEX:  &nvidia.IMEX{Required: true},
			},
		},
		FallbackStrategies:   []nvidia.FallbackStrategy{nvidia.FallbackNamed, nvidia.FallbackEmpty},
		ConfigManager:        container("--node-label=example.com/gpus"),
		CompatWithCPUManager: true,
		DriverRoot:           "/run/nvidia/driver",
		DevRoot:              "/",
		CDI: nvidia.CDI{
			HookPath:         "/usr/local/nvidia/toolkit/nvidia-cdi-hook",
			FeatureFlags:     []string{"disable-nvsandboxutils", "no-additional-gids-for-device-nodes"},
			DisabledHooks:    []string{"enable-cuda-compat"},
			AnnotationPrefix: "cdi.example.com/",
		},
		SecurityContext:    &corev1.SecurityContext{Privileged: new(true), ReadOnlyRootFilesystem: new(true)},
		PodSecurityContext: &corev1.PodSecurityContext{SELinuxOptions: &corev1.SELinuxOptions{Type: "spc_t"}},
		HostNetwork:        true,
		MPS:                nvidia.MPS{Container: container("--config-file=/config/config.yaml"), Root: "/var/run/mps", NoHostPID: true, HostNetwork: true},
		GFD: nvidia.GFD{
			Enabled:       true,
			Container:     container("--machine-type-file=/sys/class/dmi/id/product_sku"),
			NoTimestamp:   true,
			SleepInterval: metav1.Duration{Duration: 5 * time.Minute},
			HostNetwork:   true,
		},
		RuntimeClass: &nvidia.RuntimeClass{
			Name:    "nvidia-runtime",
			Handler: "nvidia-cdi",
			Scheduling: &nodev1.Scheduling{
				NodeSelector: map[string]string{"nvidia.com/gpu.present": "true"},
				Tolerations:  []corev1.Toleration{{Key: "nvidia.com/gpu", Operator: corev1.TolerationOpExists}},
			},
		},
		MaxUnavailable: new(intstr.FromString("10%")),
	}
}

func container(arg string) nvidia.Container {
	return nvidia.Container{
		Resources: resources("10m", "32Mi"),
		ExtraArgs: []string{arg},
		ExtraEnv:  []corev1.EnvVar{{Name: "GOMEMLIMIT", Value: "30MiB"}},
	}
}

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}}
}
