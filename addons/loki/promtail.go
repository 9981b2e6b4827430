package loki

import (
	"path"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Promtail is how Promtail runs. Nobody has mended it since March 2026.
type Promtail struct {
	// The pods, of which there is one on each node.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// How pods are replaced by newer ones: one at a time, where it is left out.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`
}

const (
	promtailName = "promtail"
	promtailPort = 3101

	// promtailDir is where Promtail notes on its node how far it has read.
	promtailDir   = "/run/promtail"
	positionsFile = promtailDir + "/positions.yaml"
)

// promtail is Promtail's objects.
func promtail(t addon.Target, o Options) []addon.Object {
	if o.Collector != WithPromtail {
		return nil
	}
	id := kube.Identify(promtailName, o.Namespace, "")
	sa := kube.ServiceAccount(id, promtailName, o.Promtail.Pods)
	files := map[string]string{"promtail.yaml": text(o.promtailFile())}
	return []addon.Object{
		sa,
		&corev1.ConfigMap{ObjectMeta: id.Meta(promtailName), Data: files},
		podsReader(id, promtailName),
		kube.BindClusterRole(id, promtailName, promtailName, sa),
		promtailDaemonSet(t, o, id, files, sa),
		kube.NewPodMonitor(id, promtailName, o.ServiceMonitor, kube.PodEndpoint{Port: "http-metrics", Path: "/metrics"}),
	}
}

// podsReader lets a collector tell whose the files are that it reads.
func podsReader(id kube.Identity, name string) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(name), Rules: []rbacv1.PolicyRule{kube.Rule("", "pods", "get watch list")}}
}

func promtailDaemonSet(t addon.Target, o Options, id kube.Identity, files map[string]string, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	volumes, mounts := o.nodeFolders()
	passwordVolumes, passwordMounts := o.passwordFile()
	d := kube.DaemonSet(id, promtailName, kube.ReadAtStart(o.Promtail.Pods, files), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext:    root(),
		Containers: []corev1.Container{{
			Name:  promtailName,
			Image: t.Image(o.Promtail.Pods.Image),
			Args:  []string{"-config.file=/etc/promtail/promtail.yaml"},
			Env:   []corev1.EnvVar{kube.FieldEnv("HOSTNAME", "spec.nodeName")},
			Ports: []corev1.ContainerPort{kube.Port("http-metrics", promtailPort)},
			ReadinessProbe: &corev1.Probe{
				ProbeHandler:        httpGet("/ready", "http-metrics"),
				InitialDelaySeconds: 10,
				FailureThreshold:    5,
			},
			SecurityContext: confinedRoot(),
			VolumeMounts: slices.Concat([]corev1.VolumeMount{
				{Name: "config", MountPath: "/etc/promtail"},
				{Name: "run", MountPath: promtailDir},
			}, mounts, passwordMounts),
		}},
		Volumes: slices.Concat([]corev1.Volume{
			configMap("config", promtailName),
			hostPath("run", promtailDir),
		}, volumes, passwordVolumes),
	})
	d.Spec.UpdateStrategy = kube.UpdateStrategy(o.Promtail.RollingUpdate)
	return d
}

// root is the context of pods that read what only root may read on their node.
func root() *corev1.PodSecurityContext {
	return &corev1.PodSecurityContext{RunAsUser: new(int64(0)), RunAsGroup: new(int64(0))}
}

// confinedRoot is what root may do in a container that only reads files of its node.
func confinedRoot() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		ReadOnlyRootFilesystem:   new(true),
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

// nodeFolders are the folders of the node that a collector reads.
func (o Options) nodeFolders() ([]corev1.Volume, []corev1.VolumeMount) {
	folders := [][2]string{{"containers", dockerLogs}, {"pods", podLogs}}
	machine := false
	for _, c := range o.Logs.ScrapeConfigs {
		switch {
		case c.Files != nil:
			folders = append(folders, [2]string{"job-" + c.JobName, path.Clean(c.Files.Folder)})
		case c.Journal != nil:
			folders = append(folders, [2]string{"job-" + c.JobName, c.Journal.path()})
			machine = true
		}
	}
	if machine {
		folders = append(folders, [2]string{"machine-id", machineID})
	}
	var volumes []corev1.Volume
	var mounts []corev1.VolumeMount
	for _, f := range folders {
		volumes = append(volumes, hostPath(f[0], f[1]))
		mounts = append(mounts, corev1.VolumeMount{Name: f[0], MountPath: f[1], ReadOnly: true})
	}
	return volumes, mounts
}

func hostPath(name, path string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: path}}}
}

const passwordDir = "/etc/loki-gateway"

// passwordFile is the password for the gateway, if it wants one, as a collector reads it.
func (o Options) passwordFile() ([]corev1.Volume, []corev1.VolumeMount) {
	if o.Gateway.BasicAuth == nil {
		return nil, nil
	}
	ref := o.Gateway.BasicAuth.Password
	volume := corev1.Volume{Name: "gateway-password", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
		SecretName: ref.Name, Items: []corev1.KeyToPath{{Key: ref.Key, Path: "password"}},
	}}}
	return []corev1.Volume{volume}, []corev1.VolumeMount{{Name: volume.Name, MountPath: passwordDir, ReadOnly: true}}
}

func (j Journal) path() string {
	if j.Path != "" {
		return path.Clean(j.Path)
	}
	return journalPath
}

// glob is the paths of the files.
func (f Files) glob() string { return path.Clean(f.Folder) + "/" + f.Pattern }
