package vpa

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Updater evicts or resizes pods that ask for something else than is recommended, in the
// modes Recreate, InPlaceOrRecreate and InPlace.
type Updater struct {
	// Leaves the updater out. Pods then ask for what is recommended from when they are next
	// made, or not at all.
	Disabled bool `json:"disabled,omitempty"`

	// The pods of the updater, of which one at a time is active.
	Pods addon.Pods `json:"pods,omitzero"`

	// How the active copy is found.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// How often pods are looked at: every minute where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How many replicas a workload must have for its pods to be evicted, unless its
	// autoscaler says otherwise: 2 where it is left out. With 1, a workload of one replica is
	// down while its pod is replaced.
	MinReplicas int32 `json:"minReplicas,omitempty" jsonschema:"minimum=1"`

	// The part of a workload's pods that may be evicted at once, from 0 to 1: 0.5 where it is
	// left out. One may in any case. PodDisruptionBudgets hold beside it.
	EvictionTolerance *float64 `json:"evictionTolerance,omitempty" jsonschema:"minimum=0,maximum=1"`

	// How many pods a second are evicted, or resized, at most in the whole cluster. It may be
	// a fraction. There is no limit where it is left out.
	EvictionRate float64 `json:"evictionRate,omitempty" jsonschema:"minimum=0.0001"`

	// How many pods may be evicted at once after a pause, with evictionRate: 1 where it is
	// left out.
	EvictionBurst int32 `json:"evictionBurst,omitempty" jsonschema:"minimum=1"`

	// How far requests must be from what is recommended, as a fraction of them and summed up
	// over the resources, for a pod to be changed though they are within the bounds of the
	// recommendation: 0.1 where it is left out.
	UpdateThreshold *float64 `json:"updateThreshold,omitempty" jsonschema:"minimum=0"`

	// How long a pod must have lived for the same: 12 h where it is left out. Pods with
	// requests outside of the bounds are changed at any age.
	MinPodAge metav1.Duration `json:"minPodAge,omitzero"`

	// A pod that ran out of memory sooner than this after its start is changed right away:
	// 10 min where it is left out.
	QuickOOM metav1.Duration `json:"quickOOM,omitzero"`

	// Holds to PodDisruptionBudgets, minReplicas and evictionTolerance also where a pod is
	// resized in place and none of its containers restarts for it.
	InPlaceWithinBudget bool `json:"inPlaceWithinBudget,omitempty"`

	// Changes pods also while no admission controller reports that it runs. Evicted pods then
	// may come back as they were, and be evicted again.
	IgnoreAdmissionStatus bool `json:"ignoreAdmissionStatus,omitempty"`
}

// AdmissionController has new pods ask for what is recommended, and checks autoscalers as
// they are written.
type AdmissionController struct {
	// Leaves the admission controller out. Requests of pods are then never changed, unless in
	// place.
	Disabled bool `json:"disabled,omitempty"`

	// The pods of the admission controller. All of them answer.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// The ports that the pods listen on.
	Ports Ports `json:"ports,omitzero"`

	// Runs the pods in the network of their nodes, for networks in which the control plane
	// can't reach pods. Ports are then the nodes' own: two pods need two nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// How the API server calls the webhook.
	Webhook Webhook `json:"webhook,omitzero"`

	// The oldest version of TLS that is spoken: 1.2 where it is left out.
	MinTLSVersion TLSVersion `json:"minTLSVersion,omitempty"`

	// The ciphers that are taken with TLS 1.2, by the names that Go has for them; Go's own
	// choice where it is left out.
	Ciphers []string `json:"ciphers,omitempty" jsonschema:"uniqueItems,pattern=^TLS_[A-Z0-9_]+$"`

	// The most CPU that a container gets while it starts, by an autoscaler's startupBoost; no
	// limit where it is left out.
	MaxStartupCPU resource.Quantity `json:"maxStartupCPU,omitzero"`

	// Annotations of the Service that the API server calls.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`
}

// Ports are what pods listen on.
type Ports struct {
	// For the API server: 8000 where it is left out. The control plane must reach it.
	Webhook int32 `json:"webhook,omitempty" jsonschema:"minimum=1024,maximum=65535"`

	// For metrics and health: 8944 where it is left out.
	Metrics int32 `json:"metrics,omitempty" jsonschema:"minimum=1024,maximum=65535"`
}

// Webhook is how the API server calls the admission controller.
type Webhook struct {
	// Where the certificate comes from: cert-manager, with an authority of the addon's own,
	// where it is left out. A Secret needs its CA in caBundle.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// The keys of the certificate's Secret.
	SecretKeys SecretKeys `json:"secretKeys,omitzero"`

	// What happens to new pods and to autoscalers while the webhook can't be reached: Ignore,
	// where it is left out, lets pods be as they are, and Fail refuses them.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Fail,enum=Ignore"`

	// How many seconds the API server waits for an answer: 5 where it is left out. Each new
	// pod of the cluster waits as long while the webhook doesn't answer.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=30"`

	// The labels of the namespaces whose pods and autoscalers are looked at; where it is left
	// out, those of watchNamespace and ignoredNamespaces.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The labels of the pods and autoscalers that are looked at; all where it is left out.
	// With the failure policy Fail the addon's own are never among them.
	ObjectSelector *metav1.LabelSelector `json:"objectSelector,omitempty"`

	// Whether the webhook is asked again when another one, such as an injector of sidecars, has
	// changed the pod after it: IfNeeded, or Never where it is left out. Containers that are
	// injected later than it sees the pod start with what the injector has them ask for.
	ReinvocationPolicy admissionv1.ReinvocationPolicyType `json:"reinvocationPolicy,omitempty" jsonschema:"enum=Never,enum=IfNeeded"`

	// Annotations of the webhook configuration.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// SecretKeys are the keys of a Secret that is named, where they are not the usual ones.
// Those of a Secret that upstream's chart made are "cert" and "key".
type SecretKeys struct {
	// The key of the certificate: "tls.crt" where it is left out.
	Certificate string `json:"certificate,omitempty" jsonschema:"pattern=^[0-9A-Za-z._-]+$"`

	// The key of the private key: "tls.key" where it is left out.
	Key string `json:"key,omitempty" jsonschema:"pattern=^[0-9A-Za-z._-]+$"`
}

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions of TLS.
const (
	TLS12 TLSVersion = "tls1_2"
	TLS13 TLSVersion = "tls1_3"
)

// Enum lists the versions of TLS.
func (TLSVersion) Enum() []string { return addon.Values(TLS12, TLS13) }
