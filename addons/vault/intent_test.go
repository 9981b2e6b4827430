package vault_test

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
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/vault"
	"github.com/fitout/fitout/cluster"
)

// objects are the objects of a type.
func objects[T addon.Object](t *testing.T, o options) []T {
	t.Helper()
	all, err := vault.New(o).Objects(addontest.AWS())
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	for _, obj := range all {
		if x, ok := obj.(T); ok {
			out = append(out, x)
		}
	}
	return out
}

// lines are those of the server's configuration that begin with one of the words.
func lines(t *testing.T, o options, words ...string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(objects[*corev1.ConfigMap](t, o)[0].Data["extraconfig-from-values.hcl"]) {
		line = strings.TrimSpace(line)
		if word, _, _ := strings.Cut(line, " "); slices.Contains(words, word) {
			out = append(out, line)
		}
	}
	return out
}

// A string comes out as it is, whatever HCL makes of what is in it.
func TestStrings(t *testing.T) {
	for given, want := range map[string]string{
		`prod`:           `"prod"`,
		`a "b" \c`:       `"a \"b\" \\c"`,
		"a\nb\tc":        `"a\nb\tc"`,
		`${a}`:           `"\u0024{a}"`,
		`$${a} $ {a} ${`: `"$\u0024{a} $ {a} \u0024{"`,
		"日本 🗝":           `"\u65e5\u672c \U0001f5dd"`,
		"\x00\x7f\xff":   `"\x00\x7f\xff"`,
	} {
		got := lines(t, options{Server: vault.Server{Settings: vault.Settings{ClusterName: given}}}, "cluster_name")
		if diff := cmp.Diff([]string{"cluster_name = " + want}, got); diff != "" {
			t.Errorf("%q: -want +got:\n%s", given, diff)
		}
	}
}

// Servers join each other by the names of their pods, in HTTPS with the CA.
func TestRetryJoin(t *testing.T) {
	server := func(change func(*vault.Server)) options {
		s := vault.Server{Mode: vault.HA}
		change(&s)
		return options{Server: s}
	}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"one", server(func(s *vault.Server) { s.Pods.Replicas = new(int32(1)) }), []string{
			`leader_api_addr = "http://vault-0.vault-internal:8200"`,
		}},
		{"three", server(func(*vault.Server) {}), []string{
			`leader_api_addr = "http://vault-0.vault-internal:8200"`,
			`leader_api_addr = "http://vault-1.vault-internal:8200"`,
			`leader_api_addr = "http://vault-2.vault-internal:8200"`,
		}},
		{"in HTTPS", server(func(s *vault.Server) {
			s.Pods.Replicas = new(int32(1))
			s.Certificate = addon.ServingCertificate{CertManager: &addon.CertManager{}}
		}), []string{
			`leader_api_addr = "https://vault-0.vault-internal:8200"`, `leader_ca_cert_file = "/vault/ca/ca.crt"`,
		}},
		{"by hand", server(func(s *vault.Server) { s.Raft.ManualJoin = true }), nil},
		{"others", server(func(s *vault.Server) {
			s.Raft = vault.Raft{ManualJoin: true, JoinAddresses: []string{"https://vault.example.com:8200"}}
		}), []string{`leader_api_addr = "https://vault.example.com:8200"`}},
	} {
		if diff := cmp.Diff(tc.want, lines(t, tc.options, "leader_api_addr", "leader_ca_cert_file")); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// More than half of the servers stay while nodes are drained.
func TestBudget(t *testing.T) {
	for replicas, want := range map[int32]int32{3: 1, 4: 1, 5: 2, 7: 3} {
		o := options{Server: vault.Server{Mode: vault.HA, Pods: addon.Pods{Replicas: &replicas}}}
		if got := objects[*policyv1.PodDisruptionBudget](t, o)[0].Spec.MaxUnavailable.IntVal; got != want {
			t.Errorf("of %d servers %d may be away, not %d", replicas, got, want)
		}
	}
}

// The configuration has no secret, and the region that counts is that of the key.
func TestSealEnvironment(t *testing.T) {
	transit := vault.Seal{Transit: &vault.Transit{Address: "https://vault.example.com:8200", KeyName: "unseal", Token: addon.SecretRef{Name: "transit", Key: "token"}}}
	kms := func(id, region string) *vault.Seal {
		return &vault.Seal{AWSKMS: &vault.AWSKMS{KeyID: id, Region: region}}
	}
	for _, tc := range []struct {
		name   string
		server vault.Server
		want   map[string]string
	}{
		{"no seal", vault.Server{}, map[string]string{}},
		{"a key here", vault.Server{Seal: kms("alias/vault", "")}, map[string]string{"AWS_REGION": "ap-northeast-1", "AWS_DEFAULT_REGION": "ap-northeast-1"}},
		{"a key elsewhere", vault.Server{Seal: kms("alias/vault", "us-east-1")}, map[string]string{"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}},
		{
			"an ARN", vault.Server{Seal: kms("arn:aws:kms:eu-west-1:210987654321:key/19ec80b0-dfdd-4d97-8164-c6e0123456ab", "")},
			map[string]string{"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"},
		},
		{
			"from a key to another Vault's", vault.Server{Seal: &transit, MigrateFrom: kms("alias/vault", "")},
			map[string]string{"VAULT_SEAL_SECRET": "transit/token", "AWS_REGION": "ap-northeast-1", "AWS_DEFAULT_REGION": "ap-northeast-1"},
		},
		{"from another Vault's to none", vault.Server{MigrateFrom: &transit}, map[string]string{"VAULT_OLD_SEAL_SECRET": "transit/token"}},
	} {
		got := map[string]string{}
		for _, e := range objects[*appsv1.StatefulSet](t, options{Server: tc.server})[0].Spec.Template.Spec.Containers[0].Env {
			switch {
			case strings.HasPrefix(e.Name, "AWS_"):
				got[e.Name] = e.Value
			case strings.HasSuffix(e.Name, "_SECRET"):
				got[e.Name] = e.ValueFrom.SecretKeyRef.Name + "/" + e.ValueFrom.SecretKeyRef.Key
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}

// Injectors change their webhook's configuration and elect who does it where they make the
// certificate, and only there.
func TestInjectorRights(t *testing.T) {
	own := addon.ServingCertificate{CertManager: &addon.CertManager{}}
	for _, tc := range []struct {
		name     string
		injector vault.Injector
		patches  bool
		elects   bool
	}{
		{"one", vault.Injector{}, true, false},
		{"two", vault.Injector{Pods: addon.Pods{Replicas: new(int32(2))}}, true, true},
		{"one with a certificate", vault.Injector{Certificate: own}, false, false},
		{"two with a certificate", vault.Injector{Certificate: own, Pods: addon.Pods{Replicas: new(int32(2))}}, false, false},
	} {
		o := options{Injector: tc.injector}
		patches := slices.Contains(objects[*rbacv1.ClusterRole](t, o)[0].Rules[0].Verbs, "patch")
		elects := len(objects[*rbacv1.Role](t, o)) > 0
		if patches != tc.patches || elects != tc.elects {
			t.Errorf("%s: patches %v, elects %v", tc.name, patches, elects)
		}
	}
}

// Injectors are never sent to the webhook, which they serve.
func TestObjectSelector(t *testing.T) {
	o := options{Injector: vault.Injector{Webhook: vault.Webhook{ObjectSelector: &metav1.LabelSelector{
		MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "vault", Operator: metav1.LabelSelectorOpExists}},
	}}}}
	want := []metav1.LabelSelectorRequirement{
		{Key: "app.kubernetes.io/name", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"vault-agent-injector"}},
		{Key: "vault", Operator: metav1.LabelSelectorOpExists},
	}
	got := objects[*admissionv1.MutatingWebhookConfiguration](t, o)[0].Webhooks[0].ObjectSelector.MatchExpressions
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Vault's namespace is held to the strictest level, unless somebody in it can't be.
func TestPodSecurity(t *testing.T) {
	const level = "pod-security.kubernetes.io/enforce"
	for _, tc := range []struct {
		name    string
		options options
		want    string
	}{
		{"Vault", options{Server: vault.Server{Mode: vault.HA}}, "restricted"},
		{"the CSI provider", options{CSI: vault.CSI{Enabled: true}}, "privileged"},
		{"a node's network", options{Injector: vault.Injector{HostNetwork: true}}, "privileged"},
	} {
		if got := objects[*corev1.Namespace](t, tc.options)[0].Labels[level]; got != tc.want {
			t.Errorf("%s: %s, not %s", tc.name, got, tc.want)
		}
	}
}

// A plan tells which Secrets must be there, and who brings them.
func TestSecretsAreKnown(t *testing.T) {
	o := company()
	plan, err := cluster.Cluster{
		Target: addontest.AWS(),
		Addons: []addon.Addon{vault.New(o)},
		Existing: cluster.Existing{
			CRDs:           []string{"*.cert-manager.io", "servicemonitors.monitoring.coreos.com"},
			StorageClasses: []string{"gp3"},
			IngressClasses: []string{"alb"},
			Secrets:        map[string][]string{"vault/vault-metrics": {"token"}},
		},
	}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range plan.Secrets() {
		got = append(got, s.Name+" from "+s.From)
	}
	want := []string{
		"vault-agent-injector-tls from Certificate vault/vault-agent-injector-tls",
		"vault-metrics from existing",
		"vault-server-ca from Certificate vault/vault-server-ca",
		"vault-server-tls from Certificate vault/vault-server-tls",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
