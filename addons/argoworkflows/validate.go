package argoworkflows

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addon/hpa"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateController(o.Controller, path.Child("controller")),
		validateServer(o, path),
		validateSSO(o, path.Child("sso")),
		validateDurations(o, path),
		validateNamespaces(o, path),
		validateRepositories(o, path.Child("artifactRepositories")),
		validateWorkflows(o, path),
	)
}

func validateController(c Controller, path *field.Path) field.ErrorList {
	e, p := c.LeaderElection, path.Child("leaderElection")
	var errs field.ErrorList
	said := e.LeaseDuration.Duration != 0 || e.RenewDeadline.Duration != 0 || e.RetryPeriod.Duration != 0
	switch {
	case e.Disabled && said:
		errs = append(errs, field.Forbidden(p, "nobody is elected: disabled is set"))
	case said:
		errs = append(errs, addon.CheckElection(p,
			cmp.Or(e.LeaseDuration.Duration, 15*time.Second), cmp.Or(e.RenewDeadline.Duration, 10*time.Second), cmp.Or(e.RetryPeriod.Duration, 5*time.Second))...)
	}
	if e.Disabled && *c.Pods.Replicas > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *c.Pods.Replicas, "must be 0 or 1 without an election: each would do everything"))
	}
	if c.Metrics.Port == healthPort {
		errs = append(errs, field.Invalid(path.Child("metrics", "port"), c.Metrics.Port, "is the port by which the controller tells that it is well"))
	}
	return errs
}

// validateServer refuses what the server wouldn't do, and what nobody would reach.
func validateServer(o Options, path *field.Path) field.ErrorList {
	s, p := o.Server, path.Child("server")
	errs := hpa.Check(s.Autoscaling, s.Pods, false, p)
	if s.Disabled {
		for _, f := range []addon.Choice{
			addon.Field("ingress", s.Ingress != nil),
			addon.Field("serviceMonitor", s.ServiceMonitor != nil),
			addon.Field("certificate", s.Certificate != (addon.ServingCertificate{})),
		} {
			if f.Set {
				errs = append(errs, field.Forbidden(p.Child(f.Name), "needs the server that disabled leaves out"))
			}
		}
		if o.SSO != nil {
			errs = append(errs, field.Forbidden(path.Child("sso"), "needs the server that server.disabled leaves out"))
		}
		return errs
	}
	if s.PlainHTTP && s.Certificate != (addon.ServingCertificate{}) {
		errs = append(errs, field.Forbidden(p.Child("certificate"), "excludes plainHTTP: only one of them can be set"))
	}
	if s.Certificate.CABundle != "" {
		errs = append(errs, field.Forbidden(p.Child("certificate", "caBundle"), "nobody is told: clients know the CA otherwise"))
	}
	if slices.Contains(s.AuthModes, SSOAuth) && o.SSO == nil {
		errs = append(errs, field.Required(path.Child("sso"), "server.authModes has sso"))
	}
	if o.SSO != nil && !slices.Contains(o.authModes(), SSOAuth) {
		errs = append(errs, field.Forbidden(path.Child("sso"), "server.authModes doesn't have sso"))
	}
	if s.ServiceMonitor != nil && !s.AnonymousMetrics && !slices.Contains(o.authModes(), ClientAuth) {
		errs = append(errs, field.Required(p.Child("anonymousMetrics"), "server.authModes doesn't have client, by which Prometheus logs in"))
	}
	if s.OwnSecretsOnly && o.SSO != nil && o.SSO.DelegateToNamespaces {
		errs = append(errs, field.Forbidden(p.Child("ownSecretsOnly"), "sso.delegateToNamespaces needs the tokens of accounts in other namespaces"))
	}
	if s.Service.NodePort != 0 && !o.hasNodePorts() {
		errs = append(errs, field.Forbidden(p.Child("service", "nodePort"), "needs the type NodePort or LoadBalancer"))
	}
	errs = append(errs, addon.CheckService(service(o).Spec, p.Child("service"))...)
	if s.Ingress != nil {
		errs = append(errs, validateIngress(o, p)...)
	}
	return errs
}

func validateIngress(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	s, p := o.Server, path.Child("ingress")
	lb := s.Ingress.ALB
	if lb == nil {
		return errs
	}
	protocol := alb.HTTPS
	if s.PlainHTTP {
		protocol = alb.HTTP
	}
	if lb.BackendProtocol != "" && lb.BackendProtocol != protocol {
		errs = append(errs, field.Invalid(p.Child("alb", "backendProtocol"), lb.BackendProtocol, "must be "+string(protocol)+", which the server speaks"))
	}
	if lb.TargetType == alb.Instance && !o.hasNodePorts() {
		errs = append(errs, field.Invalid(p.Child("alb", "targetType"), lb.TargetType, "needs a Service of the type NodePort"))
	}
	return errs
}

func validateSSO(o Options, path *field.Path) field.ErrorList {
	if o.SSO == nil {
		return nil
	}
	var errs field.ErrorList
	names := map[string]bool{}
	for i, a := range o.SSO.Accounts {
		p := path.Child("accounts").Index(i)
		if names[a.Name] {
			errs = append(errs, field.Duplicate(p.Child("name"), a.Name))
		}
		names[a.Name] = true
		if o.SingleNamespace && len(a.Namespaces) > 0 {
			errs = append(errs, field.Forbidden(p.Child("namespaces"), "singleNamespace is set"))
		}
	}
	if o.SingleNamespace && o.SSO.DelegateToNamespaces {
		errs = append(errs, field.Forbidden(path.Child("delegateToNamespaces"), "singleNamespace is set"))
	}
	return errs
}

// validateDurations refuses what upstream can't be told.
func validateDurations(o Options, path *field.Path) field.ErrorList {
	errs := addon.CheckWholeSeconds(o.Controller.Metrics.TTL, path.Child("controller", "metrics", "ttl"))
	if p := o.Persistence; p != nil {
		at := path.Child("persistence")
		errs = append(errs, addon.CheckWholeSeconds(p.ArchiveTTL, at.Child("archiveTTL"))...)
		for _, f := range []addon.Choice{
			addon.Field("archiveTTL", p.ArchiveTTL != (metav1.Duration{})),
			addon.Field("archiveLabelSelector", p.ArchiveLabelSelector != nil),
		} {
			if f.Set && !p.Archive {
				errs = append(errs, field.Forbidden(at.Child(f.Name), "needs archive"))
			}
		}
	}
	return errs
}

// validateNamespaces refuses two of one namespace and account, and others than the addon's own
// where the controller knows no others.
func validateNamespaces(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[[2]string]bool{}
	for i, n := range o.WorkflowNamespaces {
		p := path.Child("workflowNamespaces").Index(i)
		id := [2]string{n.Name, n.account()}
		if seen[id] {
			errs = append(errs, field.Duplicate(p.Child("serviceAccount"), n.account()))
		}
		seen[id] = true
		errs = append(errs, own(o, p.Child("name"), n.Name)...)
		if n.Name == o.Namespace && slices.Contains([]string{"argo", serverName}, n.account()) && !n.Existing {
			errs = append(errs, field.Invalid(p.Child("serviceAccount"), n.account(), "is the addon's own"))
		}
	}
	return errs
}

// own refuses a namespace that isn't the addon's, where the controller knows no other.
func own(o Options, path *field.Path, namespace string) field.ErrorList {
	if !o.SingleNamespace || namespace == "" || namespace == o.Namespace {
		return nil
	}
	return field.ErrorList{field.Invalid(path, namespace, "must be "+o.Namespace+", since singleNamespace is set")}
}

// configKey matches the keys of ConfigMaps.
var configKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[-._a-zA-Z0-9]+$`) })

func validateRepositories(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[[2]string]bool{}
	for i, r := range o.ArtifactRepositories {
		p := path.Index(i)
		id := [2]string{cmp.Or(r.Namespace, o.Namespace), r.name()}
		if seen[id] || id == [2]string{o.Namespace, configName} {
			errs = append(errs, field.Duplicate(p.Child("name"), r.name()))
		}
		seen[id] = true
		errs = append(errs, own(o, p.Child("namespace"), r.Namespace)...)
		for _, key := range slices.Sorted(maps.Keys(r.Repositories)) {
			if !configKey().MatchString(key) {
				errs = append(errs, field.Invalid(p.Child("repositories").Key(key), key, "must be a key of a ConfigMap, and match "+configKey().String()))
			}
		}
	}
	return errs
}

// validateWorkflows checks the workflows among the options, each with the defaults below it.
func validateWorkflows(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[[3]string]bool{}
	twice := func(p *field.Path, kind, namespace, name string) {
		if id := [3]string{kind, namespace, name}; seen[id] {
			errs = append(errs, field.Duplicate(p.Child("name"), name))
		} else {
			seen[id] = true
		}
	}
	for i, w := range o.WorkflowTemplates {
		p := path.Child("workflowTemplates").Index(i)
		twice(p, "template", o.workflowNamespace(w.Namespace), w.Name)
		errs = append(errs, own(o, p.Child("namespace"), w.Namespace)...)
		errs = append(errs, checkSpec(w.WorkflowSpec, o.WorkflowDefaults, false, p)...)
		errs = append(errs, needs(o, w.Namespace, w.WorkflowSpec, p)...)
	}
	for i, w := range o.ClusterWorkflowTemplates {
		p := path.Child("clusterWorkflowTemplates").Index(i)
		twice(p, "cluster template", "", w.Name)
		if o.SingleNamespace {
			errs = append(errs, field.Forbidden(p, "singleNamespace is set, with which the controller reads none"))
		}
		errs = append(errs, checkSpec(w.WorkflowSpec, o.WorkflowDefaults, false, p)...)
	}
	for i, w := range o.CronWorkflows {
		p := path.Child("cronWorkflows").Index(i)
		twice(p, "cron workflow", o.workflowNamespace(w.Namespace), w.Name)
		if len(w.Name) > 52 {
			errs = append(errs, field.TooLong(p.Child("name"), w.Name, 52))
		}
		errs = append(errs, own(o, p.Child("namespace"), w.Namespace)...)
		errs = append(errs, checkSpec(w.CronWorkflowSpec.WorkflowSpec, o.WorkflowDefaults, true, p.Child("workflowSpec"))...)
		errs = append(errs, needs(o, w.Namespace, w.CronWorkflowSpec.WorkflowSpec, p.Child("workflowSpec"))...)
	}
	return errs
}

// needs refuses a workflow that nobody gave the rights that it needs.
func needs(o Options, namespace string, spec WorkflowSpec, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	namespace = o.workflowNamespace(namespace)
	account := o.accountOf(namespace, spec)
	if account == "" && o.WorkflowDefaults != nil {
		account = o.WorkflowDefaults.ServiceAccountName
	}
	if account == "" && spec.WorkflowTemplateRef == nil {
		errs = append(errs, field.Required(path.Child("serviceAccountName"),
			"workflowNamespaces doesn't have "+namespace+", and the account default can't report what became of a pod"))
	}
	i := slices.IndexFunc(o.WorkflowNamespaces, func(n WorkflowNamespace) bool { return n.Name == namespace && n.account() == account })
	gc := spec.ArtifactGC
	if gc == nil && o.WorkflowDefaults != nil {
		gc = o.WorkflowDefaults.ArtifactGC
	}
	if i >= 0 && gc != nil && gc.ServiceAccountName == "" && gc.Strategy != "" && gc.Strategy != ArtifactsNever && !o.WorkflowNamespaces[i].ArtifactGC {
		errs = append(errs, field.Forbidden(path.Child("artifactGC"), "the account "+account+" may not: set artifactGC of its namespace in workflowNamespaces"))
	}
	for i, t := range spec.Templates {
		if t.Memoize != nil && !o.Controller.Memoization {
			errs = append(errs, field.Forbidden(path.Child("templates").Index(i).Child("memoize"), "needs controller.memoization"))
		}
	}
	return errs
}
