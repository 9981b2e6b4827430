package externaldns_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addons/externaldns"
)

func TestBadOptions(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*externaldns.Options)
		want   []string
	}{
		{"nothing", func(o *externaldns.Options) { *o = externaldns.Options{} }, []string{
			`policy: Required value: no default can know it`,
			`ownerID: Required value: no default is safe: installs that share a zone and an ID delete each other's records; the ID of an install that had none is "default"`,
		}},
		{"no owner is kept", func(o *externaldns.Options) { o.OwnerID, o.Registry = "", externaldns.RegistryNoop }, nil},
		{"out of range", func(o *externaldns.Options) {
			o.Instance = "Private"
			o.Sources = []externaldns.Source{"service", "fake"}
			o.OwnerID = "a,b"
			o.AnnotationPrefix = "example.com"
			o.DomainFilters = []string{"a.example.com,b.example.com"}
		}, []string{
			`sources[1]: Unsupported value: "fake": supported values: "service", "ingress", "node", "pod", "crd", "gateway-httproute", "gateway-grpcroute", "gateway-tlsroute", "gateway-tcproute", "gateway-udproute", "istio-gateway", "istio-virtualservice", "ambassador-host", "contour-httpproxy", "gloo-proxy", "kong-tcpingress", "traefik-proxy", "openshift-route", "skipper-routegroup", "f5-virtualserver", "f5-transportserver"`,
			`ownerID: Invalid value: "a,b": must match ^[0-9A-Za-z][0-9A-Za-z._:/-]*$`,
			`domainFilters[0]: Invalid value: "a.example.com,b.example.com": must match ^[^ ,]+$`,
			`annotationPrefix: Invalid value: "example.com": must match ^[^ /]+/$`,
			`instance: Invalid value: "Private": must match ^[a-z0-9]([a-z0-9-]{0,26}[a-z0-9])?$`,
		}},
		{"no sources", func(o *externaldns.Options) { o.Sources = []externaldns.Source{} }, []string{
			`sources: Invalid value: 0: must have at least 1 items`,
		}},
		{"two pods", func(o *externaldns.Options) { o.Pods.Replicas = new(int32(2)) }, []string{
			`pods.replicas: Invalid value: 2: must be 0 or 1: there is no leader election, and two would race each other`,
		}},
		{"a family too many", func(o *externaldns.Options) {
			o.Service.IPFamilies = []corev1.IPFamily{corev1.IPv4Protocol, corev1.IPv6Protocol}
		}, []string{
			`service.ipFamilies: Invalid value: ["IPv4","IPv6"]: two families need the ipFamilyPolicy PreferDualStack or RequireDualStack`,
		}},
		{"prefix and suffix", func(o *externaldns.Options) { o.TXT.Prefix, o.TXT.Suffix = "a-", "-b" }, []string{
			`txt.suffix: Forbidden: there is a prefix already`,
		}},
		{"options of other registries", func(o *externaldns.Options) {
			o.Registry = externaldns.RegistryNoop
			o.TXT.Prefix = "a-"
			o.DynamoDB.Table = "dns"
		}, []string{
			`dynamodb: Forbidden: belongs to the registry "dynamodb", not "noop"`,
			`txt: Forbidden: belongs to the registries "txt" and "dynamodb", not "noop"`,
		}},
		{"migration to itself", func(o *externaldns.Options) { o.TXT.MigrateFromOwner = "prod" }, []string{
			`txt.migrateFromOwner: Invalid value: "prod": must be another one than ownerID`,
		}},
		{"migration to a table", func(o *externaldns.Options) {
			o.Registry, o.TXT.MigrateFromOwner = externaldns.RegistryDynamoDB, "default"
		}, []string{
			`txt.migrateFromOwner: Forbidden: belongs to the registry "txt"`,
		}},
		{"Cloud Map's registry for zones", func(o *externaldns.Options) { o.Registry = externaldns.RegistryAWSSD }, []string{
			`registry: Invalid value: "aws-sd": works with the provider "aws-sd" only`,
		}},
		{"TXT records in Cloud Map", func(o *externaldns.Options) { o.Provider = externaldns.AWSSD }, []string{
			`registry: Invalid value: "txt": the provider "aws-sd" works with "aws-sd" or "noop"`,
		}},
		{"filters in two forms", func(o *externaldns.Options) {
			o.DomainFilters, o.ExcludeDomains = []string{"example.com"}, []string{"a.example.com"}
			o.RegexDomainExclusion = "^b[.]"
		}, []string{
			`domainFilters: Forbidden: is ignored beside a regular expression: say all in one form`,
			`excludeDomains: Forbidden: is ignored beside a regular expression: say all in one form`,
		}},
		{"filters that are none", func(o *externaldns.Options) {
			o.LabelFilter = "a in b"
			o.AnnotationFilter = "!"
			o.RegexDomainFilter = "("
			o.RegexDomainExclusion = "*"
		}, []string{
			`labelFilter: Invalid value: "a in b": unable to parse requirement: found 'b' expected: '('`,
			`annotationFilter: Invalid value: "!": couldn't parse the selector string "!": unable to parse requirement: found '', expected: identifier`,
			`regexDomainFilter: Invalid value: "(": error parsing regexp: missing closing ): ` + "`(`",
			`regexDomainExclusion: Invalid value: "*": error parsing regexp: missing argument to repetition operator: ` + "`*`",
		}},
		{"a webhook without image", func(o *externaldns.Options) { o.Provider = externaldns.Webhook }, []string{
			`webhook.image: Required value: the provider "webhook" is a sidecar`,
		}},
		{"options of other providers", func(o *externaldns.Options) {
			o.Provider = externaldns.Google
			o.AWS.PreferCNAME = true
			o.Webhook.Image = addon.Image{Repository: "example.com/webhook", Tag: "v1"}
		}, []string{
			`aws: Forbidden: belongs to the providers "aws" and "aws-sd" and the registry "dynamodb"`,
			`webhook.image: Forbidden: belongs to the provider "webhook", not "google"`,
		}},
		{"what can't be namespaced", func(o *externaldns.Options) {
			o.Namespaced = true
			o.Sources = []externaldns.Source{externaldns.SourceService, externaldns.SourceNode, externaldns.SourcePod, externaldns.SourceGlooProxy, externaldns.SourceGatewayHTTPRoute}
			o.ServiceTypes = append(o.ServiceTypes, "LoadBalancer", "NodePort")
			o.GatewayListenerSets = true
		}, []string{
			`sources[1]: Invalid value: "node": reads the whole cluster: it can't be namespaced`,
			`sources[2]: Invalid value: "pod": reads the whole cluster: it can't be namespaced`,
			`sources[3]: Invalid value: "gloo-proxy": reads the whole cluster: it can't be namespaced`,
			`serviceTypes[1]: Invalid value: "NodePort": needs the cluster's nodes: it can't be namespaced`,
			`gatewayNamespace: Required value: a namespaced install can't read the Gateways of all namespaces`,
			`gatewayListenerSets: Forbidden: are read in the whole cluster: they can't be namespaced`,
		}},
		{"a namespace of all", func(o *externaldns.Options) { o.SourceNamespace = "shop" }, []string{
			`sourceNamespace: Forbidden: belongs to namespaced installs: others read all namespaces`,
		}},
		{"no service to scrape", func(o *externaldns.Options) {
			o.Service.Disabled, o.ServiceMonitor = true, &addon.ServiceMonitor{}
		}, []string{
			`serviceMonitor: Forbidden: needs the service, which is disabled`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := least()
			tc.change(&o)
			_, err := externaldns.New(o).Objects(addontest.Target())
			var got []string
			for _, err := range addon.Errors(err) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
