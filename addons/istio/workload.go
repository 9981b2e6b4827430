package istio

import (
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

// counted are pods with their number: the least that the autoscaler leaves, or one where
// nobody says.
func (a Autoscaling) counted(p addon.Pods) addon.Pods {
	switch {
	case !a.Disabled:
		p.Replicas = &a.MinReplicas
	case p.Replicas == nil:
		p.Replicas = new(int32(1))
	}
	return p
}

// hpa is the autoscaler as all addons have it.
func (a Autoscaling) hpa() hpa.Autoscaling {
	return hpa.Autoscaling{
		Enabled:      !a.Disabled,
		MinReplicas:  a.MinReplicas,
		MaxReplicas:  a.MaxReplicas,
		TargetCPU:    a.TargetCPU,
		TargetMemory: a.TargetMemory,
		Metrics:      a.Metrics,
		Behavior:     a.Behavior,
	}
}

// istiodPolicy lets istiod be reached by the ports that it serves.
func istiodPolicy(o Options) *networkingv1.NetworkPolicy {
	if !o.NetworkPolicies {
		return nil
	}
	return policy(o.istiod(), o.istiodName(),
		servicePort("", webhookPort, webhookPort),
		servicePort("", xdsPort, xdsPort),
		servicePort("", xdsTLSPort, xdsTLSPort),
		servicePort("", debugPort, debugPort),
		servicePort("", monitoringPort, monitoringPort),
	)
}

// policy lets pods be reached by the pods' ports behind those of Services, and reach
// whatever they want.
func policy(id kube.Identity, name string, ports ...corev1.ServicePort) *networkingv1.NetworkPolicy {
	var in []networkingv1.NetworkPolicyPort
	seen := map[string]bool{}
	for _, p := range ports {
		if key := p.TargetPort.String() + string(p.Protocol); !seen[key] {
			seen[key] = true
			in = append(in, networkingv1.NetworkPolicyPort{Protocol: &p.Protocol, Port: &p.TargetPort})
		}
	}
	return &networkingv1.NetworkPolicy{
		ObjectMeta: id.Meta(name),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *id.LabelSelector(),
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
			Ingress:     []networkingv1.NetworkPolicyIngressRule{{Ports: in}},
			Egress:      []networkingv1.NetworkPolicyEgressRule{{}},
		},
	}
}
