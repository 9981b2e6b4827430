package istio

import (
	_ "embed"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const (
	name    = "istio"
	version = "1.31.1" // of the images, the definitions and the injection templates
	minor   = "1.31"
)

// Definition is the addon istio.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Networking,
		Version:    version,
		Source:     "https://github.com/istio/istio/tree/" + version + "/manifests/charts",
		Kubernetes: ">=1.32",
		Namespace:  defaultNamespace,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The zero value installs what upstream's charts base and istiod
// install; each gateway is what the chart gateway does.
type Options struct {
	// The namespace of the control plane.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Names the install where there are several in the cluster, each a revision of the
	// control plane: "1-31-1" beside the one that it replaces. All but one leave the base
	// out.
	Instance string `json:"-"`

	// The revision of the control plane, which its objects have in their names and by which
	// namespaces choose it, with the label istio.io/rev. Where it is left out it is the
	// instance, if there is one; the control plane without a revision serves namespaces
	// labelled istio-injection=enabled.
	Revision string `json:"revision,omitempty" jsonschema:"maxLength=28,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Further names that namespaces may choose this revision by. "default" makes it the one
	// for namespaces labelled istio-injection=enabled.
	RevisionTags []string `json:"revisionTags,omitempty" jsonschema:"uniqueItems,maxLength=40,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// What all revisions in the cluster share.
	Base Base `json:"base,omitzero"`

	// Where the images are: a registry and the beginning of a path.
	Hub string `json:"hub,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$"`

	// The version of the images. The injection templates are those of 1.31, so that another
	// minor version needs another version of the addon.
	Tag string `json:"tag,omitempty" jsonschema:"pattern=^[A-Za-z0-9_][A-Za-z0-9._-]{0\\,127}$"`

	// The kind of images; the usual ones, which have a shell, where it is left out.
	Variant Variant `json:"variant,omitempty"`

	// When images are pulled, those of proxies too. Kubernetes decides where it is left out.
	ImagePullPolicy corev1.PullPolicy `json:"imagePullPolicy,omitempty" jsonschema:"enum=Always,enum=IfNotPresent,enum=Never"`

	// The pods of the control plane, istiod. An image here takes the place of hub, tag and
	// variant, and must be whole.
	Pods addon.Pods `json:"pods,omitzero"`

	// How istiod's number follows its load.
	Autoscaling Autoscaling `json:"autoscaling,omitzero"`

	// How many pods of istiod may come and go at once.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// The Service of istiod.
	Service Service `json:"service,omitzero"`

	// The percentage of requests that are traced, where neither a Telemetry resource nor
	// mesh.defaultConfig.tracing says.
	TraceSampling *float64 `json:"traceSampling,omitempty" jsonschema:"minimum=0,maximum=100"`

	// How long a proxy stays connected to one copy of istiod. Less spreads proxies better
	// over copies, and costs more.
	KeepaliveMaxServerConnectionAge metav1.Duration `json:"keepaliveMaxServerConnectionAge,omitzero"`

	// Has istiod look for mistakes in Istio's resources and write them into their status.
	EnableAnalysis bool `json:"enableAnalysis,omitempty"`

	// What all components log: scopes and levels, as in "default:info,ads:debug".
	LogLevel string `json:"logLevel,omitempty" jsonschema:"pattern=^[a-zA-Z0-9_-]+:[a-z]+(\\,[a-zA-Z0-9_-]+:[a-z]+)*$"`

	// Logs in JSON.
	LogAsJSON bool `json:"logAsJSON,omitempty"`

	// Gives all containers of the control plane, and of proxies, the seccomp profile of the
	// container runtime.
	RuntimeSeccomp bool `json:"runtimeSeccomp,omitempty"`

	// The platform, where Istio has special cases for it.
	Platform Platform `json:"platform,omitempty"`

	// Which certificates the mesh uses.
	CA CA `json:"ca,omitzero"`

	// The CA, in PEM, that signed istiod's certificate, if that is known beforehand: the
	// root of the Secret cacerts. The webhooks have it from the start then, and the
	// validating ones fail closed. Otherwise istiod writes its CA into them.
	CABundle string `json:"caBundle,omitempty"`

	// How Istio's resources are checked as they are written.
	Validation Validation `json:"validation,omitzero"`

	// Which pods get a proxy, and how.
	Injection Injection `json:"injection,omitzero"`

	// The proxies, in sidecars and gateways.
	Proxy Proxy `json:"proxy,omitzero"`

	// The pods of waypoints, which istiod makes for Gateways of the Gateway API in an
	// ambient mesh.
	Waypoint Waypoint `json:"waypoint,omitzero"`

	// The node agent of Istio's own CNI plugin, which spares pods the container with the
	// capability NET_ADMIN. The plugin is another install.
	CNI CNI `json:"cni,omitzero"`

	// The node agent of an ambient mesh, if there is one: who istiod trusts to ask for the
	// certificates of others. It is another install.
	Ztunnel Ztunnel `json:"ztunnel,omitzero"`

	// How this cluster is known in a mesh of several.
	MultiCluster MultiCluster `json:"multiCluster,omitzero"`

	// The configuration of the mesh, which istiod and all proxies have.
	Mesh MeshConfig `json:"mesh,omitzero"`

	// Limits what reaches istiod and the gateways to the ports that they serve.
	NetworkPolicies bool `json:"networkPolicies,omitempty"`

	// Has the Prometheus operator's Prometheus scrape istiod.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Has the Prometheus operator's Prometheus scrape the proxies in sidecars and gateways, in
	// all namespaces, by Envoy's own port; pods with the label istio-prometheus-ignore are left
	// alone. Of two revisions in a cluster, one does it for both.
	PodMonitor *addon.ServiceMonitor `json:"podMonitor,omitempty"`

	// The proxies at the edge of the mesh, each with a Service.
	Gateways []GatewayWorkload `json:"gateways,omitempty"`

	// Resources of Istio's that come with the addon.
	Resources Resources `json:"resources,omitzero"`
}
