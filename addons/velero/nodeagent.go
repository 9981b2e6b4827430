package velero

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// daemonSet backs up volumes of the pods on its node.
func daemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	if !o.NodeAgent.Enabled {
		return nil
	}
	c := corev1.Container{
		Name:    nodeAgentName,
		Image:   t.Image(o.Pods.Image),
		Command: []string{"/velero"},
		Args:    append([]string{"node-agent", "server"}, nodeAgentFlags(o)...),
		Env: slices.Concat(
			[]corev1.EnvVar{
				kube.FieldEnv("VELERO_NAMESPACE", "metadata.namespace"),
				kube.FieldEnv("NODE_NAME", "spec.nodeName"),
			},
			kube.Env("VELERO_SCRATCH_DIR", "/scratch"),
			o.credentialsEnv(),
		),
		EnvFrom: o.envFrom(),
		Ports:   []corev1.ContainerPort{kube.Port(metricsName, o.Metrics.Port)},
		VolumeMounts: slices.Concat(
			o.credentialsMounts(),
			o.NodeAgent.hostMounts(),
			[]corev1.VolumeMount{{Name: "scratch", MountPath: "/scratch"}},
		),
	}
	if o.NodeAgent.Privileged {
		c.SecurityContext = &corev1.SecurityContext{Privileged: new(true)}
	}
	d := kube.DaemonSet(o.nodeAgent(), nodeAgentName, o.nodeAgentPods(), corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(true),
		// Files in volumes are anybody's.
		SecurityContext: &corev1.PodSecurityContext{RunAsUser: new(int64(0))},
		Containers:      []corev1.Container{c},
		Volumes:         slices.Concat(o.credentialsVolumes(), o.NodeAgent.hostVolumes(), []corev1.Volume{emptyDir("scratch")}),
	})
	d.Spec.UpdateStrategy = kube.UpdateStrategy(o.NodeAgent.RollingUpdate)
	return d
}

// nodeAgentPods are the node agents' pods as the other options want them.
func (o Options) nodeAgentPods() addon.Pods {
	pods := o.NodeAgent.Pods
	if o.NodeAgent.config() != nil || o.Repository != (Repository{}) {
		pods = kube.ReadAtStart(pods, o.configs())
	}
	pods.Labels = kube.Over(pods.Labels, map[string]string{"role": nodeAgentName})
	if o.Metrics.PodMonitor == nil {
		pods.Annotations = kube.Over(o.scrapeAnnotations(), pods.Annotations)
	}
	return pods
}

func nodeAgentFlags(o Options) []string {
	return slices.Concat(
		kube.Flag("--features", o.features()),
		kube.Flag("--data-mover-prepare-timeout", kube.Duration(o.NodeAgent.PrepareTimeout)),
		kube.Flag("--resource-timeout", kube.Duration(o.ResourceTimeout)),
		kube.Flag("--log-level", o.LogLevel),
		kube.Flag("--log-format", o.LogFormat),
		kube.FlagIf(o.Metrics.Port != 8085, o.metricsFlag()),
		kube.FlagIf(o.NodeAgent.config() != nil, "--node-agent-configmap="+nodeAgentConfigName),
		kube.FlagIf(o.Repository != (Repository{}), "--backup-repository-configmap="+repositoryName),
	)
}

func (n NodeAgent) hostMounts() []corev1.VolumeMount {
	if n.NoHostPath {
		return nil
	}
	seen := corev1.MountPropagationHostToContainer // of volumes that come later
	return []corev1.VolumeMount{
		{Name: "host-pods", MountPath: "/host_pods", MountPropagation: &seen},
		{Name: "host-plugins", MountPath: "/host_plugins", MountPropagation: &seen},
	}
}

func (n NodeAgent) hostVolumes() []corev1.Volume {
	if n.NoHostPath {
		return nil
	}
	return []corev1.Volume{
		{Name: "host-pods", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: n.PodsPath}}},
		{Name: "host-plugins", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: n.PluginsPath}}},
	}
}
