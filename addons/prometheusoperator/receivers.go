package prometheusoperator

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// Receiver is who is told of alerts: all that it lists.
type Receiver struct {
	// The name by which routes lead here. A receiver that lists nobody tells nobody.
	Name string `json:"name" jsonschema:"required"`

	// Channels of Slack's.
	Slack []Slack `json:"slackConfigs,omitempty"`

	// Services of PagerDuty's.
	PagerDuty []PagerDuty `json:"pagerdutyConfigs,omitempty"`

	// Programs.
	Webhooks []Webhook `json:"webhookConfigs,omitempty"`

	// Addresses of e-mail.
	Email []Email `json:"emailConfigs,omitempty"`

	// Topics of Amazon SNS.
	SNS []SNS `json:"snsConfigs,omitempty"`
}

// Slack is a channel of Slack's. Texts are templates of Alertmanager's.
type Slack struct {
	// Whether it is told too that an alert is over; it isn't, where it is left out.
	SendResolved *bool `json:"sendResolved,omitempty"`

	// The URL of the webhook; the global one, where it is left out.
	APIURL *addon.SecretRef `json:"apiURL,omitempty"`

	// The channel or user: "#alerts".
	Channel string `json:"channel,omitempty"`

	// The name that the message comes from.
	Username string `json:"username,omitempty"`

	// The colour of the bar beside the message.
	Color string `json:"color,omitempty"`

	// The title.
	Title string `json:"title,omitempty"`

	// Where the title leads.
	TitleLink string `json:"titleLink,omitempty"`

	// What stands above the message.
	Pretext string `json:"pretext,omitempty"`

	// The message.
	Text string `json:"text,omitempty"`

	// Fields of the message.
	Fields []SlackField `json:"fields,omitempty"`

	// Whether fields stand side by side.
	ShortFields *bool `json:"shortFields,omitempty"`

	// What stands below the message.
	Footer string `json:"footer,omitempty"`

	// What is shown where nothing else can be.
	Fallback string `json:"fallback,omitempty"`

	// The emoji of the sender.
	IconEmoji string `json:"iconEmoji,omitempty"`

	// The picture of the sender.
	IconURL string `json:"iconURL,omitempty" jsonschema:"pattern=^https?://.+$"`

	// Whether names of channels and users are links.
	LinkNames *bool `json:"linkNames,omitempty"`

	// Buttons.
	Actions []SlackAction `json:"actions,omitempty"`

	// How Slack is reached.
	HTTPConfig *HTTPConfig `json:"httpConfig,omitempty"`
}

// SlackField is a field of a message.
type SlackField struct {
	// The title.
	Title string `json:"title" jsonschema:"required"`

	// The value.
	Value string `json:"value" jsonschema:"required"`

	// Whether it stands beside others; what shortFields says, where it is left out.
	Short *bool `json:"short,omitempty"`
}

// SlackAction is a button that leads somewhere.
type SlackAction struct {
	// The type: "button".
	Type string `json:"type" jsonschema:"required"`

	// The text on it.
	Text string `json:"text" jsonschema:"required"`

	// Where it leads.
	URL string `json:"url,omitempty"`

	// Its style: "primary" or "danger".
	Style string `json:"style,omitempty"`
}

// PagerDuty is a service of PagerDuty's. Texts are templates of Alertmanager's.
type PagerDuty struct {
	// Whether it is told too that an alert is over; it is, where it is left out.
	SendResolved *bool `json:"sendResolved,omitempty"`

	// The integration key of an Events API v2.
	RoutingKey *addon.SecretRef `json:"routingKey,omitempty"`

	// The key of an integration of the type Prometheus.
	ServiceKey *addon.SecretRef `json:"serviceKey,omitempty"`

	// The URL of the API; PagerDuty's, where it is left out.
	URL string `json:"url,omitempty" jsonschema:"pattern=^https?://.+$"`

	// Who reports the incident.
	Client string `json:"client,omitempty"`

	// Where the incident leads back to.
	ClientURL string `json:"clientURL,omitempty"`

	// What the incident is.
	Description string `json:"description,omitempty"`

	// How severe it is: "critical", "error", "warning" or "info".
	Severity string `json:"severity,omitempty"`

	// Its class.
	Class string `json:"class,omitempty"`

	// What it belongs to.
	Group string `json:"group,omitempty"`

	// What is broken.
	Component string `json:"component,omitempty"`

	// Where it is.
	Source string `json:"source,omitempty"`

	// What else is told.
	Details []KeyValue `json:"details,omitempty"`

	// How PagerDuty is reached.
	HTTPConfig *HTTPConfig `json:"httpConfig,omitempty"`
}

// Validate refuses a service without a key, or with two.
func (p PagerDuty) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("routingKey", p.RoutingKey != nil), addon.Field("serviceKey", p.ServiceKey != nil))
}

// Webhook is a program that is sent alerts in JSON.
type Webhook struct {
	// Whether it is told too that an alert is over; it is, where it is left out.
	SendResolved *bool `json:"sendResolved,omitempty"`

	// The URL.
	URL string `json:"url,omitempty" jsonschema:"pattern=^https?://.+$"`

	// The URL, where it is secret.
	URLSecret *addon.SecretRef `json:"urlSecret,omitempty"`

	// How many alerts a message has at most; all, where it is left out.
	MaxAlerts int32 `json:"maxAlerts,omitempty" jsonschema:"minimum=1"`

	// How long sending may take.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How the program is reached.
	HTTPConfig *HTTPConfig `json:"httpConfig,omitempty"`
}

// Validate refuses a program that nobody can reach, or two.
func (w Webhook) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("url", w.URL != ""), addon.Field("urlSecret", w.URLSecret != nil))
	return append(errs, addon.CheckWholeSeconds(w.Timeout, path.Child("timeout"))...)
}

// Email is an address of e-mail. What is left out is the global configuration's.
type Email struct {
	// Whether it is told too that an alert is over; it isn't, where it is left out.
	SendResolved *bool `json:"sendResolved,omitempty"`

	// The address.
	To string `json:"to" jsonschema:"required"`

	// The sender.
	From string `json:"from,omitempty"`

	// The server, with the port.
	SmartHost string `json:"smarthost,omitempty" jsonschema:"pattern=^[^ ]+:[0-9]+$"`

	// The name by which Alertmanager introduces itself.
	Hello string `json:"hello,omitempty"`

	// The user.
	AuthUsername string `json:"authUsername,omitempty"`

	// The user's password.
	AuthPassword *addon.SecretRef `json:"authPassword,omitempty"`

	// The secret, for the mechanism CRAM-MD5.
	AuthSecret *addon.SecretRef `json:"authSecret,omitempty"`

	// The identity, for the mechanism PLAIN.
	AuthIdentity string `json:"authIdentity,omitempty"`

	// Headers, such as Subject.
	Headers []KeyValue `json:"headers,omitempty"`

	// The message in HTML.
	HTML string `json:"html,omitempty"`

	// The message as plain text.
	Text string `json:"text,omitempty"`

	// Whether the connection must be encrypted; it must, where it is left out.
	RequireTLS *bool `json:"requireTLS,omitempty"`

	// How the server's certificate is checked.
	TLSConfig *monitoring.SafeTLSConfig `json:"tlsConfig,omitempty"`
}

// SNS is a topic of Amazon SNS. Texts are templates of Alertmanager's.
type SNS struct {
	// Whether it is told too that an alert is over; it is, where it is left out.
	SendResolved *bool `json:"sendResolved,omitempty"`

	// The URL of the API; that of the region, where it is left out.
	APIURL string `json:"apiURL,omitempty" jsonschema:"pattern=^https?://.+$"`

	// How requests are signed; by the role of Alertmanager's pods, where it is left out.
	SigV4 *SigV4 `json:"sigv4,omitempty"`

	// The topic.
	TopicARN string `json:"topicARN" jsonschema:"required,pattern=^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$"`

	// The subject.
	Subject string `json:"subject,omitempty"`

	// The message.
	Message string `json:"message,omitempty"`

	// Attributes of the message.
	Attributes map[string]string `json:"attributes,omitempty"`

	// How SNS is reached.
	HTTPConfig *HTTPConfig `json:"httpConfig,omitempty"`
}

// KeyValue is a text with a name.
type KeyValue struct {
	// The name.
	Key string `json:"key" jsonschema:"required"`

	// The text.
	Value string `json:"value" jsonschema:"required"`
}
