package argocd

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// validateNotifications refuses what names something that isn't there: Argo CD would log it, and
// tell nobody.
func validateNotifications(o Options, path *field.Path) field.ErrorList {
	n := o.Notifications
	var errs field.ErrorList
	unique := func(kind string, i int, name string, seen map[string]bool) {
		if seen[name] {
			errs = append(errs, field.Duplicate(path.Child(kind).Index(i).Child("name"), name))
		}
		seen[name] = true
	}
	services, templates, triggers := n.known()
	own := map[string]bool{}
	for i, w := range n.Webhooks {
		unique("webhooks", i, w.Name, own)
	}
	own = map[string]bool{}
	for i, t := range n.Templates {
		unique("templates", i, t.Name, own)
		for name := range t.Webhook {
			if !services[name] {
				errs = append(errs, field.Invalid(path.Child("templates").Index(i).Child("webhook").Key(name), name, "must be the name of a webhook"))
			}
		}
	}
	own = map[string]bool{}
	for i, t := range n.Triggers {
		unique("triggers", i, t.Name, own)
		for j, c := range t.Conditions {
			for k, name := range c.Send {
				if !templates[name] {
					errs = append(errs, field.Invalid(path.Child("triggers").Index(i).Child("conditions").Index(j).Child("send").Index(k), name, "must be the name of a template"))
				}
			}
		}
	}
	named := func(p *field.Path, names []string) {
		for i, name := range names {
			if !triggers[name] {
				errs = append(errs, field.Invalid(p.Index(i), name, "must be the name of a trigger"))
			}
		}
	}
	named(path.Child("defaultTriggers"), n.DefaultTriggers)
	for i, s := range n.Subscriptions {
		p := path.Child("subscriptions").Index(i)
		named(p.Child("triggers"), s.Triggers)
		if len(s.Triggers) == 0 && len(n.DefaultTriggers) == 0 {
			errs = append(errs, field.Required(p.Child("triggers"), "there are no defaultTriggers"))
		}
		for j, recipient := range s.Recipients {
			service, _, _ := strings.Cut(recipient, ":")
			if !services[service] {
				errs = append(errs, field.Invalid(p.Child("recipients").Index(j), recipient, `must begin with a service: "slack:<channel>", "email:<address>", or the name of a webhook`))
			}
		}
	}
	return errs
}

// known are the names of services, templates and triggers, those among the further keys too.
func (n Notifications) known() (services, templates, triggers map[string]bool) {
	services, templates, triggers = map[string]bool{"slack": n.Slack != nil, "email": n.Email != nil, "github": n.GitHub != nil}, map[string]bool{}, map[string]bool{}
	for _, w := range n.Webhooks {
		services[w.Name] = true
	}
	for _, t := range n.Templates {
		templates[t.Name] = true
	}
	for _, t := range n.Triggers {
		triggers[t.Name] = true
	}
	for key := range n.Settings {
		kind, name, _ := strings.Cut(key, ".")
		switch kind {
		case "service":
			services[name[strings.LastIndexByte(name, '.')+1:]] = true
		case "template":
			templates[name] = true
		case "trigger":
			triggers[name] = true
		}
	}
	return services, templates, triggers
}

// Validate refuses half of a login.
func (e Email) Validate(path *field.Path) field.ErrorList {
	return together(e.UsernameKey, e.PasswordKey, path)
}

// Validate refuses half of a login.
func (w Webhook) Validate(path *field.Path) field.ErrorList {
	return together(w.UsernameKey, w.PasswordKey, path)
}

func together(username, password string, path *field.Path) field.ErrorList {
	if (username == "") == (password == "") {
		return nil
	}
	return field.ErrorList{field.Required(path, "usernameKey and passwordKey belong together")}
}

// Validate refuses a template that says nothing.
func (t Template) Validate(path *field.Path) field.ErrorList {
	if t.Message == "" && t.Email == nil && t.Slack == nil && t.GitHub == nil && len(t.Webhook) == 0 {
		return field.ErrorList{field.Required(path, "needs one of message, email, slack, github, webhook")}
	}
	return nil
}

// Validate refuses changes to a message that can't be found again.
func (t SlackTemplate) Validate(path *field.Path) field.ErrorList {
	if slices.Contains([]DeliveryPolicy{PostAndUpdate, UpdateOnly}, t.DeliveryPolicy) && t.GroupingKey == "" {
		return field.ErrorList{field.Required(path.Child("groupingKey"), "by it the message is known that is changed")}
	}
	return nil
}

// Validate refuses a selector that is none.
func (s Subscription) Validate(path *field.Path) field.ErrorList {
	if _, err := labels.Parse(s.Selector); err != nil {
		return field.ErrorList{field.Invalid(path.Child("selector"), s.Selector, "must be a selector of labels: "+err.Error())}
	}
	return nil
}
