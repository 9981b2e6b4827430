package telepresence_test

import (
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/telepresence"
	"github.com/fitout/fitout/cluster"
)

type options = telepresence.Options

// because explains the capability.
var because = map[string]string{"Deployment traffic-manager": "the program's file has the capability, and doesn't start without it"}

// elsewhere has a second manager look after its own namespace alone.
func elsewhere(o *options) {
	o.Namespace, o.Namespaces = "second", []string{"second"}
	o.AgentInjector.NamespaceSelector, o.Client.MappedNamespaces, o.ClientRBAC = nil, nil, nil
}

func TestAddon(t *testing.T) {
	others := cluster.Existing{CRDs: []string{"*.cert-manager.io", "servicemonitors.monitoring.coreos.com"}}
	addontest.Run(t, telepresence.Definition,
		addontest.Case[options]{Name: "defaults", Existing: others, Because: because, Second: elsewhere},
		addontest.Case[options]{Name: "upstream", Existing: others, Because: because, Second: elsewhere},
		addontest.Case[options]{
			// Developers of a company on EKS: pods have addresses of the VPC, nodes no networks
			// for them.
			Name:     "aws",
			Target:   addontest.AWS(),
			Existing: others,
			Because:  because,
			Second:   elsewhere,
			Options:  company(),
		},
		addontest.Case[options]{
			// Two namespaces, and a Secret of one's own.
			Name: "namespaced",
			Existing: cluster.Existing{
				Secrets: map[string][]string{
					"dev/webhook":    {"ca.crt", "tls.crt", "tls.key"},
					"second/webhook": {"ca.crt", "tls.crt", "tls.key"},
				},
				ServiceAccounts: []string{"dev/ci"},
			},
			Because: because,
			Second:  elsewhere,
			Options: options{
				Namespace:  "dev",
				Namespaces: []string{"dev", "staging"},
				AgentInjector: telepresence.AgentInjector{
					Certificate: addon.ServingCertificate{Secret: "webhook", CABundle: ca},
					WatchSecret: true,
				},
				ClientRBAC: &telepresence.ClientRBAC{
					Subjects: []rbacv1.Subject{
						{Kind: "Group", Name: "oidc:shop"},
						{Kind: "User", Name: "oidc:jane"},
						{Kind: "ServiceAccount", Namespace: "dev", Name: "ci"},
					},
				},
			},
		},
		addontest.Case[options]{
			// Agents stand in the manifests of workloads, and rights are somebody else's.
			Name:     "manual",
			Existing: cluster.Existing{ServiceAccounts: []string{"ambassador/traffic-manager", "second/traffic-manager"}},
			Because:  because,
			Second:   elsewhere,
			Options: options{
				Parts:             telepresence.Manager,
				AgentInjector:     telepresence.AgentInjector{Disabled: true},
				ExcludedVariables: []string{"DATABASE_PASSWORD"},
			},
		},
		addontest.Case[options]{
			Name:     "rights",
			Existing: cluster.Existing{CRDs: others.CRDs},
			Second:   elsewhere,
			Options: options{
				Parts:      telepresence.Rights,
				ClientRBAC: &telepresence.ClientRBAC{Subjects: []rbacv1.Subject{{Kind: "Group", Name: "oidc:developers"}}},
			},
		},
		addontest.Case[options]{
			Name:     "full",
			Existing: cluster.Existing{CRDs: others.CRDs, ClusterIssuers: []string{"webhooks"}},
			Because:  because,
			Second:   elsewhere,
			Options:  full(),
		},
	)
}

func company() options {
	return options{
		Pods:            addon.Pods{Resources: requests("100m", "128Mi")},
		PodCIDRStrategy: telepresence.Environment,
		PodCIDRs:        []string{"10.1.0.0/16"},
		ReadinessProbe:  &telepresence.Probe{},
		AgentInjector: telepresence.AgentInjector{
			Port:              8443,
			NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"telepresence": "enabled"}},
		},
		Agent:             telepresence.Agent{Resources: requests("50m", "64Mi"), ArrivalTimeout: minutes(2)},
		ExcludedVariables: []string{"DATABASE_PASSWORD", "API_KEY"},
		Metrics:           telepresence.Metrics{Port: 9090, ServiceMonitor: &addon.ServiceMonitor{Labels: map[string]string{"release": "prometheus"}}},
		Client: telepresence.Client{
			Routing:          telepresence.Routing{NeverProxySubnets: []string{"10.1.255.0/24"}, AllowConflictingSubnets: []string{"10.1.0.0/16"}},
			DNS:              telepresence.DNS{IncludeSuffixes: []string{".dev.example.com"}},
			MappedNamespaces: []string{"development", "staging"},
		},
		ClientRBAC: &telepresence.ClientRBAC{
			Subjects:   []rbacv1.Subject{{Kind: "Group", Name: "oidc:developers"}},
			Namespaces: []string{"development", "staging"},
		},
	}
}

func full() options {
	probe := func(delay int32) *telepresence.Probe {
		return &telepresence.Probe{InitialDelaySeconds: delay, PeriodSeconds: 5, TimeoutSeconds: 2, FailureThreshold: 4}
	}
	return options{
		Namespace:       "telepresence",
		Parts:           telepresence.Everything,
		Pods:            addon.Pods{Replicas: new(int32(1)), Image: addon.Image{Tag: "2.20.3"}, Resources: requests("200m", "256Mi")},
		LivenessProbe:   probe(10),
		ReadinessProbe:  probe(1),
		LogLevel:        telepresence.LogDebug,
		APIPort:         8082,
		MaxReceiveSize:  resource.MustParse("10Mi"),
		PodCIDRStrategy: telepresence.Environment,
		PodCIDRs:        []string{"10.132.0.0/16", "fd00:1::/64"},
		Namespaces:      []string{"shop"},
		AgentInjector: telepresence.AgentInjector{
			Policy: telepresence.WhenEnabled,
			Port:   8443,
			Certificate: addon.ServingCertificate{CertManager: &addon.CertManager{
				Issuer: addon.IssuerRef{Name: "webhooks", Kind: "ClusterIssuer"}, Duration: minutes(60 * 24 * 30), RenewBefore: minutes(60 * 24 * 10),
			}},
			FailurePolicy:      admissionv1.Fail,
			ReinvocationPolicy: admissionv1.NeverReinvocationPolicy,
			TimeoutSeconds:     10,
		},
		Agent: telepresence.Agent{
			Image:               addon.Image{Repository: "registry.example.com/tools/agent", Tag: "2.20.2"},
			ImagePullPolicy:     corev1.PullAlways,
			ImagePullSecrets:    []corev1.LocalObjectReference{{Name: "registry"}},
			LogLevel:            telepresence.LogWarning,
			Port:                9910,
			APIPort:             9980,
			AppProtocolStrategy: telepresence.PortName,
			Resources:           requests("50m", "64Mi"),
			InitResources:       requests("10m", "16Mi"),
			SecurityContext:     &corev1.SecurityContext{RunAsNonRoot: new(true), RunAsUser: new(int64(1000))},
			ArrivalTimeout:      minutes(1),
		},
		ExcludedVariables: []string{"TOKEN"},
		ArgoRollouts:      true,
		TracingPort:       15766,
		Metrics:           telepresence.Metrics{Port: 9090, ServiceMonitor: &addon.ServiceMonitor{Interval: minutes(1), ScrapeTimeout: minutes(1)}},
		Client: telepresence.Client{
			ConnectionTTL: minutes(90),
			Routing: telepresence.Routing{
				AlsoProxySubnets:        []string{"10.200.0.0/16"},
				NeverProxySubnets:       []string{"10.200.1.0/24", "10.132.9.0/24"},
				AllowConflictingSubnets: []string{"10.132.0.0/16"},
			},
			DNS: telepresence.DNS{
				ExcludeSuffixes: []string{".com", ".se"},
				IncludeSuffixes: []string{".prod.example.com", ".internal"},
				Excludes:        []string{"redis"},
				Mappings: []telepresence.DNSMapping{
					{Name: "postgres", AliasFor: "psql.big-data"},
					{Name: "db.example.com", AliasFor: "192.168.0.15"},
				},
				LocalIP:       "10.0.0.2",
				LookupTimeout: metav1.Duration{Duration: 5 * time.Second},
			},
			MappedNamespaces:      []string{"shop"},
			VirtualIPSubnet:       "172.20.0.0/16",
			NoAgentPortForward:    true,
			ConnectFromUserDaemon: true,
			LogLevels:             telepresence.ClientLogLevels{UserDaemon: telepresence.LogDebug, RootDaemon: telepresence.LogTrace},
			Timeouts: telepresence.ClientTimeouts{
				ConnectivityCheck: metav1.Duration{Duration: time.Second},
				EndpointDial:      metav1.Duration{Duration: 4 * time.Second},
				RoundtripLatency:  metav1.Duration{Duration: 3 * time.Second},
				Intercept:         minutes(2),
				TrafficManagerAPI: metav1.Duration{Duration: 20 * time.Second},
				FTPReadWrite:      minutes(3),
				FTPShutdown:       minutes(4),
			},
		},
		ClientRBAC: &telepresence.ClientRBAC{
			Subjects:   []rbacv1.Subject{{Kind: "Group", APIGroup: "rbac.authorization.k8s.io", Name: "oidc:shop"}},
			Namespaces: []string{"shop"},
		},
	}
}

func minutes(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Minute} }

func requests(cpu, memory string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory),
	}}
}

// ca is a certificate in form only: nothing here reads it.
const ca = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUY2EgdGhhdCBzaWducyBub3RoaW5nMAoGCCqGSM49BAMC
-----END CERTIFICATE-----
`
