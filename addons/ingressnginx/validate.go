package ingressnginx

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		hpa.Check(o.Autoscaling, o.Pods, o.Kind == DaemonSet, path),
		validateClass(o, path),
		validateWatched(o, path),
		validateStatus(o, path),
		validateWebhook(o.Webhook, path.Child("webhook")),
		validateServices(o, path),
		validateProxyProtocol(o, path),
		validatePorts(o, path),
		validateStreams(o, path),
		validateConfig(o, path),
	)
}

// validateClass refuses properties of a class that isn't made.
func validateClass(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	c, p := o.IngressClass, path.Child("ingressClass")
	if i := slices.Index(c.Aliases, o.className()); i >= 0 {
		errs = append(errs, field.Duplicate(p.Child("aliases").Index(i), o.className()))
	}
	if !c.Disabled {
		return errs
	}
	refuse := func(name string, set bool) {
		if set {
			errs = append(errs, field.Forbidden(p.Child(name), "no class is made: ingressClass.disabled is set"))
		}
	}
	refuse("default", c.Default)
	refuse("annotations", c.Annotations != nil)
	refuse("aliases", c.Aliases != nil)
	refuse("parameters", c.Parameters != nil)
	return errs
}

// validateWatched refuses what a controller that watches one namespace doesn't see.
func validateWatched(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s := o.WatchNamespaceSelector; s != nil {
		p := path.Child("watchNamespaceSelector")
		if o.WatchNamespace != "" {
			errs = append(errs, field.Forbidden(p, "watchNamespace names the one that is watched"))
		}
		if _, err := metav1.LabelSelectorAsSelector(s); err != nil {
			errs = append(errs, field.Invalid(p, metav1.FormatLabelSelector(s), err.Error()))
		} else if len(s.MatchLabels)+len(s.MatchExpressions) == 0 {
			errs = append(errs, field.Required(p, "leave it out to watch all namespaces"))
		}
	}
	namespace, _, given := strings.Cut(o.defaultCertificate(), "/")
	if given && o.WatchNamespace != "" && namespace != o.WatchNamespace {
		errs = append(errs, field.Invalid(path.Child("defaultCertificate", "namespace"), namespace, "must be watchNamespace: the controller sees no other Secret"))
	}
	if !o.elsewhere() {
		return errs
	}
	refuse := func(p *field.Path, set bool) {
		if set {
			errs = append(errs, field.Forbidden(p, "the controller watches another namespace, "+o.WatchNamespace+", and doesn't see what is in its own"))
		}
	}
	refuse(path.Child("defaultBackend", "enabled"), o.DefaultBackend.Enabled)
	refuse(path.Child("tcp"), len(o.TCP) > 0)
	refuse(path.Child("udp"), len(o.UDP) > 0)
	refuse(path.Child("proxySetHeaders"), len(o.ProxySetHeaders) > 0)
	refuse(path.Child("addHeaders"), len(o.AddHeaders) > 0)
	return errs
}

// validateStatus refuses sources of Ingresses' status that exclude each other.
func validateStatus(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if s := o.PublishService; s.Disabled && s.Service != "" {
		errs = append(errs, field.Forbidden(path.Child("publishService", "service"), "publishService.disabled is set"))
	}
	if p := path.Child("reportNodeInternalIP"); o.ReportNodeInternalIP && !o.HostNetwork {
		errs = append(errs, field.Forbidden(p, "needs hostNetwork: else nobody reaches the pods by the addresses of their nodes"))
	} else if o.ReportNodeInternalIP && o.published() != "" {
		errs = append(errs, field.Forbidden(p, "the status shows the address of a Service: set publishService.disabled"))
	}
	return errs
}

func validateWebhook(w Webhook, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if d := w.Timeout.Duration; d != 0 && (d < time.Second || d > 30*time.Second || d%time.Second != 0) {
		errs = append(errs, field.Invalid(path.Child("timeout"), d.String(), "must be whole seconds, from 1s to 30s"))
	}
	if w.Certgen.Replicas != nil {
		errs = append(errs, field.Forbidden(path.Child("certgen", "replicas"), "a Job runs one pod"))
	}
	if w.Certgen.DisruptionBudget != nil {
		errs = append(errs, field.Forbidden(path.Child("certgen", "disruptionBudget"), "a Job that is disturbed starts anew"))
	}
	injected := slices.ContainsFunc(slices.Collect(maps.Keys(w.Annotations)), func(k string) bool {
		return strings.HasPrefix(k, "cert-manager.io/inject-")
	})
	if c := w.Certificate; c.Secret != "" && c.CABundle == "" && !injected && !w.Disabled {
		errs = append(errs, field.Required(path.Child("certificate", "caBundle"), "the API server has no other way to trust the Secret's certificate, unless an annotation cert-manager.io/inject-ca-from-secret brings the CA"))
	}
	return errs
}

// header is a name of an HTTP header that can be a key of a ConfigMap.
var header = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`) })

// validateConfig refuses settings that the controller would pass over or that fight.
func validateConfig(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	c, p := o.Config, path.Child("config")
	for _, s := range o.settings() {
		if _, ok := c.Extra[s.key]; ok {
			errs = append(errs, field.Invalid(p.Child("extra").Key(s.key), c.Extra[s.key], "is set twice: "+s.option+" sets it too"))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(c.Extra)) {
		if k == "ssl-session-ticket-key" {
			errs = append(errs, field.Forbidden(p.Child("extra").Key(k), "is a secret, which no option holds: all who read the ConfigMap would have it"))
		} else if !knownKey(k) {
			errs = append(errs, field.Invalid(p.Child("extra").Key(k), k, "the controller knows no such setting and would pass over it"))
		}
	}
	if c.AllowSnippetAnnotations && c.AnnotationsRiskLevel != Critical {
		errs = append(errs, field.Invalid(p.Child("annotationsRiskLevel"), string(c.AnnotationsRiskLevel), "must be Critical for allowSnippetAnnotations: else snippets are refused all the same"))
	}
	for _, t := range []struct {
		name  string
		value metav1.Duration
	}{
		{"proxyConnectTimeout", c.ProxyConnectTimeout},
		{"proxyReadTimeout", c.ProxyReadTimeout},
		{"proxySendTimeout", c.ProxySendTimeout},
		{"workerShutdownTimeout", c.WorkerShutdownTimeout},
	} {
		errs = append(errs, addon.CheckWholeSeconds(t.value, p.Child(t.name))...)
	}
	if w, grace := c.WorkerShutdownTimeout.Duration, *o.Pods.TerminationGracePeriodSeconds; w >= time.Duration(grace)*time.Second && w != 0 {
		errs = append(errs, field.Invalid(p.Child("workerShutdownTimeout"), w.String(), fmt.Sprintf("must be less than pods.terminationGracePeriodSeconds, which is %d", grace)))
	}
	errs = append(errs, addon.CheckCIDRs(c.ProxyRealIPCIDRs, p.Child("proxyRealIPCIDRs"))...)
	errs = append(errs, validateHeaders(o.ProxySetHeaders, path.Child("proxySetHeaders"))...)
	return append(errs, validateHeaders(o.AddHeaders, path.Child("addHeaders"))...)
}

func validateHeaders(headers map[string]string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, k := range slices.Sorted(maps.Keys(headers)) {
		if !header().MatchString(k) {
			errs = append(errs, field.Invalid(path.Key(k), k, "must be the name of a header"))
		}
	}
	return errs
}
