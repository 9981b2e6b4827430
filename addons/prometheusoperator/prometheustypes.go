package prometheusoperator

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// Alerting is where alerts go.
type Alerting struct {
	// The Alertmanagers, each by its Service.
	Alertmanagers []AlertmanagerEndpoint `json:"alertmanagers" jsonschema:"required,minItems=1"`
}

// AlertmanagerEndpoint is a Service of Alertmanagers. Alerts go to all pods behind it.
type AlertmanagerEndpoint struct {
	// The Service's namespace; the Prometheus' own, where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The Service's name.
	Name string `json:"name" jsonschema:"required,maxLength=63"`

	// The name or number of its port.
	Port intstr.IntOrString `json:"port" jsonschema:"required"`

	// "http", where it is left out, or "https".
	Scheme monitoring.Scheme `json:"scheme,omitempty"`

	// The path below which Alertmanager serves.
	PathPrefix string `json:"pathPrefix,omitempty" jsonschema:"pattern=^/"`

	// How its certificate is checked.
	TLSConfig *monitoring.TLSConfig `json:"tlsConfig,omitempty"`

	// A name and a password.
	BasicAuth *monitoring.BasicAuth `json:"basicAuth,omitempty"`

	// A token.
	Authorization *monitoring.Authorization `json:"authorization,omitempty"`

	// A signature of AWS'.
	SigV4 *SigV4 `json:"sigv4,omitempty"`

	monitoring.Proxy `json:",inline"`

	// How long sending may take.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// Whether HTTP/2 is spoken; it is, where it is left out.
	EnableHTTP2 *bool `json:"enableHttp2,omitempty"`

	// What is done with the Alertmanagers that are found.
	Relabelings []monitoring.Relabeling `json:"relabelings,omitempty"`

	// What is done with the alerts that they are sent.
	AlertRelabelings []monitoring.Relabeling `json:"alertRelabelings,omitempty"`
}

// Validate refuses several ways to log in.
func (e AlertmanagerEndpoint) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path,
		addon.Field("basicAuth", e.BasicAuth != nil),
		addon.Field("authorization", e.Authorization != nil),
		addon.Field("sigv4", e.SigV4 != nil),
	)
	return append(errs, addon.CheckWholeSeconds(e.Timeout, path.Child("timeout"))...)
}

// ShardingStrategy is how targets are divided over shards.
type ShardingStrategy struct {
	// By what: the address, where it is left out.
	Mode ShardingMode `json:"mode,omitempty"`

	// The zones, for the mode Topology.
	Topology *TopologySharding `json:"topology,omitempty"`
}

// Validate refuses zones for a mode that has none.
func (s ShardingStrategy) Validate(path *field.Path) field.ErrorList {
	if s.Topology != nil && s.Mode != ByTopology {
		return field.ErrorList{field.Forbidden(path.Child("topology"), "needs the mode Topology")}
	}
	return nil
}

// ShardingMode is by what targets are divided.
type ShardingMode string

// By what.
const (
	ByAddress  ShardingMode = "Address"
	ByTopology ShardingMode = "Topology" // each shard scrapes the targets of its zone
)

// Enum lists by what targets may be divided.
func (ShardingMode) Enum() []string { return addon.Values(ByAddress, ByTopology) }

// TopologySharding are the zones of shards.
type TopologySharding struct {
	// The external label with the zone: "zone", where it is left out. An empty one leaves it
	// out.
	ExternalLabelName *string `json:"externalLabelName,omitempty"`

	// The zones. There must be as many shards at least.
	Values []string `json:"values,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// ShardRetention is what becomes of shards that there are no longer.
type ShardRetention struct {
	// Whether they are deleted, as they are where it is left out, or kept for queries.
	WhenScaled WhenScaled `json:"whenScaled,omitempty"`

	// How long they are kept; as long as samples are, where it is left out.
	Retain *Retain `json:"retain,omitempty"`
}

// WhenScaled is whether shards are deleted or kept.
type WhenScaled string

// Whether they are.
const (
	RetainShards WhenScaled = "Retain"
	DeleteShards WhenScaled = "Delete"
)

// Enum lists what may become of shards.
func (WhenScaled) Enum() []string { return addon.Values(RetainShards, DeleteShards) }

// Retain is how long shards are kept.
type Retain struct {
	// How long.
	RetentionPeriod metav1.Duration `json:"retentionPeriod" jsonschema:"required"`
}

// ScrapeClass has settings that monitors choose by its name.
type ScrapeClass struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// Makes it the class of monitors that name none.
	Default bool `json:"default,omitempty"`

	// The form that an answer is taken for which doesn't say its own.
	FallbackScrapeProtocol monitoring.ScrapeProtocol `json:"fallbackScrapeProtocol,omitempty"`

	// Certificates in files of the Prometheus' container, such as those of a service mesh.
	TLSConfig *ClassTLS `json:"tlsConfig,omitempty"`

	// Credentials for monitors that have none. Those that log in otherwise must choose another
	// class: Prometheus reads no configuration with both.
	Authorization *monitoring.Authorization `json:"authorization,omitempty"`

	// What is done with targets, before what the monitor says.
	Relabelings []monitoring.Relabeling `json:"relabelings,omitempty"`

	// What is done with samples, before what the monitor says.
	MetricRelabelings []monitoring.Relabeling `json:"metricRelabelings,omitempty"`

	// What targets know of where they run.
	AttachMetadata *monitoring.AttachMetadata `json:"attachMetadata,omitempty"`
}

// ClassTLS are the certificates of a scrape class.
type ClassTLS struct {
	// The CA of the targets' certificates.
	CAFile string `json:"caFile,omitempty"`

	// The certificate that targets are shown.
	CertFile string `json:"certFile,omitempty"`

	// Its key.
	KeyFile string `json:"keyFile,omitempty"`
}

// ObjectReference names monitors or rules.
type ObjectReference struct {
	// The group: "monitoring.coreos.com", where it is left out.
	Group string `json:"group,omitempty"`

	// The resource: "servicemonitors", "prometheusrules" and so on.
	Resource string `json:"resource" jsonschema:"required,enum=prometheusrules,enum=servicemonitors,enum=podmonitors,enum=probes,enum=scrapeconfigs"`

	// The namespace.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63"`

	// The name; all of the namespace, where it is left out.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253"`
}

// FileAccess is which files of the Prometheus' container monitors may name.
type FileAccess struct {
	// Leaves out ServiceMonitors that name any. Use it where teams don't trust each other.
	Deny bool `json:"deny,omitempty"`
}

// NameValidation is which names of metrics and labels are taken.
type NameValidation string

// Which names.
const (
	UTF8Names   NameValidation = "UTF8"
	LegacyNames NameValidation = "Legacy" // of letters, digits and _
)

// Enum lists which names may be taken.
func (NameValidation) Enum() []string { return addon.Values(UTF8Names, LegacyNames) }

// NameEscaping is how targets are asked to tell names with other characters.
type NameEscaping string

// How they are asked.
const (
	AllowUTF8   NameEscaping = "AllowUTF8"
	Underscores NameEscaping = "Underscores"
	Dots        NameEscaping = "Dots"
	Values      NameEscaping = "Values"
)

// Enum lists how targets may be asked.
func (NameEscaping) Enum() []string { return addon.Values(AllowUTF8, Underscores, Dots, Values) }

// ReloadStrategy is how Prometheus is told of a new configuration.
type ReloadStrategy string

// How it is told.
const (
	ReloadByHTTP   ReloadStrategy = "HTTP"
	ReloadBySignal ReloadStrategy = "ProcessSignal"
)

// Enum lists how Prometheus may be told.
func (ReloadStrategy) Enum() []string { return addon.Values(ReloadByHTTP, ReloadBySignal) }

// FloatEncoding is how numbers are written in chunks.
type FloatEncoding string

// How they are written.
const (
	Xor  FloatEncoding = "Xor"
	Xor2 FloatEncoding = "Xor2"
)

// Enum lists how numbers may be written.
func (FloatEncoding) Enum() []string { return addon.Values(Xor, Xor2) }

// PrometheusWeb is how Prometheus serves pages and its API.
type PrometheusWeb struct {
	// The certificate for HTTPS.
	TLSConfig *WebTLS `json:"tlsConfig,omitempty"`

	// What browsers are told.
	HTTPConfig *WebHTTP `json:"httpConfig,omitempty"`

	// The title of pages.
	PageTitle string `json:"pageTitle,omitempty"`

	// How many connections there may be at once: 512, where it is left out.
	MaxConnections int32 `json:"maxConnections,omitempty" jsonschema:"minimum=1"`
}
