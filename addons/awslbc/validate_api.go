package awslbc

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Validate refuses endpoints of services that the controller doesn't call.
func (a API) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	known := Service("").Enum()
	for _, service := range slices.Sorted(maps.Keys(a.Endpoints)) {
		p, url := path.Child("endpoints").Key(string(service)), a.Endpoints[service]
		if !slices.Contains(known, string(service)) {
			errs = append(errs, field.NotSupported(p, service, known))
		}
		if scheme, host, ok := strings.Cut(url, "://"); !ok || scheme != "https" && scheme != "http" || host == "" || strings.ContainsAny(host, `," `) {
			errs = append(errs, field.Invalid(p, url, `must be a URL, as in "https://vpce-0123.elasticloadbalancing.ap-northeast-1.vpce.amazonaws.com"`))
		}
	}
	return errs
}

// Validate refuses what is no regular expression.
func (t Throttle) Validate(path *field.Path) field.ErrorList {
	if _, err := regexp.Compile(t.Operations); err != nil {
		return field.ErrorList{field.Invalid(path.Child("operations"), t.Operations, "must be a regular expression: "+err.Error())}
	}
	return nil
}
