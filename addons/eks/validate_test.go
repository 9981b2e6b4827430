package eks_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/eks"
)

// refused lists what is wrong with an addon for a target.
func refused(a addon.Addon, t addon.Target) []string {
	_, err := a.Objects(t)
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	return got
}

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		name  string
		addon addon.Addon
		want  []string
	}{
		{"version", eks.CoreDNS.New(eks.CoreDNSOptions{Managed: eks.Managed{Version: "1.11.1"}}),
			[]string{`version: Invalid value: "1.11.1": must match ^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$`}},
		{"conflict", eks.CoreDNS.New(eks.CoreDNSOptions{Managed: eks.Managed{OnCreate: aws.Preserve, OnUpdate: "KEEP"}}), []string{
			`onUpdate: Unsupported value: "KEEP": supported values: "NONE", "OVERWRITE", "PRESERVE"`,
			`onCreate: Unsupported value: "PRESERVE": supported values: "NONE", "OVERWRITE"`,
		}},
		{"ACK", eks.KubeProxy.New(eks.KubeProxyOptions{Managed: eks.Managed{OnCreate: aws.Overwrite, Preserve: true, ACK: &eks.ACK{}}}), []string{
			`preserve: Forbidden: ACK doesn't know it`,
			`onUpdate: Invalid value: "NONE": must be as onCreate is, OVERWRITE, since ACK knows one answer for both`,
		}},
		{"ACK that preserves", eks.KubeProxy.New(eks.KubeProxyOptions{Managed: eks.Managed{OnUpdate: aws.Preserve, ACK: &eks.ACK{}}}), nil},
		{"scheduler", eks.KubeProxy.New(eks.KubeProxyOptions{Configuration: eks.KubeProxyConfiguration{IPVS: eks.IPVS{Scheduler: eks.RoundRobin}}}),
			[]string{`configuration.ipvs.scheduler: Forbidden: needs mode ipvs`}},
		{"resources", eks.KubeProxy.New(eks.KubeProxyOptions{Configuration: eks.KubeProxyConfiguration{Resources: corev1.ResourceRequirements{
			Limits: corev1.ResourceList{corev1.ResourceEphemeralStorage: resource.MustParse("1Gi")},
			Claims: []corev1.ResourceClaim{{Name: "gpu"}},
		}}}), []string{
			`configuration.resources.limits: Unsupported value: "ephemeral-storage": supported values: "cpu", "memory"`,
			`configuration.resources.claims: Forbidden: EKS's schema doesn't have them`,
		}},
		{"copies", coreDNS(eks.CoreDNSConfiguration{ReplicaCount: 3, AutoScaling: eks.CoreDNSAutoScaling{Enabled: new(true), MinReplicas: 5, MaxReplicas: 4}}), []string{
			`configuration.replicaCount: Forbidden: autoScaling counts the copies: leave one of the two out`,
			`configuration.autoScaling.maxReplicas: Invalid value: 4: must not be below minReplicas, which is 2 where it is left out`,
		}},
		{"copies by default", coreDNS(eks.CoreDNSConfiguration{AutoScaling: eks.CoreDNSAutoScaling{Enabled: new(true), MaxReplicas: 1}}),
			[]string{`configuration.autoScaling.maxReplicas: Invalid value: 1: must not be below minReplicas, which is 2 where it is left out`}},
		{"no scaling", coreDNS(eks.CoreDNSConfiguration{ReplicaCount: 3, AutoScaling: eks.CoreDNSAutoScaling{Enabled: new(false), MinReplicas: 2, MaxReplicas: 4}}), []string{
			`configuration.autoScaling.minReplicas: Forbidden: needs enabled: true`,
			`configuration.autoScaling.maxReplicas: Forbidden: needs enabled: true`,
		}},
		{"budget", coreDNS(eks.CoreDNSConfiguration{PodDisruptionBudget: eks.CoreDNSDisruptionBudget{
			Enabled:        new(false),
			MaxUnavailable: new(intstr.FromString("half")),
			MinAvailable:   new(intstr.FromInt32(1)),
		}}), []string{
			`configuration.podDisruptionBudget.minAvailable: Forbidden: excludes maxUnavailable: only one of them can be set`,
			`configuration.podDisruptionBudget.maxUnavailable: Forbidden: there is no budget: enabled is false`,
			`configuration.podDisruptionBudget.maxUnavailable: Invalid value: "half": must be a number, or match ^[0-9]+%$`,
			`configuration.podDisruptionBudget.minAvailable: Forbidden: there is no budget: enabled is false`,
		}},
		{"disks", eks.EBSCSI.New(eks.EBSCSIOptions{
			KMSKeys: []string{"arn:aws:kms:ap-northeast-1:123456789012:alias/disks"},
			Configuration: eks.EBSCSIConfiguration{
				Controller:                         eks.EBSController{ExtraVolumeTags: map[string]string{"": "x"}},
				Node:                               eks.EBSNode{Tolerations: tolerations, VolumeAttachLimit: new(int32(20)), ReservedVolumeAttachments: new(int32(2))},
				NodeAllocatableUpdatePeriodSeconds: new(int32(5)),
			},
		}), []string{
			`kmsKeys[0]: Invalid value: "arn:aws:kms:ap-northeast-1:123456789012:alias/disks": must match ^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[^ ]+$`,
			`configuration.nodeAllocatableUpdatePeriodSeconds: Invalid value: 5: must be -1, 0, or at least 10`,
			`configuration.node.tolerations: Forbidden: needs tolerateAllTaints: false`,
			`configuration.node.reservedVolumeAttachments: Forbidden: excludes volumeAttachLimit: only one of them can be set`,
			`configuration.controller.extraVolumeTags[]: Invalid value: "x": must have a key of 1 to 128 characters and a value of up to 256`,
		}},
	} {
		if diff := cmp.Diff(tc.want, refused(tc.addon, addontest.AWS())); diff != "" {
			t.Errorf("%s:\n%s", tc.name, diff)
		}
	}
}

func coreDNS(c eks.CoreDNSConfiguration) addon.Addon {
	return eks.CoreDNS.New(eks.CoreDNSOptions{Configuration: c})
}

func TestBadNetworks(t *testing.T) {
	for _, tc := range []struct {
		name string
		ipv6 bool
		c    eks.VPCCNIConfiguration
		want []string
	}{
		{"targets", false, eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{MinimumIPTarget: 10, WarmPrefixTarget: new(int32(1))}}, []string{
			`configuration.env.WARM_IP_TARGET: Required value: comes with MINIMUM_IP_TARGET: otherwise a node never gets more addresses than that`,
			`configuration.env.WARM_PREFIX_TARGET: Forbidden: needs ENABLE_PREFIX_DELEGATION: true`,
		}},
		{"targets that aren't used", false, eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{
			PrefixDelegation: true, WarmIPTarget: 5, WarmENITarget: new(int32(1)), WarmPrefixTarget: new(int32(1)),
		}}, []string{
			`configuration.env.WARM_ENI_TARGET: Forbidden: isn't used with WARM_IP_TARGET`,
			`configuration.env.WARM_PREFIX_TARGET: Forbidden: isn't used with WARM_IP_TARGET`,
		}},
		{"targets that are switched off", false, eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{
			PrefixDelegation: true, WarmIPTarget: 5, WarmENITarget: new(int32(0)), WarmPrefixTarget: new(int32(0)),
		}}, nil},
		{"custom networking", false, eks.VPCCNIConfiguration{
			ENIConfig: &eks.ENIConfigs{Subnets: map[string]eks.ENIConfigSubnet{}},
			Env:       eks.VPCCNIEnv{ENIConfigLabel: "zone", ENIConfigAnnotation: "zone"},
		}, []string{
			`configuration.eniConfig: Forbidden: needs AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: true`,
			`configuration.eniConfig.subnets: Required value: needs one at least`,
			`configuration.env.ENI_CONFIG_ANNOTATION_DEF: Forbidden: needs AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: true`,
			`configuration.env.ENI_CONFIG_LABEL_DEF: Forbidden: needs AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: true`,
		}},
		{"policies", false, eks.VPCCNIConfiguration{
			NodeAgent: eks.NodeAgent{EnableCloudWatchLogs: true},
			Env:       eks.VPCCNIEnv{NetworkPolicyEnforcingMode: eks.EnforceStrict, PodSecurityGroupEnforcingMode: eks.EnforceStandard},
		}, []string{
			`configuration.nodeAgent.enableCloudWatchLogs: Forbidden: needs enableNetworkPolicy: true`,
			`configuration.env.NETWORK_POLICY_ENFORCING_MODE: Forbidden: strict needs enableNetworkPolicy: true, without which nothing lets pods' traffic through`,
			`configuration.env.POD_SECURITY_GROUP_ENFORCING_MODE: Forbidden: needs ENABLE_POD_ENI: true`,
		}},
		{"bandwidth", false, eks.VPCCNIConfiguration{EnableNetworkPolicy: true, Env: eks.VPCCNIEnv{BandwidthPlugin: true}},
			[]string{`configuration.env.ENABLE_BANDWIDTH_PLUGIN: Forbidden: excludes enableNetworkPolicy: both would control the same traffic, and policies fail`}},
		{"NAT", false, eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{ExternalSNAT: true, RandomizeSNAT: eks.PRNG, ExcludeSNATCIDRs: []string{"all"}}}, []string{
			`configuration.env.AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS[0]: Invalid value: "all": must match ^[0-9.]+/[0-9]+$`,
			`configuration.env.AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: Forbidden: isn't used with AWS_VPC_K8S_CNI_EXTERNALSNAT`,
			`configuration.env.AWS_VPC_K8S_CNI_RANDOMIZESNAT: Forbidden: isn't used with AWS_VPC_K8S_CNI_EXTERNALSNAT`,
		}},
		{"names", false, eks.VPCCNIConfiguration{
			EnableWindowsPrefixDelegation: true,
			Env: eks.VPCCNIEnv{
				VethPrefix:        "eth",
				AdditionalENITags: map[string]string{"node.k8s.amazonaws.com/x": "y"},
				Other: map[string]string{
					"ENABLE_IPv6":             "true",
					"WARM_IP_TARGET":          "5",
					"DISABLE_TCP_EARLY_DEMUX": "true",
					"POD_MTU":                 "1400",
				},
			},
		}, []string{
			`configuration.enableWindowsPrefixDelegation: Forbidden: needs enableWindowsIpam: true`,
			`configuration.env.AWS_VPC_K8S_CNI_VETHPREFIX: Invalid value: "eth": belongs to the node's own interfaces`,
			`configuration.env.ADDITIONAL_ENI_TAGS[node.k8s.amazonaws.com/x]: Invalid value: "y": the plugin leaves out tags with k8s.amazonaws.com in their key`,
			`configuration.env.other[DISABLE_TCP_EARLY_DEMUX]: Forbidden: has a field of its own, init.env.DISABLE_TCP_EARLY_DEMUX`,
			`configuration.env.other[ENABLE_IPv6]: Invalid value: "ENABLE_IPv6": must match ^[A-Z][A-Z0-9_]*$`,
			`configuration.env.other[WARM_IP_TARGET]: Forbidden: has a field of its own, env.WARM_IP_TARGET`,
		}},
		{"IPv6", true, eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{CustomNetworking: true, WarmIPTarget: 5, IPv6Egress: true}}, []string{
			`configuration.env.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: Forbidden: is for pods with IPv4 addresses`,
			`configuration.env.ENABLE_V6_EGRESS: Forbidden: is for pods with IPv4 addresses`,
			`configuration.env.WARM_IP_TARGET: Forbidden: is for pods with IPv4 addresses`,
		}},
	} {
		got := refused(eks.VPCCNI.New(eks.VPCCNIOptions{IPv6: tc.ipv6, Configuration: tc.c}), addontest.AWS())
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s:\n%s", tc.name, diff)
		}
	}
}

// EKS keeps nothing elsewhere, and no mode that the cluster's kube-proxy doesn't know.
func TestBadTargets(t *testing.T) {
	for _, def := range []addon.Addon{
		eks.KubeProxy.New(eks.KubeProxyOptions{}),
		eks.CoreDNS.New(eks.CoreDNSOptions{}),
		eks.VPCCNI.New(eks.VPCCNIOptions{}),
		eks.EBSCSI.New(eks.EBSCSIOptions{}),
		eks.PodIdentityAgent.New(eks.PodIdentityAgentOptions{}),
		eks.SnapshotController.New(eks.SnapshotControllerOptions{}),
	} {
		want := []string{"aws: Required value: EKS installs the addon, in the account that the cluster lives in"}
		if diff := cmp.Diff(want, refused(def, addontest.Target())); diff != "" {
			t.Errorf("%s:\n%s", def.Name(), diff)
		}
	}
	old := addontest.AWS()
	old.Kubernetes = "1.32"
	nftables := eks.KubeProxy.New(eks.KubeProxyOptions{Configuration: eks.KubeProxyConfiguration{Mode: eks.NFTables}})
	want := []string{"configuration.mode: Forbidden: nftables needs Kubernetes 1.33, and the cluster has 1.32"}
	if diff := cmp.Diff(want, refused(nftables, old)); diff != "" {
		t.Error(diff)
	}
}

// EKS's schema takes nothing but strings for variables.
func TestVariablesAreStrings(t *testing.T) {
	a := managed(t, eks.VPCCNI.New(eks.VPCCNIOptions{Configuration: vpcCNI()}))
	var c struct {
		Env  map[string]any
		Init struct{ Env map[string]any }
	}
	if err := json.Unmarshal(a.Configuration, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Env) == 0 || len(c.Init.Env) == 0 {
		t.Fatalf("no variables in %s", a.Configuration)
	}
	for _, env := range []map[string]any{c.Env, c.Init.Env} {
		for name, value := range env {
			if _, ok := value.(string); !ok {
				t.Errorf("%s is %v, a %T", name, value, value)
			}
		}
	}
}

// Options that set nothing leave everything to EKS.
func TestNothingIsNoConfiguration(t *testing.T) {
	for _, def := range []addon.Addon{
		coreDNS(eks.CoreDNSConfiguration{NodeSelector: map[string]string{}, Tolerations: []corev1.Toleration{}}),
		eks.VPCCNI.New(eks.VPCCNIOptions{Configuration: eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{Other: map[string]string{}}}}),
		eks.EBSCSI.New(eks.EBSCSIOptions{}),
	} {
		if a := managed(t, def); a.Configuration != nil {
			t.Errorf("%s: %s", def.Name(), a.Configuration)
		}
	}
}

// What ACK makes must not be made from outside a second time.
func TestACKMakesAddons(t *testing.T) {
	for _, ack := range []*eks.ACK{nil, {}} {
		a := managed(t, eks.CoreDNS.New(eks.CoreDNSOptions{Managed: eks.Managed{ACK: ack}}))
		if a.InCluster != (ack != nil) {
			t.Errorf("with ACK %v: in the cluster: %v", ack, a.InCluster)
		}
		objs, err := eks.CoreDNS.New(eks.CoreDNSOptions{Managed: eks.Managed{ACK: ack}}).Objects(addontest.AWS())
		if err != nil || (len(objs) == 1) != (ack != nil) {
			t.Errorf("with ACK %v: %v, %v", ack, objs, err)
		}
	}
}

// managed is the addon that EKS is told of.
func managed(t *testing.T, a addon.Addon) *aws.ManagedAddon {
	t.Helper()
	resources, err := a.AWS(addontest.AWS())
	if err != nil || len(resources) != 1 {
		t.Fatal(resources, err)
	}
	return resources[0].(*aws.ManagedAddon)
}
