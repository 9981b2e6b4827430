// Package hpa is how addons have a HorizontalPodAutoscaler count their pods. It is apart from
// package addon since most addons have none.
package hpa

import (
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
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

	// Further metrics, such as the connections or requests that prometheus-adapter counts.
	Metrics []autoscalingv2.MetricSpec `json:"metrics,omitempty"`

	// How fast the number of pods may change.
	Behavior *autoscalingv2.HorizontalPodAutoscalerBehavior `json:"behavior,omitempty"`
}

// New returns the autoscaler of the Deployment of a name, or nil where it is off.
func New(meta metav1.ObjectMeta, deployment string, a Autoscaling) *autoscalingv2.HorizontalPodAutoscaler {
	if !a.Enabled {
		return nil
	}
	metrics := utilization(corev1.ResourceMemory, a.TargetMemory)
	metrics = append(metrics, utilization(corev1.ResourceCPU, a.TargetCPU)...)
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: meta,
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{
				APIVersion: "apps/v1",
				Kind:       "Deployment",
				Name:       deployment,
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
	if none(percent) {
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

// Check refuses two who count the pods of an addon, and what DaemonSets don't have. The path
// is that of the addon's options, which have the fields autoscaling and pods.
func Check(a Autoscaling, pods addon.Pods, daemonSet bool, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	p := path.Child("autoscaling")
	if daemonSet {
		if a.Enabled {
			errs = append(errs, field.Forbidden(p.Child("enabled"), "a DaemonSet runs one pod on each node"))
		}
		if pods.Replicas != nil {
			errs = append(errs, field.Forbidden(path.Child("pods", "replicas"), "a DaemonSet runs one pod on each node"))
		}
		if pods.DisruptionBudget != nil {
			errs = append(errs, field.Forbidden(path.Child("pods", "disruptionBudget"), "Kubernetes can't count what a DaemonSet should have, and drains leave its pods alone"))
		}
	}
	if !a.Enabled {
		return errs
	}
	if pods.Replicas != nil && !daemonSet {
		errs = append(errs, field.Forbidden(path.Child("pods", "replicas"), "the autoscaler counts the pods: set autoscaling.minReplicas"))
	}
	if a.MaxReplicas < a.MinReplicas {
		errs = append(errs, field.Invalid(p.Child("maxReplicas"), a.MaxReplicas, fmt.Sprintf("must be at least minReplicas, which is %d", a.MinReplicas)))
	}
	if none(a.TargetCPU) && none(a.TargetMemory) && len(a.Metrics) == 0 {
		errs = append(errs, field.Required(p.Child("metrics"), "without CPU and memory there is nothing to go by"))
	}
	return errs
}

func none(percent *int32) bool { return percent == nil || *percent == 0 }
