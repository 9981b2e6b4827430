package velero

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	d := kube.Deployment(o.server(), name, o.serverPods(), corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(true),
		InitContainers:               plugins(t, o),
		Containers: []corev1.Container{{
			Name:    name,
			Image:   t.Image(o.Pods.Image),
			Command: []string{"/velero"},
			Args:    append([]string{"server"}, serverFlags(o)...),
			Env: slices.Concat(
				kube.Env("VELERO_SCRATCH_DIR", "/scratch"),
				[]corev1.EnvVar{kube.FieldEnv("VELERO_NAMESPACE", "metadata.namespace")},
				kube.Env("LD_LIBRARY_PATH", "/plugins"),
				o.credentialsEnv(),
			),
			EnvFrom:         o.envFrom(),
			Ports:           []corev1.ContainerPort{kube.Port(metricsName, o.Metrics.Port)},
			LivenessProbe:   probe(),
			ReadinessProbe:  probe(),
			SecurityContext: confined(),
			VolumeMounts: slices.Concat(
				[]corev1.VolumeMount{{Name: "plugins", MountPath: "/plugins"}},
				o.credentialsMounts(),
				[]corev1.VolumeMount{{Name: "scratch", MountPath: "/scratch"}},
			),
		}},
		Volumes: slices.Concat(o.credentialsVolumes(), []corev1.Volume{emptyDir("plugins"), emptyDir("scratch")}),
	})
	d.Spec.Strategy = appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType} // two would do everything twice
	return d
}

// serverPods are the server's pods as the other options want them.
func (o Options) serverPods() addon.Pods {
	pods := kube.ReadAtStart(o.Pods, o.configs())
	pods.Labels = kube.Over(pods.Labels, map[string]string{"name": name})
	if o.Metrics.ServiceMonitor == nil {
		pods.Annotations = kube.Over(o.scrapeAnnotations(), pods.Annotations)
	}
	return pods
}

// scrapeAnnotations are those by which a Prometheus without an operator finds pods.
func (o Options) scrapeAnnotations() map[string]string {
	if o.Metrics.Disabled || o.Metrics.NoScrapeAnnotations {
		return nil
	}
	return map[string]string{
		"prometheus.io/path":   "/metrics",
		"prometheus.io/port":   strconv.Itoa(int(o.Metrics.Port)),
		"prometheus.io/scrape": "true",
	}
}

func probe() *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/metrics", Port: intstr.FromString(metricsName), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: 10,
		TimeoutSeconds:      5,
		PeriodSeconds:       30,
		SuccessThreshold:    1,
		FailureThreshold:    5,
	}
}

// confined is what the images, which aren't root's, run with. Their users have names and no
// numbers, and the server writes below its home.
func confined() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

// plugins copy themselves to where the server finds them.
func plugins(t addon.Target, o Options) []corev1.Container {
	all := o.Plugins
	if o.usesAWS() {
		all = slices.Concat([]NamedPlugin{{Name: "velero-plugin-for-aws", Plugin: o.AWSPlugin}}, all)
	}
	var containers []corev1.Container
	for _, p := range all {
		containers = append(containers, corev1.Container{
			Name:            p.Name,
			Image:           t.Image(p.Image),
			Resources:       p.Resources,
			SecurityContext: confined(),
			VolumeMounts:    []corev1.VolumeMount{{Name: "plugins", MountPath: "/target"}},
		})
	}
	return containers
}

// usesAWS tells whether a location needs the plugin for AWS.
func (o Options) usesAWS() bool {
	return slices.ContainsFunc(o.BackupLocations, func(l BackupLocation) bool { return l.S3 != nil }) ||
		slices.ContainsFunc(o.SnapshotLocations, func(l SnapshotLocation) bool { return l.EBS != nil })
}

func serverFlags(o Options) []string {
	return slices.Concat(
		kube.Flag("--uploader-type", "kopia"),
		kube.Flag("--backup-sync-period", kube.Duration(o.BackupSyncPeriod)),
		kube.Flag("--fs-backup-timeout", kube.Duration(o.FSBackupTimeout)),
		kube.Flag("--client-burst", kube.Number(o.Client.Burst)),
		pageSize(o),
		kube.FlagIf(o.Client.QPS != 0, "--client-qps="+strconv.FormatFloat(o.Client.QPS, 'f', -1, 64)),
		kube.Flag("--max-concurrent-k8s-connections", kube.Number(o.Client.Connections)),
		kube.Flag("--default-backup-ttl", kube.Duration(o.DefaultBackupTTL)),
		kube.Flag("--default-item-operation-timeout", kube.Duration(o.DefaultItemOperationTimeout)),
		kube.Flag("--default-volume-snapshot-locations", pairs(o.DefaultSnapshotLocations)),
		kube.FlagIf(o.DefaultVolumesToFSBackup, "--default-volumes-to-fs-backup"),
		kube.Flag("--default-repo-maintain-frequency", kube.Duration(o.Maintenance.Frequency)),
		kube.Flag("--disable-controllers", strings.Join(addon.Values(o.DisableControllers...), ",")),
		kube.FlagIf(o.DisableInformerCache, "--disable-informer-cache=true"),
		kube.Flag("--garbage-collection-frequency", kube.Duration(o.GarbageCollectionFrequency)),
		kube.Flag("--item-block-worker-count", kube.Number(o.ItemBlockWorkers)),
		kube.Flag("--concurrent-backups", kube.Number(o.ConcurrentBackups)),
		kube.Flag("--log-format", o.LogFormat),
		kube.Flag("--log-level", o.LogLevel),
		kube.FlagIf(o.Metrics.Port != 8085, o.metricsFlag()),
		kube.Flag("--restore-resource-priorities", o.RestorePriorities.flag()),
		kube.Flag("--store-validation-frequency", kube.Duration(o.StoreValidationFrequency)),
		kube.Flag("--terminating-resource-timeout", kube.Duration(o.TerminatingResourceTimeout)),
		kube.Flag("--resource-timeout", kube.Duration(o.ResourceTimeout)),
		kube.FlagIf(o.DefaultSnapshotMoveData, "--default-snapshot-move-data=true"),
		kube.Flag("--features", o.features()),
		kube.Flag("--repo-maintenance-job-configmap", maintenanceName),
		kube.FlagIf(o.Repository != (Repository{}), "--backup-repository-configmap="+repositoryName),
	)
}

func pageSize(o Options) []string {
	if o.Client.PageSize == nil {
		return nil
	}
	return []string{fmt.Sprintf("--client-page-size=%d", *o.Client.PageSize)}
}

func (o Options) metricsFlag() string { return fmt.Sprintf("--metrics-address=:%d", o.Metrics.Port) }

func (o Options) features() string { return strings.Join(addon.Values(o.Features...), ",") }

// pairs are the entries of a map as Velero's flags have them.
func pairs(m map[string]string) string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		all = append(all, k+":"+m[k])
	}
	return strings.Join(all, ",")
}

// flag has a dash between what comes first and what comes last.
func (r RestorePriorities) flag() string {
	all := r.First
	if len(r.Last) > 0 {
		all = slices.Concat(r.First, []string{"-"}, r.Last)
	}
	return strings.Join(all, ",")
}

// credentialsEnv tells each provider's library where the credentials are.
func (o Options) credentialsEnv() []corev1.EnvVar {
	var env []corev1.EnvVar
	for _, name := range []string{"AWS_SHARED_CREDENTIALS_FILE", "GOOGLE_APPLICATION_CREDENTIALS", "AZURE_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"} {
		env = append(env, kube.EnvIf(o.CredentialsSecret != "", name, "/credentials/cloud")...)
	}
	return env
}

const credentialsVolume = "cloud-credentials"

func (o Options) credentialsMounts() []corev1.VolumeMount {
	if o.CredentialsSecret == "" {
		return nil
	}
	return []corev1.VolumeMount{{Name: credentialsVolume, MountPath: "/credentials"}}
}

func (o Options) credentialsVolumes() []corev1.Volume {
	if o.CredentialsSecret == "" {
		return nil
	}
	return []corev1.Volume{{Name: credentialsVolume, VolumeSource: corev1.VolumeSource{
		Secret: &corev1.SecretVolumeSource{SecretName: o.CredentialsSecret},
	}}}
}

func (o Options) envFrom() []corev1.EnvFromSource {
	if o.EnvironmentSecret == "" {
		return nil
	}
	return []corev1.EnvFromSource{{SecretRef: &corev1.SecretEnvSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: o.EnvironmentSecret},
	}}}
}

func emptyDir(name string) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
}
