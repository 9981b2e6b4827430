package vault

import (
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validateServer(s Server, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateMode(s, path),
		validateCertificate(s, path),
		validatePods(s, path),
		validateListener(s.Listener, path.Child("listener")),
		validateSettings(s.Settings, path.Child("settings")),
		validateWays(s, path),
		validateMetrics(s, path),
	)
}

func validateMode(s Server, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	replicas := path.Child("pods", "replicas")
	switch n := s.Pods.Replicas; {
	case n == nil:
	case s.Mode != HA && *n > 1:
		errs = append(errs, field.Invalid(replicas, *n, `must be at most 1: several servers that share their data need the mode "ha"`))
	case *n == 2:
		errs = append(errs, field.Invalid(replicas, *n, "must be 1, or 3 and more: of two servers none may stop"))
	}
	if s.Mode != HA {
		errs = append(errs, refuse(path, `needs the mode "ha"`,
			addon.Field("raft", set(s.Raft)),
			addon.Field("scrapeStandbys", s.ScrapeStandbys))...)
	}
	if s.Mode != Dev {
		return append(errs, refuse(path, `needs the mode "dev"`, addon.Field("devRootToken", s.DevRootToken != nil))...)
	}
	return append(errs, refuse(path, `the mode "dev" has a configuration of its own`,
		addon.Field("certificate", s.tls()),
		addon.Field("seal", s.Seal != nil),
		addon.Field("migrateFrom", s.MigrateFrom != nil),
		addon.Field("auditStorage", s.AuditStorage.Enabled),
		addon.Field("listener", set(s.Listener)),
		addon.Field("telemetry", set(s.Telemetry)),
		addon.Field("settings", set(s.Settings)),
		addon.Field("serviceMonitor", s.ServiceMonitor != nil))...)
}

// set tells whether anything is set in options that have no defaults.
func set(options any) bool { return !reflect.ValueOf(options).IsZero() }

func validateCertificate(s Server, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s.Certificate.Secret != "" && s.Certificate.CABundle == "" {
		errs = append(errs, field.Required(path.Child("certificate", "caBundle"), "other servers and the agents trust the certificate of a Secret by its CA alone"))
	}
	if s.CertificateNames != nil && s.Certificate.CertManager == nil {
		errs = append(errs, field.Forbidden(path.Child("certificateNames"), "they go with certificate.certManager"))
	}
	if s.Listener.TLSMinVersion != "" && !s.tls() {
		errs = append(errs, field.Forbidden(path.Child("listener", "tlsMinVersion"), "needs a certificate"))
	}
	return errs
}

func validatePods(s Server, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if grace := *s.Pods.TerminationGracePeriodSeconds; int64(*s.PreStopSeconds) >= grace {
		errs = append(errs, field.Invalid(path.Child("preStopSeconds"), *s.PreStopSeconds, "must be less than pods.terminationGracePeriodSeconds, or nothing is left to stop in"))
	}
	if p := s.LivenessProbe; p != nil {
		errs = append(errs, addon.AtMostOne(path.Child("livenessProbe"), addon.Field("path", p.Path != ""), addon.Field("command", p.Command != nil))...)
	}
	if p := s.ReadinessProbe; p.Disabled && p.Path != "" {
		errs = append(errs, field.Forbidden(path.Child("readinessProbe", "path"), "excludes disabled: only one of them can be set"))
	}
	return errs
}

func validateListener(l Listener, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		addon.CheckCIDRs(l.ForwardedForFrom, path.Child("forwardedForFrom")),
		addon.CheckCIDRs(l.ProxyProtocolFrom, path.Child("proxyProtocolFrom")),
	)
	if l.ForwardedForSkip != 0 && l.ForwardedForFrom == nil {
		errs = append(errs, field.Forbidden(path.Child("forwardedForSkip"), "needs forwardedForFrom"))
	}
	return errs
}

// validateWays refuses what the API server would of the ways to the servers.
func validateWays(s Server, path *field.Path) field.ErrorList {
	p := path.Child("service")
	errs := addon.CheckService(Options{Server: s}.serviceSpec(), p)
	if s.Service.Type == "ClusterIP" {
		errs = append(errs, refuse(p, "needs the type NodePort or LoadBalancer",
			addon.Field("nodePort", s.Service.NodePort != 0),
			addon.Field("activeNodePort", s.Service.ActiveNodePort != 0),
			addon.Field("standbyNodePort", s.Service.StandbyNodePort != 0))...)
	} else if s.Service.Headless {
		errs = append(errs, field.Forbidden(p.Child("headless"), "needs the type ClusterIP"))
	}
	if s.Mode != HA {
		errs = append(errs, refuse(p, `needs the mode "ha"`,
			addon.Field("activeNodePort", s.Service.ActiveNodePort != 0),
			addon.Field("standbyNodePort", s.Service.StandbyNodePort != 0),
			addon.Field("activeAnnotations", s.Service.ActiveAnnotations != nil),
			addon.Field("standbyAnnotations", s.Service.StandbyAnnotations != nil))...)
	}
	if u := s.UIService; u != nil {
		errs = append(errs, validateUI(s, *u, path.Child("uiService"))...)
	}
	if in := s.Ingress; in != nil && in.Issuer != nil && in.TLSSecret == "" {
		errs = append(errs, field.Required(path.Child("ingress", "tlsSecret"), "the issuer's certificate is written to it"))
	}
	return errs
}

func validateUI(s Server, u UIService, path *field.Path) field.ErrorList {
	spec := u.spec()
	errs := addon.CheckService(spec, path)
	if spec.Type == "ClusterIP" && u.NodePort != 0 {
		errs = append(errs, field.Forbidden(path.Child("nodePort"), "needs the type NodePort or LoadBalancer"))
	}
	if s.Mode != HA && u.ActiveOnly {
		errs = append(errs, field.Forbidden(path.Child("activeOnly"), `needs the mode "ha"`))
	}
	if s.Settings.NoUI {
		errs = append(errs, field.Forbidden(path, "there is no web page: settings.noUI is set"))
	}
	return errs
}

// validateMetrics refuses a scrape that Vault would refuse.
func validateMetrics(s Server, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	open := s.Telemetry.Unauthenticated
	switch {
	case s.ServiceMonitor == nil:
		errs = refuse(path, "needs serviceMonitor",
			addon.Field("metricsToken", s.MetricsToken != nil),
			addon.Field("scrapeStandbys", s.ScrapeStandbys && s.Mode == HA))
	case s.MetricsToken == nil && !open:
		errs = append(errs, field.Required(path.Child("metricsToken"), "Vault tells metrics only to who has a token, unless telemetry.unauthenticated is set"))
	case s.ScrapeStandbys && !open && s.Mode == HA:
		errs = append(errs, field.Forbidden(path.Child("scrapeStandbys"), "needs telemetry.unauthenticated: standbys check no tokens"))
	}
	if len(s.Telemetry.DogStatsDTags) > 0 && s.Telemetry.DogStatsDAddress == "" {
		errs = append(errs, field.Required(path.Child("telemetry", "dogStatsDAddress"), "the tags are of what is sent there"))
	}
	if s.Telemetry.OnlyFiltered && len(s.Telemetry.PrefixFilter) == 0 {
		errs = append(errs, field.Required(path.Child("telemetry", "prefixFilter"), "there would be no metrics at all"))
	}
	return errs
}
