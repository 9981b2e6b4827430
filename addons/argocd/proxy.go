package argocd

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	proxyMetricsPort = 9101
	proxyHealthPort  = 8888
)

// proxyObjects are HAProxy, which leads to the Redis that is the master.
func proxyObjects(t addon.Target, o Options) []addon.Object {
	id := o.of(proxyName, "redis")
	pods := o.Redis.HA.Proxy
	sa := kube.ServiceAccount(id, proxyName, pods)
	service := serviceOf(id, proxyName,
		corev1.ServicePort{Name: "tcp-haproxy", Port: redisPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("redis")},
		corev1.ServicePort{Name: "http-exporter-port", Port: proxyMetricsPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString("metrics-port")},
	)
	policy := o.networkPolicy(id, "argocd-redis-ha-proxy", fromRedisClients(redisPort, sentinelPort), everybody(proxyMetricsPort))
	return []addon.Object{
		sa,
		&rbacv1.Role{ObjectMeta: id.Meta(proxyName), Rules: append(makePassword(), kube.Rule("", "endpoints", "get"))},
		kube.BindRole(id, proxyName, proxyName, sa),
		service,
		proxyDeployment(t, o, sa),
		kube.DisruptionBudget(id, proxyName, pods),
		o.monitor("argocd-redis-haproxy-metrics", proxyName, "redis", "http-exporter-port"),
		policy,
	}
}

func proxyDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	pods := kube.ReadAtStart(labelled(o.Redis.HA.Proxy), redisConfig(o).Data)
	pods.Annotations = kube.Over(map[string]string{
		"prometheus.io/path":   "/metrics",
		"prometheus.io/port":   "9101",
		"prometheus.io/scrape": "true",
	}, pods.Annotations)
	probe := &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString("probe")}},
		InitialDelaySeconds: 5,
		PeriodSeconds:       3,
	}
	image := t.Image(pods.Image)
	spec := podSpec(sa.Name, corev1.Container{
		Name:  "haproxy",
		Image: image,
		Env:   []corev1.EnvVar{fromSecret("AUTH", redisPassword())},
		Ports: []corev1.ContainerPort{
			kube.Port("probe", proxyHealthPort), kube.Port("redis", redisPort), kube.Port("metrics-port", proxyMetricsPort),
		},
		LivenessProbe:   probe,
		ReadinessProbe:  probe.DeepCopy(),
		SecurityContext: kube.Confined(),
	},
		configMap("config-volume", redisConfigName, ""),
		scratch("shared-socket", "/run/haproxy"),
		scratch("data", "/usr/local/etc/haproxy"),
	)
	spec.InitContainers = []corev1.Container{passwordMaker(t, o), {
		Name:            "config-init",
		Image:           image,
		Command:         []string{"sh"},
		Args:            []string{"/readonly/haproxy_init.sh"},
		SecurityContext: kube.Confined(),
		VolumeMounts: []corev1.VolumeMount{
			{Name: "config-volume", MountPath: "/readonly", ReadOnly: true},
			{Name: "data", MountPath: "/data"},
		},
	}}
	spec.AutomountServiceAccountToken = new(true)
	// The image's user haproxy. Argo CD's own, which makes the password, runs under any.
	spec.SecurityContext = &corev1.PodSecurityContext{FSGroup: new(int64(99)), RunAsNonRoot: new(true), RunAsUser: new(int64(99))}
	d := kube.Deployment(o.of(proxyName, "redis"), proxyName, pods, spec)
	// Three nodes have no room for a fourth pod, so that an old one goes before a new one comes.
	d.Spec.Strategy = kube.Strategy(addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1)), MaxSurge: new(intstr.FromInt32(0))})
	return d
}
