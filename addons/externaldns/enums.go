package externaldns

import "github.com/fitout/fitout/addon"

// CRDs says who brings the CustomResourceDefinitions, which a cluster has once.
type CRDs string

// Who brings them.
const (
	BringCRDs CRDs = "bring" // this install
	LeaveCRDs CRDs = "leave" // another one, or something else
)

// Enum lists the choices.
func (CRDs) Enum() []string { return addon.Values(BringCRDs, LeaveCRDs) }

// Source is a kind of resource whose names become records.
type Source string

// The sources.
const (
	SourceService             Source = "service"
	SourceIngress             Source = "ingress"
	SourceNode                Source = "node"
	SourcePod                 Source = "pod"
	SourceCRD                 Source = "crd" // DNSEndpoints
	SourceGatewayHTTPRoute    Source = "gateway-httproute"
	SourceGatewayGRPCRoute    Source = "gateway-grpcroute"
	SourceGatewayTLSRoute     Source = "gateway-tlsroute"
	SourceGatewayTCPRoute     Source = "gateway-tcproute"
	SourceGatewayUDPRoute     Source = "gateway-udproute"
	SourceIstioGateway        Source = "istio-gateway"
	SourceIstioVirtualService Source = "istio-virtualservice"
	SourceAmbassadorHost      Source = "ambassador-host" // reads a Service too: take SourceService along, or extraRules
	SourceContourHTTPProxy    Source = "contour-httpproxy"
	SourceGlooProxy           Source = "gloo-proxy"
	SourceKongTCPIngress      Source = "kong-tcpingress"
	SourceTraefikProxy        Source = "traefik-proxy"
	SourceOpenShiftRoute      Source = "openshift-route"
	SourceSkipperRouteGroup   Source = "skipper-routegroup"
	SourceF5VirtualServer     Source = "f5-virtualserver"
	SourceF5TransportServer   Source = "f5-transportserver"
)

// Enum lists the sources.
func (Source) Enum() []string {
	return addon.Values(
		SourceService, SourceIngress, SourceNode, SourcePod, SourceCRD,
		SourceGatewayHTTPRoute, SourceGatewayGRPCRoute, SourceGatewayTLSRoute, SourceGatewayTCPRoute, SourceGatewayUDPRoute,
		SourceIstioGateway, SourceIstioVirtualService,
		SourceAmbassadorHost, SourceContourHTTPProxy, SourceGlooProxy, SourceKongTCPIngress, SourceTraefikProxy,
		SourceOpenShiftRoute, SourceSkipperRouteGroup, SourceF5VirtualServer, SourceF5TransportServer,
	)
}

// Policy is what may be done to records.
type Policy string

// The policies.
const (
	Sync       Policy = "sync"        // create, change, delete
	UpsertOnly Policy = "upsert-only" // create, change
	CreateOnly Policy = "create-only" // create
)

// Enum lists the policies.
func (Policy) Enum() []string { return addon.Values(Sync, UpsertOnly, CreateOnly) }

// Registry is where it is kept which records are whose.
type Registry string

// The registries.
const (
	RegistryTXT      Registry = "txt"      // in TXT records beside them
	RegistryDynamoDB Registry = "dynamodb" // in a table of DynamoDB
	RegistryAWSSD    Registry = "aws-sd"   // in AWS Cloud Map itself
	RegistryNoop     Registry = "noop"     // nowhere: all records are taken for its own
)

// Enum lists the registries.
func (Registry) Enum() []string {
	return addon.Values(RegistryTXT, RegistryDynamoDB, RegistryAWSSD, RegistryNoop)
}

// Provider is a DNS provider.
type Provider string

// The providers.
const (
	AWS             Provider = "aws"    // Route 53
	AWSSD           Provider = "aws-sd" // AWS Cloud Map
	Akamai          Provider = "akamai"
	AlibabaCloud    Provider = "alibabacloud"
	Azure           Provider = "azure"
	AzureDNS        Provider = "azure-dns" // another name of azure
	AzurePrivateDNS Provider = "azure-private-dns"
	Civo            Provider = "civo"
	Cloudflare      Provider = "cloudflare"
	CoreDNS         Provider = "coredns" // CoreDNS with etcd
	DNSimple        Provider = "dnsimple"
	Exoscale        Provider = "exoscale"
	Gandi           Provider = "gandi"
	GoDaddy         Provider = "godaddy"
	Google          Provider = "google"
	InMemory        Provider = "inmemory" // for tests
	Linode          Provider = "linode"
	NS1             Provider = "ns1"
	OCI             Provider = "oci"
	OVH             Provider = "ovh"
	PDNS            Provider = "pdns"
	Pihole          Provider = "pihole"
	Plural          Provider = "plural"
	RFC2136         Provider = "rfc2136"
	Scaleway        Provider = "scaleway"
	SkyDNS          Provider = "skydns" // another name of coredns
	TransIP         Provider = "transip"
	Webhook         Provider = "webhook" // a sidecar
)

// Enum lists the providers.
func (Provider) Enum() []string {
	return addon.Values(
		AWS, AWSSD, Akamai, AlibabaCloud, Azure, AzureDNS, AzurePrivateDNS, Civo, Cloudflare, CoreDNS,
		DNSimple, Exoscale, Gandi, GoDaddy, Google, InMemory, Linode, NS1, OCI, OVH,
		PDNS, Pihole, Plural, RFC2136, Scaleway, SkyDNS, TransIP, Webhook,
	)
}

// RecordType is a type of DNS records.
type RecordType string

// The types of records.
const (
	RecordA     RecordType = "A"
	RecordAAAA  RecordType = "AAAA"
	RecordCNAME RecordType = "CNAME"
	RecordMX    RecordType = "MX"
	RecordNAPTR RecordType = "NAPTR"
	RecordNS    RecordType = "NS"
	RecordPTR   RecordType = "PTR"
	RecordSRV   RecordType = "SRV"
	RecordTXT   RecordType = "TXT"
)

// Enum lists the types of records.
func (RecordType) Enum() []string {
	return addon.Values(RecordA, RecordAAAA, RecordCNAME, RecordMX, RecordNAPTR, RecordNS, RecordPTR, RecordSRV, RecordTXT)
}

// ZoneType tells the hosted zones of Route 53 that everybody can ask from those of a VPC.
type ZoneType string

// The types of zones.
const (
	PublicZones  ZoneType = "public"
	PrivateZones ZoneType = "private"
)

// Enum lists the types of zones.
func (ZoneType) Enum() []string { return addon.Values(PublicZones, PrivateZones) }

// LogLevel is how much is logged.
type LogLevel string

// The levels.
const (
	LogPanic   LogLevel = "panic"
	LogFatal   LogLevel = "fatal"
	LogError   LogLevel = "error"
	LogWarning LogLevel = "warning"
	LogInfo    LogLevel = "info"
	LogDebug   LogLevel = "debug"
)

// Enum lists the levels.
func (LogLevel) Enum() []string {
	return addon.Values(LogPanic, LogFatal, LogError, LogWarning, LogInfo, LogDebug)
}

// LogFormat is the form of the log.
type LogFormat string

// The forms.
const (
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Enum lists the forms.
func (LogFormat) Enum() []string { return addon.Values(LogText, LogJSON) }
