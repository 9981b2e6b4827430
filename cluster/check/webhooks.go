package check

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// Webhooks finds admission webhooks that refuse pods while they can't be reached, and that
// watch the namespace of their own pods: once these are gone, nothing can start them again.
// It also warns of those that watch kube-system, whose pods the cluster itself needs.
//
// Exclude the namespace in the webhook's namespaceSelector, by the label
// kubernetes.io/metadata.name, or let the failure policy be Ignore. Webhooks with match
// conditions are left alone.
var Webhooks = Check{Name: "webhooks", Run: webhooks}

// hook is what a validating and a mutating webhook have in common.
type hook struct {
	field      string
	policy     *admissionv1.FailurePolicyType
	rules      []admissionv1.RuleWithOperations
	namespaces *metav1.LabelSelector
	objects    *metav1.LabelSelector
	service    *admissionv1.ServiceReference
	conditions []admissionv1.MatchCondition
}

func webhooks(p *Pass) {
	for _, o := range p.Objects {
		for _, h := range hooksOf(o) {
			if h.policy != nil && *h.policy == admissionv1.Ignore || len(h.conditions) > 0 || !watchesPods(h.rules) {
				continue
			}
			if own := ownPods(p, h); own != "" {
				p.Error(o, h.field, "refuses the pods of "+own+", which serve it, while they are down", "exclude namespace "+h.service.Namespace+" in its namespaceSelector")
			} else if matches(orAll(h.namespaces), namespaceLabels(p, "kube-system")) && matches(orAll(h.objects), nil) {
				p.Warn(o, h.field, "refuses the pods of kube-system while it can't be reached", "exclude namespace kube-system in its namespaceSelector")
			}
		}
	}
}

func hooksOf(o *infer.Object) []hook {
	var out []hook
	switch x := o.Object.(type) {
	case *admissionv1.ValidatingWebhookConfiguration:
		for i, w := range x.Webhooks {
			out = append(out, hook{infer.Item("webhooks", i), w.FailurePolicy, w.Rules, w.NamespaceSelector, w.ObjectSelector, w.ClientConfig.Service, w.MatchConditions})
		}
	case *admissionv1.MutatingWebhookConfiguration:
		for i, w := range x.Webhooks {
			out = append(out, hook{infer.Item("webhooks", i), w.FailurePolicy, w.Rules, w.NamespaceSelector, w.ObjectSelector, w.ClientConfig.Service, w.MatchConditions})
		}
	}
	return out
}

// watchesPods tells whether a rule is for pods that are made.
func watchesPods(rules []admissionv1.RuleWithOperations) bool {
	return slices.ContainsFunc(rules, func(r admissionv1.RuleWithOperations) bool {
		any := func(list []string, names ...string) bool {
			return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(names, s) })
		}
		return (slices.Contains(r.Operations, admissionv1.Create) || slices.Contains(r.Operations, admissionv1.OperationAll)) &&
			any(r.APIGroups, "", "*") && any(r.APIVersions, "v1", "*") && any(r.Resources, "pods", "*", "*/*") &&
			(r.Scope == nil || *r.Scope != admissionv1.ClusterScope)
	})
}

// ownPods names a workload whose pods serve the webhook and are watched by it.
func ownPods(p *Pass, h hook) string {
	if h.service == nil || !matches(orAll(h.namespaces), namespaceLabels(p, h.service.Namespace)) {
		return ""
	}
	for _, pods := range p.Behind(h.service.Namespace, h.service.Name) {
		if matches(orAll(h.objects), pods.Labels) {
			return pods.Key.String()
		}
	}
	return ""
}

// orAll is the selector, or one that selects everything where there is none.
func orAll(s *metav1.LabelSelector) *metav1.LabelSelector {
	if s == nil {
		return &metav1.LabelSelector{}
	}
	return s
}

// namespaceLabels are the labels of a namespace, so far as the plan knows them.
func namespaceLabels(p *Pass, name string) map[string]string {
	labels := map[string]string{corev1.LabelMetadataName: name}
	if ns := p.Find(infer.NewKey("Namespace", "", name)); ns != nil {
		for k, v := range ns.GetLabels() {
			labels[k] = v
		}
	}
	return labels
}
