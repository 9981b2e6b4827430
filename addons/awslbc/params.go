package awslbc

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	group      = "elbv2.k8s.aws"
	apiVersion = group + "/v1beta1"
	paramsKind = "IngressClassParams"
)

// IngressClassParams are what holds for all Ingresses of a class. They are in no namespace.
type IngressClassParams = kube.Custom[IngressClassParamsSpec]

// NewIngressClassParams returns IngressClassParams, for a class that names them.
func NewIngressClassParams(meta metav1.ObjectMeta, spec IngressClassParamsSpec) *IngressClassParams {
	return kube.NewCustom(apiVersion, paramsKind, meta, spec)
}

// IngressClassParamsSpec is what holds for all Ingresses of a class. What is given here goes
// before the Ingresses' annotations; what is left out is for these to say.
type IngressClassParamsSpec struct {
	// The labels of the namespaces whose Ingresses may be of the class; all where it is left
	// out.
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector,omitempty"`

	// The group that all Ingresses of the class are in: they share one load balancer.
	Group *IngressGroup `json:"group,omitempty"`

	// The load balancer's name. Ingresses that don't share a load balancer can't share it.
	LoadBalancerName string `json:"loadBalancerName,omitempty" jsonschema:"maxLength=32,pattern=^[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?$"`

	// Who reaches the load balancers. Changing it makes new ones.
	Scheme Scheme `json:"scheme,omitempty"`

	// The addresses that load balancers have.
	IPAddressType IPAddressType `json:"ipAddressType,omitempty"`

	// The subnets that load balancers are in; those that are tagged for it where it is left
	// out.
	Subnets *SubnetSelector `json:"subnets,omitempty"`

	// The pool of IPAM from which public addresses come.
	IPAMConfiguration *IPAMConfiguration `json:"ipamConfiguration,omitempty"`

	// The networks that may reach the load balancers, as in "10.0.0.0/8".
	InboundCIDRs []string `json:"inboundCIDRs,omitempty" jsonschema:"uniqueItems"`

	// The prefix lists of networks that may reach the load balancers.
	PrefixListsIDs []string `json:"prefixListsIDs,omitempty" jsonschema:"uniqueItems,pattern=^pl-[0-9a-f]+$"`

	// The ARNs of certificates, in ACM or IAM; the first is for clients that name no host.
	CertificateARN []string `json:"certificateArn,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:(acm|iam):[^ ]+$"`

	// The policy for TLS, such as "ELBSecurityPolicy-TLS13-1-2-2021-06".
	SSLPolicy string `json:"sslPolicy,omitempty" jsonschema:"pattern=^ELBSecurityPolicy-[0-9A-Za-z-]+$"`

	// The port that requests without TLS are redirected to: "443".
	SSLRedirectPort string `json:"sslRedirectPort,omitempty" jsonschema:"pattern=^[1-9][0-9]{0\\,4}$"`

	// What load balancers send requests to.
	TargetType TargetType `json:"targetType,omitempty"`

	// Attributes of the load balancers, such as idle_timeout.timeout_seconds.
	LoadBalancerAttributes []Attribute `json:"loadBalancerAttributes,omitempty"`

	// Attributes of listeners. Which listeners there are is for Ingresses to say.
	Listeners []Listener `json:"listeners,omitempty"`

	// The capacity that is reserved.
	MinimumLoadBalancerCapacity *MinimumLoadBalancerCapacity `json:"minimumLoadBalancerCapacity,omitempty"`

	// Tags of all that is made in AWS.
	Tags []Tag `json:"tags,omitempty"`

	// The ARN of a regional web ACL of WAFv2, or "none".
	WAFv2ACLARN string `json:"wafv2AclArn,omitempty" jsonschema:"pattern=^(none|arn:aws[a-z-]*:wafv2:[^ ]+)$"`

	// The name of a regional web ACL of WAFv2, in place of its ARN, or "none".
	WAFv2ACLName string `json:"wafv2AclName,omitempty" jsonschema:"pattern=^[0-9A-Za-z_-]{1\\,128}$"`
}

// IngressGroup is a group of Ingresses.
type IngressGroup struct {
	// The group's name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^([a-z0-9][-a-z0-9.]*)?[a-z0-9]$"`
}

// SubnetSelector selects subnets: by their IDs, or by their tags.
type SubnetSelector struct {
	// The subnets' IDs, each of another zone.
	IDs []string `json:"ids,omitempty" jsonschema:"uniqueItems,minItems=1,pattern=^subnet-[0-9a-f]+$"`

	// Tags that the subnets have, each with one of the values.
	Tags map[string][]string `json:"tags,omitempty"`
}

// IPAMConfiguration says where addresses come from.
type IPAMConfiguration struct {
	// The pool of IPv4 addresses.
	IPv4IPAMPoolID string `json:"ipv4IPAMPoolId,omitempty" jsonschema:"pattern=^ipam-pool-[0-9a-f]+$"`
}

// Attribute is a property of a load balancer or listener that has no field of its own.
type Attribute struct {
	// The attribute's name.
	Key string `json:"key" jsonschema:"required"`

	// Its value.
	Value string `json:"value"`
}

// Listener are the attributes of listeners of a port and protocol.
type Listener struct {
	// The protocol.
	Protocol ListenerProtocol `json:"protocol,omitempty"`

	// The port.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The attributes, such as routing.http.response.server.enabled.
	ListenerAttributes []Attribute `json:"listenerAttributes,omitempty"`
}

// MinimumLoadBalancerCapacity is capacity that is reserved.
type MinimumLoadBalancerCapacity struct {
	// How many units of capacity; 0 takes a reservation away.
	CapacityUnits int32 `json:"capacityUnits" jsonschema:"minimum=0"`
}

// Tag is a tag in AWS.
type Tag struct {
	// The tag's key.
	Key string `json:"key" jsonschema:"required,maxLength=128"`

	// The tag's value.
	Value string `json:"value" jsonschema:"maxLength=256"`
}

// Scheme is who reaches a load balancer.
type Scheme string

// The schemes.
const (
	Internal       Scheme = "internal"        // it has private addresses
	InternetFacing Scheme = "internet-facing" // it has public ones
)

// Enum lists the schemes.
func (Scheme) Enum() []string { return addon.Values(Internal, InternetFacing) }

// TargetType is what a load balancer sends requests to.
type TargetType string

// The target types.
const (
	TargetInstance TargetType = "instance" // ports of nodes
	TargetIP       TargetType = "ip"       // pods
)

// Enum lists the target types.
func (TargetType) Enum() []string { return addon.Values(TargetInstance, TargetIP) }

// IPAddressType is which addresses a load balancer has.
type IPAddressType string

// The types of addresses.
const (
	IPv4                       IPAddressType = "ipv4"
	DualStack                  IPAddressType = "dualstack"
	DualStackWithoutPublicIPv4 IPAddressType = "dualstack-without-public-ipv4"
)

// Enum lists the types of addresses.
func (IPAddressType) Enum() []string {
	return addon.Values(IPv4, DualStack, DualStackWithoutPublicIPv4)
}

// ListenerProtocol is what a listener of an ALB speaks.
type ListenerProtocol string

// The protocols.
const (
	HTTP  ListenerProtocol = "HTTP"
	HTTPS ListenerProtocol = "HTTPS"
)

// Enum lists the protocols.
func (ListenerProtocol) Enum() []string { return addon.Values(HTTP, HTTPS) }
