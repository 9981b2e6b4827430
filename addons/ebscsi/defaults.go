package ebscsi

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

func defaults(t addon.Target) Options {
	o := Options{
		Pods: controllerPods(),
		Node: Node{
			Pods:           nodePods(),
			KubeletPath:    "/var/lib/kubelet",
			Windows:        Windows{SidecarResources: resources("10m", "150Mi", "150Mi")},
			MaxUnavailable: new(intstr.FromString("10%")),
			RegistrarPort:  9809,
		},
		Provisioner:             Sidecar{container("csi-provisioner", "v6.3.0-eksbuild.4"), map[string]bool{"Topology": true}},
		Attacher:                Sidecar{container("csi-attacher", "v4.12.0-eksbuild.5"), map[string]bool{}},
		Resizer:                 Sidecar{container("csi-resizer", "v2.2.1-eksbuild.3"), map[string]bool{}},
		Snapshotter:             Snapshotter{Sidecar: Sidecar{Container: container("csi-snapshotter", "v8.6.0-eksbuild.5")}},
		VolumeModifier:          VolumeModifier{Container: container("volume-modifier-for-k8s", "v0.9.5-eksbuild.5")},
		LivenessProbe:           container("livenessprobe", "v2.19.0-eksbuild.5"),
		Registrar:               container("csi-node-driver-registrar", "v2.17.0-eksbuild.5"),
		DefaultFSType:           Ext4,
		AllocatableUpdatePeriod: &metav1.Duration{Duration: 10 * time.Second},
		UserAgent:               "helm",
		LogLevel:                new(int32(2)),
		LogFormat:               LogText,
	}
	o.VolumeModifier.Image.Repository = "public.ecr.aws/ebs-csi-driver/volume-modifier-for-k8s"
	o.LivenessProbe.Resources = resources("10m", "32Mi", "32Mi")
	o.Registrar.Resources = resources("10m", "32Mi", "32Mi")

	// What the API server knows by default. The chart asks it; here its version tells.
	if t.Kubernetes.AtLeast("1.33") {
		o.Attacher.FeatureGates["MutableCSINodeAllocatableCount"] = true
	}
	if !t.Kubernetes.AtLeast("1.34") {
		o.Provisioner.FeatureGates["VolumeAttributesClass"] = false
		o.Resizer.FeatureGates["VolumeAttributesClass"] = false
	}
	if t.AWS != nil {
		o.Region = t.AWS.Region
		o.ClusterID = t.Name
	}
	return o
}

func controllerPods() addon.Pods {
	return addon.Pods{
		Replicas:          new(int32(2)),
		Image:             image(),
		Resources:         resources("10m", "40Mi", "256Mi"),
		NodeSelector:      map[string]string{corev1.LabelOSStable: "linux"},
		PriorityClassName: "system-cluster-critical",
		Tolerations: []corev1.Toleration{
			{Key: "CriticalAddonsOnly", Operator: corev1.TolerationOpExists},
			{Effect: corev1.TaintEffectNoExecute, Operator: corev1.TolerationOpExists, TolerationSeconds: new(int64(300))},
		},
		Affinity: &corev1.Affinity{
			NodeAffinity: &corev1.NodeAffinity{
				PreferredDuringSchedulingIgnoredDuringExecution: []corev1.PreferredSchedulingTerm{{Weight: 1, Preference: onInstances()}},
			},
			PodAntiAffinity: &corev1.PodAntiAffinity{
				PreferredDuringSchedulingIgnoredDuringExecution: []corev1.WeightedPodAffinityTerm{{Weight: 100, PodAffinityTerm: besideOthers()}},
			},
		},
	}
}

func nodePods() addon.Pods {
	return addon.Pods{
		Image:             image(),
		Resources:         resources("10m", "40Mi", "256Mi"),
		PriorityClassName: "system-node-critical",
		Tolerations:       []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
		Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{onInstances()}},
		}},

		// When a node is drained the pods wait for its volumes to be detached.
		TerminationGracePeriodSeconds: new(int64(30)),
	}
}

// onInstances are the nodes that are instances to which the driver can attach volumes.
func onInstances() corev1.NodeSelectorTerm {
	return corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{{
		Key:      "eks.amazonaws.com/compute-type",
		Operator: corev1.NodeSelectorOpNotIn,
		Values:   []string{"fargate", "auto", "hybrid"},
	}}}
}

// besideOthers are the nodes on which the controller runs already.
func besideOthers() corev1.PodAffinityTerm {
	return corev1.PodAffinityTerm{
		TopologyKey: corev1.LabelHostname,
		LabelSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
			Key: "app", Operator: metav1.LabelSelectorOpIn, Values: []string{controllerName},
		}}},
	}
}

// image is the driver's, which the controller and the pods on the nodes share.
func image() addon.Image {
	return addon.Image{Repository: "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver", Tag: "v" + version}
}

// container has the defaults of a sidecar: AWS's build of an image of Kubernetes'.
func container(image, tag string) Container {
	return Container{
		Image:     addon.Image{Repository: "public.ecr.aws/csi-components/" + image, Tag: tag},
		Resources: resources("10m", "40Mi", "256Mi"),
	}
}

func resources(cpu, memory, limit string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse(cpu),
			corev1.ResourceMemory: resource.MustParse(memory),
		},
		Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(limit)},
	}
}
