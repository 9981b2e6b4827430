package argocd

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// validateProjects refuses two projects of one name.
func validateProjects(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	for i, p := range o.Projects {
		if names[p.Name] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("name"), p.Name))
		}
		names[p.Name] = true
	}
	return errs
}

// Validate refuses policies that aren't the project's own.
func (p NamedProject) Validate(path *field.Path) field.ErrorList {
	errs := checkName(p.Name, path)
	roles := map[string]bool{}
	for i, role := range p.Roles {
		rp := path.Child("roles").Index(i)
		if roles[role.Name] {
			errs = append(errs, field.Duplicate(rp.Child("name"), role.Name))
		}
		roles[role.Name] = true
		for j, row := range role.Policies {
			if why := projectRow(row, p.Name, role.Name); why != "" {
				errs = append(errs, field.Invalid(rp.Child("policies").Index(j), row, why))
			}
		}
	}
	return errs
}

// projectRow tells what is wrong with a row of a project's role.
func projectRow(row, project, role string) string {
	fields := strings.Split(row, ",")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	subject := "proj:" + project + ":" + role
	if len(fields) != 6 || fields[0] != "p" || fields[1] != subject {
		return fmt.Sprintf("must be %q", "p, "+subject+", <resource>, <action>, "+project+"/<name>, allow")
	}
	p := Policy{Resource: Resource(fields[2]), Action: Action(fields[3]), Object: fields[4], Effect: Effect(fields[5])}
	scoped := []Resource{ApplicationsResource, AppSetsResource, RepositoriesResource, ClustersResource, ExecResource, LogsResource}
	switch {
	case !slices.Contains(scoped, p.Resource):
		return "the resource must be one of applications, applicationsets, repositories, clusters, exec, logs"
	case !p.known():
		return fmt.Sprintf("the action can't be %s", p.Action)
	case !strings.HasPrefix(p.Object, project+"/"):
		return fmt.Sprintf("the object must begin with %q", project+"/")
	case p.Effect != Allow && p.Effect != Deny:
		return "the effect must be allow or deny"
	}
	return ""
}

// validateApplications refuses Applications and ApplicationSets that Argo CD wouldn't see.
func validateApplications(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	check := func(p *field.Path, name, namespace string, seen map[string]bool, allowed []string, where string) {
		key := cmp.Or(namespace, o.Namespace) + "/" + name
		if seen[key] {
			errs = append(errs, field.Duplicate(p.Child("name"), name))
		}
		seen[key] = true
		if namespace != "" && namespace != o.Namespace && !permitted(namespace, allowed) {
			errs = append(errs, field.Invalid(p.Child("namespace"), namespace, "must be among "+where))
		}
	}
	seen := map[string]bool{}
	for i, a := range o.Applications {
		check(path.Child("applications").Index(i), a.Name, a.Namespace, seen, o.ApplicationNamespaces, "applicationNamespaces")
	}
	seen = map[string]bool{}
	for i, s := range o.ApplicationSets {
		p := path.Child("applicationSets").Index(i)
		check(p, s.Name, s.Namespace, seen, o.ApplicationSet.Namespaces, "applicationSet.namespaces")
		if s.Strategy != nil && !o.ApplicationSet.ProgressiveSyncs {
			errs = append(errs, field.Forbidden(p.Child("strategy"), "needs applicationSet.progressiveSyncs"))
		}
	}
	return errs
}

// Validate refuses a name that Kubernetes would.
func (a NamedApplication) Validate(path *field.Path) field.ErrorList { return checkName(a.Name, path) }

// Validate refuses a name that Kubernetes would.
func (s NamedApplicationSet) Validate(path *field.Path) field.ErrorList {
	return checkName(s.Name, path)
}

// permitted tells whether a namespace is one of names, in which "*" is anything, or of regular
// expressions between slashes.
func permitted(namespace string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		if expression, ok := strings.CutPrefix(name, "/"); ok {
			matched, err := regexp.MatchString(strings.TrimSuffix(expression, "/"), namespace)
			return matched || err != nil // Argo CD knows some that Go doesn't
		}
		matched, err := path.Match(name, namespace)
		return matched && err == nil
	})
}

func checkName(name string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if name == "" {
		return nil // the tag says so
	}
	for _, why := range validation.IsDNS1123Subdomain(name) {
		errs = append(errs, field.Invalid(path.Child("name"), name, why))
	}
	return errs
}

// Validate refuses an Application from nowhere, or to nowhere.
func (s ApplicationSpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path, addon.Field("source", s.Source != nil), addon.Field("sources", len(s.Sources) > 0))
	errs = append(errs, addon.ExactlyOne(path.Child("destination"),
		addon.Field("server", s.Destination.Server != ""), addon.Field("name", s.Destination.Name != ""))...)
	if one := s.Source; one != nil && one.Ref != "" && one.Path == "" && one.Chart == "" {
		errs = append(errs, field.Required(path.Child("source", "path"), "a source that others name needs sources"))
	}
	if p := s.SyncPolicy; p != nil && p.ManagedNamespaceMetadata != nil && !slices.Contains(p.SyncOptions, CreateNamespace) {
		errs = append(errs, field.Forbidden(path.Child("syncPolicy", "managedNamespaceMetadata"), "needs the option "+string(CreateNamespace)))
	}
	return errs
}

// Validate refuses a source of nothing, two programs for one, and a password in its URL.
func (s Source) Validate(path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.require(s.Path == "" && s.Chart == "" && s.Ref == "", `needs one of path, chart, ref: the root of a repository is "."`, "path")
	r.invalid(hasPassword(s.RepoURL), "(a URL)", noPassword, "repoURL")
	r.refuse(s.Chart != "" && s.Path != "", "excludes chart: only one of them can be set", "path")
	r.require(s.Chart != "" && s.TargetRevision == "", "a chart has no HEAD: name a version, or a range of them", "targetRevision")
	r.refuse(s.Chart != "" && s.Ref != "", "a chart has no files that other sources could name", "ref")
	return append(r.errs, addon.AtMostOne(path,
		addon.Field("helm", s.Helm != nil), addon.Field("kustomize", s.Kustomize != nil),
		addon.Field("directory", s.Directory != nil), addon.Field("plugin", s.Plugin != nil))...)
}

// Validate refuses fields of which there are none.
func (d IgnoreDifference) Validate(path *field.Path) field.ErrorList {
	return Fields{d.JSONPointers, d.JQPathExpressions, d.ManagedFieldsManagers}.Validate(path)
}

// Validate refuses fields of which there are none.
func (f Fields) Validate(path *field.Path) field.ErrorList {
	if len(f.JSONPointers)+len(f.JQPathExpressions)+len(f.ManagedFieldsManagers) == 0 {
		return field.ErrorList{field.Required(path, "needs one of jsonPointers, jqPathExpressions, managedFieldsManagers")}
	}
	return nil
}

// Validate refuses a patch that is none, or two.
func (p KustomizePatch) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("path", p.Path != ""), addon.Field("patch", p.Patch != ""))
}

// Validate refuses a parameter of no kind, or of several.
func (p PluginParameter) Validate(path *field.Path) field.ErrorList {
	return addon.ExactlyOne(path, addon.Field("string", p.String != nil), addon.Field("array", p.Array != nil), addon.Field("map", p.Map != nil))
}

// Validate refuses a window that is never open, or for nothing.
func (w SyncWindow) Validate(path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.invalid(w.Schedule != "" && len(strings.Fields(w.Schedule)) != 5, w.Schedule, `must have five fields, as in "0 22 * * *"`, "schedule")
	if len(w.Applications)+len(w.Namespaces)+len(w.Clusters) == 0 {
		r.errs = append(r.errs, field.Required(path, "needs one of applications, namespaces, clusters"))
	}
	return r.errs
}

// Validate refuses a destination of no cluster, or of two.
func (s AppProjectSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, d := range s.Destinations {
		errs = append(errs, addon.ExactlyOne(path.Child("destinations").Index(i),
			addon.Field("server", d.Server != ""), addon.Field("name", d.Name != ""))...)
	}
	return errs
}
