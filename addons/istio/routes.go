package istio

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// HTTPMirror is where a copy of requests goes.
type HTTPMirror struct {
	// Where.
	Destination Destination `json:"destination" jsonschema:"required"`

	// The percentage of requests that is copied; all where it is left out.
	Percentage *Percent `json:"percentage,omitempty"`
}

// CORSPolicy says which other sites browsers let in.
type CORSPolicy struct {
	// The sites.
	AllowOrigins []StringMatch `json:"allowOrigins,omitempty"`

	// The methods.
	AllowMethods []string `json:"allowMethods,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The headers of requests.
	AllowHeaders []string `json:"allowHeaders,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The headers of responses that scripts see.
	ExposeHeaders []string `json:"exposeHeaders,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// How long a browser remembers the answer.
	MaxAge metav1.Duration `json:"maxAge,omitzero"`

	// Whether requests with cookies are let in.
	AllowCredentials *bool `json:"allowCredentials,omitempty"`

	// What becomes of preflight requests of sites that aren't let in; they go on where it is
	// left out.
	UnmatchedPreflights UnmatchedPreflights `json:"unmatchedPreflights,omitempty"`
}

// UnmatchedPreflights is what becomes of preflight requests of sites that aren't let in.
type UnmatchedPreflights string

// What becomes of them.
const (
	ForwardPreflights UnmatchedPreflights = "FORWARD"
	IgnorePreflights  UnmatchedPreflights = "IGNORE"
)

// Enum lists what may become of them.
func (UnmatchedPreflights) Enum() []string {
	return addon.Values(ForwardPreflights, IgnorePreflights)
}

// TLSRoute is a route of TLS that isn't ended.
type TLSRoute struct {
	// The connections that it is for, each of which matches one of these.
	Match []TLSMatch `json:"match" jsonschema:"required,minItems=1"`

	// Where they go.
	Route []RouteDestination `json:"route" jsonschema:"required,minItems=1"`
}

// Validate refuses destinations to which no connection would go.
func (r TLSRoute) Validate(path *field.Path) field.ErrorList {
	return validateWeights(weightsOf(r.Route), path.Child("route"))
}

// TLSMatch is what a connection is like: all of what is given.
type TLSMatch struct {
	// The names that clients ask for. They must be among the hosts of the VirtualService.
	SNIHosts []string `json:"sniHosts" jsonschema:"required,minItems=1,uniqueItems,minLength=1"`

	// The CIDRs of the address that it goes to.
	DestinationSubnets []string `json:"destinationSubnets,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The port that it came to.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Labels of the pod that opened it, for sidecars.
	SourceLabels map[string]string `json:"sourceLabels,omitempty"`

	// The namespace of the pod that opened it, for sidecars.
	SourceNamespace string `json:"sourceNamespace,omitempty" jsonschema:"maxLength=63"`

	// The gateways that it came to, in place of those of the VirtualService.
	Gateways []string `json:"gateways,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// TCPRoute is a route of TCP.
type TCPRoute struct {
	// The connections that it is for, each of which matches one of these; all, where it is
	// left out.
	Match []L4Match `json:"match,omitempty"`

	// Where they go.
	Route []RouteDestination `json:"route" jsonschema:"required,minItems=1"`
}

// Validate refuses destinations to which no connection would go.
func (r TCPRoute) Validate(path *field.Path) field.ErrorList {
	return validateWeights(weightsOf(r.Route), path.Child("route"))
}

// L4Match is what a connection is like: all of what is given.
type L4Match struct {
	// The CIDRs of the address that it goes to.
	DestinationSubnets []string `json:"destinationSubnets,omitempty" jsonschema:"uniqueItems,minLength=1"`

	// The port that it came to.
	Port int32 `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`

	// Labels of the pod that opened it, for sidecars.
	SourceLabels map[string]string `json:"sourceLabels,omitempty"`

	// The namespace of the pod that opened it, for sidecars.
	SourceNamespace string `json:"sourceNamespace,omitempty" jsonschema:"maxLength=63"`

	// The gateways that it came to, in place of those of the VirtualService.
	Gateways []string `json:"gateways,omitempty" jsonschema:"uniqueItems,minLength=1"`
}

// RouteDestination is where a share of the connections goes.
type RouteDestination struct {
	// Where.
	Destination Destination `json:"destination" jsonschema:"required"`

	// The share, in relation to the sum of all weights. One destination needs none.
	Weight int32 `json:"weight,omitempty" jsonschema:"minimum=0"`
}

func weightsOf(route []RouteDestination) []int32 {
	weights := make([]int32, len(route))
	for i, d := range route {
		weights[i] = d.Weight
	}
	return weights
}
