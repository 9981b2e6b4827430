package prometheusoperator

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// PodSettings tune the pods that the operator makes of a Prometheus or an Alertmanager. The
// fields are those that the two kinds have in common.
type PodSettings struct {
	// The number of copies: 1, where it is left out. Each Prometheus scrapes all targets for
	// itself; Alertmanagers form a cluster.
	Replicas *int32 `json:"replicas,omitempty" jsonschema:"minimum=0"`

	// The version, as in "v3.13.1", by which the operator tells what the program knows; the
	// newest that the operator knows, where it is left out. It must be that of the image.
	Version string `json:"version,omitempty" jsonschema:"pattern=^v?[0-9]+\\.[0-9]+\\.[0-9]+([-+].+)?$"`

	// The image, whole; that of the version from the operator's repository, where it is left
	// out.
	Image string `json:"image,omitempty"`

	// When the image is pulled. Kubernetes decides where it is left out.
	ImagePullPolicy corev1.PullPolicy `json:"imagePullPolicy,omitempty" jsonschema:"enum=Always,enum=IfNotPresent,enum=Never"`

	// The Secrets with which private images are pulled.
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`

	// Labels and annotations of the pods.
	PodMetadata *PodMetadata `json:"podMetadata,omitempty"`

	// Where data are kept; in the pod, and so only as long as it is there, where it is left out.
	Storage *Storage `json:"storage,omitempty"`

	// What becomes of the claims of pods that there are no longer; they are kept, where it is
	// left out.
	PersistentVolumeClaimRetentionPolicy *appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy `json:"persistentVolumeClaimRetentionPolicy,omitempty"`

	// The CPU and memory that the program asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The labels that a node must have to run the pods.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`

	// The taints that the pods bear.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`

	// Rules on which nodes, and beside which other pods, the pods run.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// How the pods are spread over nodes and zones.
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`

	// The PriorityClass of the pods.
	PriorityClassName string `json:"priorityClassName,omitempty"`

	// The scheduler; the cluster's own, where it is left out.
	SchedulerName string `json:"schedulerName,omitempty"`

	// How the pods are confined, and whose their files are.
	SecurityContext *corev1.PodSecurityContext `json:"securityContext,omitempty"`

	// Whether the pods have a token of their service account; they do, where it is left out.
	AutomountServiceAccountToken *bool `json:"automountServiceAccountToken,omitempty"`

	// Runs the pods in the network of their nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Whether users of the pods are those of their nodes; they are, where it is left out.
	HostUsers *bool `json:"hostUsers,omitempty"`

	// How names are resolved.
	DNSPolicy corev1.DNSPolicy `json:"dnsPolicy,omitempty" jsonschema:"enum=ClusterFirst,enum=ClusterFirstWithHostNet,enum=Default,enum=None"`

	// Name servers, search domains and resolver options beside those of the policy.
	DNSConfig *corev1.PodDNSConfig `json:"dnsConfig,omitempty"`

	// Lines for the pods' /etc/hosts.
	HostAliases []corev1.HostAlias `json:"hostAliases,omitempty"`

	// Whether the pods have the addresses of all Services in their environment; they do, where
	// it is left out.
	EnableServiceLinks *bool `json:"enableServiceLinks,omitempty"`

	// Secrets that are mounted below /etc/prometheus/secrets or /etc/alertmanager/secrets.
	Secrets []string `json:"secrets,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=253"`

	// ConfigMaps that are mounted below /etc/prometheus/configmaps or
	// /etc/alertmanager/configmaps.
	ConfigMaps []string `json:"configMaps,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=253"`

	// Volumes that the pods get beside the operator's own.
	Volumes []corev1.Volume `json:"volumes,omitempty"`

	// Where the program mounts them.
	VolumeMounts []corev1.VolumeMount `json:"volumeMounts,omitempty"`

	// Containers beside the operator's own. One of the same name, such as "prometheus",
	// "alertmanager" or "config-reloader", is merged into the operator's.
	Containers []corev1.Container `json:"containers,omitempty"`

	// Init containers, likewise.
	InitContainers []corev1.Container `json:"initContainers,omitempty"`

	// Arguments that no field sets. One that the operator sets itself is refused by it.
	AdditionalArgs []Argument `json:"additionalArgs,omitempty"`

	// How much is logged: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How it is written: "logfmt", where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// The URL under which users reach the program, for links in alerts and pages.
	ExternalURL string `json:"externalUrl,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// The path below which the program serves: "/", where it is left out.
	RoutePrefix string `json:"routePrefix,omitempty" jsonschema:"pattern=^/"`

	// The name of the port: "web", where it is left out.
	PortName string `json:"portName,omitempty" jsonschema:"maxLength=15"`

	// Listens to the pod itself only, for a proxy among the containers.
	ListenLocal bool `json:"listenLocal,omitempty"`

	// The Service, which must be there, that gives the pods their names; one that the operator
	// makes for all of the namespace, where it is left out: prometheus-operated or
	// alertmanager-operated.
	ServiceName string `json:"serviceName,omitempty" jsonschema:"maxLength=63"`

	// Whether pods start and stop at once, "Parallel", as they do where it is left out, or one
	// after the other, "OrderedReady".
	PodManagementPolicy appsv1.PodManagementPolicyType `json:"podManagementPolicy,omitempty" jsonschema:"enum=Parallel,enum=OrderedReady"`

	// How pods are replaced; one after the other, where it is left out.
	UpdateStrategy *UpdateStrategy `json:"updateStrategy,omitempty"`

	// How many seconds a new pod must be ready before the next is replaced.
	MinReadySeconds int32 `json:"minReadySeconds,omitempty" jsonschema:"minimum=1"`

	// How many seconds the pods have to stop: 600 for a Prometheus and 120 for an Alertmanager,
	// where it is left out.
	TerminationGracePeriodSeconds *int64 `json:"terminationGracePeriodSeconds,omitempty" jsonschema:"minimum=0"`

	// Has the operator leave what it made as it is.
	Paused bool `json:"paused,omitempty"`
}

// Validate refuses a version that the image doesn't have.
func (p PodSettings) Validate(path *field.Path) field.ErrorList {
	tag := addon.ParseImage(p.Image).Tag
	switch {
	case p.Image == "":
		return nil
	case p.Version == "" && tag != "":
		return field.ErrorList{field.Required(path.Child("version"), fmt.Sprintf("the operator doesn't look at the image, whose tag is %s", tag))}
	case p.Version == "":
		return field.ErrorList{field.Required(path.Child("version"), "the operator doesn't look at the image")}
	}
	return nil
}

// PodMetadata is what pods are labelled with. Labels that the operator sets itself can't be.
type PodMetadata struct {
	// The labels.
	Labels map[string]string `json:"labels,omitempty"`

	// The annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Storage is where data are kept: one of its fields is set.
type Storage struct {
	// A volume that goes with the pod.
	EmptyDir *corev1.EmptyDirVolumeSource `json:"emptyDir,omitempty"`

	// A volume of a class that goes with the pod.
	Ephemeral *corev1.EphemeralVolumeSource `json:"ephemeral,omitempty"`

	// A claim that stays.
	VolumeClaimTemplate *VolumeClaimTemplate `json:"volumeClaimTemplate,omitempty"`
}

// Validate refuses several places, of which the operator would take the first.
func (s Storage) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("emptyDir", s.EmptyDir != nil),
		addon.Field("ephemeral", s.Ephemeral != nil),
		addon.Field("volumeClaimTemplate", s.VolumeClaimTemplate != nil),
	)
}

// VolumeClaimTemplate is a claim of each pod.
type VolumeClaimTemplate struct {
	// What the claim goes by.
	Metadata *ClaimMetadata `json:"metadata,omitempty"`

	// What is claimed: a class, and resources.requests.storage.
	Spec corev1.PersistentVolumeClaimSpec `json:"spec"`
}

// Validate refuses a claim of nothing.
func (v VolumeClaimTemplate) Validate(path *field.Path) field.ErrorList {
	if size := v.Spec.Resources.Requests[corev1.ResourceStorage]; size.Sign() <= 0 {
		return field.ErrorList{field.Required(path.Child("spec", "resources", "requests").Key("storage"), "how large is the volume?")}
	}
	return nil
}

// ClaimMetadata is what claims go by.
type ClaimMetadata struct {
	// The beginning of the name, before the pod's.
	Name string `json:"name,omitempty" jsonschema:"maxLength=100"`

	// The labels.
	Labels map[string]string `json:"labels,omitempty"`

	// The annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// UpdateStrategy is how pods are replaced.
type UpdateStrategy struct {
	// "RollingUpdate", or "OnDelete" for pods that somebody deletes.
	Type appsv1.StatefulSetUpdateStrategyType `json:"type" jsonschema:"required,enum=RollingUpdate,enum=OnDelete"`

	// How many at once.
	RollingUpdate *RollingPods `json:"rollingUpdate,omitempty"`
}

// Validate refuses a number of pods for a strategy that has none.
func (u UpdateStrategy) Validate(path *field.Path) field.ErrorList {
	if u.RollingUpdate != nil && u.Type != appsv1.RollingUpdateStatefulSetStrategyType {
		return field.ErrorList{field.Forbidden(path.Child("rollingUpdate"), "needs the type RollingUpdate")}
	}
	return nil
}

// RollingPods is how many pods are replaced at once.
type RollingPods struct {
	// The number or percentage of pods that may be down; Kubernetes takes it from 1.35 on.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`
}

// Argument is an argument of a program.
type Argument struct {
	// The name, without hyphens before it.
	Name string `json:"name" jsonschema:"required,pattern=^[^-]"`

	// The value; none for a flag that stands for itself.
	Value string `json:"value,omitempty"`
}

// LogLevel is how much is logged.
type LogLevel string

// How much is logged.
const (
	LogDebug LogLevel = "debug"
	LogInfo  LogLevel = "info"
	LogWarn  LogLevel = "warn"
	LogError LogLevel = "error"
)

// Enum lists how much may be logged.
func (LogLevel) Enum() []string { return addon.Values(LogDebug, LogInfo, LogWarn, LogError) }

// LogFormat is how lines of the log are written.
type LogFormat string

// How they are written.
const (
	Logfmt  LogFormat = "logfmt"
	LogJSON LogFormat = "json"
)

// Enum lists how they may be written.
func (LogFormat) Enum() []string { return addon.Values(Logfmt, LogJSON) }
