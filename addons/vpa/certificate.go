package vpa

import (
	"cmp"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

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

// caIssuerSpec is the spec of an issuer that signs with a CA in a Secret.
type caIssuerSpec struct {
	CA caIssuer `json:"ca"`
}

type caIssuer struct {
	SecretName string `json:"secretName"`
}

// certificates are the certificate and, where no issuer is given, an authority of its own. A
// certificate that signed itself would change its CA with every renewal, and until the API
// server and all pods know the new one, pods would start with what they ask for themselves.
func certificates(o Options) []addon.Object {
	c, id := o.certificate(), o.component(admission)
	if c.CertManager == nil {
		return nil
	}
	var objs []addon.Object
	if c.CertManager.Issuer == (addon.IssuerRef{}) {
		objs = authority(id)
		own := *c.CertManager
		own.Issuer = issuer(rootIssuerName)
		c.CertManager = &own
	}
	for _, obj := range kube.ServingCertificate(id, certificateName, c, kube.ServiceNames(webhookServiceName, o.Namespace)...) {
		if certificate, ok := obj.(*kube.Certificate); ok {
			certificate.Spec.SecretName = secretName
		}
		objs = append(objs, obj)
	}
	return objs
}

// authority is a CA that signs itself, and the issuer that signs with it.
func authority(id kube.Identity) []addon.Object {
	return []addon.Object{
		kube.NewSelfSignedIssuer(id.Meta(selfSignedName)),
		kube.NewCertificate(id.Meta(rootName), kube.CertificateSpec{
			CommonName:  rootName,
			IsCA:        true,
			SecretName:  rootName,
			IssuerRef:   issuer(selfSignedName),
			Duration:    &metav1.Duration{Duration: 8760 * time.Hour}, // 1 year
			RenewBefore: &metav1.Duration{Duration: 720 * time.Hour},
		}),
		kube.NewCustom("cert-manager.io/v1", "Issuer", id.Meta(rootIssuerName), caIssuerSpec{CA: caIssuer{SecretName: rootName}}),
	}
}

func issuer(name string) addon.IssuerRef {
	return addon.IssuerRef{Name: name, Kind: "Issuer", Group: "cert-manager.io"}
}
