package certmanager_test

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/certmanager"
)

// Each field of the types here is one of the definition's. The case full sets them all.
func TestIssuersFitTheirDefinitions(t *testing.T) {
	objs, err := certmanager.New(full()).Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	objs = append(objs, certmanager.NewCertificate(metav1.ObjectMeta{Name: "www", Namespace: "shop"}, certificate()))
	checked := addontest.Fit(t, objs, "cert-manager.io")
	for _, kind := range []string{"ClusterIssuer", "Issuer", "Certificate"} {
		if !checked[kind] {
			t.Errorf("no %s was checked", kind)
		}
	}
}

// certificate has all fields of the spec set.
func certificate() certmanager.CertificateSpec {
	return certmanager.CertificateSpec{
		DNSNames:       []string{"www.example.com"},
		CommonName:     "www.example.com",
		IPAddresses:    []string{"192.0.2.1"},
		URIs:           []string{"spiffe://example.com/www"},
		SecretName:     "www-tls",
		SecretTemplate: &kube.SecretTemplate{Labels: map[string]string{"a": "b"}, Annotations: map[string]string{"a": "b"}},
		IssuerRef:      addon.IssuerRef{Name: "private", Kind: "ClusterIssuer", Group: "cert-manager.io"},
		Duration:       &metav1.Duration{Duration: 2160 * time.Hour},
		RenewBefore:    &metav1.Duration{Duration: 360 * time.Hour},
		IsCA:           true,
		Usages:         []string{"server auth"},
		PrivateKey: &kube.PrivateKey{
			Algorithm: "ECDSA", Encoding: "PKCS8", RotationPolicy: "Always", Size: 256,
		},
		RevisionHistoryLimit: new(int32(2)),
	}
}
