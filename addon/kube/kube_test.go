package kube_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

var id = kube.Identify("thing", "things", "two").Of("server")

var labels = map[string]string{
	"app.kubernetes.io/name":      "thing",
	"app.kubernetes.io/instance":  "thing-two",
	"app.kubernetes.io/component": "server",
}

// Every field of Pods must reach the pods: an option that does nothing is a trap.
func TestPodsReachThePods(t *testing.T) {
	pods := addon.Pods{
		Replicas:                      new(int32(3)),
		Resources:                     corev1.ResourceRequirements{Requests: corev1.ResourceList{"cpu": resource.MustParse("1")}},
		NodeSelector:                  map[string]string{"pool": "system"},
		Tolerations:                   []corev1.Toleration{{Key: "system"}},
		Affinity:                      &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{}},
		TopologySpread:                []corev1.TopologySpreadConstraint{{TopologyKey: "zone"}},
		PriorityClassName:             "high",
		RuntimeClassName:              "gvisor",
		Labels:                        map[string]string{"team": "a"},
		Annotations:                   map[string]string{"note": "b"},
		ExtraArgs:                     []string{"--more"},
		ExtraEnv:                      []corev1.EnvVar{{Name: "MORE"}},
		ExtraVolumes:                  []corev1.Volume{{Name: "more"}},
		ExtraVolumeMounts:             []corev1.VolumeMount{{Name: "more"}},
		ImagePullSecrets:              []corev1.LocalObjectReference{{Name: "pull"}},
		DNSPolicy:                     corev1.DNSDefault,
		DNSConfig:                     &corev1.PodDNSConfig{Nameservers: []string{"10.0.0.10"}},
		HostAliases:                   []corev1.HostAlias{{IP: "10.0.0.1"}},
		TerminationGracePeriodSeconds: new(int64(7)),
		RevisionHistoryLimit:          new(int32(2)),
	}
	spec := corev1.PodSpec{
		Containers: []corev1.Container{
			{Name: "main", Args: []string{"--own"}, Env: []corev1.EnvVar{{Name: "OWN"}}, VolumeMounts: []corev1.VolumeMount{{Name: "own"}}},
			{Name: "sidecar"},
		},
		Volumes: []corev1.Volume{{Name: "own"}},
	}
	d := kube.Deployment(id, "thing", pods, spec)
	if *d.Spec.Replicas != 3 || *d.Spec.RevisionHistoryLimit != 2 {
		t.Errorf("replicas %d, history %d", *d.Spec.Replicas, *d.Spec.RevisionHistoryLimit)
	}
	wantLabels := map[string]string{"team": "a"}
	for k, v := range labels {
		wantLabels[k] = v
	}
	want := corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: wantLabels, Annotations: map[string]string{"note": "b"}},
		Spec: corev1.PodSpec{
			Containers: []corev1.Container{
				{
					Name:         "main",
					Args:         []string{"--own", "--more"},
					Env:          []corev1.EnvVar{{Name: "OWN"}, {Name: "MORE"}},
					VolumeMounts: []corev1.VolumeMount{{Name: "own"}, {Name: "more"}},
					Resources:    pods.Resources,
				},
				{Name: "sidecar"},
			},
			Volumes:                       []corev1.Volume{{Name: "own"}, {Name: "more"}},
			NodeSelector:                  pods.NodeSelector,
			Tolerations:                   pods.Tolerations,
			Affinity:                      pods.Affinity,
			TopologySpreadConstraints:     []corev1.TopologySpreadConstraint{{TopologyKey: "zone", LabelSelector: id.LabelSelector()}},
			PriorityClassName:             "high",
			RuntimeClassName:              new("gvisor"),
			ImagePullSecrets:              pods.ImagePullSecrets,
			DNSPolicy:                     corev1.DNSDefault,
			DNSConfig:                     pods.DNSConfig,
			HostAliases:                   pods.HostAliases,
			TerminationGracePeriodSeconds: new(int64(7)),
		},
	}
	if diff := cmp.Diff(want, d.Spec.Template); diff != "" {
		t.Error(diff)
	}
	if pods.TopologySpread[0].LabelSelector != nil {
		t.Error("the options were changed")
	}
}

// A selector of upstream's own is kept, and the standard labels stand beside it.
func TestSelector(t *testing.T) {
	own := id
	own.Selector = map[string]string{"app": "thing"}
	d := kube.DaemonSet(own, "thing", addon.Pods{}, corev1.PodSpec{Containers: []corev1.Container{{}}})
	if diff := cmp.Diff(map[string]string{"app": "thing"}, d.Spec.Selector.MatchLabels); diff != "" {
		t.Error(diff)
	}
	if l := d.Spec.Template.Labels; l["app"] != "thing" || l["app.kubernetes.io/component"] != "server" {
		t.Errorf("labels %v", l)
	}
}

func TestHighAvailability(t *testing.T) {
	one := addon.Pods{Replicas: new(int32(1))}
	two := addon.Pods{Replicas: new(int32(2))}
	asked := addon.Pods{DisruptionBudget: &addon.DisruptionBudget{MinAvailable: new(intstr.FromString("50%")), UnhealthyPodEvictionPolicy: "AlwaysAllow"}}
	spec := corev1.PodSpec{Containers: []corev1.Container{{}}}

	if b := kube.DisruptionBudget(id, "thing", one); b != nil {
		t.Errorf("a budget on one pod blocks the drain of its node: %v", b)
	}
	if b := kube.DisruptionBudget(id, "thing", two); b == nil || b.Spec.MaxUnavailable.IntValue() != 1 {
		t.Errorf("two pods have no budget: %v", b)
	}
	b := kube.DisruptionBudget(id, "thing", asked)
	if b == nil || b.Spec.MinAvailable.String() != "50%" || b.Spec.MaxUnavailable != nil || *b.Spec.UnhealthyPodEvictionPolicy != "AlwaysAllow" {
		t.Errorf("the budget is not the one that was asked for: %v", b)
	}
	if s := kube.Deployment(id, "thing", one, *spec.DeepCopy()).Spec.Template.Spec.TopologySpreadConstraints; s != nil {
		t.Errorf("one pod is spread: %v", s)
	}
	if s := kube.Deployment(id, "thing", two, *spec.DeepCopy()).Spec.Template.Spec.TopologySpreadConstraints; len(s) != 2 {
		t.Errorf("two pods are not spread over nodes and zones: %v", s)
	}
	two.TopologySpread = []corev1.TopologySpreadConstraint{}
	if s := kube.Deployment(id, "thing", two, *spec.DeepCopy()).Spec.Template.Spec.TopologySpreadConstraints; len(s) != 0 {
		t.Errorf("spreading can't be switched off: %v", s)
	}
}

//go:embed testdata/crds.yaml
var crds string

func TestCRD(t *testing.T) {
	var facts, docs []string
	for _, o := range kube.CRDs(crds) {
		c := o.(*kube.CRD)
		facts = append(facts, fmt.Sprint(c.Name, " ", c.Group(), " ", c.Kind(), " ", c.Scope(), " ", c.Versions()))
		docs = append(docs, document(t, c))
	}
	if diff := cmp.Diff([]string{
		"things.example.com example.com Thing Namespaced [v1 v1beta1]",
		"others.example.com example.com Other Cluster [v1]",
	}, facts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(crds, strings.Join(docs, "---\n")); diff != "" {
		t.Errorf("what is read is not what is written:\n%s", diff)
	}

	c := kube.CRDs(crds)[0].(*kube.CRD)
	c.Labels = map[string]string{"a": "b"}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	oracle, err := yaml.JSONToYAML(asJSON)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(oracle), document(t, c)); diff != "" {
		t.Errorf("sigs.k8s.io/yaml -, ours +:\n%s", diff)
	}
}

func document(t *testing.T, c *kube.CRD) string {
	t.Helper()
	head, err := c.AppendHead(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(head) + c.Spec
}

func TestCRDsRefuse(t *testing.T) {
	for _, text := range []string{
		"",
		"kind: ConfigMap\nspec:\n  a: b\n",
		"kind: CustomResourceDefinition\n",
		crds + "---\n",
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is taken", text)
				}
			}()
			kube.CRDs(text)
		}()
	}
}

// Heads are read by hand where they are plain, and by the YAML library where not.
func TestCRDHeads(t *testing.T) {
	for _, metadata := range []string{
		"  name: a\n",
		"  annotations:\n    api-approved.kubernetes.io: https://github.com/kubernetes/kubernetes/pull/78458\n    b: c d\n  name: a\n",
		"  annotations:\n    api-approved.kubernetes.io: unapproved, experimental-only\n  name: a\n",
		"  annotations:\n    a: \"true\"\n    b: 'x: y'\n  labels:\n    c: d\n  name: a\n",
		"  labels:\n    app.kubernetes.io/name: \"1\"\n  name: a\n",
	} {
		doc := "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n" + metadata + "spec:\n  group: b\n"
		var want apiextensions
		if err := yaml.UnmarshalStrict([]byte(doc), &want); err != nil {
			t.Fatal(err)
		}
		got := kube.CRDs(doc)[0].(*kube.CRD)
		if diff := cmp.Diff(want, apiextensions{got.TypeMeta, got.ObjectMeta, map[string]string{"group": got.Group()}}); diff != "" {
			t.Errorf("(-library +ours):\n%s", diff)
		}
	}
}

type apiextensions struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`

	Spec map[string]string `json:"spec"`
}

func TestCustomCopies(t *testing.T) {
	c := kube.NewCertificate(id.Meta("a"), kube.CertificateSpec{DNSNames: []string{"a"}, SecretName: "a", IssuerRef: addon.IssuerRef{Name: "b"}})
	copied := c.DeepCopyObject().(*kube.Certificate)
	if diff := cmp.Diff(c, copied); diff != "" {
		t.Error(diff)
	}
	copied.Spec.DNSNames[0] = "b"
	copied.Labels["x"] = "y"
	if c.Spec.DNSNames[0] != "a" || c.Labels["x"] != "" {
		t.Error("the copy shares memory")
	}
}

func TestServingCertificate(t *testing.T) {
	if objs := kube.ServingCertificate(id, "tls", addon.ServingCertificate{Secret: "tls"}); objs != nil {
		t.Errorf("a Secret that exists needs no objects: %v", objs)
	}
	own := addon.ServingCertificate{CertManager: &addon.CertManager{}}
	if objs := kube.ServingCertificate(id, "tls", own, "a"); len(objs) != 2 {
		t.Errorf("without an issuer there must be one: %v", objs)
	}
	named := addon.ServingCertificate{CertManager: &addon.CertManager{Issuer: addon.IssuerRef{Name: "company", Kind: "ClusterIssuer"}}}
	objs := kube.ServingCertificate(id, "tls", named, "a")
	if len(objs) != 1 || objs[0].(*kube.Certificate).Spec.IssuerRef != (addon.IssuerRef{Name: "company", Kind: "ClusterIssuer", Group: "cert-manager.io"}) {
		t.Errorf("%v", objs)
	}
}

func TestChecksum(t *testing.T) {
	a, b := kube.Checksum(map[string]string{"a": "1", "b": "2"}), kube.Checksum(map[string]string{"b": "2", "a": "1"})
	if a != b || a == kube.Checksum(map[string]string{"a": "1"}) {
		t.Errorf("%s, %s", a, b)
	}
}

func TestFlags(t *testing.T) {
	got := slices.Concat(
		kube.Flag("--a", "1"),
		kube.Flag("--none", ""),
		kube.FlagEach("--b", []string{"x", "", "y"}),
		kube.FlagIf(true, "--c"),
		kube.FlagIf(false, "--d"),
	)
	if diff := cmp.Diff([]string{"--a=1", "--b=x", "--b=y", "--c"}, got); diff != "" {
		t.Error(diff)
	}
	for d, want := range map[time.Duration]string{
		0:                       "",
		time.Minute:             "1m",
		90 * time.Second:        "1m30s",
		2 * time.Hour:           "2h",
		time.Hour + time.Minute: "1h1m",
		10 * time.Second:        "10s",
		10 * time.Minute:        "10m",
	} {
		if got := kube.Duration(metav1.Duration{Duration: d}); got != want {
			t.Errorf("%v is written %q, not %q", d, got, want)
		}
	}
}

func TestRule(t *testing.T) {
	for _, tc := range []struct{ got, want rbacv1.PolicyRule }{
		{
			kube.Rule("", "pods", "get"),
			rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get"}},
		},
		{
			kube.RuleFor([]string{"a"}, "apps extensions", "deployments deployments/scale", "get patch"),
			rbacv1.PolicyRule{
				APIGroups:     []string{"apps", "extensions"},
				Resources:     []string{"deployments", "deployments/scale"},
				ResourceNames: []string{"a"},
				Verbs:         []string{"get", "patch"},
			},
		},
	} {
		if diff := cmp.Diff(tc.want, tc.got); diff != "" {
			t.Error(diff)
		}
	}
}
