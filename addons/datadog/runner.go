package datadog

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// runner runs the cluster checks that the cluster agent hands out.
func runner(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	if sa == nil {
		return nil
	}
	checks := o.checksOn(t, false)
	config := copyConfig(t, o)
	config.Name, config.Args = "init-config", []string{prepare}
	config.VolumeMounts = []corev1.VolumeMount{{Name: "config", MountPath: confDir}}
	d := kube.Deployment(o.runners(), runnerName, labelled(o.ClusterChecksRunner.Pods, "cluster-checks-runner"), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		InitContainers:     []corev1.Container{copyConfig(t, o), config},
		Containers: []corev1.Container{{
			Name:            "agent",
			Image:           t.Image(o.Pods.Image),
			Command:         []string{"bash", "-c"},
			Args:            []string{runOnlyClusterChecks},
			Env:             runnerEnv(o, checks),
			LivenessProbe:   httpProbe("/live", 5557),
			ReadinessProbe:  httpProbe("/ready", 5557),
			StartupProbe:    httpProbe("/startup", 5557),
			SecurityContext: readOnly(),
			VolumeMounts: slices.Concat(
				[]corev1.VolumeMount{
					{Name: "datadogrun", MountPath: "/opt/datadog-agent/run"},
					{Name: "varlog", MountPath: "/var/log/datadog"},
					{Name: "tmpdir", MountPath: "/tmp"},
					{Name: "installinfo", MountPath: confDir + "/install_info", SubPath: "install_info", ReadOnly: true},
					{Name: "config", MountPath: confDir},
				},
				passwordMounts(checks),
			),
		}},
		Volumes: slices.Concat(
			[]corev1.Volume{
				emptyDir("datadogrun"),
				emptyDir("varlog"),
				emptyDir("tmpdir"),
				configVolume("installinfo", installInfoName),
				emptyDir("config"),
			},
			passwordVolume(checks),
		),
	})
	d.Spec.Strategy = kube.Strategy(o.ClusterChecksRunner.RollingUpdate)
	return d
}

// runOnlyClusterChecks takes away the checks of a node, which the image would run by itself.
const runOnlyClusterChecks = `find /etc/datadog-agent/conf.d/ -name "*.yaml.default" -type f -delete && touch /etc/datadog-agent/datadog.yaml && exec agent run`

func runnerEnv(o Options, checks []configured) []corev1.EnvVar {
	return slices.Concat(
		o.everywhere(),
		[]corev1.EnvVar{secretEnv("DD_API_KEY", o.APIKey)},
		o.backendEnv(checks),
		kube.Env("DD_LOG_LEVEL", o.LogLevel),
		kube.Env("DD_EXTRA_CONFIG_PROVIDERS", "clusterchecks"),
		kube.Env("DD_HEALTH_PORT", "5557"),
		o.clusterAgentEnv(),
		kube.Env("DD_ENABLE_METADATA_COLLECTION", "false"), // the agent of the node does it
		kube.Env("DD_CLC_RUNNER_ENABLED", "true"),
		[]corev1.EnvVar{
			kube.FieldEnv("DD_CLC_RUNNER_HOST", "status.podIP"),
			kube.FieldEnv("DD_CLC_RUNNER_ID", "metadata.name"),
		},
		kube.Env("DD_USE_DOGSTATSD", flag(strings.HasSuffix(o.Pods.Image.Tag, "-jmx"))), // by which checks of JMX send
		kube.Env("DD_PROCESS_AGENT_ENABLED", "false"),
		kube.Env("DD_LOGS_ENABLED", "false"),
		kube.Env("DD_APM_ENABLED", "false"),
		kube.Env("DD_REMOTE_CONFIGURATION_ENABLED", flag(o.ClusterChecksRunner.RemoteConfiguration)),
		[]corev1.EnvVar{kube.FieldEnv("DD_HOSTNAME", "spec.nodeName")},
		kube.EnvIf(!o.Orchestrator.Disabled && o.Orchestrator.OnRunners, "DD_ORCHESTRATOR_EXPLORER_CONTAINER_SCRUBBING_ENABLED", flag(!o.Orchestrator.NoScrubbing)),
	)
}
