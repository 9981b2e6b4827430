package externaldns

import (
	_ "embed"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

//go:embed doc.go
var doc string

//go:embed crds.yaml
var crds string

const name = "external-dns"

// Definition is the addon external-dns.
var Definition = addon.Definition[Options]{
	Card: addon.Card{
		Name:       name,
		Doc:        doc,
		Category:   addon.Networking,
		Version:    "0.21.0",
		Source:     "https://github.com/kubernetes-sigs/external-dns/tree/external-dns-helm-chart-1.21.1/charts/external-dns",
		Kubernetes: ">=1.21",
		Namespace:  name,
	},
	Defaults: defaults,
	Validate: validate,
	Objects:  objects,
	AWS:      onAWS,
}

// New returns the addon with the given options.
func New(o Options) addon.Addon { return Definition.New(o) }

// Options of the addon. The policy and the owner ID must be chosen; for the rest the zero
// value installs what upstream's chart installs.
type Options struct {
	// What tells this install from others in the same cluster. Every name gets it. A
	// cluster file writes it behind the addon's name: "external-dns/private".
	Instance string `json:"-"`

	// The namespace that the addon is installed in.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Whether this install brings the CustomResourceDefinitions. Where it is left out, the
	// install without an instance does and others leave them to it.
	CRDs CRDs `json:"crds,omitempty"`

	// The pods. There can be one at most: two would race each other.
	Pods addon.Pods `json:"pods,omitzero"`

	// The DNS provider that holds the zones. Give what it needs beside the options here
	// in pods.extraArgs and, from Secrets, in pods.extraEnv.
	Provider Provider `json:"provider,omitempty"`

	// How the AWS API is used.
	AWS AWSOptions `json:"aws,omitzero"`

	// The sidecar that stands for the provider "webhook".
	Webhook WebhookOptions `json:"webhook,omitzero"`

	// The kinds of resources whose names become records. The role is made of what they
	// need to read. For a source that is not listed give --source in pods.extraArgs and
	// its permissions in extraRules.
	Sources []Source `json:"sources,omitempty" jsonschema:"minItems=1,uniqueItems"`

	// What may be done to records: "sync" creates, changes and deletes them,
	// "upsert-only" never deletes, "create-only" never changes either.
	Policy Policy `json:"policy" jsonschema:"required"`

	// Where it is kept which records are this install's.
	Registry Registry `json:"registry,omitempty"`

	// The name under which the registry knows this install's records. It must be another
	// for every install that shares a zone, in whatever cluster, and stay the same for
	// good: installs with one name delete each other's records. Required unless the
	// registry is "noop".
	OwnerID string `json:"ownerID,omitempty" jsonschema:"maxLength=128,pattern=^[0-9A-Za-z][0-9A-Za-z._:/-]*$"`

	// How the registry's TXT records are named, encrypted and cached.
	TXT TXTOptions `json:"txt,omitzero"`

	// The table of the registry "dynamodb".
	DynamoDB DynamoDBOptions `json:"dynamodb,omitzero"`

	// The domains that are managed, each with all that is below it. All zones that the
	// credentials reach, where it is left out.
	DomainFilters []string `json:"domainFilters,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,]+$"`

	// Domains that are not managed, although they are below those of domainFilters.
	ExcludeDomains []string `json:"excludeDomains,omitempty" jsonschema:"uniqueItems,pattern=^[^ \\,]+$"`

	// A regular expression that the managed domains match, in place of domainFilters and
	// excludeDomains.
	RegexDomainFilter string `json:"regexDomainFilter,omitempty"`

	// A regular expression that excludes domains. It goes before regexDomainFilter.
	RegexDomainExclusion string `json:"regexDomainExclusion,omitempty"`

	// The IDs of the hosted zones that are managed.
	ZoneIDFilters []string `json:"zoneIDFilters,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// A label selector: only resources that it selects are read.
	LabelFilter string `json:"labelFilter,omitempty"`

	// A selector over annotations, in the form of a label selector: only resources that
	// it selects are read.
	AnnotationFilter string `json:"annotationFilter,omitempty"`

	// What the annotations that are read begin with: "external-dns.alpha.kubernetes.io/"
	// where it is left out. With another one for each, installs serve the same resource
	// in different zones.
	AnnotationPrefix string `json:"annotationPrefix,omitempty" jsonschema:"pattern=^[^ /]+/$"`

	// The classes of Ingresses that are read; all, where it is left out.
	IngressClasses []string `json:"ingressClasses,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The types of Services that are read; all, where it is left out. With nothing but
	// "LoadBalancer" and "ExternalName" no pods, nodes and endpoints are held in memory.
	ServiceTypes []corev1.ServiceType `json:"serviceTypes,omitempty" jsonschema:"uniqueItems,enum=ClusterIP,enum=NodePort,enum=LoadBalancer,enum=ExternalName"`

	// The types of records that are managed: A, AAAA and CNAME where it is left out.
	ManagedRecordTypes []RecordType `json:"managedRecordTypes,omitempty" jsonschema:"uniqueItems"`

	// How often everything is compared.
	Interval metav1.Duration `json:"interval,omitzero"`

	// Compares as soon as a source changes, too.
	Events bool `json:"events,omitempty"`

	// Writes what would be changed to the log, and changes nothing.
	DryRun bool `json:"dryRun,omitempty"`

	// Reads one namespace only, by a Role in place of a ClusterRole.
	Namespaced bool `json:"namespaced,omitempty"`

	// The namespace that a namespaced install reads: its own, where it is left out.
	SourceNamespace string `json:"sourceNamespace,omitempty" jsonschema:"maxLength=63"`

	// The only namespace whose Gateways are looked at, for the Gateway API sources.
	GatewayNamespace string `json:"gatewayNamespace,omitempty" jsonschema:"maxLength=63"`

	// Reads ListenerSets of the Gateway API, version 1.5 or later.
	GatewayListenerSets bool `json:"gatewayListenerSets,omitempty"`

	// Permissions beyond those that the sources need.
	ExtraRules []rbacv1.PolicyRule `json:"extraRules,omitempty"`

	// How much is logged.
	LogLevel LogLevel `json:"logLevel,omitempty"`

	// The form of the log.
	LogFormat LogFormat `json:"logFormat,omitempty"`

	// The Service in front of the metrics.
	Service ServiceOptions `json:"service,omitzero"`

	// Has Prometheus scrape the metrics, the webhook's too.
	ServiceMonitor *addon.ServiceMonitor `json:"serviceMonitor,omitempty"`
}

// TXTOptions shape the TXT records of the registries "txt" and, for records that it is to
// take over, "dynamodb".
type TXTOptions struct {
	// What stands before the name of a record in the name of its TXT record, so that the
	// two don't collide: "%{record_type}-". For the apex of a zone it must contain
	// %{record_type} and end in a period. It can't change later.
	Prefix string `json:"prefix,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// What stands behind the first label of a record's name in place of a prefix. It
	// can't change later.
	Suffix string `json:"suffix,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// What stands for the asterisk of a wildcard record in the name of its TXT record.
	WildcardReplacement string `json:"wildcardReplacement,omitempty" jsonschema:"pattern=^[^ ]+$"`

	// The key, of 32 bytes and plain or in base64, by which the content of the TXT records
	// is encrypted, so that zones don't tell the cluster's namespaces and names.
	EncryptionKey *addon.SecretRef `json:"encryptionKey,omitempty"`

	// How long the records read from the provider are kept; not at all, where it is left
	// out.
	CacheInterval metav1.Duration `json:"cacheInterval,omitzero"`

	// The owner ID whose records become this install's. Don't use it in a zone in which
	// another cluster still goes by that ID: its records would be taken over too.
	MigrateFromOwner string `json:"migrateFromOwner,omitempty" jsonschema:"maxLength=128,pattern=^[0-9A-Za-z][0-9A-Za-z._:/-]*$"`
}

// DynamoDBOptions name a table. Its partition key is a string called "k", and it has no
// sort key.
type DynamoDBOptions struct {
	// The table's name: "external-dns" where it is left out.
	Table string `json:"table,omitempty" jsonschema:"minLength=3,maxLength=255,pattern=^[0-9A-Za-z_.-]+$"`

	// The table's region, if it is not the one of the other calls.
	Region string `json:"region,omitempty" jsonschema:"pattern=^[a-z]{2}(-[a-z]+)+-[0-9]+$"`
}

// ServiceOptions are those of the Service in front of the metrics.
type ServiceOptions struct {
	// Leaves the Service out.
	Disabled bool `json:"disabled,omitempty"`

	// The port of the metrics.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Annotations of the Service.
	Annotations map[string]string `json:"annotations,omitempty"`

	// The families of IP addresses, the first one first.
	IPFamilies []corev1.IPFamily `json:"ipFamilies,omitempty" jsonschema:"maxItems=2,uniqueItems,enum=IPv4,enum=IPv6"`

	// Whether the Service has addresses of both families.
	IPFamilyPolicy corev1.IPFamilyPolicy `json:"ipFamilyPolicy,omitempty" jsonschema:"enum=SingleStack,enum=PreferDualStack,enum=RequireDualStack"`
}

func defaults(t addon.Target) Options {
	o := Options{
		Pods: addon.Pods{
			Replicas: new(int32(1)),
			Image:    addon.Image{Repository: "registry.k8s.io/external-dns/external-dns", Tag: "v0.21.0"},
		},
		Provider: AWS,
		Webhook: WebhookOptions{
			Port:           8080,
			ServicePort:    8080,
			LivenessProbe:  probe(portWebhook, 10, 2),
			ReadinessProbe: probe(portWebhook, 5, 6),
		},
		Sources:   []Source{SourceService, SourceIngress},
		Registry:  RegistryTXT,
		Interval:  metav1.Duration{Duration: time.Minute},
		LogLevel:  LogInfo,
		LogFormat: LogText,
		Service:   ServiceOptions{Port: 7979},
	}
	if t.AWS != nil {
		o.AWS.Region = t.AWS.Region
	}
	return o
}

// identity is what the addon's objects go by.
func (o Options) identity() kube.Identity {
	return kube.Identify(name, o.Namespace, o.Instance)
}

// name is what the install's objects are called, as the chart calls them after a release
// of that name.
func (o Options) name() string { return addon.InstanceName(name, o.Instance) }
