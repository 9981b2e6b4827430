package addon

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Pods tunes the pods of one component. Everything left out keeps the addon's default,
// and what the addon leaves open comes from the target's pods. Maps are merged key by
// key; lists replace the list below them as a whole.
type Pods struct {
	// The number of copies that run. Two or more bring a PodDisruptionBudget and are
	// spread over nodes and zones. 0 keeps everything but the pods.
	Replicas *int32 `json:"replicas,omitempty" jsonschema:"minimum=0,maximum=1000"`

	// The image of the main container. A tag alone changes the version.
	Image Image `json:"image,omitzero"`

	// The CPU and memory that the main container asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The labels that a node must have to run the pods.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// The taints that the pods bear.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// Rules on which nodes, and beside which other pods, the pods run.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// How the pods are spread over nodes and zones. Constraints without a label selector
	// get the pods' own. An empty list switches spreading off.
	TopologySpread []corev1.TopologySpreadConstraint `json:"topologySpread,omitempty"`

	// The PriorityClass of the pods.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// The RuntimeClass of the pods.
	RuntimeClassName string `json:"runtimeClassName,omitempty"`

	// Labels that the pods get beside the addon's own.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations that the pods get beside the addon's own.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Annotations of the pods' service account.
	ServiceAccountAnnotations map[string]string `json:"serviceAccountAnnotations,omitempty"`

	// Arguments that the main container gets after the addon's own. Use it for flags that
	// no option sets: where a flag is given twice, most programs take the last.
	ExtraArgs []string `json:"extraArgs,omitempty"`

	// Environment variables that the main container gets after the addon's own.
	ExtraEnv []corev1.EnvVar `json:"extraEnv,omitempty"`

	// Volumes that the pods get after the addon's own.
	ExtraVolumes []corev1.Volume `json:"extraVolumes,omitempty"`

	// Where the main container mounts the extra volumes.
	ExtraVolumeMounts []corev1.VolumeMount `json:"extraVolumeMounts,omitempty"`

	// The Secrets, in the pods' namespace, with which private images are pulled.
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`

	// How names are resolved.
	DNSPolicy corev1.DNSPolicy `json:"dnsPolicy,omitempty" jsonschema:"enum=ClusterFirst,enum=ClusterFirstWithHostNet,enum=Default,enum=None"`

	// Name servers, search domains and resolver options beside those of the policy.
	DNSConfig *corev1.PodDNSConfig `json:"dnsConfig,omitempty"`

	// Lines for the pods' /etc/hosts.
	HostAliases []corev1.HostAlias `json:"hostAliases,omitempty"`

	// How many seconds the pods have to stop.
	TerminationGracePeriodSeconds *int64 `json:"terminationGracePeriodSeconds,omitempty" jsonschema:"minimum=0"`

	// How many old ReplicaSets or revisions are kept to roll back to. Kubernetes keeps 10.
	RevisionHistoryLimit *int32 `json:"revisionHistoryLimit,omitempty" jsonschema:"minimum=0"`

	// How many pods may be down at once while nodes are drained. One, where it is left
	// out and there are two or more replicas.
	DisruptionBudget *DisruptionBudget `json:"disruptionBudget,omitempty"`
}

// DisruptionBudget says how many pods must stay while nodes are drained. Exactly one of
// the two limits is given.
type DisruptionBudget struct {
	// The number or percentage of pods that must be up.
	MinAvailable *intstr.IntOrString `json:"minAvailable,omitempty"`

	// The number or percentage of pods that may be down.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`

	// Whether pods that run but are not ready can be evicted: "IfHealthyBudget" where it
	// is left out.
	UnhealthyPodEvictionPolicy string `json:"unhealthyPodEvictionPolicy,omitempty" jsonschema:"enum=IfHealthyBudget,enum=AlwaysAllow"`
}

// Validate refuses a budget with both limits, or with none.
func (b DisruptionBudget) Validate(path *field.Path) field.ErrorList {
	return ExactlyOne(path, Choice{"minAvailable", b.MinAvailable != nil}, Choice{"maxUnavailable", b.MaxUnavailable != nil})
}

// SecretRef points at one key of a Secret that exists beside the addon. No option of
// Fitout holds a secret itself.
type SecretRef struct {
	// The Secret's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The key in the Secret.
	Key string `json:"key" jsonschema:"required,maxLength=253"`
}

// Selector is the reference as Kubernetes types have it.
func (r SecretRef) Selector() *corev1.SecretKeySelector {
	return &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: r.Name},
		Key:                  r.Key,
	}
}

// ServiceMonitor asks for the Prometheus operator's custom resource of that name, which
// makes Prometheus scrape the addon's metrics. An empty one takes all of Prometheus'
// defaults.
type ServiceMonitor struct {
	// Labels by which the Prometheus in question selects the ServiceMonitor.
	Labels map[string]string `json:"labels,omitempty"`

	// How often metrics are scraped; Prometheus' own interval where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long a scrape may take; Prometheus' own timeout where it is left out.
	ScrapeTimeout metav1.Duration `json:"scrapeTimeout,omitzero"`
}
