package dex

import (
	"cmp"
)

type connectorConfig struct {
	Type   string `json:"type"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	Config any    `json:"config"` // one of the structs below
}

// applicationConfig is what connectors to other providers have in common. The ID and the
// secret are read from the environment.
type applicationConfig struct {
	ClientID     string `json:"clientID"`
	ClientSecret string `json:"clientSecret"`
	RedirectURI  string `json:"redirectURI"`
}

type githubConfig struct {
	applicationConfig
	Orgs                 []Org         `json:"orgs,omitempty"`
	LoadAllGroups        bool          `json:"loadAllGroups,omitempty"`
	TeamNameField        TeamNameField `json:"teamNameField,omitempty"`
	UseLoginAsID         bool          `json:"useLoginAsID,omitempty"`
	PreferredEmailDomain string        `json:"preferredEmailDomain,omitempty"`
	HostName             string        `json:"hostName,omitempty"`
}

type oidcConfig struct {
	applicationConfig
	Issuer            string   `json:"issuer"`
	Scopes            []string `json:"scopes,omitempty"`
	EnableGroups      bool     `json:"insecureEnableGroups,omitempty"`
	AllowedGroups     []string `json:"allowedGroups,omitempty"`
	SkipEmailVerified bool     `json:"insecureSkipEmailVerified,omitempty"`
	GetUserInfo       bool     `json:"getUserInfo,omitempty"`
	UserIDKey         string   `json:"userIDKey,omitempty"`
	UserNameKey       string   `json:"userNameKey,omitempty"`
}

type googleConfig struct {
	applicationConfig
	HostedDomains          []string          `json:"hostedDomains,omitempty"`
	Groups                 []string          `json:"groups,omitempty"`
	ServiceAccountFilePath string            `json:"serviceAccountFilePath,omitempty"`
	DomainToAdminEmail     map[string]string `json:"domainToAdminEmail,omitempty"`
}

type gitlabConfig struct {
	applicationConfig
	BaseURL             string   `json:"baseURL,omitempty"`
	Groups              []string `json:"groups,omitempty"`
	UseLoginAsID        bool     `json:"useLoginAsID,omitempty"`
	GetGroupsPermission bool     `json:"getGroupsPermission,omitempty"`
}

type microsoftConfig struct {
	applicationConfig
	Tenant               string          `json:"tenant,omitempty"`
	Groups               []string        `json:"groups,omitempty"`
	OnlySecurityGroups   bool            `json:"onlySecurityGroups,omitempty"`
	GroupNameFormat      GroupNameFormat `json:"groupNameFormat,omitempty"`
	UseGroupsAsWhitelist bool            `json:"useGroupsAsWhitelist,omitempty"`
	EmailToLowercase     bool            `json:"emailToLowercase,omitempty"`
}

type ldapConfig struct {
	Host           string             `json:"host"`
	InsecureNoSSL  bool               `json:"insecureNoSSL,omitempty"`
	StartTLS       bool               `json:"startTLS,omitempty"`
	RootCA         string             `json:"rootCA,omitempty"`
	BindDN         string             `json:"bindDN,omitempty"`
	BindPW         string             `json:"bindPW,omitempty"`
	UsernamePrompt string             `json:"usernamePrompt,omitempty"`
	UserSearch     UserSearch         `json:"userSearch"`
	GroupSearch    *groupSearchConfig `json:"groupSearch,omitempty"`
}

type groupSearchConfig struct {
	BaseDN       string        `json:"baseDN"`
	Filter       string        `json:"filter,omitempty"`
	UserMatchers []userMatcher `json:"userMatchers"`
	NameAttr     string        `json:"nameAttr"`
}

type userMatcher struct {
	UserAttr  string `json:"userAttr"`
	GroupAttr string `json:"groupAttr"`
}

// config is the connector as dex reads it.
func (c Connector) config(callback string) connectorConfig {
	app := applicationConfig{
		ClientID:     "$" + variable(c.ID, "client", "id"),
		ClientSecret: "$" + variable(c.ID, "client", "secret"),
		RedirectURI:  callback,
	}
	switch {
	case c.GitHub != nil:
		g := c.GitHub
		return connectorConfig{"github", c.ID, c.Name, githubConfig{app, g.Orgs, g.LoadAllGroups, cmp.Or(g.TeamNameField, Slug), g.UseLoginAsID, g.PreferredEmailDomain, g.HostName}}
	case c.OIDC != nil:
		o := c.OIDC
		return connectorConfig{"oidc", c.ID, c.Name, oidcConfig{app, o.Issuer, o.Scopes, o.Groups, o.AllowedGroups, o.SkipEmailVerified, o.UserInfo, o.UserIDKey, o.UserNameKey}}
	case c.Google != nil:
		g := c.Google
		key := ""
		if g.ServiceAccount != nil {
			key = c.fileDir() + "/" + g.ServiceAccount.Key
		}
		return connectorConfig{"google", c.ID, c.Name, googleConfig{app, g.HostedDomains, g.Groups, key, g.AdminEmails}}
	case c.GitLab != nil:
		g := c.GitLab
		return connectorConfig{"gitlab", c.ID, c.Name, gitlabConfig{app, g.BaseURL, g.Groups, g.UseLoginAsID, g.GroupsPermission}}
	case c.Microsoft != nil:
		m := c.Microsoft
		return connectorConfig{"microsoft", c.ID, c.Name, microsoftConfig{app, m.Tenant, m.Groups, m.OnlySecurityGroups, m.GroupNameFormat, m.UseGroupsAsWhitelist, m.EmailToLowercase}}
	}
	return connectorConfig{"ldap", c.ID, c.Name, c.ldap()}
}

func (c Connector) ldap() ldapConfig {
	l := c.LDAP
	out := ldapConfig{
		Host: l.Host, InsecureNoSSL: l.NoSSL, StartTLS: l.StartTLS, BindDN: l.BindDN,
		UsernamePrompt: l.UsernamePrompt, UserSearch: l.UserSearch,
	}
	if l.RootCA != nil {
		out.RootCA = c.fileDir() + "/" + l.RootCA.Key
	}
	if l.BindPassword != nil {
		out.BindPW = "$" + variable(c.ID, "bind", "password")
	}
	if g := l.GroupSearch; g != nil {
		out.GroupSearch = &groupSearchConfig{g.BaseDN, g.Filter, []userMatcher{{g.UserAttr, g.GroupAttr}}, g.NameAttr}
	}
	return out
}

// fileDir is where the connector's file from a Secret is mounted.
func (c Connector) fileDir() string { return "/etc/dex-connectors/" + c.ID }
