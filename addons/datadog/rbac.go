package datadog

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/kube"
)

// What the cluster agent keeps its leader and the last event that it has sent in.
const (
	leaseName  = name + "-leader-election"
	eventsName = name + "token"
)

// rights are what agents, cluster agent and runners may do.
func rights(o Options, agents, cluster, runners *corev1.ServiceAccount) []addon.Object {
	nodes := clusterRole(o.agents(), name, nodeRules(o))
	objs := []addon.Object{
		nodes,
		kube.BindClusterRole(o.agents(), name, nodes.Name, agents),
	}
	if runners != nil {
		objs = append(objs, kube.BindClusterRole(o.runners(), runnerAccountName, nodes.Name, runners))
	}
	everyone := func(name string, rules []rbacv1.PolicyRule, sa *corev1.ServiceAccount) {
		if len(rules) > 0 {
			role := clusterRole(o.clusterAgents(), name, rules)
			objs = append(objs, role, kube.BindClusterRole(o.clusterAgents(), name, role.Name, sa))
		}
	}
	everyone(clusterAgentName, clusterAgentRules(o), cluster)
	everyone(name+"-orchestrator-explorer", orchestratorRules(o), either(o.Orchestrator.OnRunners, runners, cluster))
	everyone(name+"-cluster-agent-annotations-and-labels-as-tags", o.TagsFrom.rules(), cluster)
	objs = append(objs, kubeStateRights(o, either(o.KubeState.OnRunners, runners, cluster))...)
	objs = append(objs, namespaceRights(o, cluster)...)
	objs = append(objs, secretRights(o, agents, runners)...)
	return append(objs, metricsRights(o, cluster)...)
}

func either(first bool, a, b *corev1.ServiceAccount) *corev1.ServiceAccount {
	if first {
		return a
	}
	return b
}

func clusterRole(id kube.Identity, name string, rules []rbacv1.PolicyRule) *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{ObjectMeta: id.ClusterMeta(name), Rules: rules}
}

func role(id kube.Identity, name string, rules ...rbacv1.PolicyRule) *rbacv1.Role {
	return &rbacv1.Role{ObjectMeta: id.Meta(name), Rules: rules}
}

// paths are rights to what the API server serves beside its resources.
func paths(urls ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{NonResourceURLs: urls, Verbs: []string{"get"}}
}

// nodeRules let agents ask their kubelet, and run checks of the control plane.
func nodeRules(o Options) []rbacv1.PolicyRule {
	kubelet := "nodes/metrics nodes/spec nodes/proxy nodes/stats"
	if o.Kubelet.FineGrainedAuthorization {
		kubelet = "nodes/metrics nodes/spec nodes/pods nodes/healthz nodes/configz nodes/logs nodes/stats"
	}
	rules := []rbacv1.PolicyRule{
		paths("/metrics", "/metrics/slis"),
		kube.Rule("", kubelet, "get"),
		kube.Rule("", "endpoints", "get"),                                        // who leads
		kube.Rule("coordination.k8s.io", "leases", "get"),                        // who leads
		kube.Rule("metrics.eks.amazonaws.com", "kcm/metrics ksh/metrics", "get"), // EKS' controller manager and scheduler
	}
	if o.Kubelet.UseAPIServer {
		rules = append(rules, kube.Rule("", "pods", "get list"))
	}
	return rules
}

func clusterAgentRules(o Options) []rbacv1.PolicyRule {
	m := o.ClusterAgent.MetricsProvider
	leader := []string{leaseName}
	rules := []rbacv1.PolicyRule{
		kube.Rule("", "services endpoints pods nodes namespaces componentstatuses limitranges", "get list watch"),
		kube.Rule("", "events", "get list watch create"),
		kube.Rule("discovery.k8s.io", "endpointslices", "get list watch"),
		kube.Rule("autoscaling", "horizontalpodautoscalers", "list watch"),
		kube.RuleFor(leader, "coordination.k8s.io", "leases", "get update"),
		kube.Rule("coordination.k8s.io", "leases", "create"),
		kube.Rule("", "configmaps", "create"),
		paths("/version", "/healthz", "/metrics"),
	}
	if !o.Events.Disabled {
		rules = append(rules, kube.RuleFor([]string{eventsName}, "", "configmaps", "get update"))
	}
	if m.Enabled {
		leader = append(leader, "datadog-custom-metrics")
		rules = append(rules, kube.RuleFor([]string{"extension-apiserver-authentication"}, "", "configmaps", "get list watch"))
	}
	rules = append(rules, kube.RuleFor(leader, "", "configmaps", "get update"))
	if m.Enabled && m.WatermarkPodAutoscalers {
		rules = append(rules, kube.Rule("datadoghq.com", "watermarkpodautoscalers", "list get watch"))
	}
	if m.Enabled && m.DatadogMetrics {
		rules = append(rules,
			kube.Rule("datadoghq.com", "datadogmetrics", "list create delete watch"),
			kube.Rule("datadoghq.com", "datadogmetrics/status", "update"),
		)
	}
	if o.detectsLanguages() {
		rules = append(rules, kube.Rule("apps", "deployments", "list get watch patch"))
	}
	return append(rules, admissionRules(o.ClusterAgent.Admission)...)
}

// admissionRules let the cluster agent write its webhooks, and find what a pod belongs to.
func admissionRules(a Admission) []rbacv1.PolicyRule {
	if a.Disabled {
		return nil
	}
	const group, webhooks = "admissionregistration.k8s.io", "validatingwebhookconfigurations mutatingwebhookconfigurations"
	return []rbacv1.PolicyRule{
		kube.RuleFor([]string{a.WebhookName}, group, webhooks, "get list watch update delete"),
		kube.Rule(group, webhooks, "create"),
		kube.Rule("batch", "jobs cronjobs", "get"),
		kube.Rule("apps", "statefulsets replicasets deployments daemonsets", "get"),
		kube.Rule("", "replicationcontrollers", "get"),
		kube.Rule("storage.k8s.io", "csidrivers", "get list watch"),
	}
}

// orchestratorRules let the objects be read that Datadog shows.
func orchestratorRules(o Options) []rbacv1.PolicyRule {
	if o.Orchestrator.Disabled {
		return nil
	}
	rules := []rbacv1.PolicyRule{
		kube.RuleFor([]string{"kube-system"}, "", "namespaces", "get"), // whose UID is the cluster's
		kube.RuleFor([]string{"datadog-cluster-id"}, "", "configmaps", "create get update"),
		kube.Rule("", "pods nodes namespaces limitranges services persistentvolumes persistentvolumeclaims serviceaccounts", "list get watch"),
		kube.Rule("discovery.k8s.io", "endpointslices", "list watch"),
		kube.Rule("autoscaling", "horizontalpodautoscalers", "list watch"),
		kube.Rule("apps", "deployments replicasets daemonsets statefulsets", "list get watch"),
		kube.Rule("batch", "cronjobs jobs", "list get watch"),
		kube.Rule("networking.k8s.io", "ingresses networkpolicies", "list get watch"),
		kube.Rule("rbac.authorization.k8s.io", "roles rolebindings clusterroles clusterrolebindings", "list get watch"),
		kube.Rule("storage.k8s.io", "storageclasses", "list get watch"),
		kube.Rule("autoscaling.k8s.io", "verticalpodautoscalers", "list get watch"),
		kube.Rule("apiextensions.k8s.io", "customresourcedefinitions", "list get watch"),
		kube.Rule("policy", "poddisruptionbudgets", "list get watch"),
		kube.Rule("datadoghq.com eks.amazonaws.com karpenter.azure.com karpenter.k8s.aws karpenter.sh", "*", "list watch"),
		kube.Rule("argoproj.io", "rollouts applications applicationsets", "list watch get"),
		kube.Rule("source.toolkit.fluxcd.io", "buckets helmcharts externalartifacts gitrepositories helmrepositories ocirepositories", "list watch get"),
		kube.Rule("kustomize.toolkit.fluxcd.io", "kustomizations", "list watch get"),
	}
	for _, resource := range o.Orchestrator.CustomResources {
		parts := strings.Split(resource, "/") // group, version and resource
		rules = append(rules, kube.Rule(parts[0], parts[2], "get list watch"))
	}
	return rules
}

// rules let the objects be read whose labels and annotations become tags.
func (f TagsFrom) rules() []rbacv1.PolicyRule {
	resources := map[string]bool{}
	for _, of := range []map[string]map[string]string{f.ResourceLabels, f.ResourceAnnotations} {
		for r := range of {
			resources[r] = true
		}
	}
	var rules []rbacv1.PolicyRule
	for _, r := range slices.Sorted(maps.Keys(resources)) {
		resource, group, _ := strings.Cut(r, ".")
		rules = append(rules, kube.Rule(group, resource, "get list watch"))
	}
	return rules
}

// namespaceRights are those in the addon's own namespace: to keep the webhook's certificate, and
// to put a report for Datadog's support together.
func namespaceRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	id := o.clusterAgents()
	var objs []addon.Object
	bind := func(r *rbacv1.Role) { objs = append(objs, r, kube.BindRole(id, r.Name, r.Name, sa)) }
	if !o.ClusterAgent.Admission.Disabled {
		bind(role(id, clusterAgentName+"-main",
			kube.Rule("", "secrets", "get list watch update create"),
			kube.Rule("", "configmaps", "get update create"),
		))
	}
	if !o.ClusterAgent.NoFlareRights {
		bind(role(id, name+"-dca-flare", kube.Rule("", "secrets configmaps", "get list")))
	}
	return objs
}

// secretRights let Secrets be read that annotations name, by whoever runs their checks.
func secretRights(o Options, agents, runners *corev1.ServiceAccount) []addon.Object {
	var objs []addon.Object
	for _, s := range o.ReadableSecrets {
		id := o.agents().In(s.Namespace)
		reader := role(id, name+"-secret-reader-"+s.Namespace, kube.RuleFor(s.Names, "", "secrets", "get"))
		objs = append(objs, reader, kube.BindRole(id, name+"-read-secrets-"+s.Namespace, reader.Name, agents))
		if runners != nil {
			objs = append(objs, kube.BindRole(id, runnerAccountName+"-read-secrets-"+s.Namespace, reader.Name, runners))
		}
	}
	return objs
}

// metricsRights let the cluster agent serve metrics, and autoscalers ask for them.
func metricsRights(o Options, sa *corev1.ServiceAccount) []addon.Object {
	m := o.ClusterAgent.MetricsProvider
	if !m.Enabled {
		return nil
	}
	id := o.clusterAgents()
	objs := []addon.Object{
		kube.BindClusterRole(id, clusterAgentName+"-system-auth-delegator", "system:auth-delegator", sa),
		// The role is in kube-system, where upstream's chart doesn't look for it.
		kube.BindRole(id.In("kube-system"), clusterAgentName+"-apiserver", "extension-apiserver-authentication-reader", sa),
	}
	if m.NoAPIService {
		return objs
	}
	reader := clusterRole(id, clusterAgentName+"-external-metrics-reader", []rbacv1.PolicyRule{
		kube.Rule("external.metrics.k8s.io", "*", "list get watch"),
	})
	autoscalers := &corev1.ServiceAccount{}
	autoscalers.Name, autoscalers.Namespace = "horizontal-pod-autoscaler", "kube-system"
	return append(objs, reader, kube.BindClusterRole(id, reader.Name, reader.Name, autoscalers))
}
