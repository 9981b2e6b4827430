package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/cluster/infer"
	"github.com/fitout/fitout/internal/kubeapi"
)

// gone are the kinds of the table whose types k8s.io/api doesn't have (any more).
var gone = []string{
	"apiextensions.k8s.io/v1 CustomResourceDefinition",
	"apiextensions.k8s.io/v1beta1 CustomResourceDefinition",
	"apiregistration.k8s.io/v1 APIService",
	"apiregistration.k8s.io/v1beta1 APIService",
	"autoscaling/v2beta1 HorizontalPodAutoscaler",
	"autoscaling/v2beta2 HorizontalPodAutoscaler",
	"extensions/v1beta1 PodSecurityPolicy",
	"policy/v1beta1 PodSecurityPolicy",
}

// The dates are those of k8s.io/api, none is missing or there twice, and the replacement that
// upstream names is among those of the table.
func TestAPIDates(t *testing.T) {
	dates := apiDatesByKind()
	seen := map[string]bool{}
	for gvk, typ := range kubeapi.Scheme().AllKnownTypes() {
		name := gvk.GroupVersion().String() + " " + gvk.Kind
		o := reflect.New(typ).Interface()
		// What has no metadata, lists among it, is never an object of a plan. What has no
		// dates is alpha.
		if _, ok := o.(addon.Object); !ok {
			continue
		}
		want, ok := datesOfType(o)
		if !ok {
			continue
		}
		seen[name] = true
		got, listed := dates[name]
		if !listed {
			if want.deprecated != "" || want.removed != "" || want.introduced.AtLeast("1.29") {
				t.Errorf("%s is not listed: introduced in %q, deprecated in %q, removed in %q", name, want.introduced, want.deprecated, want.removed)
			}
			continue
		}
		want.name = got.name
		if diff := cmp.Diff(want, got.apiVersion, cmp.AllowUnexported(apiVersion{})); diff != "" {
			t.Errorf("%s (-k8s.io/api +table):\n%s", name, diff)
		}
		if r, ok := o.(interface {
			APILifecycleReplacement() schema.GroupVersionKind
		}); ok {
			use := r.APILifecycleReplacement().GroupVersion().String()
			if !slices.ContainsFunc(got.later, func(v apiVersion) bool { return v.name == use }) && !strings.Contains(got.instead, use) {
				t.Errorf("%s: upstream would have one use %s", name, use)
			}
		}
	}
	n := 0
	for _, h := range apiHistories {
		n += len(strings.Fields(h.kinds)) * len(h.versions)
	}
	if n != len(dates) {
		t.Errorf("%d of the %d in the table are listed twice", n-len(dates), n)
	}
	for name := range dates {
		if seen[name] == slices.Contains(gone, name) {
			t.Errorf("%s is in k8s.io/api: %t", name, seen[name])
		}
	}
}

// datesOfType asks a Go type of k8s.io/api for its dates. It has none if it doesn't say when it
// was introduced.
func datesOfType(o any) (v apiVersion, ok bool) {
	date := func(major, minor int) addon.Version { return addon.Version(fmt.Sprintf("%d.%d", major, minor)) }
	if o, is := o.(interface{ APILifecycleIntroduced() (int, int) }); is {
		v.introduced, ok = date(o.APILifecycleIntroduced()), true
	}
	if o, is := o.(interface{ APILifecycleDeprecated() (int, int) }); is {
		v.deprecated = date(o.APILifecycleDeprecated())
	}
	if o, is := o.(interface{ APILifecycleRemoved() (int, int) }); is {
		v.removed = date(o.APILifecycleRemoved())
	}
	return v, ok
}

func TestAPIs(t *testing.T) {
	problem := func(s Severity, object, what, fix string) []Problem {
		return []Problem{{Check: "apis", Severity: s, Addon: "a", Object: object, Field: "apiVersion", What: what, Fix: fix}}
	}
	for _, test := range []struct {
		name       string
		kubernetes addon.Version
		apiVersion string
		kind       string
		want       []Problem
	}{
		{"removed in this version", "1.25", "policy/v1beta1", "PodDisruptionBudget",
			problem(Error, "PodDisruptionBudget x", "policy/v1beta1 PodDisruptionBudget is no longer served since Kubernetes 1.25", "use policy/v1, served since 1.21")},
		{"removed long before, in another group", "1.34", "extensions/v1beta1", "Ingress",
			problem(Error, "Ingress x", "extensions/v1beta1 Ingress is no longer served since Kubernetes 1.22", "use networking.k8s.io/v1, served since 1.19")},
		{"removed, and its first replacement too", "1.34", "flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema",
			problem(Error, "FlowSchema x", "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema is no longer served since Kubernetes 1.26", "use flowcontrol.apiserver.k8s.io/v1, served since 1.29")},
		{"removed, and its last replacement too new", "1.28", "flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema",
			problem(Error, "FlowSchema x", "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema is no longer served since Kubernetes 1.26", "use flowcontrol.apiserver.k8s.io/v1beta3, served since 1.26")},
		{"removed with all its versions", "1.34", "extensions/v1beta1", "PodSecurityPolicy",
			problem(Error, "PodSecurityPolicy x", "extensions/v1beta1 PodSecurityPolicy is no longer served since Kubernetes 1.16", "give the namespaces a Pod Security level")},
		{"not removed and not deprecated", "1.34", "policy/v1", "PodDisruptionBudget", nil},

		{"deprecated since this version", "1.35", "resource.k8s.io/v1beta1", "DeviceClass",
			problem(Warning, "DeviceClass x", "resource.k8s.io/v1beta1 DeviceClass is deprecated since Kubernetes 1.35 and goes in 1.38", "use resource.k8s.io/v1, served since 1.34")},
		{"deprecated until the next version", "1.37", "resource.k8s.io/v1beta1", "DeviceClass",
			problem(Warning, "DeviceClass x", "resource.k8s.io/v1beta1 DeviceClass is deprecated since Kubernetes 1.35 and goes in 1.38", "use resource.k8s.io/v1, served since 1.34")},
		{"deprecated for good", "1.33", "v1", "Endpoints",
			problem(Warning, "Endpoints x", "v1 Endpoints is deprecated since Kubernetes 1.33", "use EndpointSlice of discovery.k8s.io/v1, served since 1.21")},
		{"deprecated and not replaced", "1.36", "coordination.k8s.io/v1beta1", "LeaseCandidate",
			problem(Warning, "LeaseCandidate x", "coordination.k8s.io/v1beta1 LeaseCandidate is deprecated since Kubernetes 1.36 and goes in 1.39", "nothing replaces it yet")},
		{"deprecated later", "1.34", "resource.k8s.io/v1beta1", "DeviceClass", nil},

		{"too new", "1.32", "networking.k8s.io/v1", "ServiceCIDR",
			problem(Error, "ServiceCIDR x", "networking.k8s.io/v1 ServiceCIDR is not served before Kubernetes 1.33", "update the cluster, or leave the object out")},
		{"as new as the cluster", "1.33", "networking.k8s.io/v1", "ServiceCIDR", nil},

		{"never dated", "1.34", "v1", "ConfigMap", nil},
		{"not Kubernetes' own", "1.34", "policy.example.com/v1beta1", "PodDisruptionBudget", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := &unstructured.Unstructured{}
			o.SetAPIVersion(test.apiVersion)
			o.SetKind(test.kind)
			o.SetName("x")
			target := addon.Target{Name: "prod", Kubernetes: test.kubernetes}
			facts := infer.Of(target, []*infer.Object{{Object: o, Addon: "a"}}, infer.Known{})
			if diff := cmp.Diff(test.want, Run(&Pass{Facts: facts}, []Check{APIs})); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}
