package istio

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// Proxy tunes the proxies in sidecars and gateways. Annotations of a pod come on top.
type Proxy struct {
	// An image in place of hub, tag and variant, which must be whole.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory of a sidecar. Gateways have theirs in their own pods.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// How much Envoy logs.
	LogLevel ProxyLogLevel `json:"logLevel,omitempty"`

	// How much Envoy's components log where that differs, as in "misc:error,rbac:debug".
	ComponentLogLevel string `json:"componentLogLevel,omitempty" jsonschema:"pattern=^[a-z0-9_]+:[a-z]+(\\,[a-z0-9_]+:[a-z]+)*$"`

	// The domain of the cluster's Services.
	ClusterDomain string `json:"clusterDomain,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The CIDRs to which outgoing traffic goes through the sidecar; "*", the default, for
	// all.
	IncludeIPRanges []string `json:"includeIPRanges,omitempty" jsonschema:"minItems=1,uniqueItems"`

	// The CIDRs to which outgoing traffic goes past the sidecar.
	ExcludeIPRanges []string `json:"excludeIPRanges,omitempty" jsonschema:"uniqueItems"`

	// The ports of which incoming traffic goes through the sidecar; "*", the default, for
	// all.
	IncludeInboundPorts []string `json:"includeInboundPorts,omitempty" jsonschema:"minItems=1,uniqueItems,pattern=^(\\*|[1-9][0-9]{0\\,4})$"`

	// The ports of which incoming traffic goes past the sidecar.
	ExcludeInboundPorts []int32 `json:"excludeInboundPorts,omitempty" jsonschema:"uniqueItems,minimum=1,maximum=65535"`

	// The ports to which outgoing traffic goes through the sidecar whatever its address.
	IncludeOutboundPorts []int32 `json:"includeOutboundPorts,omitempty" jsonschema:"uniqueItems,minimum=1,maximum=65535"`

	// The ports to which outgoing traffic goes past the sidecar.
	ExcludeOutboundPorts []int32 `json:"excludeOutboundPorts,omitempty" jsonschema:"uniqueItems,minimum=1,maximum=65535"`

	// Runs the containers of sidecars privileged.
	Privileged bool `json:"privileged,omitempty"`

	// When a proxy counts as ready.
	Readiness Readiness `json:"readiness,omitzero"`

	// How long a sidecar may take to start.
	Startup Startup `json:"startup,omitzero"`

	// The port of a proxy's own health and merged metrics; 0 switches its probes off.
	StatusPort *int32 `json:"statusPort,omitempty" jsonschema:"minimum=0,maximum=65535"`

	// What a sidecar does after it has started, and before it stops.
	Lifecycle *corev1.Lifecycle `json:"lifecycle,omitempty"`

	// Where Envoy logs which endpoints it ejects, as in "/dev/stdout".
	OutlierLogPath string `json:"outlierLogPath,omitempty"`

	// The Secrets, in the namespaces of the pods, with which proxies' images are pulled.
	ImagePullSecrets []string `json:"imagePullSecrets,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Redirects traffic by nftables and not by iptables.
	NativeNftables bool `json:"nativeNftables,omitempty"`

	// Writes iptables anew whatever they hold already. It is a way around faults, and
	// upstream will take it away.
	ForceApplyIptables bool `json:"forceApplyIptables,omitempty"`

	// The port on which proxies exchange tokens for others; none where it is left out.
	STSPort int32 `json:"stsPort,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// Readiness says when a proxy counts as ready.
type Readiness struct {
	// The number of probes in a row that must fail for a proxy to count as not ready.
	FailureThreshold int32 `json:"failureThreshold,omitempty" jsonschema:"minimum=1"`

	// The seconds before the first probe.
	InitialDelaySeconds int32 `json:"initialDelaySeconds,omitempty" jsonschema:"minimum=0"`

	// The seconds between two probes.
	PeriodSeconds int32 `json:"periodSeconds,omitempty" jsonschema:"minimum=1"`
}

// Startup says how long a sidecar may take to start.
type Startup struct {
	// Leaves the probe out. Readiness should then be probed more often.
	Disabled bool `json:"disabled,omitempty"`

	// The number of seconds, each with a probe, after which a sidecar that doesn't start is
	// restarted.
	FailureThreshold int32 `json:"failureThreshold,omitempty" jsonschema:"minimum=1"`
}

// ProxyLogLevel is a severity of Envoy's log.
type ProxyLogLevel string

// The severities, the least first.
const (
	ProxyTrace    ProxyLogLevel = "trace"
	ProxyDebug    ProxyLogLevel = "debug"
	ProxyInfo     ProxyLogLevel = "info"
	ProxyWarning  ProxyLogLevel = "warning"
	ProxyError    ProxyLogLevel = "error"
	ProxyCritical ProxyLogLevel = "critical"
	ProxyOff      ProxyLogLevel = "off"
)

// Enum lists the severities.
func (ProxyLogLevel) Enum() []string {
	return addon.Values(ProxyTrace, ProxyDebug, ProxyInfo, ProxyWarning, ProxyError, ProxyCritical, ProxyOff)
}
