package nvidiadeviceplugin

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// pluginDaemonSet offers a node's GPUs to its kubelet.
func pluginDaemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	if o.NoPlugin {
		return nil
	}
	spec := corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.HostNetwork,
		Containers:         []corev1.Container{plugin(t, o)},
		Volumes: []corev1.Volume{
			hostPath("kubelet-device-plugins-dir", devicePlugins, corev1.HostPathDirectory),
			mpsRoot(o),
			mpsShm(o),
			hostPath("cdi-root", cdiRoot, corev1.HostPathDirectoryOrCreate),
		},
	}
	if o.DriverRoot != "" {
		spec.Volumes = append(spec.Volumes, hostPath("driver-root", o.DriverRoot, corev1.HostPathDirectory))
	}
	configured(t, o, &spec, manager{name: name, process: name, context: o.pluginContext()})
	return daemonSet(o, "device-plugin", name, o.placed(), spec)
}

// The folders of a node by which the plugin meets the kubelet and the container runtime.
const (
	devicePlugins = "/var/lib/kubelet/device-plugins"
	cdiRoot       = "/var/run/cdi"
)

func plugin(t addon.Target, o Options) corev1.Container {
	c := corev1.Container{
		Name:            name + "-ctr",
		Image:           t.Image(o.Pods.Image),
		Command:         []string{name},
		Env:             pluginEnv(o),
		SecurityContext: o.pluginContext(),
		VolumeMounts: []corev1.VolumeMount{
			{Name: "kubelet-device-plugins-dir", MountPath: devicePlugins},
			{Name: "mps-shm", MountPath: "/dev/shm"}, // by which the daemon's health is seen
			{Name: "mps-root", MountPath: mpsMount},
			{Name: "cdi-root", MountPath: cdiRoot},
		},
	}
	if o.DriverRoot != "" {
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: "driver-root", MountPath: "/driver-root", ReadOnly: true})
	}
	return c
}

func pluginEnv(o Options) []corev1.EnvVar {
	return slices.Concat(
		kube.Env("MPS_ROOT", o.MPS.Root),
		kube.Env("MIG_STRATEGY", o.MIGStrategy),
		kube.EnvIf(o.WaitOnInitError, "FAIL_ON_INIT_ERROR", "false"),
		kube.EnvIf(o.CompatWithCPUManager, "PASS_DEVICE_SPECS", "true"),
		kube.Env("DEVICE_LIST_STRATEGY", list(o.DeviceListStrategies)),
		kube.Env("DEVICE_ID_STRATEGY", o.DeviceIDStrategy),
		kube.Env("SHARED_DEVICES_ALLOCATION_POLICY", o.SharedDevices),
		kube.Env("NVIDIA_DRIVER_ROOT", o.DriverRoot),
		kube.Env("NVIDIA_DEV_ROOT", o.DevRoot),
		kube.Env("NVIDIA_CDI_HOOK_PATH", o.CDI.HookPath),
		kube.Env("CDI_FEATURE_FLAGS", strings.Join(o.CDI.FeatureFlags, ",")),
		kube.Env("CDI_DISABLE_HOOKS", strings.Join(o.CDI.DisabledHooks, ",")),
		kube.Env("CDI_ANNOTATION_PREFIX", o.CDI.AnnotationPrefix),
		kube.EnvIf(o.GDRCopy, "GDRCOPY_ENABLED", "true"),
		kube.EnvIf(o.GDS, "GDS_ENABLED", "true"),
		kube.EnvIf(o.MOFED, "MOFED_ENABLED", "true"),
		o.configFile(),
		o.monitorMIG(),
		kube.Env("DEVICE_DISCOVERY_STRATEGY", o.DeviceDiscovery),
		allDevices(),
	)
}

// allDevices has the container runtime give a container all GPUs of the node, and as much of
// the driver as it takes to look after them.
func allDevices() []corev1.EnvVar {
	return []corev1.EnvVar{
		{Name: "NVIDIA_VISIBLE_DEVICES", Value: "all"},
		{Name: "NVIDIA_DRIVER_CAPABILITIES", Value: "compute,utility"},
	}
}

// monitorMIG has the container runtime let a container see all parts of split GPUs.
func (o Options) monitorMIG() []corev1.EnvVar {
	return kube.EnvIf(o.mayUseMIG(), "NVIDIA_MIG_MONITOR_DEVICES", "all")
}

func (o Options) pluginContext() *corev1.SecurityContext {
	switch {
	case o.SecurityContext != nil:
		return o.SecurityContext
	case o.CompatWithCPUManager:
		// It hands out device nodes, which it must be able to use itself.
		return &corev1.SecurityContext{Privileged: new(true)}
	case o.mayUseMIG() || o.mayUseVolumeMounts() || o.sharesByMPS():
		// Without it the plugin isn't shown all parts of split GPUs, nor all GPUs where pods
		// can't ask for them by their environment. Upstream runs MPS so, and not otherwise.
		return &corev1.SecurityContext{Capabilities: &corev1.Capabilities{Add: []corev1.Capability{"SYS_ADMIN"}}}
	}
	return confined()
}

// mayUseMIG tells whether a node may have a MIG strategy.
func (o Options) mayUseMIG() bool {
	uses := func(f Flags) bool { return f.MIGStrategy != "" && f.MIGStrategy != MIGNone }
	return o.anywhere(o.MIGStrategy != "", uses)
}

// mayUseVolumeMounts tells whether a node may list devices by volume mounts.
func (o Options) mayUseVolumeMounts() bool {
	uses := func(f Flags) bool { return slices.Contains(f.DeviceListStrategies, ByVolumeMounts) }
	return o.anywhere(o.DeviceListStrategies != nil, uses)
}

// sharesByMPS tells whether a configuration shares GPUs by MPS.
func (o Options) sharesByMPS() bool {
	for _, c := range o.Configs {
		if c.Sharing != nil && c.Sharing.MPS != nil {
			return true
		}
	}
	return false
}

// anywhere tells whether something may be so on a node: by the flags of all nodes, or a
// configuration's. Nobody knows what a ConfigMap says that somebody else brings, unless the
// flags of all nodes have decided it.
func (o Options) anywhere(decided bool, is func(Flags) bool) bool {
	if o.ConfigMap != "" && !decided {
		return true
	}
	for _, c := range o.Configs {
		if is(o.Flags.over(c.Flags)) {
			return true
		}
	}
	return is(o.Flags)
}
