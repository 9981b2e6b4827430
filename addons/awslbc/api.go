package awslbc

import "github.com/fitout/fitout/addon"

// API is how AWS is called.
type API struct {
	// How often calls may be made. What is given for a service takes the place of all that
	// the controller does by default for it: for Elastic Load Balancing v2 that is 4 calls a
	// second that register or deregister targets, with bursts of 20, 50 that describe, with
	// bursts of 200, and 3 that modify, with bursts of 20; for WAFV2 and WAF Regional one
	// call in two seconds that associates or dissociates, and one a second that asks.
	Throttle []Throttle `json:"throttle,omitempty"`

	// How often a call is tried again: 10 times where it is left out.
	MaxRetries int32 `json:"maxRetries,omitempty" jsonschema:"minimum=1"`

	// URLs at which services are called, in place of AWS's public ones.
	Endpoints map[Service]string `json:"endpoints,omitempty"`
}

// Throttle limits how often operations of a service are called. A call waits for every limit
// that matches it.
type Throttle struct {
	// The service.
	Service Service `json:"service" jsonschema:"required"`

	// A regular expression that the operations' names match: "^RegisterTargets|^Deregister".
	Operations string `json:"operations" jsonschema:"required,pattern=^[^:=\\,]+$"`

	// How many calls a second there are in the long run. It may be a fraction.
	Rate float64 `json:"rate" jsonschema:"required,minimum=0.001"`

	// How many calls may come at once after a pause.
	Burst int32 `json:"burst" jsonschema:"required,minimum=1"`
}

// Service is a service of AWS by the name that its SDK has for it.
type Service string

// The services that the controller calls.
const (
	ACM                      Service = "ACM"
	EC2                      Service = "EC2"
	ElasticLoadBalancing     Service = "Elastic Load Balancing v2"
	GlobalAccelerator        Service = "Global Accelerator"
	ResourceGroupsTaggingAPI Service = "Resource Groups Tagging API"
	Route53                  Service = "Route 53"
	Shield                   Service = "Shield"
	STS                      Service = "STS"
	WAFRegional              Service = "WAF Regional"
	WAFv2                    Service = "WAFV2"
)

// Enum lists the services.
func (Service) Enum() []string {
	return addon.Values(ACM, EC2, ElasticLoadBalancing, GlobalAccelerator, ResourceGroupsTaggingAPI, Route53, Shield, STS, WAFRegional, WAFv2)
}
