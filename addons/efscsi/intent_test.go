package efscsi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/efscsi"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// build returns what an install writes, by kind and name.
func build(t *testing.T, target addon.Target, o options) map[string]addon.Object {
	t.Helper()
	objs, err := efscsi.New(o).Objects(target)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]addon.Object{}
	for _, obj := range objs {
		all[obj.GetObjectKind().GroupVersionKind().Kind+" "+obj.GetName()] = obj
	}
	return all
}

func podsOf(o addon.Object) corev1.PodSpec { return kube.TemplateOf(o).Spec }

// A node without the driver can mount no volume, so that no default for all pods may keep
// the driver from a node.
func TestNodesOfTheTarget(t *testing.T) {
	target := addontest.Target()
	target.Pods = addon.Pods{
		NodeSelector:     map[string]string{"example.com/role": "tools", corev1.LabelOSStable: "linux"},
		Tolerations:      []corev1.Toleration{{Key: "example.com/role", Value: "tools"}},
		Affinity:         &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{}},
		TopologySpread:   []corev1.TopologySpreadConstraint{{MaxSkew: 1, TopologyKey: corev1.LabelTopologyZone, WhenUnsatisfiable: corev1.DoNotSchedule}},
		RuntimeClassName: "gvisor",
	}
	all := build(t, target, options{Node: efscsi.Node{Pods: addon.Pods{NodeSelector: map[string]string{"example.com/efs": "true"}}}})
	got := podsOf(all["DaemonSet efs-csi-node"])
	if diff := cmp.Diff(map[string]string{corev1.LabelOSStable: "linux", "example.com/efs": "true"}, got.NodeSelector); diff != "" {
		t.Errorf("node selector: %s", diff)
	}
	if diff := cmp.Diff([]corev1.Toleration{{Operator: corev1.TolerationOpExists}}, got.Tolerations); diff != "" {
		t.Errorf("tolerations: %s", diff)
	}
	if cmp.Equal(target.Pods.Affinity, got.Affinity) || len(got.TopologySpreadConstraints) > 0 || got.RuntimeClassName != nil {
		t.Error("takes the target's affinity, spread or runtime class")
	}
}

// The controller goes where the target sends all pods, and bears what is tainted there.
func TestControllerOfTheTarget(t *testing.T) {
	target := addontest.Target()
	target.Pods = addon.Pods{
		NodeSelector: map[string]string{"example.com/role": "tools"},
		Tolerations:  []corev1.Toleration{{Key: "example.com/role", Value: "tools"}},
		Affinity:     &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{}},
	}
	got := podsOf(build(t, target, options{})["Deployment efs-csi-controller"])
	if diff := cmp.Diff(map[string]string{"example.com/role": "tools", corev1.LabelOSStable: "linux"}, got.NodeSelector); diff != "" {
		t.Error(diff)
	}
	if n := len(got.Tolerations); n != 3 || !cmp.Equal(target.Pods.Tolerations[0], got.Tolerations[n-1]) {
		t.Errorf("tolerations are %v", got.Tolerations)
	}
	if diff := cmp.Diff(target.Pods.Affinity, got.Affinity); diff != "" {
		t.Error(diff)
	}
}

// Whatever taints the pods on the nodes are to bear, they bear those that the driver takes
// away, and those of nodes that go.
func TestNeededTolerations(t *testing.T) {
	spot := corev1.Toleration{Key: "spot", Operator: corev1.TolerationOpExists}
	needed := []string{"efs.csi.aws.com/agent-not-ready", "ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption"}
	for _, tc := range []struct {
		name  string
		given []corev1.Toleration
		want  []string
	}{
		{"nothing said", nil, []string{""}},
		{"none", []corev1.Toleration{}, needed},
		{"some", []corev1.Toleration{spot}, append([]string{"spot"}, needed...)},
		{"all of an effect", []corev1.Toleration{{Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute}}, append([]string{""}, needed...)},
		{"all", []corev1.Toleration{spot, {Operator: corev1.TolerationOpExists}}, []string{"spot", ""}},
	} {
		var got []string
		for _, tol := range podsOf(build(t, addontest.Target(), options{Node: efscsi.Node{Pods: addon.Pods{Tolerations: tc.given}}})["DaemonSet efs-csi-node"]).Tolerations {
			got = append(got, tol.Key)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// The driver parts tags at spaces, and keys from values at colons, so that those within are
// escaped.
func TestTagsAreEscaped(t *testing.T) {
	args := podsOf(build(t, addontest.Target(), options{
		Tags: map[string]string{"team": "ml", "cost center": "4711:a b", "none": ""},
	})["Deployment efs-csi-controller"]).Containers[0].Args
	var got []string
	for _, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--tags="); ok {
			got = append(got, value)
		}
	}
	if diff := cmp.Diff([]string{`cost\ center:4711\:a\ b none: team:ml`}, got); diff != "" {
		t.Error(diff)
	}
}

// A limit that is given is one, and upstream's values for others are off.
func TestLimits(t *testing.T) {
	for _, tc := range []struct {
		name string
		node efscsi.Node
		want []string
	}{
		{"none", efscsi.Node{}, []string{
			"--max-inflight-mount-calls-opt-in=false", "--max-inflight-mount-calls=10",
			"--volume-attach-limit-opt-in=false", "--volume-attach-limit=20",
		}},
		{"both", efscsi.Node{MaxMounts: 3, VolumeAttachLimit: 7}, []string{
			"--max-inflight-mount-calls-opt-in=true", "--max-inflight-mount-calls=3",
			"--volume-attach-limit-opt-in=true", "--volume-attach-limit=7",
		}},
	} {
		var got []string
		for _, arg := range podsOf(build(t, addontest.Target(), options{Node: tc.node})["DaemonSet efs-csi-node"]).Containers[0].Args {
			if strings.Contains(arg, "limit") && strings.Contains(arg, "attach") || strings.Contains(arg, "inflight") {
				got = append(got, arg)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// A single controller needs neither a budget, which would do nothing, nor a spread.
func TestOneController(t *testing.T) {
	all := build(t, addontest.Target(), options{Pods: addon.Pods{Replicas: new(int32(1))}})
	if all["PodDisruptionBudget efs-csi-controller"] != nil {
		t.Error("there is a PodDisruptionBudget")
	}
	if d := all["Deployment efs-csi-controller"].(*appsv1.Deployment); len(d.Spec.Template.Spec.TopologySpreadConstraints) > 0 {
		t.Error("there is a spread")
	}
}

// The driver doesn't start where its region lacks the endpoints that it is to use.
func TestFIPSRegions(t *testing.T) {
	for region, want := range map[string]string{
		"us-east-1":      "",
		"us-gov-west-1":  "",
		"ca-central-1":   "",
		"ap-northeast-1": "fips: Forbidden: the region ap-northeast-1 has no such endpoints: those in the USA and Canada do",
	} {
		target := addontest.AWS()
		target.AWS.Region = region
		_, err := efscsi.New(options{FIPS: true}).Objects(target)
		if got := errorOf(err); got != want {
			t.Errorf("%s: %q", region, got)
		}
	}
}

func errorOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// The driver that EKS manages, and one that is installed otherwise, are refused beside this
// one, since Kubernetes knows one driver of a name.
func TestTwoDrivers(t *testing.T) {
	plain := func(name string, objects func(addon.Target, struct{}) ([]addon.Object, error), onAWS func(addon.Target, struct{}) ([]aws.Resource, error)) addon.Addon {
		return addon.Definition[struct{}]{Card: addon.Card{Name: name}, Objects: objects, AWS: onAWS}.New(struct{}{})
	}
	none := func(addon.Target, struct{}) ([]addon.Object, error) { return nil, nil }
	for _, tc := range []struct {
		name  string
		other addon.Addon
		check check.Name
	}{
		{"managed", plain("eks-efs", none, func(addon.Target, struct{}) ([]aws.Resource, error) {
			return []aws.Resource{&aws.ManagedAddon{Name: "aws-efs-csi-driver", Installs: []aws.Object{{Kind: "CSIDriver", Name: "efs.csi.aws.com"}}}}, nil
		}), check.ManagedAddons.Name},
		{"otherwise", plain("other-efs", func(addon.Target, struct{}) ([]addon.Object, error) {
			d := &storagev1.CSIDriver{}
			d.Name = "efs.csi.aws.com"
			return []addon.Object{d}, nil
		}, nil), check.Owners.Name},
	} {
		plan, err := cluster.Cluster{Target: addontest.AWS(), Addons: []addon.Addon{efscsi.New(options{}), tc.other}}.Plan()
		if err != nil {
			t.Fatal(err)
		}
		refused := false
		for _, p := range plan.Problems() {
			refused = refused || p.Check == tc.check && p.Severity == check.Error
		}
		if !refused {
			t.Errorf("%s: is not refused: %v", tc.name, plan.Problems())
		}
	}
}
