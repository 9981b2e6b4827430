package certmanager_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addons/certmanager"
)

func build(t *testing.T, target addon.Target, o options) []addon.Object {
	t.Helper()
	return addontest.Objects[addon.Object](t, target, certmanager.New(o))
}

func TestServersHaveShortNames(t *testing.T) {
	for _, tc := range []struct{ server, want certmanager.ACMEServer }{
		{"letsencrypt", "https://acme-v02.api.letsencrypt.org/directory"},
		{"letsencrypt-staging", "https://acme-staging-v02.api.letsencrypt.org/directory"},
		{certmanager.LetsEncrypt, certmanager.LetsEncrypt},
		{"https://acme.example.com/directory", "https://acme.example.com/directory"},
	} {
		spec := letsEncrypt(tc.server)
		for _, issuer := range []*certmanager.Issuer{
			certmanager.NewIssuer(metav1.ObjectMeta{Name: "a", Namespace: "b"}, spec),
			certmanager.NewClusterIssuer(metav1.ObjectMeta{Name: "a"}, spec),
		} {
			if got := issuer.Spec.ACME.Server; got != tc.want {
				t.Errorf("%s: server %q becomes %q", issuer.Kind, tc.server, got)
			}
		}
		if spec.ACME.Server != tc.server {
			t.Errorf("the caller's spec was changed to %q", spec.ACME.Server)
		}
	}
}

// Options are used for several clusters, so one cluster's region must not stick to them.
func TestRoute53TakesTheClustersRegion(t *testing.T) {
	o := options{ClusterIssuers: []certmanager.NamedIssuer{{Name: "a", IssuerSpec: letsEncrypt("letsencrypt")}}}
	region := func(target addon.Target) string {
		issuer := addontest.Find[*certmanager.ClusterIssuer](t, build(t, target, o), "a")
		return issuer.Spec.ACME.Solvers[0].DNS01.Route53.Region
	}
	if got := region(addontest.AWS()); got != "ap-northeast-1" {
		t.Errorf("on AWS the region is %q", got)
	}
	if got := region(addontest.Target()); got != "" {
		t.Errorf("elsewhere the region is %q", got)
	}
	o.ClusterIssuers[0].ACME.Solvers[0].DNS01.Route53.Region = "us-east-1"
	if got := region(addontest.AWS()); got != "us-east-1" {
		t.Errorf("a region of its own becomes %q", got)
	}
}

// The right to request a token is the right to be that account, so it must not be wider
// than the accounts that issuers name.
func TestVaultLoginsBringTokenRights(t *testing.T) {
	login := func(account string) certmanager.IssuerSpec {
		return certmanager.IssuerSpec{Vault: &certmanager.Vault{
			Server: "https://vault.example.com:8200", Path: "pki/sign/a",
			Auth: certmanager.VaultAuth{Kubernetes: &certmanager.VaultKubernetes{
				Role: "a", ServiceAccountRef: certmanager.ServiceAccountRef{Name: account},
			}},
		}}
	}
	objs := build(t, addontest.Target(), options{
		ClusterIssuers: []certmanager.NamedIssuer{{Name: "a", IssuerSpec: login("vault")}, {Name: "b", IssuerSpec: login("vault")}},
		Issuers:        []certmanager.NamespacedIssuer{{Name: "a", Namespace: "shop", IssuerSpec: login("x")}, {Name: "b", Namespace: "shop", IssuerSpec: login("b")}},
	})
	got := map[string][]string{}
	for _, o := range objs {
		if r, ok := o.(*rbacv1.Role); ok && r.Rules[0].Resources[0] == "serviceaccounts/token" {
			got[r.Namespace] = r.Rules[0].ResourceNames
		}
	}
	want := map[string][]string{"cert-manager": {"vault"}, "shop": {"b", "x"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A flag that names another namespace than the role is in leaves the controller without a
// lease, and so without work.
func TestLeaderElectionMovesRolesAndFlags(t *testing.T) {
	objs := build(t, addontest.Target(), options{LeaderElection: certmanager.LeaderElection{Namespace: "elsewhere"}})
	for _, name := range []string{"cert-manager", "cert-manager-cainjector"} {
		if r := addontest.Find[*rbacv1.Role](t, objs, name+":leaderelection"); r.Namespace != "elsewhere" {
			t.Errorf("Role %s is in %s", r.Name, r.Namespace)
		}
		if b := addontest.Find[*rbacv1.RoleBinding](t, objs, name+":leaderelection"); b.Namespace != "elsewhere" || b.Subjects[0].Namespace != "cert-manager" {
			t.Errorf("RoleBinding %s is in %s, for an account in %s", b.Name, b.Namespace, b.Subjects[0].Namespace)
		}
		args := addontest.Find[*appsv1.Deployment](t, objs, name).Spec.Template.Spec.Containers[0].Args
		if !slices.Contains(args, "--leader-election-namespace=elsewhere") {
			t.Errorf("Deployment %s: %q", name, args)
		}
	}
}

// An empty list is not the same as none: it approves for the issuers of all groups.
func TestApprovalOfAllSigners(t *testing.T) {
	for _, tc := range []struct{ names, want []string }{
		{nil, []string{"issuers.cert-manager.io/*", "clusterissuers.cert-manager.io/*"}},
		{[]string{}, nil},
	} {
		data, err := json.Marshal(options{ApproveSignerNames: tc.names})
		if err != nil {
			t.Fatal(err)
		}
		var o options
		if err := json.Unmarshal(data, &o); err != nil {
			t.Fatal(err)
		}
		role := addontest.Find[*rbacv1.ClusterRole](t, build(t, addontest.Target(), o), "cert-manager-controller-approve:cert-manager-io")
		if diff := cmp.Diff(tc.want, role.Rules[0].ResourceNames, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%v: %s", tc.names, diff)
		}
	}
}

func TestNamespaceIsAsStrictAsThePodsAllow(t *testing.T) {
	for _, tc := range []struct {
		webhook certmanager.Webhook
		want    kube.PodSecurity
	}{
		{certmanager.Webhook{}, kube.Restricted},
		{certmanager.Webhook{HostNetwork: true, Port: 10260}, kube.Privileged},
	} {
		ns := addontest.Find[*corev1.Namespace](t, build(t, addontest.Target(), options{Webhook: tc.webhook}), "cert-manager")
		if got := ns.Labels[kube.LabelPodSecurity]; got != string(tc.want) {
			t.Errorf("hostNetwork %v: the namespace enforces %s", tc.webhook.HostNetwork, got)
		}
	}
}

// Two Prometheuses must not both count the same pods.
func TestMetricsAreScrapedInOneWay(t *testing.T) {
	for _, tc := range []struct {
		name        string
		options     options
		annotations bool
		services    int // with a port for metrics
	}{
		{"annotations", options{}, true, 3},
		{"service monitor", options{ServiceMonitor: &addon.ServiceMonitor{}}, false, 3},
		{"pod monitor", options{PodMonitor: &addon.ServiceMonitor{}}, false, 0},
		{"neither", options{NoScrapeAnnotations: true}, false, 3},
		{"none", options{DisableMetrics: true}, false, 0},
	} {
		services := 0
		for _, o := range build(t, addontest.Target(), tc.options) {
			switch o := o.(type) {
			case *appsv1.Deployment:
				if got := o.Spec.Template.Annotations["prometheus.io/scrape"] == "true"; got != tc.annotations {
					t.Errorf("%s: %s: annotated: %v", tc.name, o.Name, got)
				}
			case *corev1.Service:
				if slices.ContainsFunc(o.Spec.Ports, func(p corev1.ServicePort) bool { return p.Port == 9402 }) {
					services++
				}
			}
		}
		if services != tc.services {
			t.Errorf("%s: %d services with metrics, want %d", tc.name, services, tc.services)
		}
	}
}
