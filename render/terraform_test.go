package render

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

func TestTerraform(t *testing.T) {
	for name, account := range accounts() {
		t.Run(name, func(t *testing.T) {
			p := planned(t, onAccount(account))
			files, err := Terraform(p)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", "terraform", name), files)
			again, err := Terraform(planned(t, onAccount(account)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(files, again); diff != "" {
				t.Errorf("the same cluster again:\n%s", diff)
			}
			rolesMatch(t, p, files)
			document, err := terraformDocument(p)
			if err != nil {
				t.Fatal(err)
			}
			sameBlocks(t, files, document)
		})
	}
}

// rolesMatch holds the roles of a module to the ARNs by which service accounts name them.
func rolesMatch(t *testing.T, p *cluster.Plan, files Files) {
	t.Helper()
	want, got := map[string]bool{}, map[string]bool{}
	for _, r := range p.AWS() {
		role := aws.RoleOf(r.Resource)
		switch r := r.Resource.(type) {
		case *aws.NodeRole:
			want[p.Target.AWS.IAMARN("role/"+r.Name)] = true
		case *aws.FederatedRole:
			role = &aws.Role{Name: r.Name}
		}
		if role != nil && !p.Target.RoleExists(*role) {
			want[p.Target.RoleARN(*role)] = true
		}
	}
	for _, data := range files {
		var f struct {
			Resource struct {
				Role map[string]struct{ Name, Path string } `json:"aws_iam_role"`
			}
		}
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
		for _, r := range f.Resource.Role {
			got[p.Target.AWS.IAMARN("role"+r.Path+r.Name)] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the roles by ARN:\n%s", diff)
	}
}

// sameBlocks holds the one document to what the files have.
func sameBlocks(t *testing.T, files Files, document []byte) {
	t.Helper()
	want := map[string]bool{}
	for _, data := range files {
		maps.Copy(want, blocks(t, data))
	}
	if diff := cmp.Diff(want, blocks(t, document)); diff != "" {
		t.Errorf("the document (-files +document):\n%s", diff)
	}
}

func blocks(t *testing.T, data []byte) map[string]bool {
	t.Helper()
	var f map[string]any
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	delete(f, "//")
	all := map[string]bool{}
	for kind, labels := range f {
		for label, v := range labels.(map[string]any) {
			if kind != "resource" && kind != "data" {
				text, _ := json.Marshal(v)
				all[kind+" "+label+" "+string(text)] = true
				continue
			}
			for name, v := range v.(map[string]any) {
				text, _ := json.Marshal(v)
				all[kind+" "+label+" "+name+" "+string(text)] = true
			}
		}
	}
	return all
}

// A cluster whose addons need nothing is a module that makes nothing, so that applying it
// takes away what they needed once.
func TestTerraformOfNothing(t *testing.T) {
	c := onAccount(accounts()["govcloud"])
	c.Addons = []addon.Addon{needing("idle", "")}
	files, err := Terraform(planned(t, c))
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Collect(maps.Keys(files)); !slices.Equal(got, []string{"fitout.tf.json"}) {
		t.Errorf("writes %v", got)
	}
	if strings.Contains(string(files["fitout.tf.json"]), "variable") {
		t.Errorf("there are variables that nothing refers to: %s", files["fitout.tf.json"])
	}
}

func TestNotForAWS(t *testing.T) {
	elsewhere := prod()
	twins := onAccount(accounts()["irsa"])
	twins.Target.AWS.Roles.Existing = nil
	twins.Addons = []addon.Addon{
		needing("a", "", roleFor("a", aws.Policy{Name: "b-c", Statements: []aws.Statement{{Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::x/*"}}}})),
		needing("b", "", roleFor("a-b", aws.Policy{Name: "c", Statements: []aws.Statement{{Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::x/*"}}}})),
	}
	reserved := onAccount(accounts()["govcloud"])
	reserved.Addons = []addon.Addon{needing("fitout", "", &aws.ManagedAddon{Name: "coredns"})}
	shared := onAccount(accounts()["govcloud"])
	shared.Addons = []addon.Addon{
		needing("dns-internal", "", &aws.ManagedAddon{Name: "coredns"}),
		needing("dns", "internal", &aws.ManagedAddon{Name: "kube-proxy"}),
	}
	unknown := onAccount(accounts()["govcloud"])
	nothing := onAccount(accounts()["govcloud"])
	nothing.Addons = []addon.Addon{needing("idle", "")}
	for _, tc := range []struct {
		name                      string
		cluster                   cluster.Cluster
		terraform, cloudFormation string
	}{
		{
			"a plan with errors", troubled(),
			"cluster troubled: web: " + noKeys,
			"cluster troubled: web: " + noKeys,
		},
		{
			"no account", elsewhere,
			"cluster prod: aws: Required value: Terraform is for what addons need in an AWS account",
			"cluster prod: aws: Required value: CloudFormation is for what addons need in an AWS account",
		},
		{
			"two policies of one name", twins,
			"cluster prod: b: it would be a second data.aws_iam_policy_document.a_b_c, after that of a: give its roles and policies other names",
			"cluster prod: b: it would be a second resource ABCPolicy: give its roles and policies other names",
		},
		{
			"an addon with a name that is taken", reserved,
			"cluster prod: fitout: fitout.tf.json can't be its file, since it is another one's",
			"",
		},
		{
			"two addons with one file", shared,
			"cluster prod: dns/internal: dns-internal.tf.json can't be its file, since it is another one's",
			"",
		},
		{
			"no issuer", unknown,
			"",
			"cluster prod: aws.oidcIssuer: Required value: roles trust the cluster's OIDC issuer, and a CloudFormation template can't have it as a parameter",
		},
		{
			"nothing", nothing,
			"",
			"cluster prod: its addons need nothing from AWS that is to be made, and a CloudFormation template can't be empty",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := planned(t, tc.cluster)
			files, err := Terraform(p)
			if message(err) != tc.terraform || (err != nil) != (files == nil) {
				t.Errorf("Terraform: %d files, error %v, want %q", len(files), err, tc.terraform)
			}
			document, err := terraformDocument(p)
			if message(err) != tc.terraform || (err != nil) != (document == nil) {
				t.Errorf("Terraform as one document: %d bytes, error %v, want %q", len(document), err, tc.terraform)
			}
			template, err := CloudFormation(p)
			if message(err) != tc.cloudFormation || (err != nil) != (template == nil) {
				t.Errorf("CloudFormation: %d bytes, error %v, want %q", len(template), err, tc.cloudFormation)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestLabels(t *testing.T) {
	for name, want := range map[string]string{
		"external-dns":         "external_dns",
		"AmazonEKS_CNI_Policy": "amazoneks_cni_policy",
		"1st":                  "_1st",
		"a.b/c":                "a_b_c",
		"é":                    "_",
		"":                     "_",
	} {
		if got := label(name); got != want {
			t.Errorf("label(%q) = %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"external-dns-internal": "ExternalDnsInternalRole",
		"vpc_cni":               "VpcCniRole",
		"1st.b":                 "1stBRole",
	} {
		if got := logicalID(name, "Role"); got != want {
			t.Errorf("logicalID(%q) = %q, want %q", name, got, want)
		}
	}
}

// Terraform takes a quoted string as it is. What it makes of one is tested in
// internal/terraform, by its own parser.
func TestQuote(t *testing.T) {
	for s, want := range map[string]template{
		"a":                        "a",
		"$5 and 5%":                "$5 and 5%",
		"${aws:PrincipalTag/team}": "$${aws:PrincipalTag/team}",
		"%{if a}":                  "%%{if a}",
		"$${a}%%{b}":               "$$${a}%%%{b}",
	} {
		if got := quote(s); got != want {
			t.Errorf("quote(%q) = %q, want %q", s, got, want)
		}
	}
}
