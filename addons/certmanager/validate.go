package certmanager

import (
	"cmp"
	"maps"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateIssuers(o, path),
		validateMonitors(o, path),
		addon.CheckFeatureGates(path.Child("featureGates"), o.FeatureGates, "ServerSideApply"),
		addon.CheckFeatureGates(path.Child("caInjector", "featureGates"), o.CAInjector.FeatureGates, "ServerSideApply"),
	)
}

// validateIssuers checks that names are given once, and what issuers need from the other
// options.
func validateIssuers(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	once := func(key, name string, path *field.Path) {
		if seen[key] {
			errs = append(errs, field.Duplicate(path.Child("name"), name))
		}
		seen[key] = true
	}
	for i, issuer := range o.ClusterIssuers {
		p := path.Child("clusterIssuers").Index(i)
		once(issuer.Name, issuer.Name, p)
		errs = append(errs, needs(o, issuer.IssuerSpec, p)...)
	}
	for i, issuer := range o.Issuers {
		p := path.Child("issuers").Index(i)
		once(issuer.Namespace+"/"+issuer.Name, issuer.Name, p)
		errs = append(errs, needs(o, issuer.IssuerSpec, p)...)
		errs = append(errs, needsCredentials(o, issuer.IssuerSpec, p)...)
	}
	return errs
}

// needs refuses solvers that the controller isn't told to know.
func needs(o Options, spec IssuerSpec, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, s := range spec.solvers() {
		if s.HTTP01 != nil && s.HTTP01.GatewayHTTPRoute != nil && !o.GatewayAPI {
			errs = append(errs, field.Forbidden(path.Child("acme", "solvers").Index(i).Child("http01", "gatewayHTTPRoute"), "needs gatewayAPI: true"))
		}
	}
	return errs
}

// needsCredentials refuses an Issuer whose solver would find no credentials.
func needsCredentials(o Options, spec IssuerSpec, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for i, s := range spec.solvers() {
		if s.DNS01 != nil && s.DNS01.Route53 != nil && s.DNS01.Route53.AccessKeyIDSecretRef == nil && !o.IssuerAmbientCredentials {
			errs = append(errs, field.Required(path.Child("acme", "solvers").Index(i).Child("dns01", "route53", "accessKeyIDSecretRef"),
				"an Issuer doesn't use the pod's own role: give a key, make it a ClusterIssuer, or set issuerAmbientCredentials"))
		}
	}
	return errs
}

func (s IssuerSpec) solvers() []Solver {
	if s.ACME == nil {
		return nil
	}
	return s.ACME.Solvers
}

func validateMonitors(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.ServiceMonitor != nil && o.PodMonitor != nil {
		errs = append(errs, field.Forbidden(path.Child("podMonitor"), "serviceMonitor has the same metrics scraped: take one of the two"))
	}
	if o.DisableMetrics && (o.ServiceMonitor != nil || o.PodMonitor != nil) {
		errs = append(errs, field.Forbidden(path.Child("disableMetrics"), "serviceMonitor and podMonitor need the metrics"))
	}
	return errs
}

// Validate refuses ports that are taken.
func (w Webhook) Validate(path *field.Path) field.ErrorList {
	errs := addon.CheckFeatureGates(path.Child("featureGates"), w.FeatureGates, "ServerSideApply")
	switch {
	case w.HostNetwork && w.Port == 10250:
		errs = append(errs, field.Invalid(path.Child("port"), w.Port, "is the kubelet's own in the network of the node: take another, such as 10260"))
	case w.Port == healthPort:
		errs = append(errs, field.Invalid(path.Child("port"), w.Port, "is where the webhook answers probes: take another"))
	case w.Port == metricsPort:
		errs = append(errs, field.Invalid(path.Child("port"), w.Port, "is where the webhook serves metrics: take another"))
	}
	return errs
}

// Validate refuses durations with which no election can be won.
func (l LeaderElection) Validate(path *field.Path) field.ErrorList {
	return addon.CheckElection(path,
		cmp.Or(l.LeaseDuration.Duration, time.Minute),
		cmp.Or(l.RenewDeadline.Duration, 40*time.Second),
		cmp.Or(l.RetryPeriod.Duration, 15*time.Second))
}

// Validate refuses resources that there are no flags for, and limits below requests.
func (s HTTP01Solver) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	p := path.Child("resources")
	if len(s.Resources.Claims) > 0 {
		errs = append(errs, field.Forbidden(p.Child("claims"), "only requests and limits can be given"))
	}
	for _, l := range []struct {
		name string
		list corev1.ResourceList
	}{{"requests", s.Resources.Requests}, {"limits", s.Resources.Limits}} {
		for _, r := range slices.Sorted(maps.Keys(l.list)) {
			if r != corev1.ResourceCPU && r != corev1.ResourceMemory {
				errs = append(errs, field.NotSupported(p.Child(l.name).Key(string(r)), r, []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory}))
			}
		}
	}
	// What cert-manager takes where a flag is left out.
	for _, d := range []struct {
		name           corev1.ResourceName
		request, limit string
	}{{corev1.ResourceCPU, "10m", "100m"}, {corev1.ResourceMemory, "64Mi", "64Mi"}} {
		request, ok := s.Resources.Requests[d.name]
		if !ok {
			request = resource.MustParse(d.request)
		}
		limit, ok := s.Resources.Limits[d.name]
		if !ok {
			limit = resource.MustParse(d.limit)
		}
		if limit.Cmp(request) < 0 {
			errs = append(errs, field.Invalid(p.Child("limits").Key(string(d.name)), limit.String(), "must be at least what is requested, "+request.String()))
		}
	}
	return errs
}
