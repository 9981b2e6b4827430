package addon_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// options has a field of each sort that merging and checking tell apart.
type options struct {
	Namespace string            `json:"namespace,omitempty"`
	Instance  string            `json:"-"`
	Pods      addon.Pods        `json:"pods,omitzero"`
	Policy    policy            `json:"policy,omitempty" jsonschema:"required"`
	Port      int32             `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`
	Count     *int32            `json:"count,omitempty" jsonschema:"minimum=0,maximum=3"`
	Hosts     []string          `json:"hosts,omitempty" jsonschema:"minItems=1,maxItems=2,uniqueItems,pattern=^[a-z.]+$"`
	Labels    map[string]string `json:"labels,omitempty"`
	Interval  metav1.Duration   `json:"interval,omitzero"`
	Inner     inner             `json:"inner,omitzero"`
	Optional  *inner            `json:"optional,omitempty"`
	List      []inner           `json:"list,omitempty"`
}

type inner struct {
	Name  string      `json:"name" jsonschema:"required,minLength=2,maxLength=5"`
	Image addon.Image `json:"image,omitzero"`
}

type policy string

func (policy) Enum() []string { return []string{"sync", "create"} }

func definition() addon.Definition[options] {
	return addon.Definition[options]{
		Card: addon.Card{Name: "thing", Version: "1.2.3", Namespace: "things"},
		Defaults: func(addon.Target) options {
			return options{
				Pods: addon.Pods{
					Replicas:          new(int32(1)),
					Image:             addon.Image{Repository: "example.com/thing", Tag: "v1", Digest: "sha256:" + zeros},
					PriorityClassName: "from-defaults",
					NodeSelector:      map[string]string{"os": "linux"},
					Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
						"cpu": resource.MustParse("1"), "memory": resource.MustParse("1Gi"),
					}},
				},
				Port:   80,
				Count:  new(int32(2)),
				Hosts:  []string{"a", "b"},
				Labels: map[string]string{"a": "default", "b": "default"},
			}
		},
		Validate: func(o options, path *field.Path) field.ErrorList {
			if o.Port == 13 {
				return field.ErrorList{field.Invalid(path.Child("port"), o.Port, "is unlucky")}
			}
			return nil
		},
		Objects: func(t addon.Target, o options) ([]addon.Object, error) {
			return []addon.Object{
				&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "thing", Namespace: o.Namespace}},
				(*corev1.ConfigMap)(nil),
				nil,
			}, nil
		},
	}
}

const zeros = "0000000000000000000000000000000000000000000000000000000000000000"

func target() addon.Target { return addon.Target{Name: "prod", Kubernetes: "1.34"} }

// Target.Pods < Defaults < Options: maps are merged, lists and pointers are replaced.
func TestComplete(t *testing.T) {
	in := target()
	in.Pods = addon.Pods{
		PriorityClassName: "from-target",
		RuntimeClassName:  "from-target",
		NodeSelector:      map[string]string{"os": "any", "pool": "system"},
		Tolerations:       []corev1.Toleration{{Key: "system"}},
	}
	got := definition().Complete(in, options{
		Pods: addon.Pods{
			Image:     addon.Image{Tag: "v2"},
			Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{"cpu": resource.MustParse("2")}},
		},
		Policy: "sync",
		Count:  new(int32(0)),
		Hosts:  []string{"c"},
		Labels: map[string]string{"b": "mine"},
	})
	want := options{
		Namespace: "things",
		Pods: addon.Pods{
			Replicas:          new(int32(1)),
			Image:             addon.Image{Repository: "example.com/thing", Tag: "v2"},
			PriorityClassName: "from-defaults",
			RuntimeClassName:  "from-target",
			NodeSelector:      map[string]string{"os": "linux", "pool": "system"},
			Tolerations:       []corev1.Toleration{{Key: "system"}},
			Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
				"cpu": resource.MustParse("2"), "memory": resource.MustParse("1Gi"),
			}},
		},
		Policy: "sync",
		Port:   80,
		Count:  new(int32(0)),
		Hosts:  []string{"c"},
		Labels: map[string]string{"a": "default", "b": "mine"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What the target says of where pods run goes together with an addon's defaults, and doesn't
// reach node agents, which must be on all nodes.
func TestTargetsPods(t *testing.T) {
	type agent struct {
		Pods addon.Pods `json:"pods" pods:"node"`
	}
	type options struct {
		Pods  addon.Pods `json:"pods"`
		Agent agent      `json:"agent"`
	}
	system := corev1.Toleration{Key: "system", Operator: corev1.TolerationOpExists}
	critical := corev1.Toleration{Key: "CriticalAddonsOnly", Operator: corev1.TolerationOpExists}
	zones := &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{}}
	d := addon.Definition[options]{Defaults: func(addon.Target) options {
		pods := addon.Pods{
			NodeSelector: map[string]string{"os": "linux"},
			Tolerations:  []corev1.Toleration{critical},
			Affinity:     &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{}},
		}
		return options{Pods: pods, Agent: agent{pods}}
	}}
	target := addon.Target{Pods: addon.Pods{
		NodeSelector:      map[string]string{"node-group": "system"},
		Tolerations:       []corev1.Toleration{system},
		Affinity:          zones,
		RuntimeClassName:  "gvisor",
		PriorityClassName: "tools",
	}}
	got := d.Complete(target, options{})
	want := options{
		Pods: addon.Pods{
			NodeSelector:      map[string]string{"os": "linux", "node-group": "system"},
			Tolerations:       []corev1.Toleration{critical, system},
			Affinity:          zones,
			RuntimeClassName:  "gvisor",
			PriorityClassName: "tools",
		},
		Agent: agent{addon.Pods{
			NodeSelector:      map[string]string{"os": "linux"},
			Tolerations:       []corev1.Toleration{critical},
			Affinity:          &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{}},
			PriorityClassName: "tools",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	own := options{Pods: addon.Pods{Tolerations: []corev1.Toleration{}}}
	if got := d.Complete(target, own).Pods.Tolerations; len(got) > 0 {
		t.Errorf("options that bear no taints bear %v", got)
	}
}

// An empty list says "none", which is something else than saying nothing.
func TestEmptyListReplaces(t *testing.T) {
	got := definition().Complete(target(), options{Hosts: []string{}})
	if got.Hosts == nil || len(got.Hosts) != 0 {
		t.Errorf("hosts are %#v", got.Hosts)
	}
}

func TestObjectsAreStamped(t *testing.T) {
	objs, err := definition().New(options{Policy: "sync", Instance: "two"}).Objects(target())
	if err != nil {
		t.Fatal(err)
	}
	want := []addon.Object{&corev1.ConfigMap{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: metav1.ObjectMeta{Name: "thing", Namespace: "things", Labels: map[string]string{
			"app.kubernetes.io/name":       "thing",
			"app.kubernetes.io/instance":   "thing-two",
			"app.kubernetes.io/version":    "1.2.3",
			"app.kubernetes.io/part-of":    "thing",
			"app.kubernetes.io/managed-by": "fitout",
		}},
	}}
	if diff := cmp.Diff(want, objs); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFindsEverything(t *testing.T) {
	bad := options{
		Instance: "Two",
		Policy:   "snyc",
		Port:     13,
		Count:    new(int32(4)),
		Hosts:    []string{"a", "a", "B"},
		Interval: metav1.Duration{Duration: -time.Second},
		Inner:    inner{Image: addon.Image{Repository: "x"}},
		Optional: &inner{Name: "a"},
		List:     []inner{{Name: "ab"}, {Name: "abcdef"}},
	}
	got := messages(definition().Check(target(), bad))
	want := []string{
		`policy: Unsupported value: "snyc": supported values: "sync", "create"`,
		`count: Invalid value: 4: must be at most 3`,
		`hosts: Too many: 3: must have at most 2 items`,
		`hosts[1]: Duplicate value: "a"`,
		`hosts[2]: Invalid value: "B": must match ^[a-z.]+$`,
		`interval: Invalid value: "-1s": must not be negative`,
		`inner.name: Required value: no default can know it`,
		`inner.image.tag: Required value: an image needs a tag or a digest: without one it is whatever was pushed last`,
		`optional.name: Invalid value: "a": must have at least 2 characters`,
		`list[1].name: Invalid value: "abcdef": must have at most 5 characters`,
		`instance: Invalid value: "Two": must match ^[a-z0-9]([a-z0-9-]{0,26}[a-z0-9])?$`,
		`port: Invalid value: 13: is unlucky`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`policy: Required value: no default can know it`}, messages(definition().Check(target(), options{}))); diff != "" {
		t.Error(diff)
	}
}

// A struct that is left out has no required fields, as in JSON Schema.
func TestAbsentStructIsNotChecked(t *testing.T) {
	if errs := definition().Check(target(), options{Policy: "sync"}); len(errs) > 0 {
		t.Error(errs)
	}
}

func TestTargetRefusesWhatIsAnAddons(t *testing.T) {
	bad := addon.Target{Name: "-", Kubernetes: "1.034", Domain: "Example", Pods: addon.Pods{Replicas: new(int32(2)), ExtraArgs: []string{"-v"}}}
	want := []string{
		`kubernetes: Invalid value: "1.034": must be a major and a minor version, as in "1.34"`,
		`pods.replicas: Forbidden: is a matter of a single addon: set it in the addon's own options`,
		`pods.extraArgs: Forbidden: is a matter of a single addon: set it in the addon's own options`,
		`name: Invalid value: "-": must match ^[0-9A-Za-z][0-9A-Za-z_.-]*$`,
		`domain: Invalid value: "Example": must match ^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
	}
	got := messages(addon.Check(bad, nil))
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Error(diff)
	}
}

func messages(errs field.ErrorList) []string {
	var out []string
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}
