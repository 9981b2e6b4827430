package datadog

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

func defaults(t addon.Target) Options {
	linux := map[string]string{corev1.LabelOSStable: "linux"}
	apart := addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromInt32(1))}
	return Options{
		ClusterName: t.Name,
		LogLevel:    LogInfo,
		Pods: addon.Pods{
			Image:        addon.Image{Repository: "registry.datadoghq.com/agent", Tag: version},
			NodeSelector: linux,
		},
		RollingUpdate:   addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("10%"))},
		SecurityContext: &corev1.PodSecurityContext{RunAsUser: new(int64(0))},
		Kubelet:         Kubelet{PodResourcesDir: "/var/lib/kubelet/pod-resources"},
		DogStatsD: DogStatsD{
			Port:           8125,
			TagCardinality: LowCardinality,
			SocketPath:     "/var/run/datadog/dsd.socket",
			HostSocketDir:  "/var/run/datadog",
		},
		APM: APM{
			Port:          8126,
			SocketPath:    "/var/run/datadog/apm.socket",
			HostSocketDir: "/var/run/datadog",
		},
		SystemProbe: SystemProbe{
			AssetDir:              "/var/tmp/datadog-agent/system-probe",
			SeccompRoot:           "/var/lib/kubelet/seccomp",
			MaxTrackedConnections: 131072,
			ConntrackMaxStateSize: 131072,
		},
		PrometheusScrape: PrometheusScrape{Version: 2},
		ClusterAgent: ClusterAgent{
			Token: addon.SecretRef{Name: clusterAgentName, Key: "token"},
			Pods: addon.Pods{
				Replicas:     new(int32(1)),
				Image:        addon.Image{Repository: "registry.datadoghq.com/cluster-agent", Tag: version},
				NodeSelector: linux,
				Affinity:     onOtherNodes(clusterAgentName),
			},
			RollingUpdate: apart,
			Admission: Admission{
				WebhookName:   "datadog-webhook",
				FailurePolicy: Ignore,
				Port:          8000,
				Registry:      "registry.datadoghq.com",
			},
			MetricsProvider: MetricsProvider{Port: 8443, Aggregator: Average},
		},
		ClusterChecksRunner: ClusterChecksRunner{
			Pods: addon.Pods{
				Replicas:     new(int32(2)),
				NodeSelector: linux,
				Affinity:     onOtherNodes(runnerName),
			},
			RollingUpdate: apart,
		},
	}
}

// onOtherNodes has pods of an app rather not meet on a node.
func onOtherNodes(app string) *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
		PreferredDuringSchedulingIgnoredDuringExecution: []corev1.WeightedPodAffinityTerm{{
			Weight: 50,
			PodAffinityTerm: corev1.PodAffinityTerm{
				LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}},
				TopologyKey:   corev1.LabelHostname,
			},
		}},
	}}
}
