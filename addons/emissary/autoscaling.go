package emissary

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
)

// Autoscaling has the number of pods follow their load.
type Autoscaling struct {
	// Switches the autoscaler on. It and pods.replicas exclude each other.
	Enabled bool `json:"enabled,omitempty"`

	// The least number of pods. Two or more bring a PodDisruptionBudget and are spread over
	// nodes and zones.
	MinReplicas int32 `json:"minReplicas,omitempty" jsonschema:"minimum=1"`

	// The greatest number of pods.
	MaxReplicas int32 `json:"maxReplicas,omitempty" jsonschema:"minimum=1"`

	// The percentage of the CPU that they ask for which pods should use; 0 leaves CPU out.
	TargetCPU *int32 `json:"targetCPU,omitempty" jsonschema:"minimum=0"`

	// The percentage of the memory that they ask for which pods should use; 0 leaves memory
	// out.
	TargetMemory *int32 `json:"targetMemory,omitempty" jsonschema:"minimum=0"`

	// Further metrics, such as the requests that prometheus-adapter counts.
	Metrics []autoscalingv2.MetricSpec `json:"metrics,omitempty"`

	// How fast the number of pods may change.
	Behavior *autoscalingv2.HorizontalPodAutoscalerBehavior `json:"behavior,omitempty"`
}

func autoscaler(o Options) *autoscalingv2.HorizontalPodAutoscaler {
	a := o.Autoscaling
	if !a.Enabled {
		return nil
	}
	metrics := utilization(corev1.ResourceMemory, a.TargetMemory)
	metrics = append(metrics, utilization(corev1.ResourceCPU, a.TargetCPU)...)
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: o.identity().Meta(o.fullname()),
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{
				APIVersion: "apps/v1",
				Kind:       "Deployment",
				Name:       o.fullname(),
			},
			MinReplicas: &a.MinReplicas,
			MaxReplicas: a.MaxReplicas,
			Metrics:     append(metrics, a.Metrics...),
			Behavior:    a.Behavior,
		},
	}
}

// utilization is a metric of what pods use of what they ask for, or none for 0.
func utilization(resource corev1.ResourceName, percent *int32) []autoscalingv2.MetricSpec {
	if *percent == 0 {
		return nil
	}
	return []autoscalingv2.MetricSpec{{
		Type: autoscalingv2.ResourceMetricSourceType,
		Resource: &autoscalingv2.ResourceMetricSource{
			Name:   resource,
			Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: percent},
		},
	}}
}
