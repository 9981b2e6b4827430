package kubernetes_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/kubernetes"
	"github.com/fitout/fitout/cluster"
)

func TestAddon(t *testing.T) {
	addontest.Run(t, kubernetes.Definition,
		addontest.Case[kubernetes.Options]{Name: "defaults", Options: kubernetes.Options{Datadog: &kubernetes.Datadog{}}},
		addontest.Case[kubernetes.Options]{Name: "prometheus", Options: kubernetes.Options{Prometheus: &kubernetes.Prometheus{}}},
		addontest.Case[kubernetes.Options]{
			Name:     "full",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{CRDs: []string{"servicemonitors.monitoring.coreos.com"}},
			Options: kubernetes.Options{
				Datadog:    &kubernetes.Datadog{SingleAnnotation: true, Tags: []string{"team:platform"}},
				Prometheus: &kubernetes.Prometheus{Port: 6443, Path: "/metrics/slis"},
				ServiceMonitor: &addon.ServiceMonitor{
					Labels:        map[string]string{"prometheus": "main"},
					Interval:      metav1.Duration{Duration: 30 * time.Second},
					ScrapeTimeout: metav1.Duration{Duration: 20 * time.Second},
				},
				Annotations: map[string]string{"example.com/owner": "platform"},
			},
		},
	)
}

func TestBadOptions(t *testing.T) {
	_, err := kubernetes.New(kubernetes.Options{}).Objects(addon.Target{})
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{`<nil>: Required value: needs one of datadog, prometheus, serviceMonitor, annotations`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
