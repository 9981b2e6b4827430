package vpa

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon/kube"
)

// Where the recommender finds its bearer token.
const (
	tokenVolume = "prometheus-token"
	tokenDir    = "/etc/prometheus-token"
)

// flags are those by which the past is read from Prometheus.
func (p *Prometheus) flags() []string {
	if p == nil {
		return nil
	}
	return slices.Concat(
		[]string{"--storage=prometheus"},
		kube.Flag("--prometheus-address", p.Address),
		kube.FlagIf(p.SkipTLSVerify, "--prometheus-insecure=true"),
		kube.FlagIf(p.BearerToken != nil, "--prometheus-bearer-token-file="+tokenDir+"/token"),
		kube.Flag("--prometheus-cadvisor-job-name", p.CAdvisorJob),
		kube.Flag("--history-length", kube.Duration(p.HistoryLength)),
		kube.Flag("--history-resolution", kube.Duration(p.HistoryResolution)),
		kube.Flag("--prometheus-query-timeout", kube.Duration(p.QueryTimeout)),
		kube.Flag("--history-cpu-metric", p.CPUMetric),
		kube.Flag("--history-memory-metric", p.MemoryMetric),
		p.Labels.flags(),
	)
}

func (l PrometheusLabels) flags() []string {
	return slices.Concat(
		kube.Flag("--metric-for-pod-labels", l.PodSeries),
		kube.Flag("--pod-label-prefix", l.PodLabelPrefix),
		kube.Flag("--pod-namespace-label", l.PodNamespace),
		kube.Flag("--pod-name-label", l.PodName),
		kube.Flag("--container-namespace-label", l.ContainerNamespace),
		kube.Flag("--container-pod-name-label", l.ContainerPod),
	)
}

// credentials are the variables with a user and a password.
func (p *Prometheus) credentials() []corev1.EnvVar {
	if p == nil || p.BasicAuth == nil {
		return nil
	}
	return []corev1.EnvVar{
		{Name: "PROMETHEUS_USERNAME", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: p.BasicAuth.Username.Selector()}},
		{Name: "PROMETHEUS_PASSWORD", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: p.BasicAuth.Password.Selector()}},
	}
}

func (p *Prometheus) volumes() []corev1.Volume {
	if p == nil || p.BearerToken == nil {
		return nil
	}
	return []corev1.Volume{{Name: tokenVolume, VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
		SecretName: p.BearerToken.Name,
		Items:      []corev1.KeyToPath{{Key: p.BearerToken.Key, Path: "token"}},
	}}}}
}

func (p *Prometheus) mounts() []corev1.VolumeMount {
	if p == nil || p.BearerToken == nil {
		return nil
	}
	return []corev1.VolumeMount{{Name: tokenVolume, MountPath: tokenDir, ReadOnly: true}}
}
