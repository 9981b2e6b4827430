package coredns

import (
	"slices"
	"strconv"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/internal/corefile"
)

// The names of CoreDNS's objects and the label of its pods. Kubernetes has known its DNS by
// them since before there was a CoreDNS.
const (
	coreDNS = "coredns"
	kubeDNS = "kube-dns"
)

// Server is CoreDNS itself, as Kubernetes' own manifest has it.
type Server struct {
	// Installs it.
	Enabled bool `json:"enabled,omitempty"`

	// The pods. Their number is the autoscaler's.
	Pods addon.Pods `json:"pods,omitzero"`

	// The address of the Service kube-dns, the --cluster-dns of the kubelets. It is required
	// where CoreDNS is installed.
	ClusterIP string `json:"clusterIP,omitempty"`

	// The domain of the cluster.
	Domain string `json:"domain,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The name servers that are asked for names outside the cluster: "10.0.0.2", with a
	// port "10.0.0.2:5353", by TLS "tls://9.9.9.9". Those of the node's own
	// /etc/resolv.conf, where it is left out.
	UpstreamServers []string `json:"upstreamServers,omitempty" jsonschema:"maxItems=15,uniqueItems"`

	// How long answers are kept at most, in whole seconds.
	CacheTTL metav1.Duration `json:"cacheTTL,omitzero"`

	// Logs every question. There are many.
	LogQueries bool `json:"logQueries,omitempty"`

	// Has Prometheus scrape the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// serverPods are those of Kubernetes' own manifest:
// https://github.com/kubernetes/kubernetes/blob/v1.34.0/cluster/addons/dns/coredns/coredns.yaml.base
func serverPods() addon.Pods {
	return addon.Pods{
		Image:             addon.Image{Repository: "registry.k8s.io/coredns/coredns", Tag: "v1.14.2"},
		PriorityClassName: "system-cluster-critical",
		DNSPolicy:         corev1.DNSDefault,
		NodeSelector:      map[string]string{"kubernetes.io/os": "linux"},
		Tolerations:       []corev1.Toleration{{Key: "CriticalAddonsOnly", Operator: corev1.TolerationOpExists}},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("100m"),
				corev1.ResourceMemory: resource.MustParse("70Mi"),
			},
			Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("170Mi")},
		},
		Affinity: &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{
			PreferredDuringSchedulingIgnoredDuringExecution: []corev1.WeightedPodAffinityTerm{{
				Weight: 100,
				PodAffinityTerm: corev1.PodAffinityTerm{
					LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"k8s-app": kubeDNS}},
					TopologyKey:   corev1.LabelHostname,
				},
			}},
		}},
		DisruptionBudget: &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32(1))},
	}
}

// server returns CoreDNS's objects, or none.
func server(t addon.Target, o Options) []addon.Object {
	if !o.Server.Enabled {
		return nil
	}
	id := kube.Identify(coreDNS, o.Namespace, "").Of("server")
	id.Selector = map[string]string{"k8s-app": kubeDNS}
	s := o.Server
	sa := kube.ServiceAccount(id, coreDNS, s.Pods)
	return []addon.Object{
		sa,
		serverRole(id),
		kube.BindClusterRole(id, "system:"+coreDNS, "system:"+coreDNS, sa),
		serverConfig(id, s),
		serverService(id, s),
		serverDeployment(t, id, s),
		serverBudget(id, s),
		kube.NewServiceMonitor(id, coreDNS, s.ServiceMonitor, kube.Endpoint{Port: "metrics", Path: "/metrics"}),
	}
}

// serverRole lets CoreDNS follow what it has names for.
func serverRole(id kube.Identity) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: id.ClusterMeta("system:" + coreDNS),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "endpoints services pods namespaces", "list watch"),
			kube.Rule("discovery.k8s.io", "endpointslices", "list watch"),
		},
	}
}

// serverConfig is read anew when it changes.
func serverConfig(id kube.Identity, s Server) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: id.Meta(coreDNS), Data: map[string]string{"Corefile": s.corefile()}}
}

func (s Server) corefile() string {
	upstream := s.UpstreamServers
	if len(upstream) == 0 {
		upstream = []string{"/etc/resolv.conf"}
	}
	block := corefile.Server{Zones: []string{".:53"}, Plugins: []corefile.Directive{
		corefile.Line("errors"),
		corefile.Line("health").With(corefile.Line("lameduck", "5s")),
		corefile.Line("ready"),
		corefile.Line("kubernetes", s.Domain, "in-addr.arpa", "ip6.arpa").With(
			corefile.Line("pods", "insecure"),
			corefile.Line("fallthrough", "in-addr.arpa", "ip6.arpa"),
			corefile.Line("ttl", "30"),
		),
		corefile.Line("prometheus", ":9153"),
		corefile.Line(slices.Concat([]string{"forward", "."}, upstream)...).With(corefile.Line("max_concurrent", "1000")),
		corefile.Line("cache", strconv.Itoa(int(s.CacheTTL.Duration/time.Second))),
		corefile.Line("loop"),
		corefile.Line("reload"),
		corefile.Line("loadbalance"),
	}}
	if s.LogQueries {
		block.Plugins = slices.Insert(block.Plugins, 1, corefile.Line("log"))
	}
	return corefile.Format(block)
}

func serverService(id kube.Identity, s Server) *corev1.Service {
	service := &corev1.Service{
		ObjectMeta: id.Meta(kubeDNS),
		Spec: corev1.ServiceSpec{
			Selector:  id.PodLabels(),
			ClusterIP: s.ClusterIP,
			Ports: []corev1.ServicePort{
				{Name: "dns", Port: 53, Protocol: corev1.ProtocolUDP, TargetPort: intstr.FromInt32(53)},
				{Name: "dns-tcp", Port: 53, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(53)},
				{Name: "metrics", Port: 9153, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(9153)},
			},
		},
	}
	known(&service.ObjectMeta)
	service.Annotations = map[string]string{"prometheus.io/port": "9153", "prometheus.io/scrape": "true"}
	return service
}

// known gives the labels by which tools know the cluster's DNS.
func known(meta *metav1.ObjectMeta) {
	meta.Labels["k8s-app"] = kubeDNS
	meta.Labels["kubernetes.io/cluster-service"] = "true"
	meta.Labels["kubernetes.io/name"] = "CoreDNS"
}

func serverDeployment(t addon.Target, id kube.Identity, s Server) *appsv1.Deployment {
	d := kube.Deployment(id, coreDNS, s.Pods, corev1.PodSpec{
		ServiceAccountName: coreDNS,
		SecurityContext:    &corev1.PodSecurityContext{SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}},
		Containers: []corev1.Container{{
			Name:  coreDNS,
			Image: t.Image(s.Pods.Image),
			Args:  []string{"-conf", "/etc/coredns/Corefile"},
			Ports: []corev1.ContainerPort{
				{Name: "dns", ContainerPort: 53, Protocol: corev1.ProtocolUDP},
				{Name: "dns-tcp", ContainerPort: 53, Protocol: corev1.ProtocolTCP},
				{Name: "metrics", ContainerPort: 9153, Protocol: corev1.ProtocolTCP},
			},
			LivenessProbe: &corev1.Probe{
				ProbeHandler:        httpGet("/health", 8080),
				InitialDelaySeconds: 60,
				TimeoutSeconds:      5,
				SuccessThreshold:    1,
				FailureThreshold:    5,
			},
			ReadinessProbe: &corev1.Probe{ProbeHandler: httpGet("/ready", 8181)},
			// It listens on port 53.
			SecurityContext: &corev1.SecurityContext{
				AllowPrivilegeEscalation: new(false),
				Capabilities:             &corev1.Capabilities{Add: []corev1.Capability{"NET_BIND_SERVICE"}, Drop: []corev1.Capability{"ALL"}},
				ReadOnlyRootFilesystem:   new(true),
			},
			VolumeMounts: []corev1.VolumeMount{{Name: "config-volume", MountPath: "/etc/coredns", ReadOnly: true}},
		}},
		Volumes: []corev1.Volume{{Name: "config-volume", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: coreDNS},
			Items:                []corev1.KeyToPath{{Key: "Corefile", Path: "Corefile"}},
		}}}},
	})
	known(&d.ObjectMeta)
	d.Spec.Strategy = appsv1.DeploymentStrategy{
		Type:          appsv1.RollingUpdateDeploymentStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: new(intstr.FromInt32(1))},
	}
	return d
}

func httpGet(path string, port int32) corev1.ProbeHandler {
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromInt32(port), Scheme: corev1.URISchemeHTTP}}
}

func serverBudget(id kube.Identity, s Server) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(id, coreDNS, s.Pods)
}
