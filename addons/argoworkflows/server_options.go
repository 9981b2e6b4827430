package argoworkflows

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/hpa"
)

// Server is the program with the API and the pages.
type Server struct {
	// Leaves it out.
	Disabled bool `json:"disabled,omitempty"`

	// Its pods. Several share the work.
	Pods addon.Pods `json:"pods,omitzero"`

	// Has the number of pods follow their load.
	Autoscaling hpa.Autoscaling `json:"autoscaling,omitzero"`

	// Whose rights a request has: "client" where it is left out, and "sso" beside it where the
	// option sso is there. With several any will do.
	AuthModes []AuthMode `json:"authModes,omitempty" jsonschema:"uniqueItems,minItems=1"`

	// Serves HTTP. It serves HTTPS otherwise.
	PlainHTTP bool `json:"plainHTTP,omitempty"`

	// The certificate for HTTPS: one that the server signs itself when it starts, where it is
	// left out. The server reads it when it starts.
	Certificate addon.ServingCertificate `json:"certificate,omitzero"`

	// The path that pages are below, where a proxy takes it off before it asks the server:
	// "/argo/". An Ingress takes nothing off unless it is told to.
	BaseHRef string `json:"baseHRef,omitempty" jsonschema:"pattern=^/([^ ]*/)?$"`

	// How it calls the Kubernetes API.
	Client Client `json:"client,omitzero"`

	// Lets it read the Secrets of its own namespace only, and not those of the whole cluster.
	// It then doesn't know Secrets of webhooks in other namespaces, nor, with its own rights, the
	// keys of their buckets.
	OwnSecretsOnly bool `json:"ownSecretsOnly,omitempty"`

	// The Service.
	Service Service `json:"service,omitzero"`

	// The Ingress by which people reach the server.
	Ingress *Ingress `json:"ingress,omitempty"`

	// Lets people bring artifacts along when they submit a workflow: the role may write into
	// the buckets, and not only read them.
	Uploads bool `json:"uploads,omitempty"`

	// Has Prometheus scrape the server's metrics. Whoever asks for them must log in, as the
	// modes have it, unless anonymousMetrics is set: Prometheus shows the token of its service
	// account, which the mode "client" takes.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`

	// Shows the metrics to whoever asks.
	AnonymousMetrics bool `json:"anonymousMetrics,omitempty"`

	// How much is logged: "info" where it is left out.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The form of the log: "text" where it is left out.
	LogFormat LogFormat `json:"logFormat,omitempty"`
}

// AuthMode is whose rights a request has.
type AuthMode string

// The modes.
const (
	// ClientAuth is those of the token of Kubernetes that the request has.
	ClientAuth AuthMode = "client"

	// SSOAuth is those of the account that the user has by their groups.
	SSOAuth AuthMode = "sso"

	// ServerAuth is the server's own, for everybody who reaches it.
	ServerAuth AuthMode = "server"
)

// Enum lists the modes.
func (AuthMode) Enum() []string { return addon.Values(ClientAuth, SSOAuth, ServerAuth) }

// Service is that of the server.
type Service struct {
	// The type: "ClusterIP" where it is left out.
	Type corev1.ServiceType `json:"type,omitempty" jsonschema:"enum=ClusterIP,enum=NodePort,enum=LoadBalancer"`

	// The port: 2746 where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// The port of nodes.
	NodePort int32 `json:"nodePort,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Labels that it has beside the addon's own.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Which controller makes the load balancer, where it isn't the cloud provider.
	LoadBalancerClass string `json:"loadBalancerClass,omitempty" jsonschema:"maxLength=316"`

	// The address that the load balancer should have. Few providers heed it.
	LoadBalancerIP string `json:"loadBalancerIP,omitempty"`

	// The CIDRs that may reach the load balancer: all, where they are left out.
	LoadBalancerSourceRanges []string `json:"loadBalancerSourceRanges,omitempty" jsonschema:"uniqueItems"`
}

// Ingress makes the server reachable, at the root of its hosts.
type Ingress struct {
	// The names under which it is reached.
	Hosts []string `json:"hosts" jsonschema:"required,minItems=1,uniqueItems,maxLength=253,pattern=^[a-z0-9*]([-a-z0-9.]*[a-z0-9])?$"`

	// The class: the cluster's default, where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The Secret with the certificate for the hosts.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// The load balancer, where aws-load-balancer-controller makes one. It speaks HTTPS with
	// the server unless plainHTTP is set. ingress-nginx is told to do so by an annotation.
	ALB *alb.Ingress `json:"alb,omitempty"`

	// Annotations beside those, which they replace.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Validate wants a place for the issuer's certificate.
func (i Ingress) Validate(path *field.Path) field.ErrorList {
	if i.Issuer != nil && i.TLSSecret == "" {
		return field.ErrorList{field.Required(path.Child("tlsSecret"), "the issuer's certificate is written to it")}
	}
	return nil
}
