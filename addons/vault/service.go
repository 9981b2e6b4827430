package vault

import (
	"cmp"
	"maps"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// The ports that a server listens on: clients' and other servers'.
const (
	apiPort     = 8200
	clusterPort = 8201
)

// Service is the Service of the addon's name, with all servers behind it, and in the mode "ha"
// those of the active one and of the standbys.
type Service struct {
	// The type: "ClusterIP", where it is left out.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// The port for clients: 8200, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The nodes' port of the Service with all servers; Kubernetes chooses, where it is left out.
	NodePort int32 `json:"nodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The nodes' port of the active server's.
	ActiveNodePort int32 `json:"activeNodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The nodes' port of the standbys'.
	StandbyNodePort int32 `json:"standbyNodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Leads to servers only that are ready. By default sealed ones are reached too, so that
	// they can be unsealed by the Service.
	OnlyReady bool `json:"onlyReady,omitempty"`

	// Gives the Services no addresses of their own: their names are those of all pods.
	Headless bool `json:"headless,omitempty"`

	// "Local" has nodes hand requests to pods of their own only, which keeps the client's
	// address.
	ExternalTrafficPolicy corev1.ServiceExternalTrafficPolicy `json:"externalTrafficPolicy,omitempty" jsonschema:"enum=Cluster,enum=Local"`

	// Whether the Services have addresses of one IP family or of two.
	IPFamilyPolicy corev1.IPFamilyPolicy `json:"ipFamilyPolicy,omitempty" jsonschema:"enum=SingleStack,enum=PreferDualStack,enum=RequireDualStack"`

	// The IP families, the first first; the cluster's own, where it is left out.
	IPFamilies []corev1.IPFamily `json:"ipFamilies,omitempty" jsonschema:"enum=IPv4,enum=IPv6,maxItems=2,uniqueItems"`

	// Annotations of all of them.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Annotations of the active server's beside those.
	ActiveAnnotations map[string]string `json:"activeAnnotations,omitempty"`

	// Annotations of the standbys' beside those.
	StandbyAnnotations map[string]string `json:"standbyAnnotations,omitempty"`
}

// UIService is a Service for Vault's web page.
type UIService struct {
	// The type: "ClusterIP", where it is left out.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// The port: 8200, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The nodes' port; Kubernetes chooses, where it is left out.
	NodePort int32 `json:"nodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Leads to the active server only. It is for the mode "ha".
	ActiveOnly bool `json:"activeOnly,omitempty"`

	// Leads to servers only that are ready.
	OnlyReady bool `json:"onlyReady,omitempty"`

	// Which controller makes the load balancer, where it isn't the cloud provider, as in
	// "service.k8s.aws/nlb". It can't be changed afterwards.
	LoadBalancerClass string `json:"loadBalancerClass,omitempty" jsonschema:"maxLength=316"`

	// The address that the load balancer should have.
	LoadBalancerIP string `json:"loadBalancerIP,omitempty"`

	// The CIDRs that may reach the load balancer; all of them, where it is left out.
	LoadBalancerSourceRanges []string `json:"loadBalancerSourceRanges,omitempty" jsonschema:"uniqueItems"`

	// "Local" has nodes hand requests to pods of their own only, which keeps the client's
	// address.
	ExternalTrafficPolicy corev1.ServiceExternalTrafficPolicy `json:"externalTrafficPolicy,omitempty" jsonschema:"enum=Cluster,enum=Local"`

	// Whether the Service has addresses of one IP family or of two.
	IPFamilyPolicy corev1.IPFamilyPolicy `json:"ipFamilyPolicy,omitempty" jsonschema:"enum=SingleStack,enum=PreferDualStack,enum=RequireDualStack"`

	// The IP families, the first first; the cluster's own, where it is left out.
	IPFamilies []corev1.IPFamily `json:"ipFamilies,omitempty" jsonschema:"enum=IPv4,enum=IPv6,maxItems=2,uniqueItems"`

	// Annotations, which tell cloud providers what load balancer to make.
	Annotations map[string]string `json:"annotations,omitempty"`
}

func (o Options) internalName() string { return o.fullname() + "-internal" }

func (o Options) activeName() string { return o.fullname() + "-active" }

// serverServices are the ways to the servers.
func serverServices(o Options) []addon.Object {
	if o.External != nil {
		return nil
	}
	objs := []addon.Object{internalService(o), service(o, o.fullname(), o.Server.Service.NodePort, nil), uiService(o)}
	if o.Server.Mode != HA {
		return objs
	}
	active := service(o, o.activeName(), o.Server.Service.ActiveNodePort, o.Server.Service.ActiveAnnotations)
	active.Labels[activeLabel] = "true"
	active.Spec.Selector[activeLabel] = "true"
	standby := service(o, o.fullname()+"-standby", o.Server.Service.StandbyNodePort, o.Server.Service.StandbyAnnotations)
	standby.Spec.Selector[activeLabel] = "false"
	return append(objs, active, standby)
}

// activeLabel is the one by which each server tells, on its pod, whether it is the active one.
const activeLabel = "vault-active"

func service(o Options, name string, nodePort int32, annotations map[string]string) *corev1.Service {
	s := o.Server.Service
	meta := o.server().Meta(name)
	meta.Annotations = kube.Over(s.Annotations, annotations)
	spec := o.serviceSpec()
	spec.Ports[0].NodePort = nodePort
	return &corev1.Service{ObjectMeta: meta, Spec: spec}
}

func (o Options) serviceSpec() corev1.ServiceSpec {
	s := o.Server.Service
	spec := corev1.ServiceSpec{
		Type:                     s.Type,
		Selector:                 o.server().PodLabels(),
		PublishNotReadyAddresses: !s.OnlyReady,
		ExternalTrafficPolicy:    s.ExternalTrafficPolicy,
		IPFamilies:               s.IPFamilies,
		Ports:                    []corev1.ServicePort{port(o.Server.scheme(), s.Port, apiPort), port("https-internal", clusterPort, clusterPort)},
	}
	if s.Headless {
		spec.ClusterIP = corev1.ClusterIPNone
	}
	if s.IPFamilyPolicy != "" {
		spec.IPFamilyPolicy = &s.IPFamilyPolicy
	}
	return spec
}

func port(name string, number, target int32) corev1.ServicePort {
	return corev1.ServicePort{Name: name, Port: number, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromInt32(target)}
}

// internalService gives each pod a name, by which the servers find each other before they are
// unsealed.
func internalService(o Options) *corev1.Service {
	s := service(o, o.internalName(), 0, nil)
	s.Labels["vault-internal"] = "true"
	s.Spec.Type = corev1.ServiceTypeClusterIP
	s.Spec.ClusterIP = corev1.ClusterIPNone
	s.Spec.ExternalTrafficPolicy = ""
	s.Spec.PublishNotReadyAddresses = true
	return s
}

func uiService(o Options) *corev1.Service {
	u := o.Server.UIService
	if u == nil {
		return nil
	}
	spec := u.spec()
	spec.Selector = o.server().PodLabels()
	if u.ActiveOnly {
		spec.Selector[activeLabel] = "true"
	}
	meta := o.server().Meta(o.fullname() + "-ui")
	meta.Labels[addon.LabelName] = name + "-ui"
	meta.Annotations = maps.Clone(u.Annotations)
	spec.Ports = []corev1.ServicePort{port(o.Server.scheme(), cmp.Or(u.Port, apiPort), apiPort)}
	spec.Ports[0].NodePort = u.NodePort
	return &corev1.Service{ObjectMeta: meta, Spec: spec}
}

// spec is that of the Service but for its ports and pods.
func (u UIService) spec() corev1.ServiceSpec {
	spec := corev1.ServiceSpec{
		Type:                     cmp.Or(u.Type, corev1.ServiceTypeClusterIP),
		PublishNotReadyAddresses: !u.OnlyReady,
		LoadBalancerIP:           u.LoadBalancerIP,
		LoadBalancerSourceRanges: u.LoadBalancerSourceRanges,
		ExternalTrafficPolicy:    u.ExternalTrafficPolicy,
		IPFamilies:               u.IPFamilies,
	}
	if u.LoadBalancerClass != "" {
		spec.LoadBalancerClass = &u.LoadBalancerClass
	}
	if u.IPFamilyPolicy != "" {
		spec.IPFamilyPolicy = &u.IPFamilyPolicy
	}
	return spec
}
