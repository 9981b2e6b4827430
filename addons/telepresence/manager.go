package telepresence

import (
	"maps"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// certificateDir is where the pod has the webhook's certificate.
const certificateDir = "/var/run/secrets/tls"

func deployment(t addon.Target, o Options) *appsv1.Deployment {
	spec := corev1.PodSpec{
		ServiceAccountName: managerName,
		Containers: []corev1.Container{{
			Name:            managerName,
			Image:           t.Image(o.Pods.Image),
			Env:             environment(t, o),
			Ports:           ports(o),
			LivenessProbe:   probe(o.LivenessProbe),
			ReadinessProbe:  probe(o.ReadinessProbe),
			SecurityContext: security(),
		}},
	}
	if o.mountsCertificate() {
		spec.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "tls", MountPath: certificateDir, ReadOnly: true}}
		spec.Volumes = []corev1.Volume{{Name: "tls", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
			SecretName:  o.certificateSecret(),
			DefaultMode: new(int32(0o644)),
		}}}}
	}
	d := kube.Deployment(o.identity(), managerName, o.Pods, spec)
	maps.Copy(d.Labels, o.identity().PodLabels()) // by these clients leave it out of what can be intercepted
	return d
}

func ports(o Options) []corev1.ContainerPort {
	var out []corev1.ContainerPort
	for _, p := range o.ports() {
		out = append(out, corev1.ContainerPort{Name: p.name, ContainerPort: p.number, Protocol: corev1.ProtocolTCP})
	}
	return out
}

// listener is a port that the manager listens on.
type listener struct {
	option, name string
	number       int32
}

// ports are those that the manager listens on.
func (o Options) ports() []listener {
	out := []listener{{"apiPort", "api", o.APIPort}}
	if !o.AgentInjector.Disabled {
		out = append(out, listener{"agentInjector.port", "https", o.AgentInjector.Port})
	}
	if o.Metrics.Port != 0 {
		out = append(out, listener{"metrics.port", "prometheus", o.Metrics.Port})
	}
	if o.TracingPort != 0 {
		out = append(out, listener{"tracingPort", "grpc-trace", o.TracingPort})
	}
	return out
}

// security confines the container to the user that upstream's chart has it run as. The
// program's file carries the capability to listen on ports below 1024, and can't even be
// started in a container that lacks it.
func security() *corev1.SecurityContext {
	s := kube.Confined()
	s.RunAsUser = new(int64(1000))
	s.Capabilities.Add = []corev1.Capability{"NET_BIND_SERVICE"}
	return s
}

func probe(p *Probe) *corev1.Probe {
	if p == nil {
		return nil
	}
	return &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/", Port: intstr.FromString("api")}},
		InitialDelaySeconds: p.InitialDelaySeconds,
		PeriodSeconds:       p.PeriodSeconds,
		TimeoutSeconds:      p.TimeoutSeconds,
		FailureThreshold:    p.FailureThreshold,
	}
}
