package ebscsi

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

const (
	windowsKubelet   = `C:\var\lib\kubelet`
	windowsPluginDir = windowsKubelet + `\plugins\` + driver
)

// windowsDaemonSet is for nodes with Windows, on which the driver has disks mounted by CSI
// Proxy, a service of the node, that it reaches by named pipes.
func windowsDaemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	if o.Node.Windows.Disabled {
		return nil
	}
	pods := onNodes(o.Node.Pods, "windows")
	pods.ExtraVolumes, pods.ExtraVolumeMounts = nil, nil // whose paths are those of Linux
	return daemonSet(o, nodeName+"-windows", pods, corev1.PodSpec{
		ServiceAccountName: sa.Name,
		Containers:         telling(windowsDriver(t, o), windowsRegistrar(t, o), windowsLiveness(t, o)),
		Volumes: []corev1.Volume{
			hostPath("kubelet-dir", windowsKubelet, corev1.HostPathDirectory),
			hostPath("plugin-dir", windowsPluginDir, corev1.HostPathDirectoryOrCreate),
			hostPath("registration-dir", windowsKubelet+`\plugins_registry`, corev1.HostPathDirectory),
			pipe("disk"),
			pipe("volume"),
			pipe("filesystem"),
			probeDir(),
		},
	})
}

func windowsDriver(t addon.Target, o Options) corev1.Container {
	c := driverOnNode(t, o, nil)
	c.SecurityContext = &corev1.SecurityContext{
		WindowsOptions: &corev1.WindowsSecurityContextOptions{RunAsUserName: new("ContainerAdministrator")},
	}
	c.VolumeMounts = []corev1.VolumeMount{
		{Name: "kubelet-dir", MountPath: windowsKubelet, MountPropagation: new(corev1.MountPropagationNone)},
		{Name: "plugin-dir", MountPath: `C:\csi`},
		pipeMount("disk"),
		pipeMount("volume"),
		pipeMount("filesystem"),
	}
	return c
}

func windowsRegistrar(t addon.Target, o Options) corev1.Container {
	c := registrarOn(t, o, "unix:/csi/csi.sock", windowsPluginDir+`\csi.sock`)
	c.Resources = o.Node.Windows.SidecarResources
	c.VolumeMounts = []corev1.VolumeMount{
		{Name: "plugin-dir", MountPath: `C:\csi`},
		{Name: "registration-dir", MountPath: `C:\registration`},
		{Name: "probe-dir", MountPath: windowsPluginDir},
	}
	return c
}

func windowsLiveness(t addon.Target, o Options) corev1.Container {
	c := liveness(t, o, "unix:/csi/csi.sock", nil)
	c.Resources = o.Node.Windows.SidecarResources
	c.VolumeMounts = []corev1.VolumeMount{{Name: "plugin-dir", MountPath: `C:\csi`}}
	return c
}

// pipe is one of the named pipes of CSI Proxy.
func pipe(api string) corev1.Volume {
	return hostPath("csi-proxy-"+api+"-pipe", pipePath(api), corev1.HostPathUnset)
}

func pipeMount(api string) corev1.VolumeMount {
	return corev1.VolumeMount{Name: "csi-proxy-" + api + "-pipe", MountPath: pipePath(api)}
}

func pipePath(api string) string { return `\\.\pipe\csi-proxy-` + api + "-v1" }
