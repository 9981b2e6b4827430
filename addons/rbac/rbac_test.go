package rbac_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/rbac"
	"github.com/fitout/fitout/cluster"
)

// company is a tree of two levels, with people and systems.
func company(p rbac.Propagation) rbac.Options {
	return rbac.Options{
		Organization: "example",
		GroupPrefix:  "oidc:",
		UserPrefix:   "oidc:",
		Propagation:  p,
		Teams:        []rbac.Team{{Name: "developers"}, {Name: "bizeng"}, {Name: "deploy-members", Group: "example:deploy"}},
		Systems:      []rbac.System{{Name: "kube-ci-deploy", Namespace: "managed-by-developers"}},
		Roles: []rbac.Role{
			{Name: "deploy", Rules: []rbacv1.PolicyRule{{APIGroups: []string{"apps"}, Resources: []string{"deployments"}, Verbs: []string{"get", "list", "patch"}}}},
			{
				Name:  rbac.Developer,
				Like:  []rbac.BuiltinRole{rbac.KubernetesEdit},
				Rules: []rbacv1.PolicyRule{{APIGroups: []string{"networking.istio.io"}, Resources: []string{"virtualservices"}, Verbs: []string{"get", "list", "watch"}}},
			},
		},
		Cluster: []rbac.Grant{
			{Team: "deploy-members", Role: rbac.Admin},
			{User: "example-bot", Role: rbac.Biz},
		},
		Namespaces: []rbac.Namespace{{
			Name:              "example-inc",
			CascadingDeletion: true,
			Labels:            map[string]string{"owner": "infrastructure"},
			PodSecurity:       kube.Baseline,
			Grants:            []rbac.Grant{{Team: "developers", Role: rbac.Biz}},
			Children: []rbac.Namespace{
				{
					Name:   "managed-by-developers",
					Grants: []rbac.Grant{{Team: "developers", Role: rbac.Developer}, {System: "kube-ci-deploy", Role: "deploy"}},
				},
				{
					Name:   "managed-by-bizeng",
					Grants: []rbac.Grant{{Team: "bizeng", Role: rbac.Developer}},
				},
			},
		}},
	}
}

func TestAddon(t *testing.T) {
	addontest.Run(t, rbac.Definition,
		addontest.Case[rbac.Options]{Name: "defaults"},
		addontest.Case[rbac.Options]{Name: "full", Options: company(rbac.Flatten)},
		addontest.Case[rbac.Options]{
			Name:     "hnc",
			Target:   addontest.AWS(),
			Options:  company(rbac.HNC),
			Existing: cluster.Existing{CRDs: []string{"hierarchyconfigurations.hnc.x-k8s.io"}},
		},
	)
}

// Whichever way rights go down the tree, the same people must end up with them.
func TestFlattenedIsWhatHNCWouldMake(t *testing.T) {
	parents := map[string]string{"managed-by-developers": "example-inc", "managed-by-bizeng": "example-inc"}
	byHNC := bindings(t, rbac.HNC)
	for ns, parent := range parents {
		byHNC[ns] = append(byHNC[ns], byHNC[parent]...)
		slices.Sort(byHNC[ns])
	}
	if diff := cmp.Diff(byHNC, bindings(t, rbac.Flatten)); diff != "" {
		t.Errorf("HNC -, flattened +:\n%s", diff)
	}
}

// bindings are who has which role, by namespace.
func bindings(t *testing.T, p rbac.Propagation) map[string][]string {
	t.Helper()
	objs, err := rbac.New(company(p)).Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, o := range objs {
		if b, ok := o.(*rbacv1.RoleBinding); ok {
			out[b.Namespace] = append(out[b.Namespace], b.Subjects[0].Name+" "+b.RoleRef.Name)
			slices.Sort(out[b.Namespace])
		}
	}
	return out
}

func TestBadOptions(t *testing.T) {
	_, err := rbac.New(rbac.Options{
		Teams: []rbac.Team{{Name: "developers", Group: "example:developers"}, {Name: "bizeng"}},
		Roles: []rbac.Role{
			{Name: "nothing"},
			{Name: "broken", Rules: []rbacv1.PolicyRule{{Resources: []string{"pods"}}}},
		},
		Cluster: []rbac.Grant{
			{Role: rbac.Admin},
			{Team: "developer", Role: rbac.Admin},
			{Team: "developers", Role: "boss"},
		},
		Namespaces: []rbac.Namespace{{
			Name:   "a",
			Grants: []rbac.Grant{{Team: "developers", Role: rbac.Biz}},
			Children: []rbac.Namespace{
				{Name: "a", Grants: []rbac.Grant{{Team: "developers", Role: rbac.Biz}, {System: "ci", Role: rbac.Biz}}},
			},
		}},
	}).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`teams[1].group: Required value: can't be told without organization`,
		`roles[0]: Required value: gives nothing: needs like, rules or both`,
		`roles[1].rules[0].verbs: Required value: a rule without verbs gives nothing`,
		`roles[1].rules[0]: Required value: needs apiGroups and resources, or nonResourceURLs`,
		`cluster[0]: Required value: needs one of team, user, system`,
		`cluster[1].team: Unsupported value: "developer": supported values: "developers", "bizeng"`,
		`cluster[2].role: Unsupported value: "boss": supported values: "admin", "developer", "biz", "nothing", "broken"`,
		`namespaces[0].children[0].name: Duplicate value: "a"`,
		`namespaces[0].children[0].grants[0]: Invalid value: "developers biz": holds here already, from a namespace above`,
		`namespaces[0].children[0].grants[1].system: Invalid value: "ci": is not defined: none is`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
