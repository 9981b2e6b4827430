package datadog

import (
	"cmp"
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// beside is a container beside the main one, as the option wants it.
func (o Options) beside(t addon.Target, c Container, container corev1.Container) []corev1.Container {
	container.Image = t.Image(o.Pods.Image)
	container.Resources = c.Resources
	container.Env = append(container.Env, c.ExtraEnv...)
	return []corev1.Container{container}
}

// traceAgent takes traces.
func traceAgent(t addon.Target, o Options) []corev1.Container {
	if o.APM.Disabled {
		return nil
	}
	port := kube.Port("traceport", o.APM.Port)
	if o.APM.HostPort {
		port.HostPort = o.APM.Port
	}
	return o.beside(t, o.APM.Container, corev1.Container{
		Name:    "trace-agent",
		Command: []string{"trace-loader", confDir + "/datadog.yaml", "trace-agent", "-config=" + confDir + "/datadog.yaml"},
		Env: slices.Concat(
			o.onNodes(),
			o.clusterAgentEnv(),
			kube.Env("DD_LOG_LEVEL", cmp.Or(o.APM.LogLevel, o.LogLevel)),
			kube.Env("DD_APM_ENABLED", "true"),
			kube.Env("DD_LOGS_ENABLED", flag(o.Logs.Enabled)),
			o.apmEnv(),
			kube.Env("DD_DOGSTATSD_SOCKET", o.DogStatsD.SocketPath),
			installEnv(),
			kube.EnvIf(o.APM.ErrorTrackingOnly, "DD_APM_ERROR_TRACKING_STANDALONE_ENABLED", "true"),
		),
		Ports: []corev1.ContainerPort{port},
		LivenessProbe: &corev1.Probe{
			ProbeHandler:        corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromInt32(o.APM.Port)}},
			InitialDelaySeconds: 15,
			TimeoutSeconds:      5,
			PeriodSeconds:       15,
		},
		SecurityContext: readOnly(),
		VolumeMounts: slices.Concat(
			configMounts(),
			hostMounts(),
			[]corev1.VolumeMount{
				{Name: "tmpdir", MountPath: "/tmp"},
				{Name: "dsdsocket", MountPath: path.Dir(o.DogStatsD.SocketPath)},
			},
			o.apmSocketMounts(),
			o.onEachMounts(),
		),
	})
}

// needsProcessAgent tells whether connections are collected, for which the main container
// doesn't do.
func (o Options) needsProcessAgent() bool { return o.Network.Enabled || o.Network.Services }

// processAgent collects connections, and processes with them.
func processAgent(t addon.Target, o Options) []corev1.Container {
	if !o.needsProcessAgent() {
		return nil
	}
	n := o.Network
	return o.beside(t, o.Processes.Container, corev1.Container{
		Name:    "process-agent",
		Command: []string{"process-agent", "--cfgpath=" + confDir + "/datadog.yaml"},
		Env: slices.Concat(
			o.onNodes(),
			o.clusterAgentEnv(),
			o.processEnv(),
			kube.Env("DD_LOG_LEVEL", cmp.Or(o.Processes.LogLevel, o.LogLevel)),
			o.networkEnv(),
			kube.EnvIf(n.Paths, "DD_NETWORK_PATH_CONNECTIONS_MONITORING_ENABLED", "true"),
			kube.Env("DD_NETWORK_PATH_COLLECTOR_WORKERS", kube.Number(n.PathTests.Workers)),
			kube.Env("DD_NETWORK_PATH_COLLECTOR_PATHTEST_TTL", kube.Duration(n.PathTests.TTL)),
			kube.Env("DD_NETWORK_PATH_COLLECTOR_PATHTEST_INTERVAL", kube.Duration(n.PathTests.Interval)),
			kube.Env("DD_NETWORK_PATH_COLLECTOR_PATHTEST_CONTEXTS_LIMIT", kube.Number(n.PathTests.Contexts)),
			kube.Env("DD_NETWORK_PATH_COLLECTOR_PATHTEST_MAX_PER_MINUTE", kube.Number(n.PathTests.MaxPerMinute)),
			kube.Env("DD_DOGSTATSD_SOCKET", o.DogStatsD.SocketPath),
			kube.Env("DD_ORCHESTRATOR_EXPLORER_ENABLED", flag(!o.Orchestrator.Disabled)),
		),
		SecurityContext: readOnly(),
		VolumeMounts: slices.Concat(
			configMounts(),
			[]corev1.VolumeMount{
				{Name: "dsdsocket", MountPath: path.Dir(o.DogStatsD.SocketPath), ReadOnly: true},
				{Name: "tmpdir", MountPath: "/tmp"},
				{Name: "os-release-file", MountPath: "/host/etc/os-release", ReadOnly: true},
			},
			o.onEachMounts(),
			hostMounts(),
			o.passwdMounts(),
			o.probeMounts(),
		),
	})
}

// systemProbe looks into the node's kernel.
func systemProbe(t addon.Target, o Options) []corev1.Container {
	if !o.needsProbe() {
		return nil
	}
	return o.beside(t, o.SystemProbe.Container, corev1.Container{
		Name:    "system-probe",
		Command: []string{"system-probe", "--config=" + confDir + "/system-probe.yaml"},
		Env: slices.Concat(
			o.onNodes(),
			kube.Env("DD_LOG_LEVEL", cmp.Or(o.SystemProbe.LogLevel, o.LogLevel)),
			kube.EnvIf(o.Network.Services, "HOST_ROOT", "/host/root"),
			kube.Env("DD_DOGSTATSD_PORT", kube.Number(o.DogStatsD.Port)),
			o.sentDirectly(),
		),
		SecurityContext: o.SystemProbe.context(),
		VolumeMounts:    o.systemProbeMounts(),
	})
}

// needsProbe tells whether there is anything for the system probe to do.
func (o Options) needsProbe() bool {
	return o.Network.Enabled || o.Network.Services || o.Network.Traceroute || !o.Discovery.Disabled || o.Discovery.ServiceMap ||
		o.SystemProbe.TCPQueueLength || o.SystemProbe.OOMKill
}

// compiles tells whether programs for the kernel may have to be compiled on the node.
func (o Options) compiles() bool {
	if o.SystemProbe.NoCompilation {
		return false
	}
	return o.Network.Services || o.SystemProbe.TCPQueueLength || o.SystemProbe.OOMKill || !o.Discovery.Disabled && !o.Discovery.NoNetworkStats
}

// context is what the probe's programs in the kernel take: to load them, to read memory of
// other processes and to follow what networks send. The seccomp profile keeps it from the
// rest.
func (p SystemProbe) context() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		Privileged:             new(false),
		ReadOnlyRootFilesystem: new(true),
		Capabilities: &corev1.Capabilities{Add: []corev1.Capability{
			"SYS_ADMIN", "SYS_RESOURCE", "SYS_PTRACE", "NET_ADMIN", "NET_BROADCAST", "NET_RAW", "IPC_LOCK", "CHOWN", "DAC_READ_SEARCH",
		}},
		SeccompProfile:  cmp.Or(p.SeccompProfile, &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeLocalhost, LocalhostProfile: new("system-probe")}),
		AppArmorProfile: &corev1.AppArmorProfile{Type: corev1.AppArmorProfileTypeUnconfined},
	}
}

// seccompSetup puts the probe's seccomp profile where the kubelet finds it.
func seccompSetup(t addon.Target, o Options) []corev1.Container {
	if !o.needsProbe() || o.SystemProbe.SeccompProfile != nil {
		return nil
	}
	return []corev1.Container{{
		Name:    "seccomp-setup",
		Image:   t.Image(o.Pods.Image),
		Command: []string{"cp", "/etc/config/system-probe-seccomp.json", "/host/var/lib/kubelet/seccomp/system-probe"},
		VolumeMounts: []corev1.VolumeMount{
			{Name: "datadog-agent-security", MountPath: "/etc/config", ReadOnly: true},
			{Name: "seccomp-root", MountPath: "/host/var/lib/kubelet/seccomp"},
		},
	}}
}
