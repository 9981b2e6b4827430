package kube

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Authority is a CA of an addon's own, which cert-manager signs and keeps. Take it where a
// certificate that signs itself won't do: that changes its CA with every renewal, and until
// all clients know the new one they refuse it.
type Authority struct {
	// SelfSigned names the issuer that signs the CA, Root the CA and its Secret, and Issuer
	// what signs by the CA.
	SelfSigned, Root, Issuer string

	// CommonName is the CA's.
	CommonName string

	// Duration is how long the CA is valid. It is renewed RenewBefore its end; after two thirds
	// of the duration where that is left out.
	Duration, RenewBefore time.Duration
}

// Certificate is [ServingCertificate] with a Secret of any name, signed by the authority where
// the option names no issuer.
func (a Authority) Certificate(id Identity, name, secret string, o addon.ServingCertificate, dnsNames ...string) []addon.Object {
	if o.CertManager == nil {
		return nil
	}
	var objs []addon.Object
	if o.CertManager.Issuer == (addon.IssuerRef{}) {
		objs = a.objects(id)
		own := *o.CertManager
		own.Issuer = issuer(a.Issuer)
		o.CertManager = &own
	}
	for _, obj := range ServingCertificate(id, name, o, dnsNames...) {
		if certificate, ok := obj.(*Certificate); ok {
			certificate.Spec.SecretName = secret
		}
		objs = append(objs, obj)
	}
	return objs
}

// objects are the CA, who signs it, and the issuer that signs by it.
func (a Authority) objects(id Identity) []addon.Object {
	return []addon.Object{
		NewSelfSignedIssuer(id.Meta(a.SelfSigned)),
		NewCertificate(id.Meta(a.Root), CertificateSpec{
			CommonName:  a.CommonName,
			IsCA:        true,
			SecretName:  a.Root,
			IssuerRef:   issuer(a.SelfSigned),
			Duration:    durationOrNil(metav1.Duration{Duration: a.Duration}),
			RenewBefore: durationOrNil(metav1.Duration{Duration: a.RenewBefore}),
		}),
		NewCustom("cert-manager.io/v1", "Issuer", id.Meta(a.Issuer), caIssuerSpec{CA: caIssuer{SecretName: a.Root}}),
	}
}

// caIssuerSpec is the spec of an issuer that signs by a CA in a Secret.
type caIssuerSpec struct {
	CA caIssuer `json:"ca"`
}

type caIssuer struct {
	SecretName string `json:"secretName"`
}

func issuer(name string) addon.IssuerRef {
	return addon.IssuerRef{Name: name, Kind: "Issuer", Group: "cert-manager.io"}
}
