package vpa_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/vpa"
)

// objects are the objects of a type.
func objects[T addon.Object](t *testing.T, o options) []T {
	t.Helper()
	return addontest.Objects[T](t, addontest.Target(), vpa.New(o))
}

// A single copy doesn't keep its node from being drained, and needs no election.
func TestSingleCopies(t *testing.T) {
	one := addon.Pods{Replicas: new(int32(1))}
	o := options{
		Recommender:         vpa.Recommender{Pods: one},
		Updater:             vpa.Updater{Pods: one},
		AdmissionController: vpa.AdmissionController{Pods: one},
	}
	if budgets := objects[*policyv1.PodDisruptionBudget](t, o); len(budgets) != 0 {
		t.Errorf("%d budgets", len(budgets))
	}
	if roles := objects[*rbacv1.Role](t, o); len(roles) != 0 {
		t.Errorf("%d roles", len(roles))
	}
	for _, d := range objects[*appsv1.Deployment](t, o) {
		if slices.Contains(d.Spec.Template.Spec.Containers[0].Args, "--leader-elect=true") {
			t.Errorf("%s elects a leader", d.Name)
		}
	}
	o.Updater.LeaderElection.Always = true
	if roles := objects[*rbacv1.Role](t, o); len(roles) != 1 {
		t.Errorf("%d roles", len(roles))
	}
}

// The rights to a Lease are where the Lease is.
func TestLeaseRights(t *testing.T) {
	o := options{Recommender: vpa.Recommender{LeaderElection: vpa.LeaderElection{Namespace: "leases", LeaseName: "recommender"}}}
	role := objects[*rbacv1.Role](t, o)[0]
	binding := objects[*rbacv1.RoleBinding](t, o)[0]
	if role.Namespace != "leases" || binding.Namespace != "leases" || binding.Subjects[0].Namespace != "kube-system" {
		t.Errorf("role in %s, binding in %s, of an account in %s", role.Namespace, binding.Namespace, binding.Subjects[0].Namespace)
	}
	if diff := cmp.Diff([]string{"recommender"}, role.Rules[1].ResourceNames); diff != "" {
		t.Error(diff)
	}
}

// The webhook never refuses the pods that it runs in.
func TestOwnPodsAreLeftAlone(t *testing.T) {
	o := options{AdmissionController: vpa.AdmissionController{Webhook: vpa.Webhook{FailurePolicy: admissionv1.Fail}}}
	selector, err := metav1.LabelSelectorAsSelector(objects[*admissionv1.MutatingWebhookConfiguration](t, o)[0].Webhooks[0].ObjectSelector)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range objects[*appsv1.Deployment](t, o) {
		if selector.Matches(labels.Set(d.Spec.Template.Labels)) {
			t.Errorf("the webhook refuses the pods of %s", d.Name)
		}
	}
	if !selector.Matches(labels.Set{"app": "web"}) {
		t.Error("the webhook leaves other pods alone")
	}
}

// The recommender may read what it reads use from, and nothing else.
func TestMetricsRights(t *testing.T) {
	rules := func(r vpa.Recommender) []rbacv1.PolicyRule {
		for _, role := range objects[*rbacv1.ClusterRole](t, options{Recommender: r}) {
			if role.Name == "vertical-pod-autoscaler-recommender-metrics-reader" {
				return role.Rules
			}
		}
		return nil
	}
	if diff := cmp.Diff([]rbacv1.PolicyRule{kube.Rule("metrics.k8s.io", "pods", "get list")}, rules(vpa.Recommender{})); diff != "" {
		t.Error(diff)
	}
	external := vpa.Recommender{ExternalMetrics: &vpa.ExternalMetrics{Memory: "container_memory"}}
	if diff := cmp.Diff([]rbacv1.PolicyRule{kube.Rule("external.metrics.k8s.io", "container_memory", "get list")}, rules(external)); diff != "" {
		t.Error(diff)
	}
}

// alerts are the names and expressions of the alerts.
func alerts(t *testing.T, o options) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, obj := range objects[addon.Object](t, o) {
		if obj.GetObjectKind().GroupVersionKind().Kind != "PrometheusRule" {
			continue
		}
		var rule struct {
			Spec struct {
				Groups []struct{ Rules []vpa.AlertRule }
			}
		}
		data, err := json.Marshal(obj)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &rule); err != nil {
			t.Fatal(err)
		}
		for _, r := range rule.Spec.Groups[0].Rules {
			out[r.Alert] = r.Expr
		}
	}
	return out
}

// There is an alert for each name, and none for a component that is left out.
func TestAlerts(t *testing.T) {
	all := alerts(t, options{PrometheusRule: &vpa.PrometheusRule{}})
	for _, name := range vpa.Alert("").Enum() {
		if all[name] == "" {
			t.Errorf("there is no alert %s", name)
		}
	}
	o := options{
		Updater:             vpa.Updater{Disabled: true},
		AdmissionController: vpa.AdmissionController{Disabled: true},
		PrometheusRule:      &vpa.PrometheusRule{Without: []vpa.Alert{vpa.UsageUnknown}},
	}
	for _, name := range vpa.Alert("").Enum() {
		want := slices.Contains([]vpa.Alert{vpa.RecommenderAbsent, vpa.NoRecommendation, vpa.UnsupportedTarget}, vpa.Alert(name))
		if _, got := alerts(t, o)[name]; got != want {
			t.Errorf("alert %s of the recommender alone: %v, not %v", name, got, want)
		}
	}
}

// Alerts wait for several rounds of a component, and ask for what the failure policy leads to.
func TestAlertsFollowOptions(t *testing.T) {
	got := alerts(t, options{
		Updater:             vpa.Updater{Interval: metav1.Duration{Duration: 10 * time.Minute}},
		AdmissionController: vpa.AdmissionController{Webhook: vpa.Webhook{FailurePolicy: admissionv1.Fail, TimeoutSeconds: 10}},
		PrometheusRule:      &vpa.PrometheusRule{},
	})
	for alert, want := range map[vpa.Alert]string{
		vpa.UpdaterIdle:        `(sum(increase(vpa_updater_execution_latency_seconds_count{step="ListVPAs"}[50m])) or vector(0)) == 0`,
		vpa.WebhookUnreachable: `sum(increase(apiserver_admission_webhook_rejection_count{name="vpa.k8s.io",error_type="calling_webhook_error"}[30m])) > 1`,
		vpa.AdmissionSlow:      `histogram_quantile(0.99, sum by (le) (rate(vpa_admission_controller_admission_latency_seconds_bucket[15m]))) > 5`,
	} {
		if got[string(alert)] != want {
			t.Errorf("%s: %s", alert, got[string(alert)])
		}
	}
}
