package emissary

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// route is what Mappings have in common that share their requests.
type route struct {
	Domain, Prefix, Method string
	Precedence             int32
	Headers, RegexHeaders  map[string]string
	Query, RegexQuery      map[string]string
	Labels                 map[string]string
}

// route is the route of a Mapping as a text that others can be compared with. Labels tell
// Mappings apart that name no domain.
func (m NamedMapping) route() string {
	r := route{
		Domain: m.Hostname + m.Host, Prefix: m.Prefix, Method: m.Method, Precedence: m.Precedence,
		Headers: m.Headers, RegexHeaders: m.RegexHeaders,
		Query: m.QueryParameters, RegexQuery: m.RegexQueryParameters,
	}
	if r.Domain == "" {
		r.Labels = m.ObjectLabels
	}
	data, err := json.Marshal(r)
	if err != nil {
		panic(err) // a struct of texts
	}
	return string(data)
}

// shared is what the Mappings of a route come to.
type shared struct {
	weight             int32
	redirect, services bool
}

// validateRoutes refuses Mappings of one route that Emissary would pass over together, and
// ways to choose pods for services whose pods it doesn't find.
func validateRoutes(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	routes := map[string]*shared{}
	for i, m := range o.Mappings {
		p := path.Child("mappings").Index(i)
		if m.Resolver == "" && (o.Module.Resolver == "" || o.Module.Resolver == serviceResolver) {
			if m.LoadBalancer != nil {
				errs = append(errs, field.Forbidden(p.Child("load_balancer"), needsEndpoints))
			}
			if len(m.HealthChecks) > 0 {
				errs = append(errs, field.Forbidden(p.Child("health_checks"), needsEndpoints))
			}
		}
		if m.Shadow {
			continue // it takes no requests from the others
		}
		r := routes[m.route()]
		if r == nil {
			r = &shared{}
			routes[m.route()] = r
		}
		if m.HostRedirect && (r.redirect || r.services) || r.redirect {
			errs = append(errs, field.Invalid(p.Child("prefix"), m.Prefix, "is another Mapping's too, and one of the two redirects: all requests of a route are redirected, or none"))
		}
		r.redirect, r.services = r.redirect || m.HostRedirect, r.services || !m.HostRedirect
		if m.Weight != nil {
			r.weight += *m.Weight
			if r.weight > 100 && r.weight > *m.Weight {
				errs = append(errs, field.Invalid(p.Child("weight"), *m.Weight, fmt.Sprintf("makes %d with the other Mappings of the route: they share 100", r.weight)))
			}
		}
	}
	return errs
}
