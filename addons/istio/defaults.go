package istio

import (
	"cmp"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	defaultNamespace = "istio-system"
	revisionLabel    = "istio.io/rev"
	injectLabel      = "sidecar.istio.io/inject"
	dataplaneLabel   = "istio.io/dataplane-mode"
	networkLabel     = "topology.istio.io/network"
)

func defaults(addon.Target) Options {
	return Options{
		Hub: "docker.io/istio",
		Tag: version,
		Pods: addon.Pods{Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse("500m"),
			corev1.ResourceMemory: resource.MustParse("2Gi"),
		}}},
		Autoscaling: autoscaling(),
		RollingUpdate: addon.RollingUpdate{
			MaxUnavailable: new(intstr.FromString("25%")),
			MaxSurge:       new(intstr.FromString("100%")),
		},
		TraceSampling:                   new(1.0),
		KeepaliveMaxServerConnectionAge: metav1.Duration{Duration: 30 * time.Minute},
		LogLevel:                        "default:info",
		CA:                              CA{Provider: "istiod"},
		Validation:                      Validation{FailurePolicy: admissionv1.Ignore},
		Injection: Injection{
			ReinvocationPolicy: admissionv1.NeverReinvocationPolicy,
		},
		Proxy: Proxy{
			Resources:           proxyResources(),
			LogLevel:            ProxyWarning,
			ComponentLogLevel:   "misc:error",
			ClusterDomain:       "cluster.local",
			IncludeIPRanges:     []string{"*"},
			IncludeInboundPorts: []string{"*"},
			Readiness:           Readiness{FailureThreshold: 4, PeriodSeconds: 15},
			Startup:             Startup{FailureThreshold: 600},
			StatusPort:          new(int32(15020)),
		},
		Waypoint: Waypoint{Resources: proxyResources()},
		CNI:      CNI{Provider: CNIDefault, Untaint: Untaint{Taint: notReadyTaint}},
		Ztunnel:  Ztunnel{Name: "ztunnel"},
		Mesh: MeshConfig{
			EnablePrometheusMerge: new(true),
			TrustDomain:           "cluster.local",
			DefaultProviders:      DefaultProviders{Metrics: []string{"prometheus"}},
		},
	}
}

// gatewayDefaults are those of each gateway.
func gatewayDefaults(addon.Target) GatewayWorkload {
	return GatewayWorkload{
		Kind: Deployment,
		Pods: addon.Pods{
			Resources:                     proxyResources(),
			TerminationGracePeriodSeconds: new(int64(30)),
		},
		Autoscaling: autoscaling(),
		Service:     GatewayService{Type: corev1.ServiceTypeLoadBalancer},
	}
}

func autoscaling() Autoscaling {
	return Autoscaling{MinReplicas: 1, MaxReplicas: 5, TargetCPU: new(int32(80))}
}

// proxyResources are those of a proxy, be it a sidecar, a gateway or a waypoint.
func proxyResources() corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse("100m"),
			corev1.ResourceMemory: resource.MustParse("128Mi"),
		},
		Limits: corev1.ResourceList{
			corev1.ResourceCPU:    resource.MustParse("2"),
			corev1.ResourceMemory: resource.MustParse("1Gi"),
		},
	}
}

// identity is what the addon's objects go by that belong to no component.
func (o Options) identity() kube.Identity { return kube.Identify(name, o.Namespace, o.Instance) }

// istiod is what the control plane goes by. The selectors are upstream's.
func (o Options) istiod() kube.Identity {
	id := kube.Identity{Name: "istiod", Instance: o.identity().Instance, Component: "pilot", Namespace: o.Namespace}
	id.Selector = map[string]string{"istio": "pilot"}
	if rev := o.revision(); rev != "" {
		id.Selector = map[string]string{"app": "istiod", revisionLabel: rev}
	}
	return id
}

// reader is what the account goes by with which other clusters read this one.
func (o Options) reader() kube.Identity {
	return kube.Identity{Name: "istio-reader", Instance: o.identity().Instance, Component: "reader", Namespace: o.Namespace}
}

// revision is the revision of the control plane; empty for the one without.
func (o Options) revision() string { return cmp.Or(o.Revision, o.Instance) }

// revisionName is the revision as labels have it.
func (o Options) revisionName() string { return cmp.Or(o.revision(), "default") }

// named is a name with the revision behind it, if there is one.
func (o Options) named(s string) string { return addon.InstanceName(s, o.revision()) }

// wide is a name of an object that is in no namespace: the namespace stands behind it.
func (o Options) wide(s string) string { return o.named(s) + "-" + o.Namespace }

// istiodName is the name of the control plane's workload, Service and account.
func (o Options) istiodName() string { return o.named("istiod") }

// rootNamespace is the namespace whose resources are for the whole mesh.
func (o Options) rootNamespace() string { return cmp.Or(o.Mesh.RootNamespace, o.Namespace) }

// meta is the metadata of an object of the control plane. Istiod finds the webhook
// configurations that it completes, and istioctl the rest, by these labels.
func (o Options) meta(name string) metav1.ObjectMeta {
	return o.labelled(o.istiod().Meta(name))
}

// clusterMeta is meta for what is in no namespace.
func (o Options) clusterMeta(name string) metav1.ObjectMeta {
	return o.labelled(o.istiod().ClusterMeta(name))
}

func (o Options) labelled(meta metav1.ObjectMeta) metav1.ObjectMeta {
	meta.Labels["app"] = "istiod"
	meta.Labels[revisionLabel] = o.revisionName()
	return meta
}
