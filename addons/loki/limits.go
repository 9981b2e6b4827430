package loki

import (
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Limits are what a tenant may do. What is left out is as Loki has it, or, for a single
// tenant, as it is for all.
type Limits struct {
	// How much a tenant may send, in bytes a second: 4Mi where it is left out.
	IngestionRate *resource.Quantity `json:"ingestionRate,omitempty"`

	// How much a tenant may send at once: 6Mi where it is left out.
	IngestionBurst *resource.Quantity `json:"ingestionBurst,omitempty"`

	// How much a single stream may have, in bytes a second: 3Mi where it is left out.
	PerStreamRate *resource.Quantity `json:"perStreamRate,omitempty"`

	// How much a single stream may have at once: 15Mi where it is left out.
	PerStreamBurst *resource.Quantity `json:"perStreamBurst,omitempty"`

	// How many streams a tenant may have at a time: 5000 where it is left out, and 0 for any
	// number. A stream is a set of labels with their values.
	MaxStreams *int32 `json:"maxStreams,omitempty" jsonschema:"minimum=0"`

	// How long a line may be: 256Ki where it is left out, and 0 for any length.
	MaxLineSize *resource.Quantity `json:"maxLineSize,omitempty"`

	// Cuts longer lines off, which are refused otherwise.
	TruncateLongLines *bool `json:"truncateLongLines,omitempty"`

	// How many labels a stream may have: 15 where it is left out.
	MaxLabelNames int32 `json:"maxLabelNames,omitempty" jsonschema:"minimum=1"`

	// Refuses lines that are older than rejectOldSamplesMaxAge: it does where it is left out.
	RejectOldSamples *bool `json:"rejectOldSamples,omitempty"`

	// How old a line may be: 168h, a week, where it is left out.
	RejectOldSamplesMaxAge metav1.Duration `json:"rejectOldSamplesMaxAge,omitzero"`

	// How far in the future a line may be: 10m where it is left out.
	CreationGracePeriod metav1.Duration `json:"creationGracePeriod,omitzero"`

	// Moves a line by a nanosecond that is as old as the one before it, so that they stay in
	// their order.
	IncrementDuplicateTimestamps *bool `json:"incrementDuplicateTimestamps,omitempty"`

	// Takes structured metadata beside labels: it does where it is left out. They need an
	// index of TSDB and version v13 of the schema.
	AllowStructuredMetadata *bool `json:"allowStructuredMetadata,omitempty"`

	// Looks for the level of each line: it does where it is left out.
	DiscoverLogLevels *bool `json:"discoverLogLevels,omitempty"`

	// The labels of which the first that a stream has becomes service_name; Loki has a list
	// of its own where it is left out. With an empty list there is no service_name.
	DiscoverServiceName []string `json:"discoverServiceName,omitzero" jsonschema:"uniqueItems"`

	// How long a query may take: 5m where it is left out.
	QueryTimeout metav1.Duration `json:"queryTimeout,omitzero"`

	// The longest time that a query may be about: 721h, 30 days and an hour, where it is left
	// out, and 0s for any.
	MaxQueryLength *metav1.Duration `json:"maxQueryLength,omitempty"`

	// How far back a query sees anything: as far as there is something, where it is left out.
	MaxQueryLookback metav1.Duration `json:"maxQueryLookback,omitzero"`

	// How many parts of a query are worked on at once: 128 where it is left out.
	MaxQueryParallelism int32 `json:"maxQueryParallelism,omitempty" jsonschema:"minimum=1"`

	// How many series a query of metrics may have: 500 where it is left out.
	MaxQuerySeries int32 `json:"maxQuerySeries,omitempty" jsonschema:"minimum=1"`

	// How many lines a query may have: 5000 where it is left out, and 0 for any number.
	MaxEntries *int32 `json:"maxEntries,omitempty" jsonschema:"minimum=0"`

	// How much a query may read: any amount, where it is left out.
	MaxQueryBytesRead *resource.Quantity `json:"maxQueryBytesRead,omitempty"`

	// How many queriers a tenant's queries may go to: all, where it is left out.
	MaxQueriers int32 `json:"maxQueriers,omitempty" jsonschema:"minimum=1"`

	// How many live tails a tenant may have at once: 10 where it is left out.
	MaxConcurrentTails int32 `json:"maxConcurrentTails,omitempty" jsonschema:"minimum=1"`

	// Labels that each query must select by.
	RequiredLabels []string `json:"requiredLabels,omitempty" jsonschema:"uniqueItems"`

	// Into parts of which length queries are split: 15m where it is left out.
	SplitQueriesBy metav1.Duration `json:"splitQueriesBy,omitzero"`

	// How old results must be to be cached: 10m where it is left out.
	MaxCacheFreshness metav1.Duration `json:"maxCacheFreshness,omitzero"`

	// Tells how many lines there are at which time, which Grafana shows above them: it does
	// where it is left out.
	VolumeEnabled *bool `json:"volumeEnabled,omitempty"`

	// How many rules a group may have: any number, where it is left out.
	MaxRulesPerGroup int32 `json:"maxRulesPerGroup,omitempty" jsonschema:"minimum=1"`

	// How many groups of rules a tenant may have: any number, where it is left out.
	MaxRuleGroups int32 `json:"maxRuleGroups,omitempty" jsonschema:"minimum=1"`

	// How long logs are kept, at least 24h: for ever, where it is left out.
	RetentionPeriod metav1.Duration `json:"retentionPeriod,omitzero"`

	// How long logs of certain streams are kept, in place of that.
	RetentionStreams []StreamRetention `json:"retentionStreams,omitempty"`

	// What becomes of requests to delete logs: they are deleted, where it is left out.
	DeletionMode DeletionMode `json:"deletionMode,omitempty"`
}

// StreamRetention is how long logs of certain streams are kept.
type StreamRetention struct {
	// The streams: `{namespace="dev"}`.
	Selector string `json:"selector" jsonschema:"required,pattern=^[{].*[}]$"`

	// Which of several that a stream matches counts: that of the highest priority.
	Priority int32 `json:"priority,omitempty" jsonschema:"minimum=0"`

	// How long: at least 24h.
	Period metav1.Duration `json:"period" jsonschema:"required"`
}

// Validate refuses what Loki would take for something else, or not start with.
func (s StreamRetention) Validate(path *field.Path) field.ErrorList {
	errs := checkRetention(s.Period, path.Child("period"))
	if strings.Contains(s.Selector, "$") {
		errs = append(errs, field.Invalid(path.Child("selector"), s.Selector, "must have no $, which stands for a variable of the environment: expressions match whole values anyway"))
	}
	return errs
}

// Validate refuses times that Loki doesn't start with.
func (l Limits) Validate(path *field.Path) field.ErrorList {
	errs := checkRetention(l.RetentionPeriod, path.Child("retentionPeriod"))
	for _, d := range []struct {
		name  string
		value metav1.Duration
	}{
		{"rejectOldSamplesMaxAge", l.RejectOldSamplesMaxAge},
		{"creationGracePeriod", l.CreationGracePeriod},
		{"queryTimeout", l.QueryTimeout},
		{"maxQueryLookback", l.MaxQueryLookback},
		{"splitQueriesBy", l.SplitQueriesBy},
		{"maxCacheFreshness", l.MaxCacheFreshness},
	} {
		errs = append(errs, addon.CheckWholeSeconds(d.value, path.Child(d.name))...)
	}
	if l.MaxQueryLength != nil {
		errs = append(errs, addon.CheckWholeSeconds(*l.MaxQueryLength, path.Child("maxQueryLength"))...)
	}
	return errs
}

func checkRetention(d metav1.Duration, path *field.Path) field.ErrorList {
	errs := addon.CheckWholeSeconds(d, path)
	if d.Duration > 0 && d.Duration < 24*time.Hour {
		errs = append(errs, field.Invalid(path, d.Duration.String(), "must be at least 24h"))
	}
	return errs
}

// retains tells whether there are logs that are deleted some day.
func (l Limits) retains() bool { return l.RetentionPeriod.Duration > 0 || len(l.RetentionStreams) > 0 }

// DeletionMode is what becomes of requests to delete logs.
type DeletionMode string

// What becomes of them.
const (
	DeletionDisabled DeletionMode = "disabled"          // they are refused
	FilterOnly       DeletionMode = "filter-only"       // logs are no longer shown
	FilterAndDelete  DeletionMode = "filter-and-delete" // and deleted
)

// Enum lists what may become of them.
func (DeletionMode) Enum() []string {
	return addon.Values(DeletionDisabled, FilterOnly, FilterAndDelete)
}

// limitsFile is a Limits as Loki reads it.
type limitsFile struct {
	IngestionRateMB              float64                `json:"ingestion_rate_mb,omitempty"`
	IngestionBurstMB             float64                `json:"ingestion_burst_size_mb,omitempty"`
	PerStreamRate                *int64                 `json:"per_stream_rate_limit,omitempty"`
	PerStreamBurst               *int64                 `json:"per_stream_rate_limit_burst,omitempty"`
	MaxStreams                   *int32                 `json:"max_global_streams_per_user,omitempty"`
	MaxLineSize                  *int64                 `json:"max_line_size,omitempty"`
	TruncateLongLines            *bool                  `json:"max_line_size_truncate,omitempty"`
	MaxLabelNames                int32                  `json:"max_label_names_per_series,omitempty"`
	RejectOldSamples             *bool                  `json:"reject_old_samples,omitempty"`
	RejectOldSamplesMaxAge       string                 `json:"reject_old_samples_max_age,omitempty"`
	CreationGracePeriod          string                 `json:"creation_grace_period,omitempty"`
	IncrementDuplicateTimestamps *bool                  `json:"increment_duplicate_timestamp,omitempty"`
	AllowStructuredMetadata      *bool                  `json:"allow_structured_metadata,omitempty"`
	DiscoverLogLevels            *bool                  `json:"discover_log_levels,omitempty"`
	DiscoverServiceName          []string               `json:"discover_service_name,omitzero"`
	QueryTimeout                 string                 `json:"query_timeout,omitempty"`
	MaxQueryLength               string                 `json:"max_query_length,omitempty"`
	MaxQueryLookback             string                 `json:"max_query_lookback,omitempty"`
	MaxQueryParallelism          int32                  `json:"tsdb_max_query_parallelism,omitempty"`
	MaxQuerySeries               int32                  `json:"max_query_series,omitempty"`
	MaxEntries                   *int32                 `json:"max_entries_limit_per_query,omitempty"`
	MaxQueryBytesRead            *int64                 `json:"max_query_bytes_read,omitempty"`
	MaxQueriers                  int32                  `json:"max_queriers_per_tenant,omitempty"`
	MaxConcurrentTails           int32                  `json:"max_concurrent_tail_requests,omitempty"`
	RequiredLabels               []string               `json:"required_labels,omitempty"`
	SplitQueriesBy               string                 `json:"split_queries_by_interval,omitempty"`
	MaxCacheFreshness            string                 `json:"max_cache_freshness_per_query,omitempty"`
	VolumeEnabled                *bool                  `json:"volume_enabled,omitempty"`
	MaxRulesPerGroup             int32                  `json:"ruler_max_rules_per_rule_group,omitempty"`
	MaxRuleGroups                int32                  `json:"ruler_max_rule_groups_per_tenant,omitempty"`
	RetentionPeriod              string                 `json:"retention_period,omitempty"`
	RetentionStreams             []streamRetentionsFile `json:"retention_stream,omitempty"`
	DeletionMode                 DeletionMode           `json:"deletion_mode,omitempty"`
}

type streamRetentionsFile struct {
	Selector string `json:"selector"`
	Priority int32  `json:"priority"`
	Period   string `json:"period"`
}

func (l Limits) file() limitsFile {
	f := limitsFile{
		IngestionRateMB:              megabytes(l.IngestionRate),
		IngestionBurstMB:             megabytes(l.IngestionBurst),
		PerStreamRate:                bytesOf(l.PerStreamRate),
		PerStreamBurst:               bytesOf(l.PerStreamBurst),
		MaxStreams:                   l.MaxStreams,
		MaxLineSize:                  bytesOf(l.MaxLineSize),
		TruncateLongLines:            l.TruncateLongLines,
		MaxLabelNames:                l.MaxLabelNames,
		RejectOldSamples:             l.RejectOldSamples,
		RejectOldSamplesMaxAge:       kube.Duration(l.RejectOldSamplesMaxAge),
		CreationGracePeriod:          kube.Duration(l.CreationGracePeriod),
		IncrementDuplicateTimestamps: l.IncrementDuplicateTimestamps,
		AllowStructuredMetadata:      l.AllowStructuredMetadata,
		DiscoverLogLevels:            l.DiscoverLogLevels,
		DiscoverServiceName:          l.DiscoverServiceName,
		QueryTimeout:                 kube.Duration(l.QueryTimeout),
		MaxQueryLookback:             kube.Duration(l.MaxQueryLookback),
		MaxQueryParallelism:          l.MaxQueryParallelism,
		MaxQuerySeries:               l.MaxQuerySeries,
		MaxEntries:                   l.MaxEntries,
		MaxQueryBytesRead:            bytesOf(l.MaxQueryBytesRead),
		MaxQueriers:                  l.MaxQueriers,
		MaxConcurrentTails:           l.MaxConcurrentTails,
		RequiredLabels:               l.RequiredLabels,
		SplitQueriesBy:               kube.Duration(l.SplitQueriesBy),
		MaxCacheFreshness:            kube.Duration(l.MaxCacheFreshness),
		VolumeEnabled:                l.VolumeEnabled,
		MaxRulesPerGroup:             l.MaxRulesPerGroup,
		MaxRuleGroups:                l.MaxRuleGroups,
		RetentionPeriod:              kube.Duration(l.RetentionPeriod),
		DeletionMode:                 l.DeletionMode,
	}
	if l.MaxQueryLength != nil {
		f.MaxQueryLength = orZero(*l.MaxQueryLength)
	}
	for _, s := range l.RetentionStreams {
		f.RetentionStreams = append(f.RetentionStreams, streamRetentionsFile{s.Selector, s.Priority, kube.Duration(s.Period)})
	}
	return f
}

// orZero is a duration that may be none.
func orZero(d metav1.Duration) string {
	if d.Duration == 0 {
		return "0s"
	}
	return kube.Duration(d)
}

func megabytes(q *resource.Quantity) float64 {
	if q == nil {
		return 0
	}
	return float64(q.Value()) / (1 << 20)
}

func bytesOf(q *resource.Quantity) *int64 {
	if q == nil {
		return nil
	}
	return new(q.Value())
}
