package ingressnginx

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// DefaultBackend answers requests that no Ingress is for.
type DefaultBackend struct {
	// Runs the backend.
	Enabled bool `json:"enabled,omitempty"`

	// The backend's pods. The image must answer /healthz with 200 and / with what visitors
	// are to see; upstream's is for amd64 alone.
	Pods addon.Pods `json:"pods,omitzero"`

	// The port that the pods listen on.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// backend is what the default backend goes by.
func (o Options) backend() kube.Identity { return o.identity().Of("default-backend") }

// backendName is the name of the default backend and its Service.
func (o Options) backendName() string { return o.fullname() + "-defaultbackend" }

func defaultBackend(t addon.Target, o Options) []addon.Object {
	b := o.DefaultBackend
	if !b.Enabled {
		return nil
	}
	sa := kube.ServiceAccount(o.backend(), o.fullname()+"-backend", b.Pods)
	sa.AutomountServiceAccountToken = new(true)
	return []addon.Object{
		sa,
		backendService(o),
		backendDeployment(t, o, sa),
		kube.DisruptionBudget(o.backend(), o.backendName(), b.Pods),
	}
}

func backendService(o Options) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: o.backend().Meta(o.backendName()),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.backend().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name:        "http",
				Port:        80,
				Protocol:    corev1.ProtocolTCP,
				TargetPort:  intstr.FromString("http"),
				AppProtocol: new("http"),
			}},
		},
	}
}

func backendDeployment(t addon.Target, o Options, sa *corev1.ServiceAccount) *appsv1.Deployment {
	b := o.DefaultBackend
	security := kube.Confined()
	security.RunAsUser = new(int64(65534))
	security.RunAsGroup = new(int64(65534))
	return kube.Deployment(o.backend(), o.backendName(), b.Pods, corev1.PodSpec{
		ServiceAccountName:           sa.Name,
		AutomountServiceAccountToken: sa.AutomountServiceAccountToken,
		Containers: []corev1.Container{{
			Name:            name + "-default-backend",
			Image:           t.Image(b.Pods.Image),
			Ports:           []corev1.ContainerPort{{Name: "http", ContainerPort: b.Port, Protocol: corev1.ProtocolTCP}},
			LivenessProbe:   backendProbe(b, 30, 10, 3),
			ReadinessProbe:  backendProbe(b, 0, 5, 6),
			SecurityContext: security,
		}},
	})
}

func backendProbe(b DefaultBackend, delay, period, failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
			Path: "/healthz", Port: intstr.FromInt32(b.Port), Scheme: corev1.URISchemeHTTP,
		}},
		InitialDelaySeconds: delay,
		PeriodSeconds:       period,
		TimeoutSeconds:      5,
		SuccessThreshold:    1,
		FailureThreshold:    failures,
	}
}
