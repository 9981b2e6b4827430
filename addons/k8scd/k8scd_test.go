package k8scd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/k8scd"
)

type options = k8scd.Options

const organization = "11111111-2222-3333-4444-555555555555"

// circleCI is a project at CircleCI.
func circleCI() *k8scd.OIDC {
	return &k8scd.OIDC{
		Issuer:   "oidc.circleci.com/org/" + organization,
		Audience: organization,
		Subjects: []string{"org/" + organization + "/project/66666666-7777-8888-9999-000000000000/user/*"},
	}
}

func TestAddon(t *testing.T) {
	addontest.Run(t, k8scd.Definition,
		addontest.Case[options]{Name: "defaults", Options: options{OIDC: circleCI()}},
		addontest.Case[options]{Name: "token", Options: options{Token: &k8scd.Token{}}},
		addontest.Case[options]{
			Name: "aws", Target: addontest.AWS(),
			Options: options{
				OIDC: &k8scd.OIDC{
					Issuer:   "token.actions.githubusercontent.com",
					Audience: "sts.amazonaws.com",
					Subjects: []string{"repo:example/manifests:ref:refs/heads/main"},
				},
				Namespaces: []string{"managed-by-developers", "web"},
			},
		},
		addontest.Case[options]{
			Name: "full", Target: addontest.AWS(),
			Options: options{
				Namespace:        "deploy",
				OIDC:             circleCI(),
				Token:            &k8scd.Token{Secret: "k8s-cd-2026"},
				Apply:            []k8scd.Kinds{{Group: "apps", Resources: []string{"deployments", "deployments/scale"}}},
				Namespaces:       []string{"web"},
				ApplyClusterWide: []k8scd.Kinds{{Resources: []string{"namespaces"}}},
				Delete:           true,
				RBAC:             k8scd.RBAC{Enabled: true, Bind: []string{"view", "edit"}, Escalate: true},
			},
		},
	)
}

func TestBadOptions(t *testing.T) {
	for name, tc := range map[string]struct {
		options options
		want    []string
	}{
		"no way in": {options{}, []string{`<nil>: Required value: needs one of oidc, token`}},
		"everybody, and everything": {
			options{
				OIDC:  &k8scd.OIDC{Issuer: "https://token.actions.githubusercontent.com", Audience: "sts.amazonaws.com", Subjects: []string{"*", "repo:*:ref:refs/heads/main"}},
				Apply: []k8scd.Kinds{{Group: "*", Resources: []string{"*"}}, {Group: "rbac.authorization.k8s.io", Resources: []string{"roles"}}},
				RBAC:  k8scd.RBAC{Bind: []string{"admin"}, Escalate: true},
			},
			[]string{
				`oidc.subjects[0]: Invalid value: "*": must name the organization: anybody at the provider would match`,
				`oidc.subjects[1]: Invalid value: "repo:*:ref:refs/heads/main": must name the organization: anybody at the provider would match`,
				`oidc.issuer: Invalid value: "https://token.actions.githubusercontent.com": must match ^[a-z0-9.-]+(/[^ ]+)?$`,
				`apply[0].group: Invalid value: "*": must match ^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$`,
				`apply[0].resources[0]: Invalid value: "*": must match ^[a-z0-9]+(/[a-z]+)?$`,
				`rbac.bind: Forbidden: needs enabled`,
				`rbac.escalate: Forbidden: needs enabled`,
				`apply[1].group: Forbidden: say in rbac which rights may be given to others`,
			},
		},
	} {
		_, err := k8scd.New(tc.options).Objects(addontest.Target())
		var got []string
		for _, err := range addon.Errors(err) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
