package argocd

import (
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

// Controller is the application controller.
type Controller struct {
	// The pods. Several share the clusters between them; for one cluster more than one is of
	// no use.
	Pods addon.Pods `json:"pods,omitzero"`

	// How much it logs; as log.level says, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// What it may do in the cluster that it runs in, and so what Applications may; everything,
	// where it is left out.
	ClusterRules []rbacv1.PolicyRule `json:"clusterRules,omitempty"`

	// How clusters are shared between several pods; "legacy", by the clusters' IDs, where it
	// is left out.
	Sharding Sharding `json:"sharding,omitempty"`

	// How many Applications are compared at once; 20, where it is left out.
	StatusProcessors int32 `json:"statusProcessors,omitempty" jsonschema:"minimum=1"`

	// How many Applications are synced at once; 10, where it is left out.
	OperationProcessors int32 `json:"operationProcessors,omitempty" jsonschema:"minimum=1"`

	// How many calls of kubectl run at once; 20, where it is left out.
	KubectlParallelism int32 `json:"kubectlParallelism,omitempty" jsonschema:"minimum=1"`

	// How long the repository server may take for manifests, in whole seconds; 60 s, where it
	// is left out.
	RepoServerTimeout metav1.Duration `json:"repoServerTimeout,omitzero"`

	// How long after a sync the next one may be that undoes changes made otherwise, in whole
	// seconds. It replaces the waits that grow, by which upstream does so.
	SelfHealTimeout metav1.Duration `json:"selfHealTimeout,omitzero"`

	// How long a sync may take, in whole seconds; for ever, where it is left out.
	SyncTimeout metav1.Duration `json:"syncTimeout,omitzero"`

	// How long there is between two waves of a sync, in whole seconds; 2 s, where it is left
	// out.
	SyncWaveDelay *metav1.Duration `json:"syncWaveDelay,omitempty"`

	// Has the API server tell what a sync would change, in place of Argo CD itself. Webhooks
	// and defaults are then seen, and the API server has more to do.
	ServerSideDiff bool `json:"serverSideDiff,omitempty"`

	// Labels of Applications that metrics carry.
	MetricsApplicationLabels []string `json:"metricsApplicationLabels,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// After how long metrics of what is gone are forgotten; never, where it is left out.
	MetricsCacheExpiration metav1.Duration `json:"metricsCacheExpiration,omitzero"`
}

// Sharding is how clusters are shared between pods.
type Sharding string

// How clusters are shared.
const (
	// Legacy goes by the clusters' IDs, which may leave a pod with most of them.
	Legacy Sharding = "legacy"
	// RoundRobin gives each pod as many. A new cluster moves others.
	RoundRobin Sharding = "round-robin"
	// ConsistentHashing moves few when a pod or a cluster comes or goes.
	ConsistentHashing Sharding = "consistent-hashing"
)

// Enum lists how clusters may be shared.
func (Sharding) Enum() []string { return addon.Values(Legacy, RoundRobin, ConsistentHashing) }

// Server is the UI and the API.
type Server struct {
	// The pods. One runs, or two with highAvailability, where neither replicas nor the
	// autoscaler says how many.
	Pods addon.Pods `json:"pods,omitzero"`

	// Has the number of pods follow their load.
	Autoscaling hpa.Autoscaling `json:"autoscaling,omitzero"`

	// How much it logs; as log.level says, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// What it may do in the cluster that it runs in, for users who look at objects, delete
	// them or run actions; all that upstream's manifests give it, where it is left out.
	ClusterRules []rbacv1.PolicyRule `json:"clusterRules,omitempty"`

	// Serves plain HTTP, for whatever ends TLS in front of it. Otherwise HTTP is answered by a
	// redirect to HTTPS.
	Insecure bool `json:"insecure,omitempty"`

	// The path below which everything is served: "/argocd". It is the URL's path too.
	RootPath string `json:"rootPath,omitempty" jsonschema:"pattern=^(/[0-9A-Za-z._~-]+)+$"`

	// The path that the UI takes for its root, where a proxy in front cuts it off: "/argocd".
	// That of rootPath, where it is left out.
	BaseHref string `json:"baseHref,omitempty" jsonschema:"pattern=^(/[0-9A-Za-z._~-]+)+$"`

	// Has cert-manager write the certificate that is served, for the hosts of the URLs. One
	// that signs itself is made otherwise, or the Secret argocd-server-tls is used.
	Certificate *addon.CertManager `json:"certificate,omitempty"`

	// The least version of TLS that is spoken; "1.2", where it is left out.
	TLSMinVersion TLSVersion `json:"tlsMinVersion,omitempty"`

	// What the header X-Frame-Options says; "sameorigin", where it is left out.
	XFrameOptions string `json:"xFrameOptions,omitempty"`

	// What the header Content-Security-Policy says; "frame-ancestors 'self';", where it is
	// left out.
	ContentSecurityPolicy string `json:"contentSecurityPolicy,omitempty"`

	// Lets nobody replace objects in a sync, which deletes them first, unless the object itself
	// asks for it.
	NoSyncWithReplace bool `json:"noSyncWithReplace,omitempty"`

	// The Service that leads to it.
	Service Service `json:"service,omitzero"`
}

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions.
const (
	TLS12 TLSVersion = "1.2"
	TLS13 TLSVersion = "1.3"
)

// Enum lists the versions.
func (TLSVersion) Enum() []string { return addon.Values(TLS12, TLS13) }

// Service is the Service of the server.
type Service struct {
	// How it is reached; "ClusterIP", where it is left out.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`

	// The ports of nodes for HTTP and HTTPS. Kubernetes chooses them, where they are left out.
	NodePorts NodePorts `json:"nodePorts,omitzero"`

	// The class of the load balancer, such as "service.k8s.aws/nlb".
	LoadBalancerClass string `json:"loadBalancerClass,omitempty"`

	// Who gets through the load balancer; everybody, where it is left out.
	LoadBalancerSourceRanges []string `json:"loadBalancerSourceRanges,omitempty" jsonschema:"uniqueItems"`

	// Whether requests may go to pods on another node than the one they come to; "Cluster",
	// that they may, where it is left out.
	ExternalTrafficPolicy corev1.ServiceExternalTrafficPolicy `json:"externalTrafficPolicy,omitempty" jsonschema:"enum=Cluster,enum=Local"`
}

// NodePorts are ports of nodes.
type NodePorts struct {
	// That of port 80.
	HTTP int32 `json:"http,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// That of port 443.
	HTTPS int32 `json:"https,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// RepoServer makes manifests of what is in repositories.
type RepoServer struct {
	// The pods. One runs, or two with highAvailability, where neither replicas nor the
	// autoscaler says how many.
	Pods addon.Pods `json:"pods,omitzero"`

	// Has the number of pods follow their load.
	Autoscaling hpa.Autoscaling `json:"autoscaling,omitzero"`

	// How much it logs; as log.level says, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How many manifests are made at once; without a limit where it is left out. Set it where
	// pods run out of memory.
	Parallelism int32 `json:"parallelism,omitempty" jsonschema:"minimum=1"`

	// How many repositories are asked for their branches at once; without a limit where it is
	// left out.
	LsRemoteParallelism int32 `json:"lsRemoteParallelism,omitempty" jsonschema:"minimum=1"`

	// How long Git may take; 15 s, where it is left out.
	GitTimeout metav1.Duration `json:"gitTimeout,omitzero"`

	// Leaves submodules of Git out.
	NoSubmodules bool `json:"noSubmodules,omitempty"`

	// How long manifests are kept; 24 h, where it is left out.
	CacheExpiration metav1.Duration `json:"cacheExpiration,omitzero"`

	// How large all files of a folder of manifests may be together; 10M, where it is left out.
	MaxManifestsSize *resource.Quantity `json:"maxManifestsSize,omitempty"`
}

// Redis is the cache, of which nothing is lost that can't be had again.
type Redis struct {
	// The one pod that runs without highAvailability.
	Pods addon.Pods `json:"pods,omitzero"`

	// What runs with highAvailability.
	HA RedisHA `json:"ha,omitzero"`

	// A Redis that is there already, such as one of ElastiCache. None runs then.
	External *ExternalRedis `json:"external,omitempty"`
}

// RedisHA is three copies of Redis, and HAProxy in front, which leads to the one that counts.
type RedisHA struct {
	// The three pods of Redis, with a Sentinel each. By default each needs a node of its own.
	Pods addon.Pods `json:"pods,omitzero"`

	// The CPU and memory of each of the two containers beside Redis: Sentinel, and the program
	// that looks after both.
	SidecarResources corev1.ResourceRequirements `json:"sidecarResources,omitzero"`

	// The pods of HAProxy.
	Proxy addon.Pods `json:"proxy,omitzero"`
}

// ExternalRedis is a Redis that is there already.
type ExternalRedis struct {
	// Its host and port: "prod.abcdef.apne1.cache.amazonaws.com:6379".
	Address string `json:"address" jsonschema:"required,pattern=^[^ :]+:[0-9]+$"`

	// The name to log in by.
	Username *addon.SecretRef `json:"username,omitempty"`

	// The password to log in by.
	Password *addon.SecretRef `json:"password,omitempty"`

	// Speaks TLS.
	TLS bool `json:"tls,omitempty"`

	// The number of the database; 0, where it is left out.
	Database int32 `json:"database,omitempty" jsonschema:"minimum=1"`
}
