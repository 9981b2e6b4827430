package nvidiadeviceplugin

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	mpsDaemon = "mps-control-daemon"
	mpsMount  = "/mps"
)

// mpsDaemonSet runs, on nodes whose configuration says so, the daemon by which containers
// share a GPU.
func mpsDaemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	if o.NoPlugin || o.MPS.Disabled {
		return nil
	}
	pods := o.beside(o.MPS.Container)
	pods.NodeSelector = kube.Over(pods.NodeSelector, map[string]string{"nvidia.com/mps.capable": "true"})

	spec := corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.MPS.HostNetwork,
		HostPID:            !o.MPS.NoHostPID, // the MPS server looks itself up by the number that the driver knows
		InitContainers:     []corev1.Container{mpsMounts(t, o)},
		Containers:         []corev1.Container{mps(t, o)},
		Volumes:            []corev1.Volume{mpsRoot(o), mpsShm(o)},
	}
	if o.MPS.NoHostPID {
		spec.ShareProcessNamespace = new(true)
	}
	// The process is of a privileged container, which may be out of reach for one that is
	// confined.
	configured(t, o, &spec, manager{name: mpsDaemon, process: "/usr/bin/" + mpsDaemon})
	return daemonSet(o, mpsDaemon, name+"-"+mpsDaemon, pods, spec)
}

// mpsMounts makes the shared memory of the daemon and of all who share a GPU, on the node.
func mpsMounts(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:      mpsDaemon + "-mounts",
		Image:     t.Image(o.Pods.Image),
		Command:   []string{mpsDaemon, "mount-shm"},
		Resources: o.MPS.Resources,
		// It mounts on the node.
		SecurityContext: &corev1.SecurityContext{Privileged: new(true)},
		VolumeMounts: []corev1.VolumeMount{
			{Name: "mps-root", MountPath: mpsMount, MountPropagation: new(corev1.MountPropagationBidirectional)},
		},
	}
}

func mps(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:    mpsDaemon + "-ctr",
		Image:   t.Image(o.Pods.Image),
		Command: []string{mpsDaemon},
		Env: slices.Concat(
			[]corev1.EnvVar{kube.FieldEnv("NODE_NAME", "spec.nodeName")},
			kube.Env("MIG_STRATEGY", o.MIGStrategy),
			o.configFile(),
			o.monitorMIG(),
			allDevices(),
		),
		// It sets how GPUs are computed on, and runs servers that use them.
		SecurityContext: &corev1.SecurityContext{Privileged: new(true)},
		VolumeMounts: []corev1.VolumeMount{
			{Name: "mps-shm", MountPath: "/dev/shm"},
			{Name: "mps-root", MountPath: mpsMount},
		},
	}
}

func mpsRoot(o Options) corev1.Volume {
	return hostPath("mps-root", o.MPS.Root, corev1.HostPathDirectoryOrCreate)
}

// mpsShm is the shared memory that mpsMounts makes.
func mpsShm(o Options) corev1.Volume {
	return corev1.Volume{Name: "mps-shm", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: o.MPS.Root + "/shm"}}}
}
