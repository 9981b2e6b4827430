package efscsi

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// notReady is the taint of nodes whose driver isn't ready yet, which the driver takes away.
const notReady = driver + "/agent-not-ready"

func nodeDaemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	d := kube.DaemonSet(o.node(), nodeName, o.Node.pods(), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        true, // that file systems are mounted in, and that outlives the pod
		SecurityContext:    root(),
		Containers:         []corev1.Container{nodeDriver(t, o), registrar(t, o), nodeLiveness(t, o)},
		Volumes:            nodeVolumes(o.Node),
	})
	if m := o.Node.MaxUnavailable; m != nil {
		d.Spec.UpdateStrategy = appsv1.DaemonSetUpdateStrategy{
			Type:          appsv1.RollingUpdateDaemonSetStrategyType,
			RollingUpdate: &appsv1.RollingUpdateDaemonSet{MaxUnavailable: m},
		}
	}
	return d
}

// pods are the pods on the nodes as the other options want them.
func (n Node) pods() addon.Pods {
	p := n.Pods
	p.Tolerations = tolerations(p.Tolerations)
	p.HostAliases = slices.Clone(p.HostAliases)
	for _, m := range n.MountTargets {
		p.HostAliases = append(p.HostAliases, corev1.HostAlias{IP: m.IP, Hostnames: []string{m.hostname()}})
	}
	return p
}

// hostname is the name by which the mount helper looks for a file system.
func (m MountTarget) hostname() string {
	domain := "amazonaws.com"
	if strings.HasPrefix(m.Region, "cn-") {
		domain += ".cn"
	}
	return m.FileSystem + ".efs." + m.Region + "." + domain
}

// tolerations are those given and, if they don't bear all taints, the ones that the driver
// can't do without: it takes away the first of these taints itself, and serves the files of
// pods that stop while a node goes.
func tolerations(given []corev1.Toleration) []corev1.Toleration {
	if slices.ContainsFunc(given, func(t corev1.Toleration) bool { return t.Key == "" && t.Effect == "" }) {
		return given
	}
	all := slices.Clone(given)
	for _, key := range []string{
		notReady,
		"ToBeDeletedByClusterAutoscaler",
		"karpenter.sh/disrupted",
		"karpenter.sh/disruption",
	} {
		all = append(all, corev1.Toleration{Key: key, Operator: corev1.TolerationOpExists})
	}
	return all
}

func nodeDriver(t addon.Target, o Options) corev1.Container {
	c := corev1.Container{
		Name:  "efs-plugin",
		Image: t.Image(o.Node.Pods.Image),
		Args:  nodeArgs(o),
		Env:   nodeEnv(o),
		Ports: []corev1.ContainerPort{kube.Port(healthName, o.Node.HealthPort)},
		SecurityContext: &corev1.SecurityContext{
			Privileged: new(true), // it mounts file systems where the kubelet and all pods see them
		},
		VolumeMounts: []corev1.VolumeMount{
			{Name: "kubelet-dir", MountPath: o.Node.KubeletPath, MountPropagation: new(corev1.MountPropagationBidirectional)},
			{Name: "plugin-dir", MountPath: "/csi"},
			{Name: "efs-state-dir", MountPath: "/var/run/efs"},
			{Name: "efs-utils-config", MountPath: "/var/amazon/efs"},
			{Name: "efs-utils-config-legacy", MountPath: "/etc/amazon/efs-legacy"},
		},
	}
	o.Node.Probes.probe(&c)
	return c
}

func nodeArgs(o Options) []string {
	n := o.Node
	return slices.Concat(
		[]string{"--endpoint=$(CSI_ENDPOINT)", "--logtostderr"},
		o.verbosity(),
		n.VolumeMetrics.flags(),
		limit("--max-inflight-mount-calls", n.MaxMounts, 10),
		limit("--volume-attach-limit", n.VolumeAttachLimit, 20),
		[]string{
			fmt.Sprintf("--force-unmount-after-timeout=%t", n.ForceUnmount),
			"--unmount-timeout=" + kube.Duration(n.UnmountTimeout),
			fmt.Sprintf("--debug-logs=%t", o.DebugLogs),
			fmt.Sprintf("--efs-cloudwatch-log-enabled=%t", n.EFSLogs),
			fmt.Sprintf("--s3files-cloudwatch-log-enabled=%t", !n.NoS3FilesLogs),
			fmt.Sprintf("--s3files-cloudwatch-metrics-enabled=%t", !n.NoS3FilesMetrics),
		},
		kube.Flag("--efs-utils-conf-overrides", settings(n.EFSUtils)),
		kube.Flag("--s3files-utils-conf-overrides", settings(n.S3FilesUtils)),
		kube.FlagIf(o.NoAdaptiveRetry, "--adaptive-retry-mode=false"),
	)
}

func (v VolumeMetrics) flags() []string {
	return []string{
		fmt.Sprintf("--vol-metrics-opt-in=%t", v.Enabled),
		"--vol-metrics-refresh-period=" + strconv.FormatFloat(v.RefreshPeriod.Minutes(), 'f', -1, 64),
		fmt.Sprintf("--vol-metrics-fs-rate-limit=%d", v.FileSystemLimit),
	}
}

// limit are the flags of a limit that is given, or else of upstream's, which is off.
func limit(flag string, given, upstream int32) []string {
	return []string{
		fmt.Sprintf("%s-opt-in=%t", flag, given != 0),
		fmt.Sprintf("%s=%d", flag, cmp.Or(given, upstream)),
	}
}

// settings are those of the mount helper as a flag has them.
func settings(all []Setting) string {
	var out []string
	for _, s := range all {
		out = append(out, s.Section+":"+s.Key+"="+s.Value)
	}
	return strings.Join(out, ",")
}

func nodeEnv(o Options) []corev1.EnvVar {
	env := []corev1.EnvVar{
		{Name: "CSI_ENDPOINT", Value: "unix:/csi/csi.sock"},
		kube.FieldEnv("CSI_NODE_NAME", "spec.nodeName"),
		{Name: "CSI_NODE_MEMORY_LIMIT", ValueFrom: &corev1.EnvVarSource{ResourceFieldRef: &corev1.ResourceFieldSelector{
			ContainerName: "efs-plugin", Resource: "limits.memory", Divisor: resource.MustParse("0"),
		}}},
	}
	if o.Node.NoMutation {
		env = append(env, corev1.EnvVar{Name: "DISABLE_TAINT_WATCHER", Value: "true"})
	}
	return append(env, o.mountHelper()...)
}

func registrar(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:  "csi-driver-registrar",
		Image: t.Image(o.Registrar.Image),
		Args: slices.Concat(
			kube.Flag("--csi-address", "$(ADDRESS)"),
			kube.Flag("--kubelet-registration-path", "$(DRIVER_REG_SOCK_PATH)"),
			o.verbosity(),
			o.Registrar.ExtraArgs,
		),
		Env: slices.Concat([]corev1.EnvVar{
			{Name: "ADDRESS", Value: "/csi/csi.sock"},
			{Name: "DRIVER_REG_SOCK_PATH", Value: o.Node.pluginDir() + "csi.sock"},
			kube.FieldEnv("KUBE_NODE_NAME", "spec.nodeName"),
		}, o.Registrar.ExtraEnv),
		Resources:       o.Registrar.Resources,
		SecurityContext: beside(),
		VolumeMounts: []corev1.VolumeMount{
			{Name: "plugin-dir", MountPath: "/csi"},
			{Name: "registration-dir", MountPath: "/registration"},
		},
	}
}

func nodeLiveness(t addon.Target, o Options) corev1.Container {
	return liveness(t, o, "plugin-dir", o.Node.HealthPort, o.verbosity())
}

// pluginDir is where the kubelet finds the driver's socket.
func (n Node) pluginDir() string { return n.KubeletPath + "/plugins/" + driver + "/" }

func nodeVolumes(n Node) []corev1.Volume {
	return []corev1.Volume{
		hostPath("kubelet-dir", n.KubeletPath, corev1.HostPathDirectory),
		hostPath("plugin-dir", n.pluginDir(), corev1.HostPathDirectoryOrCreate),
		hostPath("registration-dir", n.KubeletPath+"/plugins_registry/", corev1.HostPathDirectory),
		hostPath("efs-state-dir", "/var/run/efs", corev1.HostPathDirectoryOrCreate),
		hostPath("efs-utils-config", "/var/amazon/efs", corev1.HostPathDirectoryOrCreate),
		hostPath("efs-utils-config-legacy", "/etc/amazon/efs", corev1.HostPathDirectoryOrCreate),
	}
}

func hostPath(name, path string, kind corev1.HostPathType) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path, Type: &kind}}}
}
