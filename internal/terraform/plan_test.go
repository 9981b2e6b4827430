package terraform

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

// plugins is a folder with the AWS provider, as terraform init -plugin-dir takes it.
const plugins = "/opt/tf-plugins"

// run runs Terraform in a folder. It reads and writes nothing elsewhere, but for the provider.
func run(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("terraform", args...)
	cmd.Dir = dir
	cmd.Env = []string{
		"HOME=" + dir,
		"PATH=" + os.Getenv("PATH"),
		"TMPDIR=" + t.TempDir(),
		"TF_CLI_CONFIG_FILE=" + os.DevNull,
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("terraform %s: %v\n%s%s", strings.Join(args, " "), err, out, &stderr)
	}
	return out
}

// initialized skips a test where there is no Terraform or no provider, and prepares a
// folder.
func initialized(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("there is no terraform on the PATH")
	}
	if _, err := os.Stat(plugins); err != nil {
		t.Skipf("the AWS provider is not there: %v", err)
	}
	run(t, dir, "init", "-backend=false", "-input=false", "-no-color", "-plugin-dir="+plugins)
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// What is rendered is a root module.
func TestValidate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(goldens, "terraform", "pod-identity"))); err != nil {
		t.Fatal(err)
	}
	initialized(t, dir)
	if out := string(run(t, dir, "validate", "-no-color")); out != "Success! The configuration is valid.\n\n" {
		t.Error(out) // a warning
	}
}

// root calls the modules. The provider asks nobody for anything.
const root = `{
  "provider": {"aws": {
    "region": "eu-west-1", "access_key": "none", "secret_key": "none",
    "skip_credentials_validation": true, "skip_metadata_api_check": true,
    "skip_region_validation": true, "skip_requesting_account_id": true
  }},
  "module": {
    "govcloud": {
      "source": "./govcloud",
      "oidc_provider_arn": "arn:aws-us-gov:iam::123456789012:oidc-provider/oidc.eks.us-gov-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
    },
    "irsa": {"source": "./irsa"},
    "pod-identity": {"source": "./pod-identity"},
    "policies": {"source": "./policies", "oidc_provider_arn": "arn:aws:iam::123456789012:oidc-provider/example.com/id"}
  }
}`

// What Terraform would make is what CloudFormation would make of the same cluster, and the
// policies are those that were asked for.
func TestPlan(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "main.tf.json", []byte(root))
	for _, name := range cases {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(goldens, "terraform", name))); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range policyModule(t) {
		write(t, filepath.Join(dir, "policies"), name, data)
	}
	initialized(t, dir)
	run(t, dir, "plan", "-refresh=false", "-input=false", "-lock=false", "-out=plan")
	made := planned(t, run(t, dir, "show", "-json", "plan"))
	for _, name := range cases {
		template, err := os.ReadFile(filepath.Join(goldens, "cloudformation", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stack(t, template), made[name]); diff != "" {
			t.Errorf("%s (-CloudFormation +Terraform):\n%s", name, diff)
		}
	}
	for name, policy := range policies() {
		document, err := json.Marshal(policy)
		if err != nil {
			t.Fatal(err)
		}
		want := canonical(parsed(t, document))
		if diff := cmp.Diff(want, made["policies"]["policy /prod-"+name].(map[string]any)["document"]); diff != "" {
			t.Errorf("policy %s (-asked for +Terraform):\n%s", name, diff)
		}
	}
}

// policies are some of all kinds, by the name of their role.
func policies() map[string]aws.Policy {
	all := []string{"*"}
	return map[string]aws.Policy{
		"plain":     {Statements: []aws.Statement{{SID: "Read", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::b/*"}}}},
		"variables": {Statements: []aws.Statement{{Actions: []string{"s3:GetObject", "s3:PutObject"}, Resources: []string{"arn:aws:s3:::b/${aws:username}/${aws:PrincipalTag/team, 'none'}/*", "arn:aws:s3:::${*}${?}${$}"}}}},
		"directives": {Statements: []aws.Statement{{Actions: []string{"s3:ListBucket"}, Because: "for ${a} test", Conditions: []aws.Condition{
			{Operator: "StringLike", Key: "s3:prefix", Values: []string{"%{if a}", "$${b}", "%%{c}", `"q"`, "<&>", "", "é"}},
		}}}},
		"conditions": {Statements: []aws.Statement{{Effect: aws.Deny, Actions: all, Because: "all", Conditions: []aws.Condition{
			{Operator: "StringEquals", Key: "aws:ResourceTag/a${b}", Values: []string{"1"}},
			{Operator: "StringEquals", Key: "aws:RequestTag/a", Values: []string{"1", "2"}},
			{Operator: "ForAllValues:StringLike", Key: "aws:TagKeys", Values: []string{"a", "b"}},
			{Operator: "Null", Key: "aws:RequestTag/a", Values: []string{"true"}},
		}}}},
		"several": {Statements: []aws.Statement{
			{SID: "A", Actions: []string{"ec2:StopInstances", "ec2:StartInstances"}, Resources: []string{"arn:aws:ec2:::b", "arn:aws:ec2:::a"}},
			{SID: "B", Effect: aws.Deny, Actions: []string{"ec2:TerminateInstances"}, Because: "all"},
		}},
	}
}

func policyModule(t *testing.T) map[string][]byte {
	t.Helper()
	var needs []aws.Resource
	existing := cluster.Existing{}
	for _, name := range slices.Sorted(maps.Keys(policies())) {
		account := aws.ServiceAccount{Namespace: "tools", Name: name}
		needs = append(needs, &aws.Role{Name: name, ServiceAccount: account, Policies: []aws.Policy{policies()[name]}})
		existing.ServiceAccounts = append(existing.ServiceAccounts, account.String())
	}
	return module(t, existing, needing("policies", needs...))
}
