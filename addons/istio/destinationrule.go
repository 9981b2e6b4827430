package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// DestinationRule says how requests reach the pods of a Service.
type DestinationRule = kube.Custom[DestinationRuleSpec]

// NewDestinationRule returns a DestinationRule, to be added to an install by [addon.With].
func NewDestinationRule(meta metav1.ObjectMeta, spec DestinationRuleSpec) *DestinationRule {
	return kube.NewCustom(networkingGroup+"/v1", "DestinationRule", meta, spec)
}

// DestinationRuleSpec says how requests reach the pods of a Service. The fields are those
// of networking.istio.io/v1.
type DestinationRuleSpec struct {
	// The Service, by a short name in the namespace of the resource, or in full as in
	// "reviews.shop.svc.cluster.local"; "*.example.com" stands for several.
	Host string `json:"host" jsonschema:"required,maxLength=253"`

	// What holds for all pods.
	TrafficPolicy *TrafficPolicy `json:"trafficPolicy,omitempty"`

	// Parts of the pods, which VirtualServices name.
	Subsets []Subset `json:"subsets,omitempty"`

	// The namespaces that see the rule; "*" for all, "." for its own.
	ExportTo []string `json:"exportTo,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The pods whose proxies follow the rule, all in its namespace; all where it is left
	// out.
	WorkloadSelector *WorkloadSelector `json:"workloadSelector,omitempty"`
}

// Validate refuses subsets of one name.
func (s DestinationRuleSpec) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, sub := range s.Subsets {
		if seen[sub.Name] {
			errs = append(errs, field.Duplicate(path.Child("subsets").Index(i).Child("name"), sub.Name))
		}
		seen[sub.Name] = true
	}
	return errs
}

// WorkloadSelector selects pods.
type WorkloadSelector struct {
	// The labels that they have.
	MatchLabels map[string]string `json:"matchLabels" jsonschema:"required"`
}

// Subset is a part of a Service's pods.
type Subset struct {
	// Its name.
	Name string `json:"name" jsonschema:"required,maxLength=63,pattern=^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$"`

	// The labels of its pods; those of all pods where it is left out.
	Labels map[string]string `json:"labels,omitempty"`

	// What holds for it beside what holds for all pods.
	TrafficPolicy *TrafficPolicy `json:"trafficPolicy,omitempty"`
}

// TrafficPolicy says how requests reach pods.
type TrafficPolicy struct {
	// How pods are chosen.
	LoadBalancer *LoadBalancer `json:"loadBalancer,omitempty"`

	// How many connections and requests there may be.
	ConnectionPool *ConnectionPool `json:"connectionPool,omitempty"`

	// Which pods are ejected.
	OutlierDetection *OutlierDetection `json:"outlierDetection,omitempty"`

	// How connections are encrypted.
	TLS *ClientTLS `json:"tls,omitempty"`

	// What holds for single ports in place of the above.
	PortLevelSettings []PortTrafficPolicy `json:"portLevelSettings,omitempty"`

	// Sends the PROXY protocol.
	ProxyProtocol *ProxyProtocol `json:"proxyProtocol,omitempty"`

	// How many requests may be tried again at once.
	RetryBudget *RetryBudget `json:"retryBudget,omitempty"`

	// Reaches the pods by way of a proxy.
	Tunnel *Tunnel `json:"tunnel,omitempty"`
}

// PortTrafficPolicy says how requests reach a port of pods.
type PortTrafficPolicy struct {
	// The port.
	Port PortSelector `json:"port" jsonschema:"required"`

	// How pods are chosen.
	LoadBalancer *LoadBalancer `json:"loadBalancer,omitempty"`

	// How many connections and requests there may be.
	ConnectionPool *ConnectionPool `json:"connectionPool,omitempty"`

	// Which pods are ejected.
	OutlierDetection *OutlierDetection `json:"outlierDetection,omitempty"`

	// How connections are encrypted.
	TLS *ClientTLS `json:"tls,omitempty"`
}

// ClientTLS says how connections are encrypted.
type ClientTLS struct {
	// Whether, and with whose certificates.
	Mode ClientTLSMode `json:"mode" jsonschema:"required"`

	// The Secret with the certificates, for gateways; for sidecars it needs a
	// workloadSelector.
	CredentialName string `json:"credentialName,omitempty" jsonschema:"maxLength=253"`

	// The file of the client's certificate.
	ClientCertificate string `json:"clientCertificate,omitempty"`

	// The file of its key.
	PrivateKey string `json:"privateKey,omitempty"`

	// The file of the CAs of which one must have signed the server's certificate. Without
	// it, or a Secret, those of the operating system are taken.
	CACertificates string `json:"caCertificates,omitempty"`

	// The file of the revoked certificates.
	CACRL string `json:"caCrl,omitempty"`

	// The names of which the server's certificate must have one.
	SubjectAltNames []string `json:"subjectAltNames,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The name that the server is asked for.
	SNI string `json:"sni,omitempty"`

	// Doesn't check the server's certificate.
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`
}

// Validate refuses a client's certificate that the mode doesn't use, and one that is
// missing.
func (t ClientTLS) Validate(path *field.Path) field.ErrorList {
	files := t.ClientCertificate != "" || t.PrivateKey != ""
	switch {
	case t.CredentialName != "" && (files || t.CACertificates != ""):
		return field.ErrorList{field.Forbidden(path.Child("credentialName"), "excludes files: only one of the two can be set")}
	case t.Mode == ClientMutual && t.CredentialName == "" && (t.ClientCertificate == "" || t.PrivateKey == ""):
		return field.ErrorList{field.Required(path, "the mode MUTUAL needs credentialName, or clientCertificate and privateKey")}
	case t.Mode != ClientMutual && files:
		return field.ErrorList{field.Forbidden(path.Child("clientCertificate"), "needs the mode MUTUAL")}
	case t.Mode == ClientIstioMutual && (t.CredentialName != "" || t.CACertificates != ""):
		return field.ErrorList{field.Forbidden(path.Child("mode"), "ISTIO_MUTUAL takes the certificates of the mesh: give none")}
	}
	return nil
}

// ClientTLSMode says whether connections are encrypted.
type ClientTLSMode string

// The modes.
const (
	ClientDisable     ClientTLSMode = "DISABLE"
	ClientSimple      ClientTLSMode = "SIMPLE"
	ClientMutual      ClientTLSMode = "MUTUAL"       // with a certificate of the client's
	ClientIstioMutual ClientTLSMode = "ISTIO_MUTUAL" // with the certificates of the mesh
)

// Enum lists the modes.
func (ClientTLSMode) Enum() []string {
	return addon.Values(ClientDisable, ClientSimple, ClientMutual, ClientIstioMutual)
}

// ProxyProtocol sends the PROXY protocol.
type ProxyProtocol struct {
	// Its version; V1 where it is left out.
	Version string `json:"version,omitempty" jsonschema:"enum=V1,enum=V2"`
}

// RetryBudget says how many requests may be tried again at once.
type RetryBudget struct {
	// The percentage of those that are under way; 20 where it is left out.
	Percent *float64 `json:"percent,omitempty" jsonschema:"minimum=0,maximum=100"`

	// The number that may be tried again in any case; 3 where it is left out.
	MinRetryConcurrency *int32 `json:"minRetryConcurrency,omitempty" jsonschema:"minimum=0"`

	// The time over which requests are counted.
	BudgetInterval metav1.Duration `json:"budgetInterval,omitzero"`
}

// Tunnel reaches pods by way of a proxy.
type Tunnel struct {
	// How: CONNECT where it is left out.
	Protocol string `json:"protocol,omitempty" jsonschema:"enum=CONNECT,enum=POST"`

	// The host that the proxy is asked for.
	TargetHost string `json:"targetHost" jsonschema:"required"`

	// The port that the proxy is asked for.
	TargetPort int32 `json:"targetPort" jsonschema:"required,minimum=1,maximum=65535"`
}
