package certmanager

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name    = "cert-manager"
	version = "v1.21.2" // of the images and of the definitions in crds.yaml
)

// Definition is the addon cert-manager.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Security,
		Version:    version,
		Source:     "https://github.com/cert-manager/cert-manager/tree/" + version + "/deploy/charts/cert-manager",
		Kubernetes: ">=1.22",
		Namespace:  name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the controller, of which one at a time is active.
	Pods addon.Pods `json:"pods,omitzero"`

	// The webhook, which checks issuers and certificates as they are written. It must
	// answer for any of them to be accepted: run two or three in production.
	Webhook Webhook `json:"webhook,omitzero"`

	// The injector, which puts CAs into webhook configurations, APIServices and
	// CustomResourceDefinitions.
	CAInjector CAInjector `json:"caInjector,omitzero"`

	// Issuers for the whole cluster.
	ClusterIssuers []NamedIssuer `json:"clusterIssuers,omitempty"`

	// Issuers for single namespaces.
	Issuers []NamespacedIssuer `json:"issuers,omitempty"`

	// Who issues for Ingresses and Gateways that ask for a certificate without naming an
	// issuer, by the annotation kubernetes.io/tls-acme. Without a kind it is an Issuer in
	// the namespace of each Ingress.
	DefaultIssuer addon.IssuerRef `json:"defaultIssuer,omitzero"`

	// The pods that are started to answer HTTP-01 challenges.
	HTTP01Solver HTTP01Solver `json:"http01Solver,omitzero"`

	// The DNS servers that are asked whether a DNS-01 challenge can be seen, as host:port
	// or as the https:// URL of DNS over HTTPS; those of the pod where it is left out. Use
	// public ones where names resolve otherwise inside than outside.
	DNS01RecursiveNameservers []string `json:"dns01RecursiveNameservers,omitempty" jsonschema:"uniqueItems,pattern=^(https://.+|[^/]+:[0-9]+)$"`

	// Asks only those servers, and not a domain's own. For networks that let DNS out by
	// way of certain servers only; caches make the check slower.
	DNS01RecursiveNameserversOnly bool `json:"dns01RecursiveNameserversOnly,omitempty"`

	// How many challenges are worked on at once.
	MaxConcurrentChallenges int32 `json:"maxConcurrentChallenges,omitempty" jsonschema:"minimum=1"`

	// The namespace of the Secrets that ClusterIssuers name; the addon's own where it is
	// left out.
	ClusterResourceNamespace string `json:"clusterResourceNamespace,omitempty" jsonschema:"maxLength=63"`

	// Lets Issuers use the credentials that the controller's pod has, such as its AWS
	// role, as ClusterIssuers do. Whoever may write an Issuer in some namespace can then
	// use them.
	IssuerAmbientCredentials bool `json:"issuerAmbientCredentials,omitempty"`

	// The hosted zones of Route 53 in which issuers that are not among those above answer
	// challenges with the credentials of the controller's pod. Its AWS role gets the rights
	// to them, beside those to the zones of the issuers above.
	HostedZoneIDs []string `json:"hostedZoneIDs,omitempty" jsonschema:"uniqueItems,pattern=^[A-Z0-9]{1\\,32}$"`

	// Makes a Certificate the owner of its Secret, so that the Secret is deleted with it.
	CertificateOwnerRef bool `json:"certificateOwnerRef,omitempty"`

	// Issues for Gateways too, and lets HTTP-01 challenges go through them. The Gateway
	// API's definitions must be there first: without them the controller doesn't start.
	GatewayAPI bool `json:"gatewayAPI,omitempty"`

	// The issuers for which cert-manager approves all requests: the plural of the kind, its
	// group, and "/*", or the name of one, as in "clusterissuers.cert-manager.io/private"
	// and "issuers.cert-manager.io/<namespace>.<name>". By default all of cert-manager's
	// own; an empty list means all issuers there are, of other groups too.
	ApproveSignerNames []string `json:"approveSignerNames,omitzero" jsonschema:"uniqueItems,pattern=^[a-z0-9.-]+/.+$"`

	// Leaves it to another controller, such as approver-policy, to approve requests.
	DisableAutoApproval bool `json:"disableAutoApproval,omitempty"`

	// Features of the controller that are switched on or off. What concerns the fields of
	// a certificate, such as NameConstraints and OtherNames, must be switched in the
	// webhook as well. The controller doesn't start with one that it doesn't know.
	FeatureGates map[string]bool `json:"featureGates,omitempty"`

	// How the active copy of the controller, and of the injector, is found.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// How much all components log, from 0 to 6. 2 is usual, 4 is for debugging.
	LogLevel *int32 `json:"logLevel,omitempty" jsonschema:"minimum=0,maximum=6"`

	// Keeps the rights to view and edit certificates apart from the cluster's roles view,
	// edit and admin, which otherwise include them.
	NoRoleAggregation bool `json:"noRoleAggregation,omitempty"`

	// Takes away the Services that metrics are read from, and the webhook's and the
	// injector's port. The controller's stays open, as it does with upstream's chart.
	DisableMetrics bool `json:"disableMetrics,omitempty"`

	// Leaves out the annotations prometheus.io/*, by which a Prometheus without an
	// operator finds the pods. With a ServiceMonitor or PodMonitor there are none anyway.
	NoScrapeAnnotations bool `json:"noScrapeAnnotations,omitempty"`

	// Has Prometheus scrape all components by way of their Services.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Has Prometheus scrape the pods themselves, so that no metrics Services are needed.
	// It takes the place of a ServiceMonitor.
	PodMonitor *addon.ServiceMonitor `json:"podMonitor,omitempty"`

	// Limits what reaches the pods and what they reach.
	NetworkPolicy NetworkPolicy `json:"networkPolicy,omitzero"`
}

func defaults(addon.Target) Options {
	return Options{
		Pods: pods("controller"),
		Webhook: Webhook{
			Pods:           pods("webhook"),
			Port:           10250,
			ServiceType:    corev1.ServiceTypeClusterIP,
			TimeoutSeconds: 30,
			ValidatedNamespaces: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
				Key: "cert-manager.io/disable-validation", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"true"},
			}}},
		},
		CAInjector:              CAInjector{Pods: pods("cainjector")},
		HTTP01Solver:            HTTP01Solver{Image: image("acmesolver")},
		MaxConcurrentChallenges: 60,
		ApproveSignerNames:      []string{"issuers.cert-manager.io/*", "clusterissuers.cert-manager.io/*"},
		LeaderElection:          LeaderElection{Namespace: "kube-system"},
		LogLevel:                new(int32(2)),
		NetworkPolicy:           NetworkPolicy{EgressPorts: []int32{80, 443, 6443}},
	}
}

// pods are the defaults of a component's pods.
func pods(component string) addon.Pods {
	return addon.Pods{
		Replicas:     new(int32(1)),
		Image:        image(component),
		NodeSelector: map[string]string{corev1.LabelOSStable: "linux"},
	}
}

func image(component string) addon.Image {
	return addon.Image{Repository: "quay.io/jetstack/cert-manager-" + component, Tag: version}
}

// controller, webhook and injector are what the objects of the components go by. The names
// of the latter two are bare in upstream's labels, and selectors can't be changed.
func (o Options) controller() kube.Identity {
	return kube.Identify(name, o.Namespace, "").Of("controller")
}

func (o Options) webhook() kube.Identity {
	return kube.Identity{Name: "webhook", Instance: name, Component: "webhook", Namespace: o.Namespace}
}

func (o Options) injector() kube.Identity {
	return kube.Identity{Name: "cainjector", Instance: name, Component: "cainjector", Namespace: o.Namespace}
}

// clusterResourceNamespace is what the controller is told of the option: upstream has it
// read the addon's own namespace off its pod.
func (o Options) clusterResourceNamespace() string {
	if o.ClusterResourceNamespace == "" {
		return podNamespace
	}
	return o.ClusterResourceNamespace
}

// secretsOfClusterIssuers is the namespace of the Secrets that ClusterIssuers name.
func (o Options) secretsOfClusterIssuers() string {
	if o.ClusterResourceNamespace == "" {
		return o.Namespace
	}
	return o.ClusterResourceNamespace
}
