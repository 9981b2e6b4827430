package eks_test

import (
	"testing"

	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/eks"
)

// The addons whose pods need rights in AWS.

func TestVPCCNI(t *testing.T) {
	addontest.Run(t, eks.VPCCNI,
		addontest.Case[eks.VPCCNIOptions]{Name: "defaults", Target: addontest.AWS()},
		addontest.Case[eks.VPCCNIOptions]{
			Name:    "full",
			Target:  addontest.AWS(),
			Options: eks.VPCCNIOptions{Managed: everything, Configuration: vpcCNI()},
		},
		addontest.Case[eks.VPCCNIOptions]{
			Name:   "addresses",
			Target: addontest.AWS(),
			Options: eks.VPCCNIOptions{Configuration: eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{
				BandwidthPlugin: true,
				ExternalSNAT:    true,
				MinimumIPTarget: 10,
				WarmIPTarget:    2,
			}}},
		},
		addontest.Case[eks.VPCCNIOptions]{
			Name:     "ipv6",
			Target:   podIdentity(),
			Existing: agent(),
			Options: eks.VPCCNIOptions{IPv6: true, Configuration: eks.VPCCNIConfiguration{
				EnableNetworkPolicy: true,
				NodeAgent:           eks.NodeAgent{EnableCloudWatchLogs: true},
				Env:                 eks.VPCCNIEnv{IPv4Egress: new(false)},
			}},
		},
		addontest.Case[eks.VPCCNIOptions]{
			Name:     "ack",
			Target:   podIdentity(),
			Existing: ack(),
			Options: eks.VPCCNIOptions{Managed: byACK("network"), Configuration: eks.VPCCNIConfiguration{
				Env: eks.VPCCNIEnv{PrefixDelegation: true},
			}},
		},
	)
}

// vpcCNI is a configuration in which most is set.
func vpcCNI() eks.VPCCNIConfiguration {
	return eks.VPCCNIConfiguration{
		Affinity:                      affinity,
		EnableNetworkPolicy:           true,
		EnableWindowsIPAM:             true,
		EnableWindowsPrefixDelegation: true,
		ENIConfig: &eks.ENIConfigs{
			Region: "ap-northeast-1",
			Subnets: map[string]eks.ENIConfigSubnet{
				"ap-northeast-1a": {ID: "subnet-0a", SecurityGroups: []string{"sg-0b"}},
				"ap-northeast-1c": {ID: "subnet-0c"},
			},
		},
		Env: eks.VPCCNIEnv{
			AdditionalENITags:                  map[string]string{"team": "infrastructure", "cost": "shared"},
			AnnotatePodIP:                      true,
			EC2Endpoint:                        "https://ec2.ap-northeast-1.amazonaws.com",
			ExternalServiceCIDRs:               []string{"192.0.2.0/24", "198.51.100.0/24"},
			ManageENIsNonSchedulable:           true,
			NodePortSupport:                    new(false),
			ENIMTU:                             1500,
			CustomNetworking:                   true,
			ExcludeSNATCIDRs:                   []string{"10.0.0.0/8"},
			LogLevel:                           eks.LogInfo,
			LogFile:                            "stdout",
			RandomizeSNAT:                      eks.InSequence,
			VethPrefix:                         "pod",
			PluginLogFile:                      "stderr",
			PluginLogLevel:                     eks.LogError,
			ClusterEndpoint:                    "https://0123456789ABCDEF.gr7.ap-northeast-1.eks.amazonaws.com",
			DisableIntrospection:               true,
			DisableLeakedENICleanup:            true,
			DisableMetrics:                     true,
			DisableNetworkResourceProvisioning: true,
			DisablePodIPv6:                     true,
			MultiNIC:                           true,
			PodENI:                             true,
			PrefixDelegation:                   true,
			SubnetDiscovery:                    new(false),
			IPv6Egress:                         true,
			ENIConfigAnnotation:                "example.com/eni-config",
			ENIConfigLabel:                     "topology.kubernetes.io/zone",
			IntrospectionAddress:               "127.0.0.1:61680",
			IPCooldownPeriod:                   new(int32(0)),
			MaxENI:                             4,
			NetworkPolicyEnforcingMode:         eks.EnforceStrict,
			PodSecurityGroupEnforcingMode:      eks.EnforceStandard,
			WarmENITarget:                      new(int32(0)),
			WarmPrefixTarget:                   new(int32(2)),
			Other:                              map[string]string{"POD_MTU": "1400"},
		},
		Init:                         eks.VPCCNIInit{Env: eks.VPCCNIInitEnv{DisableTCPEarlyDemux: true}},
		LivenessProbeTimeoutSeconds:  10,
		NodeAgent:                    eks.NodeAgent{EnableCloudWatchLogs: true, EnablePolicyEventLogs: true, HealthProbeBindAddr: 9163, MetricsBindAddr: 9162},
		ReadinessProbeTimeoutSeconds: 10,
		Resources:                    resources,
		Tolerations:                  tolerations,
	}
}

func TestEBSCSI(t *testing.T) {
	sidecar := eks.EBSSidecar{AdditionalArgs: []string{"--timeout=60s"}, LogLevel: 3, Resources: resources}
	addontest.Run(t, eks.EBSCSI,
		addontest.Case[eks.EBSCSIOptions]{Name: "defaults", Target: addontest.AWS()},
		addontest.Case[eks.EBSCSIOptions]{
			Name:   "full",
			Target: addontest.AWS(),
			Options: eks.EBSCSIOptions{
				Managed: everything,
				KMSKeys: []string{"arn:aws:kms:ap-northeast-1:123456789012:key/0123", "arn:aws:kms:ap-northeast-1:210987654321:key/mrk-4567"},
				Configuration: eks.EBSCSIConfiguration{
					Controller: eks.EBSController{
						AdditionalArgs:            []string{"--warn-on-invalid-tag"},
						Affinity:                  affinity,
						Batching:                  new(false),
						DefaultFSType:             "xfs",
						EnableMetrics:             true,
						ExtraVolumeTags:           map[string]string{"team": "infrastructure"},
						LoggingFormat:             eks.JSONLog,
						LogLevel:                  4,
						NodeSelector:              selector,
						PodAnnotations:            annotations,
						PodLabels:                 labels,
						PriorityClassName:         "system-node-critical",
						ReplicaCount:              3,
						Resources:                 resources,
						SDKDebugLog:               true,
						Tolerations:               tolerations,
						TopologySpreadConstraints: spread,
					},
					DebugLogs:           true,
					DefaultStorageClass: eks.DefaultStorageClass{Enabled: true},
					FIPS:                true,
					Node: eks.EBSNode{
						AdditionalArgs:    []string{"--csi-mount-point-prefix=/var/lib/kubelet"},
						Affinity:          affinity,
						EnableMetrics:     true,
						LegacyXFS:         true,
						LoggingFormat:     eks.TextLog,
						LogLevel:          4,
						NodeSelector:      selector,
						PodAnnotations:    annotations,
						PodLabels:         labels,
						PriorityClassName: "system-node-critical",
						Resources:         resources,
						TolerateAllTaints: new(false),
						Tolerations:       tolerations,
						VolumeAttachLimit: new(int32(24)),
					},
					NodeAllocatableUpdatePeriodSeconds: new(int32(60)),
					Sidecars: eks.EBSSidecars{
						Provisioner:         sidecar,
						Attacher:            sidecar,
						Snapshotter:         sidecar,
						Resizer:             sidecar,
						NodeDriverRegistrar: sidecar,
					},
				},
			},
		},
		addontest.Case[eks.EBSCSIOptions]{
			Name:     "pod-identity",
			Target:   podIdentity(),
			Existing: agent(),
			Options: eks.EBSCSIOptions{Configuration: eks.EBSCSIConfiguration{
				Node: eks.EBSNode{ReservedVolumeAttachments: new(int32(2))},
			}},
		},
		addontest.Case[eks.EBSCSIOptions]{
			Name:     "ack",
			Target:   podIdentity(),
			Existing: ack(),
			Options:  eks.EBSCSIOptions{Managed: byACK("disks")},
		},
	)
}
