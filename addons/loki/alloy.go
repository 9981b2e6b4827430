package loki

import (
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Alloy is how Alloy runs.
type Alloy struct {
	// The pods, of which there is one on each node.
	Pods addon.Pods `json:"pods,omitzero" pods:"node"`

	// How pods are replaced by newer ones: one at a time, where it is left out.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// The folder of the node in which Alloy notes how far it has read: "/var/lib/alloy" where
	// it is left out.
	NodePath string `json:"nodePath,omitempty" jsonschema:"pattern=^(/[^/:]+)+$"`

	// Goes on where a Promtail of this addon's has stopped on the node.
	AfterPromtail bool `json:"afterPromtail,omitempty"`
}

const (
	alloyName = "alloy"
	alloyPort = 12345
	alloyDir  = "/var/lib/alloy"
)

// alloy is Alloy's objects.
func alloy(t addon.Target, o Options) []addon.Object {
	if o.Collector != WithAlloy {
		return nil
	}
	id := kube.Identify(alloyName, o.Namespace, "")
	sa := kube.ServiceAccount(id, alloyName, o.Alloy.Pods)
	files := map[string]string{"config.alloy": o.alloyFile()}
	return []addon.Object{
		sa,
		&corev1.ConfigMap{ObjectMeta: id.Meta(alloyName), Data: files},
		podsReader(id, alloyName),
		kube.BindClusterRole(id, alloyName, alloyName, sa),
		alloyService(id),
		alloyDaemonSet(t, o, id, files, sa),
		kube.NewServiceMonitor(id, alloyName, o.ServiceMonitor, kube.Endpoint{Port: "http-metrics", Path: "/metrics", HonorLabels: true}),
	}
}

// alloyService leads to Alloy's pages, and to its metrics.
func alloyService(id kube.Identity) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: id.Meta(alloyName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: id.PodLabels(),
			Ports:    []corev1.ServicePort{port("http-metrics", alloyPort, "http-metrics")},
		},
	}
}

func alloyDaemonSet(t addon.Target, o Options, id kube.Identity, files map[string]string, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	volumes, mounts := o.nodeFolders()
	passwordVolumes, passwordMounts := o.passwordFile()
	if o.Alloy.AfterPromtail {
		volumes = append(volumes, nodeFolder("promtail", promtailDir))
		mounts = append(mounts, corev1.VolumeMount{Name: "promtail", MountPath: promtailDir, ReadOnly: true})
	}
	d := kube.DaemonSet(id, alloyName, kube.ReadAtStart(o.Alloy.Pods, files), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext:    root(),
		Containers: []corev1.Container{{
			Name:  alloyName,
			Image: t.Image(o.Alloy.Pods.Image),
			Args: slices.Concat([]string{
				"run", "/etc/alloy/config.alloy",
				"--storage.path=" + alloyDir,
				fmt.Sprintf("--server.http.listen-addr=0.0.0.0:%d", alloyPort),
				"--server.http.ui-path-prefix=/",
			}, kube.FlagIf(o.NoUsageReports, "--disable-reporting"), []string{"--stability.level=generally-available"}),
			Env: []corev1.EnvVar{
				{Name: "ALLOY_DEPLOY_MODE", Value: "helm"}, // which it tells as how it came here
				kube.FieldEnv("HOSTNAME", "spec.nodeName"),
				kube.FieldEnv("K8S_NODE_NAME", "spec.nodeName"),
			},
			Ports:           []corev1.ContainerPort{kube.Port("http-metrics", alloyPort)},
			ReadinessProbe:  &corev1.Probe{ProbeHandler: httpGet("/-/ready", "http-metrics"), InitialDelaySeconds: 10},
			SecurityContext: confinedRoot(),
			VolumeMounts: slices.Concat([]corev1.VolumeMount{
				{Name: "config", MountPath: "/etc/alloy"},
				{Name: "storage", MountPath: alloyDir},
				{Name: "tmp", MountPath: "/tmp"},
			}, mounts, passwordMounts),
		}},
		Volumes: slices.Concat([]corev1.Volume{
			configMap("config", alloyName),
			nodeFolder("storage", o.Alloy.NodePath),
			emptyDir("tmp"),
		}, volumes, passwordVolumes),
	})
	d.Spec.MinReadySeconds = 10
	d.Spec.UpdateStrategy = kube.UpdateStrategy(o.Alloy.RollingUpdate)
	return d
}

// nodeFolder is a folder of the node, which is made if it isn't there.
func nodeFolder(name, path string) corev1.Volume {
	v := hostPath(name, path)
	v.HostPath.Type = new(corev1.HostPathDirectoryOrCreate)
	return v
}
