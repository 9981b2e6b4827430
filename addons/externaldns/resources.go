package externaldns

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// portHTTP is the name of the port for health and metrics.
const portHTTP = "http"

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	sa := serviceAccount(o)
	objs := []addon.Object{
		sa,
		service(o),
		deployment(t, o, sa),
		disruptionBudget(o),
		serviceMonitor(o),
	}
	objs = append(objs, access(o, sa)...)
	return append(objs, definitions(o)...), nil
}

func serviceAccount(o Options) *corev1.ServiceAccount {
	sa := kube.ServiceAccount(o.identity(), o.name(), o.Pods)
	sa.AutomountServiceAccountToken = new(true)
	return sa
}

func service(o Options) *corev1.Service {
	if o.Service.Disabled {
		return nil
	}
	s := &corev1.Service{
		ObjectMeta: o.identity().Meta(o.name()),
		Spec: corev1.ServiceSpec{
			Type:       corev1.ServiceTypeClusterIP,
			Selector:   o.identity().PodLabels(),
			IPFamilies: o.Service.IPFamilies,
			Ports:      []corev1.ServicePort{servicePort(portHTTP, o.Service.Port)},
		},
	}
	s.Annotations = o.Service.Annotations
	if o.Service.IPFamilyPolicy != "" {
		s.Spec.IPFamilyPolicy = &o.Service.IPFamilyPolicy
	}
	if o.Provider == Webhook {
		s.Spec.Ports = append(s.Spec.Ports, servicePort(portWebhook, o.Webhook.ServicePort))
	}
	return s
}

func servicePort(name string, port int32) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: port, TargetPort: intstr.FromString(name), Protocol: corev1.ProtocolTCP}
}

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	spec := corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(true),
		SecurityContext: &corev1.PodSecurityContext{
			FSGroup:        new(int64(65534)),
			RunAsNonRoot:   new(true),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Containers: []corev1.Container{container(t, o)},
	}
	if o.Provider == Webhook {
		spec.Containers = append(spec.Containers, webhookContainer(t, o.Webhook))
	}
	d := kube.Deployment(o.identity(), o.name(), o.Pods, spec)
	d.Spec.Strategy.Type = appsv1.RecreateDeploymentStrategyType // no two at once
	return d
}

func container(t addon.Target, o Options) corev1.Container {
	security := kube.Confined()
	security.RunAsUser = new(int64(65532))
	security.RunAsGroup = new(int64(65532))
	return corev1.Container{
		Name:            name,
		Image:           t.Image(o.Pods.Image),
		Args:            args(o),
		Env:             env(o),
		Ports:           []corev1.ContainerPort{{Name: portHTTP, ContainerPort: 7979, Protocol: corev1.ProtocolTCP}},
		LivenessProbe:   probe(portHTTP, 10, 2),
		ReadinessProbe:  probe(portHTTP, 5, 6),
		SecurityContext: security,
	}
}

// disruptionBudget is there on demand only: there is but one pod.
func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.identity(), o.name(), o.Pods)
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	endpoints := []kube.Endpoint{{Port: portHTTP, Path: "/metrics"}}
	if o.Provider == Webhook {
		endpoints = append(endpoints, kube.Endpoint{Port: portWebhook, Path: "/metrics"})
	}
	m := kube.NewServiceMonitor(o.identity(), o.name(), o.ServiceMonitor, endpoints...)
	if m != nil {
		m.Spec.JobLabel = addon.LabelInstance
	}
	return m
}

// definitions are the cluster's, so that of several installs one brings them: by default
// the one that needs no instance to tell it apart.
func definitions(o Options) []addon.Object {
	if o.CRDs == LeaveCRDs || o.CRDs == "" && o.Instance != "" {
		return nil
	}
	return kube.CRDs(crds)
}
