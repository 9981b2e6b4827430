package loki

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Compactor is how the index is compacted, and logs are deleted whose time has come. That is
// done if limits say how long logs are kept.
type Compactor struct {
	// How often: every 10m where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long logs stay in the bucket after their time: 2h where it is left out.
	RetentionDeleteDelay metav1.Duration `json:"retentionDeleteDelay,omitzero"`

	// How many are deleted at once: 150 where it is left out.
	RetentionDeleteWorkers int32 `json:"retentionDeleteWorkers,omitempty" jsonschema:"minimum=1"`

	// How long a request to delete logs can be taken back: 24h where it is left out.
	DeleteRequestCancelPeriod metav1.Duration `json:"deleteRequestCancelPeriod,omitzero"`
}

// Ingester is how logs are put together before they go into the bucket.
type Ingester struct {
	// How they are compressed: "gzip" where it is left out. "snappy" takes more room and less
	// time.
	ChunkEncoding ChunkEncoding `json:"chunkEncoding,omitempty"`

	// After how long without a line a stream's logs go into the bucket: 30m where it is left
	// out.
	ChunkIdlePeriod metav1.Duration `json:"chunkIdlePeriod,omitzero"`

	// After how long they go there anyway: 2h where it is left out.
	MaxChunkAge metav1.Duration `json:"maxChunkAge,omitzero"`

	// At which size they go there, compressed: 1536Ki where it is left out.
	ChunkTargetSize *resource.Quantity `json:"chunkTargetSize,omitempty"`

	// How much memory is filled at most when a pod starts with what its volume has: 4GB where
	// it is left out. It must be less than the pod may use.
	ReplayMemoryCeiling *resource.Quantity `json:"replayMemoryCeiling,omitempty"`

	// Forgets pods that are gone for good, which otherwise somebody has to have forgotten.
	AutoforgetUnhealthy bool `json:"autoforgetUnhealthy,omitempty"`

	// Keeps what isn't in the bucket yet on the volume when a pod stops, which otherwise puts
	// it there first.
	NoFlushOnShutdown bool `json:"noFlushOnShutdown,omitempty"`
}

// ChunkEncoding is how logs are compressed.
type ChunkEncoding string

// How they are.
const (
	NoEncoding   ChunkEncoding = "none"
	GZIP         ChunkEncoding = "gzip"
	LZ4          ChunkEncoding = "lz4"
	Snappy       ChunkEncoding = "snappy"
	FlateEncoded ChunkEncoding = "flate"
	ZSTD         ChunkEncoding = "zstd"
)

// Enum lists how they may be.
func (ChunkEncoding) Enum() []string {
	return addon.Values(NoEncoding, GZIP, LZ4, Snappy, FlateEncoded, ZSTD)
}

// Queries are how queries are answered.
type Queries struct {
	// How many parts of queries a pod works on at once: 4 where it is left out.
	MaxConcurrent int32 `json:"maxConcurrent,omitempty" jsonschema:"minimum=1"`

	// How old logs may be that are looked for outside of the bucket too: 3h where it is left
	// out. It must be longer than ingester.maxChunkAge.
	QueryIngestersWithin metav1.Duration `json:"queryIngestersWithin,omitzero"`

	// How long a live tail may go on: 1h where it is left out.
	TailMaxDuration metav1.Duration `json:"tailMaxDuration,omitzero"`

	// Answers queries for several tenants at once, whose names are put together by "|".
	MultiTenant bool `json:"multiTenant,omitempty"`

	// How many queries of a tenant may wait: 32000 where it is left out.
	MaxOutstanding int32 `json:"maxOutstanding,omitempty" jsonschema:"minimum=1"`

	// Logs queries that take longer: none, where it is left out.
	LogLongerThan metav1.Duration `json:"logLongerThan,omitzero"`
}

// Ruler is how alerts and metrics are made of logs, by rules.
type Ruler struct {
	// The Alertmanagers that alerts are sent to: "http://alertmanager.monitoring:9093".
	AlertmanagerURLs []string `json:"alertmanagerURLs,omitempty" jsonschema:"uniqueItems,pattern=^https?://[^ \\,$]+$"`

	// How often rules are evaluated that don't say it themselves: every 1m where it is left
	// out.
	EvaluationInterval metav1.Duration `json:"evaluationInterval,omitzero"`

	// Where the metrics of recording rules are written, in Prometheus' remote-write protocol:
	// nowhere, where it is left out. The tenant is told in the header X-Scope-OrgID.
	RemoteWriteURL string `json:"remoteWriteURL,omitempty" jsonschema:"pattern=^https?://[^ $]+$"`

	// Where rules come from: "bucket", into which Loki's API puts them, where it is left out.
	Source RuleSource `json:"source,omitempty"`

	// Leaves the container out that collects ConfigMaps and Secrets with rules.
	NoSidecar bool `json:"noSidecar,omitempty"`

	// That container. What it finds counts with the source "sidecar".
	Sidecar Sidecar `json:"sidecar,omitzero"`
}

// RuleSource is where rules come from.
type RuleSource string

// Where they come from.
const (
	RulesFromBucket  RuleSource = "bucket"
	RulesFromSidecar RuleSource = "sidecar"
)

// Enum lists where they may come from.
func (RuleSource) Enum() []string { return addon.Values(RulesFromBucket, RulesFromSidecar) }

// Validate wants a sidecar where rules come from it.
func (r Ruler) Validate(path *field.Path) field.ErrorList {
	if r.Source == RulesFromSidecar && r.NoSidecar {
		return field.ErrorList{field.Forbidden(path.Child("noSidecar"), "rules come from the sidecar")}
	}
	return nil
}

// Sidecar is a container that collects ConfigMaps and Secrets with a label, as files.
type Sidecar struct {
	Container `json:",inline"`

	// The label: "loki_rule" for rules and "grafana_dashboard" for dashboards, where it is left
	// out.
	Label string `json:"label,omitempty" jsonschema:"maxLength=253"`

	// The value that the label has: any, where it is left out.
	LabelValue string `json:"labelValue,omitempty" jsonschema:"maxLength=63"`

	// Where it looks: in the addon's own namespace, where neither this nor allNamespaces is
	// given. In each of them it may read all ConfigMaps, and all Secrets if it looks at them.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`

	// Looks everywhere, and may read all of them everywhere.
	AllNamespaces bool `json:"allNamespaces,omitempty"`

	// What it looks at: "both" for rules and "configmap" for dashboards, where it is left out.
	Resource SidecarResource `json:"resource,omitempty"`

	// The annotation by which a ConfigMap or Secret says into which folder its files go.
	FolderAnnotation string `json:"folderAnnotation,omitempty" jsonschema:"maxLength=253"`
}

// Validate refuses two answers to where it looks.
func (s Sidecar) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("namespaces", s.Namespaces != nil), addon.Field("allNamespaces", s.AllNamespaces))
}

// SidecarResource is what a sidecar looks at.
type SidecarResource string

// What it may look at.
const (
	ConfigMaps SidecarResource = "configmap"
	Secrets    SidecarResource = "secret"
	Both       SidecarResource = "both"
)

// Enum lists what it may look at.
func (SidecarResource) Enum() []string { return addon.Values(ConfigMaps, Secrets, Both) }

// Server is how Loki listens, and what it logs itself.
type Server struct {
	// How much is logged: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The form of the log: "logfmt" where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// How long a request may take to be read: 10m where it is left out.
	HTTPReadTimeout metav1.Duration `json:"httpReadTimeout,omitzero"`

	// How long an answer may take to be written: 10m where it is left out. It must be longer
	// than limits.queryTimeout.
	HTTPWriteTimeout metav1.Duration `json:"httpWriteTimeout,omitzero"`

	// How long a connection is kept that nothing goes through: 30s where it is left out.
	HTTPIdleTimeout metav1.Duration `json:"httpIdleTimeout,omitzero"`

	// How long requests have to end when a pod stops: 5s where it is left out.
	GracefulShutdownTimeout metav1.Duration `json:"gracefulShutdownTimeout,omitzero"`

	// The largest message between Loki's parts: 100Mi where it is left out.
	MaxMessageSize *resource.Quantity `json:"maxMessageSize,omitempty"`

	// How many requests a connection between Loki's parts may have at once: 1000 where it is
	// left out.
	MaxConcurrentStreams int32 `json:"maxConcurrentStreams,omitempty" jsonschema:"minimum=1"`
}

// LogLevel is how much is logged.
type LogLevel string

// The levels, the most talkative first.
const (
	Debug LogLevel = "debug"
	Info  LogLevel = "info"
	Warn  LogLevel = "warn"
	Error LogLevel = "error"
)

// Enum lists the levels.
func (LogLevel) Enum() []string { return addon.Values(Debug, Info, Warn, Error) }

// LogFormat is the form of a log.
type LogFormat string

// The forms.
const (
	Logfmt  LogFormat = "logfmt"
	JSONLog LogFormat = "json"
)

// Enum lists the forms.
func (LogFormat) Enum() []string { return addon.Values(Logfmt, JSONLog) }
