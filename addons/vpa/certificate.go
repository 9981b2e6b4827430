package vpa

import (
	"cmp"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names are those of upstream's chart with cert-manager, so that what cert-manager has
// issued for it is taken over.
const (
	certificateName = name + "-webhook-cert"
	rootName        = name + "-webhook-ca"
	rootIssuerName  = name + "-ca"
	selfSignedName  = name + "-selfsigned"
	secretName      = "vpa-tls-certs"
)

// certificate is where the webhook's certificate comes from: cert-manager, unless a Secret is
// named.
func (o Options) certificate() addon.ServingCertificate {
	c := o.AdmissionController.Webhook.Certificate
	if c.Secret == "" && c.CertManager == nil {
		c.CertManager = &addon.CertManager{}
	}
	return c
}

// certificateVolume has the files that the admission controller looks for.
func certificateVolume(o Options) corev1.Volume {
	secret, keys := secretName, o.AdmissionController.Webhook.SecretKeys
	if c := o.certificate(); c.CertManager == nil {
		secret = c.Secret
	}
	return corev1.Volume{Name: "tls-certs", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
		SecretName:  secret,
		DefaultMode: new(int32(0o644)),
		Items: []corev1.KeyToPath{
			{Key: cmp.Or(keys.Certificate, corev1.TLSCertKey), Path: "serverCert.pem"},
			{Key: cmp.Or(keys.Key, corev1.TLSPrivateKeyKey), Path: "serverKey.pem"},
		},
	}}}
}

// authority signs the certificate where no issuer is given. With one that signed itself pods
// would start with what they ask for themselves after every renewal, until the API server and
// all pods know the new one.
var authority = kube.Authority{
	SelfSigned:  selfSignedName,
	Root:        rootName,
	Issuer:      rootIssuerName,
	CommonName:  rootName,
	Duration:    8760 * time.Hour, // 1 year
	RenewBefore: 720 * time.Hour,
}

func certificates(o Options) []addon.Object {
	return authority.Certificate(o.component(admission), certificateName, secretName, o.certificate(),
		kube.ServiceNames(webhookServiceName, o.Namespace)...)
}
