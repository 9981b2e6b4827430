package externaldns

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
)

// portWebhook is the port on which the sidecar serves its health and metrics. The
// provider itself listens on localhost only.
const portWebhook = "http-webhook"

// WebhookOptions are those of the sidecar that talks to a provider which ExternalDNS
// doesn't know. It serves the provider on localhost:8888.
type WebhookOptions struct {
	// The sidecar's image. The provider "webhook" requires it.
	Image addon.Image `json:"image,omitzero"`

	// The sidecar's arguments.
	Args []string `json:"args,omitempty"`

	// The sidecar's environment, such as the credentials from a Secret.
	Env []corev1.EnvVar `json:"env,omitempty"`

	// Where the sidecar mounts volumes of pods.extraVolumes.
	VolumeMounts []corev1.VolumeMount `json:"volumeMounts,omitempty"`

	// The CPU and memory that the sidecar asks for and may use.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`

	// What the sidecar may do. The pod runs as non-root already.
	SecurityContext *corev1.SecurityContext `json:"securityContext,omitempty"`

	// The port on which the sidecar serves its health and metrics.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port of the Service that leads there.
	ServicePort int32 `json:"servicePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Tells when the sidecar is started anew: it replaces upstream's probe as a whole.
	LivenessProbe *corev1.Probe `json:"livenessProbe,omitempty"`

	// Tells when the sidecar is ready: it replaces upstream's probe as a whole.
	ReadinessProbe *corev1.Probe `json:"readinessProbe,omitempty"`
}

func webhookContainer(t addon.Target, o WebhookOptions) corev1.Container {
	return corev1.Container{
		Name:            "webhook",
		Image:           t.Image(o.Image),
		Args:            o.Args,
		Env:             o.Env,
		Ports:           []corev1.ContainerPort{{Name: portWebhook, ContainerPort: o.Port, Protocol: corev1.ProtocolTCP}},
		LivenessProbe:   o.LivenessProbe,
		ReadinessProbe:  o.ReadinessProbe,
		Resources:       o.Resources,
		SecurityContext: o.SecurityContext,
		VolumeMounts:    o.VolumeMounts,
	}
}

// probe asks a container for its health: after so many seconds first, and so many times
// in vain before it counts.
func probe(port string, delay, failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:        corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString(port)}},
		InitialDelaySeconds: delay,
		PeriodSeconds:       10,
		TimeoutSeconds:      5,
		FailureThreshold:    failures,
		SuccessThreshold:    1,
	}
}
