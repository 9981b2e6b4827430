package argoworkflows

import (
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// RateLimit is how fast pods are made.
type RateLimit struct {
	// How many a second, on average.
	Limit float64 `json:"limit" jsonschema:"required,minimum=0"`

	// How many there may be at once.
	Burst int32 `json:"burst" jsonschema:"required,minimum=1"`
}

// TemplateReferencing is what workflows people may submit.
type TemplateReferencing string

// The choices.
const (
	// StrictReferencing takes workflows only that name a WorkflowTemplate in place of a spec.
	StrictReferencing TemplateReferencing = "Strict"

	// SecureReferencing takes the same only, and stops one whose WorkflowTemplate changes
	// while it runs.
	SecureReferencing TemplateReferencing = "Secure"
)

// Enum lists the choices.
func (TemplateReferencing) Enum() []string {
	return addon.Values(StrictReferencing, SecureReferencing)
}

// Retention is how many workflows that are over are kept; the oldest ones go first.
type Retention struct {
	// Those that went well.
	Completed int32 `json:"completed,omitempty" jsonschema:"minimum=1"`

	// Those that failed.
	Failed int32 `json:"failed,omitempty" jsonschema:"minimum=1"`

	// Those that something else than their containers kept from going well.
	Errored int32 `json:"errored,omitempty" jsonschema:"minimum=1"`
}

// FailedPodRestart makes pods anew that fail before they have started.
type FailedPodRestart struct {
	// How often at most: 3 times where it is left out.
	MaxRestarts *int32 `json:"maxRestarts,omitempty" jsonschema:"minimum=0"`
}

// ImageCommand is what an image runs.
type ImageCommand struct {
	// The program.
	Entrypoint []string `json:"entrypoint,omitempty"`

	// Its arguments, or the program where there is no entrypoint.
	Cmd []string `json:"cmd,omitempty"`
}

// Events are what the controller tells of.
type Events struct {
	// Doesn't tell of each step and task that is over.
	NoNodes bool `json:"noNodes,omitempty"`

	// Tells of them as if their pods did.
	NodesAsPods bool `json:"nodesAsPods,omitempty"`

	// Doesn't tell of workflows.
	NoWorkflows bool `json:"noWorkflows,omitempty"`
}

// Validate refuses to say how nothing is told.
func (e Events) Validate(path *field.Path) field.ErrorList {
	if e.NoNodes && e.NodesAsPods {
		return field.ErrorList{field.Forbidden(path.Child("nodesAsPods"), "excludes noNodes: only one of them can be set")}
	}
	return nil
}

// Link is a link to another tool.
type Link struct {
	// What stands on it: "Logs".
	Name string `json:"name" jsonschema:"required"`

	// Which pages have it.
	Scope LinkScope `json:"scope" jsonschema:"required"`

	// The URL, in which ${metadata.namespace}, ${metadata.name}, ${status.startedAt} and other
	// fields of the workflow or pod are replaced.
	URL string `json:"url" jsonschema:"required,pattern=^https?://"`

	// Where it opens, as in HTML: "_blank".
	Target string `json:"target,omitempty"`
}

// LinkScope is which pages have a link.
type LinkScope string

// The pages.
const (
	WorkflowLink        LinkScope = "workflow"
	PodLink             LinkScope = "pod"
	PodLogsLink         LinkScope = "pod-logs"
	EventSourceLogsLink LinkScope = "event-source-logs"
	SensorLogsLink      LinkScope = "sensor-logs"
	WorkflowListLink    LinkScope = "workflow-list"
	ChatLink            LinkScope = "chat"
)

// Enum lists the pages.
func (LinkScope) Enum() []string {
	return addon.Values(WorkflowLink, PodLink, PodLogsLink, EventSourceLogsLink, SensorLogsLink, WorkflowListLink, ChatLink)
}

// Column is one of the list of workflows.
type Column struct {
	// What stands above it.
	Name string `json:"name" jsonschema:"required"`

	// What it shows.
	Type ColumnType `json:"type" jsonschema:"required"`

	// The key of the label or annotation.
	Key string `json:"key" jsonschema:"required"`
}

// ColumnType is what a column shows.
type ColumnType string

// The types.
const (
	LabelColumn      ColumnType = "label"
	AnnotationColumn ColumnType = "annotation"
)

// Enum lists the types.
func (ColumnType) Enum() []string { return addon.Values(LabelColumn, AnnotationColumn) }

// PodSpecLog is which pods the controller's log shows the spec of.
type PodSpecLog struct {
	// Those that fail.
	FailedPods bool `json:"failedPods,omitempty"`

	// All of them.
	AllPods bool `json:"allPods,omitempty"`
}

// KubeConfig is how executors reach an API server that isn't their own cluster's.
type KubeConfig struct {
	// The file, in each namespace of workflows.
	Secret addon.SecretRef `json:"secret" jsonschema:"required"`

	// The name of the volume that it is in: "kubeconfig" where it is left out.
	VolumeName string `json:"volumeName,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Where it is mounted: at "/kube/config" where it is left out.
	MountPath string `json:"mountPath,omitempty" jsonschema:"pattern=^/"`
}
