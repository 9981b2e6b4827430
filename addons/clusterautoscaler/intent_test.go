package clusterautoscaler_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/clusterautoscaler"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// build returns what an install writes, by kind and name.
func build(t *testing.T, target addon.Target, o options) map[string]addon.Object {
	t.Helper()
	objs, err := clusterautoscaler.New(o).Objects(target)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]addon.Object{}
	for _, obj := range objs {
		all[obj.GetObjectKind().GroupVersionKind().Kind+" "+obj.GetName()] = obj
	}
	return all
}

const deployment = "Deployment cluster-autoscaler-aws-cluster-autoscaler"

func container(t *testing.T, target addon.Target, o options) corev1.Container {
	t.Helper()
	return kube.TemplateOf(build(t, target, o)[deployment]).Spec.Containers[0]
}

// The image is of the cluster's minor version, and the check of the plan tells where none is.
func TestImageFollowsVersion(t *testing.T) {
	for _, tc := range []struct {
		version addon.Version
		image   addon.Image
		want    string
		warns   bool
	}{
		{"1.28", addon.Image{}, "v1.28.7", false},
		{"1.29", addon.Image{}, "v1.29.5", false},
		{"1.30", addon.Image{}, "v1.30.7", false},
		{"1.31", addon.Image{}, "v1.31.5", false},
		{"1.32", addon.Image{}, "v1.32.7", false},
		{"1.33", addon.Image{}, "v1.33.6", false},
		{"1.34", addon.Image{}, "v1.34.5", false},
		{"1.35", addon.Image{}, "v1.35.2", false},
		{"1.36", addon.Image{}, "v1.36.1", false},
		{"1.99", addon.Image{}, "v1.36.1", true},
		{"1.34", addon.Image{Tag: "v1.34.0"}, "v1.34.0", false},
		{"1.34", addon.Image{Tag: "v1.33.0"}, "v1.33.0", true},
	} {
		plan, err := cluster.Cluster{
			Target: addon.Target{Name: "prod", Kubernetes: tc.version},
			Addons: []addon.Addon{clusterautoscaler.New(options{Pods: addon.Pods{Image: tc.image}})},
		}.Plan()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"registry.k8s.io/autoscaling/cluster-autoscaler:" + tc.want}, imagesOf(plan)); diff != "" {
			t.Errorf("%s: %s", tc.version, diff)
		}
		warned := slices.ContainsFunc(plan.Problems(), func(p check.Problem) bool { return p.Check == check.ClusterAutoscaler.Name })
		if warned != tc.warns {
			t.Errorf("%s, %s: there is a warning: %v", tc.version, tc.want, warned)
		}
	}
}

func imagesOf(plan *cluster.Plan) []string {
	var all []string
	for _, it := range plan.Items {
		if template := kube.TemplateOf(it.Object); template != nil {
			all = append(all, template.Spec.Containers[0].Image)
		}
	}
	return all
}

// Groups are found by the cluster's name, or as the options say.
func TestNodeGroups(t *testing.T) {
	const found = "--node-group-auto-discovery=asg:tag="
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"by the target's name", options{}, []string{found + "k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/prod"}},
		{"by another name", options{ClusterName: "blue"}, []string{found + "k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/blue"}},
		{"by tags", options{DiscoveryTags: []clusterautoscaler.Tag{{Key: "team", Value: "a=b c"}, {Key: "scaled"}}}, []string{found + "team=a=b c,scaled"}},
		{"named", options{Groups: []clusterautoscaler.Group{{Name: "a", MaxSize: 3}, {Name: "b", MinSize: 1, MaxSize: 2}}}, []string{"--nodes=0:3:a", "--nodes=1:2:b"}},
	} {
		var got []string
		for _, arg := range container(t, addontest.Target(), tc.options).Args {
			if strings.HasPrefix(arg, "--node") {
				got = append(got, arg)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// The region is the cluster's on AWS, unless the options say otherwise.
func TestRegion(t *testing.T) {
	for _, tc := range []struct {
		name    string
		target  addon.Target
		options options
		want    []string
	}{
		{"elsewhere", addontest.Target(), options{}, nil},
		{"elsewhere, told", addontest.Target(), options{Region: "eu-west-1"}, []string{"eu-west-1"}},
		{"on AWS", addontest.AWS(), options{}, []string{"ap-northeast-1"}},
		{"on AWS, told", addontest.AWS(), options{Region: "eu-west-1"}, []string{"eu-west-1"}},
	} {
		var got []string
		for _, e := range container(t, tc.target, tc.options).Env {
			if e.Name == "AWS_REGION" {
				got = append(got, e.Value)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// The program may read priorities where it goes by them, whoever writes them.
func TestPriorities(t *testing.T) {
	by := []clusterautoscaler.Expander{clusterautoscaler.Priority}
	groups := []clusterautoscaler.GroupPriority{{Priority: 1, Names: []string{".*"}}, {Priority: 20, Names: []string{"spot", "it's"}}}
	for _, tc := range []struct {
		name    string
		options options
		text    string
		reads   bool
	}{
		{"by others", options{Expanders: []clusterautoscaler.Expander{clusterautoscaler.MostPods}}, "", false},
		{"by priority", options{Expanders: by, Priorities: clusterautoscaler.Priorities{Groups: groups}}, "20:\n  - 'spot'\n  - 'it''s'\n1:\n  - '.*'\n", true},
		{"by somebody else's", options{Expanders: by, Priorities: clusterautoscaler.Priorities{Existing: true}}, "", true},
	} {
		all := build(t, addontest.Target(), tc.options)
		text := ""
		if m, ok := all["ConfigMap cluster-autoscaler-priority-expander"].(*corev1.ConfigMap); ok {
			text = m.Data["priorities"]
		}
		if diff := cmp.Diff(tc.text, text); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
		reads := slices.ContainsFunc(all["Role cluster-autoscaler-aws-cluster-autoscaler"].(*rbacv1.Role).Rules, func(r rbacv1.PolicyRule) bool {
			return slices.Contains(r.ResourceNames, "cluster-autoscaler-priority-expander")
		})
		if reads != tc.reads {
			t.Errorf("%s: may read the ConfigMap: %v", tc.name, reads)
		}
	}
}

// A log in JSON goes with none of the flags of a log in text.
func TestLogFormat(t *testing.T) {
	args := container(t, addontest.Target(), options{LogFormat: clusterautoscaler.LogJSON}).Args
	for _, arg := range args {
		if strings.Contains(arg, "stderr") {
			t.Errorf("there is %s", arg)
		}
	}
	if !slices.Contains(args, "--logging-format=json") {
		t.Errorf("the arguments are %v", args)
	}
}

// There is one autoscaler in a cluster.
func TestOnce(t *testing.T) {
	_, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{ID: "123456789012", Region: "eu-west-1"}},
		Addons: []addon.Addon{clusterautoscaler.New(options{}), clusterautoscaler.New(options{Namespace: "other"})},
	}.Plan()
	if err == nil {
		t.Error("two were planned")
	}
}
