package greeter

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	return []addon.Object{
		kube.Namespace(o.Namespace, kube.Restricted),
		page(o),
		service(o),
		deployment(t, o),
		disruptionBudget(o),
	}, nil
}

func page(o Options) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: o.identity().Meta(name),
		Data:       map[string]string{"index.html": o.Greeting + "\n"},
	}
}

func service(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.identity().Meta(name),
		Spec: corev1.ServiceSpec{
			Selector: o.identity().PodLabels(),
			Ports:    []corev1.ServicePort{{Name: "http", Port: 80, TargetPort: intstr.FromString("http")}},
		},
	}
}

func deployment(t addon.Target, o Options) *appsv1.Deployment {
	security := kube.Confined()
	security.ReadOnlyRootFilesystem = nil // it writes its cache
	return kube.Deployment(o.identity(), name, o.Pods, corev1.PodSpec{
		Containers: []corev1.Container{{
			Name:            name,
			Image:           t.Image(o.Pods.Image),
			Ports:           []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}},
			SecurityContext: security,
			VolumeMounts:    []corev1.VolumeMount{{Name: "page", MountPath: "/usr/share/nginx/html"}},
		}},
		Volumes: []corev1.Volume{{Name: "page", VolumeSource: corev1.VolumeSource{
			ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: page(o).Name}},
		}}},
	})
}

func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.identity(), name, o.Pods)
}
