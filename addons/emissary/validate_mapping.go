package emissary

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// serviceResolver is the resolver that Mappings have by default. It leaves the choice of a
// pod to Kubernetes.
const (
	serviceResolver = "kubernetes-service"
	needsEndpoints  = "needs a resolver that finds pods: kubernetes-endpoint"
)

// Validate refuses names that no object can have, and a Mapping that no Host can take. The
// spec validates itself.
func (m NamedMapping) Validate(path *field.Path) field.ErrorList {
	errs := validNames(m.Name, m.Namespace, path)
	if m.Hostname == "" && m.Host == "" && len(m.ObjectLabels) == 0 {
		errs = append(errs, field.Required(path.Child("hostname"), `without one, and without objectLabels by which a Host selects it, nothing is routed: "*" is for all domains`))
	}
	return errs
}

// Validate refuses what Emissary, or Envoy, would refuse or pass over.
func (m MappingSpec) Validate(path *field.Path) field.ErrorList {
	return slices.Concat(m.validateMatch(path), m.validateRedirect(path), m.validateRewrite(path), m.validateUpstream(path))
}

// validateMatch looks at which requests are meant.
func (m MappingSpec) validateMatch(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("hostname", m.Hostname != ""), addon.Field("host", m.Host != ""))
	errs = append(errs, addon.AtMostOne(path, addon.Field("prefix_regex", m.PrefixRegex), addon.Field("prefix_exact", m.PrefixExact))...)
	switch {
	case m.Host != "" && !m.HostRegex:
		errs = append(errs, field.Forbidden(path.Child("host"), "is for host_regex: take hostname"))
	case m.Host == "" && m.HostRegex:
		errs = append(errs, field.Required(path.Child("host"), "the regular expression"))
	}
	if m.HostRegex {
		errs = append(errs, validRegex(m.Host, path.Child("host"))...)
	}
	switch {
	case m.PrefixRegex:
		errs = append(errs, validRegex(m.Prefix, path.Child("prefix"))...)
	case m.Prefix != "" && !strings.HasPrefix(m.Prefix, "/"):
		errs = append(errs, field.Invalid(path.Child("prefix"), m.Prefix, "must begin with a slash, as all paths do"))
	}
	switch {
	case m.MethodRegex && m.Method == "":
		errs = append(errs, field.Required(path.Child("method"), "the regular expression"))
	case m.MethodRegex:
		errs = append(errs, validRegex(m.Method, path.Child("method"))...)
	case m.Method != strings.ToUpper(m.Method):
		errs = append(errs, field.Invalid(path.Child("method"), m.Method, "must be in capitals, as methods are"))
	}
	if m.PrefixRegex && m.CaseSensitive != nil {
		errs = append(errs, field.Forbidden(path.Child("case_sensitive"), "Envoy passes over it with prefix_regex: begin the expression with (?i)"))
	}
	for _, k := range slices.Sorted(maps.Keys(m.RegexHeaders)) {
		errs = append(errs, validRegex(m.RegexHeaders[k], path.Child("regex_headers").Key(k))...)
	}
	for _, k := range slices.Sorted(maps.Keys(m.RegexQueryParameters)) {
		errs = append(errs, validRegex(m.RegexQueryParameters[k], path.Child("regex_query_parameters").Key(k))...)
	}
	if v, ok := m.Headers[":authority"]; ok {
		errs = append(errs, field.Invalid(path.Child("headers").Key(":authority"), v, "is the domain: take hostname"))
	}
	return errs
}

// redirectCodes are the statuses that a redirect can have.
func redirectCodes() []string { return []string{"301", "302", "303", "307", "308"} }

// validateRedirect looks at where requests are sent back to.
func (m MappingSpec) validateRedirect(path *field.Path) field.ErrorList {
	paths := []addon.Choice{
		addon.Field("path_redirect", m.PathRedirect != ""),
		addon.Field("prefix_redirect", m.PrefixRedirect != ""),
		addon.Field("regex_redirect", m.RegexRedirect != nil),
	}
	errs := addon.AtMostOne(path, paths...)
	if code := fmt.Sprint(m.RedirectResponseCode); m.RedirectResponseCode != 0 && !slices.Contains(redirectCodes(), code) {
		errs = append(errs, field.NotSupported(path.Child("redirect_response_code"), code, redirectCodes()))
	}
	if r := m.RegexRedirect; r != nil {
		errs = append(errs, validRegex(r.Pattern, path.Child("regex_redirect", "pattern"))...)
	}
	if !m.HostRedirect {
		for _, c := range append(paths, addon.Field("redirect_response_code", m.RedirectResponseCode != 0)) {
			if c.Set {
				errs = append(errs, field.Forbidden(path.Child(c.Name), "needs host_redirect"))
			}
		}
		return errs
	}
	if strings.Contains(m.Service, "://") {
		errs = append(errs, field.Invalid(path.Child("service"), m.Service, "must be a domain without a scheme: redirects keep that of the request"))
	} else if host, _, _ := strings.Cut(m.Service, ":"); m.Service != "" && !strings.Contains(host, ".") && host != "localhost" {
		errs = append(errs, field.Invalid(path.Child("service"), m.Service, "must be a whole domain: Emissary takes a word for a service, and adds the namespace"))
	}
	refuse := func(name string, set bool, why string) {
		if set {
			errs = append(errs, field.Forbidden(path.Child(name), why))
		}
	}
	const gone = "with host_redirect no request reaches a service"
	refuse("shadow", m.Shadow, "excludes host_redirect: only one of them can be set")
	refuse("weight", m.Weight != nil, "a redirect can't share its requests: Emissary takes one for each route, or none")
	refuse("rewrite", m.Rewrite != nil, gone)
	refuse("regex_rewrite", m.RegexRewrite != nil, gone)
	refuse("host_rewrite", m.HostRewrite != "", gone)
	return errs
}

// validateRewrite looks at what a service sees of a request.
func (m MappingSpec) validateRewrite(path *field.Path) field.ErrorList {
	errs := addon.AtMostOne(path, addon.Field("rewrite", m.Rewrite != nil), addon.Field("regex_rewrite", m.RegexRewrite != nil))
	errs = append(errs, addon.AtMostOne(path, addon.Field("host_rewrite", m.HostRewrite != ""), addon.Field("auto_host_rewrite", m.AutoHostRewrite))...)
	if r := m.RegexRewrite; r != nil {
		errs = append(errs, validRegex(r.Pattern, path.Child("regex_rewrite", "pattern"))...)
	}
	return errs
}

// validateUpstream looks at how the service is reached.
func (m MappingSpec) validateUpstream(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if m.Resolver == serviceResolver && m.LoadBalancer != nil {
		errs = append(errs, field.Forbidden(path.Child("load_balancer"), needsEndpoints))
	}
	if m.Resolver == serviceResolver && len(m.HealthChecks) > 0 {
		errs = append(errs, field.Forbidden(path.Child("health_checks"), needsEndpoints))
	}
	for _, domain := range slices.Sorted(maps.Keys(m.Labels)) {
		for i, group := range m.Labels[domain] {
			if len(group) != 1 {
				errs = append(errs, field.Invalid(path.Child("labels").Key(domain).Index(i), len(group), "must be a group of one name"))
			}
		}
	}
	return errs
}

// validRegex refuses what Envoy couldn't compile: its expressions are RE2's, as Go's are.
func validRegex(expression string, path *field.Path) field.ErrorList {
	if _, err := regexp.Compile(expression); err != nil {
		return field.ErrorList{field.Invalid(path, expression, err.Error())}
	}
	return nil
}
