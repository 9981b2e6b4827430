package kubernetes

import (
	_ "embed"
	"encoding/json"
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

//go:embed doc.go
var doc string

const name = "kubernetes"

// Definition is the addon kubernetes.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Observability,
		Source:    "https://docs.datadoghq.com/containers/kubernetes/control_plane/",
		Namespace: metav1.NamespaceDefault,
	},
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. At least one of them is set.
type Options struct {
	// Has Datadog's agents collect the metrics.
	Datadog *Datadog `json:"datadog,omitempty"`

	// Has a Prometheus that goes by annotations collect the metrics.
	Prometheus *Prometheus `json:"prometheus,omitempty"`

	// Has the Prometheus operator's Prometheus collect the metrics.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Further annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Datadog says how the agents collect the metrics: by the check kube_apiserver_metrics,
// through the Cluster Agent's endpoint checks.
type Datadog struct {
	// Writes one annotation, endpoints.checks, and not three. Agents take it from 7.36 on.
	SingleAnnotation bool `json:"singleAnnotation,omitempty"`

	// Tags of the metrics, such as "team:platform".
	Tags []string `json:"tags,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Prometheus says where the metrics are, by annotations that its common configurations know.
type Prometheus struct {
	// The port: 443, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The path: "/metrics", where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`
}

func validate(o Options, path *field.Path) field.ErrorList {
	if o.Datadog == nil && o.Prometheus == nil && o.ServiceMonitor == nil && len(o.Annotations) == 0 {
		return field.ErrorList{field.Required(path, "needs one of datadog, prometheus, serviceMonitor, annotations")}
	}
	return nil
}

func objects(_ addon.Target, o Options) ([]addon.Object, error) {
	return []addon.Object{service(o), serviceMonitor(o)}, nil
}

// identity is what the addon's objects go by.
var identity = kube.Identify(name, metav1.NamespaceDefault, "")

// service is metadata only: the rest is the API server's.
func service(o Options) *metav1.PartialObjectMetadata {
	s := &metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
		ObjectMeta: identity.Meta(name),
	}
	s.Annotations = map[string]string{}
	maps.Copy(s.Annotations, o.Datadog.annotations())
	maps.Copy(s.Annotations, o.Prometheus.annotations())
	maps.Copy(s.Annotations, o.Annotations)
	return s
}

// account is where a pod finds its service account.
const account = "/var/run/secrets/kubernetes.io/serviceaccount"

// serviceMonitor selects the Service by the labels that the API server gives it, and checks
// its certificate by a name that it always has.
func serviceMonitor(o Options) *kube.ServiceMonitor {
	m := kube.NewServiceMonitor(identity, name, o.ServiceMonitor, kube.Endpoint{
		Port:            "https",
		Scheme:          monitoring.HTTPS,
		BearerTokenFile: account + "/token",
		TLSConfig:       &kube.TLSConfig{CAFile: account + "/ca.crt", ServerName: "kubernetes"},
	})
	if m != nil {
		m.Spec.JobLabel = "component"
		m.Spec.Selector.MatchLabels = map[string]string{"component": "apiserver", "provider": name}
	}
	return m
}

// check is Datadog's name of the check.
const check = "kube_apiserver_metrics"

// instance is what the check reads. The agent fills in the address of each endpoint.
type instance struct {
	URL  string   `json:"prometheus_url"`
	Tags []string `json:"tags,omitempty"`
}

func (d *Datadog) annotations() map[string]string {
	if d == nil {
		return nil
	}
	type none struct{}
	instances := []instance{{"https://%%host%%:%%port%%/metrics", d.Tags}}
	if d.SingleAnnotation {
		type checked struct {
			InitConfig none       `json:"init_config"`
			Instances  []instance `json:"instances"`
		}
		return map[string]string{"ad.datadoghq.com/endpoints.checks": text(map[string]checked{check: {Instances: instances}})}
	}
	return map[string]string{
		"ad.datadoghq.com/endpoints.check_names":  text([]string{check}),
		"ad.datadoghq.com/endpoints.init_configs": text([]none{{}}),
		"ad.datadoghq.com/endpoints.instances":    text(instances),
	}
}

func (p *Prometheus) annotations() map[string]string {
	if p == nil {
		return nil
	}
	port, path := p.Port, p.Path
	if port == 0 {
		port = 443
	}
	if path == "" {
		path = "/metrics"
	}
	return map[string]string{
		"prometheus.io/scrape": "true",
		"prometheus.io/scheme": "https",
		"prometheus.io/port":   text(port),
		"prometheus.io/path":   path,
	}
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // it is a value of our own
	}
	return string(data)
}
