package render

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
)

// What is for an AWS account is printed, or written to a folder that follows the cluster.
func TestOutputForAWS(t *testing.T) {
	onAWS := onAccount(aws.Account{ID: "123456789012", Region: "eu-west-1", OIDCIssuer: "oidc.eks.eu-west-1.amazonaws.com/id/A"})
	t.Chdir(t.TempDir())
	for _, tc := range []struct {
		args   string
		c      cluster.Cluster
		status int
		stdout string // a part of it; nothing where it is empty
		stderr string
		files  string // those of the folder out
	}{
		{args: "-format terraform", c: onAWS, stdout: `"aws_iam_role": {`},
		{args: "-format terraform -addon uploader", c: onAWS, stdout: `"uploader": {`},
		{args: "-format cloudformation", c: onAWS, stdout: `"AWSTemplateFormatVersion": "2010-09-09",`},
		{args: "-format terraform", c: prod(), status: 1, stderr: "fitout: cluster prod: aws: Required value: Terraform is for what addons need in an AWS account\n"},
		{args: "-o out", c: onAWS, status: 2, stderr: "fitout: -o out: goes with -format terraform or cloudformation: redirect what is printed\nrun it with -h for help\n"},
		{args: "-check -o out", c: onAWS, status: 2, stderr: "fitout: -o out: goes with -format terraform or cloudformation: redirect what is printed\nrun it with -h for help\n"},
		{args: "-format terraform -addon uploader -o out", c: onAWS, status: 2, stderr: "fitout: -o out: can't go with -addon: the files of the other addons would be removed\nrun it with -h for help\n"},
		{args: "-format terraform -o out", c: onAWS, files: "ci.tf.json ebs.tf.json fitout.tf.json network.tf.json nodes.tf.json reader.tf.json uploader-internal.tf.json uploader.tf.json"},
		{args: "-format cloudformation -o out", c: onAWS, status: 1, stderr: "fitout: out holds the files of another output, terraform of cluster prod: give cloudformation of cluster prod a folder of its own\n", files: "ci.tf.json ebs.tf.json fitout.tf.json network.tf.json nodes.tf.json reader.tf.json uploader-internal.tf.json uploader.tf.json"},
		{args: "-format cloudformation -o out/cfn", c: onAWS, files: "cfn ci.tf.json ebs.tf.json fitout.tf.json network.tf.json nodes.tf.json reader.tf.json uploader-internal.tf.json uploader.tf.json"},
	} {
		var stdout, stderr bytes.Buffer
		status := run("fitout", strings.Fields(tc.args), &stdout, &stderr, []cluster.Cluster{tc.c})
		if status != tc.status || stderr.String() != tc.stderr {
			t.Errorf("%q: status %d, stderr:\n%swant %d:\n%s", tc.args, status, &stderr, tc.status, tc.stderr)
		}
		if !strings.Contains(stdout.String(), tc.stdout) || tc.stdout == "" && stdout.Len() > 0 {
			t.Errorf("%q: stdout:\n%s\nwant:\n%s", tc.args, &stdout, tc.stdout)
		}
		var names []string
		entries, _ := os.ReadDir("out")
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), ".") {
				names = append(names, e.Name())
			}
		}
		if got := strings.Join(names, " "); got != tc.files {
			t.Errorf("%q: out has %s, not %s", tc.args, got, tc.files)
		}
	}
	if _, err := os.Stat(filepath.Join("out", "cfn", "template.json")); err != nil {
		t.Error(err)
	}
}
