package karpenter

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

func defaults(t addon.Target) Options {
	o := Options{
		Pods: addon.Pods{
			Replicas: new(int32(2)),
			Image: addon.Image{
				Repository: "public.ecr.aws/karpenter/controller",
				Tag:        version,
				Digest:     "sha256:723130949e4cab989461ff07d1be4cd781d63515432494641b33c235f300ae23",
			},
			NodeSelector: map[string]string{corev1.LabelOSStable: string(corev1.Linux)},
			Tolerations:  []corev1.Toleration{{Key: "CriticalAddonsOnly", Operator: corev1.TolerationOpExists}},
			TopologySpread: []corev1.TopologySpreadConstraint{{
				MaxSkew: 1, TopologyKey: corev1.LabelTopologyZone, WhenUnsatisfiable: corev1.DoNotSchedule,
			}},
			PriorityClassName:    "system-cluster-critical",
			RevisionHistoryLimit: new(int32(10)),
		},
		RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1))},
		ClusterName:   t.Name,
		NodeRole: NodeRole{ManagedPolicies: []string{
			"AmazonEKS_CNI_Policy",
			"AmazonEKSWorkerNodePolicy",
			"AmazonEC2ContainerRegistryPullOnly",
			"AmazonSSMManagedInstanceCore",
		}},
		BatchMaxDuration:        metav1.Duration{Duration: 10 * time.Second},
		BatchIdleDuration:       metav1.Duration{Duration: time.Second},
		PreferencePolicy:        PreferencesRespected,
		MinValuesPolicy:         MinValuesStrict,
		VMMemoryOverheadPercent: new(0.075),
		AMIRefreshInterval:      metav1.Duration{Duration: time.Minute},
		SubnetRefreshInterval:   metav1.Duration{Duration: time.Minute},
		FeatureGates:            map[FeatureGate]bool{ReservedCapacity: true},
		LogLevel:                LogInfo,
		LogOutputPaths:          []string{"stdout"},
		LogErrorOutputPaths:     []string{"stderr"},
		Ports:                   Ports{Metrics: 8080, Health: 8081},
	}
	if t.AWS != nil {
		o.Region = t.AWS.Region
	}
	return o
}
