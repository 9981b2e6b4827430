package vault

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/ingress"
	"github.com/fitout/fitout/addon/kube"
)

// Ingress makes Vault reachable. What it leads to serves HTTPS with a certificate of the
// option's: most Ingress controllers have to be told by an annotation.
type Ingress struct {
	// The names that it is for.
	Hosts []string `json:"hosts" jsonschema:"required,minItems=1,uniqueItems,minLength=1,maxLength=253"`

	// The class; the cluster's default, where it is left out.
	ClassName string `json:"className,omitempty" jsonschema:"maxLength=253"`

	// The path, with all below it: "/", where it is left out.
	Path string `json:"path,omitempty" jsonschema:"pattern=^/"`

	// The Secret with the certificate.
	TLSSecret string `json:"tlsSecret,omitempty" jsonschema:"maxLength=253"`

	// The issuer by which cert-manager writes the Secret.
	Issuer *addon.IssuerRef `json:"issuer,omitempty"`

	// Leads to all servers in the mode "ha" too, and not to the active one only. Standbys pass
	// requests on.
	AllServers bool `json:"allServers,omitempty"`

	// Labels that it gets beside the addon's own.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations, such as those of package addon/alb.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// HTTPRoute makes Vault reachable by a Gateway. Where what it leads to serves HTTPS, the Gateway has
// to be told by a BackendTLSPolicy.
type HTTPRoute struct {
	// The Gateways, or listeners of one.
	ParentRefs []ParentRef `json:"parentRefs" jsonschema:"required,minItems=1"`

	// The names that it is for; those of the listeners, where they are left out.
	Hostnames []string `json:"hostnames,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=253"`

	// Leads to all servers in the mode "ha" too, and not to the active one only.
	AllServers bool `json:"allServers,omitempty"`

	// Labels that it gets beside the addon's own.
	Labels map[string]string `json:"labels,omitempty"`

	// Annotations.
	Annotations map[string]string `json:"annotations,omitempty"`
}

// ParentRef names a Gateway, or a listener of one.
type ParentRef struct {
	// The Gateway's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// Its namespace; the addon's, where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// The listener; all of them, where it is left out.
	SectionName string `json:"sectionName,omitempty" jsonschema:"maxLength=253"`
}

// NetworkPolicy limits what reaches the servers and what they reach.
type NetworkPolicy struct {
	// What may reach them: all pods of the cluster, on the ports 8200 and 8201, where it is left
	// out.
	Ingress []networkingv1.NetworkPolicyIngressRule `json:"ingress,omitempty" jsonschema:"minItems=1"`

	// What they may reach: everything, where it is left out. They need each other's ports, DNS,
	// the API server, the seal's key, and what secrets engines work with.
	Egress []networkingv1.NetworkPolicyEgressRule `json:"egress,omitempty" jsonschema:"minItems=1"`
}

// front is the Service that requests from outside are led to.
func (o Options) front(allServers bool) string {
	if o.Server.Mode == HA && !allServers {
		return o.activeName()
	}
	return o.fullname()
}

func serverIngress(o Options) *networkingv1.Ingress {
	i := o.Server.Ingress
	if i == nil {
		return nil
	}
	meta := o.server().Meta(o.fullname())
	meta.Labels = kube.Over(meta.Labels, i.Labels)
	meta.Annotations = kube.Over(kube.IssuedBy(i.Issuer), i.Annotations)
	return ingress.New(meta, ingress.Route{
		ClassName: i.ClassName,
		Hosts:     i.Hosts,
		Path:      cmp.Or(i.Path, "/"),
		TLSSecret: i.TLSSecret,
		Backend:   ingress.Named(o.front(i.AllServers), o.Server.scheme()),
	})
}

// The structs below have the fields of gateway.networking.k8s.io/v1 that are needed here.
type httpRouteSpec struct {
	ParentRefs []ParentRef     `json:"parentRefs"`
	Hostnames  []string        `json:"hostnames,omitempty"`
	Rules      []httpRouteRule `json:"rules"`
}

type httpRouteRule struct {
	BackendRefs []backendRef     `json:"backendRefs"`
	Matches     []httpRouteMatch `json:"matches"`
}

type backendRef struct {
	Name string `json:"name"`
	Port int32  `json:"port"`
}

type httpRouteMatch struct {
	Path pathMatch `json:"path"`
}

type pathMatch struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

func httpRoute(o Options) *kube.Custom[httpRouteSpec] {
	r := o.Server.HTTPRoute
	if r == nil {
		return nil
	}
	meta := o.server().Meta(o.fullname())
	meta.Labels = kube.Over(meta.Labels, r.Labels)
	meta.Annotations = kube.Over(nil, r.Annotations)
	return kube.NewCustom("gateway.networking.k8s.io/v1", "HTTPRoute", meta, httpRouteSpec{
		ParentRefs: r.ParentRefs,
		Hostnames:  r.Hostnames,
		Rules: []httpRouteRule{{
			BackendRefs: []backendRef{{o.front(r.AllServers), o.Server.Service.Port}},
			Matches:     []httpRouteMatch{{pathMatch{"PathPrefix", "/"}}},
		}},
	})
}

func networkPolicy(o Options) *networkingv1.NetworkPolicy {
	n := o.Server.NetworkPolicy
	if n == nil {
		return nil
	}
	p := &networkingv1.NetworkPolicy{
		ObjectMeta: o.server().Meta(o.fullname()),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: *o.server().LabelSelector(),
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
			Ingress:     n.Ingress,
			Egress:      n.Egress,
		},
	}
	if n.Ingress == nil {
		p.Spec.Ingress = []networkingv1.NetworkPolicyIngressRule{{
			From:  []networkingv1.NetworkPolicyPeer{{NamespaceSelector: &metav1.LabelSelector{}}},
			Ports: []networkingv1.NetworkPolicyPort{policyPort(apiPort), policyPort(clusterPort)},
		}}
	}
	if n.Egress != nil {
		p.Spec.PolicyTypes = append(p.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	}
	return p
}

func policyPort(number int32) networkingv1.NetworkPolicyPort {
	return networkingv1.NetworkPolicyPort{Protocol: new(corev1.ProtocolTCP), Port: new(intstr.FromInt32(number))}
}
