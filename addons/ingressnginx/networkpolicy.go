package ingressnginx

import (
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// policies let the pods be reached by their own ports. The controller and the Jobs may
// reach whatever they want; the default backend has nothing to reach.
func policies(o Options) []addon.Object {
	if !o.NetworkPolicies {
		return nil
	}
	objs := []addon.Object{policy(o.controller(), o.controllerName(), ports(o), true)}
	if o.jobs() {
		objs = append(objs, policy(o.hook(), o.hookName(), nil, true))
	}
	if b := o.DefaultBackend; b.Enabled {
		port := corev1.ContainerPort{ContainerPort: b.Port, Protocol: corev1.ProtocolTCP}
		objs = append(objs, policy(o.backend(), o.backendName(), []corev1.ContainerPort{port}, false))
	}
	return objs
}

func policy(id kube.Identity, name string, ports []corev1.ContainerPort, egress bool) *networkingv1.NetworkPolicy {
	p := &networkingv1.NetworkPolicy{
		ObjectMeta: id.Meta(name),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *id.LabelSelector(),
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
		},
	}
	if len(ports) > 0 {
		var in []networkingv1.NetworkPolicyPort
		for _, port := range ports {
			in = append(in, networkingv1.NetworkPolicyPort{Protocol: &port.Protocol, Port: new(intstr.FromInt32(port.ContainerPort))})
		}
		p.Spec.Ingress = []networkingv1.NetworkPolicyIngressRule{{Ports: in}}
	}
	if egress {
		p.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{{}}
	}
	return p
}
