package datadog

import (
	"cmp"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// clusterAgent asks the Kubernetes API on behalf of all agents, and hands cluster checks out.
func clusterAgent(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	c := o.ClusterAgent
	data, items := clusterConfd(t, o)
	checks := confdVolume(o.Checks.confdSources(clusterAgentName+"-confd", items, true))
	spec := corev1.PodSpec{
		ServiceAccountName: sa.Name,
		HostNetwork:        c.HostNetwork,
		InitContainers: []corev1.Container{{
			Name:         "init-volume",
			Image:        t.Image(c.Pods.Image),
			Command:      []string{"cp", "-r"},
			Args:         []string{confDir, "/opt"},
			VolumeMounts: []corev1.VolumeMount{{Name: "config", MountPath: "/opt/datadog-agent"}},
		}},
		Containers: []corev1.Container{{
			Name:           "cluster-agent",
			Image:          t.Image(c.Pods.Image),
			Env:            clusterEnv(t, o),
			Ports:          clusterAgentPorts(c),
			LivenessProbe:  httpProbe("/live", 5556),
			ReadinessProbe: httpProbe("/ready", 5556),
			StartupProbe:   httpProbe("/startup", 5556),
			SecurityContext: &corev1.SecurityContext{
				AllowPrivilegeEscalation: new(false),
				ReadOnlyRootFilesystem:   new(true),
			},
			VolumeMounts: slices.Concat([]corev1.VolumeMount{
				{Name: "datadogrun", MountPath: "/opt/datadog-agent/run"},
				{Name: "varlog", MountPath: "/var/log/datadog"},
				{Name: "tmpdir", MountPath: "/tmp"},
				{Name: "installinfo", MountPath: confDir + "/install_info", SubPath: "install_info", ReadOnly: true},
				{Name: "config", MountPath: confDir},
			}, confdMounts(checks)),
		}},
		Volumes: slices.Concat(
			[]corev1.Volume{
				emptyDir("datadogrun"),
				emptyDir("varlog"),
				emptyDir("tmpdir"),
				configVolume("installinfo", installInfoName),
			},
			checks,
			[]corev1.Volume{emptyDir("config")},
		),
	}
	pods := labelled(kube.ReadAtStart(c.Pods, data), "cluster-agent")
	if c.HostNetwork {
		pods.DNSPolicy = cmp.Or(pods.DNSPolicy, corev1.DNSClusterFirstWithHostNet)
	}
	d := kube.Deployment(o.clusterAgents(), clusterAgentName, pods, spec)
	d.Spec.Strategy = kube.Strategy(c.RollingUpdate)
	return d
}

func clusterAgentPorts(c ClusterAgent) []corev1.ContainerPort {
	ports := []corev1.ContainerPort{kube.Port("agentport", 5005), kube.Port("agentmetrics", 5000)}
	if c.MetricsProvider.Enabled {
		ports = append(ports, kube.Port("metricsapi", c.MetricsProvider.Port))
	}
	if !c.Admission.Disabled {
		ports = append(ports, kube.Port("datadog-webhook", c.Admission.Port))
	}
	return ports
}

func clusterEnv(t addon.Target, o Options) []corev1.EnvVar {
	c := o.ClusterAgent
	lease := wholeSeconds(c.LeaseDuration)
	if o.ClusterChecksRunner.Enabled {
		lease = cmp.Or(lease, "15")
	}
	return slices.Concat(
		[]corev1.EnvVar{
			kube.FieldEnv("DD_POD_NAME", "metadata.name"),
			kube.FieldEnv("DD_CLUSTER_AGENT_SERVICE_ACCOUNT_NAME", "spec.serviceAccountName"),
		},
		kube.Env("DD_HEALTH_PORT", "5556"),
		[]corev1.EnvVar{secretEnv("DD_API_KEY", o.APIKey)},
		o.everywhere(),
		o.languageEnv(),
		appKeyEnv(o),
		c.MetricsProvider.env(),
		kube.Env("DD_CONTAINER_INCLUDE", words(c.Include)),
		kube.Env("DD_CONTAINER_EXCLUDE", words(c.Exclude)),
		admissionEnv(o),
		kube.Env("DD_ADMISSION_CONTROLLER_CONTAINER_REGISTRY", o.registry(t)),
		kube.EnvIf(c.Admission.Events, "DD_ADMISSION_CONTROLLER_KUBERNETES_ADMISSION_EVENTS_ENABLED", "true"),
		kube.Env("DD_REMOTE_CONFIGURATION_ENABLED", "false"),
		o.APM.Instrumentation.env(),
		kube.Env("DD_CLUSTER_CHECKS_ENABLED", "true"),
		kube.Env("DD_EXTRA_CONFIG_PROVIDERS", "kube_endpoints kube_services"),
		kube.Env("DD_EXTRA_LISTENERS", "kube_endpoints kube_services"),
		kube.Env("DD_LOG_LEVEL", o.LogLevel),
		kube.Env("DD_LEADER_ELECTION", "true"),
		kube.Env("DD_LEADER_ELECTION_DEFAULT_RESOURCE", "configmap"),
		kube.Env("DD_LEADER_LEASE_DURATION", lease),
		kube.Env("DD_LEADER_LEASE_NAME", leaseName),
		kube.Env("DD_CLUSTER_AGENT_TOKEN_NAME", eventsName),
		kube.EnvIf(!o.Events.Disabled, "DD_COLLECT_KUBERNETES_EVENTS", "true"),
		kube.Env("DD_KUBERNETES_USE_ENDPOINT_SLICES", flag(!c.NoEndpointSlices)),
		kube.Env("DD_KUBERNETES_KUBE_SERVICE_IGNORE_READINESS", flag(c.ServicesIgnoreReadiness)),
		kube.Env("DD_KUBERNETES_EVENTS_SOURCE_DETECTION_ENABLED", flag(o.Events.DetectSource)),
		kube.Env("DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME", clusterAgentName),
		[]corev1.EnvVar{secretEnv("DD_CLUSTER_AGENT_AUTH_TOKEN", c.Token)},
		kube.Env("DD_CLUSTER_AGENT_COLLECT_KUBERNETES_TAGS", flag(c.CollectKubernetesTags)),
		kube.Env("DD_KUBE_RESOURCES_NAMESPACE", o.Namespace),
		kube.Env("CHART_RELEASE_NAME", name), // by which a report for support finds the objects
		kube.Env("AGENT_DAEMONSET", name),
		kube.Env("CLUSTER_AGENT_DEPLOYMENT", clusterAgentName),
		kube.Env("DD_ORCHESTRATOR_EXPLORER_ENABLED", flag(!o.Orchestrator.Disabled)),
		kube.EnvIf(!o.Orchestrator.Disabled, "DD_ORCHESTRATOR_EXPLORER_CONTAINER_SCRUBBING_ENABLED", flag(!o.Orchestrator.NoScrubbing)),
		kube.Env("DD_CLUSTER_AGENT_LANGUAGE_DETECTION_PATCHER_ENABLED", flag(o.detectsLanguages())),
		o.scrapeEnv(),
		installEnv(),
	)
}

func appKeyEnv(o Options) []corev1.EnvVar {
	if o.AppKey == nil {
		return nil
	}
	return []corev1.EnvVar{secretEnv("DD_APP_KEY", *o.AppKey)}
}

func (m MetricsProvider) env() []corev1.EnvVar {
	if !m.Enabled {
		return nil
	}
	return slices.Concat(
		kube.Env("DD_EXTERNAL_METRICS_PROVIDER_ENABLED", "true"),
		kube.Env("DD_EXTERNAL_METRICS_PROVIDER_PORT", kube.Number(m.Port)),
		kube.Env("DD_EXTERNAL_METRICS_PROVIDER_WPA_CONTROLLER", flag(m.WatermarkPodAutoscalers)),
		kube.Env("DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD", flag(m.DatadogMetrics)),
		kube.Env("DD_EXTERNAL_METRICS_PROVIDER_ENDPOINT", m.Endpoint),
		kube.Env("DD_EXTERNAL_METRICS_AGGREGATOR", m.Aggregator),
	)
}

func admissionEnv(o Options) []corev1.EnvVar {
	a := o.ClusterAgent.Admission
	if a.Disabled {
		return nil
	}
	return slices.Concat(
		kube.Env("DD_ADMISSION_CONTROLLER_ENABLED", "true"),
		kube.Env("DD_ADMISSION_CONTROLLER_VALIDATION_ENABLED", flag(!a.NoValidation)),
		kube.Env("DD_ADMISSION_CONTROLLER_MUTATION_ENABLED", flag(!a.NoMutation)),
		kube.Env("DD_TRACE_AGENT_HOST_SOCKET_PATH", o.APM.HostSocketDir),
		kube.Env("DD_DOGSTATSD_HOST_SOCKET_PATH", o.DogStatsD.HostSocketDir),
		kube.Env("DD_DOGSTATSD_SOCKET", o.DogStatsD.SocketPath),
		kube.Env("DD_APM_RECEIVER_SOCKET", o.APM.SocketPath),
		kube.Env("DD_ADMISSION_CONTROLLER_WEBHOOK_NAME", a.WebhookName),
		kube.Env("DD_ADMISSION_CONTROLLER_MUTATE_UNLABELLED", flag(a.Unlabelled)),
		kube.Env("DD_ADMISSION_CONTROLLER_SERVICE_NAME", admissionName),
		kube.Env("DD_ADMISSION_CONTROLLER_INJECT_CONFIG_MODE", o.admissionMode()),
		kube.Env("DD_ADMISSION_CONTROLLER_INJECT_CONFIG_LOCAL_SERVICE_NAME", name),
		kube.Env("DD_ADMISSION_CONTROLLER_FAILURE_POLICY", a.FailurePolicy),
		kube.Env("DD_ADMISSION_CONTROLLER_PORT", kube.Number(a.Port)),
		kube.EnvIf(a.Probe, "DD_ADMISSION_CONTROLLER_PROBE_ENABLED", "true"),
		kube.EnvIf(a.Probe, "DD_ADMISSION_CONTROLLER_PROBE_INTERVAL", "60"),
		kube.EnvIf(a.Probe, "DD_ADMISSION_CONTROLLER_PROBE_GRACE_PERIOD", "60"),
	)
}

// admissionMode is how pods are told to reach the agents.
func (o Options) admissionMode() AdmissionMode {
	switch {
	case o.ClusterAgent.Admission.Mode != "":
		return o.ClusterAgent.Admission.Mode
	case !o.APM.NoSocket || o.APM.Disabled:
		return BySocket
	case o.APM.HostPort:
		return ByHostIP
	}
	return ByService
}

// registry is where the images of libraries are pulled from. It goes through the mirror as all
// images do.
func (o Options) registry(t addon.Target) string {
	return strings.TrimSuffix(t.Mirror.Rewrite(o.ClusterAgent.Admission.Registry+"/x"), "/x")
}

func (i Instrumentation) env() []corev1.EnvVar {
	return slices.Concat(
		kube.EnvIf(i.Enabled, "DD_APM_INSTRUMENTATION_ENABLED", "true"),
		kube.Env("DD_APM_INSTRUMENTATION_ENABLED_NAMESPACES", encoded(i.Namespaces)),
		kube.Env("DD_APM_INSTRUMENTATION_DISABLED_NAMESPACES", encoded(i.ExceptNamespaces)),
		kube.Env("DD_APM_INSTRUMENTATION_LIB_VERSIONS", encoded(i.Libraries)),
		kube.Env("DD_APM_INSTRUMENTATION_INJECTOR_IMAGE_TAG", i.InjectorTag),
	)
}
