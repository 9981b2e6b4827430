package externaldns

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	groupGateway = "gateway.networking.k8s.io"
	read         = "get watch list"
)

// access lets the program read its sources: in the whole cluster, or in one namespace.
func access(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id, name := o.identity(), o.name()
	if !o.Namespaced {
		return []addon.Object{
			&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(name), Rules: rules(o)},
			kube.BindClusterRole(id, name+"-viewer", name, sa),
		}
	}
	id = id.In(o.sourceNamespace())
	objs := []addon.Object{
		&rbacv1.Role{ObjectMeta: id.Meta(name), Rules: rules(o)},
		kube.BindRole(id, name+"-viewer", name, sa),
	}
	if o.reads(gatewayRoutes()...) {
		objs = append(objs, gatewayAccess(o, sa)...)
	}
	return objs
}

// gatewayAccess is what a namespaced install needs beside the routes: the Gateways in
// their namespace, and the list of all namespaces, by whose labels Gateways admit routes.
func gatewayAccess(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.identity().In(o.GatewayNamespace)
	gateways, namespaces := o.name()+"-gateway", o.name()+"-namespaces"
	return []addon.Object{
		&rbacv1.Role{ObjectMeta: id.Meta(gateways), Rules: []rbacv1.PolicyRule{kube.Rule(groupGateway, "gateways", read)}},
		kube.BindRole(id, gateways, gateways, sa),
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(namespaces), Rules: []rbacv1.PolicyRule{kube.Rule("", "namespaces", read)}},
		kube.BindClusterRole(id, namespaces, namespaces, sa),
	}
}

// rules are what the install's sources need, and the user's own.
func rules(o Options) []rbacv1.PolicyRule {
	var rules []rbacv1.PolicyRule
	for _, g := range grants(o) {
		if o.reads(g.sources...) && !(o.Namespaced && g.wide) {
			rules = append(rules, g.rule)
		}
	}
	return append(rules, o.ExtraRules...)
}

// grant is something that some of the sources need.
type grant struct {
	rule    rbacv1.PolicyRule
	wide    bool // for the whole cluster only
	sources []Source
}

// grants lists what the sources need, in the chart's order. Those that resolve a load
// balancer of their own need the Services and Ingresses that stand for it.
func grants(o Options) []grant {
	proxies := []Source{SourceContourHTTPProxy, SourceGlooProxy, SourceOpenShiftRoute, SourceSkipperRouteGroup}
	istio := []Source{SourceIstioGateway, SourceIstioVirtualService}
	nodes := kube.Rule("", "nodes", "list watch")
	grants := []grant{
		{nodes, true, slices.Concat(proxies, []Source{SourceService, SourceNode, SourcePod})},
		{kube.Rule("", "pods", read), false, slices.Concat(proxies, []Source{SourceService, SourcePod})},
		{kube.Rule("", "services", read), false, slices.Concat(proxies, istio, []Source{SourceService})},
		{kube.Rule("discovery.k8s.io", "endpointslices", read), false, []Source{SourceService}},
		{kube.Rule("extensions networking.k8s.io", "ingresses", read), false, slices.Concat(proxies, istio, []Source{SourceIngress})},
		{kube.Rule("networking.istio.io", "gateways", read), false, istio},
		{kube.Rule("networking.istio.io", "virtualservices", read), false, []Source{SourceIstioVirtualService}},
		{kube.Rule("getambassador.io", "hosts ingresses", read), false, []Source{SourceAmbassadorHost}},
		{kube.Rule("projectcontour.io", "httpproxies", read), false, []Source{SourceContourHTTPProxy}},
		{kube.Rule(groupExternalDNS, "dnsendpoints", read), false, []Source{SourceCRD}},
		{kube.Rule(groupExternalDNS, "dnsendpoints/status", "update"), false, []Source{SourceCRD}},
		{kube.Rule(groupGateway, "gateways", read), true, gatewayRoutes()},
	}
	if o.GatewayListenerSets {
		grants = append(grants, grant{kube.Rule(groupGateway, "listenersets", read), true, gatewayRoutes()})
	}
	return append(grants, []grant{
		{kube.Rule("", "namespaces", read), true, gatewayRoutes()},
		{kube.Rule(groupGateway, "httproutes", read), false, []Source{SourceGatewayHTTPRoute}},
		{kube.Rule(groupGateway, "grpcroutes", read), false, []Source{SourceGatewayGRPCRoute}},
		{kube.Rule(groupGateway, "tlsroutes", read), false, []Source{SourceGatewayTLSRoute}},
		{kube.Rule(groupGateway, "tcproutes", read), false, []Source{SourceGatewayTCPRoute}},
		{kube.Rule(groupGateway, "udproutes", read), false, []Source{SourceGatewayUDPRoute}},
		{kube.Rule("gloo.solo.io gateway.solo.io", "proxies virtualservices gateways", read), false, []Source{SourceGlooProxy}},
		{kube.Rule("configuration.konghq.com", "tcpingresses", read), false, []Source{SourceKongTCPIngress}},
		{kube.Rule("traefik.containo.us traefik.io", "ingressroutes ingressroutetcps ingressrouteudps", read), false, []Source{SourceTraefikProxy}},
		{kube.Rule("route.openshift.io", "routes", read), false, []Source{SourceOpenShiftRoute}},
		{kube.Rule("zalando.org", "routegroups", read), false, []Source{SourceSkipperRouteGroup}},
		{kube.Rule("zalando.org", "routegroups/status", "patch update"), false, []Source{SourceSkipperRouteGroup}},
		{kube.Rule("cis.f5.com", "virtualservers transportservers", read), false, []Source{SourceF5VirtualServer, SourceF5TransportServer}},
	}...)
}

// gatewayRoutes are the sources of the Gateway API.
func gatewayRoutes() []Source {
	return []Source{SourceGatewayHTTPRoute, SourceGatewayGRPCRoute, SourceGatewayTLSRoute, SourceGatewayTCPRoute, SourceGatewayUDPRoute}
}

// reads tells whether one of the sources is among the install's.
func (o Options) reads(sources ...Source) bool {
	return slices.ContainsFunc(sources, func(s Source) bool { return slices.Contains(o.Sources, s) })
}

// sourceNamespace is the one namespace that a namespaced install reads: its own, if the
// options name none.
func (o Options) sourceNamespace() string { return cmp.Or(o.SourceNamespace, o.Namespace) }

// serviceTypes are the types of Services that are read. All includes NodePort, which
// needs the cluster's nodes, so that a namespaced install names the others.
func (o Options) serviceTypes() []corev1.ServiceType {
	if o.Namespaced && o.reads(SourceService) && len(o.ServiceTypes) == 0 {
		return []corev1.ServiceType{corev1.ServiceTypeClusterIP, corev1.ServiceTypeLoadBalancer, corev1.ServiceTypeExternalName}
	}
	return o.ServiceTypes
}
