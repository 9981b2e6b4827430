package oauth2proxy

import (
	"net/netip"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	p := o.Provider
	errs := addon.AtMostOne(path.Child("provider"),
		addon.Field("github", p.GitHub != nil), addon.Field("oidc", p.OIDC != nil), addon.Field("google", p.Google != nil))
	if g := p.GitHub; g != nil && g.Organization == "" && len(g.Teams) > 0 {
		errs = append(errs, field.Required(path.Child("provider", "github", "organization"), "teams are an organization's"))
	}
	if g := p.Google; g != nil && len(g.Groups) > 0 && (g.AdminEmail == "" || g.ServiceAccount == nil) {
		errs = append(errs, field.Required(path.Child("provider", "google"), "groups need adminEmail and serviceAccount, by which they are looked up"))
	}
	for i, t := range o.TrustedProxies {
		_, addrErr := netip.ParseAddr(t)
		_, rangeErr := netip.ParsePrefix(t)
		if addrErr != nil && rangeErr != nil {
			errs = append(errs, field.Invalid(path.Child("trustedProxies").Index(i), t, "must be an IP address or a range, such as 10.0.0.0/8"))
		}
	}
	if len(o.TrustedProxies) > 0 && !o.ReverseProxy {
		errs = append(errs, field.Forbidden(path.Child("trustedProxies"), "needs reverseProxy"))
	}
	if r, e := o.Cookie.Refresh.Duration, o.Cookie.Expire.Duration; r > 0 && e > 0 && r >= e {
		errs = append(errs, field.Invalid(path.Child("cookie", "refresh"), r.String(), "must be below expire, "+e.String()+": the proxy refuses to start"))
	}
	for i, route := range o.SkipAuthRoutes {
		_, expression, found := strings.Cut(route, "=")
		if !found {
			expression = route
		}
		errs = append(errs, compiles(expression, path.Child("skipAuthRoutes").Index(i))...)
	}
	for i, route := range o.APIRoutes {
		errs = append(errs, compiles(route, path.Child("apiRoutes").Index(i))...)
	}
	if in := o.Ingress; in != nil && in.Issuer != nil && in.TLSSecret == "" {
		errs = append(errs, field.Required(path.Child("ingress", "tlsSecret"), "the issuer's certificate is written to it"))
	}
	return errs
}

func compiles(expression string, path *field.Path) field.ErrorList {
	if _, err := regexp.Compile(expression); err != nil {
		return field.ErrorList{field.Invalid(path, expression, "must be a regular expression of Go: "+err.Error())}
	}
	return nil
}
