package ebscsi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/ebscsi"
)

// build returns what an install writes, by kind and name.
func build(t *testing.T, target addon.Target, o options) map[string]addon.Object {
	t.Helper()
	objs, err := ebscsi.New(o).Objects(target)
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
	all := build(t, target, options{Node: ebscsi.Node{Pods: addon.Pods{NodeSelector: map[string]string{"example.com/ebs": "true"}}}})
	for name, os := range map[string]string{"DaemonSet ebs-csi-node": "linux", "DaemonSet ebs-csi-node-windows": "windows"} {
		got := podsOf(all[name])
		if diff := cmp.Diff(map[string]string{corev1.LabelOSStable: os, "example.com/ebs": "true"}, got.NodeSelector); diff != "" {
			t.Errorf("%s: node selector: %s", name, diff)
		}
		if diff := cmp.Diff([]corev1.Toleration{{Operator: corev1.TolerationOpExists}}, got.Tolerations); diff != "" {
			t.Errorf("%s: tolerations: %s", name, diff)
		}
		if cmp.Equal(target.Pods.Affinity, got.Affinity) || len(got.TopologySpreadConstraints) > 0 || got.RuntimeClassName != nil {
			t.Errorf("%s: takes the target's affinity, spread or runtime class", name)
		}
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
	got := podsOf(build(t, target, options{})["Deployment ebs-csi-controller"])
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
	needed := []string{"ebs.csi.aws.com/agent-not-ready", "ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption"}
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
		for _, tol := range podsOf(build(t, addontest.Target(), options{Node: ebscsi.Node{Pods: addon.Pods{Tolerations: tc.given}}})["DaemonSet ebs-csi-node"]).Tolerations {
			got = append(got, tol.Key)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// What the API server knows depends on its version, and what the sidecars use with it.
func TestFeaturesFollowVersion(t *testing.T) {
	on := options{
		Provisioner: ebscsi.Sidecar{FeatureGates: map[string]bool{"VolumeAttributesClass": true}},
		Resizer:     ebscsi.Sidecar{FeatureGates: map[string]bool{"VolumeAttributesClass": true}},
	}
	for _, tc := range []struct {
		version addon.Version
		options options
		gates   []string
		updates bool
	}{
		{"1.32", options{}, []string{"Topology=true", "VolumeAttributesClass=false", "VolumeAttributesClass=false"}, false},
		{"1.32", on, []string{"Topology=true", "VolumeAttributesClass=true", "VolumeAttributesClass=true"}, false},
		{"1.33", options{}, []string{"Topology=true", "VolumeAttributesClass=false", "MutableCSINodeAllocatableCount=true", "VolumeAttributesClass=false"}, true},
		{"1.34", options{}, []string{"Topology=true", "MutableCSINodeAllocatableCount=true"}, true},
	} {
		all := build(t, addon.Target{Name: "prod", Kubernetes: tc.version}, tc.options)
		var gates []string
		for _, c := range podsOf(all["Deployment ebs-csi-controller"]).Containers {
			gates = append(gates, flags(c, "--feature-gates=")...)
		}
		if diff := cmp.Diff(tc.gates, gates); diff != "" {
			t.Errorf("%s: %s", tc.version, diff)
		}
		if got := all["CSIDriver ebs.csi.aws.com"].(*storagev1.CSIDriver).Spec.NodeAllocatableUpdatePeriodSeconds != nil; got != tc.updates {
			t.Errorf("%s: the kubelet asks again: %v", tc.version, got)
		}
	}
}

// flags are the values of a flag.
func flags(c corev1.Container, prefix string) []string {
	var values []string
	for _, arg := range c.Args {
		if value, ok := strings.CutPrefix(arg, prefix); ok {
			values = append(values, value)
		}
	}
	return values
}

// The region and the name are the cluster's on AWS, unless the options say otherwise.
func TestClusterOnAWS(t *testing.T) {
	for _, tc := range []struct {
		name        string
		target      addon.Target
		options     options
		region, tag []string
	}{
		{"elsewhere", addontest.Target(), options{}, nil, nil},
		{"elsewhere, told", addontest.Target(), options{Region: "eu-west-1", ClusterID: "blue"}, []string{"eu-west-1"}, []string{"blue"}},
		{"on AWS", addontest.AWS(), options{}, []string{"ap-northeast-1"}, []string{"prod"}},
		{"on AWS, told", addontest.AWS(), options{Region: "eu-west-1", ClusterID: "blue"}, []string{"eu-west-1"}, []string{"blue"}},
	} {
		driver := podsOf(build(t, tc.target, tc.options)["Deployment ebs-csi-controller"]).Containers[0]
		var region []string
		for _, e := range driver.Env {
			if e.Name == "AWS_REGION" {
				region = append(region, e.Value)
			}
		}
		if diff := cmp.Diff(tc.region, region); diff != "" {
			t.Errorf("%s: region: %s", tc.name, diff)
		}
		if diff := cmp.Diff(tc.tag, flags(driver, "--k8s-tag-cluster-id=")); diff != "" {
			t.Errorf("%s: tag: %s", tc.name, diff)
		}
	}
}

// Each container that serves metrics has a Service, and no other has.
func TestServicesOfMetrics(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"none", options{}, nil},
		{"nodes", options{Node: ebscsi.Node{Metrics: true}}, []string{"ebs-csi-node"}},
		{"controller", options{Metrics: true}, []string{
			"ebs-csi-controller",
			"ebs-csi-controller-attacher",
			"ebs-csi-controller-liveness-probe",
			"ebs-csi-controller-provisioner",
			"ebs-csi-controller-resizer",
		}},
		{"controller with snapshots", options{Metrics: true, Snapshotter: ebscsi.Snapshotter{Enabled: true}}, []string{
			"ebs-csi-controller",
			"ebs-csi-controller-attacher",
			"ebs-csi-controller-liveness-probe",
			"ebs-csi-controller-provisioner",
			"ebs-csi-controller-resizer",
			"ebs-csi-controller-snapshotter",
		}},
	} {
		var got []string
		for _, obj := range build(t, addontest.Target(), tc.options) {
			if s, ok := obj.(*corev1.Service); ok {
				got = append(got, s.Name)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// A single controller needs neither a budget, which would do nothing, nor a spread.
func TestOneController(t *testing.T) {
	all := build(t, addontest.Target(), options{Pods: addon.Pods{Replicas: new(int32(1))}})
	if all["PodDisruptionBudget ebs-csi-controller"] != nil {
		t.Error("there is a PodDisruptionBudget")
	}
	if d := all["Deployment ebs-csi-controller"].(*appsv1.Deployment); len(d.Spec.Template.Spec.TopologySpreadConstraints) > 0 {
		t.Error("there is a spread")
	}
}
