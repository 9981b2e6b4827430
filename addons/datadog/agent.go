package datadog

import (
	"cmp"
	"path"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Where the agents have their configuration, and the name that EC2 instances go by.
const (
	confDir        = "/etc/datadog-agent"
	instanceIDFile = "/var/lib/cloud/data/instance-id"
)

// daemonSet collects what there is on a node.
func daemonSet(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.DaemonSet {
	spec := corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        o.HostNetwork,
		HostPID:            !o.NoHostPID,
		SecurityContext:    o.SecurityContext,
		InitContainers:     agentInit(t, o),
		Containers: slices.Concat(
			[]corev1.Container{agent(t, o)},
			traceAgent(t, o),
			processAgent(t, o),
			systemProbe(t, o),
		),
		Volumes: agentVolumes(t, o),
	}
	pods := labelled(kube.ReadAtStart(o.Pods, o.agentFiles(t)), "agent")
	if o.HostNetwork {
		pods.DNSPolicy = cmp.Or(pods.DNSPolicy, corev1.DNSClusterFirstWithHostNet)
	}
	d := kube.DaemonSet(o.agents(), name, pods, spec)
	d.Spec.UpdateStrategy = kube.UpdateStrategy(o.RollingUpdate)
	return d
}

// agentFiles are what the agents read when they start.
func (o Options) agentFiles(t addon.Target) []map[string]string {
	data, _ := confd(o.checksOn(t, true))
	return []map[string]string{data, systemProbeFiles(o)}
}

// nodeChecks are the checks that the agents may run.
func (o Options) nodeChecks(t addon.Target) []configured {
	if o.ClusterChecksRunner.Enabled {
		return o.checksOn(t, true)
	}
	return o.Checks.all(t)
}

// agent collects metrics and logs, and runs checks.
func agent(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:            "agent",
		Image:           t.Image(o.Pods.Image),
		Command:         []string{"agent", "run"},
		Env:             agentEnv(t, o),
		Ports:           agentPorts(o),
		LivenessProbe:   httpProbe("/live", 5555),
		ReadinessProbe:  httpProbe("/ready", 5555),
		StartupProbe:    httpProbe("/startup", 5555),
		SecurityContext: readOnly(),
		VolumeMounts: slices.Concat(
			[]corev1.VolumeMount{
				{Name: "logdatadog", MountPath: "/var/log/datadog"},
				{Name: "installinfo", MountPath: confDir + "/install_info", SubPath: "install_info", ReadOnly: true},
				{Name: "tmpdir", MountPath: "/tmp"},
				{Name: "os-release-file", MountPath: "/host/etc/os-release", ReadOnly: true},
				{Name: "config", MountPath: confDir},
				{Name: "auth-token", MountPath: confDir + "/auth"},
			},
			o.onEachMounts(),
			[]corev1.VolumeMount{{Name: "dsdsocket", MountPath: path.Dir(o.DogStatsD.SocketPath)}},
			o.probeMounts(),
			hostMounts(),
			o.passwdMounts(),
			o.logMounts(),
			passwordMounts(o.nodeChecks(t)),
		),
	}
}

func agentEnv(t addon.Target, o Options) []corev1.EnvVar {
	providers := "clusterchecks endpointschecks"
	if o.ClusterChecksRunner.Enabled {
		providers = "endpointschecks"
	}
	return slices.Concat(
		o.onNodes(),
		o.backendEnv(o.nodeChecks(t)),
		o.processEnv(),
		o.sentDirectly(),
		kube.Env("DD_LOG_LEVEL", o.LogLevel),
		o.dogStatsDEnv(),
		o.clusterAgentEnv(),
		kube.Env("DD_APM_ENABLED", flag(!o.APM.Disabled)),
		ifTraced(o, slices.Concat(o.apmEnv(), installEnv())),
		kube.Env("DD_LOGS_ENABLED", flag(o.Logs.Enabled)),
		kube.Env("DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL", flag(o.Logs.AllContainers)),
		kube.EnvIf(o.Logs.Enabled, "DD_LOGS_CONFIG_K8S_CONTAINER_USE_FILE", flag(!o.Logs.NoFiles)),
		kube.Env("DD_LOGS_CONFIG_AUTO_MULTI_LINE_DETECTION", flag(!o.Logs.NoAutoMultiLine)),
		kube.Env("DD_HEALTH_PORT", "5555"),
		kube.Env("DD_EXTRA_CONFIG_PROVIDERS", providers),
		o.scrapeEnv(),
		kube.Env("DD_IGNORE_AUTOCONF", o.autoconfigured(t)),
		kube.Env("DD_CHECKS_TAG_CARDINALITY", o.TagsFrom.ChecksCardinality),
		kube.Env("DD_CONTAINER_LIFECYCLE_ENABLED", flag(!o.Containers.NoLifecycle)),
		kube.Env("DD_ORCHESTRATOR_EXPLORER_ENABLED", flag(!o.Orchestrator.Disabled)),
		kube.Env("DD_EXPVAR_PORT", "6000"),
		kube.Env("DD_COMPLIANCE_CONFIG_ENABLED", "false"),
		kube.Env("DD_COMPLIANCE_CONFIG_RUN_IN_SYSTEM_PROBE", "false"),
		kube.Env("DD_CONTAINER_IMAGE_ENABLED", flag(!o.Containers.NoImages)),
		kube.Env("DD_KUBELET_CORE_CHECK_ENABLED", flag(!o.Kubelet.NoCheck)),
		kube.EnvIf(o.APM.ErrorTrackingOnly, "DD_APM_ERROR_TRACKING_STANDALONE_ENABLED", "true"),
		kube.Env("DD_KUBERNETES_KUBELET_PODRESOURCES_SOCKET", o.Kubelet.PodResourcesDir+"/kubelet.sock"),
		ifConnected(o, o.networkEnv()),
		kube.Env("DD_KUBERNETES_KUBE_SERVICE_IGNORE_READINESS", flag(o.ClusterAgent.ServicesIgnoreReadiness)),
		kube.EnvIf(!o.Orchestrator.NoKubeletConfiguration, "DD_ORCHESTRATOR_EXPLORER_KUBELET_CONFIG_CHECK_ENABLED", "true"),
	)
}

func ifTraced(o Options, env []corev1.EnvVar) []corev1.EnvVar {
	if o.APM.Disabled {
		return nil
	}
	return env
}

func ifConnected(o Options, env []corev1.EnvVar) []corev1.EnvVar {
	if !o.needsProcessAgent() {
		return nil
	}
	return env
}

func agentPorts(o Options) []corev1.ContainerPort {
	statsd := corev1.ContainerPort{Name: "dogstatsdport", ContainerPort: o.DogStatsD.Port, Protocol: corev1.ProtocolUDP}
	if o.DogStatsD.HostPort {
		statsd.HostPort = o.DogStatsD.Port
	}
	ports := []corev1.ContainerPort{statsd}
	ports = append(ports, o.OTLP.GRPC.ports("otlpgrpcport", 4317)...)
	return append(ports, o.OTLP.HTTP.ports("otlphttpport", 4318)...)
}

func (r Receiver) ports(name string, otherwise int32) []corev1.ContainerPort {
	if !r.Enabled {
		return nil
	}
	port := kube.Port(name, r.port(otherwise))
	if !r.NoHostPort {
		port.HostPort = port.ContainerPort
	}
	return []corev1.ContainerPort{port}
}

func agentInit(t addon.Target, o Options) []corev1.Container {
	config := corev1.Container{
		Name:    "init-config",
		Image:   t.Image(o.Pods.Image),
		Command: []string{"bash", "-c"},
		Args:    []string{prepare},
		Env:     o.onNodes(),
		VolumeMounts: slices.Concat(
			[]corev1.VolumeMount{{Name: "config", MountPath: confDir}},
			confdMounts(o.confdVolume(t)),
			[]corev1.VolumeMount{
				{Name: "logdatadog", MountPath: "/var/log/datadog"},
				{Name: "procdir", MountPath: "/host/proc", ReadOnly: true},
			},
			o.runtimeMounts(),
			o.probeConfigMounts(),
		),
	}
	return slices.Concat([]corev1.Container{copyConfig(t, o), config}, seccompSetup(t, o))
}

// prepare runs the image's own scripts, which write the configuration.
const prepare = "for script in $(find /etc/cont-init.d/ -type f -name '*.sh' | sort) ; do bash $script ; done"

// copyConfig copies the image's configuration to where it can be written.
func copyConfig(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:         "init-volume",
		Image:        t.Image(o.Pods.Image),
		Command:      []string{"bash", "-c"},
		Args:         []string{"cp -r /etc/datadog-agent /opt"},
		VolumeMounts: []corev1.VolumeMount{{Name: "config", MountPath: "/opt/datadog-agent"}},
	}
}

func httpProbe(path string, port int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: path, Port: intstr.FromInt32(port), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: 15,
		TimeoutSeconds:      5,
		PeriodSeconds:       15,
		SuccessThreshold:    1,
		FailureThreshold:    6,
	}
}

// readOnly is as far as upstream confines the agents, which look into their nodes as root.
func readOnly() *corev1.SecurityContext {
	return &corev1.SecurityContext{ReadOnlyRootFilesystem: new(true)}
}
