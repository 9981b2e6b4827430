package telepresence

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names are those of upstream's chart, so that what it has issued is taken over.
const (
	certificateName = "mutator-webhook-tls"
	issuerName      = "telepresence"
)

func webhook(o Options) *admissionv1.MutatingWebhookConfiguration {
	i := o.AgentInjector
	if i.Disabled {
		return nil
	}
	id := o.identity()
	meta := id.ClusterMeta(injectorName + "-webhook-" + o.Namespace)
	meta.Annotations = kube.InjectCA(id, certificateName, o.certificate())
	hook := admissionv1.MutatingWebhook{
		Name:                    injectorName + "-" + o.Namespace + ".getambassador.io",
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig: admissionv1.WebhookClientConfig{
			Service: &admissionv1.ServiceReference{Name: injectorName, Namespace: o.Namespace, Path: new("/traffic-agent"), Port: &i.Port},
			// cert-manager writes this field at run time, and what applies the manifests must
			// leave it to it.
			CABundle: []byte(i.Certificate.CABundle),
		},
		FailurePolicy:      &i.FailurePolicy,
		ReinvocationPolicy: &i.ReinvocationPolicy,
		NamespaceSelector:  o.namespaceSelector(),
		SideEffects:        new(admissionv1.SideEffectClassNone),
		TimeoutSeconds:     &i.TimeoutSeconds,
		Rules: []admissionv1.RuleWithOperations{{
			// The manager is told of pods that go, since their agents are late to say so.
			Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Delete},
			Rule: admissionv1.Rule{
				APIGroups:   []string{""},
				APIVersions: []string{"v1"},
				Resources:   []string{"pods"},
				Scope:       new(admissionv1.AllScopes),
			},
		}},
	}
	if i.FailurePolicy == admissionv1.Fail {
		// The manager's own pod must not wait for itself.
		hook.ObjectSelector = having("telepresence", metav1.LabelSelectorOpNotIn, "manager")
	}
	return &admissionv1.MutatingWebhookConfiguration{ObjectMeta: meta, Webhooks: []admissionv1.MutatingWebhook{hook}}
}

// namespaceSelector selects the namespaces whose pods the webhook sees.
func (o Options) namespaceSelector() *metav1.LabelSelector {
	switch managed := o.managed(); {
	case managed != nil:
		return having("kubernetes.io/metadata.name", metav1.LabelSelectorOpIn, managed...)
	case o.AgentInjector.NamespaceSelector != nil:
		return o.AgentInjector.NamespaceSelector
	}
	return having("kubernetes.io/metadata.name", metav1.LabelSelectorOpNotIn, "kube-system", "kube-node-lease")
}

// having selects by one label.
func having(label string, op metav1.LabelSelectorOperator, values ...string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: label, Operator: op, Values: values}}}
}

// certificate is where the webhook's certificate comes from: cert-manager, unless a Secret is
// named.
func (o Options) certificate() addon.ServingCertificate {
	c := o.AgentInjector.Certificate
	if c.Secret == "" && c.CertManager == nil {
		c.CertManager = &addon.CertManager{}
	}
	return c
}

// certificateSecret is the Secret with the webhook's certificate.
func (o Options) certificateSecret() string {
	if s := o.AgentInjector.Certificate.Secret; s != "" {
		return s
	}
	return certificateName
}

// mountsCertificate tells whether the manager finds the certificate in a volume.
func (o Options) mountsCertificate() bool {
	return !o.AgentInjector.Disabled && !o.AgentInjector.WatchSecret
}

// certificate is the one that cert-manager issues, and its issuer where none is given.
func certificate(o Options) []addon.Object {
	c, id := o.certificate(), o.identity()
	if o.AgentInjector.Disabled || c.CertManager == nil {
		return nil
	}
	var objs []addon.Object
	if c.CertManager.Issuer == (addon.IssuerRef{}) {
		own := *c.CertManager
		own.Issuer = addon.IssuerRef{Name: issuerName}
		c.CertManager = &own
		objs = append(objs, kube.NewSelfSignedIssuer(id.Meta(issuerName)))
	}
	for _, obj := range kube.ServingCertificate(id, certificateName, c, kube.ServiceNames(injectorName, o.Namespace)...) {
		if certificate, ok := obj.(*kube.Certificate); ok {
			certificate.Spec.CommonName = injectorName // a certificate that signs itself needs a subject
		}
		objs = append(objs, obj)
	}
	return objs
}
