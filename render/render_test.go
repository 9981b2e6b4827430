package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/metricsserver"
	"github.com/fitout/fitout/addons/storageclass"
	"github.com/fitout/fitout/cluster"
	"github.com/fitout/fitout/cluster/check"
)

// What means nothing goes, what is empty and means something stays.
func TestDocumentIsClean(t *testing.T) {
	for _, tc := range []struct {
		object addon.Object
		want   string
	}{
		{
			&appsv1.StatefulSet{
				TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "StatefulSet"},
				ObjectMeta: metav1.ObjectMeta{Name: "db"},
				Spec: appsv1.StatefulSetSpec{
					Selector: &metav1.LabelSelector{},
					Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
						Containers: []corev1.Container{{Name: "db", Args: []string{"yes", "0x1", ""}}},
						Volumes:    []corev1.Volume{{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
					}},
					VolumeClaimTemplates: []corev1.PersistentVolumeClaim{{ObjectMeta: metav1.ObjectMeta{Name: "data"}}},
				},
				Status: appsv1.StatefulSetStatus{Replicas: 3},
			},
			`apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: {}
  serviceName: ""
  template:
    spec:
      containers:
      - args:
        - "yes"
        - "0x1"
        - ""
        name: db
      volumes:
      - emptyDir: {}
        name: tmp
  volumeClaimTemplates:
  - metadata:
      name: data
    spec: {}
`,
		},
		{
			&networkingv1.NetworkPolicy{
				TypeMeta:   metav1.TypeMeta{APIVersion: "networking.k8s.io/v1", Kind: "NetworkPolicy"},
				ObjectMeta: metav1.ObjectMeta{Name: "all"},
				Spec:       networkingv1.NetworkPolicySpec{Ingress: []networkingv1.NetworkPolicyIngressRule{{}}},
			},
			`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: all
spec:
  ingress:
  - {}
  podSelector: {}
`,
		},
		{
			&rbacv1.ClusterRole{TypeMeta: metav1.TypeMeta{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "ClusterRole"}, ObjectMeta: metav1.ObjectMeta{Name: "a"}},
			"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\n",
		},
		{
			kube.NewSelfSignedIssuer(metav1.ObjectMeta{Name: "a"}),
			"apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata:\n  name: a\nspec:\n  selfSigned: {}\n",
		},
		{
			&corev1.Namespace{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"}, ObjectMeta: metav1.ObjectMeta{Name: "a"}},
			"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n",
		},
	} {
		got, err := Document(tc.object)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tc.want, string(got)); diff != "" {
			t.Error(diff)
		}
	}
}

func prod() cluster.Cluster {
	return cluster.Cluster{
		Target:   addon.Target{Name: "prod", Kubernetes: "1.34"},
		Existing: cluster.Existing{CSIDrivers: []string{"ebs.csi.aws.com"}},
		Addons: []addon.Addon{
			storageclass.New(storageclass.Options{Classes: []storageclass.Class{{Name: "gp3", EBS: &storageclass.EBS{}}}}),
			metricsserver.New(metricsserver.Options{}),
		},
	}
}

func sandbox() cluster.Cluster {
	c := prod()
	c.Target.Name = "sandbox"
	c.Addons = c.Addons[:1]
	return c
}

// The two formats are the same objects in the same order.
func TestFormatsAgree(t *testing.T) {
	plan, err := prod().Plan()
	if err != nil {
		t.Fatal(err)
	}
	var asYAML, asJSON bytes.Buffer
	if err := YAML(&asYAML, plan); err != nil {
		t.Fatal(err)
	}
	if err := JSON(&asJSON, plan); err != nil {
		t.Fatal(err)
	}
	docs := strings.Split(asYAML.String(), "\n---\n")
	lines := strings.Split(strings.TrimSpace(asJSON.String()), "\n")
	if len(docs) != len(plan.Items) || len(lines) != len(plan.Items) {
		t.Fatalf("%d objects, %d YAML documents, %d JSON lines", len(plan.Items), len(docs), len(lines))
	}
	for i := range docs {
		var a, b any
		if err := yaml.Unmarshal([]byte(docs[i]), &a); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(lines[i]), &b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, b); diff != "" {
			t.Error(diff)
		}
	}
}

func TestCommandLine(t *testing.T) {
	broken := prod()
	broken.Addons = []addon.Addon{metricsserver.New(metricsserver.Options{Port: 70000}), storageclass.New(storageclass.Options{})}
	for _, tc := range []struct {
		args     string
		clusters []cluster.Cluster
		status   int
		stdout   string // a part of it; nothing where it is empty
		stderr   string
	}{
		{"", []cluster.Cluster{prod()}, 0, "kind: APIService", ""},
		{"-format json", []cluster.Cluster{prod()}, 0, `{"apiVersion":`, ""},
		{"-addon storage-class", []cluster.Cluster{prod()}, 0, "provisioner: ebs.csi.aws.com", ""},
		{"-addon storage-class -addon metrics-server -list", []cluster.Cluster{prod()}, 0, "metrics-server  0.8.1    kube-system  9        0    active\nstorage-class   -        -            1        0    active\n", ""},
		{"-list", []cluster.Cluster{sandbox()}, 0, "ADDON          VERSION  NAMESPACE  OBJECTS  AWS  LIFECYCLE\nstorage-class  -        -          1        0    active\n", ""},
		{"-cluster sandbox -list", []cluster.Cluster{prod(), sandbox()}, 0, "storage-class", ""},
		{"-schema", nil, 0, `"$schema": "https://json-schema.org/draft/2020-12/schema"`, ""},
		{"-h", nil, 0, "usage: fitout [flags]", ""},
		{"", []cluster.Cluster{prod(), sandbox()}, 2, "", "fitout: choose one with -cluster: prod, sandbox\n"},
		{"-cluster qa", []cluster.Cluster{prod(), sandbox()}, 2, "", "fitout: -cluster qa: there is prod, sandbox\n"},
		{"", nil, 2, "", "fitout: the program defines no cluster\n"},
		{"-format xml", []cluster.Cluster{prod()}, 2, "", "fitout: -format xml: must be yaml or json or terraform or cloudformation\nrun it with -h for help\n"},
		{"-list -schema", []cluster.Cluster{prod()}, 2, "", "fitout: -list and -schema exclude each other\nrun it with -h for help\n"},
		{"-check -graph -images", []cluster.Cluster{prod()}, 2, "", "fitout: -check and -graph and -images exclude each other\nrun it with -h for help\n"},
		{"-check -format dot", []cluster.Cluster{prod()}, 2, "", "fitout: -format dot: must be text or json\nrun it with -h for help\n"},
		{"-explain owners", nil, 0, "Owners finds objects that two addons write", ""},
		{"-explain nope", nil, 2, "", "fitout: -explain nope: there is no such check: there is " + strings.Join(check.Name("").Enum(), ", ") + "\n"},
		{"-nope", []cluster.Cluster{prod()}, 2, "", "fitout: flag provided but not defined: -nope\nrun it with -h for help\n"},
		{"prod", []cluster.Cluster{prod()}, 2, "", "fitout: unexpected argument \"prod\"\nrun it with -h for help\n"},
		{"-addon nope", []cluster.Cluster{prod()}, 2, "", "cluster prod: there is no addon \"nope\": there is metrics-server, storage-class\n"},
		{"", []cluster.Cluster{broken}, 1, "", "cluster prod: metrics-server: port: Invalid value: 70000: must be at most 65535\ncluster prod: storage-class: classes: Required value: no default can know it\n"},
	} {
		var stdout, stderr bytes.Buffer
		status := run("fitout", strings.Fields(tc.args), &stdout, &stderr, tc.clusters)
		if status != tc.status || stderr.String() != tc.stderr {
			t.Errorf("%q: status %d, stderr:\n%swant %d:\n%s", tc.args, status, &stderr, tc.status, tc.stderr)
		}
		if !strings.Contains(stdout.String(), tc.stdout) || tc.stdout == "" && stdout.Len() > 0 {
			t.Errorf("%q: stdout:\n%s\nwant:\n%s", tc.args, &stdout, tc.stdout)
		}
	}
}

// A pipe that is closed early, or a full disk, is not a success.
func TestWriteFails(t *testing.T) {
	var stderr bytes.Buffer
	if status := run("fitout", nil, full{}, &stderr, []cluster.Cluster{prod()}); status != 1 || stderr.String() != "fitout: no space\n" {
		t.Errorf("status %d, stderr %s", status, &stderr)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space") }
