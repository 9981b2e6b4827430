package externaldns_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/externaldns"
)

// What the chart's ClusterRole has for each source alone.
func TestRulesOfSources(t *testing.T) {
	const (
		nodes      = "list,watch nodes"
		pods       = "get,list,watch pods"
		services   = "get,list,watch services"
		ingresses  = "get,list,watch extensions+networking.k8s.io/ingresses"
		gateways   = "get,list,watch gateway.networking.k8s.io/gateways"
		namespaces = "get,list,watch namespaces"
	)
	want := map[externaldns.Source][]string{
		"service":              {nodes, pods, services, "get,list,watch discovery.k8s.io/endpointslices"},
		"ingress":              {ingresses},
		"node":                 {nodes},
		"pod":                  {nodes, pods},
		"crd":                  {"get,list,watch externaldns.k8s.io/dnsendpoints", "update externaldns.k8s.io/dnsendpoints/status"},
		"gateway-httproute":    {gateways, namespaces, "get,list,watch gateway.networking.k8s.io/httproutes"},
		"gateway-grpcroute":    {gateways, namespaces, "get,list,watch gateway.networking.k8s.io/grpcroutes"},
		"gateway-tlsroute":     {gateways, namespaces, "get,list,watch gateway.networking.k8s.io/tlsroutes"},
		"gateway-tcproute":     {gateways, namespaces, "get,list,watch gateway.networking.k8s.io/tcproutes"},
		"gateway-udproute":     {gateways, namespaces, "get,list,watch gateway.networking.k8s.io/udproutes"},
		"istio-gateway":        {services, ingresses, "get,list,watch networking.istio.io/gateways"},
		"istio-virtualservice": {services, ingresses, "get,list,watch networking.istio.io/gateways", "get,list,watch networking.istio.io/virtualservices"},
		"ambassador-host":      {"get,list,watch getambassador.io/hosts+ingresses"},
		"contour-httpproxy":    {nodes, pods, services, ingresses, "get,list,watch projectcontour.io/httpproxies"},
		"gloo-proxy":           {nodes, pods, services, ingresses, "get,list,watch gloo.solo.io+gateway.solo.io/proxies+virtualservices+gateways"},
		"kong-tcpingress":      {"get,list,watch configuration.konghq.com/tcpingresses"},
		"traefik-proxy":        {"get,list,watch traefik.containo.us+traefik.io/ingressroutes+ingressroutetcps+ingressrouteudps"},
		"openshift-route":      {nodes, pods, services, ingresses, "get,list,watch route.openshift.io/routes"},
		"skipper-routegroup":   {nodes, pods, services, ingresses, "get,list,watch zalando.org/routegroups", "patch,update zalando.org/routegroups/status"},
		"f5-virtualserver":     {"get,list,watch cis.f5.com/virtualservers+transportservers"},
		"f5-transportserver":   {"get,list,watch cis.f5.com/virtualservers+transportservers"},
	}
	got := map[externaldns.Source][]string{}
	for _, s := range externaldns.Source("").Enum() {
		o := least()
		o.Sources = []externaldns.Source{externaldns.Source(s)}
		got[externaldns.Source(s)] = roles(t, o)["ClusterRole external-dns"]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A namespaced install has nothing in the cluster as a whole, but for the list of
// namespaces that the Gateway API's sources wait for.
func TestRulesOfNamespaces(t *testing.T) {
	for _, tc := range []struct {
		name    string
		options externaldns.Options
		want    map[string][]string
	}{
		{
			"its own",
			externaldns.Options{Sources: []externaldns.Source{"service", "contour-httpproxy"}},
			map[string][]string{"Role external-dns/external-dns": {
				"get,list,watch pods",
				"get,list,watch services",
				"get,list,watch discovery.k8s.io/endpointslices",
				"get,list,watch extensions+networking.k8s.io/ingresses",
				"get,list,watch projectcontour.io/httpproxies",
			}},
		},
		{
			"another",
			externaldns.Options{Sources: []externaldns.Source{"crd"}, SourceNamespace: "shop"},
			map[string][]string{"Role shop/external-dns": {
				"get,list,watch externaldns.k8s.io/dnsendpoints",
				"update externaldns.k8s.io/dnsendpoints/status",
			}},
		},
		{
			"gateways",
			externaldns.Options{Sources: []externaldns.Source{"gateway-tlsroute"}, SourceNamespace: "shop", GatewayNamespace: "gateways"},
			map[string][]string{
				"Role shop/external-dns":              {"get,list,watch gateway.networking.k8s.io/tlsroutes"},
				"Role gateways/external-dns-gateway":  {"get,list,watch gateway.networking.k8s.io/gateways"},
				"ClusterRole external-dns-namespaces": {"get,list,watch namespaces"},
			},
		},
	} {
		o := tc.options
		o.Namespaced, o.Policy, o.OwnerID = true, externaldns.Sync, "prod"
		if diff := cmp.Diff(tc.want, roles(t, o)); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// roles returns the rules of an install's roles, each in a line: verbs, groups, resources.
// It fails where a role isn't bound to the install's service account.
func roles(t *testing.T, o externaldns.Options) map[string][]string {
	t.Helper()
	roles, bound := map[string][]string{}, map[string]bool{}
	bind := func(ref rbacv1.RoleRef, namespace string, subjects []rbacv1.Subject) {
		want := []rbacv1.Subject{{Kind: "ServiceAccount", Name: "external-dns", Namespace: "external-dns"}}
		if diff := cmp.Diff(want, subjects); diff != "" {
			t.Errorf("%s is bound to others: %s", ref.Name, diff)
		}
		bound[roleKey(ref.Kind, namespace, ref.Name)] = true
	}
	for _, obj := range build(t, o) {
		switch r := obj.(type) {
		case *rbacv1.ClusterRole:
			roles[roleKey("ClusterRole", "", r.Name)] = lines(r.Rules)
		case *rbacv1.Role:
			roles[roleKey("Role", r.Namespace, r.Name)] = lines(r.Rules)
		case *rbacv1.ClusterRoleBinding:
			bind(r.RoleRef, "", r.Subjects)
		case *rbacv1.RoleBinding:
			bind(r.RoleRef, r.Namespace, r.Subjects)
		}
	}
	for key := range roles {
		if !bound[key] {
			t.Errorf("nothing binds %s", key)
		}
	}
	return roles
}

func roleKey(kind, namespace, name string) string {
	return kind + " " + strings.TrimPrefix(namespace+"/"+name, "/")
}

func lines(rules []rbacv1.PolicyRule) []string {
	var out []string
	for _, r := range rules {
		what := strings.TrimPrefix(strings.Join(r.APIGroups, "+")+"/"+strings.Join(r.Resources, "+"), "/")
		out = append(out, fmt.Sprint(strings.Join(slices.Sorted(slices.Values(r.Verbs)), ","), " ", what))
	}
	return out
}

func build(t *testing.T, o externaldns.Options) []addon.Object {
	t.Helper()
	return addontest.Objects[addon.Object](t, addontest.Target(), externaldns.New(o))
}
