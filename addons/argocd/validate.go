package argocd

import (
	"fmt"
	"net/url"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/hpa"
)

func validate(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		validateURLs(o, path),
		validateIngress(o, path),
		validateNamespaces(o, path),
		validateController(o.Controller, path.Child("controller")),
		validateServer(o, path.Child("server")),
		hpa.Check(o.RepoServer.Autoscaling, o.RepoServer.Pods, false, path.Child("repoServer")),
		validateApplicationSetController(o.ApplicationSet, path.Child("applicationSet")),
		validateRedis(o.Redis, path.Child("redis")),
		validateLogin(o, path),
		validateUsers(o, path.Child("users")),
		validateRBAC(o.RBAC, path.Child("rbac")),
		validateRepositories(o, path),
		validateClusters(o.Clusters, path.Child("clusters")),
		validateTrust(o, path),
		validateJudgement(o, path),
		validateNotifications(o, path.Child("notifications")),
		validateKeys(o, path),
		validateProjects(o, path.Child("projects")),
		validateApplications(o, path),
	)
}

// refusals collects what is refused of options below a path.
type refusals struct {
	path *field.Path
	errs field.ErrorList
}

func (r *refusals) refuse(wrong bool, why string, names ...string) {
	if wrong {
		r.errs = append(r.errs, field.Forbidden(r.path.Child(names[0], names[1:]...), why))
	}
}

func (r *refusals) require(wrong bool, why string, names ...string) {
	if wrong {
		r.errs = append(r.errs, field.Required(r.path.Child(names[0], names[1:]...), why))
	}
}

func (r *refusals) invalid(wrong bool, value any, why string, names ...string) {
	if wrong {
		r.errs = append(r.errs, field.Invalid(r.path.Child(names[0], names[1:]...), value, why))
	}
}

func (r *refusals) whole(d metav1.Duration, name string) {
	r.errs = append(r.errs, addon.CheckWholeSeconds(d, r.path.Child(name))...)
}

// validateURLs refuses a URL whose path isn't the one that is served.
func validateURLs(o Options, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	s := o.Server
	r.require(o.URL == "" && len(o.AdditionalURLs) > 0, "additionalURLs are beside it", "url")
	r.invalid(s.RootPath != "" && s.BaseHref != "" && s.BaseHref != s.RootPath, s.BaseHref, "must be rootPath, which is the UI's root then", "server", "baseHref")
	below := s.RootPath
	if below == "" {
		below = s.BaseHref
	}
	for i, text := range append([]string{o.URL}, o.AdditionalURLs...) {
		u, err := url.Parse(text)
		p := path.Child("url")
		if i > 0 {
			p = path.Child("additionalURLs").Index(i - 1)
		}
		switch {
		case text == "":
		case err != nil || u.Hostname() == "":
			r.errs = append(r.errs, field.Invalid(p, text, "must be a URL"))
		case u.Path != below:
			r.errs = append(r.errs, field.Invalid(p, text, fmt.Sprintf("must have the path that server.rootPath or baseHref says, %q", below)))
		}
	}
	return r.errs
}

// validateNamespaces refuses Applications in namespaces to which Argo CD has no rights.
func validateNamespaces(o Options, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	const why = "noClusterRoles leaves rights to other namespaces out"
	r.refuse(o.NoClusterRoles && len(o.ApplicationNamespaces) > 0, why, "applicationNamespaces")
	r.refuse(o.NoClusterRoles && o.Controller.ClusterRules != nil, why, "controller", "clusterRules")
	r.refuse(o.NoClusterRoles && o.Server.ClusterRules != nil, why, "server", "clusterRules")
	for i, ns := range o.ApplicationSet.Namespaces {
		if !permitted(ns, o.ApplicationNamespaces) {
			p := path.Child("applicationSet", "namespaces").Index(i)
			r.errs = append(r.errs, field.Invalid(p, ns, "must be among applicationNamespaces: Applications are made there"))
		}
	}
	r.refuse(o.Notifications.SelfService && len(o.ApplicationNamespaces) == 0, "needs applicationNamespaces", "notifications", "selfService")
	return r.errs
}

// validateController refuses parts of seconds, which can't be told.
func validateController(c Controller, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.whole(c.RepoServerTimeout, "repoServerTimeout")
	r.whole(c.SelfHealTimeout, "selfHealTimeout")
	r.whole(c.SyncTimeout, "syncTimeout")
	if c.SyncWaveDelay != nil {
		r.whole(*c.SyncWaveDelay, "syncWaveDelay")
	}
	return r.errs
}

func validateServer(o Options, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	s := o.Server
	r.refuse(s.Certificate != nil && s.Insecure, "the server is insecure: it serves no certificate", "certificate")
	r.refuse(s.TLSMinVersion != "" && s.Insecure, "the server is insecure: it speaks no TLS", "tlsMinVersion")
	r.refuse(s.Certificate != nil && o.URL == "", "needs url, whose host it is for", "certificate")
	ports := s.Service.NodePorts
	r.refuse(ports != NodePorts{} && s.Service.Type == "ClusterIP", "needs the type NodePort or LoadBalancer", "service", "nodePorts")
	r.invalid(ports.HTTP != 0 && ports.HTTP == ports.HTTPS, ports.HTTPS, "must be another one than that of HTTP", "service", "nodePorts", "https")
	r.errs = append(r.errs, addon.CheckService(s.Service.spec(), path.Child("service"))...)
	return append(r.errs, hpa.Check(s.Autoscaling, s.Pods, false, path)...)
}

func validateApplicationSetController(a ApplicationSetController, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	limited := len(a.AllowedSCMProviders) > 0 || a.NoSCMProviders
	r.require(len(a.Namespaces) > 0 && !limited, "with namespaces the controller starts only with allowedSCMProviders or noSCMProviders", "allowedSCMProviders")
	r.refuse(len(a.AllowedSCMProviders) > 0 && a.NoSCMProviders, "excludes allowedSCMProviders: only one of them can be set", "noSCMProviders")
	r.refuse(a.PolicyOverride && a.Policy == "", "without policy ApplicationSets say so anyway", "policyOverride")
	if w := a.Ingress; w != nil {
		r.require(w.Issuer != nil && w.TLSSecret == "", "the issuer's certificate is written to it", "ingress", "tlsSecret")
	}
	return r.errs
}

// validateRedis refuses other numbers of pods than those that find each other.
func validateRedis(c Redis, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	if n := *c.Pods.Replicas; n > 1 {
		r.invalid(true, n, "must be 1: set highAvailability for more", "pods", "replicas")
	}
	if n := *c.HA.Pods.Replicas; n != redisReplicas {
		r.invalid(true, n, fmt.Sprintf("must be %d: the proxy knows them one by one", redisReplicas), "ha", "pods", "replicas")
	}
	if e := c.External; e != nil {
		r.require(e.Username != nil && e.Password == nil, "a username needs a password", "external", "password")
	}
	return r.errs
}
