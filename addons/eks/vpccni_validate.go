package eks

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validate finds in the configuration what upstream's README says is invalid, isn't used, or
// leaves nodes without addresses.
func (o VPCCNIOptions) validate(path *field.Path) field.ErrorList {
	c, env := o.Configuration, o.Configuration.Env
	errs := onlyCPUAndMemory(c.Resources, path.Child("resources"))
	forbid := func(p *field.Path, set bool, detail string) {
		if set {
			errs = append(errs, field.Forbidden(p, detail))
		}
	}
	variable := path.Child("env").Child
	forbid(path.Child("enableWindowsPrefixDelegation"), c.EnableWindowsPrefixDelegation && !c.EnableWindowsIPAM, "needs enableWindowsIpam: true")
	forbid(path.Child("eniConfig"), c.ENIConfig != nil && !env.CustomNetworking, "needs AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: true")
	forbid(path.Child("nodeAgent", "enableCloudWatchLogs"), c.NodeAgent.EnableCloudWatchLogs && !c.EnableNetworkPolicy, "needs enableNetworkPolicy: true")
	if c.ENIConfig != nil && c.ENIConfig.Subnets != nil && len(c.ENIConfig.Subnets) == 0 {
		errs = append(errs, field.Required(path.Child("eniConfig", "subnets"), "needs one at least"))
	}
	forbid(variable("ENI_CONFIG_ANNOTATION_DEF"), env.ENIConfigAnnotation != "" && !env.CustomNetworking, "needs AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: true")
	forbid(variable("ENI_CONFIG_LABEL_DEF"), env.ENIConfigLabel != "" && !env.CustomNetworking, "needs AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: true")
	forbid(variable("AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS"), env.ExcludeSNATCIDRs != nil && env.ExternalSNAT, "isn't used with AWS_VPC_K8S_CNI_EXTERNALSNAT")
	forbid(variable("AWS_VPC_K8S_CNI_RANDOMIZESNAT"), env.RandomizeSNAT != "" && env.ExternalSNAT, "isn't used with AWS_VPC_K8S_CNI_EXTERNALSNAT")
	forbid(variable("ENABLE_BANDWIDTH_PLUGIN"), env.BandwidthPlugin && c.EnableNetworkPolicy, "excludes enableNetworkPolicy: both would control the same traffic, and policies fail")
	forbid(variable("NETWORK_POLICY_ENFORCING_MODE"), env.NetworkPolicyEnforcingMode == EnforceStrict && !c.EnableNetworkPolicy, "strict needs enableNetworkPolicy: true, without which nothing lets pods' traffic through")
	forbid(variable("POD_SECURITY_GROUP_ENFORCING_MODE"), env.PodSecurityGroupEnforcingMode != "" && !env.PodENI, "needs ENABLE_POD_ENI: true")
	if slices.Contains([]string{"eth", "vlan", "lo"}, env.VethPrefix) {
		errs = append(errs, field.Invalid(variable("AWS_VPC_K8S_CNI_VETHPREFIX"), env.VethPrefix, "belongs to the node's own interfaces"))
	}
	errs = append(errs, env.validateTags(variable("ADDITIONAL_ENI_TAGS"))...)
	errs = append(errs, env.validateTargets(variable)...)
	errs = append(errs, env.validateOther(variable("other"))...)
	if o.IPv6 {
		errs = append(errs, env.validateIPv6(variable)...)
	}
	return errs
}

// validateTargets holds how many addresses a node holds ready to upstream's
// docs/eni-and-ip-target.md and docs/prefix-and-ip-target.md.
func (e VPCCNIEnv) validateTargets(variable func(string, ...string) *field.Path) field.ErrorList {
	var errs field.ErrorList
	if e.MinimumIPTarget > 0 && e.WarmIPTarget == 0 {
		errs = append(errs, field.Required(variable("WARM_IP_TARGET"), "comes with MINIMUM_IP_TARGET: otherwise a node never gets more addresses than that"))
	}
	if e.WarmENITarget != nil && *e.WarmENITarget > 0 && e.WarmIPTarget > 0 {
		errs = append(errs, field.Forbidden(variable("WARM_ENI_TARGET"), "isn't used with WARM_IP_TARGET"))
	}
	switch {
	case e.WarmPrefixTarget == nil:
	case !e.PrefixDelegation:
		errs = append(errs, field.Forbidden(variable("WARM_PREFIX_TARGET"), "needs ENABLE_PREFIX_DELEGATION: true"))
	case *e.WarmPrefixTarget > 0 && e.WarmIPTarget > 0:
		errs = append(errs, field.Forbidden(variable("WARM_PREFIX_TARGET"), "isn't used with WARM_IP_TARGET"))
	}
	return errs
}

// validateIPv6 refuses what the plugin doesn't do where pods have IPv6 addresses: a node has
// one prefix then, in its own subnet, that is never used up.
func (e VPCCNIEnv) validateIPv6(variable func(string, ...string) *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, v := range []addon.Choice{
		addon.Field("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", e.CustomNetworking),
		addon.Field("AWS_VPC_K8S_CNI_EXTERNALSNAT", e.ExternalSNAT),
		addon.Field("ENABLE_V6_EGRESS", e.IPv6Egress),
		addon.Field("MINIMUM_IP_TARGET", e.MinimumIPTarget > 0),
		addon.Field("WARM_ENI_TARGET", e.WarmENITarget != nil),
		addon.Field("WARM_IP_TARGET", e.WarmIPTarget > 0),
		addon.Field("WARM_PREFIX_TARGET", e.WarmPrefixTarget != nil),
	} {
		if v.Set {
			errs = append(errs, field.Forbidden(variable(v.Name), "is for pods with IPv4 addresses"))
		}
	}
	return errs
}

// validateTags refuses tags that the plugin leaves out, and those that EC2 refuses.
func (e VPCCNIEnv) validateTags(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, key := range slices.Sorted(maps.Keys(e.AdditionalENITags)) {
		value := e.AdditionalENITags[key]
		switch p := path.Key(key); {
		case key == "" || len([]rune(key)) > 128 || len([]rune(value)) > 256:
			errs = append(errs, field.Invalid(p, value, "must have a key of 1 to 128 characters and a value of up to 256"))
		case strings.Contains(key, "k8s.amazonaws.com"):
			errs = append(errs, field.Invalid(p, value, "the plugin leaves out tags with k8s.amazonaws.com in their key"))
		}
	}
	return errs
}

// variablePattern matches the names of variables. EKS sets ENABLE_IPv4 and ENABLE_IPv6, which
// don't match, by the cluster.
const variablePattern = `^[A-Z][A-Z0-9_]*$`

var isVariable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(variablePattern) })

func (e VPCCNIEnv) validateOther(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, name := range slices.Sorted(maps.Keys(e.Other)) {
		switch p := path.Key(name); {
		case !isVariable().MatchString(name):
			errs = append(errs, field.Invalid(p, name, "must match "+variablePattern))
		case typed(reflect.TypeFor[VPCCNIEnv](), name):
			errs = append(errs, field.Forbidden(p, fmt.Sprintf("has a field of its own, env.%s", name)))
		case typed(reflect.TypeFor[VPCCNIInitEnv](), name):
			errs = append(errs, field.Forbidden(p, fmt.Sprintf("has a field of its own, init.env.%s", name)))
		}
	}
	return errs
}
