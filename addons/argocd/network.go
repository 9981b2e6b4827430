package argocd

import (
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// port is a port of a Service that pods have by the same number.
func port(name string, number int32) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: number, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(number)}
}

// serviceOf leads to a component's pods.
func serviceOf(id kube.Identity, name string, ports ...corev1.ServicePort) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: id.Meta(name),
		Spec:       corev1.ServiceSpec{Type: corev1.ServiceTypeClusterIP, Selector: id.PodLabels(), Ports: ports},
	}
}

// headless gives the pods of a StatefulSet names.
func headless(id kube.Identity, name string, ports ...corev1.ServicePort) *corev1.Service {
	s := serviceOf(id, name, ports...)
	s.Spec.ClusterIP = corev1.ClusterIPNone
	return s
}

// metricsService is one for nothing but the metrics of a component.
func metricsService(o Options, name, part, component string, p corev1.ServicePort) *corev1.Service {
	s := serviceOf(o.of(name, part), name, p)
	s.Spec.Selector = map[string]string{addon.LabelName: component}
	return s
}

// monitor has Prometheus scrape a port of a Service.
func (o Options) monitor(name, service, part, port string) *kube.ServiceMonitor {
	return kube.NewServiceMonitor(o.of(service, part), name, o.ServiceMonitor, kube.Endpoint{Port: port, Path: "/metrics"})
}

// networkPolicy lets through to a component's pods what the rules say, and nothing else.
func (o Options) networkPolicy(id kube.Identity, component string, rules ...networkingv1.NetworkPolicyIngressRule) *networkingv1.NetworkPolicy {
	if o.NoNetworkPolicies {
		return nil
	}
	return &networkingv1.NetworkPolicy{
		ObjectMeta: id.Meta(component + "-network-policy"),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *id.LabelSelector(),
			Ingress:     rules,
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
		},
	}
}

// anything is a rule that lets everything through.
func anything() networkingv1.NetworkPolicyIngressRule { return networkingv1.NetworkPolicyIngressRule{} }

// everybody is a rule that lets all pods of the cluster reach some ports.
func everybody(ports ...int32) networkingv1.NetworkPolicyIngressRule {
	return networkingv1.NetworkPolicyIngressRule{
		From:  []networkingv1.NetworkPolicyPeer{{NamespaceSelector: &metav1.LabelSelector{}}},
		Ports: policyPorts(ports...),
	}
}

// from is a rule that lets components reach some ports.
func from(ports []int32, components ...string) networkingv1.NetworkPolicyIngressRule {
	rule := networkingv1.NetworkPolicyIngressRule{Ports: policyPorts(ports...)}
	for _, c := range components {
		rule.From = append(rule.From, podsOf(c))
	}
	return rule
}

func podsOf(component string) networkingv1.NetworkPolicyPeer {
	return networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{addon.LabelName: component}}}
}

func policyPorts(ports ...int32) []networkingv1.NetworkPolicyPort {
	var out []networkingv1.NetworkPolicyPort
	for _, p := range ports {
		out = append(out, policyPort(corev1.ProtocolTCP, p))
	}
	return out
}

func policyPort(protocol corev1.Protocol, port int32) networkingv1.NetworkPolicyPort {
	return networkingv1.NetworkPolicyPort{Protocol: &protocol, Port: new(intstr.FromInt32(port))}
}

func get(path string, port int32) corev1.ProbeHandler {
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromInt32(port)}}
}

// probes are those of a program that tells whether it is up, and, asked for all, whether it works.
func probes(port int32) (liveness, readiness *corev1.Probe) {
	return &corev1.Probe{ProbeHandler: get("/healthz?full=true", port), TimeoutSeconds: 5}, &corev1.Probe{ProbeHandler: get("/healthz", port)}
}
