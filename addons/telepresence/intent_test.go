package telepresence_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/telepresence"
	"github.com/fitout/fitout/cluster"
)

// objects are the objects of a type.
func objects[T addon.Object](t *testing.T, target addon.Target, o options) []T {
	t.Helper()
	return addontest.Objects[T](t, target, telepresence.New(o))
}

func names[T addon.Object](objs []T) []string {
	var out []string
	for _, o := range objs {
		out = append(out, strings.TrimPrefix(o.GetNamespace()+"/"+o.GetName(), "/"))
	}
	slices.Sort(out)
	return out
}

// The manager puts together the reference of the agents' image, which comes from where the
// nodes pull all images.
func TestAgentImage(t *testing.T) {
	mirrored := addontest.Target()
	mirrored.Mirror = addon.Mirror{"ghcr.io": "mirror.example.com/ghcr", "quay.io": "mirror.example.com/quay"}
	for _, tc := range []struct {
		name    string
		target  addon.Target
		options options
		want    map[string]string
	}{
		{"defaults", addontest.Target(), options{}, map[string]string{"REGISTRY": "ghcr.io/telepresenceio"}},
		{"the manager's tag", addontest.Target(), options{Pods: addon.Pods{Image: addon.Image{Tag: "2.20.3"}}}, map[string]string{"REGISTRY": "ghcr.io/telepresenceio"}},
		{
			"the manager's repository", addontest.Target(),
			options{Pods: addon.Pods{Image: addon.Image{Repository: "registry.example.com/tools/telepresence"}}},
			map[string]string{"REGISTRY": "registry.example.com/tools", "AGENT_IMAGE_NAME": "telepresence"},
		},
		{"a mirror", mirrored, options{}, map[string]string{"REGISTRY": "mirror.example.com/ghcr/telepresenceio"}},
		{
			"an image of its own by a mirror", mirrored,
			options{Agent: telepresence.Agent{Image: addon.Image{Repository: "quay.io/tools/agent", Tag: "2.20.1"}}},
			map[string]string{"REGISTRY": "mirror.example.com/quay/tools", "AGENT_IMAGE_NAME": "agent", "AGENT_IMAGE_TAG": "2.20.1"},
		},
	} {
		got := map[string]string{}
		for _, e := range objects[*appsv1.Deployment](t, tc.target, tc.options)[0].Spec.Template.Spec.Containers[0].Env {
			if e.Name == "REGISTRY" || strings.HasPrefix(e.Name, "AGENT_IMAGE_") && e.Name != "AGENT_IMAGE_PULL_POLICY" {
				got[e.Name] = e.Value
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// A manager of some namespaces has rights in these alone, and its webhook sees no others.
func TestNamespaces(t *testing.T) {
	o := options{Namespaces: []string{"dev", "staging"}}
	if got := names(objects[*rbacv1.ClusterRole](t, addontest.Target(), o)); got != nil {
		t.Errorf("has rights in the whole cluster: %v", got)
	}
	want := []string{"ambassador/traffic-manager", "ambassador/traffic-manager-cloud-token", "dev/traffic-manager", "staging/traffic-manager"}
	if diff := cmp.Diff(want, names(objects[*rbacv1.RoleBinding](t, addontest.Target(), o))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	hook := objects[*admissionv1.MutatingWebhookConfiguration](t, addontest.Target(), o)[0].Webhooks[0]
	if diff := cmp.Diff([]string{"dev", "staging", "ambassador"}, hook.NamespaceSelector.MatchExpressions[0].Values); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Developers have rights where the manager has them, unless they are given fewer.
func TestClientNamespaces(t *testing.T) {
	const role = "telepresence-oss-ambassador"
	for _, tc := range []struct {
		name             string
		managed, clients []string
		want             []string
	}{
		{"the whole cluster", nil, nil, []string{role}},
		{"some of the cluster", nil, []string{"dev"}, []string{"dev/" + role}},
		{"the manager's", []string{"dev"}, nil, []string{"ambassador/" + role, "dev/" + role}},
		{"some of the manager's", []string{"dev", "staging"}, []string{"staging"}, []string{"staging/" + role}},
	} {
		o := options{Namespaces: tc.managed, ClientRBAC: &telepresence.ClientRBAC{
			Subjects: []rbacv1.Subject{{Kind: "User", Name: "jane"}}, Namespaces: tc.clients,
		}}
		var got []string
		for _, name := range slices.Concat(names(objects[*rbacv1.RoleBinding](t, addontest.Target(), o)), names(objects[*rbacv1.ClusterRoleBinding](t, addontest.Target(), o))) {
			if strings.HasSuffix(name, role) {
				got = append(got, name)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// Without the webhook nothing may change workloads, and passwords still stay in the cluster.
func TestWithoutInjector(t *testing.T) {
	o := options{AgentInjector: telepresence.AgentInjector{Disabled: true}, ExcludedVariables: []string{"PASSWORD", "TOKEN"}}
	for _, r := range objects[*rbacv1.ClusterRole](t, addontest.Target(), o)[0].Rules {
		if slices.Contains(r.APIGroups, "apps") && slices.Contains(r.Verbs, "patch") {
			t.Errorf("may patch %v", r.Resources)
		}
	}
	for _, c := range objects[*corev1.ConfigMap](t, addontest.Target(), o) {
		if c.Name == "telepresence-intercept-env" {
			if diff := cmp.Diff("PASSWORD\nTOKEN\n", c.Data["excluded"]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			return
		}
	}
	t.Error("no variables are excluded")
}

// A plan tells that the certificate's Secret must be there, and who brings it.
func TestSecretIsKnown(t *testing.T) {
	for _, tc := range []struct {
		name     string
		options  options
		existing map[string][]string
		want     string
	}{
		{"cert-manager", options{}, nil, "ambassador/mutator-webhook-tls from Certificate ambassador/mutator-webhook-tls"},
		{
			"a Secret", options{AgentInjector: telepresence.AgentInjector{Certificate: addon.ServingCertificate{Secret: "webhook", CABundle: ca}}},
			map[string][]string{"ambassador/webhook": {"tls.crt", "tls.key"}}, "ambassador/webhook from existing",
		},
	} {
		plan, err := cluster.Cluster{
			Target:   addontest.Target(),
			Addons:   []addon.Addon{telepresence.New(tc.options)},
			Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}, Secrets: tc.existing},
		}.Plan()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range plan.Secrets() {
			got = append(got, s.Namespace+"/"+s.Name+" from "+s.From)
		}
		if diff := cmp.Diff([]string{tc.want}, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// While the manager is down, a webhook that refuses pods must not refuse the manager's own.
func TestFail(t *testing.T) {
	for policy, want := range map[admissionv1.FailurePolicyType]bool{admissionv1.Ignore: false, admissionv1.Fail: true} {
		o := options{AgentInjector: telepresence.AgentInjector{FailurePolicy: policy}}
		hook := objects[*admissionv1.MutatingWebhookConfiguration](t, addontest.Target(), o)[0].Webhooks[0]
		if got := hook.ObjectSelector != nil; got != want {
			t.Errorf("%s: leaves out the manager: %v", policy, got)
		}
	}
}
