package clusterautoscaler

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := serviceAccount(o)
	return []addon.Object{
		namespace(o),
		sa,
		clusterRole(o),
		kube.BindClusterRole(id, fullName, fullName, sa),
		role(o),
		kube.BindRole(id, fullName, fullName, sa),
		priorities(o),
		service(o),
		deployment(t, o, sa),
		disruptionBudget(o),
		serviceMonitor(o),
	}, nil
}

// namespace asks for a namespace that allows pods in the network of their nodes.
func namespace(o Options) *corev1.Namespace {
	if !o.HostNetwork {
		return nil
	}
	return kube.Namespace(o.Namespace, kube.Privileged)
}

func service(o Options) *corev1.Service {
	if o.Service.Disabled {
		return nil
	}
	s := &corev1.Service{
		ObjectMeta: o.identity().Meta(fullName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.identity().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name: portName, Port: o.Service.Port, TargetPort: intstr.FromInt32(o.Port), Protocol: corev1.ProtocolTCP,
			}},
		},
	}
	maps.Copy(s.Labels, o.Service.Labels)
	s.Annotations = o.Service.Annotations
	return s
}

func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.identity(), fullName, o.Pods)
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	return kube.NewServiceMonitor(o.identity(), fullName, o.ServiceMonitor, kube.Endpoint{Port: portName, Path: "/metrics"})
}
