package prometheusoperator

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validatePods(o, path),
		validateNamespaces(o, path),
		validateSelectors(o, path),
		validateFeatures(o.FeatureGates, path.Child("featureGates")),
		validatePairs(o.ManagedLabels, path.Child("managedLabels")),
		validatePairs(o.ManagedAnnotations, path.Child("managedAnnotations")),
		validateNamespaced(o, path.Child("namespaced")),
		validateResources(o, path.Child("resources")),
	)
}

// validatePods refuses two operators that would undo each other's work.
func validatePods(o Options, path *field.Path) field.ErrorList {
	if *o.Pods.Replicas > 1 {
		return field.ErrorList{field.Invalid(path.Child("pods", "replicas"), *o.Pods.Replicas, "must be 1, or 0: copies don't agree which of them is active, and would undo each other's work")}
	}
	return nil
}

// validateNamespaces refuses two ways to limit the operator.
func validateNamespaces(o Options, path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("namespaces", o.Namespaces != nil), addon.Field("deniedNamespaces", o.DeniedNamespaces != nil))
}

// validateSelectors refuses selectors that Kubernetes doesn't know.
func validateSelectors(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(s *metav1.LabelSelector, path *field.Path) {
		if s != nil {
			errs = append(errs, checkSelector(s, path)...)
		}
	}
	check(o.InstanceSelectors.Prometheus, path.Child("instanceSelectors", "prometheus"))
	check(o.InstanceSelectors.Alertmanager, path.Child("instanceSelectors", "alertmanager"))
	check(o.InstanceSelectors.ThanosRuler, path.Child("instanceSelectors", "thanosRuler"))
	check(o.Secrets.Labels, path.Child("secrets", "labels"))
	check(o.ConfigMaps.Labels, path.Child("configMaps", "labels"))
	check(o.Kubelet.NodeSelector, path.Child("kubelet", "nodeSelector"))
	check(o.AdmissionWebhook.NamespaceSelector, path.Child("admissionWebhook", "namespaceSelector"))
	check(o.AdmissionWebhook.ObjectSelector, path.Child("admissionWebhook", "objectSelector"))
	return errs
}

// validateFeatures refuses features that the operator doesn't know.
func validateFeatures(features map[FeatureGate]bool, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	known := FeatureGate("").Enum()
	for _, gate := range sortedKeys(features) {
		if !slices.Contains(known, string(gate)) {
			errs = append(errs, field.NotSupported(path.Key(string(gate)), gate, known))
		}
	}
	return errs
}

// validatePairs refuses what a flag with commas between pairs can't tell.
func validatePairs(pairs map[string]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, k := range sortedKeys(pairs) {
		if strings.Contains(pairs[k], ",") {
			errs = append(errs, field.Invalid(path.Key(k), pairs[k], "must have no comma: they stand between pairs"))
		}
	}
	return errs
}

// Validate refuses kubelets that nobody finds.
func (k Kubelet) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if k.NoEndpoints && !k.EndpointSlices && !k.Disabled {
		errs = append(errs, field.Required(path.Child("endpointSlices"), "with noEndpoints nobody finds the kubelets without them: or set disabled"))
	}
	return append(errs, addon.CheckWholeSeconds(k.SyncPeriod, path.Child("syncPeriod"))...)
}

// Validate refuses resources that there are no flags for, and limits below requests.
func (r ConfigReloader) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	p := path.Child("resources")
	if len(r.Resources.Claims) > 0 {
		errs = append(errs, field.Forbidden(p.Child("claims"), "only requests and limits can be given"))
	}
	known := []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory}
	for _, of := range []struct {
		name string
		list corev1.ResourceList
	}{{"requests", r.Resources.Requests}, {"limits", r.Resources.Limits}} {
		for _, name := range slices.Sorted(maps.Keys(of.list)) {
			if !slices.Contains(known, name) {
				errs = append(errs, field.NotSupported(p.Child(of.name).Key(string(name)), name, known))
			}
		}
	}
	for _, name := range known {
		request, limit := usual(r.Resources.Requests, name), usual(r.Resources.Limits, name)
		if !limit.IsZero() && limit.Cmp(request) < 0 {
			errs = append(errs, field.Invalid(p.Child("limits").Key(string(name)), limit.String(), "must be at least what is requested, "+request.String()))
		}
	}
	return errs
}

// usual is a quantity, or what the operator takes where it is left out.
func usual(list corev1.ResourceList, name corev1.ResourceName) resource.Quantity {
	if q, ok := list[name]; ok {
		return q
	}
	return map[corev1.ResourceName]resource.Quantity{
		corev1.ResourceCPU:    resource.MustParse("10m"),
		corev1.ResourceMemory: resource.MustParse("50Mi"),
	}[name]
}

// Validate refuses a certificate that nobody trusts, and ciphers that nobody uses.
func (w AdmissionWebhook) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if w.Certificate.Secret != "" && w.Certificate.CABundle == "" {
		errs = append(errs, field.Required(path.Child("certificate", "caBundle"), "the API server trusts the certificate of a Secret by its CA alone"))
	}
	if w.CipherSuites != nil && w.MinTLSVersion != ServedTLS12 {
		errs = append(errs, field.Forbidden(path.Child("cipherSuites"), "are for TLS 1.2: set minTLSVersion to VersionTLS12"))
	}
	return errs
}
