package controller

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Where kubebuilder's programs serve webhooks, and find the certificate for it.
const (
	webhookPort = 9443
	certificate = "/tmp/k8s-webhook-server/serving-certs"
)

// Webhooks are what the API server asks a controller. Of each the name, the rules and what
// else differs is given; where the program is found, and the CA, are filled in.
type Webhooks struct {
	// Certificate is the option that says where the certificate comes from. It must be
	// cert-manager, or a Secret with its CA.
	Certificate addon.ServingCertificate

	// Mutating may change what is written.
	Mutating []admissionv1.MutatingWebhook

	// Validating may refuse it.
	Validating []admissionv1.ValidatingWebhook
}

// Path names the path at which a webhook is served: the only part of its client
// configuration that isn't filled in.
func Path(path string) admissionv1.WebhookClientConfig {
	return admissionv1.WebhookClientConfig{Service: &admissionv1.ServiceReference{Path: &path}}
}

// service is the name of the Service that the API server asks.
func (c Controller) webhookService() string { return c.Name + "-webhook-service" }

// secret is the Secret with the certificate.
func (c Controller) webhookSecret() string {
	if s := c.Webhooks.Certificate.Secret; s != "" {
		return s
	}
	return c.servingCertificate()
}

// servingCertificate is the name of the Certificate, and of its Secret.
func (c Controller) servingCertificate() string { return c.Name + "-serving-cert" }

func (c Controller) webhookPorts() []corev1.ContainerPort {
	if c.Webhooks == nil {
		return nil
	}
	return []corev1.ContainerPort{{Name: "webhook-server", ContainerPort: webhookPort, Protocol: corev1.ProtocolTCP}}
}

func (c Controller) webhookMounts() []corev1.VolumeMount {
	if c.Webhooks == nil {
		return nil
	}
	return []corev1.VolumeMount{{Name: "webhook-certs", MountPath: certificate, ReadOnly: true}}
}

func (c Controller) webhookVolumes() []corev1.Volume {
	if c.Webhooks == nil {
		return nil
	}
	return []corev1.Volume{{Name: "webhook-certs", VolumeSource: corev1.VolumeSource{
		Secret: &corev1.SecretVolumeSource{SecretName: c.webhookSecret(), DefaultMode: new(int32(0o644))},
	}}}
}

func (c Controller) webhookObjects() []addon.Object {
	if c.Webhooks == nil {
		return nil
	}
	objs := []addon.Object{&corev1.Service{
		ObjectMeta: c.Identity.Meta(c.webhookService()),
		Spec: corev1.ServiceSpec{
			Selector: c.Identity.PodLabels(),
			Ports:    []corev1.ServicePort{{Port: 443, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(webhookPort)}},
		},
	}}
	objs = append(objs, kube.ServingCertificate(c.Identity, c.servingCertificate(), c.Webhooks.Certificate,
		kube.ServiceNames(c.webhookService(), c.Identity.Namespace)...)...)
	return append(objs, c.mutating(), c.validating())
}

func (c Controller) mutating() *admissionv1.MutatingWebhookConfiguration {
	if len(c.Webhooks.Mutating) == 0 {
		return nil
	}
	config := &admissionv1.MutatingWebhookConfiguration{ObjectMeta: c.Identity.ClusterMeta(c.Name + "-mutating-webhook-configuration")}
	config.Annotations = kube.InjectCA(c.Identity, c.servingCertificate(), c.Webhooks.Certificate)
	for _, w := range c.Webhooks.Mutating {
		w.ClientConfig = c.client(w.ClientConfig)
		config.Webhooks = append(config.Webhooks, w)
	}
	return config
}

func (c Controller) validating() *admissionv1.ValidatingWebhookConfiguration {
	if len(c.Webhooks.Validating) == 0 {
		return nil
	}
	config := &admissionv1.ValidatingWebhookConfiguration{ObjectMeta: c.Identity.ClusterMeta(c.Name + "-validating-webhook-configuration")}
	config.Annotations = kube.InjectCA(c.Identity, c.servingCertificate(), c.Webhooks.Certificate)
	for _, w := range c.Webhooks.Validating {
		w.ClientConfig = c.client(w.ClientConfig)
		config.Webhooks = append(config.Webhooks, w)
	}
	return config
}

// client completes where a webhook is served. cert-manager writes the CA at run time.
func (c Controller) client(at admissionv1.WebhookClientConfig) admissionv1.WebhookClientConfig {
	service := *at.Service
	service.Name, service.Namespace = c.webhookService(), c.Identity.Namespace
	return admissionv1.WebhookClientConfig{Service: &service, CABundle: []byte(c.Webhooks.Certificate.CABundle)}
}
