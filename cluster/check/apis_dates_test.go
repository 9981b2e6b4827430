//go:build kinds

package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/fitout/fitout/addon"
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
