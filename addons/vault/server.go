package vault

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// Mode is how many servers there are, and where they keep their data.
type Mode string

// The modes.
const (
	// Standalone is one server that keeps its data in the file system of a volume.
	Standalone Mode = "standalone"

	// HA is several servers, of which one is active, each with a copy of the data: integrated
	// storage, by the Raft protocol. With one replica it is what can grow later.
	HA Mode = "ha"

	// Dev is a server without a seal that keeps everything in memory until it stops. It is for
	// trying things out only.
	Dev Mode = "dev"
)

// Enum lists the modes.
func (Mode) Enum() []string { return addon.Values(Standalone, HA, Dev) }

// Server is Vault itself.
type Server struct {
	// How many servers there are, and where they keep their data: "standalone", where it is
	// left out. Data doesn't move from one mode to another by itself.
	Mode Mode `json:"mode,omitempty"`

	// The pods: three in the mode "ha" and one in others, where replicas is left out. They are
	// never on the same node, unless another affinity is given. Annotations of the service
	// account are here too, with a Vault that runs elsewhere as well.
	Pods addon.Pods `json:"pods,omitzero"`

	// Replaces pods by itself when they change. Without it a changed pod waits until somebody
	// deletes the old one, standbys first and the active one last, and without auto-unseal
	// unseals the new one.
	RollingUpdate bool `json:"rollingUpdate,omitempty"`

	// The certificate by which the server serves HTTPS: plain HTTP, where it is left out. A
	// Secret's must be for the names that the addon's documentation lists. A CA of the addon's
	// own signs it, where cert-manager issues it and no issuer is given.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// Names that cert-manager's certificate is for beside those in the cluster.
	CertificateNames []string `json:"certificateNames,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=253"`

	// How the servers of the mode "ha" find each other and keep their copies.
	Raft Raft `json:"raft,omitzero"`

	// Who keeps the key that unseals Vault when it starts. Without it several people have to
	// type their shares of the key after each start.
	Seal *Seal `json:"seal,omitempty"`

	// The seal that Vault had until now, while it is given another one, or none. Take it away
	// again when "vault operator unseal -migrate" is through.
	MigrateFrom *Seal `json:"migrateFrom,omitempty"`

	// The volume with the data of each pod.
	DataStorage Storage `json:"dataStorage,omitzero"`

	// A volume for the audit log of each pod, at /vault/audit.
	AuditStorage AuditStorage `json:"auditStorage,omitzero"`

	// What becomes of volumes when their pods are scaled down or the StatefulSet is deleted:
	// they stay, where it is left out.
	ClaimRetention *appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy `json:"claimRetention,omitempty"`

	// How requests are taken.
	Listener Listener `json:"listener,omitzero"`

	// Which metrics there are, and where they go.
	Telemetry Telemetry `json:"telemetry,omitzero"`

	// What else is set in Vault's configuration.
	Settings Settings `json:"settings,omitzero"`

	// How much is logged: "info", where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How the log is written: "standard", where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// The URL by which a pod tells clients to reach it: its IP address, where it is left out.
	APIAddress string `json:"apiAddress,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// The URL by which other servers reach a pod: its name, where it is left out. $(HOSTNAME)
	// and $(POD_IP) in it are the pod's.
	ClusterAddress string `json:"clusterAddress,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// The license of Vault Enterprise, for the image hashicorp/vault-enterprise.
	License *addon.SecretRef `json:"license,omitempty"`

	// The root token of the mode "dev". Vault makes one and logs it, where it is left out.
	DevRootToken *addon.SecretRef `json:"devRootToken,omitempty"`

	// Takes the right to check tokens of the cluster from the service account, which the auth
	// method kubernetes needs.
	NoAuthDelegator bool `json:"noAuthDelegator,omitempty"`

	// Asks the cluster for a token of the service account that never ends, in the Secret with
	// the account's name and -token behind it, for a Vault that runs elsewhere to check tokens
	// of the cluster by.
	TokenSecret bool `json:"tokenSecret,omitempty"`

	// Runs the pods in the network of their nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// When a pod is ready: when it is unsealed, as "vault status" tells, where no path is given.
	ReadinessProbe ReadinessProbe `json:"readinessProbe,omitzero"`

	// When a pod is started anew: never, where it is left out.
	LivenessProbe *LivenessProbe `json:"livenessProbe,omitempty"`

	// How many seconds a pod goes on to serve while it is taken out of the Services before it
	// is stopped: 5, where it is left out.
	PreStopSeconds *int32 `json:"preStopSeconds,omitempty" jsonschema:"minimum=0"`

	// A command that is run in each pod's main container right after its start.
	PostStart []string `json:"postStart,omitempty" jsonschema:"minItems=1"`

	// Containers that run before Vault starts, such as one that fetches plugins. Volumes that
	// they share with it are pods.extraVolumes.
	InitContainers []corev1.Container `json:"initContainers,omitempty"`

	// Containers that run beside Vault, such as one that ships the audit log.
	Sidecars []corev1.Container `json:"sidecars,omitempty"`

	// Lets the sidecars see Vault's process, such as to have it open its log anew.
	ShareProcessNamespace bool `json:"shareProcessNamespace,omitempty"`

	// The Services by which the pods are reached.
	Service Service `json:"service,omitzero"`

	// A Service of its own for Vault's web page; none, where it is left out.
	UIService *UIService `json:"uiService,omitempty"`

	// The Ingress by which Vault is reached.
	Ingress *Ingress `json:"ingress,omitempty"`

	// The route of the Gateway API by which Vault is reached.
	HTTPRoute *HTTPRoute `json:"httpRoute,omitempty"`

	// Limits what reaches the pods and what they reach.
	NetworkPolicy *NetworkPolicy `json:"networkPolicy,omitempty"`

	// Has Prometheus scrape the active pod's metrics. It needs metricsToken, or
	// telemetry.unauthenticated.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// The token of Vault's by which Prometheus may read metrics.
	MetricsToken *addon.SecretRef `json:"metricsToken,omitempty"`

	// Has Prometheus scrape the standbys too. It needs telemetry.unauthenticated, since standbys
	// check no tokens.
	ScrapeStandbys bool `json:"scrapeStandbys,omitempty"`
}

// ReadinessProbe tells when a server is ready. It begins after 5 s and asks every 5 s; an answer
// may take 3 s, and 2 bad ones count, where these are left out.
type ReadinessProbe struct {
	// Takes a server for ready as soon as it runs.
	Disabled bool `json:"disabled,omitempty"`

	// The path that is asked, in place of "vault status": "/v1/sys/health?standbyok=true".
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	Probe `json:",inline"`
}

// LivenessProbe tells when a server hangs. What is left out of its times is Kubernetes' own.
type LivenessProbe struct {
	// The path that is asked: one of /v1/sys/health that takes sealed servers for alive too,
	// where it is left out. One that doesn't has them started anew again and again.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	// A command that is run in place of it.
	Command []string `json:"command,omitempty" jsonschema:"minItems=1"`

	Probe `json:",inline"`
}

// Settings are what else is set in Vault's configuration. What is left out is as Vault has it.
type Settings struct {
	// The cluster's name in metrics and pages. Vault makes one up, where it is left out.
	ClusterName string `json:"clusterName,omitempty"`

	// Doesn't serve the web page.
	NoUI bool `json:"noUI,omitempty"`

	// How long tokens and secrets are leased for that say nothing: 768 h, where it is left out.
	DefaultLeaseTTL metav1.Duration `json:"defaultLeaseTTL,omitzero"`

	// How long they are leased for at most, renewals included: 768 h, where it is left out.
	MaxLeaseTTL metav1.Duration `json:"maxLeaseTTL,omitzero"`

	// How long a request may take: 90 s, where it is left out.
	MaxRequestDuration metav1.Duration `json:"maxRequestDuration,omitzero"`

	// How failed logins lock users out, of all methods that do so or of single ones.
	UserLockouts []UserLockout `json:"userLockouts,omitempty"`

	// Where plugins are, such as "/usr/local/libexec/vault": they can't be registered, where it
	// is left out.
	PluginDirectory string `json:"pluginDirectory,omitempty" jsonschema:"pattern=^/"`

	// The level at which requests that are done are logged: not at all, where it is left out.
	LogRequestsLevel LogLevel `json:"logRequestsLevel,omitempty"`

	// Serves sys/raw, by which whoever has the rights reads what is stored past all policies.
	RawStorageEndpoint bool `json:"rawStorageEndpoint,omitempty"`

	// Paths that may be called without a token, as they could before Vault 2.0: whoever reaches
	// the server can disturb them.
	UnauthenticatedAccess []UnauthenticatedAccess `json:"unauthenticatedAccess,omitempty" jsonschema:"uniqueItems"`
}

// UnauthenticatedAccess is a family of paths that has needed a token since Vault 2.0.
type UnauthenticatedAccess string

// The families.
const (
	Rekey                  UnauthenticatedAccess = "rekey"
	GenerateRoot           UnauthenticatedAccess = "generate-root"
	GenerateOperationToken UnauthenticatedAccess = "generate-operation-token"
)

// Enum lists the families.
func (UnauthenticatedAccess) Enum() []string {
	return addon.Values(Rekey, GenerateRoot, GenerateOperationToken)
}

// UserLockout is how failed logins lock users out. What is left out for one method is as for all.
type UserLockout struct {
	// The auth method that it is for.
	Method LockoutMethod `json:"method" jsonschema:"required"`

	// After how many failures: 5, where it is left out.
	Threshold int32 `json:"threshold,omitempty" jsonschema:"minimum=1"`

	// How long they are locked out: 15 min, where it is left out.
	Duration metav1.Duration `json:"duration,omitzero"`

	// How long after the last failure they are forgotten: 15 min, where it is left out.
	CounterReset metav1.Duration `json:"counterReset,omitzero"`

	// Locks nobody out.
	Disabled bool `json:"disabled,omitempty"`
}

// LockoutMethod is an auth method that locks users out.
type LockoutMethod string

// The methods.
const (
	AllMethods LockoutMethod = "all"
	LDAP       LockoutMethod = "ldap"
	AppRole    LockoutMethod = "approle"
	Userpass   LockoutMethod = "userpass"
)

// Enum lists the methods.
func (LockoutMethod) Enum() []string { return addon.Values(AllMethods, LDAP, AppRole, Userpass) }
