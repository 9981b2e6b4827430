package ingressnginx

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

// IngressClass is how Ingresses choose the controller.
type IngressClass struct {
	// The name: "nginx", or that and the instance, as in "nginx-internal", where it is left
	// out.
	Name string `json:"name,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// Makes no class: another one's that names the controller value is used.
	Disabled bool `json:"disabled,omitempty"`

	// Gives Ingresses that name no class this one. No other class may do so.
	Default bool `json:"default,omitempty"`

	// Annotations of the class.
	Annotations map[string]string `json:"annotations,omitempty"`

	// The value by which a class names the controller: "k8s.io/ingress-nginx", or that and
	// the instance, where it is left out. It can't be changed afterwards.
	ControllerValue string `json:"controllerValue,omitempty" jsonschema:"maxLength=250,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[-A-Za-z0-9._~/]+$"`

	// Names of further classes that are the same but for the name.
	Aliases []string `json:"aliases,omitempty" jsonschema:"uniqueItems,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// A custom resource with parameters of the class. The controller itself reads none.
	Parameters *ClassParameters `json:"parameters,omitempty"`
}

// ClassParameters names a custom resource.
type ClassParameters struct {
	// Its API group.
	APIGroup string `json:"apiGroup" jsonschema:"required"`

	// Its kind.
	Kind string `json:"kind" jsonschema:"required"`

	// Its name.
	Name string `json:"name" jsonschema:"required"`

	// Its namespace, if it is in one.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`
}

func objects(t addon.Target, o Options) ([]addon.Object, error) {
	id := o.controller()
	sa := kube.ServiceAccount(id, o.fullname(), o.Pods)
	sa.AutomountServiceAccountToken = new(true)
	external, internal := services(o)
	objs := []addon.Object{
		namespace(o),
		sa,
		role(o),
		clusterRole(o),
		kube.BindRole(id, o.fullname(), o.fullname(), sa),
		kube.BindClusterRole(o.identity(), o.fullname(), o.fullname(), sa),
		configMap(o),
		dataMap(o, o.addHeadersName(), o.AddHeaders),
		dataMap(o, o.proxyHeadersName(), o.ProxySetHeaders),
		dataMap(o, o.tcpName(), streams(o.TCP)),
		dataMap(o, o.udpName(), streams(o.UDP)),
		external,
		internal,
		controller(t, o),
		disruptionBudget(o),
		hpa.New(o.controller().Meta(o.controllerName()), o.controllerName(), o.Autoscaling),
		metricsService(o),
		serviceMonitor(o),
	}
	return slices.Concat(objs, ingressClasses(o), webhook(t, o), defaultBackend(t, o), policies(o)), nil
}

// namespace asks for a namespace that allows ports of nodes, where pods have some.
func namespace(o Options) *corev1.Namespace {
	if !o.HostNetwork && !o.HostPort.Enabled {
		return nil
	}
	return kube.Namespace(o.Namespace, kube.Privileged)
}

// role lets the controller elect one among its pods, and read its own configuration.
func role(o Options) *rbacv1.Role {
	const read = "get list watch"
	return &rbacv1.Role{
		ObjectMeta: o.controller().Meta(o.fullname()),
		Rules: []rbacv1.PolicyRule{
			kube.Rule("", "namespaces", "get"),
			kube.Rule("", "configmaps pods secrets endpoints", read),
			kube.Rule("", "services", read),
			kube.Rule("networking.k8s.io", "ingresses", read),
			kube.Rule("networking.k8s.io", "ingresses/status", "update"),
			kube.Rule("networking.k8s.io", "ingressclasses", read),
			kube.RuleFor([]string{o.electionID()}, "coordination.k8s.io", "leases", "get update"),
			kube.Rule("coordination.k8s.io", "leases", "create"),
			kube.Rule("", "events", "create patch"),
			kube.Rule("discovery.k8s.io", "endpointslices", "list watch get"),
		},
	}
}

// clusterRole lets the controller read Ingresses and what they refer to in all namespaces,
// and write their status.
func clusterRole(o Options) *rbacv1.ClusterRole {
	const read = "get list watch"
	listed := "configmaps endpoints nodes pods secrets"
	var watched []rbacv1.PolicyRule
	if o.WatchNamespace == "" {
		listed += " namespaces"
	} else {
		watched = []rbacv1.PolicyRule{
			kube.RuleFor([]string{o.WatchNamespace}, "", "namespaces", "get"),
		}
	}
	return &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta(o.fullname()),
		Rules: slices.Concat([]rbacv1.PolicyRule{
			kube.Rule("", listed, "list watch"),
			kube.Rule("coordination.k8s.io", "leases", "list watch"),
		}, watched, []rbacv1.PolicyRule{
			kube.Rule("", "nodes", "get"),
			kube.Rule("", "services", read),
			kube.Rule("networking.k8s.io", "ingresses", read),
			kube.Rule("", "events", "create patch"),
			kube.Rule("networking.k8s.io", "ingresses/status", "update"),
			kube.Rule("networking.k8s.io", "ingressclasses", read),
			kube.Rule("discovery.k8s.io", "endpointslices", "list watch get"),
		}),
	}
}

func ingressClasses(o Options) []addon.Object {
	c := o.IngressClass
	if c.Disabled {
		return nil
	}
	objs := []addon.Object{ingressClass(o, o.className(), c.Default)}
	for _, alias := range c.Aliases {
		objs = append(objs, ingressClass(o, alias, false)) // there may be but one default
	}
	return objs
}

func ingressClass(o Options, name string, isDefault bool) *networkingv1.IngressClass {
	meta := o.controller().ClusterMeta(name)
	meta.Annotations = maps.Clone(o.IngressClass.Annotations)
	if isDefault {
		metav1.SetMetaDataAnnotation(&meta, networkingv1.AnnotationIsDefaultIngressClass, "true")
	}
	class := &networkingv1.IngressClass{
		ObjectMeta: meta,
		Spec:       networkingv1.IngressClassSpec{Controller: o.controllerValue()},
	}
	if p := o.IngressClass.Parameters; p != nil {
		class.Spec.Parameters = &networkingv1.IngressClassParametersReference{APIGroup: &p.APIGroup, Kind: p.Kind, Name: p.Name}
		if p.Namespace != "" {
			class.Spec.Parameters.Scope = new(networkingv1.IngressClassParametersReferenceScopeNamespace)
			class.Spec.Parameters.Namespace = &p.Namespace
		}
	}
	return class
}

// The names of the ConfigMaps beside the controller's own.
func (o Options) addHeadersName() string   { return o.fullname() + "-custom-add-headers" }
func (o Options) proxyHeadersName() string { return o.fullname() + "-custom-proxy-headers" }
func (o Options) tcpName() string          { return o.fullname() + "-tcp" }
func (o Options) udpName() string          { return o.fullname() + "-udp" }

// dataMap is a ConfigMap beside the controller's own, nil where it would be empty.
func dataMap(o Options, name string, data map[string]string) *corev1.ConfigMap {
	if len(data) == 0 {
		return nil
	}
	return &corev1.ConfigMap{ObjectMeta: o.controller().Meta(name), Data: maps.Clone(data)}
}

// streams are the options tcp or udp with their ports as keys.
func streams(ports map[int32]string) map[string]string {
	data := map[string]string{}
	for port, to := range ports {
		data[fmt.Sprint(port)] = to
	}
	return data
}

func disruptionBudget(o Options) *policyv1.PodDisruptionBudget {
	return kube.DisruptionBudget(o.controller(), o.controllerName(), o.pods())
}

func metricsService(o Options) *corev1.Service {
	if !o.metrics() {
		return nil
	}
	meta := o.controller().Meta(o.controllerName() + "-metrics")
	meta.Annotations = o.Metrics.ServiceAnnotations
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: o.controller().PodLabels(),
			Ports: []corev1.ServicePort{{
				Name:       "metrics",
				Port:       10254,
				Protocol:   corev1.ProtocolTCP,
				TargetPort: intstr.FromString("metrics"),
			}},
		},
	}
}

func serviceMonitor(o Options) *kube.ServiceMonitor {
	return kube.NewServiceMonitor(o.controller(), o.controllerName(), o.Metrics.ServiceMonitor, kube.Endpoint{Port: "metrics"})
}
