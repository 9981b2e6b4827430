package vault_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/vault"
)

func TestBadOptions(t *testing.T) {
	secret := addon.SecretRef{Name: "a", Key: "b"}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name: "no server",
		options: options{
			External: &vault.External{Address: "vault.example.com", CABundle: "none"},
			Server: vault.Server{
				Mode:           vault.HA,
				Certificate:    addon.ServingCertificate{CertManager: &addon.CertManager{}},
				Seal:           &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault"}},
				MigrateFrom:    &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault"}},
				UIService:      &vault.UIService{},
				Ingress:        &vault.Ingress{Hosts: []string{"vault.example.com"}},
				HTTPRoute:      &vault.HTTPRoute{ParentRefs: []vault.ParentRef{{Name: "internal"}}},
				NetworkPolicy:  &vault.NetworkPolicy{},
				Raft:           vault.Raft{PodNames: true},
				AuditStorage:   vault.AuditStorage{Enabled: true},
				Listener:       vault.Listener{RedactVersion: true},
				Telemetry:      vault.Telemetry{Unauthenticated: true},
				Settings:       vault.Settings{NoUI: true},
				License:        &secret,
				DevRootToken:   &secret,
				ServiceMonitor: &addon.ServiceMonitor{},
			},
		},
		want: []string{
			`external.address: Invalid value: "vault.example.com": must match ^https?://[^ /]+$`,
			`external.caBundle: Invalid value: "none": must be a certificate in PEM`,
			`server.mode: Forbidden: no server is installed: external is set`,
			`server.certificate: Forbidden: no server is installed: external is set`,
			`server.seal: Forbidden: no server is installed: external is set`,
			`server.migrateFrom: Forbidden: no server is installed: external is set`,
			`server.raft: Forbidden: no server is installed: external is set`,
			`server.auditStorage: Forbidden: no server is installed: external is set`,
			`server.listener: Forbidden: no server is installed: external is set`,
			`server.telemetry: Forbidden: no server is installed: external is set`,
			`server.settings: Forbidden: no server is installed: external is set`,
			`server.license: Forbidden: no server is installed: external is set`,
			`server.devRootToken: Forbidden: no server is installed: external is set`,
			`server.uiService: Forbidden: no server is installed: external is set`,
			`server.ingress: Forbidden: no server is installed: external is set`,
			`server.httpRoute: Forbidden: no server is installed: external is set`,
			`server.networkPolicy: Forbidden: no server is installed: external is set`,
			`server.serviceMonitor: Forbidden: no server is installed: external is set`,
		},
	}, {
		name: "modes",
		options: options{Server: vault.Server{
			Mode: "cluster", Raft: vault.Raft{PerformanceMultiplier: 11, JoinAddresses: []string{"vault.example.com"}},
		}},
		want: []string{
			`server.mode: Unsupported value: "cluster": supported values: "standalone", "ha", "dev"`,
			`server.raft.joinAddresses[0]: Invalid value: "vault.example.com": must match ^https?://[^ ]+$`,
			`server.raft.performanceMultiplier: Invalid value: 11: must be at most 10`,
			`server.raft: Forbidden: needs the mode "ha"`,
		},
	}, {
		name: "one server",
		options: options{Server: vault.Server{
			Pods:           addon.Pods{Replicas: new(int32(3))},
			Raft:           vault.Raft{PodNames: true},
			DevRootToken:   &secret,
			ScrapeStandbys: true,
			Service: vault.Service{
				ActiveNodePort: 30821, StandbyNodePort: 30822,
				ActiveAnnotations: map[string]string{"a": "b"}, StandbyAnnotations: map[string]string{"a": "b"},
			},
			UIService: &vault.UIService{ActiveOnly: true},
		}},
		want: []string{
			`server.pods.replicas: Invalid value: 3: must be at most 1: several servers that share their data need the mode "ha"`,
			`server.raft: Forbidden: needs the mode "ha"`,
			`server.scrapeStandbys: Forbidden: needs the mode "ha"`,
			`server.devRootToken: Forbidden: needs the mode "dev"`,
			`server.service.activeNodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`server.service.standbyNodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`server.service.activeNodePort: Forbidden: needs the mode "ha"`,
			`server.service.standbyNodePort: Forbidden: needs the mode "ha"`,
			`server.service.activeAnnotations: Forbidden: needs the mode "ha"`,
			`server.service.standbyAnnotations: Forbidden: needs the mode "ha"`,
			`server.uiService.activeOnly: Forbidden: needs the mode "ha"`,
		},
	}, {
		name:    "two servers",
		options: options{Server: vault.Server{Mode: vault.HA, Pods: addon.Pods{Replicas: new(int32(2))}}},
		want: []string{
			`server.pods.replicas: Invalid value: 2: must be 1, or 3 and more: of two servers none may stop`,
		},
	}, {
		name: "a server for trying things out",
		options: options{Server: vault.Server{
			Mode:           vault.Dev,
			Certificate:    addon.ServingCertificate{Secret: "tls", CABundle: ca},
			Seal:           &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault"}},
			MigrateFrom:    &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "alias/vault"}},
			AuditStorage:   vault.AuditStorage{Enabled: true},
			Listener:       vault.Listener{RedactVersion: true},
			Telemetry:      vault.Telemetry{PrometheusRetention: hours(1)},
			Settings:       vault.Settings{ClusterName: "dev"},
			ServiceMonitor: &addon.ServiceMonitor{},
			MetricsToken:   &secret,
		}},
		want: []string{
			`server.certificate: Forbidden: the mode "dev" has a configuration of its own`,
			`server.seal: Forbidden: the mode "dev" has a configuration of its own`,
			`server.migrateFrom: Forbidden: the mode "dev" has a configuration of its own`,
			`server.auditStorage: Forbidden: the mode "dev" has a configuration of its own`,
			`server.listener: Forbidden: the mode "dev" has a configuration of its own`,
			`server.telemetry: Forbidden: the mode "dev" has a configuration of its own`,
			`server.settings: Forbidden: the mode "dev" has a configuration of its own`,
			`server.serviceMonitor: Forbidden: the mode "dev" has a configuration of its own`,
		},
	}, {
		name: "certificates",
		options: options{
			Server: vault.Server{
				Certificate:      addon.ServingCertificate{Secret: "tls"},
				CertificateNames: []string{"vault.example.com"},
			},
			Injector: vault.Injector{Certificate: addon.ServingCertificate{Secret: "tls"}},
		},
		want: []string{
			`injector.certificate.caBundle: Required value: the API server trusts the certificate of a Secret by its CA alone`,
			`server.certificate.caBundle: Required value: other servers and the agents trust the certificate of a Secret by its CA alone`,
			`server.certificateNames: Forbidden: they go with certificate.certManager`,
		},
	}, {
		name: "plain HTTP",
		options: options{Server: vault.Server{Listener: vault.Listener{
			TLSMinVersion: vault.TLS13, ForwardedForFrom: []string{"10.0.0.1"}, ProxyProtocolFrom: []string{},
		}}},
		want: []string{
			`server.listener.proxyProtocolFrom: Invalid value: 0: must have at least 1 items`,
			`server.listener.tlsMinVersion: Forbidden: needs a certificate`,
			`server.listener.forwardedForFrom[0]: Invalid value: "10.0.0.1": must be a CIDR, as in "10.0.0.0/8"`,
		},
	}, {
		name:    "nobody who forwards",
		options: options{Server: vault.Server{Listener: vault.Listener{ForwardedForSkip: 1}}},
		want: []string{
			`server.listener.forwardedForSkip: Forbidden: needs forwardedForFrom`,
		},
	}, {
		name: "seals",
		options: options{Server: vault.Server{
			Seal: &vault.Seal{},
			MigrateFrom: &vault.Seal{
				AWSKMS:        &vault.AWSKMS{KeyID: "arn:aws:kms:us-east-1:123456789012:alias/vault", Region: "us-west-2", Endpoint: "kms"},
				AzureKeyVault: &vault.AzureKeyVault{VaultName: "a", KeyName: "b", TenantID: "c", ClientSecret: &secret},
				Transit:       &vault.Transit{Address: "vault", KeyName: "a"},
			},
		}},
		want: []string{
			`server.seal: Required value: needs one of awskms, gcpckms, azurekeyvault, transit`,
			`server.migrateFrom.azurekeyvault: Forbidden: excludes awskms: only one of them can be set`,
			`server.migrateFrom.transit: Forbidden: excludes awskms: only one of them can be set`,
			`server.migrateFrom.awskms.region: Invalid value: "us-west-2": must be us-east-1, where the key is`,
			`server.migrateFrom.awskms.endpoint: Invalid value: "kms": must match ^https://`,
			`server.migrateFrom.azurekeyvault.clientID: Required value: the secret is that of an application`,
			`server.migrateFrom.transit.address: Invalid value: "vault": must match ^https?://[^ ]+$`,
			`server.migrateFrom.transit.token: Required value: no default can know it`,
		},
	}, {
		name:    "keys",
		options: options{Server: vault.Server{Seal: &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: "vault"}}}},
		want: []string{
			`server.seal.awskms.keyID: Invalid value: "vault": must match ^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[^ ]+|alias/[^ ]+|[0-9a-f-]{36}|mrk-[0-9a-f]{32})$`,
		},
	}, {
		name: "pods",
		options: options{
			Server: vault.Server{
				PreStopSeconds: new(int32(10)),
				LivenessProbe:  &vault.LivenessProbe{Path: "/", Command: []string{"true"}},
				ReadinessProbe: vault.ReadinessProbe{Disabled: true, Path: "/"},
			},
			CSI: vault.CSI{Pods: addon.Pods{Replicas: new(int32(2)), DisruptionBudget: &addon.DisruptionBudget{MaxUnavailable: new(intstr.FromInt32(1))}}},
		},
		want: []string{
			`csi.pods.replicas: Forbidden: there is one on each node`,
			`csi.pods.disruptionBudget: Forbidden: there is one on each node`,
			`server.preStopSeconds: Invalid value: 10: must be less than pods.terminationGracePeriodSeconds, or nothing is left to stop in`,
			`server.livenessProbe.command: Forbidden: excludes path: only one of them can be set`,
			`server.readinessProbe.path: Forbidden: excludes disabled: only one of them can be set`,
		},
	}, {
		name: "Services",
		options: options{Server: vault.Server{
			Service: vault.Service{Type: corev1.ServiceTypeNodePort, Headless: true},
			UIService: &vault.UIService{
				NodePort: 30823, LoadBalancerSourceRanges: []string{"10.0.0.1"}, ExternalTrafficPolicy: corev1.ServiceExternalTrafficPolicyLocal,
			},
			Settings: vault.Settings{NoUI: true},
		}},
		want: []string{
			`server.service.headless: Forbidden: needs the type ClusterIP`,
			`server.uiService.loadBalancerSourceRanges: Forbidden: needs the type LoadBalancer`,
			`server.uiService.externalTrafficPolicy: Forbidden: needs the type NodePort or LoadBalancer, or externalIPs`,
			`server.uiService.loadBalancerSourceRanges[0]: Invalid value: "10.0.0.1": must be a CIDR, as in "10.0.0.0/8"`,
			`server.uiService.nodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`server.uiService: Forbidden: there is no web page: settings.noUI is set`,
		},
	}, {
		name: "ports of nodes that no Service has",
		options: options{Server: vault.Server{
			Mode:    vault.HA,
			Service: vault.Service{NodePort: 30820, ActiveNodePort: 30821, StandbyNodePort: 30822},
			Ingress: &vault.Ingress{Hosts: []string{"vault.example.com"}, Issuer: &addon.IssuerRef{Name: "letsencrypt"}},
		}},
		want: []string{
			`server.service.nodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`server.service.activeNodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`server.service.standbyNodePort: Forbidden: needs the type NodePort or LoadBalancer`,
			`server.ingress.tlsSecret: Required value: the issuer's certificate is written to it`,
		},
	}, {
		name: "metrics that nobody scrapes",
		options: options{Server: vault.Server{
			Mode: vault.HA, MetricsToken: &secret, ScrapeStandbys: true,
			Telemetry: vault.Telemetry{DogStatsDTags: []string{"env:prod"}, OnlyFiltered: true},
		}},
		want: []string{
			`server.metricsToken: Forbidden: needs serviceMonitor`,
			`server.scrapeStandbys: Forbidden: needs serviceMonitor`,
			`server.telemetry.dogStatsDAddress: Required value: the tags are of what is sent there`,
			`server.telemetry.prefixFilter: Required value: there would be no metrics at all`,
		},
	}, {
		name:    "metrics that Vault doesn't tell",
		options: options{Server: vault.Server{ServiceMonitor: &addon.ServiceMonitor{}}},
		want: []string{
			`server.metricsToken: Required value: Vault tells metrics only to who has a token, unless telemetry.unauthenticated is set`,
		},
	}, {
		name: "metrics that standbys don't tell",
		options: options{Server: vault.Server{
			Mode: vault.HA, ServiceMonitor: &addon.ServiceMonitor{}, MetricsToken: &secret, ScrapeStandbys: true,
		}},
		want: []string{
			`server.scrapeStandbys: Forbidden: needs telemetry.unauthenticated: standbys check no tokens`,
		},
	}, {
		name: "settings",
		options: options{Server: vault.Server{Settings: vault.Settings{
			DefaultLeaseTTL: hours(1000),
			UserLockouts:    []vault.UserLockout{{Method: vault.LDAP}, {Method: vault.LDAP}, {Method: "github"}},
			PluginDirectory: "plugins", LogRequestsLevel: "all",
			UnauthenticatedAccess: []vault.UnauthenticatedAccess{"unseal"},
		}}},
		want: []string{
			`server.settings.userLockouts[2].method: Unsupported value: "github": supported values: "all", "ldap", "approle", "userpass"`,
			`server.settings.pluginDirectory: Invalid value: "plugins": must match ^/`,
			`server.settings.logRequestsLevel: Unsupported value: "all": supported values: "trace", "debug", "info", "warn", "error"`,
			`server.settings.unauthenticatedAccess[0]: Unsupported value: "unseal": supported values: "rekey", "generate-root", "generate-operation-token"`,
			`server.settings.defaultLeaseTTL: Invalid value: "1000h0m0s": must be at most maxLeaseTTL, 768h0m0s`,
			`server.settings.userLockouts[1].method: Duplicate value: "ldap"`,
		},
	}, {
		name: "no injector",
		options: options{Injector: vault.Injector{
			Disabled: true, Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}}, HostNetwork: true, Metrics: true,
		}},
		want: []string{
			`injector.certificate: Forbidden: there is no injector: injector.disabled is set`,
			`injector.hostNetwork: Forbidden: there is no injector: injector.disabled is set`,
			`injector.metrics: Forbidden: there is no injector: injector.disabled is set`,
		},
	}, {
		name: "injected agents",
		options: options{Injector: vault.Injector{
			AuthPath: "kubernetes",
			Webhook:  vault.Webhook{FailurePolicy: "Retry", TimeoutSeconds: 31},
			Agent: vault.InjectedAgent{
				Template:  "yaml",
				Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("1Gi")}},
			},
		}},
		want: []string{
			`injector.webhook.failurePolicy: Unsupported value: "Retry": supported values: "Ignore", "Fail"`,
			`injector.webhook.timeoutSeconds: Invalid value: 31: must be at most 30`,
			`injector.authPath: Invalid value: "kubernetes": must match ^auth/[^ ]+$`,
			`injector.agent.template: Unsupported value: "yaml": supported values: "map", "json"`,
			`injector.agent.resources.requests[memory]: Invalid value: "1Gi": must be at most the limit, 128Mi`,
		},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := vault.New(tc.options).Objects(addontest.Target())
			if diff := cmp.Diff(tc.want, messages(err)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
