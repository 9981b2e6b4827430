package nvidiadeviceplugin

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Image:             addon.Image{Repository: "nvcr.io/nvidia/k8s-device-plugin", Tag: "v" + version},
			PriorityClassName: "system-node-critical",
			Tolerations: []corev1.Toleration{
				{Key: "CriticalAddonsOnly", Operator: corev1.TolerationOpExists},
				{Key: "nvidia.com/gpu", Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
			},
			Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
				RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{
					term(in("feature.node.kubernetes.io/pci-10de.present", "true")), // 10de is NVIDIA
					term(in("feature.node.kubernetes.io/cpu-model.vendor_id", "NVIDIA")),
					term(in("nvidia.com/gpu.present", "true")),
				}},
			}},
		},
		FallbackStrategies: []FallbackStrategy{FallbackNamed, FallbackSingle},
		MPS:                MPS{Root: "/run/nvidia/mps"},
		GFD:                GFD{SecurityContext: &corev1.SecurityContext{Privileged: new(true)}},
	}
}
