package dex

import (
	"net/url"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	ids := map[string]bool{}
	for i, c := range o.Connectors {
		p := path.Child("connectors").Index(i)
		if ids[c.ID] {
			errs = append(errs, field.Duplicate(p.Child("id"), c.ID))
		}
		ids[c.ID] = true
		errs = append(errs, c.validate(p)...)
	}
	if id := o.PasswordConnector; id != "" && !ids[id] {
		errs = append(errs, field.Invalid(path.Child("passwordConnector"), id, "must be the ID of a connector"))
	}
	errs = append(errs, validateClients(o, ids, path.Child("clients"))...)
	if o.EKS != nil {
		errs = append(errs, validateEKS(o, path.Child("eks"))...)
	}
	if o.GRPC.ClientCertificates && o.GRPC.Secret == "" {
		errs = append(errs, field.Required(path.Child("grpc", "secret"), "clientCertificates needs its ca.crt"))
	}
	if u, err := url.Parse(o.Issuer); err != nil {
		errs = append(errs, field.Invalid(path.Child("issuer"), o.Issuer, "must be a URL"))
	} else if in := o.Ingress; in != nil && in.TLSSecret != "" && u.Scheme != "https" {
		errs = append(errs, field.Invalid(path.Child("issuer"), o.Issuer, "must be https://, as the Ingress has a certificate"))
	}
	if in := o.Ingress; in != nil && in.Issuer != nil && in.TLSSecret == "" {
		errs = append(errs, field.Required(path.Child("ingress", "tlsSecret"), "the issuer's certificate is written to it"))
	}
	return errs
}

// validateEKS refuses what EKS would: a provider that it doesn't reach, and names like the
// cluster's own.
func validateEKS(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if !slices.ContainsFunc(o.Clients, func(c Client) bool { return c.ID == o.EKS.ClientID }) && o.EKS.ClientID != "" {
		errs = append(errs, field.Invalid(path.Child("clientID"), o.EKS.ClientID, "must be the ID of a client"))
	}
	if !strings.HasPrefix(o.Issuer, "https://") {
		errs = append(errs, field.Invalid(field.NewPath("issuer"), o.Issuer, "must be https://: EKS takes no other"))
	}
	if strings.HasPrefix(o.EKS.Prefix, "system:") {
		errs = append(errs, field.Invalid(path.Child("prefix"), o.EKS.Prefix, "must not begin with system:"))
	}
	return errs
}

func (c Connector) validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path,
		addon.Field("github", c.GitHub != nil), addon.Field("oidc", c.OIDC != nil), addon.Field("google", c.Google != nil),
		addon.Field("gitlab", c.GitLab != nil), addon.Field("microsoft", c.Microsoft != nil), addon.Field("ldap", c.LDAP != nil))
	if g := c.Google; g != nil && len(g.Groups) > 0 && (len(g.AdminEmails) == 0 || g.ServiceAccount == nil) {
		errs = append(errs, field.Required(path.Child("google"), "groups need adminEmails and serviceAccount, by which they are looked up"))
	}
	if p := c.OIDC; p != nil && len(p.AllowedGroups) > 0 && !p.Groups {
		errs = append(errs, field.Forbidden(path.Child("oidc", "allowedGroups"), "needs groups: true"))
	}
	if l := c.LDAP; l != nil {
		if l.NoSSL && l.StartTLS {
			errs = append(errs, field.Forbidden(path.Child("ldap", "startTLS"), "excludes noSSL: only one of them can be set"))
		}
		if (l.BindDN == "") != (l.BindPassword == nil) {
			errs = append(errs, field.Required(path.Child("ldap"), "bindDN and bindPassword belong together"))
		}
	}
	return append(errs, literal(c, path)...)
}

// literal refuses a "$" in what dex reads variables of the environment out of.
func literal(c Connector, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(p *field.Path, values ...string) {
		for _, v := range values {
			if strings.Contains(v, "$") {
				errs = append(errs, field.Invalid(p, v, "must have no $: dex puts a variable of its environment there"))
			}
		}
	}
	if l := c.LDAP; l != nil {
		p := path.Child("ldap")
		check(p.Child("bindDN"), l.BindDN)
		check(p.Child("userSearch", "filter"), l.UserSearch.Filter)
		if l.GroupSearch != nil {
			check(p.Child("groupSearch", "filter"), l.GroupSearch.Filter)
		}
	}
	if p := c.OIDC; p != nil {
		check(path.Child("oidc", "allowedGroups"), p.AllowedGroups...)
	}
	return errs
}

func validateClients(o Options, connectors map[string]bool, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	var ids []string
	for _, c := range o.Clients {
		ids = append(ids, c.ID)
	}
	variables := map[string]string{} // by variable of the environment: the client's ID
	for i, c := range o.Clients {
		p := path.Index(i)
		if slices.Index(ids, c.ID) != i {
			errs = append(errs, field.Duplicate(p.Child("id"), c.ID))
		}
		v := variable("client", c.ID, "secret")
		if other := variables[v]; other != "" && other != c.ID {
			errs = append(errs, field.Invalid(p.Child("id"), c.ID, "must differ from "+other+" by a letter or digit: their secrets share the variable "+v))
		}
		variables[v] = c.ID
		switch {
		case c.Secret == nil && !c.Public:
			errs = append(errs, field.Required(p, "needs one of secret, public"))
		case c.Secret != nil && c.Public:
			errs = append(errs, field.Forbidden(p.Child("public"), "excludes secret: only one of them can be set"))
		}
		if len(c.RedirectURIs) == 0 && !c.Public {
			errs = append(errs, field.Required(p.Child("redirectURIs"), "dex sends users to listed addresses only"))
		}
		for j, peer := range c.TrustedPeers {
			if !slices.Contains(ids, peer) {
				errs = append(errs, field.Invalid(p.Child("trustedPeers").Index(j), peer, "must be the ID of a client"))
			}
		}
		for j, id := range c.AllowedConnectors {
			if !connectors[id] {
				errs = append(errs, field.Invalid(p.Child("allowedConnectors").Index(j), id, "must be the ID of a connector"))
			}
		}
	}
	return errs
}
