package hnc

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

// coreResources are the kinds of the core group that are in namespaces and can be watched.
func coreResources() []string {
	return []string{
		"configmaps", "endpoints", "events", "limitranges", "persistentvolumeclaims", "pods", "podtemplates",
		"replicationcontrollers", "resourcequotas", "secrets", "serviceaccounts", "services",
	}
}

// validateResources refuses kinds that HNC's webhook would refuse, or that there can't be.
func validateResources(resources []Resource, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, r := range resources {
		p := path.Index(i)
		switch {
		case r.Resource == "":
		case r.Group == rbacv1.GroupName && (r.Resource == "roles" || r.Resource == "rolebindings"):
			errs = append(errs, field.Forbidden(p, r.Resource+" are always copied, and HNC refuses a list with them"))
		case r.Group == rbacv1.GroupName:
			errs = append(errs, field.Forbidden(p, r.Resource+" of "+r.Group+" are in no namespace: HNC copies Roles and RoleBindings alone"))
		case r.Group == "" && !slices.Contains(coreResources(), r.Resource):
			errs = append(errs, field.NotSupported(p.Child("resource"), r.Resource, coreResources()))
		case r.Group != "" && !isGroup(r.Group):
			errs = append(errs, field.Invalid(p.Child("group"), r.Group, `must be an API group without a version, as in "networking.k8s.io", and nothing for the core group`))
		case seen[r.Group+"/"+r.Resource]:
			errs = append(errs, field.Duplicate(p, strings.TrimSuffix(r.Resource+"."+r.Group, ".")))
		}
		seen[r.Group+"/"+r.Resource] = true
	}
	return errs
}

// isGroup tells whether a name can be an API group's: one of the API server's own, or a
// domain.
func isGroup(name string) bool {
	return addon.BuiltinGroup(name) || strings.Contains(name, ".") && len(validation.IsDNS1123Subdomain(name)) == 0
}

// validateQuotas refuses quotas that nobody heeds, and what can't be counted.
func validateQuotas(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	q := o.Quotas
	if !q.Enabled && len(q.List) > 0 {
		errs = append(errs, field.Required(path.Child("enabled"), "nobody heeds the quotas of the list without it"))
	}
	if !q.Enabled && q.SyncInterval != nil {
		errs = append(errs, field.Forbidden(path.Child("syncInterval"), "there are no quotas: enabled isn't set"))
	}
	seen := map[string]bool{}
	for i, l := range q.List {
		p := path.Child("list").Index(i)
		if key := l.Namespace + "/" + l.Name; seen[key] {
			errs = append(errs, field.Duplicate(p, key))
		} else {
			seen[key] = true
		}
		errs = append(errs, o.placed(l.Namespace, p.Child("namespace"))...)
		errs = append(errs, validateHard(l.Hard, p.Child("hard"))...)
		if l.ScopeSelector != nil {
			errs = append(errs, validateScopes(o.Fork, l.ScopeSelector, p.Child("scopeSelector"))...)
		}
	}
	return errs
}

// quotaResources are what a ResourceQuota counts that has no domain in its name.
func quotaResources() []string {
	return []string{
		"configmaps", "cpu", "ephemeral-storage", "limits.cpu", "limits.ephemeral-storage", "limits.memory", "memory",
		"persistentvolumeclaims", "pods", "replicationcontrollers", "requests.cpu", "requests.ephemeral-storage",
		"requests.memory", "requests.storage", "resourcequotas", "secrets", "services", "services.loadbalancers",
		"services.nodeports",
	}
}

func validateHard(hard corev1.ResourceList, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if hard != nil && len(hard) == 0 {
		errs = append(errs, field.Required(path, "a quota of nothing limits nothing"))
	}
	for _, name := range slices.Sorted(maps.Keys(hard)) {
		p := path.Key(string(name))
		q := hard[name]
		if q.Sign() < 0 {
			errs = append(errs, field.Invalid(p, q.String(), "must not be negative"))
		}
		if !strings.Contains(string(name), "/") && !slices.Contains(quotaResources(), string(name)) {
			errs = append(errs, field.NotSupported(p, name, append(quotaResources(), "count/<resource>.<group>")))
			continue
		}
		errs = append(errs, valid(string(name), validation.IsQualifiedName, p)...)
	}
	return errs
}

// validateScopes refuses what the API server would refuse in a ResourceQuota.
func validateScopes(fork bool, s *corev1.ScopeSelector, path *field.Path) field.ErrorList {
	if !fork {
		return field.ErrorList{field.Forbidden(path, "upstream's HNC would count all pods: set fork")}
	}
	var errs field.ErrorList
	for i, e := range s.MatchExpressions {
		p := path.Child("matchExpressions").Index(i)
		values := e.Operator == corev1.ScopeSelectorOpIn || e.Operator == corev1.ScopeSelectorOpNotIn
		switch {
		case !slices.Contains(scopes(), e.ScopeName):
			errs = append(errs, field.NotSupported(p.Child("scopeName"), e.ScopeName, scopes()))
		case !slices.Contains(operators(), e.Operator):
			errs = append(errs, field.NotSupported(p.Child("operator"), e.Operator, operators()))
		case e.ScopeName != corev1.ResourceQuotaScopePriorityClass && e.Operator != corev1.ScopeSelectorOpExists:
			errs = append(errs, field.Invalid(p.Child("operator"), e.Operator, fmt.Sprintf("must be Exists: %s has no values", e.ScopeName)))
		case values != (len(e.Values) > 0):
			errs = append(errs, field.Invalid(p.Child("values"), e.Values, "In and NotIn have values, Exists and DoesNotExist none"))
		}
	}
	return errs
}

func scopes() []corev1.ResourceQuotaScope {
	return []corev1.ResourceQuotaScope{
		corev1.ResourceQuotaScopeBestEffort, corev1.ResourceQuotaScopeCrossNamespacePodAffinity, corev1.ResourceQuotaScopeNotBestEffort,
		corev1.ResourceQuotaScopeNotTerminating, corev1.ResourceQuotaScopePriorityClass, corev1.ResourceQuotaScopeTerminating,
	}
}

func operators() []corev1.ScopeSelectorOperator {
	return []corev1.ScopeSelectorOperator{
		corev1.ScopeSelectorOpDoesNotExist, corev1.ScopeSelectorOpExists, corev1.ScopeSelectorOpIn, corev1.ScopeSelectorOpNotIn,
	}
}
