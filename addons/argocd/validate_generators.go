package argocd

import (
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// Validate refuses a template of Go that isn't read as one.
func (s ApplicationSetSpec) Validate(path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.refuse(s.TemplatePatch != "" && !s.GoTemplate, "needs goTemplate", "templatePatch")
	r.refuse(len(s.GoTemplateOptions) > 0 && !s.GoTemplate, "needs goTemplate", "goTemplateOptions")
	return r.errs
}

// Validate refuses steps that nobody takes, and steps that aren't there.
func (s Strategy) Validate(path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.refuse(s.RollingSync != nil && s.Type != Rolling, "needs the type RollingSync", "rollingSync")
	r.require(s.RollingSync == nil && s.Type == Rolling, "the type RollingSync needs its steps", "rollingSync")
	r.refuse(s.DeletionOrder == DeleteReverse && s.Type != Rolling, "Reverse is the order of the steps: it needs the type RollingSync", "deletionOrder")
	return r.errs
}

// Validate refuses a generator of no kind, or of several.
func (g Generator) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, append(g.SimpleGenerator.choices(), addon.Field("matrix", g.Matrix != nil), addon.Field("merge", g.Merge != nil))...)
}

func (g SimpleGenerator) choices() []addon.Choice {
	return []addon.Choice{
		addon.Field("list", g.List != nil), addon.Field("clusters", g.Clusters != nil), addon.Field("git", g.Git != nil),
		addon.Field("oci", g.OCI != nil), addon.Field("scmProvider", g.SCMProvider != nil), addon.Field("pullRequest", g.PullRequest != nil),
		addon.Field("plugin", g.Plugin != nil), addon.Field("clusterDecisionResource", g.ClusterDecisionResource != nil),
	}
}

// Validate refuses a generator of no kind, or of several.
func (m Matrix) Validate(path *field.Path) field.ErrorList { return simple(m.Generators, path) }

// Validate refuses a generator of no kind, or of several.
func (m Merge) Validate(path *field.Path) field.ErrorList { return simple(m.Generators, path) }

func simple(generators []SimpleGenerator, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, g := range generators {
		errs = append(errs, addon.ExactlyOne(path.Child("generators").Index(i), g.choices()...)...)
	}
	return errs
}

// Validate refuses a generator of nothing, or of two things.
func (g GitGenerator) Validate(path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.invalid(hasPassword(g.RepoURL), "(a URL)", noPassword, "repoURL")
	return append(r.errs, addon.ExactlyOne(path, addon.Field("directories", len(g.Directories) > 0), addon.Field("files", len(g.Files) > 0))...)
}

// Validate refuses a generator of nothing, or of two things.
func (g OCIGenerator) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("directories", len(g.Directories) > 0), addon.Field("files", len(g.Files) > 0))
}

// Validate refuses a generator that names no place, or several.
func (s SCMProvider) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("github", s.GitHub != nil), addon.Field("gitlab", s.GitLab != nil), addon.Field("awsCodeCommit", s.AWSCodeCommit != nil))
}

// Validate refuses a generator that names no place, or several.
func (p PullRequest) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("github", p.GitHub != nil), addon.Field("gitlab", p.GitLab != nil))
}

// Validate refuses two logins.
func (g SCMGitHub) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("appSecretName", g.AppSecretName != ""), addon.Field("tokenRef", g.TokenRef != nil))
}

// Validate refuses two logins.
func (g PullRequestGitHub) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("appSecretName", g.AppSecretName != ""), addon.Field("tokenRef", g.TokenRef != nil))
}
