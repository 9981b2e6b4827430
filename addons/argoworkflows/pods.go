package argoworkflows

import (
	"slices"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	healthPort = 6060
	serverPort = 2746

	// certificateName is the Certificate of the server, and its Secret.
	certificateName = serverName + "-tls"
)

// deployment is the controller. It sees most changes of its configuration while it runs, but not
// all of them.
func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount, config *corev1.ConfigMap) *appsv1.Deployment {
	c := o.Controller
	d := kube.Deployment(o.controller(), controllerName, kube.ReadAtStart(c.Pods, config.Data), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext:    &corev1.PodSecurityContext{RunAsNonRoot: new(true)},
		Containers: []corev1.Container{{
			Name:    controllerName,
			Image:   t.Image(c.Pods.Image),
			Command: []string{controllerName},
			Args: slices.Concat(
				kube.FlagIf(o.SingleNamespace, "--namespaced"),
				kube.Flag("--workflow-workers", kube.Number(c.Workers.Workflow)),
				kube.Flag("--workflow-ttl-workers", kube.Number(c.Workers.TTL)),
				kube.Flag("--pod-cleanup-workers", kube.Number(c.Workers.PodCleanup)),
				kube.Flag("--cron-workflow-workers", kube.Number(c.Workers.Cron)),
				kube.Flag("--workflow-archive-workers", kube.Number(c.Workers.Archive)),
				kube.Flag("--qps", c.Client.qps()),
				kube.Flag("--burst", kube.Number(c.Client.Burst)),
				kube.FlagIf(c.ExecutorPlugins, "--executor-plugins"),
				kube.FlagIf(c.WorkflowLevelExecutorPlugins, "--workflow-level-executor-plugins"),
				kube.Flag("--loglevel", c.LogLevel),
				kube.Flag("--log-format", c.LogFormat),
			),
			Env: slices.Concat(
				[]corev1.EnvVar{kube.FieldEnv("LEADER_ELECTION_IDENTITY", "metadata.name")},
				kube.EnvIf(c.LeaderElection.Disabled, "LEADER_ELECTION_DISABLE", "true"),
				kube.Env("LEADER_ELECTION_LEASE_DURATION", kube.Duration(c.LeaderElection.LeaseDuration)),
				kube.Env("LEADER_ELECTION_RENEW_DEADLINE", kube.Duration(c.LeaderElection.RenewDeadline)),
				kube.Env("LEADER_ELECTION_RETRY_PERIOD", kube.Duration(c.LeaderElection.RetryPeriod)),
			),
			Ports:           []corev1.ContainerPort{kube.Port(metricsName, c.Metrics.Port), kube.Port("health", healthPort)},
			LivenessProbe:   liveness(),
			SecurityContext: kube.Confined(),
		}},
	})
	if c.LeaderElection.Disabled { // two would do everything twice
		d.Spec.Strategy = appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType}
	}
	return d
}

func liveness() *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromInt32(healthPort)}},
		InitialDelaySeconds: 90,
		PeriodSeconds:       60,
		TimeoutSeconds:      30,
		FailureThreshold:    3,
	}
}

func (c Client) qps() string {
	if c.QPS == 0 {
		return ""
	}
	return strconv.FormatFloat(c.QPS, 'f', -1, 64)
}

// serverPods are the server's pods as the other options want them.
func (o Options) serverPods(config *corev1.ConfigMap) addon.Pods {
	pods := kube.ReadAtStart(o.Server.Pods, config.Data)
	switch {
	case o.Server.Autoscaling.Enabled:
		pods.Replicas = &o.Server.Autoscaling.MinReplicas
	case pods.Replicas == nil:
		pods.Replicas = new(int32(1))
	}
	return pods
}

func serverDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount, config *corev1.ConfigMap) *appsv1.Deployment {
	s := o.Server
	scheme := corev1.URISchemeHTTPS
	if s.PlainHTTP {
		scheme = corev1.URISchemeHTTP
	}
	d := kube.Deployment(o.server(), serverName, o.serverPods(config), corev1.PodSpec{
		ServiceAccountName: sa.Name,
		SecurityContext:    &corev1.PodSecurityContext{RunAsNonRoot: new(true)},
		Containers: []corev1.Container{{
			Name:  serverName,
			Image: t.Image(s.Pods.Image),
			Args: slices.Concat(
				[]string{"server"},
				kube.FlagIf(o.SingleNamespace, "--namespaced"),
				kube.FlagEach("--auth-mode", o.authFlags()),
				kube.FlagIf(s.PlainHTTP, "--secure=false"),
				kube.Flag("--tls-certificate-secret-name", s.certificate()),
				kube.Flag("--base-href", s.BaseHRef),
				kube.Flag("--kube-api-qps", s.Client.qps()),
				kube.Flag("--kube-api-burst", kube.Number(s.Client.Burst)),
				kube.Flag("--loglevel", s.LogLevel),
				kube.Flag("--log-format", s.LogFormat),
			),
			Env: slices.Concat(
				kube.EnvIf(s.AnonymousMetrics, "ARGO_SERVER_METRICS_AUTH", "false"),
				kube.EnvIf(o.SSO != nil && o.SSO.DelegateToNamespaces, "SSO_DELEGATE_RBAC_TO_NAMESPACE", "true"),
			),
			Ports: []corev1.ContainerPort{kube.Port(webName, serverPort)},
			ReadinessProbe: &corev1.Probe{
				ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/", Port: intstr.FromInt32(serverPort), Scheme: scheme}},
				InitialDelaySeconds: 10,
				PeriodSeconds:       20,
			},
			SecurityContext: kube.Confined(),
			VolumeMounts:    []corev1.VolumeMount{{Name: "tmp", MountPath: "/tmp"}},
		}},
		Volumes: []corev1.Volume{{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
	})
	if s.Autoscaling.Enabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	return d
}

// authModes are the modes with those that are left out.
func (o Options) authModes() []AuthMode {
	switch {
	case o.Server.AuthModes != nil:
		return o.Server.AuthModes
	case o.SSO != nil:
		return []AuthMode{ClientAuth, SSOAuth}
	}
	return []AuthMode{ClientAuth}
}

// authFlags are the modes that the server must be told: "client" alone is its own default.
func (o Options) authFlags() []AuthMode {
	modes := o.authModes()
	if slices.Equal(modes, []AuthMode{ClientAuth}) {
		return nil
	}
	return modes
}

// certificate is the Secret of the certificate, or nothing where the server signs its own.
func (s Server) certificate() string {
	if s.Certificate.CertManager != nil {
		return certificateName
	}
	return s.Certificate.Secret
}
