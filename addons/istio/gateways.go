package istio

import (
	"cmp"
	"maps"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
	"github.com/fitout/fitout/addon/kube"
)

// gateways completes the options of a gateway: an entry of a list has defaults of its own.
var gateways = addon.Definition[GatewayWorkload]{
	Card:     addon.Card{Namespace: "istio-ingress"},
	Defaults: gatewayDefaults,
}

// gatewayObjects are a gateway's. Injected is a hash of what istiod puts into its pods.
func gatewayObjects(t addon.Target, o Options, g GatewayWorkload, injected string) []addon.Object {
	pods := g.pods(o, injected)
	sa := kube.ServiceAccount(o.gateway(g), g.Name, g.Pods)
	sa.ObjectMeta = o.gatewayMeta(g)
	sa.Annotations = kube.Over(sa.Annotations, g.Pods.ServiceAccountAnnotations)
	objs := []addon.Object{
		kube.Namespace(g.Namespace, o.podSecurity()),
		sa,
		gatewayService(o, g),
		gatewayWorkload(t, o, g, pods, sa),
		kube.DisruptionBudget(o.gateway(g), g.Name, pods),
		gatewayPolicy(o, g),
	}
	if g.Kind == Deployment {
		objs = append(objs, hpa.New(o.gatewayMeta(g), g.Name, g.Autoscaling.hpa()))
	}
	if !g.NoSecrets {
		objs = append(objs, secretsRole(o, g), kube.BindRole(o.gateway(g), g.Name, g.Name, sa))
	}
	return objs
}

// gateway is what the objects of a gateway go by. The selector is upstream's; Gateway
// resources choose the gateway by it too.
func (o Options) gateway(g GatewayWorkload) kube.Identity {
	return kube.Identity{
		Name: g.Name, Instance: o.identity().Instance, Component: "gateway", Namespace: g.Namespace,
		Selector: map[string]string{
			"app":   g.Name,
			"istio": cmp.Or(g.IstioLabel, strings.TrimPrefix(g.Name, "istio-")),
		},
	}
}

// secretsRole lets a gateway read the certificates that Gateway resources name.
func secretsRole(o Options, g GatewayWorkload) *rbacv1.Role {
	return &rbacv1.Role{
		ObjectMeta: o.gatewayMeta(g),
		Rules:      []rbacv1.PolicyRule{kube.Rule("", "secrets", read)},
	}
}

func gatewayWorkload(t addon.Target, o Options, g GatewayWorkload, pods addon.Pods, sa *corev1.ServiceAccount) addon.Object {
	id := o.gateway(g)
	spec := gatewaySpec(t, o, g, sa)
	if g.Kind == DaemonSet {
		d := kube.DaemonSet(id, g.Name, pods, spec)
		d.ObjectMeta = o.gatewayMeta(g)
		d.Spec.MinReadySeconds = g.MinReadySeconds
		d.Spec.UpdateStrategy = kube.UpdateStrategy(g.RollingUpdate)
		return d
	}
	d := kube.Deployment(id, g.Name, pods, spec)
	d.ObjectMeta = o.gatewayMeta(g)
	d.Spec.MinReadySeconds = g.MinReadySeconds
	d.Spec.Strategy = kube.Strategy(g.RollingUpdate)
	if !g.Autoscaling.Disabled {
		d.Spec.Replicas = nil // else each apply would undo the autoscaler's work
	}
	return d
}

// gatewaySpec is what is known of the pods before istiod has injected the rest. The image
// is the one that istiod would put there: named here, it goes through the mirror, and a new
// version starts the pods anew.
func gatewaySpec(t addon.Target, o Options, g GatewayWorkload, sa *corev1.ServiceAccount) corev1.PodSpec {
	var env []corev1.EnvVar
	if g.NetworkGateway != "" {
		env = append(env, corev1.EnvVar{Name: "ISTIO_META_REQUESTED_NETWORK_VIEW", Value: g.NetworkGateway})
	}
	return corev1.PodSpec{
		ServiceAccountName: sa.Name,
		// Lets the proxy, which isn't root, listen on 80 and 443.
		SecurityContext: &corev1.PodSecurityContext{
			Sysctls: []corev1.Sysctl{{Name: "net.ipv4.ip_unprivileged_port_start", Value: "0"}},
		},
		Containers: []corev1.Container{{
			Name:            "istio-proxy",
			Image:           t.Image(o.image("proxyv2", cmp.Or(g.Pods.Image, o.Proxy.Image))),
			ImagePullPolicy: o.ImagePullPolicy,
			Env:             env,
			Ports:           []corev1.ContainerPort{kube.Port(envoyPort, 15090)},
			ReadinessProbe:  g.ReadinessProbe,
			Lifecycle:       g.Lifecycle,
			SecurityContext: &corev1.SecurityContext{
				AllowPrivilegeEscalation: new(false),
				Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				Privileged:               new(false),
				ReadOnlyRootFilesystem:   new(true),
				RunAsNonRoot:             new(true),
				SeccompProfile:           o.seccomp(),
			},
		}},
	}
}

// pods are what tunes a gateway's pods.
func (g GatewayWorkload) pods(o Options, injected string) addon.Pods {
	p := g.Pods
	if g.Kind == Deployment {
		p = g.Autoscaling.counted(p)
	}
	labels := map[string]string{injectLabel: "true", dataplaneLabel: "none"}
	if rev := cmp.Or(g.Revision, o.revision()); rev != "" {
		labels[revisionLabel] = rev
	}
	if g.NetworkGateway != "" {
		labels[networkLabel] = g.NetworkGateway
	}
	p.Labels = kube.Over(kube.Over(labels, g.Labels), p.Labels)
	p.Annotations = kube.Over(map[string]string{
		"checksum/injection":        injected,
		"inject.istio.io/templates": "gateway",
		"prometheus.io/path":        "/stats/prometheus",
		"prometheus.io/port":        "15020",
		"prometheus.io/scrape":      "true",
		injectLabel:                 "true",
	}, p.Annotations)
	return p
}

// injected is a hash of what istiod puts into the pods of gateways when they start.
func (o Options) injected(t addon.Target) string {
	values := injectorValues(t, o).Global
	values.Waypoint, values.Proxy.Resources = waypointValues{}, corev1.ResourceRequirements{}
	return kube.Checksum(struct {
		Values globalValues
		Proxy  proxyFile
	}{values, o.meshFile().DefaultConfig})
}

// gatewayMeta is the metadata of the objects of a gateway.
func (o Options) gatewayMeta(g GatewayWorkload) metav1.ObjectMeta {
	id := o.gateway(g)
	meta := id.Meta(g.Name)
	meta.Labels[dataplaneLabel] = "none"
	maps.Copy(meta.Labels, g.Labels)
	maps.Copy(meta.Labels, id.Selector)
	meta.Annotations = maps.Clone(g.Annotations)
	return meta
}

// gatewayPolicy lets a gateway be reached by the ports of its Service, and those of its
// health and metrics.
func gatewayPolicy(o Options, g GatewayWorkload) *networkingv1.NetworkPolicy {
	if !o.NetworkPolicies {
		return nil
	}
	own := []corev1.ServicePort{servicePort("", 15020, 15020), servicePort("", 15021, 15021), servicePort("", 15090, 15090)}
	return policy(o.gateway(g), g.Name, append(own, g.servicePorts()...)...)
}
