package certmanager_test

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/certmanager"
	"github.com/fitout/fitout/cluster"
)

// Certificates of Let's Encrypt for names in Route 53, and one of them.
func Example() {
	issuer := certmanager.NamedIssuer{Name: "letsencrypt", IssuerSpec: certmanager.IssuerSpec{
		ACME: &certmanager.ACME{
			Server:              certmanager.LetsEncrypt,
			Email:               "infra@example.com",
			PrivateKeySecretRef: certmanager.AccountKey{Name: "letsencrypt-account"},
			Solvers: []certmanager.Solver{{
				Selector: &certmanager.SolverSelector{DNSZones: []string{"dev.example.com"}},
				DNS01:    &certmanager.DNS01{Route53: &certmanager.Route53{Region: "ap-northeast-1"}},
			}},
		},
	}}
	wildcard := certmanager.NewCertificate(metav1.ObjectMeta{Name: "wildcard", Namespace: "ingress"}, certmanager.CertificateSpec{
		DNSNames:   []string{"*.dev.example.com"},
		SecretName: "wildcard-tls",
		IssuerRef:  addon.IssuerRef{Name: issuer.Name, Kind: "ClusterIssuer"},
	})
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34"},
		Addons: []addon.Addon{
			addon.With(certmanager.New(certmanager.Options{
				Pods:           addon.Pods{Replicas: new(int32(2))},
				Webhook:        certmanager.Webhook{Pods: addon.Pods{Replicas: new(int32(3))}},
				ClusterIssuers: []certmanager.NamedIssuer{issuer},
			}), wildcard),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if it.Phase >= cluster.Workloads {
			fmt.Println(it.Phase, it.Object.GetObjectKind().GroupVersionKind().Kind, it.Object.GetName())
		}
	}
	// Output:
	// workloads Deployment cert-manager
	// workloads Deployment cert-manager-cainjector
	// workloads Deployment cert-manager-webhook
	// workloads PodDisruptionBudget cert-manager
	// workloads PodDisruptionBudget cert-manager-webhook
	// hooks MutatingWebhookConfiguration cert-manager-webhook
	// hooks ValidatingWebhookConfiguration cert-manager-webhook
	// resources ClusterIssuer letsencrypt
	// resources Certificate wildcard
}
