// Package istio holds what the addon istio renders against istiod's own code: the injector
// reads the injector's configuration and injects pods by it, the configuration of the mesh
// is parsed strictly, and custom resources are validated as istiod's webhook does it.
//
// Istiod's code brings 1,600 packages with it: the first run compiles for minutes.
package istio

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/crd"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/kube/inject"
	"istio.io/istio/pkg/util/protomarshal"
)

// folder is the addon's.
const folder = "../../../addons/istio"

// object is as much of an object as tells what it is.
type object struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`

	raw []byte // in YAML
}

// TestGoldens holds each golden against istiod's own code.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(folder, "testdata", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens in %s: %v", folder, err)
	}
	definitions, err := crd.NewValidatorFromFiles(filepath.Join(folder, "crds.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".cluster.yaml") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) { proveGolden(t, definitions, read(t, file)) })
	}
}

func proveGolden(t *testing.T, definitions *crd.Validator, objs []object) {
	var in injector
	for _, o := range objs {
		if o.Kind != "ConfigMap" {
			continue
		}
		cm := decode[corev1.ConfigMap](t, o)
		switch {
		case cm.Data["mesh"] != "":
			in.mesh = readMesh(t, cm.Data)
		case cm.Data["config"] != "":
			in.read(t, cm.Data)
		}
		if rev := cm.Labels["istio.io/rev"]; rev != "default" {
			in.revision = rev
		}
	}
	in.pod(t, &appsv1.Deployment{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"},
		ObjectMeta: metav1.ObjectMeta{Name: "shop", Namespace: "shop"},
		Spec: appsv1.DeploymentSpec{Template: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "shop"}},
			Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "shop", Image: "shop:1"}}},
		}},
	})
	for _, o := range objs {
		if o.Kind == "Deployment" && o.Labels["app.kubernetes.io/component"] == "gateway" {
			in.gateway(t, decode[appsv1.Deployment](t, o))
		}
		if strings.HasSuffix(o.GroupVersionKind().Group, ".istio.io") {
			validate(t, o)
			if err := definitions.ValidateCustomResourceYAML(string(o.raw), nil); err != nil {
				t.Errorf("%s %s: %v", o.Kind, o.Name, err)
			}
		}
	}
}

// readMesh parses the configuration of the mesh as istiod does, and strictly, since istiod
// passes over fields that it doesn't know.
func readMesh(t *testing.T, data map[string]string) *meshconfig.MeshConfig {
	if err := protomarshal.ApplyYAMLStrict(data["mesh"], &meshconfig.MeshConfig{}); err != nil {
		t.Errorf("mesh: %v", err)
	}
	if _, err := mesh.ParseMeshNetworks(data["meshNetworks"]); err != nil {
		t.Errorf("meshNetworks: %v", err)
	}
	m, err := mesh.ApplyMeshConfigDefaults(data["mesh"])
	if err != nil {
		t.Fatalf("mesh: %v", err)
	}
	return m
}

// injector is istiod's, with the configuration of a golden.
type injector struct {
	config   inject.Config
	values   inject.ValuesConfig
	mesh     *meshconfig.MeshConfig
	revision string
}

func (in *injector) read(t *testing.T, data map[string]string) {
	var err error
	if in.config, err = inject.UnmarshalConfig([]byte(data["config"])); err != nil {
		t.Fatalf("config: %v", err)
	}
	if in.values, err = inject.NewValuesConfig(data["values"]); err != nil {
		t.Fatalf("values: %v", err)
	}
	if in.values.Struct().GetGlobal().GetHub() == "" {
		t.Error("values: no hub")
	}
}

func (in *injector) inject(t *testing.T, d *appsv1.Deployment) corev1.PodSpec {
	t.Helper()
	out, err := inject.IntoObject(nil, in.config.Templates, in.values, in.revision, in.mesh, d, func(s string) { t.Log(s) })
	if err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	return out.(*appsv1.Deployment).Spec.Template.Spec
}

// pod checks that a pod gets a sidecar.
func (in *injector) pod(t *testing.T, d *appsv1.Deployment) {
	spec := in.inject(t, d)
	proxy := inject.FindContainer("istio-proxy", append(spec.Containers, spec.InitContainers...))
	if proxy == nil {
		t.Fatalf("%s has no proxy: %+v", d.Name, spec)
	}
	if !strings.Contains(proxy.Image, "proxyv2:") {
		t.Errorf("%s has the image %s", d.Name, proxy.Image)
	}
}

// gateway checks that a gateway becomes what it would with the image "auto", which upstream's
// chart has, but for the image where the options name one.
func (in *injector) gateway(t *testing.T, d appsv1.Deployment) {
	auto := d.DeepCopy()
	auto.Spec.Template.Spec.Containers[0].Image = inject.AutoImage
	got, want := in.inject(t, &d), in.inject(t, auto)
	if g, w := untagged(got.Containers[0].Image), untagged(want.Containers[0].Image); g != w {
		t.Errorf("gateway %s has the image %s and not %s", d.Name, g, w)
	}
	got.Containers[0].Image, want.Containers[0].Image = "", ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("gateway %s (-auto +golden):\n%s", d.Name, diff)
	}
	if len(got.Containers[0].Args) == 0 {
		t.Errorf("gateway %s was not injected", d.Name)
	}
}

func untagged(image string) string {
	if i := strings.LastIndex(image, ":"); i >= 0 {
		return image[:i]
	}
	return image
}

// validate parses a custom resource strictly, and checks it as istiod's webhook does.
func validate(t *testing.T, o object) {
	gvk := o.GroupVersionKind()
	schema, ok := collections.All.FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&gvk))
	if !ok {
		t.Errorf("%s %s: istiod doesn't know the kind", o.Kind, o.Name)
		return
	}
	var body struct {
		Spec any `json:"spec"`
	}
	if err := yaml.Unmarshal(o.raw, &body); err != nil {
		t.Fatal(err)
	}
	spec, err := schema.NewInstance()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(body.Spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := config.ApplyJSONStrict(spec, string(text)); err != nil {
		t.Errorf("%s %s: %v", o.Kind, o.Name, err)
		return
	}
	warning, err := schema.ValidateConfig(config.Config{
		Meta: config.Meta{GroupVersionKind: schema.GroupVersionKind(), Name: o.Name, Namespace: o.Namespace},
		Spec: spec,
	})
	if err != nil {
		t.Errorf("%s %s: %v", o.Kind, o.Name, err)
	}
	if warning != nil {
		t.Logf("%s %s: warning: %v", o.Kind, o.Name, warning)
	}
}

func decode[T any](t *testing.T, o object) T {
	t.Helper()
	var v T
	if err := yaml.UnmarshalStrict(o.raw, &v); err != nil {
		t.Fatalf("%s %s: %v", o.Kind, o.Name, err)
	}
	return v
}

// read reads a golden's stream.
func read(t *testing.T, file string) []object {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var objs []object
	docs := kubeyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for {
		doc, err := docs.Read()
		if errors.Is(err, io.EOF) {
			return objs
		}
		if err != nil {
			t.Fatal(err)
		}
		var o object
		if err := yaml.Unmarshal(doc, &o); err != nil {
			t.Fatal(err)
		}
		o.raw = doc
		objs = append(objs, o)
	}
}
