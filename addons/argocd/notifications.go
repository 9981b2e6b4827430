package argocd

import (
	"github.com/fitout/fitout/addon"
)

// Notifications tell people what becomes of Applications: triggers say when, templates what, and
// subscriptions, or annotations of Applications and projects, whom and by which service.
type Notifications struct {
	// Leaves the controller out.
	Disabled bool `json:"disabled,omitempty"`

	// The pod, of which there is one.
	Pods addon.Pods `json:"pods,omitzero"`

	// How much it logs; as log.level says, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// How many Applications are looked at at once; 1, where it is left out.
	Processors int32 `json:"processors,omitempty" jsonschema:"minimum=1"`

	// Lets the namespaces of Applications have services, triggers and templates of their own, in
	// ConfigMaps and Secrets of the addon's names. It needs applicationNamespaces.
	SelfService bool `json:"selfService,omitempty"`

	// The Secret that services' keys below are of. The addon's own, which is empty and waits for
	// somebody to fill it, is argocd-notifications-secret; another one is made beside the addon.
	Secret string `json:"secret,omitempty" jsonschema:"maxLength=253"`

	// Slack.
	Slack *Slack `json:"slack,omitempty"`

	// E-mail.
	Email *Email `json:"email,omitempty"`

	// GitHub, whose commits get a status.
	GitHub *GitHubService `json:"github,omitempty"`

	// Other services, by HTTP.
	Webhooks []Webhook `json:"webhooks,omitempty"`

	// What is told.
	Templates []Template `json:"templates,omitempty"`

	// When something is told.
	Triggers []Trigger `json:"triggers,omitempty"`

	// The triggers of subscriptions that name none.
	DefaultTriggers []string `json:"defaultTriggers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Who is told of all Applications.
	Subscriptions []Subscription `json:"subscriptions,omitempty"`

	// Values that templates may use, beside argocdUrl, which is the URL.
	Context map[string]string `json:"context,omitempty"`

	// Further keys of the ConfigMap argocd-notifications-cm, for what no option sets, such as
	// "service.grafana".
	Settings map[string]string `json:"settings,omitempty"`
}

// Slack is a workspace of Slack's.
type Slack struct {
	// The Secret's key with the token of an application that may write.
	TokenKey string `json:"tokenKey" jsonschema:"required,maxLength=253,pattern=^[A-Za-z0-9_-]+$"`

	// The name that messages are by.
	Username string `json:"username,omitempty"`

	// The picture that messages are by: ":rocket:", or a URL.
	Icon string `json:"icon,omitempty"`

	// Shows no previews of links.
	DisableUnfurl bool `json:"disableUnfurl,omitempty"`
}

// Email is an SMTP server.
type Email struct {
	// Its host.
	Host string `json:"host" jsonschema:"required"`

	// Its port.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// The address that messages are from.
	From string `json:"from" jsonschema:"required"`

	// The Secret's key with the name to log in by. It and passwordKey belong together.
	UsernameKey string `json:"usernameKey,omitempty" jsonschema:"maxLength=253,pattern=^[A-Za-z0-9_-]+$"`

	// The Secret's key with the password.
	PasswordKey string `json:"passwordKey,omitempty" jsonschema:"maxLength=253,pattern=^[A-Za-z0-9_-]+$"`

	// Sends messages as HTML.
	HTML bool `json:"html,omitempty"`
}

// GitHubService is an application of GitHub's.
type GitHubService struct {
	// The application's ID.
	AppID int64 `json:"appID" jsonschema:"required,minimum=1"`

	// The ID of its installation.
	InstallationID int64 `json:"installationID" jsonschema:"required,minimum=1"`

	// The Secret's key with the application's private key.
	PrivateKeyKey string `json:"privateKeyKey" jsonschema:"required,maxLength=253,pattern=^[A-Za-z0-9_-]+$"`

	// The API of a GitHub Enterprise Server: "https://github.example.com/api/v3".
	EnterpriseBaseURL string `json:"enterpriseBaseURL,omitempty" jsonschema:"pattern=^https?://"`
}

// Webhook is a service that is told by HTTP.
type Webhook struct {
	// The name, by which templates and subscriptions know it.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9_]*[a-z0-9])?$"`

	// The URL that is called, with a template's path behind it. "$key" is that of the Secret.
	URL string `json:"url" jsonschema:"required"`

	// Headers of the request.
	Headers []Header `json:"headers,omitempty"`

	// The Secret's key with the name of basic authentication. It and passwordKey belong together.
	UsernameKey string `json:"usernameKey,omitempty" jsonschema:"maxLength=253,pattern=^[A-Za-z0-9_-]+$"`

	// The Secret's key with the password of basic authentication.
	PasswordKey string `json:"passwordKey,omitempty" jsonschema:"maxLength=253,pattern=^[A-Za-z0-9_-]+$"`

	// How often a request is made again that failed; 3, where it is left out.
	RetryMax int32 `json:"retryMax,omitempty" jsonschema:"minimum=1"`
}

// Header is a header of a request.
type Header struct {
	// The name.
	Name string `json:"name" jsonschema:"required"`

	// The value: "application/json", or "token $github-token", where "$key" is that of the
	// Secret.
	Value string `json:"value" jsonschema:"required"`
}

// Template is what is told. Its texts are templates of Go, in which .app is the Application,
// .context what context says, and .serviceType the service.
type Template struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The text, for all services.
	Message string `json:"message,omitempty"`

	// What is told by e-mail.
	Email *EmailTemplate `json:"email,omitempty"`

	// What is told at Slack.
	Slack *SlackTemplate `json:"slack,omitempty"`

	// What becomes of the commit at GitHub.
	GitHub *GitHubTemplate `json:"github,omitempty"`

	// The requests of webhooks, by their names.
	Webhook map[string]WebhookTemplate `json:"webhook,omitempty"`
}

// EmailTemplate is what is told by e-mail.
type EmailTemplate struct {
	// The subject.
	Subject string `json:"subject" jsonschema:"required"`

	// The text, in place of the message.
	Body string `json:"body,omitempty"`
}

// SlackTemplate is what is told at Slack.
type SlackTemplate struct {
	// Attachments, as a template of JSON.
	Attachments string `json:"attachments,omitempty"`

	// Blocks, as a template of JSON.
	Blocks string `json:"blocks,omitempty"`

	// What messages have in common that make a thread, as a template: "{{.app.status.sync.revision}}".
	GroupingKey string `json:"groupingKey,omitempty"`

	// Shows what is in a thread in the channel too.
	NotifyBroadcast bool `json:"notifyBroadcast,omitempty"`

	// Whether a message changes the earlier one; "Post", that it doesn't, where it is left out.
	DeliveryPolicy DeliveryPolicy `json:"deliveryPolicy,omitempty"`
}

// DeliveryPolicy is whether a message changes an earlier one.
type DeliveryPolicy string

// Whether messages change earlier ones. Those that do need a groupingKey.
const (
	Post          DeliveryPolicy = "Post"
	PostAndUpdate DeliveryPolicy = "PostAndUpdate"
	UpdateOnly    DeliveryPolicy = "Update"
)

// Enum lists whether messages may change earlier ones.
func (DeliveryPolicy) Enum() []string { return addon.Values(Post, PostAndUpdate, UpdateOnly) }

// GitHubTemplate is what becomes of a commit at GitHub.
type GitHubTemplate struct {
	// The commit's status.
	Status *GitHubStatus `json:"status,omitempty"`

	// A comment on the commit's pull request.
	PullRequestComment *GitHubComment `json:"pullRequestComment,omitempty"`
}

// GitHubStatus is a commit's status.
type GitHubStatus struct {
	// "error", "failure", "pending" or "success", or a template of them.
	State string `json:"state" jsonschema:"required"`

	// What it is called, as a template: "continuous-delivery/{{.app.metadata.name}}".
	Label string `json:"label" jsonschema:"required"`

	// Where it leads to, as a template.
	TargetURL string `json:"targetURL,omitempty"`
}

// GitHubComment is a comment.
type GitHubComment struct {
	// The text, as a template.
	Content string `json:"content" jsonschema:"required"`

	// By what an earlier comment is known that it takes the place of.
	CommentTag string `json:"commentTag,omitempty"`
}

// WebhookTemplate is a request of a webhook.
type WebhookTemplate struct {
	// The method; "GET", where it is left out.
	Method string `json:"method,omitempty" jsonschema:"enum=GET,enum=POST,enum=PUT,enum=PATCH"`

	// The path behind the webhook's URL, as a template.
	Path string `json:"path,omitempty"`

	// The body, as a template.
	Body string `json:"body,omitempty"`
}

// Trigger is when something is told.
type Trigger struct {
	// The name: "on-sync-failed".
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The conditions, each with what is told.
	Conditions []Condition `json:"conditions" jsonschema:"required,minItems=1"`
}

// Condition is one of a trigger's.
type Condition struct {
	// An expression over the Application: "app.status.health.status == 'Degraded'".
	When string `json:"when" jsonschema:"required"`

	// What it means.
	Description string `json:"description,omitempty"`

	// The templates.
	Send []string `json:"send" jsonschema:"required,minItems=1,uniqueItems"`

	// What must have changed for it to be told again: "app.status.sync.revision".
	OncePer string `json:"oncePer,omitempty"`
}

// Subscription is who is told of Applications.
type Subscription struct {
	// The service and the channel or address, "slack:deployments", or the webhook's name.
	Recipients []string `json:"recipients" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`

	// The triggers; the default ones, where it is left out.
	Triggers []string `json:"triggers,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The labels of the Applications: "team=search". All, where it is left out.
	Selector string `json:"selector,omitempty"`
}
