package karpenter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/karpenter"
)

// objects are the objects of a type.
func objects[T addon.Object](t *testing.T, target addon.Target, o options) []T {
	t.Helper()
	return addontest.Objects[T](t, target, karpenter.New(o))
}

// env is the value of an environment variable, and whether there is one.
func env(t *testing.T, target addon.Target, o options, name string) (string, bool) {
	t.Helper()
	vars := objects[*appsv1.Deployment](t, target, o)[0].Spec.Template.Spec.Containers[0].Env
	i := slices.IndexFunc(vars, func(v corev1.EnvVar) bool { return v.Name == name })
	if i < 0 {
		return "", false
	}
	return vars[i].Value, true
}

// Whatever affinity is given, by the options or by the target, the pods stay off the nodes
// that they make, and off each other's.
func TestOffItsOwnNodes(t *testing.T) {
	preferred := &corev1.Affinity{
		NodeAffinity: &corev1.NodeAffinity{PreferredDuringSchedulingIgnoredDuringExecution: []corev1.PreferredSchedulingTerm{{Weight: 1}}},
		PodAntiAffinity: &corev1.PodAntiAffinity{RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{
			LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "other"}}, TopologyKey: corev1.LabelHostname,
		}}},
	}
	everywhere := addontest.Target()
	everywhere.Pods.Affinity = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: pools("system")}}
	two := &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: pools("a", "b")}}
	for _, tc := range []struct {
		name     string
		target   addon.Target
		affinity *corev1.Affinity
		terms    int // of nodes
		apart    int // from other pods
	}{
		{"none", addontest.Target(), nil, 1, 1},
		{"preferences", addontest.Target(), preferred, 1, 2},
		{"two terms", addontest.Target(), two, 2, 1},
		{"no terms", addontest.Target(), &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{}}}, 1, 1},
		{"the target's", everywhere, nil, 1, 1},
	} {
		before := tc.affinity.DeepCopy()
		d := objects[*appsv1.Deployment](t, tc.target, options{Pods: addon.Pods{Affinity: tc.affinity}})[0]
		a := d.Spec.Template.Spec.Affinity
		terms := a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
		for _, term := range terms {
			last := term.MatchExpressions[len(term.MatchExpressions)-1]
			if last.Key != "karpenter.sh/nodepool" || last.Operator != corev1.NodeSelectorOpDoesNotExist {
				t.Errorf("%s: a term lets the pods onto nodes that they make: %v", tc.name, term)
			}
		}
		apart := a.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution
		if got := apart[len(apart)-1].LabelSelector; !cmp.Equal(got, d.Spec.Selector) {
			t.Errorf("%s: two pods can be on one node: %v", tc.name, apart)
		}
		if len(terms) != tc.terms || len(apart) != tc.apart {
			t.Errorf("%s: there are %d terms of nodes and %d of pods", tc.name, len(terms), len(apart))
		}
		if diff := cmp.Diff(before, tc.affinity); diff != "" {
			t.Errorf("%s: the options were changed: %s", tc.name, diff)
		}
	}
}

// The queue that is read is the one that is made, or the one that is there.
func TestQueueIsRead(t *testing.T) {
	for _, tc := range []struct {
		name    string
		target  addon.Target
		options options
		want    string
	}{
		{"elsewhere", addontest.Target(), options{}, ""},
		{"elsewhere, one that is there", addontest.Target(), options{InterruptionQueue: karpenter.InterruptionQueue{Existing: "a"}}, "a"},
		{"on AWS", addontest.AWS(), options{}, "prod"},
		{"of another cluster's name", addontest.AWS(), options{ClusterName: "blue"}, "blue"},
		{"of another name", addontest.AWS(), options{InterruptionQueue: karpenter.InterruptionQueue{Name: "b"}}, "b"},
		{"off", addontest.AWS(), options{InterruptionQueue: karpenter.InterruptionQueue{Disabled: true}}, ""},
	} {
		if got, set := env(t, tc.target, tc.options, "INTERRUPTION_QUEUE"); got != tc.want || set != (tc.want != "") {
			t.Errorf("%s: reads %q", tc.name, got)
		}
	}
}

// What is zero, or on by default, can be had all the same.
func TestZeros(t *testing.T) {
	o := options{
		VMMemoryOverheadPercent: new(0.0), DRARequests: true, Warmup: true,
		FeatureGates: map[karpenter.FeatureGate]bool{karpenter.ReservedCapacity: false},
	}
	for name, want := range map[string]string{
		"VM_MEMORY_OVERHEAD_PERCENT": "0",
		"IGNORE_DRA_REQUESTS":        "false",
		"DISABLE_CONTROLLER_WARMUP":  "false",
	} {
		if got, _ := env(t, addontest.Target(), o, name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if gates, _ := env(t, addontest.Target(), o, "FEATURE_GATES"); !strings.HasPrefix(gates, "ReservedCapacity=false,") {
		t.Errorf("the features are %s", gates)
	}
}

// A node class gets the role of nodes, by its name alone, unless it has one or a profile.
func TestRoleOfNodeClasses(t *testing.T) {
	for _, tc := range []struct {
		name    string
		role    karpenter.NodeRole
		own     string
		profile string
		want    string
	}{
		{"the one that is made", karpenter.NodeRole{}, "", "", "KarpenterNodeRole-prod"},
		{"of another name", karpenter.NodeRole{Name: "nodes"}, "", "", "nodes"},
		{"one that is there", karpenter.NodeRole{Existing: "old-nodes"}, "", "", "old-nodes"},
		{"one with a path", karpenter.NodeRole{Existing: "arn:aws:iam::123456789012:role/a/b/nodes"}, "", "", "nodes"},
		{"its own", karpenter.NodeRole{}, "own", "", "own"},
		{"a profile", karpenter.NodeRole{}, "", "profile", ""},
	} {
		o := class(func(s *karpenter.EC2NodeClassSpec) { s.Role, s.InstanceProfile = tc.own, tc.profile })
		o.NodeRole = tc.role
		if got := objects[*karpenter.EC2NodeClass](t, addontest.Target(), o)[0].Spec.Role; got != tc.want {
			t.Errorf("%s: has the role %q, not %q", tc.name, got, tc.want)
		}
		if o.NodeClasses[0].Role != tc.own {
			t.Errorf("%s: the options were changed", tc.name)
		}
	}
}

// What the definitions want and everybody would leave out is filled in.
func TestNodePoolIsFilledIn(t *testing.T) {
	spec := karpenter.NodePoolSpec{
		Template:   karpenter.NodeTemplate{Spec: karpenter.NodeSpec{NodeClassRef: karpenter.NodeClassReference{Name: "a"}}},
		Disruption: &karpenter.Disruption{Budgets: []karpenter.Budget{{Nodes: "1"}}},
	}
	got := karpenter.NewNodePool(metav1.ObjectMeta{Name: "a"}, spec).Spec
	if ref := got.Template.Spec.NodeClassRef; ref != (karpenter.NodeClassReference{Group: "karpenter.k8s.aws", Kind: "EC2NodeClass", Name: "a"}) {
		t.Errorf("refers to %v", ref)
	}
	if got.Template.Spec.Requirements == nil || got.Disruption.ConsolidateAfter != "0s" {
		t.Errorf("%+v", got)
	}
	if spec.Disruption.ConsolidateAfter != "" {
		t.Error("the caller's spec was changed")
	}
}

// Schedules are those that Karpenter reads.
func TestSchedules(t *testing.T) {
	for _, schedule := range []string{"@hourly", "* * * * *", "0 9 * * mon-fri", "*/15 0-6,22,23 1 JAN,jun 0", "5/10 ? 31 12 sat"} {
		bad{schedule, scheduled(schedule), nil}.check(t)
	}
	for schedule, why := range map[string]string{
		"60 * * * *":       `"60" is no minute: it goes from 0 to 59`,
		"@every 1h":        "must be times of the day in UTC",
		"TZ=UTC 0 9 * * *": "must be times of the day in UTC",
	} {
		bad{schedule, scheduled(schedule), []string{fmt.Sprintf("nodePools[0].disruption.budgets[0].schedule: Invalid value: %q: %s", schedule, why)}}.check(t)
	}
}

func scheduled(schedule string) options {
	return pool(func(s *karpenter.NodePoolSpec) {
		s.Disruption = &karpenter.Disruption{Budgets: []karpenter.Budget{{Schedule: schedule, Duration: *hours(1)}}}
	})
}

// One pod needs no budget, which would only block the drain of its node.
func TestDisruptionBudget(t *testing.T) {
	for replicas, want := range map[int32]int{1: 0, 2: 1} {
		o := options{Pods: addon.Pods{Replicas: &replicas}}
		if got := len(objects[*policyv1.PodDisruptionBudget](t, addontest.Target(), o)); got != want {
			t.Errorf("%d replicas have %d budgets", replicas, got)
		}
	}
}

// The cluster's DNS is in kube-system wherever the addon is.
func TestDNSRole(t *testing.T) {
	var got []string
	for _, b := range objects[*rbacv1.RoleBinding](t, addontest.Target(), options{Namespace: "nodes"}) {
		got = append(got, b.Namespace+"/"+b.Name+" for "+b.Subjects[0].Namespace+"/"+b.Subjects[0].Name)
	}
	if diff := cmp.Diff([]string{"nodes/karpenter for nodes/karpenter", "kube-system/karpenter-dns for nodes/karpenter"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
