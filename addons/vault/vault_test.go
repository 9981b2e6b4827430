package vault_test

import (
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addons/vault"
	"github.com/fitout/fitout/cluster"
)

type options = vault.Options

// because explains what the provider has of the nodes.
var because = map[string]string{"DaemonSet vault-csi-provider": "the driver looks for the provider's socket in a directory of the node"}

// others are what the cases need of a cluster.
func others(secrets map[string][]string) cluster.Existing {
	return cluster.Existing{
		CRDs:           []string{"*.cert-manager.io", "servicemonitors.monitoring.coreos.com", "httproutes.gateway.networking.k8s.io"},
		StorageClasses: []string{"gp3", "sc1"},
		IngressClasses: []string{"alb", "nginx"},
		ClusterIssuers: []string{"letsencrypt", "internal"},
		Secrets:        secrets,
	}
}

func TestAddon(t *testing.T) {
	addontest.Run(t, vault.Definition,
		addontest.Case[options]{Name: "defaults", Existing: others(nil), Second: elsewhere},
		addontest.Case[options]{Name: "upstream", Existing: others(nil), Second: elsewhere},
		addontest.Case[options]{
			// Three servers by nothing but the mode, and both ways into pods.
			Name:     "ha",
			Existing: others(nil),
			Second:   elsewhere,
			Because:  because,
			Options:  options{Server: vault.Server{Mode: vault.HA}, CSI: vault.CSI{Enabled: true}},
		},
		addontest.Case[options]{
			// A company's on EKS: sealed by KMS, in HTTPS, behind an ALB.
			Name:     "aws",
			Target:   addontest.AWS(),
			Existing: others(map[string][]string{"vault/vault-metrics": {"token"}}),
			Second:   elsewhere,
			Options:  company(),
		},
		addontest.Case[options]{
			// A cluster elsewhere whose Vault is sealed by KMS all the same.
			Name: "kms",
			Existing: others(map[string][]string{
				"vault/aws": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}, "second/aws": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"},
			}),
			Second: elsewhere,
			Options: options{Server: vault.Server{
				Pods: addon.Pods{ExtraEnv: []corev1.EnvVar{variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY")}},
				Seal: &vault.Seal{AWSKMS: &vault.AWSKMS{
					KeyID: "19ec80b0-dfdd-4d97-8164-c6e0123456ab", Region: "us-east-1", Endpoint: "https://kms-fips.us-east-1.amazonaws.com",
				}},
			}},
		},
		addontest.Case[options]{
			// One server on Google Cloud, with certificates that others make.
			Name: "gcp",
			Existing: others(map[string][]string{
				"secrets/vault-kms": {"credentials.json"}, "secrets/vault-https": {"tls.crt", "tls.key"}, "secrets/webhook": {"tls.crt", "tls.key"},
				"second/vault-kms": {"credentials.json"}, "second/vault-https": {"tls.crt", "tls.key"}, "second/webhook": {"tls.crt", "tls.key"},
			}),
			Second:  elsewhere,
			Options: onGoogleCloud(),
		},
		addontest.Case[options]{
			// A Vault that runs elsewhere, whose secrets get into pods here.
			Name:     "external",
			Existing: others(nil),
			Second:   elsewhere,
			Because:  because,
			Options: options{
				External: &vault.External{Address: "https://vault.example.com:8200", CABundle: ca},
				Server: vault.Server{
					Pods:        addon.Pods{ServiceAccountAnnotations: map[string]string{"example.com/team": "platform"}},
					TokenSecret: true,
				},
				CSI: vault.CSI{Enabled: true, Agent: vault.CSIAgent{Disabled: true}},
			},
		},
		addontest.Case[options]{
			// For trying things out.
			Name:     "dev",
			Existing: others(map[string][]string{"vault/vault-dev": {"token"}}),
			Second:   func(o *options) { o.Server.DevRootToken = nil },
			Options: options{
				Server: vault.Server{
					Mode:            vault.Dev,
					DevRootToken:    &addon.SecretRef{Name: "vault-dev", Key: "token"},
					NoAuthDelegator: true,
					ReadinessProbe:  vault.ReadinessProbe{Disabled: true},
					PreStopSeconds:  new(int32(0)),
				},
				Injector: vault.Injector{Disabled: true},
			},
		},
		addontest.Case[options]{
			Name: "full",
			Existing: others(map[string][]string{
				"secrets/transit": {"token", "ca.crt"}, "secrets/azure": {"secret"}, "secrets/license": {"vault.hclic"}, "secrets/registry": {".dockerconfigjson"},
				"second/transit": {"token", "ca.crt"}, "second/azure": {"secret"}, "second/license": {"vault.hclic"}, "second/registry": {".dockerconfigjson"},
			}),
			Second: elsewhere,
			Because: map[string]string{
				"DaemonSet vault-csi-provider":    because["DaemonSet vault-csi-provider"],
				"Deployment vault-agent-injector": "hostNetwork is set",
				"StatefulSet vault":               "hostNetwork is set",
			},
			Options: full(),
		},
	)
}

// elsewhere installs a second Vault beside the first, without what there is once.
func elsewhere(o *options) {
	o.Namespace = "second"
	o.CSI.Enabled = false
	o.Server.MetricsToken = nil
	o.Server.ServiceMonitor = nil
	o.Server.ScrapeStandbys = false
	o.Server.Ingress = nil
	o.Server.Service.NodePort, o.Server.Service.ActiveNodePort, o.Server.Service.StandbyNodePort = 0, 0, 0
	if u := o.Server.UIService; u != nil {
		ui := *u
		ui.NodePort = 0
		o.Server.UIService = &ui
	}
}

func company() options {
	return options{
		Server: vault.Server{
			Mode: vault.HA,
			Pods: addon.Pods{Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("250m"), corev1.ResourceMemory: resource.MustParse("512Mi")},
				Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("512Mi")},
			}},
			RollingUpdate: true,
			Certificate:   addon.ServingCertificate{CertManager: &addon.CertManager{Duration: hours(8760)}},
			Seal:          &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault"}},
			DataStorage:   vault.Storage{StorageClassName: "gp3"},
			AuditStorage:  vault.AuditStorage{Enabled: true, Storage: vault.Storage{StorageClassName: "gp3"}},
			LivenessProbe: &vault.LivenessProbe{Probe: vault.Probe{InitialDelaySeconds: 60}},
			Listener:      vault.Listener{ForwardedForFrom: []string{"10.0.0.0/16"}},
			Ingress: &vault.Ingress{
				ClassName: "alb",
				Hosts:     []string{"vault.dev.example.com"},
				Annotations: alb.Ingress{
					Scheme:          alb.Internal,
					TargetType:      alb.IP,
					BackendProtocol: alb.HTTPS,
					HealthCheck:     alb.HealthCheck{Protocol: alb.HTTPS, Path: "/v1/sys/health?standbyok=true"},
					CertificateARNs: []string{"arn:aws:acm:ap-northeast-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef"},
				}.Annotations(),
			},
			ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
			MetricsToken:   &addon.SecretRef{Name: "vault-metrics", Key: "token"},
		},
		Injector: vault.Injector{
			Pods:        addon.Pods{Replicas: new(int32(2))},
			Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}},
			Webhook: vault.Webhook{
				FailurePolicy:     admissionv1.Fail,
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"vault": "enabled"}},
			},
		},
	}
}

func onGoogleCloud() options {
	return options{
		Namespace: "secrets",
		Server: vault.Server{
			Mode:        vault.Standalone,
			Pods:        addon.Pods{ServiceAccountAnnotations: map[string]string{"iam.gke.io/gcp-service-account": "vault@example.iam.gserviceaccount.com"}},
			Certificate: addon.ServingCertificate{Secret: "vault-https", CABundle: ca},
			Seal: &vault.Seal{GCPCKMS: &vault.GCPCKMS{
				Project: "example", Region: "global", KeyRing: "vault", CryptoKey: "unseal",
				Credentials: &addon.SecretRef{Name: "vault-kms", Key: "credentials.json"},
			}},
			Settings:      vault.Settings{NoUI: true},
			LivenessProbe: &vault.LivenessProbe{Path: "/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204"},
			InitContainers: []corev1.Container{{
				Name: "plugins", Image: "registry.example.com/vault-plugins:1.0.0", Command: []string{"cp", "-r", "/plugins", "/home/vault"},
				SecurityContext: &corev1.SecurityContext{
					AllowPrivilegeEscalation: new(false), Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				},
				VolumeMounts: []corev1.VolumeMount{{Name: "home", MountPath: "/home/vault"}},
			}},
			Service: vault.Service{Headless: true},
		},
		Injector: vault.Injector{Certificate: addon.ServingCertificate{Secret: "webhook", CABundle: ca}},
	}
}

// variable is one of the environment's that has the name of its key.
func variable(key string) corev1.EnvVar {
	return corev1.EnvVar{Name: key, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: addon.SecretRef{Name: "aws", Key: key}.Selector()}}
}

func hours(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Hour} }

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
