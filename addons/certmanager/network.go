package certmanager

import (
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func networkPolicies(o Options) []addon.Object {
	if !o.NetworkPolicy.Enabled {
		return nil
	}
	objs := []addon.Object{
		ingressPolicy(o.controller(), name, metricsName, "http-healthz"),
		egressPolicy(o, o.controller(), name),
		ingressPolicy(o.webhook(), webhookName, "https", "healthcheck", metricsName),
		egressPolicy(o, o.webhook(), webhookName),
	}
	if o.CAInjector.Disabled {
		return objs
	}
	return append(objs,
		ingressPolicy(o.injector(), injectorName, metricsName),
		egressPolicy(o, o.injector(), injectorName),
	)
}

// ingressPolicy lets anybody reach these ports of a component's pods, and no others.
func ingressPolicy(id kube.Identity, component string, ports ...string) *networkingv1.NetworkPolicy {
	rule := networkingv1.NetworkPolicyIngressRule{}
	for _, p := range ports {
		rule.Ports = append(rule.Ports, policyPort(corev1.ProtocolTCP, intstr.FromString(p)))
	}
	return &networkingv1.NetworkPolicy{
		ObjectMeta: id.Meta(component + "-allow-ingress"),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *id.LabelSelector(),
			Ingress:     []networkingv1.NetworkPolicyIngressRule{rule},
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
		},
	}
}

// egressPolicy lets a component's pods reach DNS and the ports of the option, anywhere.
func egressPolicy(o Options, id kube.Identity, component string) *networkingv1.NetworkPolicy {
	rule := networkingv1.NetworkPolicyEgressRule{Ports: []networkingv1.NetworkPolicyPort{
		policyPort(corev1.ProtocolTCP, intstr.FromInt32(53)),
		policyPort(corev1.ProtocolUDP, intstr.FromInt32(53)),
	}}
	for _, p := range o.NetworkPolicy.EgressPorts {
		rule.Ports = append(rule.Ports, policyPort(corev1.ProtocolTCP, intstr.FromInt32(p)))
	}
	return &networkingv1.NetworkPolicy{
		ObjectMeta: id.Meta(component + "-allow-egress"),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *id.LabelSelector(),
			Egress:      []networkingv1.NetworkPolicyEgressRule{rule},
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress},
		},
	}
}

func policyPort(protocol corev1.Protocol, port intstr.IntOrString) networkingv1.NetworkPolicyPort {
	return networkingv1.NetworkPolicyPort{Protocol: &protocol, Port: &port}
}
