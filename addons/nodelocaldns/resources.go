package nodelocaldns

import (
	"maps"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// upstreamService is the Service by which the cache reaches CoreDNS: the address of
// kube-dns is the cache's own.
const upstreamService = "kube-dns-upstream"

// setupMetrics is the port of the metrics of setting up the node, which upstream's Service
// lacks.
const setupMetrics = "setup-metrics"

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	o.Pods.Annotations = o.scrape(o.Pods.Annotations)
	return []addon.Object{
		kube.ServiceAccount(o.identity(), name, o.Pods),
		configMap(o),
		upstream(o),
		metricsService(o),
		daemonSet(t, o),
		serviceMonitor(o),
	}, nil
}

func configMap(o Options) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: o.identity().Meta(name),
		Data:       map[string]string{"Corefile": o.corefile()},
	}
}

func upstream(o Options) *corev1.Service {
	s := &corev1.Service{
		ObjectMeta: o.identity().Meta(upstreamService),
		Spec: corev1.ServiceSpec{
			Selector: map[string]string{"k8s-app": "kube-dns"},
			Ports: []corev1.ServicePort{
				{Name: "dns", Port: 53, Protocol: corev1.ProtocolUDP, TargetPort: intstr.FromInt32(53)},
				{Name: "dns-tcp", Port: 53, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(53)},
			},
		},
	}
	s.Labels["k8s-app"] = "kube-dns"
	return s
}

func metricsService(o Options) *corev1.Service {
	s := &corev1.Service{
		ObjectMeta: o.identity().Meta(name),
		Spec: corev1.ServiceSpec{
			ClusterIP: corev1.ClusterIPNone,
			Selector:  o.identity().PodLabels(),
			Ports:     []corev1.ServicePort{{Name: "metrics", Port: o.MetricsPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(o.MetricsPort)}},
		},
	}
	if o.ServiceMonitor != nil {
		s.Spec.Ports = append(s.Spec.Ports, corev1.ServicePort{
			Name: setupMetrics, Port: o.SetupMetricsPort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(o.SetupMetricsPort),
		})
	}
	s.Labels["k8s-app"] = name
	s.Annotations = o.scrape(nil)
	return s
}

// scrape returns the annotations with those by which Prometheus finds the port.
func (o Options) scrape(annotations map[string]string) map[string]string {
	found := map[string]string{}
	maps.Copy(found, annotations)
	found["prometheus.io/port"] = port(o.MetricsPort)
	found["prometheus.io/scrape"] = "true"
	return found
}

func daemonSet(t addon.Target, o Options) *appsv1.DaemonSet {
	d := kube.DaemonSet(o.identity(), name, o.Pods, corev1.PodSpec{
		ServiceAccountName: name,
		// The addresses are the node's.
		HostNetwork: true,
		Containers:  []corev1.Container{container(t, o)},
		Volumes: []corev1.Volume{
			{Name: "xtables-lock", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{
				Path: "/run/xtables.lock", Type: new(corev1.HostPathFileOrCreate),
			}}},
			{Name: "kube-dns-config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: "kube-dns"}, Optional: new(true),
			}}},
			{Name: "config-volume", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: name},
				Items:                []corev1.KeyToPath{{Key: "Corefile", Path: "Corefile.base"}},
			}}},
		},
	})
	d.Labels["k8s-app"] = name
	d.Spec.UpdateStrategy = appsv1.DaemonSetUpdateStrategy{RollingUpdate: &appsv1.RollingUpdateDaemonSet{MaxUnavailable: o.MaxUnavailable}}
	return d
}

// container reads the Corefile anew when its ConfigMap changes: no checksum is needed.
func container(t addon.Target, o Options) corev1.Container {
	return corev1.Container{
		Name:  "node-cache",
		Image: t.Image(o.Pods.Image),
		Args:  args(o),
		Ports: []corev1.ContainerPort{
			{Name: "dns", ContainerPort: 53, Protocol: corev1.ProtocolUDP},
			{Name: "dns-tcp", ContainerPort: 53, Protocol: corev1.ProtocolTCP},
			{Name: "metrics", ContainerPort: o.MetricsPort, Protocol: corev1.ProtocolTCP},
		},
		LivenessProbe: &corev1.Probe{
			ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
				Host: o.LocalIP, Path: "/health", Port: intstr.FromInt32(o.HealthPort),
			}},
			InitialDelaySeconds: 60,
			TimeoutSeconds:      5,
		},
		// It makes an interface and rules of iptables on the node.
		SecurityContext: &corev1.SecurityContext{Capabilities: &corev1.Capabilities{Add: []corev1.Capability{"NET_ADMIN"}}},
		VolumeMounts: []corev1.VolumeMount{
			{Name: "xtables-lock", MountPath: "/run/xtables.lock"},
			{Name: "config-volume", MountPath: "/etc/coredns"},
			{Name: "kube-dns-config", MountPath: "/etc/kube-dns"},
		},
	}
}

func args(o Options) []string {
	args := []string{
		"-localip", strings.Join(o.addresses(), ","),
		"-conf", "/etc/Corefile",
		"-upstreamsvc", upstreamService,
		"-pidfile", "/tmp/node-cache.pid",
	}
	if o.HealthPort != 8080 {
		args = append(args, "-health-port", port(o.HealthPort))
	}
	if o.SetupMetricsPort != 9353 {
		args = append(args, "-metrics-listen-address", "0.0.0.0:"+port(o.SetupMetricsPort))
	}
	return slices.Concat(args,
		kube.Flag("-interfacename", o.InterfaceName),
		kube.FlagIf(o.NoInterface, "-setupinterface=false"),
		kube.FlagIf(o.NoIptables || o.Mode == IPVS, "-setupiptables=false"),
		kube.FlagIf(o.Ebtables, "-setupebtables"),
		kube.FlagIf(o.SkipTeardown, "-skipteardown"),
	)
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	return kube.NewServiceMonitor(o.identity(), name, o.ServiceMonitor,
		kube.Endpoint{Port: "metrics", Path: "/metrics"},
		kube.Endpoint{Port: setupMetrics, Path: "/metrics"},
	)
}
