package istio

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// GatewayWorkload runs proxies at the edge of the mesh. What they listen to is told by
// Gateway resources, which choose them by the labels app and istio.
type GatewayWorkload struct {
	// The name of the gateway, and the value of its label app.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-z]([-a-z0-9]*[a-z0-9])?$"`

	// The namespace; "istio-ingress" where it is left out. Whoever may run pods there can
	// read the gateway's certificates.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The value of the label istio; the name without "istio-" before it, where it is left
	// out.
	IstioLabel string `json:"istioLabel,omitempty" jsonschema:"maxLength=63,pattern=^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$"`

	// The revision of the control plane, or a tag of one, that injects the pods; this
	// install's own where it is left out.
	Revision string `json:"revision,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"`

	// Whether a number of pods run, or one on each node.
	Kind Kind `json:"kind,omitempty"`

	// The pods. An image here takes the place of the one that all proxies have, and must be
	// whole.
	Pods addon.Pods `json:"pods,omitzero"`

	// How the number of pods follows their load.
	Autoscaling Autoscaling `json:"autoscaling,omitzero"`

	// How many pods may come and go at once.
	RollingUpdate addon.RollingUpdate `json:"rollingUpdate,omitzero"`

	// How many seconds a new pod must have been ready before it counts.
	MinReadySeconds int32 `json:"minReadySeconds,omitempty" jsonschema:"minimum=0"`

	// When a pod is ready; the injector's own probe where it is left out.
	ReadinessProbe *corev1.Probe `json:"readinessProbe,omitempty"`

	// What a proxy does after it has started, and before it stops.
	Lifecycle *corev1.Lifecycle `json:"lifecycle,omitempty"`

	// The Service that clients reach the gateway by.
	Service GatewayService `json:"service,omitzero"`

	// Leaves the Service out.
	NoService bool `json:"noService,omitempty"`

	// The network of a mesh of several that the gateway leads into. Its Service then has the
	// ports for that.
	NetworkGateway string `json:"networkGateway,omitempty" jsonschema:"maxLength=63,pattern=^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$"`

	// Leaves out the right to read the Secrets of its namespace, for a gateway whose
	// certificates are in files, or that ends no TLS.
	NoSecrets bool `json:"noSecrets,omitempty"`

	// Labels of all objects of the gateway.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations of all objects of the gateway, but for its pods.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Kind is the kind of workload that a gateway runs as.
type Kind string

// The kinds of workloads.
const (
	Deployment Kind = "Deployment"
	DaemonSet  Kind = "DaemonSet"
)

// Enum lists the kinds of workloads.
func (Kind) Enum() []string { return addon.Values(Deployment, DaemonSet) }

// GatewayService is the Service of a gateway.
type GatewayService struct {
	// The type. Cloud providers make a load balancer for LoadBalancer.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// The ports: 15021, by which load balancers find out whether a gateway is ready, 80 and
	// 443 where they are left out. Where a port has no target port it is the same.
	Ports []corev1.ServicePort `json:"ports,omitempty" jsonschema:"minItems=1"`

	// What the Service is annotated with.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Labels by which the Service selects pods beside the gateway's own.
	SelectorLabels map[string]string `json:"selectorLabels,omitempty"`

	// Which controller makes the load balancer, where it isn't the cloud provider. It can't
	// be changed afterwards.
	LoadBalancerClass string `json:"loadBalancerClass,omitempty" jsonschema:"maxLength=316"`

	// The address that the load balancer should have. Few providers heed it.
	LoadBalancerIP string `json:"loadBalancerIP,omitempty"`

	// The CIDRs that may reach the load balancer; all of them where it is left out.
	LoadBalancerSourceRanges []string `json:"loadBalancerSourceRanges,omitempty" jsonschema:"uniqueItems"`

	// Whether the load balancer gets node ports; it does where it is left out.
	AllocateLoadBalancerNodePorts *bool `json:"allocateLoadBalancerNodePorts,omitempty"`

	// "Local" has nodes hand requests to pods of their own only, which keeps the client's
	// address.
	ExternalTrafficPolicy corev1.ServiceExternalTrafficPolicy `json:"externalTrafficPolicy,omitempty" jsonschema:"enum=Cluster,enum=Local"`

	// "Local" has clients in the cluster reach pods of their own node only.
	InternalTrafficPolicy corev1.ServiceInternalTrafficPolicy `json:"internalTrafficPolicy,omitempty" jsonschema:"enum=Cluster,enum=Local"`

	// The node port by which load balancers find out whether a node has pods. It goes with
	// the external traffic policy Local.
	HealthCheckNodePort int32 `json:"healthCheckNodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The address in the cluster. It can't be changed afterwards.
	ClusterIP string `json:"clusterIP,omitempty"`

	// Addresses of nodes that the Service is reached at too. Kubernetes has deprecated them
	// in 1.36.
	ExternalIPs []string `json:"externalIPs,omitempty" jsonschema:"uniqueItems"`

	// Whether the Service has addresses of one IP family or of two.
	IPFamilyPolicy corev1.IPFamilyPolicy `json:"ipFamilyPolicy,omitempty" jsonschema:"enum=SingleStack,enum=PreferDualStack,enum=RequireDualStack"`

	// The IP families, the first first.
	IPFamilies []corev1.IPFamily `json:"ipFamilies,omitempty" jsonschema:"enum=IPv4,enum=IPv6,maxItems=2,uniqueItems"`
}

func gatewayService(o Options, g GatewayWorkload) *corev1.Service {
	if g.NoService {
		return nil
	}
	s := g.Service
	meta := o.gatewayMeta(g)
	meta.Annotations = kube.Over(meta.Annotations, s.Annotations)
	if g.NetworkGateway != "" {
		meta.Labels[networkLabel] = g.NetworkGateway
	}
	service := &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:                          s.Type,
			Selector:                      kube.Over(o.gateway(g).PodLabels(), s.SelectorLabels),
			Ports:                         g.servicePorts(),
			ClusterIP:                     s.ClusterIP,
			ExternalIPs:                   s.ExternalIPs,
			LoadBalancerIP:                s.LoadBalancerIP,
			LoadBalancerSourceRanges:      s.LoadBalancerSourceRanges,
			AllocateLoadBalancerNodePorts: s.AllocateLoadBalancerNodePorts,
			ExternalTrafficPolicy:         s.ExternalTrafficPolicy,
			HealthCheckNodePort:           s.HealthCheckNodePort,
			IPFamilies:                    s.IPFamilies,
		},
	}
	if s.LoadBalancerClass != "" {
		service.Spec.LoadBalancerClass = &s.LoadBalancerClass
	}
	if s.InternalTrafficPolicy != "" {
		service.Spec.InternalTrafficPolicy = &s.InternalTrafficPolicy
	}
	if s.IPFamilyPolicy != "" {
		service.Spec.IPFamilyPolicy = &s.IPFamilyPolicy
	}
	return service
}

// servicePorts are the ports of a gateway's Service, each with the pod's port behind it.
func (g GatewayWorkload) servicePorts() []corev1.ServicePort {
	switch {
	case len(g.Service.Ports) > 0:
	case g.NetworkGateway != "":
		return []corev1.ServicePort{
			servicePort("status-port", 15021, 15021),
			servicePort("tls", 15443, 15443),
			servicePort("tls-istiod", xdsTLSPort, xdsTLSPort),
			servicePort("tls-webhook", webhookPort, webhookPort),
		}
	default:
		return []corev1.ServicePort{
			servicePort("status-port", 15021, 15021),
			servicePort("http2", 80, 80),
			servicePort("https", 443, 443),
		}
	}
	out := make([]corev1.ServicePort, len(g.Service.Ports))
	for i, p := range g.Service.Ports {
		if p.TargetPort == (intstr.IntOrString{}) {
			p.TargetPort = intstr.FromInt32(p.Port)
		}
		if p.Protocol == "" {
			p.Protocol = corev1.ProtocolTCP
		}
		out[i] = p
	}
	return out
}
