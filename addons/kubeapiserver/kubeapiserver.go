package kubeapiserver

import (
	_ "embed"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
)

//go:embed doc.go
var doc string

const name = "kube-apiserver"

// Definition is the addon kube-apiserver.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:      name,
		Doc:       doc,
		Category:  addon.Networking,
		Source:    "https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/docs/user-guide/nginx-configuration/annotations.md",
		Namespace: metav1.NamespaceDefault,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon.
type Options struct {
	// The name under which the API is served, such as "kubernetes.example.com".
	Host string `json:"host" jsonschema:"required,maxLength=253,pattern=^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"`

	// How ingress-nginx serves it.
	NGINX NGINX `json:"nginx,omitzero"`

	// Serves it by an ALB of aws-load-balancer-controller, and not by ingress-nginx.
	ALB *ALB `json:"alb,omitempty"`

	// Annotations of the Ingress beside the addon's own, which they replace.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// NGINX says how ingress-nginx serves the API.
type NGINX struct {
	// The class of the Ingress.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The Secret, in the namespace default, with the certificate for the host.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret. Somebody else writes it, where it
	// is left out.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// How long a request may go on without a byte, in whole seconds.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How large a body may be, as "16m"; "0" is any size.
	BodySize string `json:"bodySize,omitempty" jsonschema:"pattern=^[0-9]+[kKmMgG]?$"`

	// The Secret, in the namespace default, with the cluster's CA in ca.crt, by which the
	// API server's certificate is verified.
	CASecret string `json:"caSecret,omitempty" jsonschema:"maxLength=253"`

	// The addresses that reach the API; all, where it is left out.
	AllowedCIDRs []string `json:"allowedCIDRs,omitempty" jsonschema:"uniqueItems"`
}

// ALB says how an ALB serves the API.
type ALB struct {
	// The class of the Ingress: "alb", where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The ARN of a target group with the API server's addresses, of the protocol HTTPS.
	TargetGroupARN string `json:"targetGroupARN" jsonschema:"required,pattern=^arn:aws[a-z-]*:elasticloadbalancing:[^ ]+$"`

	// The load balancer.
	LoadBalancer alb.Ingress `json:"loadBalancer,omitzero"`
}

func defaults(addon.Target) Options {
	return Options{NGINX: NGINX{
		ClassName: "nginx",
		TLSSecret: name + "-tls",
		Timeout:   metav1.Duration{Duration: time.Hour},
		BodySize:  "0",
	}}
}

func validate(o Options, path *field.Path) field.ErrorList {
	nginx := path.Child("nginx")
	errs := addon.CheckWholeSeconds(o.NGINX.Timeout, nginx.Child("timeout"))
	errs = append(errs, addon.CheckCIDRs(o.NGINX.AllowedCIDRs, nginx.Child("allowedCIDRs"))...)
	if o.ALB != nil {
		lb := path.Child("alb", "loadBalancer")
		if o.ALB.LoadBalancer.Login != nil {
			errs = append(errs, field.Forbidden(lb.Child("login"), "kubectl can't follow to a login page"))
		}
		if _, taken := o.ALB.LoadBalancer.Actions[action]; taken {
			errs = append(errs, field.Forbidden(lb.Child("actions").Key(action), "is the addon's own"))
		}
	}
	return errs
}
