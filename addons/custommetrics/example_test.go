package custommetrics_test

import (
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/custommetrics"
	"github.com/fitout/fitout/cluster"
)

// Two Deployments are scaled: one by the connections of its NGINX, one by the requests of its
// Envoy.
func Example() {
	scaled := func(name, metric, perPod string) *autoscalingv2.HorizontalPodAutoscaler {
		return &autoscalingv2.HorizontalPodAutoscaler{
			ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "web"},
			Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
				ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: name},
				MinReplicas:    new(int32(2)),
				MaxReplicas:    20,
				Metrics: []autoscalingv2.MetricSpec{{
					Type: autoscalingv2.PodsMetricSourceType,
					Pods: &autoscalingv2.PodsMetricSource{
						Metric: autoscalingv2.MetricIdentifier{Name: metric},
						Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: new(resource.MustParse(perPod))},
					},
				}},
			},
		}
	}
	plan, err := cluster.Cluster{
		Target:   addon.Target{Name: "prod", Kubernetes: "1.34"},
		Existing: cluster.Existing{Namespaces: []string{"web"}},
		Addons: []addon.Addon{addon.With(
			custommetrics.New(custommetrics.Options{
				NoDefaultRules: true,
				NGINX:          &custommetrics.NGINX{},
				Envoy:          &custommetrics.Envoy{},
			}),
			scaled("web", custommetrics.NGINXConnections, "100"),
			scaled("api", custommetrics.EnvoyRequests, "50"),
		)},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if h, ok := it.Object.(*autoscalingv2.HorizontalPodAutoscaler); ok {
			m := h.Spec.Metrics[0].Pods
			fmt.Println(addon.Describe(h), m.Metric.Name, m.Target.AverageValue)
		}
	}
	// Output:
	// HorizontalPodAutoscaler web/api envoy_requests_per_second 50
	// HorizontalPodAutoscaler web/web nginx_connections_current 100
}
