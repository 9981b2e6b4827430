package emissary

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// Host is a domain that is served.
type Host = kube.Custom[HostSpec]

// NamedHost is a Host among the addon's options.
type NamedHost struct {
	// The name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The namespace; the addon's own where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`

	// Labels of the Host, by which Listeners select it.
	ObjectLabels map[string]string `json:"objectLabels,omitempty"`

	HostSpec `json:",inline"`
}

// HostSpec says which domain is served, with which certificate. Upstream's acmeProvider is
// not among the fields: Emissary gets no certificates. Let cert-manager do it.
type HostSpec struct {
	// The IDs of the Emissaries that the Host is for.
	AmbassadorID []string `json:"ambassador_id,omitempty"`

	// The domain, or several with an asterisk at the beginning or the end, as in
	// "*.example.com": all where it is left out.
	Hostname string `json:"hostname,omitempty" jsonschema:"maxLength=253,pattern=^([*]|[*]?[A-Za-z0-9._-]+(:[0-9]+)?[*]?)$"`

	// The labels of the Mappings that are served under the domain. A Mapping that has a
	// hostname must match by both. Emissary reads matchLabels alone.
	MappingSelector *metav1.LabelSelector `json:"mappingSelector,omitempty"`

	// The Secret with tls.crt and tls.key. The Host is served in plain HTTP where it is
	// left out.
	TLSSecret *TLSSecret `json:"tlsSecret,omitempty"`

	// The TLSContext, in the Host's namespace, that says how TLS is spoken.
	TLSContext *corev1.LocalObjectReference `json:"tlsContext,omitempty"`

	// How TLS is spoken, in place of a TLSContext.
	TLS *TLSSettings `json:"tls,omitempty"`

	// What becomes of insecure requests. They are redirected to HTTPS where it is left out.
	RequestPolicy *RequestPolicy `json:"requestPolicy,omitempty"`
}

// TLSSecret names a Secret with a certificate and its key.
type TLSSecret struct {
	// The Secret's name.
	Name string `json:"name" jsonschema:"required,maxLength=253"`

	// The Secret's namespace; that of the Host where it is left out.
	Namespace string `json:"namespace,omitempty" jsonschema:"maxLength=63"`
}

// RequestPolicy says what becomes of requests.
type RequestPolicy struct {
	// Those that came insecurely.
	Insecure InsecurePolicy `json:"insecure" jsonschema:"required"`
}

// InsecurePolicy says what becomes of insecure requests.
type InsecurePolicy struct {
	// What is done with them.
	Action InsecureAction `json:"action" jsonschema:"required"`

	// A further port whose requests are insecure.
	AdditionalPort int32 `json:"additionalPort,omitempty" jsonschema:"minimum=1,maximum=65535"`
}

// InsecureAction is what is done with insecure requests.
type InsecureAction string

// What is done with insecure requests.
const (
	Redirect InsecureAction = "Redirect" // to HTTPS
	Reject   InsecureAction = "Reject"
	Route    InsecureAction = "Route" // like secure ones
)

// Enum lists what can be done.
func (InsecureAction) Enum() []string { return addon.Values(Redirect, Reject, Route) }

// NewHost returns a Host.
func NewHost(meta metav1.ObjectMeta, spec HostSpec) *Host {
	return kube.NewCustom(apiVersion, "Host", meta, spec)
}

// Validate refuses names that no object can have. The spec validates itself.
func (h NamedHost) Validate(path *field.Path) field.ErrorList {
	return validNames(h.Name, h.Namespace, path)
}

// Validate refuses settings of TLS that Emissary would pass over.
func (h HostSpec) Validate(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("tlsContext", h.TLSContext != nil), addon.Field("tls", h.TLS != nil))
	if h.TLSSecret == nil && (h.TLSContext != nil || h.TLS != nil) {
		errs = append(errs, field.Required(path.Child("tlsSecret"), "without a certificate no TLS is spoken, whatever tlsContext and tls say"))
	}
	if h.TLSContext != nil && h.TLSContext.Name == "" {
		errs = append(errs, field.Required(path.Child("tlsContext", "name"), "names the TLSContext"))
	}
	return append(errs, validSelector(h.MappingSelector, path.Child("mappingSelector"))...)
}
