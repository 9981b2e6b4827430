package vault

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// annotations are those of a pod, named as agent-inject/agent/annotations.go of vault-k8s names
// them.
type annotations map[string]string

// prefix begins the names of all of them.
const prefix = "vault.hashicorp.com/"

// Annotations are those by which pods ask for the injection: as few as there are fields set.
func (i Injection) Annotations() map[string]string {
	a := annotations{prefix + "agent-inject": "true"}
	a.text("role", i.Role)
	for _, s := range i.Secrets {
		a.secret(s)
	}
	a.text("agent-inject-containers", strings.Join(i.Containers, ","))
	a.text("secret-volume-path", i.SecretsDir)
	a.yes("agent-pre-populate-only", i.InitOnly)
	a.no("agent-pre-populate", i.NoInit)
	a.yes("agent-init-first", i.InitFirst)
	a.yes("agent-inject-token", i.Token)
	a.text("agent-inject-default-template", string(i.Template))
	a.yes("preserve-secret-case", i.PreserveCase)
	a.text("agent-configmap", i.ConfigMap)
	a.text("agent-extra-secret", i.ExtraSecret)
	a.auth(i.Auth)
	a.connection(i.Connection)
	a.agent(i.Agent)
	a.rendering(i.Rendering)
	a.cache(i.Cache)
	return a
}

func (a annotations) secret(s InjectedSecret) {
	a.text("agent-inject-secret-"+s.Name, s.Path)
	a.text("agent-inject-template-"+s.Name, s.Template)
	a.text("agent-inject-template-file-"+s.Name, s.TemplateFile)
	a.text("agent-inject-file-"+s.Name, s.File)
	a.text("secret-volume-path-"+s.Name, s.Dir)
	a.text("agent-inject-perms-"+s.Name, s.Mode)
	a.text("agent-inject-command-"+s.Name, s.Command)
	a.yes("error-on-missing-key-"+s.Name, s.ErrorOnMissingKey)
	a.text("agent-template-left-delim-"+s.Name, s.LeftDelimiter)
	a.text("agent-template-right-delim-"+s.Name, s.RightDelimiter)
}

func (a annotations) auth(x InjectionAuth) {
	a.text("auth-type", x.Type)
	a.text("auth-path", x.Path)
	for key, value := range x.Config {
		a.text("auth-config-"+key, value)
	}
	a.text("agent-service-account-token-volume-name", x.TokenVolume)
	a.duration("auth-min-backoff", x.MinBackoff)
	a.duration("auth-max-backoff", x.MaxBackoff)
	a.yes("agent-auto-auth-exit-on-err", x.ExitOnError)
}

func (a annotations) connection(c InjectionConnection) {
	a.text("service", c.Address)
	a.text("namespace", c.Namespace)
	a.text("proxy-address", c.ProxyAddress)
	a.text("tls-secret", c.TLSSecret)
	a.text("ca-cert", c.CACert)
	a.text("client-cert", c.ClientCert)
	a.text("client-key", c.ClientKey)
	a.text("tls-server-name", c.TLSServerName)
	a.yes("tls-skip-verify", c.TLSSkipVerify)
	if c.MaxRetries != nil {
		a.text("client-max-retries", strconv.Itoa(int(*c.MaxRetries)))
	}
	a.duration("client-timeout", c.Timeout)
	a.text("agent-disable-idle-connections", strings.Join(addon.Values(c.DisableIdleConnections...), ","))
	a.text("agent-disable-keep-alives", strings.Join(addon.Values(c.DisableKeepAlives...), ","))
}

func (a annotations) agent(g InjectionAgent) {
	a.text("agent-image", g.Image.String())
	a.resources("agent-requests-", g.Resources.Requests)
	a.resources("agent-limits-", g.Resources.Limits)
	a.id("agent-run-as-user", g.RunAsUser)
	a.id("agent-run-as-group", g.RunAsGroup)
	a.yes("agent-run-as-same-user", g.RunAsSameUser)
	a.no("agent-set-security-context", g.NoSecurityContext)
	a.yes("agent-share-process-namespace", g.ShareProcessNamespace)
	a.text("agent-copy-volume-mounts", g.CopyVolumeMounts)
	a.yes("agent-revoke-on-shutdown", g.RevokeOnShutdown)
	a.text("agent-revoke-grace", kube.Number(int32(g.RevokeGrace.Duration/time.Second)))
	a.yes("agent-enable-quit", g.EnableQuit)
	a.text("log-level", string(g.LogLevel))
	a.text("log-format", string(g.LogFormat))
	a.text("go-max-procs", kube.Number(g.GoMaxProcs))
}

func (a annotations) rendering(r InjectionRendering) {
	a.no("template-config-exit-on-retry-failure", r.KeepTrying)
	a.duration("template-static-secret-render-interval", r.StaticSecretInterval)
	a.text("template-max-connections-per-host", kube.Number(r.MaxConnectionsPerHost))
	if p := r.LeaseRenewalPercent; p != 0 {
		a.text("template-lease-renewal-threshold", strconv.FormatFloat(float64(p)/100, 'f', -1, 64))
	}
}

func (a annotations) cache(c *InjectionCache) {
	if c == nil {
		return
	}
	a.yes("agent-cache-enable", true)
	a.text("agent-cache-listener-port", kube.Number(c.Port))
	a.text("agent-cache-use-auto-auth-token", string(c.Token))
	a.yes("agent-cache-exit-on-err", c.ExitOnError)
}

func (a annotations) text(name, value string) {
	if value != "" {
		a[prefix+name] = value
	}
}

func (a annotations) yes(name string, set bool) {
	if set {
		a.text(name, "true")
	}
}

func (a annotations) no(name string, set bool) {
	if set {
		a.text(name, "false")
	}
}

func (a annotations) duration(name string, d metav1.Duration) { a.text(name, kube.Duration(d)) }

func (a annotations) id(name string, id *int64) {
	if id != nil {
		a.text(name, strconv.FormatInt(*id, 10))
	}
}

func (a annotations) resources(name string, of corev1.ResourceList) {
	for resource, short := range map[corev1.ResourceName]string{
		corev1.ResourceCPU: "cpu", corev1.ResourceMemory: "mem", corev1.ResourceEphemeralStorage: "ephemeral",
	} {
		if q, ok := of[resource]; ok {
			a.text(name+short, q.String())
		}
	}
}

// Validate refuses what the injector would, which then doesn't let the pods be made, and what
// leaves the pods without secrets.
func (i Injection) Validate(path *field.Path) field.ErrorList {
	var errs field.ErrorList
	byKubernetes := i.Auth.Type == "" || i.Auth.Type == "kubernetes"
	if i.Role == "" && byKubernetes && i.Auth.Config["role"] == "" && i.ConfigMap == "" {
		errs = append(errs, field.Required(path.Child("role"), "the auth method kubernetes needs it"))
	}
	errs = append(errs, addon.AtMostOne(path, addon.Field("initOnly", i.InitOnly), addon.Field("noInit", i.NoInit))...)
	if i.InitOnly && i.Agent.RevokeOnShutdown {
		errs = append(errs, field.Forbidden(path.Child("agent", "revokeOnShutdown"), "no agent is left that could: initOnly is set"))
	}
	errs = append(errs, addon.CheckWholeSeconds(i.Agent.RevokeGrace, path.Child("agent", "revokeGrace"))...)
	seen := map[string]bool{}
	for n, s := range i.Secrets {
		p := path.Child("secrets").Index(n)
		if seen[s.Name] {
			errs = append(errs, field.Duplicate(p.Child("name"), s.Name))
		}
		seen[s.Name] = true
		errs = append(errs, s.validate(p)...)
	}
	for _, key := range slices.Sorted(maps.Keys(i.Auth.Config)) {
		errs = append(errs, named(key, "auth-config-"+key, path.Child("auth", "config").Key(key))...)
	}
	return errs
}

func (s InjectedSecret) validate(path *field.Path) field.ErrorList {
	if s.Name == "" {
		return nil // is required
	}
	errs := addon.AtMostOne(path, addon.Field("template", s.Template != ""), addon.Field("templateFile", s.TemplateFile != ""))
	if s.Path == "" && s.Template == "" && s.TemplateFile == "" {
		errs = append(errs, field.Required(path.Child("path"), "needs one of path, template, templateFile"))
	}
	return append(errs, named(s.Name, "agent-inject-template-file-"+s.Name, path.Child("name"))...)
}

// named refuses a value that can't end an annotation's name, of which the example is the longest.
func named(value, example string, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, problem := range validation.IsQualifiedName(prefix + example) {
		errs = append(errs, field.Invalid(path, value, "is part of an annotation's name: "+problem))
	}
	return errs
}
