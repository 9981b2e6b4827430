package externaldns

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const groupGateway = "gateway.networking.k8s.io"

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
		&rbacv1.Role{ObjectMeta: id.Meta(gateways), Rules: []rbacv1.PolicyRule{read(groups{groupGateway}, "gateways")}},
		kube.BindRole(id, gateways, gateways, sa),
		&rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(namespaces), Rules: []rbacv1.PolicyRule{read(groups{""}, "namespaces")}},
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
	nodes := rbacv1.PolicyRule{APIGroups: groups{""}, Resources: []string{"nodes"}, Verbs: []string{"list", "watch"}}
	grants := []grant{
		{nodes, true, slices.Concat(proxies, []Source{SourceService, SourceNode, SourcePod})},
		{read(groups{""}, "pods"), false, slices.Concat(proxies, []Source{SourceService, SourcePod})},
		{read(groups{""}, "services"), false, slices.Concat(proxies, istio, []Source{SourceService})},
		{read(groups{"discovery.k8s.io"}, "endpointslices"), false, []Source{SourceService}},
		{read(groups{"extensions", "networking.k8s.io"}, "ingresses"), false, slices.Concat(proxies, istio, []Source{SourceIngress})},
		{read(groups{"networking.istio.io"}, "gateways"), false, istio},
		{read(groups{"networking.istio.io"}, "virtualservices"), false, []Source{SourceIstioVirtualService}},
		{read(groups{"getambassador.io"}, "hosts", "ingresses"), false, []Source{SourceAmbassadorHost}},
		{read(groups{"projectcontour.io"}, "httpproxies"), false, []Source{SourceContourHTTPProxy}},
		{read(groups{groupExternalDNS}, "dnsendpoints"), false, []Source{SourceCRD}},
		{write(groups{groupExternalDNS}, "dnsendpoints/status", "update"), false, []Source{SourceCRD}},
		{read(groups{groupGateway}, "gateways"), true, gatewayRoutes()},
	}
	if o.GatewayListenerSets {
		grants = append(grants, grant{read(groups{groupGateway}, "listenersets"), true, gatewayRoutes()})
	}
	return append(grants, []grant{
		{read(groups{""}, "namespaces"), true, gatewayRoutes()},
		{read(groups{groupGateway}, "httproutes"), false, []Source{SourceGatewayHTTPRoute}},
		{read(groups{groupGateway}, "grpcroutes"), false, []Source{SourceGatewayGRPCRoute}},
		{read(groups{groupGateway}, "tlsroutes"), false, []Source{SourceGatewayTLSRoute}},
		{read(groups{groupGateway}, "tcproutes"), false, []Source{SourceGatewayTCPRoute}},
		{read(groups{groupGateway}, "udproutes"), false, []Source{SourceGatewayUDPRoute}},
		{read(groups{"gloo.solo.io", "gateway.solo.io"}, "proxies", "virtualservices", "gateways"), false, []Source{SourceGlooProxy}},
		{read(groups{"configuration.konghq.com"}, "tcpingresses"), false, []Source{SourceKongTCPIngress}},
		{read(groups{"traefik.containo.us", "traefik.io"}, "ingressroutes", "ingressroutetcps", "ingressrouteudps"), false, []Source{SourceTraefikProxy}},
		{read(groups{"route.openshift.io"}, "routes"), false, []Source{SourceOpenShiftRoute}},
		{read(groups{"zalando.org"}, "routegroups"), false, []Source{SourceSkipperRouteGroup}},
		{write(groups{"zalando.org"}, "routegroups/status", "patch", "update"), false, []Source{SourceSkipperRouteGroup}},
		{read(groups{"cis.f5.com"}, "virtualservers", "transportservers"), false, []Source{SourceF5VirtualServer, SourceF5TransportServer}},
	}...)
}

// groups are API groups.
type groups []string

func read(in groups, resources ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: in, Resources: resources, Verbs: []string{"get", "watch", "list"}}
}

func write(in groups, resource string, verbs ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: in, Resources: []string{resource}, Verbs: verbs}
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
