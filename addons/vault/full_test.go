package vault_test

import (
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/vault"
)

func full() options {
	return options{
		Namespace: "secrets",
		Server:    fullServer(),
		Injector:  fullInjector(),
		CSI: vault.CSI{
			Enabled: true,
			Pods: addon.Pods{
				Resources:   requests("50m", "128Mi"),
				Tolerations: []corev1.Toleration{{Operator: corev1.TolerationOpExists}},
			},
			MaxUnavailable: new(intstr.FromString("10%")),
			HostNetwork:    true,
			ProvidersDir:   "/etc/kubernetes/secrets-store-csi-providers",
			HMACSecret:     "vault-hmac",
			Agent: vault.CSIAgent{
				Image:     addon.Image{Tag: "2.0.3"},
				Resources: requests("20m", "64Mi"),
				ExtraArgs: []string{"-exit-after-auth=false"},
				LogLevel:  vault.Warn,
				LogFormat: vault.JSON,
			},
			LogLevel:       vault.Debug,
			ReadinessProbe: probe(6),
			LivenessProbe:  probe(7),
		},
	}
}

func fullServer() vault.Server {
	return vault.Server{
		Mode: vault.HA,
		Pods: addon.Pods{
			Replicas:                      new(int32(5)),
			Image:                         addon.Image{Repository: "hashicorp/vault-enterprise", Tag: "2.0.4-ent"},
			Resources:                     requests("250m", "512Mi"),
			ExtraArgs:                     []string{"-log-file=/vault/logs/vault.log"},
			ExtraEnv:                      []corev1.EnvVar{{Name: "GOMEMLIMIT", Value: "460MiB"}},
			ExtraVolumes:                  []corev1.Volume{{Name: "logs", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
			ExtraVolumeMounts:             []corev1.VolumeMount{{Name: "logs", MountPath: "/vault/logs"}},
			ImagePullSecrets:              []corev1.LocalObjectReference{{Name: "registry"}},
			TerminationGracePeriodSeconds: new(int64(60)),
		},
		RollingUpdate:    true,
		Certificate:      addon.ServingCertificate{CertManager: &addon.CertManager{Issuer: addon.IssuerRef{Name: "internal", Kind: "ClusterIssuer"}}},
		CertificateNames: []string{"vault.example.com"},
		Raft: vault.Raft{
			ManualJoin: true, JoinAddresses: []string{"https://old-vault.example.com:8200"}, PodNames: true,
			PerformanceMultiplier: 1, TrailingLogs: 20000, SnapshotThreshold: 16384, MaxEntrySize: resource.MustParse("2Mi"),
			AutopilotReconcileInterval: seconds(20),
		},
		Seal: &vault.Seal{Transit: &vault.Transit{
			Address: "https://transit.example.com:8200", KeyName: "unseal", MountPath: "transit/prod",
			Token: addon.SecretRef{Name: "transit", Key: "token"}, Namespace: "platform",
			CACert: &addon.SecretRef{Name: "transit", Key: "ca.crt"}, TLSServerName: "transit", DisableRenewal: true,
		}},
		MigrateFrom: &vault.Seal{AzureKeyVault: &vault.AzureKeyVault{
			VaultName: "example", KeyName: "unseal", TenantID: "46646709-b63e-4747-be42-516edeaf1e14",
			ClientID: "03dc33fc-16d9-4b77-8152-3ec568f8af6e", ClientSecret: &addon.SecretRef{Name: "azure", Key: "secret"},
			Environment: "AZUREUSGOVERNMENTCLOUD", Resource: "vault.usgovcloudapi.net",
		}},
		DataStorage: vault.Storage{
			Size: resource.MustParse("50Gi"), StorageClassName: "gp3", AccessMode: corev1.ReadWriteOncePod,
			Annotations: map[string]string{"example.com/backup": "none"}, Labels: map[string]string{"data": "secrets"},
		},
		AuditStorage: vault.AuditStorage{Enabled: true, Storage: vault.Storage{Size: resource.MustParse("20Gi"), StorageClassName: "sc1"}},
		ClaimRetention: &appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy{
			WhenScaled: appsv1.DeletePersistentVolumeClaimRetentionPolicyType, WhenDeleted: appsv1.RetainPersistentVolumeClaimRetentionPolicyType,
		},
		Listener: vault.Listener{
			TLSMinVersion: vault.TLS13, MaxRequestSize: resource.MustParse("64Mi"), MaxRequestDuration: seconds(120),
			ForwardedForFrom: []string{"10.0.0.0/16", "fd00::/8"}, ForwardedForSkip: 1, ProxyProtocolFrom: []string{"10.1.0.0/16"},
			RedactAddresses: true, RedactClusterName: true, RedactVersion: true,
		},
		Telemetry: vault.Telemetry{
			Unauthenticated: true, PrometheusRetention: hours(12),
			DogStatsDAddress: "datadog.datadog.svc:8125", DogStatsDTags: []string{"env:prod", "${", "a \"b\", \\c", "\t\x00\u2028"}, StatsDAddress: "statsd.metrics.svc:8125",
			HostnamePrefix: true, HostnameLabel: true, UsageGaugePeriod: seconds(300), MaximumGaugeCardinality: 100,
			PrefixFilter: []string{"+vault.token", "-vault.expire"}, OnlyFiltered: true,
		},
		Settings:              fullSettings(),
		LogLevel:              vault.Debug,
		LogFormat:             vault.JSON,
		APIAddress:            "https://vault.example.com",
		ClusterAddress:        "https://$(HOSTNAME).vault-internal.secrets.svc:8201",
		License:               &addon.SecretRef{Name: "license", Key: "vault.hclic"},
		TokenSecret:           true,
		HostNetwork:           true,
		ReadinessProbe:        vault.ReadinessProbe{Path: "/v1/sys/health?standbyok=true", Probe: probe(1)},
		LivenessProbe:         &vault.LivenessProbe{Command: []string{"pidof", "vault"}, Probe: probe(2)},
		PreStopSeconds:        new(int32(15)),
		PostStart:             []string{"/bin/sh", "-c", "umask 077"},
		Sidecars:              []corev1.Container{{Name: "audit", Image: "docker.io/library/busybox:1.37", Command: []string{"tail", "-F", "/vault/audit/audit.log"}, VolumeMounts: []corev1.VolumeMount{{Name: "audit", MountPath: "/vault/audit", ReadOnly: true}}}},
		ShareProcessNamespace: true,
		Service: vault.Service{
			Type: corev1.ServiceTypeNodePort, Port: 443, NodePort: 30820, ActiveNodePort: 30821, StandbyNodePort: 30822, OnlyReady: true,
			ExternalTrafficPolicy: corev1.ServiceExternalTrafficPolicyLocal, IPFamilyPolicy: corev1.IPFamilyPolicySingleStack,
			IPFamilies: []corev1.IPFamily{corev1.IPv4Protocol}, Annotations: map[string]string{"example.com/team": "platform"},
			ActiveAnnotations: map[string]string{"example.com/role": "active"}, StandbyAnnotations: map[string]string{"example.com/role": "standby"},
		},
		UIService: &vault.UIService{
			Type: corev1.ServiceTypeLoadBalancer, Port: 443, NodePort: 30823, ActiveOnly: true, OnlyReady: true,
			LoadBalancerClass: "service.k8s.aws/nlb", LoadBalancerIP: "10.0.0.7", LoadBalancerSourceRanges: []string{"10.0.0.0/8"},
			ExternalTrafficPolicy: corev1.ServiceExternalTrafficPolicyLocal, IPFamilyPolicy: corev1.IPFamilyPolicyPreferDualStack,
			IPFamilies:  []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol},
			Annotations: map[string]string{"service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip"},
		},
		Ingress: &vault.Ingress{
			ClassName: "nginx", Hosts: []string{"vault.example.com"}, Path: "/vault", TLSSecret: "vault-ingress",
			Issuer: &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"}, AllServers: true,
			Labels:      map[string]string{"traffic": "internal"},
			Annotations: map[string]string{"nginx.ingress.kubernetes.io/backend-protocol": "HTTPS"},
		},
		HTTPRoute: &vault.HTTPRoute{
			ParentRefs: []vault.ParentRef{{Name: "internal", Namespace: "gateways", SectionName: "https"}},
			Hostnames:  []string{"vault.example.com"}, AllServers: true,
			Labels: map[string]string{"traffic": "internal"}, Annotations: map[string]string{"example.com/team": "platform"},
		},
		NetworkPolicy: &vault.NetworkPolicy{
			Ingress: []networkingv1.NetworkPolicyIngressRule{{From: []networkingv1.NetworkPolicyPeer{{PodSelector: &metav1.LabelSelector{}}}}},
			Egress:  []networkingv1.NetworkPolicyEgressRule{{To: []networkingv1.NetworkPolicyPeer{{IPBlock: &networkingv1.IPBlock{CIDR: "10.0.0.0/8"}}}}},
		},
		ServiceMonitor: &addon.ServiceMonitor{Interval: seconds(60)},
		ScrapeStandbys: true,
	}
}

// fullSettings have a string with what means something in HCL.
func fullSettings() vault.Settings {
	return vault.Settings{
		ClusterName:     "prod ${\"env\"}\n日本\\",
		DefaultLeaseTTL: hours(24), MaxLeaseTTL: hours(2400), MaxRequestDuration: seconds(60),
		UserLockouts: []vault.UserLockout{
			{Method: vault.AllMethods, Threshold: 10, Duration: seconds(600), CounterReset: seconds(300)},
			{Method: vault.LDAP, Disabled: true},
		},
		PluginDirectory:       "/usr/local/libexec/vault",
		LogRequestsLevel:      vault.Trace,
		RawStorageEndpoint:    true,
		UnauthenticatedAccess: []vault.UnauthenticatedAccess{vault.Rekey, vault.GenerateRoot},
	}
}

func fullInjector() vault.Injector {
	return vault.Injector{
		Pods:          addon.Pods{Replicas: new(int32(2)), Resources: requests("50m", "64Mi")},
		RollingUpdate: addon.RollingUpdate{MaxUnavailable: new(intstr.FromInt32(1)), MaxSurge: new(intstr.FromInt32(0))},
		Port:          8443,
		HostNetwork:   true,
		Webhook: vault.Webhook{
			FailurePolicy: admissionv1.Ignore, MatchPolicy: admissionv1.Equivalent, TimeoutSeconds: 10,
			NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"vault": "enabled"}},
			ObjectSelector: &metav1.LabelSelector{
				MatchLabels:      map[string]string{"vault": "enabled"},
				MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "job-name", Operator: metav1.LabelSelectorOpDoesNotExist}},
			},
		},
		AuthPath: "auth/prod",
		Agent: vault.InjectedAgent{
			Image: addon.Image{Tag: "2.0.3"},
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m"), corev1.ResourceEphemeralStorage: resource.MustParse("16Mi")},
				Limits:   corev1.ResourceList{corev1.ResourceEphemeralStorage: resource.MustParse("64Mi")},
			},
			Template: vault.JSONObject, KeepTrying: true, StaticSecretInterval: seconds(60), RevokeOnShutdown: true,
		},
		LogLevel:           vault.Debug,
		LogFormat:          vault.JSON,
		Metrics:            true,
		ServiceAnnotations: map[string]string{"example.com/team": "platform"},
		ReadinessProbe:     probe(3),
		LivenessProbe:      probe(4),
		StartupProbe:       probe(5),
	}
}

func seconds(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }

func probe(delay int32) vault.Probe {
	return vault.Probe{InitialDelaySeconds: delay, PeriodSeconds: 10, TimeoutSeconds: 4, FailureThreshold: 3}
}

func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}}
}
