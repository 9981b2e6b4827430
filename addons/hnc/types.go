package hnc

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// HighAvailability is about pods that answer the webhooks beside the manager, which then
// doesn't.
type HighAvailability struct {
	// Runs such pods. Each keeps the tree in memory and changes nothing in the cluster.
	Enabled bool `json:"enabled,omitempty"`

	// The pods, of the manager's image: three where it is left out.
	Pods addon.Pods `json:"pods,omitzero"`
}

// Ports are those that the pods listen on.
type Ports struct {
	// The port for webhooks: 9443 where it is left out. The control plane must reach it.
	Webhook int32 `json:"webhook,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for metrics: 8080 where it is left out.
	Metrics int32 `json:"metrics,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for probes: 8081 where it is left out.
	Health int32 `json:"health,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// Hierarchy is the place of a namespace in the tree, and what holds for it and all below.
type Hierarchy struct {
	// The namespace.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The namespace above it; none, where it is left out.
	Parent string `json:"parent,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Lets this namespace be deleted with the subnamespaces below it, and what they hold.
	AllowCascadingDeletion bool `json:"allowCascadingDeletion,omitempty"`

	// Labels of the namespace and of all below. Their names must match one of
	// managedNamespaceLabels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of the namespace and of all below. Their names must match one of
	// managedNamespaceAnnotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Subnamespace is a namespace that HNC makes. It goes when its anchor, the object in its
// parent that stands for it, does.
type Subnamespace struct {
	// The namespace's name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The namespace above it, which can't be a subnamespace of these options.
	Parent string `json:"parent" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Labels of the namespace and of all below. Their names must match one of
	// managedNamespaceLabels.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of the namespace and of all below. Their names must match one of
	// managedNamespaceAnnotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Quotas are about quotas for a namespace and all below it together.
type Quotas struct {
	// Keeps such quotas.
	Enabled bool `json:"enabled,omitempty"`

	// How often it is checked that no use has been missed: every minute, where it is left
	// out. 0 is never.
	SyncInterval *metav1.Duration `json:"syncInterval,omitempty"`

	// The quotas.
	List []Quota `json:"list,omitempty"`
}

// Quota limits what pods and other objects of a namespace and all below it use together.
type Quota struct {
	// The namespace.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The quota's name.
	Name string `json:"name" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"`

	// The limits, as in a ResourceQuota: "requests.cpu", "limits.memory", "pods",
	// "count/deployments.apps".
	Hard corev1.ResourceList `json:"hard" jsonschema:"required"`

	// The pods that count, as in a ResourceQuota; all, where it is left out. It needs the
	// fork.
	ScopeSelector *corev1.ScopeSelector `json:"scopeSelector,omitempty"`
}

// Webhooks are what looks at objects before they are stored.
type Webhooks struct {
	// Leaves the webhooks out. What contradicts the tree is then stored, and told of in the
	// conditions of namespaces at most. Anybody who may write a RoleBinding can change a copy,
	// until HNC has put it right again.
	Disabled bool `json:"disabled,omitempty"`

	// Where the certificate comes from: HNC makes and renews one itself where it is left out.
	// A Secret needs its CA in caBundle.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// Waits for the pod's files when HNC has made a new certificate, where the manager
	// otherwise ends and is started anew.
	NoRestart bool `json:"noRestart,omitempty"`

	// The webhook for namespaces, excluded ones too.
	Namespaces Webhook `json:"namespaces,omitzero"`

	// The webhook for what is in namespaces that HNC looks after.
	Objects ObjectsWebhook `json:"objects,omitzero"`
}

// Webhook is how the API server calls a webhook.
type Webhook struct {
	// What happens while it can't be reached: Fail, where it is left out, refuses every
	// change that it would look at.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Fail,enum=Ignore"`

	// How many seconds an answer may take: 2 for objects and 10 for namespaces, where it is
	// left out.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=30"`
}

// ObjectsWebhook is the webhook for what is in namespaces.
type ObjectsWebhook struct {
	Webhook

	// Looks at Roles, RoleBindings and what of resources is copied, and not at objects of
	// every kind, which HNC lets pass anyway.
	OnlyPropagated bool `json:"onlyPropagated,omitempty"`
}
