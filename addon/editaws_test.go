package addon_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

func TestEditAWS(t *testing.T) {
	type options struct{}
	a := addon.Definition[options]{
		Card: addon.Card{Name: "a"},
		AWS: func(addon.Target, options) ([]aws.Resource, error) {
			return []aws.Resource{
				&aws.Role{Name: "a"},
				&aws.ManagedAddon{Name: "vpc-cni", Role: &aws.Role{Name: "cni"}},
			}, nil
		},
	}.New(options{})
	readOnly := func(r *aws.Role) { r.ManagedPolicies = []string{"ReadOnlyAccess"} }
	for _, tc := range []struct {
		edit addon.Addon
		want []aws.Resource
		err  string
	}{
		{
			edit: addon.EditAWS(a, "a", readOnly),
			want: []aws.Resource{&aws.Role{Name: "a", ManagedPolicies: []string{"ReadOnlyAccess"}}, &aws.ManagedAddon{Name: "vpc-cni", Role: &aws.Role{Name: "cni"}}},
		},
		{
			edit: addon.EditAWS(a, "cni", readOnly),
			want: []aws.Resource{&aws.Role{Name: "a"}, &aws.ManagedAddon{Name: "vpc-cni", Role: &aws.Role{Name: "cni", ManagedPolicies: []string{"ReadOnlyAccess"}}}},
		},
		{
			edit: addon.EditAWS(a, "vpc-cni", func(m *aws.ManagedAddon) { m.Version = "v1" }),
			want: []aws.Resource{&aws.Role{Name: "a"}, &aws.ManagedAddon{Name: "vpc-cni", Version: "v1", Role: &aws.Role{Name: "cni"}}},
		},
		{edit: addon.EditAWS(a, "b", readOnly), err: `edit: no *aws.Role "b": there is a, cni`},
		{
			edit: addon.EditAWS(addon.Definition[options]{Card: addon.Card{Name: "n"}}.New(options{}), "b", readOnly),
			err:  `edit: no *aws.Role "b": the addon needs none`,
		},
	} {
		got, err := tc.edit.AWS(addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "eu-west-1"}})
		if msg := errorText(err); msg != tc.err {
			t.Errorf("error %q, not %q", msg, tc.err)
		}
		if diff := cmp.Diff(tc.want, got); tc.err == "" && diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
