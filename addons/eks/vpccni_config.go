package eks

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// VPCCNIConfiguration is what EKS lets one set in the VPC CNI. It follows the schema of
// v1.15.1-eksbuild.1. What has come since is here where it is known to be taken:
// enableWindowsPrefixDelegation by v1.20, and of env ENABLE_SUBNET_DISCOVERY by v1.18,
// NETWORK_POLICY_ENFORCING_MODE by v1.22 and ENABLE_MULTI_NIC.
type VPCCNIConfiguration struct {
	// The nodes on which the plugin runs. It replaces EKS's own: all Linux nodes but those
	// of Fargate.
	Affinity *corev1.Affinity `json:"affinity,omitempty"`

	// Enforces NetworkPolicies.
	EnableNetworkPolicy bool `json:"enableNetworkPolicy,omitempty"`

	// Gives addresses to pods on Windows nodes.
	EnableWindowsIPAM bool `json:"enableWindowsIpam,omitempty"`

	// Gives Windows nodes prefixes of 16 addresses. It needs enableWindowsIpam.
	EnableWindowsPrefixDelegation bool `json:"enableWindowsPrefixDelegation,omitempty"`

	// The ENIConfigs that EKS makes, each the subnet and security groups that pods on some
	// nodes have. They need AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG, and nodes whose label or
	// annotation names one. ENIConfigs can come from elsewhere as well.
	ENIConfig *ENIConfigs `json:"eniConfig,omitempty"`

	// The variables that the plugin reads.
	Env VPCCNIEnv `json:"env,omitzero"`

	// What prepares each node, before the plugin runs.
	Init VPCCNIInit `json:"init,omitzero"`

	// How many seconds the answer to a liveness probe may take.
	LivenessProbeTimeoutSeconds int32 `json:"livenessProbeTimeoutSeconds,omitempty" jsonschema:"minimum=1"`

	// The agent that enforces NetworkPolicies on each node.
	NodeAgent NodeAgent `json:"nodeAgent,omitzero"`

	// How many seconds the answer to a readiness probe may take.
	ReadinessProbeTimeoutSeconds int32 `json:"readinessProbeTimeoutSeconds,omitempty" jsonschema:"minimum=1"`

	// The CPU and memory of the plugin's containers.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// The taints that the pods run in spite of: all, where it is left out.
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"`
}

// ENIConfigs are the ENIConfigs that EKS makes.
type ENIConfigs struct {
	// The region of the subnets; the cluster's, where it is left out.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`

	// What pods have, by the name of the ENIConfig: that of an availability zone, if nodes
	// go by topology.kubernetes.io/zone.
	Subnets map[string]ENIConfigSubnet `json:"subnets" jsonschema:"required"`
}

// ENIConfigSubnet is what pods on some nodes have.
type ENIConfigSubnet struct {
	// The subnet of the pods' addresses, in the nodes' availability zone.
	ID string `json:"id" jsonschema:"required,pattern=^subnet-[0-9a-f]+$"`

	// The security groups of the pods' interfaces; those of the node's first interface,
	// where it is left out.
	SecurityGroups []string `json:"securityGroups,omitempty" jsonschema:"uniqueItems,pattern=^sg-[0-9a-f]+$"`
}

// VPCCNIInit is what prepares each node.
type VPCCNIInit struct {
	// The variables that it reads.
	Env VPCCNIInitEnv `json:"env,omitzero"`
}

// VPCCNIInitEnv are the variables of what prepares each node. ENABLE_V6_EGRESS is among
// them, too: it is set as it is for the plugin, since the two must agree.
type VPCCNIInitEnv struct {
	// Lets the kubelet reach pods that have security groups of their own, for probes, where
	// POD_SECURITY_GROUP_ENFORCING_MODE is strict.
	DisableTCPEarlyDemux bool `json:"DISABLE_TCP_EARLY_DEMUX,omitempty"`
}

// NodeAgent is the agent that enforces NetworkPolicies.
type NodeAgent struct {
	// Sends the logs of network policies to CloudWatch, which costs by the byte. The role
	// gets the rights.
	EnableCloudWatchLogs bool `json:"enableCloudWatchLogs,omitempty"`

	// Logs what network policies allow and deny, on the node.
	EnablePolicyEventLogs bool `json:"enablePolicyEventLogs,omitempty"`

	// The port for health probes; 8163, where it is left out.
	HealthProbeBindAddr int32 `json:"healthProbeBindAddr,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for metrics; 8162, where it is left out.
	MetricsBindAddr int32 `json:"metricsBindAddr,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// vpcCNIValues is the configuration as EKS's schema has it: most booleans and integers are
// strings there.
type vpcCNIValues struct {
	Affinity                      *corev1.Affinity            `json:"affinity,omitempty"`
	EnableNetworkPolicy           bool                        `json:"enableNetworkPolicy,omitempty,string"`
	EnableWindowsIPAM             bool                        `json:"enableWindowsIpam,omitempty,string"`
	EnableWindowsPrefixDelegation bool                        `json:"enableWindowsPrefixDelegation,omitempty,string"`
	ENIConfig                     *eniConfigValues            `json:"eniConfig,omitempty"`
	Env                           map[string]string           `json:"env,omitempty"`
	Init                          initValues                  `json:"init,omitzero"`
	LivenessProbeTimeoutSeconds   int32                       `json:"livenessProbeTimeoutSeconds,omitempty"`
	NodeAgent                     nodeAgentValues             `json:"nodeAgent,omitzero"`
	ReadinessProbeTimeoutSeconds  int32                       `json:"readinessProbeTimeoutSeconds,omitempty"`
	Resources                     corev1.ResourceRequirements `json:"resources,omitzero"`
	Tolerations                   []corev1.Toleration         `json:"tolerations,omitempty"`
}

type eniConfigValues struct {
	Create  bool                       `json:"create"`
	Region  string                     `json:"region"`
	Subnets map[string]ENIConfigSubnet `json:"subnets"`
}

type initValues struct {
	Env map[string]string `json:"env,omitempty"`
}

type nodeAgentValues struct {
	EnableCloudWatchLogs  bool  `json:"enableCloudWatchLogs,omitempty,string"`
	EnablePolicyEventLogs bool  `json:"enablePolicyEventLogs,omitempty,string"`
	HealthProbeBindAddr   int32 `json:"healthProbeBindAddr,omitempty,string"`
	MetricsBindAddr       int32 `json:"metricsBindAddr,omitempty,string"`
}

func (c VPCCNIConfiguration) values(t addon.Target) vpcCNIValues {
	v := vpcCNIValues{
		Affinity:                      c.Affinity,
		EnableNetworkPolicy:           c.EnableNetworkPolicy,
		EnableWindowsIPAM:             c.EnableWindowsIPAM,
		EnableWindowsPrefixDelegation: c.EnableWindowsPrefixDelegation,
		Env:                           c.Env.values(),
		Init:                          initValues{Env: c.initEnv()},
		LivenessProbeTimeoutSeconds:   c.LivenessProbeTimeoutSeconds,
		NodeAgent:                     nodeAgentValues(c.NodeAgent),
		ReadinessProbeTimeoutSeconds:  c.ReadinessProbeTimeoutSeconds,
		Resources:                     c.Resources,
		Tolerations:                   c.Tolerations,
	}
	if c.ENIConfig != nil {
		v.ENIConfig = &eniConfigValues{
			Create:  true,
			Region:  cmp.Or(c.ENIConfig.Region, t.AWS.Region),
			Subnets: c.ENIConfig.Subnets,
		}
	}
	return v
}

// initEnv are the variables of what prepares each node.
func (c VPCCNIConfiguration) initEnv() map[string]string {
	env := variables(c.Init.Env)
	if c.Env.IPv6Egress {
		env["ENABLE_V6_EGRESS"] = "true"
	}
	if len(env) == 0 {
		return nil
	}
	return env
}
