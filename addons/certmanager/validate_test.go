package certmanager_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/certmanager"
)

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"the kubelet's port", options{Webhook: certmanager.Webhook{HostNetwork: true}}, []string{
			`webhook.port: Invalid value: 10250: is the kubelet's own in the network of the node: take another, such as 10260`,
		}},
		{"the webhook's own port", options{Webhook: certmanager.Webhook{Port: 9402, TimeoutSeconds: 31, ServiceType: "ExternalName"}}, []string{
			`webhook.port: Invalid value: 9402: is where the webhook serves metrics: take another`,
			`webhook.serviceType: Unsupported value: "ExternalName": supported values: "ClusterIP", "NodePort", "LoadBalancer"`,
			`webhook.timeoutSeconds: Invalid value: 31: must be at most 30`,
		}},
		{"probes' port", options{Webhook: certmanager.Webhook{Port: 6080}}, []string{
			`webhook.port: Invalid value: 6080: is where the webhook answers probes: take another`,
		}},
		{"leader election", options{LeaderElection: certmanager.LeaderElection{
			LeaseDuration: metav1.Duration{Duration: 30 * time.Second},
			RetryPeriod:   metav1.Duration{Duration: 35 * time.Second},
		}}, []string{
			`leaderElection.renewDeadline: Invalid value: "40s": must be less than leaseDuration, 30s`,
			`leaderElection.retryPeriod: Invalid value: "35s": must be less than five sixths of renewDeadline, 40s`,
		}},
		{"solver pods", options{HTTP01Solver: certmanager.HTTP01Solver{
			Nameservers: []string{"8.8.8.8"},
			Resources: corev1.ResourceRequirements{Limits: corev1.ResourceList{
				corev1.ResourceMemory: resource.MustParse("32Mi"),
				"nvidia.com/gpu":      resource.MustParse("1"),
			}},
		}}, []string{
			`http01Solver.resources.limits[nvidia.com/gpu]: Unsupported value: "nvidia.com/gpu": supported values: "cpu", "memory"`,
			`http01Solver.resources.limits[memory]: Invalid value: "32Mi": must be at least what is requested, 64Mi`,
			`http01Solver.nameservers[0]: Invalid value: "8.8.8.8": must match ^[^/]+:[0-9]+$`,
		}},
		{"monitors", options{DisableMetrics: true, ServiceMonitor: &addon.ServiceMonitor{}, PodMonitor: &addon.ServiceMonitor{}}, []string{
			`podMonitor: Forbidden: serviceMonitor has the same metrics scraped: take one of the two`,
			`disableMetrics: Forbidden: serviceMonitor and podMonitor need the metrics`,
		}},
		{"flags", options{
			DNS01RecursiveNameservers: []string{"dns.example.com"},
			ApproveSignerNames:        []string{"*"},
			LogLevel:                  new(int32(7)),
			FeatureGates:              map[string]bool{"A=true,B": true},
			DefaultIssuer:             addon.IssuerRef{Kind: "ClusterIssuer"},
		}, []string{
			`defaultIssuer.name: Required value: no default can know it`,
			`dns01RecursiveNameservers[0]: Invalid value: "dns.example.com": must match ^(https://.+|[^/]+:[0-9]+)$`,
			`approveSignerNames[0]: Invalid value: "*": must match ^[a-z0-9.-]+/.+$`,
			`logLevel: Invalid value: 7: must be at most 6`,
			`featureGates[A=true,B]: Invalid value: "A=true,B": must be the name of a feature, as in "ServerSideApply"`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { refused(t, tc.options, tc.want) })
	}
}

func TestBadIssuers(t *testing.T) {
	acme := func(solvers ...certmanager.Solver) certmanager.IssuerSpec {
		return certmanager.IssuerSpec{ACME: &certmanager.ACME{
			Server:              "letsencrypt",
			PrivateKeySecretRef: certmanager.AccountKey{Name: "account"},
			Solvers:             solvers,
		}}
	}
	for _, tc := range []struct {
		name string
		spec certmanager.IssuerSpec
		want []string // after clusterIssuers[0]
	}{
		{"nothing", certmanager.IssuerSpec{}, []string{
			`: Required value: needs one of acme, ca, selfSigned, vault`,
		}},
		{"two kinds", certmanager.IssuerSpec{CA: &certmanager.CA{}, SelfSigned: &certmanager.SelfSigned{}}, []string{
			`.selfSigned: Forbidden: excludes ca: only one of them can be set`,
			`.ca.secretName: Required value: no default can know it`,
		}},
		{"an empty ACME", certmanager.IssuerSpec{ACME: &certmanager.ACME{}}, []string{
			`.acme.server: Required value: no default can know it`,
			`.acme.privateKeySecretRef: Required value: no default can know it`,
			`.acme.solvers: Required value: no default can know it`,
		}},
		{"trust", certmanager.IssuerSpec{ACME: &certmanager.ACME{
			Server: "http://acme.example.com", Email: "infra", CABundle: []byte("none"), SkipTLSVerify: true,
			PrivateKeySecretRef: certmanager.AccountKey{Key: "tls.key"},
			Solvers:             []certmanager.Solver{},
		}}, []string{
			`.acme.caBundle: Invalid value: "none": must be a certificate in PEM`,
			`.acme.skipTLSVerify: Forbidden: there is a caBundle to verify the server with`,
			`.acme.server: Invalid value: "http://acme.example.com": must match ^(letsencrypt|letsencrypt-staging|https://.+)$`,
			`.acme.email: Invalid value: "infra": must match ^[^@ ]+@[^@ ]+$`,
			`.acme.privateKeySecretRef.name: Required value: no default can know it`,
			`.acme.solvers: Invalid value: 0: must have at least 1 items`,
		}},
		{"solvers of no kind", acme(certmanager.Solver{}, certmanager.Solver{HTTP01: &certmanager.HTTP01{}}, certmanager.Solver{DNS01: &certmanager.DNS01{}}), []string{
			`.acme.solvers[0]: Required value: needs one of http01, dns01`,
			`.acme.solvers[1].http01: Required value: needs one of ingress, gatewayHTTPRoute`,
			`.acme.solvers[2].dns01.route53: Required value: no default can know it`,
		}},
		{"names that can't be proven", acme(certmanager.Solver{
			Selector: &certmanager.SolverSelector{DNSZones: []string{"*.example.com"}, DNSNames: []string{"*.example.com"}},
			HTTP01:   &certmanager.HTTP01{Ingress: &certmanager.HTTP01Ingress{IngressClassName: "nginx", Name: "front", ServiceType: "LoadBalancer"}},
		}), []string{
			`.acme.solvers[0].selector.dnsZones[0]: Invalid value: "*.example.com": a zone holds all names under it: leave the asterisk out`,
			`.acme.solvers[0].selector.dnsNames[0]: Invalid value: "*.example.com": only dns01 proves wildcards`,
			`.acme.solvers[0].http01.ingress.name: Forbidden: excludes ingressClassName: only one of them can be set`,
			`.acme.solvers[0].http01.ingress.serviceType: Unsupported value: "LoadBalancer": supported values: "ClusterIP", "NodePort"`,
		}},
		{"a gateway without the Gateway API", acme(certmanager.Solver{HTTP01: &certmanager.HTTP01{GatewayHTTPRoute: &certmanager.HTTP01Gateway{}}}), []string{
			`.acme.solvers[0].http01.gatewayHTTPRoute: Forbidden: needs gatewayAPI: true`,
		}},
		{"half a key", acme(
			certmanager.Solver{DNS01: &certmanager.DNS01{CNAMEStrategy: "follow", Route53: &certmanager.Route53{AccessKeyIDSecretRef: &addon.SecretRef{Name: "a", Key: "b"}, Region: "Tokyo"}}},
			certmanager.Solver{DNS01: &certmanager.DNS01{Route53: &certmanager.Route53{SecretAccessKeySecretRef: &addon.SecretRef{Name: "a", Key: "b"}}}},
		), []string{
			`.acme.solvers[0].dns01.cnameStrategy: Unsupported value: "follow": supported values: "None", "Follow"`,
			`.acme.solvers[0].dns01.route53.secretAccessKeySecretRef: Required value: the key of the accessKeyIDSecretRef`,
			`.acme.solvers[0].dns01.route53.region: Invalid value: "Tokyo": must match ^[a-z]{2}(-[a-z]+)+-[0-9]+$`,
			`.acme.solvers[1].dns01.route53.accessKeyIDSecretRef: Required value: the ID of the secretAccessKeySecretRef`,
		}},
		{"Vault", certmanager.IssuerSpec{Vault: &certmanager.Vault{
			Server: "vault:8200", CABundle: []byte(ca), CABundleSecretRef: &addon.SecretRef{Name: "a", Key: "b"},
			Auth: certmanager.VaultAuth{AppRole: &certmanager.VaultAppRole{Path: "approle"}, TokenSecretRef: &addon.SecretRef{Name: "a"}},
		}}, []string{
			`.vault.caBundleSecretRef: Forbidden: excludes caBundle: only one of them can be set`,
			`.vault.server: Invalid value: "vault:8200": must match ^https?://.+$`,
			`.vault.path: Required value: no default can know it`,
			`.vault.auth.tokenSecretRef: Forbidden: excludes appRole: only one of them can be set`,
			`.vault.auth.appRole.roleId: Required value: no default can know it`,
			`.vault.auth.appRole.secretRef: Required value: no default can know it`,
			`.vault.auth.tokenSecretRef.key: Required value: no default can know it`,
		}},
		{"Vault without a login", certmanager.IssuerSpec{Vault: &certmanager.Vault{Server: "https://vault:8200", Path: "pki/sign/a"}}, []string{
			`.vault.auth: Required value: no default can know it`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for i := range tc.want {
				tc.want[i] = "clusterIssuers[0]" + tc.want[i]
			}
			refused(t, options{ClusterIssuers: []certmanager.NamedIssuer{{Name: "a", IssuerSpec: tc.spec}}}, tc.want)
		})
	}
}

func TestIssuersNames(t *testing.T) {
	self := certmanager.IssuerSpec{SelfSigned: &certmanager.SelfSigned{}}
	refused(t, options{
		ClusterIssuers: []certmanager.NamedIssuer{{Name: "Private CA", IssuerSpec: self}, {Name: "a", IssuerSpec: self}, {Name: "a", IssuerSpec: self}},
		Issuers: []certmanager.NamespacedIssuer{
			{Name: "a", IssuerSpec: self},
			{Name: "a", Namespace: "a.b", IssuerSpec: self},
			{Name: "a", Namespace: "b", IssuerSpec: self},
			{Name: "a", Namespace: "b", IssuerSpec: self},
			{Name: "b", Namespace: "b", IssuerSpec: letsEncrypt("letsencrypt")},
		},
	}, []string{
		`clusterIssuers[0].name: Invalid value: "Private CA": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
		`issuers[0].namespace: Required value: no default can know it`,
		`issuers[1].namespace: Invalid value: "a.b": must not contain dots`,
		`clusterIssuers[2].name: Duplicate value: "a"`,
		`issuers[3].name: Duplicate value: "a"`,
		`issuers[4].acme.solvers[0].dns01.route53.accessKeyIDSecretRef: Required value: an Issuer doesn't use the pod's own role: give a key, make it a ClusterIssuer, or set issuerAmbientCredentials`,
	})
}

// refused checks the errors that options give.
func refused(t *testing.T, o options, want []string) {
	t.Helper()
	_, err := certmanager.New(o).Objects(addontest.Target())
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
