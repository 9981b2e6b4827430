package prometheusoperator_test

import (
	"encoding/json"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
	"github.com/fitout/fitout/addons/prometheusoperator"
	"github.com/fitout/fitout/cluster"
)

// A small Prometheus for the namespace shop, for two weeks of samples of its pods. Neither it nor
// the operator sees other namespaces.
func ExampleNamespaced() {
	plan, err := cluster.Cluster{
		Target:   addon.Target{Name: "prod", Kubernetes: "1.34"},
		Existing: cluster.Existing{Namespaces: []string{"shop"}, StorageClasses: []string{"gp3"}},
		Addons: []addon.Addon{
			prometheusoperator.New(prometheusoperator.Options{
				Namespace:  "monitoring",
				Namespaces: []string{"shop"},
				Kubelet:    prometheusoperator.Kubelet{Disabled: true},
			}),
			prometheusoperator.Namespaced(prometheusoperator.NamespacedPrometheus{
				Namespace: "shop",
				PodMonitors: []prometheusoperator.NamedPodMonitor{{
					ResourceName: prometheusoperator.ResourceName{Name: "web"},
					PodMonitorSpec: monitoring.PodMonitorSpec{
						Selector:            metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}},
						PodMetricsEndpoints: []monitoring.PodEndpoint{{Port: "metrics"}},
					},
				}},
				PrometheusSettings: prometheusoperator.PrometheusSettings{
					Retention:   metav1.Duration{Duration: 14 * 24 * time.Hour},
					PodSettings: prometheusoperator.PodSettings{Storage: volume("gp3", "50Gi")},
				},
			}),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if it.Object.GetNamespace() == "shop" {
			fmt.Println(it.Addon, addon.Describe(it.Object))
		}
	}
	// Output:
	// prometheus-operator Role shop/prometheus-operator
	// prometheus-operator RoleBinding shop/prometheus-operator
	// prometheus/shop ServiceAccount shop/prometheus-main
	// prometheus/shop Role shop/prometheus-main
	// prometheus/shop RoleBinding shop/prometheus-main
	// prometheus/shop Service shop/prometheus-main
	// prometheus/shop PodMonitor shop/web
	// prometheus/shop Prometheus shop/main
}

// A selector that is left out selects nothing, and an empty one everything. So is it written.
func ExampleSelection() {
	data, err := json.MarshalIndent(prometheusoperator.Selection{
		ServiceMonitorSelector:          prometheusoperator.ObjectsWith(map[string]string{"team": "shop"}),
		ServiceMonitorNamespaceSelector: prometheusoperator.AllNamespaces(),
		PodMonitorSelector:              prometheusoperator.AllObjects(), // of its own namespace
	}, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(data))
	// Output:
	// {
	//   "serviceMonitorSelector": {
	//     "matchLabels": {
	//       "team": "shop"
	//     }
	//   },
	//   "serviceMonitorNamespaceSelector": {},
	//   "podMonitorSelector": {}
	// }
}
