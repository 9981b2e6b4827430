package prometheusoperator

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

// Alertmanager is an Alertmanager that the operator runs.
type Alertmanager = kube.Custom[AlertmanagerSpec]

// NewAlertmanager returns an Alertmanager, to be added to an addon by [addon.With]. The spec is
// copied.
func NewAlertmanager(meta metav1.ObjectMeta, spec AlertmanagerSpec) *Alertmanager {
	return kube.NewCustom(monitoring.V1, "Alertmanager", meta, spec).DeepCopyObject().(*Alertmanager)
}

// AlertmanagerSpec says whom alerts are sent to, and how it runs. The fields are those of
// monitoring.coreos.com/v1, but for those that upstream has deprecated, and for TLS and timing
// between Alertmanagers.
type AlertmanagerSpec struct {
	// The service account; the namespace's own, where it is left out. It needs no rights.
	ServiceAccountName string `json:"serviceAccountName,omitempty" jsonschema:"maxLength=253"`

	// The AlertmanagerConfigs that are taken: none where it is left out, all for {}.
	AlertmanagerConfigSelector *ObjectSelector `json:"alertmanagerConfigSelector,omitempty"`

	// The namespaces of the AlertmanagerConfigs.
	AlertmanagerConfigNamespaceSelector *NamespaceSelector `json:"alertmanagerConfigNamespaceSelector,omitempty"`

	// Which alerts an AlertmanagerConfig is for.
	AlertmanagerConfigMatcherStrategy MatcherStrategy `json:"alertmanagerConfigMatcherStrategy,omitzero"`

	AlertmanagerSettings `json:",inline"`
}

// Validate refuses two configurations.
func (s AlertmanagerSpec) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("configSecret", s.ConfigSecret != ""), addon.Field("alertmanagerConfiguration", s.AlertmanagerConfiguration != nil))
}

// AlertmanagerSettings are the settings of an Alertmanager, whichever configurations it takes.
type AlertmanagerSettings struct {
	PodSettings `json:",inline"`

	// The Secret with the configuration, in Alertmanager's own words, under the key
	// alertmanager.yaml; alertmanager-<name>, where it is left out, if there is one. The
	// AlertmanagerConfigs that are taken come on top.
	ConfigSecret string `json:"configSecret,omitempty" jsonschema:"maxLength=253"`

	// What the configuration is made of, in place of a Secret.
	AlertmanagerConfiguration *AlertmanagerConfiguration `json:"alertmanagerConfiguration,omitempty"`

	// How long silences and what was sent are remembered: 120 h, where it is left out.
	Retention metav1.Duration `json:"retention,omitzero"`

	// Further Alertmanagers that make a cluster with these, by host and port.
	AdditionalPeers []string `json:"additionalPeers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The address under which the others of a cluster reach this one.
	ClusterAdvertiseAddress string `json:"clusterAdvertiseAddress,omitempty"`

	// What tells the cluster from others, where it has members elsewhere.
	ClusterLabel string `json:"clusterLabel,omitempty"`

	// Makes a single copy a cluster too, for one that has members elsewhere.
	ForceEnableClusterMode bool `json:"forceEnableClusterMode,omitempty"`

	// How pages and the API are served.
	Web *AlertmanagerWeb `json:"web,omitempty"`

	// How many silences there may be.
	Limits *AlertmanagerLimits `json:"limits,omitempty"`

	// Features of Alertmanager's that are switched on.
	EnableFeatures []string `json:"enableFeatures,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses times that Alertmanager can't be told.
func (s AlertmanagerSettings) Validate(path *field.Path) field.ErrorList {
	return addon.CheckWholeSeconds(s.Retention, path.Child("retention"))
}

// MatcherStrategy says which alerts an AlertmanagerConfig is for.
type MatcherStrategy struct {
	// "OnNamespace", where it is left out.
	Type MatcherStrategyType `json:"type,omitempty"`
}

// MatcherStrategyType is which alerts an AlertmanagerConfig is for.
type MatcherStrategyType string

// Which alerts.
const (
	OnNamespace             MatcherStrategyType = "OnNamespace"                               // those whose label namespace is its own
	OnNamespaceExceptForOwn MatcherStrategyType = "OnNamespaceExceptForAlertmanagerNamespace" // likewise, but all for one beside the Alertmanager
	AllAlerts               MatcherStrategyType = "None"
)

// Enum lists which alerts an AlertmanagerConfig may be for.
func (MatcherStrategyType) Enum() []string {
	return addon.Values(OnNamespace, OnNamespaceExceptForOwn, AllAlerts)
}

// AlertmanagerConfiguration is what the configuration is made of. Upstream calls it
// experimental.
type AlertmanagerConfiguration struct {
	// The AlertmanagerConfig, in the same namespace. It is for all alerts.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// What holds for all receivers.
	Global *GlobalConfig `json:"global,omitempty"`

	// Templates of messages.
	Templates []monitoring.SecretOrConfigMap `json:"templates,omitempty"`
}

// GlobalConfig is what holds for all receivers that don't say otherwise.
type GlobalConfig struct {
	// How e-mail is sent.
	SMTP *SMTP `json:"smtp,omitempty"`

	// After how long an alert is over that isn't sent again: 5 min, where it is left out.
	ResolveTimeout metav1.Duration `json:"resolveTimeout,omitzero"`

	// How others are reached.
	HTTPConfig *HTTPConfig `json:"httpConfig,omitempty"`

	// The URL of Slack's webhook.
	SlackAPIURL *addon.SecretRef `json:"slackApiUrl,omitempty"`

	// The URL of PagerDuty's API.
	PagerDutyURL string `json:"pagerdutyUrl,omitempty" jsonschema:"pattern=^https?://.+$"`
}

// SMTP is how e-mail is sent.
type SMTP struct {
	// The sender.
	From string `json:"from,omitempty"`

	// The server.
	SmartHost *HostPort `json:"smartHost,omitempty"`

	// The name by which Alertmanager introduces itself: "localhost", where it is left out.
	Hello string `json:"hello,omitempty"`

	// The user.
	AuthUsername string `json:"authUsername,omitempty"`

	// The user's password.
	AuthPassword *addon.SecretRef `json:"authPassword,omitempty"`

	// The identity, for the mechanism PLAIN.
	AuthIdentity string `json:"authIdentity,omitempty"`

	// The secret, for the mechanism CRAM-MD5.
	AuthSecret *addon.SecretRef `json:"authSecret,omitempty"`

	// Whether the connection must be encrypted; it must, where it is left out.
	RequireTLS *bool `json:"requireTLS,omitempty"`

	// How the server's certificate is checked.
	TLSConfig *monitoring.SafeTLSConfig `json:"tlsConfig,omitempty"`

	// Whether the connection is encrypted from its beginning, whatever the port.
	ForceImplicitTLS *bool `json:"forceImplicitTLS,omitempty"`
}

// HostPort is an address.
type HostPort struct {
	// The host.
	Host string `json:"host" jsonschema:"required"`

	// The name or number of the port.
	Port string `json:"port" jsonschema:"required"`
}

// HTTPConfig is how a receiver is reached.
type HTTPConfig struct {
	monitoring.Login `json:",inline"`

	// How the server's certificate is checked.
	TLSConfig *monitoring.SafeTLSConfig `json:"tlsConfig,omitempty"`

	monitoring.Proxy `json:",inline"`

	// Whether redirects are followed; they are, where it is left out.
	FollowRedirects *bool `json:"followRedirects,omitempty"`

	// Whether HTTP/2 is spoken; it is, where it is left out.
	EnableHTTP2 *bool `json:"enableHttp2,omitempty"`
}

// AlertmanagerWeb is how Alertmanager serves pages and its API.
type AlertmanagerWeb struct {
	// The certificate for HTTPS.
	TLSConfig *WebTLS `json:"tlsConfig,omitempty"`

	// What browsers are told.
	HTTPConfig *WebHTTP `json:"httpConfig,omitempty"`

	// How many requests are answered at once.
	GetConcurrency int32 `json:"getConcurrency,omitempty" jsonschema:"minimum=1"`

	// How many seconds a request may take.
	Timeout int32 `json:"timeout,omitempty" jsonschema:"minimum=1"`
}

// AlertmanagerLimits is how many silences there may be.
type AlertmanagerLimits struct {
	// How many.
	MaxSilences int32 `json:"maxSilences,omitempty" jsonschema:"minimum=1"`

	// How long each may be, as in "1MB".
	MaxPerSilenceBytes string `json:"maxPerSilenceBytes,omitempty" jsonschema:"pattern=^(0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$"`
}
