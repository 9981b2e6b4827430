package certmanager_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/certmanager"
	"github.com/fitout/fitout/cluster"
)

type options = certmanager.Options

func TestAddon(t *testing.T) {
	monitoring := cluster.Existing{CRDs: []string{"*.monitoring.coreos.com"}}
	addontest.Run(t, certmanager.Definition,
		addontest.Case[options]{Name: "defaults"},
		addontest.Case[options]{Name: "upstream"},
		addontest.Case[options]{Name: "aws", Target: addontest.AWS(), Existing: monitoring, Options: onAWS()},
		addontest.Case[options]{Name: "minimal", Options: minimal()},
		addontest.Case[options]{
			Name: "full",
			Existing: cluster.Existing{
				CRDs: monitoring.CRDs,
				Secrets: map[string][]string{
					"issuer-secrets/private-ca":     {"tls.crt", "tls.key"},
					"issuer-secrets/public-binding": {},
					"issuer-secrets/route53":        {},
					"issuer-secrets/vault-ca":       {},
					"issuer-secrets/vault-token":    {},
				},
				IngressClasses:  []string{"nginx"},
				PriorityClasses: []string{"high"},
			},
			Because: map[string]string{"Deployment cert-manager-webhook": "the case sets hostNetwork"},
			Options: full(),
		},
	)
}

// onAWS is a production install: highly available, with certificates of Let's Encrypt for
// names in Route 53.
func onAWS() options {
	return options{
		Pods: addon.Pods{
			Replicas:  new(int32(2)),
			Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("128Mi")}},
		},
		Webhook:    certmanager.Webhook{Pods: addon.Pods{Replicas: new(int32(3))}},
		CAInjector: certmanager.CAInjector{Pods: addon.Pods{Replicas: new(int32(2))}},
		PodMonitor: &addon.ServiceMonitor{Labels: map[string]string{"prometheus": "main"}, Interval: metav1.Duration{Duration: time.Minute}},
		ClusterIssuers: []certmanager.NamedIssuer{
			{Name: "letsencrypt", IssuerSpec: letsEncrypt("letsencrypt")},
			{Name: "letsencrypt-staging", IssuerSpec: letsEncrypt("letsencrypt-staging")},
		},
		DefaultIssuer: addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
		HostedZoneIDs: []string{"Z9876543210ABCDEFGHIJ"},
	}
}

func letsEncrypt(server certmanager.ACMEServer) certmanager.IssuerSpec {
	return certmanager.IssuerSpec{ACME: &certmanager.ACME{
		Server:              server,
		Email:               "infra@example.com",
		PrivateKeySecretRef: certmanager.AccountKey{Name: string(server) + "-account"},
		Solvers: []certmanager.Solver{{
			Selector: &certmanager.SolverSelector{DNSZones: []string{"dev.example.com"}},
			DNS01:    &certmanager.DNS01{Route53: &certmanager.Route53{HostedZoneID: "Z0123456789ABCDEFGHIJ"}},
		}},
	}}
}

// minimal leaves out what can be left out.
func minimal() options {
	return options{
		CAInjector:          certmanager.CAInjector{Disabled: true},
		DisableAutoApproval: true,
		NoRoleAggregation:   true,
		DisableMetrics:      true,
		NoScrapeAnnotations: true,
		NetworkPolicy:       certmanager.NetworkPolicy{Enabled: true},
	}
}

// full sets all that can be set at once.
func full() options {
	return options{
		Namespace: "certificates",
		Pods: addon.Pods{
			Replicas:                  new(int32(2)),
			Image:                     addon.Image{Tag: "v1.21.1"},
			Labels:                    map[string]string{"team": "infra"},
			Annotations:               map[string]string{"example.com/owner": "infra"},
			ServiceAccountAnnotations: map[string]string{"example.com/owner": "infra"},
			ExtraArgs:                 []string{"--concurrent-workers=10"},
			ExtraEnv:                  []corev1.EnvVar{{Name: "HTTPS_PROXY", Value: "http://proxy.example.com:8080"}},
		},
		Webhook: certmanager.Webhook{
			Pods:                addon.Pods{Replicas: new(int32(2))},
			Port:                10260,
			HostNetwork:         true,
			ServiceType:         corev1.ServiceTypeLoadBalancer,
			Host:                "webhook.example.com:8443",
			TimeoutSeconds:      10,
			ValidatedNamespaces: &metav1.LabelSelector{},
			MutatedNamespaces:   &metav1.LabelSelector{MatchLabels: map[string]string{"example.com/approval": "policy"}},
			FeatureGates:        map[string]bool{"NameConstraints": false},
		},
		CAInjector: certmanager.CAInjector{
			Pods:         addon.Pods{Replicas: new(int32(2))},
			FeatureGates: map[string]bool{"ServerSideApply": true},
		},
		ClusterIssuers: clusterIssuers(),
		Issuers: []certmanager.NamespacedIssuer{
			{Namespace: "payments", Name: "self-signed", IssuerSpec: certmanager.IssuerSpec{SelfSigned: &certmanager.SelfSigned{}}},
			{Namespace: "payments", Name: "vault", IssuerSpec: certmanager.IssuerSpec{Vault: &certmanager.Vault{
				Server: "https://vault.example.com:8200",
				Path:   "pki_int/sign/payments",
				Auth: certmanager.VaultAuth{Kubernetes: &certmanager.VaultKubernetes{
					Role:              "payments",
					ServiceAccountRef: certmanager.ServiceAccountRef{Name: "vault-login"},
				}},
			}}},
			{Namespace: "shop", Name: "letsencrypt", IssuerSpec: letsEncrypt("letsencrypt")},
		},
		DefaultIssuer: addon.IssuerRef{Name: "private", Kind: "ClusterIssuer", Group: "cert-manager.io"},
		HTTP01Solver: certmanager.HTTP01Solver{
			Image: addon.Image{Repository: "registry.example.com/acmesolver"},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("5m"), corev1.ResourceMemory: resource.MustParse("32Mi")},
				Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("50m"), corev1.ResourceMemory: resource.MustParse("48Mi")},
			},
			RuntimeClassName: "gvisor",
			Labels:           map[string]string{"team": "infra", "cost": "shared"},
			Nameservers:      []string{"1.1.1.1:53", "8.8.8.8:53"},
		},
		DNS01RecursiveNameservers:     []string{"8.8.8.8:53", "[2001:4860:4860::8888]:53", "https://1.1.1.1/dns-query"},
		DNS01RecursiveNameserversOnly: true,
		MaxConcurrentChallenges:       20,
		ClusterResourceNamespace:      "issuer-secrets",
		IssuerAmbientCredentials:      true,
		CertificateOwnerRef:           true,
		GatewayAPI:                    true,
		ApproveSignerNames:            []string{"clusterissuers.cert-manager.io/private"},
		FeatureGates:                  map[string]bool{"ServerSideApply": true, "NameConstraints": false},
		LeaderElection: certmanager.LeaderElection{
			Namespace:     "certificates",
			LeaseDuration: metav1.Duration{Duration: 30 * time.Second},
			RenewDeadline: metav1.Duration{Duration: 20 * time.Second},
			RetryPeriod:   metav1.Duration{Duration: 5 * time.Second},
		},
		LogLevel:       new(int32(0)),
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}, Interval: metav1.Duration{Duration: time.Minute}, ScrapeTimeout: metav1.Duration{Duration: 30 * time.Second}},
		NetworkPolicy:  certmanager.NetworkPolicy{Enabled: true, EgressPorts: []int32{80, 443, 8200}},
	}
}

// clusterIssuers are one of each kind, with all that can be set in it.
func clusterIssuers() []certmanager.NamedIssuer {
	return []certmanager.NamedIssuer{
		{Name: "public", IssuerSpec: certmanager.IssuerSpec{ACME: &certmanager.ACME{
			Server:              "https://acme.example.com/directory",
			Email:               "infra@example.com",
			PrivateKeySecretRef: certmanager.AccountKey{Name: "public-account", Key: "account.key"},
			ExternalAccountBinding: &certmanager.ExternalAccountBinding{
				KeyID:        "kid-1",
				KeySecretRef: addon.SecretRef{Name: "public-binding", Key: "hmac"},
			},
			DisableAccountKeyGeneration: true,
			PreferredChain:              "Example Root X1",
			Profile:                     "shortlived",
			EnableDurationFeature:       true,
			CABundle:                    []byte(ca),
			Solvers:                     solvers(),
		}}},
		{Name: "test", IssuerSpec: certmanager.IssuerSpec{ACME: &certmanager.ACME{
			Server:              "https://pebble.test.svc/dir",
			PrivateKeySecretRef: certmanager.AccountKey{Name: "test-account"},
			SkipTLSVerify:       true,
			Solvers:             []certmanager.Solver{{HTTP01: &certmanager.HTTP01{Ingress: &certmanager.HTTP01Ingress{Name: "front"}}}},
		}}},
		{Name: "private", IssuerSpec: certmanager.IssuerSpec{CA: &certmanager.CA{
			SecretName:             "private-ca",
			CRLDistributionPoints:  []string{"http://ca.example.com/crl"},
			OCSPServers:            []string{"http://ca.example.com/ocsp"},
			IssuingCertificateURLs: []string{"http://ca.example.com/ca.crt"},
		}}},
		{Name: "self-signed", IssuerSpec: certmanager.IssuerSpec{SelfSigned: &certmanager.SelfSigned{CRLDistributionPoints: []string{"http://ca.example.com/crl"}}}},
		{Name: "vault-account", IssuerSpec: certmanager.IssuerSpec{Vault: &certmanager.Vault{
			Server:    "https://vault.example.com:8200",
			Path:      "pki_int/sign/example-dot-com",
			Namespace: "infra",
			CABundle:  []byte(ca),
			Auth: certmanager.VaultAuth{Kubernetes: &certmanager.VaultKubernetes{
				MountPath:         "/v1/auth/eks",
				Role:              "cert-manager",
				ServiceAccountRef: certmanager.ServiceAccountRef{Name: "vault-login", Audiences: []string{"https://vault.example.com"}},
			}},
		}}},
		{Name: "vault-role", IssuerSpec: certmanager.IssuerSpec{Vault: &certmanager.Vault{
			Server:            "https://vault.example.com:8200",
			Path:              "pki_int/sign/example-dot-com",
			CABundleSecretRef: &addon.SecretRef{Name: "vault-ca", Key: "ca.crt"},
			Auth: certmanager.VaultAuth{AppRole: &certmanager.VaultAppRole{
				Path: "approle", RoleID: "291b9d21", SecretRef: addon.SecretRef{Name: "vault-approle", Key: "secretId"},
			}},
		}}},
		{Name: "vault-token", IssuerSpec: certmanager.IssuerSpec{Vault: &certmanager.Vault{
			Server: "https://vault.example.com:8200",
			Path:   "pki_int/sign/example-dot-com",
			Auth:   certmanager.VaultAuth{TokenSecretRef: &addon.SecretRef{Name: "vault-token", Key: "token"}},
		}}},
	}
}

func solvers() []certmanager.Solver {
	pods := &certmanager.PodTemplate{
		Metadata: certmanager.TemplateMetadata{Labels: map[string]string{"app": "challenge"}, Annotations: map[string]string{"example.com/owner": "infra"}},
		Spec: certmanager.PodTemplateSpec{
			NodeSelector: map[string]string{"kubernetes.io/arch": "arm64"},
			Tolerations:  []corev1.Toleration{{Key: "spot", Operator: corev1.TolerationOpExists}},
			Affinity: &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{
				TopologyKey: corev1.LabelHostname, LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "challenge"}},
			}}}},
			PriorityClassName:  "high",
			ServiceAccountName: "challenge",
			ImagePullSecrets:   []corev1.LocalObjectReference{{Name: "registry"}},
			Resources: &certmanager.PodTemplateResources{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("20m")},
				Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("96Mi")},
			},
		},
	}
	return []certmanager.Solver{
		{
			Selector: &certmanager.SolverSelector{DNSNames: []string{"www.example.com"}, MatchLabels: map[string]string{"challenge": "http"}},
			HTTP01: &certmanager.HTTP01{Ingress: &certmanager.HTTP01Ingress{
				IngressClassName: "nginx",
				ServiceType:      corev1.ServiceTypeClusterIP,
				IngressTemplate:  &certmanager.IngressTemplate{Metadata: certmanager.TemplateMetadata{Annotations: map[string]string{"nginx.ingress.kubernetes.io/ssl-redirect": "false"}}},
				PodTemplate:      pods,
			}},
			WaitInsteadOfSelfCheck: &metav1.Duration{Duration: 30 * time.Second},
		},
		{
			Selector: &certmanager.SolverSelector{DNSNames: []string{"old.example.com"}},
			HTTP01:   &certmanager.HTTP01{Ingress: &certmanager.HTTP01Ingress{Class: "azure/application-gateway"}},
		},
		{
			Selector: &certmanager.SolverSelector{DNSZones: []string{"gateway.example.com"}},
			HTTP01: &certmanager.HTTP01{GatewayHTTPRoute: &certmanager.HTTP01Gateway{
				ParentRefs: []certmanager.ParentRef{{
					Name: "public", Namespace: "gateways", SectionName: "http", Port: 80, Kind: "Gateway", Group: "gateway.networking.k8s.io",
				}},
				Labels:      map[string]string{"challenge": "http"},
				ServiceType: corev1.ServiceTypeClusterIP,
				PodTemplate: pods,
			}},
		},
		{
			DNS01: &certmanager.DNS01{
				CNAMEStrategy: certmanager.CNAMEFollow,
				Route53: &certmanager.Route53{
					Region:                   "us-east-1",
					HostedZoneID:             "Z0123456789ABCDEFGHIJ",
					Role:                     "arn:aws:iam::123456789012:role/dns",
					AccessKeyIDSecretRef:     &addon.SecretRef{Name: "route53", Key: "id"},
					SecretAccessKeySecretRef: &addon.SecretRef{Name: "route53", Key: "key"},
				},
			},
		},
	}
}

const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
