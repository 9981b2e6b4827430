package awslbc

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	webhookName        = "aws-load-balancer-webhook"
	webhookServiceName = webhookName + "-service"

	injectAgents = group + "/alb-target-control-agent-injection" // of a namespace
	injectAgent  = group + "/alb-target-control-agent-inject"    // of a pod
)

func mutatingWebhooks(o Options) *admissionv1.MutatingWebhookConfiguration {
	pods := created("", "pods")
	hooks := []admissionv1.MutatingWebhook{
		podHook(o, "mpod", "/mutate-v1-pod", o.Webhook.Pods.FailurePolicy, "pod-readiness-gate-inject"),
		podHook(o, "quicid", "/mutate-v1-pod-server-id", admissionv1.Fail, "quic-server-id-inject"),
	}
	if !o.Webhook.Services.Disabled {
		hooks = append(hooks, serviceHook(o))
	}
	hooks = append(hooks,
		mutate(o, "alb-target-control.namespace", "/mutate-alb-target-control-namespace-v1-pod", admissionv1.Fail, pods,
			having(injectAgents, metav1.LabelSelectorOpIn, "enabled"),
			others(having(injectAgent, metav1.LabelSelectorOpNotIn, "false"))),
		mutate(o, "alb-target-control.object", "/mutate-alb-target-control-object-v1-pod", admissionv1.Fail, pods,
			having(injectAgents, metav1.LabelSelectorOpDoesNotExist),
			others(having(injectAgent, metav1.LabelSelectorOpIn, "true"))),
		mutate(o, "mtargetgroupbinding", "/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding", admissionv1.Fail,
			written(group, "v1beta1", "targetgroupbindings"), nil, nil),
	)
	return &admissionv1.MutatingWebhookConfiguration{ObjectMeta: webhookMeta(o), Webhooks: hooks}
}

// podHook is a webhook for the pods of namespaces that are labelled for it.
func podHook(o Options, hook, path string, policy admissionv1.FailurePolicyType, label string) admissionv1.MutatingWebhook {
	namespaces := o.Webhook.Pods.NamespaceSelector
	if namespaces == nil {
		namespaces = having(group+"/"+label, metav1.LabelSelectorOpIn, "enabled")
	}
	return mutate(o, hook, path, policy, created("", "pods"), namespaces, others(o.Webhook.Pods.ObjectSelector))
}

// serviceHook gives new Services of type LoadBalancer the class of this controller.
func serviceHook(o Options) admissionv1.MutatingWebhook {
	w := o.Webhook.Services
	services := created("", "services")
	if w.Updates {
		services = written("", "v1", "services")
	}
	return mutate(o, "mservice", "/mutate-v1-service", w.FailurePolicy, services, w.NamespaceSelector, others(w.ObjectSelector))
}

func validatingWebhooks(o Options) *admissionv1.ValidatingWebhookConfiguration {
	hooks := []admissionv1.ValidatingWebhook{
		validateHook(o, "vingressclassparams."+group, "/validate-elbv2-k8s-aws-v1beta1-ingressclassparams", written(group, "v1beta1", "ingressclassparams")),
		validateHook(o, "vtargetgroupbinding."+group, "/validate-elbv2-k8s-aws-v1beta1-targetgroupbinding", written(group, "v1beta1", "targetgroupbindings")),
	}
	hooks[0].ObjectSelector = others(nil)
	if w := o.Webhook.Ingresses; !w.Disabled {
		hook := validateHook(o, "vingress."+group, "/validate-networking-v1-ingress", written("networking.k8s.io", "v1", "ingresses"))
		hook.FailurePolicy = &w.FailurePolicy
		hook.MatchPolicy = new(admissionv1.Equivalent)
		hook.NamespaceSelector = w.NamespaceSelector
		hook.ObjectSelector = w.ObjectSelector
		hooks = append(hooks, hook)
	}
	if o.FeatureGates[GlobalAcceleratorController] {
		hook := validateHook(o, "vglobalaccelerator.aga.k8s.aws", "/validate-aga-k8s-aws-v1beta1-globalaccelerator", written("aga.k8s.aws", "v1beta1", "globalaccelerators"))
		hook.MatchPolicy = new(admissionv1.Equivalent)
		hook.TimeoutSeconds = new(int32(10))
		hooks = append(hooks, hook)
	}
	return &admissionv1.ValidatingWebhookConfiguration{ObjectMeta: webhookMeta(o), Webhooks: hooks}
}

// webhookMeta has cert-manager write its CA into the configuration.
func webhookMeta(o Options) metav1.ObjectMeta {
	meta := o.identity().ClusterMeta(webhookName)
	meta.Annotations = kube.InjectCA(o.identity(), certificateName, o.certificate())
	return meta
}

func mutate(o Options, hook, path string, policy admissionv1.FailurePolicyType, rule admissionv1.RuleWithOperations, namespaces, objects *metav1.LabelSelector) admissionv1.MutatingWebhook {
	return admissionv1.MutatingWebhook{
		Name:                    hook + "." + group,
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig:            clientConfig(o, path),
		FailurePolicy:           &policy,
		NamespaceSelector:       namespaces,
		ObjectSelector:          objects,
		Rules:                   []admissionv1.RuleWithOperations{rule},
		SideEffects:             new(admissionv1.SideEffectClassNone),
	}
}

func validateHook(o Options, hook, path string, rule admissionv1.RuleWithOperations) admissionv1.ValidatingWebhook {
	return admissionv1.ValidatingWebhook{
		Name:                    hook,
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig:            clientConfig(o, path),
		FailurePolicy:           new(admissionv1.Fail),
		Rules:                   []admissionv1.RuleWithOperations{rule},
		SideEffects:             new(admissionv1.SideEffectClassNone),
	}
}

func clientConfig(o Options, path string) admissionv1.WebhookClientConfig {
	return admissionv1.WebhookClientConfig{
		Service: &admissionv1.ServiceReference{Name: webhookServiceName, Namespace: o.Namespace, Path: &path},
		// cert-manager writes this field at run time, and what applies the manifests must
		// leave it to it.
		CABundle: []byte(o.Webhook.Certificate.CABundle),
	}
}

// created and written are rules for objects that are made, and that change too.
func created(group, resources string) admissionv1.RuleWithOperations {
	rule := written(group, "v1", resources)
	rule.Operations = []admissionv1.OperationType{admissionv1.Create}
	return rule
}

func written(group, version, resources string) admissionv1.RuleWithOperations {
	return admissionv1.RuleWithOperations{
		Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
		Rule: admissionv1.Rule{
			APIGroups:   []string{group},
			APIVersions: []string{version},
			Resources:   []string{resources},
		},
	}
}

// having selects by one label.
func having(label string, op metav1.LabelSelectorOperator, values ...string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: label, Operator: op, Values: values}}}
}

// others narrows a selector, which may be nil, to objects that are not the addon's own: they
// must not wait for it.
func others(selector *metav1.LabelSelector) *metav1.LabelSelector {
	out := having(addon.LabelName, metav1.LabelSelectorOpNotIn, name)
	if selector != nil {
		out.MatchLabels = selector.MatchLabels
		out.MatchExpressions = slices.Concat(out.MatchExpressions, selector.MatchExpressions)
	}
	return out
}
