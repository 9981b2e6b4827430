package expiry

import (
	_ "embed"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/controller"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const name = "expiry"

// Definition is the addon expiry.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Tenancy,
		Source:    "https://git.example.com/platform/expiry",
		Namespace: name + "-system",
	},
	Defaults: defaults,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods, of which one at a time is active. The image's tag is required.
	Pods addon.Pods `json:"pods,omitzero"`

	// How metrics are served: to nobody, where it is left out.
	Metrics controller.Metrics `json:"metrics,omitzero"`

	// How the controller logs.
	Logging controller.Logging `json:"logging,omitzero"`

	// Where the webhook's certificate comes from: cert-manager, where it is left out.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`
}

func defaults(addon.Target) Options {
	return Options{Pods: addon.Pods{
		Replicas: new(int32(1)),
		Image:    addon.Image{Repository: "registry.example.com/expiry"},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("10m"),
				corev1.ResourceMemory: resource.MustParse("64Mi"),
			},
			Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("128Mi")},
		},
	}}
}

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	if o.Certificate.Secret == "" && o.Certificate.CertManager == nil {
		o.Certificate.CertManager = &addon.CertManager{}
	}
	objs := []addon.Object{kube.Namespace(o.Namespace, kube.Restricted)}
	return append(objs, controller.Controller{
		Name:            name,
		Identity:        kube.Identify(name, o.Namespace, ""),
		Pods:            o.Pods,
		HealthPort:      8081,
		Definitions:     crds,
		Rules:           rules(),
		Election:        true,
		Logging:         o.Logging,
		ServesMetrics:   true,
		ProtectsMetrics: true,
		Metrics:         o.Metrics,
		Webhooks: &controller.Webhooks{
			Certificate: o.Certificate,
			Validating:  []admissionv1.ValidatingWebhook{lifetimes()},
		},
	}.Objects(t)...), nil
}

// rules let the controller see Lifetimes, and delete the namespaces that they are in.
func rules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{
		kube.Rule("example.com", "lifetimes", "get list watch"),
		kube.Rule("", "namespaces", "get list watch delete"),
	}
}

// lifetimes has the controller refuse Lifetimes without an end.
func lifetimes() admissionv1.ValidatingWebhook {
	return admissionv1.ValidatingWebhook{
		Name:                    "lifetimes.example.com",
		AdmissionReviewVersions: []string{"v1"},
		ClientConfig:            controller.Path("/validate-example-com-v1-lifetime"),
		FailurePolicy:           new(admissionv1.Fail),
		Rules: []admissionv1.RuleWithOperations{{
			Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
			Rule:       admissionv1.Rule{APIGroups: []string{"example.com"}, APIVersions: []string{"v1"}, Resources: []string{"lifetimes"}},
		}},
		SideEffects: new(admissionv1.SideEffectClassNone),
	}
}
