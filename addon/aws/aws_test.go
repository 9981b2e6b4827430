package aws_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
)

func TestARNs(t *testing.T) {
	for _, tc := range []struct{ region, want string }{
		{"eu-west-1", "arn:aws:dynamodb:eu-west-1:123456789012:table/a arn:aws:s3:::a arn:aws:iam::123456789012:role/a arn:aws:iam::aws:policy/a"},
		{"cn-north-1", "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/a arn:aws-cn:s3:::a arn:aws-cn:iam::123456789012:role/a arn:aws-cn:iam::aws:policy/a"},
		{"us-gov-west-1", "arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/a arn:aws-us-gov:s3:::a arn:aws-us-gov:iam::123456789012:role/a arn:aws-us-gov:iam::aws:policy/a"},
	} {
		a := &aws.Account{ID: "123456789012", Region: tc.region}
		got := strings.Join([]string{a.ARN("dynamodb", "table/a"), a.GlobalARN("s3", "a"), a.IAMARN("role/a"), a.ManagedPolicyARN("a")}, " ")
		if got != tc.want {
			t.Errorf("%s:\n%s\nnot\n%s", tc.region, got, tc.want)
		}
	}
}

// The document is the one that IAM takes.
func TestPolicyDocument(t *testing.T) {
	got, err := json.Marshal(aws.Policy{Name: "a", Source: "https://example.com", Statements: []aws.Statement{
		{
			SID: "Read", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::a/*"},
			Conditions: []aws.Condition{
				{Operator: "StringEquals", Key: "aws:PrincipalTag/a&b", Values: []string{"<1>"}},
				{Operator: "StringEquals", Key: "s3:prefix", Values: []string{"x", "y"}},
				{Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"true"}},
			},
		},
		{Effect: aws.Deny, Actions: []string{"s3:ListAllMyBuckets"}, Because: "of a test"},
	}})
	const want = `{"Version":"2012-10-17","Statement":[` +
		`{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::a/*"],"Condition":{"Bool":{"aws:SecureTransport":["true"]},"StringEquals":{"aws:PrincipalTag/a\u0026b":["\u003c1\u003e"],"s3:prefix":["x","y"]}}},` +
		`{"Effect":"Deny","Action":["s3:ListAllMyBuckets"],"Resource":["*"]}]}`
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s\nnot\n%s", err, got, want)
	}
}

func TestAccountIsChecked(t *testing.T) {
	tags := map[string]string{"": "a", "aws:x": "a", "AWS:x": "a", "a": strings.Repeat("b", 257), "a,b": "c", strings.Repeat("a", 129): "", "fine": "", "also.fine_:/=+-@ é": "v 1"}
	many := map[string]string{}
	for i := range 51 {
		many[fmt.Sprint(i)] = ""
	}
	long := strings.Repeat("a", 129)
	const tag = "must be a tag that AWS takes: a key of 1 to 128 and a value of up to 256 letters, digits, spaces and any of _.:/=+-@, and the key not beginning with aws:"
	for _, tc := range []struct {
		account aws.Account
		want    []string
	}{
		{aws.Account{Region: "us-gov-west-1", Partition: aws.GovCloud, Roles: aws.Roles{
			Identity: aws.PodIdentity, NamePrefix: new(""), Path: "/a/b/", PermissionsBoundary: "arn:aws-us-gov:iam::123456789012:policy/p/q",
			Existing: map[string]string{"a": "arn:aws-us-gov:iam::123456789012:role/p/q"},
		}}, nil},
		{aws.Account{Region: "cn-north-1", Partition: aws.Standard}, []string{`partition: Invalid value: "aws": must be aws-cn, to which the region cn-north-1 belongs`}},
		{aws.Account{Region: "eu-west-1", Roles: aws.Roles{Identity: "kiam"}}, []string{`roles.identity: Unsupported value: "kiam": supported values: "irsa", "pod-identity"`}},
		{aws.Account{Region: "eu-west-1", Roles: aws.Roles{Path: "a"}}, []string{`roles.path: Invalid value: "a": must match ^/([!-.0-~]+/)*$`}},
		{aws.Account{Region: "eu-west-1", Roles: aws.Roles{NamePrefix: new("a/")}}, []string{`roles.namePrefix: Invalid value: "a/": must match ^[A-Za-z0-9_+=,.@-]*$`}},
		{aws.Account{Region: "eu-west-1", Roles: aws.Roles{PermissionsBoundary: "limit"}}, []string{`roles.permissionsBoundary: Invalid value: "limit": must match ^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[^ ]+$`}},
		{aws.Account{Region: "eu-west-1", Roles: aws.Roles{Existing: map[string]string{"a": "b"}}}, []string{`roles.existing[a]: Invalid value: "b": must be the ARN of a role, and match ^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$`}},
		{aws.Account{Region: "eu-west-1", Roles: aws.Roles{Tags: many}}, []string{`roles.tags: Too many: 51: must have at most 50 items`}},
		{aws.Account{Region: "eu-west-1", Roles: aws.Roles{Tags: tags}}, []string{
			`roles.tags[]: Invalid value: "a": ` + tag,
			`roles.tags[AWS:x]: Invalid value: "a": ` + tag,
			`roles.tags[a]: Invalid value: "` + strings.Repeat("b", 257) + `": ` + tag,
			`roles.tags[a,b]: Invalid value: "c": ` + tag,
			`roles.tags[` + long + `]: Invalid value: "": ` + tag,
			`roles.tags[aws:x]: Invalid value: "a": ` + tag,
		}},
	} {
		tc.account.ID = "123456789012"
		var got []string
		for _, err := range addon.Check(tc.account, nil) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}
