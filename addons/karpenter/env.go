package karpenter

import (
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// env is all of the configuration.
func env(t addon.Target, o Options) []corev1.EnvVar {
	return slices.Concat(
		kube.Env("KUBERNETES_MIN_VERSION", "1.19.0-0"),
		kube.Env("KARPENTER_SERVICE", name),
		kube.Env("LOG_LEVEL", o.LogLevel),
		kube.Env("LOG_OUTPUT_PATHS", strings.Join(o.LogOutputPaths, ",")),
		kube.Env("LOG_ERROR_OUTPUT_PATHS", strings.Join(o.LogErrorOutputPaths, ",")),
		kube.Env("METRICS_PORT", kube.Number(o.Ports.Metrics)),
		kube.Env("HEALTH_PROBE_PORT", kube.Number(o.Ports.Health)),
		[]corev1.EnvVar{
			kube.FieldEnv("SYSTEM_NAMESPACE", "metadata.namespace"),
			resourceEnv("CPU_REQUESTS", "requests.cpu", "1m"),
			resourceEnv("MEMORY_LIMIT", "limits.memory", "0"),
		},
		kube.Env("FEATURE_GATES", features(o)),
		kube.Env("BATCH_MAX_DURATION", kube.Duration(o.BatchMaxDuration)),
		kube.Env("BATCH_IDLE_DURATION", kube.Duration(o.BatchIdleDuration)),
		kube.Env("PREFERENCE_POLICY", o.PreferencePolicy),
		kube.Env("MIN_VALUES_POLICY", o.MinValuesPolicy),
		kube.Env("CLUSTER_CA_BUNDLE", o.ClusterCABundle),
		kube.Env("CLUSTER_NAME", o.ClusterName),
		kube.Env("CLUSTER_ENDPOINT", o.ClusterEndpoint),
		kube.EnvIf(o.IsolatedVPC, "ISOLATED_VPC", "true"),
		kube.EnvIf(o.EKSControlPlane, "EKS_CONTROL_PLANE", "true"),
		kube.Env("VM_MEMORY_OVERHEAD_PERCENT", strconv.FormatFloat(*o.VMMemoryOverheadPercent, 'f', -1, 64)),
		kube.Env("INTERRUPTION_QUEUE", o.queue(t)),
		kube.EnvIf(o.ZonalShift, "ENABLE_ZONAL_SHIFT", "true"),
		kube.Env("RESERVED_ENIS", strconv.Itoa(int(o.ReservedENIs))),
		kube.Env("IGNORE_DRA_REQUESTS", strconv.FormatBool(!o.DRARequests)),
		kube.EnvIf(o.DisableClusterStateObservability, "DISABLE_CLUSTER_STATE_OBSERVABILITY", "true"),
		kube.EnvIf(o.DisableDryRun, "DISABLE_DRY_RUN", "true"),
		kube.Env("AMI_REFRESH_INTERVAL", kube.Duration(o.AMIRefreshInterval)),
		kube.Env("SUBNET_REFRESH_INTERVAL", kube.Duration(o.SubnetRefreshInterval)),
		kube.Env("KUBE_CLIENT_QPS", kube.Number(o.KubeAPI.QPS)),
		kube.Env("KUBE_CLIENT_BURST", kube.Number(o.KubeAPI.Burst)),
		kube.EnvIf(o.Profiling, "ENABLE_PROFILING", "true"),
		kube.EnvIf(o.Warmup, "DISABLE_CONTROLLER_WARMUP", "false"), // which is true otherwise
		kube.Env("AWS_REGION", o.Region),
	)
}

// resourceEnv tells what the container asks for, or may use, by which the program sizes its
// own work.
func resourceEnv(name, of, divisor string) corev1.EnvVar {
	return corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{ResourceFieldRef: &corev1.ResourceFieldSelector{
		ContainerName: container, Resource: of, Divisor: resource.MustParse(divisor),
	}}}
}
