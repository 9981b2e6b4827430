package prometheusoperator

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/monitoring"
)

// Discovery is how targets are found, in all the ways that are given.
type Discovery struct {
	// Targets that are listed.
	StaticConfigs []StaticTargets `json:"staticConfigs,omitempty" jsonschema:"minItems=1"`

	// Targets that stand in files of the Prometheus' container.
	Files []FileDiscovery `json:"fileSDConfigs,omitempty" jsonschema:"minItems=1"`

	// Targets that a program tells by HTTP.
	HTTP []HTTPDiscovery `json:"httpSDConfigs,omitempty" jsonschema:"minItems=1"`

	// Objects of Kubernetes.
	Kubernetes []KubernetesDiscovery `json:"kubernetesSDConfigs,omitempty" jsonschema:"minItems=1"`

	// Services of Consul.
	Consul []ConsulDiscovery `json:"consulSDConfigs,omitempty" jsonschema:"minItems=1"`

	// Names of DNS.
	DNS []DNSDiscovery `json:"dnsSDConfigs,omitempty" jsonschema:"minItems=1"`

	// Instances of EC2.
	EC2 []EC2Discovery `json:"ec2SDConfigs,omitempty" jsonschema:"minItems=1"`
}

// StaticTargets are targets that are listed.
type StaticTargets struct {
	// The targets, each a host and a port.
	Targets []string `json:"targets" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`

	// Labels of their metrics.
	Labels map[string]string `json:"labels,omitempty"`
}

// FileDiscovery finds targets in files.
type FileDiscovery struct {
	// The files, in JSON or YAML. The last part of a path may have an asterisk.
	Files []string `json:"files" jsonschema:"required,minItems=1,uniqueItems,pattern=^[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)$"`

	// How often they are read again.
	RefreshInterval metav1.Duration `json:"refreshInterval,omitzero"`
}

// DiscoveryClient is how one who tells targets is asked.
type DiscoveryClient struct {
	monitoring.Login `json:",inline"`

	// How the certificate is checked.
	TLSConfig *monitoring.SafeTLSConfig `json:"tlsConfig,omitempty"`

	monitoring.Proxy `json:",inline"`

	// Whether redirects are followed; they are, where it is left out.
	FollowRedirects *bool `json:"followRedirects,omitempty"`

	// Whether HTTP/2 is spoken; it is, where it is left out.
	EnableHTTP2 *bool `json:"enableHTTP2,omitempty"`
}

// HTTPDiscovery finds targets by HTTP.
type HTTPDiscovery struct {
	// The URL.
	URL string `json:"url" jsonschema:"required,pattern=^https?://.+$"`

	// How often it is asked.
	RefreshInterval metav1.Duration `json:"refreshInterval,omitzero"`

	DiscoveryClient `json:",inline"`
}

// KubernetesDiscovery finds objects of Kubernetes. Prometheus needs the right to read them.
type KubernetesDiscovery struct {
	// The objects that are targets.
	Role KubernetesRole `json:"role" jsonschema:"required"`

	// The address of the API server; the cluster's own, where it is left out.
	APIServer string `json:"apiServer,omitempty"`

	// The namespaces; all, where it is left out.
	Namespaces *DiscoveryNamespaces `json:"namespaces,omitempty"`

	// What targets know of where they run.
	AttachMetadata *monitoring.AttachMetadata `json:"attachMetadata,omitempty"`

	// What the objects are like.
	Selectors []DiscoverySelector `json:"selectors,omitempty"`

	DiscoveryClient `json:",inline"`
}

// Validate refuses selectors of kinds that aren't looked at, and what the operator can't read.
func (d KubernetesDiscovery) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if d.APIServer != "" && d.Namespaces != nil && d.Namespaces.OwnNamespace {
		errs = append(errs, field.Forbidden(path.Child("namespaces", "ownNamespace"), "is a namespace of the cluster, and apiServer another one"))
	}
	known := []KubernetesRole{d.Role}
	if d.Role == EndpointsRole || d.Role == EndpointSliceRole {
		known = append(known, PodRole, ServiceRole)
	}
	for i, s := range d.Selectors {
		p := path.Child("selectors").Index(i)
		if !slices.Contains(known, s.Role) {
			errs = append(errs, field.NotSupported(p.Child("role"), s.Role, known))
		}
		if _, err := labels.Parse(s.Label); err != nil {
			errs = append(errs, field.Invalid(p.Child("label"), s.Label, err.Error()))
		}
		if _, err := fields.ParseSelector(s.Field); err != nil {
			errs = append(errs, field.Invalid(p.Child("field"), s.Field, err.Error()))
		}
	}
	return errs
}

// KubernetesRole is a kind of objects.
type KubernetesRole string

// The kinds.
const (
	PodRole           KubernetesRole = "Pod"
	EndpointsRole     KubernetesRole = "Endpoints"
	EndpointSliceRole KubernetesRole = "EndpointSlice"
	ServiceRole       KubernetesRole = "Service"
	IngressRole       KubernetesRole = "Ingress"
	NodeRole          KubernetesRole = "Node"
)

// Enum lists the kinds.
func (KubernetesRole) Enum() []string {
	return addon.Values(PodRole, EndpointsRole, EndpointSliceRole, ServiceRole, IngressRole, NodeRole)
}

// DiscoveryNamespaces are namespaces in which objects are looked for.
type DiscoveryNamespaces struct {
	// The Prometheus' own.
	OwnNamespace bool `json:"ownNamespace,omitempty"`

	// The names of others.
	Names []string `json:"names,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=63"`
}

// DiscoverySelector is what objects are like.
type DiscoverySelector struct {
	// The kind, which a discovery of another kind may look at too.
	Role KubernetesRole `json:"role" jsonschema:"required"`

	// The labels: "app=web,tier!=test".
	Label string `json:"label,omitempty"`

	// The fields: "spec.nodeName=a".
	Field string `json:"field,omitempty"`
}

// ConsulDiscovery finds services of Consul.
type ConsulDiscovery struct {
	// The host and port of Consul.
	Server string `json:"server" jsonschema:"required"`

	// What stands before the paths of the API.
	PathPrefix string `json:"pathPrefix,omitempty"`

	// The ACL token.
	TokenRef *addon.SecretRef `json:"tokenRef,omitempty"`

	// The data centre; the agent's own, where it is left out.
	Datacenter string `json:"datacenter,omitempty"`

	// The namespace of Consul Enterprise.
	Namespace string `json:"namespace,omitempty"`

	// The partition of Consul Enterprise.
	Partition string `json:"partition,omitempty"`

	// "http", where it is left out, or "https".
	Scheme monitoring.Scheme `json:"scheme,omitempty"`

	// The services; all, where it is left out.
	Services []string `json:"services,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// Tags that they all have.
	Tags []string `json:"tags,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// What stands between tags in the label that has them; "," where it is left out.
	TagSeparator string `json:"tagSeparator,omitempty"`

	// What is known of their nodes.
	NodeMeta map[string]string `json:"nodeMeta,omitempty"`

	// What else they are like, in Consul's words.
	Filter string `json:"filter,omitempty"`

	// Whether answers may be a little old, which spares Consul; they may, where it is left out.
	AllowStale *bool `json:"allowStale,omitempty"`

	// How often it is asked.
	RefreshInterval metav1.Duration `json:"refreshInterval,omitzero"`

	DiscoveryClient `json:",inline"`
}

// DNSDiscovery finds targets by DNS.
type DNSDiscovery struct {
	// The names.
	Names []string `json:"names" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`

	// The type of the records: "SRV", where it is left out.
	Type RecordType `json:"type,omitempty"`

	// The port, where it isn't part of the records.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// How often they are resolved.
	RefreshInterval metav1.Duration `json:"refreshInterval,omitzero"`
}

// Validate refuses addresses without a port.
func (d DNSDiscovery) Validate(path *field.Path) field.ErrorList {
	if d.Type != "" && d.Type != SRV && d.Port == 0 {
		return field.ErrorList{field.Required(path.Child("port"), "records of the type "+string(d.Type)+" have none")}
	}
	return nil
}

// RecordType is a type of DNS records.
type RecordType string

// The types.
const (
	SRV  RecordType = "SRV"
	A    RecordType = "A"
	AAAA RecordType = "AAAA"
	MX   RecordType = "MX"
	NS   RecordType = "NS"
)

// Enum lists the types.
func (RecordType) Enum() []string { return addon.Values(SRV, A, AAAA, MX, NS) }

// EC2Discovery finds instances of EC2.
type EC2Discovery struct {
	// The region; that of the node, where it is left out.
	Region string `json:"region,omitempty" jsonschema:"minLength=1"`

	// The ID of a key. Without one the role of the pods is used.
	AccessKey *addon.SecretRef `json:"accessKey,omitempty"`

	// The key.
	SecretKey *addon.SecretRef `json:"secretKey,omitempty"`

	// The ARN of a role that is assumed.
	RoleARN string `json:"roleARN,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^ ]+$"`

	// The port that is scraped: 80, where it is left out.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// What the instances are like, in EC2's words.
	Filters []EC2Filter `json:"filters,omitempty"`

	// How often EC2 is asked.
	RefreshInterval metav1.Duration `json:"refreshInterval,omitzero"`

	// How EC2's certificate is checked.
	TLSConfig *monitoring.SafeTLSConfig `json:"tlsConfig,omitempty"`

	monitoring.Proxy `json:",inline"`
}

// Validate refuses half a key.
func (d EC2Discovery) Validate(path *field.Path) field.ErrorList {
	return checkKey(d.AccessKey, d.SecretKey, path)
}

// EC2Filter is what instances are like.
type EC2Filter struct {
	// The name of the filter: "tag:team".
	Name string `json:"name" jsonschema:"required"`

	// The values, of which one must match.
	Values []string `json:"values" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`
}
