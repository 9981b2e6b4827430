package custommetrics

import (
	_ "embed"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

const (
	name           = "custom-metrics"
	adapterName    = "prometheus-adapter"
	adapterVersion = "0.12.0"
)

// Definition is the addon custom-metrics.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Scaling,
		Version:    adapterVersion,
		Source:     "https://github.com/prometheus-community/helm-charts/tree/prometheus-adapter-5.3.0/charts/prometheus-adapter",
		Kubernetes: ">=1.21",
		Namespace:  name,
		Lifecycle:  addon.Lifecycle{Stage: addon.Maintenance, Successor: "KEDA"},
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The pods of the adapter, which answers autoscalers with what Prometheus knows.
	Pods addon.Pods `json:"pods,omitzero"`

	// How pods of the adapter are replaced by newer ones.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// The Prometheus that comes along.
	Prometheus Prometheus `json:"prometheus,omitzero"`

	// A Prometheus that is there already, or what answers queries as it does. None comes along
	// then.
	Existing *Existing `json:"existing,omitempty"`

	// Scales pods by the connections of an NGINX within them: has Prometheus scrape its
	// exporter, and serves the metric nginx_connections_current.
	NGINX *NGINX `json:"nginx,omitempty"`

	// Scales pods by the requests of an Envoy within them: has Prometheus scrape it, and serves
	// the metric envoy_requests_per_second.
	Envoy *Envoy `json:"envoy,omitempty"`

	// Further metrics of objects, each as a rule that finds series in Prometheus and says what
	// they are called and of what they are.
	Rules []Rule `json:"rules,omitempty"`

	// Metrics of nothing in the cluster, such as the length of a queue.
	ExternalRules []Rule `json:"externalRules,omitempty"`

	// Serves CPU and memory of pods and nodes out of Prometheus. It takes the place of
	// metrics-server, and there can't be both.
	ResourceRules *ResourceRules `json:"resourceRules,omitempty"`

	// Leaves out upstream's rules, which serve all series that have the label of a namespace,
	// and cost memory for each of them.
	NoDefaultRules bool `json:"noDefaultRules,omitempty"`

	// How often Prometheus is asked which series there are: every minute where it is left out.
	// It mustn't be more often than they are scraped, or metrics come and go.
	RelistInterval metav1.Duration `json:"relistInterval,omitzero"`

	// How old a series may be to be listed: as old as relistInterval, where it is left out.
	MaxAge metav1.Duration `json:"maxAge,omitzero"`

	// How much the adapter logs, from 0 to 10: 4 where it is left out. From 6 on it is each
	// request.
	LogLevel *int32 `json:"logLevel,omitempty" jsonschema:"minimum=0,maximum=10"`

	// The port that the adapter listens on: 6443 where it is left out. The control plane must
	// reach it.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1024,maximum=65535"`

	// Runs the adapter in the network of its node, for control planes that reach no pods.
	HostNetwork bool `json:"hostNetwork,omitempty"`

	// Where the adapter's certificate comes from. It makes its own where it is left out, which
	// the API server then doesn't check.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// Has another Prometheus scrape the adapter's own metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// adapter is what the adapter's objects go by: those of upstream's release of that name.
func (o Options) adapter() kube.Identity {
	id := kube.Identify(adapterName, o.Namespace, "")
	id.Selector = id.PodLabels() // without the component
	return id.Of("metrics")
}

// prometheus is what Prometheus' objects go by.
func (o Options) prometheus() kube.Identity {
	return kube.Identify("prometheus", o.Namespace, "").Of("server")
}
