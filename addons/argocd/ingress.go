package argocd

import (
	"cmp"
	"maps"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/ingress"
	"github.com/fitout/fitout/addon/kube"
)

// grpcName is that of what leads the command line's gRPC to the server, apart from the rest.
const grpcName = "argocd-server-grpc"

// Ingress makes Argo CD reachable. The server is spoken to by HTTP where it is insecure, and by
// HTTPS otherwise: the other way round it would answer by redirects for ever.
type Ingress struct {
	// The class; the cluster's default, where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The Secret with the certificate, where the Ingress ends TLS and is no load balancer of
	// AWS's.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// Annotations, such as those by which another controller than the two below is told how to
	// speak to the server.
	Annotations map[string]string `json:"annotations,omitempty"`

	// ingress-nginx.
	NGINX *NGINX `json:"nginx,omitempty"`

	// An Application Load Balancer of AWS's. Its targets are pods, and the protocols of the
	// server's are chosen, where they are left out. The command line's gRPC goes to targets of
	// its own, by its content type.
	ALB *alb.Ingress `json:"alb,omitempty"`
}

// NGINX is how ingress-nginx leads to the server. It speaks either HTTP or gRPC for one host. The
// command line, which speaks gRPC, needs one of these, or its flag --grpc-web.
type NGINX struct {
	// Passes TLS through to the server, with the server's own certificate. ingress-nginx needs
	// its flag --enable-ssl-passthrough.
	Passthrough bool `json:"passthrough,omitempty"`

	// A host of its own for gRPC: "grpc.argocd.example.com".
	GRPCHost string `json:"grpcHost,omitempty" jsonschema:"maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// The Secret with the certificate of the host for gRPC, another one than tlsSecret.
	GRPCTLSSecret string `json:"grpcTLSSecret,omitempty" jsonschema:"maxLength=253"`
}

// ingresses are those of the server.
func ingresses(o Options) []addon.Object {
	switch {
	case o.Ingress == nil:
		return nil
	case o.Ingress.ALB != nil:
		return albIngress(o)
	}
	in := o.ingress(serverName, o.hosts(), o.path(), o.Ingress.TLSSecret, ingress.Named(serverName, o.scheme()))
	if n := o.Ingress.NGINX; n != nil {
		maps.Copy(in.Annotations, n.annotations(o.Server.Insecure))
	}
	maps.Copy(in.Annotations, o.Ingress.Annotations)
	return []addon.Object{in, grpcIngress(o)}
}

// ingress is one of a backend, with the annotation for its certificate.
func (o Options) ingress(name string, hosts []string, path, tlsSecret string, backend networkingv1.IngressServiceBackend) *networkingv1.Ingress {
	in := ingress.New(o.of(name, "server").Meta(name), ingress.Route{
		ClassName: o.Ingress.ClassName,
		Hosts:     hosts,
		Path:      path,
		TLSSecret: tlsSecret,
		Backend:   backend,
	})
	in.Annotations = kube.IssuedBy(o.Ingress.Issuer)
	return in
}

// path is the one below which the UI and the API are. Only gRPC is always at the root.
func (o Options) path() string { return cmp.Or(o.Server.RootPath, "/") }

// scheme is the name of the Service's port by which the server is spoken to.
func (o Options) scheme() string {
	if o.Server.Insecure {
		return "http"
	}
	return "https"
}

func (n NGINX) annotations(insecure bool) map[string]string {
	a := map[string]string{"nginx.ingress.kubernetes.io/force-ssl-redirect": "true"}
	switch {
	case n.Passthrough:
		a["nginx.ingress.kubernetes.io/ssl-passthrough"] = "true"
	case insecure:
		a["nginx.ingress.kubernetes.io/backend-protocol"] = "HTTP"
	default:
		a["nginx.ingress.kubernetes.io/backend-protocol"] = "HTTPS"
	}
	return a
}

// grpcIngress is the one for the command line, by a host of its own.
func grpcIngress(o Options) *networkingv1.Ingress {
	n := o.Ingress.NGINX
	if n == nil || n.GRPCHost == "" {
		return nil
	}
	in := o.ingress(grpcName, []string{n.GRPCHost}, "/", n.GRPCTLSSecret, ingress.Named(serverName, o.scheme()))
	in.Annotations["nginx.ingress.kubernetes.io/backend-protocol"] = "GRPCS"
	if o.Server.Insecure {
		in.Annotations["nginx.ingress.kubernetes.io/backend-protocol"] = "GRPC"
	}
	maps.Copy(in.Annotations, o.Ingress.Annotations)
	return in
}

// albIngress is one of a load balancer that sends gRPC to a Service of its own, which differs from
// the server's by its annotations. The rule for it comes first.
func albIngress(o Options) []addon.Object {
	balancer := *o.Ingress.ALB
	balancer.TargetType = cmp.Or(balancer.TargetType, alb.IP)
	balancer.BackendProtocol = alb.HTTPS
	if o.Server.Insecure {
		balancer.BackendProtocol = alb.HTTP
	}
	balancer.HealthCheck.Path = cmp.Or(balancer.HealthCheck.Path, "/healthz")

	in := o.ingress(serverName, o.hosts(), o.path(), "", ingress.Named(serverName, o.scheme()))
	grpc := ingress.Named(grpcName, o.scheme())
	for _, rule := range in.Spec.Rules {
		path := rule.HTTP.Paths[0]
		path.Path, path.Backend.Service = "/", &grpc
		rule.HTTP.Paths = append([]networkingv1.HTTPIngressPath{path}, rule.HTTP.Paths...)
	}
	in.Annotations = kube.Over(balancer.Annotations(), map[string]string{
		"alb.ingress.kubernetes.io/conditions." + grpcName: `[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"Content-Type","values":["application/grpc"]}}]`,
	})
	maps.Copy(in.Annotations, o.Ingress.Annotations)
	return []addon.Object{in, grpcService(o)}
}

// grpcService leads to the same pods as the server's.
func grpcService(o Options) *corev1.Service {
	s := serverService(o)
	s.ObjectMeta = o.of(grpcName, "server").Meta(grpcName)
	s.Annotations = alb.Ingress{
		BackendProtocolVersion: alb.GRPC,
		HealthCheck:            alb.HealthCheck{Path: "/grpc.health.v1.Health/Check", SuccessCodes: "0"},
	}.Annotations()
	if s.Spec.Type == corev1.ServiceTypeLoadBalancer {
		s.Spec = corev1.ServiceSpec{Type: corev1.ServiceTypeNodePort, Selector: s.Spec.Selector, Ports: s.Spec.Ports}
	}
	for i := range s.Spec.Ports {
		s.Spec.Ports[i].NodePort = 0
	}
	return s
}

// webhookIngress leads webhooks to the ApplicationSet controller.
func webhookIngress(o Options) *networkingv1.Ingress {
	w := o.ApplicationSet.Ingress
	if w == nil {
		return nil
	}
	in := ingress.New(o.of(applicationSetName, "applicationset-controller").Meta(applicationSetName), ingress.Route{
		ClassName: w.ClassName,
		Hosts:     []string{w.Host},
		Path:      "/api/webhook",
		TLSSecret: w.TLSSecret,
		Backend:   ingress.Named(applicationSetName, "webhook"),
	})
	in.Annotations = kube.IssuedBy(w.Issuer)
	maps.Copy(in.Annotations, w.Annotations)
	return in
}
