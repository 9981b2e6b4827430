package awslbc

import "github.com/fitout/fitout/addon"

// FeatureGate is a feature of the controller.
type FeatureGate string

// The features of this version. Those on by default are marked.
const (
	// ALBGatewayAPI makes ALBs of Gateways. On, where the definitions are in the cluster.
	ALBGatewayAPI FeatureGate = "ALBGatewayAPI"

	// ALBSingleSubnet allows an ALB in one subnet, in accounts that AWS lets do so.
	ALBSingleSubnet FeatureGate = "ALBSingleSubnet"

	// ALBTargetControlAgent puts the agent of ALBs' target control into pods that ask for it.
	ALBTargetControlAgent FeatureGate = "ALBTargetControlAgent"

	// EnableCertificateManagement has ACM issue certificates for Ingresses that ask for one.
	// The addon's role gets the rights.
	EnableCertificateManagement FeatureGate = "EnableCertificateManagement"

	// EnableDefaultTagsLowPriority has tags of classes and annotations go before defaultTags.
	EnableDefaultTagsLowPriority FeatureGate = "EnableDefaultTagsLowPriority"

	// EnableIPTargetType allows the target type "ip". On.
	EnableIPTargetType FeatureGate = "EnableIPTargetType"

	// EnableRGTAPI reads tags by the Resource Groups Tagging API, and by fewer calls. The
	// addon's role gets the right.
	EnableRGTAPI FeatureGate = "EnableRGTAPI"

	// EnableServiceController makes NLBs of Services. On.
	EnableServiceController FeatureGate = "EnableServiceController"

	// EnableTCPUDPListener makes one listener of a port that takes TCP and UDP.
	EnableTCPUDPListener FeatureGate = "EnableTCPUDPListener"

	// EndpointsFailOpen sends requests to pods whose state is not known. On.
	EndpointsFailOpen FeatureGate = "EndpointsFailOpen"

	// EnhancedDefaultBehavior takes reserved capacity and mTLS away where their annotation
	// is taken away.
	EnhancedDefaultBehavior FeatureGate = "EnhancedDefaultBehavior"

	// GatewayListenerSet reads ListenerSets of the Gateway API. On.
	GatewayListenerSet FeatureGate = "GatewayListenerSet"

	// GlobalAcceleratorController makes accelerators of GlobalAccelerators. The addon's role
	// gets the rights, and there is one webhook more.
	GlobalAcceleratorController FeatureGate = "GlobalAcceleratorController"

	// IngressPlanAnnotation writes what a load balancer is to be into an annotation.
	IngressPlanAnnotation FeatureGate = "IngressPlanAnnotation"

	// LBCapacityReservation reserves capacity of load balancers. On.
	LBCapacityReservation FeatureGate = "LBCapacityReservation"

	// ListenerRulesTagging tags listeners and rules. On.
	ListenerRulesTagging FeatureGate = "ListenerRulesTagging"

	// NLBGatewayAPI makes NLBs of Gateways. On, where the definitions are in the cluster.
	NLBGatewayAPI FeatureGate = "NLBGatewayAPI"

	// NLBHealthCheckAdvancedConfig sets all that NLBs' health checks have. On.
	NLBHealthCheckAdvancedConfig FeatureGate = "NLBHealthCheckAdvancedConfig"

	// NLBSecurityGroup gives NLBs security groups. On.
	NLBSecurityGroup FeatureGate = "NLBSecurityGroup"

	// ServiceTypeLoadBalancerOnly serves Services of type LoadBalancer only.
	ServiceTypeLoadBalancerOnly FeatureGate = "ServiceTypeLoadBalancerOnly"

	// SubnetDiscoveryByReachability takes subnets by their routes where none is tagged. On.
	SubnetDiscoveryByReachability FeatureGate = "SubnetDiscoveryByReachability"

	// SubnetsClusterTagCheck leaves out subnets that are tagged for other clusters. On.
	SubnetsClusterTagCheck FeatureGate = "SubnetsClusterTagCheck"

	// WeightedTargetGroups splits requests between Services by weights. On.
	WeightedTargetGroups FeatureGate = "WeightedTargetGroups"
)

// Enum lists the features.
func (FeatureGate) Enum() []string {
	return addon.Values(
		ALBGatewayAPI, ALBSingleSubnet, ALBTargetControlAgent,
		EnableCertificateManagement, EnableDefaultTagsLowPriority, EnableIPTargetType, EnableRGTAPI,
		EnableServiceController, EnableTCPUDPListener, EndpointsFailOpen, EnhancedDefaultBehavior,
		GatewayListenerSet, GlobalAcceleratorController, IngressPlanAnnotation,
		LBCapacityReservation, ListenerRulesTagging,
		NLBGatewayAPI, NLBHealthCheckAdvancedConfig, NLBSecurityGroup,
		ServiceTypeLoadBalancerOnly, SubnetDiscoveryByReachability, SubnetsClusterTagCheck,
		WeightedTargetGroups,
	)
}

// off tells whether a feature that is on by default is switched off.
func (o Options) off(gate FeatureGate) bool {
	on, given := o.FeatureGates[gate]
	return given && !on
}
