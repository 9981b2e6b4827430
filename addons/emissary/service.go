package emissary

import (
	"cmp"
	"maps"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// adminPort is where pods answer probes and show diagnostics and metrics.
const (
	adminPort     = 8877
	adminPortName = "admin"
	snapshotPort  = 8005
)

// Service is the Service that clients reach Emissary by.
type Service struct {
	// The type. Cloud providers make a load balancer for LoadBalancer.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// The ports. The pods listen on each target port only if a Listener does.
	Ports []ServicePort `json:"ports,omitempty" jsonschema:"minItems=1"`

	// What the Service is annotated with. Cloud providers are told by it what load balancer
	// to make.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Labels that the Service gets beside the addon's own.
	Labels map[string]string `json:"labels,omitempty"`

	// Which controller makes the load balancer, where it isn't the cloud provider, as in
	// "service.k8s.aws/nlb". It can't be changed afterwards.
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

	// For how many seconds a client is sent to the same pod: 3 hours where it is left out.
	// It goes with the session affinity ClientIP.
	SessionAffinityTimeoutSeconds *int32 `json:"sessionAffinityTimeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=86400"`

	// The address in the cluster. It can't be changed afterwards.
	ClusterIP string `json:"clusterIP,omitempty"`

	// Addresses of nodes that the Service is reached at too. Kubernetes has deprecated them
	// in 1.36, since they let Services take addresses over; the API server warns of them, and
	// later releases pass over them.
	ExternalIPs []string `json:"externalIPs,omitempty" jsonschema:"uniqueItems"`

	// Whether the Service has addresses of one IP family or of two.
	IPFamilyPolicy corev1.IPFamilyPolicy `json:"ipFamilyPolicy,omitempty" jsonschema:"enum=SingleStack,enum=PreferDualStack,enum=RequireDualStack"`

	// The IP families, the first first; the cluster's own where it is left out.
	IPFamilies []corev1.IPFamily `json:"ipFamilies,omitempty" jsonschema:"enum=IPv4,enum=IPv6,maxItems=2,uniqueItems"`
}

// ServicePort is a port of the Service, and of the pods behind it.
type ServicePort struct {
	// The name: "http".
	Name string `json:"name" jsonschema:"required,maxLength=15,pattern=^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"`

	// The port that clients connect to.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`

	// The pods' port behind it, which is that of a Listener.
	TargetPort int32 `json:"targetPort" jsonschema:"required,minimum=1,maximum=65535"`

	// "UDP" is for a Listener of HTTP/3; TCP where it is left out.
	Protocol corev1.Protocol `json:"protocol,omitempty" jsonschema:"enum=TCP,enum=UDP"`

	// The nodes' port; Kubernetes chooses where it is left out.
	NodePort int32 `json:"nodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// A port of the nodes that run pods, by which these are reached without the Service.
	HostPort int32 `json:"hostPort,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// AdminService is the Service for diagnostics and metrics.
type AdminService struct {
	// Makes no such Service.
	Disabled bool `json:"disabled,omitempty"`

	// The type. Whoever reaches the Service sees all routes: think twice before making it
	// anything but ClusterIP.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// The port for diagnostics and metrics.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port for snapshots of the configuration, without Secrets, as agents read them.
	SnapshotPort int32 `json:"snapshotPort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The nodes' port for diagnostics and metrics; Kubernetes chooses where it is left out.
	NodePort int32 `json:"nodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// What the Service is annotated with.
	Annotations map[string]string `json:"annotations,omitempty"`

	// The address that the load balancer should have.
	LoadBalancerIP string `json:"loadBalancerIP,omitempty"`

	// The CIDRs that may reach the load balancer; all of them where it is left out.
	LoadBalancerSourceRanges []string `json:"loadBalancerSourceRanges,omitempty" jsonschema:"uniqueItems"`
}

func service(o Options) *corev1.Service {
	s := o.Service
	meta := o.identity().Of("ambassador-service").Meta(o.fullname())
	maps.Copy(meta.Labels, s.Labels)
	meta.Annotations = s.Annotations
	out := &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:                          s.Type,
			Selector:                      o.identity().PodLabels(),
			Ports:                         servicePorts(s),
			ClusterIP:                     s.ClusterIP,
			ExternalIPs:                   s.ExternalIPs,
			LoadBalancerIP:                s.LoadBalancerIP,
			LoadBalancerSourceRanges:      s.LoadBalancerSourceRanges,
			AllocateLoadBalancerNodePorts: s.AllocateLoadBalancerNodePorts,
			ExternalTrafficPolicy:         s.ExternalTrafficPolicy,
			HealthCheckNodePort:           s.HealthCheckNodePort,
			SessionAffinity:               s.SessionAffinity,
			IPFamilies:                    s.IPFamilies,
		},
	}
	out.Spec.Selector["profile"] = profile
	if s.LoadBalancerClass != "" {
		out.Spec.LoadBalancerClass = &s.LoadBalancerClass
	}
	if s.IPFamilyPolicy != "" {
		out.Spec.IPFamilyPolicy = &s.IPFamilyPolicy
	}
	if s.SessionAffinityTimeoutSeconds != nil {
		out.Spec.SessionAffinityConfig = &corev1.SessionAffinityConfig{
			ClientIP: &corev1.ClientIPConfig{TimeoutSeconds: s.SessionAffinityTimeoutSeconds},
		}
	}
	return out
}

func servicePorts(s Service) []corev1.ServicePort {
	var ports []corev1.ServicePort
	for _, p := range s.Ports {
		ports = append(ports, corev1.ServicePort{
			Name:       p.Name,
			Port:       p.Port,
			Protocol:   p.protocol(),
			TargetPort: intstr.FromInt32(p.TargetPort),
			NodePort:   p.NodePort,
		})
	}
	return ports
}

// protocol is the port's, TCP where it names none.
func (p ServicePort) protocol() corev1.Protocol { return cmp.Or(p.Protocol, corev1.ProtocolTCP) }

func adminService(o Options) *corev1.Service {
	a := o.AdminService
	if a.Disabled {
		return nil
	}
	meta := o.identity().Of("ambassador-admin").Meta(o.fullname() + "-admin")
	meta.Labels["service"] = "ambassador-admin" // by which ServiceMonitors of upstream's select it
	meta.Annotations = a.Annotations
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     a.Type,
			Selector: o.identity().PodLabels(),
			Ports: []corev1.ServicePort{
				{Name: "ambassador-admin", Port: a.Port, TargetPort: intstr.FromString(adminPortName), Protocol: corev1.ProtocolTCP, NodePort: a.NodePort},
				{Name: "ambassador-snapshot", Port: a.SnapshotPort, TargetPort: intstr.FromInt32(snapshotPort), Protocol: corev1.ProtocolTCP},
			},
			LoadBalancerIP:           a.LoadBalancerIP,
			LoadBalancerSourceRanges: a.LoadBalancerSourceRanges,
		},
	}
}
