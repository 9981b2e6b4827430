package datadog

import (
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
)

// runtimeDir is the folder of the nodes with the container runtime's socket.
func (o Options) runtimeDir() string {
	if o.CRISocketPath == "" {
		return "/var/run"
	}
	return path.Dir(o.CRISocketPath)
}

func (o Options) runtimeMounts() []corev1.VolumeMount {
	return []corev1.VolumeMount{{Name: "runtimesocketdir", MountPath: "/host" + o.runtimeDir(), ReadOnly: true}}
}

// onEachMounts are the mounts by which each container knows its node.
func (o Options) onEachMounts() []corev1.VolumeMount {
	mounts := o.runtimeMounts()
	if o.HostnameFromFile {
		mounts = append(mounts, corev1.VolumeMount{Name: "cloudinit-instance-id-file", MountPath: instanceIDFile, ReadOnly: true})
	}
	if o.Kubelet.HostCAPath != "" {
		mounts = append(mounts, corev1.VolumeMount{Name: "kubelet-ca", MountPath: o.Kubelet.caPath(), ReadOnly: true})
	}
	return mounts
}

// configMounts are the mounts of the containers beside the main one, which has written what
// they read.
func configMounts() []corev1.VolumeMount {
	return []corev1.VolumeMount{
		{Name: "config", MountPath: confDir, ReadOnly: true},
		{Name: "logdatadog", MountPath: "/var/log/datadog"},
		{Name: "auth-token", MountPath: confDir + "/auth", ReadOnly: true},
	}
}

// hostMounts show the processes of the node, and what they use.
func hostMounts() []corev1.VolumeMount {
	return []corev1.VolumeMount{
		{Name: "procdir", MountPath: "/host/proc", ReadOnly: true},
		{Name: "cgroups", MountPath: "/host/sys/fs/cgroup", ReadOnly: true},
	}
}

func (o Options) passwdMounts() []corev1.VolumeMount {
	if o.Processes.NoUserNames {
		return nil
	}
	return []corev1.VolumeMount{{Name: "passwd", MountPath: "/etc/passwd", ReadOnly: true}}
}

// apart tells whether the socket of APM is in another folder than that of DogStatsD.
func (o Options) apart() bool {
	return !o.APM.Disabled && !o.APM.NoSocket && path.Dir(o.APM.SocketPath) != path.Dir(o.DogStatsD.SocketPath)
}

func (o Options) apmSocketMounts() []corev1.VolumeMount {
	if !o.apart() {
		return nil
	}
	return []corev1.VolumeMount{{Name: "apmsocket", MountPath: path.Dir(o.APM.SocketPath)}}
}

func (o Options) probeConfigMounts() []corev1.VolumeMount {
	if !o.needsProbe() {
		return nil
	}
	return []corev1.VolumeMount{{Name: "sysprobe-config", MountPath: confDir + "/system-probe.yaml", SubPath: "system-probe.yaml", ReadOnly: true}}
}

// probeMounts are those by which others reach the system probe.
func (o Options) probeMounts() []corev1.VolumeMount {
	if !o.needsProbe() {
		return nil
	}
	return slices.Concat([]corev1.VolumeMount{{Name: "sysprobe-socket-dir", MountPath: "/var/run/sysprobe", ReadOnly: true}}, o.probeConfigMounts())
}

func (o Options) logMounts() []corev1.VolumeMount {
	if !o.Logs.Enabled {
		return []corev1.VolumeMount{{Name: "datadogrun", MountPath: "/opt/datadog-agent/run"}}
	}
	mounts := []corev1.VolumeMount{
		{Name: "pointerdir", MountPath: "/opt/datadog-agent/run"}, // how far each log has been read
		{Name: "logpodpath", MountPath: "/var/log/pods", ReadOnly: true},
		{Name: "logscontainerspath", MountPath: "/var/log/containers", ReadOnly: true},
	}
	if o.CRISocketPath == "" {
		mounts = append(mounts, corev1.VolumeMount{Name: "logdockercontainerpath", MountPath: "/var/lib/docker/containers", ReadOnly: true})
	}
	return mounts
}

// releases are the files of the nodes that tell their distribution, beside the usual one.
func (p SystemProbe) releases() []string {
	if p.NoReleaseFiles {
		return nil
	}
	return []string{"redhat-release", "fedora-release", "lsb-release"}
}

// packages are the folders of the nodes from which the headers of their kernel can be had, and
// the names of their volumes.
func packages() [][2]string {
	return [][2]string{
		{"/etc/apt", "apt-config-dir"},
		{"/etc/yum.repos.d", "yum-repos-dir"},
		{"/etc/zypp", "opensuse-repos-dir"},
		{"/etc/pki", "public-key-dir"},
		{"/etc/yum/vars", "yum-vars-dir"},
		{"/etc/dnf/vars", "dnf-vars-dir"},
		{"/etc/rhsm", "rhel-subscription-dir"},
	}
}

func (o Options) systemProbeMounts() []corev1.VolumeMount {
	mounts := slices.Concat(configMounts(), []corev1.VolumeMount{
		{Name: "tmpdir", MountPath: "/tmp"},
		{Name: "debugfs", MountPath: "/sys/kernel/debug"},
	})
	if o.Network.Enabled {
		mounts = append(mounts, corev1.VolumeMount{Name: "bpffs", MountPath: "/sys/fs/bpf", ReadOnly: true})
	}
	if o.HostnameFromFile {
		mounts = append(mounts, corev1.VolumeMount{Name: "cloudinit-instance-id-file", MountPath: instanceIDFile, ReadOnly: true})
	}
	mounts = slices.Concat(mounts, o.probeConfigMounts(),
		[]corev1.VolumeMount{{Name: "sysprobe-socket-dir", MountPath: "/var/run/sysprobe"}},
		hostMounts(),
		[]corev1.VolumeMount{{Name: "os-release-file", MountPath: "/host/etc/os-release", ReadOnly: true}},
	)
	for _, file := range o.SystemProbe.releases() {
		mounts = append(mounts, corev1.VolumeMount{Name: "etc-" + file, MountPath: "/host/etc/" + file, ReadOnly: true})
	}
	if o.Network.Services {
		mounts = append(mounts, corev1.VolumeMount{Name: "hostroot", MountPath: "/host/root", ReadOnly: true})
	}
	if o.compiles() {
		mounts = append(mounts,
			corev1.VolumeMount{Name: "modules", MountPath: "/lib/modules", ReadOnly: true},
			corev1.VolumeMount{Name: "src", MountPath: "/usr/src", ReadOnly: true},
			corev1.VolumeMount{Name: "runtime-compiler-output-dir", MountPath: o.SystemProbe.AssetDir + "/build"},
			corev1.VolumeMount{Name: "kernel-headers-download-dir", MountPath: o.SystemProbe.AssetDir + "/kernel-headers"},
		)
		for _, p := range packages() {
			mounts = append(mounts, corev1.VolumeMount{Name: p[1], MountPath: "/host" + p[0], ReadOnly: true})
		}
	}
	if p := o.SystemProbe.BTFPath; p != "" {
		mounts = append(mounts, corev1.VolumeMount{Name: "btf-path", MountPath: p, ReadOnly: true})
	}
	return mounts
}

func agentVolumes(t addon.Target, o Options) []corev1.Volume {
	volumes := []corev1.Volume{
		emptyDir("auth-token"),
		configVolume("installinfo", installInfoName),
		emptyDir("config"),
		emptyDir("logdatadog"),
		emptyDir("tmpdir"),
		hostPath("procdir", "/proc", ""),
		hostPath("cgroups", "/sys/fs/cgroup", ""),
		hostPath("os-release-file", "/etc/os-release", ""),
		hostPath("runtimesocketdir", o.runtimeDir(), ""),
	}
	if !o.Processes.NoUserNames {
		volumes = append(volumes, hostPath("passwd", "/etc/passwd", ""))
	}
	if o.DogStatsD.NoHostSocket {
		volumes = append(volumes, emptyDir("dsdsocket"))
	} else {
		volumes = append(volumes, hostPath("dsdsocket", o.DogStatsD.HostSocketDir, corev1.HostPathDirectoryOrCreate))
	}
	if o.apart() {
		volumes = append(volumes, hostPath("apmsocket", o.APM.HostSocketDir, corev1.HostPathDirectoryOrCreate))
	}
	if o.HostnameFromFile {
		volumes = append(volumes, hostPath("cloudinit-instance-id-file", instanceIDFile, corev1.HostPathFile))
	}
	if p := o.Kubelet.HostCAPath; p != "" {
		volumes = append(volumes, hostPath("kubelet-ca", p, corev1.HostPathFile))
	}
	return slices.Concat(volumes, o.confdVolume(t), passwordVolume(o.nodeChecks(t)), o.probeVolumes(), o.logVolumes())
}

// confdVolume has the files of the checks that the agents read.
func (o Options) confdVolume(t addon.Target) []corev1.Volume {
	_, items := confd(o.checksOn(t, true))
	return confdVolume(o.Checks.confdSources(confdName, items, false))
}

// confdVolume is upstream's volume where all files are in one ConfigMap. One of several has a
// name of its own: a server-side apply that takes upstream's over would leave both kinds in it.
func confdVolume(sources []corev1.VolumeProjection) []corev1.Volume {
	switch len(sources) {
	case 0:
		return nil
	case 1:
		c := sources[0].ConfigMap
		return []corev1.Volume{{Name: "confd", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
			LocalObjectReference: c.LocalObjectReference, Items: c.Items,
		}}}}
	}
	return []corev1.Volume{{Name: "confd-several", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{Sources: sources}}}}
}

// confdMounts mount the volume, if there is one, where the agents look for files.
func confdMounts(volumes []corev1.Volume) []corev1.VolumeMount {
	var mounts []corev1.VolumeMount
	for _, v := range volumes {
		mounts = append(mounts, corev1.VolumeMount{Name: v.Name, MountPath: "/conf.d", ReadOnly: true})
	}
	return mounts
}

func (o Options) probeVolumes() []corev1.Volume {
	if !o.needsProbe() {
		return nil
	}
	volumes := []corev1.Volume{
		configVolume("sysprobe-config", systemProbeName),
		hostPath("debugfs", "/sys/kernel/debug", ""),
		emptyDir("sysprobe-socket-dir"),
	}
	for _, file := range o.SystemProbe.releases() {
		volumes = append(volumes, hostPath("etc-"+file, "/etc/"+file, ""))
	}
	if o.SystemProbe.SeccompProfile == nil {
		volumes = append(volumes, configVolume("datadog-agent-security", seccompName), hostPath("seccomp-root", o.SystemProbe.SeccompRoot, ""))
	}
	if o.Network.Enabled {
		volumes = append(volumes, hostPath("bpffs", "/sys/fs/bpf", ""))
	}
	if o.Network.Services {
		volumes = append(volumes, hostPath("hostroot", "/", ""))
	}
	if o.compiles() {
		volumes = append(volumes,
			hostPath("modules", "/lib/modules", ""),
			hostPath("src", "/usr/src", ""),
			hostPath("runtime-compiler-output-dir", o.SystemProbe.AssetDir+"/build", corev1.HostPathDirectoryOrCreate),
			hostPath("kernel-headers-download-dir", o.SystemProbe.AssetDir+"/kernel-headers", corev1.HostPathDirectoryOrCreate),
		)
		for _, p := range packages() {
			volumes = append(volumes, hostPath(p[1], p[0], ""))
		}
	}
	if p := o.SystemProbe.BTFPath; p != "" {
		volumes = append(volumes, hostPath("btf-path", p, ""))
	}
	return volumes
}

func (o Options) logVolumes() []corev1.Volume {
	if !o.Logs.Enabled {
		return []corev1.Volume{emptyDir("datadogrun")}
	}
	pods := o.Logs.PodLogsDir
	if pods == "" {
		pods = "/var/log/pods"
	}
	volumes := []corev1.Volume{
		hostPath("pointerdir", "/var/lib/datadog-agent/logs", ""),
		hostPath("logpodpath", pods, ""),
		hostPath("logscontainerspath", "/var/log/containers", ""),
	}
	if o.CRISocketPath == "" {
		volumes = append(volumes, hostPath("logdockercontainerpath", "/var/lib/docker/containers", ""))
	}
	return volumes
}

// hostPath is a folder or a file of the node; of whatever kind, where none is given.
func hostPath(name, path string, kind corev1.HostPathType) corev1.Volume {
	source := &corev1.HostPathVolumeSource{Path: path}
	if kind != "" {
		source.Type = &kind
	}
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{HostPath: source}}
}

func emptyDir(name string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
}

func configVolume(name, configMap string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: configMap},
	}}}
}
