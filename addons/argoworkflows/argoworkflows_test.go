package argoworkflows_test

import (
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addons/argoworkflows"
	"github.com/fitout/fitout/cluster"
)

type options = argoworkflows.Options

func TestAddon(t *testing.T) {
	addontest.Run(t, argoworkflows.Definition,
		addontest.Case[options]{Name: "defaults"},
		addontest.Case[options]{Name: "upstream"},
		addontest.Case[options]{
			Name: "aws", Target: addontest.AWS(), Options: company(),
			Existing: cluster.Existing{
				ClusterIssuers: []string{"letsencrypt"},
				IngressClasses: []string{"nginx"},
				Secrets:        map[string][]string{"argo/sso": {}},
			},
		},
		addontest.Case[options]{
			Name: "alb", Target: addontest.AWS(), Options: balanced(),
			Existing: cluster.Existing{
				IngressClasses: []string{"alb"},
				Secrets:        map[string][]string{"argo/database": {}, "argo/sso": {}},
			},
		},
		addontest.Case[options]{Name: "single", Options: single()},
		addontest.Case[options]{Name: "headless", Options: options{
			CRDs:             argoworkflows.SkipCRDs,
			Server:           argoworkflows.Server{Disabled: true},
			Controller:       argoworkflows.Controller{Metrics: argoworkflows.ControllerMetrics{Disabled: true}},
			Events:           argoworkflows.Events{NoNodes: true, NoWorkflows: true},
			NoAggregateRoles: true,
		}},
		addontest.Case[options]{
			Name: "full", Options: full(),
			Existing: cluster.Existing{
				APIServices:    []string{"v1beta1.metrics.k8s.io", "v1beta1.custom.metrics.k8s.io"},
				CRDs:           []string{"servicemonitors.monitoring.coreos.com", "issuers.cert-manager.io", "certificates.cert-manager.io"},
				ClusterIssuers: []string{"letsencrypt"},
				ConfigMaps:     map[string][]string{"ml/limits": {"etl"}, "ml/texts": {"done"}},
				IngressClasses: []string{"nginx"},
				Secrets:        map[string][]string{"batch/registry": {}, "workflows/mysql": {}, "workflows/postgres": {}, "workflows/sso": {}},
				StorageClasses: []string{"gp3"},
			},
		},
	)
}

func seconds(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }

func hours(n int) metav1.Duration { return seconds(n * 3600) }

func resources(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)},
		Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse(memory)},
	}
}

func secret(name, key string) addon.SecretRef { return addon.SecretRef{Name: name, Key: key} }

// company runs a pipeline each night, keeps artifacts in S3 and has people log in by dex.
func company() options {
	return options{
		Controller: argoworkflows.Controller{Pods: addon.Pods{Replicas: new(int32(2)), Resources: resources("100m", "256Mi")}},
		Server: argoworkflows.Server{
			Pods:           addon.Pods{Replicas: new(int32(2)), Resources: resources("50m", "128Mi")},
			OwnSecretsOnly: true,
			Ingress: &argoworkflows.Ingress{
				Hosts: []string{"workflows.dev.example.com"}, ClassName: "nginx", TLSSecret: "argo-server-ingress",
				Issuer: &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
			},
		},
		SSO: &argoworkflows.SSO{
			Issuer: "https://dex.dev.example.com", RedirectURL: "https://workflows.dev.example.com/oauth2/callback",
			ClientID: secret("sso", "client-id"), ClientSecret: secret("sso", "client-secret"),
			Scopes: []string{"groups", "email", "profile"},
			Accounts: []argoworkflows.SSOAccount{
				{Name: "developers", Rule: "'example:developers' in groups", ClusterRole: "view"},
				{Name: "data", Rule: "'example:data' in groups", Precedence: 1, ClusterRole: "edit", Namespaces: []string{"batch"}},
			},
		},
		WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch", ArtifactGC: true}, {Name: "ml", ServiceAccount: "training"}},
		ArtifactRepository: &argoworkflows.ArtifactRepository{
			ArchiveLogs: true,
			S3: &argoworkflows.S3Repository{
				S3Bucket:  argoworkflows.S3Bucket{Bucket: "example-prod-artifacts"},
				KeyFormat: "prod/{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}",
			},
		},
		CronWorkflows: []argoworkflows.NamedCronWorkflow{{Named: argoworkflows.Named{Name: "sales"}, CronWorkflowSpec: sales()}},
	}
}

// balanced is reached through an ALB, keeps what is over in a database of RDS, and has a bucket
// with a key of KMS, one by a role of another account, and one elsewhere.
func balanced() options {
	return options{
		SSO: &argoworkflows.SSO{
			Issuer: "https://dex.dev.example.com", RedirectURL: "https://workflows.dev.example.com/oauth2/callback",
			ClientID: secret("sso", "client-id"), ClientSecret: secret("sso", "client-secret"), ServerRights: true,
		},
		Server: argoworkflows.Server{
			AuthModes: []argoworkflows.AuthMode{argoworkflows.SSOAuth},
			Ingress: &argoworkflows.Ingress{
				Hosts: []string{"workflows.dev.example.com"}, ClassName: "alb",
				ALB: &alb.Ingress{Scheme: alb.Internal, Listen: []alb.Listener{{Protocol: alb.HTTPS, Port: 443}}},
			},
			Uploads: true,
		},
		WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch"}},
		ArtifactRepository: &argoworkflows.ArtifactRepository{S3: &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{
			Bucket: "example-artifacts", EncryptionOptions: &argoworkflows.S3Encryption{EnableEncryption: true, KMSKeyID: "0123abcd-0123-0123-0123-0123456789ab"},
		}}},
		ArtifactRepositories: []argoworkflows.ArtifactRepositories{
			{Namespace: "ml", Repositories: map[string]argoworkflows.ArtifactRepository{
				"models": {S3: &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{Bucket: "example-models"}}},
			}},
			{Repositories: map[string]argoworkflows.ArtifactRepository{
				"other-account": {S3: &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{
					Bucket: "other-artifacts", Region: "us-east-1", RoleARN: "arn:aws:iam::210987654321:role/artifacts",
				}}},
				"elsewhere": {S3: &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{
					Bucket: "artifacts", Endpoint: "minio.example.com:9000",
				}}},
			}},
		},
		Persistence: &argoworkflows.Persistence{
			Archive: true,
			Database: argoworkflows.Database{PostgreSQL: &argoworkflows.PostgreSQL{
				DatabaseServer: argoworkflows.DatabaseServer{Host: "argo.0123.us-east-1.rds.amazonaws.com", Database: "argo", Username: secret("database", "username")},
				SSL:            true,
				SSLMode:        argoworkflows.SSLVerifyFull,
				AWSRDSToken:    &argoworkflows.AWSRDSToken{Region: "us-east-1", UserARN: "arn:aws:rds-db:us-east-1:123456789012:dbuser:db-ABCDEFGHIJKL01234/argo"},
			}},
		},
		Synchronization: &argoworkflows.LockDatabase{ControllerName: "prod", Database: argoworkflows.Database{PostgreSQL: &argoworkflows.PostgreSQL{
			DatabaseServer: argoworkflows.DatabaseServer{Host: "locks.postgres.database.azure.com", Database: "locks", Username: secret("database", "username")},
			AzureToken:     &argoworkflows.AzureToken{Scope: "https://example.com/.default"},
		}}},
	}
}

// single knows its own namespace only.
func single() options {
	return options{
		Namespace:       "batch",
		SingleNamespace: true,
		Controller: argoworkflows.Controller{
			Pods:           addon.Pods{PriorityClassName: "system-cluster-critical"},
			LeaderElection: argoworkflows.LeaderElection{Disabled: true},
		},
		Server: argoworkflows.Server{
			AuthModes: []argoworkflows.AuthMode{argoworkflows.ServerAuth},
			PlainHTTP: true,
			Ingress:   &argoworkflows.Ingress{Hosts: []string{"workflows.example.com"}},
		},
		WorkflowNamespaces: []argoworkflows.WorkflowNamespace{{Name: "batch"}},
		WorkflowTemplates:  []argoworkflows.NamedWorkflowTemplate{{Named: argoworkflows.Named{Name: "sales"}, WorkflowSpec: sales().WorkflowSpec}},
	}
}

func full() options {
	monitor := &addon.ServiceMonitor{Labels: map[string]string{"prometheus": "platform"}}
	env := []corev1.EnvVar{{Name: "TZ", Value: "Asia/Tokyo"}}
	confined := &corev1.SecurityContext{RunAsNonRoot: new(true)}
	return options{
		Namespace: "workflows",
		CRDs:      argoworkflows.FullCRDs,
		Controller: argoworkflows.Controller{
			Pods:                         addon.Pods{Replicas: new(int32(3))},
			Workers:                      argoworkflows.Workers{Workflow: 64, TTL: 8, PodCleanup: 16, Cron: 12, Archive: 10},
			Client:                       argoworkflows.Client{QPS: 50.5, Burst: 100},
			LeaderElection:               argoworkflows.LeaderElection{LeaseDuration: seconds(60), RenewDeadline: seconds(40), RetryPeriod: seconds(10)},
			Memoization:                  true,
			ExecutorPlugins:              true,
			WorkflowLevelExecutorPlugins: true,
			LogLevel:                     argoworkflows.LogDebug,
			LogFormat:                    argoworkflows.LogJSON,
			Metrics: argoworkflows.ControllerMetrics{
				Port: 9091, Path: "/prometheus", Insecure: true, TTL: hours(1), IgnoreErrors: true, Temporality: argoworkflows.Delta,
				Modifiers: map[string]argoworkflows.MetricModifier{
					"pod_missing":                {Disabled: true},
					"operation_duration_seconds": {DisabledAttributes: []string{"namespace"}, HistogramBuckets: []float64{0.5, 1, 5}},
				},
				ServiceMonitor: monitor,
			},
		},
		Executor: argoworkflows.Executor{
			Image: addon.Image{Tag: "v4.1.2-nonroot"}, ImagePullPolicy: corev1.PullIfNotPresent, Resources: resources("10m", "64Mi"),
			Args: []string{"--loglevel", "debug"}, Env: env, SecurityContext: confined,
		},
		MainContainer: argoworkflows.MainContainer{
			ImagePullPolicy: corev1.PullAlways, Resources: resources("100m", "128Mi"), Env: env, SecurityContext: confined,
			EnvFrom: []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "common"}}}},
		},
		Server: argoworkflows.Server{
			Autoscaling: hpa.Autoscaling{
				Enabled: true, MinReplicas: 2, MaxReplicas: 4, TargetCPU: new(int32(60)), TargetMemory: new(int32(0)),
				Metrics: []autoscalingv2.MetricSpec{{Type: autoscalingv2.PodsMetricSourceType, Pods: &autoscalingv2.PodsMetricSource{
					Metric: autoscalingv2.MetricIdentifier{Name: "grpc_requests"},
					Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: new(resource.MustParse("100"))},
				}}},
				Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(300))}},
			},
			Pods:        addon.Pods{Resources: resources("100m", "256Mi")},
			Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{}},
			BaseHRef:    "/workflows/",
			Client:      argoworkflows.Client{QPS: 30, Burst: 60},
			Service: argoworkflows.Service{
				Type: corev1.ServiceTypeLoadBalancer, Port: 443, NodePort: 30443, LoadBalancerClass: "service.k8s.aws/nlb", LoadBalancerIP: "192.0.2.1",
				LoadBalancerSourceRanges: []string{"192.0.2.0/24"}, Labels: map[string]string{"team": "data"}, Annotations: map[string]string{"example.com/owner": "data"},
			},
			Ingress: &argoworkflows.Ingress{
				Hosts: []string{"tools.example.com"}, ClassName: "nginx", TLSSecret: "tools-tls",
				Issuer: &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"}, Annotations: map[string]string{"example.com/owner": "data"},
			},
			ServiceMonitor:   monitor,
			AnonymousMetrics: true,
			LogLevel:         argoworkflows.LogWarn,
			LogFormat:        argoworkflows.LogText,
		},
		SSO: &argoworkflows.SSO{
			Issuer: "https://login.example.com", IssuerAlias: "https://login.example.net", ClientID: secret("sso", "id"), ClientSecret: secret("sso", "secret"),
			RedirectURL: "https://tools.example.com/oauth2/callback", Scopes: []string{"groups"}, SessionExpiry: hours(240),
			CustomGroupClaimName: "teams", UserInfoPath: "/oauth2/v1/userinfo", FilterGroups: []string{"^example:"}, RootCA: ca, InsecureSkipVerify: true,
			DelegateToNamespaces: true,
			Accounts:             []argoworkflows.SSOAccount{{Name: "admins", Rule: "'example:admins' in groups", Precedence: 10, ClusterRole: "admin"}},
		},
		WorkflowNamespaces: []argoworkflows.WorkflowNamespace{
			{
				Name: "batch", ServiceAccount: "pipelines", Annotations: map[string]string{"example.com/owner": "data"},
				ImagePullSecrets: []corev1.LocalObjectReference{{Name: "registry"}}, ArtifactGC: true, Agent: true,
				Rules: []rbacv1.PolicyRule{{APIGroups: []string{"batch"}, Resources: []string{"jobs"}, Verbs: []string{"create", "get"}}},
			},
			{Name: "ml", ServiceAccount: "default", Existing: true},
		},
		ArtifactRepository:       &argoworkflows.ArtifactRepository{ArchiveLogs: true, S3: repository()},
		ArtifactRepositories:     repositories(),
		Persistence:              persistence(),
		Synchronization:          locks(),
		WorkflowDefaults:         workflowDefaults(),
		WorkflowTemplates:        parts(),
		ClusterWorkflowTemplates: []argoworkflows.NamedClusterWorkflowTemplate{{Named: named("shared"), WorkflowSpec: shared()}},
		CronWorkflows:            []argoworkflows.NamedCronWorkflow{{Named: named("nightly"), Namespace: "batch", CronWorkflowSpec: nightly()}},
		InstanceID:               "data",
		Parallelism:              100,
		NamespaceParallelism:     20,
		ResourceRateLimit:        &argoworkflows.RateLimit{Limit: 10.5, Burst: 5},
		TemplateReferencing:      argoworkflows.StrictReferencing,
		Retention:                argoworkflows.Retention{Completed: 10, Failed: 5, Errored: 3},
		PodGCGracePeriodSeconds:  new(int64(60)),
		PodGCDeleteDelay:         new(seconds(30)),
		InitialDelay:             seconds(5),
		FailedPodRestart:         &argoworkflows.FailedPodRestart{MaxRestarts: new(int32(5))},
		Images:                   map[string]argoworkflows.ImageCommand{"example.com/etl:v1": {Entrypoint: []string{"/etl"}, Cmd: []string{"--help"}}},
		Events:                   argoworkflows.Events{NodesAsPods: true},
		Links:                    []argoworkflows.Link{{Name: "Logs", Scope: argoworkflows.PodLogsLink, URL: "https://logs.example.com/?pod=${metadata.name}", Target: "_blank"}},
		Columns:                  []argoworkflows.Column{{Name: "Team", Type: argoworkflows.LabelColumn, Key: "team"}},
		NavColor:                 "#0f62fe",
		PodSpecLog:               argoworkflows.PodSpecLog{FailedPods: true, AllPods: true},
		KubeConfig:               &argoworkflows.KubeConfig{Secret: secret("kubeconfig", "config"), VolumeName: "kube", MountPath: "/kube"},
		DisableAgentPods:         true,
		InitlessPods:             true,
		NoAggregateRoles:         true,
	}
}

func named(name string) argoworkflows.Named {
	return argoworkflows.Named{Name: name, Labels: map[string]string{"team": "data"}, Annotations: map[string]string{"example.com/owner": "data"}}
}

func repository() *argoworkflows.S3Repository {
	return &argoworkflows.S3Repository{
		S3Bucket: argoworkflows.S3Bucket{
			Bucket: "artifacts", Endpoint: "minio.example.com:9000", Region: "minio", Insecure: true,
			AccessKeySecret: new(secret("minio", "access-key")), SecretKeySecret: new(secret("minio", "secret-key")), SessionTokenSecret: new(secret("minio", "token")),
			EncryptionOptions: &argoworkflows.S3Encryption{EnableEncryption: true, KMSKeyID: "artifacts", KMSEncryptionContext: `{"team":"data"}`},
			CASecret:          new(secret("minio", "ca.crt")), AddressingStyle: argoworkflows.PathStyle,
		},
		KeyFormat: "{{workflow.name}}/{{pod.name}}",
	}
}

func repositories() []argoworkflows.ArtifactRepositories {
	return []argoworkflows.ArtifactRepositories{{
		Name: "repositories", Namespace: "batch", Default: "google",
		Repositories: map[string]argoworkflows.ArtifactRepository{
			"google": {GCS: &argoworkflows.GCSRepository{
				GCSBucket: argoworkflows.GCSBucket{Bucket: "artifacts", ServiceAccountKeySecret: new(secret("google", "key.json"))}, KeyFormat: "{{workflow.name}}",
			}},
			"azure": {Azure: &argoworkflows.AzureRepository{
				AzureContainer: argoworkflows.AzureContainer{Endpoint: "https://example.blob.core.windows.net", Container: "artifacts", AccountKeySecret: new(secret("azure", "key"))},
				BlobNameFormat: "{{workflow.name}}",
			}},
			"azure-identity": {Azure: &argoworkflows.AzureRepository{
				AzureContainer: argoworkflows.AzureContainer{Endpoint: "https://example.blob.core.windows.net", Container: "artifacts", UseSDKCreds: true},
			}},
			"customer": {S3: &argoworkflows.S3Repository{S3Bucket: argoworkflows.S3Bucket{
				Bucket: "artifacts", UseSDKCreds: true, RoleARN: "arn:aws:iam::123456789012:role/artifacts",
				EncryptionOptions: &argoworkflows.S3Encryption{EnableEncryption: true, ServerSideCustomerKeySecret: new(secret("s3", "key"))},
			}}},
		},
	}}
}

func persistence() *argoworkflows.Persistence {
	return &argoworkflows.Persistence{
		Database: argoworkflows.Database{
			PostgreSQL: &argoworkflows.PostgreSQL{
				DatabaseServer: argoworkflows.DatabaseServer{
					Host: "postgres.example.com", Port: 5433, Database: "argo", TableName: "workflows",
					Username: secret("postgres", "username"), Password: new(secret("postgres", "password")),
				},
				SSL: true, SSLMode: argoworkflows.SSLVerifyCA,
			},
			ConnectionPool:           &argoworkflows.ConnectionPool{MaxIdleConns: 10, MaxOpenConns: 50, ConnMaxLifetime: hours(1)},
			Reconnection:             &argoworkflows.Reconnection{MaxRetries: 3, BaseDelaySeconds: 1, MaxDelaySeconds: 10, RetryMultiple: 1.5},
			ConnectionTimeoutSeconds: 10,
		},
		Archive: true, ArchiveLabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"team": "data"}}, ArchiveTTL: hours(24 * 90),
		NodeStatusOffload: true, ClusterName: "prod", SkipMigration: true,
	}
}

func locks() *argoworkflows.LockDatabase {
	return &argoworkflows.LockDatabase{
		Database: argoworkflows.Database{MySQL: &argoworkflows.MySQL{
			DatabaseServer: argoworkflows.DatabaseServer{Host: "mysql.example.com", Database: "locks", Username: secret("mysql", "username"), Password: new(secret("mysql", "password"))},
			Options:        map[string]string{"tls": "true"},
		}},
		ControllerName: "prod", EnableAPI: true, SkipMigration: true,
		PollSeconds: 10, HeartbeatSeconds: 30, InactiveControllerSeconds: 120, SemaphoreLimitCacheSeconds: 60,
	}
}

// ca is that of nobody.
const ca = "-----BEGIN CERTIFICATE-----\nMIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC\n-----END CERTIFICATE-----\n"
