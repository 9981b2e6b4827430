package vault

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Where pods have the server's certificate, and the CA by which it is trusted.
const (
	tlsDir = "/vault/tls"
	caDir  = "/vault/ca"
	caKey  = "ca.crt"
	caFile = caDir + "/" + caKey
)

// tls tells whether the server serves HTTPS.
func (s Server) tls() bool { return s.Certificate.CertManager != nil || s.Certificate.Secret != "" }

func (s Server) scheme() string {
	if s.tls() {
		return "https"
	}
	return "http"
}

func (o Options) certificateName() string { return o.fullname() + "-server-tls" }

// certificateSecret has tls.crt and tls.key.
func (o Options) certificateSecret() string {
	if s := o.Server.Certificate.Secret; s != "" {
		return s
	}
	return o.certificateName()
}

// trust is where the CA is that signed Vault's certificate: a ConfigMap of the addon's, or the
// Secret that cert-manager writes.
type trust struct{ configMap, secret string }

// ca is nil where there is no TLS, and where a Vault elsewhere has a CA that all know.
func (o Options) ca() *trust {
	switch {
	case o.caBundle() != "":
		return &trust{configMap: o.fullname() + "-ca"}
	case o.External == nil && o.Server.tls():
		return &trust{secret: o.certificateSecret()}
	}
	return nil
}

// caBundle is the CA, where options have it.
func (o Options) caBundle() string {
	if o.External != nil {
		return o.External.CABundle
	}
	return o.Server.Certificate.CABundle
}

func caConfigMap(o Options) *corev1.ConfigMap {
	if o.caBundle() == "" {
		return nil
	}
	return &corev1.ConfigMap{ObjectMeta: o.server().Meta(o.ca().configMap), Data: map[string]string{caKey: o.caBundle()}}
}

// volume has the CA as a file.
func (c *trust) volume() corev1.VolumeSource {
	if c.secret != "" {
		return fromSecret(c.secret, corev1.KeyToPath{Key: caKey, Path: caKey})
	}
	return fromConfigMap(c.configMap)
}

// variable has the CA in the environment, or is none where there is no CA.
func (c *trust) variable(name string) []corev1.EnvVar {
	switch {
	case c == nil:
		return nil
	case c.secret != "":
		return []corev1.EnvVar{{Name: name, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: addon.SecretRef{Name: c.secret, Key: caKey}.Selector()}}}
	}
	return []corev1.EnvVar{{Name: name, ValueFrom: &corev1.EnvVarSource{ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: c.configMap}, Key: caKey,
	}}}}
}

// serverCertificate is what cert-manager issues for the server. Servers, agents and the CSI
// provider read the CA when they start, so that it lasts.
func serverCertificate(o Options) []addon.Object {
	if o.External != nil {
		return nil
	}
	authority := kube.Authority{
		SelfSigned: o.fullname() + "-server-selfsigned",
		Root:       o.fullname() + "-server-ca",
		Issuer:     o.fullname() + "-server-ca",
		CommonName: o.fullname() + "-server-ca",
		Duration:   87600 * time.Hour, // 10 years
	}
	objs := authority.Certificate(o.server(), o.certificateName(), o.certificateName(), o.Server.Certificate, o.serverNames()...)
	for _, obj := range objs {
		if c, ok := obj.(*kube.Certificate); ok && !c.Spec.IsCA {
			c.Spec.IPAddresses = []string{"127.0.0.1"} // for who calls vault in the pod
		}
	}
	return objs
}

// serverNames are those by which clients and other servers reach a server.
func (o Options) serverNames() []string {
	names := kube.ServiceNames(o.fullname(), o.Namespace)
	if o.Server.Mode == HA {
		names = append(names, kube.ServiceNames(o.activeName(), o.Namespace)...)
	}
	for _, n := range kube.ServiceNames(o.internalName(), o.Namespace) {
		names = append(names, "*."+n)
	}
	return append(names, o.Server.CertificateNames...)
}

// injectorCertificate is what cert-manager issues for the webhook.
func injectorCertificate(o Options) []addon.Object {
	if o.Injector.Disabled {
		return nil
	}
	return kube.ServingCertificate(o.injector(), o.injectorCertificateName(), o.Injector.Certificate, kube.ServiceNames(o.webhookService(), o.Namespace)...)
}

func (o Options) injectorCertificateName() string { return o.injectorName() + "-tls" }

// injectorCertificateSecret is empty where the injector makes its certificate.
func (o Options) injectorCertificateSecret() string {
	if o.Injector.Certificate.CertManager != nil {
		return o.injectorCertificateName()
	}
	return o.Injector.Certificate.Secret
}
