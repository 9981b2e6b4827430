package argocd_test

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/argocd"
)

// rules are the rights to what Applications deploy, and no more.
func rules() []rbacv1.PolicyRule {
	return []rbacv1.PolicyRule{{APIGroups: []string{"apps"}, Resources: []string{"deployments"}, Verbs: []string{"get", "list", "watch", "patch"}}}
}

// full has the options set that can be at once, but for the custom resources.
func full() options {
	o := components()
	configure(&o)
	o.Notifications = notifications()
	return o
}

// fullResources has them, and what they need.
func fullResources() options {
	return options{
		ApplicationNamespaces: []string{"web"},
		ApplicationSet: argocd.ApplicationSetController{
			Namespaces:          []string{"web"},
			ProgressiveSyncs:    true,
			AllowedSCMProviders: []string{"https://github.example.com/api/v3", "https://gitlab.example.com/"},
		},
		Projects:        projects(),
		Applications:    applications(),
		ApplicationSets: applicationSets(),
	}
}

func components() options {
	return options{
		Namespace:             "argocd",
		Image:                 addon.Image{Repository: "quay.io/argoproj/argocd", Tag: "v3.6.0"},
		HighAvailability:      true,
		URL:                   "https://argocd.example.com",
		AdditionalURLs:        []string{"https://cd.example.com"},
		ApplicationNamespaces: []string{"web", "search-*"},
		Log:                   argocd.Log{Level: argocd.LogWarn, Format: argocd.LogText, Timestamp: "2006-01-02T15:04:05.000Z07:00"},
		Controller: argocd.Controller{
			Pods:                     addon.Pods{Image: addon.Image{Repository: "ghcr.io/example/argocd", Tag: "v3.6.1"}, ExtraEnv: []corev1.EnvVar{{Name: "GOMAXPROCS", Value: "2"}}},
			LogLevel:                 argocd.LogError,
			StatusProcessors:         50,
			OperationProcessors:      25,
			KubectlParallelism:       40,
			RepoServerTimeout:        seconds(180),
			SelfHealTimeout:          seconds(30),
			SyncTimeout:              seconds(3600),
			SyncWaveDelay:            new(seconds(5)),
			ServerSideDiff:           true,
			MetricsApplicationLabels: []string{"team", "stage"},
			MetricsCacheExpiration:   seconds(86400),
		},
		Server: argocd.Server{
			Pods: addon.Pods{Resources: requests("100m", "256Mi")},
			Autoscaling: hpa.Autoscaling{
				Enabled: true, MinReplicas: 3, MaxReplicas: 6, TargetCPU: new(int32(70)),
				Metrics: []autoscalingv2.MetricSpec{{
					Type: autoscalingv2.PodsMetricSourceType,
					Pods: &autoscalingv2.PodsMetricSource{
						Metric: autoscalingv2.MetricIdentifier{Name: "grpc_server_handled_per_second"},
						Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: new(resource.MustParse("50"))},
					},
				}},
				Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{
					ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(600))},
				},
			},
			LogLevel:              argocd.LogInfo,
			Insecure:              true,
			XFrameOptions:         "deny",
			ContentSecurityPolicy: "frame-ancestors 'none';",
			NoSyncWithReplace:     true,
		},
		RepoServer: argocd.RepoServer{
			Pods:                addon.Pods{Resources: requests("500m", "1Gi")},
			Autoscaling:         hpa.Autoscaling{Enabled: true, TargetMemory: new(int32(0))},
			LogLevel:            argocd.LogDebug,
			Parallelism:         20,
			LsRemoteParallelism: 10,
			GitTimeout:          seconds(90),
			NoSubmodules:        true,
			CacheExpiration:     seconds(7200),
			MaxManifestsSize:    new(resource.MustParse("20M")),
		},
		ApplicationSet: argocd.ApplicationSetController{
			LogLevel:                  argocd.LogDebug,
			Namespaces:                []string{"web"},
			Policy:                    argocd.CreateUpdate,
			PolicyOverride:            true,
			ProgressiveSyncs:          true,
			ConcurrentReconciliations: 20,
			RequeueAfter:              seconds(600),
			NewGitFileGlobbing:        true,
			AllowedSCMProviders:       []string{"https://github.example.com/api/v3", "https://gitlab.example.com/"},
			StrictTokens:              true,
			PreservedAnnotations:      []string{"example.com/owner"},
			PreservedLabels:           []string{"example.com/team"},
			Ingress: &argocd.WebhookIngress{
				Host: "argocd-webhooks.example.com", ClassName: "nginx", TLSSecret: "argocd-webhooks-tls",
				Issuer:      &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
				Annotations: map[string]string{"nginx.ingress.kubernetes.io/whitelist-source-range": "192.30.252.0/22"},
			},
		},
		Dex: argocd.Dex{Pods: addon.Pods{Resources: requests("10m", "64Mi")}},
		Redis: argocd.Redis{
			Pods: addon.Pods{Resources: requests("10m", "64Mi")},
			HA:   argocd.RedisHA{Pods: addon.Pods{Resources: requests("50m", "128Mi")}, SidecarResources: requests("5m", "16Mi"), Proxy: addon.Pods{Resources: requests("10m", "64Mi")}},
		},
		Ingress: &argocd.Ingress{
			ClassName: "nginx", TLSSecret: "argocd-tls",
			Issuer: &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
			NGINX:  &argocd.NGINX{GRPCHost: "grpc.argocd.example.com", GRPCTLSSecret: "argocd-grpc-tls"},
		},
		ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
	}
}

// configure sets what the ConfigMaps hold.
func configure(o *options) {
	o.OIDC = &argocd.OIDC{
		Name: "GitHub", Issuer: "https://dex.example.com", ClientID: "argo-cd", ClientSecret: new(secret("argocd-secret", "oidc.clientSecret")),
		CLIClientID: "argo-cd-cli", Scopes: []string{"openid", "email", "groups"}, PKCE: true,
		Claims:         map[string]argocd.Claim{"groups": {Essential: true}, "acr": {Value: "mfa"}, "amr": {Values: []string{"mfa", "otp"}}},
		UserInfoGroups: &argocd.UserInfoGroups{Path: "/userinfo", CacheExpiration: seconds(300)},
		LogoutURL:      "https://dex.example.com/logout?redirect={{logoutRedirectURL}}", RootCA: ca, DomainHint: "example.com",
		RefreshTokenThreshold: seconds(120),
	}
	o.Users = argocd.Users{
		Accounts: []argocd.Account{
			{Name: "ci", APIKey: true},
			{Name: "oncall", APIKey: true, Login: true, Disabled: true},
		},
		Anonymous: true, SessionDuration: seconds(5400), PasswordPattern: "^.{16,64}$",
	}
	o.RBAC = argocd.RBAC{
		DefaultRole: "role:readonly",
		Policies: []argocd.Policy{
			{Role: "role:developer", Resource: argocd.ApplicationsResource, Action: argocd.SyncAction, Object: "web/*"},
			{Role: "role:developer", Resource: argocd.ApplicationsResource, Action: "action/apps/Deployment/restart", Object: "web/*"},
			{Role: "role:developer", Resource: argocd.ApplicationsResource, Action: argocd.Delete, Object: "web/critical", Effect: argocd.Deny},
			{Role: "role:developer", Resource: argocd.LogsResource, Action: argocd.Get, Object: "web/*"},
			{Role: "ci", Resource: argocd.ApplicationsResource, Action: argocd.AllActions, Object: "*/*"},
		},
		Grants: []argocd.Grant{
			{Subject: "example:platform", Role: "role:admin"},
			{Subject: "example:web", Role: "role:developer"},
			{Subject: "CN=Search, Team", Role: "proj:search:lead"},
		},
		Scopes:    []string{"groups", "email"},
		MatchMode: argocd.Glob,
	}
	o.Repositories = []argocd.Repository{
		{Name: "services", URL: "https://github.com/example/services", Project: "web", EnableLFS: true, Depth: 1, Insecure: true, Proxy: "http://proxy.example.com:3128", NoProxy: "github.example.com"},
		{Name: "charts", URL: "registry.example.com/charts", Type: argocd.Helm, EnableOCI: true},
		{Name: "azure", URL: "oci://example.azurecr.io/manifests", Type: argocd.OCI, AzureWorkloadIdentity: true},
	}
	o.Credentials = []argocd.Credentials{
		{Secret: "github-app", URL: "https://github.com/example", By: argocd.ByGitHubApp},
		{Secret: "gitlab-key", URL: "git@gitlab.example.com:platform", By: argocd.BySSHKey},
	}
	o.Clusters = []argocd.Cluster{{Name: "in-cluster", Server: "https://kubernetes.default.svc", Labels: map[string]string{"stage": "prod"}}}
	o.KnownHosts = []string{"git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFRlc3RLZXlUZXN0S2V5VGVzdEtleVRlc3RLZXlUZXN0"}
	o.TLSCertificates = map[string]string{"git.example.com": ca}
	o.GPGKeys = map[string]string{"4AEE18F83AFDEB23": "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBFmUaEEBCACzXTDt6ZnyaVtueZASBzgnAmK13q9Urgch+sKYeIhdymjuMQta\n-----END PGP PUBLIC KEY BLOCK-----\n"}
	o.Reconciliation = argocd.Reconciliation{Timeout: new(seconds(0)), Jitter: new(seconds(0)), HardTimeout: seconds(86400)}
	o.Tracking = argocd.Tracking{Method: argocd.TrackAnnotationAndLabel, InstanceLabel: "argocd.argoproj.io/instance", InstallationID: "prod"}
	o.Resources = resources()
	o.Sync = argocd.Sync{Impersonation: true, ImpersonationOptional: true, RevisionNeedsOverride: true, RollbackNeedsRight: true}
	o.Tools = argocd.Tools{
		NoHelm: true, HelmValuesFileSchemes: []string{"https"}, NoKustomize: true, KustomizeBuildOptions: "--enable-helm",
		KustomizeVersions: []argocd.KustomizeVersion{{Version: "v5.4.3", Path: "/custom-tools/kustomize_5_4_3", BuildOptions: "--enable-alpha-plugins"}},
		NoJsonnet:         true,
	}
	o.UI = ui()
	o.Settings = map[string]string{"webhook.refresh.jitter": "60s"}
	o.Parameters = map[string]string{"controller.k8s.client.qps": "100", "server.profile.enabled": "true"}
}

func resources() argocd.Resources {
	return argocd.Resources{
		Customizations: []argocd.Customization{
			{Group: "cert-manager.io", Kind: "Certificate", Health: "hs = {}\nhs.status = \"Progressing\"\nreturn hs\n", UseOpenLibs: true},
			{
				Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration",
				IgnoreDifferences: &argocd.Fields{
					JSONPointers:          []string{"/webhooks/0/clientConfig/caBundle"},
					JQPathExpressions:     []string{".webhooks[]?.clientConfig.caBundle"},
					ManagedFieldsManagers: []string{"kube-controller-manager"},
				},
			},
			{
				Group: "example.com", Kind: "Crawler",
				IgnoreResourceUpdates: &argocd.Fields{JSONPointers: []string{"/status"}},
				KnownTypeFields:       []argocd.KnownTypeField{{Field: "spec.template.spec", Type: "core/v1/PodSpec"}},
				Actions: &argocd.Actions{
					Discovery:    "actions = {}\nactions[\"restart\"] = {}\nreturn actions\n",
					Definitions:  []argocd.ActionDefinition{{Name: "restart", Lua: "obj.spec.generation = obj.spec.generation + 1\nreturn obj\n"}},
					MergeBuiltin: true,
				},
			},
		},
		Exclusions:            []argocd.Filter{{APIGroups: []string{"", "discovery.k8s.io"}, Kinds: []string{"Endpoints", "EndpointSlice"}}},
		Inclusions:            []argocd.Filter{{Clusters: []string{"https://*.eks.amazonaws.com"}}},
		IgnoreAggregatedRoles: true,
		IgnoreStatus:          argocd.StatusOfCRDs,
		NoIgnoredUpdates:      true,
		RespectRBAC:           argocd.RespectStrict,
		CustomLabels:          []string{"team"},
		SensitiveAnnotations:  []string{"example.com/api-key"},
	}
}

func ui() argocd.UI {
	return argocd.UI{
		Banner:          &argocd.Banner{Content: "Release freeze until Monday", URL: "https://example.com/freeze", Permanent: true, Position: argocd.BannerBottom},
		CSSURL:          "./custom/styles.css",
		LoginButtonText: "Log in by GitHub",
		HelpURL:         "https://example.slack.com/archives/platform",
		HelpText:        "Ask the platform team",
		StatusBadge:     true,
		Exec:            true,
		ExecShells:      []string{"sh"},
		MaxPodLogs:      20,
		NodeLabels:      []string{"topology.kubernetes.io/zone"},
		ApplicationLinks: []argocd.Link{{
			URL: "https://grafana.example.com/d/app?var-namespace={{.app.spec.destination.namespace}}", Title: "Dashboard",
			Description: "Requests and errors", Icon: "fa-chart-line", If: `app.spec.project == "web"`,
		}},
		ProjectLinks:  []argocd.Link{{URL: "https://example.com/teams/{{.project.metadata.name}}", Title: "Team"}},
		ResourceLinks: []argocd.Link{{URL: "https://logs.example.com?pod={{.resource.metadata.name}}", Title: "Logs", If: `resource.kind == "Pod"`}},
	}
}
