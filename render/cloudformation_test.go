package render

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon/aws"
)

func TestCloudFormation(t *testing.T) {
	templates := Files{}
	for name, account := range accounts() {
		if account.OIDCIssuer == "" && account.Roles.Identity != aws.PodIdentity {
			account.OIDCIssuer = "oidc.eks.us-gov-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
		}
		p := planned(t, onAccount(account))
		template, err := CloudFormation(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := CloudFormation(planned(t, onAccount(account)))
		if err != nil || !bytes.Equal(template, again) {
			t.Errorf("%s: the same cluster again: %v\n%s", name, err, cmp.Diff(string(template), string(again)))
		}
		templates[name+".json"] = template

		var got struct {
			Resources map[string]struct {
				Type       string
				Properties struct{ RoleName, Path string }
			}
		}
		if err := json.Unmarshal(template, &got); err != nil {
			t.Fatal(err)
		}
		for _, r := range p.AWS() {
			role := aws.RoleOf(r.Resource)
			if role == nil {
				continue
			}
			made, ok := got.Resources[logicalID(role.Name, "Role")]
			if _, existing := account.Roles.Existing[role.Name]; ok == existing {
				t.Errorf("%s: role %s: made %t", name, role.Name, ok)
			}
			arn := account.IAMARN("role" + made.Properties.Path + made.Properties.RoleName)
			if ok && arn != p.Target.RoleARN(*role) {
				t.Errorf("%s: role %s: makes %s, and its service account names %s", name, role.Name, arn, p.Target.RoleARN(*role))
			}
		}
	}
	golden(t, filepath.Join("testdata", "cloudformation"), templates)
}

// CloudFormation has one answer for creation and updates.
func TestConflict(t *testing.T) {
	for _, tc := range []struct{ create, update, want aws.Conflict }{
		{"", "", ""},
		{aws.Overwrite, "", aws.Overwrite},
		{"", aws.Preserve, aws.Preserve},
		{aws.Overwrite, aws.Overwrite, aws.Overwrite},
		{aws.Overwrite, aws.Preserve, aws.Preserve},
		{aws.Overwrite, aws.None, aws.None},
		{aws.None, aws.Overwrite, aws.None},
		{aws.None, aws.Preserve, aws.Preserve},
	} {
		if got := conflict(aws.ManagedAddon{OnCreate: tc.create, OnUpdate: tc.update}); got != tc.want {
			t.Errorf("%q at creation and %q at updates: %q, want %q", tc.create, tc.update, got, tc.want)
		}
	}
}
