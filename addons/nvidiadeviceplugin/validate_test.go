package nvidiadeviceplugin_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	nvidia "github.com/fitout/fitout/addons/nvidiadeviceplugin"
)

func TestBadOptions(t *testing.T) {
	gpus := func(replicas int32) *nvidia.Shares {
		return &nvidia.Shares{Resources: []nvidia.SharedResource{{Name: "nvidia.com/gpu", Replicas: replicas}}}
	}
	slices := func(names ...string) *nvidia.Sharing {
		s := &nvidia.Shares{}
		for _, name := range names {
			s.Resources = append(s.Resources, nvidia.SharedResource{Name: name, Replicas: 2})
		}
		return &nvidia.Sharing{TimeSlicing: s}
	}
	for _, tc := range []struct {
		name   string
		change func(*options)
		want   []string
	}{
		{"nothing said", func(*options) {}, nil},
		{"out of range", func(o *options) {
			o.MIGStrategy = "all"
			o.DeviceListStrategies = []nvidia.DeviceListStrategy{nvidia.ByEnvVar, "cdi"}
			o.DeviceIDStrategy = "serial"
			o.DeviceDiscovery = "pci"
			o.SharedDevices = "random"
			o.GPUNodes.InstanceTypes = []string{"g5"}
			o.FallbackStrategies = []nvidia.FallbackStrategy{"any"}
			o.DriverRoot = "run/nvidia"
			o.MPS.Root = "/run/nvidia/mps/"
			o.CDI.FeatureFlags = []string{"a,b"}
			o.RuntimeClass = &nvidia.RuntimeClass{Handler: "NVIDIA"}
		}, []string{
			`gpuNodes.instanceTypes[0]: Invalid value: "g5": must match ^[a-z0-9-]+\.[a-z0-9-]+$`,
			`migStrategy: Unsupported value: "all": supported values: "none", "single", "mixed"`,
			`deviceListStrategies[1]: Unsupported value: "cdi": supported values: "envvar", "volume-mounts", "cdi-annotations", "cdi-cri"`,
			`deviceIDStrategy: Unsupported value: "serial": supported values: "uuid", "index"`,
			`deviceDiscovery: Unsupported value: "pci": supported values: "auto", "nvml", "tegra", "vfio"`,
			`sharedDevices: Unsupported value: "random": supported values: "distributed", "packed"`,
			`fallbackStrategies[0]: Unsupported value: "any": supported values: "named", "single", "empty"`,
			`driverRoot: Invalid value: "run/nvidia": must match ^(/|(/[^/ ]+)+)$`,
			`cdi.featureFlags[0]: Invalid value: "a,b": must match ^[^, ]+$`,
			`mps.root: Invalid value: "/run/nvidia/mps/": must match ^(/[^/ ]+)+$`,
			`runtimeClass.handler: Invalid value: "NVIDIA": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
		}},
		{"several configs and no default", func(o *options) {
			o.Configs = map[string]nvidia.Config{"b": {}, "a": {}}
		}, []string{
			`defaultConfig: Required value: nodes without the label nvidia.com/device-plugin.config need one of a, b`,
		}},
		{"one config is its own default", func(o *options) { o.Configs = map[string]nvidia.Config{"a": {}} }, nil},
		{"one is called default", func(o *options) { o.Configs = map[string]nvidia.Config{"a": {}, "default": {}} }, nil},
		{"none is a choice", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {}, "b": {}}
			o.FallbackStrategies = []nvidia.FallbackStrategy{nvidia.FallbackEmpty}
		}, nil},
		{"no strategy for the only one", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {}}
			o.FallbackStrategies = []nvidia.FallbackStrategy{nvidia.FallbackNamed}
		}, []string{
			`defaultConfig: Required value: nodes without the label nvidia.com/device-plugin.config need one of a`,
		}},
		{"a default that no config has", func(o *options) {
			o.Configs, o.DefaultConfig = map[string]nvidia.Config{"a": {}, "b": {}}, "c"
		}, []string{
			`defaultConfig: Unsupported value: "c": supported values: "a", "b"`,
		}},
		{"a default of nothing", func(o *options) { o.DefaultConfig = "a" }, []string{
			`defaultConfig: Forbidden: needs configs, or a configMap, that it can be of`,
		}},
		{"a default of somebody else's", func(o *options) { o.ConfigMap, o.DefaultConfig = "gpus", "a" }, nil},
		{"two places for configs", func(o *options) {
			o.ConfigMap, o.Configs = "gpus", map[string]nvidia.Config{"a": {}}
		}, []string{
			`configMap: Forbidden: excludes configs: only one of them can be set`,
		}},
		{"a name that no label has", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a/b": {}}
		}, []string{
			`configs[a/b]: Invalid value: "a/b": must be the value of a label: up to 63 letters, digits, dashes, underscores and dots`,
		}},
		{"no way of sharing, and two", func(o *options) {
			o.Configs = map[string]nvidia.Config{
				"a": {Sharing: &nvidia.Sharing{}},
				"b": {Sharing: &nvidia.Sharing{TimeSlicing: gpus(2), MPS: gpus(2)}},
			}
			o.DefaultConfig = "a"
		}, []string{
			`configs[a].sharing: Required value: needs one of timeSlicing, mps`,
			`configs[b].sharing.mps: Forbidden: excludes timeSlicing: only one of them can be set`,
		}},
		{"nothing to share", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {Sharing: &nvidia.Sharing{TimeSlicing: &nvidia.Shares{}}}}
		}, []string{
			`configs[a].sharing.timeSlicing.resources: Required value: no default can know it`,
		}},
		{"one share", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {Sharing: &nvidia.Sharing{TimeSlicing: gpus(1)}}}
		}, []string{
			`configs[a].sharing.timeSlicing.resources[0].replicas: Invalid value: 1: must be at least 2`,
		}},
		{"more shares than MPS has clients", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {Sharing: &nvidia.Sharing{MPS: gpus(49)}}}
		}, []string{
			`configs[a].sharing.mps.resources[0].replicas: Invalid value: 49: must be at most 48: MPS has no more clients on a GPU`,
		}},
		{"resources that are none", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {Sharing: slices("gpu", "nvidia.com/gpus", "amd.com/gpu", "nvidia.com/gpu.shared")}}
		}, []string{
			`configs[a].sharing.timeSlicing.resources[0].name: Invalid value: "gpu": must match ^nvidia\.com/(gpu|mig-[1-9][0-9]*g\.[1-9][0-9]*gb([.-][a-z0-9.]*[a-z0-9])?)$`,
			`configs[a].sharing.timeSlicing.resources[1].name: Invalid value: "nvidia.com/gpus": must match ^nvidia\.com/(gpu|mig-[1-9][0-9]*g\.[1-9][0-9]*gb([.-][a-z0-9.]*[a-z0-9])?)$`,
			`configs[a].sharing.timeSlicing.resources[2].name: Invalid value: "amd.com/gpu": must match ^nvidia\.com/(gpu|mig-[1-9][0-9]*g\.[1-9][0-9]*gb([.-][a-z0-9.]*[a-z0-9])?)$`,
			`configs[a].sharing.timeSlicing.resources[3].name: Invalid value: "nvidia.com/gpu.shared": must match ^nvidia\.com/(gpu|mig-[1-9][0-9]*g\.[1-9][0-9]*gb([.-][a-z0-9.]*[a-z0-9])?)$`,
		}},
		{"parts of GPUs by all their names", func(o *options) {
			o.MIGStrategy = nvidia.MIGMixed
			o.Configs = map[string]nvidia.Config{"a": {Sharing: slices("nvidia.com/mig-1g.5gb", "nvidia.com/mig-7g.80gb", "nvidia.com/mig-1g.10gb.me", "nvidia.com/mig-1g.24gb-me")}}
		}, nil},
		{"a resource twice", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {Sharing: slices("nvidia.com/gpu", "nvidia.com/gpu")}}
		}, []string{
			`configs[a].sharing.timeSlicing.resources[1].name: Duplicate value: "nvidia.com/gpu"`,
		}},
		{"parts of GPUs that aren't split", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {Sharing: slices("nvidia.com/mig-1g.5gb")}}
		}, []string{
			`configs[a].sharing.timeSlicing.resources[0].name: Invalid value: "nvidia.com/mig-1g.5gb": is there with migStrategy mixed only`,
		}},
		{"parts of GPUs that all nodes split", func(o *options) {
			o.MIGStrategy = nvidia.MIGMixed
			o.Configs = map[string]nvidia.Config{"a": {Sharing: slices("nvidia.com/mig-1g.5gb")}}
		}, nil},
		{"MPS and split GPUs", func(o *options) {
			o.Configs = map[string]nvidia.Config{"a": {
				Flags:   nvidia.Flags{MIGStrategy: nvidia.MIGMixed},
				Sharing: &nvidia.Sharing{MPS: &nvidia.Shares{Resources: []nvidia.SharedResource{{Name: "nvidia.com/mig-1g.5gb", Replicas: 2}}}},
			}}
		}, []string{
			`configs[a].sharing.mps: Forbidden: the plugin refuses it with migStrategy mixed`,
			`configs[a].sharing.mps.resources[0].name: Invalid value: "nvidia.com/mig-1g.5gb": must be nvidia.com/gpu: MPS doesn't share the parts of a GPU`,
		}},
		{"MPS, and all nodes have split GPUs", func(o *options) {
			o.MIGStrategy = nvidia.MIGMixed
			o.Configs = map[string]nvidia.Config{"a": {Sharing: &nvidia.Sharing{MPS: gpus(2)}}}
		}, []string{
			`configs[a].sharing.mps: Forbidden: the plugin refuses it with migStrategy mixed`,
		}},
		{"MPS without its daemon", func(o *options) {
			o.MPS.Disabled = true
			o.Configs = map[string]nvidia.Config{"a": {Sharing: &nvidia.Sharing{MPS: gpus(2)}}}
		}, []string{
			`configs[a].sharing.mps: Forbidden: needs the daemon that mps.disabled leaves out`,
		}},
		{"flags that are overruled", func(o *options) {
			o.MIGStrategy = nvidia.MIGSingle
			o.DeviceListStrategies = []nvidia.DeviceListStrategy{nvidia.ByCDICRI}
			o.Configs = map[string]nvidia.Config{"a": {Flags: nvidia.Flags{
				MIGStrategy:          nvidia.MIGMixed,
				DeviceListStrategies: []nvidia.DeviceListStrategy{nvidia.ByEnvVar},
				DeviceIDStrategy:     nvidia.ByIndex,
			}}}
		}, []string{
			`configs[a].flags.migStrategy: Invalid value: "mixed": is single on all nodes by the option migStrategy: it can be said in configs only where that is left out`,
			`configs[a].flags.deviceListStrategies: Invalid value: "envvar": is cdi-cri on all nodes by the option deviceListStrategies: it can be said in configs only where that is left out`,
		}},
		{"GPUs that the plugin can't offer", func(o *options) {
			o.DeviceDiscovery = nvidia.DiscoverVFIO
			o.Configs = map[string]nvidia.Config{"a": {Flags: nvidia.Flags{DeviceDiscovery: nvidia.DiscoverVFIO}}}
		}, []string{
			`configs[a].flags.deviceDiscovery: Forbidden: is for GPU feature discovery alone, and the plugin fails by it: it needs noPlugin`,
			`deviceDiscovery: Forbidden: is for GPU feature discovery alone, and the plugin fails by it: it needs noPlugin`,
		}},
		{"nothing at all", func(o *options) { o.NoPlugin = true }, []string{
			`noPlugin: Forbidden: leaves nothing to install without gfd.enabled`,
		}},
		{"labels of nodes", func(o *options) {
			o.GPUNodes.Labels = []nvidia.NodeLabel{{}, {Key: "a b"}, {Key: "a", Values: []string{"b", strings.Repeat("x", 64)}}}
		}, []string{
			`gpuNodes.labels[0].key: Required value: no default can know it`,
			`gpuNodes.labels[1].key: Invalid value: "a b": must be the key of a label, as in "example.com/gpu"`,
			`gpuNodes.labels[2].values[1]: Invalid value: "` + strings.Repeat("x", 64) + `": must be the value of a label: up to 63 letters, digits, dashes, underscores and dots`,
		}},
		{"labels of GPUs", func(o *options) {
			o.GFD = nvidia.GFD{Enabled: true, Once: true, SleepInterval: metav1.Duration{Duration: time.Millisecond}}
		}, []string{
			`gfd.sleepInterval: Forbidden: excludes once: only one of them can be set`,
			`gfd.sleepInterval: Invalid value: "1ms": must be at least 1s`,
		}},
		{"what DaemonSets don't have", func(o *options) {
			o.Pods.Replicas = new(int32(2))
			o.Pods.DisruptionBudget = &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32(1))}
		}, []string{
			`pods.replicas: Forbidden: there is one on each node with GPUs`,
			`pods.disruptionBudget: Forbidden: draining a node leaves its DaemonSets' pods alone`,
		}},
		{"two ways of updating", func(o *options) {
			o.UpdateOnDelete, o.MaxUnavailable = true, new(intstr.FromInt32(1))
		}, []string{
			`maxUnavailable: Forbidden: means nothing with updateOnDelete`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var o options
			tc.change(&o)
			_, err := nvidia.New(o).Objects(addontest.Target())
			var got []string
			for _, err := range addon.Errors(err) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
