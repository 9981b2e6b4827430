package loki

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names of objects that others refer to.
const (
	memberlistName   = name + "-memberlist"
	runtimeName      = name + "-runtime"
	gatewayName      = name + "-gateway"
	canaryName       = name + "-canary"
	memcachedName    = name + "-memcached"
	chunksCacheName  = name + "-chunks-cache"
	resultsCacheName = name + "-results-cache"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	o = o.onTarget(t)
	sa := kube.ServiceAccount(o.identity(), name, o.Pods)
	objs := []addon.Object{
		namespace(o),
		sa,
		&corev1.ConfigMap{ObjectMeta: o.identity().Meta(name), Data: map[string]string{"config.yaml": text(o.file())}},
		&corev1.ConfigMap{ObjectMeta: o.identity().Meta(runtimeName), Data: map[string]string{"runtime-config.yaml": text(o.overrides())}},
		memberlistService(o),
		serviceMonitor(o),
	}
	return slices.Concat(
		objs,
		rulesReader(o, sa),
		monolithic(t, o, sa),
		scalable(t, o, sa),
		caches(t, o),
		gateway(t, o),
		canary(t, o),
		promtail(t, o),
		alloy(t, o),
		grafana(t, o),
	), nil
}

// namespace asks for what the pods may do. Collectors read folders of their nodes, as root.
func namespace(o Options) *corev1.Namespace {
	level := kube.Restricted
	if o.Collector != NoCollector {
		level = kube.Privileged
	}
	return kube.Namespace(o.Namespace, level)
}

// rulesReader lets the sidecar find rules.
func rulesReader(o Options, sa *corev1.ServiceAccount) []addon.Object {
	if o.Ruler.NoSidecar {
		return nil
	}
	return o.Ruler.Sidecar.rights(o.identity(), name, sa)
}

// rights let a sidecar read what it collects, where it looks. The name begins that of roles.
func (s Sidecar) rights(id kube.Identity, name string, sa *corev1.ServiceAccount) []addon.Object {
	resources := map[SidecarResource]string{ConfigMaps: "configmaps", Secrets: "secrets", Both: "configmaps secrets"}[s.Resource]
	rules := []rbacv1.PolicyRule{kube.Rule("", resources, "get watch list")}
	if s.AllNamespaces {
		role := name + "-clusterrole"
		return []addon.Object{
			&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(role), Rules: rules},
			kube.BindClusterRole(id, role+"binding", role, sa),
		}
	}
	namespaces := s.Namespaces
	if namespaces == nil {
		namespaces = []string{id.Namespace}
	}
	var objs []addon.Object
	for _, namespace := range namespaces {
		objs = append(objs, &rbacv1.Role{ObjectMeta: id.In(namespace).Meta(name), Rules: rules}, kube.BindRole(id.In(namespace), name, name, sa))
	}
	return objs
}

// labelNoMonitor marks Services that lead to pods which are scraped by another Service.
const labelNoMonitor = "prometheus.io/service-monitor"

// serviceMonitor has Loki, its caches, the gateway and the canary scraped.
func serviceMonitor(o Options) *kube.ServiceMonitor {
	m := kube.NewServiceMonitor(o.identity(), name, o.ServiceMonitor, kube.Endpoint{Port: "http-metrics", Path: "/metrics"})
	if m != nil {
		m.Spec.Selector.MatchExpressions = []metav1.LabelSelectorRequirement{{
			Key: labelNoMonitor, Operator: metav1.LabelSelectorOpNotIn, Values: []string{"false"},
		}}
	}
	return m
}

// headless is the name of the Service by which the pods behind another one are known, each for
// itself.
func headless(service string) string { return service + "-headless" }

// lokiServices are the two Services of some of Loki's pods.
func lokiServices(id kube.Identity, service string) []addon.Object {
	plain := lokiService(id, service)
	each := lokiService(id, headless(service))
	each.Labels = kube.Over(each.Labels, map[string]string{labelNoMonitor: "false", "variant": "headless"})
	each.Spec.ClusterIP = corev1.ClusterIPNone
	return []addon.Object{plain, each}
}

func lokiService(id kube.Identity, service string) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: id.Meta(service),
		Spec: corev1.ServiceSpec{
			Type:                     corev1.ServiceTypeClusterIP,
			Selector:                 id.PodLabels(),
			PublishNotReadyAddresses: true, // pods must find each other before they are ready
			Ports: []corev1.ServicePort{
				port("http-metrics", httpPort, "http-metrics"),
				port("grpc", grpcPort, "grpc"),
				port("grpclb", grpcPort+1, "grpc"),
			},
		},
	}
}

// port is a port of a Service, which leads to one of the pods' by its name.
func port(name string, number int32, target string) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: number, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(target)}
}

// memberlistLabels mark the pods that gossip with each other.
func memberlistLabels() map[string]string { return map[string]string{addon.LabelPartOf: "memberlist"} }

// memberlistService leads to all of Loki's pods, by which a new one finds the others.
func memberlistService(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.identity().Meta(memberlistName),
		Spec: corev1.ServiceSpec{
			Type:      corev1.ServiceTypeClusterIP,
			ClusterIP: corev1.ClusterIPNone,
			Selector:  kube.Over(o.identity().PodLabels(), memberlistLabels()),
			Ports:     []corev1.ServicePort{port("tcp", memberlistPort, "http-memberlist")},
		},
	}
}
