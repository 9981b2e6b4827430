package ingressnginx

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// Service is a Service of the controller's.
type Service struct {
	// The type. Cloud providers make a load balancer for LoadBalancer.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// What the Service is annotated with. It replaces annotations that aws brings.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Labels that the Service gets beside the addon's own.
	Labels map[string]string `json:"labels,omitempty"`

	// Has AWS make a Network Load Balancer.
	AWS *AWSLoadBalancer `json:"aws,omitempty"`

	// Which controller makes the load balancer, where it isn't the cloud provider. It
	// can't be changed afterwards.
	LoadBalancerClass string `json:"loadBalancerClass,omitempty" jsonschema:"maxLength=316"`

	// The address that the load balancer should have. Kubernetes advises against it, and
	// few providers heed it.
	LoadBalancerIP string `json:"loadBalancerIP,omitempty"`

	// The CIDRs that may reach the load balancer; all of them where it is left out.
	LoadBalancerSourceRanges []string `json:"loadBalancerSourceRanges,omitempty" jsonschema:"uniqueItems"`

	// Whether the load balancer gets node ports; it does where it is left out.
	AllocateLoadBalancerNodePorts *bool `json:"allocateLoadBalancerNodePorts,omitempty"`

	// "Local" has nodes hand requests to pods of their own only, which keeps the client's
	// address. Load balancers then need to find out which nodes have pods.
	ExternalTrafficPolicy corev1.ServiceExternalTrafficPolicy `json:"externalTrafficPolicy,omitempty" jsonschema:"enum=Cluster,enum=Local"`

	// The node port by which load balancers find out whether a node has pods. It goes with
	// the external traffic policy Local.
	HealthCheckNodePort int32 `json:"healthCheckNodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// "ClientIP" sends a client to the same pod each time.
	SessionAffinity corev1.ServiceAffinity `json:"sessionAffinity,omitempty" jsonschema:"enum=None,enum=ClientIP"`

	// Which pods are preferred for being near to the client. It needs Kubernetes 1.31, and
	// 1.34 for all but PreferClose.
	TrafficDistribution string `json:"trafficDistribution,omitempty" jsonschema:"enum=PreferClose,enum=PreferSameZone,enum=PreferSameNode"`

	// The address in the cluster. It can't be changed afterwards.
	ClusterIP string `json:"clusterIP,omitempty"`

	// Addresses of nodes that the Service is reached at too. Kubernetes has deprecated them
	// in 1.36, since they let Services take addresses over; the API server warns of them, and
	// later releases pass over them.
	ExternalIPs []string `json:"externalIPs,omitempty" jsonschema:"uniqueItems"`

	// Whether the Service has addresses of one IP family or of two.
	IPFamilyPolicy corev1.IPFamilyPolicy `json:"ipFamilyPolicy,omitempty" jsonschema:"enum=SingleStack,enum=PreferDualStack,enum=RequireDualStack"`

	// The IP families, the first first. Left out, it is IPv4 where the policy is
	// SingleStack, as upstream has it, and the cluster's own families where it isn't.
	IPFamilies []corev1.IPFamily `json:"ipFamilies,omitempty" jsonschema:"enum=IPv4,enum=IPv6,maxItems=2,uniqueItems"`

	// The ports that clients connect to.
	Ports ServicePorts `json:"ports,omitzero"`

	// The pods' ports that these lead to, "http" and "https" where they are left out. A
	// load balancer that ends TLS needs "http" for both.
	TargetPorts TargetPorts `json:"targetPorts,omitzero"`

	// The nodes' ports; Kubernetes chooses where they are left out.
	NodePorts NodePorts `json:"nodePorts,omitzero"`

	// Doesn't say of the ports that they are for HTTP and HTTPS. Some load balancers take
	// that for an order to speak these themselves.
	NoAppProtocol bool `json:"noAppProtocol,omitempty"`
}

// ServicePorts are the ports of a Service.
type ServicePorts struct {
	// The port for HTTP.
	HTTP int32 `json:"http,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for HTTPS.
	HTTPS int32 `json:"https,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// TargetPorts are the pods' ports behind those of a Service.
type TargetPorts struct {
	// The number or name of the port behind that for HTTP.
	HTTP intstr.IntOrString `json:"http,omitzero"`

	// The number or name of the port behind that for HTTPS.
	HTTPS intstr.IntOrString `json:"https,omitzero"`
}

// NodePorts are the nodes' ports before those of a Service.
type NodePorts struct {
	// The port for HTTP.
	HTTP int32 `json:"http,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for HTTPS.
	HTTPS int32 `json:"https,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The ports for the option tcp, by the ports there.
	TCP map[int32]int32 `json:"tcp,omitempty"`

	// The ports for the option udp, by the ports there.
	UDP map[int32]int32 `json:"udp,omitempty"`
}

// services are the external and the internal Service, nil where they are not wanted.
func services(o Options) (external, internal *corev1.Service) {
	if !o.NoService {
		external = service(o, o.controllerName(), o.Service, InternetFacing)
	}
	if s := o.internalService(); s != nil {
		internal = service(o, o.controllerName()+"-internal", *s, Internal)
	}
	return external, internal
}

// internalService is the internal Service with what it takes over from the external one.
func (o Options) internalService() *Service {
	if o.InternalService == nil {
		return nil
	}
	s := *o.InternalService
	s.Type = cmp.Or(s.Type, o.Service.Type)
	s.Ports.HTTP = cmp.Or(s.Ports.HTTP, o.Service.Ports.HTTP)
	s.Ports.HTTPS = cmp.Or(s.Ports.HTTPS, o.Service.Ports.HTTPS)
	s.TargetPorts.HTTP = cmp.Or(s.TargetPorts.HTTP, o.Service.TargetPorts.HTTP)
	s.TargetPorts.HTTPS = cmp.Or(s.TargetPorts.HTTPS, o.Service.TargetPorts.HTTPS)
	if s.IPFamilyPolicy == "" && s.IPFamilies == nil {
		s.IPFamilyPolicy, s.IPFamilies = o.Service.IPFamilyPolicy, o.Service.IPFamilies
	}
	return &s
}

// service is a Service of the controller's. The scheme is that of its load balancer where
// the options don't say.
func service(o Options, name string, s Service, scheme AWSScheme) *corev1.Service {
	meta := o.controller().Meta(name)
	maps.Copy(meta.Labels, s.Labels)
	meta.Annotations = s.AWS.annotations(scheme)
	for k, v := range s.Annotations {
		meta.Annotations[k] = v
	}
	out := &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:                          s.Type,
			Selector:                      o.controller().PodLabels(),
			Ports:                         servicePorts(o, s),
			ClusterIP:                     s.ClusterIP,
			ExternalIPs:                   s.ExternalIPs,
			LoadBalancerIP:                s.LoadBalancerIP,
			LoadBalancerSourceRanges:      s.LoadBalancerSourceRanges,
			AllocateLoadBalancerNodePorts: s.AllocateLoadBalancerNodePorts,
			ExternalTrafficPolicy:         cmp.Or(s.ExternalTrafficPolicy, s.AWS.trafficPolicy()),
			HealthCheckNodePort:           s.HealthCheckNodePort,
			SessionAffinity:               s.SessionAffinity,
			IPFamilies:                    s.families(),
		},
	}
	if s.LoadBalancerClass != "" {
		out.Spec.LoadBalancerClass = &s.LoadBalancerClass
	}
	if s.TrafficDistribution != "" {
		out.Spec.TrafficDistribution = &s.TrafficDistribution
	}
	if s.IPFamilyPolicy != "" {
		out.Spec.IPFamilyPolicy = &s.IPFamilyPolicy
	}
	return out
}

// families are the IP families of the options, or upstream's where they name none.
func (s Service) families() []corev1.IPFamily {
	if s.IPFamilies == nil && s.IPFamilyPolicy == corev1.IPFamilyPolicySingleStack {
		return []corev1.IPFamily{corev1.IPv4Protocol}
	}
	return s.IPFamilies
}

func servicePorts(o Options, s Service) []corev1.ServicePort {
	var ports []corev1.ServicePort
	add := func(name string, port int32, target intstr.IntOrString, node int32) {
		p := corev1.ServicePort{Name: name, Port: port, Protocol: corev1.ProtocolTCP, TargetPort: target, NodePort: node}
		if !s.NoAppProtocol {
			p.AppProtocol = &name
		}
		ports = append(ports, p)
	}
	http, https := s.targets()
	if !o.DisableHTTP {
		add("http", s.Ports.HTTP, http, s.NodePorts.HTTP)
	}
	if !o.DisableHTTPS {
		add("https", s.Ports.HTTPS, https, s.NodePorts.HTTPS)
	}
	ports = append(ports, streamPorts(o.TCP, corev1.ProtocolTCP, s.NodePorts.TCP)...)
	return append(ports, streamPorts(o.UDP, corev1.ProtocolUDP, s.NodePorts.UDP)...)
}

// targets are the pods' ports behind those for HTTP and HTTPS. Where the load balancer
// ends TLS, HTTPS comes as HTTP, and what came as HTTP is sent back to try HTTPS.
func (s Service) targets() (http, https intstr.IntOrString) {
	http, https = intstr.FromString("http"), intstr.FromString("https")
	if s.AWS.endsTLS() {
		http, https = intstr.FromString(redirectPortName), intstr.FromString("http")
	}
	return cmp.Or(s.TargetPorts.HTTP, http), cmp.Or(s.TargetPorts.HTTPS, https)
}

// streamPorts are a Service's ports for the options tcp or udp.
func streamPorts(streams map[int32]string, protocol corev1.Protocol, nodePorts map[int32]int32) []corev1.ServicePort {
	var ports []corev1.ServicePort
	for _, port := range slices.Sorted(maps.Keys(streams)) {
		ports = append(ports, corev1.ServicePort{
			Name:       streamPortName(port, protocol),
			Port:       port,
			Protocol:   protocol,
			TargetPort: intstr.FromString(streamPortName(port, protocol)),
			NodePort:   nodePorts[port],
		})
	}
	return ports
}

func streamPortName(port int32, protocol corev1.Protocol) string {
	if protocol == corev1.ProtocolUDP {
		return fmt.Sprintf("%d-udp", port)
	}
	return fmt.Sprintf("%d-tcp", port)
}
