// Package ingress makes the Ingress by which an addon's Service is reached. It is apart from
// package kube since most addons have none.
package ingress

import (
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Route leads a path of some hosts to a port of a Service.
type Route struct {
	ClassName string // empty for the cluster's default class
	Hosts     []string
	Path      string // with all below it
	TLSSecret string // empty for no TLS
	Backend   networkingv1.IngressServiceBackend
}

// New returns the Ingress of a route.
func New(meta metav1.ObjectMeta, r Route) *networkingv1.Ingress {
	in := &networkingv1.Ingress{ObjectMeta: meta}
	if r.ClassName != "" {
		in.Spec.IngressClassName = &r.ClassName
	}
	if r.TLSSecret != "" {
		in.Spec.TLS = []networkingv1.IngressTLS{{Hosts: r.Hosts, SecretName: r.TLSSecret}}
	}
	for _, host := range r.Hosts {
		in.Spec.Rules = append(in.Spec.Rules, networkingv1.IngressRule{
			Host: host,
			IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &networkingv1.HTTPIngressRuleValue{
				Paths: []networkingv1.HTTPIngressPath{{
					Path:     r.Path,
					PathType: new(networkingv1.PathTypePrefix),
					Backend:  networkingv1.IngressBackend{Service: &r.Backend},
				}},
			}},
		})
	}
	return in
}

// Named is the port of a name of a Service.
func Named(service, port string) networkingv1.IngressServiceBackend {
	return networkingv1.IngressServiceBackend{Name: service, Port: networkingv1.ServiceBackendPort{Name: port}}
}
