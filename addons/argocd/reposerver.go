package argocd

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

const (
	repoServerPort        = 8081
	repoServerMetricsPort = 8084
)

func repoServerObjects(t addon.Target, o Options) []addon.Object {
	id := o.of(repoServerName, "repo-server")
	sa := kube.ServiceAccount(id, repoServerName, o.RepoServer.Pods)
	return []addon.Object{
		sa,
		serviceOf(id, repoServerName, port("server", repoServerPort), port("metrics", repoServerMetricsPort)),
		repoServerDeployment(t, o, sa),
		hpa.New(id.Meta(repoServerName), repoServerName, o.RepoServer.Autoscaling),
		kube.DisruptionBudget(id, repoServerName, o.counted(o.RepoServer.Pods, o.RepoServer.Autoscaling)),
		o.monitor("argocd-repo-server-metrics", repoServerName, "repo-server", "metrics"),
		o.networkPolicy(id, repoServerName,
			from([]int32{repoServerPort}, serverName, controllerName, notificationsName, applicationSetName),
			everybody(repoServerMetricsPort)),
	}
}

func repoServerDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	pods := o.pods(o.counted(o.RepoServer.Pods, o.RepoServer.Autoscaling))
	liveness, readiness := probes(repoServerMetricsPort)
	liveness.InitialDelaySeconds, liveness.PeriodSeconds, liveness.FailureThreshold = 30, 30, 3
	readiness.InitialDelaySeconds, readiness.PeriodSeconds = 5, 10
	spec := podSpec(sa.Name, corev1.Container{
		Name:  repoServerName,
		Image: o.image(t, pods),
		Args:  append([]string{"/usr/local/bin/argocd-repo-server"}, o.redisArgs()...),
		Env: slices.Concat(
			o.redisEnv(),
			fromSettings(variable{"ARGOCD_RECONCILIATION_TIMEOUT", "timeout.reconciliation"}),
			fromParameters(repoServerEnv()),
			[]corev1.EnvVar{
				{Name: "HELM_CACHE_HOME", Value: "/helm-working-dir"},
				{Name: "HELM_CONFIG_HOME", Value: "/helm-working-dir"},
				{Name: "HELM_DATA_HOME", Value: "/helm-working-dir"},
			},
		),
		Ports:           []corev1.ContainerPort{kube.Port("server", repoServerPort), kube.Port("metrics", repoServerMetricsPort)},
		LivenessProbe:   liveness,
		ReadinessProbe:  readiness,
		SecurityContext: kube.Confined(),
	},
		knownHosts(),
		trusted(),
		configMap("gpg-keys", gpgKeysName, "/app/config/gpg/source"),
		scratch("gpg-keyring", "/app/config/gpg/keys"),
		repoServerCertificate("/app/config/reposerver/tls"),
		optional("argocd-repo-server-mtls", "/app/config/reposerver/mtls", "client-ca.crt"),
		scratch("tmp", "/tmp"),
		scratch("helm-working-dir", "/helm-working-dir"),
		scratch("plugins", "/home/argocd/cmp-server/plugins"),
		scratch("var-files", ""),
		profiler("reposerver"),
	)
	spec.AutomountServiceAccountToken = new(false)
	spec.InitContainers = []corev1.Container{pluginServer(o.image(t, pods))}
	d := kube.Deployment(o.of(repoServerName, "repo-server"), repoServerName, pods, spec)
	if o.RepoServer.Autoscaling.Enabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	return d
}

// pluginServer puts the program where containers find it that make manifests by plugins.
func pluginServer(image string) corev1.Container {
	return corev1.Container{
		Name:            "copyutil",
		Image:           image,
		Command:         []string{"sh", "-c"},
		Args:            []string{"/bin/cp /usr/local/bin/argocd /var/run/argocd/argocd && /bin/ln -sf /var/run/argocd/argocd /var/run/argocd/argocd-cmp-server"},
		SecurityContext: kube.Confined(),
		VolumeMounts:    []corev1.VolumeMount{{Name: "var-files", MountPath: "/var/run/argocd"}},
	}
}
