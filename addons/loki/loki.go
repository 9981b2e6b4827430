package loki

import (
	_ "embed"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name    = "loki"
	version = "3.7.6"
)

// Definition is the addon loki.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Observability,
		Version:    version,
		Source:     "https://github.com/grafana-community/helm-charts/tree/loki-18.11.0/charts/loki",
		Kubernetes: ">=1.25",
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

	// How Loki runs: "monolithic", one program that does everything, where it is left out.
	Mode Mode `json:"mode,omitempty"`

	// Loki's pods in the mode monolithic, of which there is one where nothing is said.
	Pods addon.Pods `json:"pods,omitzero"`

	// What each of these pods keeps until it is in the bucket.
	Volume Volume `json:"volume,omitzero"`

	// The pods that take logs, in the mode scalable: three where nothing is said.
	Write Component `json:"write,omitzero"`

	// The pods that answer queries, in the mode scalable: three where nothing is said.
	Read Reader `json:"read,omitzero"`

	// The pods that look after the index, retention and rules, in the mode scalable: three
	// where nothing is said.
	Backend Component `json:"backend,omitzero"`

	// Where logs are kept.
	Storage Storage `json:"storage" jsonschema:"required"`

	// How logs are kept since when, the oldest first: TSDB of version v13 since April 2024,
	// where it is left out. What is in here once must stay as long as its logs do.
	Schema []SchemaPeriod `json:"schema,omitempty" jsonschema:"minItems=1"`

	// Takes all logs to be one tenant's, so that requests needn't name one.
	SingleTenant bool `json:"singleTenant,omitempty"`

	// The tenant that the collector's logs are of, and that Grafana reads: "default" where it
	// is left out. It is of no use with singleTenant.
	Tenant string `json:"tenant,omitempty" jsonschema:"maxLength=150,pattern=^[0-9A-Za-z!_.*'()-]+$"`

	// How many pods keep a log line until it is in the bucket: 3 where three pods or more
	// take logs, and 1 where there are fewer, if it is left out.
	ReplicationFactor int32 `json:"replicationFactor,omitempty" jsonschema:"minimum=1"`

	// What tenants may do, and how long their logs are kept.
	Limits Limits `json:"limits,omitzero"`

	// What holds for a single tenant, by its name, in place of the limits of all. Loki reads
	// it anew when it changes.
	TenantLimits map[string]Limits `json:"tenantLimits,omitempty"`

	// How the index is compacted, and logs are deleted whose time has come.
	Compactor Compactor `json:"compactor,omitzero"`

	// How logs are put together before they go into the bucket.
	Ingester Ingester `json:"ingester,omitzero"`

	// How queries are answered.
	Queries Queries `json:"queries,omitzero"`

	// How alerts and metrics are made of logs, by rules.
	Ruler Ruler `json:"ruler,omitzero"`

	// How Loki listens, and what it logs itself.
	Server Server `json:"server,omitzero"`

	// Finds the patterns that log lines have, for Grafana to show.
	PatternIngester bool `json:"patternIngester,omitempty"`

	// Sends traces of requests, to where the environment variables of OpenTelemetry say.
	Tracing bool `json:"tracing,omitempty"`

	// Doesn't tell Grafana Labs how Loki is used.
	NoUsageReports bool `json:"noUsageReports,omitempty"`

	// The cache for what is read from the bucket. By default it asks for 9830Mi of memory,
	// more than a small node has.
	ChunksCache ChunksCache `json:"chunksCache,omitzero"`

	// The cache for results of queries. By default it asks for 1229Mi of memory.
	ResultsCache Cache `json:"resultsCache,omitzero"`

	// The containers that tell metrics of the caches.
	CacheExporter Exporter `json:"cacheExporter,omitzero"`

	// The proxy that everybody reaches Loki by.
	Gateway Gateway `json:"gateway,omitzero"`

	// A pod on each node that writes logs, reads them back, and counts what is missing.
	Canary Canary `json:"canary,omitzero"`

	// The program that collects the logs of containers on each node: "promtail" where it is
	// left out, which has had no fixes since March 2026. Its successor is "alloy".
	Collector Collector `json:"collector,omitempty"`

	// What is collected, and what becomes of it on its way.
	Logs Logs `json:"logs,omitzero"`

	// How Promtail runs, if it is the collector.
	Promtail Promtail `json:"promtail,omitzero"`

	// How Alloy runs, if it is the collector.
	Alloy Alloy `json:"alloy,omitzero"`

	// The Grafana that comes along, with Loki as a data source.
	Grafana Grafana `json:"grafana,omitzero"`

	// Has Prometheus scrape Loki with its caches, gateway and canary, the collector, and
	// Grafana.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// The domain of the cluster's own names: "cluster.local" where it is left out.
	ClusterDomain string `json:"clusterDomain,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`
}

// Mode is how Loki runs.
type Mode string

// The modes.
const (
	// Monolithic is one program that does everything, in one pod or several. It is for some
	// tens of gigabytes a day.
	Monolithic Mode = "monolithic"

	// Scalable is pods that write, pods that read, and pods for the rest. Loki 4 will be
	// without it.
	Scalable Mode = "scalable"
)

// Enum lists the modes.
func (Mode) Enum() []string { return addon.Values(Monolithic, Scalable) }

// Collector is the program that collects logs.
type Collector string

// The collectors.
const (
	WithPromtail Collector = "promtail"
	WithAlloy    Collector = "alloy"
	NoCollector  Collector = "none"
)

// Enum lists the collectors.
func (Collector) Enum() []string { return addon.Values(WithPromtail, WithAlloy, NoCollector) }

// identity is what Loki's objects go by, those that are of no component.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, "") }

// component is what the objects of one of Loki's components go by.
func (o Options) component(component string) kube.Identity { return o.identity().Of(component) }

// serviceName is the name by which a Service is known in the whole cluster.
func (o Options) serviceName(service string) string {
	return service + "." + o.Namespace + ".svc." + o.ClusterDomain
}

// scalable tells whether Loki is split up.
func (o Options) scalable() bool { return o.Mode == Scalable }

// The names of what answers requests: all of it the same, unless Loki is split up.
func (o Options) writer() string { return o.part("write") }
func (o Options) reader() string { return o.part("read") }
func (o Options) keeper() string { return o.part("backend") }

func (o Options) part(part string) string {
	if o.scalable() {
		return name + "-" + part
	}
	return name
}
