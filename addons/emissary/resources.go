package emissary

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	if errs := validateTarget(t, o); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	sa := kube.ServiceAccount(o.identity(), o.fullname(), o.Pods)
	objs := []addon.Object{
		namespace(o),
		sa,
		service(o),
		adminService(o),
		workload(t, o, sa),
		disruptionBudget(o),
		hpa.New(o.identity().Meta(o.fullname()), o.fullname(), o.Autoscaling),
		ingressClass(o),
		serviceMonitor(o),
	}
	return slices.Concat(objs, definitions(o), access(o, sa), legacy(t, o, sa), resources(o)), nil
}

// namespace asks for a namespace that allows ports of nodes, where pods have some.
func namespace(o Options) *corev1.Namespace {
	onNode := func(p ServicePort) bool { return p.HostPort != 0 }
	if !o.HostNetwork && !slices.ContainsFunc(o.Service.Ports, onNode) {
		return nil
	}
	return kube.Namespace(o.Namespace, kube.Privileged)
}

func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.identity(), o.fullname(), o.pods())
}

// ingressClass is the class by which Ingresses choose this Emissary. The annotation is how
// one that is not the default knows its own class.
func ingressClass(o Options) *networkingv1.IngressClass {
	if o.IngressClass.Disabled {
		return nil
	}
	meta := o.identity().ClusterMeta(o.className())
	for k, v := range o.IngressClass.Annotations {
		metav1.SetMetaDataAnnotation(&meta, k, v)
	}
	if o.id() != defaultID {
		metav1.SetMetaDataAnnotation(&meta, group+"/ambassador-id", o.id())
	}
	if o.IngressClass.Default {
		metav1.SetMetaDataAnnotation(&meta, networkingv1.AnnotationIsDefaultIngressClass, "true")
	}
	return &networkingv1.IngressClass{
		ObjectMeta: meta,
		Spec:       networkingv1.IngressClassSpec{Controller: group + "/ingress-controller"},
	}
}

// serviceMonitor selects the admin Service alone.
func serviceMonitor(o Options) *kube.ServiceMonitor {
	id := o.identity().Of("ambassador-admin")
	return kube.NewServiceMonitor(id, o.fullname(), o.ServiceMonitor, kube.Endpoint{Port: "ambassador-admin", Path: "/metrics"})
}
