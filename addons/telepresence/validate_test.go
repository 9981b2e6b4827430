package telepresence_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/telepresence"
)

func TestBadOptions(t *testing.T) {
	selector := &metav1.LabelSelector{}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{{
		name: "the manager",
		options: options{
			Instance:       "shop",
			Parts:          "Webhook",
			Pods:           addon.Pods{Replicas: new(int32(2)), Image: addon.Image{Repository: "tel2"}},
			LogLevel:       "warn",
			MaxReceiveSize: resource.MustParse("500m"),
			Metrics:        telepresence.Metrics{ServiceMonitor: &addon.ServiceMonitor{}},
		},
		want: []string{
			`parts: Unsupported value: "Webhook": supported values: "Everything", "Rights", "Manager"`,
			`logLevel: Unsupported value: "warn": supported values: "error", "warning", "info", "debug", "trace"`,
			`pods.replicas: Invalid value: 2: must be at most 1: a second manager knows nothing of the clients of the first`,
			`namespaces: Required value: managers side by side each look after namespaces of their own`,
			`pods.image.repository: Invalid value: "tel2": must have a registry, as in "registry.example.com/tel2"`,
			`maxReceiveSize: Invalid value: "500m": must be a number of bytes, as in "10Mi"`,
			`metrics.port: Required value: no metrics are served without it`,
		},
	}, {
		name:    "a strategy without networks",
		options: options{PodCIDRStrategy: telepresence.Environment},
		want:    []string{`podCIDRs: Required value: the strategy is "environment": clients would reach no pods`},
	}, {
		name:    "networks without their strategy",
		options: options{PodCIDRs: []string{"10.0.0.0", "10.1.2.3/16"}},
		want: []string{
			`podCIDRs[0]: Invalid value: "10.0.0.0": must be a network, as in "10.0.0.0/8"`,
			`podCIDRs[1]: Invalid value: "10.1.2.3/16": has bits outside the prefix: write 10.1.0.0/16`,
			`podCIDRs: Forbidden: they count with podCIDRStrategy "environment" only`,
		},
	}, {
		name: "namespaces",
		options: options{
			Namespaces:      []string{"shop", "shop", "Shop"},
			PodCIDRStrategy: telepresence.NodePodCIDRs,
			AgentInjector:   telepresence.AgentInjector{NamespaceSelector: selector},
			Client:          telepresence.Client{MappedNamespaces: []string{"shop", "billing"}},
			ClientRBAC: &telepresence.ClientRBAC{
				Subjects:   []rbacv1.Subject{{Kind: "User", Name: "jane"}},
				Namespaces: []string{"ambassador", "billing"},
			},
		},
		want: []string{
			`namespaces[1]: Duplicate value: "shop"`,
			`namespaces[2]: Invalid value: "Shop": must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`,
			`podCIDRStrategy: Forbidden: a manager of some namespaces can't read nodes`,
			`agentInjector.namespaceSelector: Forbidden: the webhook sees the pods of namespaces: only one of them can be set`,
			`client.mappedNamespaces[1]: Invalid value: "billing": is not among the namespaces that the manager looks after: shop, shop, Shop, ambassador`,
			`clientRBAC.namespaces[1]: Invalid value: "billing": is not among the namespaces that the manager looks after: shop, shop, Shop, ambassador`,
		},
	}, {
		name: "a certificate that nobody trusts",
		options: options{AgentInjector: telepresence.AgentInjector{
			Policy:        "Never",
			Certificate:   addon.ServingCertificate{Secret: "webhook"},
			FailurePolicy: "None",
		}},
		want: []string{
			`agentInjector.policy: Unsupported value: "Never": supported values: "OnDemand", "WhenEnabled"`,
			`agentInjector.failurePolicy: Unsupported value: "None": supported values: "Ignore", "Fail"`,
			`agentInjector.certificate.caBundle: Required value: the API server trusts the certificate of a Secret by its CA alone`,
		},
	}, {
		name: "a CA without its Secret",
		options: options{AgentInjector: telepresence.AgentInjector{
			Certificate: addon.ServingCertificate{CABundle: ca},
		}},
		want: []string{`agentInjector.certificate.caBundle: Forbidden: belongs to the certificate of a secret`},
	}, {
		name: "a webhook that isn't there",
		options: options{AgentInjector: telepresence.AgentInjector{
			Disabled:          true,
			Certificate:       addon.ServingCertificate{Secret: "webhook", CABundle: ca},
			WatchSecret:       true,
			NamespaceSelector: selector,
		}},
		want: []string{
			`agentInjector.certificate: Forbidden: there is no webhook: agentInjector.disabled is set`,
			`agentInjector.watchSecret: Forbidden: there is no webhook: agentInjector.disabled is set`,
			`agentInjector.namespaceSelector: Forbidden: there is no webhook: agentInjector.disabled is set`,
		},
	}, {
		name: "an image that the manager can't name",
		options: options{Agent: telepresence.Agent{Image: addon.Image{
			Repository: "agent", Tag: "v2.20.2", Digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		}}},
		want: []string{
			`agent.image.repository: Invalid value: "agent": must have a registry, as in "registry.example.com/tel2"`,
			`agent.image.digest: Forbidden: the manager knows agents by their tag alone`,
			`agent.image.tag: Invalid value: "v2.20.2": must be a version, as in "2.20.2", since the manager reads what the agent can do off it`,
		},
	}, {
		name: "ports",
		options: options{
			APIPort:     443,
			TracingPort: 9900,
			Metrics:     telepresence.Metrics{Port: 443},
			Agent:       telepresence.Agent{APIPort: 9900},
		},
		want: []string{
			`agentInjector.port: Invalid value: 443: is apiPort already: take another`,
			`metrics.port: Invalid value: 443: is apiPort already: take another`,
			`agent.apiPort: Invalid value: 9900: is agent.port already: take another`,
			`tracingPort: Invalid value: 9900: is agent.port already: take another`,
		},
	}, {
		name: "networks of clients",
		options: options{
			PodCIDRStrategy: telepresence.Environment,
			PodCIDRs:        []string{"10.1.0.0/16"},
			Client: telepresence.Client{
				Routing: telepresence.Routing{
					AlsoProxySubnets:        []string{"10.200.0.0/16"},
					NeverProxySubnets:       []string{"10.200.0.0/16"},
					AllowConflictingSubnets: []string{"everything"},
				},
				VirtualIPSubnet: "10.0.0.0/8",
			},
		},
		want: []string{
			`client.routing.allowConflictingSubnets[0]: Invalid value: "everything": must be a network, as in "10.0.0.0/8"`,
			`client.routing.neverProxySubnets[0]: Invalid value: "10.200.0.0/16": is among alsoProxySubnets too`,
			`client.virtualIPSubnet: Invalid value: "10.0.0.0/8": overlaps with 10.1.0.0/16, where the cluster has addresses of its own`,
		},
	}, {
		name: "names of clients",
		options: options{Client: telepresence.Client{
			DNS: telepresence.DNS{
				ExcludeSuffixes: []string{},
				IncludeSuffixes: []string{".a .b"},
				Mappings:        []telepresence.DNSMapping{{Name: "postgres"}},
				LocalIP:         "localhost",
			},
			VirtualIPSubnet: "10.0.0.1",
		}},
		want: []string{
			`client.dns.excludeSuffixes: Invalid value: 0: must have at least 1 items`,
			`client.dns.includeSuffixes[0]: Invalid value: ".a .b": must match ^[A-Za-z0-9._-]+$`,
			`client.dns.mappings[0].aliasFor: Required value: no default can know it`,
			`client.dns.localIP: Invalid value: "localhost": must be an IP address, as in "10.0.0.2"`,
			`client.virtualIPSubnet: Invalid value: "10.0.0.1": must be a network, as in "10.0.0.0/8"`,
		},
	}, {
		name: "developers",
		options: options{
			Parts: telepresence.Manager,
			ClientRBAC: &telepresence.ClientRBAC{Subjects: []rbacv1.Subject{
				{Kind: "Team", Name: "shop"},
				{Kind: "Group", Namespace: "shop"},
				{Kind: "ServiceAccount", Name: "ci"},
			}},
		},
		want: []string{
			`clientRBAC: Forbidden: no rights are installed: parts is "Manager"`,
			`clientRBAC.subjects[0].kind: Unsupported value: "Team": supported values: "User", "Group", "ServiceAccount"`,
			`clientRBAC.subjects[1].name: Required value: somebody must be meant`,
			`clientRBAC.subjects[1].namespace: Forbidden: only service accounts are in a namespace`,
			`clientRBAC.subjects[2].namespace: Required value: a service account is one of a namespace`,
		},
	}, {
		name:    "no developers",
		options: options{ClientRBAC: &telepresence.ClientRBAC{}},
		want:    []string{`clientRBAC.subjects: Required value: no default can know it`},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := telepresence.New(tc.options).Objects(addontest.Target())
			var got []string
			for _, err := range addon.Errors(err) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
