package prometheusoperator

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name    = "prometheus-operator"
	version = "0.93.1" // of the images and of the definitions in crds.yaml
)

// Definition is the addon prometheus-operator.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Observability,
		Version:    version,
		Source:     "https://github.com/prometheus-operator/prometheus-operator/tree/v0.93.0/example/rbac/prometheus-operator",
		Kubernetes: ">=1.16",
		Namespace:  "default",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's manifests install, for all
// namespaces.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pod of the operator. There is one: copies don't agree which of them is active.
	Pods addon.Pods `json:"pods,omitzero"`

	// The only namespaces that the operator looks at; all, where it is left out. Its rights are
	// Roles in these then, beside few in the whole cluster.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"minItems=1,uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Namespaces that the operator doesn't look at.
	DeniedNamespaces []string `json:"deniedNamespaces,omitempty" jsonschema:"minItems=1,uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Where single kinds are looked for, in place of the namespaces above. Monitors and rules
	// are looked for in those in any case.
	InstanceNamespaces InstanceNamespaces `json:"instanceNamespaces,omitzero"`

	// What the Prometheuses, Alertmanagers and ThanosRulers are like that the operator runs.
	InstanceSelectors InstanceSelectors `json:"instanceSelectors,omitzero"`

	// What the operator runs alone: resources with this value of the annotation
	// operator.prometheus.io/controller-id. Without it those that have none.
	ControllerID string `json:"controllerID,omitempty" jsonschema:"maxLength=253"`

	// The Secrets that the operator watches; all, where it is left out. Fewer spare it memory.
	Secrets Watch `json:"secrets,omitzero"`

	// The ConfigMaps that the operator watches; all, where it is left out.
	ConfigMaps Watch `json:"configMaps,omitzero"`

	// The Service by which Prometheuses find the kubelets.
	Kubelet Kubelet `json:"kubelet,omitzero"`

	// What stands beside each Prometheus and Alertmanager, and has it read a new configuration.
	ConfigReloader ConfigReloader `json:"configReloader,omitzero"`

	// Where the images of Prometheuses come from that name none: a registry and a path.
	PrometheusRepository string `json:"prometheusRepository,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$"`

	// Where the images of Alertmanagers come from that name none.
	AlertmanagerRepository string `json:"alertmanagerRepository,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$"`

	// Where the images of Thanos' programs come from that name none.
	ThanosRepository string `json:"thanosRepository,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$"`

	// The domain of the cluster, for names of Services: "cluster.local". Without it they are
	// short, and resolved by the pods' search domains.
	ClusterDomain string `json:"clusterDomain,omitempty" jsonschema:"pattern=^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Labels of all that the operator makes.
	ManagedLabels map[string]string `json:"managedLabels,omitempty"`

	// Annotations of all that the operator makes.
	ManagedAnnotations map[string]string `json:"managedAnnotations,omitempty"`

	// What is done with a pod that keeps a StatefulSet from being rolled out: "none", where it
	// is left out.
	RepairPolicy RepairPolicy `json:"repairPolicy,omitempty"`

	// Features that are switched on or off. The operator doesn't start with one that it doesn't
	// know, so others than those of this version are refused.
	FeatureGates map[FeatureGate]bool `json:"featureGates,omitempty"`

	// By how many percent the operator's memory may grow until it is tidied up: 30, where it is
	// left out. More costs memory and spares CPU.
	GCPercent int32 `json:"gcPercent,omitempty" jsonschema:"minimum=1"`

	// Which part of its memory limit the operator tries to stay below, between 0 and 1, as in
	// 0.9.
	MemoryLimitRatio float64 `json:"memoryLimitRatio,omitempty" jsonschema:"minimum=0.01,maximum=0.99"`

	// How much is logged: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How it is written: "logfmt", where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// What refuses rules and configurations that Prometheus or Alertmanager couldn't read, as
	// they are written.
	AdmissionWebhook AdmissionWebhook `json:"admissionWebhook,omitzero"`

	// Lets those who may view or edit a namespace, by the cluster's roles, view and edit what
	// the operator's resources are in it. Whoever may edit a Prometheus can have it run as any
	// service account of the namespace.
	UserRoles bool `json:"userRoles,omitempty"`

	// Has a Prometheus scrape the operator, and the webhook.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Small Prometheuses, each for a namespace, with all that they take. [Namespaced] makes one
	// that is an addon of its own.
	Namespaced []NamespacedPrometheus `json:"namespaced,omitempty"`

	// Resources of the operator's that come with the addon.
	Resources Resources `json:"resources,omitzero"`
}

// InstanceNamespaces are where single kinds are looked for.
type InstanceNamespaces struct {
	// Prometheuses and PrometheusAgents.
	Prometheus []string `json:"prometheus,omitempty" jsonschema:"minItems=1,uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Alertmanagers.
	Alertmanager []string `json:"alertmanager,omitempty" jsonschema:"minItems=1,uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// AlertmanagerConfigs.
	AlertmanagerConfig []string `json:"alertmanagerConfig,omitempty" jsonschema:"minItems=1,uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// ThanosRulers.
	ThanosRuler []string `json:"thanosRuler,omitempty" jsonschema:"minItems=1,uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`
}

// InstanceSelectors are what is run; all, where they are left out.
type InstanceSelectors struct {
	// The labels of Prometheuses and PrometheusAgents.
	Prometheus *metav1.LabelSelector `json:"prometheus,omitempty"`

	// The labels of Alertmanagers.
	Alertmanager *metav1.LabelSelector `json:"alertmanager,omitempty"`

	// The labels of ThanosRulers.
	ThanosRuler *metav1.LabelSelector `json:"thanosRuler,omitempty"`
}

// Watch is what is watched of a kind.
type Watch struct {
	// The fields that all must be as is said, such as "type!=kubernetes.io/dockercfg".
	Fields []string `json:"fields,omitempty" jsonschema:"uniqueItems,pattern=^[A-Za-z.]+(=|==|!=)[^\\,]*$"`

	// The labels.
	Labels *metav1.LabelSelector `json:"labels,omitempty"`
}

// FeatureGate is a feature that can be switched.
type FeatureGate string

// The features of this version. The second and third are on where nothing is said.
const (
	PrometheusAgentDaemonSet       FeatureGate = "PrometheusAgentDaemonSet"
	PrometheusShardRetentionPolicy FeatureGate = "PrometheusShardRetentionPolicy"
	PrometheusTopologySharding     FeatureGate = "PrometheusTopologySharding"
	StatusOfConfiguration          FeatureGate = "StatusForConfigurationResources" // the status of monitors and rules tells who takes them
)

// Enum lists the features.
func (FeatureGate) Enum() []string {
	return addon.Values(PrometheusAgentDaemonSet, PrometheusShardRetentionPolicy, PrometheusTopologySharding, StatusOfConfiguration)
}

// RepairPolicy is what is done with a pod that holds up a rollout.
type RepairPolicy string

// What is done.
const (
	RepairNone   RepairPolicy = "none"
	RepairEvict  RepairPolicy = "evict"  // as far as PodDisruptionBudgets let it
	RepairDelete RepairPolicy = "delete" // whatever they say
)

// Enum lists what may be done.
func (RepairPolicy) Enum() []string { return addon.Values(RepairNone, RepairEvict, RepairDelete) }

// identity is what the objects of the operator go by. The selector is upstream's.
func (o Options) identity() kube.Identity {
	id := kube.Identify(name, o.Namespace, "").Of("controller")
	id.Selector = map[string]string{addon.LabelName: name, addon.LabelComponent: "controller"}
	return id
}
