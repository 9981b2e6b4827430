package awslbc

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// TargetGroupBinding puts the pods of a Service, in the same namespace, or the nodes, into a
// target group that is made elsewhere, such as in Terraform.
type TargetGroupBinding = kube.Custom[TargetGroupBindingSpec]

// NewTargetGroupBinding returns a TargetGroupBinding, to be added to an install by
// [addon.With]. The spec is copied.
func NewTargetGroupBinding(meta metav1.ObjectMeta, spec TargetGroupBindingSpec) *TargetGroupBinding {
	binding := kube.NewCustom(apiVersion, "TargetGroupBinding", meta, spec).DeepCopyObject().(*TargetGroupBinding)
	if n := binding.Spec.Networking; n != nil {
		for i := range n.Ingress {
			if n.Ingress[i].Ports == nil {
				n.Ingress[i].Ports = []NetworkingPort{} // the definition wants a list
			}
		}
	}
	return binding
}

// TargetGroupBindingSpec names a Service and a target group, by ARN or name. The webhook fills
// in what the target group itself tells. The target group, its type, its addresses and its
// VPC can't change later.
type TargetGroupBindingSpec struct {
	// The target group's ARN. It goes before the name.
	TargetGroupARN string `json:"targetGroupARN,omitempty"`

	// The target group's name.
	TargetGroupName string `json:"targetGroupName,omitempty"`

	// The target group's type.
	TargetType TargetType `json:"targetType,omitempty"`

	// The target group's protocol.
	TargetGroupProtocol TargetGroupProtocol `json:"targetGroupProtocol,omitempty"`

	// The target group's addresses: "ipv4" or "ipv6".
	IPAddressType TargetGroupIPAddressType `json:"ipAddressType,omitempty"`

	// The target group's VPC.
	VPCID string `json:"vpcID,omitempty"`

	// Leaves targets be that are not this cluster's. Otherwise they are taken out. It should
	// not change later.
	MultiClusterTargetGroup bool `json:"multiClusterTargetGroup,omitempty"`

	// The Service.
	ServiceRef ServiceReference `json:"serviceRef"`

	// What may reach the targets. Where it is left out security groups stay as they are.
	Networking *Networking `json:"networking,omitempty"`

	// The labels of the nodes that are put in, for the type "instance".
	NodeSelector *metav1.LabelSelector `json:"nodeSelector,omitempty"`

	// The ARN of a role that is assumed to reach a target group of another account. It must
	// be among the targetGroupRoles of the options, and the type "ip".
	IAMRoleARNToAssume string `json:"iamRoleArnToAssume,omitempty"`

	// What that role wants to be told.
	AssumeRoleExternalID string `json:"assumeRoleExternalId,omitempty"`
}

// ServiceReference names a port of a Service.
type ServiceReference struct {
	// The Service's name.
	Name string `json:"name"`

	// The number or name of its port.
	Port intstr.IntOrString `json:"port"`
}

// Networking is what may reach the targets.
type Networking struct {
	// The rules, of which each allows something.
	Ingress []NetworkingIngressRule `json:"ingress,omitempty"`
}

// NetworkingIngressRule allows peers to reach ports.
type NetworkingIngressRule struct {
	// The peers, one at least.
	From []NetworkingPeer `json:"from"`

	// The ports; all of TCP where the list is empty.
	Ports []NetworkingPort `json:"ports"`
}

// NetworkingPeer is a network or a security group.
type NetworkingPeer struct {
	// The network.
	IPBlock *IPBlock `json:"ipBlock,omitempty"`

	// The security group.
	SecurityGroup *SecurityGroup `json:"securityGroup,omitempty"`
}

// IPBlock is a network.
type IPBlock struct {
	// The network, as in "10.0.0.0/8".
	CIDR string `json:"cidr"`
}

// SecurityGroup is a security group.
type SecurityGroup struct {
	// Its ID.
	GroupID string `json:"groupID"`
}

// NetworkingPort is a port of targets.
type NetworkingPort struct {
	// "TCP", where it is left out, or "UDP".
	Protocol NetworkingProtocol `json:"protocol,omitempty"`

	// The number of the port or, of pods, its name; all where it is left out.
	Port *intstr.IntOrString `json:"port,omitempty"`
}

// NetworkingProtocol is what a port of targets takes.
type NetworkingProtocol string

// The protocols.
const (
	NetworkingTCP NetworkingProtocol = "TCP"
	NetworkingUDP NetworkingProtocol = "UDP"
)

// Enum lists the protocols.
func (NetworkingProtocol) Enum() []string { return addon.Values(NetworkingTCP, NetworkingUDP) }

// TargetGroupProtocol is what a load balancer speaks with targets.
type TargetGroupProtocol string

// The protocols.
const (
	TargetHTTP    TargetGroupProtocol = "HTTP"
	TargetHTTPS   TargetGroupProtocol = "HTTPS"
	TargetTCP     TargetGroupProtocol = "TCP"
	TargetTLS     TargetGroupProtocol = "TLS"
	TargetUDP     TargetGroupProtocol = "UDP"
	TargetTCPUDP  TargetGroupProtocol = "TCP_UDP"
	TargetQUIC    TargetGroupProtocol = "QUIC"
	TargetTCPQUIC TargetGroupProtocol = "TCP_QUIC"
)

// Enum lists the protocols.
func (TargetGroupProtocol) Enum() []string {
	return addon.Values(TargetHTTP, TargetHTTPS, TargetTCP, TargetTLS, TargetUDP, TargetTCPUDP, TargetQUIC, TargetTCPQUIC)
}

// TargetGroupIPAddressType is which addresses targets have.
type TargetGroupIPAddressType string

// The types of addresses.
const (
	TargetIPv4 TargetGroupIPAddressType = "ipv4"
	TargetIPv6 TargetGroupIPAddressType = "ipv6"
)

// Enum lists the types of addresses.
func (TargetGroupIPAddressType) Enum() []string { return addon.Values(TargetIPv4, TargetIPv6) }
