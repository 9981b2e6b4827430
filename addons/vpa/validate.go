package vpa

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		addon.AtMostOne(path, addon.Field("watchNamespace", o.WatchNamespace != ""), addon.Field("ignoredNamespaces", len(o.IgnoredNamespaces) > 0)),
		validateFeatures(o, path.Child("featureGates")),
		validateElection(o, path),
		validateRecommender(o.Recommender, path.Child("recommender")),
		validateUpdater(o, path),
		validateAdmission(o.AdmissionController, path.Child("admissionController")),
		validateAutoscalers(o, path.Child("autoscalers")),
	)
}

// validateFeatures refuses features that the components don't know.
func validateFeatures(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	known := FeatureGate("").Enum()
	for _, gate := range slices.Sorted(maps.Keys(o.FeatureGates)) {
		if !slices.Contains(known, string(gate)) {
			errs = append(errs, field.NotSupported(path.Key(string(gate)), gate, known))
		}
	}
	return errs
}

// validateElection refuses an election that can't be won, and one Lease for two components.
func validateElection(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	r, u := o.Recommender.LeaderElection, o.Updater.LeaderElection
	for _, e := range []struct {
		component string
		LeaderElection
	}{{"recommender", r}, {"updater", u}} {
		errs = append(errs, addon.CheckElection(path.Child(e.component, "leaderElection"),
			e.LeaseDuration.Duration, e.RenewDeadline.Duration, e.RetryPeriod.Duration)...)
	}
	if !o.Recommender.Disabled && !o.Updater.Disabled && r.LeaseName == u.LeaseName && r.namespace(o) == u.namespace(o) {
		errs = append(errs, field.Duplicate(path.Child("updater", "leaderElection", "leaseName"), u.LeaseName))
	}
	return errs
}

func validateRecommender(r Recommender, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateEstimate(r.CPU.Estimate, path.Child("cpu"), resource.Milli),
		validateEstimate(r.Memory.Estimate, path.Child("memory"), bytes),
		checkUnit(value(r.OOM.MinBumpUp), bytes, path.Child("oom", "minBumpUp")),
	)
	if r.Prometheus != nil && r.Checkpoints != (Checkpoints{}) {
		errs = append(errs, field.Forbidden(path.Child("checkpoints"), "there are none: prometheus takes their place"))
	}
	if m, p := r.ExternalMetrics, r.Prometheus; m != nil && p != nil && m.ContainerLabel != "" && p.Labels.Container != "" && m.ContainerLabel != p.Labels.Container {
		errs = append(errs, field.Invalid(path.Child("externalMetrics", "containerLabel"), m.ContainerLabel, "must be that of prometheus.labels.container, since one flag sets both"))
	}
	return errs
}

// validateEstimate refuses percentiles that are in the wrong order, and quantities that flags
// can't tell.
func validateEstimate(e Estimate, path *field.Path, unit resource.Scale) field.ErrorList {
	errs := slices.Concat(
		checkUnit(value(e.Minimum), unit, path.Child("minimum")),
		checkUnit(e.Maximum, unit, path.Child("maximum")),
		checkUnit(e.RoundTo, unit, path.Child("roundTo")),
	)
	lower, target, upper := cmp.Or(e.LowerBound, 0.5), cmp.Or(e.Target, 0.9), cmp.Or(e.UpperBound, 0.95)
	if lower > target {
		errs = append(errs, field.Invalid(path.Child("lowerBound"), lower, fmt.Sprintf("must not be above target, which is %v", target)))
	}
	if upper < target {
		errs = append(errs, field.Invalid(path.Child("upperBound"), upper, fmt.Sprintf("must not be below target, which is %v", target)))
	}
	return errs
}

// bytes is the unit of memory, as resource.Milli is that of CPU.
const bytes resource.Scale = 0

// checkUnit refuses a quantity that is finer than its unit, or negative.
func checkUnit(q resource.Quantity, unit resource.Scale, path *field.Path) field.ErrorList {
	if _, exact := q.AsScale(unit); exact && q.Sign() >= 0 {
		return nil
	}
	name := "bytes"
	if unit == resource.Milli {
		name = "millicores"
	}
	return field.ErrorList{field.Invalid(path, q.String(), "must be whole "+name+", and not negative")}
}

// value is the quantity, or zero where it is left out.
func value(q *resource.Quantity) resource.Quantity {
	if q == nil {
		return resource.Quantity{}
	}
	return *q
}

// Validate refuses credentials of two kinds, and durations that Prometheus can't be told.
func (p Prometheus) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("basicAuth", p.BasicAuth != nil), addon.Field("bearerToken", p.BearerToken != nil))
	for _, d := range []struct {
		name  string
		value metav1.Duration
	}{{"historyLength", p.HistoryLength}, {"historyResolution", p.HistoryResolution}} {
		errs = append(errs, addon.CheckWholeSeconds(d.value, path.Child(d.name))...)
	}
	return errs
}

// Validate refuses to read nothing.
func (m ExternalMetrics) Validate(path *field.Path) field.ErrorList {
	if m.CPU == "" && m.Memory == "" {
		return field.ErrorList{field.Required(path, "needs one of cpu, memory")}
	}
	return nil
}

// validateUpdater refuses an updater that does nothing, and a burst that means nothing.
func validateUpdater(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	u := o.Updater
	if o.AdmissionController.Disabled && !u.Disabled && !u.IgnoreAdmissionStatus {
		errs = append(errs, field.Forbidden(path.Child("admissionController", "disabled"), "the updater changes nothing while no admission controller reports that it runs: set updater.disabled too, or updater.ignoreAdmissionStatus"))
	}
	if u.EvictionBurst != 0 && u.EvictionRate == 0 {
		errs = append(errs, field.Forbidden(path.Child("updater", "evictionBurst"), "needs evictionRate: without it there is no limit"))
	}
	return errs
}

// validateAdmission refuses ports that are taken, a certificate that nobody trusts, and
// settings that go nowhere.
func validateAdmission(a AdmissionController, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if a.Ports.Webhook == a.Ports.Metrics {
		errs = append(errs, field.Invalid(path.Child("ports", "metrics"), a.Ports.Metrics, "is the port for the webhook: take another"))
	}
	for _, p := range []struct {
		name string
		port int32
	}{{"webhook", a.Ports.Webhook}, {"metrics", a.Ports.Metrics}} {
		if a.HostNetwork && (p.port == 10250 || p.port == 10256) {
			errs = append(errs, field.Invalid(path.Child("ports", p.name), p.port, "is the kubelet's or kube-proxy's in the network of the node: take another"))
		}
	}
	if a.MinTLSVersion == TLS13 && a.Ciphers != nil {
		errs = append(errs, field.Forbidden(path.Child("ciphers"), "are for TLS 1.2: with minTLSVersion tls1_3 Go chooses"))
	}
	errs = append(errs, checkUnit(a.MaxStartupCPU, resource.Milli, path.Child("maxStartupCPU"))...)
	w, p := a.Webhook, path.Child("webhook")
	if w.Certificate.Secret != "" && w.Certificate.CABundle == "" {
		errs = append(errs, field.Required(p.Child("certificate", "caBundle"), "the API server trusts the certificate of a Secret by its CA alone"))
	}
	if w.Certificate.Secret == "" && w.SecretKeys != (SecretKeys{}) {
		errs = append(errs, field.Forbidden(p.Child("secretKeys"), "belong to the certificate of a secret: cert-manager's has keys of its own"))
	}
	return errs
}
