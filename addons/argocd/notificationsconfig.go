package argocd

import (
	"maps"
)

// settings are the data of argocd-notifications-cm.
func (n Notifications) settings(url string) values {
	v := values{}
	context := map[string]string{}
	if url != "" {
		context["argocdUrl"] = url
	}
	maps.Copy(context, n.Context)
	if len(context) > 0 {
		v.document("context", context)
	}
	n.services(v)
	for _, t := range n.Templates {
		v.document("template."+t.Name, t.config())
	}
	for _, t := range n.Triggers {
		v.document("trigger."+t.Name, t.Conditions)
	}
	documents(v, "defaultTriggers", n.DefaultTriggers)
	documents(v, "subscriptions", n.Subscriptions)
	return v.under(n.Settings)
}

// The structs below are services as Argo CD's notifications engine reads them. "$key" is that of
// the Secret.
type slackConfig struct {
	Token         string `json:"token"`
	Username      string `json:"username,omitempty"`
	Icon          string `json:"icon,omitempty"`
	DisableUnfurl bool   `json:"disableUnfurl,omitempty"`
}

type emailConfig struct {
	Host     string `json:"host"`
	Port     int32  `json:"port"`
	From     string `json:"from"`
	Username string `json:"username,omitempty"`
	Password string `json:"password,omitempty"`
	HTML     bool   `json:"html,omitempty"`
}

type githubServiceConfig struct {
	AppID             int64  `json:"appID"`
	InstallationID    int64  `json:"installationID"`
	PrivateKey        string `json:"privateKey"`
	EnterpriseBaseURL string `json:"enterpriseBaseURL,omitempty"`
}

type webhookConfig struct {
	URL       string     `json:"url"`
	Headers   []Header   `json:"headers,omitempty"`
	BasicAuth *basicAuth `json:"basicAuth,omitempty"`
	RetryMax  int32      `json:"retryMax,omitempty"`
}

type basicAuth struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

func (n Notifications) services(v values) {
	if s := n.Slack; s != nil {
		v.document("service.slack", slackConfig{"$" + s.TokenKey, s.Username, s.Icon, s.DisableUnfurl})
	}
	if e := n.Email; e != nil {
		v.document("service.email", emailConfig{e.Host, e.Port, e.From, secretKey(e.UsernameKey), secretKey(e.PasswordKey), e.HTML})
	}
	if g := n.GitHub; g != nil {
		v.document("service.github", githubServiceConfig{g.AppID, g.InstallationID, secretKey(g.PrivateKeyKey), g.EnterpriseBaseURL})
	}
	for _, w := range n.Webhooks {
		c := webhookConfig{URL: w.URL, Headers: w.Headers, RetryMax: w.RetryMax}
		if w.UsernameKey != "" {
			c.BasicAuth = &basicAuth{secretKey(w.UsernameKey), secretKey(w.PasswordKey)}
		}
		v.document("service.webhook."+w.Name, c)
	}
}

func secretKey(key string) string {
	if key == "" {
		return ""
	}
	return "$" + key
}

// templateConfig is a Template without its name.
type templateConfig struct {
	Message string                     `json:"message,omitempty"`
	Email   *EmailTemplate             `json:"email,omitempty"`
	Slack   *SlackTemplate             `json:"slack,omitempty"`
	GitHub  *GitHubTemplate            `json:"github,omitempty"`
	Webhook map[string]WebhookTemplate `json:"webhook,omitempty"`
}

func (t Template) config() templateConfig {
	return templateConfig{t.Message, t.Email, t.Slack, t.GitHub, t.Webhook}
}
