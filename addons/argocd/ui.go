package argocd

import (
	"github.com/fitout/fitout/addon"
)

// Sync is what a sync may do.
type Sync struct {
	// Syncs as the service account that a project has for a destination, and not with all the
	// rights of the application controller.
	Impersonation bool `json:"impersonation,omitempty"`

	// Syncs with the controller's own rights where a project has none. It needs impersonation.
	ImpersonationOptional bool `json:"impersonationOptional,omitempty"`

	// Wants the right "override", and not only "sync", of who syncs to another revision than the
	// Application's.
	RevisionNeedsOverride bool `json:"revisionNeedsOverride,omitempty"`

	// Wants the right "rollback", and not only "sync", of who goes back to an earlier revision.
	RollbackNeedsRight bool `json:"rollbackNeedsRight,omitempty"`
}

func (s Sync) settings(v values) {
	v.yes("application.sync.impersonation.enabled", s.Impersonation)
	v.no("application.sync.impersonation.enforced", s.ImpersonationOptional)
	v.yes("application.sync.requireOverridePrivilegeForRevisionSync", s.RevisionNeedsOverride)
	v.yes("server.rbac.rollback.enforce.enable", s.RollbackNeedsRight)
}

// Tools are the programs that make manifests.
type Tools struct {
	// Makes none by Helm.
	NoHelm bool `json:"noHelm,omitempty"`

	// The schemes that values files of Helm may be got by; "http" and "https", where it is left
	// out. An empty list is none.
	HelmValuesFileSchemes []string `json:"helmValuesFileSchemes,omitzero" jsonschema:"uniqueItems,pattern=^[a-z][a-z0-9+.-]*$"`

	// Makes none by Kustomize.
	NoKustomize bool `json:"noKustomize,omitempty"`

	// Options of "kustomize build": "--enable-helm".
	KustomizeBuildOptions string `json:"kustomizeBuildOptions,omitempty"`

	// Versions of Kustomize beside the one in the image. Applications choose by the version.
	KustomizeVersions []KustomizeVersion `json:"kustomizeVersions,omitempty"`

	// Makes none by Jsonnet.
	NoJsonnet bool `json:"noJsonnet,omitempty"`
}

// KustomizeVersion is a version of Kustomize.
type KustomizeVersion struct {
	// The version: "v5.4.3".
	Version string `json:"version" jsonschema:"required,pattern=^v[0-9][0-9A-Za-z.-]*$"`

	// Where the program is in the repository server's pods, by an extra volume.
	Path string `json:"path" jsonschema:"required,pattern=^/"`

	// Options of its "kustomize build".
	BuildOptions string `json:"buildOptions,omitempty"`
}

func (t Tools) settings(v values) {
	v.no("helm.enable", t.NoHelm)
	v.no("kustomize.enable", t.NoKustomize)
	v.no("jsonnet.enable", t.NoJsonnet)
	if t.HelmValuesFileSchemes != nil {
		v["helm.valuesFileSchemes"] = ""
		v.list("helm.valuesFileSchemes", t.HelmValuesFileSchemes)
	}
	v.text("kustomize.buildOptions", t.KustomizeBuildOptions)
	for _, k := range t.KustomizeVersions {
		v["kustomize.path."+k.Version] = k.Path
		v.text("kustomize.buildOptions."+k.Version, k.BuildOptions)
	}
}

// UI is how the UI looks, and what it can do.
type UI struct {
	// A text at the top of every page.
	Banner *Banner `json:"banner,omitempty"`

	// A stylesheet: a URL, or a path below /shared/app in the server's pods.
	CSSURL string `json:"cssURL,omitempty"`

	// What stands on the button for the login.
	LoginButtonText string `json:"loginButtonText,omitempty"`

	// Where users get help, such as a channel.
	HelpURL string `json:"helpURL,omitempty" jsonschema:"pattern=^https?://"`

	// What stands on the link there; "Chat now!", where it is left out.
	HelpText string `json:"helpText,omitempty"`

	// Shows pictures of an Application's state to everybody who knows its name.
	StatusBadge bool `json:"statusBadge,omitempty"`

	// Lets users open a shell in pods, who have the right to create "exec". The server then may
	// do the same in the whole cluster.
	Exec bool `json:"exec,omitempty"`

	// The shells that are tried; "bash", "sh", "powershell" and "cmd", where it is left out.
	ExecShells []string `json:"execShells,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Of how many pods the logs are shown at once; 10, where it is left out.
	MaxPodLogs int32 `json:"maxPodLogs,omitempty" jsonschema:"minimum=1"`

	// Labels of nodes that the pages of pods show.
	NodeLabels []string `json:"nodeLabels,omitempty" jsonschema:"uniqueItems,pattern=^[^\\, ]+$"`

	// Links on the pages of Applications, to dashboards and logs.
	ApplicationLinks []Link `json:"applicationLinks,omitempty"`

	// Links on the pages of projects.
	ProjectLinks []Link `json:"projectLinks,omitempty"`

	// Links on the pages of an Application's objects.
	ResourceLinks []Link `json:"resourceLinks,omitempty"`
}

// Banner is a text at the top of every page.
type Banner struct {
	// The text.
	Content string `json:"content" jsonschema:"required"`

	// Where the text leads to.
	URL string `json:"url,omitempty" jsonschema:"pattern=^https?://"`

	// Keeps users from closing it.
	Permanent bool `json:"permanent,omitempty"`

	// Where it is; "top", where it is left out.
	Position BannerPosition `json:"position,omitempty"`
}

// BannerPosition is where a banner is.
type BannerPosition string

// Where banners are.
const (
	BannerTop    BannerPosition = "top"
	BannerBottom BannerPosition = "bottom"
	BannerBoth   BannerPosition = "both"
)

// Enum lists where banners may be.
func (BannerPosition) Enum() []string { return addon.Values(BannerTop, BannerBottom, BannerBoth) }

// Link leads out of Argo CD. Its fields are read as upstream's page "Deep Links" says.
type Link struct {
	// Where to, as a template of Go: "https://grafana.example.com/d/app?var-ns={{.app.spec.destination.namespace}}".
	URL string `json:"url" jsonschema:"required"`

	// What stands on it.
	Title string `json:"title" jsonschema:"required"`

	// What it is for.
	Description string `json:"description,omitempty"`

	// A class of Font Awesome's: "fa-chart-line".
	Icon string `json:"icon,omitempty"`

	// When it is shown, as an expression: "app.spec.project == \"web\"". Always, where it is left
	// out.
	If string `json:"if,omitempty"`
}

// link is a link as Argo CD reads it.
type link struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Icon        string `json:"icon.class,omitempty"`
	If          string `json:"if,omitempty"`
}

func (u UI) settings(v values) {
	if b := u.Banner; b != nil {
		v["ui.bannercontent"] = b.Content
		v.text("ui.bannerurl", b.URL)
		v.yes("ui.bannerpermanent", b.Permanent)
		v.text("ui.bannerposition", string(b.Position))
	}
	v.text("ui.cssurl", u.CSSURL)
	v.text("ui.loginButtonText", u.LoginButtonText)
	v.text("help.chatUrl", u.HelpURL)
	v.text("help.chatText", u.HelpText)
	v.yes("statusbadge.enabled", u.StatusBadge)
	v.yes("exec.enabled", u.Exec)
	v.list("exec.shells", u.ExecShells)
	v.number("server.maxPodLogsToRender", u.MaxPodLogs)
	v.list("application.allowedNodeLabels", u.NodeLabels)
	documents(v, "application.links", links(u.ApplicationLinks))
	documents(v, "project.links", links(u.ProjectLinks))
	documents(v, "resource.links", links(u.ResourceLinks))
}

func links(list []Link) []link {
	var out []link
	for _, l := range list {
		out = append(out, link(l))
	}
	return out
}
