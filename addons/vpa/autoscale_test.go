package vpa_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/vpa"
)

// shop is an addon of YAML files: a web server that a HorizontalPodAutoscaler counts, and an
// agent on each node.
func shop() addon.Addon {
	return addon.Raw("shop", fstest.MapFS{"shop.yaml": {Data: []byte(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: example.com/web:1}, {name: proxy, image: example.com/proxy:1}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop, labels: {app: agent}}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: example.com/agent:1}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  maxReplicas: 10
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
`)}})
}

func autoscalers(t *testing.T, a addon.Addon) []*vpa.VerticalPodAutoscaler {
	t.Helper()
	objs, err := a.Objects(addontest.Target())
	if err != nil {
		t.Fatal(err)
	}
	var out []*vpa.VerticalPodAutoscaler
	for _, o := range objs {
		if v, ok := o.(*vpa.VerticalPodAutoscaler); ok {
			out = append(out, v)
		}
	}
	return out
}

// Each workload gets an autoscaler, with the policies of the containers that it has.
func TestAutoscale(t *testing.T) {
	got := autoscalers(t, vpa.Autoscale(shop(), vpa.Scaling{
		Mode:                vpa.Recreate,
		MinReplicas:         new(int32(1)),
		MinAllowed:          list("10m", "32Mi"),
		MaxAllowed:          list("1", "1Gi"),
		ControlledResources: []vpa.Resource{vpa.MemoryResource},
		ControlledValues:    vpa.RequestsOnly,
		Containers: []vpa.ContainerPolicy{
			{ContainerName: "proxy", ControlledResources: []vpa.Resource{vpa.MemoryResource}},
			{ContainerName: "istio-proxy", Mode: vpa.ContainerOff},
		},
		Recommender: "thrifty",
	}))
	want := func(kind, name string, own ...vpa.ContainerPolicy) *vpa.VerticalPodAutoscaler {
		return &vpa.VerticalPodAutoscaler{
			TypeMeta: metav1.TypeMeta{APIVersion: "autoscaling.k8s.io/v1", Kind: "VerticalPodAutoscaler"},
			ObjectMeta: metav1.ObjectMeta{
				Name: name, Namespace: "shop",
				Labels: map[string]string{
					"app":                          name,
					"app.kubernetes.io/instance":   "shop",
					"app.kubernetes.io/managed-by": "fitout",
					"app.kubernetes.io/name":       "shop",
					"app.kubernetes.io/part-of":    "shop",
				},
			},
			Spec: vpa.VerticalPodAutoscalerSpec{
				TargetRef:    vpa.TargetRef{APIVersion: "apps/v1", Kind: kind, Name: name},
				UpdatePolicy: &vpa.UpdatePolicy{UpdateMode: vpa.Recreate, MinReplicas: new(int32(1))},
				ResourcePolicy: &vpa.ResourcePolicy{ContainerPolicies: append(own,
					vpa.ContainerPolicy{ContainerName: "istio-proxy", Mode: vpa.ContainerOff},
					vpa.ContainerPolicy{
						ContainerName:       "*",
						MinAllowed:          list("10m", "32Mi"),
						MaxAllowed:          list("1", "1Gi"),
						ControlledResources: []vpa.Resource{vpa.MemoryResource},
						ControlledValues:    vpa.RequestsOnly,
					},
				)},
				Recommenders: []vpa.RecommenderRef{{Name: "thrifty"}},
			},
		}
	}
	proxy := vpa.ContainerPolicy{ContainerName: "proxy", ControlledResources: []vpa.Resource{vpa.MemoryResource}}
	if diff := cmp.Diff([]*vpa.VerticalPodAutoscaler{want("Deployment", "web", proxy), want("DaemonSet", "agent")}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Single autoscalers are changed and removed as all objects are.
func TestAutoscaleEdited(t *testing.T) {
	a := vpa.Autoscale(shop(), vpa.Scaling{Mode: vpa.Off})
	a = addon.Without[*vpa.VerticalPodAutoscaler](a, "agent")
	a = addon.Edit(a, "web", func(v *vpa.VerticalPodAutoscaler) { v.Spec.UpdatePolicy.UpdateMode = vpa.Initial })
	got := autoscalers(t, a)
	if len(got) != 1 || got[0].Spec.UpdatePolicy.UpdateMode != vpa.Initial {
		t.Errorf("%v", got)
	}
	if got[0].Spec.ResourcePolicy != nil {
		t.Errorf("there is a policy that nobody asked for: %v", got[0].Spec.ResourcePolicy)
	}
}

// What can't be right is told when the addon is built, all at once.
func TestBadAutoscale(t *testing.T) {
	none := addon.Without[*appsv1.Deployment](addon.Without[*appsv1.DaemonSet](addon.Without[*autoscalingv2.HorizontalPodAutoscaler](shop(), "web"), "agent"), "web")
	memory := []vpa.Resource{vpa.MemoryResource}
	for _, tc := range []struct {
		name    string
		addon   addon.Addon
		target  addon.Version
		scaling vpa.Scaling
		want    []string
	}{{
		name:  "no mode",
		addon: none,
		want: []string{
			`autoscale.mode: Required value: no default can know it`,
			`autoscale: Forbidden: there is no Deployment, DaemonSet or StatefulSet to scale`,
		},
	}, {
		name:    "no such mode",
		addon:   shop(),
		scaling: vpa.Scaling{Mode: "Auto", ControlledResources: memory},
		want:    []string{`autoscale.mode: Unsupported value: "Auto": supported values: "Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace"`},
	}, {
		name:    "an old cluster",
		addon:   shop(),
		target:  "1.32",
		scaling: vpa.Scaling{Mode: vpa.InPlaceOrRecreate, ControlledResources: memory},
		want:    []string{`autoscale.mode: Forbidden: InPlaceOrRecreate needs Kubernetes 1.33, and the cluster has 1.32: take Recreate`},
	}, {
		name:    "a horizontal autoscaler",
		addon:   shop(),
		scaling: vpa.Scaling{Mode: vpa.Initial},
		want:    []string{`autoscale.controlledResources: Forbidden: HorizontalPodAutoscaler shop/web counts the pods of Deployment web by cpu, of which each would undo the other's work: leave it out here, or take the mode Off`},
	}, {
		name:  "a horizontal autoscaler, and single containers",
		addon: shop(),
		scaling: vpa.Scaling{Mode: vpa.Recreate, Containers: []vpa.ContainerPolicy{
			{ContainerName: "web", ControlledResources: memory},
			{ContainerName: "proxy", Mode: vpa.ContainerOff},
		}},
	}, {
		name:    "a second autoscaler",
		addon:   vpa.Autoscale(shop(), vpa.Scaling{Mode: vpa.Off}),
		scaling: vpa.Scaling{Mode: vpa.Off},
		want: []string{
			`autoscale: Forbidden: Deployment web has an autoscaler already: VerticalPodAutoscaler shop/web`,
			`autoscale: Forbidden: DaemonSet agent has an autoscaler already: VerticalPodAutoscaler shop/agent`,
		},
	}, {
		name:  "policies",
		addon: shop(),
		scaling: vpa.Scaling{
			Mode:                vpa.Recreate,
			MinAllowed:          corev1.ResourceList{"cpu": resource.MustParse("100u"), "storage": resource.MustParse("1Gi")},
			MaxAllowed:          corev1.ResourceList{"memory": resource.MustParse("-1Gi")},
			ControlledResources: []vpa.Resource{"gpu"},
			Containers: []vpa.ContainerPolicy{
				{ContainerName: "wob"},
				{ContainerName: "*"},
				{ContainerName: "wob", MinAllowed: list("1", "1Gi"), MaxAllowed: list("2", "512Mi")},
			},
		},
		want: []string{
			`autoscale.minAllowed[cpu]: Invalid value: "100u": must be whole millicores, and not negative`,
			`autoscale.minAllowed[storage]: Unsupported value: "storage": supported values: "cpu", "memory"`,
			`autoscale.maxAllowed[memory]: Invalid value: "-1Gi": must be whole bytes, and not negative`,
			`autoscale.containers[2].containerName: Duplicate value: "wob"`,
			`autoscale.containers[1].containerName: Invalid value: "*": must be the name of a container: what holds for the others stands beside containers`,
			`autoscale.controlledResources[0]: Unsupported value: "gpu": supported values: "cpu", "memory"`,
			`autoscale.containers[2].maxAllowed[memory]: Invalid value: "512Mi": must not be below minAllowed, which is 1Gi`,
			`autoscale.containers[0].containerName: Unsupported value: "wob": supported values: "agent", "proxy", "web"`,
			`autoscale.containers[2].containerName: Unsupported value: "wob": supported values: "agent", "proxy", "web"`,
		},
	}} {
		target := addontest.Target()
		if tc.target != "" {
			target.Kubernetes = tc.target
		}
		_, err := vpa.Autoscale(tc.addon, tc.scaling).Objects(target)
		if diff := cmp.Diff(tc.want, messages(err)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// The faults of the addon itself are told beside those of the scaling.
func TestBothBad(t *testing.T) {
	bad := vpa.New(vpa.Options{LogLevel: new(int32(11))})
	_, err := vpa.Autoscale(bad, vpa.Scaling{}).Objects(addontest.Target())
	if diff := cmp.Diff([]string{
		`logLevel: Invalid value: 11: must be at most 10`,
		`autoscale.mode: Required value: no default can know it`,
	}, messages(err)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// messages are the single faults of an error.
func messages(err error) []string {
	var out []string
	for _, err := range addon.Errors(err) {
		out = append(out, err.Error())
	}
	return out
}
