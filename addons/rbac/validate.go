package rbac

import (
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	v := validator{seen: map[string]bool{}}
	v.teams(o, path.Child("teams"))
	for i, s := range o.Systems {
		v.unique("system", s.Name, path.Child("systems").Index(i).Child("name"))
		v.systems = append(v.systems, s.Name)
	}
	for _, r := range standardRoles() {
		v.roles = append(v.roles, r.Name)
	}
	for i, r := range o.Roles {
		p := path.Child("roles").Index(i)
		v.unique("role", r.Name, p.Child("name"))
		if len(r.Like) == 0 && len(r.Rules) == 0 {
			v.errs = append(v.errs, field.Required(p, "gives nothing: needs like, rules or both"))
		}
		v.rules(r, p.Child("rules"))
		v.roles = append(v.roles, r.Name)
	}
	v.grants(o.Cluster, nil, path.Child("cluster"))
	v.namespaces(o.Namespaces, nil, path.Child("namespaces"))
	return v.errs
}

// validator walks the options, with the names that are known so far.
type validator struct {
	errs                      field.ErrorList
	seen                      map[string]bool
	teamNames, systems, roles []string
}

// unique refuses a name that another thing of the kind has.
func (v *validator) unique(kind, name string, path *field.Path) {
	if v.seen[kind+" "+name] {
		v.errs = append(v.errs, field.Duplicate(path, name))
	}
	v.seen[kind+" "+name] = true
}

func (v *validator) teams(o Options, path *field.Path) {
	for i, t := range o.Teams {
		p := path.Index(i)
		v.unique("team", t.Name, p.Child("name"))
		v.teamNames = append(v.teamNames, t.Name)
		if t.Group == "" && o.Organization == "" {
			v.errs = append(v.errs, field.Required(p.Child("group"), "can't be told without organization"))
		}
	}
}

// rules refuses rules that the API server would refuse, or that give nothing.
func (v *validator) rules(r Role, path *field.Path) {
	for i, rule := range r.Rules {
		p := path.Index(i)
		if len(rule.Verbs) == 0 {
			v.errs = append(v.errs, field.Required(p.Child("verbs"), "a rule without verbs gives nothing"))
		}
		if len(rule.NonResourceURLs) == 0 && (len(rule.APIGroups) == 0 || len(rule.Resources) == 0) {
			v.errs = append(v.errs, field.Required(p, "needs apiGroups and resources, or nonResourceURLs"))
		}
	}
}

func (v *validator) unknown(path *field.Path, name string, known []string) {
	if len(known) == 0 {
		v.errs = append(v.errs, field.Invalid(path, name, "is not defined: none is"))
		return
	}
	v.errs = append(v.errs, field.NotSupported(path, name, known))
}

// grants checks the grants of one place. The inherited ones hold there already.
func (v *validator) grants(grants, inherited []Grant, path *field.Path) {
	for i, g := range grants {
		p := path.Index(i)
		v.errs = append(v.errs, addon.ExactlyOne(p,
			addon.Field("team", g.Team != ""),
			addon.Field("user", g.User != ""),
			addon.Field("system", g.System != ""),
		)...)
		switch {
		case g.Team != "" && !slices.Contains(v.teamNames, g.Team):
			v.unknown(p.Child("team"), g.Team, v.teamNames)
		case g.System != "" && !slices.Contains(v.systems, g.System):
			v.unknown(p.Child("system"), g.System, v.systems)
		}
		if g.Role != "" && !slices.Contains(v.roles, g.Role) {
			v.unknown(p.Child("role"), g.Role, v.roles)
		}
		switch {
		case slices.Contains(grants[:i], g):
			v.errs = append(v.errs, field.Duplicate(p, g.who()+" "+g.Role))
		case slices.Contains(inherited, g):
			v.errs = append(v.errs, field.Invalid(p, g.who()+" "+g.Role, "holds here already, from a namespace above"))
		}
	}
}

func (v *validator) namespaces(list []Namespace, inherited []Grant, path *field.Path) {
	for i, ns := range list {
		p := path.Index(i)
		v.unique("namespace", ns.Name, p.Child("name"))
		v.grants(ns.Grants, inherited, p.Child("grants"))
		v.namespaces(ns.Children, slices.Concat(inherited, ns.Grants), p.Child("children"))
	}
}
