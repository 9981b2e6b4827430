package istio

import (
	"slices"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	namespaceInjection = "istio-injection"

	caField     = "webhooks[].clientConfig.caBundle"
	policyField = "webhooks[].failurePolicy"
)

// webhooks are the injector, for this revision and for each of its tags, and the one that
// checks resources for this revision. Istiod puts its CA into them.
func webhooks(o Options) []addon.Object {
	objs := []addon.Object{injector(o), revisionValidator(o)}
	for _, tag := range o.RevisionTags {
		objs = append(objs, tagInjector(o, tag))
	}
	return objs
}

func injector(o Options) *admissionv1.MutatingWebhookConfiguration {
	return o.injector(o.named("istio-sidecar-injector"), o.revisionName(), o.revision() == "")
}

// tagInjector is the injector for pods that choose the revision by a tag.
func tagInjector(o Options, tag string) *admissionv1.MutatingWebhookConfiguration {
	c := o.injector("istio-revision-tag-"+tag, tag, tag == "default")
	c.Labels["istio.io/tag"] = tag
	return c
}

// injector injects proxies into pods that choose a revision, and if it is the default one,
// into those that choose none but have a proxy.
func (o Options) injector(name, revision string, byDefault bool) *admissionv1.MutatingWebhookConfiguration {
	if o.Namespace != defaultNamespace {
		name += "-" + o.Namespace
	}
	meta := o.clusterMeta(name)
	meta.Labels["app"] = "sidecar-injector"
	meta.Annotations = o.patched(o.Injection.WebhookAnnotations, caField)
	hooks := []admissionv1.MutatingWebhook{
		o.hook("rev.namespace",
			all(in(revisionLabel, revision), absent(namespaceInjection)),
			all(notIn(injectLabel, "false"))),
		o.hook("rev.object",
			all(absent(revisionLabel), absent(namespaceInjection)),
			all(notIn(injectLabel, "false"), in(revisionLabel, revision))),
	}
	if byDefault {
		hooks = append(hooks,
			o.hook("namespace",
				all(in(namespaceInjection, "enabled")),
				all(notIn(injectLabel, "false"))),
			o.hook("object",
				all(absent(namespaceInjection), absent(revisionLabel)),
				all(in(injectLabel, "true"), absent(revisionLabel))))
	}
	if byDefault && o.Injection.EnableNamespacesByDefault {
		hooks = append(hooks, o.hook("auto",
			all(absent(namespaceInjection), absent(revisionLabel),
				notIn(corev1.LabelMetadataName, "kube-system", "kube-public", "kube-node-lease", "local-path-storage")),
			all(absent(injectLabel), absent(revisionLabel))))
	}
	return &admissionv1.MutatingWebhookConfiguration{ObjectMeta: meta, Webhooks: hooks}
}

// hook asks istiod for pods of some namespaces and labels. Their names differ in what stands
// before the first dot.
func (o Options) hook(prefix string, namespaces, pods *metav1.LabelSelector) admissionv1.MutatingWebhook {
	config := o.clientConfig(o.istiodName(), "/inject")
	config.Service.Port = new(int32(443))
	return admissionv1.MutatingWebhook{
		Name:                    prefix + ".sidecar-injector.istio.io",
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig:            config,
		FailurePolicy:           new(admissionv1.Fail),
		NamespaceSelector:       namespaces,
		ObjectSelector:          pods,
		ReinvocationPolicy:      new(o.Injection.ReinvocationPolicy),
		Rules: []admissionv1.RuleWithOperations{{
			Operations: []admissionv1.OperationType{admissionv1.Create},
			Rule:       admissionv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"pods"}},
		}},
		SideEffects: new(admissionv1.SideEffectClassNone),
	}
}

// revisionValidator checks resources that name this revision.
func revisionValidator(o Options) *admissionv1.ValidatingWebhookConfiguration {
	if o.Validation.Disabled {
		return nil
	}
	meta := o.clusterMeta(o.wide("istio-validator"))
	meta.Labels["istio"] = "istiod"
	meta.Annotations = o.validatorPatched()
	hook := o.validator("rev.validation.istio.io", o.istiodName())
	hook.ObjectSelector = all(in(revisionLabel, o.revisionName()))
	return &admissionv1.ValidatingWebhookConfiguration{ObjectMeta: meta, Webhooks: []admissionv1.ValidatingWebhook{hook}}
}

// patched marks the fields that istiod writes: none where its CA is known beforehand.
func (o Options) patched(annotations map[string]string, fields ...string) map[string]string {
	if o.CABundle != "" {
		return annotations
	}
	return kube.Patched(annotations, fields...)
}

// validatorPatched marks what istiod writes into the webhooks that check resources: the
// policy too, where that is not to be Fail from the start.
func (o Options) validatorPatched() map[string]string {
	if o.Validation.FailurePolicy == admissionv1.Fail {
		return o.patched(nil, caField)
	}
	return o.patched(nil, caField, policyField)
}

// validator asks the istiod behind a Service whether resources are right.
func (o Options) validator(name, service string) admissionv1.ValidatingWebhook {
	policy := o.Validation.FailurePolicy
	if o.CABundle != "" {
		policy = admissionv1.Fail // nothing is left for istiod to complete
	}
	return admissionv1.ValidatingWebhook{
		Name:                    name,
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig:            o.clientConfig(service, "/validate"),
		FailurePolicy:           &policy,
		Rules: []admissionv1.RuleWithOperations{{
			Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
			Rule:       checked(),
		}},
		SideEffects: new(admissionv1.SideEffectClassNone),
	}
}

// checked are Istio's resources.
func checked() admissionv1.Rule {
	return admissionv1.Rule{
		APIGroups:   []string{securityGroup, networkingGroup, telemetryGroup, extensionsGroup},
		APIVersions: []string{"*"},
		Resources:   []string{"*"},
	}
}

func (o Options) clientConfig(service, path string) admissionv1.WebhookClientConfig {
	return admissionv1.WebhookClientConfig{
		Service:  &admissionv1.ServiceReference{Name: service, Namespace: o.Namespace, Path: &path},
		CABundle: []byte(o.CABundle),
	}
}

func all(of ...metav1.LabelSelectorRequirement) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchExpressions: of}
}

func in(key string, values ...string) metav1.LabelSelectorRequirement {
	return metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOpIn, Values: values}
}

func notIn(key string, values ...string) metav1.LabelSelectorRequirement {
	return metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOpNotIn, Values: values}
}

func absent(key string) metav1.LabelSelectorRequirement {
	return metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOpDoesNotExist}
}

// stablePolicy refuses what upstream doesn't call stable: for this revision, and with the
// base for resources that name none.
func stablePolicy(o Options) []addon.Object {
	if !o.Validation.StableOnly {
		return nil
	}
	own := o.wide("stable-channel-policy") + ".istio.io"
	objs := o.stable(own, strings.Replace(own, "policy", "policy-binding", 1), all(in(revisionLabel, o.revisionName())))
	if o.Base.Disabled {
		return objs
	}
	return slices.Concat(objs, o.stable("stable-channel-default-policy.istio.io", "stable-channel-default-policy-binding.istio.io", nil))
}

func (o Options) stable(name, binding string, objects *metav1.LabelSelector) []addon.Object {
	var variables []admissionv1.Variable
	for _, kind := range []string{"EnvoyFilter", "WasmPlugin", "ProxyConfig", "Telemetry", "AuthorizationPolicy"} {
		variables = append(variables, admissionv1.Variable{Name: "is" + kind, Expression: "object.kind == '" + kind + "'"})
	}
	policy := &admissionv1.ValidatingAdmissionPolicy{
		ObjectMeta: o.clusterMeta(name),
		Spec: admissionv1.ValidatingAdmissionPolicySpec{
			FailurePolicy: new(admissionv1.Fail),
			MatchConstraints: &admissionv1.MatchResources{
				ObjectSelector: objects,
				ResourceRules: []admissionv1.NamedRuleWithOperations{{RuleWithOperations: admissionv1.RuleWithOperations{
					Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
					Rule:       checked(),
				}}},
			},
			Variables: variables,
			Validations: []admissionv1.Validation{
				{Expression: "!variables.isEnvoyFilter"},
				{Expression: "!variables.isWasmPlugin"},
				{Expression: "!variables.isProxyConfig"},
				{Expression: "!(variables.isTelemetry && (" +
					has("tracing", "useRequestIdForTraceSampling") + " || " +
					has("metrics", "reportingInterval") + " || " +
					has("accessLogging", "filter") + "))"},
				{Expression: "!(variables.isAuthorizationPolicy && has(object.spec.rules) && object.spec.rules.exists(r, " +
					"has(r.from) && r.from.exists(f, has(f.source) && (has(f.source.trustDomains) || has(f.source.notTrustDomains)))))"},
			},
		},
	}
	bind := &admissionv1.ValidatingAdmissionPolicyBinding{
		ObjectMeta: o.clusterMeta(binding),
		Spec: admissionv1.ValidatingAdmissionPolicyBindingSpec{
			PolicyName:        policy.Name,
			ValidationActions: []admissionv1.ValidationAction{admissionv1.Deny},
		},
	}
	return []addon.Object{policy, bind}
}

// has is an expression in CEL that tells whether an entry of a list of the spec has a field.
func has(list, name string) string {
	return "(has(object.spec." + list + ") && object.spec." + list + ".exists(x, has(x." + name + ")))"
}
