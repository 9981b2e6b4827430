package vpa

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// webhookName is the webhook's, in its configuration and in the API server's metrics.
const webhookName = "vpa.k8s.io"

func webhook(o Options) *admissionv1.MutatingWebhookConfiguration {
	id, w := o.component(admission), o.AdmissionController.Webhook
	meta := id.ClusterMeta(name + "-webhook-config")
	meta.Annotations = kube.Over(kube.InjectCA(id, certificateName, o.certificate()), w.Annotations)
	return &admissionv1.MutatingWebhookConfiguration{ObjectMeta: meta, Webhooks: []admissionv1.MutatingWebhook{{
		Name:                    webhookName,
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig: admissionv1.WebhookClientConfig{
			Service: &admissionv1.ServiceReference{Name: webhookServiceName, Namespace: o.Namespace, Port: new(int32(443))},
			// cert-manager writes this field at run time, and what applies the manifests must
			// leave it to it.
			CABundle: []byte(w.Certificate.CABundle),
		},
		FailurePolicy:      &w.FailurePolicy,
		MatchPolicy:        new(admissionv1.Equivalent),
		NamespaceSelector:  o.namespaceSelector(),
		ObjectSelector:     o.objectSelector(),
		ReinvocationPolicy: &w.ReinvocationPolicy,
		SideEffects:        new(admissionv1.SideEffectClassNone),
		TimeoutSeconds:     &w.TimeoutSeconds,
		Rules: []admissionv1.RuleWithOperations{
			rule("", "v1", "pods", admissionv1.Create),
			rule(group, "*", "verticalpodautoscalers", admissionv1.Create, admissionv1.Update),
		},
	}}}
}

func rule(group, version, resource string, operations ...admissionv1.OperationType) admissionv1.RuleWithOperations {
	return admissionv1.RuleWithOperations{
		Operations: operations,
		Rule: admissionv1.Rule{
			APIGroups:   []string{group},
			APIVersions: []string{version},
			Resources:   []string{resource},
			Scope:       new(admissionv1.AllScopes),
		},
	}
}

// namespaceSelector selects the namespaces that the components look at.
func (o Options) namespaceSelector() *metav1.LabelSelector {
	switch {
	case o.AdmissionController.Webhook.NamespaceSelector != nil:
		return o.AdmissionController.Webhook.NamespaceSelector
	case o.WatchNamespace != "":
		return having(corev1.LabelMetadataName, metav1.LabelSelectorOpIn, o.WatchNamespace)
	case len(o.IgnoredNamespaces) > 0:
		return having(corev1.LabelMetadataName, metav1.LabelSelectorOpNotIn, o.IgnoredNamespaces...)
	}
	return nil
}

// objectSelector leaves out the addon's own pods where the webhook could refuse them: they
// would wait for themselves.
func (o Options) objectSelector() *metav1.LabelSelector {
	w := o.AdmissionController.Webhook
	if w.FailurePolicy != admissionv1.Fail {
		return w.ObjectSelector
	}
	out := having(addon.LabelName, metav1.LabelSelectorOpNotIn, name)
	if s := w.ObjectSelector; s != nil {
		out.MatchLabels = s.MatchLabels
		out.MatchExpressions = slices.Concat(out.MatchExpressions, s.MatchExpressions)
	}
	return out
}

// having selects by one label.
func having(label string, op metav1.LabelSelectorOperator, values ...string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: label, Operator: op, Values: values}}}
}
