package vpa

import (
	"fmt"
	"maps"
	"slices"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// PrometheusRule asks for the Prometheus operator's custom resource of that name, with alerts
// on what the components tell of themselves and, for the webhook, on what the API server
// tells. An empty one has all alerts of the components that are installed.
type PrometheusRule struct {
	// Labels by which the Prometheus in question selects the rules.
	Labels map[string]string `json:"labels,omitempty"`

	// Labels of all alerts, by which they are routed. The severity of the addon's own is
	// "warning", or "critical" for VPARecommenderAbsent, where it is not among them.
	AlertLabels map[string]string `json:"alertLabels,omitempty"`

	// Alerts that are left out.
	Without []Alert `json:"without,omitempty" jsonschema:"uniqueItems"`

	// Further alerts.
	More []AlertRule `json:"more,omitempty"`
}

// Alert is an alert that the addon brings.
type Alert string

// The alerts.
const (
	RecommenderAbsent  Alert = "VPARecommenderAbsent"  // nothing is recommended any more
	UsageUnknown       Alert = "VPAUsageUnknown"       // the metrics API doesn't answer
	NoRecommendation   Alert = "VPANoRecommendation"   // an autoscaler has pods and no recommendation
	UnsupportedTarget  Alert = "VPAUnsupportedTarget"  // an autoscaler is for what can't be scaled
	UpdaterIdle        Alert = "VPAUpdaterIdle"        // pods are not looked at
	UpdatesPending     Alert = "VPAUpdatesPending"     // pods should be evicted, and none is
	EvictionsFail      Alert = "VPAEvictionsFail"      // pods of a workload can't be evicted
	ResizesFail        Alert = "VPAResizesFail"        // pods of a workload can't be resized
	AdmissionFails     Alert = "VPAAdmissionFails"     // the webhook answers with errors
	AdmissionSlow      Alert = "VPAAdmissionSlow"      // the webhook delays new pods
	WebhookUnreachable Alert = "VPAWebhookUnreachable" // the API server doesn't reach the webhook
)

// Enum lists the alerts.
func (Alert) Enum() []string {
	return addon.Values(RecommenderAbsent, UsageUnknown, NoRecommendation, UnsupportedTarget, UpdaterIdle,
		UpdatesPending, EvictionsFail, ResizesFail, AdmissionFails, AdmissionSlow, WebhookUnreachable)
}

// AlertRule is an alert of Prometheus'.
type AlertRule struct {
	// The alert's name.
	Alert string `json:"alert" jsonschema:"required,pattern=^[A-Za-z_][A-Za-z0-9_]*$"`

	// What holds while there is reason to alert, in PromQL.
	Expr string `json:"expr" jsonschema:"required"`

	// How long it must hold.
	For metav1.Duration `json:"for,omitzero"`

	// Labels of the alert.
	Labels map[string]string `json:"labels,omitempty"`

	// What people are told: "summary", "description".
	Annotations map[string]string `json:"annotations,omitempty"`
}

// prometheusRuleSpec has the fields of monitoring.coreos.com/v1 that are needed here.
type prometheusRuleSpec struct {
	Groups []ruleGroup `json:"groups"`
}

type ruleGroup struct {
	Name  string      `json:"name"`
	Rules []AlertRule `json:"rules"`
}

func prometheusRule(o Options) *kube.Custom[prometheusRuleSpec] {
	p := o.PrometheusRule
	if p == nil {
		return nil
	}
	meta := o.identity().Meta(name)
	maps.Copy(meta.Labels, p.Labels)
	var rules []AlertRule
	for _, rule := range alerts(o) {
		if !slices.Contains(p.Without, Alert(rule.Alert)) {
			rule.Labels = kube.Over(rule.Labels, p.AlertLabels)
			rules = append(rules, rule)
		}
	}
	for _, rule := range p.More {
		rule.Labels = kube.Over(p.AlertLabels, rule.Labels)
		rules = append(rules, rule)
	}
	return kube.NewCustom("monitoring.coreos.com/v1", "PrometheusRule", meta, prometheusRuleSpec{
		Groups: []ruleGroup{{Name: name, Rules: rules}},
	})
}

// alerts are those of the components that are installed.
func alerts(o Options) []AlertRule {
	var rules []AlertRule
	if !o.Recommender.Disabled {
		rules = append(rules, recommenderAlerts(o.Recommender)...)
	}
	if !o.Updater.Disabled {
		rules = append(rules, updaterAlerts(o.Updater)...)
	}
	if !o.AdmissionController.Disabled {
		rules = append(rules, admissionAlerts(o.AdmissionController.Webhook)...)
	}
	return rules
}

// objectCount counts autoscalers. The recommender that is active sets it in each round, to 0
// too.
const objectCount = "vpa_recommender_vpa_objects_count"

func recommenderAlerts(r Recommender) []AlertRule {
	return []AlertRule{
		alert(RecommenderAbsent, 15*time.Minute, "absent("+objectCount+")",
			"No recommender of the Vertical Pod Autoscaler is active.",
			"Autoscalers keep their last recommendations, whatever their pods use."),
		alert(UsageUnknown, 15*time.Minute, `sum(increase(vpa_recommender_metric_server_responses{is_error="true"}[`+rounds(r.Interval)+`])) > 0`,
			"The recommender can't read what pods use.",
			"The API that metrics-server, or an adapter, serves doesn't answer. Recommendations grow old."),
		alert(NoRecommendation, time.Hour, "sum("+objectCount+`{has_recommendation="false",matches_pods="true"}) > 0`,
			"Autoscalers have pods, but no recommendation.",
			"{{ $value }} autoscalers wait for a recommendation. Look for those whose condition RecommendationProvided is False."),
		alert(UnsupportedTarget, 15*time.Minute, "sum("+objectCount+`{unsupported_config="true"}) > 0`,
			"Autoscalers are for what can't be scaled.",
			"{{ $value }} autoscalers have the condition ConfigUnsupported. Its message says why."),
	}
}

func updaterAlerts(u Updater) []AlertRule {
	const of = "sum by (vpa_namespace, vpa_name, reason) "
	return []AlertRule{
		// The step is missing in rounds that end because no admission controller reports that
		// it runs.
		alert(UpdaterIdle, 15*time.Minute, `(sum(increase(vpa_updater_execution_latency_seconds_count{step="ListVPAs"}[`+rounds(u.Interval)+`])) or vector(0)) == 0`,
			"The updater doesn't look at pods.",
			"No updater is active, or none sees an admission controller at work: look at the Lease vpa-admission-controller."),
		alert(UpdatesPending, 6*time.Hour, "sum(vpa_updater_evictable_pods_total) > 0 unless on () sum(increase(vpa_updater_evicted_pods_total[6h])) > 0",
			"Pods should be evicted, and none is.",
			"{{ $value }} pods wait for new requests. Budgets, evictionRequirements or a limit hold them back."),
		alert(EvictionsFail, time.Hour, of+"(increase(vpa_updater_failed_eviction_attempts_total[1h])) > 0",
			"Pods of {{ $labels.vpa_namespace }}/{{ $labels.vpa_name }} can't be evicted.",
			"The reason is {{ $labels.reason }}."),
		alert(ResizesFail, time.Hour, of+"(increase(vpa_updater_failed_in_place_update_attempts_total[1h])) > 0",
			"Pods of {{ $labels.vpa_namespace }}/{{ $labels.vpa_name }} can't be resized.",
			"The reason is {{ $labels.reason }}. In the mode InPlaceOrRecreate they are evicted."),
	}
}

func admissionAlerts(w Webhook) []AlertRule {
	unreachable := `apiserver_admission_webhook_fail_open_count{name="` + webhookName + `"}`
	if w.FailurePolicy == admissionv1.Fail {
		unreachable = `apiserver_admission_webhook_rejection_count{name="` + webhookName + `",error_type="calling_webhook_error"}`
	}
	const latency = "vpa_admission_controller_admission_latency_seconds"
	return []AlertRule{
		alert(AdmissionFails, 15*time.Minute, "sum(increase("+latency+`_count{status="error"}[10m])) > 0`,
			"The admission controller answers with errors.",
			"New pods start with what they ask for themselves, or autoscalers are refused. Its log says why."),
		alert(AdmissionSlow, 15*time.Minute, fmt.Sprintf("histogram_quantile(0.99, sum by (le) (rate(%s_bucket[15m]))) > %g", latency, float64(w.TimeoutSeconds)/2),
			"The admission controller delays new pods.",
			"One in a hundred answers takes {{ $value | humanizeDuration }}, more than half of the webhook's timeout."),
		alert(WebhookUnreachable, 15*time.Minute, "sum(increase("+unreachable+"[30m])) > 1",
			"The API server doesn't reach the admission controller.",
			"New pods start with what they ask for themselves, or are refused, as the failure policy says."),
	}
}

// rounds is a time in which there are several rounds of a component.
func rounds(interval metav1.Duration) string {
	return kube.Duration(metav1.Duration{Duration: max(10*time.Minute, 5*interval.Duration)})
}

func alert(name Alert, wait time.Duration, expr, summary, description string) AlertRule {
	severity := "warning"
	if name == RecommenderAbsent {
		severity = "critical"
	}
	return AlertRule{
		Alert:       string(name),
		Expr:        expr,
		For:         metav1.Duration{Duration: wait},
		Labels:      map[string]string{"severity": severity},
		Annotations: map[string]string{"summary": summary, "description": description},
	}
}
