package karpenter_test

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addons/karpenter"
)

const ca = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJkRENDQVJtZ0F3SUJBZ0lVWTJFZ2RHaGhkQ0J6YVdkdWN5QnViM1JvYVc1bk1Bb0dDQ3FHU000OUJBTUMKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="

func quantities(pairs ...string) corev1.ResourceList {
	list := corev1.ResourceList{}
	for i := 0; i < len(pairs); i += 2 {
		list[corev1.ResourceName(pairs[i])] = resource.MustParse(pairs[i+1])
	}
	return list
}

// nodeClass has all fields of the spec set but the instance profile.
func nodeClass() karpenter.EC2NodeClassSpec {
	tags := map[string]string{"karpenter.sh/discovery": "prod", "tier": "*"}
	return karpenter.EC2NodeClassSpec{
		AMISelectorTerms: []karpenter.AMISelectorTerm{
			{Tags: tags, Name: "nodes-*", Owner: "self"},
			{ID: "ami-0123456789abcdef0"},
			{SSMParameter: "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id"},
		},
		AMIFamily:                  karpenter.CustomAMI,
		SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{Tags: tags}, {ID: "subnet-0123456789abcdef0"}},
		SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{Tags: tags}, {ID: "sg-0123456789abcdef0"}, {Name: "nodes"}},
		CapacityReservationSelectorTerms: []karpenter.CapacityReservationSelectorTerm{
			{Tags: tags, OwnerID: "210987654321", InstanceMatchCriteria: karpenter.TargetedReservation},
			{ID: "cr-0123456789abcdef0"},
		},
		PlacementGroupSelector: &karpenter.PlacementGroupSelector{Name: "close"},
		Role:                   "other-nodes",
		UserData:               "#!/bin/sh\n/etc/eks/bootstrap.sh prod-blue\n",
		Tags:                   map[string]string{"team": "platform", "karpenter.sh/discovery": "prod"},
		Kubelet: &karpenter.Kubelet{
			ClusterDNS:                  []string{"169.254.20.10", "fd00::a"},
			MaxPods:                     58,
			PodsPerCore:                 10,
			SystemReserved:              quantities("cpu", "100m", "memory", "100Mi", "ephemeral-storage", "1Gi", "pid", "1k"),
			KubeReserved:                quantities("cpu", "0.2", "memory", "200Mi"),
			EvictionHard:                map[karpenter.EvictionSignal]string{karpenter.MemoryAvailable: "5%", karpenter.PIDAvailable: "100"},
			EvictionSoft:                map[karpenter.EvictionSignal]string{karpenter.MemoryAvailable: "500Mi", karpenter.NodeFSInodesFree: "10.5%"},
			EvictionSoftGracePeriod:     map[karpenter.EvictionSignal]metav1.Duration{karpenter.MemoryAvailable: *hours(1), karpenter.NodeFSInodesFree: *hours(2)},
			EvictionMaxPodGracePeriod:   new(int32(60)),
			ImageGCHighThresholdPercent: new(int32(85)),
			ImageGCLowThresholdPercent:  new(int32(0)),
			CPUCFSQuota:                 new(false),
		},
		BlockDeviceMappings: []karpenter.BlockDeviceMapping{
			{DeviceName: "/dev/xvda", RootVolume: true, EBS: &karpenter.BlockDevice{
				VolumeSize: new(resource.MustParse("1024Gi")), VolumeType: karpenter.GP3, IOPS: 10000, Throughput: 500,
				Encrypted: new(true), KMSKeyID: "alias/nodes", DeleteOnTermination: new(false),
			}},
			{DeviceName: "/dev/xvdb", EBS: &karpenter.BlockDevice{SnapshotID: "snap-0123456789abcdef0", VolumeInitializationRate: 200}},
		},
		InstanceStorePolicy: karpenter.RAID0,
		NetworkInterfaces: []karpenter.NetworkInterface{
			{InterfaceType: karpenter.ENAInterface},
			{NetworkCardIndex: 1, DeviceIndex: 1, InterfaceType: karpenter.EFAOnlyInterface},
		},
		AssociatePublicIPAddress: new(false),
		IPPrefixCount:            new(int32(1)),
		ConnectionTracking:       &karpenter.ConnectionTracking{TCPEstablishedTimeout: 350, UDPStreamTimeout: 120, UDPTimeout: 30},
		DetailedMonitoring:       true,
		MetadataOptions: &karpenter.MetadataOptions{
			HTTPEndpoint: karpenter.Enabled, HTTPProtocolIPv6: karpenter.Enabled, HTTPPutResponseHopLimit: 2, HTTPTokens: karpenter.TokensOptional,
		},
		CPUOptions: &karpenter.CPUOptions{NestedVirtualization: karpenter.Enabled},
		Context:    "context-0123",
	}
}

// profile has what nodeClass leaves out.
func profile() karpenter.EC2NodeClassSpec {
	return karpenter.EC2NodeClassSpec{
		AMISelectorTerms:           []karpenter.AMISelectorTerm{{Alias: "windows2022@latest"}},
		SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{ID: "subnet-0123456789abcdef0"}},
		SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{ID: "sg-0123456789abcdef0"}},
		PlacementGroupSelector:     &karpenter.PlacementGroupSelector{ID: "pg-0123456789abcdef0"},
		InstanceProfile:            "windows",
	}
}

// nodePool has all fields of the spec set but those of pools of a fixed number of nodes.
func nodePool() karpenter.NodePoolSpec {
	return karpenter.NodePoolSpec{
		Template: karpenter.NodeTemplate{
			Metadata: karpenter.NodeMetadata{
				Labels:      map[string]string{"team": "shop", karpenter.LabelInstanceTenancy: "dedicated"},
				Annotations: map[string]string{"example.com/owner": "shop"},
			},
			Spec: karpenter.NodeSpec{
				NodeClassRef: karpenter.NodeClassReference{Group: "karpenter.k8s.aws", Kind: "EC2NodeClass", Name: "all"},
				Requirements: []karpenter.Requirement{
					{Key: karpenter.LabelInstanceFamily, Operator: karpenter.In, Values: []string{"m7g", "m8g"}, MinValues: 2},
					{Key: karpenter.LabelInstanceCPU, Operator: karpenter.Gte, Values: []string{"4"}},
					{Key: "team", Operator: karpenter.Exists},
				},
				Taints:                 []corev1.Taint{{Key: "team", Value: "shop", Effect: corev1.TaintEffectNoExecute}},
				StartupTaints:          []corev1.Taint{{Key: "ebs.csi.aws.com/agent-not-ready", Effect: corev1.TaintEffectNoExecute}},
				ExpireAfter:            "360h",
				TerminationGracePeriod: hours(48),
			},
		},
		Disruption: &karpenter.Disruption{
			ConsolidateAfter:    "1h30m",
			ConsolidationPolicy: karpenter.WhenEmptyOrUnderutilized,
			Budgets: []karpenter.Budget{
				{Nodes: "5"},
				{Nodes: "0", Schedule: "@daily", Duration: *hours(1), Reasons: []karpenter.DisruptionReason{karpenter.Empty}},
			},
		},
		Limits: quantities("cpu", "1000", "memory", "1000Gi", "nodes", "50"),
		Weight: 10,
	}
}

// static has a fixed number of nodes.
func static() karpenter.NodePoolSpec {
	return karpenter.NodePoolSpec{
		Template: karpenter.NodeTemplate{Spec: karpenter.NodeSpec{NodeClassRef: karpenter.NodeClassReference{Name: "profile"}}},
		Limits:   quantities("nodes", "4"),
		Replicas: new(int64(2)),
	}
}

func overlays() []karpenter.NamedNodeOverlay {
	return []karpenter.NamedNodeOverlay{
		{Name: "licensed", NodeOverlaySpec: karpenter.NodeOverlaySpec{
			Requirements: []karpenter.Requirement{{Key: "karpenter.sh/nodepool", Operator: karpenter.NotIn, Values: []string{"static"}}},
			Price:        "0.25",
			Weight:       100,
		}},
		{Name: "slices", NodeOverlaySpec: karpenter.NodeOverlaySpec{
			PriceAdjustment: "-12.5%",
			Capacity:        quantities("example.com/slices", "4"),
		}},
	}
}

func buffers() []karpenter.NamedCapacityBuffer {
	return []karpenter.NamedCapacityBuffer{
		{Name: "room", Namespace: "shop", CapacityBufferSpec: karpenter.CapacityBufferSpec{
			PodTemplateRef:       &karpenter.PodTemplateReference{Name: "room"},
			Replicas:             new(int32(3)),
			Limits:               quantities("cpu", "6"),
			ProvisioningStrategy: "buffer.x-k8s.io/active-capacity",
		}},
		{Name: "web", Namespace: "shop", CapacityBufferSpec: karpenter.CapacityBufferSpec{
			ScalableRef: &karpenter.ScalableReference{APIGroup: "apps", Kind: "Deployment", Name: "web"},
			Percentage:  new(int32(20)),
		}},
	}
}
