package nvidiadeviceplugin

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "nvidia-device-plugin"
	version = "0.20.0"
)

// Definition is the addon nvidia-device-plugin.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Platform,
		Version:    version,
		Source:     "https://github.com/NVIDIA/k8s-device-plugin/tree/v" + version + "/deployments/helm/nvidia-device-plugin",
		Kubernetes: ">=1.10",
		Namespace:  "nvidia",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs, but for node
// feature discovery, which is an addon of its own.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the plugin, one on each node with GPUs. What is said of their image, where
	// they run, priority, labels, annotations and DNS holds for the pods of MPS and of GPU
	// feature discovery too; resources, arguments, environment, and extra volumes don't. They
	// bear the taint nvidia.com/gpu: tolerations that are given here take its place.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// By which labels nodes with GPUs are known, beside those of pods.affinity. Where that is
	// left out it takes nodes with feature.node.kubernetes.io/pci-10de.present=true or
	// feature.node.kubernetes.io/cpu-model.vendor_id=NVIDIA, which node feature discovery sets,
	// and with nvidia.com/gpu.present=true. On EKS nothing sets any of them by itself.
	GPUNodes GPUNodes `json:"gpuNodes,omitzero"`

	// How the programs work on all nodes. A config may say what is left out here.
	Flags `json:",inline"`

	// Configurations by name, from which each node chooses one by the label
	// nvidia.com/device-plugin.config. They are how GPUs are shared.
	Configs map[string]Config `json:"configs,omitempty"`

	// A ConfigMap of the addon's namespace that has the configurations, one a key, in place
	// of configs. When it changes the pods must be restarted by hand.
	ConfigMap string `json:"configMap,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The configuration of nodes without the label. Needed where there are several, none of
	// which is called "default".
	DefaultConfig string `json:"defaultConfig,omitempty" jsonschema:"pattern=^[A-Za-z0-9]([A-Za-z0-9_.-]{0\\,61}[A-Za-z0-9])?$"`

	// What nodes without the label take where there is no defaultConfig, the first that can
	// be had: "named" and then "single", where it is left out.
	FallbackStrategies []FallbackStrategy `json:"fallbackStrategies,omitempty" jsonschema:"uniqueItems"`

	// The containers, in all pods, that choose a node's configuration and follow its label.
	ConfigManager Container `json:"configManager,omitzero"`

	// Leaves out the plugin and MPS, for who wants GPU feature discovery alone.
	NoPlugin bool `json:"noPlugin,omitempty"`

	// Has containers keep their GPUs where the kubelet's CPU manager is static and changes
	// their cgroups. The plugin is privileged then.
	CompatWithCPUManager bool `json:"compatWithCPUManager,omitempty"`

	// Where the driver is on the nodes: "/" where it is left out, and "/run/nvidia/driver"
	// where the driver runs in a container. If it is given the plugin finds the driver's
	// libraries there, which it needs to write CDI specifications.
	DriverRoot string `json:"driverRoot,omitempty" jsonschema:"pattern=^(/|(/[^/ ]+)+)$"`

	// Under which folder of the nodes the driver's devices are; driverRoot, where it is left
	// out.
	DevRoot string `json:"devRoot,omitempty" jsonschema:"pattern=^(/|(/[^/ ]+)+)$"`

	// How CDI specifications are written, for the device list strategies that need them.
	CDI CDI `json:"cdi,omitzero"`

	// The security context of the plugin and of the configManager beside it, in place of the
	// one that follows from other options: no capabilities, SYS_ADMIN with MIG, MPS or
	// volume-mounts, privileged with compatWithCPUManager.
	SecurityContext *corev1.SecurityContext `json:"securityContext,omitempty"`

	// The security context of all pods as a whole. Empty, where it is left out.
	PodSecurityContext *corev1.PodSecurityContext `json:"podSecurityContext,omitempty"`

	// Runs the plugin in the network of its node, which saves an address.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// The daemon by which the containers on a GPU share it at the same time. Nodes with the
	// label nvidia.com/mps.capable=true get it.
	MPS MPS `json:"mps,omitzero"`

	// GPU feature discovery, which tells by labels of each node what GPUs it has.
	GFD GFD `json:"gfd,omitzero"`

	// A RuntimeClass for containers that use GPUs, where they are not the container
	// runtime's default. To have the addon's own pods use it, name it in
	// pods.runtimeClassName.
	RuntimeClass *RuntimeClass `json:"runtimeClass,omitempty"`

	// How many pods of each kind, as a number or a percentage, may be down at once while they
	// are updated: 1 where it is left out.
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable,omitempty"`

	// Updates a pod only when somebody deletes it. Containers keep their GPUs while the
	// plugin is updated, but not while the daemon of MPS is.
	UpdateOnDelete bool `json:"updateOnDelete,omitempty"`
}

// identity is what a component's objects go by. All pods have the labels that upstream
// selects them by, which are the same for each DaemonSet and can't be changed: a DaemonSet
// knows its pods by their owner.
func (o Options) identity(component string) kube.Identity {
	id := kube.Identify(name, o.Namespace, "").Of(component)
	id.Selector = map[string]string{
		addon.LabelName:     id.Name,
		addon.LabelInstance: id.Instance,
	}
	return id
}
