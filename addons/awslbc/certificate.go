package awslbc

import (
	"time"

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

// authority signs the certificate where no issuer is given. With one that signed itself Services
// would be refused after every renewal, until the API server and all pods know the new one.
var authority = kube.Authority{
	SelfSigned: selfSignedName,
	Root:       rootName,
	Issuer:     rootIssuerName,
	CommonName: "ca.webhook." + name,
	Duration:   43800 * time.Hour, // 5 years
}

func certificates(o Options) []addon.Object {
	return authority.Certificate(o.identity(), certificateName, secretName, o.certificate(),
		kube.ServiceNames(webhookServiceName, o.Namespace)...)
}
