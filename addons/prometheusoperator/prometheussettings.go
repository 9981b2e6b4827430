package prometheusoperator

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// PrometheusSettings are the settings of a Prometheus, whichever resources it takes.
type PrometheusSettings struct {
	PodSettings `json:",inline"`

	// How long samples are kept: 24 h, where neither it nor retentionSize is given. Write 360h
	// for 15 days.
	Retention metav1.Duration `json:"retention,omitzero"`

	// How much room samples take at most, as in "8GB", which must be less than there is in
	// storage.
	RetentionSize string `json:"retentionSize,omitempty" jsonschema:"pattern=^(0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$"`

	// How often targets are scraped: every 30 s, where it is left out.
	ScrapeInterval metav1.Duration `json:"scrapeInterval,omitzero"`

	// How long a scrape may take: 10 s, where it is left out.
	ScrapeTimeout metav1.Duration `json:"scrapeTimeout,omitzero"`

	// How often rules are evaluated: every 30 s, where it is left out.
	EvaluationInterval metav1.Duration `json:"evaluationInterval,omitzero"`

	// How long ago it is that rules look at, so that samples which come late are there.
	RuleQueryOffset metav1.Duration `json:"ruleQueryOffset,omitzero"`

	// When alerts go on after the program was down.
	Rules *Rules `json:"rules,omitempty"`

	// Where alerts go.
	Alerting *Alerting `json:"alerting,omitempty"`

	// Labels of all samples and alerts that leave the program.
	ExternalLabels map[string]string `json:"externalLabels,omitempty"`

	// The external label with the pod's name: "prometheus_replica", where it is left out. An
	// empty one leaves it out.
	ReplicaExternalLabelName *string `json:"replicaExternalLabelName,omitempty"`

	// The external label with the namespace and name: "prometheus", where it is left out. An
	// empty one leaves it out.
	PrometheusExternalLabelName *string `json:"prometheusExternalLabelName,omitempty"`

	// Where samples are sent.
	RemoteWrite []RemoteWrite `json:"remoteWrite,omitempty"`

	// Takes samples that others send, at /api/v1/write.
	EnableRemoteWriteReceiver bool `json:"enableRemoteWriteReceiver,omitempty"`

	// The versions of the messages that others may send.
	RemoteWriteReceiverMessageVersions []MessageVersion `json:"remoteWriteReceiverMessageVersions,omitempty" jsonschema:"uniqueItems,minItems=1"`

	// Takes metrics that others send by OTLP, at /api/v1/otlp/v1/metrics.
	EnableOTLPReceiver bool `json:"enableOTLPReceiver,omitempty"`

	// Over how many Prometheuses the targets are divided: 1, where it is left out. Each has as
	// many replicas as are asked for.
	Shards *int32 `json:"shards,omitempty" jsonschema:"minimum=0"`

	// How targets are divided.
	ShardingStrategy *ShardingStrategy `json:"shardingStrategy,omitempty"`

	// What becomes of shards that there are no longer.
	ShardRetentionPolicy *ShardRetention `json:"shardRetentionPolicy,omitempty"`

	// The forms in which metrics are asked for, the preferred one first.
	ScrapeProtocols []monitoring.ScrapeProtocol `json:"scrapeProtocols,omitempty" jsonschema:"uniqueItems"`

	// Settings that monitors choose by their names.
	ScrapeClasses []ScrapeClass `json:"scrapeClasses,omitempty"`

	// The API by which pods of Services are found: Endpoints, where it is left out, which
	// Kubernetes has deprecated.
	ServiceDiscoveryRole monitoring.DiscoveryRole `json:"serviceDiscoveryRole,omitempty"`

	// Labels of pods that all metrics get.
	PodTargetLabels []string `json:"podTargetLabels,omitempty" jsonschema:"minLength=1"`

	// Limits of all scrapes that have none of their own.
	monitoring.Limits `json:",inline"`

	// Limits that no monitor may exceed.
	EnforcedLimits `json:",inline"`

	// The label with the namespace of a monitor or rule, which all that comes of it gets, and
	// by which its rules see nothing of others. Use it where teams don't trust each other.
	EnforcedNamespaceLabel string `json:"enforcedNamespaceLabel,omitempty" jsonschema:"pattern=^[a-zA-Z_][a-zA-Z0-9_]*$"`

	// The monitors and rules that are spared that label.
	ExcludedFromEnforcement []ObjectReference `json:"excludedFromEnforcement,omitempty"`

	// Lets monitors find targets in their own namespace only.
	IgnoreNamespaceSelectors bool `json:"ignoreNamespaceSelectors,omitempty"`

	// Lets targets' labels win over those that metrics have, whatever monitors say.
	OverrideHonorLabels bool `json:"overrideHonorLabels,omitempty"`

	// Ignores the times that targets give their samples, whatever monitors say.
	OverrideHonorTimestamps bool `json:"overrideHonorTimestamps,omitempty"`

	// Which files monitors may name.
	ArbitraryFSAccessThroughSMs FileAccess `json:"arbitraryFSAccessThroughSMs,omitzero"`

	// Which names of metrics and labels are taken.
	NameValidationScheme NameValidation `json:"nameValidationScheme,omitempty"`

	// How targets are asked to tell names with other characters than letters and digits.
	NameEscapingScheme NameEscaping `json:"nameEscapingScheme,omitempty"`

	// Whether native histograms are read.
	ScrapeNativeHistograms *bool `json:"scrapeNativeHistograms,omitempty"`

	// Whether a classic histogram is read too that is also there as a native one.
	ScrapeClassicHistograms *bool `json:"scrapeClassicHistograms,omitempty"`

	// Whether classic histograms are made native ones with custom buckets.
	ConvertClassicHistogramsToNHCB *bool `json:"convertClassicHistogramsToNHCB,omitempty"`

	// How queries are answered.
	Query *Query `json:"query,omitempty"`

	// The file that queries are logged to: "/dev/stdout", or a name.
	QueryLogFile string `json:"queryLogFile,omitempty"`

	// The file that failures of scrapes are logged to: a name.
	ScrapeFailureLogFile string `json:"scrapeFailureLogFile,omitempty"`

	// How samples are stored.
	TSDB *TSDB `json:"tsdb,omitempty"`

	// Whether the log of samples is compressed; it is, where it is left out.
	WALCompression *bool `json:"walCompression,omitempty"`

	// How many exemplars are kept.
	Exemplars *Exemplars `json:"exemplars,omitempty"`

	// Features of Prometheus' that are switched on, such as "exemplar-storage".
	EnableFeatures []string `json:"enableFeatures,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How pages and the API are served.
	Web *PrometheusWeb `json:"web,omitempty"`

	// Lets whoever reaches the API delete samples.
	EnableAdminAPI bool `json:"enableAdminAPI,omitempty"`

	// How the program is told of a new configuration: by HTTP, where it is left out.
	ReloadStrategy ReloadStrategy `json:"reloadStrategy,omitempty"`

	// How many seconds the program has to read its log when it starts: 900, where it is left
	// out.
	MaximumStartupDurationSeconds int32 `json:"maximumStartupDurationSeconds,omitempty" jsonschema:"minimum=60"`

	// How Go runs the program.
	Runtime *Runtime `json:"runtime,omitempty"`

	// Scrape configurations in Prometheus' own words, in a Secret. Nobody checks them.
	AdditionalScrapeConfigs *addon.SecretRef `json:"additionalScrapeConfigs,omitempty"`

	// Relabelings of alerts in Prometheus' own words, in a Secret.
	AdditionalAlertRelabelConfigs *addon.SecretRef `json:"additionalAlertRelabelConfigs,omitempty"`

	// Alertmanagers in Prometheus' own words, in a Secret.
	AdditionalAlertManagerConfigs *addon.SecretRef `json:"additionalAlertManagerConfigs,omitempty"`
}

// EnforcedLimits are limits that no monitor may exceed.
type EnforcedLimits struct {
	// How many samples a scrape may have.
	EnforcedSampleLimit int64 `json:"enforcedSampleLimit,omitempty" jsonschema:"minimum=1"`

	// How many targets a monitor may have.
	EnforcedTargetLimit int64 `json:"enforcedTargetLimit,omitempty" jsonschema:"minimum=1"`

	// How many labels a sample may have.
	EnforcedLabelLimit int64 `json:"enforcedLabelLimit,omitempty" jsonschema:"minimum=1"`

	// How long the names of labels may be.
	EnforcedLabelNameLengthLimit int64 `json:"enforcedLabelNameLengthLimit,omitempty" jsonschema:"minimum=1"`

	// How long the values of labels may be.
	EnforcedLabelValueLengthLimit int64 `json:"enforcedLabelValueLengthLimit,omitempty" jsonschema:"minimum=1"`

	// How many targets that relabelings drop are remembered.
	EnforcedKeepDroppedTargets int64 `json:"enforcedKeepDroppedTargets,omitempty" jsonschema:"minimum=1"`

	// How long an answer may be, as in "10MB".
	EnforcedBodySizeLimit string `json:"enforcedBodySizeLimit,omitempty" jsonschema:"pattern=^(0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$"`
}

// Rules says when alerts go on after the program was down.
type Rules struct {
	// For alerts that wait.
	Alert RulesAlert `json:"alert,omitzero"`
}

// RulesAlert says when alerts go on that waited as the program went down.
type RulesAlert struct {
	// How long the program may have been down for alerts to go on waiting where they were.
	ForOutageTolerance metav1.Duration `json:"forOutageTolerance,omitzero"`

	// How long they wait at least after that.
	ForGracePeriod metav1.Duration `json:"forGracePeriod,omitzero"`

	// How often an alert is sent again.
	ResendDelay metav1.Duration `json:"resendDelay,omitzero"`
}

// Query is how queries are answered.
type Query struct {
	// How old the last sample of a series may be: 5 min, where it is left out.
	LookbackDelta metav1.Duration `json:"lookbackDelta,omitzero"`

	// How many queries run at once: 20, where it is left out.
	MaxConcurrency int32 `json:"maxConcurrency,omitempty" jsonschema:"minimum=1"`

	// How many samples a query may read: 50 million, where it is left out.
	MaxSamples int32 `json:"maxSamples,omitempty" jsonschema:"minimum=1"`

	// How long a query may take: 2 min, where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`
}

// TSDB is how samples are stored.
type TSDB struct {
	// How much later than others a sample may come.
	OutOfOrderTimeWindow metav1.Duration `json:"outOfOrderTimeWindow,omitzero"`

	// The part of series that have ended, from 0 to 1, from which they leave the memory.
	StaleSeriesCompactionThreshold *resource.Quantity `json:"staleSeriesCompactionThreshold,omitempty"`

	// How chunks of samples are written.
	ChunkEncoding *ChunkEncoding `json:"chunkEncoding,omitempty"`
}

// ChunkEncoding is how chunks of samples are written.
type ChunkEncoding struct {
	// How numbers are.
	Floats FloatEncoding `json:"floats,omitempty"`
}

// Exemplars are samples that lead to a trace.
type Exemplars struct {
	// How many are kept in memory; none for 0.
	MaxSize *int64 `json:"maxSize,omitempty"`
}

// Runtime is how Go runs the program.
type Runtime struct {
	// By how many percent the memory may grow until it is tidied up; it never is for a negative
	// number.
	GoGC *int32 `json:"goGC,omitempty"`
}
