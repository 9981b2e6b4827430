package efscsi

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

func defaults(addon.Target) Options {
	seconds := func(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }
	return Options{
		Pods:       controllerPods(),
		Probes:     Probes{Liveness: Probe{InitialDelaySeconds: 10, TimeoutSeconds: 3, PeriodSeconds: 10, FailureThreshold: 5}},
		HealthPort: 9909,
		Node: Node{
			Pods:           nodePods(),
			Probes:         Probes{Liveness: Probe{InitialDelaySeconds: 10, TimeoutSeconds: 3, PeriodSeconds: 2, FailureThreshold: 5}},
			HealthPort:     9809,
			KubeletPath:    "/var/lib/kubelet",
			VolumeMetrics:  VolumeMetrics{RefreshPeriod: seconds(240 * 60), FileSystemLimit: 5},
			UnmountTimeout: seconds(30),
		},
		Provisioner: Provisioner{
			Container:     container("csi-provisioner", "v6.3.0-eksbuild.2"),
			FeatureGates:  map[string]bool{"Topology": true},
			Timeout:       seconds(15),
			WorkerThreads: 100,
		},
		LivenessProbe:       container("livenessprobe", "v2.19.0-eksbuild.3"),
		Registrar:           container("csi-node-driver-registrar", "v2.17.0-eksbuild.3"),
		PortRangeUpperBound: 21049,
		LeaderElection:      LeaderElection{LeaseDuration: seconds(15), RenewDeadline: seconds(10)},
		LogLevel:            new(int32(2)),
	}
}

func controllerPods() addon.Pods {
	return addon.Pods{
		Replicas:             new(int32(2)),
		Image:                image(),
		NodeSelector:         map[string]string{corev1.LabelOSStable: "linux"},
		PriorityClassName:    "system-cluster-critical",
		RevisionHistoryLimit: new(int32(10)),
		Tolerations: []corev1.Toleration{
			{Key: "CriticalAddonsOnly", Operator: corev1.TolerationOpExists},
			{Key: notReady, Operator: corev1.TolerationOpExists},
		},
	}
}

func nodePods() addon.Pods {
	return addon.Pods{
		Image:                image(),
		NodeSelector:         map[string]string{corev1.LabelOSStable: "linux"},
		PriorityClassName:    "system-node-critical",
		RevisionHistoryLimit: new(int32(10)),
		Tolerations:          []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
		Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{onInstances()}},
		}},
	}
}

// onInstances are the nodes that can mount file systems by the driver. Those of Fargate do it
// by themselves.
func onInstances() corev1.NodeSelectorTerm {
	return corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{{
		Key:      "eks.amazonaws.com/compute-type",
		Operator: corev1.NodeSelectorOpNotIn,
		Values:   []string{"fargate", "hybrid"},
	}}}
}

// image is the driver's, which the controller and the pods on the nodes share.
func image() addon.Image {
	return addon.Image{Repository: "public.ecr.aws/efs-csi-driver/amazon/aws-efs-csi-driver", Tag: "v" + version}
}

// container has the defaults of a sidecar: AWS's build of an image of Kubernetes'.
func container(image, tag string) Container {
	return Container{Image: addon.Image{Repository: "public.ecr.aws/csi-components/" + image, Tag: tag}}
}
