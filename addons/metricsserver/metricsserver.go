package metricsserver

import (
	_ "embed"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const name = "metrics-server"

// Definition is the addon metrics-server.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Scaling,
		Version:    "0.8.1",
		Source:     "https://github.com/kubernetes-sigs/metrics-server/tree/metrics-server-helm-chart-3.13.1/charts/metrics-server",
		Kubernetes: ">=1.31",
		Namespace:  "kube-system",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the server.
	Pods addon.Pods `json:"pods,omitzero"`

	// The port that the pods serve HTTPS on. The control plane must reach it.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Runs the pods in the network of their nodes, for networks in which the control
	// plane can't reach pods. The port must then be one that the kubelet leaves free.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// How often metrics are read from the kubelets, 10 s at least.
	MetricResolution metav1.Duration `json:"metricResolution,omitzero"`

	// Which of a node's addresses the kubelet is reached at, the preferred one first.
	KubeletAddressTypes []AddressType `json:"kubeletAddressTypes,omitempty" jsonschema:"uniqueItems"`

	// Doesn't verify the kubelets' certificates. For test clusters whose kubelets have
	// certificates that nobody signed.
	KubeletInsecureTLS bool `json:"kubeletInsecureTLS,omitempty"`

	// Where the server's certificate comes from. Where it is left out the server makes
	// one when it starts, which the API server can't verify.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// Lets anybody who reaches the port read /metrics, the server's metrics of itself.
	AnonymousMetrics bool `json:"anonymousMetrics,omitempty"`

	// Has Prometheus scrape the server's metrics of itself. It implies anonymousMetrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// A sidecar that sets the server's requests and limits by the number of nodes.
	AddonResizer AddonResizer `json:"addonResizer,omitzero"`
}

// AddressType is a kind of address of a node.
type AddressType string

// The kinds of addresses.
const (
	InternalIP  AddressType = "InternalIP"
	ExternalIP  AddressType = "ExternalIP"
	Hostname    AddressType = "Hostname"
	InternalDNS AddressType = "InternalDNS"
	ExternalDNS AddressType = "ExternalDNS"
)

// Enum lists the kinds of addresses.
func (AddressType) Enum() []string {
	return addon.Values(InternalIP, ExternalIP, Hostname, InternalDNS, ExternalDNS)
}

// AddonResizer sets the server's resources: a base, and an amount for each node.
type AddonResizer struct {
	// Switches the sidecar on.
	Enabled bool `json:"enabled,omitempty"`

	// The sidecar's image.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory of the sidecar itself.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The CPU that the server has with no nodes.
	CPU resource.Quantity `json:"cpu,omitzero"`

	// The CPU that the server gets for each node.
	CPUPerNode resource.Quantity `json:"cpuPerNode,omitzero"`

	// The memory that the server has with no nodes.
	Memory resource.Quantity `json:"memory,omitzero"`

	// The memory that the server gets for each node.
	MemoryPerNode resource.Quantity `json:"memoryPerNode,omitzero"`

	// The number of nodes that is reckoned with at least.
	MinClusterSize int32 `json:"minClusterSize,omitempty" jsonschema:"minimum=1"`

	// How often the number of nodes is looked at.
	PollPeriod metav1.Duration `json:"pollPeriod,omitzero"`

	// By how many percent resources may be off before they are set anew.
	Threshold int32 `json:"threshold,omitempty" jsonschema:"minimum=1,maximum=100"`
}

func defaults(addon.Target) Options {
	return Options{
		Pods: addon.Pods{
			Replicas:          new(int32(1)),
			Image:             addon.Image{Repository: "registry.k8s.io/metrics-server/metrics-server", Tag: "v0.8.1"},
			PriorityClassName: "system-cluster-critical",
			Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("100m"),
				corev1.ResourceMemory: resource.MustParse("200Mi"),
			}},
		},
		Port:                10250,
		MetricResolution:    metav1.Duration{Duration: 15 * time.Second},
		KubeletAddressTypes: []AddressType{InternalIP, ExternalIP, Hostname},
		AddonResizer: AddonResizer{
			Image: addon.Image{Repository: "registry.k8s.io/autoscaling/addon-resizer", Tag: "1.8.23"},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{
					corev1.ResourceCPU:    resource.MustParse("40m"),
					corev1.ResourceMemory: resource.MustParse("25Mi"),
				},
				Limits: corev1.ResourceList{
					corev1.ResourceCPU:    resource.MustParse("40m"),
					corev1.ResourceMemory: resource.MustParse("25Mi"),
				},
			},
			CPU:            resource.MustParse("0m"),
			CPUPerNode:     resource.MustParse("1m"),
			Memory:         resource.MustParse("0Mi"),
			MemoryPerNode:  resource.MustParse("2Mi"),
			MinClusterSize: 100,
			PollPeriod:     metav1.Duration{Duration: 5 * time.Minute},
			Threshold:      5,
		},
	}
}

func validate(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.MetricResolution.Duration < 10*time.Second {
		errs = append(errs, field.Invalid(path.Child("metricResolution"), o.MetricResolution.Duration.String(), "must be at least 10s: the server refuses to start"))
	}
	if o.HostNetwork && o.Port == 10250 {
		errs = append(errs, field.Invalid(path.Child("port"), o.Port, "is the kubelet's own in the network of the node: take another"))
	}
	return errs
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity {
	return kube.Identify(name, o.Namespace, "")
}
