package yamlenc

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"
	admissionv1beta1 "k8s.io/api/admission/v1beta1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	admissionregistrationv1alpha1 "k8s.io/api/admissionregistration/v1alpha1"
	admissionregistrationv1beta1 "k8s.io/api/admissionregistration/v1beta1"
	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	apidiscoveryv2beta1 "k8s.io/api/apidiscovery/v2beta1"
	apiserverinternalv1alpha1 "k8s.io/api/apiserverinternal/v1alpha1"
	appsv1 "k8s.io/api/apps/v1"
	appsv1beta1 "k8s.io/api/apps/v1beta1"
	appsv1beta2 "k8s.io/api/apps/v1beta2"
	authenticationv1 "k8s.io/api/authentication/v1"
	authenticationv1alpha1 "k8s.io/api/authentication/v1alpha1"
	authenticationv1beta1 "k8s.io/api/authentication/v1beta1"
	authorizationv1 "k8s.io/api/authorization/v1"
	authorizationv1beta1 "k8s.io/api/authorization/v1beta1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	batchv1beta1 "k8s.io/api/batch/v1beta1"
	certificatesv1 "k8s.io/api/certificates/v1"
	certificatesv1alpha1 "k8s.io/api/certificates/v1alpha1"
	certificatesv1beta1 "k8s.io/api/certificates/v1beta1"
	coordinationv1 "k8s.io/api/coordination/v1"
	coordinationv1alpha2 "k8s.io/api/coordination/v1alpha2"
	coordinationv1beta1 "k8s.io/api/coordination/v1beta1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	discoveryv1beta1 "k8s.io/api/discovery/v1beta1"
	eventsv1 "k8s.io/api/events/v1"
	eventsv1beta1 "k8s.io/api/events/v1beta1"
	extensionsv1beta1 "k8s.io/api/extensions/v1beta1"
	flowcontrolv1 "k8s.io/api/flowcontrol/v1"
	flowcontrolv1beta1 "k8s.io/api/flowcontrol/v1beta1"
	flowcontrolv1beta2 "k8s.io/api/flowcontrol/v1beta2"
	flowcontrolv1beta3 "k8s.io/api/flowcontrol/v1beta3"
	imagepolicyv1alpha1 "k8s.io/api/imagepolicy/v1alpha1"
	lifecyclev1alpha1 "k8s.io/api/lifecycle/v1alpha1"
	networkingv1 "k8s.io/api/networking/v1"
	networkingv1beta1 "k8s.io/api/networking/v1beta1"
	nodev1 "k8s.io/api/node/v1"
	nodev1alpha1 "k8s.io/api/node/v1alpha1"
	nodev1beta1 "k8s.io/api/node/v1beta1"
	policyv1 "k8s.io/api/policy/v1"
	policyv1beta1 "k8s.io/api/policy/v1beta1"
	rbacv1 "k8s.io/api/rbac/v1"
	rbacv1alpha1 "k8s.io/api/rbac/v1alpha1"
	rbacv1beta1 "k8s.io/api/rbac/v1beta1"
	resourcev1 "k8s.io/api/resource/v1"
	resourcev1alpha3 "k8s.io/api/resource/v1alpha3"
	resourcev1beta1 "k8s.io/api/resource/v1beta1"
	resourcev1beta2 "k8s.io/api/resource/v1beta2"
	schedulingv1 "k8s.io/api/scheduling/v1"
	schedulingv1alpha3 "k8s.io/api/scheduling/v1alpha3"
	schedulingv1beta1 "k8s.io/api/scheduling/v1beta1"
	storagev1 "k8s.io/api/storage/v1"
	storagev1alpha1 "k8s.io/api/storage/v1alpha1"
	storagev1beta1 "k8s.io/api/storage/v1beta1"
	storagemigrationv1 "k8s.io/api/storagemigration/v1"
	storagemigrationv1beta1 "k8s.io/api/storagemigration/v1beta1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/randfill"
	"sigs.k8s.io/yaml"
)

// packages are all of k8s.io/api.
var packages = []func(*runtime.Scheme) error{
	admissionv1.AddToScheme, admissionv1beta1.AddToScheme,
	admissionregistrationv1.AddToScheme, admissionregistrationv1alpha1.AddToScheme, admissionregistrationv1beta1.AddToScheme,
	apidiscoveryv2.AddToScheme, apidiscoveryv2beta1.AddToScheme,
	apiserverinternalv1alpha1.AddToScheme,
	appsv1.AddToScheme, appsv1beta1.AddToScheme, appsv1beta2.AddToScheme,
	authenticationv1.AddToScheme, authenticationv1alpha1.AddToScheme, authenticationv1beta1.AddToScheme,
	authorizationv1.AddToScheme, authorizationv1beta1.AddToScheme,
	autoscalingv1.AddToScheme, autoscalingv2.AddToScheme,
	batchv1.AddToScheme, batchv1beta1.AddToScheme,
	certificatesv1.AddToScheme, certificatesv1alpha1.AddToScheme, certificatesv1beta1.AddToScheme,
	coordinationv1.AddToScheme, coordinationv1alpha2.AddToScheme, coordinationv1beta1.AddToScheme,
	corev1.AddToScheme,
	discoveryv1.AddToScheme, discoveryv1beta1.AddToScheme,
	eventsv1.AddToScheme, eventsv1beta1.AddToScheme,
	extensionsv1beta1.AddToScheme,
	flowcontrolv1.AddToScheme, flowcontrolv1beta1.AddToScheme, flowcontrolv1beta2.AddToScheme, flowcontrolv1beta3.AddToScheme,
	imagepolicyv1alpha1.AddToScheme,
	lifecyclev1alpha1.AddToScheme,
	networkingv1.AddToScheme, networkingv1beta1.AddToScheme,
	nodev1.AddToScheme, nodev1alpha1.AddToScheme, nodev1beta1.AddToScheme,
	policyv1.AddToScheme, policyv1beta1.AddToScheme,
	rbacv1.AddToScheme, rbacv1alpha1.AddToScheme, rbacv1beta1.AddToScheme,
	resourcev1.AddToScheme, resourcev1alpha3.AddToScheme, resourcev1beta1.AddToScheme, resourcev1beta2.AddToScheme,
	schedulingv1.AddToScheme, schedulingv1alpha3.AddToScheme, schedulingv1beta1.AddToScheme,
	storagev1.AddToScheme, storagev1alpha1.AddToScheme, storagev1beta1.AddToScheme,
	storagemigrationv1.AddToScheme, storagemigrationv1beta1.AddToScheme,
}

// kinds are the types of all kinds in k8s.io/api, in a fixed order.
func kinds(t testing.TB) []reflect.Type {
	scheme := runtime.NewScheme()
	for _, add := range packages {
		if err := add(scheme); err != nil {
			t.Fatal(err)
		}
	}
	byName := map[string]reflect.Type{}
	for _, typ := range scheme.AllKnownTypes() {
		if strings.HasPrefix(typ.PkgPath(), "k8s.io/api/") {
			byName[typ.PkgPath()+"."+typ.Name()] = typ
		}
	}
	var out []reflect.Type
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		out = append(out, byName[name])
	}
	return out
}

func TestAllPackages(t *testing.T) {
	out, err := exec.Command("go", "list", "k8s.io/api/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, typ := range kinds(t) {
		got[typ.PkgPath()] = true
	}
	for _, path := range strings.Fields(string(out)) {
		if path != "k8s.io/api" && !got[path] {
			t.Errorf("no kind of %s is tested: add it to packages", path)
		}
	}
}

// Each kind is encoded with much in it and with little.
func TestKinds(t *testing.T) {
	for _, typ := range kinds(t) {
		t.Run(typ.String(), func(t *testing.T) {
			same(t, reflect.New(typ).Interface())
			for seed := range int64(6) {
				object := reflect.New(typ).Interface()
				filler(seed).Fill(object)
				same(t, object)
			}
		})
	}
}

// filler fills a struct at random. The larger the seed, the less it leaves empty.
func filler(seed int64) *randfill.Filler {
	return randfill.NewWithSeed(seed).NilChance(0.8-0.1*float64(seed)).NumElements(0, 2).MaxDepth(12).Funcs(
		func(s *string, c randfill.Continue) {
			if c.Intn(3) > 0 {
				*s = text(c.Rand)
			}
		},
		func(q *resource.Quantity, c randfill.Continue) {
			*q = resource.MustParse([]string{"0", "1", "100m", "0.5", "1Gi", "1500Mi", "1e3", "12345678901234567890"}[c.Intn(8)])
		},
		func(v *intstr.IntOrString, c randfill.Continue) {
			*v = []intstr.IntOrString{intstr.FromInt32(8080), intstr.FromString("http"), intstr.FromString("25%"), intstr.FromString("80"), {}}[c.Intn(5)]
		},
		func(tm *metav1.Time, c randfill.Continue) {
			*tm = []metav1.Time{{}, metav1.Unix(1700000000, 0)}[c.Intn(2)]
		},
		func(tm *metav1.MicroTime, c randfill.Continue) {
			*tm = []metav1.MicroTime{{}, metav1.NewMicroTime(metav1.Unix(1700000000, 5000).Time)}[c.Intn(2)]
		},
		func(f *metav1.FieldsV1, c randfill.Continue) { f.SetRawString(raw[c.Intn(len(raw))]) },
		func(r *runtime.RawExtension, c randfill.Continue) { r.Raw = []byte(raw[c.Intn(len(raw))]) },
	)
}

var raw = []string{
	`null`, `{}`, `[]`, `"text"`, `1.50`, `-0`, `1e400`, `true`, `{"a":null,"status":{},"b":[null,{},{"metadata":{}}]}`,
	`{"z":"\u00e9\n","1":[[1,[]],{"y":"n"}],"f":[1e3,1E-7,100000000000000000000,18446744073709551615]}`,
}

// What is in the golden files is what addons build: as it is there, and as the kind's own
// struct has it.
func TestGoldens(t *testing.T) {
	types := map[string]reflect.Type{}
	for _, typ := range kinds(t) {
		group, version, _ := strings.Cut(strings.TrimPrefix(typ.PkgPath(), "k8s.io/api/"), "/")
		types[group+" "+version+" "+typ.Name()] = typ
	}
	files, err := filepath.Glob("../../addons/*/testdata/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d golden files: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range bytes.Split(data, []byte("\n---\n")) {
			var tree map[string]any
			if err := yaml.Unmarshal(doc, &tree); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if tree == nil {
				continue // of a case that installs nothing
			}
			same(t, tree)
			apiVersion, _ := tree["apiVersion"].(string)
			group, version, ok := strings.Cut(apiVersion, "/")
			if !ok {
				group, version = "core", apiVersion
			}
			group, _, _ = strings.Cut(group, ".")
			kind, _ := tree["kind"].(string)
			if typ := types[group+" "+version+" "+kind]; typ != nil {
				object := reflect.New(typ).Interface()
				if err := yaml.UnmarshalStrict(doc, object); err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				same(t, object)
			}
		}
	}
}
