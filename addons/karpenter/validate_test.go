package karpenter_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/karpenter"
)

// bad are options with what is wrong with them.
type bad struct {
	name    string
	options options
	want    []string
}

func (b bad) check(t *testing.T) {
	t.Helper()
	var got []string
	_, err := karpenter.New(b.options).Objects(addontest.Target())
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(b.want, got); diff != "" {
		t.Errorf("%s: -want +got:\n%s", b.name, diff)
	}
}

func TestBadOptions(t *testing.T) {
	for _, tc := range []bad{{
		name: "the cluster",
		options: options{
			ClusterName:       "prod.example.com",
			ClusterEndpoint:   "api.example.com",
			ClusterCABundle:   "-----BEGIN CERTIFICATE-----",
			Region:            "Tokyo",
			InterruptionQueue: karpenter.InterruptionQueue{Disabled: true, Existing: "a b", Name: "c"},
			NodeRole:          karpenter.NodeRole{Existing: "a/b", Name: strings.Repeat("n", 65), ManagedPolicies: []string{"arn:aws:iam::aws:policy/a"}},
		},
		want: []string{
			`clusterName: Invalid value: "prod.example.com": must match ^[0-9A-Za-z][0-9A-Za-z_-]*$`,
			`region: Invalid value: "Tokyo": must match ^[a-z]{2}(-[a-z]+)+-[0-9]+$`,
			`interruptionQueue.existing: Invalid value: "a b": must match ^[0-9A-Za-z_-]{1,80}$`,
			`nodeRole.name: Invalid value: "` + strings.Repeat("n", 65) + `": must match ^[A-Za-z0-9_+=,.@-]{1,64}$`,
			`nodeRole.existing: Invalid value: "a/b": must match ^(arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+|[A-Za-z0-9_+=,.@-]{1,64})$`,
			`nodeRole.managedPolicies[0]: Invalid value: "arn:aws:iam::aws:policy/a": must match ^[A-Za-z0-9_+=,.@/-]+$`,
			`clusterEndpoint: Invalid value: "api.example.com": must be a URL, as in "https://0123456789ABCDEF.gr7.ap-northeast-1.eks.amazonaws.com"`,
			`clusterCABundle: Invalid value: "-----BEGIN CERTIFICATE-----": must be a certificate in PEM, in base64`,
			`nodeRole.name: Forbidden: excludes existing: only one of them can be set`,
			`interruptionQueue.existing: Forbidden: excludes disabled: only one of them can be set`,
			`interruptionQueue.name: Forbidden: excludes disabled: only one of them can be set`,
		},
	}, {
		name: "settings",
		options: options{
			BatchMaxDuration:        metav1.Duration{Duration: time.Second},
			BatchIdleDuration:       metav1.Duration{Duration: 2 * time.Second},
			PreferencePolicy:        "respect",
			MinValuesPolicy:         "None",
			VMMemoryOverheadPercent: new(7.5),
			ReservedENIs:            -1,
			AMIRefreshInterval:      metav1.Duration{Duration: time.Second},
			LogLevel:                "warn",
			LogOutputPaths:          []string{"stdout,stderr"},
			Ports:                   karpenter.Ports{Health: 10250, Metrics: 10250},
			HostNetwork:             true,
		},
		want: []string{
			`preferencePolicy: Unsupported value: "respect": supported values: "Respect", "Ignore"`,
			`minValuesPolicy: Unsupported value: "None": supported values: "Strict", "BestEffort"`,
			`vmMemoryOverheadPercent: Invalid value: 7.5: must be at most 0.99`,
			`reservedENIs: Invalid value: -1: must be at least 0`,
			`logLevel: Unsupported value: "warn": supported values: "debug", "info", "error"`,
			`logOutputPaths[0]: Invalid value: "stdout,stderr": must match ^[^, ]+$`,
			`amiRefreshInterval: Invalid value: "1s": must be at least 1m`,
			`batchIdleDuration: Invalid value: "2s": must not be longer than batchMaxDuration, which is 1s`,
			`ports.metrics: Invalid value: 10250: is the kubelet's in the network of the node: take another`,
			`ports.health: Invalid value: 10250: is the kubelet's in the network of the node: take another`,
		},
	}, {
		name:    "one port for all",
		options: options{Ports: karpenter.Ports{Health: 8080}},
		want:    []string{`ports.health: Invalid value: 8080: is the port for metrics: take another`},
	}, {
		name: "features",
		options: options{
			FeatureGates: map[karpenter.FeatureGate]bool{"Drift": true, karpenter.ReservedCapacity: false},
			NodeClasses: []karpenter.NamedNodeClass{{Name: "a", EC2NodeClassSpec: class(func(s *karpenter.EC2NodeClassSpec) {
				s.CapacityReservationSelectorTerms = []karpenter.CapacityReservationSelectorTerm{{ID: "cr-1"}}
			}).NodeClasses[0].EC2NodeClassSpec}},
			NodePools:       []karpenter.NamedNodePool{{Name: "a", NodePoolSpec: static()}},
			NodeOverlays:    overlays(),
			CapacityBuffers: buffers(),
		},
		want: []string{
			`featureGates[Drift]: Unsupported value: "Drift": supported values: "ReservedCapacity", "SpotToSpotConsolidation", "NodeRepair", "NodeOverlay", "StaticCapacity", "CapacityBuffer"`,
			`nodeOverlays: Forbidden: needs the feature NodeOverlay, which is off`,
			`capacityBuffers: Forbidden: needs the feature CapacityBuffer, which is off`,
			`nodeClasses[0].capacityReservationSelectorTerms: Forbidden: needs the feature ReservedCapacity, which is off`,
			`nodePools[0].replicas: Forbidden: needs the feature StaticCapacity, which is off`,
		},
	}, {
		name: "overlays and buffers",
		options: options{
			FeatureGates: map[karpenter.FeatureGate]bool{karpenter.NodeOverlays: true, karpenter.CapacityBuffers: true},
			NodeOverlays: []karpenter.NamedNodeOverlay{{Name: "A", NodeOverlaySpec: karpenter.NodeOverlaySpec{
				Requirements:    []karpenter.Requirement{{Key: karpenter.LabelReservationID, Operator: karpenter.Exists, MinValues: 2}},
				Price:           "-1",
				PriceAdjustment: "10%",
				Capacity:        quantities("cpu", "1"),
			}}},
			CapacityBuffers: []karpenter.NamedCapacityBuffer{
				{Name: "a", Namespace: "b"},
				{Name: "a", Namespace: "b", CapacityBufferSpec: karpenter.CapacityBufferSpec{PodTemplateRef: &karpenter.PodTemplateReference{Name: "a"}, Percentage: new(int32(1))}},
				{Name: "a", CapacityBufferSpec: karpenter.CapacityBufferSpec{PodTemplateRef: &karpenter.PodTemplateReference{}, ScalableRef: &karpenter.ScalableReference{Kind: "Deployment"}, Replicas: new(int32(1)), Percentage: new(int32(-1))}},
			},
		},
		want: []string{
			`nodeOverlays[0].name: Invalid value: "A": must match ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`,
			`nodeOverlays[0].priceAdjustment: Forbidden: excludes price: only one of them can be set`,
			`nodeOverlays[0].capacity[cpu]: Forbidden: is what the instance type has`,
			`nodeOverlays[0].requirements[0].minValues: Forbidden: is for NodePools only`,
			`nodeOverlays[0].requirements[0].key: Forbidden: labels of karpenter.k8s.aws are karpenter's own: the ones to use are ec2nodeclass, instance-accelerator-count, instance-accelerator-manufacturer, instance-accelerator-name, instance-capability-flex, instance-category, instance-cpu, instance-cpu-manufacturer, instance-cpu-sustained-clock-speed-mhz, instance-ebs-bandwidth, instance-encryption-in-transit-supported, instance-family, instance-generation, instance-gpu-count, instance-gpu-manufacturer, instance-gpu-memory, instance-gpu-name, instance-hypervisor, instance-local-nvme, instance-memory, instance-network-bandwidth, instance-size`,
			`nodeOverlays[0].price: Invalid value: "-1": must match ^[0-9]+(\.[0-9]+)?$`,
			`nodeOverlays[0].priceAdjustment: Invalid value: "10%": must match ^([+-][0-9]*\.?[0-9]+|\+[0-9]*\.?[0-9]+%|-[0-9]{1,2}(\.[0-9]+)?%|-100%)$`,
			`capacityBuffers[0]: Required value: needs one of podTemplateRef, scalableRef`,
			`capacityBuffers[1].replicas: Required value: podTemplateRef needs replicas or limits`,
			`capacityBuffers[2].namespace: Required value: no default can know it`,
			`capacityBuffers[2].scalableRef: Forbidden: excludes podTemplateRef: only one of them can be set`,
			`capacityBuffers[2].podTemplateRef.name: Required value: no default can know it`,
			`capacityBuffers[2].scalableRef.name: Required value: no default can know it`,
			`capacityBuffers[2].percentage: Invalid value: -1: must be at least 0`,
		},
	}} {
		tc.check(t)
	}
}
