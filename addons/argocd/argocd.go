package argocd

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

//go:embed doc.go
var doc string

const (
	name    = "argo-cd"
	version = "v3.6.1" // of the image, and of the definitions in crds.yaml

	// partOf is the label's value by which Argo CD finds its ConfigMaps and Secrets.
	partOf = "argocd"
)

// Definition is the addon argo-cd.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Delivery,
		Version:    version,
		Source:     "https://github.com/argoproj/argo-cd/tree/" + version + "/manifests",
		Kubernetes: ">=1.25",
		Namespace:  "argocd",
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's manifests/install.yaml does.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The image of all components but dex and Redis. A component's pods may have another.
	Image addon.Image `json:"image,omitzero"`

	// Runs two or more of what can be several, and Redis three times behind a proxy, as
	// upstream's manifests/ha/install.yaml does. It needs three nodes.
	HighAvailability bool `json:"highAvailability,omitempty"`

	// The URL under which users reach Argo CD, to the letter: "https://argocd.example.com".
	// Logins, the Ingress and links in notifications need it.
	URL string `json:"url,omitempty" jsonschema:"pattern=^https?://[^ ?#]*[^ ?#/]$"`

	// URLs under which Argo CD is reached beside the first one.
	AdditionalURLs []string `json:"additionalURLs,omitempty" jsonschema:"uniqueItems,pattern=^https?://[^ ?#]*[^ ?#/]$"`

	// The namespaces, beside the addon's own, in which Applications and, with
	// applicationSet.namespaces, ApplicationSets count: names, names with "*", or regular
	// expressions between slashes. A project must name them too.
	ApplicationNamespaces []string `json:"applicationNamespaces,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Leaves all ClusterRoles out, as upstream's manifests/namespace-install.yaml does: for an
	// Argo CD that deploys to other clusters only, or to namespaces whose rights it gets
	// otherwise.
	NoClusterRoles bool `json:"noClusterRoles,omitempty"`

	// Leaves the policies out that limit who reaches the pods.
	NoNetworkPolicies bool `json:"noNetworkPolicies,omitempty"`

	// What all components log.
	Log Log `json:"log,omitzero"`

	// The application controller, which compares what runs with what should, and syncs.
	Controller Controller `json:"controller,omitzero"`

	// The server: the UI and the API.
	Server Server `json:"server,omitzero"`

	// The repository server, which makes manifests of what is in repositories.
	RepoServer RepoServer `json:"repoServer,omitzero"`

	// The controller that makes Applications of ApplicationSets.
	ApplicationSet ApplicationSetController `json:"applicationSet,omitzero"`

	// The controller that tells people what becomes of Applications.
	Notifications Notifications `json:"notifications,omitzero"`

	// A dex of Argo CD's own, which has users log in elsewhere.
	Dex Dex `json:"dex,omitzero"`

	// The cache.
	Redis Redis `json:"redis,omitzero"`

	// The OIDC provider that users log in at, such as the addon dex. It takes the place of
	// Argo CD's own dex.
	OIDC *OIDC `json:"oidc,omitempty"`

	// The users that Argo CD knows itself.
	Users Users `json:"users,omitzero"`

	// Who may do what in Argo CD.
	RBAC RBAC `json:"rbac,omitzero"`

	// Repositories that need no secret of their own: public ones, and those that a credential
	// template is for. Argo CD reads them from Secrets, which the addon writes.
	Repositories []Repository `json:"repositories,omitempty"`

	// The Secrets with what repositories are reached by. They are made beside the addon.
	Credentials []Credentials `json:"credentials,omitempty"`

	// The clusters that Argo CD deploys to, and how they are labelled for ApplicationSets.
	// The one that it runs in needn't be listed.
	Clusters []Cluster `json:"clusters,omitempty"`

	// Keys of SSH servers, as lines of a known_hosts file, beside those of GitHub, GitLab,
	// Bitbucket and Azure DevOps.
	KnownHosts []string `json:"knownHosts,omitempty" jsonschema:"uniqueItems,pattern=^[^# ]+ (ssh-[a-z0-9-]+|ecdsa-sha2-nistp[0-9]+|sk-[^ ]+) [A-Za-z0-9+/=]+( .*)?$"`

	// Certificates of HTTPS servers, or of their authorities, in PEM, by the server's name.
	TLSCertificates map[string]string `json:"tlsCertificates,omitempty"`

	// The keys by which commits may be signed, armoured, by their ID of 16 digits.
	GPGKeys map[string]string `json:"gpgKeys,omitempty"`

	// How often Argo CD looks for changes.
	Reconciliation Reconciliation `json:"reconciliation,omitzero"`

	// How Argo CD knows which objects are an Application's.
	Tracking Tracking `json:"tracking,omitzero"`

	// What Argo CD looks at in clusters, and how it judges it.
	Resources Resources `json:"resources,omitzero"`

	// What a sync may do.
	Sync Sync `json:"sync,omitzero"`

	// The programs that make manifests.
	Tools Tools `json:"tools,omitzero"`

	// How the UI looks, and what it can do.
	UI UI `json:"ui,omitzero"`

	// The Ingress by which users reach Argo CD. Its host and path are those of the URLs.
	Ingress *Ingress `json:"ingress,omitempty"`

	// Has Prometheus scrape the metrics of all components.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Groups of Applications, with what they may deploy from where to where.
	Projects []NamedProject `json:"projects,omitempty"`

	// What is deployed.
	Applications []NamedApplication `json:"applications,omitempty"`

	// Templates of Applications, and what they are filled from.
	ApplicationSets []NamedApplicationSet `json:"applicationSets,omitempty"`

	// Further keys of the ConfigMap argocd-cm, for what no option sets.
	Settings map[string]string `json:"settings,omitempty"`

	// Further keys of the ConfigMap argocd-cmd-params-cm, for what no option sets, such as
	// "controller.k8s.client.qps".
	Parameters map[string]string `json:"parameters,omitempty"`
}

// Log is what is logged.
type Log struct {
	// How much; "info", where it is left out. A component may have a level of its own.
	Level LogLevel `json:"level,omitempty"`

	// How it is written; "json", where it is left out.
	Format LogFormat `json:"format,omitempty"`

	// The form of times, as Go's package time has it; RFC 3339, where it is left out.
	Timestamp string `json:"timestamp,omitempty"`
}

// LogLevel is how much is logged.
type LogLevel string

// The levels.
const (
	LogDebug LogLevel = "debug"
	LogInfo  LogLevel = "info"
	LogWarn  LogLevel = "warn"
	LogError LogLevel = "error"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(LogDebug, LogInfo, LogWarn, LogError) }

// LogFormat is how lines of the log are written.
type LogFormat string

// How they are written.
const (
	LogJSON LogFormat = "json"
	LogText LogFormat = "text"
)

// Enum lists how they may be written.
func (LogFormat) Enum() []string { return addon.Values(LogJSON, LogText) }

// Reconciliation is how often Argo CD looks for changes.
type Reconciliation struct {
	// How long after an Application was looked at it is looked at again, in its repository
	// too; 120 s where it is left out, and never by itself for 0.
	Timeout *metav1.Duration `json:"timeout,omitempty"`

	// How much later it may be, by chance; 60 s where it is left out.
	Jitter *metav1.Duration `json:"jitter,omitempty"`

	// How often manifests are made anew though nothing seems to have changed; never where it
	// is left out.
	HardTimeout metav1.Duration `json:"hardTimeout,omitzero"`
}

// Tracking is how Argo CD knows which objects are an Application's.
type Tracking struct {
	// By what it knows them; "annotation", where it is left out.
	Method TrackingMethod `json:"method,omitempty"`

	// The label with the Application's name; "app.kubernetes.io/instance", where it is left
	// out. It counts for the methods with a label.
	InstanceLabel string `json:"instanceLabel,omitempty" jsonschema:"maxLength=317"`

	// Tells the objects of this Argo CD from those of another one in the same cluster.
	InstallationID string `json:"installationID,omitempty" jsonschema:"maxLength=63"`
}

// TrackingMethod is by what Argo CD knows an Application's objects.
type TrackingMethod string

// The methods.
const (
	TrackAnnotation         TrackingMethod = "annotation"
	TrackAnnotationAndLabel TrackingMethod = "annotation+label"
	TrackLabel              TrackingMethod = "label"
)

// Enum lists the methods.
func (TrackingMethod) Enum() []string {
	return addon.Values(TrackAnnotation, TrackAnnotationAndLabel, TrackLabel)
}
