package ingressnginx

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

//go:embed doc.go
var doc string

const name = "ingress-nginx"

// Definition is the addon ingress-nginx.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Networking,
		Version:    "1.15.1",
		Source:     "https://github.com/kubernetes/ingress-nginx/tree/helm-chart-4.15.1/charts/ingress-nginx",
		Kubernetes: ">=1.21",
		Namespace:  name,
		Lifecycle: addon.Lifecycle{
			Stage:     addon.Retired,
			Since:     "2026-03",
			Successor: "Gateway API, or an ALB by aws-load-balancer-controller",
		},
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's chart installs.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Names the install where there are several in the cluster: "internal" makes
	// ingress-nginx-internal, with an ingress class and an election of its own.
	Instance string `json:"-"`

	// Whether a number of pods run, or one on each node.
	Kind Kind `json:"kind,omitempty"`

	// The pods of the controller. One copy runs where neither this nor an autoscaler says
	// how many. With hostNetwork, the DNS policy ClusterFirstWithHostNet keeps names of
	// the cluster resolvable.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// How many seconds a new pod must have been ready before it counts.
	MinReadySeconds int32 `json:"minReadySeconds,omitempty" jsonschema:"minimum=0"`

	// Has the number of pods follow their load.
	Autoscaling hpa.Autoscaling `json:"autoscaling,omitzero"`

	// The class by which Ingresses choose this controller.
	IngressClass IngressClass `json:"ingressClass,omitzero"`

	// Serves Ingresses of classes with the name of the ingress class too, whatever
	// controller these name.
	IngressClassByName bool `json:"ingressClassByName,omitempty"`

	// Serves Ingresses that name no class too.
	WatchIngressWithoutClass bool `json:"watchIngressWithoutClass,omitempty"`

	// The one namespace whose Ingresses are served; all of them where it is left out.
	WatchNamespace string `json:"watchNamespace,omitempty" jsonschema:"maxLength=63"`

	// The labels of the namespaces whose Ingresses are served.
	WatchNamespaceSelector *metav1.LabelSelector `json:"watchNamespaceSelector,omitempty"`

	// How the pods agree on one that writes the status of Ingresses.
	LeaderElection LeaderElection `json:"leaderElection,omitzero"`

	// The webhook that refuses Ingresses which would break NGINX.
	Webhook Webhook `json:"webhook,omitzero"`

	// The Service that clients reach the controller by.
	Service Service `json:"service,omitzero"`

	// A second Service, for clients inside a network. Type, ports, target ports and IP
	// families are those of the first where they are left out.
	InternalService *Service `json:"internalService,omitempty"`

	// Leaves out the first Service: for pods that are reached by their nodes' ports, or by
	// the internal Service alone.
	NoService bool `json:"noService,omitempty"`

	// Leaves the port for HTTP off the Services.
	DisableHTTP bool `json:"disableHTTP,omitempty"`

	// Leaves the port for HTTPS off the Services.
	DisableHTTPS bool `json:"disableHTTPS,omitempty"`

	// Whose address the status of Ingresses shows.
	PublishService PublishService `json:"publishService,omitzero"`

	// Shows the internal addresses of nodes in the status of Ingresses, and not their
	// external ones. It needs hostNetwork, and publishService disabled.
	ReportNodeInternalIP bool `json:"reportNodeInternalIP,omitempty"`

	// The ports that the pods listen on.
	Ports Ports `json:"ports,omitzero"`

	// Runs the pods in the network of their nodes. Ports are then the nodes' own: two
	// pods need two nodes.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Opens ports on the nodes that the pods run on.
	HostPort HostPort `json:"hostPort,omitzero"`

	// How NGINX is configured, for all Ingresses.
	Config Config `json:"config,omitzero"`

	// Headers that requests get on their way to backends: from name to value, which may
	// hold variables of NGINX.
	ProxySetHeaders map[string]string `json:"proxySetHeaders,omitempty"`

	// Headers that responses get on their way to clients: from name to value.
	AddHeaders map[string]string `json:"addHeaders,omitempty"`

	// The Secret with the certificate for hosts that have none of their own. NGINX makes
	// one for itself where it is left out.
	DefaultCertificate *CertificateSecret `json:"defaultCertificate,omitempty"`

	// What answers requests that no Ingress is for. The controller answers them with 404
	// itself where it is left out.
	DefaultBackend DefaultBackend `json:"defaultBackend,omitzero"`

	// TCP ports that lead to Services: from the port to "namespace/service:port", the
	// latter a number or a name. A further ":PROXY" takes the PROXY protocol off, and one
	// after that, as in "namespace/service:port::PROXY", puts it on.
	TCP map[int32]string `json:"tcp,omitempty"`

	// UDP ports that lead to Services: from the port to "namespace/service:port".
	UDP map[int32]string `json:"udp,omitempty"`

	// Lets Ingresses ask, by the annotation ssl-passthrough, for TLS to reach their
	// backends untouched. All HTTPS then takes a detour through the controller.
	SSLPassthrough bool `json:"sslPassthrough,omitempty"`

	// Takes annotations of Ingresses as they are, without looking for what would break out
	// of NGINX's configuration.
	DisableAnnotationValidation bool `json:"disableAnnotationValidation,omitempty"`

	// Prefers backends in the pod's own zone, for Services that ask for it.
	TopologyAwareRouting bool `json:"topologyAwareRouting,omitempty"`

	// Metrics of NGINX and the controller.
	Metrics Metrics `json:"metrics,omitzero"`

	// Limits what reaches the addon's pods to the ports that they serve.
	NetworkPolicies bool `json:"networkPolicies,omitempty"`

	// Settings of the pods' kernel, such as net.core.somaxconn. The kubelet must allow
	// those that are not safe.
	Sysctls map[string]string `json:"sysctls,omitempty"`

	// A ConfigMap with a template for nginx.conf that replaces the controller's own.
	Template *Template `json:"template,omitempty"`

	// The licence with which the GeoLite2 databases are downloaded from MaxMind.
	MaxMindLicense *addon.SecretRef `json:"maxMindLicense,omitempty"`

	// Has NGINX allocate memory by musl in place of mimalloc.
	DisableMimalloc bool `json:"disableMimalloc,omitempty"`
}

// Kind is the kind of workload that the controller runs as.
type Kind string

// The kinds of workloads.
const (
	Deployment Kind = "Deployment"
	DaemonSet  Kind = "DaemonSet"
)

// Enum lists the kinds of workloads.
func (Kind) Enum() []string { return addon.Values(Deployment, DaemonSet) }

// LeaderElection says how the pods choose one among them.
type LeaderElection struct {
	// Has each pod write the status of Ingresses.
	Disabled bool `json:"disabled,omitempty"`

	// The name of the Lease: the install's own, ingress-nginx-leader, where it is left out.
	ID string `json:"id,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// How long the elected pod may be silent; 30 s where it is left out.
	TTL metav1.Duration `json:"ttl,omitzero"`
}

// PublishService names the Service whose address Ingresses show.
type PublishService struct {
	// Shows the addresses of the nodes that the pods run on.
	Disabled bool `json:"disabled,omitempty"`

	// A Service, as "namespace/name", in place of the addon's own.
	Service string `json:"service,omitempty" jsonschema:"pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z]([-a-z0-9]*[a-z0-9])?$"`
}

// Ports are those that the pods listen on.
type Ports struct {
	// The port for HTTP.
	HTTP int32 `json:"http,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for HTTPS.
	HTTPS int32 `json:"https,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for probes and metrics.
	Health int32 `json:"health,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// HostPort opens ports on nodes.
type HostPort struct {
	// Opens the ports, and those of tcp and udp.
	Enabled bool `json:"enabled,omitempty"`

	// The nodes' port for HTTP.
	HTTP int32 `json:"http,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The nodes' port for HTTPS.
	HTTPS int32 `json:"https,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// CertificateSecret names a Secret with tls.crt and tls.key.
type CertificateSecret struct {
	// The Secret's namespace: the addon's, where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The Secret's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`
}

// Metrics says who reads the controller's metrics.
type Metrics struct {
	// Collects metrics of NGINX and makes a Service for those of the controller and of
	// NGINX.
	Enabled bool `json:"enabled,omitempty"`

	// Annotations of the Service, such as prometheus.io/scrape.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`

	// Has Prometheus scrape the Service. It implies enabled.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// Template names a template for nginx.conf.
type Template struct {
	// The ConfigMap's name, in the addon's namespace.
	ConfigMap string `json:"configMap" jsonschema:"required,maxLength=253"`

	// The key in the ConfigMap.
	Key string `json:"key" jsonschema:"required,maxLength=253"`
}
