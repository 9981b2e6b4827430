package dex_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/dex"
	"github.com/fitout/fitout/cluster"
)

// because explains upstream's Role: the group is dex's own, and lives in its namespace.
var because = map[string]string{"Role dex": "dex stores its own kinds, which it makes when it starts"}

func hours(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Hour} }

func application(secret string) dex.Application {
	return dex.Application{
		ClientID:     addon.SecretRef{Name: secret, Key: "id"},
		ClientSecret: addon.SecretRef{Name: secret, Key: "secret"},
	}
}

// login is the company's: kubectl, Argo CD and a proxy, for members of an organization.
var login = dex.Options{
	Pods:   addon.Pods{Replicas: new(int32(2))},
	Issuer: "https://dex.example.com",
	Connectors: []dex.Connector{{
		ID: "github", Name: "GitHub",
		GitHub: &dex.GitHub{
			Application: application("github"),
			Orgs:        []dex.Org{{Name: "example-inc", Teams: []string{"developers"}}, {Name: "partner"}},
		},
	}},
	Clients: []dex.Client{
		{ID: "kubernetes", Name: "kubectl", Public: true, RedirectURIs: []string{"http://localhost:8000"}},
		{
			ID: "argo-cd", Name: "Argo CD",
			Secret:       &addon.SecretRef{Name: "argocd-client", Key: "secret"},
			RedirectURIs: []string{"https://argocd.example.com/auth/callback"},
			TrustedPeers: []string{"kubernetes"}, AllowedConnectors: []string{"github"},
		},
	},
	SkipApprovalScreen: true,
	EKS: &dex.EKS{
		ClientID: "kubernetes", UsernameClaim: "name", GroupsClaim: "groups", Prefix: "dex:", RequiredClaims: map[string]string{"email_verified": "true"},
	},
	Expiry: dex.Expiry{
		IDTokens: hours(1), SigningKeys: hours(12), AuthRequests: hours(2), DeviceRequests: hours(3),
		RefreshTokens: dex.RefreshTokens{DisableRotation: true, ReuseInterval: hours(4), ValidIfNotUsedFor: hours(168), AbsoluteLifetime: hours(720)},
	},
	Ingress: &dex.Ingress{
		ClassName: "nginx", TLSSecret: "dex-tls",
		Issuer:      &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
		Annotations: map[string]string{"external-dns.alpha.kubernetes.io/ttl": "60"},
	},
}

func TestAddon(t *testing.T) {
	addontest.Run(t, dex.Definition,
		addontest.Case[dex.Options]{Name: "defaults", Because: because, Options: dex.Options{Issuer: "https://dex.example.com"}},
		addontest.Case[dex.Options]{Name: "upstream", Because: because, Options: dex.Options{Issuer: "https://dex.example.com"}},
		addontest.Case[dex.Options]{
			Name:    "login",
			Because: because,
			Target:  addontest.AWS(),
			Existing: cluster.Existing{
				ClusterIssuers: []string{"letsencrypt"},
				IngressClasses: []string{"nginx"},
				Secrets:        map[string][]string{"dex/github": {"id", "secret"}, "dex/argocd-client": {"secret"}},
			},
			Options: login,
		},
		addontest.Case[dex.Options]{
			Name:    "full",
			Because: because,
			Existing: cluster.Existing{
				CRDs: []string{"servicemonitors.monitoring.coreos.com"},
				Secrets: map[string][]string{
					"login/app": {"id", "secret"}, "login/google": {"key.json"}, "login/ldap": {"password", "ca.crt"},
					"login/https": {"tls.crt", "tls.key"}, "login/grpc": {"tls.crt", "tls.key", "ca.crt"},
				},
			},
			Options: dex.Options{
				Namespace: "login",
				Issuer:    "https://example.com/dex",
				Connectors: []dex.Connector{
					{ID: "enterprise", Name: "GitHub Enterprise", GitHub: &dex.GitHub{
						Application: application("app"), LoadAllGroups: true, TeamNameField: dex.Both, UseLoginAsID: true,
						PreferredEmailDomain: "example.com", HostName: "github.example.com",
					}},
					{ID: "okta", Name: "Okta", OIDC: &dex.OIDC{
						Application: application("app"), Issuer: "https://example.okta.com", Scopes: []string{"profile", "email", "groups"},
						Groups: true, AllowedGroups: []string{"developers"}, SkipEmailVerified: true, UserInfo: true, UserIDKey: "uid", UserNameKey: "login",
					}},
					{ID: "google", Name: "Google", Google: &dex.Google{
						Application: application("app"), HostedDomains: []string{"example.com"}, Groups: []string{"developers@example.com"},
						AdminEmails: map[string]string{"*": "admin@example.com"}, ServiceAccount: &addon.SecretRef{Name: "google", Key: "key.json"},
					}},
					{ID: "gitlab", Name: "GitLab", GitLab: &dex.GitLab{
						Application: application("app"), BaseURL: "https://gitlab.example.com", Groups: []string{"developers"}, UseLoginAsID: true, GroupsPermission: true,
					}},
					{ID: "entra", Name: "Entra ID", Microsoft: &dex.Microsoft{
						Application: application("app"), Tenant: "example", Groups: []string{"developers"}, OnlySecurityGroups: true,
						GroupNameFormat: dex.GroupID, UseGroupsAsWhitelist: true, EmailToLowercase: true,
					}},
					{ID: "directory", Name: "Directory", LDAP: &dex.LDAP{
						Host: "ldap.example.com:636", StartTLS: true, RootCA: &addon.SecretRef{Name: "ldap", Key: "ca.crt"},
						BindDN: "cn=dex,dc=example,dc=com", BindPassword: &addon.SecretRef{Name: "ldap", Key: "password"}, UsernamePrompt: "E-mail address",
						UserSearch: dex.UserSearch{
							BaseDN: "ou=people,dc=example,dc=com", Filter: "(objectClass=person)", Username: "mail",
							IDAttr: "DN", EmailAttr: "mail", NameAttr: "cn",
						},
						GroupSearch: &dex.GroupSearch{
							BaseDN: "ou=groups,dc=example,dc=com", Filter: "(objectClass=groupOfNames)", UserAttr: "DN", GroupAttr: "member", NameAttr: "cn",
						},
					}},
					{ID: "plain", Name: "Plain directory", LDAP: &dex.LDAP{
						Host: "ldap.dex.svc:389", NoSSL: true, UserSearch: dex.UserSearch{BaseDN: "dc=example,dc=com", Username: "uid"},
					}},
				},
				AlwaysShowLoginScreen: true,
				PasswordConnector:     "directory",
				AllowedOrigins:        []string{"https://app.example.com"},
				Frontend:              dex.Frontend{Issuer: "Example", LogoURL: "https://example.com/logo.svg", Theme: dex.Dark},
				Log:                   dex.Log{Level: dex.Debug, Format: dex.JSON},
				HTTPS:                 dex.HTTPS{Secret: "https"},
				GRPC:                  dex.GRPC{Enabled: true, Secret: "grpc", ClientCertificates: true, Reflection: true},
				ServiceAnnotations:    map[string]string{"example.com/team": "platform"},
				ServiceMonitor:        &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}},
			},
		},
	)
}

// What the configuration is told by the name of a variable, the environment has.
func TestSecretsComeFromTheEnvironment(t *testing.T) {
	objs, err := dex.New(login).Objects(addon.Target{})
	if err != nil {
		t.Fatal(err)
	}
	var config string
	env := map[string]string{}
	for _, o := range objs {
		switch o := o.(type) {
		case *corev1.ConfigMap:
			config = o.Data["config.yaml"]
		case *appsv1.Deployment:
			for _, e := range o.Spec.Template.Spec.Containers[0].Env {
				env[e.Name] = e.ValueFrom.SecretKeyRef.Name + "/" + e.ValueFrom.SecretKeyRef.Key
			}
		}
	}
	want := map[string]string{
		"DEX_GITHUB_CLIENT_ID":      "github/id",
		"DEX_GITHUB_CLIENT_SECRET":  "github/secret",
		"DEX_CLIENT_ARGO_CD_SECRET": "argocd-client/secret",
	}
	if diff := cmp.Diff(want, env); diff != "" {
		t.Error(diff)
	}
	for name := range want {
		if !strings.Contains(config, name) {
			t.Errorf("the configuration doesn't mention %s:\n%s", name, config)
		}
	}
}

func TestBadOptions(t *testing.T) {
	_, err := dex.New(dex.Options{
		Issuer: "http://dex.example.com",
		Connectors: []dex.Connector{
			{ID: "a", Name: "A"},
			{ID: "a", Name: "B", Google: &dex.Google{Application: application("app"), Groups: []string{"g"}}},
			{ID: "c", Name: "C", OIDC: &dex.OIDC{Application: application("app"), Issuer: "https://c", AllowedGroups: []string{"$HOME"}}},
			{ID: "d", Name: "D", LDAP: &dex.LDAP{Host: "d", NoSSL: true, StartTLS: true, BindDN: "cn=d", UserSearch: dex.UserSearch{BaseDN: "dc=d", Username: "uid", Filter: "(a=$b)"}}},
			{ID: "e", Name: "E", GitHub: &dex.GitHub{TeamNameField: "title"}},
		},
		Clients: []dex.Client{
			{ID: "a.b", Name: "A"},
			{ID: "a-b", Name: "B", Public: true, Secret: &addon.SecretRef{Name: "a", Key: "b"}, RedirectURIs: []string{"https://b"}, TrustedPeers: []string{"z"}, AllowedConnectors: []string{"z"}},
		},
		PasswordConnector: "z",
		EKS:               &dex.EKS{ClientID: "z", Prefix: "system:"},
		GRPC:              dex.GRPC{Enabled: true, ClientCertificates: true},
		Ingress:           &dex.Ingress{TLSSecret: "dex-tls"},
	}).Objects(addon.Target{})
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`connectors[4].github.clientID: Required value: no default can know it`,
		`connectors[4].github.clientSecret: Required value: no default can know it`,
		`connectors[4].github.teamNameField: Unsupported value: "title": supported values: "slug", "name", "both"`,
		`connectors[0]: Required value: needs one of github, oidc, google, gitlab, microsoft, ldap`,
		`connectors[1].id: Duplicate value: "a"`,
		`connectors[1].google: Required value: groups need adminEmails and serviceAccount, by which they are looked up`,
		`connectors[2].oidc.allowedGroups: Forbidden: needs groups: true`,
		`connectors[2].oidc.allowedGroups: Invalid value: "$HOME": must have no $: dex puts a variable of its environment there`,
		`connectors[3].ldap.startTLS: Forbidden: excludes noSSL: only one of them can be set`,
		`connectors[3].ldap: Required value: bindDN and bindPassword belong together`,
		`connectors[3].ldap.userSearch.filter: Invalid value: "(a=$b)": must have no $: dex puts a variable of its environment there`,
		`passwordConnector: Invalid value: "z": must be the ID of a connector`,
		`clients[0]: Required value: needs one of secret, public`,
		`clients[0].redirectURIs: Required value: dex sends users to listed addresses only`,
		`clients[1].id: Invalid value: "a-b": must differ from a.b by a letter or digit: their secrets share the variable DEX_CLIENT_A_B_SECRET`,
		`clients[1].public: Forbidden: excludes secret: only one of them can be set`,
		`clients[1].trustedPeers[0]: Invalid value: "z": must be the ID of a client`,
		`clients[1].allowedConnectors[0]: Invalid value: "z": must be the ID of a connector`,
		`eks.clientID: Invalid value: "z": must be the ID of a client`,
		`issuer: Invalid value: "http://dex.example.com": must be https://: EKS takes no other`,
		`eks.prefix: Invalid value: "system:": must not begin with system:`,
		`grpc.secret: Required value: clientCertificates needs its ca.crt`,
		`issuer: Invalid value: "http://dex.example.com": must be https://, as the Ingress has a certificate`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
