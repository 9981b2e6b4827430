package argocd

import (
	"encoding/pem"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateLogin refuses two places to log in, and those that can't send users back.
func validateLogin(o Options, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	connectors := len(o.Dex.Connectors) > 0
	r.refuse(o.OIDC != nil && connectors, "excludes dex.connectors: only one of them can be set", "oidc")
	if (o.OIDC != nil || connectors) && o.URL == "" {
		r.require(true, "users are sent back to it after the login", "url")
	}
	r.refuse(connectors && o.Dex.Disabled, "needs a dex: leave disabled out", "dex", "connectors")
	if n := *o.Dex.Pods.Replicas; n > 1 {
		r.invalid(true, n, "must be 1: dex keeps logins in memory", "dex", "pods", "replicas")
	}
	if n := *o.Notifications.Pods.Replicas; n > 1 {
		r.invalid(true, n, "must be 1: several would tell everything several times", "notifications", "pods", "replicas")
	}
	ids := map[string]bool{}
	for i, c := range o.Dex.Connectors {
		p := path.Child("dex", "connectors").Index(i)
		if ids[c.ID] {
			r.errs = append(r.errs, field.Duplicate(p.Child("id"), c.ID))
		}
		ids[c.ID] = true
	}
	id := o.Dex.DefaultConnector
	r.invalid(id != "" && !ids[id], id, "must be the ID of a connector", "dex", "defaultConnector")
	return r.errs
}

// Validate refuses a client that has neither a secret nor anything in its place, and an authority
// that is none.
func (p OIDC) Validate(path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.require(p.ClientSecret == nil && !p.PKCE, "a client without a secret needs pkce: true", "clientSecret")
	if p.RootCA != "" {
		r.errs = append(r.errs, certificate(p.RootCA, path.Child("rootCA"))...)
	}
	return r.errs
}

// Validate refuses a connector to nowhere, or to several places.
func (c Connector) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path,
		addon.Field("github", c.GitHub != nil), addon.Field("gitlab", c.GitLab != nil),
		addon.Field("microsoft", c.Microsoft != nil), addon.Field("oidc", c.OIDC != nil))
}

// certificate refuses what is no certificate in PEM.
func certificate(text string, path *field.Path) field.ErrorList {
	if block, _ := pem.Decode([]byte(text)); block == nil || block.Type != "CERTIFICATE" {
		return field.ErrorList{field.Invalid(path, text, "must be a certificate in PEM")}
	}
	return nil
}

// validateUsers refuses that nobody could log in, or everybody without a role.
func validateUsers(o Options, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	u := o.Users
	r.whole(u.SessionDuration, "sessionDuration")
	if _, err := regexp.Compile(u.PasswordPattern); err != nil {
		r.invalid(true, u.PasswordPattern, fmt.Sprintf("must be a regular expression of Go: %v", err), "passwordPattern")
	}
	r.refuse(u.Anonymous && o.RBAC.DefaultRole == "", "needs rbac.defaultRole, which is all that such users may", "anonymous")
	names := map[string]bool{"admin": true}
	login := o.OIDC != nil || len(o.Dex.Connectors) > 0
	for i, a := range u.Accounts {
		p := path.Child("accounts").Index(i)
		switch {
		case a.Name == "admin":
			r.errs = append(r.errs, field.Invalid(p.Child("name"), a.Name, "is a user that Argo CD has: noAdmin takes it away"))
		case names[a.Name]:
			r.errs = append(r.errs, field.Duplicate(p.Child("name"), a.Name))
		}
		names[a.Name] = true
		if !a.APIKey && !a.Login {
			r.errs = append(r.errs, field.Required(p, "needs one of apiKey, login"))
		}
		login = login || a.Login
	}
	r.refuse(u.NoAdmin && !login, "nobody could log in: set oidc, dex.connectors or an account with login", "noAdmin")
	return r.errs
}

// validateRBAC refuses policies that no request matches, and roles that give nothing.
func validateRBAC(c RBAC, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	roles := map[string]bool{"role:admin": true, "role:readonly": true}
	for i, p := range c.Policies {
		roles[p.Role] = true
		errs = append(errs, p.check(c.MatchMode, path.Child("policies").Index(i))...)
	}
	for _, g := range c.Grants {
		roles[g.Subject] = true // it has what the role has
	}
	for i, g := range c.Grants {
		errs = append(errs, oneLine(g.Subject, path.Child("grants").Index(i).Child("subject"))...)
		if !roles[g.Role] && !strings.HasPrefix(g.Role, "proj:") && g.Role != "" {
			errs = append(errs, field.Invalid(path.Child("grants").Index(i).Child("role"), g.Role, `must be a role that policies are for, "role:admin", "role:readonly" or "proj:<project>:<role>"`))
		}
	}
	if r := c.DefaultRole; r != "" && !roles[r] {
		errs = append(errs, field.Invalid(path.Child("defaultRole"), r, `must be a role that policies are for, "role:admin" or "role:readonly"`))
	}
	return errs
}

// actionsOf are what can be done with a resource.
func actionsOf(r Resource) []Action {
	switch r {
	case ApplicationsResource:
		return []Action{Get, Create, Update, Delete, SyncAction, RollbackAction, OverrideAction}
	case AccountsResource:
		return []Action{Get, Update}
	case CertificatesResource, GPGKeysResource:
		return []Action{Get, Create, Delete}
	case LogsResource:
		return []Action{Get}
	case ExecResource:
		return []Action{Create}
	case ExtensionsResource:
		return []Action{Invoke}
	case AllResources:
		return []Action{Get, Create, Update, Delete, SyncAction, RollbackAction, OverrideAction, Invoke}
	}
	return []Action{Get, Create, Update, Delete}
}

// check refuses a policy that no request matches, as far as that can be told.
func (p Policy) check(mode MatchMode, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	errs = append(errs, oneLine(p.Role, path.Child("role"))...)
	errs = append(errs, oneLine(string(p.Action), path.Child("action"))...)
	errs = append(errs, oneLine(p.Object, path.Child("object"))...)
	if mode == Regex {
		for _, text := range []struct{ name, value string }{{"action", string(p.Action)}, {"object", p.Object}} {
			if _, err := regexp.Compile(text.value); err != nil {
				errs = append(errs, field.Invalid(path.Child(text.name), text.value, fmt.Sprintf("must be a regular expression of Go: %v", err)))
			}
		}
		return errs
	}
	if p.Action != "" && !p.known() {
		all := []string{"*"}
		for _, a := range actionsOf(p.Resource) {
			all = append(all, string(a))
		}
		errs = append(errs, field.NotSupported(path.Child("action"), string(p.Action), all))
	}
	within := []Resource{ApplicationsResource, AppSetsResource, LogsResource, ExecResource}
	if slices.Contains(within, p.Resource) && p.Object != "" && !strings.ContainsAny(p.Object, "/*") {
		errs = append(errs, field.Invalid(path.Child("object"), p.Object, `must begin with a project: "<project>/<name>"`))
	}
	return errs
}

// oneLine refuses what Argo CD, which reads policies line by line, would read otherwise.
func oneLine(text string, path *field.Path) field.ErrorList {
	if strings.ContainsAny(text, "\n\r") || strings.TrimSpace(text) != text {
		return field.ErrorList{field.Invalid(path, text, "must be one line, without spaces around it")}
	}
	return nil
}

// known tells whether an action is one of the resource's. Those on an Application's objects have
// a path.
func (p Policy) known() bool {
	base, _, fine := strings.Cut(string(p.Action), "/")
	if fine {
		return (p.Resource == ApplicationsResource || p.Resource == AllResources) && slices.Contains([]string{"update", "delete", "action"}, base)
	}
	return p.Action == AllActions || slices.Contains(actionsOf(p.Resource), p.Action)
}
