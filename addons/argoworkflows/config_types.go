package argoworkflows

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// The structs below are the configuration of controller and server as upstream's package
// config reads it, at the release.
type (
	config struct {
		NodeEvents               *fileEvents             `json:"nodeEvents,omitempty"`
		WorkflowEvents           *fileEvents             `json:"workflowEvents,omitempty"`
		Executor                 fileContainer           `json:"executor"`
		MainContainer            *fileContainer          `json:"mainContainer,omitempty"`
		KubeConfig               *fileKubeConfig         `json:"kubeConfig,omitempty"`
		ArtifactRepository       *ArtifactRepository     `json:"artifactRepository,omitempty"`
		InstanceID               string                  `json:"instanceID,omitempty"`
		MetricsConfig            *fileMetrics            `json:"metricsConfig,omitempty"`
		Parallelism              int32                   `json:"parallelism,omitempty"`
		NamespaceParallelism     int32                   `json:"namespaceParallelism,omitempty"`
		ResourceRateLimit        *RateLimit              `json:"resourceRateLimit,omitempty"`
		Persistence              *filePersistence        `json:"persistence,omitempty"`
		Links                    []Link                  `json:"links,omitempty"`
		Columns                  []Column                `json:"columns,omitempty"`
		WorkflowDefaults         *fileWorkflow           `json:"workflowDefaults,omitempty"`
		PodSpecLogStrategy       *filePodSpecLog         `json:"podSpecLogStrategy,omitempty"`
		PodGCGracePeriodSeconds  *int64                  `json:"podGCGracePeriodSeconds,omitempty"`
		PodGCDeleteDelayDuration *metav1.Duration        `json:"podGCDeleteDelayDuration,omitempty"`
		WorkflowRestrictions     *fileRestrictions       `json:"workflowRestrictions,omitempty"`
		InitialDelay             metav1.Duration         `json:"initialDelay,omitzero"`
		Images                   map[string]ImageCommand `json:"images,omitempty"`
		RetentionPolicy          *Retention              `json:"retentionPolicy,omitempty"`
		NavColor                 string                  `json:"navColor,omitempty"`
		SSO                      *fileSSO                `json:"sso,omitempty"`
		Synchronization          *fileSynchronization    `json:"synchronization,omitempty"`
		FailedPodRestart         *fileFailedPodRestart   `json:"failedPodRestart,omitempty"`
		DisableAgentPodCreation  bool                    `json:"disableAgentPodCreation,omitempty"`
		InitlessPod              *fileEnabled            `json:"initlessPod,omitempty"`
	}

	fileEvents struct {
		Enabled   *bool `json:"enabled,omitempty"`
		SendAsPod bool  `json:"sendAsPod,omitempty"`
	}

	fileContainer struct {
		Image           string                      `json:"image,omitempty"`
		ImagePullPolicy corev1.PullPolicy           `json:"imagePullPolicy,omitempty"`
		Args            []string                    `json:"args,omitempty"`
		Env             []corev1.EnvVar             `json:"env,omitempty"`
		EnvFrom         []corev1.EnvFromSource      `json:"envFrom,omitempty"`
		Resources       corev1.ResourceRequirements `json:"resources,omitzero"`
		SecurityContext *corev1.SecurityContext     `json:"securityContext,omitempty"`
	}

	fileKubeConfig struct {
		SecretName string `json:"secretName"`
		SecretKey  string `json:"secretKey"`
		VolumeName string `json:"volumeName,omitempty"`
		MountPath  string `json:"mountPath,omitempty"`
	}

	fileMetrics struct {
		Enabled      *bool                         `json:"enabled,omitempty"`
		MetricsTTL   string                        `json:"metricsTTL,omitempty"`
		Path         string                        `json:"path,omitempty"`
		Port         int32                         `json:"port,omitempty"`
		IgnoreErrors bool                          `json:"ignoreErrors,omitempty"`
		Secure       *bool                         `json:"secure,omitempty"`
		Modifiers    map[string]fileMetricModifier `json:"modifiers,omitempty"`
		Temporality  Temporality                   `json:"temporality,omitempty"`
	}

	fileMetricModifier struct {
		Disabled           bool      `json:"disabled,omitempty"`
		DisabledAttributes []string  `json:"disabledAttributes,omitempty"`
		HistogramBuckets   []float64 `json:"histogramBuckets,omitempty"`
	}

	fileDatabase struct {
		PostgreSQL               *filePostgreSQL     `json:"postgresql,omitempty"`
		MySQL                    *MySQL              `json:"mysql,omitempty"`
		ConnectionPool           *fileConnectionPool `json:"connectionPool,omitempty"`
		Reconnection             *Reconnection       `json:"reconnectionConfig,omitempty"`
		ConnectionTimeoutSeconds int32               `json:"connectionTimeoutSeconds,omitempty"`
	}

	filePostgreSQL struct {
		DatabaseServer `json:",inline"`
		SSL            bool       `json:"ssl,omitempty"`
		SSLMode        SSLMode    `json:"sslMode,omitempty"`
		AzureToken     *fileToken `json:"azureToken,omitempty"`
		AWSRDSToken    *fileToken `json:"awsRDSToken,omitempty"`
	}

	fileToken struct {
		Enabled bool   `json:"enabled"`
		Scope   string `json:"scope,omitempty"`
		Region  string `json:"region,omitempty"`
	}

	fileConnectionPool struct {
		MaxIdleConns    int32  `json:"maxIdleConns,omitempty"`
		MaxOpenConns    int32  `json:"maxOpenConns,omitempty"`
		ConnMaxLifetime string `json:"connMaxLifetime,omitempty"`
	}

	filePersistence struct {
		fileDatabase         `json:",inline"`
		NodeStatusOffload    bool                  `json:"nodeStatusOffLoad,omitempty"`
		Archive              bool                  `json:"archive,omitempty"`
		ArchiveLabelSelector *metav1.LabelSelector `json:"archiveLabelSelector,omitempty"`
		ArchiveTTL           string                `json:"archiveTTL,omitempty"`
		ClusterName          string                `json:"clusterName,omitempty"`
		SkipMigration        bool                  `json:"skipMigration,omitempty"`
	}

	fileSynchronization struct {
		fileDatabase               `json:",inline"`
		EnableAPI                  bool   `json:"enableAPI,omitempty"`
		ControllerName             string `json:"controllerName"`
		SkipMigration              bool   `json:"skipMigration,omitempty"`
		PollSeconds                int32  `json:"pollSeconds,omitempty"`
		HeartbeatSeconds           int32  `json:"heartbeatSeconds,omitempty"`
		InactiveControllerSeconds  int32  `json:"inactiveControllerSeconds,omitempty"`
		SemaphoreLimitCacheSeconds int32  `json:"semaphoreLimitCacheSeconds,omitempty"`
	}

	fileWorkflow struct {
		Metadata *Metadata    `json:"metadata,omitempty"`
		Spec     WorkflowSpec `json:"spec"`
	}

	filePodSpecLog struct {
		FailedPod bool `json:"failedPod,omitempty"`
		AllPods   bool `json:"allPods,omitempty"`
	}

	fileRestrictions struct {
		TemplateReferencing TemplateReferencing `json:"templateReferencing"`
	}

	fileSSO struct {
		Issuer               string          `json:"issuer"`
		IssuerAlias          string          `json:"issuerAlias,omitempty"`
		ClientID             addon.SecretRef `json:"clientId"`
		ClientSecret         addon.SecretRef `json:"clientSecret"`
		RedirectURL          string          `json:"redirectUrl"`
		RBAC                 fileEnabled     `json:"rbac"`
		Scopes               []string        `json:"scopes,omitempty"`
		SessionExpiry        metav1.Duration `json:"sessionExpiry,omitzero"`
		CustomGroupClaimName string          `json:"customGroupClaimName,omitempty"`
		UserInfoPath         string          `json:"userInfoPath,omitempty"`
		InsecureSkipVerify   bool            `json:"insecureSkipVerify,omitempty"`
		FilterGroupsRegex    []string        `json:"filterGroupsRegex,omitempty"`
		RootCA               string          `json:"rootCA,omitempty"`
	}

	fileEnabled struct {
		Enabled bool `json:"enabled"`
	}

	fileFailedPodRestart struct {
		Enabled     bool   `json:"enabled"`
		MaxRestarts *int32 `json:"maxRestarts,omitempty"`
	}
)
