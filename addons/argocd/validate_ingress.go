package argocd

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
)

// validateIngress refuses an Ingress that couldn't lead to the server, or only in circles.
func validateIngress(o Options, path *field.Path) field.ErrorList {
	in := o.Ingress
	if in == nil {
		return nil
	}
	r := refusals{path: path.Child("ingress")}
	if o.URL == "" {
		r.errs = append(r.errs, field.Required(path.Child("url"), "the Ingress is for its host"))
	} else if in.TLSSecret != "" && !strings.HasPrefix(o.URL, "https://") {
		r.errs = append(r.errs, field.Invalid(path.Child("url"), o.URL, "must be https://, as the Ingress has a certificate"))
	}
	r.errs = append(r.errs, addon.AtMostOne(r.path, addon.Field("nginx", in.NGINX != nil), addon.Field("alb", in.ALB != nil))...)
	if in.ALB != nil {
		r.alb(*in, o.Server)
		return r.errs
	}
	r.require(in.Issuer != nil && in.TLSSecret == "" && !in.passthrough(), "the issuer's certificate is written to it", "tlsSecret")
	if in.NGINX != nil {
		r.nginx(*in, o)
	}
	return r.errs
}

func (in Ingress) passthrough() bool { return in.NGINX != nil && in.NGINX.Passthrough }

func (r *refusals) nginx(in Ingress, o Options) {
	n := in.NGINX
	if n.Passthrough {
		r.refuse(o.Server.Insecure, "needs a server that speaks TLS: leave server.insecure out", "nginx", "passthrough")
		const why = "with nginx.passthrough the server's own certificate is served: set server.certificate"
		r.refuse(in.TLSSecret != "", why, "tlsSecret")
		r.refuse(in.Issuer != nil, why, "issuer")
		r.refuse(n.GRPCHost != "", "with passthrough one host speaks both", "nginx", "grpcHost")
	}
	r.refuse(n.GRPCTLSSecret != "" && n.GRPCHost == "", "needs grpcHost", "nginx", "grpcTLSSecret")
	r.invalid(n.GRPCTLSSecret != "" && n.GRPCTLSSecret == in.TLSSecret, n.GRPCTLSSecret, "must be another Secret than tlsSecret", "nginx", "grpcTLSSecret")
	r.require(n.GRPCHost != "" && in.Issuer != nil && n.GRPCTLSSecret == "", "the issuer's certificate is written to it", "nginx", "grpcTLSSecret")
	r.invalid(n.GRPCHost != "" && slices.Contains(o.hosts(), n.GRPCHost), n.GRPCHost, "must be another host than those of the URLs: for one host NGINX speaks one protocol", "nginx", "grpcHost")
}

func (r *refusals) alb(in Ingress, s Server) {
	const why = "a load balancer's certificates are ACM's: set alb.certificateARNs"
	r.refuse(in.TLSSecret != "", why, "tlsSecret")
	r.refuse(in.Issuer != nil, why, "issuer")
	b := in.ALB
	protocol := alb.HTTPS
	if s.Insecure {
		protocol = alb.HTTP
	}
	r.invalid(b.BackendProtocol != "" && b.BackendProtocol != protocol, string(b.BackendProtocol), "must be "+string(protocol)+", as server.insecure says", "alb", "backendProtocol")
	r.refuse(b.BackendProtocolVersion != "", "gRPC has targets of its own, which have it", "alb", "backendProtocolVersion")
	r.invalid(b.TargetType == alb.Instance && s.Service.Type == corev1.ServiceTypeClusterIP, string(b.TargetType), "must be ip, or server.service.type NodePort", "alb", "targetType")
	secure := len(b.Listen) == 0 && len(b.CertificateARNs) > 0 ||
		slices.ContainsFunc(b.Listen, func(l alb.Listener) bool { return l.Protocol == alb.HTTPS })
	r.require(!secure, "needs a listener for HTTPS, by which gRPC comes", "alb", "listen")
}
