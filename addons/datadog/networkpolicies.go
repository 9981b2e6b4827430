package datadog

import (
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// networkPolicies keep the pods from being reached otherwise than they must be. Checks go
// anywhere, and so may those that run them.
func networkPolicies(o Options) []addon.Object {
	if !o.NetworkPolicies {
		return nil
	}
	anywhere := []networkingv1.NetworkPolicyEgressRule{{}}
	objs := []addon.Object{
		policyOf(o.agents(), name, intoAgents(o), anywhere),
		policyOf(o.clusterAgents(), clusterAgentName, intoClusterAgent(o), outOfClusterAgent(o)),
	}
	if o.ClusterChecksRunner.Enabled {
		// The cluster agent asks runners what their checks cost.
		asked := []networkingv1.NetworkPolicyIngressRule{{Ports: []networkingv1.NetworkPolicyPort{tcp(5005)}, From: from(o.clusterAgents())}}
		objs = append(objs, policyOf(o.runners(), runnerName, asked, anywhere))
	}
	return objs
}

func policyOf(id kube.Identity, name string, in []networkingv1.NetworkPolicyIngressRule, out []networkingv1.NetworkPolicyEgressRule) *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{
		ObjectMeta: id.Meta(name),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *id.LabelSelector(),
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
			Ingress:     in,
			Egress:      out,
		},
	}
}

// intoAgents are the ports at which applications send what they have to say.
func intoAgents(o Options) []networkingv1.NetworkPolicyIngressRule {
	rules := []networkingv1.NetworkPolicyIngressRule{{Ports: []networkingv1.NetworkPolicyPort{udp(o.DogStatsD.Port)}}}
	add := func(on bool, port int32) {
		if on {
			rules = append(rules, networkingv1.NetworkPolicyIngressRule{Ports: []networkingv1.NetworkPolicyPort{tcp(port)}})
		}
	}
	add(!o.APM.Disabled, o.APM.Port)
	add(o.OTLP.GRPC.Enabled, o.OTLP.GRPC.port(4317))
	add(o.OTLP.HTTP.Enabled, o.OTLP.HTTP.port(4318))
	return rules
}

func intoClusterAgent(o Options) []networkingv1.NetworkPolicyIngressRule {
	callers := from(o.agents(), o.clusterAgents())
	if o.ClusterChecksRunner.Enabled {
		callers = append(callers, from(o.runners())...)
	}
	rules := []networkingv1.NetworkPolicyIngressRule{
		{Ports: []networkingv1.NetworkPolicyPort{tcp(5000)}, From: from(o.agents())},
		{Ports: []networkingv1.NetworkPolicyPort{tcp(5005)}, From: callers},
	}
	if a := o.ClusterAgent.Admission; !a.Disabled { // the API server, which is in no network of pods
		rules = append(rules, networkingv1.NetworkPolicyIngressRule{Ports: []networkingv1.NetworkPolicyPort{tcp(a.Port)}})
	}
	if m := o.ClusterAgent.MetricsProvider; m.Enabled {
		rules = append(rules, networkingv1.NetworkPolicyIngressRule{Ports: []networkingv1.NetworkPolicyPort{tcp(m.Port)}})
	}
	return rules
}

// outOfClusterAgent is to other cluster agents and runners, and to Datadog, the API server and
// DNS.
func outOfClusterAgent(o Options) []networkingv1.NetworkPolicyEgressRule {
	others := from(o.clusterAgents())
	if o.ClusterChecksRunner.Enabled {
		others = append(others, from(o.runners())...)
	}
	return []networkingv1.NetworkPolicyEgressRule{
		{Ports: []networkingv1.NetworkPolicyPort{tcp(5005)}, To: others},
		{Ports: []networkingv1.NetworkPolicyPort{tcp(443), tcp(6443), udp(53), tcp(53)}},
	}
}

func from(ids ...kube.Identity) []networkingv1.NetworkPolicyPeer {
	var peers []networkingv1.NetworkPolicyPeer
	for _, id := range ids {
		peers = append(peers, networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{MatchLabels: id.PodLabels()}})
	}
	return peers
}

func tcp(port int32) networkingv1.NetworkPolicyPort { return onPort(corev1.ProtocolTCP, port) }

func udp(port int32) networkingv1.NetworkPolicyPort { return onPort(corev1.ProtocolUDP, port) }

func onPort(protocol corev1.Protocol, port int32) networkingv1.NetworkPolicyPort {
	return networkingv1.NetworkPolicyPort{Protocol: &protocol, Port: new(intstr.FromInt32(port))}
}
