package karpenter_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/karpenter"
)

// needs are what the addon needs in the account: the controller's role, and the names of the
// role of nodes and of the queue, which are empty where there is none.
func needs(t *testing.T, target addon.Target, o options) (role *aws.Role, nodes, queue string) {
	t.Helper()
	all, err := karpenter.New(o).AWS(target)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		switch r := r.(type) {
		case *aws.Role:
			role = r
		case *aws.NodeRole:
			nodes = r.Name
		case *aws.Queue:
			queue = r.Name
		}
	}
	return role, nodes, queue
}

// Roles and queues that are there already are not made, and the policies are those that the
// options need.
func TestWhatIsMade(t *testing.T) {
	for _, tc := range []struct {
		name         string
		options      options
		policies     string // beside those that are always there
		nodes, queue string
	}{
		{"defaults", options{}, "interruption", "KarpenterNodeRole-prod", "prod"},
		{"other names", options{NodeRole: karpenter.NodeRole{Name: "a"}, InterruptionQueue: karpenter.InterruptionQueue{Name: "b"}}, "interruption", "a", "b"},
		{"there already", options{NodeRole: karpenter.NodeRole{Existing: "a"}, InterruptionQueue: karpenter.InterruptionQueue{Existing: "b"}}, "interruption", "", ""},
		{"no queue", options{InterruptionQueue: karpenter.InterruptionQueue{Disabled: true}}, "", "KarpenterNodeRole-prod", ""},
		{"zonal shift", options{ZonalShift: true}, "interruption zonal-shift", "KarpenterNodeRole-prod", "prod"},
	} {
		role, nodes, queue := needs(t, addontest.AWS(), tc.options)
		var policies []string
		for _, p := range role.Policies {
			policies = append(policies, p.Name)
		}
		want := append([]string{"node-lifecycle", "iam-integration", "eks-integration", "resource-discovery"}, strings.Fields(tc.policies)...)
		if diff := cmp.Diff(want, policies); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
		if nodes != tc.nodes || queue != tc.queue {
			t.Errorf("%s: the role of nodes is %q, and the queue %q", tc.name, nodes, queue)
		}
	}
}

// Instances get the role of nodes, and those that node classes name, and no other.
func TestPassRole(t *testing.T) {
	const roles = "arn:aws:iam::123456789012:role/"
	own := class(func(s *karpenter.EC2NodeClassSpec) { s.Role = "own" })
	own.NodeClasses = append(own.NodeClasses, own.NodeClasses[0])
	same := class(func(s *karpenter.EC2NodeClassSpec) { s.Role = "KarpenterNodeRole-prod" })
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"the one that is made", options{}, []string{roles + "KarpenterNodeRole-prod"}},
		{"one that is there", options{NodeRole: karpenter.NodeRole{Existing: "a"}}, []string{roles + "a"}},
		{"one with a path", options{NodeRole: karpenter.NodeRole{Existing: roles + "b/a"}}, []string{roles + "b/a"}},
		{"node classes'", own, []string{roles + "KarpenterNodeRole-prod", roles + "own"}},
		{"the same by name", same, []string{roles + "KarpenterNodeRole-prod"}},
	} {
		role, _, _ := needs(t, addontest.AWS(), tc.options)
		for _, p := range role.Policies {
			for _, s := range p.Statements {
				if slices.Contains(s.Actions, "iam:PassRole") {
					if diff := cmp.Diff(tc.want, s.Resources); diff != "" {
						t.Errorf("%s: -want +got:\n%s", tc.name, diff)
					}
				}
			}
		}
	}
}

// What is made or changed has the cluster's tags, and all is in the region and the partition.
func TestPoliciesAreNarrow(t *testing.T) {
	target := addontest.AWS()
	target.AWS.Region = "cn-north-1"
	role, _, _ := needs(t, target, options{ClusterName: "blue", Region: "cn-northwest-1", ZonalShift: true})
	for _, p := range role.Policies {
		for _, s := range p.Statements {
			text, err := json.Marshal(s.Conditions)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range s.Actions {
				_, verb, _ := strings.Cut(a, ":")
				changes := slices.ContainsFunc([]string{"Add", "Delete", "Remove", "Tag", "Terminate"}, func(v string) bool { return strings.HasPrefix(verb, v) })
				if changes && !strings.HasPrefix(a, "sqs:") && !strings.Contains(string(text), "ResourceTag/kubernetes.io/cluster/blue") {
					t.Errorf("%s: %s isn't narrowed to what is the cluster's", s.SID, a)
				}
			}
			for _, arn := range s.Resources {
				regional := !strings.HasPrefix(arn, "arn:aws-cn:iam:")
				if !strings.HasPrefix(arn, "arn:aws-cn:") || regional && !strings.Contains(arn, ":cn-northwest-1:") {
					t.Errorf("%s: %s is elsewhere", s.SID, arn)
				}
			}
		}
	}
}
