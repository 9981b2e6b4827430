package check

import (
	"cmp"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// Permissions warns of rights that reach far, and tells who has them by which roles:
// wildcards, the Secrets of the whole cluster, and the verbs by which somebody gets more
// rights. A role that is bound to nobody is left alone. Where an addon needs such a right,
// accept the problem with what it is needed for.
var Permissions = Check{Name: "permissions", Run: permissions}

// strong are ClusterRoles that every cluster has and that reach far.
var strong = []string{"cluster-admin", "admin", "edit"}

// right is a right of somebody's.
type right struct{ addon, holder, what string }

func permissions(p *Pass) {
	by := map[right][]string{} // the roles that give it
	for _, o := range p.Objects {
		var role rbacv1.RoleRef
		var subjects []rbacv1.Subject
		switch x := o.Object.(type) {
		case *rbacv1.ClusterRoleBinding:
			role, subjects = x.RoleRef, x.Subjects
		case *rbacv1.RoleBinding:
			role, subjects = x.RoleRef, x.Subjects
		default:
			continue
		}
		k := infer.RoleKey(o.Key.Namespace, role)
		for _, what := range p.reaches(k, o.Key.Namespace == "") {
			for _, holder := range names(subjects, o.Key.Namespace) {
				r := right{o.Addon, holder, what}
				by[r] = append(by[r], k.String())
			}
		}
	}
	for r, roles := range by {
		slices.Sort(roles)
		p.report(Problem{Severity: Warning, Addon: r.addon, Object: r.holder,
			What: r.what + " by " + strings.Join(slices.Compact(roles), ", "),
			Fix:  "name in the roles what is needed"})
	}
}

func names(subjects []rbacv1.Subject, namespace string) []string {
	var out []string
	for _, s := range subjects {
		if s.Kind == rbacv1.ServiceAccountKind {
			out = append(out, s.Kind+" "+cmp.Or(s.Namespace, namespace)+"/"+s.Name)
		} else {
			out = append(out, s.Kind+" "+s.Name)
		}
	}
	return out
}

// reaches says what is far-reaching in a role that is bound in a namespace, or in the whole
// cluster.
func (p *Pass) reaches(role infer.Key, wide bool) []string {
	if role.Kind == "ClusterRole" && wide && slices.Contains(strong, role.Name) {
		return []string{"may do nearly everything"}
	}
	o := p.Find(role)
	if o == nil {
		return nil
	}
	var rules []rbacv1.PolicyRule
	switch x := o.Object.(type) {
	case *rbacv1.ClusterRole:
		rules = x.Rules
	case *rbacv1.Role:
		rules = x.Rules
	}
	var out []string
	add := func(ok bool, what string) {
		if ok && !slices.Contains(out, what) {
			out = append(out, what)
		}
	}
	for _, r := range rules {
		groups, resources, verbs := set(r.APIGroups), set(r.Resources), set(r.Verbs)
		add(resources["*"] || resources["*/*"], "may "+strings.Join(r.Verbs, ", ")+" all resources of "+groupNames(r.APIGroups))
		add(verbs["*"] && !resources["*"], "may do everything with "+strings.Join(slices.Concat(r.Resources, r.NonResourceURLs), ", "))
		add(wide && (groups[""] || groups["*"]) && resources["secrets"] && len(r.ResourceNames) == 0 &&
			(verbs["get"] || verbs["list"] || verbs["watch"] || verbs["*"]), "reads the Secrets of the whole cluster")
		rbac := groups[rbacv1.GroupName] || groups["*"]
		add(rbac && (verbs["escalate"] || verbs["bind"]), "gives rights that the holder doesn't have")
		add(verbs["impersonate"], "acts as somebody else")
	}
	return out
}

func set(list []string) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, s := range list {
		out[s] = true
	}
	return out
}

// groupNames names API groups for people.
func groupNames(groups []string) string {
	var out []string
	for _, g := range groups {
		switch g {
		case "*":
			return "every group"
		case "":
			g = "the core group"
		}
		out = append(out, g)
	}
	return strings.Join(out, ", ")
}
