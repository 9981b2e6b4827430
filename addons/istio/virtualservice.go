package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

const (
	networkingGroup = "networking.istio.io"
	securityGroup   = "security.istio.io"
	telemetryGroup  = "telemetry.istio.io"
	extensionsGroup = "extensions.istio.io"
)

// VirtualService says where requests to some hosts go.
type VirtualService = kube.Custom[VirtualServiceSpec]

// NewVirtualService returns a VirtualService, to be added to an install by [addon.With].
func NewVirtualService(meta metav1.ObjectMeta, spec VirtualServiceSpec) *VirtualService {
	return kube.NewCustom(networkingGroup+"/v1", "VirtualService", meta, spec)
}

// VirtualServiceSpec says where requests to some hosts go. The fields are those of
// networking.istio.io/v1.
type VirtualServiceSpec struct {
	// The hosts, as in "reviews", "*.example.com" and "reviews.shop.svc.cluster.local". A
	// VirtualService that others delegate to has none.
	Hosts []string `json:"hosts,omitempty" jsonschema:"uniqueItems,minLength=1,maxLength=253"`

	// The gateways that the routes are for, by the names of Gateway resources, with
	// "namespace/" before those of another namespace. "mesh", the default, stands for all
	// sidecars.
	Gateways []string `json:"gateways,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The routes of HTTP. The first that matches is taken.
	HTTP []HTTPRoute `json:"http,omitempty"`

	// The routes of TLS that isn't ended, by the name that clients ask for.
	TLS []TLSRoute `json:"tls,omitempty"`

	// The routes of TCP.
	TCP []TCPRoute `json:"tcp,omitempty"`

	// The namespaces that see the VirtualService; "*" for all, "." for its own.
	ExportTo []string `json:"exportTo,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// Validate refuses a VirtualService without routes.
func (s VirtualServiceSpec) Validate(path *field.Path) field.ErrorList {
	if len(s.HTTP)+len(s.TLS)+len(s.TCP) == 0 {
		return field.ErrorList{field.Required(path, "needs one of http, tls, tcp")}
	}
	if len(s.Hosts) == 0 && len(s.TLS)+len(s.TCP) > 0 {
		return field.ErrorList{field.Required(path.Child("hosts"), "only routes of HTTP can be delegated to")}
	}
	return nil
}

// HTTPRoute is a route of HTTP: one of route, redirect, directResponse and delegate says
// what becomes of a request.
type HTTPRoute struct {
	// Its name, which access logs and metrics show.
	Name string `json:"name,omitempty"`

	// The requests that it is for, each of which matches one of these; all, where it is left
	// out.
	Match []HTTPMatch `json:"match,omitempty"`

	// Where requests go. Two or more share them by their weights.
	Route []HTTPDestination `json:"route,omitempty"`

	// Answers with a redirect.
	Redirect *HTTPRedirect `json:"redirect,omitempty"`

	// Answers with a status and a body.
	DirectResponse *HTTPDirectResponse `json:"directResponse,omitempty"`

	// Leaves it to the routes of another VirtualService.
	Delegate *Delegate `json:"delegate,omitempty"`

	// Rewrites a request before it goes on.
	Rewrite *HTTPRewrite `json:"rewrite,omitempty"`

	// How long a response may take; for ever where it is left out.
	Timeout metav1.Duration `json:"timeout,omitzero"`

	// How requests are tried again.
	Retries *HTTPRetry `json:"retries,omitempty"`

	// Faults that are put in on purpose.
	Fault *HTTPFault `json:"fault,omitempty"`

	// Where a copy of requests goes, whose answers nobody sees.
	Mirror *Destination `json:"mirror,omitempty"`

	// The percentage of requests that is copied; all where it is left out.
	MirrorPercentage *Percent `json:"mirrorPercentage,omitempty"`

	// Several places where copies go.
	Mirrors []HTTPMirror `json:"mirrors,omitempty"`

	// Which other sites browsers let in.
	CORSPolicy *CORSPolicy `json:"corsPolicy,omitempty"`

	// How headers are changed.
	Headers *Headers `json:"headers,omitempty"`
}

// Validate refuses a route that says nothing, or two things at once.
func (r HTTPRoute) Validate(path *field.Path) field.ErrorList {
	errs := addon.ExactlyOne(path,
		addon.Field("route", len(r.Route) > 0),
		addon.Field("redirect", r.Redirect != nil),
		addon.Field("directResponse", r.DirectResponse != nil),
		addon.Field("delegate", r.Delegate != nil),
	)
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"rewrite", r.Rewrite != nil && r.Delegate == nil},
		{"fault", r.Fault != nil && r.Delegate == nil && r.DirectResponse == nil},
		{"mirror", r.Mirror != nil && r.Delegate == nil},
		{"mirrors", r.Mirrors != nil && r.Delegate == nil},
	} {
		if f.set && len(r.Route) == 0 {
			errs = append(errs, field.Forbidden(path.Child(f.name), "needs a route"))
		}
	}
	if r.Mirror != nil && r.Mirrors != nil {
		errs = append(errs, addon.AtMostOne(path, addon.Field("mirror", true), addon.Field("mirrors", true))...)
	}
	if r.MirrorPercentage != nil && r.Mirror == nil {
		errs = append(errs, field.Forbidden(path.Child("mirrorPercentage"), "needs mirror"))
	}
	weights := make([]int32, len(r.Route))
	for i, d := range r.Route {
		weights[i] = d.Weight
	}
	return append(errs, validateWeights(weights, path.Child("route"))...)
}

// validateWeights refuses several destinations that all have the weight 0, to which no
// request would go.
func validateWeights(weights []int32, path *field.Path) field.ErrorList {
	var sum int64
	for _, w := range weights {
		sum += int64(w)
	}
	if len(weights) > 1 && sum == 0 {
		return field.ErrorList{field.Required(path, "several destinations need weights: 0 gets no request")}
	}
	return nil
}

// HTTPMatch is what a request is like: all of what is given.
type HTTPMatch struct {
	// Its name, which is added to the route's.
	Name string `json:"name,omitempty"`

	// The path, with the query.
	URI *StringMatch `json:"uri,omitempty"`

	// Takes small and capital letters of exact and prefix paths for the same.
	IgnoreURICase bool `json:"ignoreUriCase,omitempty"`

	// The scheme.
	Scheme *StringMatch `json:"scheme,omitempty"`

	// The method.
	Method *StringMatch `json:"method,omitempty"`

	// The host.
	Authority *StringMatch `json:"authority,omitempty"`

	// Headers, by their names in small letters. One with nothing set must only be there.
	Headers map[string]StringMatch `json:"headers,omitempty"`

	// Headers that a request must not have so.
	WithoutHeaders map[string]StringMatch `json:"withoutHeaders,omitempty"`

	// Parameters of the query.
	QueryParams map[string]StringMatch `json:"queryParams,omitempty"`

	// The port that it came to.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Labels of the pod that sent it, for sidecars.
	SourceLabels map[string]string `json:"sourceLabels,omitempty"`

	// The namespace of the pod that sent it, for sidecars.
	SourceNamespace string `json:"sourceNamespace,omitempty" jsonschema:"maxLength=63"`

	// The gateways that it came to, in place of those of the VirtualService.
	Gateways []string `json:"gateways,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// What the route's metrics are called by.
	StatPrefix string `json:"statPrefix,omitempty"`
}

// StringMatch matches a text in one of three ways; none of them matches all.
type StringMatch struct {
	// The whole text.
	Exact string `json:"exact,omitempty"`

	// What it begins with.
	Prefix string `json:"prefix,omitempty"`

	// A regular expression, in RE2's words, for the whole text.
	Regex string `json:"regex,omitempty"`
}

// Validate refuses two ways at once.
func (m StringMatch) Validate(path *field.Path) field.ErrorList {
	return addon.AtMostOne(path, addon.Field("exact", m.Exact != ""), addon.Field("prefix", m.Prefix != ""), addon.Field("regex", m.Regex != ""))
}
