package clusterautoscaler

import (
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

const (
	defaultPort         = 8085
	defaultStatusConfig = name + "-status"
)

func defaults(t addon.Target) Options {
	o := Options{
		Pods: addon.Pods{
			Replicas:             new(int32(1)),
			Image:                image(t.Kubernetes),
			PriorityClassName:    "system-cluster-critical",
			RevisionHistoryLimit: new(int32(10)),

			// Its pod may be evicted even where it is the only one.
			DisruptionBudget: &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32(1))},
		},
		ClusterName:     t.Name,
		StatusConfigMap: defaultStatusConfig,
		Port:            defaultPort,
		Service:         Service{Port: defaultPort},
		LogLevel:        new(int32(4)),
		LogFormat:       LogText,
	}
	if t.AWS != nil {
		o.Region = t.AWS.Region
	}
	return o
}
