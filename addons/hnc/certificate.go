package hnc

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

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

// caIssuerSpec is the spec of an issuer that signs with a CA in a Secret.
type caIssuerSpec struct {
	CA caIssuer `json:"ca"`
}

type caIssuer struct {
	SecretName string `json:"secretName"`
}

// certificates are the certificate that cert-manager issues and, where no issuer is given, an
// authority of its own. A certificate that signed itself would change its CA with every
// renewal, and until all know the new one nothing could be changed in the cluster.
func certificates(o Options) []addon.Object {
	c := o.Webhooks.Certificate
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
			certificate.Spec.SecretName = issuedName
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
			CommonName: "hnc-ca",
			IsCA:       true,
			SecretName: rootName,
			IssuerRef:  issuer(selfSignedName),
			Duration:   &metav1.Duration{Duration: 87600 * time.Hour}, // ten years, as HNC's own
		}),
		kube.NewCustom("cert-manager.io/v1", "Issuer", id.Meta(rootIssuerName), caIssuerSpec{CA: caIssuer{SecretName: rootName}}),
	}
}

func issuer(name string) addon.IssuerRef {
	return addon.IssuerRef{Name: name, Kind: "Issuer", Group: "cert-manager.io"}
}
