package datadog

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Network are the connections between pods, hosts and services.
type Network struct {
	// Collects the connections.
	Enabled bool `json:"enabled,omitempty"`

	// The ports at which DNS is followed: 53 where they are left out.
	DNSPorts []int32 `json:"dnsPorts,omitempty" jsonschema:"uniqueItems,minimum=1,maximum=65535"`

	// Doesn't collect statistics of DNS.
	NoDNSStats bool `json:"noDNSStats,omitempty"`

	// Collects requests, errors and latency of services by what they send.
	Services bool `json:"services,omitempty"`

	// Which protocols are followed for services. Each is what the agents take it to be where it
	// is left out.
	Protocols Protocols `json:"protocols,omitzero"`

	// Follows the paths of connections through the network. Needs enabled.
	Paths bool `json:"paths,omitempty"`

	// How paths are followed.
	PathTests PathTests `json:"pathTests,omitzero"`

	// Has the agents answer to requests for a single path.
	Traceroute bool `json:"traceroute,omitempty"`
}

// Protocols are ways in which services are called.
type Protocols struct {
	// HTTP, without TLS.
	HTTP *bool `json:"http,omitempty"`

	// HTTP/2 and gRPC.
	HTTP2 *bool `json:"http2,omitempty"`

	// TLS of programs in Go.
	GoTLS *bool `json:"goTLS,omitempty"`

	// TLS of Istio's proxies.
	Istio *bool `json:"istio,omitempty"`

	// TLS of programs in Node.js.
	NodeJS *bool `json:"nodeJS,omitempty"`

	// TLS by OpenSSL, LibreSSL and GnuTLS.
	Native *bool `json:"native,omitempty"`
}

// PathTests say how paths are followed. What is left out is the agents' to choose.
type PathTests struct {
	// How many are followed at once.
	Workers int32 `json:"workers,omitempty" jsonschema:"minimum=1"`

	// How long a path is followed after its last connection, in whole seconds.
	TTL metav1.Duration `json:"ttl,omitzero"`

	// How often a path is followed, in whole seconds.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How many paths are known at once.
	Contexts int32 `json:"contexts,omitempty" jsonschema:"minimum=1"`

	// How many paths are followed in a minute.
	MaxPerMinute int32 `json:"maxPerMinute,omitempty" jsonschema:"minimum=1"`
}

// Discovery finds services by the processes that run.
type Discovery struct {
	// Switches it off, and with it the system probe where nothing else needs it.
	Disabled bool `json:"disabled,omitempty"`

	// Doesn't collect how much services send.
	NoNetworkStats bool `json:"noNetworkStats,omitempty"`

	// Finds which services call each other.
	ServiceMap bool `json:"serviceMap,omitempty"`
}

// SystemProbe looks into the nodes' kernels.
type SystemProbe struct {
	// Counts how full the queues of connections are.
	TCPQueueLength bool `json:"tcpQueueLength,omitempty"`

	// Tells which processes were killed for want of memory.
	OOMKill bool `json:"oomKill,omitempty"`

	// Doesn't follow connections whose addresses are translated.
	NoConntrack bool `json:"noConntrack,omitempty"`

	// How many connections are followed: 131072 where it is left out.
	MaxTrackedConnections int32 `json:"maxTrackedConnections,omitempty" jsonschema:"minimum=1"`

	// How many closed connections are kept until they are sent.
	MaxStateBuffered int32 `json:"maxStateBuffered,omitempty" jsonschema:"minimum=1"`

	// How many translated addresses are kept: 131072 where it is left out.
	ConntrackMaxStateSize int32 `json:"conntrackMaxStateSize,omitempty" jsonschema:"minimum=1"`

	// How long it may take to read those that there are at the start: 10s where it is left out.
	ConntrackInitTimeout metav1.Duration `json:"conntrackInitTimeout,omitzero"`

	// The port, within the pod, at which the probe tells of itself; none, where it is left out.
	DebugPort int32 `json:"debugPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Logs what is written by programs in the kernel.
	BPFDebug bool `json:"bpfDebug,omitempty"`

	// The file, on the nodes, with the types of their kernel, where it doesn't bring them
	// itself.
	BTFPath string `json:"btfPath,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// Compiles nothing for the kernel on the nodes, and mounts none of the folders that this
	// takes. It is for nodes that can't be written to, such as Talos'; their kernel must bring
	// its types itself.
	NoCompilation bool `json:"noCompilation,omitempty"`

	// Doesn't mount the files by which older distributions tell what they are.
	NoReleaseFiles bool `json:"noReleaseFiles,omitempty"`

	// The folder of the nodes for what is compiled there:
	// "/var/tmp/datadog-agent/system-probe" where it is left out.
	AssetDir string `json:"assetDir,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// The folder of the nodes from which the kubelet reads seccomp profiles:
	// "/var/lib/kubelet/seccomp" where it is left out.
	SeccompRoot string `json:"seccompRoot,omitempty" jsonschema:"pattern=^(/[^/ ]+)+$"`

	// The seccomp profile of the probe, in place of the one that is put on the nodes.
	SeccompProfile *corev1.SeccompProfile `json:"seccompProfile,omitempty"`

	// The container of the probe.
	Container `json:",inline"`
}
