package eks

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"

	"github.com/fitout/fitout/addon"
)

// VPCCNIEnv are the variables that the VPC CNI reads, by their own names. What is left out is
// the plugin's default.
type VPCCNIEnv struct {
	// Tags of the network interfaces that the plugin makes.
	AdditionalENITags map[string]string `json:"ADDITIONAL_ENI_TAGS,omitempty"`

	// Writes the address of each pod into an annotation, which shows it sooner than the
	// pod's status.
	AnnotatePodIP bool `json:"ANNOTATE_POD_IP,omitempty"`

	// The endpoint at which EC2 is called.
	EC2Endpoint string `json:"AWS_EC2_ENDPOINT,omitempty"`

	// The IPv4 ranges outside the VPC that are reached through the node's main routing table.
	ExternalServiceCIDRs []string `json:"AWS_EXTERNAL_SERVICE_CIDRS,omitempty" jsonschema:"uniqueItems,pattern=^[0-9.]+/[0-9]+$"`

	// Manages the interfaces of nodes that take no pods, too.
	ManageENIsNonSchedulable bool `json:"AWS_MANAGE_ENIS_NON_SCHEDULABLE,omitempty"`

	// Whether NodePorts are served on a node's first interface; they are, where it is left out.
	NodePortSupport *bool `json:"AWS_VPC_CNI_NODE_PORT_SUPPORT,omitempty"`

	// The MTU of interfaces in bytes; 9001, where it is left out.
	ENIMTU int32 `json:"AWS_VPC_ENI_MTU,omitempty" jsonschema:"minimum=576,maximum=9001"`

	// Gives pods the subnets and security groups of ENIConfigs, in place of the node's.
	CustomNetworking bool `json:"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG,omitempty"`

	// The IPv4 ranges to which pods' addresses go as they are, beside the VPC's own.
	ExcludeSNATCIDRs []string `json:"AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS,omitempty" jsonschema:"uniqueItems,pattern=^[0-9.]+/[0-9]+$"`

	// Leaves it to a NAT gateway to put another address in place of pods', for what leaves
	// the VPC. Nodes must then be in private subnets.
	ExternalSNAT bool `json:"AWS_VPC_K8S_CNI_EXTERNALSNAT,omitempty"`

	// How much the daemon that holds addresses logs; DEBUG, where it is left out.
	LogLevel CNILogLevel `json:"AWS_VPC_K8S_CNI_LOGLEVEL,omitempty"`

	// Where that daemon logs to: stdout, stderr or a file.
	LogFile string `json:"AWS_VPC_K8S_CNI_LOG_FILE,omitempty"`

	// How the port is chosen where a node's address takes the place of a pod's; prng, where
	// it is left out.
	RandomizeSNAT RandomizeSNAT `json:"AWS_VPC_K8S_CNI_RANDOMIZESNAT,omitempty"`

	// What the names of pods' interfaces on the node begin with; "eni", where it is left out.
	VethPrefix string `json:"AWS_VPC_K8S_CNI_VETHPREFIX,omitempty" jsonschema:"maxLength=4"`

	// Where the plugin logs to: stderr or a file.
	PluginLogFile string `json:"AWS_VPC_K8S_PLUGIN_LOG_FILE,omitempty"`

	// How much the plugin logs; DEBUG, where it is left out.
	PluginLogLevel CNILogLevel `json:"AWS_VPC_K8S_PLUGIN_LOG_LEVEL,omitempty"`

	// The endpoint of the API server, so that nodes start sooner, without waiting for
	// kube-proxy. It should be a private one.
	ClusterEndpoint string `json:"CLUSTER_ENDPOINT,omitempty" jsonschema:"pattern=^https://"`

	// Switches the endpoint off by which the daemon is looked into.
	DisableIntrospection bool `json:"DISABLE_INTROSPECTION,omitempty"`

	// Leaves interfaces that a lost node left behind to be deleted by hand.
	DisableLeakedENICleanup bool `json:"DISABLE_LEAKED_ENI_CLEANUP,omitempty"`

	// Switches metrics off.
	DisableMetrics bool `json:"DISABLE_METRICS,omitempty"`

	// Uses the interfaces and addresses that a node has, and makes none.
	DisableNetworkResourceProvisioning bool `json:"DISABLE_NETWORK_RESOURCE_PROVISIONING,omitempty"`

	// Switches IPv6 off in pods, for programs that can't do with it.
	DisablePodIPv6 bool `json:"DISABLE_POD_V6,omitempty"`

	// Honours the annotations by which a pod's bandwidth is limited. It excludes
	// enableNetworkPolicy.
	BandwidthPlugin bool `json:"ENABLE_BANDWIDTH_PLUGIN,omitempty"`

	// Uses all network cards of instances that have several.
	MultiNIC bool `json:"ENABLE_MULTI_NIC,omitempty"`

	// Lets pods have security groups of their own.
	PodENI bool `json:"ENABLE_POD_ENI,omitempty"`

	// Takes addresses in prefixes of 16, for many more pods on a node.
	PrefixDelegation bool `json:"ENABLE_PREFIX_DELEGATION,omitempty"`

	// Whether interfaces are made in other subnets of the zone, too: those with the tag
	// kubernetes.io/role/cni. They are, where it is left out.
	SubnetDiscovery *bool `json:"ENABLE_SUBNET_DISCOVERY,omitempty"`

	// Whether pods with IPv6 addresses reach IPv4 ones; they do, where it is left out.
	IPv4Egress *bool `json:"ENABLE_V4_EGRESS,omitempty"`

	// Lets pods with IPv4 addresses reach IPv6 ones, by the node's.
	IPv6Egress bool `json:"ENABLE_V6_EGRESS,omitempty"`

	// The annotation by which a node names its ENIConfig; k8s.amazonaws.com/eniConfig, where
	// it is left out.
	ENIConfigAnnotation string `json:"ENI_CONFIG_ANNOTATION_DEF,omitempty"`

	// The label by which a node names its ENIConfig, such as topology.kubernetes.io/zone;
	// k8s.amazonaws.com/eniConfig, where it is left out.
	ENIConfigLabel string `json:"ENI_CONFIG_LABEL_DEF,omitempty"`

	// Where the daemon is looked into: 127.0.0.1:61679, where it is left out.
	IntrospectionAddress string `json:"INTROSPECTION_BIND_ADDRESS,omitempty"`

	// How many seconds an address rests after its pod is gone; 30, where it is left out.
	IPCooldownPeriod *int32 `json:"IP_COOLDOWN_PERIOD,omitempty" jsonschema:"minimum=0"`

	// How many interfaces a node has at most; what its type allows, where it is left out.
	MaxENI int32 `json:"MAX_ENI,omitempty" jsonschema:"minimum=1"`

	// How many addresses a node has at least. It needs WARM_IP_TARGET, without which it would
	// never get more.
	MinimumIPTarget int32 `json:"MINIMUM_IP_TARGET,omitempty" jsonschema:"minimum=1"`

	// What pods reach before their network policies are known: everything under "standard",
	// and nothing under "strict"; "standard", where it is left out.
	NetworkPolicyEnforcingMode EnforcingMode `json:"NETWORK_POLICY_ENFORCING_MODE,omitempty"`

	// Whether all traffic of a pod is held to its security groups, "strict", or not that
	// which stays on the node, "standard"; "strict", where it is left out.
	PodSecurityGroupEnforcingMode EnforcingMode `json:"POD_SECURITY_GROUP_ENFORCING_MODE,omitempty"`

	// How many interfaces a node holds ready, with all their addresses; 1, where it is left
	// out.
	WarmENITarget *int32 `json:"WARM_ENI_TARGET,omitempty" jsonschema:"minimum=0"`

	// How many addresses a node holds ready, in place of whole interfaces.
	WarmIPTarget int32 `json:"WARM_IP_TARGET,omitempty" jsonschema:"minimum=1"`

	// How many prefixes a node holds ready, with ENABLE_PREFIX_DELEGATION; 1, where it is left
	// out.
	WarmPrefixTarget *int32 `json:"WARM_PREFIX_TARGET,omitempty" jsonschema:"minimum=0"`

	// Variables that have no option here, such as POD_MTU. EKS refuses those that the schema
	// of the addon's version doesn't have.
	Other map[string]string `json:"other,omitempty"`
}

// CNILogLevel is how much is logged.
type CNILogLevel string

// The log levels.
const (
	LogDebug CNILogLevel = "DEBUG"
	LogInfo  CNILogLevel = "INFO"
	LogWarn  CNILogLevel = "WARN"
	LogError CNILogLevel = "ERROR"
	LogFatal CNILogLevel = "FATAL"
)

// Enum lists the log levels.
func (CNILogLevel) Enum() []string {
	return addon.Values(LogDebug, LogInfo, LogWarn, LogError, LogFatal)
}

// RandomizeSNAT is how a port is chosen.
type RandomizeSNAT string

// The ways of choosing a port.
const (
	PRNG       RandomizeSNAT = "prng"       // at random
	HashRandom RandomizeSNAT = "hashrandom" // by a hash, at random
	InSequence RandomizeSNAT = "none"       // the next one, of the range that the kernel has
)

// Enum lists the ways of choosing a port.
func (RandomizeSNAT) Enum() []string { return addon.Values(PRNG, HashRandom, InSequence) }

// EnforcingMode is how strictly something is enforced.
type EnforcingMode string

// The modes.
const (
	EnforceStandard EnforcingMode = "standard"
	EnforceStrict   EnforcingMode = "strict"
)

// Enum lists the modes.
func (EnforcingMode) Enum() []string { return addon.Values(EnforceStandard, EnforceStrict) }

// values are the variables as EKS's schema has them; nil where none is set.
func (e VPCCNIEnv) values() map[string]string {
	other := e.Other
	e.Other = nil
	env := variables(e)
	maps.Copy(env, other)
	if len(env) == 0 {
		return nil
	}
	return env
}

// variables turns a struct whose fields go by variables' names into these, all strings: a
// list has commas, and a map is JSON.
func variables(env any) map[string]string {
	var fields map[string]any
	if err := json.Unmarshal(marshal(env), &fields); err != nil {
		panic(fmt.Sprintf("eks: %T: %v", env, err))
	}
	out := map[string]string{}
	for name, value := range fields {
		switch value := value.(type) {
		case string:
			out[name] = value
		case []any:
			items := make([]string, len(value))
			for i := range value {
				items[i] = fmt.Sprint(value[i])
			}
			out[name] = strings.Join(items, ",")
		default:
			out[name] = string(marshal(value))
		}
	}
	return out
}

// typed tells whether a variable has a field of its own in a struct of variables.
func typed(env reflect.Type, variable string) bool {
	for i := range env.NumField() {
		if name, _, _ := strings.Cut(env.Field(i).Tag.Get("json"), ","); name == variable {
			return true
		}
	}
	return false
}
