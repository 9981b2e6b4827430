package nvidiadeviceplugin

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const gfdName = "gpu-feature-discovery"

// gfdDaemonSet finds out what GPUs a node has, for labels that say so.
func gfdDaemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	if !o.GFD.Enabled {
		return nil
	}
	spec := corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.GFD.HostNetwork,
		Containers:         []corev1.Container{gfd(t, o)},
		Volumes: []corev1.Volume{
			hostPath("output-dir", features, corev1.HostPathDirectoryOrCreate),
			hostPath("host-sys", "/sys", corev1.HostPathDirectory),
		},
	}
	configured(t, o, &spec, manager{name: gfdName, process: gfdName, context: o.GFD.SecurityContext})
	return daemonSet(o, gfdName, name+"-"+gfdName, o.beside(o.GFD.Container), spec)
}

// features is where node feature discovery's worker looks for files with labels.
const features = "/etc/kubernetes/node-feature-discovery/features.d"

func gfd(t addon.Target, o Options) corev1.Container {
	interval := kube.Duration(o.GFD.SleepInterval)
	if o.GFD.Once {
		interval = "infinite"
	}
	return corev1.Container{
		Name:    gfdName + "-ctr",
		Image:   t.Image(o.Pods.Image),
		Command: []string{gfdName},
		Env: slices.Concat(
			[]corev1.EnvVar{
				kube.FieldEnv("NODE_NAME", "spec.nodeName"),
				kube.FieldEnv("NAMESPACE", "metadata.namespace"),
				kube.FieldEnv("POD_NAME", "metadata.name"),
			},
			kube.Env("MIG_STRATEGY", o.MIGStrategy),
			kube.EnvIf(o.WaitOnInitError, "FAIL_ON_INIT_ERROR", "false"),
			kube.EnvIf(o.GFD.Files, "USE_NODE_FEATURE_API", "false"),
			kube.EnvIf(o.GFD.NoTimestamp, "GFD_NO_TIMESTAMP", "true"),
			kube.Env("GFD_SLEEP_INTERVAL", interval),
			o.configFile(),
			o.monitorMIG(),
			kube.Env("DEVICE_DISCOVERY_STRATEGY", o.DeviceDiscovery),
		),
		SecurityContext: o.GFD.SecurityContext, // privileged, to learn of virtual GPUs
		VolumeMounts: []corev1.VolumeMount{
			{Name: "output-dir", MountPath: features},
			{Name: "host-sys", MountPath: "/sys"},
		},
	}
}
