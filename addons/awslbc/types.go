package awslbc

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Autoscaling has the number of pods follow their load.
type Autoscaling struct {
	// Switches the autoscaler on. It and pods.replicas exclude each other.
	Enabled bool `json:"enabled,omitempty"`

	// The least number of pods: 1 where it is left out. Take 2.
	MinReplicas int32 `json:"minReplicas,omitempty" jsonschema:"minimum=1"`

	// The greatest number of pods: 5 where it is left out.
	MaxReplicas int32 `json:"maxReplicas,omitempty" jsonschema:"minimum=1"`

	// The percentage of the CPU that they ask for which pods should use: 80 where it is left
	// out.
	TargetCPU int32 `json:"targetCPU,omitempty" jsonschema:"minimum=1"`

	// How fast the number of pods may change.
	Behavior *autoscalingv2.HorizontalPodAutoscalerBehavior `json:"behavior,omitempty"`
}

// AccessKey is an AWS access key in a Secret of the addon's namespace.
type AccessKey struct {
	// The key's ID.
	ID addon.SecretRef `json:"id" jsonschema:"required"`

	// The secret that belongs to it.
	Secret addon.SecretRef `json:"secret" jsonschema:"required"`
}

// BackendSecurityGroup is the security group that load balancers share as the source of what
// they send.
type BackendSecurityGroup struct {
	// Gives load balancers no group in common. Each then brings rules of its own to the
	// security groups of nodes and pods, which take 60 of them by default.
	Disabled bool `json:"disabled,omitempty"`

	// A group that is there already, in place of one that the controller makes.
	ID string `json:"id,omitempty" jsonschema:"pattern=^sg-[0-9a-f]+$"`

	// Keeps the rules of nodes and pods also for load balancers whose own security groups an
	// annotation names. Otherwise a further annotation must ask for it.
	ManageRules bool `json:"manageRules,omitempty"`
}

// Concurrency is how many objects of each kind are worked on at once. More of them is more
// calls of AWS at a time, and needs more CPU and memory.
type Concurrency struct {
	// Ingresses, by groups: 3 where it is left out. Upstream's advice is 3 more for each 200.
	Ingresses int32 `json:"ingresses,omitempty" jsonschema:"minimum=1"`

	// Services: 3 where it is left out. Upstream's advice is 3 more for each 400.
	Services int32 `json:"services,omitempty" jsonschema:"minimum=1"`

	// TargetGroupBindings, of which there is one for each Service behind a load balancer: 3
	// where it is left out. Upstream's advice is 3 more for each 100.
	TargetGroupBindings int32 `json:"targetGroupBindings,omitempty" jsonschema:"minimum=1"`

	// GatewayClasses: 3 where it is left out.
	GatewayClasses int32 `json:"gatewayClasses,omitempty" jsonschema:"minimum=1"`

	// Gateways that are ALBs: 3 where it is left out.
	ALBGateways int32 `json:"albGateways,omitempty" jsonschema:"minimum=1"`

	// Gateways that are NLBs: 3 where it is left out.
	NLBGateways int32 `json:"nlbGateways,omitempty" jsonschema:"minimum=1"`

	// GlobalAccelerators: 1 where it is left out.
	GlobalAccelerators int32 `json:"globalAccelerators,omitempty" jsonschema:"minimum=1"`
}

// Ports are those that the pods listen on.
type Ports struct {
	// The port for webhooks: 9443 where it is left out. The control plane must reach it.
	Webhook int32 `json:"webhook,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for metrics: 8080 where it is left out.
	Metrics int32 `json:"metrics,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for probes: 61779 where it is left out.
	Health int32 `json:"health,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// LogLevel is how much is logged.
type LogLevel string

// The levels.
const (
	LogInfo  LogLevel = "info"
	LogDebug LogLevel = "debug"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(LogInfo, LogDebug) }

// Webhook is what looks at objects before they are stored.
type Webhook struct {
	// Where the certificate comes from: cert-manager, with an authority of the addon's own,
	// where it is left out. A Secret needs its CA in caBundle.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// The directory in which the pods have the certificate:
	// "/tmp/k8s-webhook-server/serving-certs" where it is left out.
	CertDir string `json:"certDir,omitempty" jsonschema:"pattern=^/[^:]+$"`

	// The key of the certificate in its Secret: "tls.crt" where it is left out.
	CertFile string `json:"certFile,omitempty" jsonschema:"pattern=^[0-9A-Za-z._-]+$"`

	// The key of the private key in the Secret: "tls.key" where it is left out.
	KeyFile string `json:"keyFile,omitempty" jsonschema:"pattern=^[0-9A-Za-z._-]+$"`

	// A file in the pods, from pods.extraVolumes, with the CA of certificates by which API
	// servers show who they are: no one else may then call. Those of EKS show none.
	ClientCAFile string `json:"clientCAFile,omitempty" jsonschema:"pattern=^/.+$"`

	// Annotations of the Service, and of that for metrics.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`

	// The webhooks that give new pods a readiness gate, or a server ID for QUIC.
	Pods PodWebhook `json:"pods,omitzero"`

	// The webhook that makes this controller the one for new Services of type LoadBalancer
	// that name no class.
	Services ServiceWebhook `json:"services,omitzero"`

	// The webhook that checks Ingresses.
	Ingresses IngressWebhook `json:"ingresses,omitzero"`
}

// PodWebhook is about new pods.
type PodWebhook struct {
	// What happens to pods while the webhook for readiness gates can't be reached: Ignore,
	// where it is left out, lets them be without, and Fail refuses them.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Fail,enum=Ignore"`

	// The labels of the namespaces whose pods are looked at, in place of
	// elbv2.k8s.aws/pod-readiness-gate-inject and elbv2.k8s.aws/quic-server-id-inject, each
	// "enabled".
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The labels of the pods that are looked at; all but the addon's own where it is left out.
	ObjectSelector *metav1.LabelSelector `json:"objectSelector,omitempty"`
}

// ServiceWebhook is about new Services, whatever their type.
type ServiceWebhook struct {
	// Leaves the webhook out. Services of type LoadBalancer that name no class are then the
	// cloud provider's, which makes Classic Load Balancers of them.
	Disabled bool `json:"disabled,omitempty"`

	// What happens to new Services while the webhook can't be reached: Fail, where it is left
	// out, refuses all of them.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Fail,enum=Ignore"`

	// The labels of the namespaces whose Services are looked at; all where it is left out.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The labels of the Services that are looked at; all but the addon's own where it is left
	// out.
	ObjectSelector *metav1.LabelSelector `json:"objectSelector,omitempty"`

	// Looks at Services that change as well, and keeps the class of those that lose it.
	Updates bool `json:"updates,omitempty"`
}

// IngressWebhook is about Ingresses.
type IngressWebhook struct {
	// Leaves the webhook out. What is wrong with an Ingress then stands in its events alone.
	Disabled bool `json:"disabled,omitempty"`

	// What happens to Ingresses, of whatever class, while the webhook can't be reached: Fail,
	// where it is left out, refuses them.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Fail,enum=Ignore"`

	// The labels of the namespaces whose Ingresses are looked at; all where it is left out.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The labels of the Ingresses that are looked at; all where it is left out.
	ObjectSelector *metav1.LabelSelector `json:"objectSelector,omitempty"`
}
