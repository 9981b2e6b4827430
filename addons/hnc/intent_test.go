package hnc_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/hnc"
	"github.com/fitout/fitout/cluster"
)

// objects are the objects of a type.
func objects[T addon.Object](t *testing.T, o options) []T {
	t.Helper()
	return addontest.Objects[T](t, addontest.Target(), hnc.New(o))
}

// named is the object of a type and a name.
func named[T addon.Object](t *testing.T, o options, name string) T {
	t.Helper()
	return addontest.Find[T](t, objects[addon.Object](t, o), name)
}

// flags are those arguments of the manager that begin so.
func flags(d *appsv1.Deployment, prefixes ...string) []string {
	var out []string
	for _, arg := range d.Spec.Template.Spec.Containers[0].Args {
		if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(arg, p) }) {
			out = append(out, arg)
		}
	}
	return out
}

// A down HNC must not keep the cluster from mending itself, whatever else is excluded.
func TestSystemNamespacesAreExcluded(t *testing.T) {
	o := options{Namespace: "tenancy", ExcludedNamespaces: []string{"kube-public", "argocd"}}
	got := flags(objects[*appsv1.Deployment](t, o)[0], "--excluded-namespace", "--namespace")
	want := []string{
		"--excluded-namespace=kube-system",
		"--excluded-namespace=kube-public",
		"--excluded-namespace=tenancy",
		"--excluded-namespace=kube-node-lease",
		"--excluded-namespace=argocd",
		"--namespace=tenancy",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// HNC would read "^a|b$" as "^a" or "b$".
func TestAlternativesAreGrouped(t *testing.T) {
	o := options{IncludedNamespaceRegex: "a|b", ManagedNamespaceLabels: []string{"env", "x|y"}}
	got := flags(objects[*appsv1.Deployment](t, o)[0], "--included", "--managed")
	want := []string{"--included-namespace-regex=(a|b)", "--managed-namespace-label=env", "--managed-namespace-label=(x|y)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestImage(t *testing.T) {
	const fork = "ghcr.io/pfnet/hierarchical-namespaces"
	for _, tc := range []struct {
		name    string
		options options
		want    string
	}{
		{"upstream", options{}, "gcr.io/k8s-staging-multitenancy/hnc-manager:v1.1.0"},
		{"the fork", options{Fork: true}, fork + ":1.1.0-pfnet.3"},
		{"a newer fork", options{Fork: true, Pods: addon.Pods{Image: addon.Image{Tag: "1.1.0-pfnet.4"}}}, fork + ":1.1.0-pfnet.4"},
		{"one's own build of the fork", options{Fork: true, Pods: addon.Pods{Image: addon.Image{Repository: "example.com/hnc"}}}, "example.com/hnc:1.1.0-pfnet.3"},
		{"one's own build", options{Pods: addon.Pods{Image: addon.Image{Repository: "example.com/hnc", Tag: "main"}}}, "example.com/hnc:main"},
	} {
		tc.options.HighAvailability.Enabled = true
		for _, d := range objects[*appsv1.Deployment](t, tc.options) {
			if got := d.Spec.Template.Spec.Containers[0].Image; got != tc.want {
				t.Errorf("%s: %s runs %s, not %s", tc.name, d.Name, got, tc.want)
			}
		}
	}
}

// The fork's quotas can hold for some pods; upstream's drop what they don't know, so that its
// definition must not take it.
func TestDefinitionOfQuotasIsTheFork(t *testing.T) {
	for _, fork := range []bool{false, true} {
		crds := objects[*kube.CRD](t, options{Fork: fork})
		if len(crds) != 4 {
			t.Errorf("fork %t: %d definitions, not 4", fork, len(crds))
		}
		i := slices.IndexFunc(crds, func(c *kube.CRD) bool { return c.Kind() == "HierarchicalResourceQuota" })
		if got := strings.Contains(crds[i].Spec, "scopeSelector"); got != fork {
			t.Errorf("fork %t: the definition has a scopeSelector: %t", fork, got)
		}
	}
}

// Quotas are a flag of all pods that answer webhooks, and two webhooks more.
func TestQuotas(t *testing.T) {
	o := options{Quotas: hnc.Quotas{Enabled: true}, HighAvailability: hnc.HighAvailability{Enabled: true}}
	for _, d := range objects[*appsv1.Deployment](t, o) {
		if diff := cmp.Diff([]string{"--enable-hrq"}, flags(d, "--enable-hrq", "--hrq")); diff != "" {
			t.Errorf("%s: -want +got:\n%s", d.Name, diff)
		}
	}
	names := func(o options) string {
		var out []string
		for _, w := range objects[*admissionv1.ValidatingWebhookConfiguration](t, o)[0].Webhooks {
			out = append(out, strings.TrimSuffix(w.Name, ".hnc.x-k8s.io"))
		}
		return strings.Join(out, " ")
	}
	const without = "objects subnamespaceanchors hierarchyconfigurations hncconfigurations namespaces"
	if got := names(options{}); got != without {
		t.Errorf("without quotas: %s", got)
	}
	if got := names(o); got != without+" hrq resourcesquotasstatus" {
		t.Errorf("with quotas: %s", got)
	}
}

// With pods for the webhooks the manager answers none, and the Service leads to the others.
func TestHighAvailability(t *testing.T) {
	o := options{HighAvailability: hnc.HighAvailability{Enabled: true}, Pods: addon.Pods{Replicas: new(int32(2))}}
	for name, want := range map[string][]string{
		"hnc-controller-manager":    {"--enable-internal-cert-management", "--no-webhooks", "--enable-leader-election"},
		"hnc-controller-manager-ha": {"--webhooks-only"},
	} {
		got := flags(named[*appsv1.Deployment](t, o, name), "--enable-internal", "--no-webhooks", "--webhooks-only", "--enable-leader-election")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
	selector := named[*corev1.Service](t, o, "hnc-webhook-service").Spec.Selector
	if diff := cmp.Diff(map[string]string{"control-plane": "controller-manager-ha"}, selector); diff != "" {
		t.Errorf("the Service: -want +got:\n%s", diff)
	}
	if n := len(objects[*policyv1.PodDisruptionBudget](t, o)); n != 2 {
		t.Errorf("%d budgets, not 2", n)
	}
}

// The certificate comes from HNC itself, which then writes its CA, or from elsewhere.
func TestCertificate(t *testing.T) {
	for _, tc := range []struct {
		name        string
		certificate addon.ServingCertificate
		secret      string            // that the pods mount
		annotations map[string]string // of the webhook configurations
		made        int               // Secrets
		flags       []string
	}{{
		name:        "HNC's own",
		secret:      "hnc-webhook-server-cert",
		annotations: map[string]string{"fitout/patched-fields": "webhooks[].clientConfig.caBundle"},
		made:        1,
		flags:       []string{"--enable-internal-cert-management", "--cert-restart-on-secret-refresh"},
	}, {
		name:        "cert-manager's",
		certificate: addon.ServingCertificate{CertManager: &addon.CertManager{Issuer: addon.IssuerRef{Name: "webhooks", Kind: "ClusterIssuer"}}},
		secret:      "webhook-server-cert",
		annotations: map[string]string{"cert-manager.io/inject-ca-from": "hnc-system/hnc-serving-cert"},
	}, {
		name:        "one's own",
		certificate: addon.ServingCertificate{Secret: "mine", CABundle: ca},
		secret:      "mine",
	}} {
		o := options{Webhooks: hnc.Webhooks{Certificate: tc.certificate}}
		d := objects[*appsv1.Deployment](t, o)[0]
		if got := d.Spec.Template.Spec.Volumes[0].Secret.SecretName; got != tc.secret {
			t.Errorf("%s: mounts %s", tc.name, got)
		}
		if diff := cmp.Diff(tc.flags, flags(d, "--enable-internal", "--cert")); diff != "" {
			t.Errorf("%s: flags: -want +got:\n%s", tc.name, diff)
		}
		if got := len(objects[*corev1.Secret](t, o)); got != tc.made {
			t.Errorf("%s: makes %d Secrets", tc.name, got)
		}
		hooks := objects[*admissionv1.ValidatingWebhookConfiguration](t, o)[0]
		if diff := cmp.Diff(tc.annotations, hooks.Annotations); diff != "" {
			t.Errorf("%s: annotations: -want +got:\n%s", tc.name, diff)
		}
		for _, w := range hooks.Webhooks {
			if got := string(w.ClientConfig.CABundle); got != tc.certificate.CABundle {
				t.Errorf("%s: %s has the CA %q", tc.name, w.Name, got)
			}
		}
	}
}

// Narrow rights are to what is copied, and no wildcard. Roles and bindings need to be given
// away, and so bind and escalate.
func TestNarrowRights(t *testing.T) {
	rules := func(o options) map[string]string {
		o.NarrowRights = true
		out := map[string]string{}
		for _, r := range named[*rbacv1.ClusterRole](t, o, "hnc-manager-role").Rules {
			for _, resource := range r.Resources {
				out[strings.TrimSuffix(resource+"."+r.APIGroups[0], ".")] += strings.Join(r.Verbs, " ")
			}
		}
		return out
	}
	got := rules(options{Resources: []hnc.Resource{{Resource: "secrets", Mode: hnc.AllowPropagate}}})
	const write = "get list watch create delete update"
	for resource, want := range map[string]string{
		"secrets":                                write,
		"configmaps":                             "",
		"resourcequotas":                         "",
		"roles.rbac.authorization.k8s.io":        write + " bind escalate",
		"rolebindings.rbac.authorization.k8s.io": write,
		"clusterroles.rbac.authorization.k8s.io": "bind",
		"*.*":                                    "",

		// HNC caches them, and ends if it can't.
		"customresourcedefinitions.apiextensions.k8s.io": "get list watch",
	} {
		if got[resource] != want {
			t.Errorf("%s: %q, not %q", resource, got[resource], want)
		}
	}
	if got := rules(options{Quotas: hnc.Quotas{Enabled: true}})["resourcequotas"]; got != write {
		t.Errorf("with quotas: resourcequotas: %q", got)
	}
}

// The list of what is copied can be emptied: HNC's webhook doesn't let it be deleted.
func TestEmptyResources(t *testing.T) {
	if n := len(objects[*hnc.HNCConfiguration](t, options{})); n != 0 {
		t.Errorf("%d configurations where the options have no list", n)
	}
	if n := len(objects[*hnc.HNCConfiguration](t, options{Resources: []hnc.Resource{}})); n != 1 {
		t.Errorf("%d configurations where the list is empty", n)
	}
}

// The plan makes the namespaces that are placed and those above them, but not those that HNC
// makes.
func TestNamespaces(t *testing.T) {
	plan, err := cluster.Cluster{Target: addontest.Target(), Addons: []addon.Addon{hnc.New(options{
		Hierarchy: []hnc.Hierarchy{
			{Namespace: "team-a", Parent: "company"},
			{Namespace: "jobs", Parent: "lab"},
		},
		Subnamespaces: []hnc.Subnamespace{{Name: "lab", Parent: "team-a"}},
	})}}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range plan.Items {
		if ns, ok := it.Object.(*corev1.Namespace); ok {
			got = append(got, ns.Name)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"company", "hnc-system", "jobs", "team-a"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
