package nvidiadeviceplugin

import (
	corev1 "k8s.io/api/core/v1"
	nodev1 "k8s.io/api/node/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// GPUNodes says by which labels nodes with GPUs are known. One of them is enough.
type GPUNodes struct {
	// Nodes with GPUs that Karpenter starts on AWS:
	// karpenter.k8s.aws/instance-gpu-manufacturer=nvidia.
	Karpenter bool `json:"karpenter,omitempty"`

	// Nodes with the label k8s.amazonaws.com/accelerator, of whatever value. Nothing sets it
	// by itself, but cluster-autoscaler needs it on groups of nodes with GPUs. Nodes of EKS
	// Auto Mode, which has a plugin of its own, are left out.
	Accelerator bool `json:"accelerator,omitempty"`

	// Nodes of these types, "g5.xlarge", which all nodes are labelled with on EKS. Those of
	// EKS Auto Mode are left out.
	InstanceTypes []string `json:"instanceTypes,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9-]+\\.[a-z0-9-]+$"`

	// Nodes with one of these labels.
	Labels []NodeLabel `json:"labels,omitempty"`
}

// NodeLabel is a label of nodes.
type NodeLabel struct {
	// The label.
	Key string `json:"key" jsonschema:"required,maxLength=317"`

	// Its values, one of which is enough; any, where they are left out.
	Values []string `json:"values,omitempty" jsonschema:"uniqueItems"`
}

// Container is a container beside the plugin.
type Container struct {
	// The CPU and memory that the container asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// Arguments that the container gets.
	ExtraArgs []string `json:"extraArgs,omitempty"`

	// Environment variables that the container gets after the addon's own.
	ExtraEnv []corev1.EnvVar `json:"extraEnv,omitempty"`
}

// CDI says how specifications of the Container Device Interface are written.
type CDI struct {
	// Where nvidia-cdi-hook or nvidia-ctk is on the nodes: "/usr/bin/nvidia-ctk" where it is
	// left out.
	HookPath string `json:"hookPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Features of writing specifications that are switched on, as the NVIDIA Container
	// Toolkit calls them.
	FeatureFlags []string `json:"featureFlags,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Hooks that specifications leave out, as the NVIDIA Container Toolkit calls them; "all"
	// for each of them.
	DisabledHooks []string `json:"disabledHooks,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// With what the keys of annotations begin by which the strategy cdi-annotations names
	// devices: "cdi.k8s.io/" where it is left out.
	AnnotationPrefix string `json:"annotationPrefix,omitempty" jsonschema:"pattern=^[^ ]+$"`
}

// MPS is the daemon by which containers share a GPU at the same time.
type MPS struct {
	// Leaves the DaemonSet out. No config can share by MPS then.
	Disabled bool `json:"disabled,omitempty"`

	Container `json:",inline"`

	// The folder on the nodes with the daemon's pipes, logs and shared memory:
	// "/run/nvidia/mps" where it is left out.
	Root string `json:"root,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Keeps the daemon out of its node's space of processes. It needs that where the driver
	// runs there, which is nearly everywhere.
	NoHostPID bool `json:"noHostPID,omitempty"`

	// Runs the daemon in the network of its node, which saves an address.
	HostNetwork bool `json:"hostNetwork,omitempty"`
}

// GFD is GPU feature discovery.
type GFD struct {
	// Switches it on. Node feature discovery, with its definitions, must be there before,
	// since it is what labels the nodes.
	Enabled bool `json:"enabled,omitempty"`

	Container `json:",inline"`

	// Hands labels to node feature discovery's worker in a file on the node, and not to its
	// master by a NodeFeature. The pods lose the right to write those.
	Files bool `json:"files,omitempty"`

	// Leaves out the label with the time when the others were set.
	NoTimestamp bool `json:"noTimestamp,omitempty"`

	// How often labels are set: every 60 s where it is left out.
	SleepInterval metav1.Duration `json:"sleepInterval,omitzero"`

	// Sets labels once, when a pod starts, and again only when the node's config changes.
	Once bool `json:"once,omitempty"`

	// The security context of it and of the configManager beside it: privileged, where it is
	// left out, without which it learns nothing of virtual GPUs. With MIG it needs SYS_ADMIN
	// at least.
	SecurityContext *corev1.SecurityContext `json:"securityContext,omitempty"`

	// Runs it in the network of its node, which saves an address.
	HostNetwork bool `json:"hostNetwork,omitempty"`
}

// RuntimeClass says how containers are run that use GPUs.
type RuntimeClass struct {
	// Its name: "nvidia" where it is left out.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// What the nodes' container runtime calls it: "nvidia" where it is left out.
	Handler string `json:"handler,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// What is added to pods that name it: labels that their nodes must have, and taints that
	// they bear.
	Scheduling *nodev1.Scheduling `json:"scheduling,omitempty"`
}

// FallbackStrategy is what a node takes that chooses no configuration.
type FallbackStrategy string

// The strategies.
const (
	FallbackNamed  FallbackStrategy = "named"  // the configuration "default"
	FallbackSingle FallbackStrategy = "single" // the only one
	FallbackEmpty  FallbackStrategy = "empty"  // none: what all nodes have
)

// Enum lists the strategies.
func (FallbackStrategy) Enum() []string {
	return addon.Values(FallbackNamed, FallbackSingle, FallbackEmpty)
}
