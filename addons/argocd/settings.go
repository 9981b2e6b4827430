package argocd

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// settings are the data of argocd-cm. Argo CD reads them anew when they change, but for the
// times of reconciliation.
func (o Options) settings() values {
	v := values{}
	v.text("url", o.URL)
	documents(v, "additionalUrls", o.AdditionalURLs)
	o.Reconciliation.settings(v)
	v.text("application.resourceTrackingMethod", string(o.Tracking.Method))
	v.text("application.instanceLabelKey", o.Tracking.InstanceLabel)
	v.text("installationID", o.Tracking.InstallationID)
	o.Users.settings(v)
	if o.OIDC != nil {
		v.document("oidc.config", o.OIDC.config())
	}
	if len(o.Dex.Connectors) > 0 {
		v.document("dex.config", o.Dex.config())
	}
	v.text("dex.auth.connectorId", o.Dex.DefaultConnector)
	o.Resources.settings(v)
	o.Sync.settings(v)
	o.Tools.settings(v)
	o.UI.settings(v)
	return v
}

func (r Reconciliation) settings(v values) {
	v.durationOrZero("timeout.reconciliation", r.Timeout)
	v.durationOrZero("timeout.reconciliation.jitter", r.Jitter)
	v.duration("timeout.hard.reconciliation", r.HardTimeout)
}

func (u Users) settings(v values) {
	v.no("admin.enabled", u.NoAdmin)
	v.yes("users.anonymous.enabled", u.Anonymous)
	if u.SessionDuration.Duration > 0 { // the one duration that Argo CD reads in a single unit
		v["users.session.duration"] = strconv.Itoa(int(u.SessionDuration.Seconds())) + "s"
	}
	v.text("passwordPattern", u.PasswordPattern)
	for _, a := range u.Accounts {
		var can []string
		if a.APIKey {
			can = append(can, "apiKey")
		}
		if a.Login {
			can = append(can, "login")
		}
		v["accounts."+a.Name] = strings.Join(can, ", ")
		v.no("accounts."+a.Name+".enabled", a.Disabled)
	}
}

// oidcConfig is a provider as Argo CD reads it.
type oidcConfig struct {
	Name                    string           `json:"name"`
	Issuer                  string           `json:"issuer"`
	ClientID                string           `json:"clientID"`
	ClientSecret            string           `json:"clientSecret,omitempty"`
	CLIClientID             string           `json:"cliClientID,omitempty"`
	RequestedScopes         []string         `json:"requestedScopes,omitempty"`
	RequestedClaims         map[string]Claim `json:"requestedIDTokenClaims,omitempty"`
	PKCE                    bool             `json:"enablePKCEAuthentication,omitempty"`
	UserInfoGroups          bool             `json:"enableUserInfoGroups,omitempty"`
	UserInfoPath            string           `json:"userInfoPath,omitempty"`
	UserInfoCacheExpiration string           `json:"userInfoCacheExpiration,omitempty"`
	LogoutURL               string           `json:"logoutURL,omitempty"`
	RootCA                  string           `json:"rootCA,omitempty"`
	DomainHint              string           `json:"domainHint,omitempty"`
	RefreshTokenThreshold   string           `json:"refreshTokenThreshold,omitempty"`
}

func (p OIDC) config() oidcConfig {
	c := oidcConfig{
		Name: p.Name, Issuer: p.Issuer, ClientID: p.ClientID, CLIClientID: p.CLIClientID,
		RequestedScopes: p.Scopes, RequestedClaims: p.Claims, PKCE: p.PKCE,
		LogoutURL: p.LogoutURL, RootCA: p.RootCA, DomainHint: p.DomainHint,
		RefreshTokenThreshold: kube.Duration(p.RefreshTokenThreshold),
	}
	if p.ClientSecret != nil {
		c.ClientSecret = reference(*p.ClientSecret)
	}
	if g := p.UserInfoGroups; g != nil {
		c.UserInfoGroups, c.UserInfoPath, c.UserInfoCacheExpiration = true, g.Path, kube.Duration(g.CacheExpiration)
	}
	return c
}

// dexConfig is what Argo CD makes dex's configuration of. Issuer, storage, clients and ports it
// adds itself.
type dexConfig struct {
	Connectors []connectorConfig `json:"connectors"`
}

type connectorConfig struct {
	Type   string `json:"type"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	Config any    `json:"config"` // one of the structs below
}

type applicationConfig struct {
	ClientID     string `json:"clientID"`
	ClientSecret string `json:"clientSecret"`
}

type githubConfig struct {
	applicationConfig
	Orgs          []GitHubOrg   `json:"orgs,omitempty"`
	LoadAllGroups bool          `json:"loadAllGroups,omitempty"`
	TeamNameField TeamNameField `json:"teamNameField"`
	HostName      string        `json:"hostName,omitempty"`
}

type gitlabConfig struct {
	applicationConfig
	BaseURL string   `json:"baseURL,omitempty"`
	Groups  []string `json:"groups,omitempty"`
}

type microsoftConfig struct {
	applicationConfig
	Tenant string   `json:"tenant,omitempty"`
	Groups []string `json:"groups,omitempty"`
}

type providerConfig struct {
	applicationConfig
	Issuer       string   `json:"issuer"`
	Scopes       []string `json:"scopes,omitempty"`
	EnableGroups bool     `json:"insecureEnableGroups,omitempty"`
	GetUserInfo  bool     `json:"getUserInfo,omitempty"`
}

func (d Dex) config() dexConfig {
	var c dexConfig
	for _, connector := range d.Connectors {
		c.Connectors = append(c.Connectors, connector.config())
	}
	return c
}

func (c Connector) config() connectorConfig {
	switch {
	case c.GitHub != nil:
		g := c.GitHub
		return connectorConfig{"github", c.ID, c.Name, githubConfig{g.config(), g.Orgs, g.LoadAllGroups, cmp.Or(g.TeamNameField, TeamSlug), g.HostName}}
	case c.GitLab != nil:
		return connectorConfig{"gitlab", c.ID, c.Name, gitlabConfig{c.GitLab.OAuthApplication.config(), c.GitLab.BaseURL, c.GitLab.Groups}}
	case c.Microsoft != nil:
		return connectorConfig{"microsoft", c.ID, c.Name, microsoftConfig{c.Microsoft.OAuthApplication.config(), c.Microsoft.Tenant, c.Microsoft.Groups}}
	case c.OIDC != nil:
		p := c.OIDC
		return connectorConfig{"oidc", c.ID, c.Name, providerConfig{p.OAuthApplication.config(), p.Issuer, p.Scopes, p.Groups, p.UserInfo}}
	}
	return connectorConfig{} // refused
}

func (a OAuthApplication) config() applicationConfig {
	return applicationConfig{a.ClientID, reference(a.ClientSecret)}
}

// secretsRead are the Secrets beside the addon that Argo CD reads by its own hand, by what the
// ConfigMaps name or by their labels.
func (o Options) secretsRead() []addon.SecretRef {
	var refs []addon.SecretRef
	if o.OIDC != nil && o.OIDC.ClientSecret != nil {
		refs = append(refs, *o.OIDC.ClientSecret)
	}
	for _, c := range o.Dex.Connectors {
		if a := c.application(); a != nil {
			refs = append(refs, a.ClientSecret)
		}
	}
	for _, c := range o.Credentials {
		for _, key := range c.By.keys() {
			refs = append(refs, addon.SecretRef{Name: c.Secret, Key: key})
		}
	}
	return refs
}

// application is Argo CD's registration at a connector, or nil.
func (c Connector) application() *OAuthApplication {
	switch {
	case c.GitHub != nil:
		return &c.GitHub.OAuthApplication
	case c.GitLab != nil:
		return &c.GitLab.OAuthApplication
	case c.Microsoft != nil:
		return &c.Microsoft.OAuthApplication
	case c.OIDC != nil:
		return &c.OIDC.OAuthApplication
	}
	return nil
}
