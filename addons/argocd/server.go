package argocd

import (
	"fmt"
	"net/url"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

const (
	serverPort        = 8080
	serverMetricsPort = 8083
)

func serverObjects(t addon.Target, o Options) []addon.Object {
	id := o.of(serverName, "server")
	sa := kube.ServiceAccount(id, serverName, o.Server.Pods)
	objs := []addon.Object{
		sa,
		serverService(o),
		metricsService(o, "argocd-server-metrics", "server", serverName, port("metrics", serverMetricsPort)),
		serverDeployment(t, o, sa),
		hpa.New(id.Meta(serverName), serverName, o.Server.Autoscaling),
		kube.DisruptionBudget(id, serverName, o.counted(o.Server.Pods, o.Server.Autoscaling)),
		o.monitor("argocd-server-metrics", "argocd-server-metrics", "server", "metrics"),
		o.networkPolicy(id, serverName, anything()),
	}
	objs = append(objs, serverCertificate(o)...)
	return append(objs, serverRights(o, sa)...)
}

func serverService(o Options) *corev1.Service {
	s := &corev1.Service{
		ObjectMeta: o.of(serverName, "server").Meta(serverName),
		Spec:       o.Server.Service.spec(),
	}
	s.Annotations = o.Server.Service.Annotations
	s.Spec.Selector = o.of(serverName, "server").PodLabels()
	s.Spec.Ports = []corev1.ServicePort{
		{Name: "http", Port: 80, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(serverPort), NodePort: o.Server.Service.NodePorts.HTTP},
		{Name: "https", Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(serverPort), NodePort: o.Server.Service.NodePorts.HTTPS},
	}
	return s
}

// spec is the Service without its ports and pods.
func (s Service) spec() corev1.ServiceSpec {
	spec := corev1.ServiceSpec{
		Type:                     s.Type,
		LoadBalancerSourceRanges: s.LoadBalancerSourceRanges,
		ExternalTrafficPolicy:    s.ExternalTrafficPolicy,
	}
	if s.LoadBalancerClass != "" {
		spec.LoadBalancerClass = &s.LoadBalancerClass
	}
	return spec
}

func serverDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	pods := o.pods(o.counted(o.Server.Pods, o.Server.Autoscaling))
	env := slices.Concat(o.redisEnv(), fromParameters(serverEnv()))
	if *pods.Replicas > 1 {
		env = append([]corev1.EnvVar{{Name: "ARGOCD_API_SERVER_REPLICAS", Value: fmt.Sprint(*pods.Replicas)}}, env...)
	}
	liveness, readiness := probes(serverPort)
	liveness.InitialDelaySeconds, liveness.PeriodSeconds = 3, 30
	readiness.InitialDelaySeconds, readiness.PeriodSeconds = 3, 30
	d := kube.Deployment(o.of(serverName, "server"), serverName, pods, podSpec(sa.Name, corev1.Container{
		Name:            serverName,
		Image:           o.image(t, pods),
		Args:            append([]string{"/usr/local/bin/argocd-server"}, o.redisArgs()...),
		Env:             env,
		Ports:           []corev1.ContainerPort{kube.Port("server", serverPort), kube.Port("metrics", serverMetricsPort)},
		LivenessProbe:   liveness,
		ReadinessProbe:  readiness,
		SecurityContext: kube.Confined(),
	},
		scratch("plugins-home", "/home/argocd"),
		scratch("tmp", "/tmp"),
		knownHosts(),
		trusted(),
		repoServerCertificate("/app/config/server/tls"),
		clientCertificate(),
		optional("argocd-dex-server-tls", "/app/config/dex/tls", "tls.crt", "ca.crt"),
		profiler("server"),
	))
	if o.Server.Autoscaling.Enabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	return d
}

// serverCertificate is that of the hosts by which users reach the server, and of its Service.
func serverCertificate(o Options) []addon.Object {
	names := append(o.hosts(), kube.ServiceNames(serverName, o.Namespace)...)
	return kube.ServingCertificate(o.of(serverName, "server"), serverCertificateName,
		addon.ServingCertificate{CertManager: o.Server.Certificate}, names...)
}

// hosts are those of the URLs.
func (o Options) hosts() []string {
	var hosts []string
	for _, text := range append([]string{o.URL}, o.AdditionalURLs...) {
		if u, err := url.Parse(text); err == nil && u.Hostname() != "" && !slices.Contains(hosts, u.Hostname()) {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}
