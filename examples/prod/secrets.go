package main

import (
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addons/vault"
)

// secrets are those of applications: three Vaults that a key of KMS unseals, and the webhook that
// puts secrets into pods of namespaces with the label vault=enabled.
func secrets() vault.Options {
	volume := vault.Storage{StorageClassName: "gp3"}
	return vault.Options{
		Server: vault.Server{
			Mode:          vault.HA,
			Pods:          addon.Pods{Resources: requests("250m", "512Mi")},
			RollingUpdate: true,
			Certificate:   addon.ServingCertificate{CertManager: &addon.CertManager{Duration: metav1.Duration{Duration: 365 * 24 * time.Hour}}},
			Seal:          &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault"}},
			DataStorage:   volume,
			AuditStorage:  vault.AuditStorage{Enabled: true, Storage: volume},
			// The load balancer's subnets.
			Listener: vault.Listener{ForwardedForFrom: []string{"10.0.0.0/16"}},
			Ingress: &vault.Ingress{
				ClassName: "alb",
				Hosts:     []string{"vault." + domain},
				Annotations: alb.Ingress{
					TargetType:      alb.IP,
					BackendProtocol: alb.HTTPS,
					HealthCheck:     alb.HealthCheck{Protocol: alb.HTTPS, Path: "/v1/sys/health?standbyok=true"},
				}.Annotations(),
			},
		},
		Injector: vault.Injector{
			Pods:        addon.Pods{Replicas: new(int32(2)), Resources: requests("50m", "64Mi")},
			Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}},
			Webhook: vault.Webhook{
				FailurePolicy:     admissionv1.Fail,
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"vault": "enabled"}},
			},
		},
	}
}
