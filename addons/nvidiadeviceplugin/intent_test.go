package nvidiadeviceplugin_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	nvidia "github.com/fitout/fitout/addons/nvidiadeviceplugin"
)

const (
	plugin = "nvidia-device-plugin"
	mps    = plugin + "-mps-control-daemon"
	gfd    = plugin + "-gpu-feature-discovery"
)

// daemonSets are those of an install, by name.
func daemonSets(t *testing.T, target addon.Target, o options) map[string]*appsv1.DaemonSet {
	t.Helper()
	objs, err := nvidia.New(o).Objects(target)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*appsv1.DaemonSet{}
	for _, o := range objs {
		if d, ok := o.(*appsv1.DaemonSet); ok {
			found[d.Name] = d
		}
	}
	return found
}

// terms are the ways in which a DaemonSet knows its nodes, the labels' keys alone.
func terms(d *appsv1.DaemonSet) []string {
	var keys []string
	for _, term := range d.Spec.Template.Spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms {
		keys = append(keys, term.MatchExpressions[0].Key)
	}
	return keys
}

// A privilege that no configuration needs isn't given.
func TestPrivileges(t *testing.T) {
	sliced := nvidia.Config{Sharing: &nvidia.Sharing{TimeSlicing: &nvidia.Shares{
		Resources: []nvidia.SharedResource{{Name: "nvidia.com/gpu", Replicas: 2}},
	}}}
	none := &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
	admin := &corev1.SecurityContext{Capabilities: &corev1.Capabilities{Add: []corev1.Capability{"SYS_ADMIN"}}}
	for _, tc := range []struct {
		name    string
		options options
		want    *corev1.SecurityContext
		monitor bool // all parts of split GPUs
	}{
		{"nothing said", options{}, none, false},
		{"a strategy of none", options{Flags: nvidia.Flags{MIGStrategy: nvidia.MIGNone}}, none, false},
		{"split GPUs", options{Flags: nvidia.Flags{MIGStrategy: nvidia.MIGSingle}}, admin, true},
		{"volume mounts", options{Flags: nvidia.Flags{DeviceListStrategies: []nvidia.DeviceListStrategy{nvidia.ByVolumeMounts}}}, admin, false},
		{"CDI", options{Flags: nvidia.Flags{DeviceListStrategies: []nvidia.DeviceListStrategy{nvidia.ByCDICRI}}}, none, false},
		{"turns", options{Configs: map[string]nvidia.Config{"a": sliced}}, none, false},
		{"split GPUs on some nodes", options{
			Configs:       map[string]nvidia.Config{"a": sliced, "b": {Flags: nvidia.Flags{MIGStrategy: nvidia.MIGMixed}}},
			DefaultConfig: "a",
		}, admin, true},
		{"volume mounts on some nodes", options{Configs: map[string]nvidia.Config{
			"a": {Flags: nvidia.Flags{DeviceListStrategies: []nvidia.DeviceListStrategy{nvidia.ByVolumeMounts}}},
		}}, admin, false},
		{"MPS", mpsOptions(), admin, false},
		{"who knows", options{ConfigMap: "gpus"}, admin, true},
		{"somebody else's configurations that can't ask for it", options{ConfigMap: "gpus", Flags: nvidia.Flags{
			MIGStrategy:          nvidia.MIGNone,
			DeviceListStrategies: []nvidia.DeviceListStrategy{nvidia.ByEnvVar},
		}}, none, false},
		{"the kubelet's CPU manager", options{CompatWithCPUManager: true}, &corev1.SecurityContext{Privileged: new(true)}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, c := range daemonSets(t, addontest.Target(), tc.options)[plugin].Spec.Template.Spec.Containers {
				if diff := cmp.Diff(tc.want, c.SecurityContext); diff != "" {
					t.Errorf("%s: %s", c.Name, diff)
				}
				if c.Name != plugin+"-ctr" {
					continue
				}
				monitor := false
				for _, e := range c.Env {
					monitor = monitor || e.Name == "NVIDIA_MIG_MONITOR_DEVICES"
				}
				if monitor != tc.monitor {
					t.Errorf("%s monitors split GPUs: %t", c.Name, monitor)
				}
			}
		})
	}
}

// What says where all pods of a cluster run must not keep the plugin off nodes with GPUs.
func TestNodes(t *testing.T) {
	own := &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{
		NodeSelectorTerms: []corev1.NodeSelectorTerm{{MatchExpressions: []corev1.NodeSelectorRequirement{
			{Key: "example.com/gpu", Operator: corev1.NodeSelectorOpExists},
		}}},
	}}}
	before := own.DeepCopy()
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"upstream's", options{}, []string{"feature.node.kubernetes.io/pci-10de.present", "feature.node.kubernetes.io/cpu-model.vendor_id", "nvidia.com/gpu.present"}},
		{"one's own", options{Pods: addon.Pods{Affinity: own}}, []string{"example.com/gpu"}},
		{"one's own and Karpenter's", options{Pods: addon.Pods{Affinity: own}, GPUNodes: nvidia.GPUNodes{Karpenter: true}},
			[]string{"example.com/gpu", "karpenter.k8s.aws/instance-gpu-manufacturer"}},
		{"pods' affinity says nothing of nodes", options{Pods: addon.Pods{Affinity: &corev1.Affinity{}}, GPUNodes: nvidia.GPUNodes{Karpenter: true}},
			[]string{"karpenter.k8s.aws/instance-gpu-manufacturer"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.options.GFD.Enabled = true
			found := daemonSets(t, onEKS(), tc.options)
			for _, name := range []string{plugin, mps, gfd} {
				if diff := cmp.Diff(tc.want, terms(found[name])); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
			}
			if s := found[plugin].Spec.Template.Spec.NodeSelector; s != nil {
				t.Errorf("the cluster's tools' nodes are asked for: %v", s)
			}
		})
	}
	if diff := cmp.Diff(before, own); diff != "" {
		t.Errorf("the caller's affinity has changed: %s", diff)
	}
}

// Pods read a configuration only when they start or are told that there is another one.
func TestRestart(t *testing.T) {
	sum := func(o options) string {
		return daemonSets(t, addontest.Target(), o)[plugin].Spec.Template.Annotations["checksum/config"]
	}
	a, b := mpsOptions(), mpsOptions()
	b.Configs["mps"].Sharing.MPS.Resources[0].Replicas = 11
	if sum(a) == "" || sum(a) == sum(b) {
		t.Errorf("pods don't start anew when a config changes: %q, %q", sum(a), sum(b))
	}
	if s := sum(options{}); s != "" {
		t.Errorf("without configs there is a checksum: %q", s)
	}
}

func TestWithoutPlugin(t *testing.T) {
	found := daemonSets(t, addontest.Target(), options{NoPlugin: true, GFD: nvidia.GFD{Enabled: true}})
	if found[plugin] != nil || found[mps] != nil || found[gfd] == nil {
		t.Errorf("other DaemonSets than GPU feature discovery's: %v", found)
	}
}

// The pods of MPS and of GPU feature discovery go where the plugin goes, but what is its
// container's own is not theirs.
func TestShared(t *testing.T) {
	o := full()
	o.Pods.NodeSelector = map[string]string{"a": "b"}
	found := daemonSets(t, addontest.Target(), o)
	for name, selector := range map[string]map[string]string{
		plugin: {"a": "b"},
		mps:    {"a": "b", "nvidia.com/mps.capable": "true"},
		gfd:    {"a": "b"},
	} {
		spec := found[name].Spec.Template.Spec
		if diff := cmp.Diff(selector, spec.NodeSelector); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(o.Pods.Tolerations, spec.Tolerations); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		own := false
		for _, e := range spec.Containers[0].Env {
			own = own || e.Name == "DP_DISABLE_HEALTHCHECKS"
		}
		if own != (name == plugin) {
			t.Errorf("%s has the plugin's environment: %t", name, own)
		}
	}
}
