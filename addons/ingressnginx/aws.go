package ingressnginx

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// AWSLoadBalancer asks for a Network Load Balancer of AWS.
type AWSLoadBalancer struct {
	// Who makes the load balancer, and where it sends requests. Don't change it on a
	// Service that is there: the load balancer would be left behind. Delete it first.
	Type AWSType `json:"type" jsonschema:"required"`

	// Where the load balancer is reached from: the internet, or, for the internal Service,
	// the VPC, where it is left out.
	Scheme AWSScheme `json:"scheme,omitempty"`

	// Has the load balancer end TLS, with a certificate of ACM. Requests for HTTP are
	// answered by a redirect to HTTPS.
	TLS *AWSTLS `json:"tls,omitempty"`

	// Has the load balancer tell the client's address by the PROXY protocol. It needs
	// useProxyProtocol in config, and all Services to have it.
	ProxyProtocol bool `json:"proxyProtocol,omitempty"`
}

// AWSTLS is how a load balancer ends TLS.
type AWSTLS struct {
	// The ARN of the certificate, in ACM or IAM.
	CertificateARN string `json:"certificateARN" jsonschema:"required,pattern=^arn:aws[a-z-]*:(acm|iam):[a-z0-9-]*:[0-9]{12}:(certificate|server-certificate)/.+$"`

	// The security policy, which says which versions and ciphers there are:
	// "ELBSecurityPolicy-TLS13-1-2-2021-06", for example. AWS' default is from 2016.
	Policy string `json:"policy,omitempty"`
}

// AWSType is a kind of load balancer.
type AWSType string

// The kinds of load balancers.
const (
	// NLB is made by the AWS cloud provider and sends requests to nodes that run pods.
	NLB AWSType = "nlb"

	// NLBInstance is made by aws-load-balancer-controller and sends requests to nodes that
	// run pods.
	NLBInstance AWSType = "nlb-instance"

	// NLBIP is made by aws-load-balancer-controller and sends requests to pods, whose
	// addresses must be the VPC's.
	NLBIP AWSType = "nlb-ip"
)

// Enum lists the kinds of load balancers.
func (AWSType) Enum() []string { return addon.Values(NLB, NLBInstance, NLBIP) }

// AWSScheme says where a load balancer is reached from.
type AWSScheme string

// The schemes.
const (
	InternetFacing AWSScheme = "internet-facing"
	Internal       AWSScheme = "internal"
)

// Enum lists the schemes.
func (AWSScheme) Enum() []string { return addon.Values(InternetFacing, Internal) }

// The port on which pods answer that HTTPS is to be used, and its name, which is
// upstream's.
const (
	redirectPort     = 2443
	redirectPortName = "tohttps"
)

// annotation is the name of an annotation that is read by the cloud provider, or by
// aws-load-balancer-controller, or by both.
func annotation(name string) string { return "service.beta.kubernetes.io/aws-load-balancer-" + name }

// annotations are those by which the load balancer is made. The map is the caller's own
// and empty where no load balancer is asked for.
func (a *AWSLoadBalancer) annotations(scheme AWSScheme) map[string]string {
	out := map[string]string{}
	if a == nil {
		return out
	}
	if a.Type == NLB {
		a.byProvider(out, scheme)
	} else {
		a.byController(out, scheme)
	}
	if a.TLS != nil {
		out[annotation("ssl-cert")] = a.TLS.CertificateARN
		out[annotation("ssl-ports")] = "https"
		if a.TLS.Policy != "" {
			out[annotation("ssl-negotiation-policy")] = a.TLS.Policy
		}
	}
	return out
}

// byProvider adds what the cloud provider reads.
func (a *AWSLoadBalancer) byProvider(out map[string]string, scheme AWSScheme) {
	out[annotation("type")] = "nlb"
	out[annotation("cross-zone-load-balancing-enabled")] = "true"
	if a.TLS != nil {
		out[annotation("connection-idle-timeout")] = "60" // below the 75 s of NGINX
	} else {
		out[annotation("backend-protocol")] = "tcp"
	}
	if cmp.Or(a.Scheme, scheme) == Internal {
		out[annotation("internal")] = "true"
	}
	if a.Scheme != "" {
		// For the load balancer controller, whose webhook takes over new Services.
		out[annotation("scheme")] = string(a.Scheme)
	}
	if a.ProxyProtocol {
		out[annotation("target-group-attributes")] = "proxy_protocol_v2.enabled=true"
	}
}

// byController adds what aws-load-balancer-controller reads.
func (a *AWSLoadBalancer) byController(out map[string]string, scheme AWSScheme) {
	out[annotation("type")] = "external" // has the cloud provider keep off
	out[annotation("scheme")] = string(cmp.Or(a.Scheme, scheme))
	out[annotation("attributes")] = "load_balancing.cross_zone.enabled=true"
	if a.ProxyProtocol {
		out[annotation("proxy-protocol")] = "*"
	}
	if a.Type == NLBInstance {
		out[annotation("nlb-target-type")] = "instance"
		return
	}
	out[annotation("nlb-target-type")] = "ip"
	if !a.ProxyProtocol {
		// What the traffic policy Local does for nodes.
		out[annotation("target-group-attributes")] = "preserve_client_ip.enabled=true"
	}
}

// trafficPolicy keeps the client's address where requests come by way of nodes.
func (a *AWSLoadBalancer) trafficPolicy() corev1.ServiceExternalTrafficPolicy {
	if a == nil || a.Type == NLBIP {
		return ""
	}
	return corev1.ServiceExternalTrafficPolicyLocal
}

// endsTLS tells whether HTTPS comes to the pods as HTTP.
func (a *AWSLoadBalancer) endsTLS() bool { return a != nil && a.TLS != nil }

// redirects tells whether pods must answer requests for HTTP by sending them to HTTPS.
func (o Options) redirects() bool {
	if o.DisableHTTP {
		return false
	}
	for _, s := range o.wanted() {
		if http, _ := s.targets(); http.StrVal == redirectPortName {
			return true
		}
	}
	return false
}

// wanted are the options of the Services that are made, by their names among the options.
func (o Options) wanted() map[string]Service {
	out := map[string]Service{}
	if !o.NoService {
		out["service"] = o.Service
	}
	if s := o.internalService(); s != nil {
		out["internalService"] = *s
	}
	return out
}

// validateProxyProtocol refuses load balancers that speak the PROXY protocol to an NGINX
// that takes it for a broken request, and the other way round.
func validateProxyProtocol(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, key := range []string{"service", "internalService"} {
		a := o.wanted()[key].AWS
		switch p := path.Child(key, "aws", "proxyProtocol"); {
		case a == nil || a.ProxyProtocol == o.Config.UseProxyProtocol:
		case a.ProxyProtocol:
			errs = append(errs, field.Forbidden(p, "needs config.useProxyProtocol: NGINX would refuse every request"))
		default:
			errs = append(errs, field.Required(p, "config.useProxyProtocol has NGINX refuse every request without it"))
		}
	}
	return errs
}
