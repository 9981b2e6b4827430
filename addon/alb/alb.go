// Package alb describes, in Go types, the Application Load Balancer that
// aws-load-balancer-controller makes for an Ingress. The controller reads it from the
// annotations alb.ingress.kubernetes.io/* of the Ingress:
//
//	in.Annotations = alb.Ingress{
//		Scheme:          alb.InternetFacing,
//		CertificateARNs: []string{certificate},
//		Listen:          []alb.Listener{{alb.HTTP, 80}, {alb.HTTPS, 443}},
//		SSLRedirect:     443,
//	}.Annotations()
//
// The options of addons with an Ingress of their own hold an [Ingress]. Names, defaults and
// limits are those of the controller's v3.5.0:
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/v3.5/guide/ingress/annotations/.
// Package alb is a leaf: it imports nothing of Fitout.
package alb

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Ingress is a load balancer's side of an Ingress. What is left out is as the class says, or
// the controller.
type Ingress struct {
	// The Ingresses of one group share a load balancer. Whoever may write an Ingress can
	// join any group.
	Group string `json:"group,omitempty" jsonschema:"maxLength=63,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The order of the rules in the group: those of lower numbers are looked at first. 0,
	// where it is left out.
	GroupOrder int32 `json:"groupOrder,omitempty" jsonschema:"minimum=-1000,maximum=1000"`

	// The load balancer's name in AWS. It counts only when the load balancer is made.
	Name string `json:"name,omitempty" jsonschema:"maxLength=32,pattern=^[0-9A-Za-z]([-0-9A-Za-z]*[0-9A-Za-z])?$"`

	// Who reaches it: "internal", where neither this nor the class says otherwise.
	Scheme Scheme `json:"scheme,omitempty"`

	// The kinds of addresses that it has: "ipv4", where it is left out.
	IPAddressType IPAddressType `json:"ipAddressType,omitempty"`

	// The IDs or names of the subnets that it is in, of two zones at least. They are found by
	// their tags, where it is left out.
	Subnets []string `json:"subnets,omitempty" jsonschema:"uniqueItems,minItems=1,pattern=^[^\\,]+$"`

	// The IDs or names of its security groups. The controller makes one, where it is left
	// out.
	SecurityGroups []string `json:"securityGroups,omitempty" jsonschema:"uniqueItems,minItems=1,pattern=^[^\\,]+$"`

	// Has the controller open nodes and pods to the security groups above. It does so for
	// its own without being told.
	ManageBackendRules bool `json:"manageBackendRules,omitempty"`

	// Who gets through the security group that the controller makes: everybody, where it is
	// left out.
	InboundCIDRs []string `json:"inboundCIDRs,omitempty" jsonschema:"uniqueItems"`

	// Managed prefix lists beside inboundCIDRs.
	PrefixLists []string `json:"prefixLists,omitempty" jsonschema:"uniqueItems,pattern=^pl-[0-9a-f]+$"`

	// What it listens on: HTTPS at 443 with certificates, and HTTP at 80 without, where it
	// is left out.
	Listen []Listener `json:"listen,omitempty" jsonschema:"uniqueItems"`

	// Answers all HTTP by a redirect to this port for HTTPS.
	SSLRedirect int32 `json:"sslRedirect,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The ARNs of the certificates in ACM, the default one first. The controller looks for
	// one by the Ingress's hosts, where it is left out.
	CertificateARNs []string `json:"certificateARNs,omitempty" jsonschema:"uniqueItems,pattern=^arn:aws[a-z-]*:(acm|iam):[^ \\,]+$"`

	// The policy for TLS, such as "ELBSecurityPolicy-TLS13-1-2-2021-06".
	SSLPolicy string `json:"sslPolicy,omitempty" jsonschema:"pattern=^ELBSecurityPolicy-[0-9A-Za-z-]+$"`

	// What requests are sent to: "instance", ports of nodes, where neither this nor the
	// class says otherwise, or "ip", the pods themselves.
	TargetType TargetType `json:"targetType,omitempty"`

	// How the pods are spoken to: "HTTP", where it is left out. Their certificates are not
	// verified.
	BackendProtocol Protocol `json:"backendProtocol,omitempty"`

	// The version of the protocol: "HTTP1", where it is left out.
	BackendProtocolVersion ProtocolVersion `json:"backendProtocolVersion,omitempty"`

	// How it is found out whether a pod is well.
	HealthCheck HealthCheck `json:"healthCheck,omitzero"`

	// Attributes of the load balancer, such as "idle_timeout.timeout_seconds".
	Attributes map[string]string `json:"attributes,omitempty"`

	// Attributes of the target groups, such as "deregistration_delay.timeout_seconds".
	TargetGroupAttributes map[string]string `json:"targetGroupAttributes,omitempty"`

	// Tags of all that is made in AWS.
	Tags map[string]string `json:"tags,omitempty"`

	// The ARN of a web ACL of WAFv2.
	WebACL string `json:"webACL,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:wafv2:[^ ]+$"`

	// Protects it by Shield Advanced, or takes the protection off.
	ShieldAdvanced *bool `json:"shieldAdvanced,omitempty"`

	// Has users log in before their requests reach a pod.
	Login *Login `json:"login,omitempty"`

	// Answers that need no pod, or go to what is no Service: from the name that a rule's
	// backend has, with the port use-annotation, to what is done.
	Actions map[string]Action `json:"actions,omitempty"`
}

// Listener is a port that a load balancer listens on.
type Listener struct {
	// The protocol.
	Protocol Protocol `json:"protocol" jsonschema:"required"`

	// The port.
	Port int32 `json:"port" jsonschema:"required,minimum=1,maximum=65535"`
}

// HealthCheck is how a pod is asked. What is left out is AWS's or the controller's default.
type HealthCheck struct {
	// The port: that of the requests, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The protocol: "HTTP", where it is left out.
	Protocol Protocol `json:"protocol,omitempty"`

	// The path: "/", where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	// How often: every 15 s, where it is left out.
	Interval metav1.Duration `json:"interval,omitzero"`

	// How long an answer may take: 5 s, where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// After how many good answers a pod is well: 2, where it is left out.
	Healthy int32 `json:"healthy,omitempty" jsonschema:"minimum=2,maximum=10"`

	// After how many bad ones it isn't: 2, where it is left out.
	Unhealthy int32 `json:"unhealthy,omitempty" jsonschema:"minimum=2,maximum=10"`

	// The codes that are good, such as "200-299" or "200,401": "200", where it is left out.
	SuccessCodes string `json:"successCodes,omitempty" jsonschema:"pattern=^[0-9]+([-\\,][0-9]+)*$"`
}

// Login has users log in at an OIDC provider, such as dex, or at Cognito. It needs a listener
// for HTTPS.
type Login struct {
	// An OIDC provider.
	OIDC *OIDC `json:"oidc,omitempty"`

	// A user pool of Cognito's.
	Cognito *Cognito `json:"cognito,omitempty"`

	// What becomes of requests of users that aren't logged in: they are sent to the login,
	// where it is left out.
	OnUnauthenticated OnUnauthenticated `json:"onUnauthenticated,omitempty"`

	// What is asked of the provider, such as "openid email groups": "openid", where it is
	// left out.
	Scope string `json:"scope,omitempty"`

	// The name of the session's cookie: "AWSELBAuthSessionCookie", where it is left out.
	SessionCookie string `json:"sessionCookie,omitempty"`

	// How long a session lasts, 7 days at most and where it is left out.
	SessionTimeout metav1.Duration `json:"sessionTimeout,omitzero"`
}

// OIDC is an OIDC provider. The load balancer itself must reach the token and user info
// endpoints: they are public, or it has a way to them.
type OIDC struct {
	// The issuer, as it stands in its tokens.
	Issuer string `json:"issuer" jsonschema:"required,pattern=^https://"`

	// Where users log in.
	AuthorizationEndpoint string `json:"authorizationEndpoint" jsonschema:"required,pattern=^https://"`

	// Where the load balancer gets tokens.
	TokenEndpoint string `json:"tokenEndpoint" jsonschema:"required,pattern=^https://"`

	// Where the load balancer asks who a user is.
	UserInfoEndpoint string `json:"userInfoEndpoint" jsonschema:"required,pattern=^https://"`

	// The Secret, in the namespace of the Ingress, that holds the client's clientID and
	// clientSecret. The controller must be allowed to read it.
	Secret string `json:"secret" jsonschema:"required,maxLength=253"`

	// Parameters beside the usual ones in the request for a login.
	ExtraParams map[string]string `json:"extraParams,omitempty"`
}

// Cognito is a client of a user pool.
type Cognito struct {
	// The ARN of the user pool.
	UserPoolARN string `json:"userPoolARN" jsonschema:"required,pattern=^arn:aws[a-z-]*:cognito-idp:[^ ]+$"`

	// The client's ID.
	ClientID string `json:"clientID" jsonschema:"required"`

	// The user pool's domain, or the prefix of it.
	Domain string `json:"domain" jsonschema:"required"`
}

// Action is exactly one of three answers.
type Action struct {
	// The ARN of a target group that is made otherwise.
	TargetGroupARN string `json:"targetGroupARN,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:elasticloadbalancing:[^ ]+$"`

	// A redirect.
	Redirect *Redirect `json:"redirect,omitempty"`

	// An answer of the load balancer's own.
	FixedResponse *FixedResponse `json:"fixedResponse,omitempty"`
}

// Redirect is an answer that names another place. What is left out stays as it was asked
// for. Each may hold #{protocol}, #{host}, #{port}, #{path} and #{query}.
type Redirect struct {
	// The protocol.
	Protocol Protocol `json:"protocol,omitempty"`

	// The host.
	Host string `json:"host,omitempty" jsonschema:"maxLength=128"`

	// The port.
	Port string `json:"port,omitempty"`

	// The path, with its slash in front.
	Path string `json:"path,omitempty" jsonschema:"maxLength=128,pattern=^/"`

	// The query, without its question mark.
	Query string `json:"query,omitempty" jsonschema:"maxLength=128"`

	// Has browsers remember it: 301 in place of 302.
	Permanent bool `json:"permanent,omitempty"`
}

// FixedResponse is an answer of the load balancer's own.
type FixedResponse struct {
	// The code: 2XX, 4XX or 5XX.
	StatusCode int32 `json:"statusCode" jsonschema:"required,minimum=200,maximum=599"`

	// The type of the body: "text/plain", where it is left out.
	ContentType string `json:"contentType,omitempty" jsonschema:"enum=text/plain,enum=text/css,enum=text/html,enum=application/javascript,enum=application/json"`

	// The body.
	Body string `json:"body,omitempty" jsonschema:"maxLength=1024"`
}
