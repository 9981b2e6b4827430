package loki

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/fitout/fitout/addon/kube"
)

// Where things are in Grafana's pods.
const (
	grafanaData    = "/var/lib/grafana"
	grafanaSearch  = "/var/lib/grafana-search"
	grafanaConfig  = "/etc/grafana"
	provisioning   = grafanaConfig + "/provisioning"
	dashboardDir   = "/var/lib/grafana-dashboards"
	sidecarDir     = "/tmp/dashboards"
	datasourceFile = "loki.yaml"
)

// ini is Grafana's configuration, with the user's over the addon's.
func (o Options) ini() map[string]map[string]string {
	g := o.Grafana
	all := map[string]map[string]string{
		"analytics": {"check_for_updates": "true"},
		"log":       {"mode": "console"},
		"paths": {
			"data":         grafanaData + "/",
			"logs":         "/var/log/grafana",
			"plugins":      grafanaData + "/plugins",
			"provisioning": provisioning,
		},
		"unified_storage": {"index_path": grafanaSearch + "/bleve"},
	}
	if o.NoUsageReports {
		all["analytics"]["reporting_enabled"] = "false"
	}
	if root := g.rootURL(); root != "" {
		all["server"] = map[string]string{"root_url": root}
		if u, err := url.Parse(root); err == nil {
			all["server"]["domain"] = u.Hostname()
		}
	}
	if g.SSO != nil {
		all["auth.generic_oauth"] = g.SSO.ini()
		if g.SSO.NoPasswords {
			all["auth"] = map[string]string{"disable_login_form": "true"}
		}
	}
	for section, values := range g.INI {
		all[section] = kube.Over(all[section], values)
	}
	return all
}

// rootURL is where browsers reach Grafana; empty where nobody knows.
func (g Grafana) rootURL() string {
	if g.RootURL == "" && g.Ingress != nil {
		return "https://" + g.Ingress.Host
	}
	return g.RootURL
}

// ini is the section by which Grafana has users log in elsewhere.
func (s SSO) ini() map[string]string {
	role, strict := s.role()
	return map[string]string{
		"enabled":               "true",
		"name":                  cmp.Or(s.Name, "SSO"),
		"client_id":             s.ClientID,
		"scopes":                strings.Join(s.scopes(), " "),
		"auth_url":              cmp.Or(s.AuthURL, s.Issuer+"/auth"),
		"token_url":             cmp.Or(s.TokenURL, s.Issuer+"/token"),
		"api_url":               cmp.Or(s.UserInfoURL, s.Issuer+"/userinfo"),
		"allow_sign_up":         "true",
		"auto_login":            fmt.Sprint(s.AutoLogin),
		"use_pkce":              "true",
		"role_attribute_path":   role,
		"role_attribute_strict": fmt.Sprint(strict),
	}
}

func (s SSO) scopes() []string {
	if s.Scopes != nil {
		return s.Scopes
	}
	return []string{"openid", "profile", "email", "groups"}
}

// role is the expression in JMESPath by which Grafana tells what a user may do, and whether
// those of whom it tells nothing are refused.
func (s SSO) role() (string, bool) {
	var terms []string
	for _, r := range []struct {
		role   Role
		groups []string
	}{{AdminRole, s.Admins}, {EditorRole, s.Editors}, {ViewerRole, s.Viewers}} {
		var in []string
		for _, g := range r.groups {
			in = append(in, "contains(not_null(groups[*], ''), '"+jmesPath().Replace(g)+"')") // dex leaves groups out of one who has none
		}
		if len(in) > 0 {
			terms = append(terms, "("+strings.Join(in, " || ")+") && '"+string(r.role)+"'")
		}
	}
	if s.OthersAre != "" {
		terms = append(terms, "'"+string(s.OthersAre)+"'")
	}
	return strings.Join(terms, " || "), s.OthersAre == ""
}

// jmesPath escapes what stands within quotes in JMESPath.
func jmesPath() *strings.Replacer { return strings.NewReplacer(`\`, `\\`, `'`, `\'`) }

// iniText is the configuration as Grafana reads it.
func iniText(sections map[string]map[string]string) string {
	var b strings.Builder
	for _, section := range slices.Sorted(maps.Keys(sections)) { // that of "" is the first
		if section != "" {
			fmt.Fprintf(&b, "[%s]\n", section)
		}
		for _, key := range slices.Sorted(maps.Keys(sections[section])) {
			fmt.Fprintf(&b, "%s = %s\n", key, iniValue(sections[section][key]))
		}
	}
	return b.String()
}

// iniValue is a value with quotes around it, if a comment would begin in it, or quotes of its own
// would be taken off.
func iniValue(v string) string {
	if strings.ContainsAny(v, "#;") || strings.HasPrefix(v, "'") || strings.HasPrefix(v, `"`) {
		return "`" + v + "`"
	}
	return v
}

// The structs below are data sources and dashboards as Grafana's provisioning reads them.
type (
	datasourcesFile struct {
		APIVersion  int              `json:"apiVersion"`
		Datasources []datasourceData `json:"datasources"`
	}

	datasourceData struct {
		Name           string             `json:"name"`
		Type           string             `json:"type"`
		UID            string             `json:"uid,omitempty"`
		Access         string             `json:"access"`
		URL            string             `json:"url"`
		IsDefault      bool               `json:"isDefault,omitempty"`
		BasicAuth      bool               `json:"basicAuth,omitempty"`
		BasicAuthUser  string             `json:"basicAuthUser,omitempty"`
		JSONData       datasourceSettings `json:"jsonData"`
		SecureJSONData datasourceSecrets  `json:"secureJsonData,omitzero"`
	}

	datasourceSettings struct {
		Header         string `json:"httpHeaderName1,omitempty"`
		Method         string `json:"httpMethod,omitempty"`
		MaxLines       string `json:"maxLines,omitempty"`
		TimeInterval   string `json:"timeInterval,omitempty"`
		TimeoutSeconds int64  `json:"timeout,omitempty"`
		TLSSkipVerify  bool   `json:"tlsSkipVerify,omitempty"`
	}

	datasourceSecrets struct {
		Header   string `json:"httpHeaderValue1,omitempty"`
		Password string `json:"basicAuthPassword,omitempty"`
	}

	providersFile struct {
		APIVersion int            `json:"apiVersion"`
		Providers  []providerData `json:"providers"`
	}

	providerData struct {
		Name           string          `json:"name"`
		OrgID          int             `json:"orgId"`
		Folder         string          `json:"folder"`
		Type           string          `json:"type"`
		AllowUIUpdates bool            `json:"allowUiUpdates"`
		Options        providerOptions `json:"options"`
	}

	providerOptions struct {
		Path             string `json:"path"`
		FoldersFromFiles bool   `json:"foldersFromFilesStructure,omitempty"`
	}
)

// tenantHeader is where a request says which tenant it is for.
const tenantHeader = "X-Scope-OrgID"

// datasources are Loki and the user's own.
func (o Options) datasources() datasourcesFile {
	own := datasourceData{
		Name:      "Loki",
		Type:      "loki",
		UID:       "loki",
		Access:    "proxy",
		URL:       o.queryURL(),
		IsDefault: true,
		JSONData:  datasourceSettings{TimeoutSeconds: int64(o.Limits.QueryTimeout.Seconds())},
	}
	if !o.SingleTenant {
		own.JSONData.Header, own.SecureJSONData.Header = tenantHeader, o.Tenant
	}
	if auth := o.Gateway.BasicAuth; auth != nil {
		own.BasicAuth, own.BasicAuthUser, own.SecureJSONData.Password = true, auth.Username, "${"+passwordEnv+"}"
	}
	f := datasourcesFile{APIVersion: 1}
	for i, d := range o.Grafana.Datasources {
		f.Datasources = append(f.Datasources, d.data(i))
		own.IsDefault = own.IsDefault && !d.Default
	}
	f.Datasources = append([]datasourceData{own}, f.Datasources...)
	return f
}

func (d Datasource) data(i int) datasourceData {
	data := datasourceData{
		Name:          d.Name,
		UID:           d.UID,
		Access:        "proxy",
		URL:           d.URL,
		IsDefault:     d.Default,
		BasicAuth:     d.Username != "",
		BasicAuthUser: d.Username,
		JSONData:      datasourceSettings{TLSSkipVerify: d.InsecureSkipVerify},
	}
	if d.Password != nil {
		data.SecureJSONData.Password = "${" + datasourceEnv(i) + "}"
	}
	if p := d.Prometheus; p != nil {
		data.Type = "prometheus"
		data.JSONData.Method = cmp.Or(p.Method, "POST")
		data.JSONData.TimeInterval = p.ScrapeInterval
	}
	if l := d.Loki; l != nil {
		data.Type = "loki"
		data.JSONData.MaxLines = kube.Number(l.MaxLines)
		if l.Tenant != "" {
			data.JSONData.Header, data.SecureJSONData.Header = tenantHeader, l.Tenant
		}
	}
	return data
}

// datasourceEnv is the environment variable with the password of a data source.
func datasourceEnv(i int) string { return fmt.Sprintf("DATASOURCE_%d_PASSWORD", i) }

// providers say where dashboards are.
func (g Grafana) providers() providersFile {
	f := providersFile{APIVersion: 1}
	for _, d := range g.Dashboards {
		f.Providers = append(f.Providers, providerData{
			Name: d.Name, OrgID: 1, Folder: d.Folder, Type: "file", AllowUIUpdates: d.Editable,
			Options: providerOptions{Path: d.path()},
		})
	}
	if g.CollectDashboards {
		f.Providers = append(f.Providers, providerData{
			Name: "sidecar", OrgID: 1, Type: "file",
			Options: providerOptions{Path: sidecarDir, FoldersFromFiles: g.DashboardSidecar.FolderAnnotation != ""},
		})
	}
	return f
}

// path is where the dashboards are in the pods.
func (d DashboardFolder) path() string { return dashboardDir + "/" + d.Name }
