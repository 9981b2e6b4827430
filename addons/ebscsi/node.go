package ebscsi

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const registrarHealth = "healthz-ndr"

func nodeDaemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	return daemonSet(o, nodeName, onNodes(o.Node.Pods, "linux"), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.Node.HostNetwork,
		SecurityContext: &corev1.PodSecurityContext{ // the kubelet's sockets are root's
			FSGroup:      new(int64(0)),
			RunAsUser:    new(int64(0)),
			RunAsGroup:   new(int64(0)),
			RunAsNonRoot: new(false),
		},
		Containers: telling(nodeDriver(t, o), registrar(t, o), nodeLiveness(t, o)),
		Volumes:    nodeVolumes(o),
	})
}

// daemonSet is what the DaemonSets for Linux and for Windows have in common.
func daemonSet(o Options, name string, pods addon.Pods, spec corev1.PodSpec) *appsv1.DaemonSet {
	d := kube.DaemonSet(o.node(), name, pods, spec)
	d.Spec.UpdateStrategy = appsv1.DaemonSetUpdateStrategy{
		Type:          appsv1.RollingUpdateDaemonSetStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDaemonSet{MaxUnavailable: o.Node.MaxUnavailable},
	}
	return d
}

// onNodes returns the pods for the nodes with an operating system.
func onNodes(pods addon.Pods, os string) addon.Pods {
	pods.NodeSelector = maps.Clone(pods.NodeSelector)
	if pods.NodeSelector == nil {
		pods.NodeSelector = map[string]string{}
	}
	pods.NodeSelector[corev1.LabelOSStable] = os
	pods.Tolerations = tolerations(pods.Tolerations)
	return pods
}

// tolerations are those given and, if they don't bear all taints, the ones that the driver
// can't do without: it takes away the first of these taints itself, and has volumes to
// detach while a node goes.
func tolerations(given []corev1.Toleration) []corev1.Toleration {
	if slices.ContainsFunc(given, func(t corev1.Toleration) bool { return t.Key == "" && t.Effect == "" }) {
		return given
	}
	all := slices.Clone(given)
	for _, key := range []string{
		driver + "/agent-not-ready",
		"ToBeDeletedByClusterAutoscaler",
		"karpenter.sh/disrupted",
		"karpenter.sh/disruption",
	} {
		all = append(all, corev1.Toleration{Key: key, Operator: corev1.TolerationOpExists})
	}
	return all
}

func nodeDriver(t addon.Target, o Options) corev1.Container {
	c := driverOnNode(t, o, slices.Concat(
		kube.Flag("--csi-mount-point-prefix", o.Node.KubeletPath+"/plugins/kubernetes.io/csi/"+driver+"/"),
		metricsFlag(o.Node.Metrics, "--http-endpoint", 3302),
	))
	c.Ports = append(c.Ports, metricsPorts(o.Node.Metrics, metricsName, 3302)...)
	c.SecurityContext = &corev1.SecurityContext{
		Privileged:             new(true), // it mounts devices where the kubelet and all pods see them
		ReadOnlyRootFilesystem: new(true),
	}
	c.VolumeMounts = []corev1.VolumeMount{
		{Name: "kubelet-dir", MountPath: o.Node.KubeletPath, MountPropagation: new(corev1.MountPropagationBidirectional)},
		{Name: "plugin-dir", MountPath: "/csi"},
		{Name: "device-dir", MountPath: "/dev"},
	}
	if o.Node.SELinux {
		c.VolumeMounts = append(c.VolumeMounts,
			corev1.VolumeMount{Name: "selinux-sysfs", MountPath: "/sys/fs/selinux"},
			corev1.VolumeMount{Name: "selinux-config", MountPath: "/etc/selinux/config", ReadOnly: true})
	}
	return c
}

// driverOnNode is what the driver's container is on Linux and on Windows.
func driverOnNode(t addon.Target, o Options, args []string) corev1.Container {
	return corev1.Container{
		Name:  "ebs-plugin",
		Image: t.Image(o.Node.Pods.Image),
		Args: slices.Concat(
			[]string{"node", "--endpoint=$(CSI_ENDPOINT)"},
			args,
			o.Node.limits(),
			kube.Flag("--metadata-sources", strings.Join(addon.Values(o.Node.MetadataSources...), ",")),
			kube.Flag("--logging-format", o.LogFormat),
			o.verbosity(),
		),
		Env:   nodeEnv(o),
		Ports: []corev1.ContainerPort{kube.Port(healthName, healthPort)},
		LivenessProbe: &corev1.Probe{
			ProbeHandler:        get(healthName),
			InitialDelaySeconds: 10,
			TimeoutSeconds:      3,
			PeriodSeconds:       10,
			FailureThreshold:    5,
		},
		ReadinessProbe: &corev1.Probe{
			ProbeHandler:     get(healthName),
			TimeoutSeconds:   3,
			PeriodSeconds:    5,
			FailureThreshold: 3,
		},
		// Of a node that is drained, volumes are detached before the driver goes. Otherwise
		// they would be stuck to it for six minutes.
		Lifecycle: &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Exec: &corev1.ExecAction{
			Command: []string{"/bin/aws-ebs-csi-driver", "pre-stop-hook"},
		}}},
	}
}

// limits are the flags of how many volumes a node takes.
func (n Node) limits() []string {
	var flags []string
	if n.ReservedVolumeAttachments != nil {
		flags = append(flags, fmt.Sprintf("--reserved-volume-attachments=%d", *n.ReservedVolumeAttachments))
	}
	if n.VolumeAttachLimit != 0 {
		flags = append(flags, fmt.Sprintf("--volume-attach-limit=%d", n.VolumeAttachLimit))
	}
	return flags
}

func nodeEnv(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		{Name: "CSI_ENDPOINT", Value: "unix:/csi/csi.sock"},
		kube.FieldEnv("CSI_NODE_NAME", "spec.nodeName"),
	}
	env = append(env, o.fips()...)
	if o.Node.NoMutation {
		env = append(env, corev1.EnvVar{Name: "DISABLE_TAINT_WATCHER", Value: "true"})
	}
	return env
}

// fips are the variables of the driver's option, wherever it runs.
func (o Options) fips() []corev1.EnvVar {
	if !o.FIPS {
		return nil
	}
	return []corev1.EnvVar{
		{Name: "AWS_USE_FIPS_ENDPOINT", Value: "true"},
		{Name: "GODEBUG", Value: "fips140=on"},
	}
}

func registrar(t addon.Target, o Options) corev1.Container {
	c := registrarOn(t, o, "/csi/csi.sock", o.Node.pluginDir()+"csi.sock")
	c.SecurityContext = beside()
	c.VolumeMounts = []corev1.VolumeMount{
		{Name: "plugin-dir", MountPath: "/csi"},
		{Name: "registration-dir", MountPath: "/registration"},
		{Name: "probe-dir", MountPath: o.Node.pluginDir()},
	}
	return c
}

// registrarOn is what the registrar is on Linux and on Windows: the driver's socket is where
// the container sees it, and where the kubelet does.
func registrarOn(t addon.Target, o Options, socket, kubelets string) corev1.Container {
	return corev1.Container{
		Name:  "node-driver-registrar",
		Image: t.Image(o.Registrar.Image),
		Args: slices.Concat(
			kube.Flag("--csi-address", "$(ADDRESS)"),
			kube.Flag("--kubelet-registration-path", "$(DRIVER_REG_SOCK_PATH)"),
			kube.Flag("--http-endpoint", fmt.Sprintf("0.0.0.0:%d", o.Node.RegistrarPort)),
			o.verbosity(),
			o.Registrar.ExtraArgs,
		),
		Env: slices.Concat([]corev1.EnvVar{
			{Name: "ADDRESS", Value: socket},
			{Name: "DRIVER_REG_SOCK_PATH", Value: kubelets},
		}, o.Registrar.ExtraEnv),
		Ports: []corev1.ContainerPort{kube.Port(registrarHealth, o.Node.RegistrarPort)},
		LivenessProbe: &corev1.Probe{
			ProbeHandler:        get(registrarHealth),
			InitialDelaySeconds: 30,
			TimeoutSeconds:      15,
			PeriodSeconds:       90,
		},
		Resources: o.Registrar.Resources,
	}
}

func nodeLiveness(t addon.Target, o Options) corev1.Container {
	c := liveness(t, o, "/csi/csi.sock", nil)
	c.SecurityContext = beside()
	c.VolumeMounts = []corev1.VolumeMount{{Name: "plugin-dir", MountPath: "/csi"}}
	return c
}

// pluginDir is where the kubelet finds the driver's socket.
func (n Node) pluginDir() string { return n.KubeletPath + "/plugins/" + driver + "/" }

func nodeVolumes(o Options) []corev1.Volume {
	volumes := []corev1.Volume{
		hostPath("kubelet-dir", o.Node.KubeletPath, corev1.HostPathDirectory),
		hostPath("plugin-dir", o.Node.pluginDir(), corev1.HostPathDirectoryOrCreate),
		hostPath("registration-dir", o.Node.KubeletPath+"/plugins_registry/", corev1.HostPathDirectory),
		hostPath("device-dir", "/dev", corev1.HostPathDirectory),
	}
	if o.Node.SELinux {
		volumes = append(volumes,
			hostPath("selinux-sysfs", "/sys/fs/selinux", corev1.HostPathDirectory),
			hostPath("selinux-config", "/etc/selinux/config", corev1.HostPathFile))
	}
	return append(volumes, probeDir())
}

// probeDir is where the registrar notes that it is done.
func probeDir() corev1.Volume {
	return corev1.Volume{Name: "probe-dir", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
}

func hostPath(name, path string, kind corev1.HostPathType) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path, Type: &kind}}}
}
