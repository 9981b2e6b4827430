package istio

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Base is what all revisions of the control plane in a cluster share: the definitions of
// Istio's resources, the account by which other clusters read this one, and the webhook
// that checks resources which name no revision.
type Base struct {
	// Leaves it all out, for a cluster in which another install brings it.
	Disabled bool `json:"disabled,omitempty"`

	// The revision that checks resources which name none: this install's own, where it is
	// left out. "default" is the one without a revision.
	DefaultRevision string `json:"defaultRevision,omitempty" jsonschema:"maxLength=28,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Leaves the account and the roles out by which other clusters of the mesh read this one.
	NoReader bool `json:"noReader,omitempty"`

	// The service account, in its own namespace, by which other clusters read this one, in
	// place of istio-reader-service-account.
	Reader *ReaderAccount `json:"reader,omitempty"`
}

// ReaderAccount names a service account.
type ReaderAccount struct {
	// The account's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The account's namespace.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`
}

// Variant is a kind of images.
type Variant string

// The kinds of images.
const (
	Debug      Variant = "debug"      // with tools
	Distroless Variant = "distroless" // without a shell
)

// Enum lists the kinds of images.
func (Variant) Enum() []string { return addon.Values(Debug, Distroless) }

// Platform is a kind of cluster for which Istio has special cases.
type Platform string

// The platforms.
const (
	GCP       Platform = "gcp"
	OpenShift Platform = "openshift"
)

// Enum lists the platforms.
func (Platform) Enum() []string { return addon.Values(GCP, OpenShift) }

// Autoscaling has the number of pods follow their load. It is on where nothing is said.
type Autoscaling struct {
	// Leaves the number to pods.replicas.
	Disabled bool `json:"disabled,omitempty"`

	// The least number of pods. Two or more bring a PodDisruptionBudget and are spread over
	// nodes and zones.
	MinReplicas int32 `json:"minReplicas,omitempty" jsonschema:"minimum=1"`

	// The greatest number of pods.
	MaxReplicas int32 `json:"maxReplicas,omitempty" jsonschema:"minimum=1"`

	// The percentage of the CPU that they ask for which pods should use; 0 leaves CPU out.
	TargetCPU *int32 `json:"targetCPU,omitempty" jsonschema:"minimum=0"`

	// The percentage of the memory that they ask for which pods should use; none where it
	// is left out.
	TargetMemory *int32 `json:"targetMemory,omitempty" jsonschema:"minimum=0"`

	// Further metrics, such as the connections or requests that prometheus-adapter counts.
	Metrics []autoscalingv2.MetricSpec `json:"metrics,omitempty"`

	// How fast the number of pods may change.
	Behavior *autoscalingv2.HorizontalPodAutoscalerBehavior `json:"behavior,omitempty"`
}

// Service is the Service of istiod.
type Service struct {
	// Its annotations.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Whether it has addresses of one IP family or of two.
	IPFamilyPolicy corev1.IPFamilyPolicy `json:"ipFamilyPolicy,omitempty" jsonschema:"enum=SingleStack,enum=PreferDualStack,enum=RequireDualStack"`

	// The IP families, the first first.
	IPFamilies []corev1.IPFamily `json:"ipFamilies,omitempty" jsonschema:"enum=IPv4,enum=IPv6,maxItems=2,uniqueItems"`

	// Which copies of istiod are preferred for being near to a proxy. All but PreferClose
	// need Kubernetes 1.34.
	TrafficDistribution string `json:"trafficDistribution,omitempty" jsonschema:"enum=PreferClose,enum=PreferSameZone,enum=PreferSameNode"`
}

// CA says which certificates the mesh uses. By itself istiod makes a CA, or takes the one
// that stands in the Secret cacerts of its namespace.
type CA struct {
	// Who signs istiod's own certificate: "istiod" itself; "custom", for one in the Secret
	// istiod-tls, as istio-csr writes it; "none"; or a signer of Kubernetes', as
	// "k8s.io/example.com/signer".
	Provider string `json:"provider,omitempty" jsonschema:"pattern=^(istiod|custom|none|kubernetes|k8s\\.io/.+)$"`

	// Has istiod pass requests for workloads' certificates on to Kubernetes, whose signers
	// are then those below.
	KubernetesSigners bool `json:"kubernetesSigners,omitempty"`

	// The signers, as in "clusterissuers.cert-manager.io/istio-ca", whose certificate
	// requests istiod may approve.
	Signers []string `json:"signers,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9.-]+/.+$"`

	// Who signs the certificates of workloads, as host:port; istiod where it is left out.
	Address string `json:"address,omitempty" jsonschema:"pattern=^[^/ ]+:[0-9]+$"`

	// The name of a CA that proxies know to handle, such as "GkeWorkloadCertificate".
	Name string `json:"name,omitempty"`

	// The ConfigMap that istiod keeps the root certificate in, in each namespace;
	// istio-ca-root-cert where it is left out.
	TrustBundleName string `json:"trustBundleName,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// Hands the root certificate out in a ClusterTrustBundle and not in ConfigMaps. That
	// needs Kubernetes 1.37, or an earlier one in which the feature gates ClusterTrustBundle
	// and ClusterTrustBundleProjection, and the API in beta, are switched on: else the API
	// server warns of a volume without sources, and proxies trust nobody.
	ClusterTrustBundle bool `json:"clusterTrustBundle,omitempty"`

	// The ConfigMap of the revoked certificates; istio-ca-crl where it is left out.
	CRLConfigMap string `json:"crlConfigMap,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// Has proxies use the certificates in the Secret istio.<service account>, of their own
	// namespace, within the mesh.
	MountMTLSCerts bool `json:"mountMTLSCerts,omitempty"`

	// CAs, in PEM, beside the usual ones that istiod trusts when it gets the keys of JWTs.
	JWKSExtraRootCA string `json:"jwksExtraRootCA,omitempty"`
}

// Validation checks Istio's resources as they are written.
type Validation struct {
	// Leaves the webhook for this revision out. That of the base stays.
	Disabled bool `json:"disabled,omitempty"`

	// What happens to resources while istiod can't be asked. At first they are let through
	// where it is left out; istiod changes that to Fail as soon as it answers.
	FailurePolicy admissionv1.FailurePolicyType `json:"failurePolicy,omitempty" jsonschema:"enum=Ignore,enum=Fail"`

	// Refuses what upstream doesn't call stable: EnvoyFilter, WasmPlugin, ProxyConfig, and
	// some fields of others.
	StableOnly bool `json:"stableOnly,omitempty"`
}

// Injection says which pods get a proxy, and how.
type Injection struct {
	// Gives a proxy only to pods that ask for it, whatever their namespace says.
	OptIn bool `json:"optIn,omitempty"`

	// Gives a proxy to pods in all namespaces but those that are labelled
	// istio-injection=disabled, and Kubernetes' own.
	EnableNamespacesByDefault bool `json:"enableNamespacesByDefault,omitempty"`

	// Pods that get a proxy whatever is said elsewhere.
	AlwaysInjectSelector []metav1.LabelSelector `json:"alwaysInjectSelector,omitempty"`

	// Pods that get none.
	NeverInjectSelector []metav1.LabelSelector `json:"neverInjectSelector,omitempty"`

	// Annotations that pods with a proxy get.
	InjectedAnnotations map[string]string `json:"injectedAnnotations,omitempty"`

	// Whether pods go through the injector again after other webhooks have changed them.
	ReinvocationPolicy admissionv1.ReinvocationPolicyType `json:"reinvocationPolicy,omitempty" jsonschema:"enum=Never,enum=IfNeeded"`

	// Leaves HTTP probes of pods as they are. With mutual TLS the kubelet can't reach the
	// pod by them then.
	NoRewriteAppHTTPProbe bool `json:"noRewriteAppHTTPProbe,omitempty"`

	// Injection templates by their name, in the language of Go's templates, which istiod
	// evaluates. Pods name them in the annotation inject.istio.io/templates. One with the
	// name of upstream's, such as "sidecar", takes its place.
	Templates map[string]string `json:"templates,omitempty"`

	// The templates for pods that name none; "sidecar" where it is left out.
	DefaultTemplates []string `json:"defaultTemplates,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Annotations of the webhook configurations.
	WebhookAnnotations map[string]string `json:"webhookAnnotations,omitempty"`
}

// Waypoint tunes the pods of waypoints.
type Waypoint struct {
	// The CPU and memory of a waypoint.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Rules on which nodes, and beside which other pods, waypoints run.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// How waypoints are spread over nodes and zones.
	TopologySpread []corev1.TopologySpreadConstraint `json:"topologySpread,omitempty"`

	// The labels that a node must have to run waypoints.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// The taints that waypoints bear.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`
}

// CNI tells of Istio's CNI plugin.
type CNI struct {
	// Leaves it to the plugin to redirect the traffic of pods.
	Enabled bool `json:"enabled,omitempty"`

	// How the plugin is called.
	Provider CNIProvider `json:"provider,omitempty"`

	// Takes the taint off nodes on which the plugin is ready.
	Untaint Untaint `json:"untaint,omitzero"`
}

// Untaint has istiod take a taint off nodes.
type Untaint struct {
	// Switches it on. Something else must taint new nodes.
	Enabled bool `json:"enabled,omitempty"`

	// The namespace of the plugin's pods; istiod's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The key of the taint.
	Taint string `json:"taint,omitempty" jsonschema:"maxLength=316"`
}

// CNIProvider is how the plugin is called.
type CNIProvider string

// The ways in which the plugin is called.
const (
	CNIDefault CNIProvider = "default" // as one of the node's chain
	CNIMultus  CNIProvider = "multus"
)

// Enum lists the ways in which the plugin is called.
func (CNIProvider) Enum() []string { return addon.Values(CNIDefault, CNIMultus) }

// Ztunnel names the service account of an ambient mesh's node agent.
type Ztunnel struct {
	// Its namespace; istiod's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Its name.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253"`
}
