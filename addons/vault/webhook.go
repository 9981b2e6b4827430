package vault

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func webhook(o Options) *admissionv1.MutatingWebhookConfiguration {
	id, w, c := o.injector(), o.Injector.Webhook, o.Injector.Certificate
	meta := id.ClusterMeta(o.webhookConfig())
	meta.Annotations = kube.InjectCA(id, o.injectorCertificateName(), c)
	if o.injectorCertificateSecret() == "" {
		meta.Annotations = kube.Patched(nil, "webhooks[].clientConfig.caBundle") // by the injector
	}
	return &admissionv1.MutatingWebhookConfiguration{ObjectMeta: meta, Webhooks: []admissionv1.MutatingWebhook{{
		Name:                    "vault.hashicorp.com",
		AdmissionReviewVersions: []string{"v1", "v1beta1"},
		ClientConfig: admissionv1.WebhookClientConfig{
			Service:  &admissionv1.ServiceReference{Name: o.webhookService(), Namespace: o.Namespace, Path: new("/mutate")},
			CABundle: []byte(c.CABundle),
		},
		FailurePolicy:     &w.FailurePolicy,
		MatchPolicy:       &w.MatchPolicy,
		NamespaceSelector: w.NamespaceSelector,
		ObjectSelector:    w.objectSelector(),
		SideEffects:       new(admissionv1.SideEffectClassNone),
		TimeoutSeconds:    &w.TimeoutSeconds,
		Rules: []admissionv1.RuleWithOperations{{
			Operations: []admissionv1.OperationType{admissionv1.Create},
			Rule: admissionv1.Rule{
				APIGroups:   []string{""},
				APIVersions: []string{"v1"},
				Resources:   []string{"pods"},
				Scope:       new(admissionv1.NamespacedScope),
			},
		}},
	}}}
}

// objectSelector leaves out injectors, which would wait for themselves.
func (w Webhook) objectSelector() *metav1.LabelSelector {
	out := &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
		Key: addon.LabelName, Operator: metav1.LabelSelectorOpNotIn, Values: []string{name + "-agent-injector"},
	}}}
	if s := w.ObjectSelector; s != nil {
		out.MatchLabels = s.MatchLabels
		out.MatchExpressions = slices.Concat(out.MatchExpressions, s.MatchExpressions)
	}
	return out
}
