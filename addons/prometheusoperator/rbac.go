package prometheusoperator

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
	"github.com/fitout/fitout/addon/monitoring"
)

const (
	read = "get list watch"
	keep = "get create update delete"
)

// The resources of the operator's group, by who reads them.
const (
	monitors      = "scrapeconfigs scrapeconfigs/status servicemonitors servicemonitors/status podmonitors podmonitors/status probes probes/status prometheusrules prometheusrules/status"
	prometheuses  = "prometheuses prometheuses/finalizers prometheuses/status prometheusagents prometheusagents/finalizers prometheusagents/status"
	alertmanagers = "alertmanagers alertmanagers/finalizers alertmanagers/status"
	alertConfigs  = "alertmanagerconfigs"
	thanosRulers  = "thanosrulers thanosrulers/finalizers thanosrulers/status"
)

// rights are the operator's: in the whole cluster, or in the namespaces that it looks at.
func rights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	if len(o.Namespaces) > 0 {
		return limitedRights(o, sa)
	}
	all := words(alertmanagers, alertConfigs, prometheuses, thanosRulers, monitors)
	rules := slices.Concat(
		[]rbacv1.PolicyRule{kube.Rule(monitoring.Group, all, "*")},
		o.instanceRules(),
		[]rbacv1.PolicyRule{kube.Rule("", "namespaces", read)},
		o.clusterRules(),
		[]rbacv1.PolicyRule{kube.Rule("networking.k8s.io", "ingresses", read)},
		o.Kubelet.rules(),
	)
	return clusterRights(o, sa, rules)
}

func clusterRights(o Options, sa *corev1.ServiceAccount, rules []rbacv1.PolicyRule) []addon.Object {
	return []addon.Object{
		&rbacv1.ClusterRole{ObjectMeta: o.identity().ClusterMeta(name), Rules: rules},
		kube.BindClusterRole(o.identity(), name, name, sa),
	}
}

// instanceRules let the operator run what it is for.
func (o Options) instanceRules() []rbacv1.PolicyRule {
	workloads := "statefulsets"
	if o.FeatureGates[PrometheusAgentDaemonSet] {
		workloads += " daemonsets"
	}
	rules := []rbacv1.PolicyRule{
		kube.Rule("apps", workloads, "*"),
		kube.Rule("", "configmaps secrets", "*"),
		kube.Rule("", "pods", "list delete"),
		kube.Rule("", "services services/finalizers", keep),
	}
	if o.RepairPolicy == RepairEvict {
		rules = append(rules, kube.Rule("", "pods/eviction", "create"))
	}
	return rules
}

// clusterRules are what is in no namespace, or asked for in all of them at once.
func (o Options) clusterRules() []rbacv1.PolicyRule {
	rules := []rbacv1.PolicyRule{
		kube.Rule("events.k8s.io", "events", "patch create"),
		kube.Rule("storage.k8s.io", "storageclasses", "get"),
	}
	if !o.Kubelet.Disabled {
		rules = append(rules, kube.Rule("", "nodes", "list watch"))
	}
	return rules
}

// rules let the operator write the addresses of the kubelets.
func (k Kubelet) rules() []rbacv1.PolicyRule {
	var rules []rbacv1.PolicyRule
	if !k.Disabled && !k.NoEndpoints {
		rules = append(rules, kube.Rule("", "endpoints", keep))
	}
	if !k.Disabled && k.EndpointSlices {
		rules = append(rules, kube.Rule("discovery.k8s.io", "endpointslices", keep+" list"))
	}
	return rules
}

// limitedRights are Roles in the namespaces that the operator looks at. In the whole cluster it
// reads those namespaces, nodes and storage classes, and writes events, which it asks for as a
// whole before it writes any.
func limitedRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	namespaces := o.lookedAt()
	objs := clusterRights(o, sa, append([]rbacv1.PolicyRule{kube.RuleFor(namespaces, "", "namespaces", "get")}, o.clusterRules()...))
	for _, ns := range namespaces {
		objs = append(objs, bound(o, ns, name, o.rulesIn(ns), sa)...)
	}
	if !o.Kubelet.Disabled {
		rules := append([]rbacv1.PolicyRule{kube.Rule("", "services", keep)}, o.Kubelet.rules()...)
		objs = append(objs, bound(o, o.Kubelet.Namespace, name+"-kubelet", rules, sa)...)
	}
	return objs
}

// bound is a Role in a namespace, and its binding.
func bound(o Options, namespace, name string, rules []rbacv1.PolicyRule, sa *corev1.ServiceAccount) []addon.Object {
	id := o.identity().In(namespace)
	return []addon.Object{
		&rbacv1.Role{ObjectMeta: id.Meta(name), Rules: rules},
		kube.BindRole(id, name, name, sa),
	}
}

// lookedAt are the namespaces that the operator is limited to, for whatever kind.
func (o Options) lookedAt() []string {
	in := o.InstanceNamespaces
	all := slices.Concat(o.Namespaces, in.Prometheus, in.Alertmanager, in.AlertmanagerConfig, in.ThanosRuler)
	slices.Sort(all)
	return slices.Compact(all)
}

// rulesIn are the rights in a namespace: to the kinds that are looked for there, and to what is
// made of them.
func (o Options) rulesIn(namespace string) []rbacv1.PolicyRule {
	in := o.InstanceNamespaces
	var kinds []string
	add := func(resources string, namespaces []string) bool {
		there := slices.Contains(namespaces, namespace)
		if there {
			kinds = append(kinds, resources)
		}
		return there
	}
	add(monitors, o.Namespaces)
	add(alertConfigs, o.in(in.AlertmanagerConfig))
	runs := add(prometheuses, o.in(in.Prometheus))
	runs = add(alertmanagers, o.in(in.Alertmanager)) || runs
	runs = add(thanosRulers, o.in(in.ThanosRuler)) || runs
	rules := []rbacv1.PolicyRule{kube.Rule(monitoring.Group, words(kinds...), "*")}
	if runs {
		return append(rules, o.instanceRules()...)
	}
	return append(rules, kube.Rule("", "configmaps secrets", read)) // which monitors and configurations name
}

// in are the namespaces of a kind: those of all kinds, where it has none of its own.
func (o Options) in(own []string) []string {
	if len(own) > 0 {
		return own
	}
	return o.Namespaces
}

func words(of ...string) string { return strings.Join(of, " ") }

// userRoles let those who may view or edit a namespace view or edit the operator's resources in
// it. The names are upstream's.
func userRoles(o Options) []addon.Object {
	if !o.UserRoles {
		return nil
	}
	const kinds = "alertmanagers alertmanagerconfigs podmonitors probes prometheusagents prometheuses prometheusrules scrapeconfigs servicemonitors thanosrulers"
	view := &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta("prometheus-crd-view"),
		Rules:      []rbacv1.PolicyRule{kube.Rule(monitoring.Group, kinds, read)},
	}
	edit := &rbacv1.ClusterRole{
		ObjectMeta: o.identity().ClusterMeta("prometheus-crd-edit"),
		Rules:      []rbacv1.PolicyRule{kube.Rule(monitoring.Group, kinds, read+" create update patch delete")},
	}
	for _, role := range []string{"admin", "edit"} {
		edit.Labels["rbac.authorization.k8s.io/aggregate-to-"+role] = "true"
		view.Labels["rbac.authorization.k8s.io/aggregate-to-"+role] = "true"
	}
	view.Labels["rbac.authorization.k8s.io/aggregate-to-view"] = "true"
	return []addon.Object{view, edit}
}
