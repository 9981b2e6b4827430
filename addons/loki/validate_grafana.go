package loki

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

func validateGrafana(o Options, path *field.Path) field.ErrorList {
	g := o.Grafana
	errs := slices.Concat(
		validateReplicas(g, path),
		validateDatasources(g, path.Child("datasources")),
		validateDashboards(g, path.Child("dashboards")),
		validateINI(g.INI, path.Child("ini")),
	)
	if g.SSO != nil && g.rootURL() == "" {
		errs = append(errs, field.Required(path.Child("rootURL"), "the provider of sso sends users back to it"))
	}
	return errs
}

// validateReplicas refuses several Grafanas that each have a database of their own.
func validateReplicas(g Grafana, path *field.Path) field.ErrorList {
	n := *g.Pods.Replicas
	if n <= 1 {
		return nil
	}
	var errs field.ErrorList
	if db := g.INI["database"]; db["type"] != "postgres" && db["type"] != "mysql" && db["url"] == "" {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), n, `must be 0 or 1, unless the section database of ini has the type "postgres" or "mysql": each would have a database of its own`))
	}
	if g.Persistence != nil {
		errs = append(errs, field.Forbidden(path.Child("persistence"), "one volume is for one pod: what several share is in the database"))
	}
	return errs
}

// validateDatasources refuses data sources of one name, and two defaults.
func validateDatasources(g Grafana, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names, uids, found := map[string]bool{"Loki": true}, map[string]bool{"loki": true, "": true}, ""
	for i, d := range g.Datasources {
		p := path.Index(i)
		if names[d.Name] {
			errs = append(errs, field.Duplicate(p.Child("name"), d.Name))
		}
		if uids[d.UID] && d.UID != "" {
			errs = append(errs, field.Duplicate(p.Child("uid"), d.UID))
		}
		switch {
		case d.Default && found != "":
			errs = append(errs, field.Forbidden(p.Child("default"), found+" is the default data source"))
		case d.Default:
			found = d.Name
		}
		names[d.Name], uids[d.UID] = true, true
	}
	return errs
}

// validateDashboards refuses folders of one name.
func validateDashboards(g Grafana, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{"sidecar": g.CollectDashboards}
	for i, d := range g.Dashboards {
		if names[d.Name] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("name"), d.Name))
		}
		names[d.Name] = true
	}
	return errs
}

var (
	// iniName is what sections and keys are called.
	iniName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[-._a-zA-Z0-9 ]+$`) })

	// secretKey is what keys are called that hold a secret.
	secretKey = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(^|_)(password|secret|secret_key|private_key|token|pass|auth_token)$`)
	})
)

// validateINI refuses secrets, and what Grafana would read otherwise than it is meant.
func validateINI(sections map[string]map[string]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, section := range slices.Sorted(maps.Keys(sections)) {
		if section != "" && !iniName().MatchString(section) {
			errs = append(errs, field.Invalid(path.Key(section), section, "must be the name of a section"))
		}
		for _, key := range slices.Sorted(maps.Keys(sections[section])) {
			p, v := path.Key(section).Key(key), sections[section][key]
			if !iniName().MatchString(key) {
				errs = append(errs, field.Invalid(p, key, "must be the name of a key"))
			}
			if strings.ContainsAny(v, "\n\r`") {
				errs = append(errs, field.Invalid(p, v, "must be one line, without backquotes"))
			}
			if secretKey().MatchString(key) && v != "" && !strings.HasPrefix(v, "$") {
				errs = append(errs, field.Forbidden(p, "is a secret: give it as the environment variable GF_"+envName(section)+"_"+envName(key)+", in pods.extraEnv"))
			}
		}
	}
	return errs
}

// envName is a section or key in the name of an environment variable.
func envName(s string) string {
	return strings.ToUpper(strings.NewReplacer(".", "_", "-", "_", " ", "_").Replace(s))
}
