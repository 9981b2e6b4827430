package argocd

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

// OIDC is a provider that users log in at. Argo CD reads secrets from Secrets in its namespace
// with the label app.kubernetes.io/part-of: argocd.
type OIDC struct {
	// The name on the button: "GitHub".
	Name string `json:"name" jsonschema:"required"`

	// The provider's issuer, to the letter: "https://dex.example.com".
	Issuer string `json:"issuer" jsonschema:"required,pattern=^https://[^ ]+$"`

	// The ID of Argo CD's client.
	ClientID string `json:"clientID" jsonschema:"required"`

	// The client's secret. A public client has none.
	ClientSecret *addon.SecretRef `json:"clientSecret,omitempty"`

	// The ID of the client that the command line logs in by; clientID, where it is left out.
	CLIClientID string `json:"cliClientID,omitempty"`

	// What is asked of the provider; "openid", "profile", "email" and "groups", where it is left
	// out. dex knows all of them.
	Scopes []string `json:"scopes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Claims that are asked for by name, for providers that give them to none else.
	Claims map[string]Claim `json:"claims,omitempty"`

	// Protects the login by PKCE too.
	PKCE bool `json:"pkce,omitempty"`

	// Asks the user info endpoint for groups, for providers whose tokens have none.
	UserInfoGroups *UserInfoGroups `json:"userInfoGroups,omitempty"`

	// Where users are sent when they log out. It may hold {{token}} and {{logoutRedirectURL}}.
	LogoutURL string `json:"logoutURL,omitempty" jsonschema:"pattern=^https?://"`

	// The authority of the provider's certificate, in PEM; the image's own authorities, where
	// it is left out.
	RootCA string `json:"rootCA,omitempty"`

	// The domain that Google and Microsoft offer accounts of.
	DomainHint string `json:"domainHint,omitempty"`

	// How long before its end a token is renewed; not at all, where it is left out.
	RefreshTokenThreshold metav1.Duration `json:"refreshTokenThreshold,omitzero"`
}

// Claim is what is asked of a claim.
type Claim struct {
	// Whether a login without it makes no sense.
	Essential bool `json:"essential,omitempty"`

	// The one value that it should have.
	Value string `json:"value,omitempty"`

	// The values of which it should have one.
	Values []string `json:"values,omitempty"`
}

// UserInfoGroups is how groups are asked for at the user info endpoint.
type UserInfoGroups struct {
	// The endpoint's path at the issuer: "/userinfo".
	Path string `json:"path" jsonschema:"required,pattern=^/"`

	// How long the answer is kept.
	CacheExpiration metav1.Duration `json:"cacheExpiration,omitzero"`
}

// Dex is a dex of Argo CD's own. Only Argo CD uses it: where kubectl and other tools log in
// too, take the addon dex and the option oidc.
type Dex struct {
	// Leaves it out.
	Disabled bool `json:"disabled,omitempty"`

	// The pod. Without storage of its own there can be one only.
	Pods addon.Pods `json:"pods,omitzero"`

	// How much it logs; as log.level says, where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// Where users log in. Without any dex does nothing.
	Connectors []Connector `json:"connectors,omitempty"`

	// The ID of the connector that users are sent to without being asked.
	DefaultConnector string `json:"defaultConnector,omitempty"`

	// Starts though a connector can't be set up, without it.
	ContinueOnConnectorFailure bool `json:"continueOnConnectorFailure,omitempty"`
}

// Connector is a place where users log in: exactly one of those below.
type Connector struct {
	// The connector's ID.
	ID string `json:"id" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The name that users are shown.
	Name string `json:"name" jsonschema:"required"`

	// GitHub, or a GitHub Enterprise Server.
	GitHub *GitHubConnector `json:"github,omitempty"`

	// GitLab.
	GitLab *GitLabConnector `json:"gitlab,omitempty"`

	// Microsoft Entra ID.
	Microsoft *MicrosoftConnector `json:"microsoft,omitempty"`

	// Another OIDC provider.
	OIDC *OIDCConnector `json:"oidc,omitempty"`
}

// OAuthApplication is Argo CD's registration at a place where users log in. Its callback there
// is the URL with /api/dex/callback behind it.
type OAuthApplication struct {
	// The application's ID.
	ClientID string `json:"clientID" jsonschema:"required"`

	// Its secret, in a Secret with the label app.kubernetes.io/part-of: argocd.
	ClientSecret addon.SecretRef `json:"clientSecret" jsonschema:"required"`
}

// GitHubConnector has users log in at GitHub.
type GitHubConnector struct {
	OAuthApplication `json:",inline"`

	// The organizations of which users are members of one. A user's teams become groups,
	// "org:team". Without organizations all users of GitHub get in.
	Orgs []GitHubOrg `json:"orgs,omitempty"`

	// Has the groups hold all of a user's organizations and teams, and not only those of orgs.
	LoadAllGroups bool `json:"loadAllGroups,omitempty"`

	// What of a team its group is called by; "slug", where it is left out.
	TeamNameField TeamNameField `json:"teamNameField,omitempty"`

	// The name of a GitHub Enterprise Server.
	HostName string `json:"hostName,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`
}

// GitHubOrg is an organization of GitHub's.
type GitHubOrg struct {
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
	TeamSlug TeamNameField = "slug"
	TeamName TeamNameField = "name"
	TeamBoth TeamNameField = "both"
)

// Enum lists what of a team its group may be called by.
func (TeamNameField) Enum() []string { return addon.Values(TeamSlug, TeamName, TeamBoth) }

// GitLabConnector has users log in at GitLab.
type GitLabConnector struct {
	OAuthApplication `json:",inline"`

	// The URL of one's own GitLab; "https://gitlab.com", where it is left out.
	BaseURL string `json:"baseURL,omitempty" jsonschema:"pattern=^https?://"`

	// The groups of which users are in one.
	Groups []string `json:"groups,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// MicrosoftConnector has users log in at Entra ID.
type MicrosoftConnector struct {
	OAuthApplication `json:",inline"`

	// The tenant; "common", all of them, where it is left out.
	Tenant string `json:"tenant,omitempty"`

	// The groups of which users are in one.
	Groups []string `json:"groups,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// OIDCConnector has users log in at another OIDC provider.
type OIDCConnector struct {
	OAuthApplication `json:",inline"`

	// Its issuer.
	Issuer string `json:"issuer" jsonschema:"required,pattern=^https?://"`

	// What is asked of it beside "openid"; "profile" and "email", where it is left out.
	Scopes []string `json:"scopes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Takes the provider's groups. They are as they were at the login until the next one.
	Groups bool `json:"groups,omitempty"`

	// Asks the user info endpoint too, for providers whose tokens say little.
	UserInfo bool `json:"userInfo,omitempty"`
}

// Users are those that Argo CD knows itself.
type Users struct {
	// Takes away the user admin, whose password Argo CD makes when it starts first.
	NoAdmin bool `json:"noAdmin,omitempty"`

	// Further users. Their passwords and tokens are made by the command line.
	Accounts []Account `json:"accounts,omitempty"`

	// Lets everybody in who hasn't logged in, with the rights of rbac.defaultRole.
	Anonymous bool `json:"anonymous,omitempty"`

	// How long a login lasts; 24 h, where it is left out.
	SessionDuration metav1.Duration `json:"sessionDuration,omitzero"`

	// What passwords must look like, a regular expression; 8 to 32 characters, where it is left
	// out.
	PasswordPattern string `json:"passwordPattern,omitempty"`
}

// Account is a user that Argo CD knows itself.
type Account struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[A-Za-z0-9]([-A-Za-z0-9_]*[A-Za-z0-9])?$"`

	// Lets the user have tokens for the API, as machines do.
	APIKey bool `json:"apiKey,omitempty"`

	// Lets the user log in to the UI by a password.
	Login bool `json:"login,omitempty"`

	// Locks the user out, and keeps the password and the tokens.
	Disabled bool `json:"disabled,omitempty"`
}
