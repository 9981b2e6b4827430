package awslbc

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names are those of upstream's chart with cert-manager, so that what cert-manager has
// issued for it is taken over.
const (
	certificateName = "aws-load-balancer-serving-cert"
	rootName        = "aws-load-balancer-root-cert"
	rootIssuerName  = "aws-load-balancer-root-issuer"
	selfSignedName  = "aws-load-balancer-selfsigned-issuer"
	secretName      = "aws-load-balancer-tls"
)

// certificate is where the webhooks' certificate comes from: cert-manager, unless a Secret
// is named.
func (o Options) certificate() addon.ServingCertificate {
	c := o.Webhook.Certificate
	if c.Secret == "" && c.CertManager == nil {
		c.CertManager = &addon.CertManager{}
	}
	return c
}

// certificateSecret is the Secret with the webhooks' certificate.
func (o Options) certificateSecret() string {
	if c := o.certificate(); c.CertManager == nil {
		return c.Secret
	}
	return secretName
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
// server and all pods know the new one Services would be refused.
func certificates(o Options) []addon.Object {
	c := o.certificate()
	if c.CertManager == nil {
		return nil
	}
	var objs []addon.Object
	if c.CertManager.Issuer == (addon.IssuerRef{}) {
		objs = authority(o)
		own := *c.CertManager
		own.Issuer = issuer(rootIssuerName)
		c.CertManager = &own
	}
	for _, obj := range kube.ServingCertificate(o.identity(), certificateName, c, kube.ServiceNames(webhookServiceName, o.Namespace)...) {
		if certificate, ok := obj.(*kube.Certificate); ok {
			certificate.Spec.SecretName = secretName
		}
		objs = append(objs, obj)
	}
	return objs
}

// authority is a CA that signs itself, and the issuer that signs with it.
func authority(o Options) []addon.Object {
	id := o.identity()
	return []addon.Object{
		kube.NewSelfSignedIssuer(id.Meta(selfSignedName)),
		kube.NewCertificate(id.Meta(rootName), kube.CertificateSpec{
			CommonName: "ca.webhook." + name,
			IsCA:       true,
			SecretName: rootName,
			IssuerRef:  issuer(selfSignedName),
			Duration:   &metav1.Duration{Duration: 43800 * time.Hour}, // 5 years
		}),
		kube.NewCustom("cert-manager.io/v1", "Issuer", id.Meta(rootIssuerName), caIssuerSpec{CA: caIssuer{SecretName: rootName}}),
	}
}

func issuer(name string) addon.IssuerRef {
	return addon.IssuerRef{Name: name, Kind: "Issuer", Group: "cert-manager.io"}
}
