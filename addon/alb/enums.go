package alb

// Scheme is who reaches a load balancer.
type Scheme string

// Who reaches a load balancer.
const (
	Internal       Scheme = "internal"
	InternetFacing Scheme = "internet-facing"
)

// Enum lists who reaches a load balancer.
func (Scheme) Enum() []string { return []string{string(Internal), string(InternetFacing)} }

// IPAddressType is the kinds of addresses that a load balancer has.
type IPAddressType string

// The kinds of addresses.
const (
	IPv4                       IPAddressType = "ipv4"
	Dualstack                  IPAddressType = "dualstack"
	DualstackWithoutPublicIPv4 IPAddressType = "dualstack-without-public-ipv4"
)

// Enum lists the kinds of addresses.
func (IPAddressType) Enum() []string {
	return []string{string(IPv4), string(Dualstack), string(DualstackWithoutPublicIPv4)}
}

// TargetType is what requests are sent to.
type TargetType string

// What requests are sent to.
const (
	// Instance is ports of nodes, of a Service of type NodePort or LoadBalancer.
	Instance TargetType = "instance"
	// IP is the pods themselves.
	IP TargetType = "ip"
)

// Enum lists what requests are sent to.
func (TargetType) Enum() []string { return []string{string(Instance), string(IP)} }

// Protocol is HTTP or HTTPS.
type Protocol string

// The protocols.
const (
	HTTP  Protocol = "HTTP"
	HTTPS Protocol = "HTTPS"
)

// Enum lists the protocols.
func (Protocol) Enum() []string { return []string{string(HTTP), string(HTTPS)} }

// ProtocolVersion is the version of the protocol that pods speak.
type ProtocolVersion string

// The versions.
const (
	HTTP1 ProtocolVersion = "HTTP1"
	HTTP2 ProtocolVersion = "HTTP2"
	GRPC  ProtocolVersion = "GRPC"
)

// Enum lists the versions.
func (ProtocolVersion) Enum() []string {
	return []string{string(HTTP1), string(HTTP2), string(GRPC)}
}

// OnUnauthenticated is what becomes of requests of users that aren't logged in.
type OnUnauthenticated string

// What becomes of them.
const (
	Authenticate OnUnauthenticated = "authenticate"
	Allow        OnUnauthenticated = "allow"
	Deny         OnUnauthenticated = "deny"
)

// Enum lists what becomes of them.
func (OnUnauthenticated) Enum() []string {
	return []string{string(Authenticate), string(Allow), string(Deny)}
}
