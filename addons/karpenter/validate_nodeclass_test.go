package karpenter_test

import (
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addons/karpenter"
)

// class is a good EC2NodeClass but for what change does to it.
func class(change func(*karpenter.EC2NodeClassSpec)) options {
	spec := karpenter.EC2NodeClassSpec{
		AMISelectorTerms:           []karpenter.AMISelectorTerm{{Alias: "al2023@latest"}},
		SubnetSelectorTerms:        []karpenter.SubnetSelectorTerm{{ID: "subnet-1"}},
		SecurityGroupSelectorTerms: []karpenter.SecurityGroupSelectorTerm{{ID: "sg-1"}},
	}
	change(&spec)
	return options{NodeClasses: []karpenter.NamedNodeClass{{Name: "a", EC2NodeClassSpec: spec}}}
}

func TestBadNodeClasses(t *testing.T) {
	for _, tc := range []bad{{
		name:    "nothing",
		options: options{NodeClasses: []karpenter.NamedNodeClass{{}}},
		want: []string{
			`nodeClasses[0].name: Required value: no default can know it`,
			`nodeClasses[0].amiSelectorTerms: Required value: no default can know it`,
			`nodeClasses[0].subnetSelectorTerms: Required value: no default can know it`,
			`nodeClasses[0].securityGroupSelectorTerms: Required value: no default can know it`,
		},
	}, {
		name: "images",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			s.AMIFamily = karpenter.Bottlerocket
			s.AMISelectorTerms = []karpenter.AMISelectorTerm{
				{Alias: "al2023@v20260801", Name: "a"},
				{ID: "ami-1", Tags: map[string]string{"a": ""}},
				{Owner: "self"},
			}
		}),
		want: []string{
			`nodeClasses[0].amiSelectorTerms[0].alias: Forbidden: excludes other terms: it must be the only one`,
			`nodeClasses[0].amiFamily: Invalid value: "Bottlerocket": must be AL2023 or Custom, since the alias is al2023@v20260801`,
			`nodeClasses[0].amiSelectorTerms[0].name: Forbidden: alias says it all: give it alone`,
			`nodeClasses[0].amiSelectorTerms[1].tags[a]: Invalid value: "": must have a key and a value: "*" is any value`,
			`nodeClasses[0].amiSelectorTerms[1].tags: Forbidden: id says it all: give it alone`,
			`nodeClasses[0].amiSelectorTerms[2]: Required value: needs one of alias, tags, id, name, ssmParameter`,
		},
	}, {
		name:    "no family",
		options: class(func(s *karpenter.EC2NodeClassSpec) { s.AMISelectorTerms = []karpenter.AMISelectorTerm{{ID: "ami-1"}} }),
		want:    []string{`nodeClasses[0].amiFamily: Required value: no alias among amiSelectorTerms tells the family`},
	}, {
		name: "a strange alias",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			s.AMISelectorTerms[0].Alias = "ubuntu@latest"
		}),
		want: []string{`nodeClasses[0].amiSelectorTerms[0].alias: Invalid value: "ubuntu@latest": must be a family and a version, as in "al2023@v20260801": the family is al2, al2023, bottlerocket, windows2019, windows2022 or windows2025`},
	}, {
		name:    "an alias of no version",
		options: class(func(s *karpenter.EC2NodeClassSpec) { s.AMISelectorTerms[0].Alias = "bottlerocket" }),
		want:    []string{`nodeClasses[0].amiSelectorTerms[0].alias: Invalid value: "bottlerocket": must name one version after the family, as in "bottlerocket@latest"`},
	}, {
		name:    "an alias of two versions",
		options: class(func(s *karpenter.EC2NodeClassSpec) { s.AMISelectorTerms[0].Alias = "al2023@v1@v2" }),
		want:    []string{`nodeClasses[0].amiSelectorTerms[0].alias: Invalid value: "al2023@v1@v2": must name one version after the family, as in "al2023@latest"`},
	}, {
		name: "no tags",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			s.SubnetSelectorTerms[0] = karpenter.SubnetSelectorTerm{Tags: map[string]string{}}
		}),
		want: []string{`nodeClasses[0].subnetSelectorTerms[0]: Required value: needs one of tags, id`},
	}, {
		name:    "a version of Windows",
		options: class(func(s *karpenter.EC2NodeClassSpec) { s.AMISelectorTerms[0].Alias = "windows2022@v1" }),
		want:    []string{`nodeClasses[0].amiSelectorTerms[0].alias: Invalid value: "windows2022@v1": must be "windows2022@latest": there are no other versions of Windows`},
	}, {
		name:    "images that are no more",
		options: class(func(s *karpenter.EC2NodeClassSpec) { s.AMISelectorTerms[0].Alias = "al2@latest" }),
		want:    []string{`nodeClasses[0].amiSelectorTerms[0].alias: Invalid value: "al2@latest": there are no such images from Kubernetes 1.33 on, and the cluster has 1.34: take al2023`},
	}, {
		name: "selectors",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			tags := map[string]string{"karpenter.sh/discovery": "prod"}
			s.SubnetSelectorTerms = []karpenter.SubnetSelectorTerm{{}, {ID: "subnet-1", Tags: tags}, {ID: "sg-1"}}
			s.SecurityGroupSelectorTerms = []karpenter.SecurityGroupSelectorTerm{{}, {ID: "sg-1", Name: "a"}}
			s.CapacityReservationSelectorTerms = []karpenter.CapacityReservationSelectorTerm{{OwnerID: "1"}, {ID: "cr-1", OwnerID: "123456789012"}}
			s.PlacementGroupSelector = &karpenter.PlacementGroupSelector{}
			s.Role, s.InstanceProfile = "role/a", "b"
		}),
		want: []string{
			`nodeClasses[0].instanceProfile: Forbidden: excludes role: only one of them can be set`,
			`nodeClasses[0].subnetSelectorTerms[0]: Required value: needs one of tags, id`,
			`nodeClasses[0].subnetSelectorTerms[1].id: Forbidden: excludes tags: only one of them can be set`,
			`nodeClasses[0].subnetSelectorTerms[2].id: Invalid value: "sg-1": must match ^subnet-[0-9a-z]+$`,
			`nodeClasses[0].securityGroupSelectorTerms[0]: Required value: needs one of tags, id, name`,
			`nodeClasses[0].securityGroupSelectorTerms[1].name: Forbidden: excludes id: only one of them can be set`,
			`nodeClasses[0].capacityReservationSelectorTerms[0]: Required value: needs one of tags, id, instanceMatchCriteria`,
			`nodeClasses[0].capacityReservationSelectorTerms[0].ownerID: Invalid value: "1": must match ^[0-9]{12}$`,
			`nodeClasses[0].capacityReservationSelectorTerms[1].ownerID: Forbidden: id says it all: give it alone`,
			`nodeClasses[0].placementGroupSelector: Required value: needs one of name, id`,
			`nodeClasses[0].role: Invalid value: "role/a": must match ^[A-Za-z0-9_+=,.@-]{1,64}$`,
		},
	}, {
		name: "tags",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			s.Tags = map[string]string{"": "a", "kubernetes.io/cluster/prod": "owned", "karpenter.sh/nodepool": "a", "aws:a": "b"}
		}),
		want: []string{
			`nodeClasses[0].tags[]: Invalid value: "a": must be a tag that AWS takes: a key of 1 to 128 characters that doesn't begin with aws:, and a value of up to 256`,
			`nodeClasses[0].tags[aws:a]: Invalid value: "b": must be a tag that AWS takes: a key of 1 to 128 characters that doesn't begin with aws:, and a value of up to 256`,
			`nodeClasses[0].tags[karpenter.sh/nodepool]: Forbidden: karpenter knows what it made by this tag`,
			`nodeClasses[0].tags[kubernetes.io/cluster/prod]: Forbidden: karpenter knows what it made by this tag`,
		},
	}, {
		name: "kubelet",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			s.Kubelet = &karpenter.Kubelet{
				ClusterDNS:                  []string{"kube-dns"},
				MaxPods:                     -1,
				SystemReserved:              quantities("nvidia.com/gpu", "1", "cpu", "-1"),
				EvictionHard:                map[karpenter.EvictionSignal]string{"memory": "5%", karpenter.PIDAvailable: "five"},
				EvictionSoft:                map[karpenter.EvictionSignal]string{karpenter.MemoryAvailable: "101%"},
				EvictionSoftGracePeriod:     map[karpenter.EvictionSignal]metav1.Duration{karpenter.NodeFSAvailable: {}},
				ImageGCHighThresholdPercent: new(int32(80)),
				ImageGCLowThresholdPercent:  new(int32(80)),
			}
		}),
		want: []string{
			`nodeClasses[0].kubelet.clusterDNS[0]: Invalid value: "kube-dns": must be an IP address, as in "172.20.0.10"`,
			`nodeClasses[0].kubelet.systemReserved[cpu]: Invalid value: "-1": must not be negative`,
			`nodeClasses[0].kubelet.systemReserved[nvidia.com/gpu]: Unsupported value: "nvidia.com/gpu": supported values: "cpu", "ephemeral-storage", "memory", "pid"`,
			`nodeClasses[0].kubelet.evictionHard[memory]: Unsupported value: "memory": supported values: "memory.available", "nodefs.available", "nodefs.inodesFree", "imagefs.available", "imagefs.inodesFree", "pid.available"`,
			`nodeClasses[0].kubelet.evictionHard[pid.available]: Invalid value: "five": must be a percentage or a quantity, as in "5%" or "500Mi"`,
			`nodeClasses[0].kubelet.evictionSoft[memory.available]: Invalid value: "101%": must be a percentage or a quantity, as in "5%" or "500Mi"`,
			`nodeClasses[0].kubelet.evictionSoftGracePeriod[memory.available]: Required value: evictionSoft has the signal, and needs a grace period for it`,
			`nodeClasses[0].kubelet.evictionSoft[nodefs.available]: Required value: evictionSoftGracePeriod has the signal, and needs a threshold for it`,
			`nodeClasses[0].kubelet.imageGCHighThresholdPercent: Invalid value: 80: must be greater than imageGCLowThresholdPercent, which is 80`,
			`nodeClasses[0].kubelet.maxPods: Invalid value: -1: must be at least 1`,
		},
	}, {
		name: "disks",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			s.BlockDeviceMappings = []karpenter.BlockDeviceMapping{
				{RootVolume: true, EBS: &karpenter.BlockDevice{VolumeType: karpenter.IO2, Throughput: 125}},
				{RootVolume: true, EBS: &karpenter.BlockDevice{VolumeSize: new(resource.MustParse("100Mi")), VolumeType: karpenter.GP2, IOPS: 3000, VolumeInitializationRate: 100}},
			}
		}),
		want: []string{
			`nodeClasses[0].blockDeviceMappings[1].rootVolume: Forbidden: another disk is the root volume`,
			`nodeClasses[0].blockDeviceMappings[0].ebs: Required value: needs one of volumeSize, snapshotID`,
			`nodeClasses[0].blockDeviceMappings[0].ebs.iops: Required value: EC2 wants it for the type io2`,
			`nodeClasses[0].blockDeviceMappings[0].ebs.throughput: Forbidden: EC2 takes it for the type gp3 only`,
			`nodeClasses[0].blockDeviceMappings[1].ebs.volumeSize: Invalid value: "100Mi": must be a whole number of Gi, G, Ti or T up to 58Ti, as in "100Gi"`,
			`nodeClasses[0].blockDeviceMappings[1].ebs.volumeInitializationRate: Forbidden: is about a snapshot: give its snapshotID`,
			`nodeClasses[0].blockDeviceMappings[1].ebs.iops: Forbidden: EC2 doesn't take it for the type gp2`,
		},
	}, {
		name: "network",
		options: class(func(s *karpenter.EC2NodeClassSpec) {
			s.NetworkInterfaces = []karpenter.NetworkInterface{
				{DeviceIndex: 1, InterfaceType: karpenter.EFAOnlyInterface},
				{DeviceIndex: 1, InterfaceType: karpenter.ENAInterface},
				{DeviceIndex: 2, InterfaceType: karpenter.EFAOnlyInterface},
				{NetworkCardIndex: 1, DeviceIndex: 1, InterfaceType: "efa"},
			}
			s.ConnectionTracking = &karpenter.ConnectionTracking{}
			s.MetadataOptions = &karpenter.MetadataOptions{HTTPTokens: "no", HTTPPutResponseHopLimit: 65}
		}),
		want: []string{
			`nodeClasses[0].networkInterfaces[1]: Duplicate value: "networkCardIndex 0, deviceIndex 1"`,
			`nodeClasses[0].networkInterfaces[2].interfaceType: Forbidden: another interface of the network card is efa-only`,
			`nodeClasses[0].networkInterfaces: Required value: one must have the networkCardIndex 0, the deviceIndex 0 and the interfaceType interface`,
			`nodeClasses[0].networkInterfaces[3].interfaceType: Unsupported value: "efa": supported values: "interface", "efa-only"`,
			`nodeClasses[0].connectionTracking: Required value: needs one of tcpEstablishedTimeout, udpStreamTimeout, udpTimeout`,
			`nodeClasses[0].metadataOptions.httpPutResponseHopLimit: Invalid value: 65: must be at most 64`,
			`nodeClasses[0].metadataOptions.httpTokens: Unsupported value: "no": supported values: "required", "optional"`,
		},
	}} {
		tc.check(t)
	}
}
