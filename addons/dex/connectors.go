package dex

import (
	"github.com/fitout/fitout/addon"
)

// Connector is a place where users log in: exactly one of those below.
type Connector struct {
	// The connector's ID, which users are stored under: it can't change.
	ID string `json:"id" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The name that users are shown.
	Name string `json:"name" jsonschema:"required"`

	// GitHub, or a GitHub Enterprise Server.
	GitHub *GitHub `json:"github,omitempty"`

	// Another OIDC provider.
	OIDC *OIDC `json:"oidc,omitempty"`

	// Google.
	Google *Google `json:"google,omitempty"`

	// GitLab.
	GitLab *GitLab `json:"gitlab,omitempty"`

	// Microsoft Entra ID.
	Microsoft *Microsoft `json:"microsoft,omitempty"`

	// An LDAP directory.
	LDAP *LDAP `json:"ldap,omitempty"`
}

// Application is dex's registration at a place where users log in. Its callback there is the
// issuer with /callback behind it.
type Application struct {
	// The application's ID.
	ClientID addon.SecretRef `json:"clientID" jsonschema:"required"`

	// Its secret.
	ClientSecret addon.SecretRef `json:"clientSecret" jsonschema:"required"`
}

// GitHub has users log in at GitHub.
type GitHub struct {
	Application `json:",inline"`

	// The organizations of which users are members of one. A user's teams become groups,
	// "org:team". Without organizations all users of GitHub get in.
	Orgs []Org `json:"orgs,omitempty"`

	// Has the groups hold all of a user's organizations and teams, and not only those of orgs.
	LoadAllGroups bool `json:"loadAllGroups,omitempty"`

	// What of a team its group is called by: "slug", where it is left out.
	TeamNameField TeamNameField `json:"teamNameField,omitempty"`

	// Takes the login for the user's ID, and not GitHub's number: logins change hands.
	UseLoginAsID bool `json:"useLoginAsID,omitempty"`

	// The domain of the e-mail address that is taken of several.
	PreferredEmailDomain string `json:"preferredEmailDomain,omitempty"`

	// The name of a GitHub Enterprise Server.
	HostName string `json:"hostName,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`
}

// Org is an organization of GitHub's.
type Org struct {
	// Its login name, as in its URL.
	Name string `json:"name" jsonschema:"required"`

	// The teams of which users are in one, as teamNameField names them; all members, where it
	// is left out.
	Teams []string `json:"teams,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// TeamNameField is what of a team its group is called by.
type TeamNameField string

// What of a team its group is called by.
const (
	Slug TeamNameField = "slug"
	Name TeamNameField = "name"
	Both TeamNameField = "both"
)

// Enum lists what of a team its group may be called by.
func (TeamNameField) Enum() []string { return addon.Values(Slug, Name, Both) }

// OIDC has users log in at another OIDC provider.
type OIDC struct {
	Application `json:",inline"`

	// Its issuer.
	Issuer string `json:"issuer" jsonschema:"required,pattern=^https?://"`

	// What is asked of it beside "openid"; "profile" and "email", where it is left out.
	Scopes []string `json:"scopes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Takes the provider's groups. They are as they were at the login until the next one.
	Groups bool `json:"groups,omitempty"`

	// The groups of which users are in one. It needs groups.
	AllowedGroups []string `json:"allowedGroups,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Takes addresses that the provider has not verified.
	SkipEmailVerified bool `json:"skipEmailVerified,omitempty"`

	// Asks the user info endpoint too, for providers whose tokens say little.
	UserInfo bool `json:"userInfo,omitempty"`

	// The claim with the user's ID; "sub", where it is left out.
	UserIDKey string `json:"userIDKey,omitempty"`

	// The claim with the user's name; "name", where it is left out.
	UserNameKey string `json:"userNameKey,omitempty"`
}

// Google has users log in at Google.
type Google struct {
	Application `json:",inline"`

	// The domains of Google Workspace whose users get in.
	HostedDomains []string `json:"hostedDomains,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The groups of which users are in one. They are looked up as adminEmail says.
	Groups []string `json:"groups,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The administrator as whom groups are looked up, for each domain, "*" for all others.
	AdminEmails map[string]string `json:"adminEmails,omitempty"`

	// The service account's key by which groups are looked up.
	ServiceAccount *addon.SecretRef `json:"serviceAccount,omitempty"`
}

// GitLab has users log in at GitLab.
type GitLab struct {
	Application `json:",inline"`

	// The URL of one's own GitLab; "https://gitlab.com", where it is left out.
	BaseURL string `json:"baseURL,omitempty" jsonschema:"pattern=^https?://"`

	// The groups of which users are in one.
	Groups []string `json:"groups,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Takes the login for the user's ID, and not GitLab's number.
	UseLoginAsID bool `json:"useLoginAsID,omitempty"`

	// Has the groups tell the user's role in them: "group:owner".
	GroupsPermission bool `json:"groupsPermission,omitempty"`
}

// Microsoft has users log in at Entra ID.
type Microsoft struct {
	Application `json:",inline"`

	// The tenant; "common", all of them, where it is left out.
	Tenant string `json:"tenant,omitempty"`

	// The groups of which users are in one.
	Groups []string `json:"groups,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Takes security groups only, and no distribution lists.
	OnlySecurityGroups bool `json:"onlySecurityGroups,omitempty"`

	// What of a group it is called by; "name", where it is left out.
	GroupNameFormat GroupNameFormat `json:"groupNameFormat,omitempty"`

	// Has the groups hold those of groups only.
	UseGroupsAsWhitelist bool `json:"useGroupsAsWhitelist,omitempty"`

	// Writes e-mail addresses in lower case.
	EmailToLowercase bool `json:"emailToLowercase,omitempty"`
}

// GroupNameFormat is what of a group it is called by.
type GroupNameFormat string

// What of a group it is called by.
const (
	GroupName GroupNameFormat = "name"
	GroupID   GroupNameFormat = "id"
)

// Enum lists what of a group it may be called by.
func (GroupNameFormat) Enum() []string { return addon.Values(GroupName, GroupID) }

// LDAP has users log in by the password of a directory.
type LDAP struct {
	// The directory's host and port: "ldap.example.com:636".
	Host string `json:"host" jsonschema:"required"`

	// Speaks LDAP without TLS. Passwords can be read on the way.
	NoSSL bool `json:"noSSL,omitempty"`

	// Begins with LDAP and changes to TLS.
	StartTLS bool `json:"startTLS,omitempty"`

	// The Secret's key with the directory's CA; the image's own authorities, where it is left
	// out.
	RootCA *addon.SecretRef `json:"rootCA,omitempty"`

	// The name that dex reads the directory by; it reads as nobody, where it is left out.
	BindDN string `json:"bindDN,omitempty"`

	// The password of the name.
	BindPassword *addon.SecretRef `json:"bindPassword,omitempty"`

	// What the field of the login is called; "Username", where it is left out.
	UsernamePrompt string `json:"usernamePrompt,omitempty"`

	// How users are found.
	UserSearch UserSearch `json:"userSearch" jsonschema:"required"`

	// How their groups are found.
	GroupSearch *GroupSearch `json:"groupSearch,omitempty"`
}

// UserSearch is how users are found.
type UserSearch struct {
	// Where they are: "ou=people,dc=example,dc=com".
	BaseDN string `json:"baseDN" jsonschema:"required"`

	// A filter beside the user's name, in parentheses: "(objectClass=person)".
	Filter string `json:"filter,omitempty" jsonschema:"pattern=^[(].*[)]$"`

	// The attribute with what the user typed: "uid".
	Username string `json:"username" jsonschema:"required"`

	// The attribute with the ID; "uid", where it is left out.
	IDAttr string `json:"idAttr,omitempty"`

	// The attribute with the e-mail address; "mail", where it is left out.
	EmailAttr string `json:"emailAttr,omitempty"`

	// The attribute with the name that is shown.
	NameAttr string `json:"nameAttr,omitempty"`
}

// GroupSearch is how a user's groups are found.
type GroupSearch struct {
	// Where they are: "ou=groups,dc=example,dc=com".
	BaseDN string `json:"baseDN" jsonschema:"required"`

	// A filter beside the user, in parentheses: "(objectClass=groupOfNames)".
	Filter string `json:"filter,omitempty" jsonschema:"pattern=^[(].*[)]$"`

	// The user's attribute that groups name: "DN".
	UserAttr string `json:"userAttr" jsonschema:"required"`

	// The group's attribute that names users: "member".
	GroupAttr string `json:"groupAttr" jsonschema:"required"`

	// The group's attribute that is its name: "cn".
	NameAttr string `json:"nameAttr" jsonschema:"required"`
}
