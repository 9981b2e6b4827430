package prometheusoperator

import (
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	port     = 8080
	portName = "http"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.identity()
	sa := serviceAccount(id, name, o.Pods)
	return slices.Concat(
		definitions(o),
		[]addon.Object{kube.Namespace(o.Namespace, kube.Restricted), sa},
		rights(o, sa),
		userRoles(o),
		[]addon.Object{
			service(o),
			deployment(t, o, sa),
			kube.DisruptionBudget(id, name, o.Pods),
			kube.NewServiceMonitor(id, name, o.ServiceMonitor, kube.Endpoint{Port: portName, HonorLabels: true}),
		},
		webhookObjects(t, o),
		customResources(t, o),
		namespacedObjects(t, o),
	), nil
}

func definitions(o Options) []addon.Object {
	objs := kube.CRDs(crds)
	for _, crd := range objs {
		crd.SetLabels(o.identity().ClusterMeta("").Labels)
		crd.SetAnnotations(map[string]string{"operator.prometheus.io/version": version})
	}
	return objs
}

// serviceAccount is one whose token only the pods have that ask for it.
func serviceAccount(id kube.Identity, name string, pods addon.Pods) *corev1.ServiceAccount {
	sa := kube.ServiceAccount(id, name, pods)
	sa.AutomountServiceAccountToken = new(false)
	return sa
}

func service(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.identity().Meta(name),
		Spec: corev1.ServiceSpec{
			ClusterIP: corev1.ClusterIPNone,
			Selector:  o.identity().PodLabels(),
			Ports:     []corev1.ServicePort{servicePort(portName, port)},
		},
	}
}

func servicePort(name string, number int32) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: number, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(name)}
}

func deployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	return confined(o.identity(), name, o.Pods, corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: new(true),
		Containers: []corev1.Container{{
			Image: t.Image(o.Pods.Image),
			Args:  args(t, o),
			Env:   []corev1.EnvVar{{Name: "GOGC", Value: fmt.Sprint(o.GCPercent)}},
			Ports: []corev1.ContainerPort{kube.Port(portName, port)},
		}},
	})
}

// confined is a Deployment as upstream confines its pods.
func confined(id kube.Identity, name string, pods addon.Pods, spec corev1.PodSpec) *appsv1.Deployment {
	main := &spec.Containers[0]
	main.Name = name
	main.SecurityContext = &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		ReadOnlyRootFilesystem:   new(true),
	}
	spec.SecurityContext = &corev1.PodSecurityContext{
		RunAsNonRoot:   new(true),
		RunAsUser:      new(int64(65534)),
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	pods.Annotations = kube.Over(map[string]string{"kubectl.kubernetes.io/default-container": name}, pods.Annotations)
	return kube.Deployment(id, name, pods, spec)
}
