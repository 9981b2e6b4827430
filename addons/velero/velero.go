package velero

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name    = "velero"
	version = "1.18.1"
)

// Definition is the addon velero.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Storage,
		Version:    version,
		Source:     "https://github.com/vmware-tanzu/helm-charts/tree/velero-12.1.0/charts/velero",
		Kubernetes: ">=1.16",
		Namespace:  name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the server, of which there can be one.
	Pods addon.Pods `json:"pods,omitzero"`

	// The plugin for AWS, by which backups reach S3 and volumes of EBS get snapshots. It is
	// there if a location needs it.
	AWSPlugin Plugin `json:"awsPlugin,omitzero"`

	// Further plugins, each by its image. Providers of locations beside AWS need one.
	Plugins []NamedPlugin `json:"plugins,omitempty"`

	// Where backups are kept.
	BackupLocations []BackupLocation `json:"backupLocations,omitempty"`

	// Where snapshots of volumes are kept. Without one, and without the feature EnableCSI,
	// there are none.
	SnapshotLocations []SnapshotLocation `json:"snapshotLocations,omitempty"`

	// When backups are made, and of what.
	Schedules []NamedSchedule `json:"schedules,omitempty"`

	// The Secret, in the addon's namespace, whose key "cloud" is a file with the credentials
	// of the provider, in the provider's own form. On AWS there is a role in its place.
	CredentialsSecret string `json:"credentialsSecret,omitempty" jsonschema:"maxLength=253"`

	// A Secret, in the addon's namespace, whose keys become environment variables of server
	// and node agents.
	EnvironmentSecret string `json:"environmentSecret,omitempty" jsonschema:"maxLength=253"`

	// How long backups are kept that don't say it themselves: 720h, 30 days, where it is left
	// out. Schedules without a ttl are given this one.
	DefaultBackupTTL metav1.Duration `json:"defaultBackupTTL,omitzero"`

	// How long operations of plugins may take in the background, such as moving the data of a
	// snapshot: 4h where it is left out.
	DefaultItemOperationTimeout metav1.Duration `json:"defaultItemOperationTimeout,omitzero"`

	// Has file systems of all volumes of pods backed up by the node agents, unless a backup or
	// an annotation of the pod says otherwise. By default a pod's annotation says which.
	DefaultVolumesToFSBackup bool `json:"defaultVolumesToFSBackup,omitempty"`

	// Moves the data of all snapshots that can be moved into the backup location.
	DefaultSnapshotMoveData bool `json:"defaultSnapshotMoveData,omitempty"`

	// The snapshot location of each provider that backups use if they name none, by the
	// provider: {"aws": "default"}. Needed where a provider has several.
	DefaultSnapshotLocations map[string]string `json:"defaultSnapshotLocations,omitempty"`

	// How often backups that are in a location and not in the cluster are looked for, as those
	// of another cluster: every minute where it is left out.
	BackupSyncPeriod metav1.Duration `json:"backupSyncPeriod,omitzero"`

	// How often locations are tried out: every minute where it is left out.
	StoreValidationFrequency metav1.Duration `json:"storeValidationFrequency,omitzero"`

	// How long the backup of a pod's file systems may take: 4h where it is left out.
	FSBackupTimeout metav1.Duration `json:"fsBackupTimeout,omitzero"`

	// How often expired backups are deleted: every hour where it is left out.
	GarbageCollectionFrequency metav1.Duration `json:"garbageCollectionFrequency,omitzero"`

	// How long a restore waits for namespaces and volumes of the same name to be gone: 10m
	// where it is left out.
	TerminatingResourceTimeout metav1.Duration `json:"terminatingResourceTimeout,omitzero"`

	// How long other work may take that has no timeout of its own: 10m where it is left out.
	ResourceTimeout metav1.Duration `json:"resourceTimeout,omitzero"`

	// How many items of a backup are worked on at once: 1 where it is left out.
	ItemBlockWorkers int32 `json:"itemBlockWorkers,omitempty" jsonschema:"minimum=1"`

	// How many backups are made at once: 1 where it is left out.
	ConcurrentBackups int32 `json:"concurrentBackups,omitempty" jsonschema:"minimum=1"`

	// Controllers that are switched off. With "schedule" and "gc" a cluster restores what
	// another one backs up.
	DisableControllers []Controller `json:"disableControllers,omitempty" jsonschema:"uniqueItems"`

	// In which order things are restored.
	RestorePriorities RestorePriorities `json:"restorePriorities,omitzero"`

	// Doesn't keep in memory what a restore finds in the cluster. Restores take longer, and
	// less memory.
	DisableInformerCache bool `json:"disableInformerCache,omitempty"`

	// Features that are in beta.
	Features []Feature `json:"features,omitempty" jsonschema:"uniqueItems"`

	// How the Kubernetes API is called.
	Client Client `json:"client,omitzero"`

	// How the repositories are looked after that hold the data of volumes.
	Maintenance Maintenance `json:"maintenance,omitzero"`

	// How such repositories are read and written.
	Repository Repository `json:"repository,omitzero"`

	// The pods on each node that back up volumes: their file systems, or what snapshots of
	// them hold.
	NodeAgent NodeAgent `json:"nodeAgent,omitzero"`

	// How much is logged: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The form of the log: "text" where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// How metrics are served.
	Metrics Metrics `json:"metrics,omitzero"`

	// The ClusterRole that server and node agents have: "cluster-admin" where it is left out,
	// without which not everything can be backed up and restored.
	ClusterRole string `json:"clusterRole,omitempty" jsonschema:"maxLength=253"`
}

const (
	serverName    = name + "-server"
	nodeAgentName = "node-agent"
)

// server is what the server's objects go by. The labels that select its pods are upstream's,
// which the pods of node agents have as well.
func (o Options) server() kube.Identity { return kube.Identify(name, o.Namespace, "") }

// nodeAgent is what the node agents' objects go by.
func (o Options) nodeAgent() kube.Identity {
	id := o.server()
	id.Selector = map[string]string{"name": nodeAgentName}
	return id
}
