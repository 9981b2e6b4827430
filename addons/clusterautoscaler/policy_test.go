package clusterautoscaler_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/clusterautoscaler"
)

// The right to change groups reaches as far as the options do, and no further.
func TestScaleGroups(t *testing.T) {
	const arn = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/"
	has := func(tag string) aws.Condition {
		return aws.Condition{Operator: "Null", Key: "aws:ResourceTag/" + tag, Values: []string{"false"}}
	}
	for _, tc := range []struct {
		name       string
		options    options
		resources  []string
		conditions []aws.Condition
	}{
		{"the cluster's", options{}, []string{arn + "*"}, []aws.Condition{
			has("k8s.io/cluster-autoscaler/enabled"), has("k8s.io/cluster-autoscaler/prod"),
		}},
		{"another name", options{ClusterName: "blue"}, []string{arn + "*"}, []aws.Condition{
			has("k8s.io/cluster-autoscaler/enabled"), has("k8s.io/cluster-autoscaler/blue"),
		}},
		{"tags", options{DiscoveryTags: []clusterautoscaler.Tag{{Key: "team", Value: "ml"}, {Key: "scaled"}}}, []string{arn + "*"}, []aws.Condition{
			{Operator: "StringEquals", Key: "aws:ResourceTag/team", Values: []string{"ml"}}, has("scaled"),
		}},
		{"names", options{Groups: []clusterautoscaler.Group{{Name: "a", MaxSize: 3}, {Name: "b", MaxSize: 2}}}, []string{arn + "a", arn + "b"}, nil},
	} {
		tc.options.Region = "eu-west-1"
		statements := role(t, tc.options).Policies[0].Statements
		got := statements[len(statements)-1]
		want := aws.Statement{
			SID:        "ScaleGroups",
			Actions:    []string{"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"},
			Resources:  tc.resources,
			Conditions: tc.conditions,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// Whatever the cluster is called in tags, its node groups go by the name that EKS knows.
func TestReadNodeGroups(t *testing.T) {
	got := role(t, options{ClusterName: "blue"}).Policies[0].Statements[1].Resources
	if diff := cmp.Diff([]string{"arn:aws:eks:ap-northeast-1:123456789012:nodegroup/prod/*/*"}, got); diff != "" {
		t.Error(diff)
	}
}

// With an access key there is no role.
func TestAccessKey(t *testing.T) {
	key := addon.SecretRef{Name: "aws", Key: "key"}
	if r := role(t, options{AccessKey: &clusterautoscaler.AccessKey{ID: key, Secret: key}}); r != nil {
		t.Errorf("there is the role %v", r)
	}
}

// role is what the options need on AWS, or nil.
func role(t *testing.T, o options) *aws.Role {
	t.Helper()
	all, err := clusterautoscaler.New(o).AWS(addontest.AWS())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		return nil
	}
	return aws.RoleOf(all[0])
}
