package metricsserver

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// resizer returns what the resizer sidecar needs beside its container.
func resizer(o Options, sa *corev1.ServiceAccount) []addon.Object {
	if !o.AddonResizer.Enabled {
		return nil
	}
	id := o.identity()
	return []addon.Object{
		resizerConfig(o),
		resizerRole(o),
		resizerClusterRole(o),
		kube.BindRole(id, name+"-nanny", "system:"+name+"-nanny", sa),
		kube.BindClusterRole(id, "system:"+name+"-nanny", "system:"+name+"-nanny", sa),
	}
}

func resizerConfig(o Options) *corev1.ConfigMap {
	r := o.AddonResizer
	return &corev1.ConfigMap{
		ObjectMeta: o.identity().Meta(name + "-nanny-config"),
		Data: map[string]string{"NannyConfiguration": "apiVersion: nannyconfig/v1alpha1\n" +
			"kind: NannyConfiguration\n" +
			"baseCPU: " + r.CPU.String() + "\n" +
			"cpuPerNode: " + r.CPUPerNode.String() + "\n" +
			"baseMemory: " + r.Memory.String() + "\n" +
			"memoryPerNode: " + r.MemoryPerNode.String() + "\n"},
	}
}

// resizerRole lets the sidecar change the Deployment that it is in.
func resizerRole(o Options) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.identity().Meta("system:" + name + "-nanny"),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "pods", "get"),
			kube.RuleFor([]string{name}, "apps", "deployments", "get patch"),
		},
	}
}

// resizerClusterRole lets the sidecar read the number of nodes off the API server's own
// metrics.
func resizerClusterRole(o Options) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta("system:" + name + "-nanny"),
		Rules:      []rbacv1.PolicyRule{{NonResourceURLs: []string{"/metrics"}, Verbs: []string{"get"}}},
	}
}

func resizerContainer(t addon.Target, o Options) corev1.Container {
	r := o.AddonResizer
	security := kube.Confined()
	security.RunAsUser = new(int64(1000))
	return corev1.Container{
		Name:  name + "-nanny",
		Image: t.Image(r.Image),
		Command: []string{
			"/pod_nanny",
			"--config-dir=/etc/config",
			"--deployment=" + name,
			"--container=" + name,
			fmt.Sprintf("--threshold=%d", r.Threshold),
			fmt.Sprintf("--poll-period=%d", r.PollPeriod.Duration/time.Millisecond),
			"--estimator=exponential",
			fmt.Sprintf("--minClusterSize=%d", r.MinClusterSize),
			"--use-metrics=true",
		},
		Env: []corev1.EnvVar{
			kube.FieldEnv("MY_POD_NAME", "metadata.name"),
			kube.FieldEnv("MY_POD_NAMESPACE", "metadata.namespace"),
		},
		Resources:       r.Resources,
		SecurityContext: security,
		VolumeMounts:    []corev1.VolumeMount{{Name: "nanny-config-volume", MountPath: "/etc/config"}},
	}
}

func resizerVolume() corev1.Volume {
	return corev1.Volume{Name: "nanny-config-volume", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: name + "-nanny-config"},
	}}}
}
