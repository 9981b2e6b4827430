package argoworkflows

import (
	"encoding/pem"
	"regexp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// SSO is how people log in at the server, by an OIDC provider such as dex. The provider sends
// them back to redirectURL.
type SSO struct {
	// The provider's URL, as it stands in its tokens: "https://dex.example.com".
	Issuer string `json:"issuer" jsonschema:"required,pattern=^https?://"`

	// Another URL that stands in its tokens, of providers that don't keep to the standard.
	IssuerAlias string `json:"issuerAlias,omitempty" jsonschema:"pattern=^https?://"`

	// The client's ID at the provider, in a Secret in the addon's namespace.
	ClientID addon.SecretRef `json:"clientID" jsonschema:"required"`

	// The client's secret.
	ClientSecret addon.SecretRef `json:"clientSecret" jsonschema:"required"`

	// Where people come back to: the server's URL with "/oauth2/callback" behind it.
	RedirectURL string `json:"redirectURL" jsonschema:"required,pattern=^https?://[^ ]+/oauth2/callback$"`

	// What is asked for beside "openid": "groups", "email", "profile".
	Scopes []string `json:"scopes,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How long a login lasts: 10h where it is left out.
	SessionExpiry metav1.Duration `json:"sessionExpiry,omitzero"`

	// The claim with the groups: "groups" where it is left out.
	CustomGroupClaimName string `json:"customGroupClaimName,omitempty" jsonschema:"minLength=1"`

	// The path below the issuer where groups are asked for, of providers whose tokens have
	// none.
	UserInfoPath string `json:"userInfoPath,omitempty" jsonschema:"pattern=^/"`

	// The groups that are taken, by regular expressions of which one must match: all are,
	// where it is left out. More than 4 KB of them don't fit in the cookie, and nobody gets in.
	FilterGroups []string `json:"filterGroups,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The CA by which the provider is known, in PEM.
	RootCA string `json:"rootCA,omitempty"`

	// Doesn't check the provider's certificate.
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`

	// What people may do, by their groups: the first account counts whose rule holds, the one
	// of the highest precedence before others. Whoever has none may do nothing.
	Accounts []SSOAccount `json:"accounts,omitempty"`

	// Lets service accounts in other namespaces say what people may do there, by the same
	// annotations as accounts have.
	DelegateToNamespaces bool `json:"delegateToNamespaces,omitempty"`

	// Gives everybody who can log in the rights of the server itself, which are to change all
	// workflows and to read Secrets.
	ServerRights bool `json:"serverRights,omitempty"`
}

// Validate refuses what the server wouldn't start with.
func (s SSO) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s.RootCA != "" {
		if block, _ := pem.Decode([]byte(s.RootCA)); block == nil || block.Type != "CERTIFICATE" {
			errs = append(errs, field.Invalid(path.Child("rootCA"), s.RootCA, "must be a certificate in PEM"))
		}
	}
	for i, group := range s.FilterGroups {
		if _, err := regexp.Compile(group); err != nil {
			errs = append(errs, field.Invalid(path.Child("filterGroups").Index(i), group, "must be a regular expression: "+err.Error()))
		}
	}
	if s.ServerRights {
		for _, f := range []addon.Choice{
			addon.Field("accounts", len(s.Accounts) > 0),
			addon.Field("delegateToNamespaces", s.DelegateToNamespaces),
		} {
			if f.Set {
				errs = append(errs, field.Forbidden(path.Child(f.Name), "serverRights gives everybody the same"))
			}
		}
	}
	return errs
}

// SSOAccount is a service account whose rights people have by their groups.
type SSOAccount struct {
	// The name of the service account, in the addon's namespace.
	Name string `json:"name" jsonschema:"required,maxLength=200,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// For whom it is, as an expression on the claims: "'example:developers' in groups", or
	// "true" for everybody.
	Rule string `json:"rule" jsonschema:"required"`

	// Of several accounts whose rules hold the one with the highest counts: 0 where it is left
	// out.
	Precedence int32 `json:"precedence,omitempty" jsonschema:"minimum=0"`

	// The ClusterRole that it has: "view", "edit", "admin", which hold the rights to workflows,
	// or one that is there already.
	ClusterRole string `json:"clusterRole" jsonschema:"required,maxLength=253"`

	// The namespaces in which it has it: all of them where they are left out.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,maxLength=63,minLength=1"`
}
