package prometheusoperator

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

// NamespacedPrometheus is a small Prometheus for a namespace, with all that it takes: a service
// account, a Role in each namespace that it looks at, a Service, and what it scrapes. It takes
// all monitors and rules of its namespace, those of others who write them there too.
type NamespacedPrometheus struct {
	// Tells the addon that [Namespaced] makes from others of the cluster: the namespace, and the
	// name behind it, where it is left out. It may have 28 characters.
	Instance string `json:"-"`

	// The name: "main", where it is left out. The objects begin with "prometheus-" and
	// "alertmanager-".
	Name string `json:"name,omitempty" jsonschema:"maxLength=40,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// The namespace.
	Namespace string `json:"namespace" jsonschema:"required,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Further namespaces whose monitors and rules it takes, and in which it scrapes.
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"uniqueItems,maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Labels that monitors and rules must have to be taken; all are, where it is left out. What
	// is listed below gets them.
	Select map[string]string `json:"select,omitempty"`

	// What is scraped, by Services.
	ServiceMonitors []NamedServiceMonitor `json:"serviceMonitors,omitempty"`

	// What is scraped, by pods.
	PodMonitors []NamedPodMonitor `json:"podMonitors,omitempty"`

	// What is scraped that is neither.
	ScrapeConfigs []NamedScrapeConfig `json:"scrapeConfigs,omitempty"`

	// What is computed, and when there is reason to alert.
	PrometheusRules []NamedPrometheusRule `json:"prometheusRules,omitempty"`

	// An Alertmanager that alerts are sent to.
	Alertmanager *NamespacedAlertmanager `json:"alertmanager,omitempty"`

	// Labels of the Prometheus and of the Alertmanager, by which an operator may select what it
	// runs.
	Labels map[string]string `json:"labels,omitempty"`

	// The controllerID of the operator that runs them, if it has one. In an operator's own
	// options it is that operator's, where it is left out.
	ControllerID string `json:"controllerID,omitempty" jsonschema:"maxLength=253"`

	// Annotations of the Service.
	ServiceAnnotations map[string]string `json:"serviceAnnotations,omitempty"`

	// Annotations of the service account.
	ServiceAccountAnnotations map[string]string `json:"serviceAccountAnnotations,omitempty"`

	// Has itself scraped, and the Alertmanager.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	PrometheusSettings `json:",inline"`
}

// namespacedDoc is what the catalogue says of a namespaced Prometheus that is an addon of its
// own.
const namespacedDoc = `// A small Prometheus for a namespace, which the Prometheus operator runs.
//
// It has a service account, a Role in each namespace that it looks at, a Service, and what it
// scrapes. The addon prometheus-operator says more.
package prometheusoperator
`

// namespaced completes the options of a namespaced Prometheus, be it an entry of a list or an
// addon of its own.
var namespaced = addon.Definition[NamespacedPrometheus]{
	Card: addon.Card{
		Name:       "prometheus",
		Doc:        namespacedDoc,
		Category:   addon.Observability,
		Version:    strings.TrimPrefix(prometheusVersion, "v"),
		Source:     "https://github.com/prometheus-operator/prometheus-operator/tree/v0.93.0/example/rbac/prometheus",
		Kubernetes: ">=1.21",
	},
	Defaults: namespacedDefaults,
	Objects: func(t addon.Target, n NamespacedPrometheus) ([]addon.Object, error) {
		return n.objects(t, prometheusRepository, alertmanagerRepository), nil
	},
	AWS: namespacedRoles,
}

// Namespaced returns an addon that is a small Prometheus for a namespace, of which a cluster may
// have many. The operator is another addon, and must look at the namespace.
func Namespaced(n NamespacedPrometheus) addon.Addon {
	if n.Instance == "" {
		n.Instance = addon.InstanceName(n.Namespace, n.Name)
	}
	return namespaced.New(n)
}

func namespacedDefaults(addon.Target) NamespacedPrometheus {
	return NamespacedPrometheus{
		Name: "main",
		PrometheusSettings: PrometheusSettings{
			PodSettings: PodSettings{
				Resources:       corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("400Mi")}},
				NodeSelector:    map[string]string{corev1.LabelOSStable: "linux"},
				SecurityContext: confinedPods(),
			},
			ServiceDiscoveryRole: monitoring.EndpointSlices,
		},
	}
}

// confinedPods is how pods are confined; the operator confines their containers. Volumes belong
// to the group.
func confinedPods() *corev1.PodSecurityContext {
	return &corev1.PodSecurityContext{
		FSGroup:        new(int64(2000)),
		RunAsNonRoot:   new(true),
		RunAsUser:      new(int64(1000)),
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

// namespacedObjects are those of the options' list.
func namespacedObjects(t addon.Target, o Options) []addon.Object {
	var objs []addon.Object
	for _, n := range o.Namespaced {
		n.ControllerID = cmp.Or(n.ControllerID, o.ControllerID)
		objs = append(objs, namespaced.Complete(t, n).objects(t, o.PrometheusRepository, o.AlertmanagerRepository)...)
	}
	return objs
}

// identity is what the objects go by. The selector is the operator's, for the pods that it
// makes.
func (n NamespacedPrometheus) identity() kube.Identity {
	return operated("prometheus", n.Name, n.Namespace)
}

func operated(program, name, namespace string) kube.Identity {
	return kube.Identity{
		Name: program, Instance: name, Component: program, Namespace: namespace,
		Selector: map[string]string{
			addon.LabelName:      program,
			addon.LabelInstance:  name,
			addon.LabelManagedBy: "prometheus-operator",
		},
	}
}

// fullName is the name of the service account, the Service and so on.
func (n NamespacedPrometheus) fullName() string { return "prometheus-" + n.Name }

func (n NamespacedPrometheus) objects(t addon.Target, repository, alertmanagers string) []addon.Object {
	id := n.identity()
	sa := serviceAccount(id, n.fullName(), addon.Pods{ServiceAccountAnnotations: n.ServiceAccountAnnotations})
	return slices.Concat(
		[]addon.Object{sa},
		n.rights(sa),
		[]addon.Object{
			n.prometheus(t, repository, sa),
			webService(id, n.fullName(), n.PodSettings, 9090, n.ServiceAnnotations),
			kube.DisruptionBudget(id, n.fullName(), addon.Pods{Replicas: n.Replicas}),
			n.selfMonitor(id, n.fullName(), n.PodSettings, n.Web != nil && n.Web.TLSConfig != nil),
		},
		scraped(id, n.ServiceMonitors, n.PodMonitors, n.ScrapeConfigs, n.PrometheusRules, n.Select),
		n.alertmanagerObjects(t, alertmanagers),
	)
}

// rights let the Prometheus find what it scrapes. Roles in other namespaces have the own one in
// their names, since several Prometheuses may look there.
func (n NamespacedPrometheus) rights(sa *corev1.ServiceAccount) []addon.Object {
	var objs []addon.Object
	for _, ns := range n.lookedAt() {
		id, name := n.identity().In(ns), n.fullName()
		if ns != n.Namespace {
			name = "prometheus-" + n.Namespace + "-" + n.Name
		}
		objs = append(objs,
			&rbacv1.Role{ObjectMeta: id.Meta(name), Rules: []rbacv1.PolicyRule{
				kube.Rule("", "services endpoints pods", read),
				kube.Rule("discovery.k8s.io", "endpointslices", read),
				kube.Rule("networking.k8s.io", "ingresses", read),
			}},
			kube.BindRole(id, name, name, sa))
	}
	return objs
}

// lookedAt are the namespaces whose monitors are taken.
func (n NamespacedPrometheus) lookedAt() []string {
	return append([]string{n.Namespace}, n.Namespaces...)
}

func (n NamespacedPrometheus) prometheus(t addon.Target, repository string, sa *corev1.ServiceAccount) *Prometheus {
	settings := n.PrometheusSettings
	settings.PodSettings = settings.PodSettings.settled(t, n.identity(), repository, prometheusVersion)
	if settings.Alerting == nil && n.Alertmanager != nil {
		settings.Alerting = &Alerting{Alertmanagers: []AlertmanagerEndpoint{n.Alertmanager.endpoint(n)}}
	}
	return NewPrometheus(n.meta(n.identity()), PrometheusSpec{
		ServiceAccountName: sa.Name,
		Selection:          n.selection(),
		PrometheusSettings: settings,
	})
}

// meta is the metadata of what the operator runs.
func (n NamespacedPrometheus) meta(id kube.Identity) metav1.ObjectMeta {
	meta := id.Meta(n.Name)
	maps.Copy(meta.Labels, n.Labels)
	if n.ControllerID != "" {
		meta.Annotations = map[string]string{"operator.prometheus.io/controller-id": n.ControllerID}
	}
	return meta
}

// selection takes the monitors and rules of the namespaces.
func (n NamespacedPrometheus) selection() Selection {
	objects, in := AllObjects(), (*NamespaceSelector)(nil)
	if len(n.Select) > 0 {
		objects = ObjectsWith(n.Select)
	}
	if len(n.Namespaces) > 0 {
		in = NamespacesNamed(n.lookedAt()...)
	}
	return Selection{
		ServiceMonitorSelector: objects, ServiceMonitorNamespaceSelector: in,
		PodMonitorSelector: objects, PodMonitorNamespaceSelector: in,
		ProbeSelector: objects, ProbeNamespaceSelector: in,
		ScrapeConfigSelector: objects, ScrapeConfigNamespaceSelector: in,
		RuleSelector: objects, RuleNamespaceSelector: in,
	}
}

// webService leads to the pods that the operator makes, and to what reloads their configuration.
func webService(id kube.Identity, name string, p PodSettings, number int32, annotations map[string]string) *corev1.Service {
	web := servicePort("web", number)
	web.TargetPort = intstr.FromString(cmp.Or(p.PortName, "web"))
	s := &corev1.Service{
		ObjectMeta: id.Meta(name),
		Spec: corev1.ServiceSpec{
			Selector:        id.PodLabels(),
			Ports:           []corev1.ServicePort{web, servicePort("reloader-web", 8080)},
			SessionAffinity: corev1.ServiceAffinityClientIP, // each copy has samples of its own
		},
	}
	s.Annotations = annotations
	return s
}

// selfMonitor has a program scraped, and what reloads its configuration.
func (n NamespacedPrometheus) selfMonitor(id kube.Identity, name string, p PodSettings, https bool) *kube.ServiceMonitor {
	web := kube.Endpoint{Port: "web", Path: path.Join("/", p.RoutePrefix, "metrics")}
	if https {
		web.Scheme = monitoring.HTTPS
		web.TLSConfig = &kube.TLSConfig{InsecureSkipVerify: true} // its CA is the user's to know
	}
	m := kube.NewServiceMonitor(id, name, n.ServiceMonitor, web, kube.Endpoint{Port: "reloader-web", Path: "/metrics"})
	if m != nil {
		maps.Copy(m.Labels, n.Select)
	}
	return m
}
