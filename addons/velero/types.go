package velero

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Plugin is a program that Velero runs for what it can't do itself.
type Plugin struct {
	// Its image, which copies the program to where Velero finds it.
	Image addon.Image `json:"image,omitzero"`

	// The CPU and memory that it asks for, and may use, while it copies.
	Resources corev1.ResourceRequirements `json:"resources,omitzero"`
}

// NamedPlugin is a plugin among the addon's options.
type NamedPlugin struct {
	// The name of its container.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	Plugin `json:",inline"`
}

// Validate wants an image, of which there is no default.
func (p NamedPlugin) Validate(path *field.Path) field.ErrorList {
	if p.Image == (addon.Image{}) {
		return field.ErrorList{field.Required(path.Child("image"), "no default can know it")}
	}
	return nil
}

// Client is how the Kubernetes API is called.
type Client struct {
	// How many calls a second there are at most, on average: 100 where it is left out.
	QPS float64 `json:"qps,omitempty" jsonschema:"minimum=0"`

	// How many calls there may be at once: 100 where it is left out.
	Burst int32 `json:"burst,omitempty" jsonschema:"minimum=1"`

	// How many objects a list has at once: 500 where it is left out, and 0 for all.
	PageSize *int32 `json:"pageSize,omitempty" jsonschema:"minimum=0"`

	// How many connections to the API server there are at most: 30 where it is left out.
	Connections int32 `json:"connections,omitempty" jsonschema:"minimum=1"`
}

// RestorePriorities say in which order things are restored, each by its plural, with its group
// if it has one: "replicasets.apps". They take the place of Velero's own order.
type RestorePriorities struct {
	// What comes first.
	First []string `json:"first,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// What comes last, after all that is named nowhere.
	Last []string `json:"last,omitempty" jsonschema:"uniqueItems,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`
}

// Validate wants to know what comes first: Velero's own order would be lost.
func (r RestorePriorities) Validate(path *field.Path) field.ErrorList {
	if len(r.Last) > 0 && len(r.First) == 0 {
		return field.ErrorList{field.Required(path.Child("first"), "takes the place of Velero's own order, and must have what matters of it, such as customresourcedefinitions and namespaces")}
	}
	return nil
}

// Metrics are how metrics are served.
type Metrics struct {
	// Leaves out the Service and the annotations of pods. The pods serve metrics all the same,
	// since probes ask for them.
	Disabled bool `json:"disabled,omitempty"`

	// The port: 8085 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1024,maximum=65535"`

	// Leaves out the annotations prometheus.io/*, by which a Prometheus without an operator
	// finds the pods. With a monitor there are none anyway.
	NoScrapeAnnotations bool `json:"noScrapeAnnotations,omitempty"`

	// Has Prometheus scrape the server.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Has Prometheus scrape the node agents.
	PodMonitor *addon.ServiceMonitor `json:"podMonitor,omitempty"`
}

// Validate refuses to scrape by a Service that isn't there.
func (m Metrics) Validate(path *field.Path) field.ErrorList {
	if m.Disabled && m.ServiceMonitor != nil {
		return field.ErrorList{field.Forbidden(path.Child("serviceMonitor"), "needs the Service that disabled leaves out")}
	}
	return nil
}

// Controller is a part of the server.
type Controller string

// The controllers that can be switched off.
const (
	BackupController              Controller = "backup"
	BackupDeletionController      Controller = "backup-deletion"
	BackupFinalizerController     Controller = "backup-finalizer"
	BackupOperationsController    Controller = "backup-operations"
	BackupQueueController         Controller = "backup-queue"
	BackupRepositoryController    Controller = "backup-repo"
	BackupSyncController          Controller = "backup-sync"
	DownloadRequestController     Controller = "download-request"
	GarbageCollectionController   Controller = "gc"
	RestoreController             Controller = "restore"
	RestoreFinalizerController    Controller = "restore-finalizer"
	RestoreOperationsController   Controller = "restore-operations"
	ScheduleController            Controller = "schedule"
	ServerStatusRequestController Controller = "server-status-request"
)

// Enum lists the controllers.
func (Controller) Enum() []string {
	return addon.Values(BackupController, BackupDeletionController, BackupFinalizerController, BackupOperationsController,
		BackupQueueController, BackupRepositoryController, BackupSyncController, DownloadRequestController,
		GarbageCollectionController, RestoreController, RestoreFinalizerController, RestoreOperationsController,
		ScheduleController, ServerStatusRequestController)
}

// Feature is something that is in beta.
type Feature string

// The features.
const (
	// CSI takes snapshots by the drivers of volumes. The snapshot controller and its
	// definitions must be there, and a VolumeSnapshotClass with Velero's label.
	CSI Feature = "EnableCSI"

	// APIGroupVersions backs up objects in all versions that the API server has.
	APIGroupVersions Feature = "EnableAPIGroupVersions"
)

// Enum lists the features.
func (Feature) Enum() []string { return addon.Values(CSI, APIGroupVersions) }

// LogLevel is how much is logged.
type LogLevel string

// The levels, the most talkative first.
const (
	LogTrace   LogLevel = "trace"
	LogDebug   LogLevel = "debug"
	LogInfo    LogLevel = "info"
	LogWarning LogLevel = "warning"
	LogError   LogLevel = "error"
	LogFatal   LogLevel = "fatal"
	LogPanic   LogLevel = "panic"
)

// Enum lists the levels.
func (LogLevel) Enum() []string {
	return addon.Values(LogTrace, LogDebug, LogInfo, LogWarning, LogError, LogFatal, LogPanic)
}

// LogFormat is the form of the log.
type LogFormat string

// The forms.
const (
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Enum lists the forms.
func (LogFormat) Enum() []string { return addon.Values(LogText, LogJSON) }
