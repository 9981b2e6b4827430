package loki

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func defaults(addon.Target) Options {
	return Options{
		Mode:   Monolithic,
		Pods:   lokiPods("single-binary", 1, 30),
		Write:  Component{Pods: lokiPods("write", 3, 300)},
		Read:   Reader{Pods: lokiPods("read", 0, 30), Autoscaling: autoscaling(2, 6), RollingUpdate: oneByOne()},
		Schema: []SchemaPeriod{{From: "2024-04-01"}},
		Tenant: "default",
		Limits: Limits{
			RejectOldSamples:       new(true),
			RejectOldSamplesMaxAge: every(168 * time.Hour),
			MaxCacheFreshness:      every(10 * time.Minute),
			SplitQueriesBy:         every(15 * time.Minute),
			QueryTimeout:           every(5 * time.Minute),
			VolumeEnabled:          new(true),
		},
		Backend: Component{Pods: lokiPods("backend", 3, 300)},
		Ruler: Ruler{Sidecar: Sidecar{
			Container: Container{Image: addon.Image{Repository: "docker.io/kiwigrid/k8s-sidecar", Tag: "2.10.1"}},
			Label:     "loki_rule",
			Resource:  Both,
		}},
		Server: Server{
			LogLevel:                Info,
			HTTPReadTimeout:         every(10 * time.Minute),
			HTTPWriteTimeout:        every(10 * time.Minute),
			HTTPIdleTimeout:         every(30 * time.Second),
			GracefulShutdownTimeout: every(5 * time.Second),
			MaxMessageSize:          new(resource.MustParse("100Mi")),
			MaxConcurrentStreams:    1000,
		},
		ChunksCache:   ChunksCache{Cache: cache("8Gi", 0, 2*time.Second), BatchSize: 4, Parallelism: 5},
		ResultsCache:  cache("1Gi", 12*time.Hour, 500*time.Millisecond),
		CacheExporter: Exporter{Container: Container{Image: addon.Image{Repository: "docker.io/prom/memcached-exporter", Tag: "v0.17.0"}}},
		Gateway: Gateway{
			Pods: addon.Pods{
				Image:                         addon.Image{Repository: "docker.io/nginxinc/nginx-unprivileged", Tag: "1.31-alpine"},
				Affinity:                      apart("gateway"),
				RevisionHistoryLimit:          new(int32(10)),
				TerminationGracePeriodSeconds: new(int64(30)),
			},
			Autoscaling: autoscaling(1, 3),
			Service:     Service{Type: corev1.ServiceTypeClusterIP},
			Exporter:    Exporter{Container: Container{Image: addon.Image{Repository: "ghcr.io/jkroepke/access-log-exporter", Tag: "0.4.11"}}},
			MaxBodySize: new(resource.MustParse("4Mi")),
		},
		Canary: Canary{
			Pods:   addon.Pods{Image: addon.Image{Repository: "docker.io/grafana/loki-canary", Tag: version}},
			Tenant: "self-monitoring",
		},
		Collector: WithPromtail,
		Promtail: Promtail{Pods: addon.Pods{
			Image:       addon.Image{Repository: "docker.io/grafana/promtail", Tag: "3.5.1"},
			Tolerations: controlPlane(),
		}},
		Alloy: Alloy{
			Pods: addon.Pods{
				Image:       addon.Image{Repository: "docker.io/grafana/alloy", Tag: "v1.18.1"},
				Tolerations: controlPlane(),
			},
			NodePath: alloyDir,
		},
		Grafana:       grafanaDefaults(),
		ClusterDomain: "cluster.local",
	}
}

func every(d time.Duration) metav1.Duration { return metav1.Duration{Duration: d} }

// lokiPods are pods of Loki's, no two of which are on one node. Of those that an autoscaler
// can count there is no number here.
func lokiPods(component string, replicas int32, grace int64) addon.Pods {
	pods := addon.Pods{
		Image:                         addon.Image{Repository: "docker.io/grafana/loki", Tag: version},
		Affinity:                      apart(component),
		RevisionHistoryLimit:          new(int32(10)),
		TerminationGracePeriodSeconds: &grace,
	}
	if replicas > 0 {
		pods.Replicas = &replicas
	}
	return pods
}

// apart keeps two pods of a component from one node.
func apart(component string) *corev1.Affinity {
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{
			LabelSelector: Options{}.component(component).LabelSelector(),
			TopologyKey:   corev1.LabelHostname,
		}},
	}}
}

func autoscaling(least, most int32) hpa.Autoscaling {
	return hpa.Autoscaling{MinReplicas: least, MaxReplicas: most, TargetCPU: new(int32(60))}
}

func oneByOne() addon.RollingUpdate {
	return addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1)), MaxSurge: new(intstr.FromInt32(0))}
}

// controlPlane are the taints of nodes that the control plane runs on, whose logs count too.
func controlPlane() []corev1.Toleration {
	return []corev1.Toleration{
		{Key: "node-role.kubernetes.io/master", Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
		{Key: "node-role.kubernetes.io/control-plane", Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
	}
}
