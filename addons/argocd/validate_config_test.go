package argocd_test

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addons/argocd"
)

func TestBadSettings(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"two places to log in", options{
			OIDC: &argocd.OIDC{Name: "Okta", Issuer: "http://okta.example.com", RootCA: "ca"},
			Dex: argocd.Dex{
				Disabled: true, DefaultConnector: "gitlab",
				Connectors: []argocd.Connector{{ID: "github", Name: "GitHub"}, {ID: "github", Name: "Both", GitHub: &argocd.GitHubConnector{
					OAuthApplication: argocd.OAuthApplication{ClientID: "a", ClientSecret: secret("a", "b")}, TeamNameField: "id",
				}, GitLab: &argocd.GitLabConnector{OAuthApplication: argocd.OAuthApplication{ClientID: "a"}}}},
			},
		}, []string{
			`dex.connectors[0]: Required value: needs one of github, gitlab, microsoft, oidc`,
			`dex.connectors[1].gitlab: Forbidden: excludes github: only one of them can be set`,
			`dex.connectors[1].github.teamNameField: Unsupported value: "id": supported values: "slug", "name", "both"`,
			`dex.connectors[1].gitlab.clientSecret: Required value: no default can know it`,
			`oidc.clientSecret: Required value: a client without a secret needs pkce: true`,
			`oidc.rootCA: Invalid value: "ca": must be a certificate in PEM`,
			`oidc.issuer: Invalid value: "http://okta.example.com": must match ^https://[^ ]+$`,
			`oidc.clientID: Required value: no default can know it`,
			`oidc: Forbidden: excludes dex.connectors: only one of them can be set`,
			`url: Required value: users are sent back to it after the login`,
			`dex.connectors: Forbidden: needs a dex: leave disabled out`,
			`dex.connectors[1].id: Duplicate value: "github"`,
			`dex.defaultConnector: Invalid value: "gitlab": must be the ID of a connector`,
		}},
		{"users", options{Users: argocd.Users{
			NoAdmin: true, Anonymous: true, SessionDuration: metav1.Duration{Duration: 1500 * time.Millisecond}, PasswordPattern: "(",
			Accounts: []argocd.Account{{Name: "admin", APIKey: true}, {Name: "ci"}, {Name: "ci", APIKey: true}},
		}}, []string{
			`users.sessionDuration: Invalid value: "1.5s": must be whole seconds`,
			"users.passwordPattern: Invalid value: \"(\": must be a regular expression of Go: error parsing regexp: missing closing ): `(`",
			`users.anonymous: Forbidden: needs rbac.defaultRole, which is all that such users may`,
			`users.accounts[0].name: Invalid value: "admin": is a user that Argo CD has: noAdmin takes it away`,
			`users.accounts[1]: Required value: needs one of apiKey, login`,
			`users.accounts[2].name: Duplicate value: "ci"`,
			`users.noAdmin: Forbidden: nobody could log in: set oidc, dex.connectors or an account with login`,
		}},
		{"policies", options{RBAC: argocd.RBAC{
			DefaultRole: "role:reader", MatchMode: "prefix",
			Policies: []argocd.Policy{
				{Role: " role:a", Resource: argocd.ApplicationsResource, Action: "read", Object: "web\n"},
				{Role: "role:a", Resource: argocd.LogsResource, Action: argocd.Create, Object: "web"},
				{Role: "role:a", Resource: argocd.ClustersResource, Action: "action/apps/Deployment/restart", Object: "*"},
				{Role: "role:a", Resource: "pods", Action: argocd.Get, Object: "*", Effect: "maybe"},
				{},
			},
			Grants: []argocd.Grant{{Subject: "a\nb", Role: "role:b"}, {}},
		}}, []string{
			`rbac.policies[3].resource: Unsupported value: "pods": supported values: "*", "accounts", "applications", "applicationsets", "certificates", "clusters", "exec", "extensions", "gpgkeys", "logs", "projects", "repositories", "write-repositories"`,
			`rbac.policies[3].effect: Unsupported value: "maybe": supported values: "allow", "deny"`,
			`rbac.policies[4].role: Required value: no default can know it`,
			`rbac.policies[4].resource: Required value: no default can know it`,
			`rbac.policies[4].action: Required value: no default can know it`,
			`rbac.policies[4].object: Required value: no default can know it`,
			`rbac.grants[1].subject: Required value: no default can know it`,
			`rbac.grants[1].role: Required value: no default can know it`,
			`rbac.matchMode: Unsupported value: "prefix": supported values: "glob", "regex"`,
			`rbac.policies[0].role: Invalid value: " role:a": must be one line, without spaces around it`,
			`rbac.policies[0].object: Invalid value: "web\n": must be one line, without spaces around it`,
			`rbac.policies[0].action: Unsupported value: "read": supported values: "*", "get", "create", "update", "delete", "sync", "rollback", "override"`,
			`rbac.policies[0].object: Invalid value: "web\n": must begin with a project: "<project>/<name>"`,
			`rbac.policies[1].action: Unsupported value: "create": supported values: "*", "get"`,
			`rbac.policies[1].object: Invalid value: "web": must begin with a project: "<project>/<name>"`,
			`rbac.policies[2].action: Unsupported value: "action/apps/Deployment/restart": supported values: "*", "get", "create", "update", "delete"`,
			`rbac.grants[0].subject: Invalid value: "a\nb": must be one line, without spaces around it`,
			`rbac.grants[0].role: Invalid value: "role:b": must be a role that policies are for, "role:admin", "role:readonly" or "proj:<project>:<role>"`,
			`rbac.defaultRole: Invalid value: "role:reader": must be a role that policies are for, "role:admin" or "role:readonly"`,
		}},
		{"regular expressions", options{RBAC: argocd.RBAC{MatchMode: argocd.Regex, Policies: []argocd.Policy{
			{Role: "role:a", Resource: argocd.ApplicationsResource, Action: "*", Object: "("},
		}}}, []string{
			"rbac.policies[0].action: Invalid value: \"*\": must be a regular expression of Go: error parsing regexp: missing argument to repetition operator: `*`",
			"rbac.policies[0].object: Invalid value: \"(\": must be a regular expression of Go: error parsing regexp: missing closing ): `(`",
		}},
		{"repositories", options{
			Repositories: []argocd.Repository{
				{Name: "a", URL: "https://me:secret@git.example.com/a", EnableOCI: true, NoProxy: "a"},
				{Name: "a", URL: "oci://example.com/a", Type: argocd.Helm, EnableOCI: true, EnableLFS: true, Depth: 1, Proxy: "http://me:secret@proxy"},
				{Name: "B", URL: "https://example.com/b", Type: argocd.OCI},
			},
			Credentials: []argocd.Credentials{
				{Secret: "a", URL: "https://github.com", By: argocd.ByGitHubApp}, {Secret: "a", URL: "https://gitlab.com", By: "token"},
			},
		}, []string{
			`repositories[2].name: Invalid value: "B": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
			`credentials[1].by: Unsupported value: "token": supported values: "password", "bearerToken", "sshKey", "githubApp", "clientCertificate", "googleServiceAccount", "azureServicePrincipal"`,
			`repositories[0].enableOCI: Forbidden: needs the type helm`,
			`repositories[0].noProxy: Forbidden: needs proxy`,
			`repositories[0].url: Invalid value: "(a URL)": must hold no password: make a Secret, and name it in credentials`,
			`repositories[1].name: Duplicate value: "a"`,
			`repositories[1].url: Invalid value: "oci://example.com/a": must have no scheme, as it is a registry`,
			`repositories[1].enableLFS: Forbidden: needs the type git`,
			`repositories[1].depth: Forbidden: needs the type git`,
			`repositories[1].proxy: Invalid value: "(a URL)": must hold no password: make the repository's Secret beside the addon`,
			`repositories[2].url: Invalid value: "https://example.com/b": must begin with oci://`,
			`credentials[1].secret: Duplicate value: "a"`,
		}},
		{"clusters", options{Clusters: []argocd.Cluster{
			{Name: "dev", Server: "https://dev.example.com", ClusterResources: true},
			{Name: "dev", Server: "https://dev.example.com", CAData: "ca", EKS: &argocd.EKS{ClusterName: "dev"}},
			{Name: "prod", Server: "https://prod.example.com", EKS: &argocd.EKS{ClusterName: "prod", RoleARN: "argocd"}},
			{Name: "own", Server: "https://kubernetes.default.svc", EKS: &argocd.EKS{}, Labels: map[string]string{"argocd.argoproj.io/secret-type": "x"}},
		}}, []string{
			`clusters[2].eks.roleARN: Invalid value: "argocd": must match ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$`,
			`clusters[3].eks.clusterName: Required value: no default can know it`,
			`clusters[0].eks: Required value: only EKS takes a login without a key: make the Secret of another cluster beside the addon`,
			`clusters[0].clusterResources: Forbidden: needs namespaces: without them everything is looked at`,
			`clusters[1].name: Duplicate value: "dev"`,
			`clusters[1].server: Duplicate value: "https://dev.example.com"`,
			`clusters[1].caData: Invalid value: "ca": must be a certificate in PEM`,
			`clusters[2].caData: Required value: the API server's certificate is EKS's own authority's`,
			`clusters[3].eks: Forbidden: Argo CD's own cluster takes its service accounts`,
			`clusters[3].labels[argocd.argoproj.io/secret-type]: Forbidden: is the addon's`,
		}},
		{"certificates and keys", options{
			KnownHosts:      []string{"git.example.com"},
			TLSCertificates: map[string]string{"https://git.example.com": "ca"},
			GPGKeys:         map[string]string{"4aee18f83afdeb23": "key"},
		}, []string{
			`knownHosts[0]: Invalid value: "git.example.com": must match ^[^# ]+ (ssh-[a-z0-9-]+|ecdsa-sha2-nistp[0-9]+|sk-[^ ]+) [A-Za-z0-9+/=]+( .*)?$`,
			`tlsCertificates[https://git.example.com]: Invalid value: "https://git.example.com": must be the name of a server: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
			`tlsCertificates[https://git.example.com]: Invalid value: "ca": must be a certificate in PEM`,
			`gpgKeys[4aee18f83afdeb23]: Invalid value: "4aee18f83afdeb23": must be an ID of 16 digits, 0 to 9 and A to F`,
			`gpgKeys[4aee18f83afdeb23]: Invalid value: "(a key)": must be an armoured public key`,
		}},
		{"what objects are judged by", options{
			Tracking: argocd.Tracking{InstanceLabel: "example.com/app"},
			Sync:     argocd.Sync{ImpersonationOptional: true},
			UI:       argocd.UI{HelpText: "Help", ExecShells: []string{"sh"}},
			Tools:    argocd.Tools{KustomizeVersions: []argocd.KustomizeVersion{{Version: "v5", Path: "/a"}, {Version: "v5", Path: "/b"}}},
			Resources: argocd.Resources{Customizations: []argocd.Customization{
				{Group: "apps", Kind: "*", UseOpenLibs: true},
				{Kind: "Pod", IgnoreDifferences: &argocd.Fields{}},
				{Kind: "Pod", Health: "return {}"},
			}},
		}, []string{
			`resources.customizations[0].group: Forbidden: "*" is all kinds, of all groups`,
			`resources.customizations[0].useOpenLibs: Forbidden: needs health`,
			`resources.customizations[0]: Required value: needs one of health, ignoreDifferences, ignoreResourceUpdates, knownTypeFields, actions`,
			`resources.customizations[1].ignoreDifferences: Required value: needs one of jsonPointers, jqPathExpressions, managedFieldsManagers`,
			`tracking.instanceLabel: Forbidden: needs a method with a label`,
			`sync.impersonationOptional: Forbidden: needs impersonation`,
			`ui.helpText: Forbidden: needs helpURL`,
			`ui.execShells: Forbidden: needs exec`,
			`resources.customizations[2].kind: Duplicate value: "Pod"`,
			`tools.kustomizeVersions[1].version: Duplicate value: "v5"`,
		}},
		{"further keys", options{
			URL:           site,
			Settings:      map[string]string{"url": site, "globalProjects": "[]"},
			Parameters:    map[string]string{"server.insecure": "true", "server.bogus": "1"},
			Server:        argocd.Server{Insecure: true},
			Notifications: argocd.Notifications{Settings: map[string]string{"context": "a: b"}},
		}, []string{
			`settings[url]: Forbidden: is what an option says`,
			`parameters[server.insecure]: Forbidden: is what an option says`,
			`notifications.settings[context]: Forbidden: is what an option says`,
			`parameters[server.bogus]: Invalid value: "server.bogus": must be a key that a component of Argo CD v3.6.1 reads`,
		}},
		{"notifications", options{Notifications: argocd.Notifications{
			Email:    &argocd.Email{Host: "smtp.example.com", Port: 587, From: "a@example.com", UsernameKey: "name"},
			Slack:    &argocd.Slack{TokenKey: "slack.token"},
			Webhooks: []argocd.Webhook{{Name: "a", URL: "https://a", PasswordKey: "b"}, {Name: "a", URL: "https://a"}},
			Templates: []argocd.Template{
				{Name: "a"},
				{Name: "a", Webhook: map[string]argocd.WebhookTemplate{"b": {}}, Slack: &argocd.SlackTemplate{DeliveryPolicy: argocd.UpdateOnly}},
			},
			Triggers: []argocd.Trigger{
				{Name: "on-a", Conditions: []argocd.Condition{{When: "true", Send: []string{"b"}}}},
				{Name: "on-a"},
			},
			DefaultTriggers: []string{"on-b"},
			Subscriptions: []argocd.Subscription{
				{Recipients: []string{"teams:a"}, Triggers: []string{"on-c"}, Selector: "a in b"},
			},
		}}, []string{
			`notifications.slack.tokenKey: Invalid value: "slack.token": must match ^[A-Za-z0-9_-]+$`,
			`notifications.email: Required value: usernameKey and passwordKey belong together`,
			`notifications.webhooks[0]: Required value: usernameKey and passwordKey belong together`,
			`notifications.templates[0]: Required value: needs one of message, email, slack, github, webhook`,
			`notifications.templates[1].slack.groupingKey: Required value: by it the message is known that is changed`,
			`notifications.triggers[1].conditions: Required value: no default can know it`,
			`notifications.subscriptions[0].selector: Invalid value: "a in b": must be a selector of labels: unable to parse requirement: found 'b' expected: '('`,
			`notifications.webhooks[1].name: Duplicate value: "a"`,
			`notifications.templates[1].name: Duplicate value: "a"`,
			`notifications.templates[1].webhook[b]: Invalid value: "b": must be the name of a webhook`,
			`notifications.triggers[0].conditions[0].send[0]: Invalid value: "b": must be the name of a template`,
			`notifications.triggers[1].name: Duplicate value: "on-a"`,
			`notifications.defaultTriggers[0]: Invalid value: "on-b": must be the name of a trigger`,
			`notifications.subscriptions[0].triggers[0]: Invalid value: "on-c": must be the name of a trigger`,
			`notifications.subscriptions[0].recipients[0]: Invalid value: "teams:a": must begin with a service: "slack:<channel>", "email:<address>", or the name of a webhook`,
		}},
		{"who is told of nothing", options{Notifications: argocd.Notifications{
			Webhooks:      []argocd.Webhook{{Name: "a", URL: "https://a"}},
			Subscriptions: []argocd.Subscription{{Recipients: []string{"a"}}},
		}}, []string{
			`notifications.subscriptions[0].triggers: Required value: there are no defaultTriggers`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { refused(t, tc.options, tc.want) })
	}
}
