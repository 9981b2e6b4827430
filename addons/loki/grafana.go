package loki

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Grafana is the Grafana that comes along.
type Grafana struct {
	// Goes without.
	Disabled bool `json:"disabled,omitempty"`

	// The pods. Several need a database of their own, by the section database of ini.
	Pods addon.Pods `json:"pods,omitzero"`

	// The Secret with the administrator's name and password: "grafana" where it is left out,
	// with the keys admin-user and admin-password.
	Admin Admin `json:"admin,omitzero"`

	// Keeps what people make in Grafana: nothing, where it is left out. Dashboards and data
	// sources from here are there anyway.
	Persistence *Persistence `json:"persistence,omitempty"`

	// Further data sources, beside Loki.
	Datasources []Datasource `json:"datasources,omitempty"`

	// Secrets with files of further data sources, as Grafana's provisioning reads them. The
	// files' names must end in .yaml.
	DatasourceSecrets []string `json:"datasourceSecrets,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=253"`

	// Dashboards from files, by folders.
	Dashboards []DashboardFolder `json:"dashboards,omitempty"`

	// Has a container collect dashboards of ConfigMaps with a label, which others bring.
	CollectDashboards bool `json:"collectDashboards,omitempty"`

	// That container.
	DashboardSidecar Sidecar `json:"dashboardSidecar,omitzero"`

	// Plugins that are installed when a pod starts: "grafana-clock-panel", or with a version
	// "grafana-clock-panel@2.1.9".
	Plugins []string `json:"plugins,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Has users log in at an OIDC provider, such as dex.
	SSO *SSO `json:"sso,omitempty"`

	// The URL under which browsers reach it: that of the Ingress, with https, where it is left
	// out.
	RootURL string `json:"rootURL,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// Makes it reachable from outside of the cluster.
	Ingress *Ingress `json:"ingress,omitempty"`

	// The Service that it is reached by.
	Service Service `json:"service,omitzero"`

	// Grafana's configuration, by section and key, over what the addon says: {"users":
	// {"default_theme": "light"}}. The section of "" has the keys before all sections. Secrets
	// come by environment variables, as in pods.extraEnv.
	INI map[string]map[string]string `json:"ini,omitempty"`
}

// Admin is where the administrator's name and password are.
type Admin struct {
	// The Secret's name.
	Secret string `json:"secret,omitempty" jsonschema:"maxLength=253"`

	// The key with the name: "admin-user" where it is left out.
	UserKey string `json:"userKey,omitempty" jsonschema:"maxLength=253"`

	// The key with the password: "admin-password" where it is left out.
	PasswordKey string `json:"passwordKey,omitempty" jsonschema:"maxLength=253"`
}

// Persistence is where Grafana keeps what people make in it.
type Persistence struct {
	// A claim in the addon's namespace that is there already.
	ExistingClaim string `json:"existingClaim,omitempty" jsonschema:"maxLength=253"`

	// The claim that is made, where there is none.
	Claim Volume `json:"claim,omitzero"`
}

// Validate refuses two claims, and one that is none.
func (p Persistence) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("existingClaim", p.ExistingClaim != ""), addon.Field("claim", p.Claim != Volume{}))
	if p.Claim.Ephemeral {
		errs = append(errs, field.Forbidden(path.Child("claim", "ephemeral"), "leave persistence out for that"))
	}
	return errs
}

// Datasource is where Grafana gets data from. Exactly one of prometheus and loki is given.
type Datasource struct {
	// The name: "Prometheus".
	Name string `json:"name" jsonschema:"required,minLength=1"`

	// What dashboards refer to it by: Grafana makes one, where it is left out.
	UID string `json:"uid,omitempty" jsonschema:"maxLength=40,pattern=^[a-zA-Z0-9_-]+$"`

	// The URL, as Grafana's pods reach it.
	URL string `json:"url" jsonschema:"required,pattern=^https?://[^ $]+$"`

	// Is the one that is taken where nothing is said, in place of Loki.
	Default bool `json:"default,omitempty"`

	// A Prometheus, or what answers queries as it does.
	Prometheus *PrometheusSource `json:"prometheus,omitempty"`

	// Another Loki.
	Loki *LokiSource `json:"loki,omitempty"`

	// The name for HTTP's basic authentication.
	Username string `json:"username,omitempty" jsonschema:"pattern=^[^: $]+$"`

	// The password for it.
	Password *addon.SecretRef `json:"password,omitempty"`

	// Doesn't check the certificate.
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`
}

// Validate wants to know what it is.
func (d Datasource) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("prometheus", d.Prometheus != nil), addon.Field("loki", d.Loki != nil))
	if (d.Username == "") != (d.Password == nil) {
		errs = append(errs, field.Required(path, "username and password belong together"))
	}
	return errs
}

// PrometheusSource is what is to be known of a Prometheus.
type PrometheusSource struct {
	// How often it scrapes: "15s" where it is left out.
	ScrapeInterval string `json:"scrapeInterval,omitempty" jsonschema:"pattern=^[0-9]+(ms|s|m|h)$"`

	// How queries are sent: "POST" where it is left out.
	Method string `json:"method,omitempty" jsonschema:"enum=GET,enum=POST"`
}

// LokiSource is what is to be known of another Loki.
type LokiSource struct {
	// The tenant, or several with "|" between them: none, where it is left out.
	Tenant string `json:"tenant,omitempty" jsonschema:"pattern=^[0-9A-Za-z!_.*'()|-]+$"`

	// How many lines are shown at most: 1000 where it is left out.
	MaxLines int32 `json:"maxLines,omitempty" jsonschema:"minimum=1"`
}

// DashboardFolder is dashboards that are in one folder. Exactly one of files and configMap is
// given.
type DashboardFolder struct {
	// The name of its files' folder, and of the ConfigMap.
	Name string `json:"name" jsonschema:"required,maxLength=40,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The folder in Grafana: that of dashboards without one, where it is left out.
	Folder string `json:"folder,omitempty"`

	// The dashboards, in JSON, by the names of files: {"pods.json": "{…}"}.
	Files map[string]string `json:"files,omitempty"`

	// A ConfigMap in the addon's namespace that has such files.
	ConfigMap string `json:"configMap,omitempty" jsonschema:"maxLength=253"`

	// Lets people change them in Grafana, until their files change.
	Editable bool `json:"editable,omitempty"`
}

// maxConfigMap is how much a ConfigMap may hold.
const maxConfigMap = 1 << 20

// Validate refuses what is no dashboard.
func (d DashboardFolder) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("files", len(d.Files) > 0), addon.Field("configMap", d.ConfigMap != ""))
	size := 0
	for name, text := range d.Files {
		p := path.Child("files").Key(name)
		size += len(name) + len(text)
		if !fileName().MatchString(name) || !strings.HasSuffix(name, ".json") {
			errs = append(errs, field.Invalid(p, name, `must be the name of a file, as in "pods.json"`))
		}
		if !json.Valid([]byte(text)) {
			errs = append(errs, field.Invalid(p, "…", "must be a dashboard in JSON"))
		}
	}
	if size > maxConfigMap {
		errs = append(errs, field.TooLong(path.Child("files"), "…", maxConfigMap))
	}
	return errs
}

var fileName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[-._a-zA-Z0-9]{1,253}$`) })

// SSO has users log in at an OIDC provider.
type SSO struct {
	// The name on the button: "SSO" where it is left out.
	Name string `json:"name,omitempty" jsonschema:"pattern=^[^\\x60\\n\\r]+$"`

	// The provider's URL: "https://dex.example.com".
	Issuer string `json:"issuer" jsonschema:"required,pattern=^https?://[^ ?#]*[^ ?#/]$"`

	// The ID of Grafana as a client.
	ClientID string `json:"clientID" jsonschema:"required,pattern=^[^\\x60\\n\\r]+$"`

	// Its secret.
	ClientSecret addon.SecretRef `json:"clientSecret" jsonschema:"required"`

	// What is asked of the provider: openid, profile, email and groups, where it is left out.
	Scopes []string `json:"scopes,omitempty" jsonschema:"uniqueItems,minLength=1,pattern=^[^ ]+$"`

	// The groups whose members are administrators of the organization: "example:platform", as
	// dex has GitHub's teams.
	Admins []string `json:"admins,omitempty" jsonschema:"uniqueItems,minLength=1,pattern=^[^\\x60\\n\\r]+$"`

	// The groups whose members may change dashboards.
	Editors []string `json:"editors,omitempty" jsonschema:"uniqueItems,minLength=1,pattern=^[^\\x60\\n\\r]+$"`

	// The groups whose members may look.
	Viewers []string `json:"viewers,omitempty" jsonschema:"uniqueItems,minLength=1,pattern=^[^\\x60\\n\\r]+$"`

	// What others may do who can log in: they are let in no further, where it is left out.
	OthersAre Role `json:"othersAre,omitempty"`

	// Goes to the provider at once, and not by way of a button.
	AutoLogin bool `json:"autoLogin,omitempty"`

	// Takes no passwords, not even the administrator's.
	NoPasswords bool `json:"noPasswords,omitempty"`

	// Where users log in: /auth below the issuer, as dex has it, where it is left out.
	AuthURL string `json:"authURL,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// Where Grafana's pods get tokens: /token below the issuer, where it is left out.
	TokenURL string `json:"tokenURL,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`

	// Where they ask who a user is: /userinfo below the issuer, where it is left out.
	UserInfoURL string `json:"userInfoURL,omitempty" jsonschema:"pattern=^https?://[^ ]+$"`
}

// Validate refuses a login that nobody gets through.
func (s SSO) Validate(path *field.Path) field.ErrorList {
	if len(s.Admins)+len(s.Editors)+len(s.Viewers) == 0 && s.OthersAre == "" {
		return field.ErrorList{field.Required(path, "needs one of admins, editors, viewers, othersAre: nobody would be let in")}
	}
	return nil
}

// Role is what somebody may do in Grafana.
type Role string

// The roles.
const (
	ViewerRole Role = "Viewer"
	EditorRole Role = "Editor"
	AdminRole  Role = "Admin"
)

// Enum lists the roles.
func (Role) Enum() []string { return addon.Values(ViewerRole, EditorRole, AdminRole) }
