package externaldns_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/externaldns"
	"github.com/fitout/fitout/cluster"
)

// The definitions are written once in a cluster, however many installs there are.
func TestOneInstallBringsDefinitions(t *testing.T) {
	for _, tc := range []struct {
		instance string
		crds     externaldns.CRDs
		brings   bool
	}{
		{"", "", true},
		{"", externaldns.LeaveCRDs, false},
		{"private", "", false},
		{"private", externaldns.BringCRDs, true},
	} {
		o := least()
		o.Instance, o.CRDs = tc.instance, tc.crds
		got := slices.ContainsFunc(build(t, o), func(obj addon.Object) bool { _, ok := obj.(*kube.CRD); return ok })
		if got != tc.brings {
			t.Errorf("instance %q, crds %q: brings definitions: %v", tc.instance, tc.crds, got)
		}
	}
}

// Helm's release external-dns-private has the same names, so that it can be taken over.
func TestNamesFollowInstance(t *testing.T) {
	o := least()
	o.Instance = "private"
	var got []string
	for _, obj := range build(t, o) {
		got = append(got, obj.GetObjectKind().GroupVersionKind().Kind+" "+obj.GetName())
	}
	want := []string{
		"ServiceAccount external-dns-private",
		"Service external-dns-private",
		"Deployment external-dns-private",
		"ClusterRole external-dns-private",
		"ClusterRoleBinding external-dns-private-viewer",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The region is the cluster's where AWS is called, unless the options name another.
func TestRegion(t *testing.T) {
	for _, tc := range []struct {
		name   string
		target addon.Target
		change func(*externaldns.Options)
		want   string
	}{
		{"elsewhere", addontest.Target(), func(*externaldns.Options) {}, ""},
		{"the cluster's", addontest.AWS(), func(*externaldns.Options) {}, "ap-northeast-1"},
		{"another", addontest.AWS(), func(o *externaldns.Options) { o.AWS.Region = "us-gov-west-1" }, "us-gov-west-1"},
		{"another provider", addontest.AWS(), func(o *externaldns.Options) { o.Provider = externaldns.Cloudflare }, ""},
		{"another provider, with a table", addontest.AWS(), func(o *externaldns.Options) {
			o.Provider, o.Registry = externaldns.Cloudflare, externaldns.RegistryDynamoDB
		}, "ap-northeast-1"},
	} {
		o := least()
		tc.change(&o)
		objs, err := externaldns.New(o).Objects(tc.target)
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		if got := variableOf(objs, "AWS_DEFAULT_REGION"); got != tc.want {
			t.Errorf("%s: region is %q, want %q", tc.name, got, tc.want)
		}
	}
}

func variableOf(objs []addon.Object, name string) string {
	for _, obj := range objs {
		if d, ok := obj.(*appsv1.Deployment); ok {
			for _, e := range d.Spec.Template.Spec.Containers[0].Env {
				if e.Name == name {
					return e.Value
				}
			}
		}
	}
	return ""
}

// NodePort Services need nodes, which a namespaced install can't list: without a filter
// the program never gets past its start.
func TestNamespacedReadsNoNodePorts(t *testing.T) {
	for _, tc := range []struct {
		name  string
		types []corev1.ServiceType
		want  []string
	}{
		{"not said", nil, []string{"ClusterIP", "LoadBalancer", "ExternalName"}},
		{"said", []corev1.ServiceType{"LoadBalancer"}, []string{"LoadBalancer"}},
	} {
		o := least()
		o.Namespaced, o.ServiceTypes = true, tc.types
		var got []string
		for _, obj := range build(t, o) {
			if d, ok := obj.(*appsv1.Deployment); ok {
				for _, a := range d.Spec.Template.Spec.Containers[0].Args {
					if v, ok := strings.CutPrefix(a, "--service-type-filter="); ok {
						got = append(got, v)
					}
				}
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// Records of one's own go along with the definition that they need.
func TestDNSEndpoint(t *testing.T) {
	record := externaldns.NewDNSEndpoint(metav1.ObjectMeta{Name: "wiki", Namespace: "tools"}, externaldns.Endpoint{
		DNSName:    "wiki.dev.example.com",
		RecordType: externaldns.RecordCNAME,
		Targets:    []string{"ingress.dev.example.com"},
		RecordTTL:  300,
	})
	o := least()
	o.Sources = []externaldns.Source{externaldns.SourceCRD}
	c := cluster.Cluster{Target: addontest.Target(), Addons: []addon.Addon{addon.With(externaldns.New(o), record)}}
	plan, err := c.Plan()
	if err != nil || plan.Err() != nil {
		t.Error(err, plan.Err())
	}
	o.CRDs = externaldns.LeaveCRDs
	c.Addons = []addon.Addon{addon.With(externaldns.New(o), record)}
	if plan, err = c.Plan(); err != nil || plan.Err() == nil {
		t.Error("a DNSEndpoint goes without its definition", err)
	}
}
