package hnc

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon/kube"
)

// The names by which the manager finds the configurations that it writes its CA into.
const (
	mutatingName   = "hnc-mutating-webhook-configuration"
	validatingName = "hnc-validating-webhook-configuration"
)

// includedLabel is the label that HNC keeps on the namespaces that it looks after.
const includedLabel = group + "/included-namespace"

// mutatingWebhooks label the namespaces that HNC looks after.
func mutatingWebhooks(o Options) *admissionv1.MutatingWebhookConfiguration {
	if o.Webhooks.Disabled {
		return nil
	}
	return &admissionv1.MutatingWebhookConfiguration{
		ObjectMeta: webhookMeta(o, mutatingName),
		Webhooks: []admissionv1.MutatingWebhook{{
			Name:                    "namespacelabel." + group,
			AdmissionReviewVersions: []string{"v1"},
			ClientConfig:            clientConfig(o, "/mutate-namespace"),
			FailurePolicy:           new(admissionv1.Ignore),
			SideEffects:             new(admissionv1.SideEffectClassNone),
			Rules:                   []admissionv1.RuleWithOperations{written("", "v1", "namespaces")},
		}},
	}
}

func validatingWebhooks(o Options) *admissionv1.ValidatingWebhookConfiguration {
	if o.Webhooks.Disabled {
		return nil
	}
	hooks := []admissionv1.ValidatingWebhook{
		objectsHook(o),
		hook(o, "subnamespaceanchors", validatePath+"subnamespaceanchors", deletedToo(written(group, "v1alpha2", "subnamespaceanchors"))),
		hook(o, "hierarchyconfigurations", validatePath+"hierarchyconfigurations", written(group, "v1alpha2", "hierarchyconfigurations")),
		hook(o, "hncconfigurations", validatePath+"hncconfigurations", deletedToo(written(group, "v1alpha2", "hncconfigurations"))),
		namespacesHook(o),
	}
	if o.Quotas.Enabled {
		hooks = append(hooks, quotaHooks(o)...)
	}
	return &admissionv1.ValidatingWebhookConfiguration{ObjectMeta: webhookMeta(o, validatingName), Webhooks: hooks}
}

// objectsHook keeps copies as they are, and objects from getting the name of a copy.
func objectsHook(o Options) admissionv1.ValidatingWebhook {
	h := hook(o, "objects", "/validate-objects", objectRules(o)...)
	h.NamespaceSelector = &metav1.LabelSelector{MatchLabels: map[string]string{includedLabel: "true"}}
	call(&h, o.Webhooks.Objects.Webhook)
	return h
}

// objectRules are for objects of all kinds that are in a namespace, or of those that HNC
// copies.
func objectRules(o Options) []admissionv1.RuleWithOperations {
	namespaced := func(group string, resources ...string) admissionv1.RuleWithOperations {
		r := deletedToo(written(group, "*", resources...))
		r.Scope = new(admissionv1.NamespacedScope)
		return r
	}
	if !o.Webhooks.Objects.OnlyPropagated {
		return []admissionv1.RuleWithOperations{namespaced("*", "*")}
	}
	rules := []admissionv1.RuleWithOperations{namespaced(rbacv1.GroupName, "rolebindings", "roles")}
	for _, r := range o.Resources {
		if r.Mode == Propagate || r.Mode == AllowPropagate {
			rules = append(rules, namespaced(r.Group, r.Resource))
		}
	}
	return rules
}

// namespacesHook keeps HNC's labels, and subnamespaces from being deleted.
func namespacesHook(o Options) admissionv1.ValidatingWebhook {
	h := hook(o, "namespaces", "/validate-v1-namespace", deletedToo(written("", "v1", "namespaces")))
	call(&h, o.Webhooks.Namespaces)
	return h
}

// quotaHooks refuse quotas of what can't be counted, and what would go beyond a quota.
func quotaHooks(o Options) []admissionv1.ValidatingWebhook {
	used := written("", "v1", "resourcequotas/status")
	used.Operations = []admissionv1.OperationType{admissionv1.Update}
	hooks := []admissionv1.ValidatingWebhook{
		hook(o, "hrq", validatePath+"hrq", written(group, "v1alpha2", "hierarchicalresourcequotas")),
		hook(o, "resourcesquotasstatus", validatePath+"resourcequotasstatus", used),
	}
	for i := range hooks {
		hooks[i].AdmissionReviewVersions = []string{"v1", "v1beta1"}
	}
	hooks[1].FailurePolicy = new(admissionv1.Ignore)
	return hooks
}

// validatePath is how the paths of webhooks for HNC's own kinds begin.
const validatePath = "/validate-hnc-x-k8s-io-v1alpha2-"

func hook(o Options, name, path string, rules ...admissionv1.RuleWithOperations) admissionv1.ValidatingWebhook {
	return admissionv1.ValidatingWebhook{
		Name:                    name + "." + group,
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig:            clientConfig(o, path),
		FailurePolicy:           new(admissionv1.Fail),
		SideEffects:             new(admissionv1.SideEffectClassNone),
		Rules:                   rules,
	}
}

// call has a webhook called as its options say.
func call(h *admissionv1.ValidatingWebhook, o Webhook) {
	h.FailurePolicy = &o.FailurePolicy
	if o.TimeoutSeconds != 0 {
		h.TimeoutSeconds = &o.TimeoutSeconds
	}
}

// webhookMeta marks the CA as what the manager writes, or has cert-manager write its own.
func webhookMeta(o Options, name string) metav1.ObjectMeta {
	meta := o.identity().ClusterMeta(name)
	if o.rotates() {
		meta.Annotations = kube.Patched(nil, "webhooks[].clientConfig.caBundle")
	} else {
		meta.Annotations = kube.InjectCA(o.identity(), certificateName, o.Webhooks.Certificate)
	}
	return meta
}

func clientConfig(o Options, path string) admissionv1.WebhookClientConfig {
	return admissionv1.WebhookClientConfig{
		Service:  &admissionv1.ServiceReference{Name: webhookServiceName, Namespace: o.Namespace, Path: &path},
		CABundle: []byte(o.Webhooks.Certificate.CABundle),
	}
}

// written is a rule for objects that are made and that change.
func written(group, version string, resources ...string) admissionv1.RuleWithOperations {
	return admissionv1.RuleWithOperations{
		Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
		Rule:       admissionv1.Rule{APIGroups: []string{group}, APIVersions: []string{version}, Resources: resources},
	}
}

// deletedToo is a rule for objects that are deleted as well.
func deletedToo(r admissionv1.RuleWithOperations) admissionv1.RuleWithOperations {
	r.Operations = append(slices.Clone(r.Operations), admissionv1.Delete)
	return r
}
