package check_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// onAWS is an addon of YAML that needs something in an AWS account.
type onAWS struct {
	addon.Addon
	needs []aws.Resource
}

func (a onAWS) AWS(addon.Target) ([]aws.Resource, error) { return a.needs, nil }

const account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: app%s}}"

// with is an addon with a service account app/web, whose annotations are given.
func with(name, annotations string, needs ...aws.Resource) addon.Addon {
	return onAWS{raw(name, fmt.Sprintf(account, annotations)), needs}
}

// web is a role for the service account app/web.
func web(policies ...aws.Policy) *aws.Role {
	return &aws.Role{Name: "web", ServiceAccount: aws.ServiceAccount{Namespace: "app", Name: "web"}, Policies: policies}
}

func eks(roles aws.Roles) addon.Target {
	return addon.Target{Name: "prod", AWS: &aws.Account{ID: "123456789012", Region: "eu-west-1", Roles: roles}}
}

func TestAWSRoles(t *testing.T) {
	const named = `, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::123456789012:role/mine"}`
	long := strings.Repeat("a", 63)
	for _, tc := range []struct {
		name      string
		roles     aws.Roles
		elsewhere bool
		existing  cluster.Existing
		addons    []addon.Addon
		want      []string
	}{
		{name: "one role", addons: []addon.Addon{with("a", "", web())}},
		{
			name: "a role that is there, for an account that names it", addons: []addon.Addon{with("a", named, web())},
			roles: aws.Roles{Existing: map[string]string{"web": "arn:aws:iam::123456789012:role/mine"}},
		},
		{
			name: "no account", elsewhere: true, addons: []addon.Addon{with("a", named, web())},
			want: []string{"warning: ServiceAccount app/web: metadata.annotations[eks.amazonaws.com/role-arn]: names an AWS role, and the target has no AWS account: give the target its account in aws, or leave the annotation out"},
		},
		{
			name: "nobody makes the service account", addons: []addon.Addon{onAWS{raw("a", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: app}}"), []aws.Resource{web()}}},
			want: []string{"error: Addon a: needs the AWS role web for ServiceAccount app/web, which nobody brings: correct the name, or name it in existing.serviceAccounts"},
		},
		{
			name: "the cluster has the service account", existing: cluster.Existing{ServiceAccounts: []string{"app/web"}},
			addons: []addon.Addon{onAWS{raw("a", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: app}}"), []aws.Resource{web()}}},
			want:   []string{"warning: Addon a: needs the AWS role web for ServiceAccount app/web, which the cluster has already: annotate it with eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/prod-web"},
		},
		{
			name: "it names another role", addons: []addon.Addon{with("a", named, web())},
			want: []string{"error: ServiceAccount app/web: metadata.annotations[eks.amazonaws.com/role-arn]: names the role arn:aws:iam::123456789012:role/mine, and the target gives it arn:aws:iam::123456789012:role/prod-web: leave the annotation out, and name a role that exists in aws.roles.existing[web]"},
		},
		{
			name: "two roles", addons: []addon.Addon{with("a", "", web()), onAWS{raw("b", "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: app}}"), []aws.Resource{web()}}},
			want: []string{
				"error: Addon b: needs an AWS role web, as a does: give each role a name of its own",
			},
		},
		{
			name: "two roles for one account", addons: []addon.Addon{with("a", "", web(), &aws.Role{Name: "web-more", ServiceAccount: web().ServiceAccount})},
			want: []string{
				"error: Addon a: needs an AWS role for ServiceAccount app/web, as a does: ask for all rights in one role",
				"error: ServiceAccount app/web: metadata.annotations[eks.amazonaws.com/role-arn]: names the role arn:aws:iam::123456789012:role/prod-web, and the target gives it arn:aws:iam::123456789012:role/prod-web-more: leave the annotation out, and name a role that exists in aws.roles.existing[web-more]",
			},
		},
		{
			name: "a long name", roles: aws.Roles{NamePrefix: &long}, addons: []addon.Addon{with("a", "", web())},
			want: []string{"error: Addon a: its AWS role is called " + long + "web, which has 66 characters and not 64 at most: give a shorter aws.roles.namePrefix"},
		},
		{
			name: "a role that nobody asks for", addons: []addon.Addon{with("a", "", web())},
			roles: aws.Roles{Existing: map[string]string{"wbe": "arn:aws:iam::123456789012:role/mine"}},
			want:  []string{"error: Cluster prod: aws.roles.existing[wbe]: no addon asks for a role of this name: there is web"},
		},
		{
			name: "roles for others than pods", roles: aws.Roles{Existing: map[string]string{"ci": "arn:aws:iam::123456789012:role/ci"}, Identity: aws.IRSA},
			addons: []addon.Addon{with("a", "", web(), &aws.NodeRole{Name: "nodes-" + long}, &aws.FederatedRole{Name: "ci"}), with("b", "", &aws.FederatedRole{Name: "web"})},
			want: []string{
				"error: Addon a: its AWS role is called nodes-" + long + ", which has 69 characters and not 64 at most: give it a shorter name",
				"error: Addon b: needs an AWS role web, as a does: give each role a name of its own",
			},
		},
		{
			name: "no agent", roles: aws.Roles{Identity: aws.PodIdentity}, addons: []addon.Addon{with("a", "", web())},
			want: []string{"warning: Cluster prod: aws.roles.identity: nobody brings DaemonSet kube-system/eks-pod-identity-agent, without which pods get no credentials: add eks.PodIdentityAgent, or name it in existing.daemonSets"},
		},
		{
			name: "an agent", roles: aws.Roles{Identity: aws.PodIdentity}, addons: []addon.Addon{with("a", "", web(), &aws.ManagedAddon{
				Name: "eks-pod-identity-agent", Installs: []aws.Object{{Kind: "DaemonSet", Namespace: "kube-system", Name: "eks-pod-identity-agent"}},
			})},
		},
	} {
		target := eks(tc.roles)
		if tc.elsewhere {
			target.AWS = nil
		}
		got := found(t, cluster.Cluster{Target: target, Existing: tc.existing, Addons: tc.addons}, check.AWSRoles.Name)
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

func TestAWSQueues(t *testing.T) {
	long := strings.Repeat("a", 60)
	queue := func(name string, retention time.Duration) *aws.Queue {
		return &aws.Queue{Name: name, Retention: retention, Events: []aws.Event{{Name: "Spot", Source: "aws.ec2", DetailType: "a"}}}
	}
	got := found(t, cluster.Cluster{Target: eks(aws.Roles{}), Addons: []addon.Addon{
		with("a", "", queue("prod", 5*time.Minute), queue("a.b", time.Second)),
		onAWS{raw("b", "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: app}}"), []aws.Resource{queue("prod", time.Minute), queue(long, time.Hour)}},
	}}, check.AWSQueues.Name)
	want := []string{
		`error: Addon a: its SQS queue a.b keeps events for 1s: SQS takes whole seconds, from a minute to a fortnight`,
		`error: Addon a: its SQS queue is called "a.b": take up to 80 letters, digits, hyphens and underscores`,
		"error: Addon b: its EventBridge rule is called " + long + "-Spot, which has 65 characters and not 64 at most: give its queue a shorter name",
		"error: Addon b: needs an SQS queue prod, as a does: give each queue a name of its own",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAWSPolicies(t *testing.T) {
	right := aws.Statement{SID: "Read", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::bucket/*"}}
	with1 := func(change func(*aws.Statement)) aws.Policy {
		s := right
		change(&s)
		return aws.Policy{Statements: []aws.Statement{s}}
	}
	var many []aws.Statement
	for i := range 80 {
		s := right
		s.SID = fmt.Sprintf("Read%d", i)
		many = append(many, s)
	}
	manyRoles := web()
	manyRoles.ManagedPolicies = strings.Split(strings.Repeat("ReadOnlyAccess ", 11), " ")[:11]
	is := aws.Condition{Operator: "StringEquals", Key: "aws:ResourceTag/a", Values: []string{"b"}}
	for _, tc := range []struct {
		role *aws.Role
		want []string
	}{
		{web(aws.Policy{Statements: []aws.Statement{right, {Actions: []string{"s3:ListAllMyBuckets"}, Because: "S3 knows no resource for it"}, {Effect: aws.Deny, Actions: []string{"*"}, Because: "outside the office"}}}), nil},
		{web(aws.Policy{}), []string{"policy web: has no statement: leave it out"}},
		{web(aws.Policy{Name: "a", Statements: many[:1]}, aws.Policy{Name: "a", Statements: many[:1]}), []string{"policy web-a: the role has two of this name: give each policy a name of its own"}},
		{web(aws.Policy{Name: "a", Statements: many}), []string{"policy web-a: has 7788 characters, and IAM takes 6144: make it two, each with a name"}},
		{manyRoles, []string{"role web has 11 policies, and IAM takes 10 unless the account's quota is higher: put several policies into one"}},
		{web(aws.Policy{Statements: []aws.Statement{right, right}}), []string{`policy web: statement Read: its SID is not unique within the policy, or has others than letters and digits: call it by what it is for, as in "ManageRecords"`}},
		{web(with1(func(s *aws.Statement) { s.SID = "Read it" })), []string{`policy web: statement Read it: its SID is not unique within the policy, or has others than letters and digits: call it by what it is for, as in "ManageRecords"`}},
		{web(with1(func(s *aws.Statement) { s.Effect = "allow" })), []string{`policy web: statement Read: its effect is "allow": there is Allow and Deny`}},
		{web(with1(func(s *aws.Statement) { s.Actions = nil })), []string{"policy web: statement Read: has no actions: name them"}},
		{web(with1(func(s *aws.Statement) { s.Actions = []string{"s3:*", "s3:Get*", "GetObject"} })), []string{
			`policy web: statement Read: the action "GetObject" is not of the form service:Action: name each action`,
			`policy web: statement Read: the action "s3:*" is not of the form service:Action: name each action`,
			`policy web: statement Read: the action "s3:Get*" is not of the form service:Action: name each action`,
		}},
		{web(with1(func(s *aws.Statement) { s.Resources = nil })), []string{"policy web: statement Read: holds for all resources: name them, or say in Because why it must"}},
		{web(with1(func(s *aws.Statement) { s.Resources = []string{} })), []string{"policy web: statement Read: has an empty list of resources: name some; nil is all of them"}},
		{web(with1(func(s *aws.Statement) { s.Resources = []string{"*"} })), []string{`policy web: statement Read: the resource "*" is no ARN: leave Resources nil for all, with the reason in Because`}},
		{web(with1(func(s *aws.Statement) { s.Because = "of it" })), []string{"policy web: statement Read: says why it holds for all resources, but doesn't: leave Because out"}},
		{web(with1(func(s *aws.Statement) { s.Conditions = []aws.Condition{{Operator: "Bool", Key: "aws:SecureTransport"}} })), []string{"policy web: statement Read: has a condition without an operator, a key or values: give all three"}},
		{web(with1(func(s *aws.Statement) { s.Conditions = []aws.Condition{is, is} })), []string{"policy web: statement Read: has two conditions of one operator and key: put their values into one"}},
	} {
		var want []string
		for _, w := range tc.want {
			severity := "error"
			if strings.HasPrefix(w, "role") {
				severity = "warning"
			}
			want = append(want, severity+": Addon a: "+w)
		}
		got := found(t, cluster.Cluster{Target: eks(aws.Roles{}), Addons: []addon.Addon{with("a", "", tc.role)}}, check.AWSPolicies.Name)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func TestManagedAddons(t *testing.T) {
	const driver = "{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: ebs.csi.aws.com}}"
	scaler := func(target string) addon.Addon {
		return raw("scaler", strings.Replace(pods(""), `image: "web:1"`, `image: "registry.k8s.io/cpa/cluster-proportional-autoscaler:v1.9.0", args: [--namespace=kube-system, --target=`+target+`]`, 1))
	}
	ebs := &aws.ManagedAddon{Name: "aws-ebs-csi-driver", Installs: []aws.Object{{Kind: "CSIDriver", Name: "ebs.csi.aws.com"}}}
	coredns := func(configuration string) addon.Addon {
		return with("eks", "", &aws.ManagedAddon{Name: "coredns", Configuration: json.RawMessage(configuration)})
	}
	for _, tc := range []struct {
		name   string
		addons []addon.Addon
		want   []string
	}{
		{name: "a driver", addons: []addon.Addon{with("eks", "", ebs)}},
		{
			name: "a driver and its twin", addons: []addon.Addon{with("eks", "", ebs), raw("ebs", driver)},
			want: []string{"error: CSIDriver ebs.csi.aws.com: is what EKS's addon aws-ebs-csi-driver installs too, by eks: keep one of the two addons"},
		},
		{
			name: "a driver twice", addons: []addon.Addon{with("eks", "", ebs, ebs)},
			want: []string{"error: Addon eks: has EKS manage aws-ebs-csi-driver, as eks does: keep one of the two"},
		},
		{
			name: "copies are counted twice", addons: []addon.Addon{coredns(`{"autoScaling":{"enabled":true}}`), scaler("Deployment/coredns")},
			want: []string{"error: Deployment app/web: spec.template.spec.containers[0].args: sets the copies of Deployment coredns, and so does EKS's addon coredns, whose autoScaling is on: switch one of the two off"},
		},
		{
			name: "no JSON", addons: []addon.Addon{coredns(`[1]`)},
			want: []string{"error: Addon eks: configures coredns by what is no JSON object: json: cannot unmarshal array into Go value of type map[string]interface {}"},
		},
		{
			name: "PRESERVE from the start", addons: []addon.Addon{with("eks", "", &aws.ManagedAddon{Name: "coredns", OnCreate: aws.Preserve})},
			want: []string{"error: Addon eks: has EKS keep what coredns finds when it is made: take NONE or OVERWRITE for onCreate: PRESERVE is for updates"},
		},
		{name: "EKS doesn't count", addons: []addon.Addon{coredns(`{"autoScaling":{"enabled":false}}`), scaler("deployment/coredns")}},
		{name: "EKS's defaults", addons: []addon.Addon{coredns(""), scaler("deployment/coredns")}},
		{name: "another Deployment", addons: []addon.Addon{coredns(`{"autoScaling":{"enabled":true}}`), scaler("deployment/other")}},
	} {
		got := found(t, cluster.Cluster{Target: eks(aws.Roles{}), Addons: tc.addons}, check.ManagedAddons.Name)
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
