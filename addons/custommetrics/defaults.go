package custommetrics

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

func defaults(addon.Target) Options {
	every := func(d time.Duration) metav1.Duration { return metav1.Duration{Duration: d} }
	return Options{
		Pods: addon.Pods{
			Replicas:             new(int32(1)),
			Image:                addon.Image{Repository: "registry.k8s.io/prometheus-adapter/prometheus-adapter", Tag: "v" + adapterVersion},
			RevisionHistoryLimit: new(int32(10)),
		},
		RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromString("25%")), MaxSurge: new(intstr.FromString("25%"))},
		Prometheus: Prometheus{
			Pods: addon.Pods{
				Replicas:                      new(int32(1)),
				Image:                         addon.Image{Repository: "quay.io/prometheus/prometheus", Tag: "v3.14.0"},
				TerminationGracePeriodSeconds: new(int64(300)),
				RevisionHistoryLimit:          new(int32(10)),
			},
			Reloader:           Container{Image: addon.Image{Repository: "quay.io/prometheus-operator/prometheus-config-reloader", Tag: "v0.93.1"}},
			Retention:          every(15 * 24 * time.Hour),
			ScrapeInterval:     every(time.Minute),
			ScrapeTimeout:      every(10 * time.Second),
			EvaluationInterval: every(time.Minute),
		},
		RelistInterval: every(time.Minute),
		LogLevel:       new(int32(4)),
		Port:           6443,
	}
}
