package hnc

import (
	"time"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The names with cert-manager. Those of the certificate, its Secret and the issuer that signs
// itself are of upstream's variant default-cm, so that it is taken over.
const (
	certificateName = "hnc-serving-cert"
	issuedName      = "webhook-server-cert"
	selfSignedName  = "hnc-selfsigned-issuer"
	rootName        = "hnc-root-cert"
	rootIssuerName  = "hnc-root-issuer"
)

// certificateSecret is the Secret with the webhooks' certificate.
func (o Options) certificateSecret() string {
	switch c := o.Webhooks.Certificate; {
	case c.Secret != "":
		return c.Secret
	case c.CertManager != nil:
		return issuedName
	}
	return secretName
}

// authority signs the certificate where no issuer is given. With one that signed itself nothing
// could be changed in the cluster after every renewal, until all know the new one.
var authority = kube.Authority{
	SelfSigned: selfSignedName,
	Root:       rootName,
	Issuer:     rootIssuerName,
	CommonName: "hnc-ca",
	Duration:   87600 * time.Hour, // ten years, as HNC's own
}

func certificates(o Options) []addon.Object {
	return authority.Certificate(o.identity(), certificateName, issuedName, o.Webhooks.Certificate,
		kube.ServiceNames(webhookServiceName, o.Namespace)...)
}
